//! Signature schemes.

use super::is_grease;
use crate::crypto::rare::{self, RsaScheme};
use crate::crypto::signature::Algorithm;

/// A signature scheme. RFC 8446 §4.2.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignatureScheme(pub u16);

impl SignatureScheme {
    /// `ecdsa_secp256r1_sha256`
    pub const ECDSA_SECP256R1_SHA256: Self = Self(0x0403);
    /// `ed25519`
    pub const ED25519: Self = Self(0x0807);
    /// `ecdsa_secp384r1_sha384`
    pub const ECDSA_SECP384R1_SHA384: Self = Self(0x0503);
    /// `rsa_pkcs1_sha256`
    pub const RSA_PKCS1_SHA256: Self = Self(0x0401);
    /// `rsa_pkcs1_sha384`
    pub const RSA_PKCS1_SHA384: Self = Self(0x0501);
    /// `rsa_pkcs1_sha512`
    pub const RSA_PKCS1_SHA512: Self = Self(0x0601);
    /// `rsa_pss_rsae_sha256`
    pub const RSA_PSS_RSAE_SHA256: Self = Self(0x0804);
    /// `rsa_pss_rsae_sha384`
    pub const RSA_PSS_RSAE_SHA384: Self = Self(0x0805);
    /// `rsa_pss_rsae_sha512`
    pub const RSA_PSS_RSAE_SHA512: Self = Self(0x0806);
    /// The schemes that are always there.
    pub const ALL: [Self; 2] = [Self::ED25519, Self::ECDSA_SECP256R1_SHA256];
    /// The schemes that are there if [`rare`](crate::crypto::rare) algorithms are. Those with PKCS #1 are for certificates
    /// only: RFC 8446 §4.2.3.
    pub const RARE: [Self; 7] = [
        Self::ECDSA_SECP384R1_SHA384,
        Self::RSA_PSS_RSAE_SHA256,
        Self::RSA_PSS_RSAE_SHA384,
        Self::RSA_PSS_RSAE_SHA512,
        Self::RSA_PKCS1_SHA256,
        Self::RSA_PKCS1_SHA384,
        Self::RSA_PKCS1_SHA512,
    ];
    /// The schemes of RSA with PKCS #1.
    pub const RSA_PKCS1: [Self; 3] = [Self::RSA_PKCS1_SHA256, Self::RSA_PKCS1_SHA384, Self::RSA_PKCS1_SHA512];

    /// The schemes that are there.
    #[must_use]
    pub fn available() -> Vec<Self> {
        let rare: &[Self] = if rare::BUILT { &Self::RARE } else { &[] };
        [&Self::ALL, rare].concat()
    }

    /// How a message is signed so; `None` for a scheme that is not built here.
    #[must_use]
    pub fn algorithm(self) -> Option<Algorithm> {
        Some(match self {
            Self::ED25519 => Algorithm::Ed25519,
            Self::ECDSA_SECP256R1_SHA256 => Algorithm::EcdsaP256Sha256,
            Self::ECDSA_SECP384R1_SHA384 => Algorithm::EcdsaP384Sha384,
            Self::RSA_PKCS1_SHA256 => Algorithm::Rsa(RsaScheme::Pkcs1Sha256),
            Self::RSA_PKCS1_SHA384 => Algorithm::Rsa(RsaScheme::Pkcs1Sha384),
            Self::RSA_PKCS1_SHA512 => Algorithm::Rsa(RsaScheme::Pkcs1Sha512),
            Self::RSA_PSS_RSAE_SHA256 => Algorithm::Rsa(RsaScheme::PssSha256),
            Self::RSA_PSS_RSAE_SHA384 => Algorithm::Rsa(RsaScheme::PssSha384),
            Self::RSA_PSS_RSAE_SHA512 => Algorithm::Rsa(RsaScheme::PssSha512),
            _ => return None,
        })
    }

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            0x0201 => "rsa_pkcs1_sha1",
            0x0203 => "ecdsa_sha1",
            0x0401 => "rsa_pkcs1_sha256",
            0x0403 => "ecdsa_secp256r1_sha256",
            0x0501 => "rsa_pkcs1_sha384",
            0x0503 => "ecdsa_secp384r1_sha384",
            0x0601 => "rsa_pkcs1_sha512",
            0x0603 => "ecdsa_secp521r1_sha512",
            0x0804 => "rsa_pss_rsae_sha256",
            0x0805 => "rsa_pss_rsae_sha384",
            0x0806 => "rsa_pss_rsae_sha512",
            0x0807 => "ed25519",
            0x0808 => "ed448",
            0x0809 => "rsa_pss_pss_sha256",
            0x080a => "rsa_pss_pss_sha384",
            0x080b => "rsa_pss_pss_sha512",
            0x0904 if rare::BUILT => "mldsa44",
            0x0905 if rare::BUILT => "mldsa65",
            0x0906 if rare::BUILT => "mldsa87",
            code if is_grease(code) => "GREASE",
            _ => "unknown signature scheme",
        }
    }
}
