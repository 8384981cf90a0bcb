//! Whose pasted records are, and which belong to one connection.

use super::open::first_message;
use super::records::{Item, items};
use super::tcp::Piece;
use super::text::Paragraph;
use crate::tls::message::HandshakeMessage;
use crate::tls::observer::{Given, Kept, Observer};
use crate::tls::record::{HEADER_LENGTH, WireRecord};
use crate::tls::registry::{ContentType, HandshakeType};
use crate::trace::Side;

/// The connections that were pasted: each begins with a `ClientHello`.
pub(super) fn connections(paragraphs: Vec<Paragraph>, given: &Given) -> Vec<Vec<(Side, Item)>> {
    let sorted = if paragraphs.iter().all(|paragraph| paragraph.side.is_some()) {
        marked(paragraphs)
    } else {
        told_apart(paragraphs, given)
    };
    let mut connections: Vec<Vec<(Side, Item)>> = Vec::new();
    let mut begun = Begun::default();
    for (side, item) in sorted {
        let new = matches!(&item, Item::Record(record) if begun.by(side, record));
        if new || connections.is_empty() {
            connections.push(Vec::new());
        }
        if let Some(last) = connections.last_mut() {
            last.push((side, item));
        }
    }
    connections
}

/// Tells when another connection begins.
#[derive(Debug, Default)]
struct Begun {
    /// Whether the server has said something, other than to try again.
    answered: bool,
    any: bool,
}

impl Begun {
    fn by(&mut self, side: Side, record: &WireRecord) -> bool {
        let message = first_message(record);
        let new = matches!(message, Some(HandshakeMessage::ClientHello(_))) && side == Side::Client && self.answered;
        if new {
            self.answered = false;
        }
        match &message {
            Some(HandshakeMessage::ServerHello(hello)) if hello.is_hello_retry_request() => {}
            _ if side == Side::Server && record.content_type != ContentType::CHANGE_CIPHER_SPEC => self.answered = true,
            _ => {}
        }
        let first = !core::mem::replace(&mut self.any, true);
        new && !first
    }
}

fn marked(paragraphs: Vec<Paragraph>) -> Vec<(Side, Item)> {
    let piece = |paragraph: Paragraph| Some((paragraph.side?, Piece::Bytes(paragraph.bytes)));
    items(paragraphs.into_iter().filter_map(piece).collect())
}

fn told_apart(paragraphs: Vec<Paragraph>, given: &Given) -> Vec<(Side, Item)> {
    let mut kept = Kept::default();
    let mut observer = Observer::new(given, &mut kept, false);
    let mut clues = Clues::default();
    let mut sorted = Vec::new();
    for Paragraph { side: marked, bytes } in paragraphs {
        clues.first = true;
        for (_, item) in items(vec![(Side::Client, Piece::Bytes(bytes))]) {
            let side = match (&item, marked) {
                (_, Some(side)) => side,
                (Item::Record(record), None) => clues.side(record, &observer),
                (Item::Note(_), None) => clues.last.unwrap_or(Side::Client),
            };
            clues.took(side, &item);
            if let Item::Record(record) = &item {
                observer.record(side, record.clone());
            }
            sorted.push((side, item));
        }
    }
    sorted
}

/// What tells the sides apart.
#[derive(Debug, Default)]
struct Clues {
    last: Option<Side>,
    /// Whether it is the first record of its paragraph.
    first: bool,
    /// Whether the server has said its part, in TLS 1.2.
    done: bool,
    /// Who has sent a `change_cipher_spec`.
    changed: [bool; 2],
}

impl Clues {
    fn side(&self, record: &WireRecord, observer: &Observer) -> Side {
        if record.content_type == ContentType::HANDSHAKE
            && let Some(code) = record.bytes.get(HEADER_LENGTH)
            && self.changed == [false; 2]
        {
            let by_type = match HandshakeType(*code) {
                HandshakeType::CLIENT_HELLO
                | HandshakeType::CLIENT_KEY_EXCHANGE
                | HandshakeType::CERTIFICATE_VERIFY => Some(Side::Client),
                HandshakeType::SERVER_HELLO
                | HandshakeType::SERVER_KEY_EXCHANGE
                | HandshakeType::CERTIFICATE_REQUEST
                | HandshakeType::SERVER_HELLO_DONE
                | HandshakeType::NEW_SESSION_TICKET => Some(Side::Server),
                HandshakeType::CERTIFICATE => Some(if self.done { Side::Client } else { Side::Server }),
                _ => None,
            };
            if let Some(side) = by_type {
                return side;
            }
        }
        if let Some(side) = [Side::Client, Side::Server].into_iter().find(|side| observer.opens(*side, record)) {
            return side;
        }
        let Some(last) = self.last else { return Side::Client };
        let again =
            record.content_type == ContentType::CHANGE_CIPHER_SPEC && self.changed[usize::from(last == Side::Server)];
        if self.first || again { last.peer() } else { last }
    }

    fn took(&mut self, side: Side, item: &Item) {
        self.last = Some(side);
        self.first = false;
        let Item::Record(record) = item else { return };
        match record.content_type {
            ContentType::CHANGE_CIPHER_SPEC => self.changed[usize::from(side == Side::Server)] = true,
            ContentType::HANDSHAKE => match record.bytes.get(HEADER_LENGTH).map(|code| HandshakeType(*code)) {
                Some(HandshakeType::CLIENT_HELLO) => *self = Self { last: self.last, ..Self::default() },
                Some(HandshakeType::SERVER_HELLO_DONE) => self.done = true,
                _ => {}
            },
            _ => {}
        }
    }
}
