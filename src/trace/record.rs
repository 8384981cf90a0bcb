//! Records: what is on the wire.

use crate::crypto::rare;

use super::{Bytes, Epoch, SecretName, Side};
use crate::wire::FieldTree;

/// Names a record: the n-th that a side sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId {
    /// Who sent it.
    pub sender: Side,
    /// How many that side had sent before.
    pub number: usize,
}

/// A record as it is on the wire, and what is inside for those who hold the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Which one it is.
    pub id: RecordId,
    /// The record as it is on the wire, header included.
    pub bytes: Bytes,
    /// The fields of [`Record::bytes`]: header, then fragment, or ciphertext and tag.
    pub fields: FieldTree,
    /// How it is sealed, if it is.
    pub protection: Option<Protection>,
}

/// How a record is sealed. RFC 8446 §5.2 and §5.3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protection {
    /// The epoch of the keys.
    pub epoch: Epoch,
    /// The AEAD algorithm's name.
    pub algorithm: &'static str,
    /// The key.
    pub key: SecretName,
    /// The IV.
    pub iv: SecretName,
    /// The record's sequence number under this key.
    pub sequence: u64,
    /// The per-record nonce, 12 bytes: the IV XOR the sequence number.
    pub nonce: Bytes,
    /// The additional authenticated data: the record header, 5 bytes.
    pub additional_data: Bytes,
    /// `TLSInnerPlaintext`: content, content type, padding zeros.
    pub inner: Bytes,
    /// The fields of [`Protection::inner`].
    pub inner_fields: FieldTree,
}

impl Protection {
    /// The traffic secret that key and IV come from; in TLS 1.2 the key block, and of keys that an earlier handshake left the
    /// key itself.
    #[must_use]
    pub fn traffic_secret(&self, writer: Side) -> SecretName {
        match self.epoch {
            Epoch::Connection => SecretName::KeyBlock,
            Epoch::Preceding if rare::BUILT => self.key,
            epoch => SecretName::TrafficSecret { writer, epoch },
        }
    }

    /// The same, with the keys named as those that an earlier handshake left.
    #[must_use]
    pub fn of_preceding(self, writer: Side) -> Self {
        let epoch = Epoch::Preceding;
        Self { epoch, key: SecretName::WriteKey { writer, epoch }, iv: SecretName::WriteIv { writer, epoch }, ..self }
    }
}
