//! `ClientKeyExchange` of TLS 1.2. RFC 8422 §5.7.

use super::server_key_exchange::read_point;
use crate::wire::{DecodeError, Reader, Writer};

/// The client's public key for this connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientKeyExchange {
    /// The public key, as the group has it.
    pub public: Vec<u8>,
}

impl ClientKeyExchange {
    pub(super) fn encode(&self, writer: &mut Writer) {
        writer.opaque_vector(1, &self.public);
    }

    pub(super) fn decode(reader: &mut Reader) -> Result<Self, DecodeError> {
        Ok(Self { public: read_point(reader, "ecdh_Yc")? })
    }
}
