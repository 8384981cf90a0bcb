//! Negotiated parameters.

use super::citation as cite;
use super::{Entry, entry};
use crate::trace::ChoiceName;

/// The words for a negotiated parameter.
#[must_use]
pub fn choice(name: ChoiceName) -> Entry {
    match name {
        ChoiceName::Version => entry(
            "Protocol version",
            "Which edition of TLS both will speak.",
            "The client lists its versions in supported_versions; the server answers with selected_version. \
             legacy_version no longer takes part.",
            &[cite::SUPPORTED_VERSIONS],
        ),
        ChoiceName::CipherSuite => entry(
            "Cipher suite",
            "How records are sealed, and which hash function makes the keys.",
            "In TLS 1.3 a cipher suite names only an AEAD algorithm and a hash function. Key exchange and signature \
             are negotiated on their own.",
            &[cite::NEGOTIATION, cite::CIPHER_SUITES],
        ),
        ChoiceName::Group => entry(
            "Group",
            "The kind of arithmetic with which the two agree on a secret in front of everyone.",
            "The elliptic curve or finite field of the (EC)DHE key exchange: offered in supported_groups, used in \
             key_share.",
            &[cite::SUPPORTED_GROUPS, cite::KEY_SHARE],
        ),
        ChoiceName::SignatureScheme => entry(
            "Signature scheme",
            "The way in which the server signs to prove who it is.",
            "Algorithm and hash function of CertificateVerify: one that the client lists in signature_algorithms and \
             that fits the key in the server's certificate.",
            &[cite::SIGNATURE_ALGORITHMS, cite::CERTIFICATE_VERIFY],
        ),
        ChoiceName::ServerName => entry(
            "Server name",
            "Which of the hosts behind one address the client wants to talk to.",
            "The host_name of server_name. It lets the server choose a fitting certificate; in the ClientHello it \
             stands in the clear.",
            &[cite::SNI, cite::CERTIFICATE_SELECTION],
        ),
        ChoiceName::ApplicationProtocol => entry(
            "Application protocol",
            "Which language the two will speak once the connection stands, such as HTTP/2 or HTTP/1.1.",
            "The client lists protocol names in its order of preference; the server selects one and says so in \
             EncryptedExtensions. If they have none in common, the server ends with no_application_protocol.",
            &[cite::ALPN, cite::ALPN_SELECTION],
        ),
    }
}
