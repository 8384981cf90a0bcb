//! Early Secret and what comes from it. RFC 8446 §7.1, §4.2.11.2.

use super::{DerivedFromEarly, FinishedKey, TrafficSecret, context, derived, expand_label};
use crate::crypto::hash::HashAlgorithm;
use crate::crypto::hkdf::hkdf_extract;
use crate::trace::{Context, Derivation, Epoch, Input, PskOrigin, PskPart, Secret, SecretName, Side, TranscriptPoint};

/// Early Secret.
#[derive(Clone, Debug)]
pub struct EarlySecret {
    hash: HashAlgorithm,
    secret: Secret,
}

impl EarlySecret {
    /// Extracts Early Secret without a pre-shared key: `HKDF-Extract(0, 0)`.
    ///
    /// RFC 8446 §7.1; checked against RFC 8448 §3.
    #[must_use]
    pub fn without_psk(hash: HashAlgorithm) -> Self {
        let zeros = vec![0; hash.output_length()];
        let ikm = Input::Zeros(hash.output_length());
        Self::extract(hash, SecretName::EarlySecret, &zeros, ikm)
    }

    /// Extracts Early Secret from a pre-shared key: `HKDF-Extract(0, PSK)`.
    ///
    /// RFC 8446 §7.1; checked against RFC 8448 §4.
    #[must_use]
    pub fn with_psk(hash: HashAlgorithm, psk: &Secret) -> Self {
        let name = PskPart::EarlySecret.of(psk.name.psk_number());
        Self::extract(hash, name, &psk.value, Input::Secret(psk.name))
    }

    fn extract(hash: HashAlgorithm, name: SecretName, input: &[u8], ikm: Input) -> Self {
        let length = hash.output_length();
        let value = hkdf_extract(hash, &vec![0; length], input);
        let derivation = Derivation::Extract { hash: hash.name(), salt: Input::Zeros(length), ikm };
        Self { hash, secret: Secret { name, value, derivation } }
    }

    /// The hash.
    #[must_use]
    pub fn hash(&self) -> HashAlgorithm {
        self.hash
    }

    /// The secret.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Derives `binder_key` and the finished key of the binder.
    ///
    /// ```text
    /// binder_key   = Derive-Secret(Early Secret, "ext binder" | "res binder", "")
    /// finished_key = HKDF-Expand-Label(binder_key, "finished", "", Hash.length)
    /// ```
    ///
    /// RFC 8446 §7.1, §4.2.11.2; checked against RFC 8448 §4.
    #[must_use]
    pub fn binder_key(&self, origin: PskOrigin) -> (Secret, FinishedKey) {
        let label = match origin {
            PskOrigin::External => "ext binder",
            PskOrigin::Ticket { .. } | PskOrigin::Session => "res binder",
        };
        let nothing = Context::HashOfNothing(self.hash.digest(&[]));
        let length = self.hash.output_length();
        let number = self.secret.name.psk_number();
        let key = expand_label(self.hash, &self.secret, PskPart::BinderKey.of(number), label, nothing, length);
        let finished = FinishedKey::derive(self.hash, &key, PskPart::FinishedKey.of(number));
        (key, finished)
    }

    /// Derives `client_early_traffic_secret`; `hello` is `Transcript-Hash(ClientHello)`.
    ///
    /// RFC 8446 §7.1; checked against RFC 8448 §4.
    #[must_use]
    pub fn traffic_secret(&self, hello: &TranscriptPoint) -> TrafficSecret {
        TrafficSecret::derive(self.hash, &self.secret, Side::Client, Epoch::EarlyData, "c e traffic", hello)
    }

    /// Derives `early_exporter_master_secret`; `hello` is `Transcript-Hash(ClientHello)`.
    ///
    /// RFC 8446 §7.1; checked against RFC 8448 §4.
    #[must_use]
    pub fn exporter_master_secret(&self, hello: &TranscriptPoint) -> Secret {
        let context = context(hello);
        let length = self.hash.output_length();
        expand_label(self.hash, &self.secret, SecretName::EarlyExporterMasterSecret, "e exp master", context, length)
    }

    /// Derives what Handshake Secret takes as its salt: `Derive-Secret(Early Secret, "derived", "")`.
    #[must_use]
    pub fn derived(&self) -> DerivedFromEarly {
        DerivedFromEarly { hash: self.hash, secret: derived(self.hash, &self.secret, SecretName::DerivedFromEarly) }
    }
}
