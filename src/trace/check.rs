//! Checks: what a side verifies, one line each.

use super::{AlertDescription, Bytes, Proof};

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CheckName {
    /// The server echoes the client's `legacy_session_id`. RFC 8446 §4.1.3.
    SessionIdEcho,
    /// The server chose TLS 1.3, which the client offered. RFC 8446 §4.2.1.
    VersionOffered,
    /// The server chose a cipher suite that the client offered. RFC 8446 §4.1.3.
    CipherSuiteOffered,
    /// The server chose a group for which the client sent a share. RFC 8446 §4.2.8.
    GroupOffered,
    /// The `HelloRetryRequest` asks for something that the first `ClientHello` did not hold. RFC 8446 §4.1.4.
    RetryChangesHello,
    /// The server stays with the cipher suite of its `HelloRetryRequest`. RFC 8446 §4.1.4.
    RetrySuite,
    /// The second `ClientHello` differs from the first only where it may. RFC 8446 §4.1.2.
    SecondHello,
    /// The cookie came back as it was given out. RFC 8446 §4.2.2.
    Cookie,
    /// The server chose a pre-shared key that was offered, with its hash and a mode that was offered. RFC 8446 §4.2.11.
    PskOffered,
    /// The binder verifies: the client holds the pre-shared key. RFC 8446 §4.2.11.2.
    Binder,
    /// Early data was accepted for what the pre-shared key was made for. RFC 8446 §4.2.10.
    EarlyDataParameters,
    /// The server's random does not say that somebody made it choose an older version. RFC 8446 §4.1.3.
    Downgrade,
    /// The server takes this for a first handshake. RFC 5746 §3.4.
    RenegotiationInfo,
    /// `renegotiation_info` names the handshake before in the connection. RFC 5746 §3.5, §3.7.
    RenegotiatedConnection,
    /// The resumed session keeps its cipher suite and its kind of master secret. RFC 5246 §7.4.1.3, RFC 7627 §5.3.
    SessionParameters,
    /// The signature over the server's public key verifies with the leaf's key. RFC 8422 §5.4.
    ServerKeyExchange,
    /// A compressed `Certificate` unpacks to what its message says, in a way that the receiver has offered. RFC 8879 §4.
    #[cfg(feature = "rare")]
    CompressedCertificate,
    /// The chain leads to a trust anchor. RFC 5280 §6.
    TrustAnchor,
    /// A certificate's signature verifies with the key of its issuer. RFC 5280 §6.1.3 (a)(1).
    CertificateSignature {
        /// The certificate's place in the chain, the leaf being 0.
        certificate: usize,
    },
    /// The date is within a certificate's validity. RFC 5280 §6.1.3 (a)(2).
    Validity {
        /// The certificate's place in the chain.
        certificate: usize,
    },
    /// The names in a certificate are such as the authorities above may issue certificates for. RFC 5280 §6.1.3 (b), (c).
    NameConstraints {
        /// The certificate's place in the chain.
        certificate: usize,
    },
    /// A certificate that issues others says that it may. RFC 5280 §6.1.4 (k), (m).
    BasicConstraints {
        /// The certificate's place in the chain.
        certificate: usize,
    },
    /// A certificate's key may be used for what it is used for. RFC 5280 §4.2.1.3.
    KeyUsage {
        /// The certificate's place in the chain.
        certificate: usize,
    },
    /// Each critical extension of a certificate is known. RFC 5280 §6.1.4 (o).
    CriticalExtensions {
        /// The certificate's place in the chain.
        certificate: usize,
    },
    /// The leaf, and what its authorities issue, may be used to authenticate that side of TLS. RFC 5280 §4.2.1.12.
    ExtendedKeyUsage,
    /// The leaf is for the name the client asked for. RFC 9525 §6.3.
    ServerName,
    /// The signature over the transcript verifies with the leaf's key. RFC 8446 §4.4.3.
    CertificateVerify,
    /// The MAC over the transcript verifies. RFC 8446 §4.4.4.
    Finished,
}

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is well.
    Passed,
    /// The connection ends with this alert.
    Failed(AlertDescription),
    /// The connection would end with this alert; but the side is broken on purpose, and goes on.
    Ignored(AlertDescription),
}

/// A value that a check looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvidenceValue {
    /// Text for people.
    Text(String),
    /// Bytes.
    Bytes(Bytes),
}

/// A value that a check looked at, with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What it is, such as `notAfter`.
    pub name: &'static str,
    /// The value.
    pub value: EvidenceValue,
}

/// A check that a side made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was checked.
    pub name: CheckName,
    /// What came of it.
    pub outcome: Outcome,
    /// What it looked at.
    pub evidence: Vec<Evidence>,
    /// The proof that was verified, for `CertificateVerify`, `Finished` and binders.
    pub proof: Option<Proof>,
}
