//! The server of TLS 1.2. RFC 5246 §7.3.
//!
//! The enum holds the states that wait for input; [`Server::receive`] and [`Server::change_cipher_spec`] are the table of
//! what may come in them, in the order of RFC 5246 §7.3.

mod finish;
mod flight;
mod negotiation;

use super::session::{Agreed, Established, Keys, Said};
use crate::crypto::key_exchange::EphemeralKeyPair;
use crate::crypto::signature::PublicKey;
use crate::tls::message::{ClientHello, HandshakeMessage};
use crate::tls::registry::{NamedGroup, ProtocolVersion};
use crate::tls::v13::ServerConfig;
use crate::tls::v13::action::{Action, Actions, Halt, Transition};
use crate::tls::v13::server::Start as NewerStart;
use crate::tls::v13::server::negotiation::common_version;
use crate::trace::{AlertDescription, Bytes, Failure, MessageName, Secret, State};

/// A server that waits.
#[derive(Clone)]
pub enum Server {
    /// For the `ClientHello`.
    Start(Box<Start>),
    /// For the client's `Certificate`.
    WaitCertificate(Box<Flight>),
    /// For the `ClientKeyExchange`.
    WaitClientKeyExchange(Box<WaitClientKeyExchange>),
    /// For the client's `CertificateVerify`.
    WaitCertificateVerify(Box<WaitCertificateVerify>),
    /// For the `change_cipher_spec`.
    WaitChangeCipherSpec(Box<WaitFinished>),
    /// For the client's `Finished`.
    WaitFinished(Box<WaitFinished>),
    /// For nothing more of the handshake.
    Connected(Box<Connected>),
}

/// Nothing was received yet.
#[derive(Clone)]
pub struct Start {
    config: ServerConfig,
}

/// What all states after the `ServerHello` need.
#[derive(Clone)]
struct Handshake {
    config: ServerConfig,
    agreed: Agreed,
    said: Said,
    /// The version of the client's hello.
    client_version: ProtocolVersion,
    /// The name that the client asked for.
    server_name: Option<String>,
    /// The ID that the server gives the session; empty if it keeps none.
    session_id: Bytes,
    /// Whether the server is going to send a `NewSessionTicket`.
    ticket_follows: bool,
}

/// The server has sent its flight.
#[derive(Clone)]
pub struct Flight {
    handshake: Handshake,
    /// The key pair for this connection; `None` if the client encrypts for that of the certificate.
    key: Option<(EphemeralKeyPair, NamedGroup)>,
}

/// The server has what it wanted of the client's certificate.
#[derive(Clone)]
pub struct WaitClientKeyExchange {
    flight: Flight,
    client_key: Option<PublicKey>,
}

/// The server has the keys, and the client is to prove that the certificate is its own.
#[derive(Clone)]
pub struct WaitCertificateVerify {
    finish: WaitFinished,
    client_key: PublicKey,
}

/// The server has all but the client's `Finished`.
#[derive(Clone)]
pub struct WaitFinished {
    handshake: Handshake,
    keys: Keys,
    resumes: bool,
}

/// The handshake is complete.
#[derive(Clone)]
pub struct Connected {
    established: Established,
}

type Next = Result<Transition<Server>, Halt>;

impl Server {
    /// Goes on for a server that waited for a hello of either version, if this one leads to TLS 1.2; else gives it back.
    ///
    /// # Errors
    /// The server as it was.
    pub(in crate::tls) fn instead(newer: Box<NewerStart>, hello: &ClientHello) -> Result<Self, Box<NewerStart>> {
        if newer.retry.is_some() || common_version(&newer.config, hello) != Some(ProtocolVersion::TLS12) {
            return Err(newer);
        }
        Ok(Self::waiting(newer.config))
    }

    /// Waits for a client; the certificate's key has been taken up before.
    #[must_use]
    pub fn waiting(config: ServerConfig) -> Self {
        Self::Start(Box::new(Start { config }))
    }

    /// The state's name.
    #[must_use]
    pub fn state(&self) -> State {
        match self {
            Self::Start(_) => State::Start,
            Self::WaitCertificate(_) => State::WaitCertificate,
            Self::WaitClientKeyExchange(_) => State::WaitClientKeyExchange,
            Self::WaitCertificateVerify(_) => State::WaitCertificateVerify,
            Self::WaitChangeCipherSpec(_) => State::WaitChangeCipherSpec,
            Self::WaitFinished(_) => State::WaitFinished,
            Self::Connected(_) => State::Connected,
        }
    }

    /// Takes the next handshake message; `bytes` are those of the message, header included.
    ///
    /// # Errors
    /// [`Halt`] with the failure whose alert ends the connection.
    ///
    /// RFC 5246 §7.3.
    pub fn receive(self, message: HandshakeMessage, bytes: &[u8]) -> Next {
        use HandshakeMessage as Message;
        match (self, message) {
            (Self::Start(state), Message::ClientHello(hello)) => state.client_hello(&hello, bytes),
            (Self::WaitCertificate(state), Message::Certificate12(certificate)) => {
                state.certificate(certificate, bytes)
            }
            (Self::WaitClientKeyExchange(state), Message::ClientKeyExchange(message)) => {
                state.client_key_exchange(message, bytes)
            }
            (Self::WaitCertificateVerify(state), Message::CertificateVerify(verify)) => {
                state.certificate_verify(&verify, bytes)
            }
            (Self::WaitFinished(state), Message::Finished(finished)) => state.finished(&finished, bytes),
            // RFC 5246 §7.2.2: a second handshake is refused, and the connection goes on.
            (Self::Connected(state), Message::ClientHello(_)) => {
                let mut actions = Actions::default();
                actions.push(Action::Warn(AlertDescription::NoRenegotiation));
                Ok(actions.into(Self::Connected(state)))
            }
            (state, message) => Err(Failure::UnexpectedMessage { state: state.state(), got: message.name() }.into()),
        }
    }

    /// Takes the `change_cipher_spec`, after which the client writes with the new keys.
    ///
    /// # Errors
    /// [`Halt`], in any other state. RFC 5246 §7.1.
    pub fn change_cipher_spec(self) -> Next {
        match self {
            Self::WaitChangeCipherSpec(state) => Ok(state.change_cipher_spec()),
            state => {
                let got = MessageName::ChangeCipherSpec;
                Err(Failure::UnexpectedMessage { state: state.state(), got }.into())
            }
        }
    }

    /// Asks for a second handshake. RFC 5246 §7.4.1.1.
    pub(in crate::tls) fn request_hello(&self) -> Vec<Action> {
        let mut actions = Actions::default();
        if matches!(self, Self::Connected(_)) {
            actions.send(&HandshakeMessage::HelloRequest);
        }
        actions.into(()).actions
    }

    /// Makes keying material for the application. RFC 5705 §4.
    pub(in crate::tls) fn export(
        &self,
        label: &'static str,
        context: Option<&[u8]>,
        length: usize,
    ) -> Option<Vec<Secret>> {
        match self {
            Self::Connected(state) => Some(state.established.export(label, context, length)),
            _ => None,
        }
    }
}
