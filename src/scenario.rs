//! The scenario: a small plain value from which everything follows.

pub mod address;
mod cut;
mod date;
mod preset;
mod run;

pub use date::Date;
pub use preset::{Preset, preset, presets};
pub use run::{configure, run};

use crate::tls::registry::{CipherSuite, NamedGroup};

/// The kind of key that every certificate of the chain has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertificateKey {
    /// Ed25519. RFC 8032.
    Ed25519,
    /// ECDSA with P-256 and SHA-256.
    EcdsaP256,
}

/// What the two sides are told before they start. The same scenario always gives the same [`run`], byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// Where all randomness comes from: 1 to 64 characters.
    pub seed: String,
    /// The cipher suite that the client puts first; it offers all of [`CipherSuite::ALL`].
    pub cipher_suite: CipherSuite,
    /// The group for which the client sends a share; it offers all of [`NamedGroup::ALL`].
    pub group: NamedGroup,
    /// The kind of the certificates' keys.
    pub certificate_key: CertificateKey,
    /// The host the client wants: a DNS name.
    pub server_name: String,
    /// The name in the server's certificate; `None` for the same as `server_name`.
    pub certificate_name: Option<String>,
    /// The application protocols that the client offers, in its order; none for no such extension.
    pub client_alpn: Vec<String>,
    /// The application protocols that the server speaks, in its order.
    pub server_alpn: Vec<String>,
    /// What both sides take for today.
    pub date: Date,
    /// The number of tickets that the server sends, 0 to 4.
    pub tickets: u8,
    /// What the client says after the handshake; nothing is sent if it is empty.
    pub client_says: String,
    /// What the server answers; nothing is sent if it is empty.
    pub server_says: String,
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            seed: "hello".into(),
            cipher_suite: CipherSuite::TLS_AES_128_GCM_SHA256,
            group: NamedGroup::X25519,
            certificate_key: CertificateKey::EcdsaP256,
            server_name: "example.com".into(),
            certificate_name: None,
            client_alpn: vec!["h2".into(), "http/1.1".into()],
            server_alpn: vec!["http/1.1".into()],
            date: Date { year: 2026, month: 6, day: 15 },
            tickets: 1,
            client_says: "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n".into(),
            server_says: "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nHello, world!".into(),
        }
    }
}
