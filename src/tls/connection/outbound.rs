//! What goes out. RFC 8446 §5.1, §5.2.

use super::{Connection, NotConnected};
use crate::tls::message::{Alert, HandshakeMessage};
use crate::tls::record::{MAX_PLAINTEXT, header, record_fields};
use crate::tls::registry::{ContentType, ProtocolVersion};
use crate::trace::{AlertDescription, Bytes, Effect, Message, MessageName, Placement, Record, RecordId, State};
use crate::wire::{Decoded, FieldTree, Span, decode};

impl Connection {
    /// Sends application data.
    ///
    /// # Errors
    /// [`NotConnected`].
    pub fn send_application_data(&mut self, data: &[u8]) -> Result<Vec<Effect>, NotConnected> {
        if self.state() != State::Connected || self.sent_close {
            return Err(NotConnected);
        }
        let mut effects = Vec::new();
        let decoded = decode_application_data(data);
        let message = (MessageName::ApplicationData, data.to_vec(), decoded.fields);
        self.send_message(ContentType::APPLICATION_DATA, message, &mut effects);
        Ok(effects)
    }

    /// Says that no more data follows. RFC 8446 §6.1.
    ///
    /// # Errors
    /// [`NotConnected`], also if it was said before.
    pub fn close(&mut self) -> Result<Vec<Effect>, NotConnected> {
        if self.state() != State::Connected || self.sent_close {
            return Err(NotConnected);
        }
        let mut effects = Vec::new();
        self.send_alert(AlertDescription::CloseNotify, &mut effects);
        self.sent_close = true;
        if self.received_close {
            effects.push(Effect::Entered(State::Closed));
        }
        Ok(effects)
    }

    pub(super) fn send_handshake(&mut self, name: MessageName, bytes: Bytes, effects: &mut Vec<Effect>) {
        let fields = HandshakeMessage::decode(&bytes).fields;
        self.send_message(ContentType::HANDSHAKE, (name, bytes, fields), effects);
    }

    pub(super) fn send_change_cipher_spec(&mut self, effects: &mut Vec<Effect>) {
        let fields = decode_change_cipher_spec(&[1]).fields;
        // Never sealed, whatever the keys. RFC 8446 §5.
        let sealed = self.write.take();
        self.send_message(ContentType::CHANGE_CIPHER_SPEC, (MessageName::ChangeCipherSpec, vec![1], fields), effects);
        self.write = sealed;
    }

    pub(super) fn send_alert(&mut self, description: AlertDescription, effects: &mut Vec<Effect>) {
        let bytes = Alert::new(description).encode();
        let fields = Alert::decode(&bytes).fields;
        self.send_message(ContentType::ALERT, (MessageName::Alert, bytes, fields), effects);
    }

    /// Sends a message in as many records as it needs.
    fn send_message(
        &mut self,
        content_type: ContentType,
        (name, bytes, fields): (MessageName, Bytes, FieldTree),
        effects: &mut Vec<Effect>,
    ) {
        let mut placements = Vec::new();
        let mut records = Vec::new();
        for content in bytes.chunks(MAX_PLAINTEXT) {
            let id = RecordId { sender: self.side, number: self.records_sent };
            self.records_sent += 1;
            let record = match &mut self.write {
                Some(protection) => protection.seal(id, content_type, content),
                None => plaintext_record(id, content_type, name, content),
            };
            self.outgoing.extend_from_slice(&record.bytes);
            placements.push(Placement { record: id, span: Span { start: 0, end: content.len() } });
            records.push(record);
        }
        effects.push(Effect::Sent(Message { name, sender: self.side, bytes, fields, error: None, placements }));
        effects.extend(records.into_iter().map(Effect::RecordSent));
    }
}

fn plaintext_record(id: RecordId, content_type: ContentType, name: MessageName, content: &[u8]) -> Record {
    // RFC 8446 §5.1: an initial ClientHello may say 0x0301, for the sake of old servers; all else says 0x0303.
    let version = if name == MessageName::ClientHello { ProtocolVersion::TLS10 } else { ProtocolVersion::TLS12 };
    let bytes = [&header(content_type, version, content.len())[..], content].concat();
    Record { id, fields: record_fields(&bytes, false), bytes, protection: None }
}

/// The one field of application data.
pub(super) fn decode_application_data(bytes: &[u8]) -> Decoded<()> {
    decode(bytes, "application_data", |reader| {
        if reader.remaining() > 0 {
            reader.text("data", reader.remaining())?;
        }
        Ok(())
    })
}

/// The one field of a `change_cipher_spec`. RFC 8446 §5.
pub(super) fn decode_change_cipher_spec(bytes: &[u8]) -> Decoded<u8> {
    decode(bytes, "change_cipher_spec", |reader| {
        reader.named_u8("type", |code| if code == 1 { "change_cipher_spec" } else { "unknown" })
    })
}
