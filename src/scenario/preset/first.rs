//! Two who meet for the first time, with what they can choose from.

use super::Row;
use crate::scenario::CertificateKey;
use crate::tls::registry::{CipherSuite, NamedGroup, SignatureScheme};

pub(super) static ROWS: &[Row] = &[
    ("default", "A whole connection: handshake, a ticket, a question, an answer, goodbye.", |_| {}),
    ("aes-256-gcm", "The records are sealed with AES-256-GCM, and every hash is SHA-384.", |scenario| {
        scenario.cipher_suite = CipherSuite::TLS_AES_256_GCM_SHA384;
    }),
    (
        "chacha20-poly1305",
        "The records are sealed with ChaCha20-Poly1305, which is fast without special hardware.",
        |scenario| {
            scenario.cipher_suite = CipherSuite::TLS_CHACHA20_POLY1305_SHA256;
        },
    ),
    ("secp256r1", "The secret is agreed on with the curve P-256 in place of X25519.", |scenario| {
        scenario.group = NamedGroup::SECP256R1;
    }),
    ("ed25519", "The certificates have Ed25519 keys in place of ECDSA with P-256.", |scenario| {
        scenario.certificate_key = CertificateKey::Ed25519;
    }),
    ("secp384r1", "The secret is agreed on with the curve P-384, the larger sister of P-256.", |scenario| {
        scenario.group = NamedGroup::SECP384R1;
    }),
    (
        "x25519mlkem768",
        "The secret is agreed on in two ways at once, so that it stays secret even if quantum computers come.",
        |scenario| {
            scenario.group = NamedGroup::X25519MLKEM768;
        },
    ),
    (
        "x25519mlkem768-old-server",
        "The client sends a hybrid key and a plain one, as browsers do, and the server only knows the plain kind.",
        |scenario| {
            scenario.group = NamedGroup::X25519MLKEM768;
            scenario.key_shares = Some(vec![NamedGroup::X25519MLKEM768, NamedGroup::X25519]);
            scenario.server_groups = vec![NamedGroup::X25519];
        },
    ),
    (
        "x25519mlkem768-retry",
        "The client guesses that x25519 will do, and the server asks for a hybrid key.",
        |scenario| scenario.server_groups = vec![NamedGroup::X25519MLKEM768],
    ),
    ("ecdsa-p384", "The certificates have ECDSA keys on the curve P-384.", |scenario| {
        scenario.certificate_key = CertificateKey::EcdsaP384;
    }),
    ("rsa", "The certificates have RSA keys of 2048 bits; the server signs with RSA-PSS.", |scenario| {
        scenario.certificate_key = CertificateKey::Rsa;
    }),
    (
        "rsa-sha512",
        "The client would rather see SHA-512 in the server's RSA signature, and the server can do that.",
        |scenario| {
            scenario.certificate_key = CertificateKey::Rsa;
            scenario.client_schemes = vec![
                SignatureScheme::RSA_PSS_RSAE_SHA512,
                SignatureScheme::RSA_PSS_RSAE_SHA256,
                SignatureScheme::RSA_PKCS1_SHA256,
            ];
        },
    ),
    (
        "no-common-signature",
        "The client can verify Ed25519 alone, and the server has an RSA key: nothing to agree on.",
        |scenario| {
            scenario.certificate_key = CertificateKey::Rsa;
            scenario.client_schemes = vec![SignatureScheme::ED25519];
        },
    ),
    (
        "no-common-suite",
        "One can seal with AES alone, the other with ChaCha20 alone: nothing to agree on.",
        |scenario| {
            scenario.client_suites =
                Some(vec![CipherSuite::TLS_AES_128_GCM_SHA256, CipherSuite::TLS_AES_256_GCM_SHA384]);
            scenario.server_suites = Some(vec![CipherSuite::TLS_CHACHA20_POLY1305_SHA256]);
        },
    ),
    (
        "no-common-group",
        "The client knows x25519 alone, and the server P-256 alone: nothing to agree on.",
        |scenario| {
            scenario.client_groups = Some(vec![NamedGroup::X25519]);
            scenario.server_groups = vec![NamedGroup::SECP256R1];
        },
    ),
    (
        "no-alpn",
        "The two do not talk about the application protocol, which must then be known otherwise.",
        |scenario| {
            scenario.client_alpn = vec![];
        },
    ),
    ("tickets", "The server sends four tickets, each good for one later visit.", |scenario| {
        scenario.tickets = 4;
    }),
    ("handshake-only", "Nothing but the handshake and the goodbye: no ticket, no data.", |scenario| {
        scenario.tickets = 0;
        scenario.client_says = String::new();
        scenario.server_says = String::new();
    }),
];
