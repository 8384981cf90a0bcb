//! The two ends, and the trace that grows while they talk.

use super::{EXPORTER_LABEL, EXPORTER_LENGTH};
use crate::crypto::rare;
use crate::scenario::KeyUpdate;
use crate::scenario::cut::Cutter;
use crate::tls::connection::Connection;
use crate::tls::message::{HandshakeMessage, KeyUpdateRequest};
use crate::tls::record::HEADER_LENGTH;
use crate::tls::registry::ExtensionType;
use crate::trace::{Bytes, Effect, Side, State};

/// The two ends, and the trace that grows while they talk.
pub(super) struct Stage<'a> {
    pub client: Connection,
    pub server: Connection,
    pub cutter: &'a mut Cutter,
    /// Whether somebody on the way changes the first hello.
    pub downgrade: bool,
    /// What the client sent before it heard anything, as records.
    pub flight: Bytes,
}

impl Stage<'_> {
    fn end(&mut self, side: Side) -> &mut Connection {
        match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        }
    }

    /// Plays the client's first flight, with early data if it may be sent; says whether that was refused.
    ///
    /// Early data is on its way before the server answers, so the answer waits for it here.
    pub fn open(&mut self, opening: Vec<Effect>, early: &[u8]) -> bool {
        let mut effects = opening;
        let sent = match early {
            [] => None,
            _ if !rare::BUILT => None,
            early => self.client.send_early_data(early).ok(),
        };
        if rare::BUILT {
            self.flight = records(effects.iter().chain(sent.iter().flatten()));
        }
        let Some(more) = sent else {
            self.play(Side::Client, effects);
            return !early.is_empty();
        };
        effects.extend(more);
        let in_flight = self.client.take_outgoing();
        for effect in effects {
            self.cutter.add(Side::Client, effect);
        }
        let answer = self.server.receive(&in_flight);
        let refused = answer.iter().any(|effect| matches!(effect, Effect::EarlyDataSkipped(_)));
        self.play(Side::Server, answer);
        refused
    }

    /// Plays what a side did, message by message: each is delivered, and answered, before the next one is on the wire.
    ///
    /// If an answer ends the connection, the rest of a flight is never sent; any other answer waits for the whole flight.
    pub fn play(&mut self, side: Side, effects: Vec<Effect>) {
        self.end(side).take_outgoing();
        let mut effects = effects.into_iter().peekable();
        let mut waiting = Vec::new();
        while effects.peek().is_some() {
            let mut in_flight = Vec::new();
            while let Some(effect) = effects.next_if(|effect| in_flight.is_empty() || !begins_message(effect)) {
                if let Effect::RecordSent(record) = &effect {
                    in_flight.extend_from_slice(&record.bytes);
                }
                self.cutter.add(side, effect);
            }
            if in_flight.is_empty() {
                break;
            }
            if rare::BUILT && side == Side::Client && core::mem::take(&mut self.downgrade) {
                hide_versions(&mut in_flight);
            }
            let mut answer = self.end(side.peer()).receive(&in_flight);
            if self.end(side.peer()).alert().is_none() && effects.peek().is_some() {
                let first = if waiting.is_empty() { answer.iter().position(begins_message) } else { Some(0) };
                waiting.extend(answer.split_off(first.unwrap_or(answer.len())));
            }
            self.play(side.peer(), answer);
            if self.end(side).alert().is_some() && self.end(side.peer()).alert().is_some() {
                return;
            }
        }
        if !waiting.is_empty() {
            self.play(side.peer(), waiting);
        }
    }

    pub fn say(&mut self, side: Side, data: &[u8]) {
        if !data.is_empty()
            && let Ok(effects) = self.end(side).send_application_data(data)
        {
            self.play(side, effects);
        }
    }

    pub fn update_keys(&mut self, side: Side, update: KeyUpdate) {
        let request = match update {
            _ if !rare::BUILT => return,
            KeyUpdate::None => return,
            KeyUpdate::Own => KeyUpdateRequest::NOT_REQUESTED,
            KeyUpdate::Both => KeyUpdateRequest::REQUESTED,
        };
        if let Ok(effects) = self.end(side).update_keys(request) {
            self.play(side, effects);
        }
    }

    pub fn ask_again(&mut self) {
        if let Ok(effects) = self.server.request_hello() {
            self.play(Side::Server, effects);
        }
    }

    pub fn export(&mut self, side: Side) {
        self.cutter.end_step();
        for effect in self.end(side).export(EXPORTER_LABEL, &[], EXPORTER_LENGTH).unwrap_or_default() {
            self.cutter.add(side, effect);
        }
    }

    pub fn close(&mut self, side: Side) {
        if self.end(side).state() == State::Connected
            && let Ok(effects) = self.end(side).close()
        {
            self.play(side, effects);
        }
    }
}

/// The records that were sent, one after the other.
fn records<'a>(effects: impl Iterator<Item = &'a Effect>) -> Bytes {
    let sent = effects.filter_map(|effect| match effect {
        Effect::RecordSent(record) => Some(&record.bytes[..]),
        _ => None,
    });
    sent.collect::<Vec<_>>().concat()
}

/// Makes `supported_versions` an extension that nobody knows, so that a server takes the client for one of TLS 1.2.
fn hide_versions(in_flight: &mut [u8]) {
    let fields = HandshakeMessage::decode(in_flight.get(HEADER_LENGTH..).unwrap_or_default()).fields;
    let extension = fields.find(ExtensionType::SUPPORTED_VERSIONS.name()).map(|place| fields.fields()[place].span);
    let Some(start) = extension.map(|span| HEADER_LENGTH + span.start) else { return };
    if let Some(extension_type) = in_flight.get_mut(start..start + 2) {
        extension_type.fill(UNKNOWN);
    }
}

/// Both bytes of a reserved value. RFC 8701 §2.
const UNKNOWN: u8 = 0xfa;

/// Whether an effect is the first of those that send a message.
fn begins_message(effect: &Effect) -> bool {
    matches!(effect, Effect::Proved(_) | Effect::Failed(_) | Effect::Sent(_))
}
