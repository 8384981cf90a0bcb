//! Words of a trace that are part of the program: a reader gives them back as its own.

use crate::crypto::aead::AeadAlgorithm;
use crate::crypto::hash::HashAlgorithm;
use crate::tls::registry::{ExtensionType, NamedGroup, SignatureScheme};

/// The labels of key schedules (RFC 8446 §7.1, RFC 5246 §8.1) and exporters (RFC 9266 §4.2).
const LABELS: [&str; 24] = [
    "ext binder",
    "res binder",
    "c e traffic",
    "e exp master",
    "derived",
    "c hs traffic",
    "s hs traffic",
    "c ap traffic",
    "s ap traffic",
    "exp master",
    "res master",
    "resumption",
    "key",
    "iv",
    "finished",
    "traffic upd",
    "exporter",
    "master secret",
    "extended master secret",
    "key expansion",
    "client finished",
    "server finished",
    "EXPORTER-Channel-Binding",
    "elsewhere",
];

/// What is drawn, and for what.
const DRAWN: [&str; 19] = [
    "client x25519 private key",
    "server x25519 private key",
    "client secp256r1 private key",
    "server secp256r1 private key",
    "client secp384r1 private key",
    "server secp384r1 private key",
    "client ML-KEM-768 seeds, client x25519 private key",
    "server ML-KEM-768 randomness, server x25519 private key",
    "premaster secret",
    "RSA key for teaching",
    "client leaf private key",
    "leaf private key",
    "ticket key",
    "ClientHello.random",
    "ClientHello.legacy_session_id",
    "ServerHello.random",
    "ServerHello.session_id",
    "HelloRetryRequest.cookie",
    "NewSessionTicket.ticket",
];

/// What checks look at, and fields that may be wrong.
const LOOKED_AT: [&str; 75] = [
    "signature",
    "renegotiated_connection",
    "client_verify_data",
    "client_verify_data || server_verify_data",
    "verify_data received",
    "verify_data computed",
    "binder",
    "binder received",
    "binder computed",
    "subject",
    "issuer",
    "trust anchor",
    "signatureAlgorithm",
    "notBefore",
    "now",
    "notAfter",
    "basicConstraints",
    "cA",
    "pathLenConstraint",
    "authorities below",
    "authority",
    "certificate that cannot be read",
    "permittedSubtrees",
    "excludedSubtrees",
    "permitted name",
    "name that is not permitted",
    "keyUsage",
    "unknown critical extension",
    "extKeyUsage",
    "server name",
    "subjectAltName",
    "dNSName",
    "iPAddress",
    "changed",
    "last 8 bytes of the random",
    "cipher suite of the session",
    "cipher suite",
    "cookie",
    "echoed",
    "extended master secret",
    "hash of the PSK",
    "hash of the cipher suite",
    "in HelloRetryRequest",
    "in ServerHello",
    "mode",
    "offered a share for",
    "offered",
    "protocol of the PSK",
    "protocol",
    "selected",
    "selected_identity",
    "sent a share for",
    "sent",
    "certificate_request_context",
    "record_size_limit",
    "key_share",
    "ec_point_format_list",
    "cipher_suite",
    "certificate",
    "algorithm",
    "session_id",
    "request_update",
    "pre_shared_key",
    "legacy_compression_methods",
    "legacy_compression_method",
    "exchange_keys",
    "curve_type",
    "compression_methods",
    "compression_method",
    "binders",
    "application_layer_protocol_negotiation",
    "server_version",
    "compressed",
    "uncompressed_length",
    "unpacked",
];

/// The program's own word for a text.
pub(super) fn known(text: &str) -> Option<&'static str> {
    let fixed = LABELS.into_iter().chain(DRAWN).chain(LOOKED_AT);
    let hashes = [HashAlgorithm::Sha256, HashAlgorithm::Sha384].map(HashAlgorithm::name);
    let ciphers = [AeadAlgorithm::Aes128Gcm, AeadAlgorithm::Aes256Gcm, AeadAlgorithm::ChaCha20Poly1305];
    let ciphers = ciphers.map(AeadAlgorithm::name);
    let groups = [NamedGroup::X25519, NamedGroup::SECP256R1, NamedGroup::SECP384R1, NamedGroup::X25519MLKEM768];
    let groups = groups.map(NamedGroup::name);
    let own = fixed.chain(hashes).chain(ciphers).chain(groups).find(|known| *known == text);
    let scheme = || (0..=u16::MAX).map(|code| SignatureScheme(code).name()).find(|known| *known == text);
    let extension = || (0..=u16::MAX).map(|code| ExtensionType(code).name()).find(|known| *known == text);
    own.or_else(scheme).or_else(extension)
}
