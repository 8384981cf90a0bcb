//! Transport Layer Security.

pub mod registry;
