//! `ec_point_formats`. RFC 8422 §5.1.2.

use crate::wire::{DecodeError, Problem, Reader};

/// The format `uncompressed`, the only one that is left.
pub const UNCOMPRESSED: u8 = 0;

pub(super) fn decode(reader: &mut Reader) -> Result<Vec<u8>, DecodeError> {
    reader.vector("ec_point_format_list", 1, |reader| {
        if reader.remaining() == 0 {
            return Err(reader.error("ec_point_format_list", Problem::BadLength { length: 0 }));
        }
        reader.list(|reader| {
            reader.named_u8("ec_point_format", |code| if code == UNCOMPRESSED { "uncompressed" } else { "not used" })
        })
    })
}
