//! Somebody who looks on: the records of both sides in, what both sides do with them out, as far as it can be known.
//!
//! It is no machine of the protocol: it refuses nothing, and says of what it cannot open or judge that it cannot. Parsers,
//! key schedules, record protection and checks are those of the client and the server.

mod again;
mod given;
mod stream;
mod tls12;
mod tls13;

pub use given::{Given, Kept, Logged};

use crate::tls::connection::{decode_application_data, decode_change_cipher_spec};
use crate::tls::extension::Extension;
use crate::tls::message::{Alert, AlertLevel, HandshakeMessage, name_of_bytes};
use crate::tls::record::{WireRecord, record_fields};
use crate::tls::registry::{ContentType, ProtocolVersion};
use crate::tls::v13::Action;
use crate::tls::v13::action::Actions;
use crate::trace::{
    AlertDescription, Bytes, Effect, Epoch, Message, MessageName, Note, Placement, Protection, Record, RecordId,
    Sealed, Side, State,
};
use crate::wire::{DecodeError, Decoded, FieldTree, Span};
use stream::{Batch, Inside, Stream};
use tls12::Older;
use tls13::Newer;

/// What a message leads to, beside that it is sent and received.
#[derive(Debug, Default)]
struct Reaction {
    /// What a side did before the message was sent.
    before: Vec<(Side, Effect)>,
    /// What the sender does afterwards.
    sender: Vec<Effect>,
    /// What the receiver does with it.
    receiver: Vec<Effect>,
}

impl Reaction {
    fn before(&mut self, side: Side, effects: impl IntoIterator<Item = Effect>) {
        self.before.extend(effects.into_iter().map(|effect| (side, effect)));
    }

    /// Adds what both sides do alike.
    fn both(&mut self, effects: &[Effect]) {
        self.sender.extend_from_slice(effects);
        self.receiver.extend_from_slice(effects);
    }
}

/// What was agreed on, as far as the hellos show.
#[derive(Debug)]
enum Protocol {
    /// Nothing yet.
    Unknown,
    /// TLS 1.3.
    Newer(Box<Newer>),
    /// TLS 1.2.
    Older(Box<Older>),
}

/// A `ClientHello` as it was read, with its bytes.
#[derive(Clone, Debug)]
struct Hello {
    message: crate::tls::message::ClientHello,
    bytes: Bytes,
}

/// Somebody who looks on at one connection.
#[derive(Debug)]
pub struct Observer<'a> {
    given: &'a Given,
    kept: &'a mut Kept,
    /// Whether it is known, from another look, that the server does not take early data.
    skips_early_data: bool,
    hello: Option<Hello>,
    /// Whether something of the hellos was not read.
    lost: bool,
    protocol: Protocol,
    streams: [Stream; 2],
    closed: [bool; 2],
    /// Who has sent a `change_cipher_spec`.
    changed: [bool; 2],
    effects: Vec<(Side, Effect)>,
    /// What happens since a client asked for another handshake, until the server has answered: whether it belongs to that
    /// handshake or to the one before shows only then.
    held: Option<Vec<(Side, Effect)>>,
    /// What is decided, and not given out yet.
    ready: Vec<(Side, Effect)>,
    /// How many effects were given out.
    given_out: usize,
    /// How many effects came before each further handshake within the connection.
    renegotiations: Vec<usize>,
}

fn place(side: Side) -> usize {
    match side {
        Side::Client => 0,
        Side::Server => 1,
    }
}

/// Whether the content of a record begins with a handshake message: a type that there is, and a length that can be.
fn begins_message(content: &[u8]) -> bool {
    match name_of_bytes(content) {
        MessageName::OtherHandshake(_) => false,
        // A nonce begins with so many zeros too.
        MessageName::HelloRequest => content == [0; 4],
        _ => matches!(content, [_, 0, ..]),
    }
}

/// The effects among what a helper of the state machines did.
fn noted(actions: Actions) -> Vec<Effect> {
    let note = |action| match action {
        Action::Note(effect) => Some(effect),
        _ => None,
    };
    actions.into(()).actions.into_iter().filter_map(note).collect()
}

/// The fields of a message of that kind, and why it could not be read to its end.
#[must_use]
pub fn message_fields(name: MessageName, version: ProtocolVersion, bytes: &[u8]) -> (FieldTree, Option<DecodeError>) {
    fn parts<T>(decoded: Decoded<T>) -> (FieldTree, Option<DecodeError>) {
        (decoded.fields, decoded.result.err())
    }
    match name {
        MessageName::SealedRecord => (stream::sealed_fields(bytes), None),
        MessageName::Alert => parts(Alert::decode(bytes)),
        MessageName::ChangeCipherSpec => parts(decode_change_cipher_spec(bytes)),
        MessageName::ApplicationData => parts(decode_application_data(bytes)),
        _ => parts(HandshakeMessage::decode_as(version, bytes)),
    }
}

/// The fields of a handshake message whose body is of a form that is not read here.
#[must_use]
pub fn unread_fields(bytes: &[u8]) -> (FieldTree, Option<DecodeError>) {
    let Decoded { fields, result } = HandshakeMessage::decode_header(bytes);
    (fields, result.err())
}

impl<'a> Observer<'a> {
    /// Looks at a connection from its beginning; `kept` grows by what can be kept of it.
    ///
    /// Whether a server takes early data shows only after the data: so look once, and again with what
    /// [`Observer::refuses_early_data`] says.
    pub fn new(given: &'a Given, kept: &'a mut Kept, skips_early_data: bool) -> Self {
        Self {
            given,
            kept,
            skips_early_data,
            hello: None,
            lost: false,
            protocol: Protocol::Unknown,
            streams: [Stream::new(Side::Client), Stream::new(Side::Server)],
            closed: [false; 2],
            changed: [false; 2],
            effects: Vec::new(),
            held: None,
            ready: Vec::new(),
            given_out: 0,
            renegotiations: Vec::new(),
        }
    }

    /// Whether the server was seen not to take the early data that was offered.
    #[must_use]
    pub fn refuses_early_data(&self) -> bool {
        match &self.protocol {
            Protocol::Newer(newer) => newer.refuses_early_data(),
            Protocol::Unknown | Protocol::Older(_) => false,
        }
    }

    /// Takes the next record, in the order in which they passed; returns what happens.
    pub fn record(&mut self, sender: Side, record: WireRecord) -> Vec<(Side, Effect)> {
        let stream = &mut self.streams[place(sender)];
        let id = stream.next_id();
        let inside = self.open(sender, &record);
        let (content_type, content, protection, fields) = match inside {
            Inside::Plain => {
                (record.content_type, record.fragment().to_vec(), None, record_fields(&record.bytes, false))
            }
            Inside::Opened { content_type, content, protection, fields } => {
                (content_type, content, Some(self.named(sender, protection)), fields)
            }
            Inside::Sealed { why, fields } => {
                self.flush(sender);
                self.lose(sender);
                self.sealed((id, why), Record { id, bytes: record.bytes, fields, protection: None });
                return self.give_out();
            }
        };
        let record = Record { id, bytes: record.bytes, fields, protection };
        let after_gap = core::mem::take(&mut self.streams[place(sender)].after_gap);
        if content_type == ContentType::HANDSHAKE && after_gap && !begins_message(&content) {
            self.rest(sender, record, content.len());
        } else if content_type == ContentType::HANDSHAKE {
            self.handshake(sender, record, &content);
        } else {
            self.flush(sender);
            self.other(sender, record, content_type, &content);
        }
        self.give_out()
    }

    /// Whether a record opens with keys of that side's that are known now.
    #[must_use]
    pub fn opens(&self, sender: Side, record: &WireRecord) -> bool {
        self.streams[place(sender)].opens(record)
    }

    /// Takes a remark on the stream of a side; if it is about something missing, nothing more can be opened there that needs that.
    pub fn note(&mut self, sender: Side, note: Note) -> Vec<(Side, Effect)> {
        self.flush(sender);
        self.stay();
        if !matches!(note, Note::BeforeTls { .. }) {
            self.lose(sender);
        }
        if let Note::Gap { length } | Note::Unread { length } = note {
            self.streams[place(sender)].lose(length);
        }
        self.effects.push((sender, Effect::Noted(note)));
        self.give_out()
    }

    /// Ends: says what is left over.
    pub fn finish(&mut self) -> Vec<(Side, Effect)> {
        self.flush(Side::Client);
        self.flush(Side::Server);
        self.stay();
        self.give_out()
    }

    /// How a record was sealed, by the names that its keys have now.
    fn named(&self, sender: Side, protection: Protection) -> Protection {
        match &self.protocol {
            Protocol::Older(older) => older.named(sender, protection),
            Protocol::Newer(_) | Protocol::Unknown => protection,
        }
    }

    fn open(&mut self, sender: Side, record: &WireRecord) -> Inside {
        let mut changes = Vec::new();
        let inside = match &mut self.protocol {
            Protocol::Unknown if record.content_type == ContentType::APPLICATION_DATA => match &self.hello {
                // Early data comes before the server's choice.
                Some(_) if sender == Side::Client => self.streams[place(sender)].open13(record, &mut changes),
                _ => Inside::Sealed { why: Sealed::NoHello, fields: record_fields(&record.bytes, true) },
            },
            // Without hellos it is not known what a change_cipher_spec means. In TLS 1.2 what follows is sealed, in TLS 1.3 it
            // would not look like this, unless it is another hello.
            Protocol::Unknown
                if self.changed[place(sender)]
                    && record.content_type != ContentType::CHANGE_CIPHER_SPEC
                    && (!begins_message(record.fragment())
                        || name_of_bytes(record.fragment()) != MessageName::ClientHello) =>
            {
                Inside::Sealed { why: Sealed::NoHello, fields: record_fields(&record.bytes, true) }
            }
            Protocol::Unknown => Inside::Plain,
            Protocol::Newer(newer) => match self.streams[place(sender)].open13(record, &mut changes) {
                Inside::Sealed { why: Sealed::NoSecret(why), fields } => {
                    Inside::Sealed { why: newer.unbuilt_suite().unwrap_or(Sealed::NoSecret(why)), fields }
                }
                inside => inside,
            },
            Protocol::Older(older) => older.open(self.given, &mut self.streams[place(sender)], record, &mut changes),
        };
        if !changes.is_empty() {
            self.flush(sender);
        }
        // Keys that are seen to be in use although nothing announced them.
        for effect in changes {
            let reader = match &effect {
                Effect::KeyInstalled { direction: _, writer, epoch } => {
                    Effect::KeyInstalled { direction: crate::trace::Direction::Read, writer: *writer, epoch: *epoch }
                }
                effect => effect.clone(),
            };
            self.effects.push((sender, effect));
            if !self.skips_early_data || self.streams[place(sender)].due != crate::trace::Epoch::EarlyData {
                self.effects.push((sender.peer(), reader));
            }
        }
        inside
    }

    /// A part of the handshake was not read: what covers it can no longer be judged.
    fn lose(&mut self, sender: Side) {
        self.streams[place(sender)].partial = crate::tls::message::Partial::default();
        // Early data is no part of the handshake.
        let is_early = sender == Side::Client && self.streams[place(sender)].due < Epoch::Handshake;
        match &mut self.protocol {
            Protocol::Newer(newer) if is_early && newer.may_be_early() => {}
            Protocol::Newer(newer) => newer.lose(),
            Protocol::Older(older) => older.lose(),
            Protocol::Unknown => {
                let offers =
                    self.hello.as_ref().is_some_and(|it| it.message.extensions.contains(&Extension::EarlyData));
                self.lost |= !(is_early && offers);
            }
        }
    }

    /// A record that stays sealed is a message of its own.
    fn sealed(&mut self, (id, why): (RecordId, Sealed), record: Record) {
        let sender = id.sender;
        let header = crate::tls::record::HEADER_LENGTH.min(record.bytes.len());
        let bytes = record.bytes[header..].to_vec();
        let (fields, _) = message_fields(MessageName::SealedRecord, ProtocolVersion::TLS13, &bytes);
        let placements = vec![Placement { record: id, span: Span { start: 0, end: bytes.len() } }];
        let message = Message { name: MessageName::SealedRecord, sender, bytes, fields, error: None, placements };
        self.effects.push((sender, Effect::Sent(message.clone())));
        self.effects.push((sender, Effect::RecordSent(record.clone())));
        self.effects.push((sender, Effect::Noted(Note::Sealed { record: id, why })));
        self.effects.push((sender.peer(), Effect::RecordReceived(record)));
        self.effects.push((sender.peer(), Effect::Received(message)));
    }

    /// The rest of a handshake message whose beginning is missing.
    fn rest(&mut self, sender: Side, record: Record, available: usize) {
        self.effects.push((sender, Effect::Noted(Note::MessageCutOff { available })));
        self.effects.push((sender, Effect::RecordSent(record.clone())));
        self.effects.push((sender.peer(), Effect::RecordReceived(record)));
    }

    /// Handshake messages, in as many records as they take.
    fn handshake(&mut self, sender: Side, record: Record, content: &[u8]) {
        let id = record.id;
        self.streams[place(sender)].batch.records.push(record);
        let mut position = 0;
        while position < content.len() {
            let partial = &mut self.streams[place(sender)].partial;
            position = partial.take(id, content, position);
            let Some(whole) = partial.complete() else { continue };
            let version = match &self.protocol {
                Protocol::Older(_) => ProtocolVersion::TLS12,
                Protocol::Newer(_) | Protocol::Unknown => ProtocolVersion::TLS13,
            };
            let name = name_of_bytes(&whole.bytes);
            let is_foreign = match &mut self.protocol {
                Protocol::Older(older) => older.is_foreign(name, &whole.bytes),
                Protocol::Newer(_) | Protocol::Unknown => false,
            };
            let Decoded { fields, result } = if is_foreign {
                HandshakeMessage::decode_header(&whole.bytes)
            } else {
                HandshakeMessage::decode_as(version, &whole.bytes)
            };
            let error = result.as_ref().err().cloned();
            let message = Message { name, sender, bytes: whole.bytes, fields, error, placements: whole.placements };
            let reaction = self.react(sender, result.ok(), &message);
            self.streams[place(sender)].batch.messages.push((message, reaction));
        }
        if self.streams[place(sender)].partial.is_empty() {
            self.flush(sender);
        }
    }

    /// Lets go of the handshake messages at hand, and of what is left of one that is not complete.
    fn flush(&mut self, sender: Side) {
        let stream = &mut self.streams[place(sender)];
        let Batch { records, messages } = core::mem::take(&mut stream.batch);
        let left = core::mem::take(&mut stream.partial);
        let receiver = sender.peer();
        let mut after = Vec::new();
        let mut handed_over = Vec::new();
        for (message, reaction) in messages {
            self.effects.extend(reaction.before);
            self.effects.push((sender, Effect::Sent(message.clone())));
            after.extend(reaction.sender);
            handed_over.push((message, reaction.receiver));
        }
        if handed_over.is_empty() && !records.is_empty() {
            // Not even one message is whole.
            let available = left.bytes.len();
            self.effects.push((sender, Effect::Noted(Note::MessageCutOff { available })));
        }
        self.effects.extend(records.iter().map(|record| (sender, Effect::RecordSent(record.clone()))));
        self.effects.extend(after.into_iter().map(|effect| (sender, effect)));
        let cut = !handed_over.is_empty() && !left.is_empty();
        self.effects.extend(records.into_iter().map(|record| (receiver, Effect::RecordReceived(record))));
        for (message, reaction) in handed_over {
            self.effects.push((receiver, Effect::Received(message)));
            self.effects.extend(reaction.into_iter().map(|effect| (receiver, effect)));
        }
        if cut {
            let available = left.bytes.len();
            self.effects.push((sender, Effect::Noted(Note::MessageCutOff { available })));
        }
    }

    fn react(&mut self, sender: Side, message: Option<HandshakeMessage>, seen: &Message) -> Reaction {
        match (&mut self.protocol, &message) {
            (Protocol::Unknown, Some(HandshakeMessage::ClientHello(hello))) if sender == Side::Client => {
                self.hello = Some(Hello { message: hello.clone(), bytes: seen.bytes.clone() });
                let mut reaction = Reaction::default();
                tls13::client_hello(
                    (self.given, &*self.kept),
                    (&[hello], &seen.bytes),
                    None,
                    (&mut self.streams, &mut reaction),
                );
                reaction
            }
            (Protocol::Unknown, Some(HandshakeMessage::ServerHello(answer))) if sender == Side::Server => {
                let Some(hello) = self.hello.clone() else { return Reaction::default() };
                let (version, _) = crate::tls::v13::client::server_hello::selected_version(answer);
                if version == ProtocolVersion::TLS13 {
                    let mut newer = Box::new(Newer::new(hello));
                    if self.lost {
                        newer.lose();
                    }
                    let reaction =
                        newer.server_hello((self.given, &*self.kept), (answer, &seen.bytes), &mut self.streams);
                    self.protocol = Protocol::Newer(newer);
                    reaction
                } else {
                    let (mut older, reaction) = Older::server_hello(hello, (answer, &seen.bytes), self.given.binding);
                    if self.lost {
                        older.lose();
                    }
                    self.protocol = Protocol::Older(Box::new(older));
                    reaction
                }
            }
            (Protocol::Newer(newer), _) => {
                newer.message((self.given, &mut *self.kept), sender, (message, seen), &mut self.streams)
            }
            (Protocol::Older(older), Some(HandshakeMessage::ClientHello(hello)))
                if sender == Side::Client && older.is_connected() =>
            {
                let reaction = older.asks_again(Hello { message: hello.clone(), bytes: seen.bytes.clone() });
                self.hold();
                reaction
            }
            (Protocol::Older(older), Some(HandshakeMessage::ServerHello(answer)))
                if sender == Side::Server && older.is_asked() =>
            {
                let Some((reaction, left)) = older.answers_again((answer, &seen.bytes), self.given.binding) else {
                    return Reaction::default();
                };
                self.begin_again(left);
                reaction
            }
            (Protocol::Older(older), _) => older.message((self.given, &mut *self.kept), sender, (message, seen)),
            _ => Reaction::default(),
        }
    }

    /// Alerts, application data, `change_cipher_spec`, and what nobody knows: a message in each record.
    fn other(&mut self, sender: Side, record: Record, content_type: ContentType, content: &[u8]) {
        let id = record.id;
        let name = match content_type {
            ContentType::ALERT => MessageName::Alert,
            ContentType::CHANGE_CIPHER_SPEC => MessageName::ChangeCipherSpec,
            _ => MessageName::ApplicationData,
        };
        self.changed[place(sender)] |= content_type == ContentType::CHANGE_CIPHER_SPEC;
        if matches!(content_type, ContentType::ALERT | ContentType::CHANGE_CIPHER_SPEC) {
            self.stay();
        }
        let (fields, error) = message_fields(name, ProtocolVersion::TLS13, content);
        let mut reaction = Reaction::default();
        match (content_type, &mut self.protocol) {
            (ContentType::ALERT, _) => self.alert(sender, content, &mut reaction),
            (ContentType::CHANGE_CIPHER_SPEC, Protocol::Older(older)) => {
                older.change_cipher_spec((self.given, &*self.kept), sender, &mut self.streams, &mut reaction);
            }
            _ => {}
        }
        let early = record.protection.as_ref().is_some_and(|seal| seal.epoch == crate::trace::Epoch::EarlyData);
        let skipped = early && self.skips_early_data;
        let placements = vec![Placement { record: id, span: Span { start: 0, end: content.len() } }];
        let message = Message { name, sender, bytes: content.to_vec(), fields, error, placements };
        let receiver = sender.peer();
        self.effects.extend(reaction.before);
        self.effects.push((sender, Effect::Sent(message.clone())));
        self.effects.push((sender, Effect::RecordSent(record.clone())));
        self.effects.extend(reaction.sender.into_iter().map(|effect| (sender, effect)));
        if skipped {
            // Who does not take it does not open it.
            let fields = record_fields(&record.bytes, true);
            self.effects.push((receiver, Effect::RecordReceived(Record { fields, protection: None, ..record })));
            self.effects.push((receiver, Effect::EarlyDataSkipped(id)));
            return;
        }
        self.effects.push((receiver, Effect::RecordReceived(record)));
        self.effects.push((receiver, Effect::Received(message)));
        self.effects.extend(reaction.receiver.into_iter().map(|effect| (receiver, effect)));
    }

    /// RFC 8446 §6: `close_notify` closes one direction, another alert both; in TLS 1.2 a warning closes none.
    fn alert(&mut self, sender: Side, content: &[u8], reaction: &mut Reaction) {
        let Ok(alert) = Alert::decode(content).result else { return };
        // Before the ServerHello nobody knows which version it will be.
        let may_warn = !matches!(self.protocol, Protocol::Newer(_));
        match alert.description {
            AlertDescription::CloseNotify => {
                self.closed[place(sender)] = true;
                if self.closed == [true; 2] {
                    reaction.both(&[Effect::Entered(State::Closed)]);
                }
            }
            AlertDescription::UserCanceled => {}
            _ if may_warn && alert.level == AlertLevel::WARNING => {}
            _ => {
                self.closed = [true; 2];
                reaction.both(&[Effect::Entered(State::Closed)]);
            }
        }
    }
}
