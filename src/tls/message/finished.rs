//! `Finished`. RFC 8446 §4.4.4.

use crate::wire::{DecodeError, Reader, Writer};

/// A MAC over the transcript with the sender's finished key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// The MAC: as long as the hash of the cipher suite.
    pub verify_data: Vec<u8>,
}

impl Finished {
    pub(super) fn encode(&self, writer: &mut Writer) {
        writer.bytes(&self.verify_data);
    }

    pub(super) fn decode(reader: &mut Reader) -> Result<Self, DecodeError> {
        let length = reader.remaining().max(1);
        Ok(Self { verify_data: reader.opaque("verify_data", length)?.to_vec() })
    }
}
