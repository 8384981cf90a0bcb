//! The server. RFC 8446 §4, Appendix A.2.
//!
//! The enum holds the states that wait for input; [`Server::receive`] is the table of Appendix A.2. The states between
//! (`RECVD_CH`, `NEGOTIATED`, `WAIT_FLIGHT2`) are passed in one go and only noted.

mod client_certificate;
pub(in crate::tls) mod finish;
mod flight;
pub(in crate::tls) mod negotiation;
pub(in crate::tls) mod retry;
pub(in crate::tls) mod session;

use super::action::{Actions, Halt, Transition};
use super::certificate::certificate_secret;
use super::config::ServerConfig;
use super::keys::{Application, BothKeys, HandshakeKeys};
use crate::crypto::signature::PublicKey;
use crate::tls::message::{ClientHello, HandshakeMessage, KeyUpdateRequest};
use crate::tls::registry::NamedGroup;
use crate::tls::schedule::{MasterSecret, TrafficKeys};
use crate::tls::transcript::Transcript;
use crate::trace::{Bytes, Failure, Secret, Side, State};

/// A server that waits.
#[derive(Clone)]
pub enum Server {
    /// For the `ClientHello`.
    Start(Box<Start>),
    /// For the end of the early data that it takes.
    WaitEndOfEarlyData(Box<WaitEndOfEarlyData>),
    /// For the client's `Certificate`.
    WaitCertificate(Box<WaitCertificate>),
    /// For the client's `CertificateVerify`.
    WaitCertificateVerify(Box<WaitCertificateVerify>),
    /// For the client's `Finished`.
    WaitFinished(Box<WaitFinished>),
    /// For nothing more of the handshake; new keys may come.
    Connected(Box<Connected>),
}

/// Nothing was received yet, or a first `ClientHello` that was not enough.
#[derive(Clone)]
pub struct Start {
    pub(in crate::tls) config: ServerConfig,
    pub(in crate::tls) retry: Option<Retry>,
}

/// What was asked for in a `HelloRetryRequest`.
#[derive(Clone)]
pub(in crate::tls) struct Retry {
    first: ClientHello,
    /// The first `ClientHello`, as its hash, and the `HelloRetryRequest`.
    transcript: Transcript,
    group: Option<NamedGroup>,
    cookie: Option<Bytes>,
}

/// What all states from the server's flight to the client's `Finished` need.
#[derive(Clone)]
struct Flight {
    config: ServerConfig,
    keys: HandshakeKeys,
    master_secret: MasterSecret,
    application: Application,
    traffic: BothKeys,
    takes_tickets: bool,
    application_protocol: Option<Bytes>,
}

/// The server takes early data.
#[derive(Clone)]
pub struct WaitEndOfEarlyData {
    flight: Flight,
    /// The keys for what follows.
    next_read: TrafficKeys,
    /// How much may come, in bytes.
    limit: u32,
}

/// The server has asked for the client's certificate.
#[derive(Clone)]
pub struct WaitCertificate {
    flight: Flight,
}

/// The server has checked the client's chain.
#[derive(Clone)]
pub struct WaitCertificateVerify {
    flight: Flight,
    client_key: PublicKey,
}

/// The server has all but the client's `Finished`.
#[derive(Clone)]
pub struct WaitFinished {
    flight: Flight,
}

/// The handshake is complete.
#[derive(Clone)]
pub struct Connected {
    application: Application,
}

type Next = Result<Transition<Server>, Halt>;

impl Server {
    /// Takes up the certificate's key and waits.
    #[must_use]
    pub fn start(config: ServerConfig) -> Transition<Self> {
        let mut actions = Actions::default();
        actions.derived(&certificate_secret(Side::Server, &config.certificate_key));
        actions.into(Self::Start(Box::new(Start { config, retry: None })))
    }

    /// The state's name.
    #[must_use]
    pub fn state(&self) -> State {
        match self {
            Self::Start(_) => State::Start,
            Self::WaitEndOfEarlyData(_) => State::WaitEndOfEarlyData,
            Self::WaitCertificate(_) => State::WaitCertificate,
            Self::WaitCertificateVerify(_) => State::WaitCertificateVerify,
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
        use HandshakeMessage as Message;
        match (self, message) {
            (Self::Start(state), Message::ClientHello(hello)) => state.client_hello(&hello, bytes),
            (Self::WaitEndOfEarlyData(state), Message::EndOfEarlyData) => Ok(state.end_of_early_data(bytes)),
            (Self::WaitCertificate(state), Message::Certificate(certificate)) => state.certificate(certificate, bytes),
            (Self::WaitCertificateVerify(state), Message::CertificateVerify(verify)) => {
                state.certificate_verify(&verify, bytes)
            }
            (Self::WaitFinished(state), Message::Finished(finished)) => state.finished(&finished, bytes),
            (Self::Connected(state), Message::KeyUpdate(request)) => state.key_update(request),
            (state, message) => Err(Failure::UnexpectedMessage { state: state.state(), got: message.name() }.into()),
        }
    }

    /// How many bytes of early data may come now; `None` if none may.
    #[must_use]
    pub(in crate::tls) fn early_data_limit(&self) -> Option<u32> {
        match self {
            Self::WaitEndOfEarlyData(state) => Some(state.limit),
            _ => None,
        }
    }

    /// Says that it goes on with new keys. RFC 8446 §4.6.3.
    pub(in crate::tls) fn update_keys(self, request: KeyUpdateRequest) -> Transition<Self> {
        let mut actions = Actions::default();
        match self {
            Self::Connected(mut state) => {
                state.application.send(&mut actions, Side::Server, request);
                actions.into(Self::Connected(state))
            }
            other => actions.into(other),
        }
    }

    /// Makes keying material for the application. RFC 8446 §7.5.
    pub(in crate::tls) fn export(&self, label: &'static str, context: &[u8], length: usize) -> Option<[Secret; 2]> {
        match self {
            Self::Connected(state) => Some(state.application.export(label, context, length)),
            _ => None,
        }
    }
}
