//! From segments to the two streams of each connection. RFC 9293 §3.4.

use super::link::{ACK, FIN, RST, SYN, Segment};
use crate::trace::Side;
use core::net::SocketAddr;

/// A part of a stream: the bytes that came next, in the order in which both sides' came.
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
    pub pieces: Vec<(Side, Piece)>,
    directions: [Direction; 2],
    /// Whether both sides said that they send no more, or one broke off.
    over: bool,
}

/// What one side sends.
#[derive(Debug, Default)]
struct Direction {
    /// The sequence number of the byte that comes next.
    next: Option<u32>,
    /// What came before its turn, each with its place in the stream, in this order. (A map is 2 KB more in the page.)
    waiting: Vec<(u64, Vec<u8>)>,
    /// How many bytes have had their turn.
    done: u64,
    /// How many bytes there are in all, once that was said.
    length: Option<u64>,
    ended: bool,
}

/// Puts the connections of a capture together.
#[derive(Debug, Default)]
pub(super) struct Assembly {
    pub connections: Vec<Connection>,
}

/// How far ahead of what comes next a segment may be, in bytes; farther ones belong to something else.
const WINDOW: u32 = 1 << 30;

impl Assembly {
    /// Takes a segment.
    pub fn add(&mut self, segment: &Segment, seconds: u64) {
        let begins = segment.flags & (SYN | ACK) == SYN;
        let found = self.connections.iter_mut().rev().find(|known| known.is_of(segment));
        let known = match found {
            Some(known) if !(begins && known.is_used(segment)) => known,
            _ => {
                // Nothing is lost with what neither begins a connection nor says anything.
                if segment.data.is_empty() && segment.flags & SYN == 0 {
                    return;
                }
                self.connections.push(Connection::new(segment, seconds));
                let last = self.connections.len() - 1;
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
        Self { client, server, certain, seconds, pieces: Vec::new(), directions: Default::default(), over: false }
    }

    fn is_of(&self, segment: &Segment) -> bool {
        (self.client, self.server) == (segment.from, segment.to)
            || (self.client, self.server) == (segment.to, segment.from)
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
                for (side, _) in &mut self.pieces {
                    *side = side.peer();
                }
            }
        }
        let place = self.place(segment);
        let side = if place == 0 { Side::Client } else { Side::Server };
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
        direction.take(sequence, next, segment.data);
        while let Some(bytes) = direction.turn() {
            self.pieces.push((side, Piece::Bytes(bytes)));
        }
        let direction = &mut self.directions[place];
        direction.ended |= segment.flags & FIN != 0;
        if let Some(acknowledged) = segment.acknowledges {
            self.acknowledged(1 - place, side.peer(), acknowledged);
        }
        self.over |= segment.flags & RST != 0 || self.directions.iter().all(|direction| direction.ended);
    }

    /// What the other side has received, and something that waits stands behind it, will not come any more: it was not
    /// captured. So what waits has its turn when it passed, and not at the end.
    fn acknowledged(&mut self, place: usize, side: Side, acknowledged: u32) {
        let direction = &self.directions[place];
        let Some(next) = direction.next else { return };
        let until = direction.place(acknowledged, next);
        while let Some((at, _)) = self.directions[place].waiting.first()
            && *at < until
        {
            self.skip(place, side);
        }
    }

    /// Goes on after a gap.
    fn skip(&mut self, place: usize, side: Side) {
        let direction = &mut self.directions[place];
        let Some((at, _)) = direction.waiting.first() else { return };
        let gap = at - direction.done;
        direction.leave_out(gap);
        self.pieces.push((side, Piece::Gap(gap)));
        while let Some(bytes) = direction.turn() {
            self.pieces.push((side, Piece::Bytes(bytes)));
        }
    }

    fn finish(&mut self) {
        for (place, side) in [Side::Client, Side::Server].into_iter().enumerate() {
            while !self.directions[place].waiting.is_empty() {
                self.skip(place, side);
            }
            let direction = &self.directions[place];
            if let Some(gap) =
                direction.length.and_then(|length| length.checked_sub(direction.done)).filter(|gap| *gap > 0)
            {
                self.pieces.push((side, Piece::Gap(gap)));
            }
        }
    }
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

    /// Gives up so many bytes.
    fn leave_out(&mut self, gap: u64) {
        self.done += gap;
        let length = u32::try_from(gap & u64::from(u32::MAX)).unwrap_or_default();
        self.next = self.next.map(|next| next.wrapping_add(length));
    }

    /// Keeps data until its turn; of what comes twice, what came first counts.
    fn take(&mut self, sequence: u32, next: u32, data: &[u8]) {
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
        let place = self.waiting.partition_point(|(known, _)| *known < at);
        match self.waiting.get_mut(place) {
            Some((known, longest)) if *known == at => {
                if longest.len() < data.len() {
                    *longest = data.to_vec();
                }
            }
            _ => self.waiting.insert(place, (at, data.to_vec())),
        }
    }

    /// The bytes whose turn it is.
    fn turn(&mut self) -> Option<Vec<u8>> {
        loop {
            if self.waiting.first()?.0 > self.done {
                return None;
            }
            let (at, mut bytes) = self.waiting.remove(0);
            let known = usize::try_from(self.done - at).unwrap_or(usize::MAX);
            bytes.drain(..known.min(bytes.len()));
            if !bytes.is_empty() {
                self.done += bytes.len() as u64;
                let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
                self.next = self.next.map(|next| next.wrapping_add(length));
                return Some(bytes);
            }
        }
    }
}
