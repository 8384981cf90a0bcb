//! The server. RFC 8446 §4, Appendix A.2.
//!
//! The enum holds the states that wait for input; [`Server::receive`] is the table of Appendix A.2. The states between
//! (`RECVD_CH`, `NEGOTIATED`) are passed in one go and only noted.

mod flight;
mod negotiation;

use super::action::{Actions, Halt, Transition};
use super::config::ServerConfig;
use super::keys::{BothKeys, HandshakeKeys};
use super::proof::check_finished;
use crate::tls::message::{Finished, HandshakeMessage, NewSessionTicket};
use crate::tls::schedule::{MasterSecret, ResumptionMasterSecret};
use crate::trace::{Derivation, Direction, Effect, Failure, MessageName, Secret, SecretName, Side, State};

/// How long a ticket of this server may be used, in seconds: two hours, well below the seven days of RFC 8446 §4.6.1.
const TICKET_LIFETIME: u32 = 7200;

/// A server that waits.
#[derive(Clone)]
pub enum Server {
    /// For the `ClientHello`.
    Start(Box<Start>),
    /// For the client's `Finished`.
    WaitFinished(Box<WaitFinished>),
    /// For nothing more of the handshake.
    Connected(Connected),
}

/// Nothing was received yet.
#[derive(Clone)]
pub struct Start {
    config: ServerConfig,
}

/// The server has sent its flight.
#[derive(Clone)]
pub struct WaitFinished {
    config: ServerConfig,
    keys: HandshakeKeys,
    master_secret: MasterSecret,
    traffic: BothKeys,
    takes_tickets: bool,
}

/// The handshake is complete.
#[derive(Clone, Copy, Debug)]
pub struct Connected;

type Next = Result<Transition<Server>, Halt>;

impl Server {
    /// Takes up the certificate's key and waits.
    #[must_use]
    pub fn start(config: ServerConfig) -> Transition<Self> {
        let mut actions = Actions::default();
        let public = config.certificate_key.public_key().to_spki_der().unwrap_or_default();
        actions.derived(&Secret {
            name: SecretName::CertificatePrivateKey(Side::Server),
            value: config.certificate_key.private_bytes().to_vec(),
            derivation: Derivation::Entropy { label: "leaf private key", public },
        });
        actions.into(Self::Start(Box::new(Start { config })))
    }

    /// The state's name.
    #[must_use]
    pub fn state(&self) -> State {
        match self {
            Self::Start(_) => State::Start,
            Self::WaitFinished(_) => State::WaitFinished,
            Self::Connected(_) => State::Connected,
        }
    }

    /// Takes the next handshake message; `bytes` are those of the message, header included.
    ///
    /// # Errors
    /// [`Halt`] with the failure whose alert ends the connection.
    ///
    /// RFC 8446 Appendix A.2.
    pub fn receive(self, message: HandshakeMessage, bytes: &[u8]) -> Next {
        match (self, message) {
            (Self::Start(state), HandshakeMessage::ClientHello(hello)) => state.client_hello(&hello, bytes),
            (Self::WaitFinished(state), HandshakeMessage::Finished(finished)) => state.finished(&finished, bytes),
            (state, message) => Err(Failure::UnexpectedMessage { state: state.state(), got: message.name() }.into()),
        }
    }
}

impl WaitFinished {
    /// RFC 8446 §4.4.4.
    fn finished(self, message: &Finished, bytes: &[u8]) -> Next {
        let Self { config, mut keys, master_secret, traffic, takes_tickets } = self;
        let check = check_finished(&keys.client_finished_key, keys.transcript.point(), &message.verify_data);
        let mut actions = Actions::default().check(check)?;
        keys.transcript.add(Side::Client, MessageName::Finished, bytes);
        actions.install(Direction::Read, traffic.client);
        let resumption_master_secret = master_secret.resumption_master_secret(&keys.transcript.point());
        actions.derived(resumption_master_secret.secret());
        actions.entered(State::Connected);
        if takes_tickets {
            send_tickets(&mut actions, &config, &resumption_master_secret);
        }
        Ok(actions.into(Server::Connected(Connected)))
    }
}

/// RFC 8446 §4.6.1. The ticket is a handle under which a server that resumes would find the PSK again.
fn send_tickets(actions: &mut Actions, config: &ServerConfig, secret: &ResumptionMasterSecret) {
    for number in 0..config.tickets {
        let ticket: [u8; 32] = config.entropy.bytes(&format!("ticket {number}"));
        let ticket_age_add = u32::from_be_bytes(config.entropy.bytes(&format!("ticket_age_add {number}")));
        actions.note(Effect::DrewRandom { purpose: "NewSessionTicket.ticket", value: ticket.to_vec() });
        let ticket_nonce = vec![number];
        let psk = secret.psk(number, &ticket_nonce);
        actions.derived(&psk);
        let ticket = ticket.to_vec();
        let extensions = Vec::new();
        actions.send(&HandshakeMessage::NewSessionTicket(NewSessionTicket {
            ticket_lifetime: TICKET_LIFETIME,
            ticket_age_add,
            ticket_nonce,
            ticket,
            extensions,
        }));
    }
}
