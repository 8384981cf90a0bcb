//! A run laid on a time axis: the records of a connection over TCP, over a link with latency, bandwidth and loss.
//!
//! Modelled of TCP (RFC 9293), between two ends that compute in no time:
//!
//! * the three-way handshake, and a FIN from each side once it has nothing more to say (§3.5, §3.6);
//! * segments of at most [`SEGMENT`] bytes, an acknowledgment for every second one or after [`ACKNOWLEDGES_AFTER`], at once
//!   for what comes out of order (§3.8.6.3, RFC 5681 §4.2), and with any data that goes the other way;
//! * an initial window of ten segments (RFC 6928 §2), slow start and congestion avoidance (RFC 5681 §3.1);
//! * the retransmission timer with its estimate of the round trip (RFC 6298), and fast retransmit after three duplicate
//!   acknowledgments (RFC 5681 §3.2).
//!
//! Not modelled: the receiver's window (what is said here is far shorter), selective acknowledgments, Nagle's algorithm,
//! TCP Fast Open, and queues that overflow. A packet is lost by chance alone, and the chance comes from the seed.

mod clear;
mod course;
mod link;
mod schedule;
mod tcp;
mod timeline;

pub use clear::{ClearField, ClearMessage, in_the_clear};
pub use link::{BANDWIDTHS, LATENCIES, LOSSES, Link};
pub use tcp::{ACKNOWLEDGES_AFTER, INITIAL_WINDOW, SEGMENT};
pub use timeline::{Figures, Flight, Packet, Timeline, Way};

/// A point in time, or a span of it: microseconds, counted from the first SYN.
pub type Microseconds = u64;
