//! The key schedule of TLS 1.3: one type per secret, one method per arrow. RFC 8446 §7.1.
//!
//! ```text
//!            0
//!            |
//!  PSK ->  HKDF-Extract = Early Secret
//!            +-----> Derive-Secret(., "ext binder" | "res binder", "")
//!            +-----> Derive-Secret(., "c e traffic", ClientHello)
//!            +-----> Derive-Secret(., "e exp master", ClientHello)
//!      Derive-Secret(., "derived", "")
//!            |
//! (EC)DHE -> HKDF-Extract = Handshake Secret
//!            +-----> Derive-Secret(., "c hs traffic", ClientHello...ServerHello)
//!            +-----> Derive-Secret(., "s hs traffic", ClientHello...ServerHello)
//!      Derive-Secret(., "derived", "")
//!            |
//!    0 -> HKDF-Extract = Master Secret
//!            +-----> Derive-Secret(., "c ap traffic", ClientHello...server Finished)
//!            +-----> Derive-Secret(., "s ap traffic", ClientHello...server Finished)
//!            +-----> Derive-Secret(., "exp master", ClientHello...server Finished)
//!            +-----> Derive-Secret(., "res master", ClientHello...client Finished)
//! ```

mod early;
mod exporter;
mod label;
mod tls12;
mod traffic;

pub use early::EarlySecret;
pub use exporter::export;
pub use label::{expand_label, hkdf_label};
pub use tls12::{Randoms, SALT_LENGTH, SessionMasterSecret, prf};
pub use traffic::{FinishedKey, TrafficKeys, TrafficSecret};

use crate::crypto::hash::HashAlgorithm;
use crate::crypto::hkdf::hkdf_extract;
use crate::crypto::rare;
use crate::trace::{Context, Derivation, Epoch, Input, Secret, SecretName, Side, TranscriptPoint};

/// The bridge from Early Secret to Handshake Secret.
#[derive(Clone, Debug)]
pub struct DerivedFromEarly {
    hash: HashAlgorithm,
    secret: Secret,
}

impl DerivedFromEarly {
    /// The secret.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Extracts Handshake Secret from the (EC)DHE shared secret.
    ///
    /// RFC 8446 §7.1; checked against RFC 8448 §3.
    #[must_use]
    pub fn handshake_secret(&self, shared_secret: &[u8]) -> HandshakeSecret {
        self.extract(shared_secret, Input::Secret(SecretName::SharedSecret))
    }

    /// Extracts Handshake Secret where there is no (EC)DHE: `psk_ke`.
    ///
    /// RFC 8446 §7.1, §4.2.9.
    #[must_use]
    pub fn handshake_secret_without_dhe(&self) -> HandshakeSecret {
        let length = self.hash.output_length();
        self.extract(&vec![0; length], Input::Zeros(length))
    }

    fn extract(&self, input: &[u8], ikm: Input) -> HandshakeSecret {
        let value = hkdf_extract(self.hash, &self.secret.value, input);
        let derivation = Derivation::Extract { hash: self.hash.name(), salt: Input::Secret(self.secret.name), ikm };
        let secret = Secret { name: SecretName::HandshakeSecret, value, derivation };
        HandshakeSecret { hash: self.hash, secret }
    }
}

/// Handshake Secret.
#[derive(Clone, Debug)]
pub struct HandshakeSecret {
    hash: HashAlgorithm,
    secret: Secret,
}

impl HandshakeSecret {
    /// The secret.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Derives `client_handshake_traffic_secret` or `server_handshake_traffic_secret`.
    ///
    /// `hello` is `Transcript-Hash(ClientHello..ServerHello)`: the two handshake messages, record headers excluded.
    ///
    /// RFC 8446 §7.1; checked against RFC 8448 §3.
    #[must_use]
    pub fn traffic_secret(&self, writer: Side, hello: &TranscriptPoint) -> TrafficSecret {
        let label = match writer {
            Side::Client => "c hs traffic",
            Side::Server => "s hs traffic",
        };
        TrafficSecret::derive(self.hash, &self.secret, writer, Epoch::Handshake, label, hello)
    }

    /// Derives what Master Secret takes as its salt: `Derive-Secret(Handshake Secret, "derived", "")`.
    #[must_use]
    pub fn derived(&self) -> DerivedFromHandshake {
        let secret = derived(self.hash, &self.secret, SecretName::DerivedFromHandshake);
        DerivedFromHandshake { hash: self.hash, secret }
    }
}

/// The bridge from Handshake Secret to Master Secret.
#[derive(Clone, Debug)]
pub struct DerivedFromHandshake {
    hash: HashAlgorithm,
    secret: Secret,
}

impl DerivedFromHandshake {
    /// The secret.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Extracts Master Secret.
    ///
    /// RFC 8446 §7.1; checked against RFC 8448 §3.
    #[must_use]
    pub fn master_secret(&self) -> MasterSecret {
        let length = self.hash.output_length();
        let value = hkdf_extract(self.hash, &self.secret.value, &vec![0; length]);
        let derivation = Derivation::Extract {
            hash: self.hash.name(),
            salt: Input::Secret(self.secret.name),
            ikm: Input::Zeros(length),
        };
        MasterSecret { hash: self.hash, secret: Secret { name: SecretName::MasterSecret, value, derivation } }
    }
}

/// Master Secret.
#[derive(Clone, Debug)]
pub struct MasterSecret {
    hash: HashAlgorithm,
    secret: Secret,
}

impl MasterSecret {
    /// The secret.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Derives `client_application_traffic_secret_0` or `server_application_traffic_secret_0`.
    ///
    /// `server_finished` is `Transcript-Hash(ClientHello..server Finished)`.
    ///
    /// RFC 8446 §7.1; checked against RFC 8448 §3.
    #[must_use]
    pub fn traffic_secret(&self, writer: Side, server_finished: &TranscriptPoint) -> TrafficSecret {
        let label = match writer {
            Side::Client => "c ap traffic",
            Side::Server => "s ap traffic",
        };
        TrafficSecret::derive(self.hash, &self.secret, writer, Epoch::Application, label, server_finished)
    }

    /// Derives `exporter_master_secret`.
    ///
    /// `server_finished` is `Transcript-Hash(ClientHello..server Finished)`.
    ///
    /// RFC 8446 §7.1; checked against RFC 8448 §3.
    #[must_use]
    pub fn exporter_master_secret(&self, server_finished: &TranscriptPoint) -> Secret {
        let context = context(server_finished);
        let length = self.hash.output_length();
        expand_label(self.hash, &self.secret, SecretName::ExporterMasterSecret, "exp master", context, length)
    }

    /// Derives `resumption_master_secret`.
    ///
    /// `client_finished` is `Transcript-Hash(ClientHello..client Finished)`.
    ///
    /// RFC 8446 §7.1; checked against RFC 8448 §3.
    #[must_use]
    pub fn resumption_master_secret(&self, client_finished: &TranscriptPoint) -> ResumptionMasterSecret {
        let context = context(client_finished);
        let length = self.hash.output_length();
        let name = SecretName::ResumptionMasterSecret;
        let secret = expand_label(self.hash, &self.secret, name, "res master", context, length);
        ResumptionMasterSecret { hash: self.hash, secret }
    }
}

/// `resumption_master_secret`.
#[derive(Clone, Debug)]
pub struct ResumptionMasterSecret {
    hash: HashAlgorithm,
    secret: Secret,
}

impl ResumptionMasterSecret {
    /// The secret.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Derives the PSK that goes with a ticket: `HKDF-Expand-Label(., "resumption", ticket_nonce, Hash.length)`.
    ///
    /// `ticket` is the ticket's number within the connection, the first being 0.
    ///
    /// RFC 8446 §4.6.1; checked against RFC 8448 §3.
    #[must_use]
    pub fn psk(&self, ticket: u8, ticket_nonce: &[u8]) -> Secret {
        let context = Context::TicketNonce(ticket_nonce.to_vec());
        let length = self.hash.output_length();
        expand_label(self.hash, &self.secret, SecretName::ResumptionPsk { ticket }, "resumption", context, length)
    }
}

/// The context of `Derive-Secret`: a transcript hash, which is that of nothing only if a side is broken on purpose.
fn context(point: &TranscriptPoint) -> Context {
    if rare::BREAKABLE && point.is_empty() {
        return Context::HashOfNothing(point.hash.clone());
    }
    Context::Transcript(point.clone())
}

fn derived(hash: HashAlgorithm, from: &Secret, name: SecretName) -> Secret {
    expand_label(hash, from, name, "derived", Context::HashOfNothing(hash.digest(&[])), hash.output_length())
}
