//! The choices of a scenario that have few values, and the key that both were given.

use crate::crypto::hash::HashAlgorithm;
use crate::trace::Bytes;

/// Whether a side takes new keys once it is connected. RFC 8446 §4.6.3.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyUpdate {
    /// It does not.
    #[default]
    None,
    /// For what it sends.
    Own,
    /// For what it sends, and it wants the same of the other side.
    Both,
}

/// The pre-shared keys that a client offers. RFC 8446 §2.2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Psk {
    /// None.
    #[default]
    None,
    /// That of the first ticket of an earlier connection.
    Ticket,
    /// One that both were given by other means.
    External,
    /// That of a ticket, and beside it one that both were given by other means.
    Both,
}

impl Psk {
    /// Whether there is an earlier connection, in which the client gets a ticket.
    #[must_use]
    pub fn has_ticket(self) -> bool {
        matches!(self, Self::Ticket | Self::Both)
    }
}

/// A key that both were given by other means, what both call it, and the hash that it goes with. RFC 8446 §4.2.11.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalPsk {
    /// Its identity: 1 to [`Self::IDENTITY_BYTES`] bytes of text.
    pub identity: String,
    /// The key: 16 to [`Self::VALUE_BYTES`] bytes; `None` for 32 that come of the seed.
    pub value: Option<Bytes>,
    /// The hash; SHA-256 unless another was said when it was given.
    pub hash: HashAlgorithm,
}

impl ExternalPsk {
    /// The most bytes of an identity here; the standard allows 65,535.
    pub const IDENTITY_BYTES: usize = 255;
    /// The fewest bytes of a key here: what can be guessed is no key.
    pub const LEAST_VALUE_BYTES: usize = 16;
    /// The most bytes of a key here.
    pub const VALUE_BYTES: usize = 64;
}

impl Default for ExternalPsk {
    fn default() -> Self {
        Self { identity: "the key of the two".into(), value: None, hash: HashAlgorithm::Sha256 }
    }
}

/// How a side is ready to use a pre-shared key. RFC 8446 §4.2.9.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PskMode {
    /// Together with (EC)DHE: `psk_dhe_ke`.
    #[default]
    WithDhe,
    /// Alone: `psk_ke`.
    Alone,
    /// Either way, as the server likes.
    Either,
}

/// What a server makes of the identity of a pre-shared key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServerPsk {
    /// It has the same key.
    #[default]
    Same,
    /// It knows no such identity.
    Unknown,
    /// It has another key under that identity.
    Other,
}

/// What a ticket is to the server. RFC 8446 §4.6.1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TicketKind {
    /// A random handle, under which the server keeps the pre-shared key.
    #[default]
    Stored,
    /// The pre-shared key itself, sealed with a key of the server's.
    Sealed,
}
