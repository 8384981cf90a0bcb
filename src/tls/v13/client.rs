//! The client. RFC 8446 §4, Appendix A.1.
//!
//! The enum holds the states that wait for input; [`Client::receive`] is the table of Appendix A.1.

mod certificate;
mod hello;

use super::action::{Actions, Halt, Transition};
use super::config::ClientConfig;
use super::keys::HandshakeKeys;
use super::proof::{check_finished, send_finished};
use crate::crypto::key_exchange::EphemeralKeyPair;
use crate::crypto::signature::PublicKey;
use crate::tls::extension::{Extension, Place};
use crate::tls::message::{ClientHello, EncryptedExtensions, Finished, HandshakeMessage, NewSessionTicket};
use crate::tls::registry::ExtensionType;
use crate::tls::schedule::ResumptionMasterSecret;
use crate::trace::{Bytes, Choice, ChoiceName, Direction, Failure, MessageName, Side, State};

/// A client that waits.
#[derive(Clone)]
pub enum Client {
    /// For the `ServerHello`.
    WaitServerHello(Box<WaitServerHello>),
    /// For the `EncryptedExtensions`.
    WaitEncryptedExtensions(Box<WaitEncryptedExtensions>),
    /// For the `Certificate`.
    WaitCertificateOrRequest(Box<WaitCertificateOrRequest>),
    /// For the `CertificateVerify`.
    WaitCertificateVerify(Box<WaitCertificateVerify>),
    /// For the `Finished`.
    WaitFinished(Box<WaitFinished>),
    /// For nothing more of the handshake; tickets may come.
    Connected(Box<Connected>),
}

/// The client has sent its `ClientHello`.
#[derive(Clone)]
pub struct WaitServerHello {
    config: ClientConfig,
    hello: ClientHello,
    hello_bytes: Bytes,
    ephemeral_key: EphemeralKeyPair,
}

/// The client holds the handshake keys.
#[derive(Clone)]
pub struct WaitEncryptedExtensions {
    config: ClientConfig,
    offered: Vec<ExtensionType>,
    keys: HandshakeKeys,
}

/// The client knows the application protocol.
#[derive(Clone)]
pub struct WaitCertificateOrRequest {
    config: ClientConfig,
    keys: HandshakeKeys,
}

/// The client has checked the server's chain.
#[derive(Clone)]
pub struct WaitCertificateVerify {
    config: ClientConfig,
    keys: HandshakeKeys,
    server_key: PublicKey,
}

/// The client knows whom it speaks to.
#[derive(Clone)]
pub struct WaitFinished {
    keys: HandshakeKeys,
}

/// The handshake is complete.
#[derive(Clone)]
pub struct Connected {
    resumption_master_secret: ResumptionMasterSecret,
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
        match (self, message) {
            (Self::WaitServerHello(state), HandshakeMessage::ServerHello(hello)) => state.server_hello(&hello, bytes),
            (Self::WaitEncryptedExtensions(state), HandshakeMessage::EncryptedExtensions(extensions)) => {
                state.encrypted_extensions(&extensions, bytes)
            }
            (Self::WaitCertificateOrRequest(state), HandshakeMessage::Certificate(certificate)) => {
                state.certificate(certificate, bytes)
            }
            (Self::WaitCertificateVerify(state), HandshakeMessage::CertificateVerify(verify)) => {
                state.certificate_verify(&verify, bytes)
            }
            (Self::WaitFinished(state), HandshakeMessage::Finished(finished)) => state.finished(&finished, bytes),
            (Self::Connected(state), HandshakeMessage::NewSessionTicket(ticket)) => {
                Ok(state.new_session_ticket(&ticket))
            }
            (state, message) => Err(Failure::UnexpectedMessage { state: state.state(), got: message.name() }.into()),
        }
    }
}

impl WaitEncryptedExtensions {
    /// RFC 8446 §4.3.1.
    fn encrypted_extensions(mut self, message: &EncryptedExtensions, bytes: &[u8]) -> Next {
        let mut actions = Actions::default();
        check_answers(&message.extensions, Place::EncryptedExtensions, &self.offered)?;
        if !self.config.application_protocols.is_empty() {
            let chosen = message.extensions.iter().find_map(|extension| match extension {
                Extension::ApplicationLayerProtocolNegotiation(protocols) => Some(protocols),
                _ => None,
            });
            let chosen = match chosen.map(Vec::as_slice) {
                None => None,
                Some([protocol]) if self.config.application_protocols.contains(protocol) => Some(readable(protocol)),
                // RFC 7301 §3.1: exactly one, and one that was offered.
                Some(_) => {
                    let field = "application_layer_protocol_negotiation";
                    return Err(actions.halt(Failure::IllegalParameter { field }));
                }
            };
            actions.negotiated(Choice {
                name: ChoiceName::ApplicationProtocol,
                offered: self.config.application_protocols.iter().map(|name| readable(name)).collect(),
                accepted: Vec::new(),
                chosen,
            });
        }
        self.keys.transcript.add(Side::Server, MessageName::EncryptedExtensions, bytes);
        actions.entered(State::WaitCertificateOrRequest);
        let next = WaitCertificateOrRequest { config: self.config, keys: self.keys };
        Ok(actions.into(Client::WaitCertificateOrRequest(Box::new(next))))
    }
}

impl WaitFinished {
    /// RFC 8446 §4.4.4.
    fn finished(self, message: &Finished, bytes: &[u8]) -> Next {
        let mut keys = self.keys;
        let check = check_finished(&keys.server_finished_key, keys.transcript.point(), &message.verify_data);
        let mut actions = Actions::default().check(check)?;
        keys.transcript.add(Side::Server, MessageName::Finished, bytes);
        let (master_secret, traffic) = keys.master_secret(&mut actions);
        actions.install(Direction::Read, traffic.server);
        send_finished(&mut actions, &keys.client_finished_key, Side::Client, &mut keys.transcript);
        actions.install(Direction::Write, traffic.client);

        let resumption_master_secret = master_secret.resumption_master_secret(&keys.transcript.point());
        actions.derived(resumption_master_secret.secret());
        actions.entered(State::Connected);
        Ok(actions.into(Client::Connected(Box::new(Connected { resumption_master_secret, tickets: 0 }))))
    }
}

impl Connected {
    /// RFC 8446 §4.6.1.
    fn new_session_ticket(self, message: &NewSessionTicket) -> Transition<Client> {
        let mut actions = Actions::default();
        let psk = self.resumption_master_secret.psk(self.tickets, &message.ticket_nonce);
        actions.derived(&psk);
        actions.into(Client::Connected(Box::new(Self { tickets: self.tickets.saturating_add(1), ..self })))
    }
}

/// Checks that extensions answer what was offered and stand where they may. RFC 8446 §4.2.
fn check_answers(extensions: &[Extension], place: Place, offered: &[ExtensionType]) -> Result<(), Failure> {
    let mut seen: Vec<ExtensionType> = Vec::new();
    for extension_type in extensions.iter().map(Extension::extension_type) {
        if seen.contains(&extension_type) {
            return Err(Failure::DuplicateExtension { extension: extension_type.0 });
        }
        if place.allows(extension_type) == Some(false) {
            return Err(Failure::ForbiddenExtension { extension: extension_type.0, message: place.message() });
        }
        if !offered.contains(&extension_type) {
            return Err(Failure::UnsolicitedExtension { extension: extension_type.0 });
        }
        seen.push(extension_type);
    }
    Ok(())
}

pub(in crate::tls::v13) fn readable(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
