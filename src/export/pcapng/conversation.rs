//! A TCP connection as somebody beside the client would have captured it.

use super::packet::{ACK, FIN, MAXIMUM_SEGMENT_SIZE, PSH, SYN, Segment, frame};
use crate::trace::Side;

/// The times are made up, in microseconds: to the server and back through some network,
const ROUND_TRIP: u64 = 24_000;
/// for a side to think of an answer,
const THINKING: u64 = 350;
/// and from a packet to the next one of the same side.
const NEXT_PACKET: u64 = 15;

/// A captured packet.
#[derive(Clone, Debug)]
pub(super) struct Packet {
    /// When it passed, from 1970-01-01T00:00:00Z.
    pub microseconds: u64,
    /// The frame.
    pub bytes: Vec<u8>,
    /// A remark for the reader; empty for none.
    pub comment: String,
}

/// One end of the connection.
#[derive(Clone, Copy, Debug)]
struct End {
    /// The sequence number of what it sends next.
    next: u32,
    /// How many packets it has sent.
    packets: u16,
    /// How many segments with data it has received and not acknowledged.
    unacknowledged: u8,
}

/// A connection, and what passed so far.
#[derive(Debug)]
pub(super) struct Conversation {
    /// The number of the connection, the first being 0.
    number: usize,
    client: End,
    server: End,
    microseconds: u64,
    /// Who sent something last, acknowledgments apart.
    last: Side,
    packets: Vec<Packet>,
}

impl Conversation {
    /// Shakes hands as TCP does for the connection `number`; `began` is in seconds from 1970-01-01T00:00:00Z.
    pub(super) fn open(number: usize, began: u64) -> Self {
        // Any initial sequence number will do; Wireshark shows numbers relative to it.
        let client = End { next: 0x1f3a_5c00, packets: 0, unacknowledged: 0 };
        let server = End { next: 0x8e21_7d00, packets: 0, unacknowledged: 0 };
        let microseconds = began.saturating_mul(1_000_000);
        let mut conversation = Self { number, client, server, microseconds, last: Side::Client, packets: Vec::new() };
        conversation.segment(Side::Client, SYN, &[], "");
        conversation.segment(Side::Server, SYN | ACK, &[], "");
        conversation.segment(Side::Client, ACK, &[], "");
        conversation
    }

    /// Sends data in as many segments as it needs; the other side acknowledges every second one. RFC 9293 §3.8.6.3.
    pub(super) fn send(&mut self, sender: Side, data: &[u8], comment: &str) {
        let mut segments = data.chunks(usize::from(MAXIMUM_SEGMENT_SIZE)).peekable();
        let mut remark = comment;
        while let Some(segment) = segments.next() {
            let push = if segments.peek().is_none() { PSH } else { 0 };
            self.segment(sender, ACK | push, segment, core::mem::take(&mut remark));
            let receiver = self.end(sender.peer());
            receiver.unacknowledged += 1;
            if receiver.unacknowledged == 2 {
                self.segment(sender.peer(), ACK, &[], "");
            }
        }
    }

    /// Closes both directions, `closer` first, and gives up the packets.
    pub(super) fn close(mut self, closer: Side) -> Vec<Packet> {
        self.segment(closer, FIN | ACK, &[], "");
        self.segment(closer.peer(), FIN | ACK, &[], "");
        self.segment(closer, ACK, &[], "");
        self.packets
    }

    fn end(&mut self, side: Side) -> &mut End {
        match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        }
    }

    fn segment(&mut self, sender: Side, flags: u16, data: &[u8], comment: &str) {
        let only_acknowledges = flags == ACK && data.is_empty();
        // What the server answers is seen beside the client only after a round trip.
        self.microseconds = self.microseconds.saturating_add(match (self.last, sender) {
            (Side::Client, Side::Server) => ROUND_TRIP + THINKING,
            (Side::Server, Side::Client) if !only_acknowledges => THINKING,
            _ => NEXT_PACKET,
        });
        // Nobody waits for an acknowledgment.
        if !only_acknowledges {
            self.last = sender;
        }
        let acknowledgment = if flags & ACK == 0 { 0 } else { self.end(sender.peer()).next };
        let connection = self.number;
        let end = self.end(sender);
        let segment = Segment {
            connection,
            sender,
            identification: end.packets.wrapping_add(1),
            sequence: end.next,
            acknowledgment,
            flags,
            data,
        };
        let bytes = frame(&segment);
        end.packets = end.packets.wrapping_add(1);
        end.unacknowledged = 0;
        // SYN and FIN count as a byte each. RFC 9293 §3.4.
        let counted = u32::from(flags & SYN != 0) + u32::from(flags & FIN != 0);
        end.next = end.next.wrapping_add(counted).wrapping_add(u32::try_from(data.len()).unwrap_or(u32::MAX));
        self.packets.push(Packet { microseconds: self.microseconds, bytes, comment: comment.to_owned() });
    }
}
