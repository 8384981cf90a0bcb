//! `renegotiation_info`. RFC 5746 §3.2.

use crate::wire::{DecodeError, Reader};

pub(super) fn decode(reader: &mut Reader) -> Result<Vec<u8>, DecodeError> {
    reader.opaque_vector("renegotiated_connection", 1).map(<[u8]>::to_vec)
}
