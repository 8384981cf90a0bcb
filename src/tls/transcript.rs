//! The transcript: a running hash of the handshake messages. RFC 8446 §4.4.1.

use crate::crypto::hash::{HashAlgorithm, RunningHash};
use crate::trace::{MessageName, Side, TranscriptPoint};

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
