//! The client of TLS 1.2. RFC 5246 §7.3.
//!
//! The enum holds the states that wait for input; [`Client::receive`] and [`Client::change_cipher_spec`] are the table of
//! what may come in them, in the order of RFC 5246 §7.3 and RFC 5077 §3.1.

mod certificate;
mod finish;
mod hello;

use super::session::{Agreed, Established, Keys, Said};
use crate::crypto::signature::PublicKey;
use crate::tls::message::{CertificateRequest12, ClientHello, HandshakeMessage, ServerEcdhParams};
use crate::tls::v13::action::{Action, Actions, Halt, Transition};
use crate::tls::v13::{ClientConfig, PreSharedKey};
use crate::trace::{AlertDescription, Bytes, Failure, MessageName, Secret, State};

/// A client that waits.
#[derive(Clone)]
pub enum Client {
    /// For the `ServerHello`.
    WaitServerHello(Box<WaitServerHello>),
    /// For the `Certificate`.
    WaitCertificate(Box<Handshake>),
    /// For the `ServerKeyExchange`.
    WaitServerKeyExchange(Box<WaitServerKeyExchange>),
    /// For the `ServerHelloDone`, or first a `CertificateRequest`.
    WaitRequestOrDone(Box<WaitServerHelloDone>),
    /// For the `ServerHelloDone`, after a `CertificateRequest`.
    WaitServerHelloDone(Box<WaitServerHelloDone>),
    /// For the `NewSessionTicket`.
    WaitNewSessionTicket(Box<WaitFinished>),
    /// For the `change_cipher_spec`.
    WaitChangeCipherSpec(Box<WaitFinished>),
    /// For the `Finished`.
    WaitFinished(Box<WaitFinished>),
    /// For nothing more of the handshake.
    Connected(Box<Connected>),
}

/// The client has sent its `ClientHello`.
#[derive(Clone)]
pub struct WaitServerHello {
    config: ClientConfig,
    hello: ClientHello,
    hello_bytes: Bytes,
}

/// What all states after the `ServerHello` need.
#[derive(Clone)]
pub struct Handshake {
    config: ClientConfig,
    agreed: Agreed,
    said: Said,
    /// The ID that the server gives the session; empty if it keeps none.
    session_id: Bytes,
    /// Whether the server is going to send a `NewSessionTicket`.
    ticket_follows: bool,
}

/// The client has checked the server's chain.
#[derive(Clone)]
pub struct WaitServerKeyExchange {
    handshake: Handshake,
    server_key: PublicKey,
}

/// The client has the public key with which the two come to a secret.
#[derive(Clone)]
pub struct WaitServerHelloDone {
    handshake: Handshake,
    exchange: ServerShare,
    request: Option<CertificateRequest12>,
}

/// What the client makes the premaster secret with.
#[derive(Clone)]
enum ServerShare {
    /// The server's public key for this connection.
    Ephemeral(ServerEcdhParams),
    /// The key of its certificate.
    Certificate(PublicKey),
}

/// The client has the keys.
#[derive(Clone)]
pub struct WaitFinished {
    handshake: Handshake,
    keys: Keys,
    /// The session that is resumed.
    session: Option<PreSharedKey>,
    ticket: Option<PreSharedKey>,
}

/// The handshake is complete.
#[derive(Clone)]
pub struct Connected {
    established: Established,
}

type Next = Result<Transition<Client>, Halt>;

impl Client {
    /// The state's name.
    #[must_use]
    pub fn state(&self) -> State {
        match self {
            Self::WaitServerHello(_) => State::WaitServerHello,
            Self::WaitCertificate(_) => State::WaitCertificate,
            Self::WaitServerKeyExchange(_) => State::WaitServerKeyExchange,
            Self::WaitRequestOrDone(_) => State::WaitRequestOrDone,
            Self::WaitServerHelloDone(_) => State::WaitServerHelloDone,
            Self::WaitNewSessionTicket(_) => State::WaitNewSessionTicket,
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
            (Self::WaitServerHello(state), Message::ServerHello(hello)) if !hello.is_hello_retry_request() => {
                state.server_hello(&hello, bytes)
            }
            (Self::WaitCertificate(state), Message::Certificate12(certificate)) => {
                state.certificate(certificate, bytes)
            }
            (Self::WaitServerKeyExchange(state), Message::ServerKeyExchange(message)) => {
                state.server_key_exchange(message, bytes)
            }
            (Self::WaitRequestOrDone(state), Message::CertificateRequest12(request)) => {
                Ok(state.certificate_request(request, bytes))
            }
            (Self::WaitRequestOrDone(state) | Self::WaitServerHelloDone(state), Message::ServerHelloDone) => {
                state.server_hello_done(bytes)
            }
            (Self::WaitNewSessionTicket(state), Message::NewSessionTicket12(ticket)) => {
                Ok(state.new_session_ticket(&ticket, bytes))
            }
            (Self::WaitFinished(state), Message::Finished(finished)) => state.finished(&finished, bytes),
            // RFC 5246 §7.4.1.1: refused once the handshake is over, ignored before.
            (Self::Connected(state), Message::HelloRequest) => {
                let mut actions = Actions::default();
                actions.push(Action::Warn(AlertDescription::NoRenegotiation));
                Ok(actions.into(Self::Connected(state)))
            }
            (state, Message::HelloRequest) => Ok(Actions::default().into(state)),
            (state, message) => Err(Failure::UnexpectedMessage { state: state.state(), got: message.name() }.into()),
        }
    }

    /// Takes the `change_cipher_spec`, after which the server writes with the new keys.
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
