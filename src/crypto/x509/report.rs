//! What comes of checking a path: its checks, what can be wrong, and the alerts that go with it. RFC 5280 §6.1, RFC 8446 §6.2.

use crate::crypto::signature::PublicKey;

/// What came of checking a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathReport {
    /// The checks in the order in which they were made; only the last can have failed, but for what is tolerated.
    pub checks: Vec<PathCheck>,
    /// The leaf's key, if all checks passed that are not tolerated to fail.
    pub leaf_key: Option<PublicKey>,
    /// The trust anchor that the chain leads to, in DER.
    pub anchor: Option<Vec<u8>>,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathCheck {
    /// What was checked.
    pub kind: PathCheckKind,
    /// What came of it.
    pub result: Result<(), Fault>,
    /// What it looked at: names and values, for people.
    pub evidence: Vec<(&'static str, String)>,
}

/// What is checked. A certificate is named by its place in the chain as sent, the leaf being 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PathCheckKind {
    /// The chain leads to a trust anchor. RFC 5280 §6.1.3 (a)(4).
    TrustAnchor,
    /// The signature verifies with the issuer's key. RFC 5280 §6.1.3 (a)(1).
    CertificateSignature {
        /// The certificate.
        certificate: usize,
    },
    /// The time is within the validity. RFC 5280 §6.1.3 (a)(2).
    Validity {
        /// The certificate.
        certificate: usize,
    },
    /// The names are such as the authorities above may issue certificates for. RFC 5280 §6.1.3 (b), (c).
    NameConstraints {
        /// The certificate.
        certificate: usize,
    },
    /// A certificate that issues others says that it may. RFC 5280 §6.1.4 (k) to (m).
    BasicConstraints {
        /// The certificate.
        certificate: usize,
    },
    /// The key may be used for what it is used for. RFC 5280 §6.1.4 (n), §4.2.1.3.
    KeyUsage {
        /// The certificate.
        certificate: usize,
    },
    /// Each critical extension is known. RFC 5280 §6.1.4 (o), §6.1.5 (f).
    CriticalExtensions {
        /// The certificate.
        certificate: usize,
    },
    /// The leaf may authenticate that side of TLS, and what its authorities issue may do so. RFC 5280 §4.2.1.12.
    ExtendedKeyUsage,
    /// The leaf is for the server's name. RFC 9525 §6.3.
    ServerName,
}

/// What was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The chain ends with a certificate whose issuer is not a trust anchor.
    NoTrustAnchor,
    /// The leaf is no X.509.
    Unreadable,
    /// The signature does not verify.
    BadSignature,
    /// The signature's algorithm, or the issuer's key, is of a kind that is not built here.
    UnsupportedAlgorithm,
    /// The signature is over an MD5 or SHA-1 hash, which two different certificates can share.
    WeakAlgorithm,
    /// The time is before `notBefore`.
    NotYetValid,
    /// The time is after `notAfter`.
    Expired,
    /// An authority above may not issue certificates for one of the names.
    NameNotPermitted,
    /// The issuer is not a certification authority.
    NotAuthority,
    /// More authorities follow than `pathLenConstraint` allows.
    PathTooLong,
    /// The issuer's key may not sign certificates.
    NoKeyCertSign,
    /// The leaf's key may not sign a handshake.
    NoDigitalSignature,
    /// `keyUsage` without `keyEncipherment`, where that is what the key is for. RFC 5246 §7.4.2.
    NoKeyEncipherment,
    /// The leaf's key is not a valid one, or of a kind that is not built here.
    UnsupportedKey,
    /// A critical extension is not known here.
    UnknownCriticalExtension,
    /// The leaf, or what an authority issues, is for other purposes than authenticating that side of TLS.
    NotForThatPurpose,
    /// The leaf is for other names.
    WrongName,
}

/// The alert of RFC 8446 §6.2 that goes with a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertificateAlert {
    /// `bad_certificate`
    BadCertificate,
    /// `unsupported_certificate`
    UnsupportedCertificate,
    /// `certificate_expired`
    CertificateExpired,
    /// `certificate_unknown`
    CertificateUnknown,
    /// `unknown_ca`
    UnknownCa,
}

impl Fault {
    /// The alert that goes with it.
    #[must_use]
    pub fn alert(self) -> CertificateAlert {
        match self {
            Self::NoTrustAnchor => CertificateAlert::UnknownCa,
            // RFC 8446 §4.4.2.4 wants this one for MD5 and SHA-1.
            Self::Unreadable | Self::BadSignature | Self::WeakAlgorithm | Self::WrongName => {
                CertificateAlert::BadCertificate
            }
            Self::NotYetValid | Self::Expired => CertificateAlert::CertificateExpired,
            Self::UnsupportedAlgorithm
            | Self::UnsupportedKey
            | Self::NoDigitalSignature
            | Self::NoKeyEncipherment
            | Self::NotForThatPurpose => CertificateAlert::UnsupportedCertificate,
            Self::NameNotPermitted
            | Self::NotAuthority
            | Self::PathTooLong
            | Self::NoKeyCertSign
            | Self::UnknownCriticalExtension => CertificateAlert::CertificateUnknown,
        }
    }
}

impl PathReport {
    /// What was wrong, if anything was.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        self.checks.last()?.result.err()
    }
}
