//! Effects: what a side does, in the verbs of RFC 8446 Appendix A.

use super::{Bytes, Check, Epoch, Failure, Message, Proof, Record, Secret, Side, State};

/// Whether keys are for sending or for receiving.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// For receiving.
    Read,
    /// For sending.
    Write,
}

/// A parameter that is negotiated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChoiceName {
    /// The protocol version.
    Version,
    /// The cipher suite.
    CipherSuite,
    /// The group of the key exchange.
    Group,
    /// The signature scheme of the server's `CertificateVerify`.
    SignatureScheme,
    /// The server name the client asked for.
    ServerName,
    /// The application protocol.
    ApplicationProtocol,
}

/// A parameter that was agreed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Which.
    pub name: ChoiceName,
    /// What the client offered, in its order.
    pub offered: Vec<String>,
    /// What the server accepts, in its order; empty for one who only learns the outcome.
    pub accepted: Vec<String>,
    /// The outcome; `None` where both can do without.
    pub chosen: Option<String>,
}

/// Something that a side did or that happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It drew a public random value from its entropy.
    DrewRandom {
        /// The field it is for: `ClientHello.random`, …
        purpose: &'static str,
        /// The value.
        value: Bytes,
    },
    /// It received a message.
    Received(Message),
    /// A parameter was agreed on.
    Negotiated(Choice),
    /// It came to hold a secret.
    Derived(Secret),
    /// It checked something.
    Checked(Check),
    /// It computed a proof for the message it sends next.
    Proved(Proof),
    /// It changed the keys of one direction; sequence numbers start at 0.
    KeyInstalled {
        /// The direction.
        direction: Direction,
        /// Who writes with these keys.
        writer: Side,
        /// The epoch of the keys.
        epoch: Epoch,
    },
    /// It sent a message.
    Sent(Message),
    /// It put a record on the wire.
    RecordSent(Record),
    /// A record came from the wire; opened if it was sealed and could be.
    RecordReceived(Record),
    /// It is now in that state.
    Entered(State),
    /// It cannot go on, and says so in an alert (which it sends next).
    Failed(Failure),
}
