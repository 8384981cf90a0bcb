//! From the pieces of two streams to records in their order, and remarks on what is missing.

use super::tcp::Piece;
use crate::tls::record::{HEADER_LENGTH, WireRecord};
use crate::tls::registry::ContentType;
use crate::trace::{Note, Side};

/// The greatest length of a record's fragment in bytes, in the older of the two versions. RFC 5246 §6.2.3.
const MAX_FRAGMENT: usize = (1 << 14) + 2048;

/// What comes next in a connection.
#[derive(Debug)]
pub(super) enum Item {
    Record(WireRecord),
    Note(Note),
}

/// The bytes of one side that are not cut into records yet.
#[derive(Debug, Default)]
struct Stream {
    bytes: Vec<u8>,
    used: usize,
    /// How many bytes can no longer be cut: those after a gap, or those that are no TLS.
    unread: u64,
    broken: bool,
}

/// Cuts the pieces of a connection into records; each comes when its last byte does.
pub(super) fn items(pieces: Vec<(Side, Piece)>) -> Vec<(Side, Item)> {
    let mut items = Vec::new();
    let mut streams: [Stream; 2] = Default::default();
    for (side, piece) in pieces {
        let stream = &mut streams[usize::from(side == Side::Server)];
        match piece {
            Piece::Bytes(bytes) if stream.broken => stream.unread += bytes.len() as u64,
            Piece::Bytes(bytes) => {
                stream.bytes.extend(bytes);
                while let Some(record) = stream.record() {
                    items.push((side, Item::Record(record)));
                }
            }
            Piece::Gap(length) => {
                items.extend(stream.cut_off().map(|note| (side, Item::Note(note))));
                if !stream.broken || stream.unread == 0 {
                    items.push((side, Item::Note(Note::Gap { length })));
                }
                stream.broken = true;
            }
        }
    }
    for (side, mut stream) in [Side::Client, Side::Server].into_iter().zip(streams) {
        items.extend(stream.cut_off().map(|note| (side, Item::Note(note))));
        if stream.unread > 0 {
            items.push((side, Item::Note(Note::Unread { length: stream.unread })));
        }
    }
    items
}

/// Whether bytes begin as a record does: a type, and a version of SSL 3.0 or later.
pub(super) fn begins_record(bytes: &[u8]) -> bool {
    matches!(bytes, [20..=23, 3, 0..=4, ..])
}

impl Stream {
    fn record(&mut self) -> Option<WireRecord> {
        let rest = &self.bytes[self.used..];
        let &[content_type, _, _, high, low] = rest.first_chunk::<HEADER_LENGTH>()?;
        let length = usize::from(u16::from_be_bytes([high, low]));
        if !begins_record(rest) || length > MAX_FRAGMENT {
            self.unread += rest.len() as u64;
            self.broken = true;
            self.used = self.bytes.len();
            return None;
        }
        let bytes = rest.get(..HEADER_LENGTH + length)?.to_vec();
        self.used += bytes.len();
        if self.used == self.bytes.len() {
            self.bytes.clear();
            self.used = 0;
        }
        Some(WireRecord { content_type: ContentType(content_type), bytes })
    }

    /// What is to be said of a record that is not there whole.
    fn cut_off(&mut self) -> Option<Note> {
        let rest = &self.bytes[self.used..];
        let available = rest.len();
        let wanted = match rest {
            [] => return None,
            [_, _, _, high, low, ..] => HEADER_LENGTH + usize::from(u16::from_be_bytes([*high, *low])),
            _ => 0,
        };
        self.used = self.bytes.len();
        Some(Note::CutOff { wanted, available })
    }
}
