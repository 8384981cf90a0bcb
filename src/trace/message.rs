//! Messages: what is said, apart from the records that carry it.

use super::{Bytes, RecordId, Side};
use crate::wire::{DecodeError, FieldTree, Span};

/// The kind of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MessageName {
    /// RFC 8446 §4.1.2.
    ClientHello,
    /// RFC 8446 §4.1.3.
    ServerHello,
    /// RFC 8446 §4.1.4: a `ServerHello` on the wire.
    HelloRetryRequest,
    /// RFC 8446 §4.3.1.
    EncryptedExtensions,
    /// RFC 8446 §4.3.2.
    CertificateRequest,
    /// RFC 8446 §4.4.2.
    Certificate,
    /// RFC 8446 §4.4.3.
    CertificateVerify,
    /// RFC 8446 §4.4.4.
    Finished,
    /// RFC 8446 §4.5.
    EndOfEarlyData,
    /// RFC 8446 §4.6.1.
    NewSessionTicket,
    /// RFC 8446 §4.6.3.
    KeyUpdate,
    /// RFC 8879 §4. In captures only.
    #[cfg(feature = "rare")]
    CompressedCertificate,
    /// RFC 5246 §7.4.1.1: in TLS 1.2 only.
    HelloRequest,
    /// RFC 5246 §7.4.3: in TLS 1.2 only.
    ServerKeyExchange,
    /// RFC 5246 §7.4.5: in TLS 1.2 only.
    ServerHelloDone,
    /// RFC 5246 §7.4.7: in TLS 1.2 only.
    ClientKeyExchange,
    /// A handshake message of a type that these two do not use.
    OtherHandshake(u8),
    /// RFC 8446 Appendix D.4; in TLS 1.2, where it has a meaning, RFC 5246 §7.1.
    ChangeCipherSpec,
    /// RFC 8446 §5.
    ApplicationData,
    /// RFC 8446 §6.
    Alert,
    /// Whatever is in a record that stays sealed: `encrypted_record`, RFC 8446 §5.2. In captures only.
    SealedRecord,
}

impl MessageName {
    /// The name in the standard.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ClientHello => "ClientHello",
            Self::ServerHello => "ServerHello",
            Self::HelloRetryRequest => "HelloRetryRequest",
            Self::EncryptedExtensions => "EncryptedExtensions",
            Self::CertificateRequest => "CertificateRequest",
            Self::Certificate => "Certificate",
            Self::CertificateVerify => "CertificateVerify",
            Self::Finished => "Finished",
            Self::EndOfEarlyData => "EndOfEarlyData",
            Self::NewSessionTicket => "NewSessionTicket",
            Self::KeyUpdate => "KeyUpdate",
            #[cfg(feature = "rare")]
            Self::CompressedCertificate => "CompressedCertificate",
            Self::HelloRequest => "HelloRequest",
            Self::ServerKeyExchange => "ServerKeyExchange",
            Self::ServerHelloDone => "ServerHelloDone",
            Self::ClientKeyExchange => "ClientKeyExchange",
            Self::OtherHandshake(_) => "another handshake message",
            Self::ChangeCipherSpec => "change_cipher_spec",
            Self::ApplicationData => "application_data",
            Self::Alert => "Alert",
            Self::SealedRecord => "encrypted_record",
        }
    }

    /// Whether its sender shows certificates with it.
    #[must_use]
    pub fn shows_certificates(self) -> bool {
        #[cfg(feature = "rare")]
        if self == Self::CompressedCertificate {
            return true;
        }
        self == Self::Certificate
    }

    /// Whether it is a handshake message (and not an alert, data or `change_cipher_spec`).
    #[must_use]
    pub fn is_handshake(self) -> bool {
        !matches!(self, Self::ChangeCipherSpec | Self::ApplicationData | Self::Alert | Self::SealedRecord)
    }
}

/// Where a part of a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The record.
    pub record: RecordId,
    /// The bytes of the record's content (opened, if it was sealed) that belong to the message.
    pub span: Span,
}

/// A message as one side saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its kind.
    pub name: MessageName,
    /// Who sent it.
    pub sender: Side,
    /// Its bytes, handshake header included, record headers excluded.
    pub bytes: Bytes,
    /// Its fields; if it could not be parsed, those up to the error.
    pub fields: FieldTree,
    /// Why it could not be parsed.
    pub error: Option<DecodeError>,
    /// The records that carry it, in order.
    pub placements: Vec<Placement>,
}
