//! One handshake of TLS 1.2, message by message. RFC 5246 §7.3.

use super::super::given::{Given, Kept};
use super::super::stream::Stream;
use super::super::tls13::judge;
use super::super::{Hello, Reaction, place};
use super::hello::{checks, outcomes};
use crate::crypto::signature::PublicKey;
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::extension::{Extension, find};
use crate::tls::message::{
    HANDSHAKE_HEADER_LENGTH, HandshakeMessage, NAMED_CURVE, NewSessionTicket12, ServerHello, ServerKeyExchange,
};
use crate::tls::registry::{ExtensionType, ProtocolVersion, SignatureScheme};
use crate::tls::schedule::Randoms;
use crate::tls::transcript::Binding;
use crate::tls::v12::session::{Agreed, Keys, Said};
use crate::trace::{Bytes, Direction, Effect, Epoch, Message, MessageName, Side, State};

/// A handshake of TLS 1.2, as far as it was seen.
pub(super) struct Handshake {
    pub(super) hello: Hello,
    pub(super) server_random: [u8; 32],
    pub(super) version: ProtocolVersion,
    pub(super) suite_code: u16,
    /// `None` if the suite is none that is built here: of the rest only what is not sealed can be read.
    pub(super) agreed: Option<Agreed>,
    /// The handshake so far; `None` once a part of it could not be read.
    pub(super) said: Option<Said>,
    /// The session ID of the server's hello.
    pub(super) session_id: Bytes,
    pub(super) server_key: Option<PublicKey>,
    pub(super) client_key: Option<PublicKey>,
    pub(super) exchange: Option<ServerKeyExchange>,
    /// Whether the server's key for this connection, if it sent one, is of a named curve; if not, it is of a kind that is not
    /// spoken here, such as DHE.
    pub(super) is_of_curve: Option<bool>,
    pub(super) requested: Option<Vec<SignatureScheme>>,
    pub(super) keys: Option<Keys>,
    /// Whether the keys were looked for.
    pub(super) sought: bool,
    /// The ticket that the server hands out.
    pub(super) ticket: Bytes,
    /// Whether the server's hello says that it knows of renegotiation. RFC 5746 §3.4.
    pub(super) secure: bool,
    /// The `verify_data` of the client's `Finished` and of the server's, once it was seen.
    pub(super) verify_data: [Option<Bytes>; 2],
}

impl Handshake {
    /// Begins with the server's hello.
    pub(super) fn server_hello(
        hello: Hello,
        (answer, bytes): (&ServerHello, &[u8]),
        binding: Binding,
    ) -> (Self, Reaction) {
        let mut reaction = Reaction::default();
        let version = answer.legacy_version;
        let suite = SuiteParameters::of_tls12(answer.cipher_suite).filter(|_| version == ProtocolVersion::TLS12);
        let has = |extension| find(&answer.extensions, extension).is_some();
        let extended = has(ExtensionType::EXTENDED_MASTER_SECRET);
        let protocol = match find(&answer.extensions, ExtensionType::APPLICATION_LAYER_PROTOCOL_NEGOTIATION) {
            Some(Extension::ApplicationLayerProtocolNegotiation(names)) => names.first().cloned(),
            _ => None,
        };
        checks(&hello, answer, &mut reaction);
        outcomes(&hello, answer, (extended, protocol.as_deref()), &mut reaction);
        reaction.before(Side::Server, [Effect::Entered(State::Negotiated)]);
        reaction.receiver.push(Effect::Entered(State::WaitCertificate));
        let agreed = suite.map(|suite| Agreed {
            suite,
            randoms: Randoms { client: hello.message.random, server: answer.random },
            extended,
            application_protocol: protocol,
        });
        let said = agreed.as_ref().map(|agreed| Said::new((agreed.suite, binding), &hello.bytes, bytes));
        let handshake = Self {
            hello,
            version,
            suite_code: answer.cipher_suite.0,
            agreed,
            said,
            session_id: answer.legacy_session_id_echo.clone(),
            server_key: None,
            client_key: None,
            exchange: None,
            is_of_curve: None,
            requested: None,
            keys: None,
            sought: false,
            server_random: answer.random,
            ticket: Bytes::new(),
            secure: has(ExtensionType::RENEGOTIATION_INFO),
            verify_data: [None, None],
        };
        (handshake, reaction)
    }

    /// Whether the body of a message is of a form that is not read here: before TLS 1.2 nothing signed names its algorithm, and
    /// with a suite that is not built the key exchange may be any. RFC 4346 §7.4; RFC 5246 §7.4.3, §7.4.7.
    pub(super) fn is_foreign(&mut self, name: MessageName, bytes: &[u8]) -> bool {
        let is_earlier = self.version < ProtocolVersion::TLS12;
        match name {
            MessageName::ServerKeyExchange if self.agreed.is_none() => {
                let is_of_curve = bytes.get(HANDSHAKE_HEADER_LENGTH) == Some(&NAMED_CURVE);
                self.is_of_curve = Some(is_of_curve);
                is_earlier || !is_of_curve
            }
            // With neither the server's key for this connection nor a certificate to encrypt for, nothing says what it is.
            MessageName::ClientKeyExchange if self.agreed.is_none() => match self.is_of_curve {
                Some(is_of_curve) => !is_of_curve,
                None => self.server_key.is_none(),
            },
            MessageName::CertificateRequest | MessageName::CertificateVerify => is_earlier,
            _ => false,
        }
    }

    /// A handshake message after the server's hello.
    pub(super) fn message(
        &mut self,
        (given, kept): (&Given, &mut Kept),
        sender: Side,
        (message, seen): (Option<HandshakeMessage>, &Message),
    ) -> Reaction {
        use HandshakeMessage as Is;
        let mut reaction = Reaction::default();
        match (sender, &message) {
            // RFC 5246 §7.4.1.1: part of no transcript.
            (_, Some(Is::HelloRequest)) => return reaction,
            (_, Some(Is::Finished(finished))) => {
                self.check_finished(sender, (finished, seen), &mut reaction);
                self.verify_data[place(sender)] = Some(finished.verify_data.clone());
                self.after_finished(kept, &mut reaction);
                return reaction;
            }
            (Side::Client, Some(Is::CertificateVerify(verify))) => self.certificate_verify(verify, &mut reaction),
            (Side::Server, Some(Is::ServerKeyExchange(exchange))) => {
                self.server_key_exchange(given, exchange, &mut reaction);
            }
            (_, Some(Is::Certificate12(certificate))) => {
                let chain = &certificate.certificate_list;
                let key = chain.first().and_then(|leaf| leaf.public_key().ok());
                match sender {
                    Side::Server => self.server_key = key,
                    Side::Client => self.client_key = key,
                }
                judge(given, sender, chain, &self.hello.message, &mut reaction);
                reaction.receiver.push(Effect::Entered(match (sender, self.exchanges_by_rsa()) {
                    (Side::Server, false) => State::WaitServerKeyExchange,
                    (Side::Server, true) => State::WaitRequestOrDone,
                    (Side::Client, _) => State::WaitClientKeyExchange,
                }));
            }
            (Side::Server, Some(Is::CertificateRequest12(request))) => {
                self.requested = Some(request.supported_signature_algorithms.clone());
                reaction.receiver.push(Effect::Entered(State::WaitServerHelloDone));
            }
            (Side::Server, Some(Is::ServerHelloDone)) => {
                let next = if self.requested.is_some() { State::WaitCertificate } else { State::WaitClientKeyExchange };
                reaction.sender.push(Effect::Entered(next));
            }
            (Side::Server, Some(Is::NewSessionTicket12(NewSessionTicket12 { ticket, .. }))) => {
                self.ticket.clone_from(ticket);
                reaction.receiver.push(Effect::Entered(State::WaitChangeCipherSpec));
            }
            _ => {}
        }
        self.add(sender, seen);
        if let (Side::Client, Some(Is::ClientKeyExchange(exchange))) = (sender, &message) {
            self.client_key_exchange(given, exchange, &mut reaction);
            let next =
                if self.client_key.is_some() { State::WaitCertificateVerify } else { State::WaitChangeCipherSpec };
            reaction.receiver.push(Effect::Entered(next));
            reaction.sender.push(Effect::Entered(State::WaitChangeCipherSpec));
        }
        reaction
    }

    /// Whether both sides have ended it.
    pub(super) fn is_finished(&self) -> bool {
        self.verify_data.iter().all(Option::is_some)
    }

    pub(super) fn lose(&mut self) {
        self.said = None;
    }

    pub(super) fn add(&mut self, sender: Side, seen: &Message) {
        if let Some(said) = &mut self.said {
            said.add(sender, seen.name, &seen.bytes);
        }
    }

    fn after_finished(&self, kept: &mut Kept, reaction: &mut Reaction) {
        reaction.receiver.push(Effect::Entered(if self.is_finished() {
            State::Connected
        } else {
            State::WaitChangeCipherSpec
        }));
        if self.is_finished() {
            reaction.sender.push(Effect::Entered(State::Connected));
            if let Some(keys) = &self.keys {
                let secret = &keys.master_secret.secret().value;
                for name in [&self.session_id, &self.ticket] {
                    if !name.is_empty() {
                        kept.sessions.push((name.clone(), secret.clone()));
                    }
                }
            }
        }
    }

    /// RFC 5246 §7.1: from here on the sender seals. Where no keys were made in between, a session is resumed.
    pub(super) fn change_cipher_spec(
        &mut self,
        (given, kept): (&Given, &Kept),
        sender: Side,
        streams: &mut [Stream; 2],
        reaction: &mut Reaction,
    ) {
        if !core::mem::replace(&mut self.sought, true) {
            self.resume((given, kept), reaction);
        }
        let keys = self.keys.as_ref().map(|keys| keys.of(sender));
        if keys.is_some() {
            let installed = |direction| Effect::KeyInstalled { direction, writer: sender, epoch: Epoch::Connection };
            reaction.sender.push(installed(Direction::Write));
            reaction.receiver.push(installed(Direction::Read));
        }
        streams[place(sender)].install12(keys);
        reaction.receiver.push(Effect::Entered(State::WaitFinished));
    }
}
