//! `key_share`. RFC 8446 §4.2.8.

use crate::tls::registry::NamedGroup;
use crate::wire::{DecodeError, Problem, Reader, Writer};

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
        let key_exchange = reader.opaque_vector("key_exchange", 2)?.to_vec();
        if key_exchange.is_empty() {
            return Err(reader.error("key_exchange", Problem::BadLength { length: 0 }));
        }
        Ok(Self { group, key_exchange })
    }
}

pub(super) fn encode_client_shares(writer: &mut Writer, shares: &[KeyShareEntry]) {
    writer.vector(2, |writer| shares.iter().for_each(|share| share.encode(writer)));
}

pub(super) fn decode_client_shares(reader: &mut Reader) -> Result<Vec<KeyShareEntry>, DecodeError> {
    reader
        .vector("client_shares", 2, |reader| reader.list(|reader| reader.group("KeyShareEntry", KeyShareEntry::decode)))
}
