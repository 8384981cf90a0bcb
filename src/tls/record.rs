//! The record layer. RFC 8446 §5.

mod deframer;
mod fields;
mod protection;

pub use deframer::{Deframer, WireRecord};
pub use fields::{content_fields, header, inner_plaintext_fields, record_fields, record_fields12};
pub use protection::{OpenError, Opened, RecordProtection};

/// The length of a record's header in bytes: type, version, length.
pub const HEADER_LENGTH: usize = 5;

/// The greatest length of a record's content in bytes. RFC 8446 §5.1.
pub const MAX_PLAINTEXT: usize = 1 << 14;

/// The greatest length of a sealed record's fragment in bytes. RFC 8446 §5.2.
pub const MAX_CIPHERTEXT: usize = MAX_PLAINTEXT + 256;
