//! What only somebody who looks on from outside has to say: of a capture, not of a run.

use super::{Bytes, RecordId, SecretName};

/// A remark of somebody who has not seen everything, about what the side in question sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// So many bytes of the stream were not captured.
    Gap {
        /// How many bytes.
        length: u64,
    },
    /// So many bytes that were captured cannot be cut into records: those between a gap and the next record, or those that are no TLS.
    Unread {
        /// How many bytes.
        length: u64,
    },
    /// So many bytes came before TLS: another protocol agreed to go on with it in the same connection.
    BeforeTls {
        /// How many bytes.
        length: u64,
        /// The first of them, as many as are kept.
        beginning: Bytes,
    },
    /// The capture ends within a record.
    CutOff {
        /// The length of the record in bytes, header included; 0 if not even the header is there whole.
        wanted: usize,
        /// How many bytes of it there are.
        available: usize,
    },
    /// The capture ends within a handshake message, or other records come in between. RFC 8446 §5.1.
    MessageCutOff {
        /// How many bytes of the message there are.
        available: usize,
    },
    /// More records than are read of one capture.
    TooMany {
        /// How many are read.
        limit: usize,
    },
    /// A record stays sealed.
    Sealed {
        /// The record.
        record: RecordId,
        /// Why.
        why: Sealed,
    },
    /// The certificates stay compressed.
    #[cfg(feature = "rare")]
    StaysCompressed(Compressed),
    /// Whether the chain leads to a certificate that the receiver trusts cannot be said: no trust anchors were given.
    ChainNotJudged,
    /// A proof cannot be verified: a message before it was not read, or its key is not known.
    ProofNotJudged,
    /// The signature of the message is not its sender's: an attacker has got it in another connection and passes it on.
    SignatureOfAnother,
}

/// Why a record stays sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// The secret that its keys come from was not given, and follows from nothing that was.
    NoSecret(SecretName),
    /// It does not open with the key that follows from this secret.
    WrongSecret(SecretName),
    /// It does not open with the key that follows from this secret: something before it is missing, and with it perhaps a
    /// change of keys, or more records than sequence numbers can be tried.
    AfterGap(SecretName),
    /// The cipher suite is none that is built here.
    SuiteNotBuilt {
        /// The code of the suite.
        suite: u16,
    },
    /// It is of another handshake within the connection of which the hellos were not read, or comes after one.
    SecondHandshake,
    /// The hellos, which say how it is sealed, are not in the capture.
    NoHello,
}

/// Why certificates stay compressed.
#[cfg(feature = "rare")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compressed {
    /// In a way that is none of those built here.
    NotBuilt {
        /// The code of the algorithm.
        algorithm: u16,
    },
    /// They would be longer than what is unpacked here.
    TooLong {
        /// The longest that is, in bytes.
        limit: usize,
    },
}

impl Note {
    /// Whether it is about the stream as such, and no message.
    #[must_use]
    pub fn is_about_stream(&self) -> bool {
        match self {
            Self::Gap { .. }
            | Self::Unread { .. }
            | Self::BeforeTls { .. }
            | Self::CutOff { .. }
            | Self::MessageCutOff { .. }
            | Self::TooMany { .. } => true,
            #[cfg(feature = "rare")]
            Self::StaysCompressed(_) => false,
            Self::Sealed { .. } | Self::ChainNotJudged | Self::ProofNotJudged | Self::SignatureOfAnother => false,
        }
    }
}
