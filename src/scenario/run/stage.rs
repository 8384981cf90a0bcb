//! The two ends, and the trace that grows while they talk.

use super::{EXPORTER_LABEL, EXPORTER_LENGTH};
use crate::crypto::rare;
use crate::scenario::KeyUpdate;
use crate::scenario::attack::{Attacker, Delivery};
use crate::scenario::cut::Cutter;
use crate::tls::connection::Connection;
use crate::tls::message::{HandshakeMessage, KeyUpdateRequest};
use crate::tls::record::HEADER_LENGTH;
use crate::tls::registry::ExtensionType;
use crate::trace::{Bytes, Effect, MessageName, RecordId, Side, State};

/// The two ends, and the trace that grows while they talk.
pub(super) struct Stage<'a> {
    pub client: Connection,
    pub server: Connection,
    pub cutter: &'a mut Cutter,
    /// Who stands on the way.
    pub attacker: &'a mut Attacker,
    /// Whether somebody on the way changes the first hello.
    pub downgrade: bool,
    /// What the client sent before it heard anything, as records.
    pub flight: Bytes,
    /// Whether the client ended its early data as one does whose server takes it.
    pub early_taken: bool,
    /// How many bytes of application data the client, and the server, has received.
    pub heard: [usize; 2],
    /// How many the client, and the server, waits for.
    pub awaited: [usize; 2],
}

impl Stage<'_> {
    pub(super) fn end(&mut self, side: Side) -> &mut Connection {
        match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        }
    }

    /// Plays the client's first flight, with early data if it may be sent.
    ///
    /// Early data is on its way before the server answers, so the answer waits for it here.
    pub fn open(&mut self, opening: Vec<Effect>, early: &[u8]) {
        let mut effects = opening;
        let sent = match early {
            [] => None,
            _ if !rare::BUILT => None,
            early => self.client.send_early_data(early).ok(),
        };
        if rare::BUILT {
            self.flight = bytes_of(effects.iter().chain(sent.iter().flatten()));
        }
        let Some(more) = sent else {
            self.play(Side::Client, effects);
            return;
        };
        effects.extend(more);
        self.client.take_outgoing();
        let mut records = Vec::new();
        for effect in effects {
            records.extend(record_of(&effect));
            self.cut(Side::Client, effect);
        }
        let mut waiting = Vec::new();
        self.deliver(Side::Client, records, false, &mut waiting);
        self.play(Side::Server, waiting);
    }

    /// Plays what a side did, message by message: each is delivered, and answered, before the next one is on the wire.
    ///
    /// If an answer ends the connection, the rest of a flight is never sent, unless somebody on the way has done something;
    /// any other answer waits for the whole flight.
    pub fn play(&mut self, side: Side, effects: Vec<Effect>) {
        self.end(side).take_outgoing();
        let mut waiting = Vec::new();
        if rare::BUILT && !self.attacker.is_absent() && effects.iter().any(|effect| record_of(effect).is_some()) {
            let deliveries = self.attacker.begin_flight(side);
            self.hand_over(side, deliveries, true, &mut waiting);
        }
        let mut effects = effects.into_iter().peekable();
        while effects.peek().is_some() {
            let mut records = Vec::new();
            while let Some(effect) = effects.next_if(|effect| records.is_empty() || !begins_message(effect)) {
                records.extend(record_of(&effect));
                self.cut(side, effect);
            }
            if records.is_empty() {
                break;
            }
            self.deliver(side, records, effects.peek().is_some(), &mut waiting);
            if self.end(side).alert().is_some() && self.end(side.peer()).alert().is_some() {
                return;
            }
        }
        if !waiting.is_empty() {
            self.play(side.peer(), waiting);
        }
    }

    /// Sends records on their way; `more` says whether others of the same flight follow, for which most of an answer waits.
    fn deliver(&mut self, side: Side, mut records: Vec<(usize, Bytes)>, more: bool, waiting: &mut Vec<Effect>) {
        if rare::BUILT
            && side == Side::Client
            && core::mem::take(&mut self.downgrade)
            && let Some((_, first)) = records.first_mut()
        {
            hide_versions(first);
        }
        if !rare::BUILT || self.attacker.is_absent() {
            let bytes: Vec<Bytes> = records.into_iter().map(|(_, bytes)| bytes).collect();
            self.arrive(side, &bytes.concat(), more, waiting);
            return;
        }
        let before = self.cutter.sent_before(side);
        let mut deliveries = Vec::new();
        for (number, bytes) in records {
            deliveries.extend(self.attacker.pass(RecordId { sender: side, number: before + number }, &bytes));
        }
        self.hand_over(side, deliveries, more, waiting);
    }

    /// Hands over what the one on the way lets pass.
    fn hand_over(&mut self, side: Side, deliveries: Vec<Delivery>, more: bool, waiting: &mut Vec<Effect>) {
        let mut deliveries = deliveries.into_iter().peekable();
        while let Some(mut delivery) = deliveries.next() {
            for interference in core::mem::take(&mut delivery.interferences) {
                self.attacker.has_interfered = true;
                self.cutter.add_numbered(side, Effect::Interfered(interference));
            }
            if !delivery.bytes.is_empty() {
                self.attacker.hand_over(side, delivery.record, delivery.bytes.len());
                self.arrive(side, &delivery.bytes, more || deliveries.peek().is_some(), waiting);
            }
        }
    }

    /// Lets bytes of a side arrive at the other, and plays its answer as far as that does not wait for more.
    fn arrive(&mut self, side: Side, bytes: &[u8], more: bool, waiting: &mut Vec<Effect>) {
        let peer = side.peer();
        let mut answer = self.end(peer).receive(bytes);
        if rare::BUILT {
            self.listen(side, &answer);
        }
        // After the first change each record counts as on its way before an alert comes: what was sent is seen.
        if more && (self.end(peer).alert().is_none() || rare::BUILT && self.attacker.has_interfered) {
            let first = if waiting.is_empty() { answer.iter().position(begins_message) } else { Some(0) };
            waiting.extend(answer.split_off(first.unwrap_or(answer.len())));
        } else if !waiting.is_empty() && answer.iter().any(begins_message) {
            // What the peer has said before this came is on its way before what it says to this.
            let before = core::mem::take(waiting);
            self.play(peer, before);
        }
        self.play(peer, answer);
    }

    /// Takes note of what the other side made of the bytes that `sender` sent.
    fn listen(&mut self, sender: Side, answer: &[Effect]) {
        for effect in answer {
            match effect {
                Effect::RecordReceived(record) => self.attacker.came_up(sender, record.bytes.len()),
                // RFC 8446 §4.5: a client sends it if the server has sent early_data, and else not.
                Effect::Sent(message) if message.name == MessageName::EndOfEarlyData => self.early_taken = true,
                Effect::Received(message) if message.name == MessageName::ApplicationData => {
                    self.heard[place(sender.peer())] += message.bytes.len();
                }
                _ => {}
            }
        }
    }

    /// Whether a side has received all the application data that it waits for.
    pub fn has_heard_all(&self, side: Side) -> bool {
        self.heard[place(side)] >= self.awaited[place(side)]
    }

    /// Sends on what was held back, now that nothing else is in flight; says whether there was anything.
    pub fn release(&mut self) -> bool {
        let mut any = false;
        for side in [Side::Client, Side::Server] {
            let deliveries = self.attacker.release_all(side);
            any |= !deliveries.is_empty();
            let mut waiting = Vec::new();
            self.hand_over(side, deliveries, false, &mut waiting);
            self.play(side.peer(), waiting);
        }
        any
    }

    /// Adds an effect to the trace.
    fn cut(&mut self, side: Side, mut effect: Effect) {
        if rare::BUILT && !self.attacker.is_absent() && self.attacker.name_arrival(side, &mut effect) {
            self.cutter.add_numbered(side, effect);
        } else {
            self.cutter.add(side, effect);
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
        for effect in self.end(side).export(EXPORTER_LABEL, None, EXPORTER_LENGTH).unwrap_or_default() {
            self.cut(side, effect);
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
fn bytes_of<'a>(effects: impl Iterator<Item = &'a Effect>) -> Bytes {
    effects.filter_map(record_of).map(|(_, bytes)| bytes).collect::<Vec<_>>().concat()
}

/// The record that an effect puts on the wire: its number in this connection, and its bytes.
fn record_of(effect: &Effect) -> Option<(usize, Bytes)> {
    match effect {
        Effect::RecordSent(record) => Some((record.id.number, record.bytes.clone())),
        _ => None,
    }
}

fn place(side: Side) -> usize {
    match side {
        Side::Client => 0,
        Side::Server => 1,
    }
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
