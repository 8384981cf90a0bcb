//! What the two sides are told before they start.

use crate::crypto::entropy::Entropy;
use crate::crypto::signature::SigningKey;
use crate::crypto::x509::Certificate;
use crate::tls::registry::{CipherSuite, NamedGroup, SignatureScheme};
use crate::trace::Bytes;

/// What a client offers and whom it trusts.
#[derive(Clone)]
pub struct ClientConfig {
    /// The cipher suites, in order of preference.
    pub cipher_suites: Vec<CipherSuite>,
    /// The groups, in order of preference.
    pub groups: Vec<NamedGroup>,
    /// The group for which it sends a share; one of `groups`.
    pub key_share: NamedGroup,
    /// The signature schemes, in order of preference.
    pub signature_schemes: Vec<SignatureScheme>,
    /// The host it wants: a DNS name.
    pub server_name: String,
    /// The application protocols, in order of preference; none for no such extension.
    pub application_protocols: Vec<Bytes>,
    /// Whether it checks the server's chain. If not, it takes any certificate whose key signs the handshake, and so does
    /// not know whom it speaks to.
    pub checks_chain: bool,
    /// The certificates it trusts.
    pub trust_anchors: Vec<Certificate>,
    /// The time at which it checks certificates, in seconds from 1970-01-01T00:00:00Z.
    pub now: u64,
    /// Where its random values come from.
    pub entropy: Entropy,
}

/// What a server accepts and who it is.
#[derive(Clone)]
pub struct ServerConfig {
    /// The cipher suites it accepts.
    pub cipher_suites: Vec<CipherSuite>,
    /// The groups it accepts.
    pub groups: Vec<NamedGroup>,
    /// The application protocols it speaks, in order of preference.
    pub application_protocols: Vec<Bytes>,
    /// Its certificate, then those that lead to a trust anchor.
    pub certificate_chain: Vec<Certificate>,
    /// The private key of its certificate.
    pub certificate_key: SigningKey,
    /// The number of tickets that it sends.
    pub tickets: u8,
    /// Where its random values come from.
    pub entropy: Entropy,
}
