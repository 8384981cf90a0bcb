//! What a cipher suite stands for. RFC 8446 Appendix B.4, RFC 5289, RFC 7905.

use crate::crypto::aead::AeadAlgorithm;
use crate::crypto::hash::HashAlgorithm;
use crate::crypto::rare;
use crate::crypto::signature::KeyKind;
use crate::tls::registry::CipherSuite;

/// A cipher suite that is built here, with its algorithms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SuiteParameters {
    /// The suite.
    pub suite: CipherSuite,
    /// The AEAD algorithm of its records.
    pub aead: AeadAlgorithm,
    /// The hash of its transcript, and of HKDF or PRF.
    pub hash: HashAlgorithm,
}

impl SuiteParameters {
    /// The algorithms of a suite of TLS 1.3; `None` if it is none that is built here.
    #[must_use]
    pub fn of(suite: CipherSuite) -> Option<Self> {
        let (aead, hash) = match suite {
            CipherSuite::TLS_AES_128_GCM_SHA256 => (AeadAlgorithm::Aes128Gcm, HashAlgorithm::Sha256),
            _ if !rare::BUILT => return None,
            CipherSuite::TLS_AES_256_GCM_SHA384 => (AeadAlgorithm::Aes256Gcm, HashAlgorithm::Sha384),
            CipherSuite::TLS_CHACHA20_POLY1305_SHA256 => (AeadAlgorithm::ChaCha20Poly1305, HashAlgorithm::Sha256),
            _ => return None,
        };
        Some(Self { suite, aead, hash })
    }

    /// The algorithms of a suite of TLS 1.2; `None` if it is none that is built here.
    ///
    /// RFC 5288 §3, RFC 5289 §3.2, RFC 7905 §2.
    #[must_use]
    pub fn of_tls12(suite: CipherSuite) -> Option<Self> {
        use CipherSuite as Suite;
        if !rare::BUILT {
            return None;
        }
        let (aead, hash) = match suite {
            Suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
            | Suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
            | Suite::TLS_RSA_WITH_AES_128_GCM_SHA256 => (AeadAlgorithm::Aes128Gcm, HashAlgorithm::Sha256),
            Suite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
            | Suite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
            | Suite::TLS_RSA_WITH_AES_256_GCM_SHA384 => (AeadAlgorithm::Aes256Gcm, HashAlgorithm::Sha384),
            Suite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
            | Suite::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 => {
                (AeadAlgorithm::ChaCha20Poly1305, HashAlgorithm::Sha256)
            }
            _ => return None,
        };
        Some(Self { suite, aead, hash })
    }
}

/// How the two come to a secret in a suite of TLS 1.2, and with which kind of certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyExchange {
    /// By ephemeral keys, of which the server signs its own with ECDSA or Ed25519. RFC 8422 §2.2, §5.10.
    EcdheEcdsa,
    /// By ephemeral keys, of which the server signs its own with RSA. RFC 8422 §2.2.
    EcdheRsa,
    /// The client encrypts it for the key of the server's certificate. RFC 5246 §7.4.7.1.
    Rsa,
}

impl KeyExchange {
    /// That of a suite of TLS 1.2.
    #[must_use]
    pub fn of(suite: CipherSuite) -> Self {
        if CipherSuite::OLD_TLS12.contains(&suite) {
            Self::Rsa
        } else if CipherSuite::RARE_TLS12.contains(&suite) {
            Self::EcdheRsa
        } else {
            Self::EcdheEcdsa
        }
    }

    /// Whether a server with a key of that kind can use it.
    #[must_use]
    pub fn fits(self, kind: KeyKind) -> bool {
        (self == Self::EcdheEcdsa) != (kind == KeyKind::Rsa)
    }
}
