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
    /// Whether, after a gap, it is not known where the next record begins.
    seeks: bool,
    /// How many bytes cannot be cut: those that are no TLS, or after a gap those before the next record.
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
                if stream.seeks {
                    stream.seek();
                }
                while let Some(record) = stream.record() {
                    items.extend(stream.skipped().map(|note| (side, Item::Note(note))));
                    items.push((side, Item::Record(record)));
                }
            }
            Piece::Gap(length) => {
                items.extend(stream.end().into_iter().map(|note| (side, Item::Note(note))));
                items.push((side, Item::Note(Note::Gap { length })));
                *stream = Stream { seeks: true, ..Stream::default() };
            }
        }
    }
    for (side, mut stream) in [Side::Client, Side::Server].into_iter().zip(streams) {
        items.extend(stream.end().into_iter().map(|note| (side, Item::Note(note))));
    }
    items
}

/// Whether bytes begin as a record does: a type, and a version of SSL 3.0 or later.
pub(super) fn begins_record(bytes: &[u8]) -> bool {
    matches!(bytes, [20..=23, 3, 0..=4, ..])
}

/// How much is searched for the beginning of a record: after so much one must have begun, and a second one behind it.
const SEARCHED: usize = 2 * (HEADER_LENGTH + MAX_FRAGMENT) + HEADER_LENGTH;

impl Stream {
    /// Looks for the beginning of a record after a gap: what looks like a header, and behind the record that it announces
    /// another one or just the end of what has come. Three bytes that look so by chance are found once in a million places,
    /// both together hardly ever.
    fn seek(&mut self) {
        let begins = |at: &usize| {
            let rest = &self.bytes[*at..];
            let length = match rest {
                [_, _, 1..=3, high, low, ..] if begins_record(rest) => usize::from(u16::from_be_bytes([*high, *low])),
                _ => return false,
            };
            let behind = (1..=MAX_FRAGMENT).contains(&length).then(|| rest.get(HEADER_LENGTH + length..)).flatten();
            behind.is_some_and(|behind| behind.is_empty() || begins_record(behind))
        };
        match (self.used..self.bytes.len()).find(begins) {
            Some(at) => {
                self.unread += (at - self.used) as u64;
                self.used = at;
                self.seeks = false;
            }
            None if self.bytes.len() > SEARCHED => self.give_up(),
            None => {}
        }
    }

    /// There are no records here.
    fn give_up(&mut self) {
        self.unread += (self.bytes.len() - self.used) as u64;
        self.broken = true;
        self.used = self.bytes.len();
    }

    fn record(&mut self) -> Option<WireRecord> {
        if self.seeks {
            return None;
        }
        let rest = &self.bytes[self.used..];
        let &[content_type, _, _, high, low] = rest.first_chunk::<HEADER_LENGTH>()?;
        let length = usize::from(u16::from_be_bytes([high, low]));
        if !begins_record(rest) || length > MAX_FRAGMENT {
            self.give_up();
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

    /// What is to be said, in front of the next record, of bytes that belong to none.
    fn skipped(&mut self) -> Option<Note> {
        let length = core::mem::take(&mut self.unread);
        (length > 0).then_some(Note::Unread { length })
    }

    /// What is to be said at the end, or in front of a gap.
    fn end(&mut self) -> Vec<Note> {
        if self.seeks {
            self.give_up();
        }
        self.cut_off().into_iter().chain(self.skipped()).collect()
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
