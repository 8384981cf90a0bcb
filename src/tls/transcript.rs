//! The transcript: a running hash of the handshake messages. RFC 8446 §4.4.1.

use crate::crypto::hash::{HashAlgorithm, RunningHash};
use crate::tls::registry::HandshakeType;
use crate::trace::{Bytes, MessageName, Side, TranscriptPoint};

/// The handshake messages so far, hashed: handshake headers included, record headers not.
#[derive(Clone)]
pub struct Transcript {
    hash: RunningHash,
    messages: usize,
    through: MessageName,
    sender: Side,
}

impl Transcript {
    /// Starts with the `ClientHello`, whose bytes had to wait for the hash algorithm.
    #[must_use]
    pub fn new(algorithm: HashAlgorithm, client_hello: &[u8]) -> Self {
        let mut hash = RunningHash::new(algorithm);
        hash.update(client_hello);
        Self { hash, messages: 1, through: MessageName::ClientHello, sender: Side::Client }
    }

    /// Starts with the first `ClientHello` and the `HelloRetryRequest`, the former replaced by its hash.
    ///
    /// RFC 8446 §4.4.1; checked against RFC 8448 §5.
    #[must_use]
    pub fn after_retry(algorithm: HashAlgorithm, client_hello: &[u8], retry_request: &[u8]) -> Self {
        let mut transcript = Self::new(algorithm, &message_hash(algorithm, client_hello));
        transcript.add(Side::Server, MessageName::HelloRetryRequest, retry_request);
        transcript
    }

    /// Adds a handshake message, header included.
    pub fn add(&mut self, sender: Side, name: MessageName, bytes: &[u8]) {
        self.hash.update(bytes);
        self.messages += 1;
        self.through = name;
        self.sender = sender;
    }

    /// `Transcript-Hash` of the messages so far.
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
