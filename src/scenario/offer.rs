//! The choices of a scenario that have few values.

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

/// How a client is ready to use a pre-shared key. RFC 8446 §4.2.9.
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
