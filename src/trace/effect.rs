//! Effects: what a side does, in the verbs of RFC 8446 Appendix A.

use super::{
    Bytes, Check, Epoch, Failure, Interference, Message, Note, Proof, Record, RecordId, Secret, Side, State,
    TranscriptPoint,
};

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
    /// The pre-shared key, by its identity.
    PreSharedKey,
    /// How the pre-shared key is used.
    PskMode,
    /// Whether early data is taken.
    EarlyData,
    /// The client's certificate.
    ClientCertificate,
    /// The signature scheme of the client's `CertificateVerify`.
    ClientSignatureScheme,
    /// Whether the master secret depends on the whole handshake so far, in TLS 1.2.
    ExtendedMasterSecret,
    /// The session that is resumed, in TLS 1.2.
    Session,
    /// The longest records, in bytes: what the client, and what the server, is ready to receive.
    RecordSizeLimit,
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

/// Why something that was offered, though possible, is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The server knows no such identity, or cannot open the ticket.
    UnknownIdentity,
    /// The ticket's lifetime is over. RFC 8446 §4.6.1.
    TicketExpired,
    /// The pre-shared key goes with another hash than that of the cipher suite. RFC 8446 §4.2.11.
    OtherHash,
    /// No mode of using pre-shared keys in common. RFC 8446 §4.2.9.
    NoCommonMode,
    /// The server does not want to.
    Policy,
    /// The pre-shared key was not taken, and the data is sealed with what follows from it. RFC 8446 §4.2.10.
    WithoutPsk,
    /// The client's age of the ticket and the server's differ by too much: it may be a replay. RFC 8446 §8.3.
    TicketAge,
    /// The same hello came before, and its early data was taken: this is a replay. RFC 8446 §8.2.
    Replay,
    /// A `HelloRetryRequest` is needed first. RFC 8446 §4.2.10.
    Retry,
    /// The cipher suite or the application protocol is not that of the pre-shared key. RFC 8446 §4.2.10.
    OtherParameters,
    /// The server has not kept the session, or cannot open its ticket, in TLS 1.2. RFC 5246 §7.3, RFC 5077 §3.4.
    UnknownSession,
    /// The session is for another name, cipher suite or kind of master secret. RFC 6066 §3, RFC 5246 §7.4.1.2, RFC 7627 §5.3.
    OtherTerms,
    /// The client has no certificate.
    NoCertificate,
    /// The client's certificate goes with no signature scheme that the server accepts. RFC 8446 §4.4.2.3.
    NoCommonSignatureScheme,
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
    /// An offer was declined, and the handshake goes on without.
    Declined {
        /// What.
        name: ChoiceName,
        /// Why.
        reason: Reason,
    },
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
    /// It dropped a record of early data that it does not take, unread. RFC 8446 §4.2.10.
    EarlyDataSkipped(RecordId),
    /// It is now in that state.
    Entered(State),
    /// It cannot go on, and says so in an alert (which it sends next).
    Failed(Failure),
    /// Somebody who looks on from outside has this to say of what the side sent. In captures only.
    Noted(Note),
    /// Somebody on the way did something with a record that the side sent, of which the side knows nothing.
    Interfered(Interference),
}

impl Effect {
    /// Whether it is made of, or proves, nothing of what was said although it should: its side is broken on purpose.
    #[must_use]
    pub fn leaves_out_transcript(&self) -> bool {
        let is_empty = |proof: &Proof| proof.covers().is_some_and(TranscriptPoint::is_empty);
        match self {
            Self::Derived(secret) => secret.leaves_out_transcript(),
            Self::Proved(proof) => is_empty(proof),
            Self::Checked(check) => check.proof.as_ref().is_some_and(is_empty),
            _ => false,
        }
    }
}
