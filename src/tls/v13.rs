//! TLS 1.3: the state machines of client and server. RFC 8446 §4, Appendix A.

mod action;
pub mod client;
mod config;
mod keys;
mod proof;
pub mod server;

pub use action::{Action, Halt, Transition};
pub use config::{ClientConfig, ServerConfig};
