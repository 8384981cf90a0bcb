//! TLS 1.2: the state machines of client and server. RFC 5246 §7.3, §7.4; RFC 8422; RFC 5077; RFC 7627; RFC 5746.
//!
//! What is the same in both versions (the `ClientHello`, certificates, what a state machine asks of the connection around
//! it) is that of [`crate::tls::v13`].

pub mod client;
pub(in crate::tls) mod proof;
pub mod server;
pub(in crate::tls) mod session;

/// The last bytes of the random of a server that knows TLS 1.3 and yet negotiates TLS 1.2. RFC 8446 §4.1.3.
pub const DOWNGRADE_SENTINEL: [u8; 8] = *b"DOWNGRD\x01";
