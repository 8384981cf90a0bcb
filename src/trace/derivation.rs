//! The functions that make secrets, each with its inputs.

use super::{Bytes, MessageName, SecretName, Side};
use crate::wire::Span;

/// The function that made a secret, with its inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Derivation {
    /// Drawn from the seed of the run under a label of its own.
    Entropy {
        /// The label.
        label: &'static str,
        /// The public value that belongs to it, as it is sent (for a key pair).
        public: Bytes,
    },
    /// Given by who opens a capture; what it came from is not known, or needs not be.
    Given {
        /// How.
        by: Giver,
        /// The public value that belongs to it, as it is sent (for a key pair).
        public: Bytes,
    },
    /// Known before the connection.
    PreShared {
        /// From where.
        origin: PskOrigin,
        /// The identity under which the client offers it.
        identity: Bytes,
    },
    /// (EC)DHE of an own private key and the peer's public key.
    KeyAgreement {
        /// The group's name.
        group: &'static str,
        /// The own private key.
        private: SecretName,
        /// The peer's public key as it came in its `key_share`.
        peer_public: Bytes,
    },
    /// Decrypted with RSA. RFC 5246 §7.4.7.1.
    Decryption {
        /// The own private key.
        private: SecretName,
        /// What the peer encrypted, as it came.
        ciphertext: Bytes,
    },
    /// `PRF(secret, label, seed)`. RFC 5246 §5.
    Prf {
        /// The hash function's name.
        hash: &'static str,
        /// The secret.
        secret: SecretName,
        /// The label.
        label: &'static str,
        /// The seed.
        seed: Seed,
    },
    /// Cut out of another secret.
    Part {
        /// The secret.
        of: SecretName,
        /// The bytes of it.
        span: Span,
    },
    /// `HKDF-Extract(salt, IKM)`. RFC 5869 §2.2.
    Extract {
        /// The hash function's name.
        hash: &'static str,
        /// The salt.
        salt: Input,
        /// The input keying material.
        ikm: Input,
    },
    /// `HKDF-Expand-Label(secret, label, context, length)`. RFC 8446 §7.1.
    ExpandLabel {
        /// The hash function's name.
        hash: &'static str,
        /// The secret that is expanded.
        secret: SecretName,
        /// The label, without the prefix `tls13 `.
        label: &'static str,
        /// The context.
        context: Context,
        /// The `HkdfLabel` structure, literally: what HKDF-Expand gets as `info`.
        hkdf_label: Bytes,
    },
}

/// How a secret was given to who opens a capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Giver {
    /// By a line of a key log.
    KeyLog,
    /// As a private key.
    PrivateKey,
    /// By nobody: the handshake before in the same connection left it, with what it comes from.
    EarlierHandshake,
}

/// The seed of the PRF of TLS 1.2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seed {
    /// The randoms of both sides.
    Randoms {
        /// Whose comes first.
        first: Side,
        /// Both, 64 bytes.
        bytes: Bytes,
    },
    /// The hash of the handshake so far: `session_hash`. RFC 7627 §3.
    Session(TranscriptPoint),
}

/// Where a pre-shared key comes from. RFC 8446 §2.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PskOrigin {
    /// From a ticket of an earlier connection.
    Ticket {
        /// The ticket's number in that connection.
        ticket: u8,
    },
    /// From a session of TLS 1.2 that both have kept, by its ID. RFC 5246 §7.4.1.2.
    Session,
    /// Agreed on by other means.
    External,
}

/// An input of `HKDF-Extract`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// A string of that many zero bytes.
    Zeros(usize),
    /// Another secret.
    Secret(SecretName),
}

/// The context of `HKDF-Expand-Label`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Context {
    /// No context.
    Empty,
    /// The hash of no message, of which the value is given.
    HashOfNothing(Bytes),
    /// A transcript hash.
    Transcript(TranscriptPoint),
    /// The `ticket_nonce` of a `NewSessionTicket`.
    TicketNonce(Bytes),
    /// The hash of the context that the application gave to an exporter.
    ExporterContext {
        /// The context.
        context: Bytes,
        /// Its hash.
        hash: Bytes,
    },
}

/// How far a transcript hash reaches, and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranscriptPoint {
    /// The number of handshake messages covered, from the `ClientHello` on; none if the side is broken on purpose.
    pub messages: usize,
    /// The last of them; if there is none, the last of those that it should cover.
    pub through: MessageName,
    /// Whose message the last one is.
    pub sender: Side,
    /// `Transcript-Hash` of them: handshake headers included, record headers not.
    pub hash: Bytes,
}

impl TranscriptPoint {
    /// Whether the hash covers no message, as that of a side that is broken on purpose. RFC 8446 §4.4.1 wants all so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.messages == 0
    }
}
