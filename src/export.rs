//! What a run is like as a file: for Wireshark, for other programs, for people.
//!
//! Each format is a pure function of a [`Run`].

mod format;
mod hex;
pub mod json;
pub mod key_log;
pub mod mermaid;
pub mod pcapng;
pub mod pem;
mod run;
pub mod svg;
pub mod text;

pub use format::Format;
pub use run::Run;
