//! What goes out. RFC 8446 §5.1, §5.2.

use super::{Connection, Endpoint, LONGEST_CONTEXT, LONGEST_EXPORT, NotConnected, NotExported};
use crate::tls::message::{Alert, HandshakeMessage, KeyUpdateRequest};
use crate::tls::record::{MAX_PLAINTEXT, header, record_fields};
use crate::tls::registry::{ContentType, ProtocolVersion};
use crate::tls::v13::Transition;
use crate::trace::{AlertDescription, Bytes, Effect, Message, MessageName, Placement, Record, RecordId, Side, State};
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
        self.send_data(data, &mut effects);
        Ok(effects)
    }

    /// Sends application data before the handshake is complete. RFC 8446 §2.3.
    ///
    /// Nobody but the holder of the pre-shared key can read it, but it may be replayed, and the server need not take it.
    ///
    /// # Errors
    /// [`NotConnected`], if early data was not offered or would be more than the ticket allows.
    pub fn send_early_data(&mut self, data: &[u8]) -> Result<Vec<Effect>, NotConnected> {
        let limit = self.endpoint.as_ref().filter(|_| self.side == Side::Client).and_then(Endpoint::early_data_limit);
        let sent = self.early_data.saturating_add(data.len());
        if limit.is_none_or(|limit| sent > limit) {
            return Err(NotConnected);
        }
        self.early_data = sent;
        let mut effects = Vec::new();
        self.send_data(data, &mut effects);
        Ok(effects)
    }

    /// Goes on with new keys for sending, and wants the same of the peer if `request` says so. RFC 8446 §4.6.3.
    ///
    /// # Errors
    /// [`NotConnected`].
    pub fn update_keys(&mut self, request: KeyUpdateRequest) -> Result<Vec<Effect>, NotConnected> {
        if self.state() != State::Connected || self.sent_close {
            return Err(NotConnected);
        }
        let transition = match self.endpoint.take().ok_or(NotConnected)? {
            Endpoint::Client(client) => super::lift(client.update_keys(request), Endpoint::Client),
            Endpoint::Server(server) => super::lift(server.update_keys(request), Endpoint::Server),
            // TLS 1.2 has no such message.
            older => Transition { next: older, actions: Vec::new() },
        };
        self.endpoint = Some(transition.next);
        let mut effects = Vec::new();
        self.perform(transition.actions, &mut effects);
        Ok(effects)
    }

    /// Makes `length` bytes of keying material that both ends, and nobody else, can make for this connection.
    ///
    /// The last effect holds it. Without a context it is what an empty one gives in TLS 1.3, and in TLS 1.2 something
    /// else. RFC 8446 §7.5, RFC 5705 §4.
    ///
    /// # Errors
    /// [`NotExported`].
    pub fn export(
        &self,
        label: &'static str,
        context: Option<&[u8]>,
        length: usize,
    ) -> Result<Vec<Effect>, NotExported> {
        let some = context.unwrap_or_default();
        if length > LONGEST_EXPORT || some.len() > LONGEST_CONTEXT {
            return Err(NotExported::TooLong);
        }
        let secrets = match self.endpoint.as_ref().ok_or(NotExported::NotConnected)? {
            Endpoint::Client(client) => client.export(label, some, length).map(Vec::from),
            Endpoint::Server(server) => server.export(label, some, length).map(Vec::from),
            Endpoint::Client12(client) => client.export(label, context, length),
            Endpoint::Server12(server) => server.export(label, context, length),
        };
        Ok(secrets.ok_or(NotExported::NotConnected)?.into_iter().map(Effect::Derived).collect())
    }

    /// Asks the client for a second handshake, which a server can in TLS 1.2. RFC 5246 §7.4.1.1.
    ///
    /// # Errors
    /// [`NotConnected`], also if this is no server of TLS 1.2.
    pub fn request_hello(&mut self) -> Result<Vec<Effect>, NotConnected> {
        if self.state() != State::Connected || self.sent_close {
            return Err(NotConnected);
        }
        let Some(Endpoint::Server12(server)) = &self.endpoint else { return Err(NotConnected) };
        let actions = server.request_hello();
        let mut effects = Vec::new();
        self.perform(actions, &mut effects);
        Ok(effects)
    }

    fn send_data(&mut self, data: &[u8], effects: &mut Vec<Effect>) {
        let decoded = decode_application_data(data);
        let message = (MessageName::ApplicationData, data.to_vec(), decoded.fields);
        self.send_message(ContentType::APPLICATION_DATA, message, effects);
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

    /// Ends the connection for a reason of whoever drives it, with that alert; after `user_canceled`, which is but a
    /// warning, `close_notify` follows. Nothing happens where it has ended before.
    ///
    /// RFC 8446 §6.1, §6.2; RFC 5246 §7.2.2.
    pub fn stop(&mut self, description: AlertDescription) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.endpoint.is_none() || self.sent_close {
            return effects;
        }
        self.send_alert(description, &mut effects);
        if description == AlertDescription::UserCanceled {
            self.send_alert(AlertDescription::CloseNotify, &mut effects);
        }
        self.end(description, &mut effects);
        effects
    }

    pub(super) fn send_handshake(&mut self, name: MessageName, bytes: Bytes, effects: &mut Vec<Effect>) {
        let fields = HandshakeMessage::decode_as(self.version(), &bytes).fields;
        if self.options.coalesce {
            self.hold_back((name, bytes, fields), effects);
        } else {
            self.send_message(ContentType::HANDSHAKE, (name, bytes, fields), effects);
        }
    }

    pub(super) fn send_change_cipher_spec(&mut self, effects: &mut Vec<Effect>) {
        let fields = decode_change_cipher_spec(&[1]).fields;
        self.flush(effects);
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
        self.flush(effects);
        let mut placements = Vec::new();
        let mut records = Vec::new();
        // RFC 8446 §5.1: an alert is never cut in two.
        let least = if content_type == ContentType::ALERT { bytes.len() } else { 1 };
        for content in bytes.chunks(self.chunk_length().max(least)) {
            let record = self.send_record(content_type, name, content);
            placements.push(Placement { record: record.id, span: Span { start: 0, end: content.len() } });
            records.push(record);
        }
        effects.push(Effect::Sent(Message { name, sender: self.side, bytes, fields, error: None, placements }));
        effects.extend(records.into_iter().map(Effect::RecordSent));
    }

    /// The most bytes of content that a record may have now.
    pub(super) fn chunk_length(&self) -> usize {
        let wanted = match self.options.fragment {
            0 => MAX_PLAINTEXT,
            length => MAX_PLAINTEXT.min(usize::from(length)),
        };
        match &self.write {
            // RFC 8449 §4: it is for sealed records only, and in TLS 1.3 the content type counts too.
            Some(protection) if protection.is_tls12() => wanted.min(self.limits.write),
            Some(_) => wanted.min(self.limits.write - 1),
            None => wanted,
        }
    }

    /// Puts a record on the wire.
    pub(super) fn send_record(&mut self, content_type: ContentType, name: MessageName, content: &[u8]) -> Record {
        let id = RecordId { sender: self.side, number: self.records_sent };
        self.records_sent += 1;
        // TLS 1.2 has no padding here.
        let zeros = padding(content.len() + 1, usize::from(self.options.padding), self.limits.write);
        let first = self.records_received == 0;
        let record = match &mut self.write {
            Some(protection) => protection.seal_padded(id, content_type, content, zeros),
            None => plaintext_record(id, content_type, name == MessageName::ClientHello && first, content),
        };
        self.outgoing.extend_from_slice(&record.bytes);
        record
    }
}

/// The zeros that fill up `length` bytes to a multiple of `block`, as far as `limit` allows.
fn padding(length: usize, block: usize, limit: usize) -> usize {
    match block {
        0 | 1 => 0,
        block => length.next_multiple_of(block).min(limit).saturating_sub(length),
    }
}

fn plaintext_record(id: RecordId, content_type: ContentType, initial_hello: bool, content: &[u8]) -> Record {
    // RFC 8446 §5.1: an initial ClientHello may say 0x0301, for the sake of old servers; all else says 0x0303.
    let version = if initial_hello { ProtocolVersion::TLS10 } else { ProtocolVersion::TLS12 };
    let bytes = [&header(content_type, version, content.len())[..], content].concat();
    Record { id, fields: record_fields(&bytes, false), bytes, protection: None }
}

/// The one field of application data.
pub(in crate::tls) fn decode_application_data(bytes: &[u8]) -> Decoded<()> {
    decode(bytes, "application_data", |reader| {
        if reader.remaining() > 0 {
            reader.text("data", reader.remaining())?;
        }
        Ok(())
    })
}

/// The one field of a `change_cipher_spec`. RFC 8446 §5.
pub(in crate::tls) fn decode_change_cipher_spec(bytes: &[u8]) -> Decoded<u8> {
    decode(bytes, "change_cipher_spec", |reader| {
        reader.named_u8("type", |code| if code == 1 { "change_cipher_spec" } else { "unknown" })
    })
}
