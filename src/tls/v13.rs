//! TLS 1.3: the state machines of client and server. RFC 8446 §4, Appendix A.

pub(in crate::tls) mod action;
pub(in crate::tls) mod certificate;
pub mod client;
pub(in crate::tls) mod config;
pub(in crate::tls) mod keys;
pub(in crate::tls) mod proof;
pub(in crate::tls) mod psk;
mod replay;
pub mod server;
mod update;

pub use action::{Action, Halt, Transition};
pub use config::{ClientAuthentication, ClientConfig, Identity, RecordOptions, ServerConfig};
pub use psk::{Issued, PreSharedKey};
pub use replay::RecordedHello;
