//! What comes before TLS in a connection that begins with another protocol: STARTTLS in mail, CONNECT through a proxy.

use super::records::Item;
use super::tcp::Piece;
use crate::trace::{Note, Side};

/// Where TLS begins in a connection that does not begin with it: the piece, and the place in it, of the client's hello.
pub(super) fn begin_of_tls(pieces: &[(Side, Piece)]) -> Option<(usize, usize)> {
    let of_client = |(_, (side, _)): &(usize, &(Side, Piece))| *side == Side::Client;
    let mut of_client = pieces.iter().enumerate().filter(of_client).map(|(index, (_, piece))| (index, piece));
    while let Some((index, piece)) = of_client.next() {
        let Piece::Bytes(bytes) = piece else { continue };
        // It may be cut anywhere.
        let rest = beginning(of_client.clone().map(|(_, piece)| piece), HELLO_BEGINNING);
        let joined = [&bytes[..], &rest].concat();
        let place = (0..bytes.len()).find(|at| begins_hello(&joined[*at..]));
        if let Some(place) = place {
            return Some((index, place));
        }
    }
    None
}

/// So many bytes with which the pieces of a side begin, or as many as there are before the first gap.
pub(super) fn beginning<'a>(pieces: impl Iterator<Item = &'a Piece>, length: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Bytes(more) if bytes.len() < length => bytes.extend(more.iter().take(length - bytes.len())),
            _ => break,
        }
    }
    bytes
}

/// How many bytes [`begins_hello`] looks at.
const HELLO_BEGINNING: usize = 11;

/// Whether bytes begin with the record of a `ClientHello`: the record's type, version and length, `msg_type`, the hello's length,
/// which is below 65,536, and `legacy_version`.
fn begins_hello(bytes: &[u8]) -> bool {
    matches!(bytes, [22, 3, 0..=4, _, _, 1, 0, _, _, 3, 1..=3, ..])
}

/// How often the two take turns, of what comes before TLS, until the rest is only counted.
const TURNS: usize = 32;

/// How many bytes of each turn are kept.
const KEPT: usize = 1000;

/// What a side says before the other one speaks.
struct Turn {
    side: Side,
    length: u64,
    beginning: Vec<u8>,
    /// Whether more is kept: nothing is missing so far.
    is_open: bool,
}

/// The turns of a conversation before TLS.
#[derive(Default)]
struct Turns(Vec<Turn>);

impl Turns {
    fn of(&mut self, side: Side) -> &mut Turn {
        let all = &mut self.0;
        if all.last().is_none_or(|last| last.side != side) {
            if all.len() < TURNS {
                all.push(Turn { side, length: 0, beginning: Vec::new(), is_open: true });
            } else {
                for turn in all.iter_mut() {
                    turn.is_open = false;
                }
            }
        }
        // With so many turns each side has had some.
        let place = all.iter().rposition(|turn| turn.side == side).unwrap_or_default();
        &mut all[place]
    }

    fn say(&mut self, side: Side, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        let turn = self.of(side);
        turn.length += bytes.len() as u64;
        if turn.is_open {
            let room = KEPT - turn.beginning.len();
            turn.beginning.extend(bytes.iter().take(room));
        }
    }

    fn miss(&mut self, side: Side, length: u64) {
        let turn = self.of(side);
        turn.length += length;
        turn.is_open = false;
    }
}

/// Takes what comes before TLS out of a connection, turn by turn, each with its beginning.
pub(super) fn before_tls(pieces: &mut Vec<(Side, Piece)>) -> Vec<(Side, Item)> {
    let Some((index, place)) = begin_of_tls(pieces) else { return Vec::new() };
    let mut turns = Turns::default();
    for (side, piece) in pieces.drain(..index) {
        match piece {
            Piece::Bytes(bytes) => turns.say(side, &bytes),
            Piece::Gap(length) => turns.miss(side, length),
        }
    }
    if let Some((side, Piece::Bytes(bytes))) = pieces.first_mut() {
        turns.say(*side, &bytes[..place]);
        bytes.drain(..place);
    }
    let said = |Turn { side, length, beginning, .. }| (side, Item::Note(Note::BeforeTls { length, beginning }));
    turns.0.into_iter().map(said).collect()
}
