//! Why a side could not go on.

use super::{AlertDescription, CheckName, MessageName, State};
use crate::wire::DecodeError;

/// Why a side could not go on; each with its own alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// A message that this state does not wait for. RFC 8446 §4.
    UnexpectedMessage {
        /// The state.
        state: State,
        /// The message.
        got: MessageName,
    },
    /// A record of a content type that is not allowed now. RFC 8446 §5.
    UnexpectedRecord {
        /// The content type.
        content_type: u8,
    },
    /// A handshake message that straddles a change of keys. RFC 8446 §5.1.
    MessageAcrossKeyChange,
    /// A record that is longer than allowed. RFC 8446 §5.1, §5.2.
    RecordOverflow {
        /// Its length in bytes.
        length: usize,
    },
    /// A record that does not open with the key. RFC 8446 §5.2.
    BadRecordMac,
    /// A message that cannot be parsed. RFC 8446 §6.2.
    Decode {
        /// The message.
        message: MessageName,
        /// What was wrong.
        error: DecodeError,
    },
    /// No version in common. RFC 8446 §4.1.2, §4.2.1.
    NoCommonVersion,
    /// The client says that it fell back to an older version, and the server knows a newer one. RFC 7507 §3.
    InappropriateFallback,
    /// No cipher suite in common. RFC 8446 §4.1.1.
    NoCommonCipherSuite,
    /// No group in common. RFC 8446 §4.1.1.
    NoCommonGroup,
    /// No signature scheme that fits the certificate. RFC 8446 §4.4.3.
    NoCommonSignatureScheme,
    /// No application protocol in common. RFC 7301 §3.2.
    NoCommonApplicationProtocol,
    /// The server has no certificate for the name. RFC 6066 §3.
    UnrecognizedName {
        /// The name that was asked for.
        name: String,
    },
    /// An extension that must be there is not. RFC 8446 §9.2.
    MissingExtension {
        /// The extension's name.
        extension: &'static str,
    },
    /// An answer to an extension that was not sent. RFC 8446 §4.2.
    UnsolicitedExtension {
        /// The extension's code.
        extension: u16,
    },
    /// An extension that must not stand in that message. RFC 8446 §4.2.
    ForbiddenExtension {
        /// The extension's code.
        extension: u16,
        /// The message.
        message: MessageName,
    },
    /// The same extension twice in one message. RFC 8446 §4.2.
    DuplicateExtension {
        /// The extension's code.
        extension: u16,
    },
    /// A field whose value the standard forbids. RFC 8446 §6.2.
    IllegalParameter {
        /// The field.
        field: &'static str,
    },
    /// The peer's public key is not a valid one, or the shared secret is all zeros. RFC 8446 §4.2.8, §7.4.
    InvalidKeyShare,
    /// The peer's `Certificate` message holds none. RFC 8446 §4.4.2.4.
    NoCertificate,
    /// A check did not pass; the alert is the check's.
    CheckFailed {
        /// The check.
        check: CheckName,
        /// The alert that goes with it.
        alert: AlertDescription,
    },
    /// The client has no certificate, and the server wants one. RFC 8446 §4.4.2.4.
    CertificateRequired,
    /// The client has no certificate, and the server wants one, in TLS 1.2. RFC 5246 §7.4.6.
    ClientCertificateMissing,
    /// More early data than the ticket allows. RFC 8446 §4.2.10.
    TooMuchEarlyData {
        /// What the ticket allows, in bytes.
        limit: usize,
    },
}

impl Failure {
    /// The alert that RFC 8446 wants for it.
    #[must_use]
    pub fn alert(&self) -> AlertDescription {
        match self {
            Self::UnexpectedMessage { .. } | Self::UnexpectedRecord { .. } | Self::MessageAcrossKeyChange => {
                AlertDescription::UnexpectedMessage
            }
            Self::RecordOverflow { .. } => AlertDescription::RecordOverflow,
            Self::BadRecordMac => AlertDescription::BadRecordMac,
            Self::Decode { .. } | Self::NoCertificate => AlertDescription::DecodeError,
            Self::NoCommonVersion => AlertDescription::ProtocolVersion,
            Self::InappropriateFallback => AlertDescription::InappropriateFallback,
            Self::NoCommonCipherSuite
            | Self::NoCommonGroup
            | Self::NoCommonSignatureScheme
            | Self::ClientCertificateMissing => AlertDescription::HandshakeFailure,
            Self::NoCommonApplicationProtocol => AlertDescription::NoApplicationProtocol,
            Self::UnrecognizedName { .. } => AlertDescription::UnrecognizedName,
            Self::MissingExtension { .. } => AlertDescription::MissingExtension,
            Self::UnsolicitedExtension { .. } => AlertDescription::UnsupportedExtension,
            Self::ForbiddenExtension { .. }
            | Self::DuplicateExtension { .. }
            | Self::IllegalParameter { .. }
            | Self::InvalidKeyShare => AlertDescription::IllegalParameter,
            Self::CertificateRequired => AlertDescription::CertificateRequired,
            Self::TooMuchEarlyData { .. } => AlertDescription::UnexpectedMessage,
            Self::CheckFailed { alert, .. } => *alert,
        }
    }
}
