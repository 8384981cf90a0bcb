//! Traffic secrets, and the keys that come from them. RFC 8446 §7.3, §4.4.4.

use super::{context, expand_label};
use crate::crypto::aead::{AeadAlgorithm, NONCE_LENGTH};
use crate::crypto::hash::HashAlgorithm;
use crate::crypto::hkdf::hmac;
use crate::trace::{Bytes, Context, Derivation, Epoch, Giver, Secret, SecretName, Side, TranscriptPoint};

/// The traffic secret of one writer in one epoch.
#[derive(Clone, Debug)]
pub struct TrafficSecret {
    hash: HashAlgorithm,
    writer: Side,
    epoch: Epoch,
    secret: Secret,
}

impl TrafficSecret {
    pub(super) fn derive(
        hash: HashAlgorithm,
        from: &Secret,
        writer: Side,
        epoch: Epoch,
        label: &'static str,
        transcript: &TranscriptPoint,
    ) -> Self {
        let name = SecretName::TrafficSecret { writer, epoch };
        let context = context(transcript);
        let secret = expand_label(hash, from, name, label, context, hash.output_length());
        Self { hash, writer, epoch, secret }
    }

    /// Takes one that was given, of whatever it was derived.
    #[must_use]
    pub fn given(hash: HashAlgorithm, writer: Side, epoch: Epoch, value: Bytes) -> Self {
        let name = SecretName::TrafficSecret { writer, epoch };
        let derivation = Derivation::Given { by: Giver::KeyLog, public: Bytes::new() };
        Self { hash, writer, epoch, secret: Secret { name, value, derivation } }
    }

    /// Who writes with its keys, and in which epoch.
    #[must_use]
    pub fn place(&self) -> (Side, Epoch) {
        (self.writer, self.epoch)
    }

    /// The secret.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Derives the secret that a `KeyUpdate` puts in the place of this one.
    ///
    /// ```text
    /// application_traffic_secret_N+1 = HKDF-Expand-Label(application_traffic_secret_N, "traffic upd", "", Hash.length)
    /// ```
    ///
    /// RFC 8446 §7.2.
    #[must_use]
    pub fn updated(&self) -> Self {
        let epoch = match self.epoch {
            Epoch::Updated(updates) => Epoch::Updated(updates.saturating_add(1)),
            _ => Epoch::Updated(1),
        };
        let name = SecretName::TrafficSecret { writer: self.writer, epoch };
        let length = self.hash.output_length();
        let secret = expand_label(self.hash, &self.secret, name, "traffic upd", Context::Empty, length);
        Self { epoch, secret, ..*self }
    }

    /// Derives `[sender]_write_key` and `[sender]_write_iv`.
    ///
    /// ```text
    /// [sender]_write_key = HKDF-Expand-Label(Secret, "key", "", key_length)
    /// [sender]_write_iv  = HKDF-Expand-Label(Secret, "iv", "", iv_length)
    /// ```
    ///
    /// RFC 8446 §7.3; checked against RFC 8448 §3.
    #[must_use]
    pub fn keys(&self, aead: AeadAlgorithm) -> TrafficKeys {
        let Self { hash, writer, epoch, secret } = self;
        let (writer, epoch) = (*writer, *epoch);
        let key_name = SecretName::WriteKey { writer, epoch };
        let iv_name = SecretName::WriteIv { writer, epoch };
        TrafficKeys {
            aead,
            writer,
            epoch,
            key: expand_label(*hash, secret, key_name, "key", Context::Empty, aead.key_length()),
            iv: expand_label(*hash, secret, iv_name, "iv", Context::Empty, NONCE_LENGTH),
        }
    }

    /// Derives the writer's finished key: `HKDF-Expand-Label(BaseKey, "finished", "", Hash.length)`.
    ///
    /// RFC 8446 §4.4.4; checked against RFC 8448 §3.
    #[must_use]
    pub fn finished_key(&self) -> FinishedKey {
        FinishedKey::derive(self.hash, &self.secret, SecretName::FinishedKey(self.writer))
    }
}

/// The key and IV that protect one writer's records in one epoch.
#[derive(Clone, Debug)]
pub struct TrafficKeys {
    /// The AEAD algorithm.
    pub aead: AeadAlgorithm,
    /// Who writes with them.
    pub writer: Side,
    /// The epoch.
    pub epoch: Epoch,
    /// The key.
    pub key: Secret,
    /// The IV, 12 bytes.
    pub iv: Secret,
}

/// The key of a `Finished` MAC.
#[derive(Clone, Debug)]
pub struct FinishedKey {
    hash: HashAlgorithm,
    secret: Secret,
}

impl FinishedKey {
    pub(super) fn derive(hash: HashAlgorithm, base: &Secret, name: SecretName) -> Self {
        let secret = expand_label(hash, base, name, "finished", Context::Empty, hash.output_length());
        Self { hash, secret }
    }

    /// The secret.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Computes `verify_data = HMAC(finished_key, Transcript-Hash(Handshake Context, Certificate*, CertificateVerify*))`.
    ///
    /// `transcript` reaches from the `ClientHello` to the last message before this `Finished`.
    ///
    /// RFC 8446 §4.4.4; checked against RFC 8448 §3.
    #[must_use]
    pub fn verify_data(&self, transcript: &TranscriptPoint) -> Bytes {
        hmac(self.hash, &self.secret.value, &transcript.hash)
    }
}
