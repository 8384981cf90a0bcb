//! The link between the two: how long a packet takes, and whether it arrives.

use super::Microseconds;
use crate::crypto::entropy::Entropy;
use crate::trace::Side;

/// The least and the greatest time to the other side and back, in milliseconds.
pub const LATENCIES: (u16, u16) = (1, 1000);
/// The least and the greatest number of kilobits (of 1000 bits) that go one way in a second.
pub const BANDWIDTHS: (u32, u32) = (32, 1_000_000);
/// The least and the greatest number of packets that are lost of a thousand.
pub const LOSSES: (u16, u16) = (0, 300);

/// A link between the two, the same in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// How long a bit takes to the other side and back, in milliseconds.
    pub latency: u16,
    /// How much goes one way in a second, in kilobits (of 1000 bits).
    pub bandwidth: u32,
    /// How many packets of a thousand are lost.
    pub loss: u16,
}

impl Default for Link {
    fn default() -> Self {
        Self { latency: 100, bandwidth: 10_000, loss: 0 }
    }
}

impl Link {
    /// The time to the other side and back.
    #[must_use]
    pub fn round_trip(self) -> Microseconds {
        Microseconds::from(self.latency.max(1)) * 1000
    }

    /// How long that many bytes take to leave.
    fn leaving(self, bytes: usize) -> Microseconds {
        let bits = Microseconds::try_from(bytes).unwrap_or(Microseconds::MAX).saturating_mul(8);
        bits.saturating_mul(1000).div_ceil(Microseconds::from(self.bandwidth.max(1)))
    }
}

/// One direction of a link, with what is on it.
#[derive(Clone, Debug)]
pub(super) struct Direction {
    link: Link,
    /// When the packets before this one have left.
    free: Microseconds,
    chance: Entropy,
    label: &'static str,
    sent: usize,
}

/// When a packet leaves, and when it arrives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passage {
    /// When its last bit has left.
    pub leaves: Microseconds,
    /// When its last bit arrives, or would.
    pub arrives: Microseconds,
    /// Whether it is lost on the way.
    pub is_lost: bool,
}

impl Direction {
    /// The direction from `sender`, empty. The same seed loses the same packets, and more of them on a worse link.
    pub fn new(link: Link, seed: &str, sender: Side) -> Self {
        let label = match sender {
            Side::Client => "loss, client to server, packet",
            Side::Server => "loss, server to client, packet",
        };
        Self { link, free: 0, chance: Entropy::from_seed(seed).part("network"), label, sent: 0 }
    }

    /// Sends a packet of that many bytes.
    pub fn send(&mut self, now: Microseconds, bytes: usize) -> Passage {
        let leaves = self.free.max(now) + self.link.leaving(bytes);
        self.free = leaves;
        let is_lost = self.link.loss > 0 && self.drawn() < u64::from(self.link.loss);
        self.sent += 1;
        Passage { leaves, arrives: leaves + self.link.round_trip() / 2, is_lost }
    }

    /// A number from 0 to 999 for this packet.
    fn drawn(&self) -> u64 {
        let label = [self.label, " ", &self.sent.to_string()].concat();
        // 2^64 is so much more than 1000 that none of them is likelier than the others.
        u64::from_be_bytes(self.chance.bytes(&label)) % 1000
    }
}
