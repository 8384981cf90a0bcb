//! The transcript: a running hash of the handshake messages. RFC 8446 §4.4.1.

use crate::crypto::hash::{HashAlgorithm, RunningHash};
use crate::crypto::rare;
use crate::tls::registry::HandshakeType;
use crate::trace::{Bytes, MessageName, Omission, Side, TranscriptPoint};

/// Whether a side's hashes bind what was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Binding {
    /// They cover all handshake messages so far, as they must.
    #[default]
    Messages,
    /// They cover none: the side is broken on purpose.
    Nothing,
}

impl Binding {
    /// That of a side that leaves these out.
    #[must_use]
    pub fn of(omitted: &[Omission]) -> Self {
        if rare::BREAKABLE && omitted.contains(&Omission::Transcript) { Self::Nothing } else { Self::Messages }
    }

    /// Whether they cover nothing.
    #[must_use]
    pub fn is_broken(self) -> bool {
        rare::BREAKABLE && self == Self::Nothing
    }
}

/// The handshake messages so far, hashed: handshake headers included, record headers not.
#[derive(Clone)]
pub struct Transcript {
    hash: RunningHash,
    binding: Binding,
    messages: usize,
    through: MessageName,
    sender: Side,
}

impl Transcript {
    /// Starts with the `ClientHello`, whose bytes had to wait for the hash algorithm.
    #[must_use]
    pub fn new(algorithm: HashAlgorithm, binding: Binding, client_hello: &[u8]) -> Self {
        let (through, sender) = (MessageName::ClientHello, Side::Client);
        let mut transcript = Self { hash: RunningHash::new(algorithm), binding, messages: 0, through, sender };
        transcript.add(sender, through, client_hello);
        transcript
    }

    /// Starts with the first `ClientHello` and the `HelloRetryRequest`, the former replaced by its hash.
    ///
    /// RFC 8446 §4.4.1; checked against RFC 8448 §5.
    #[must_use]
    pub fn after_retry(algorithm: HashAlgorithm, binding: Binding, client_hello: &[u8], retry_request: &[u8]) -> Self {
        let mut transcript = Self::new(algorithm, binding, &message_hash(algorithm, client_hello));
        transcript.add(Side::Server, MessageName::HelloRetryRequest, retry_request);
        transcript
    }

    /// Adds a handshake message, header included.
    pub fn add(&mut self, sender: Side, name: MessageName, bytes: &[u8]) {
        if !self.binding.is_broken() {
            self.hash.update(bytes);
            self.messages += 1;
        }
        self.through = name;
        self.sender = sender;
    }

    /// Whether it covers what it is given.
    #[must_use]
    pub fn binding(&self) -> Binding {
        self.binding
    }

    /// `Transcript-Hash` of the messages so far; of a broken side that of none.
    #[must_use]
    pub fn point(&self) -> TranscriptPoint {
        TranscriptPoint {
            messages: self.messages,
            through: self.through,
            sender: self.sender,
            hash: self.hash.current(),
        }
    }
}

/// The message that stands in the transcript for a first `ClientHello` that was retried.
///
/// ```text
/// message_hash || 00 00 Hash.length || Hash(ClientHello1)
/// ```
///
/// RFC 8446 §4.4.1; checked against RFC 8448 §5.
#[must_use]
pub fn message_hash(algorithm: HashAlgorithm, client_hello: &[u8]) -> Bytes {
    let hash = algorithm.digest(client_hello);
    let length = u8::try_from(hash.len()).unwrap_or(u8::MAX);
    [&[HandshakeType::MESSAGE_HASH.0, 0, 0, length][..], &hash].concat()
}
