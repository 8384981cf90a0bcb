//! How messages prove something about those before them.

use super::{Bytes, SecretName, TranscriptPoint};

/// How a message proves something about the transcript before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// A signature with the certificate's key. RFC 8446 §4.4.3.
    Signature {
        /// The signature scheme's name.
        scheme: &'static str,
        /// The bytes that are signed: 64 spaces, context string, a zero byte, transcript hash.
        content: Bytes,
        /// How far the transcript hash reaches.
        covers: TranscriptPoint,
    },
    /// A signature over both randoms and the server's public key. RFC 8422 §5.4.
    Params {
        /// The signature scheme's name.
        scheme: &'static str,
        /// The bytes that are signed.
        content: Bytes,
    },
    /// A signature over all handshake messages, in TLS 1.2. RFC 5246 §7.4.8.
    Messages {
        /// The signature scheme's name.
        scheme: &'static str,
        /// The length of the messages in bytes.
        length: usize,
        /// How far they reach.
        covers: TranscriptPoint,
    },
    /// `PRF(master_secret, finished_label, Hash(handshake_messages))`, in TLS 1.2. RFC 5246 §7.4.9.
    VerifyData {
        /// The label.
        label: &'static str,
        /// How far the hash reaches.
        covers: TranscriptPoint,
        /// The first 12 bytes of what the PRF gives.
        verify_data: Bytes,
    },
    /// A MAC with the sender's finished key. RFC 8446 §4.4.4.
    Mac {
        /// The key.
        key: SecretName,
        /// How far the transcript hash reaches.
        covers: TranscriptPoint,
        /// The MAC.
        verify_data: Bytes,
    },
    /// A MAC with a pre-shared key over the hellos, in the last of them. RFC 8446 §4.2.11.2.
    Binder {
        /// The key.
        key: SecretName,
        /// How far the transcript hash reaches: into the last message.
        covers: TranscriptPoint,
        /// How many bytes of the last message it covers: those before the list of binders.
        partial: usize,
        /// The MAC.
        binder: Bytes,
    },
}

impl Proof {
    /// How far the transcript hash reaches; `None` where the transcript is not proved.
    #[must_use]
    pub fn covers(&self) -> Option<&TranscriptPoint> {
        match self {
            Self::Params { .. } => None,
            Self::Signature { covers, .. }
            | Self::Messages { covers, .. }
            | Self::VerifyData { covers, .. }
            | Self::Mac { covers, .. }
            | Self::Binder { covers, .. } => Some(covers),
        }
    }
}
