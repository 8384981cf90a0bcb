//! `key_share`. RFC 8446 §4.2.8.

use crate::crypto::key_exchange::{CIPHERTEXT_LENGTH, ENCAPSULATION_KEY_LENGTH};
use crate::tls::registry::NamedGroup;
use crate::wire::{DecodeError, Problem, Reader, Writer};

/// The length of an x25519 key in bytes. RFC 7748 §6.1.
const X25519_LENGTH: usize = 32;
/// The length of a client's X25519MLKEM768 share in bytes. draft-ietf-tls-ecdhe-mlkem.
const CLIENT_HYBRID: usize = ENCAPSULATION_KEY_LENGTH + X25519_LENGTH;
/// The length of a server's.
const SERVER_HYBRID: usize = CIPHERTEXT_LENGTH + X25519_LENGTH;

/// A public key for one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyShareEntry {
    /// The group.
    pub group: NamedGroup,
    /// The public key, as the group has it.
    pub key_exchange: Vec<u8>,
}

impl KeyShareEntry {
    pub(super) fn encode(&self, writer: &mut Writer) {
        writer.u16(self.group.0);
        writer.opaque_vector(2, &self.key_exchange);
    }

    pub(super) fn decode(reader: &mut Reader) -> Result<Self, DecodeError> {
        let group = NamedGroup(reader.named_u16("group", |code| NamedGroup(code).name())?);
        let key_exchange = reader.vector("key_exchange", 2, |reader| {
            let whole = reader.rest();
            match (group, reader.remaining()) {
                (_, 0) => {}
                (NamedGroup::X25519MLKEM768, CLIENT_HYBRID) => hybrid(reader, "encapsulation_key")?,
                (NamedGroup::X25519MLKEM768, SERVER_HYBRID) => hybrid(reader, "ciphertext")?,
                (_, length) => drop(reader.opaque("key_exchange", length)?),
            }
            Ok(whole.to_vec())
        })?;
        if key_exchange.is_empty() {
            return Err(reader.error("key_exchange", Problem::BadLength { length: 0 }));
        }
        Ok(Self { group, key_exchange })
    }
}

/// Reads a share of X25519MLKEM768, whose length is right.
fn hybrid(reader: &mut Reader, first: &'static str) -> Result<(), DecodeError> {
    reader.opaque(first, reader.remaining() - X25519_LENGTH)?;
    reader.opaque("x25519_public_key", X25519_LENGTH)?;
    Ok(())
}

pub(super) fn encode_client_shares(writer: &mut Writer, shares: &[KeyShareEntry]) {
    writer.vector(2, |writer| shares.iter().for_each(|share| share.encode(writer)));
}

pub(super) fn decode_client_shares(reader: &mut Reader) -> Result<Vec<KeyShareEntry>, DecodeError> {
    reader
        .vector("client_shares", 2, |reader| reader.list(|reader| reader.group("KeyShareEntry", KeyShareEntry::decode)))
}
