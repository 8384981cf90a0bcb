//! The words of a link for what has few values.

use super::{Depth, Layer, Layout, Tab, Theme};
use crate::crypto::hash::HashAlgorithm;
use crate::scenario::{
    CertificateFlaw, CertificateKey, ClientAuthentication, KeyUpdate, Psk, PskMode, ServerPsk, TicketKind,
};
use crate::tls::registry::{CipherSuite, NamedGroup, ProtocolVersion, SignatureScheme};

/// A word for each value of a parameter, the words in the order of `WORDS`.
pub(super) trait Words: Copy + PartialEq + 'static {
    const VALUES: &'static [Self];
    const WORDS: &'static [&'static str];
}

macro_rules! words {
    ($($kind:ty: $($word:literal = $value:expr),*;)*) => {
        $(impl Words for $kind {
            const VALUES: &'static [Self] = &[$($value),*];
            const WORDS: &'static [&'static str] = &[$($word),*];
        })*
    };
}

words! {
    ProtocolVersion: "1.3" = Self::TLS13, "1.2" = Self::TLS12;
    CipherSuite: "aes128gcm" = Self::TLS_AES_128_GCM_SHA256, "aes256gcm" = Self::TLS_AES_256_GCM_SHA384,
        "chacha20poly1305" = Self::TLS_CHACHA20_POLY1305_SHA256,
        "ecdhe-ecdsa-aes128gcm" = Self::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        "ecdhe-ecdsa-aes256gcm" = Self::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        "ecdhe-ecdsa-chacha20poly1305" = Self::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        "ecdhe-rsa-aes128gcm" = Self::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        "ecdhe-rsa-aes256gcm" = Self::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        "ecdhe-rsa-chacha20poly1305" = Self::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        "rsa-aes128gcm" = Self::TLS_RSA_WITH_AES_128_GCM_SHA256, "rsa-aes256gcm" = Self::TLS_RSA_WITH_AES_256_GCM_SHA384;
    NamedGroup: "x25519" = Self::X25519, "secp256r1" = Self::SECP256R1, "secp384r1" = Self::SECP384R1,
        "x25519mlkem768" = Self::X25519MLKEM768;
    SignatureScheme: "ed25519" = Self::ED25519, "ecdsa_secp256r1_sha256" = Self::ECDSA_SECP256R1_SHA256,
        "ecdsa_secp384r1_sha384" = Self::ECDSA_SECP384R1_SHA384, "rsa_pss_rsae_sha256" = Self::RSA_PSS_RSAE_SHA256,
        "rsa_pss_rsae_sha384" = Self::RSA_PSS_RSAE_SHA384, "rsa_pss_rsae_sha512" = Self::RSA_PSS_RSAE_SHA512,
        "rsa_pkcs1_sha256" = Self::RSA_PKCS1_SHA256, "rsa_pkcs1_sha384" = Self::RSA_PKCS1_SHA384,
        "rsa_pkcs1_sha512" = Self::RSA_PKCS1_SHA512;
    bool: "no" = false, "yes" = true;
    ClientAuthentication: "none" = Self::None, "requested" = Self::Requested, "required" = Self::Required;
    KeyUpdate: "none" = Self::None, "own" = Self::Own, "both" = Self::Both;
    Psk: "none" = Self::None, "ticket" = Self::Ticket, "external" = Self::External, "both" = Self::Both;
    PskMode: "dhe" = Self::WithDhe, "alone" = Self::Alone, "either" = Self::Either;
    ServerPsk: "same" = Self::Same, "unknown" = Self::Unknown, "other" = Self::Other;
    HashAlgorithm: "sha256" = Self::Sha256, "sha384" = Self::Sha384;
    TicketKind: "stored" = Self::Stored, "sealed" = Self::Sealed;
    CertificateFlaw: "none" = Self::None, "root" = Self::UnknownRoot, "missing" = Self::MissingIntermediate,
        "order" = Self::WrongOrder, "pathlen" = Self::PathTooLong, "ca" = Self::NotAuthority,
        "certsign" = Self::NoKeyCertSign, "keyusage" = Self::NoDigitalSignature, "purpose" = Self::WrongPurpose,
        "critical" = Self::UnknownCritical, "weak" = Self::WeakAlgorithm, "unknown" = Self::UnknownAlgorithm,
        "signature" = Self::BrokenSignature;
    CertificateKey: "ed25519" = Self::Ed25519, "p256" = Self::EcdsaP256, "p384" = Self::EcdsaP384, "rsa" = Self::Rsa;
    Tab: "message" = Self::Message, "keys" = Self::Keys, "transcript" = Self::Transcript,
        "certificate" = Self::Certificate, "states" = Self::States, "knowledge" = Self::Knowledge;
    Layer: "wire" = Self::Wire, "opened" = Self::Opened;
    Depth: "simple" = Self::Simple, "technical" = Self::Technical;
    Layout: "full" = Self::Full, "embed" = Self::Embed;
    Theme: "auto" = Self::Auto, "light" = Self::Light, "dark" = Self::Dark;
}
