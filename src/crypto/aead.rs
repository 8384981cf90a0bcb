//! Authenticated encryption with associated data.

#![cfg_attr(not(feature = "rare"), expect(clippy::match_same_arms, reason = "one type has the place of several"))]

use aes_gcm::Aes128Gcm;
use aes_gcm::aead::{Aead, KeyInit, Payload};

use super::rare::{Aes256Gcm, ChaCha20Poly1305};

/// An AEAD algorithm; each has a nonce of 12 bytes and a tag of 16.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AeadAlgorithm {
    /// `AEAD_AES_128_GCM`. RFC 5116 §5.1.
    Aes128Gcm,
    /// `AEAD_AES_256_GCM`. RFC 5116 §5.2.
    Aes256Gcm,
    /// `AEAD_CHACHA20_POLY1305`. RFC 8439 §2.8.
    ChaCha20Poly1305,
}

/// The length of a nonce in bytes.
pub const NONCE_LENGTH: usize = 12;

/// The length of a tag in bytes.
pub const TAG_LENGTH: usize = 16;

/// The ciphertext was not made with this key, nonce and additional data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadTag;

impl AeadAlgorithm {
    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Aes128Gcm => "AES-128-GCM",
            Self::Aes256Gcm => "AES-256-GCM",
            Self::ChaCha20Poly1305 => "ChaCha20-Poly1305",
        }
    }

    /// The length of a key in bytes.
    #[must_use]
    pub fn key_length(self) -> usize {
        match self {
            Self::Aes128Gcm => 16,
            Self::Aes256Gcm | Self::ChaCha20Poly1305 => 32,
        }
    }

    /// Makes a key ready for use; `key` is [`AeadAlgorithm::key_length`] bytes long.
    ///
    /// # Panics
    /// If the key is of another length, or the algorithm is one that is not always there, and is not.
    #[must_use]
    pub fn key(self, key: &[u8]) -> AeadKey {
        const FITS: &str = "the key has the algorithm's length";
        match self {
            Self::Aes128Gcm => AeadKey::Aes128Gcm(Box::new(Aes128Gcm::new_from_slice(key).expect(FITS))),
            Self::Aes256Gcm => AeadKey::Aes256Gcm(Box::new(Aes256Gcm::new_from_slice(key).expect(FITS))),
            Self::ChaCha20Poly1305 => {
                AeadKey::ChaCha20Poly1305(Box::new(ChaCha20Poly1305::new_from_slice(key).expect(FITS)))
            }
        }
    }
}

/// A key that is ready for use.
#[derive(Clone)]
pub enum AeadKey {
    /// `AEAD_AES_128_GCM`.
    Aes128Gcm(Box<Aes128Gcm>),
    /// `AEAD_AES_256_GCM`.
    Aes256Gcm(Box<Aes256Gcm>),
    /// `AEAD_CHACHA20_POLY1305`.
    ChaCha20Poly1305(Box<ChaCha20Poly1305>),
}

impl AeadKey {
    /// Seals `plaintext`; the result is the ciphertext followed by the tag.
    ///
    /// # Panics
    /// If `plaintext` is longer than the algorithm allows (64 GiB): records are at most 16 KiB.
    #[must_use]
    pub fn seal(&self, nonce: [u8; NONCE_LENGTH], additional_data: &[u8], plaintext: &[u8]) -> Vec<u8> {
        let payload = Payload { msg: plaintext, aad: additional_data };
        match self {
            Self::Aes128Gcm(key) => key.encrypt(&nonce.into(), payload),
            Self::Aes256Gcm(key) => key.encrypt(&nonce.into(), payload),
            Self::ChaCha20Poly1305(key) => key.encrypt(&nonce.into(), payload),
        }
        .expect("a record is shorter than the algorithm's limit")
    }

    /// Opens `sealed`, which is the ciphertext followed by the tag.
    ///
    /// # Errors
    /// [`BadTag`].
    pub fn open(&self, nonce: [u8; NONCE_LENGTH], additional_data: &[u8], sealed: &[u8]) -> Result<Vec<u8>, BadTag> {
        let payload = Payload { msg: sealed, aad: additional_data };
        match self {
            Self::Aes128Gcm(key) => key.decrypt(&nonce.into(), payload),
            Self::Aes256Gcm(key) => key.decrypt(&nonce.into(), payload),
            Self::ChaCha20Poly1305(key) => key.decrypt(&nonce.into(), payload),
        }
        .map_err(|_| BadTag)
    }
}
