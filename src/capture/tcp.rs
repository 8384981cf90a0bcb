//! From segments to the two streams of each connection. RFC 9293 §3.4.

use super::link::{ACK, FIN, RST, SYN, Segment};
use crate::trace::Side;
use core::cmp::Ordering;
use core::net::SocketAddr;
use std::collections::{BTreeMap, BinaryHeap};

/// A part of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Bytes.
    Bytes(Vec<u8>),
    /// So many bytes are missing.
    Gap(u64),
}

/// A connection.
#[derive(Debug)]
pub(super) struct Connection {
    pub client: SocketAddr,
    pub server: SocketAddr,
    /// Whether it is known who of the two is the client.
    certain: bool,
    /// When it began, in seconds from 1970-01-01T00:00:00Z.
    pub seconds: u64,
    /// What both sides sent, in the order in which it was sent; there when the connection has ended.
    pub pieces: Vec<(Side, Piece)>,
    /// How many segments were taken.
    segments: usize,
    directions: [Direction; 2],
    /// Whether both sides said that they send no more, or one broke off.
    over: bool,
}

/// What one side sends.
#[derive(Debug, Default)]
struct Direction {
    /// The sequence number of the byte that comes next.
    next: Option<u32>,
    /// What came before its turn, what is first in the stream on top. (A map is 2 KB more in the page, and putting something into
    /// the middle of a list takes long where the list is.)
    waiting: BinaryHeap<Chunk>,
    /// What had its turn, in the order of the stream.
    taken: Vec<Chunk>,
    /// How many bytes have had their turn.
    done: u64,
    /// How many bytes there are in all, once that was said.
    length: Option<u64>,
    ended: bool,
}

/// Bytes of one segment.
#[derive(Debug, PartialEq, Eq)]
struct Chunk {
    /// Their place in the stream.
    at: u64,
    bytes: Vec<u8>,
    /// As which segment of the connection they were captured.
    order: usize,
    /// How much of the other side's stream its sender had received before.
    needs: u64,
}

/// The greater chunk is the one that is before the other in the stream, or of two that begin alike the one that came first: a heap
/// has the greatest on top.
impl Ord for Chunk {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.order).cmp(&(self.at, self.order))
    }
}

impl PartialOrd for Chunk {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A part of one side's stream, on its way into the order of both.
struct Part {
    piece: Piece,
    /// Where in the stream it ends.
    end: u64,
    order: usize,
    needs: u64,
}

/// Puts the connections of a capture together.
#[derive(Debug, Default)]
pub(super) struct Assembly {
    pub connections: Vec<Connection>,
    /// The place of the last connection between two addresses, the lesser one first.
    last: BTreeMap<[SocketAddr; 2], usize>,
}

/// How far ahead of what comes next a segment may be, in bytes; farther ones belong to something else.
const WINDOW: u32 = 1 << 30;

impl Assembly {
    /// Takes a segment.
    pub fn add(&mut self, segment: &Segment, seconds: u64) {
        let begins = segment.flags & (SYN | ACK) == SYN;
        let mut ends = [segment.from, segment.to];
        ends.sort_unstable();
        let found = self.last.get(&ends).and_then(|place| self.connections.get_mut(*place));
        let known = match found {
            Some(known) if !(begins && known.is_used(segment)) => known,
            _ => {
                // Nothing is lost with what neither begins a connection nor says anything.
                if segment.data.is_empty() && segment.flags & SYN == 0 {
                    return;
                }
                self.connections.push(Connection::new(segment, seconds));
                let last = self.connections.len() - 1;
                self.last.insert(ends, last);
                &mut self.connections[last]
            }
        };
        known.add(segment);
    }

    /// Ends: what still waits for its turn comes after a gap.
    pub fn finish(mut self) -> Vec<Connection> {
        for connection in &mut self.connections {
            connection.finish();
        }
        self.connections
    }
}

impl Connection {
    fn new(segment: &Segment, seconds: u64) -> Self {
        let answers = segment.flags & (SYN | ACK) == SYN | ACK;
        let begins = segment.flags & (SYN | ACK) == SYN;
        // Where the beginning is missing: a ClientHello is the client's, and a well-known port the server's.
        let hello = segment.data.first() == Some(&22) && segment.data.get(5) == Some(&1);
        let certain = answers || begins || hello;
        let from_server = answers || (!certain && segment.from.port() < segment.to.port());
        let (client, server) = if from_server { (segment.to, segment.from) } else { (segment.from, segment.to) };
        Self {
            client,
            server,
            certain,
            seconds,
            pieces: Vec::new(),
            segments: 0,
            directions: Default::default(),
            over: false,
        }
    }

    /// Whether a SYN begins another connection between the same ports.
    fn is_used(&self, segment: &Segment) -> bool {
        let direction = &self.directions[self.place(segment)];
        let repeated = direction.done == 0 && direction.next == Some(segment.sequence.wrapping_add(1));
        self.over || (!repeated && direction.next.is_some())
    }

    fn place(&self, segment: &Segment) -> usize {
        usize::from(segment.from != self.client)
    }

    fn add(&mut self, segment: &Segment) {
        if !self.certain && segment.data.first() == Some(&22) && segment.data.get(5) == Some(&1) {
            self.certain = true;
            if segment.from != self.client {
                core::mem::swap(&mut self.client, &mut self.server);
                self.directions.swap(0, 1);
            }
        }
        let place = self.place(segment);
        let peer = &self.directions[1 - place];
        let needs =
            segment.acknowledges.zip(peer.next).map_or(0, |(acknowledged, next)| peer.place(acknowledged, next));
        let order = self.segments;
        self.segments += 1;
        let direction = &mut self.directions[place];
        let mut sequence = segment.sequence;
        if segment.flags & SYN != 0 {
            sequence = sequence.wrapping_add(1);
            direction.next.get_or_insert(sequence);
        }
        let next = *direction.next.get_or_insert(sequence);
        if segment.flags & FIN != 0 {
            direction.length = direction.place(sequence, next).checked_add(segment.data.len() as u64);
        }
        direction.take((sequence, next), segment.data, (order, needs));
        direction.turn();
        direction.ended |= segment.flags & FIN != 0;
        self.over |= segment.flags & RST != 0 || self.directions.iter().all(|direction| direction.ended);
    }

    /// Brings what both sides sent into one order: what was captured first comes first, unless its sender had already received
    /// what the other side sent before. Segments of the two directions can be captured in another order than they passed in,
    /// and what was received but not captured is missing before whatever answers it.
    fn finish(&mut self) {
        let lengths = self.directions.each_ref().map(|direction| direction.length.unwrap_or(u64::MAX));
        let mut parts = self.directions.each_mut().map(|direction| direction.parts().into_iter().peekable());
        let mut passed = [0; 2];
        loop {
            let [client, server] = parts.each_mut().map(|parts| parts.peek().map(|part| (part.order, part.needs)));
            let needs = |place: usize, needs: u64| needs.min(lengths[1 - place]);
            let is_free = |place: usize, head: (usize, u64)| needs(place, head.1) <= passed[1 - place];
            let place = match (client, server) {
                (None, None) => return,
                (Some(head), None) | (None, Some(head)) => {
                    let place = usize::from(client.is_none());
                    if !is_free(place, head) {
                        let until = needs(place, head.1);
                        self.pieces.push((side_of(1 - place), Piece::Gap(until - passed[1 - place])));
                        passed[1 - place] = until;
                    }
                    place
                }
                (Some(one), Some(other)) => match (is_free(0, one), is_free(1, other)) {
                    (true, false) => 0,
                    (false, true) => 1,
                    _ => usize::from(other.0 < one.0),
                },
            };
            if let Some(part) = parts[place].next() {
                passed[place] = part.end;
                self.pieces.push((side_of(place), part.piece));
            }
        }
    }
}

fn side_of(place: usize) -> Side {
    if place == 0 { Side::Client } else { Side::Server }
}

impl Direction {
    /// The place in the stream of a sequence number; `next` is that of the byte that comes next.
    fn place(&self, sequence: u32, next: u32) -> u64 {
        let ahead = sequence.wrapping_sub(next);
        if ahead < WINDOW {
            self.done + u64::from(ahead)
        } else {
            self.done.saturating_sub(u64::from(next.wrapping_sub(sequence)))
        }
    }

    /// Keeps data until its turn; of what comes twice, what came first counts.
    fn take(&mut self, (sequence, next): (u32, u32), data: &[u8], (order, needs): (usize, u64)) {
        let ahead = sequence.wrapping_sub(next);
        let (at, data) = if ahead < WINDOW {
            (self.done + u64::from(ahead), data)
        } else {
            let behind = usize::try_from(next.wrapping_sub(sequence)).unwrap_or(usize::MAX);
            (self.done, data.get(behind..).unwrap_or_default())
        };
        if data.is_empty() {
            return;
        }
        self.waiting.push(Chunk { at, bytes: data.to_vec(), order, needs });
    }

    /// Takes what follows what has been taken.
    fn turn(&mut self) {
        while self.waiting.peek().is_some_and(|chunk| chunk.at <= self.done) {
            let Some(mut chunk) = self.waiting.pop() else { break };
            let known = usize::try_from(self.done - chunk.at).unwrap_or(usize::MAX);
            chunk.bytes.drain(..known.min(chunk.bytes.len()));
            chunk.at = self.done;
            let length = u32::try_from(chunk.bytes.len()).unwrap_or(u32::MAX);
            self.done += u64::from(length);
            self.next = self.next.map(|next| next.wrapping_add(length));
            if !chunk.bytes.is_empty() {
                self.taken.push(chunk);
            }
        }
    }

    /// All of the stream, with the gaps in it.
    fn parts(&mut self) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let mut end = 0;
        let taken = core::mem::take(&mut self.taken);
        let waiting = core::mem::take(&mut self.waiting).into_sorted_vec();
        for mut chunk in taken.into_iter().chain(waiting.into_iter().rev()) {
            let known = usize::try_from(end - chunk.at.min(end)).unwrap_or(usize::MAX);
            chunk.bytes.drain(..known.min(chunk.bytes.len()));
            let start = chunk.at.max(end);
            if chunk.bytes.is_empty() {
                continue;
            }
            let Chunk { bytes, order, needs, .. } = chunk;
            if start > end {
                parts.push(Part { piece: Piece::Gap(start - end), end: start, order, needs: 0 });
            }
            end = start + bytes.len() as u64;
            parts.push(Part { piece: Piece::Bytes(bytes), end, order, needs });
        }
        if let Some(gap) = self.length.and_then(|length| length.checked_sub(end)).filter(|gap| *gap > 0) {
            parts.push(Part { piece: Piece::Gap(gap), end: end + gap, order: usize::MAX, needs: 0 });
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The last segment first, and each of them twice: what takes a look at all that wait for each of them does not end.
    #[test]
    fn segments_may_come_from_the_end_to_the_beginning() {
        const COUNT: u32 = 200_000;
        let data: Vec<u8> = (0..COUNT).flat_map(u32::to_be_bytes).collect();
        let [from, to] = [40_000, 443].map(|port| SocketAddr::from(([127, 0, 0, 1], port)));
        let segment = |sequence, flags, data| Segment { from, to, sequence, flags, acknowledges: None, data };
        let mut assembly = Assembly::default();
        assembly.add(&segment(u32::MAX, SYN, &[]), 0);
        for (number, bytes) in (0..COUNT).zip(data.chunks(4)).rev() {
            for data in [bytes, &bytes[..2]] {
                assembly.add(&segment(number * 4, ACK, data), 0);
            }
        }
        let [connection] = &assembly.finish()[..] else { panic!("it is one connection") };
        let put_together = connection.pieces.iter().flat_map(|(side, piece)| match piece {
            Piece::Bytes(bytes) if *side == Side::Client => bytes.clone(),
            _ => panic!("the client speaks, and nothing is missing"),
        });
        assert!(put_together.eq(data));
    }
}
