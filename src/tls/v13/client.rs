//! The client. RFC 8446 §4, Appendix A.1.
//!
//! The enum holds the states that wait for input; [`Client::receive`] is the table of Appendix A.1.

mod certificate;
pub(in crate::tls) mod extensions;
mod finish;
pub(in crate::tls) mod hello;
pub(in crate::tls) mod retry;
pub(in crate::tls) mod server_hello;

use super::action::{Actions, Halt, Transition};
use super::config::ClientConfig;
use super::keys::{Application, HandshakeKeys};
use super::psk::PreSharedKey;
use crate::crypto::hash::HashAlgorithm;
use crate::crypto::key_exchange::EphemeralKeyPair;
use crate::crypto::signature::PublicKey;
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::message::{CertificateRequest, ClientHello, HandshakeMessage, KeyUpdateRequest};
use crate::tls::registry::{ExtensionType, NamedGroup};
use crate::tls::schedule::{EarlySecret, FinishedKey, ResumptionMasterSecret, TrafficKeys};
use crate::tls::transcript::Transcript;
use crate::trace::{Bytes, Failure, Secret, SecretName, Side, State};

/// A client that waits.
#[derive(Clone)]
pub enum Client {
    /// For the `ServerHello`.
    WaitServerHello(Box<WaitServerHello>),
    /// For the `EncryptedExtensions`.
    WaitEncryptedExtensions(Box<WaitEncryptedExtensions>),
    /// For the `Certificate`, or first a `CertificateRequest`.
    WaitCertificateOrRequest(Box<WaitCertificateOrRequest>),
    /// For the `Certificate`, after a `CertificateRequest`.
    WaitCertificate(Box<WaitCertificateOrRequest>),
    /// For the `CertificateVerify`.
    WaitCertificateVerify(Box<WaitCertificateVerify>),
    /// For the `Finished`.
    WaitFinished(Box<WaitFinished>),
    /// For nothing more of the handshake; tickets and new keys may come.
    Connected(Box<Connected>),
}

/// The client has sent its `ClientHello`.
#[derive(Clone)]
pub struct WaitServerHello {
    pub(in crate::tls) config: ClientConfig,
    pub(in crate::tls) hello: ClientHello,
    pub(in crate::tls) hello_bytes: Bytes,
    shares: Vec<Share>,
    /// The pre-shared keys, in the order in which the hello offers them.
    psks: Vec<OfferedPsk>,
    /// Whether early data may be sent, and is.
    early_data: bool,
    /// Whether the `change_cipher_spec` for middleboxes has been sent.
    compatibility_done: bool,
    pub(in crate::tls) retry: Option<Retry>,
}

/// A key pair for which the client sent a share.
#[derive(Clone)]
pub(in crate::tls) struct Share {
    group: NamedGroup,
    key: EphemeralKeyPair,
    name: SecretName,
}

/// A pre-shared key that the client offered, and what follows from it.
#[derive(Clone)]
struct OfferedPsk {
    key: PreSharedKey,
    hash: HashAlgorithm,
    early_secret: EarlySecret,
    finished_key: FinishedKey,
}

/// What the server asked for in its `HelloRetryRequest`.
#[derive(Clone)]
pub(in crate::tls) struct Retry {
    suite: SuiteParameters,
    /// The first `ClientHello`, as its hash, and the `HelloRetryRequest`.
    transcript: Transcript,
}

/// What all states from the `ServerHello` to the `Finished` need.
#[derive(Clone)]
struct Handshake {
    config: ClientConfig,
    keys: HandshakeKeys,
    /// The pre-shared key that the server took, and its place in the offer.
    psk: Option<(usize, PreSharedKey)>,
    /// The keys for the rest of the handshake, while early data is still sealed with others.
    next_write: Option<TrafficKeys>,
    application_protocol: Option<Bytes>,
    /// Whether the `change_cipher_spec` for middleboxes has been sent.
    compatibility_done: bool,
}

/// The client holds the handshake keys.
#[derive(Clone)]
pub struct WaitEncryptedExtensions {
    handshake: Handshake,
    offered: Vec<ExtensionType>,
}

/// The client knows the application protocol.
#[derive(Clone)]
pub struct WaitCertificateOrRequest {
    handshake: Handshake,
    request: Option<CertificateRequest>,
}

/// The client has checked the server's chain.
#[derive(Clone)]
pub struct WaitCertificateVerify {
    handshake: Handshake,
    request: Option<CertificateRequest>,
    server_key: PublicKey,
}

/// The client knows whom it speaks to.
#[derive(Clone)]
pub struct WaitFinished {
    handshake: Handshake,
    request: Option<CertificateRequest>,
}

/// The handshake is complete.
#[derive(Clone)]
pub struct Connected {
    now: u64,
    suite: SuiteParameters,
    application_protocol: Option<Bytes>,
    resumption_master_secret: ResumptionMasterSecret,
    application: Application,
    tickets: u8,
}

type Next = Result<Transition<Client>, Halt>;

impl Client {
    /// The state's name.
    #[must_use]
    pub fn state(&self) -> State {
        match self {
            Self::WaitServerHello(_) => State::WaitServerHello,
            Self::WaitEncryptedExtensions(_) => State::WaitEncryptedExtensions,
            Self::WaitCertificateOrRequest(_) => State::WaitCertificateOrRequest,
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
    /// RFC 8446 Appendix A.1.
    pub fn receive(self, message: HandshakeMessage, bytes: &[u8]) -> Next {
        use HandshakeMessage as Message;
        match (self, message) {
            (Self::WaitServerHello(state), Message::ServerHello(hello))
                if hello.is_hello_retry_request() && state.retry.is_none() =>
            {
                state.hello_retry_request(&hello, bytes)
            }
            (Self::WaitServerHello(state), Message::ServerHello(hello)) if !hello.is_hello_retry_request() => {
                state.server_hello(&hello, bytes)
            }
            (Self::WaitEncryptedExtensions(state), Message::EncryptedExtensions(extensions)) => {
                state.encrypted_extensions(&extensions, bytes)
            }
            (
                Self::WaitCertificateOrRequest(state) | Self::WaitCertificate(state),
                Message::Certificate(certificate),
            ) => state.certificate(certificate, bytes),
            (Self::WaitCertificateOrRequest(state), Message::CertificateRequest(request)) => {
                state.certificate_request(request, bytes)
            }
            (Self::WaitCertificateVerify(state), Message::CertificateVerify(verify)) => {
                state.certificate_verify(&verify, bytes)
            }
            (Self::WaitFinished(state), Message::Finished(finished)) => state.finished(&finished, bytes),
            (Self::Connected(state), Message::NewSessionTicket(ticket)) => state.new_session_ticket(&ticket),
            (Self::Connected(state), Message::KeyUpdate(request)) => state.key_update(request),
            (state, message) => Err(Failure::UnexpectedMessage { state: state.state(), got: message.name() }.into()),
        }
    }

    /// How many bytes of early data may be sent now; `None` if none may.
    #[must_use]
    pub(in crate::tls) fn early_data_limit(&self) -> Option<u32> {
        match self {
            Self::WaitServerHello(state) if state.early_data => {
                state.psks.first().map(|psk| psk.key.max_early_data_size)
            }
            _ => None,
        }
    }

    /// Says that it goes on with new keys. RFC 8446 §4.6.3.
    pub(in crate::tls) fn update_keys(self, request: KeyUpdateRequest) -> Transition<Self> {
        let mut actions = Actions::default();
        match self {
            Self::Connected(mut state) => {
                state.application.send(&mut actions, Side::Client, request);
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

pub(in crate::tls::v13) use extensions::LEAST_RECORD_SIZE_LIMIT;

pub(in crate::tls) fn readable(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
