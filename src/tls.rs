//! Transport Layer Security.

pub mod cipher_suite;
pub mod connection;
pub mod extension;
pub mod message;
pub mod observer;
pub mod record;
pub mod registry;
pub mod schedule;
pub mod transcript;
pub mod v12;
pub mod v13;
