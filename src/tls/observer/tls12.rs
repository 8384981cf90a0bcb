//! TLS 1.2, looked at from outside: a connection, and the handshakes within it. RFC 5246 §7.3.

mod exchange;
mod handshake;
mod hello;
mod proof;

use super::given::{Given, Kept};
use super::stream::{Inside, Stream};
use super::{Hello, Reaction, begins_message, place};
use crate::tls::message::{HandshakeMessage, ServerHello};
use crate::tls::record::{WireRecord, record_fields};
use crate::tls::registry::ContentType;
use crate::tls::schedule::TrafficKeys;
use crate::tls::transcript::Binding;
use crate::trace::{
    Bytes, Derivation, Direction, Effect, Epoch, Giver, Message, MessageName, Protection, Sealed, Secret, SecretName,
    Side, State,
};
use handshake::Handshake;
use hello::{client_continues, server_continues};

/// A connection of TLS 1.2, as far as it was seen.
pub(super) struct Older {
    /// The handshake at hand, or the last one.
    handshake: Handshake,
    /// The hello with which the client asks for another one, until the server answers.
    asks: Option<Hello>,
    /// Who still seals with the keys of the handshake before the one at hand.
    preceding: [bool; 2],
    /// Who has gone over to the keys of a handshake of which the hellos were not seen.
    unfollowed: [bool; 2],
}

impl core::fmt::Debug for Older {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Older").field("suite", &self.handshake.suite_code).finish_non_exhaustive()
    }
}

impl Older {
    /// Begins with the server's hello.
    pub(super) fn server_hello(hello: Hello, answer: (&ServerHello, &[u8]), binding: Binding) -> (Self, Reaction) {
        let (handshake, reaction) = Handshake::server_hello(hello, answer, binding);
        (Self { handshake, asks: None, preceding: [false; 2], unfollowed: [false; 2] }, reaction)
    }

    pub(super) fn lose(&mut self) {
        self.handshake.lose();
    }

    /// Whether the body of a message is of a form that is not read here.
    pub(super) fn is_foreign(&mut self, name: MessageName, bytes: &[u8]) -> bool {
        self.handshake.is_foreign(name, bytes)
    }

    /// Opens a record. Where a `change_cipher_spec` was not captured, what is sealed shows that it was sent.
    pub(super) fn open(
        &mut self,
        given: &Given,
        stream: &mut Stream,
        record: &WireRecord,
        changes: &mut Vec<Effect>,
    ) -> Inside {
        let is_sealed = match record.content_type {
            ContentType::APPLICATION_DATA => true,
            ContentType::HANDSHAKE => stream.after_gap && !begins_message(record.fragment()),
            _ => false,
        };
        let handshake = &mut self.handshake;
        if is_sealed && stream.due != Epoch::Connection {
            let writer = stream.sender;
            if handshake.keys.is_none() {
                changes.extend(handshake.logged_keys(given));
            }
            let keys = handshake.keys.as_ref().map(|keys| keys.of(writer));
            let change = Effect::KeyInstalled { direction: Direction::Write, writer, epoch: Epoch::Connection };
            changes.extend(keys.is_some().then_some(change));
            stream.install12(keys);
        }
        let has_changed = stream.due == Epoch::Connection && !self.preceding[place(stream.sender)];
        if handshake.agreed.is_none() && has_changed {
            let why = Sealed::SuiteNotBuilt { suite: handshake.suite_code };
            return Inside::Sealed { why, fields: record_fields(&record.bytes, false) };
        }
        match stream.open12(record) {
            Inside::Sealed { fields, .. } if self.unfollowed[place(stream.sender)] => {
                Inside::Sealed { why: Sealed::SecondHandshake, fields }
            }
            inside => inside,
        }
    }

    /// A handshake message after the server's hello.
    pub(super) fn message(
        &mut self,
        known: (&Given, &mut Kept),
        sender: Side,
        message: (Option<HandshakeMessage>, &Message),
    ) -> Reaction {
        if self.handshake.is_finished() {
            return Reaction::default();
        }
        self.handshake.message(known, sender, message)
    }

    /// Whether the handshake is over, so that another one can begin.
    pub(super) fn is_connected(&self) -> bool {
        self.handshake.is_finished()
    }

    /// Whether the client has asked for another handshake, and waits for the server's answer.
    pub(super) fn is_asked(&self) -> bool {
        self.asks.is_some()
    }

    /// The client asks for another handshake within the connection. RFC 5246 §7.4.1.2.
    pub(super) fn asks_again(&mut self, hello: Hello) -> Reaction {
        let mut reaction = Reaction::default();
        reaction.sender.push(Effect::Entered(State::WaitServerHello));
        reaction.receiver.push(Effect::Entered(State::ReceivedClientHello));
        reaction.receiver.extend(client_continues(&self.handshake, &hello.message).map(Effect::Checked));
        self.asks = Some(hello);
        reaction
    }

    /// The server does not go along.
    pub(super) fn declines(&mut self) {
        self.asks = None;
    }

    /// The server goes along: another handshake has begun with the client's hello. Returns as well what both have from the
    /// handshake before, whose keys go on until each side changes its own.
    pub(super) fn answers_again(
        &mut self,
        (answer, bytes): (&ServerHello, &[u8]),
        binding: Binding,
    ) -> Option<(Reaction, Vec<(Side, Effect)>)> {
        let hello = self.asks.take()?;
        let (handshake, mut reaction) = Handshake::server_hello(hello, (answer, bytes), binding);
        let check = server_continues(&self.handshake, answer).map(Effect::Checked);
        // After the other checks, and before what the client learns.
        let is_check = |effect: &Effect| matches!(effect, Effect::Checked(_));
        let place = reaction.receiver.iter().rposition(is_check).map_or(0, |last| last + 1);
        reaction.receiver.splice(place..place, check);
        let before = core::mem::replace(&mut self.handshake, handshake);
        self.preceding = [true; 2];
        Some((reaction, before.keys.map(|keys| left([&keys.client, &keys.server])).unwrap_or_default()))
    }

    /// How a record was sealed, by the names that the keys have in the handshake at hand.
    pub(super) fn named(&self, sender: Side, protection: Protection) -> Protection {
        if self.preceding[place(sender)] { protection.of_preceding(sender) } else { protection }
    }

    /// RFC 5246 §7.1: from here on the sender seals with other keys.
    pub(super) fn change_cipher_spec(
        &mut self,
        known: (&Given, &Kept),
        sender: Side,
        streams: &mut [Stream; 2],
        reaction: &mut Reaction,
    ) {
        if self.handshake.is_finished() {
            self.unfollowed[place(sender)] = true;
            return;
        }
        self.preceding[place(sender)] = false;
        self.handshake.change_cipher_spec(known, sender, streams, reaction);
    }
}

/// What a handshake leaves to the next one within the connection, told of both sides.
fn left(keys: [&TrafficKeys; 2]) -> Vec<(Side, Effect)> {
    let epoch = Epoch::Preceding;
    let given = |name, secret: &Secret| {
        let derivation = Derivation::Given { by: Giver::EarlierHandshake, public: Bytes::new() };
        Effect::Derived(Secret { name, value: secret.value.clone(), derivation })
    };
    let mut effects = Vec::new();
    for side in [Side::Client, Side::Server] {
        for keys in keys {
            let writer = keys.writer;
            effects.extend([
                (side, given(SecretName::WriteKey { writer, epoch }, &keys.key)),
                (side, given(SecretName::WriteIv { writer, epoch }, &keys.iv)),
            ]);
        }
    }
    effects
}
