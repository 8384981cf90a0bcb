//! TLS 1.2: the state machines of client and server. RFC 5246 §7.3, §7.4; RFC 8422; RFC 5077; RFC 7627; RFC 5746.
//!
//! What is the same in both versions (the `ClientHello`, certificates, what a state machine asks of the connection around
//! it) is that of [`crate::tls::v13`].
//!
//! A program without the feature `rare` has no machines: [`absent`] stands in.

#[cfg(not(feature = "rare"))]
mod absent;
#[cfg(feature = "rare")]
pub mod client;
#[cfg_attr(not(feature = "rare"), expect(dead_code, reason = "the machines make what an observer only checks"))]
pub(in crate::tls) mod proof;
#[cfg(feature = "rare")]
pub mod server;
#[cfg_attr(not(feature = "rare"), expect(dead_code, reason = "the machines hold more than an observer"))]
pub(in crate::tls) mod session;

#[cfg(not(feature = "rare"))]
pub use absent::{client, server};

/// The last bytes of the random of a server that knows TLS 1.3 and yet negotiates TLS 1.2. RFC 8446 §4.1.3.
pub const DOWNGRADE_SENTINEL: [u8; 8] = *b"DOWNGRD\x01";

/// Whether the last bytes of a random say that there was a downgrade: to TLS 1.2, or to an older version. RFC 8446 §4.1.3.
#[must_use]
pub fn is_downgrade_sentinel(last: &[u8]) -> bool {
    last == DOWNGRADE_SENTINEL || last == b"DOWNGRD\0"
}
