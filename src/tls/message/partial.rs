//! Putting handshake messages together from the records that carry them. RFC 8446 §5.1.

use super::HANDSHAKE_HEADER_LENGTH;
use crate::trace::{Bytes, Placement, RecordId};
use crate::wire::Span;

/// A handshake message of which not all bytes have come yet.
#[derive(Clone, Debug, Default)]
pub(in crate::tls) struct Partial {
    pub bytes: Bytes,
    pub placements: Vec<Placement>,
}

impl Partial {
    /// Whether nothing of a message is there.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Takes bytes of `content` from `position` on, at most to the end of one message; returns where it stopped.
    pub fn take(&mut self, record: RecordId, content: &[u8], position: usize) -> usize {
        let wanted = match self.length() {
            Some(length) => length - self.bytes.len(),
            None => HANDSHAKE_HEADER_LENGTH - self.bytes.len(),
        };
        let end = content.len().min(position + wanted);
        self.bytes.extend_from_slice(&content[position..end]);
        match self.placements.last_mut() {
            Some(last) if last.record == record => last.span.end = end,
            _ => self.placements.push(Placement { record, span: Span { start: position, end } }),
        }
        end
    }

    /// The message's whole length in bytes, if its header has come.
    fn length(&self) -> Option<usize> {
        let &[_, high, middle, low] = self.bytes.first_chunk::<HANDSHAKE_HEADER_LENGTH>()?;
        let body = u32::from_be_bytes([0, high, middle, low]);
        Some(HANDSHAKE_HEADER_LENGTH + usize::try_from(body).unwrap_or(usize::MAX - HANDSHAKE_HEADER_LENGTH))
    }

    /// Gives the message away if it is complete.
    pub fn complete(&mut self) -> Option<Self> {
        (self.length() == Some(self.bytes.len())).then(|| core::mem::take(self))
    }
}
