//! Somebody else's handshake: captures, pasted records, key logs and private keys in, a trace out.
//!
//! ```text
//! file -> packets -> TCP streams -> records -> observer -> effects -> steps
//! ```
//!
//! What is broken or missing is said, with its place, and what was read before it is kept.

mod anchors;
mod fragments;
mod json;
mod key_log;
mod link;
mod open;
mod packets;
mod pcap;
mod pcapng;
mod pem;
mod plain;
mod private_key;
mod problem;
mod records;
mod sample;
mod sides;
mod tcp;
mod text;

pub use anchors::read_trust_anchors;
pub use key_log::read_key_log;
pub use open::{LIMIT, Opened, open};
pub use private_key::{read_private_keys, read_secrets};
pub use problem::{Fault, Place, Problem};
pub use sample::{Sample, sample, samples};
