//! One end of a connection: bytes in, bytes out, and everything that happens as effects.
//!
//! ```text
//! wire bytes -> records -> (opened) -> handshake messages -> state machine -> actions -> records -> wire bytes
//! ```
//!
//! There is no I/O here: whoever drives a connection carries the bytes of [`Connection::take_outgoing`] to the peer and
//! gives the peer's bytes to [`Connection::receive`].

mod inbound;
mod outbound;
mod pending;

pub(in crate::tls) use outbound::{decode_application_data, decode_change_cipher_spec};

use crate::crypto::key_exchange::EphemeralKeyPair;
use crate::crypto::rare;
use crate::tls::message::{ClientHello, HandshakeMessage, Partial};
use crate::tls::record::{Deframer, MAX_PLAINTEXT, RecordProtection};
use crate::tls::registry::{NamedGroup, ProtocolVersion};
use crate::tls::v12;
use crate::tls::v13::client::Client;
use crate::tls::v13::server::Server;
use crate::tls::v13::{
    Action, ClientConfig, Halt, PreSharedKey, RecordOptions, RecordedHello, ServerConfig, Transition,
};
use crate::trace::{AlertDescription, Bytes, Direction, Effect, Epoch, Failure, Side, State};
use pending::Pending;

/// How many tickets a client keeps, the last ones: as many connections at the same time as anybody begins.
const KEPT: usize = 16;

/// The state machine of one end.
#[derive(Clone)]
enum Endpoint {
    Client(Client),
    Server(Server),
    Client12(v12::client::Client),
    Server12(v12::server::Server),
}

impl Endpoint {
    fn state(&self) -> State {
        match self {
            Self::Client(client) => client.state(),
            Self::Server(server) => server.state(),
            Self::Client12(client) => client.state(),
            Self::Server12(server) => server.state(),
        }
    }

    /// Whether it speaks TLS 1.2, and no longer 1.3.
    fn is_tls12(&self) -> bool {
        matches!(self, Self::Client12(_) | Self::Server12(_))
    }

    /// Goes on in TLS 1.2 where the hello that came leads there.
    fn for_hello(self, message: &HandshakeMessage) -> Self {
        match (self, message) {
            (Self::Client(Client::WaitServerHello(state)), HandshakeMessage::ServerHello(answer)) => {
                match v12::client::Client::instead(state, answer) {
                    Ok(client) => Self::Client12(client),
                    Err(state) => Self::Client(Client::WaitServerHello(state)),
                }
            }
            (Self::Server(Server::Start(state)), HandshakeMessage::ClientHello(hello)) => {
                match v12::server::Server::instead(state, hello) {
                    Ok(server) => Self::Server12(server),
                    Err(state) => Self::Server(Server::Start(state)),
                }
            }
            (same, _) => same,
        }
    }

    fn receive(self, message: HandshakeMessage, bytes: &[u8]) -> Result<Transition<Self>, Halt> {
        match self.for_hello(&message) {
            Self::Client(client) => Ok(lift(client.receive(message, bytes)?, Self::Client)),
            Self::Server(server) => Ok(lift(server.receive(message, bytes)?, Self::Server)),
            Self::Client12(client) => Ok(lift(client.receive(message, bytes)?, Self::Client12)),
            Self::Server12(server) => Ok(lift(server.receive(message, bytes)?, Self::Server12)),
        }
    }

    /// Takes a `change_cipher_spec`, which in TLS 1.3 means nothing.
    fn change_cipher_spec(self) -> Result<Transition<Self>, Halt> {
        match self {
            Self::Client12(client) => Ok(lift(client.change_cipher_spec()?, Self::Client12)),
            Self::Server12(server) => Ok(lift(server.change_cipher_spec()?, Self::Server12)),
            newer => Ok(Transition { next: newer, actions: Vec::new() }),
        }
    }

    /// How many bytes of early data may be sent, or may come, now.
    fn early_data_limit(&self) -> Option<usize> {
        let limit = match self {
            Self::Client(client) => client.early_data_limit(),
            Self::Server(server) => server.early_data_limit(),
            Self::Client12(_) | Self::Server12(_) => None,
        }?;
        Some(usize::try_from(limit).unwrap_or(usize::MAX))
    }
}

fn lift<S>(transition: Transition<S>, endpoint: impl FnOnce(S) -> Endpoint) -> Transition<Endpoint> {
    Transition { next: endpoint(transition.next), actions: transition.actions }
}

/// Application data or a closure was asked for at a time when it cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotConnected;

impl core::fmt::Display for NotConnected {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("the handshake is not complete, or the connection is closed")
    }
}

impl core::error::Error for NotConnected {}

/// Why there is no keying material.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotExported {
    /// The handshake is not complete, or the connection is closed.
    NotConnected,
    /// More than [`LONGEST_EXPORT`] bytes were asked for, or the context has more than [`LONGEST_CONTEXT`].
    TooLong,
}

/// How many bytes can be exported with any hash: `HKDF-Expand` makes 255 of its outputs. RFC 5869 §2.3.
pub const LONGEST_EXPORT: usize = 255 * 32;
/// How many bytes a context can have in any version. RFC 5705 §4.
pub const LONGEST_CONTEXT: usize = 0xffff;

impl core::fmt::Display for NotExported {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::NotConnected => NotConnected.fmt(f),
            Self::TooLong => write!(
                f,
                "at most {LONGEST_EXPORT} bytes can be exported, for a context of at most {LONGEST_CONTEXT} bytes"
            ),
        }
    }
}

impl core::error::Error for NotExported {}

/// One end of a connection.
#[derive(Clone)]
pub struct Connection {
    side: Side,
    /// `None` once the connection ended by an alert.
    endpoint: Option<Endpoint>,
    deframer: Deframer,
    partial: Partial,
    read: Option<RecordProtection>,
    write: Option<RecordProtection>,
    records_sent: usize,
    records_received: usize,
    outgoing: Bytes,
    application_data: Bytes,
    psks: Vec<PreSharedKey>,
    used: Vec<Bytes>,
    recorded: Vec<RecordedHello>,
    options: RecordOptions,
    pending: Pending,
    /// The longest sealed records to send, and to take, in bytes of `TLSInnerPlaintext`.
    limits: Limits,
    /// How much early data has been sent or has come, in bytes.
    early_data: usize,
    /// How much early data may still be dropped unread, in bytes of content; padding, which cannot be told from it, counts, and
    /// a record without content counts as a byte, so that there is an end.
    skippable: Option<usize>,
    sent_close: bool,
    received_close: bool,
    alert: Option<AlertDescription>,
}

/// What RFC 8449 limits, in bytes of `TLSInnerPlaintext`.
#[derive(Clone, Copy, Debug)]
struct Limits {
    read: usize,
    write: usize,
}

impl Connection {
    /// Starts a client: its `ClientHello` is the first of what goes out.
    ///
    /// # Errors
    /// [`Failure::NoCommonGroup`] if the configuration asks for a share of a group that is not built here.
    pub fn client(config: ClientConfig) -> Result<(Self, Vec<Effect>), Failure> {
        let options = config.records;
        let transition = if config.versions.contains(&ProtocolVersion::TLS13) {
            lift(Client::start(config)?, Endpoint::Client)
        } else {
            lift(v12::client::Client::start(config)?, Endpoint::Client12)
        };
        Ok(Self::start(Side::Client, options, transition))
    }

    /// Starts a client whose `ClientHello` was made elsewhere, with the key pairs of its shares.
    #[must_use]
    pub fn client_with_hello(
        config: ClientConfig,
        hello: ClientHello,
        keys: Vec<(NamedGroup, EphemeralKeyPair)>,
    ) -> (Self, Vec<Effect>) {
        let options = config.records;
        Self::start(Side::Client, options, lift(Client::with_hello(config, hello, keys), Endpoint::Client))
    }

    /// Starts a server: it waits.
    #[must_use]
    pub fn server(config: ServerConfig) -> (Self, Vec<Effect>) {
        Self::start(Side::Server, config.records, lift(Server::start(config), Endpoint::Server))
    }

    fn start(side: Side, options: RecordOptions, transition: Transition<Endpoint>) -> (Self, Vec<Effect>) {
        let mut connection = Self {
            side,
            endpoint: Some(transition.next),
            deframer: Deframer::default(),
            partial: Partial::default(),
            read: None,
            write: None,
            records_sent: 0,
            records_received: 0,
            outgoing: Vec::new(),
            application_data: Vec::new(),
            psks: Vec::new(),
            used: Vec::new(),
            recorded: Vec::new(),
            options,
            pending: Pending::default(),
            limits: Limits { read: MAX_PLAINTEXT + 1, write: MAX_PLAINTEXT + 1 },
            early_data: 0,
            skippable: None,
            sent_close: false,
            received_close: false,
            alert: None,
        };
        let mut effects = Vec::new();
        connection.perform(transition.actions, &mut effects);
        (connection, effects)
    }

    /// The version whose messages it reads and writes: TLS 1.3 until the hellos say otherwise.
    fn version(&self) -> ProtocolVersion {
        match &self.endpoint {
            Some(endpoint) if endpoint.is_tls12() => ProtocolVersion::TLS12,
            _ => ProtocolVersion::TLS13,
        }
    }

    /// Whether the other side may speak TLS 1.2: that was agreed on, or the client offers it and its server has not answered.
    fn may_be_older(&self) -> bool {
        let offers = match &self.endpoint {
            Some(Endpoint::Client(Client::WaitServerHello(state))) => {
                state.retry.is_none() && state.config.versions.contains(&ProtocolVersion::TLS12)
            }
            _ => false,
        };
        rare::BUILT && offers || self.version() == ProtocolVersion::TLS12
    }

    /// Which end it is.
    #[must_use]
    pub fn side(&self) -> Side {
        self.side
    }

    /// The state: that of the state machine, or CLOSED.
    #[must_use]
    pub fn state(&self) -> State {
        match &self.endpoint {
            Some(_) if self.sent_close && self.received_close => State::Closed,
            Some(endpoint) => endpoint.state(),
            None => State::Closed,
        }
    }

    /// The alert that ended the connection, sent or received; `close_notify` is not among them.
    #[must_use]
    pub fn alert(&self) -> Option<AlertDescription> {
        self.alert
    }

    /// Whether the peer has said that it sends nothing more. RFC 8446 §6.1.
    #[must_use]
    pub fn has_received_close(&self) -> bool {
        self.received_close
    }

    /// Takes the bytes that are to go to the peer.
    pub fn take_outgoing(&mut self) -> Bytes {
        core::mem::take(&mut self.outgoing)
    }

    /// Takes the application data that came from the peer.
    pub fn take_application_data(&mut self) -> Bytes {
        core::mem::take(&mut self.application_data)
    }

    /// Takes the pre-shared keys that came with tickets: of what the client received the last 16, or what the server keeps for its
    /// own.
    pub fn take_psks(&mut self) -> Vec<PreSharedKey> {
        core::mem::take(&mut self.psks)
    }

    /// Takes the identities of the server's tickets that were used, each of which is for one connection only.
    ///
    /// Whoever drives servers removes them from what it has kept. RFC 8446 §8.1.
    pub fn take_used(&mut self) -> Vec<Bytes> {
        core::mem::take(&mut self.used)
    }

    /// Takes the hellos whose early data the server took, to be remembered by other connections. RFC 8446 §8.2.
    pub fn take_recorded(&mut self) -> Vec<RecordedHello> {
        core::mem::take(&mut self.recorded)
    }

    /// Carries out what the state machine wants.
    fn perform(&mut self, actions: Vec<Action>, effects: &mut Vec<Effect>) {
        for action in actions {
            self.act(action, effects);
        }
        self.flush(effects);
    }

    fn act(&mut self, action: Action, effects: &mut Vec<Effect>) {
        match action {
            Action::Note(effect) => effects.push(effect),
            Action::Install { direction, keys } => {
                let (writer, epoch) = (keys.writer, keys.epoch);
                match direction {
                    Direction::Read => self.read = Some(RecordProtection::new(keys)),
                    Direction::Write => {
                        self.flush(effects);
                        self.write = Some(RecordProtection::new(keys));
                    }
                }
                effects.push(Effect::KeyInstalled { direction, writer, epoch });
            }
            Action::StopSealing => {
                self.write = None;
                let (direction, writer, epoch) = (Direction::Write, self.side, Epoch::Plaintext);
                effects.push(Effect::KeyInstalled { direction, writer, epoch });
            }
            // RFC 8446 §6.1: nothing is sent after close_notify, not even the answer to a KeyUpdate.
            Action::Send { .. } if self.sent_close => {}
            Action::Send { name, bytes } => self.send_handshake(name, bytes, effects),
            Action::SendChangeCipherSpec => self.send_change_cipher_spec(effects),
            Action::SkipEarlyData { limit } => self.skippable = Some(limit),
            Action::LimitRecords { direction, limit } => {
                let limit = usize::from(limit).min(MAX_PLAINTEXT + 1);
                match direction {
                    Direction::Read => self.limits.read = limit,
                    Direction::Write => self.limits.write = limit,
                }
            }
            Action::KeepPsk(psk) => {
                // A server may send tickets for ever; those of its own it knows the number of.
                if rare::BUILT && self.side == Side::Client && self.psks.len() == KEPT {
                    self.psks.remove(0);
                }
                self.psks.push(psk);
            }
            Action::ForgetPsk(identity) => self.used.push(identity),
            Action::Remember(hello) => self.recorded.push(hello),
            Action::Warn(description) => self.send_alert(description, effects),
        }
    }

    /// Ends the connection with the alert that goes with `failure`. RFC 8446 §6.2.
    fn fail(&mut self, failure: Failure, effects: &mut Vec<Effect>) {
        let description = failure.alert();
        effects.push(Effect::Failed(failure));
        self.send_alert(description, effects);
        self.end(description, effects);
    }

    fn end(&mut self, description: AlertDescription, effects: &mut Vec<Effect>) {
        self.endpoint = None;
        self.alert = Some(description);
        effects.push(Effect::Entered(State::Closed));
    }
}
