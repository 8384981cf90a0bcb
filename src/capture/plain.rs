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

/// Takes what comes before TLS out of a connection, and says how much it was.
pub(super) fn before_tls(pieces: &mut Vec<(Side, Piece)>) -> Vec<(Side, Item)> {
    let Some((index, place)) = begin_of_tls(pieces) else { return Vec::new() };
    let mut lengths = [0; 2];
    for (side, piece) in pieces.drain(..index) {
        lengths[usize::from(side == Side::Server)] += match piece {
            Piece::Bytes(bytes) => bytes.len() as u64,
            Piece::Gap(length) => length,
        };
    }
    if let Some((_, Piece::Bytes(bytes))) = pieces.first_mut() {
        bytes.drain(..place);
        lengths[0] += place as u64;
    }
    let said = [Side::Client, Side::Server].into_iter().zip(lengths).filter(|(_, length)| *length > 0);
    said.map(|(side, length)| (side, Item::Note(Note::BeforeTls { length }))).collect()
}
