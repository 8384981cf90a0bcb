//! Bytes: a [`Reader`] that records a field tree as it reads, a [`Writer`] with closures for length prefixes.

mod error;
mod field;
mod reader;
mod writer;

pub use error::{DecodeError, Problem};
pub use field::{Field, FieldTree, Span, Value};
pub(crate) use reader::Open;
pub use reader::{Decoded, Reader, decode, read};
pub use writer::Writer;
