//! The traces of RFC 8448 played through the real client: its `ClientHello` and private key are given, the server's
//! records come from the RFC, and all that our client derives and sends must be what the RFC says.
//!
//! The server's keys of §3, §5 and §7 are RSA of 1024 bits, which is not built here: there the client goes as far as the
//! server's `Certificate`. Our own server orders its extensions in another way than that of the RFC; for §4 it takes the
//! RFC's first flight.

#[expect(dead_code, reason = "which sections there are")]
#[path = "common/rfc8448_vectors.rs"]
mod rfc8448_vectors;

use handshake::crypto::entropy::Entropy;
use handshake::crypto::key_exchange::EphemeralKeyPair;
use handshake::scenario::{Scenario, configure};
use handshake::tls::connection::Connection;
use handshake::tls::extension::{Extension, PskKeyExchangeMode, find};
use handshake::tls::message::HandshakeMessage;
use handshake::tls::registry::{CipherSuite, ExtensionType, NamedGroup, SignatureScheme};
use handshake::tls::v13::{ClientConfig, PreSharedKey, ServerConfig};
use handshake::trace::{
    AlertDescription, Effect, Epoch, Message, MessageName, Omission, PskOrigin, SecretName, Side, State,
};
use rfc8448_vectors::{Step, steps};

/// A section of the RFC.
struct Trace {
    steps: Vec<Step>,
}

impl Trace {
    fn of(section: u64) -> Self {
        Self { steps: steps(section) }
    }

    /// A field of the first step of that kind that has it.
    fn value(&self, what: &str, field: &str) -> &[u8] {
        let mut steps = self.steps.iter().filter(|step| step.what.starts_with(what));
        steps.find_map(|step| step.fields.get(field)).unwrap_or_else(|| panic!("no {field} of {what}"))
    }

    /// The complete records that one side sends, in order, those of older versions' disguise included.
    fn records(&self, who: Side) -> Vec<&[u8]> {
        let sends = self.steps.iter().filter(|step| step.who == who);
        sends.filter_map(|step| step.fields.get("complete record")).map(Vec::as_slice).collect()
    }

    fn x25519(&self, who: Side) -> EphemeralKeyPair {
        let mut made = self.steps.iter().filter(|step| step.who == who && step.what.contains("ephemeral x25519"));
        EphemeralKeyPair::x25519(made.next().unwrap().fields["private key"].as_slice().try_into().unwrap())
    }

    /// The first `ClientHello` as it is on the wire.
    fn hello(&self) -> Vec<u8> {
        self.records(Side::Client)[0][5..].to_vec()
    }
}

/// A client that could have said that hello.
fn client_config(hello: &HandshakeMessage) -> ClientConfig {
    let HandshakeMessage::ClientHello(hello) = hello else { panic!() };
    let groups = match find(&hello.extensions, ExtensionType::SUPPORTED_GROUPS) {
        Some(Extension::SupportedGroups(groups)) => groups.clone(),
        _ => panic!(),
    };
    let signature_schemes = match find(&hello.extensions, ExtensionType::SIGNATURE_ALGORITHMS) {
        Some(Extension::SignatureAlgorithms(schemes)) => schemes.clone(),
        _ => panic!(),
    };
    ClientConfig {
        cipher_suites: hello.cipher_suites.clone(),
        groups,
        signature_schemes,
        omissions: vec![Omission::Chain, Omission::Name, Omission::Validity],
        psk_modes: vec![PskKeyExchangeMode::PSK_DHE_KE],
        record_size_limit: Some(0x4001),
        compatibility: !hello.legacy_session_id.is_empty(),
        ..ClientConfig::plain("server".into(), 0, Entropy::from_seed("RFC 8448"))
    }
}

/// A client in the middle of a trace, and all that it has done.
struct Player {
    trace: Trace,
    client: Connection,
    effects: Vec<Effect>,
    sent: Vec<u8>,
    compared: usize,
}

impl Player {
    fn start(section: u64, psk: Option<PreSharedKey>) -> Self {
        let trace = Trace::of(section);
        let hello = HandshakeMessage::decode(&trace.hello()).result.unwrap();
        let config =
            ClientConfig { early_data: psk.is_some(), psks: psk.into_iter().collect(), ..client_config(&hello) };
        let HandshakeMessage::ClientHello(hello) = hello else { panic!() };
        let keys = vec![(NamedGroup::X25519, trace.x25519(Side::Client))];
        let (client, effects) = Connection::client_with_hello(config, hello, keys);
        let mut player = Self { trace, client, effects, sent: Vec::new(), compared: 0 };
        player.take();
        player
    }

    fn take(&mut self) {
        self.sent.extend(self.client.take_outgoing());
    }

    /// Gives the server's next records to the client.
    fn receive(&mut self, record: &[u8]) {
        self.effects.extend(self.client.receive(record));
        self.take();
    }

    fn same(&mut self, what: &str, ours: &[u8], theirs: &[u8]) {
        assert_eq!(ours, theirs, "{what}");
        self.compared += 1;
    }

    fn secret(&self, name: SecretName) -> Vec<u8> {
        let mut derived = self.effects.iter().filter_map(|effect| match effect {
            Effect::Derived(secret) if secret.name == name => Some(secret.value.clone()),
            _ => None,
        });
        derived.next().unwrap_or_else(|| panic!("{} is not derived", name.name()))
    }

    /// Compares a secret with what the RFC says of a step.
    fn secret_is(&mut self, name: SecretName, what: &str, field: &str) {
        let theirs = self.trace.value(what, field).to_vec();
        self.same(what, &self.secret(name), &theirs);
    }

    fn handshake_secrets(&mut self) {
        let traffic = |writer| SecretName::TrafficSecret { writer, epoch: Epoch::Handshake };
        self.secret_is(SecretName::SharedSecret, "extract secret \"handshake\"", "IKM");
        self.secret_is(SecretName::DerivedFromEarly, "derive secret for handshake \"tls13 derived\"", "expanded");
        self.secret_is(SecretName::HandshakeSecret, "extract secret \"handshake\"", "secret");
        self.secret_is(traffic(Side::Client), "derive secret \"tls13 c hs traffic\"", "expanded");
        self.secret_is(traffic(Side::Server), "derive secret \"tls13 s hs traffic\"", "expanded");
        let keys = "derive write traffic keys for handshake data";
        let (writer, epoch) = (Side::Server, Epoch::Handshake);
        self.secret_is(SecretName::WriteKey { writer, epoch }, keys, "key expanded");
        self.secret_is(SecretName::WriteIv { writer, epoch }, keys, "iv expanded");
        self.secret_is(SecretName::FinishedKey(Side::Server), "calculate finished", "expanded");
    }

    fn application_secrets(&mut self) {
        let traffic = |writer| SecretName::TrafficSecret { writer, epoch: Epoch::Application };
        let derived = "derive secret for master \"tls13 derived\"";
        self.secret_is(SecretName::DerivedFromHandshake, derived, "expanded");
        self.secret_is(SecretName::MasterSecret, "extract secret \"master\"", "secret");
        self.secret_is(traffic(Side::Client), "derive secret \"tls13 c ap traffic\"", "expanded");
        self.secret_is(traffic(Side::Server), "derive secret \"tls13 s ap traffic\"", "expanded");
        self.secret_is(SecretName::ExporterMasterSecret, "derive secret \"tls13 exp master\"", "expanded");
        let keys = "derive write traffic keys for application data";
        let (writer, epoch) = (Side::Server, Epoch::Application);
        self.secret_is(SecretName::WriteKey { writer, epoch }, keys, "key expanded");
        self.secret_is(SecretName::WriteIv { writer, epoch }, keys, "iv expanded");
    }

    fn received(&self, name: MessageName) -> Option<&Message> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Received(message) if message.name == name => Some(message),
            _ => None,
        })
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        println!("RFC 8448 through the client: {} values compared", self.compared);
    }
}

/// The pre-shared key of §4, which is that of the ticket in §3.
fn psk() -> PreSharedKey {
    let trace = Trace::of(4);
    let HandshakeMessage::ClientHello(hello) = HandshakeMessage::decode(&trace.hello()).result.unwrap() else {
        panic!()
    };
    let Some(Extension::PreSharedKeys(offer)) = hello.extensions.last() else { panic!() };
    PreSharedKey {
        origin: PskOrigin::Ticket { ticket: 0 },
        identity: offer.identities[0].identity.clone(),
        value: trace.value("extract secret \"early\"", "IKM").to_vec(),
        suite: CipherSuite::TLS_AES_128_GCM_SHA256,
        application_protocol: None,
        server_name: None,
        max_early_data_size: 1024,
        issued: None,
    }
}

#[test]
fn the_resumed_handshake_with_early_data_from_the_first_byte_to_the_last() {
    let mut player = Player::start(4, Some(psk()));
    let from_client: Vec<Vec<u8>> = player.trace.records(Side::Client).into_iter().map(<[u8]>::to_vec).collect();
    let from_server: Vec<Vec<u8>> = player.trace.records(Side::Server).into_iter().map(<[u8]>::to_vec).collect();

    player.secret_is(SecretName::PskEarlySecret, "extract secret \"early\"", "secret");
    player.secret_is(SecretName::BinderKey, "calculate PSK binder", "PRK");
    player.secret_is(SecretName::BinderFinishedKey, "calculate PSK binder", "expanded");
    let early = SecretName::TrafficSecret { writer: Side::Client, epoch: Epoch::EarlyData };
    player.secret_is(early, "derive secret \"tls13 c e traffic\"", "expanded");
    player.secret_is(SecretName::EarlyExporterMasterSecret, "derive secret \"tls13 e exp master\"", "expanded");

    let early_data = player.trace.value("send application_data record", "payload").to_vec();
    let effects = player.client.send_early_data(&early_data).unwrap();
    player.effects.extend(effects);
    player.take();
    let flight = [&from_client[0][..], &from_client[1]].concat();
    let sent = std::mem::take(&mut player.sent);
    player.same("ClientHello and early data", &sent, &flight);

    player.receive(&from_server[0]);
    player.handshake_secrets();
    player.receive(&from_server[1]);
    assert_eq!((player.client.state(), player.client.alert()), (State::Connected, None));
    player.application_secrets();
    let flight = [&from_client[2][..], &from_client[3]].concat();
    let sent = std::mem::take(&mut player.sent);
    player.same("EndOfEarlyData and Finished", &sent, &flight);
    player.secret_is(SecretName::ResumptionMasterSecret, "derive secret \"tls13 res master\"", "expanded");

    // What the two say, and their goodbyes.
    let said: Vec<u8> = (0..50).collect();
    player.client.send_application_data(&said).unwrap();
    player.client.close().unwrap();
    player.take();
    let flight = [&from_client[4][..], &from_client[5]].concat();
    let sent = std::mem::take(&mut player.sent);
    player.same("data and close_notify", &sent, &flight);
    player.receive(&from_server[2]);
    assert_eq!(player.client.take_application_data(), said);
    player.receive(&from_server[3]);
    assert_eq!((player.client.state(), player.client.alert()), (State::Closed, None));
    assert!(player.compared >= 24, "{}", player.compared);
}

#[test]
fn our_server_takes_the_first_flight_of_the_resumed_handshake() {
    let trace = Trace::of(4);
    let (_, config) = configure(&Scenario { server_alpn: vec![], ..Scenario::default() }).unwrap();
    let config = ServerConfig { psks: vec![psk()], max_early_data_size: 1024, ..config };
    let (mut server, _) = Connection::server(config);
    let mut effects = Vec::new();
    for record in &trace.records(Side::Client)[..2] {
        effects.extend(server.receive(record));
    }
    assert_eq!((server.state(), server.alert()), (State::WaitEndOfEarlyData, None));
    assert_eq!(server.take_application_data(), trace.value("send application_data record", "payload"));
    let derived = |name| {
        effects.iter().find_map(|effect| match effect {
            Effect::Derived(secret) if secret.name == name => Some(secret.value.clone()),
            _ => None,
        })
    };
    let early = SecretName::TrafficSecret { writer: Side::Client, epoch: Epoch::EarlyData };
    let expected = trace.value("derive secret \"tls13 c e traffic\"", "expanded");
    assert_eq!(derived(early).as_deref(), Some(expected));
    let expected = trace.value("calculate PSK binder", "expanded");
    assert_eq!(derived(SecretName::BinderFinishedKey).as_deref(), Some(expected));

    // With another key the binder is wrong.
    let mut other = psk();
    other.value[0] ^= 1;
    let (_, config) = configure(&Scenario::default()).unwrap();
    let (mut server, _) = Connection::server(ServerConfig { psks: vec![other], ..config });
    server.receive(trace.records(Side::Client)[0]);
    assert_eq!(server.alert(), Some(AlertDescription::DecryptError));
}

#[test]
fn client_authentication_up_to_the_servers_finished() {
    let mut player = Player::start(6, None);
    let from_server: Vec<Vec<u8>> = player.trace.records(Side::Server).into_iter().map(<[u8]>::to_vec).collect();
    player.receive(&from_server[0]);
    player.handshake_secrets();
    player.receive(&from_server[1]);
    assert_eq!((player.client.state(), player.client.alert()), (State::Connected, None));
    player.application_secrets();
    let (writer, epoch) = (Side::Client, Epoch::Handshake);
    let keys = "derive read traffic keys for handshake data";
    player.secret_is(SecretName::WriteKey { writer, epoch }, keys, "key expanded");
    let request = player.received(MessageName::CertificateRequest).unwrap().bytes.clone();
    let expected = player.trace.value("construct a CertificateRequest", "CertificateRequest").to_vec();
    player.same("CertificateRequest", &request, &expected);
    assert!(player.received(MessageName::CertificateVerify).is_some());
}

#[test]
fn full_handshakes_up_to_a_certificate_of_rsa() {
    for section in [3, 7] {
        let mut player = Player::start(section, None);
        let from_server: Vec<Vec<u8>> = player.trace.records(Side::Server).into_iter().map(<[u8]>::to_vec).collect();
        let mut records = from_server.iter();
        player.receive(records.next().unwrap());
        player.handshake_secrets();
        for record in records {
            if player.client.alert().is_none() {
                player.receive(record);
            }
        }
        assert!(player.received(MessageName::EncryptedExtensions).is_some(), "§{section}");
        assert!(player.received(MessageName::Certificate).is_some(), "§{section}");
        assert_eq!(player.client.alert(), Some(AlertDescription::UnsupportedCertificate), "§{section}");
    }
}

#[test]
fn the_hello_retry_request_is_answered() {
    let mut player = Player::start(5, None);
    let request = player.trace.records(Side::Server)[0].to_vec();
    player.receive(&request);
    assert_eq!((player.client.state(), player.client.alert()), (State::WaitServerHello, None));
    let second = player.effects.iter().rev().find_map(|effect| match effect {
        Effect::Sent(message) if message.name == MessageName::ClientHello => Some(message.bytes.clone()),
        _ => None,
    });
    let hello = |bytes: &[u8]| match HandshakeMessage::decode(bytes).result.unwrap() {
        HandshakeMessage::ClientHello(hello) => hello,
        _ => panic!(),
    };
    let ours = hello(&second.unwrap());
    let theirs = hello(&player.trace.records(Side::Client)[1][5..]);
    assert_eq!((ours.random, &ours.cipher_suites), (theirs.random, &theirs.cipher_suites));
    let same = |extension_type| find(&ours.extensions, extension_type) == find(&theirs.extensions, extension_type);
    for extension_type in [ExtensionType::COOKIE, ExtensionType::SUPPORTED_GROUPS, ExtensionType::SUPPORTED_VERSIONS] {
        assert!(same(extension_type), "{}", extension_type.name());
    }
    let shares = |hello: &handshake::tls::message::ClientHello| match find(&hello.extensions, ExtensionType::KEY_SHARE)
    {
        Some(Extension::ClientShares(shares)) => shares.iter().map(|share| share.group).collect::<Vec<_>>(),
        _ => panic!(),
    };
    assert_eq!(shares(&ours), [NamedGroup::SECP256R1]);
    assert_eq!(shares(&ours), shares(&theirs));
    let schemes = find(&ours.extensions, ExtensionType::SIGNATURE_ALGORITHMS);
    assert!(
        matches!(schemes, Some(Extension::SignatureAlgorithms(s)) if s.contains(&SignatureScheme::ECDSA_SECP256R1_SHA256))
    );
}
