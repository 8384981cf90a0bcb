//! TLS 1.2, looked at from outside. RFC 5246 §7.3.

use super::given::{Given, Kept, private_key};
use super::stream::{Inside, Stream};
use super::tls13::{judge, proof, schemes_of};
use super::{Hello, Reaction, begins_message, noted, place};
use crate::crypto::signature::PublicKey;
use crate::tls::cipher_suite::{KeyExchange, SuiteParameters};
use crate::tls::extension::{Extension, find};
use crate::tls::message::{
    CertificateVerify, ClientKeyExchange, Finished, HANDSHAKE_HEADER_LENGTH, HandshakeMessage, NAMED_CURVE,
    NewSessionTicket12, ServerHello, ServerKeyExchange,
};
use crate::tls::record::{WireRecord, record_fields};
use crate::tls::registry::{ContentType, ExtensionType, ProtocolVersion, Registered, SignatureScheme};
use crate::tls::schedule::Randoms;
use crate::tls::transcript::Binding;
use crate::tls::v12::proof::{check_finished, check_signature};
use crate::tls::v12::session::{Agreed, Keys, Said};
use crate::tls::v13::action::Actions;
use crate::tls::v13::client::readable;
use crate::tls::v13::client::server_hello::version_names;
use crate::tls::v13::proof::{names, plain_check};
use crate::trace::{
    AlertDescription, Bytes, CheckName, Choice, ChoiceName, Derivation, Direction, Effect, Epoch, Giver, Message,
    MessageName, Proof, PskOrigin, Sealed, Secret, SecretName, Side, State,
};

/// The length of a master secret, and of a premaster secret of RSA, in bytes. RFC 5246 §8.1.
const SECRET_LENGTH: usize = 48;

/// A connection of TLS 1.2, as far as it was seen.
pub(super) struct Older {
    hello: Hello,
    server_random: [u8; 32],
    version: ProtocolVersion,
    suite_code: u16,
    /// `None` if the suite is none that is built here: of the rest only what is not sealed can be read.
    agreed: Option<Agreed>,
    /// The handshake so far; `None` once a part of it could not be read.
    said: Option<Said>,
    /// The session ID of the server's hello.
    session_id: Bytes,
    server_key: Option<PublicKey>,
    client_key: Option<PublicKey>,
    exchange: Option<ServerKeyExchange>,
    /// Whether the server's key for this connection, if it sent one, is of a named curve; if not, it is of a kind that is not
    /// spoken here, such as DHE.
    is_of_curve: Option<bool>,
    requested: Option<Vec<SignatureScheme>>,
    keys: Option<Keys>,
    /// Whether the keys were looked for.
    sought: bool,
    /// Who has gone over to the keys of a second handshake.
    again: [bool; 2],
    /// The ticket that the server hands out.
    ticket: Bytes,
    finished: [bool; 2],
}

impl core::fmt::Debug for Older {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Older").field("suite", &self.suite_code).finish_non_exhaustive()
    }
}

/// A secret that a key log has.
fn by_log(name: SecretName, value: &[u8]) -> Secret {
    let derivation = Derivation::Given { by: Giver::KeyLog, public: Bytes::new() };
    Secret { name, value: value.to_vec(), derivation }
}

impl Older {
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
        let older = Self {
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
            again: [false; 2],
            server_random: answer.random,
            ticket: Bytes::new(),
            finished: [false; 2],
        };
        (older, reaction)
    }

    pub(super) fn lose(&mut self) {
        self.said = None;
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

    /// Opens a record. Where a `change_cipher_spec` was not captured, what is sealed shows that it was sent.
    pub(super) fn open(
        &mut self,
        given: &Given,
        stream: &mut Stream,
        record: &WireRecord,
        changes: &mut Vec<Effect>,
    ) -> Inside {
        let is_sealed = match record.content_type {
            ContentType::APPLICATION_DATA => true,
            ContentType::HANDSHAKE => stream.after_gap && !begins_message(record.fragment()),
            _ => false,
        };
        if is_sealed && stream.due != Epoch::Connection {
            let writer = stream.sender;
            if self.keys.is_none() {
                changes.extend(self.logged_keys(given));
            }
            let keys = self.keys.as_ref().map(|keys| keys.of(writer));
            let change = Effect::KeyInstalled { direction: Direction::Write, writer, epoch: Epoch::Connection };
            changes.extend(keys.is_some().then_some(change));
            stream.install12(keys);
        }
        if self.agreed.is_none() && stream.due == Epoch::Connection {
            let why = Sealed::SuiteNotBuilt { suite: self.suite_code };
            return Inside::Sealed { why, fields: record_fields(&record.bytes, false) };
        }
        match stream.open12(record) {
            Inside::Sealed { fields, .. } if self.again[place(stream.sender)] => {
                Inside::Sealed { why: Sealed::SecondHandshake, fields }
            }
            inside => inside,
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
        // A second handshake inside of the connection is shown, not followed.
        if self.finished == [true; 2] {
            return reaction;
        }
        match (sender, &message) {
            // RFC 5246 §7.4.1.1: part of no transcript.
            (_, Some(Is::HelloRequest)) => return reaction,
            (_, Some(Is::Finished(finished))) => {
                self.check_finished(sender, (finished, seen), &mut reaction);
                self.after_finished(sender, kept, &mut reaction);
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

    /// Takes the keys from the master secret that a key log has, if it has it.
    fn logged_keys(&mut self, given: &Given) -> Vec<Effect> {
        let Some(agreed) = &self.agreed else { return Vec::new() };
        let logged = given.logged("CLIENT_RANDOM", &self.hello.message.random);
        let Some(value) = logged.filter(|value| value.len() == SECRET_LENGTH) else { return Vec::new() };
        let mut actions = Actions::default();
        self.keys = Some(Keys::resume(&mut actions, agreed, by_log(SecretName::SessionMasterSecret, value)));
        noted(actions)
    }

    fn exchanges_by_rsa(&self) -> bool {
        self.agreed.as_ref().is_some_and(|agreed| KeyExchange::of(agreed.suite.suite) == KeyExchange::Rsa)
    }

    fn add(&mut self, sender: Side, seen: &Message) {
        if let Some(said) = &mut self.said {
            said.add(sender, seen.name, &seen.bytes);
        }
    }

    fn server_key_exchange(&mut self, given: &Given, exchange: &ServerKeyExchange, reaction: &mut Reaction) {
        let params = &exchange.params;
        if let Some(pair) = given.pair(&params.public) {
            let name = SecretName::EphemeralPrivateKey(Side::Server);
            let secret = private_key(name, pair.private_bytes(), &params.public);
            reaction.before(Side::Server, [Effect::Derived(secret)]);
        }
        let mut actions = Actions::default();
        // Whatever the cipher suite does otherwise: RFC 5246 §7.4.3 has the same signature for all of them.
        if let Some(key) = self.server_key.as_ref().filter(|_| self.version == ProtocolVersion::TLS12) {
            let content = params.content(&self.hello.message.random, &self.server_random);
            let made = Proof::Params { scheme: exchange.algorithm.name(), content: content.clone() };
            let offered = schemes_of(&self.hello.message);
            let signed = (exchange.algorithm, &exchange.signature[..]);
            // What came of it stands in the check.
            let name = CheckName::ServerKeyExchange;
            let _ = check_signature(&mut actions, name, key, &offered, signed, (&content, made), &[]);
        }
        proof(Side::Server, noted(actions), reaction);
        let groups = match find(&self.hello.message.extensions, ExtensionType::SUPPORTED_GROUPS) {
            Some(Extension::SupportedGroups(groups)) => names(groups),
            _ => Vec::new(),
        };
        reaction.receiver.push(learned(ChoiceName::Group, groups, Some(params.group.told())));
        let schemes = names(&schemes_of(&self.hello.message));
        reaction.receiver.push(learned(ChoiceName::SignatureScheme, schemes, Some(exchange.algorithm.told())));
        reaction.receiver.push(Effect::Entered(State::WaitRequestOrDone));
        self.exchange = Some(exchange.clone());
    }

    /// RFC 5246 §8.1: both sides have the premaster secret now, and whoever has a private key of theirs.
    fn client_key_exchange(&mut self, given: &Given, exchange: &ClientKeyExchange, reaction: &mut Reaction) {
        self.sought = true;
        let (Some(agreed), Some(said)) = (&self.agreed, &self.said) else {
            reaction.both(&self.logged_keys(given));
            return;
        };
        let premaster = match exchange {
            ClientKeyExchange::Public(public) => self.agree(given, public, reaction),
            ClientKeyExchange::EncryptedPremasterSecret(encrypted) => {
                decrypt(given, self.server_key.as_ref(), encrypted, reaction)
            }
        };
        if let Some([client, server]) = premaster {
            let derive = |premaster: &Secret| {
                let mut actions = Actions::default();
                // What was drawn was told when it was.
                let keys = Keys::derive(&mut actions, agreed, premaster, said);
                (keys, noted(actions))
            };
            let (keys, effects) = derive(&client);
            reaction.sender.extend(effects);
            reaction.receiver.extend(derive(&server).1);
            self.keys = Some(keys);
            return;
        }
        let effects = self.logged_keys(given);
        if self.keys.is_some() {
            reaction.both(&effects);
            return;
        }
        let (Some(agreed), Some(said)) = (&self.agreed, &self.said) else { return };
        let rsa = |encrypted: &[u8]| given.logged("RSA", encrypted.get(..8)?);
        let logged = given.logged("PMS_CLIENT_RANDOM", &self.hello.message.random).or_else(|| match exchange {
            ClientKeyExchange::EncryptedPremasterSecret(encrypted) => rsa(encrypted),
            ClientKeyExchange::Public(_) => None,
        });
        let Some(value) = logged else { return };
        let premaster = by_log(SecretName::PremasterSecret, value);
        let mut actions = Actions::default();
        self.keys = Some(Keys::derive(&mut actions, agreed, &premaster, said));
        reaction.both(&noted(actions));
    }

    /// The premaster secret as the client and as the server has it, if a private key of either is known. RFC 8422 §5.10.
    fn agree(&self, given: &Given, client_public: &[u8], reaction: &mut Reaction) -> Option<[Secret; 2]> {
        let params = &self.exchange.as_ref()?.params;
        let client_pair = given.pair(client_public);
        if let Some(pair) = &client_pair {
            let name = SecretName::EphemeralPrivateKey(Side::Client);
            let secret = private_key(name, pair.private_bytes(), client_public);
            reaction.before(Side::Client, [Effect::Derived(secret)]);
        }
        let by_client = client_pair.and_then(|pair| pair.agree(&params.public).ok());
        let by_server = || given.pair(&params.public).and_then(|pair| pair.agree(client_public).ok());
        let value = by_client.or_else(by_server)?;
        let agreed = |side, peer_public: &[u8]| Secret {
            name: SecretName::PremasterSecret,
            value: value.clone(),
            derivation: Derivation::KeyAgreement {
                group: params.group.name(),
                private: SecretName::EphemeralPrivateKey(side),
                peer_public: peer_public.to_vec(),
            },
        };
        Some([agreed(Side::Client, &params.public), agreed(Side::Server, client_public)])
    }

    fn certificate_verify(&self, verify: &CertificateVerify, reaction: &mut Reaction) {
        let mut actions = Actions::default();
        if let (Some(said), Some(key)) = (&self.said, &self.client_key) {
            let (length, covers) = (said.messages.len(), said.transcript.point());
            let made = Proof::Messages { scheme: verify.algorithm.name(), length, covers };
            let offered = self.requested.clone().unwrap_or_default();
            let signed = (verify.algorithm, &verify.signature[..]);
            let name = CheckName::CertificateVerify;
            let _ = check_signature(&mut actions, name, key, &offered, signed, (&said.messages, made), &[]);
        }
        proof(Side::Client, noted(actions), reaction);
        reaction.receiver.push(Effect::Entered(State::WaitChangeCipherSpec));
    }

    fn check_finished(&mut self, sender: Side, (finished, seen): (&Finished, &Message), reaction: &mut Reaction) {
        let mut actions = Actions::default();
        match (&self.keys, &mut self.said) {
            (Some(keys), Some(said)) => {
                // It is added if it is right; and if not, what follows is not right either.
                let _ = check_finished(&mut actions, keys, sender, said, (finished, &seen.bytes), &[]);
            }
            _ => self.add(sender, seen),
        }
        proof(sender, noted(actions), reaction);
    }

    fn after_finished(&mut self, sender: Side, kept: &mut Kept, reaction: &mut Reaction) {
        self.finished[place(sender)] = true;
        reaction.receiver.push(Effect::Entered(if self.finished == [true; 2] {
            State::Connected
        } else {
            State::WaitChangeCipherSpec
        }));
        if self.finished == [true; 2] {
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
        if self.finished == [true; 2] {
            self.again[place(sender)] = true;
            return;
        }
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

    /// The master secret of the earlier session: of one that was seen, or by the key log. RFC 5246 §7.3, RFC 5077 §3.4.
    fn resume(&mut self, (given, kept): (&Given, &Kept), reaction: &mut Reaction) {
        let Some(agreed) = &self.agreed else { return };
        let hello = &self.hello.message;
        let ticket = match find(&hello.extensions, ExtensionType::SESSION_TICKET) {
            Some(Extension::SessionTicket(ticket)) if !ticket.is_empty() => Some(ticket),
            _ => None,
        };
        let identity = ticket.unwrap_or(&hello.legacy_session_id);
        let origin = if ticket.is_some() { PskOrigin::Ticket { ticket: 0 } } else { PskOrigin::Session };
        let seen = kept.sessions.iter().rfind(|(name, _)| name == identity && !name.is_empty());
        let logged = given.logged("CLIENT_RANDOM", &hello.random).filter(|value| value.len() == SECRET_LENGTH);
        let opened = || given.open_ticket(identity).map(|psk| psk.value);
        let (value, derivation) = match (seen.map(|(_, value)| value.clone()).or_else(opened), logged) {
            (Some(value), _) => (value, Derivation::PreShared { origin, identity: identity.clone() }),
            (None, Some(value)) => (value.to_vec(), Derivation::Given { by: Giver::KeyLog, public: Bytes::new() }),
            (None, None) => return,
        };
        let mut actions = Actions::default();
        let secret = Secret { name: SecretName::SessionMasterSecret, value, derivation };
        self.keys = Some(Keys::resume(&mut actions, agreed, secret));
        let effects = noted(actions);
        reaction.before(Side::Server, effects.clone());
        reaction.receiver.extend(effects);
        let session = "a session of an earlier connection".to_owned();
        reaction.receiver.push(learned(ChoiceName::Session, vec![session.clone()], Some(session)));
    }
}

/// The premaster secret that the client encrypted, if the private key of the server's certificate was given, or the key log
/// has it. RFC 5246 §7.4.7.1.
fn decrypt(
    given: &Given,
    server_key: Option<&PublicKey>,
    encrypted: &[u8],
    reaction: &mut Reaction,
) -> Option<[Secret; 2]> {
    let key = given.certificate_keys.iter().find(|key| Some(&key.public_key()) == server_key)?;
    let value = key.decrypt(encrypted).filter(|value| value.len() == SECRET_LENGTH)?;
    let private = SecretName::CertificatePrivateKey(Side::Server);
    let public = key.public_key().to_spki_der().unwrap_or_default();
    let holds = private_key(private, key.private_bytes(), &public);
    reaction.before(Side::Server, [Effect::Derived(holds)]);
    let derivation = Derivation::Decryption { private, ciphertext: encrypted.to_vec() };
    let secret = Secret { name: SecretName::PremasterSecret, value, derivation };
    Some([secret.clone(), secret])
}

fn learned(name: ChoiceName, offered: Vec<String>, chosen: Option<String>) -> Effect {
    Effect::Negotiated(Choice { name, offered, accepted: Vec::new(), chosen })
}

/// What a client checks of the server's hello. RFC 5246 §7.4.1.3, RFC 8446 §4.1.3.
fn checks(hello: &Hello, answer: &ServerHello, reaction: &mut Reaction) {
    let client = &hello.message;
    let versions = version_names(client);
    let illegal = AlertDescription::IllegalParameter;
    let mut add = |name, passed, alert, evidence| {
        reaction.receiver.push(Effect::Checked(plain_check(name, passed, alert, evidence)));
    };
    let version = answer.legacy_version.told();
    add(
        CheckName::VersionOffered,
        versions.contains(&version) || answer.legacy_version <= client.legacy_version,
        AlertDescription::ProtocolVersion,
        vec![("offered", versions.join(", ")), ("selected", version)],
    );
    let suites = names(&client.cipher_suites).join(", ");
    add(
        CheckName::CipherSuiteOffered,
        client.cipher_suites.contains(&answer.cipher_suite),
        illegal,
        vec![("offered", suites), ("selected", answer.cipher_suite.told())],
    );
    if find(&client.extensions, ExtensionType::SUPPORTED_VERSIONS).is_some() && versions.len() > 1 {
        let says_so = crate::tls::v12::is_downgrade_sentinel(&answer.random[24..]);
        let newest = versions.iter().any(|offered| offered == ProtocolVersion::TLS13.name());
        add(CheckName::Downgrade, !(newest && says_so), illegal, Vec::new());
    }
}

/// What the client learns of what was negotiated.
fn outcomes(hello: &Hello, answer: &ServerHello, (extended, protocol): (bool, Option<&[u8]>), reaction: &mut Reaction) {
    let client = &hello.message;
    let suites = names(&client.cipher_suites);
    let mut add = |name, offered, chosen| reaction.receiver.push(learned(name, offered, chosen));
    add(ChoiceName::Version, version_names(client), Some(answer.legacy_version.told()));
    add(ChoiceName::CipherSuite, suites, Some(answer.cipher_suite.told()));
    let offer = find(&client.extensions, ExtensionType::APPLICATION_LAYER_PROTOCOL_NEGOTIATION);
    if let Some(Extension::ApplicationLayerProtocolNegotiation(offered)) = offer {
        let offered = offered.iter().map(|name| readable(name)).collect();
        add(ChoiceName::ApplicationProtocol, offered, protocol.map(readable));
    }
    let name = ExtensionType::EXTENDED_MASTER_SECRET.name();
    if find(&client.extensions, ExtensionType::EXTENDED_MASTER_SECRET).is_some() {
        add(ChoiceName::ExtendedMasterSecret, vec![name.into()], extended.then(|| name.into()));
    }
}
