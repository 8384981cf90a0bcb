//! What comes in. RFC 8446 §5.

use super::outbound::{decode_application_data, decode_change_cipher_spec};
use super::{Connection, Endpoint};
use crate::crypto::aead::TAG_LENGTH;
use crate::tls::message::Partial;
use crate::tls::message::{Alert, AlertLevel, HandshakeMessage, name_of_bytes};
use crate::tls::record::{MAX_PLAINTEXT, RecordProtection, WireRecord, record_fields};
use crate::tls::registry::{ContentType, ProtocolVersion};
use crate::tls::v13::{Action, Halt, Transition};
use crate::trace::{
    AlertDescription, Bytes, Direction, Effect, Epoch, Failure, Message, MessageName, Placement, Record, RecordId,
    Side, State,
};
use crate::wire::{DecodeError, Decoded, FieldTree, Span};

/// What of a sealed record is no content, in bytes: the content type and the tag. RFC 8446 §5.2.
const NOT_CONTENT: usize = 1 + TAG_LENGTH;

impl Connection {
    /// Takes bytes that came from the peer, in pieces of any size.
    ///
    /// What comes after an alert has ended the connection is not looked at.
    pub fn receive(&mut self, bytes: &[u8]) -> Vec<Effect> {
        let mut effects = Vec::with_capacity(16);
        self.deframer.push(bytes);
        while self.endpoint.is_some() && !self.received_close {
            let result = match self.deframer.next_record() {
                Ok(Some(record)) => self.record(&record, &mut effects),
                Ok(None) => break,
                Err(failure) => Err(failure),
            };
            if let Err(failure) = result {
                self.fail(failure, &mut effects);
            }
        }
        effects
    }

    fn record(&mut self, record: &WireRecord, effects: &mut Vec<Effect>) -> Result<(), Failure> {
        let id = RecordId { sender: self.side.peer(), number: self.records_received };
        self.records_received += 1;
        let is_tls12 = self.read.as_ref().is_some_and(RecordProtection::is_tls12);
        let sealed = self.read.is_some() && (is_tls12 || record.content_type == ContentType::APPLICATION_DATA);
        let fields = match &self.read {
            Some(protection) if is_tls12 => protection.fields12(&record.bytes),
            _ => record_fields(&record.bytes, sealed),
        };
        let note = |protection| Effect::RecordReceived(Record { id, bytes: record.bytes.clone(), fields, protection });
        if let Some(left) = self.skippable {
            if self.is_early_data(record) {
                let content = record.fragment().len().checked_sub(NOT_CONTENT);
                let Some(left) = content.and_then(|length| left.checked_sub(length.max(1))) else {
                    effects.push(note(None));
                    return Err(Failure::BadRecordMac);
                };
                self.skippable = Some(left);
                effects.push(note(None));
                effects.push(Effect::EarlyDataSkipped(id));
                return Ok(());
            }
            if record.content_type != ContentType::CHANGE_CIPHER_SPEC {
                self.skippable = None;
            }
        }
        let protection = match &mut self.read {
            // RFC 8446 §5: change_cipher_spec is never sealed.
            Some(protection) if sealed => protection,
            read => {
                let sealed_before = read.is_some();
                effects.push(note(None));
                if record.fragment().len() > MAX_PLAINTEXT {
                    return Err(Failure::RecordOverflow { length: record.fragment().len() });
                }
                if sealed_before && !self.may_be_plain(record.content_type) {
                    return Err(Failure::UnexpectedRecord { content_type: record.content_type.0 });
                }
                return self.content(id, record.content_type, record.fragment(), effects);
            }
        };
        match protection.open(record) {
            Ok(opened) => {
                let length = opened.protection.inner.len();
                let early = opened.protection.epoch == Epoch::EarlyData;
                effects.push(note(Some(opened.protection)));
                if length > self.limits.read && !early {
                    return Err(Failure::RecordOverflow { length });
                }
                if opened.content_type == ContentType::CHANGE_CIPHER_SPEC && !is_tls12 {
                    return Err(Failure::UnexpectedRecord { content_type: opened.content_type.0 });
                }
                self.content(id, opened.content_type, &opened.content, effects)
            }
            Err(error) => {
                effects.push(note(error.protection.map(|protection| *protection)));
                Err(error.failure)
            }
        }
    }

    /// Whether a record of that type may come without protection although keys are there.
    fn may_be_plain(&self, content_type: ContentType) -> bool {
        match content_type {
            ContentType::CHANGE_CIPHER_SPEC => true,
            // RFC 8446 Appendix A.1: what a client finds wrong with the server's flight it may say in the clear.
            ContentType::ALERT => self.side == Side::Server && self.state() != State::Connected,
            _ => false,
        }
    }

    /// Whether a record is early data that was refused: sealed, and not with the keys at hand. RFC 8446 §4.2.10.
    fn is_early_data(&self, record: &WireRecord) -> bool {
        let opens = |read: &RecordProtection| read.clone().open(record).is_ok();
        record.content_type == ContentType::APPLICATION_DATA && !self.read.as_ref().is_some_and(opens)
    }

    fn content(
        &mut self,
        id: RecordId,
        content_type: ContentType,
        content: &[u8],
        effects: &mut Vec<Effect>,
    ) -> Result<(), Failure> {
        // RFC 8446 §5.1: a message in pieces is not interleaved with records of other types.
        if content_type != ContentType::HANDSHAKE && !self.partial.is_empty() {
            return Err(Failure::UnexpectedRecord { content_type: content_type.0 });
        }
        match content_type {
            ContentType::HANDSHAKE => self.handshake(id, content, effects),
            ContentType::ALERT => self.alert_received(id, content, effects),
            ContentType::APPLICATION_DATA => self.data(id, content, effects),
            ContentType::CHANGE_CIPHER_SPEC => self.change_cipher_spec(id, content, effects),
            ContentType(content_type) => Err(Failure::UnexpectedRecord { content_type }),
        }
    }

    fn handshake(&mut self, id: RecordId, content: &[u8], effects: &mut Vec<Effect>) -> Result<(), Failure> {
        // RFC 8446 §5.1: no zero-length fragments of handshake types.
        if content.is_empty() {
            return Err(Failure::UnexpectedRecord { content_type: ContentType::HANDSHAKE.0 });
        }
        let mut position = 0;
        while position < content.len() {
            position = self.partial.take(id, content, position);
            let Some(message) = self.partial.complete() else { continue };
            self.message(message, position < content.len(), effects)?;
        }
        Ok(())
    }

    /// Hands a whole handshake message to the state machine.
    fn message(&mut self, partial: Partial, more_follows: bool, effects: &mut Vec<Effect>) -> Result<(), Failure> {
        let Partial { bytes, placements } = partial;
        let Decoded { fields, result } = HandshakeMessage::decode_as(self.version(), &bytes);
        let name = name_of_bytes(&bytes);
        let error = result.as_ref().err().cloned();
        let sender = self.side.peer();
        effects.push(Effect::Received(Message { name, sender, bytes: bytes.clone(), fields, error, placements }));
        let message = result.map_err(|error| Failure::Decode { message: name, error })?;
        let Some(endpoint) = self.endpoint.take() else { return Ok(()) };
        let outcome = endpoint.receive(message, &bytes);
        // RFC 8446 §5.1: what follows in the same record was not sealed with the keys that come now.
        if more_follows && outcome.as_ref().is_ok_and(|to| to.actions.iter().any(changes_read_keys)) {
            return Err(Failure::MessageAcrossKeyChange);
        }
        self.go_on(outcome, effects)
    }

    /// Does what the state machine wants.
    fn go_on(&mut self, outcome: Result<Transition<Endpoint>, Halt>, effects: &mut Vec<Effect>) -> Result<(), Failure> {
        match outcome {
            Ok(transition) => {
                self.endpoint = Some(transition.next);
                self.perform(transition.actions, effects);
                Ok(())
            }
            Err(halt) => {
                self.perform(halt.actions, effects);
                Err(halt.failure)
            }
        }
    }

    fn alert_received(&mut self, id: RecordId, content: &[u8], effects: &mut Vec<Effect>) -> Result<(), Failure> {
        let Decoded { fields, result } = Alert::decode(content);
        let error = result.as_ref().err().cloned();
        effects.push(received(id, MessageName::Alert, (content, fields, error)));
        let alert = result.map_err(|error| Failure::Decode { message: MessageName::Alert, error })?;
        match alert.description {
            AlertDescription::CloseNotify if matches!(self.state(), State::Connected) => {
                self.received_close = true;
                // RFC 5246 §7.2.1: the other side must answer at once; TLS 1.3 leaves it its own direction.
                if !self.sent_close && self.version() == ProtocolVersion::TLS12 {
                    self.send_alert(AlertDescription::CloseNotify, effects);
                    self.sent_close = true;
                }
                if self.sent_close {
                    effects.push(Effect::Entered(State::Closed));
                }
            }
            // RFC 5246 §7.2.2: after a warning the connection can go on, be it before the ServerHello (RFC 6066 §3). TLS 1.3 does
            // not look at the level.
            description
                if alert.level == AlertLevel::WARNING
                    && description != AlertDescription::CloseNotify
                    && self.may_be_older() => {}
            // RFC 8446 §6.1: it announces a close_notify.
            AlertDescription::UserCanceled => {}
            description => self.end(description, effects),
        }
        Ok(())
    }

    fn data(&mut self, id: RecordId, content: &[u8], effects: &mut Vec<Effect>) -> Result<(), Failure> {
        let Decoded { fields, result } = decode_application_data(content);
        effects.push(received(id, MessageName::ApplicationData, (content, fields, result.err())));
        match &self.endpoint {
            Some(endpoint) if endpoint.state() == State::Connected => {}
            Some(endpoint @ Endpoint::Server(_)) if endpoint.early_data_limit().is_some() => {
                let limit = endpoint.early_data_limit().unwrap_or_default();
                self.early_data = self.early_data.saturating_add(content.len());
                if self.early_data > limit {
                    return Err(Failure::TooMuchEarlyData { limit });
                }
            }
            _ => return Err(Failure::UnexpectedRecord { content_type: ContentType::APPLICATION_DATA.0 }),
        }
        self.application_data.extend_from_slice(content);
        Ok(())
    }

    /// RFC 8446 §5: the single byte 1, between the first `ClientHello` and the peer's `Finished`, is dropped.
    fn change_cipher_spec(&mut self, id: RecordId, content: &[u8], effects: &mut Vec<Effect>) -> Result<(), Failure> {
        let Decoded { fields, result } = decode_change_cipher_spec(content);
        effects.push(received(id, MessageName::ChangeCipherSpec, (content, fields, result.err())));
        if self.version() == ProtocolVersion::TLS12 {
            if content != [1] {
                return Err(Failure::UnexpectedRecord { content_type: ContentType::CHANGE_CIPHER_SPEC.0 });
            }
            let Some(endpoint) = self.endpoint.take() else { return Ok(()) };
            return self.go_on(endpoint.change_cipher_spec(), effects);
        }
        // After a HelloRetryRequest the server is at START again, but the first ClientHello has come.
        let begun = self.state() != State::Start || self.records_sent > 0;
        let allowed = begun && !matches!(self.state(), State::Connected | State::Closed);
        if content == [1] && allowed {
            Ok(())
        } else {
            Err(Failure::UnexpectedRecord { content_type: ContentType::CHANGE_CIPHER_SPEC.0 })
        }
    }
}

fn changes_read_keys(action: &Action) -> bool {
    matches!(action, Action::Install { direction: Direction::Read, .. })
}

fn received(
    id: RecordId,
    name: MessageName,
    (content, fields, error): (&[u8], FieldTree, Option<DecodeError>),
) -> Effect {
    let bytes: Bytes = content.to_vec();
    let placements = vec![Placement { record: id, span: Span { start: 0, end: content.len() } }];
    Effect::Received(Message { name, sender: id.sender, bytes, fields, error, placements })
}
