//! Sealing and opening records. RFC 8446 §5.2, §5.3; RFC 5246 §6.2.3.3.

use super::fields::{content_fields, header, inner_plaintext_fields, record_fields, record_fields12};
use super::{HEADER_LENGTH, MAX_PLAINTEXT, WireRecord};
use crate::crypto::aead::{AeadKey, NONCE_LENGTH, TAG_LENGTH};
use crate::crypto::rare;
use crate::tls::registry::{ContentType, ProtocolVersion};
use crate::tls::schedule::{SALT_LENGTH, TrafficKeys};
use crate::trace::{Bytes, Epoch, Failure, Protection, Record, RecordId};
use crate::wire::FieldTree;

/// The keys of one direction and the number of the next record under them.
#[derive(Clone)]
pub struct RecordProtection {
    keys: TrafficKeys,
    aead_key: AeadKey,
    sequence: u64,
}

/// What was inside of a sealed record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The content type.
    pub content_type: ContentType,
    /// The content, without type and padding.
    pub content: Bytes,
    /// How it was sealed.
    pub protection: Protection,
}

/// Why a sealed record gave nothing; the [`Protection`] is there if it could be opened at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenError {
    /// What was wrong.
    pub failure: Failure,
    /// How it was sealed.
    pub protection: Option<Box<Protection>>,
}

impl RecordProtection {
    /// Starts with sequence number 0.
    #[must_use]
    pub fn new(keys: TrafficKeys) -> Self {
        let aead_key = keys.aead.key(&keys.key.value);
        Self { keys, aead_key, sequence: 0 }
    }

    /// Seals `content` as one record.
    ///
    /// ```text
    /// AEADEncrypted = AEAD-Encrypt(write_key, nonce, additional_data, content || type || zeros)
    /// ```
    ///
    /// RFC 8446 §5.2; checked against RFC 8448 §3.
    #[must_use]
    pub fn seal(&mut self, id: RecordId, content_type: ContentType, content: &[u8]) -> Record {
        self.seal_padded(id, content_type, content, 0)
    }

    /// Seals `content` and so many zeros after it as one record. RFC 8446 §5.4.
    #[must_use]
    pub fn seal_padded(&mut self, id: RecordId, content_type: ContentType, content: &[u8], zeros: usize) -> Record {
        if self.is_tls12() {
            return self.seal12(id, content_type, content);
        }
        let mut inner = Vec::with_capacity(content.len() + 1 + zeros);
        inner.extend_from_slice(content);
        inner.push(content_type.0);
        inner.resize(content.len() + 1 + zeros, 0);
        let additional_data = header(ContentType::APPLICATION_DATA, ProtocolVersion::TLS12, inner.len() + TAG_LENGTH);
        let nonce = self.nonce();
        let sealed = self.aead_key.seal(nonce, &additional_data, &inner);
        let bytes = [&additional_data[..], &sealed].concat();
        let protection = self.protection(nonce, &additional_data, inner_plaintext_fields(&inner), inner);
        self.sequence += 1;
        Record { id, fields: record_fields(&bytes, true), bytes, protection: Some(protection) }
    }

    /// The epoch of the keys.
    #[must_use]
    pub fn epoch(&self) -> Epoch {
        self.keys.epoch
    }

    /// Takes the next record for lost: goes on to the sequence number after it.
    pub fn skip(&mut self) {
        self.sequence = self.sequence.wrapping_add(1);
    }

    /// Opens a record.
    ///
    /// # Errors
    /// [`Failure::BadRecordMac`]; [`Failure::RecordOverflow`] if the content is too long;
    /// [`Failure::UnexpectedRecord`] if there is nothing but padding. RFC 8446 §5.2, §5.4.
    pub fn open(&mut self, record: &WireRecord) -> Result<Opened, OpenError> {
        if self.is_tls12() {
            return self.open12(record);
        }
        let mut additional_data = [0; HEADER_LENGTH];
        additional_data.copy_from_slice(&record.bytes[..HEADER_LENGTH]);
        let nonce = self.nonce();
        let inner = self
            .aead_key
            .open(nonce, &additional_data, record.fragment())
            .map_err(|_| OpenError { failure: Failure::BadRecordMac, protection: None })?;
        let protection = self.protection(nonce, &additional_data, inner_plaintext_fields(&inner), inner);
        self.sequence += 1;
        let inner = &protection.inner;
        if inner.len() > MAX_PLAINTEXT + 1 {
            let failure = Failure::RecordOverflow { length: inner.len() };
            return Err(OpenError { failure, protection: Some(Box::new(protection)) });
        }
        match inner.iter().rposition(|byte| *byte != 0) {
            Some(end) => {
                let content_type = ContentType(inner[end]);
                Ok(Opened { content_type, content: inner[..end].to_vec(), protection })
            }
            None => Err(OpenError {
                failure: Failure::UnexpectedRecord { content_type: 0 },
                protection: Some(Box::new(protection)),
            }),
        }
    }

    /// Whether the keys are those of a connection of TLS 1.2.
    #[must_use]
    pub fn is_tls12(&self) -> bool {
        rare::BUILT && self.keys.epoch == Epoch::Connection
    }

    /// The fields of a sealed record of TLS 1.2.
    #[must_use]
    pub fn fields12(&self, bytes: &[u8]) -> FieldTree {
        record_fields12(bytes, self.explicit_length())
    }

    /// The length in bytes of the part of the nonce that is sent with each record of TLS 1.2. RFC 5288 §3, RFC 7905 §2.
    fn explicit_length(&self) -> usize {
        if self.keys.iv.value.len() == SALT_LENGTH { NONCE_LENGTH - SALT_LENGTH } else { 0 }
    }

    /// ```text
    /// AEADEncrypted   = AEAD-Encrypt(write_key, nonce, content, additional_data)
    /// additional_data = seq_num || type || version || length of the content
    /// ```
    ///
    /// RFC 5246 §6.2.3.3.
    fn seal12(&mut self, id: RecordId, content_type: ContentType, content: &[u8]) -> Record {
        let explicit = self.sequence.to_be_bytes();
        let explicit = &explicit[..self.explicit_length()];
        let nonce = self.nonce12(explicit);
        let additional_data = self.additional_data12(content_type, ProtocolVersion::TLS12, content.len());
        let sealed = self.aead_key.seal(nonce, &additional_data, content);
        let head = header(content_type, ProtocolVersion::TLS12, explicit.len() + sealed.len());
        let bytes = [&head[..], explicit, &sealed].concat();
        let protection = self.protection(nonce, &additional_data, content_fields(content), content.to_vec());
        let fields = record_fields12(&bytes, explicit.len());
        self.sequence += 1;
        Record { id, fields, bytes, protection: Some(protection) }
    }

    fn open12(&mut self, record: &WireRecord) -> Result<Opened, OpenError> {
        let bad = || OpenError { failure: Failure::BadRecordMac, protection: None };
        let (explicit, sealed) = record.fragment().split_at_checked(self.explicit_length()).ok_or_else(bad)?;
        let length = sealed.len().checked_sub(TAG_LENGTH).ok_or_else(bad)?;
        let nonce = self.nonce12(explicit);
        // The version that came, so that nobody changes it on the way.
        let version = ProtocolVersion(u16::from_be_bytes([record.bytes[1], record.bytes[2]]));
        let additional_data = self.additional_data12(record.content_type, version, length);
        let content = self.aead_key.open(nonce, &additional_data, sealed).map_err(|_| bad())?;
        let protection = self.protection(nonce, &additional_data, content_fields(&content), content.clone());
        self.sequence += 1;
        if content.len() > MAX_PLAINTEXT {
            let failure = Failure::RecordOverflow { length: content.len() };
            return Err(OpenError { failure, protection: Some(Box::new(protection)) });
        }
        Ok(Opened { content_type: record.content_type, content, protection })
    }

    /// The salt and what is sent with the record, or as in TLS 1.3. RFC 5288 §3, RFC 7905 §2.
    fn nonce12(&self, explicit: &[u8]) -> [u8; NONCE_LENGTH] {
        if explicit.is_empty() {
            return self.nonce();
        }
        let mut nonce = [0; NONCE_LENGTH];
        nonce[..SALT_LENGTH].copy_from_slice(&self.keys.iv.value);
        nonce[SALT_LENGTH..].copy_from_slice(explicit);
        nonce
    }

    fn additional_data12(&self, content_type: ContentType, version: ProtocolVersion, length: usize) -> Bytes {
        [&self.sequence.to_be_bytes()[..], &header(content_type, version, length)].concat()
    }

    /// The nonce of the next record: the sequence number as 12 bytes, XOR the IV. RFC 8446 §5.3.
    fn nonce(&self) -> [u8; NONCE_LENGTH] {
        let mut nonce = [0; NONCE_LENGTH];
        nonce.copy_from_slice(&self.keys.iv.value);
        for (byte, sequence) in nonce[4..].iter_mut().zip(self.sequence.to_be_bytes()) {
            *byte ^= sequence;
        }
        nonce
    }

    fn protection(
        &self,
        nonce: [u8; NONCE_LENGTH],
        additional_data: &[u8],
        inner_fields: FieldTree,
        inner: Bytes,
    ) -> Protection {
        Protection {
            epoch: self.keys.epoch,
            algorithm: self.keys.aead.name(),
            key: self.keys.key.name,
            iv: self.keys.iv.name,
            sequence: self.sequence,
            nonce: nonce.to_vec(),
            additional_data: additional_data.to_vec(),
            inner_fields,
            inner,
        }
    }
}
