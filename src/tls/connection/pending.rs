//! Handshake messages that wait to share records. RFC 8446 §5.1.

use super::Connection;
use crate::tls::registry::ContentType;
use crate::trace::{Bytes, Effect, Message, MessageName, Placement};
use crate::wire::{FieldTree, Span};

/// Messages that were noted as sent, but whose bytes are not on the wire yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Pending {
    content: Bytes,
    messages: Vec<Held>,
}

/// A message: where its effect stands, and its bytes in the content.
#[derive(Clone, Debug)]
struct Held {
    effect: usize,
    span: Span,
}

impl Connection {
    /// Notes a message as sent and keeps its bytes until [`Connection::flush`], which the same call makes.
    pub(super) fn hold_back(
        &mut self,
        (name, bytes, fields): (MessageName, Bytes, FieldTree),
        effects: &mut Vec<Effect>,
    ) {
        let start = self.pending.content.len();
        self.pending.content.extend_from_slice(&bytes);
        let span = Span { start, end: self.pending.content.len() };
        self.pending.messages.push(Held { effect: effects.len(), span });
        let sender = self.side;
        effects.push(Effect::Sent(Message { name, sender, bytes, fields, error: None, placements: Vec::new() }));
    }

    /// Puts what waits on the wire, in as few records as can be, and says of each message where it stands.
    pub(super) fn flush(&mut self, effects: &mut Vec<Effect>) {
        let Pending { content, messages } = core::mem::take(&mut self.pending);
        let Some(last) = messages.last() else { return };
        // The records belong to the last message that they carry.
        let place = last.effect + 1;
        let length = self.chunk_length();
        let mut records = Vec::new();
        for (number, chunk) in content.chunks(length).enumerate() {
            let record = self.send_record(ContentType::HANDSHAKE, MessageName::OtherHandshake(0), chunk);
            let offset = number * length;
            for held in &messages {
                let start = held.span.start.max(offset);
                let end = held.span.end.min(offset + chunk.len());
                if let (true, Some(Effect::Sent(message))) = (start < end, effects.get_mut(held.effect)) {
                    let span = Span { start: start - offset, end: end - offset };
                    message.placements.push(Placement { record: record.id, span });
                }
            }
            records.push(Effect::RecordSent(record));
        }
        effects.splice(place..place, records);
    }
}
