//! What a side that is broken on purpose leaves out.

use super::{Check, CheckName, Outcome, Side};
use crate::crypto::rare;

/// What a broken side leaves out: the outcome of a check, which it makes and does not heed, or what goes into its hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Omission {
    /// That the peer's chain of certificates leads to a trust anchor, and that each of it may be what it is.
    Chain,
    /// That the server's certificate is for the name that the client asked for.
    Name,
    /// That the certificates are valid on that day.
    Validity,
    /// That the peer signed with the key of its certificate.
    Signature,
    /// The MAC of the peer's `Finished`.
    Finished,
    /// That the server's random does not speak of a newer version.
    Downgrade,
    /// What was said: wherever it hashes the handshake messages so far, it hashes none. This is no check of its own; what goes
    /// on without it is that the two need to have heard the same. RFC 8446 §4.4.1.
    Transcript,
    /// That the same hello, or the same ticket, did not come before: the server remembers none.
    Replay,
}

impl Omission {
    /// Who can omit what.
    pub const PLACES: [(Side, Self); 13] = [
        (Side::Client, Self::Chain),
        (Side::Client, Self::Name),
        (Side::Client, Self::Validity),
        (Side::Client, Self::Signature),
        (Side::Client, Self::Finished),
        (Side::Client, Self::Downgrade),
        (Side::Client, Self::Transcript),
        (Side::Server, Self::Chain),
        (Side::Server, Self::Validity),
        (Side::Server, Self::Signature),
        (Side::Server, Self::Finished),
        (Side::Server, Self::Transcript),
        (Side::Server, Self::Replay),
    ];

    /// The check belongs to this one; `None` for a check that nobody leaves out here.
    #[must_use]
    pub fn of(check: CheckName) -> Option<Self> {
        match check {
            CheckName::TrustAnchor
            | CheckName::CertificateSignature { .. }
            | CheckName::NameConstraints { .. }
            | CheckName::BasicConstraints { .. }
            | CheckName::KeyUsage { .. }
            | CheckName::CriticalExtensions { .. }
            | CheckName::ExtendedKeyUsage => Some(Self::Chain),
            CheckName::ServerName => Some(Self::Name),
            CheckName::Validity { .. } => Some(Self::Validity),
            CheckName::CertificateVerify | CheckName::ServerKeyExchange => Some(Self::Signature),
            CheckName::Finished => Some(Self::Finished),
            CheckName::Downgrade => Some(Self::Downgrade),
            #[cfg(feature = "rare")]
            CheckName::CompressedCertificate => None,
            CheckName::SessionIdEcho
            | CheckName::VersionOffered
            | CheckName::CipherSuiteOffered
            | CheckName::GroupOffered
            | CheckName::RetryChangesHello
            | CheckName::RetrySuite
            | CheckName::SecondHello
            | CheckName::Cookie
            | CheckName::PskOffered
            | CheckName::Binder
            | CheckName::EarlyDataParameters
            | CheckName::RenegotiationInfo
            | CheckName::RenegotiatedConnection
            | CheckName::SessionParameters => None,
        }
    }
}

impl Check {
    /// The check as it is to who omits that: one that failed, and belongs there, is ignored.
    #[must_use]
    pub fn unless(mut self, omitted: &[Omission]) -> Self {
        if let Outcome::Failed(alert) = self.outcome
            && rare::BREAKABLE
            && Omission::of(self.name).is_some_and(|omission| omitted.contains(&omission))
        {
            self.outcome = Outcome::Ignored(alert);
        }
        self
    }
}
