//! A real client and a real server run a real handshake, and everything that happens is kept as data.
//!
//! ```text
//! Scenario --run--> Trace --cursor--> picture
//! ```
//!
//! The layers, each of which may use only those to its left (`tests/layering.rs` keeps it so):
//!
//! ```text
//! wire -> crypto -> trace -> tls -> scenario -> explain -> lesson -> export -> capture -> ui | cli
//! ```
//!
//! Nothing left of `ui` and `cli` knows a browser, a socket, a clock or a random number generator.

#[cfg(any(feature = "whole", not(target_arch = "wasm32")))]
pub mod capture;
#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
pub mod crypto;
pub mod explain;
pub mod export;
pub mod lesson;
pub mod scenario;
pub mod tls;
pub mod trace;
pub mod wire;

#[cfg(target_arch = "wasm32")]
pub mod ui;
