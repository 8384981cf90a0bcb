//! `ClientKeyExchange` of TLS 1.2. RFC 8422 §5.7, RFC 5246 §7.4.7.1.

use super::server_key_exchange::read_point;
use crate::wire::{DecodeError, Reader, Writer};

/// The client's part of the key exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientKeyExchange {
    /// With (EC)DHE, its public key for this connection, as the group has it.
    Public(Vec<u8>),
    /// With RSA, the premaster secret, encrypted for the server.
    EncryptedPremasterSecret(Vec<u8>),
}

impl ClientKeyExchange {
    pub(super) fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Public(public) => writer.opaque_vector(1, public),
            Self::EncryptedPremasterSecret(encrypted) => writer.opaque_vector(2, encrypted),
        }
    }

    /// Reads either form, which the message does not tell apart but its lengths do: those of a point are one byte, and no
    /// point is so long that one byte and the first of its own could be a length of all that follows them.
    pub(super) fn decode(reader: &mut Reader) -> Result<Self, DecodeError> {
        let is_encrypted = match reader.rest() {
            [high, low, rest @ ..] => usize::from(u16::from_be_bytes([*high, *low])) == rest.len(),
            _ => false,
        };
        if is_encrypted {
            let encrypted = reader.opaque_vector("EncryptedPreMasterSecret", 2)?;
            return Ok(Self::EncryptedPremasterSecret(encrypted.to_vec()));
        }
        Ok(Self::Public(read_point(reader, "ecdh_Yc")?))
    }
}
