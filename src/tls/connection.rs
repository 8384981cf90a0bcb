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

use crate::tls::message::HandshakeMessage;
use crate::tls::record::{Deframer, RecordProtection};
use crate::tls::v13::client::Client;
use crate::tls::v13::server::Server;
use crate::tls::v13::{Action, ClientConfig, Halt, ServerConfig, Transition};
use crate::trace::{AlertDescription, Bytes, Direction, Effect, Failure, Placement, Side, State};

/// The state machine of one end.
#[derive(Clone)]
enum Endpoint {
    Client(Client),
    Server(Server),
}

impl Endpoint {
    fn state(&self) -> State {
        match self {
            Self::Client(client) => client.state(),
            Self::Server(server) => server.state(),
        }
    }

    fn receive(self, message: HandshakeMessage, bytes: &[u8]) -> Result<Transition<Self>, Halt> {
        match self {
            Self::Client(client) => Ok(lift(client.receive(message, bytes)?, Self::Client)),
            Self::Server(server) => Ok(lift(server.receive(message, bytes)?, Self::Server)),
        }
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

/// A handshake message of which not all bytes have come yet.
#[derive(Clone, Debug, Default)]
struct Partial {
    bytes: Bytes,
    placements: Vec<Placement>,
}

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
    sent_close: bool,
    received_close: bool,
    alert: Option<AlertDescription>,
}

impl Connection {
    /// Starts a client: its `ClientHello` is the first of what goes out.
    ///
    /// # Errors
    /// [`Failure::NoCommonGroup`] if the configuration asks for a share of a group that is not built here.
    pub fn client(config: ClientConfig) -> Result<(Self, Vec<Effect>), Failure> {
        let transition = Client::start(config)?;
        Ok(Self::start(Side::Client, lift(transition, Endpoint::Client)))
    }

    /// Starts a server: it waits.
    #[must_use]
    pub fn server(config: ServerConfig) -> (Self, Vec<Effect>) {
        Self::start(Side::Server, lift(Server::start(config), Endpoint::Server))
    }

    fn start(side: Side, transition: Transition<Endpoint>) -> (Self, Vec<Effect>) {
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
            sent_close: false,
            received_close: false,
            alert: None,
        };
        let mut effects = Vec::new();
        connection.perform(transition.actions, &mut effects);
        (connection, effects)
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

    /// Takes the bytes that are to go to the peer.
    pub fn take_outgoing(&mut self) -> Bytes {
        core::mem::take(&mut self.outgoing)
    }

    /// Takes the application data that came from the peer.
    pub fn take_application_data(&mut self) -> Bytes {
        core::mem::take(&mut self.application_data)
    }

    /// Carries out what the state machine wants.
    fn perform(&mut self, actions: Vec<Action>, effects: &mut Vec<Effect>) {
        for action in actions {
            match action {
                Action::Note(effect) => effects.push(effect),
                Action::Install { direction, keys } => {
                    let (writer, epoch) = (keys.writer, keys.epoch);
                    match direction {
                        Direction::Read => self.read = Some(RecordProtection::new(keys)),
                        Direction::Write => self.write = Some(RecordProtection::new(keys)),
                    }
                    effects.push(Effect::KeyInstalled { direction, writer, epoch });
                }
                Action::Send { name, bytes } => self.send_handshake(name, bytes, effects),
                Action::SendChangeCipherSpec => self.send_change_cipher_spec(effects),
            }
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
