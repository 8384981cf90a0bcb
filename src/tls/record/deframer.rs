//! Cutting a stream of bytes into records. RFC 8446 §5.1.

use super::{HEADER_LENGTH, MAX_CIPHERTEXT};
use crate::tls::registry::ContentType;
use crate::trace::{Bytes, Failure};

/// A record as it came from the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireRecord {
    /// The content type in its header.
    pub content_type: ContentType,
    /// All of it, header included.
    pub bytes: Bytes,
}

impl WireRecord {
    /// The bytes after the header.
    #[must_use]
    pub fn fragment(&self) -> &[u8] {
        &self.bytes[HEADER_LENGTH..]
    }
}

/// Holds the bytes that came until they make a record.
#[derive(Clone, Debug, Default)]
pub struct Deframer {
    bytes: Vec<u8>,
}

impl Deframer {
    /// Adds bytes from the wire.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Takes the next record; `None` if it is not complete yet.
    ///
    /// # Errors
    /// [`Failure::UnexpectedRecord`] for a content type that does not exist, [`Failure::RecordOverflow`] for a length
    /// that no record may have. RFC 8446 §5.1, §5.2.
    pub fn next_record(&mut self) -> Result<Option<WireRecord>, Failure> {
        let Some(&[content_type, _, _, high, low]) = self.bytes.first_chunk::<HEADER_LENGTH>() else {
            return Ok(None);
        };
        if !(20..=23).contains(&content_type) {
            return Err(Failure::UnexpectedRecord { content_type });
        }
        let length = usize::from(u16::from_be_bytes([high, low]));
        if length > MAX_CIPHERTEXT {
            return Err(Failure::RecordOverflow { length });
        }
        if self.bytes.len() < HEADER_LENGTH + length {
            return Ok(None);
        }
        let rest = self.bytes.split_off(HEADER_LENGTH + length);
        let bytes = core::mem::replace(&mut self.bytes, rest);
        Ok(Some(WireRecord { content_type: ContentType(content_type), bytes }))
    }
}
