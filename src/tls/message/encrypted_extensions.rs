//! `EncryptedExtensions`. RFC 8446 §4.3.1.

use crate::tls::extension::{Extension, Place, read_extensions, write_extensions};
use crate::wire::{DecodeError, Reader, Writer};

/// The server's answers that need not be public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncryptedExtensions {
    /// The extensions.
    pub extensions: Vec<Extension>,
}

impl EncryptedExtensions {
    pub(super) fn encode(&self, writer: &mut Writer) {
        write_extensions(writer, &self.extensions);
    }

    pub(super) fn decode(reader: &mut Reader) -> Result<Self, DecodeError> {
        Ok(Self { extensions: read_extensions(reader, Place::EncryptedExtensions)? })
    }
}
