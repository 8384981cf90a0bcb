//! TLS 1.3, looked at from outside. RFC 8446 §2.

mod climb;
#[cfg(feature = "rare")]
mod compressed;
mod hello;
mod later;

use hello::check_second_hello;
pub(super) use hello::client_hello;
use later::Asked;

use super::given::{Given, Kept};
use super::stream::{Stream, told_of};
use super::{Hello, Reaction, noted, place};
use crate::crypto::signature::PublicKey;
use crate::crypto::x509::Certificate;
use crate::crypto::x509::{verify_client_chain, verify_server_chain};
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::extension::{Extension, find};
use crate::tls::message::{
    CertificateMessage, CertificateRequest, CertificateVerify, ClientHello, HandshakeMessage, KeyUpdateRequest,
    NewSessionTicket, ServerHello,
};
use crate::tls::registry::{ExtensionType, SignatureScheme};
use crate::tls::schedule::{FinishedKey, MasterSecret, ResumptionMasterSecret, TrafficSecret};
use crate::tls::transcript::Transcript;
use crate::tls::v13::action::Actions;
use crate::tls::v13::certificate::{check_chain, check_signature};
use crate::tls::v13::client::readable;
use crate::tls::v13::keys::HandshakeKeys;
use crate::tls::v13::proof::check_finished;
use crate::tls::v13::{Issued, PreSharedKey};
use crate::trace::{
    Choice, ChoiceName, Direction, Effect, Epoch, Message, MessageName, Note, PskOrigin, Sealed, Secret, Side, State,
};

/// What became of early data. RFC 8446 §4.2.10.
#[derive(Clone, Copy, Debug)]
struct EarlyData {
    offered: bool,
    /// `None` as long as that is not known.
    accepted: Option<bool>,
    ended: bool,
}

/// A connection of TLS 1.3, as far as it was seen.
#[derive(Debug)]
pub(super) struct Newer {
    hello: Hello,
    /// The hello before a `HelloRetryRequest`.
    first: Option<Hello>,
    /// The transcript of it and the `HelloRetryRequest`.
    before: Option<Transcript>,
    /// Whether a second `ClientHello` is to come.
    retries: bool,
    /// The `HelloRetryRequest`, if there was one.
    request: Option<ServerHello>,
    suite: Option<SuiteParameters>,
    suite_code: u16,
    /// The handshake messages; `None` once one of them could not be read.
    transcript: Option<Transcript>,
    /// The way up from Handshake Secret, if it is known.
    keys: Option<Box<HandshakeKeys>>,
    master_secret: Option<MasterSecret>,
    /// `exporter_master_secret`, if a key log has it.
    exporter: Option<Secret>,
    resumption: Option<ResumptionMasterSecret>,
    finished_keys: [Option<FinishedKey>; 2],
    /// The application traffic secrets of both, the latest ones.
    application: [Option<TrafficSecret>; 2],
    psk_selected: bool,
    early_data: EarlyData,
    leaves: [Option<PublicKey>; 2],
    /// What the server asked of the client, if it did.
    requested: Option<CertificateRequest>,
    /// What the server asked after the handshake, and has no answer to yet.
    asked: Vec<Asked>,
    /// What of it the client is about to answer.
    answered: Option<Asked>,
    protocol: Option<Vec<u8>>,
    tickets: u8,
    connected: [bool; 2],
    /// Whether a part of the handshake was not read: what covers all of it can no longer be judged.
    lost: bool,
}

impl core::fmt::Debug for Transcript {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.point().fmt(f)
    }
}

impl core::fmt::Debug for HandshakeKeys {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("HandshakeKeys").field("suite", &self.suite).finish_non_exhaustive()
    }
}

type From<'a> = (&'a Given, &'a mut Kept);

impl Newer {
    pub(super) fn new(hello: Hello) -> Self {
        let early_offered = hello.message.extensions.contains(&Extension::EarlyData);
        Self {
            hello,
            first: None,
            before: None,
            retries: false,
            request: None,
            suite: None,
            suite_code: 0,
            transcript: None,
            keys: None,
            master_secret: None,
            exporter: None,
            resumption: None,
            finished_keys: [None, None],
            application: [None, None],
            psk_selected: false,
            early_data: EarlyData { offered: early_offered, accepted: None, ended: false },
            leaves: [None, None],
            requested: None,
            asked: Vec::new(),
            answered: None,
            protocol: None,
            tickets: 0,
            connected: [false; 2],
            lost: false,
        }
    }

    pub(super) fn refuses_early_data(&self) -> bool {
        self.early_data.offered && self.early_data.accepted == Some(false)
    }

    /// A part of the handshake was not read.
    pub(super) fn lose(&mut self) {
        self.lost = true;
        self.transcript = None;
        self.asked.clear();
        self.answered = None;
    }

    /// That the records stay sealed whatever is given, if the suite is none that is built here.
    pub(super) fn unbuilt_suite(&self) -> Option<Sealed> {
        let has_chosen = self.suite_code != 0;
        (has_chosen && self.suite.is_none()).then_some(Sealed::SuiteNotBuilt { suite: self.suite_code })
    }

    /// Whether what a client says before the server's hello can be early data. RFC 8446 §4.2.10: not after a retry.
    pub(super) fn may_be_early(&self) -> bool {
        self.early_data.offered && !self.retries
    }

    /// A handshake message after the first `ServerHello` or `HelloRetryRequest`.
    pub(super) fn message(
        &mut self,
        (given, kept): From,
        sender: Side,
        (message, seen): (Option<HandshakeMessage>, &Message),
        streams: &mut [Stream; 2],
    ) -> Reaction {
        use HandshakeMessage as Is;
        if self.retries {
            return self.after_retry((given, kept), sender, message, seen, streams);
        }
        let mut reaction = Reaction::default();
        if message.as_ref().is_some_and(|message| self.later(given, sender, (message, seen), &mut reaction)) {
            return reaction;
        }
        match (sender, &message) {
            (_, Some(Is::NewSessionTicket(ticket))) => self.ticket(kept, ticket, &mut reaction),
            (_, Some(Is::KeyUpdate(request))) => self.key_update(sender, *request, streams, &mut reaction),
            (_, Some(Is::Finished(finished))) if !self.connected[place(sender)] => {
                self.end_early_data();
                self.finished(sender, &finished.verify_data, &mut reaction);
                self.add(sender, seen);
                self.after_finished(sender, streams, &mut reaction);
            }
            (_, Some(Is::CertificateVerify(verify))) if !self.connected[place(sender)] => {
                self.certificate_verify(sender, verify, &mut reaction);
                self.add(sender, seen);
                reaction.receiver.push(Effect::Entered(State::WaitFinished));
            }
            (_, Some(Is::Certificate(certificate))) if !self.connected[place(sender)] => {
                self.end_early_data_for(sender);
                self.add(sender, seen);
                self.shown(given, sender, certificate, &mut reaction);
            }
            #[cfg(feature = "rare")]
            (_, Some(Is::CompressedCertificate(compressed))) if !self.connected[place(sender)] => {
                self.compressed(given, sender, (compressed, seen), &mut reaction);
            }
            (Side::Server, Some(Is::EncryptedExtensions(encrypted))) => {
                self.add(sender, seen);
                self.encrypted_extensions(&encrypted.extensions, &mut reaction);
            }
            (Side::Server, Some(Is::CertificateRequest(request))) if !self.connected[1] => {
                self.add(sender, seen);
                self.requested = Some(request.clone());
                reaction.receiver.push(Effect::Entered(State::WaitCertificate));
            }
            (Side::Client, Some(Is::EndOfEarlyData)) => {
                self.early_data.ended = true;
                self.add(sender, seen);
                install(Side::Client, Epoch::Handshake, streams, &mut reaction);
                reaction.receiver.extend([State::WaitFlight2, State::WaitFinished].map(Effect::Entered));
            }
            _ if self.connected[place(sender)] => {}
            _ => self.add(sender, seen),
        }
        reaction
    }

    fn after_retry(
        &mut self,
        (given, kept): From,
        sender: Side,
        message: Option<HandshakeMessage>,
        seen: &Message,
        streams: &mut [Stream; 2],
    ) -> Reaction {
        match (sender, message) {
            (Side::Client, Some(HandshakeMessage::ClientHello(hello))) => {
                let mut reaction = Reaction::default();
                let second = Hello { message: hello, bytes: seen.bytes.clone() };
                let first = core::mem::replace(&mut self.hello, second);
                client_hello(
                    (given, kept),
                    (&[&first.message, &self.hello.message], &seen.bytes),
                    self.before.as_ref(),
                    (streams, &mut reaction),
                );
                if let Some(request) = &self.request {
                    let checks = check_second_hello(request, &first.message, &self.hello.message);
                    reaction.receiver.extend(checks);
                }
                self.first = Some(first);
                reaction
            }
            (Side::Server, Some(HandshakeMessage::ServerHello(answer))) if !answer.is_hello_retry_request() => {
                self.retries = false;
                self.server_hello((given, kept), (&answer, &seen.bytes), streams)
            }
            _ => Reaction::default(),
        }
    }

    fn add(&mut self, sender: Side, seen: &Message) {
        if let Some(transcript) = &mut self.transcript {
            transcript.add(sender, seen.name, &seen.bytes);
        }
    }

    /// The client's next message is one of the handshake: what ended the early data stayed sealed, but there is only one such
    /// message, and it has no content. RFC 8446 §4.5.
    fn end_early_data(&mut self) {
        if self.early_data.accepted == Some(true) && self.connected[1] && !self.early_data.ended {
            self.early_data.ended = true;
            if let Some(transcript) = &mut self.transcript {
                let bytes = HandshakeMessage::EndOfEarlyData.encode();
                transcript.add(Side::Client, MessageName::EndOfEarlyData, &bytes);
            }
        }
    }

    fn end_early_data_for(&mut self, sender: Side) {
        if sender == Side::Client {
            self.end_early_data();
        }
    }

    fn encrypted_extensions(&mut self, extensions: &[Extension], reaction: &mut Reaction) {
        if self.early_data.offered {
            let accepted = extensions.contains(&Extension::EarlyData);
            self.early_data.accepted = Some(accepted);
            reaction.receiver.push(learned(
                ChoiceName::EarlyData,
                vec!["early data".into()],
                accepted.then(|| "early data".into()),
            ));
        }
        let offer = find(&self.hello.message.extensions, ExtensionType::APPLICATION_LAYER_PROTOCOL_NEGOTIATION);
        if let Some(Extension::ApplicationLayerProtocolNegotiation(offered)) = offer {
            let chosen = find(extensions, ExtensionType::APPLICATION_LAYER_PROTOCOL_NEGOTIATION);
            self.protocol = match chosen {
                Some(Extension::ApplicationLayerProtocolNegotiation(chosen)) => chosen.first().cloned(),
                _ => None,
            };
            let offered = offered.iter().map(|name| readable(name)).collect();
            let chosen = self.protocol.as_deref().map(readable);
            reaction.receiver.push(learned(ChoiceName::ApplicationProtocol, offered, chosen));
        }
        let next = if self.psk_selected { State::WaitFinished } else { State::WaitCertificateOrRequest };
        reaction.receiver.push(Effect::Entered(next));
    }

    /// The certificates that a side shows in the handshake.
    fn shown(&mut self, given: &Given, sender: Side, certificate: &CertificateMessage, reaction: &mut Reaction) {
        self.chain(given, sender, certificate, reaction);
        let is_empty = certificate.certificate_list.is_empty();
        let next = if is_empty { State::WaitFinished } else { State::WaitCertificateVerify };
        reaction.receiver.push(Effect::Entered(next));
    }

    /// The certificates that a side shows.
    fn chain(&mut self, given: &Given, sender: Side, certificate: &CertificateMessage, reaction: &mut Reaction) {
        let entries = certificate.certificate_list.iter();
        let chain: Vec<Certificate> = entries.map(|entry| entry.certificate.clone()).collect();
        self.leaves[place(sender)] = chain.first().and_then(|leaf| leaf.public_key().ok());
        judge(given, sender, &chain, &self.hello.message, reaction);
    }

    fn certificate_verify(&mut self, sender: Side, verify: &CertificateVerify, reaction: &mut Reaction) {
        let offered = match (sender, &self.requested) {
            (Side::Client, Some(request)) => schemes_of_request(request),
            _ => schemes_of(&self.hello.message),
        };
        let mut actions = Actions::default();
        if let (Some(transcript), Some(key)) = (&self.transcript, &self.leaves[place(sender)]) {
            // What came of it stands in the check.
            let _ = check_signature(&mut actions, (sender, key), &offered, verify, (transcript.point(), &[]));
        }
        proof(sender, noted(actions), reaction);
    }

    fn finished(&mut self, sender: Side, received: &[u8], reaction: &mut Reaction) {
        let mut checks = Vec::new();
        if let (Some(transcript), Some(key)) = (&self.transcript, &self.finished_keys[place(sender)]) {
            checks.push(Effect::Checked(check_finished(key, transcript.point(), received)));
        }
        proof(sender, checks, reaction);
    }

    /// RFC 8446 §4.6.1.
    fn ticket(&mut self, kept: &mut Kept, message: &NewSessionTicket, reaction: &mut Reaction) {
        let (Some(resumption), Some(suite)) = (&self.resumption, self.suite) else { return };
        let psk = resumption.psk(self.tickets, &message.ticket_nonce);
        reaction.before(Side::Server, [Effect::Derived(psk.clone())]);
        reaction.receiver.push(Effect::Derived(psk.clone()));
        let max_early_data_size = match find(&message.extensions, ExtensionType::EARLY_DATA) {
            Some(Extension::MaxEarlyDataSize(size)) => *size,
            _ => 0,
        };
        kept.psks.push(PreSharedKey {
            origin: PskOrigin::Ticket { ticket: self.tickets },
            identity: message.ticket.clone(),
            value: psk.value,
            suite: suite.suite,
            application_protocol: self.protocol.clone(),
            server_name: None,
            max_early_data_size,
            issued: Some(Issued { at: 0, lifetime: message.ticket_lifetime, age_add: message.ticket_age_add }),
        });
        self.tickets = self.tickets.saturating_add(1);
    }

    /// RFC 8446 §4.6.3.
    fn key_update(
        &mut self,
        sender: Side,
        request: KeyUpdateRequest,
        streams: &mut [Stream; 2],
        reaction: &mut Reaction,
    ) {
        if !matches!(request, KeyUpdateRequest::NOT_REQUESTED | KeyUpdateRequest::REQUESTED) {
            return;
        }
        let Some(suite) = self.suite else { return };
        let current = self.application[place(sender)].take();
        let updated = current.map(|secret| secret.updated());
        if let Some(secret) = &updated {
            let keys = secret.keys(suite.aead);
            reaction.both(&told_of(secret, &keys));
            streams[place(sender)].learn(keys, Vec::new());
        }
        let epoch = match (&updated, streams[place(sender)].due) {
            (Some(secret), _) => secret.place().1,
            (None, Epoch::Updated(before)) => Epoch::Updated(before.saturating_add(1)),
            _ => Epoch::Updated(1),
        };
        self.application[place(sender)] = updated;
        install(sender, epoch, streams, reaction);
    }
}

/// Goes on to keys of that writer, the sender of the message at hand.
fn install(writer: Side, epoch: Epoch, streams: &mut [Stream; 2], reaction: &mut Reaction) {
    let Some(write) = streams[place(writer)].install(epoch) else { return };
    let read = Effect::KeyInstalled { direction: Direction::Read, writer, epoch };
    reaction.sender.push(write);
    reaction.receiver.push(read);
}

/// What a client learns of a choice.
fn learned(name: ChoiceName, offered: Vec<String>, chosen: Option<String>) -> Effect {
    Effect::Negotiated(Choice { name, offered, accepted: Vec::new(), chosen })
}

/// The schemes that a hello offers.
pub(super) fn schemes_of(hello: &ClientHello) -> Vec<SignatureScheme> {
    match find(&hello.extensions, ExtensionType::SIGNATURE_ALGORITHMS) {
        Some(Extension::SignatureAlgorithms(schemes)) => schemes.clone(),
        _ => Vec::new(),
    }
}

/// The schemes in which a server asks a client to sign.
fn schemes_of_request(request: &CertificateRequest) -> Vec<SignatureScheme> {
    match find(&request.extensions, ExtensionType::SIGNATURE_ALGORITHMS) {
        Some(Extension::SignatureAlgorithms(schemes)) => schemes.clone(),
        _ => Vec::new(),
    }
}

/// Notes that the sender made a proof, and what came of checking it; or that it could not be checked.
pub(super) fn proof(sender: Side, checks: Vec<Effect>, reaction: &mut Reaction) {
    if checks.is_empty() {
        reaction.receiver.push(Effect::Noted(Note::ProofNotJudged));
        return;
    }
    for effect in checks {
        if let Effect::Checked(check) = &effect
            && let Some(proof) = &check.proof
        {
            reaction.before(sender, [Effect::Proved(proof.clone())]);
        }
        reaction.receiver.push(effect);
    }
}

/// Judges a chain, if it is known whom the receiver trusts.
pub(super) fn judge(given: &Given, sender: Side, chain: &[Certificate], hello: &ClientHello, reaction: &mut Reaction) {
    if chain.is_empty() {
        return;
    }
    if given.trust_anchors.is_empty() {
        reaction.receiver.push(Effect::Noted(Note::ChainNotJudged));
        return;
    }
    let name = match find(&hello.extensions, ExtensionType::SERVER_NAME) {
        Some(Extension::ServerName(names)) => names.first().map(|name| readable(&name.name)).unwrap_or_default(),
        _ => String::new(),
    };
    let report = match sender {
        Side::Server => verify_server_chain(chain, &given.trust_anchors, &name, given.now),
        Side::Client => verify_client_chain(chain, &given.trust_anchors, given.now),
    };
    let mut actions = Actions::default();
    let _ = check_chain(&mut actions, report, &[]);
    reaction.receiver.extend(noted(actions));
}
