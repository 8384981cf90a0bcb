//! TLS 1.2: every pair of state and message, and every reason for which one of the two sides gives up.

#![cfg(feature = "rare")]

use std::collections::BTreeSet;

use handshake::scenario::{CertificateKey, Preset, Scenario, configure, preset, resume, run};
use handshake::tls::connection::Connection;
use handshake::tls::extension::Extension;
use handshake::tls::message::{
    ClientHello, ClientKeyExchange, ECDSA_SIGN, HELLO_RETRY_REQUEST_RANDOM, HandshakeMessage, RSA_SIGN, ServerHello,
};
use handshake::tls::record::header;
use handshake::tls::registry::{
    CipherSuite, ContentType, ExtensionType, HandshakeType, NamedGroup, ProtocolVersion, SignatureScheme,
};
use handshake::tls::v12::client::Client;
use handshake::tls::v12::server::Server;
use handshake::tls::v13::{Action, ClientConfig, Halt, ServerConfig, Transition};
use handshake::trace::{
    AlertDescription as Alert, CheckName, Effect, Failure, Message, MessageName, Reason, Side, State, Trace,
};

const TLS12: ProtocolVersion = ProtocolVersion::TLS12;

/// What one side tells the other: a handshake message, or that new keys follow.
#[derive(Clone)]
enum Said {
    Handshake(Vec<u8>),
    ChangeCipherSpec,
}

fn decode(bytes: &[u8]) -> HandshakeMessage {
    HandshakeMessage::decode_as(TLS12, bytes).result.unwrap()
}

fn client_takes(client: Client, said: &Said) -> Result<Transition<Client>, Halt> {
    match said {
        Said::Handshake(bytes) => client.receive(decode(bytes), bytes),
        Said::ChangeCipherSpec => client.change_cipher_spec(),
    }
}

fn server_takes(server: Server, said: &Said) -> Result<Transition<Server>, Halt> {
    match said {
        Said::Handshake(bytes) => server.receive(decode(bytes), bytes),
        Said::ChangeCipherSpec => server.change_cipher_spec(),
    }
}

/// Runs that lead through all states.
fn roads() -> Vec<Scenario> {
    ["tls12", "tls12-client-certificate", "tls12-session-id", "tls12-session-ticket"]
        .into_iter()
        .map(|name| named(name).scenario)
        .collect()
}

fn named(name: &str) -> Preset {
    preset(name).unwrap()
}

/// The configurations of the last connection of a run.
fn last(scenario: &Scenario) -> (ClientConfig, ServerConfig) {
    let (client, server) = configure(scenario).unwrap();
    if scenario.psk == handshake::scenario::Psk::None {
        return (client, server);
    }
    let (mut client, _) = Connection::client(client).unwrap();
    let (mut server, _) = Connection::server(server);
    for _ in 0..4 {
        server.receive(&client.take_outgoing());
        client.receive(&server.take_outgoing());
    }
    resume(scenario, client.take_psks().into_iter().next(), server.take_psks()).unwrap()
}

/// What a side says in the last connection of a run, up to the end of the handshake.
fn said_by(side: Side, trace: &Trace) -> Vec<Said> {
    let start = trace.later.last().copied().unwrap_or(0);
    let of_side = |message: &&Message| message.sender == side;
    let messages = trace.messages().filter(|(step, _)| *step >= start).map(|(_, message)| message).filter(of_side);
    messages
        .filter_map(|message| match message.name {
            MessageName::ChangeCipherSpec => Some(Said::ChangeCipherSpec),
            name if name.is_handshake() => Some(Said::Handshake(message.bytes.clone())),
            _ => None,
        })
        .collect()
}

fn clients(scenario: &Scenario) -> Vec<Client> {
    let mut client = Client::start(last(scenario).0).unwrap().next;
    let mut all = vec![client.clone()];
    for said in said_by(Side::Server, &run(scenario)) {
        client = client_takes(client, &said).unwrap_or_else(|halt| panic!("{:?}", halt.failure)).next;
        all.push(client.clone());
    }
    assert_eq!(client.state(), State::Connected);
    all
}

fn servers(scenario: &Scenario) -> Vec<Server> {
    let mut server = Server::waiting(last(scenario).1);
    let mut all = vec![server.clone()];
    for said in said_by(Side::Client, &run(scenario)) {
        server = server_takes(server, &said).unwrap_or_else(|halt| panic!("{:?}", halt.failure)).next;
        all.push(server.clone());
    }
    assert_eq!(server.state(), State::Connected);
    all
}

/// One message of every type there is, and the `change_cipher_spec`.
fn everything() -> Vec<(MessageName, Said)> {
    let mut all = vec![
        (MessageName::ChangeCipherSpec, Said::ChangeCipherSpec),
        (MessageName::HelloRequest, Said::Handshake(HandshakeMessage::HelloRequest.encode())),
    ];
    for scenario in roads() {
        for (_, message) in run(&scenario).messages().filter(|(_, message)| message.name.is_handshake()) {
            if !all.iter().any(|(name, _)| *name == message.name) {
                all.push((message.name, Said::Handshake(message.bytes.clone())));
            }
        }
    }
    for scenario in ["default", "hello-retry-request", "key-update"] {
        for (_, message) in run(&named(scenario).scenario).messages() {
            let newer = [MessageName::EncryptedExtensions, MessageName::HelloRetryRequest, MessageName::KeyUpdate];
            if newer.contains(&message.name) && !all.iter().any(|(name, _)| *name == message.name) {
                all.push((message.name, Said::Handshake(message.bytes.clone())));
            }
        }
    }
    for kind in [3, 5, 254] {
        let bytes = HandshakeMessage::Other { handshake_type: HandshakeType(kind), body: vec![0] }.encode();
        all.push((handshake::tls::message::name_of(HandshakeType(kind)), Said::Handshake(bytes)));
    }
    all
}

/// What may come in a state, RFC 5246 §7.3 and RFC 5077 §3.1. A client takes `HelloRequest` at any time, §7.4.1.1.
fn takes(side: Side, state: State) -> &'static [MessageName] {
    use MessageName as M;
    match (side, state) {
        (Side::Client, State::WaitServerHello) => &[M::ServerHello, M::HelloRequest],
        (Side::Client, State::WaitCertificate) => &[M::Certificate, M::HelloRequest],
        (Side::Client, State::WaitServerKeyExchange) => &[M::ServerKeyExchange, M::HelloRequest],
        (Side::Client, State::WaitRequestOrDone) => &[M::CertificateRequest, M::ServerHelloDone, M::HelloRequest],
        (Side::Client, State::WaitServerHelloDone) => &[M::ServerHelloDone, M::HelloRequest],
        (Side::Client, State::WaitNewSessionTicket) => &[M::NewSessionTicket, M::HelloRequest],
        (Side::Client, State::WaitChangeCipherSpec) => &[M::ChangeCipherSpec, M::HelloRequest],
        (Side::Client, State::WaitFinished) => &[M::Finished, M::HelloRequest],
        (Side::Client, State::Connected) => &[M::HelloRequest],
        (Side::Server, State::Start | State::Connected) => &[M::ClientHello],
        (Side::Server, State::WaitCertificate) => &[M::Certificate],
        (Side::Server, State::WaitClientKeyExchange) => &[M::ClientKeyExchange],
        (Side::Server, State::WaitCertificateVerify) => &[M::CertificateVerify],
        (Side::Server, State::WaitChangeCipherSpec) => &[M::ChangeCipherSpec],
        (Side::Server, State::WaitFinished) => &[M::Finished],
        _ => &[],
    }
}

fn assert_outcome<S>(result: Result<S, Halt>, side: Side, state: State, got: MessageName) {
    let taken = takes(side, state).contains(&got);
    match result {
        Err(Halt { actions, failure }) if failure == Failure::UnexpectedMessage { state, got } => {
            assert!(!taken && actions.is_empty(), "{} {} {}", side.name(), state.name(), got.name());
        }
        // Expected, but not what this very handshake needs; or just right.
        Ok(_) | Err(_) => assert!(taken, "{} {} {}", side.name(), state.name(), got.name()),
    }
}

#[test]
fn every_pair_of_state_and_message_has_its_outcome() {
    let (mut pairs, mut states) = (0, BTreeSet::new());
    let everything = everything();
    for scenario in roads() {
        let (clients, servers) = (clients(&scenario), servers(&scenario));
        for (name, said) in &everything {
            for client in clients.clone() {
                let state = client.state();
                states.insert((Side::Client, state));
                assert_outcome(client_takes(client, said), Side::Client, state, *name);
                pairs += 1;
            }
            for server in servers.clone() {
                let state = server.state();
                states.insert((Side::Server, state));
                assert_outcome(server_takes(server, said), Side::Server, state, *name);
                pairs += 1;
            }
        }
    }
    println!("{pairs} pairs of state and message, {} states, {} messages", states.len(), everything.len());
    assert_eq!((states.len(), everything.len()), (9 + 7, 18));
}

/// The client in the state that waits for that message of the plain run, the message, and what comes of it changed.
fn client_gets(name: MessageName, change: impl FnOnce(&mut HandshakeMessage)) -> Failure {
    let scenario = named("tls12").scenario;
    let all = clients(&scenario).into_iter().zip(said_by(Side::Server, &run(&scenario)));
    refused(all, name, change, client_takes)
}

fn server_gets(name: MessageName, change: impl FnOnce(&mut HandshakeMessage)) -> Failure {
    let scenario = named("tls12-client-certificate").scenario;
    let all = servers(&scenario).into_iter().zip(said_by(Side::Client, &run(&scenario)));
    refused(all, name, change, server_takes)
}

fn refused<S>(
    all: impl Iterator<Item = (S, Said)>,
    wanted: MessageName,
    change: impl FnOnce(&mut HandshakeMessage),
    take: fn(S, &Said) -> Result<Transition<S>, Halt>,
) -> Failure {
    for (side, said) in all {
        let Said::Handshake(bytes) = said else { continue };
        let mut message = decode(&bytes);
        if message.name() == wanted {
            change(&mut message);
            let halt = take(side, &Said::Handshake(message.encode())).err().expect("it gives up");
            assert!(!halt.actions.iter().any(|action| matches!(action, Action::Install { .. })));
            return halt.failure;
        }
    }
    panic!("no such message")
}

fn server_hello(change: impl FnOnce(&mut ServerHello)) -> Failure {
    client_gets(MessageName::ServerHello, |message| {
        let HandshakeMessage::ServerHello(hello) = message else { panic!() };
        change(hello);
    })
}

fn client_hello(change: impl FnOnce(&mut ClientHello)) -> Failure {
    server_gets(MessageName::ClientHello, |message| {
        let HandshakeMessage::ClientHello(hello) = message else { panic!() };
        change(hello);
    })
}

fn other(code: u16) -> Extension {
    Extension::Other { extension_type: ExtensionType(code), extension_data: vec![] }
}

fn without(extensions: &mut Vec<Extension>, extension_type: ExtensionType) {
    extensions.retain(|extension| extension.extension_type() != extension_type);
}

fn failed(check: CheckName, alert: Alert) -> Failure {
    Failure::CheckFailed { check, alert }
}

#[test]
fn what_a_client_refuses() {
    let illegal = Alert::IllegalParameter;
    assert_eq!(
        server_hello(|hello| hello.legacy_version = ProtocolVersion::TLS10),
        failed(CheckName::VersionOffered, Alert::ProtocolVersion)
    );
    assert_eq!(
        server_hello(|hello| hello.cipher_suite = CipherSuite(0xc02f)),
        failed(CheckName::CipherSuiteOffered, illegal)
    );
    assert_eq!(
        server_hello(|hello| hello.cipher_suite = CipherSuite::TLS_AES_128_GCM_SHA256),
        failed(CheckName::CipherSuiteOffered, illegal)
    );
    assert_eq!(
        server_hello(|hello| hello.legacy_compression_method = 1),
        Failure::IllegalParameter { field: "compression_method" }
    );
    assert_eq!(
        server_hello(|hello| hello.extensions.push(other(0x1234))),
        Failure::UnsolicitedExtension { extension: 0x1234 }
    );
    assert_eq!(
        server_hello(|hello| hello.extensions.push(other(10))),
        Failure::ForbiddenExtension { extension: 10, message: MessageName::ServerHello }
    );
    assert_eq!(
        server_hello(|hello| hello.extensions.push(Extension::ExtendedMasterSecret)),
        Failure::DuplicateExtension { extension: 23 }
    );
    assert_eq!(
        server_hello(|hello| {
            without(&mut hello.extensions, ExtensionType::RENEGOTIATION_INFO);
            hello.extensions.push(Extension::RenegotiationInfo(vec![1; 12]));
        }),
        failed(CheckName::RenegotiationInfo, Alert::HandshakeFailure)
    );
    assert_eq!(
        server_hello(|hello| {
            without(&mut hello.extensions, ExtensionType::EC_POINT_FORMATS);
            hello.extensions.push(Extension::EcPointFormats(vec![1, 2]));
        }),
        Failure::IllegalParameter { field: "ec_point_format_list" }
    );
    assert_eq!(
        client_gets(MessageName::Certificate, |message| {
            let HandshakeMessage::Certificate12(message) = message else { panic!() };
            message.certificate_list.clear();
        }),
        Failure::NoCertificate
    );
    let key_exchange = |change: &dyn Fn(&mut handshake::tls::message::ServerKeyExchange)| {
        client_gets(MessageName::ServerKeyExchange, |message| {
            let HandshakeMessage::ServerKeyExchange(message) = message else { panic!() };
            change(message);
        })
    };
    assert_eq!(key_exchange(&|it| it.params.curve_type = 1), Failure::IllegalParameter { field: "curve_type" });
    assert_eq!(key_exchange(&|it| it.params.group = NamedGroup(0x0018)), failed(CheckName::GroupOffered, illegal));
    assert_eq!(
        key_exchange(&|it| it.algorithm = SignatureScheme(0x0401)),
        Failure::IllegalParameter { field: "algorithm" }
    );
    let unsigned = failed(CheckName::ServerKeyExchange, Alert::DecryptError);
    assert_eq!(key_exchange(&|it| it.params.public[3] ^= 1), unsigned);
    assert_eq!(key_exchange(&|it| it.signature[9] ^= 1), unsigned);
    let finished = client_gets(MessageName::Finished, |message| {
        let HandshakeMessage::Finished(message) = message else { panic!() };
        message.verify_data[0] ^= 1;
    });
    assert_eq!(finished, failed(CheckName::Finished, Alert::DecryptError));
}

/// RFC 5246 §7.4.4, §7.4.6, RFC 8422 §5.5: a client's certificate is of one of the types that the server asks for.
#[test]
fn a_certificate_of_another_type_is_not_shown() {
    let shown = |key: CertificateKey, types: &[u8]| {
        let scenario = Scenario { certificate_key: key, ..named("tls12-client-certificate").scenario };
        let said = said_by(Side::Server, &run(&scenario));
        let mut client = Client::start(last(&scenario).0).unwrap().next;
        for said in said {
            let Said::Handshake(bytes) = said else { panic!("it waits for the client") };
            let mut message = decode(&bytes);
            if let HandshakeMessage::CertificateRequest12(request) = &mut message {
                request.certificate_types = types.to_vec();
            }
            let transition = client_takes(client, &Said::Handshake(message.encode())).unwrap();
            let list = transition.actions.iter().find_map(|action| match action {
                Action::Send { name: MessageName::Certificate, bytes } => Some(decode(bytes)),
                _ => None,
            });
            if let Some(HandshakeMessage::Certificate12(list)) = list {
                return !list.certificate_list.is_empty();
            }
            client = transition.next;
        }
        panic!("it was not asked")
    };
    for key in [CertificateKey::EcdsaP256, CertificateKey::EcdsaP384, CertificateKey::Ed25519] {
        assert!(shown(key, &[ECDSA_SIGN]) && shown(key, &[RSA_SIGN, 2, ECDSA_SIGN]) && !shown(key, &[RSA_SIGN, 2]));
    }
    assert!(shown(CertificateKey::Rsa, &[RSA_SIGN]) && !shown(CertificateKey::Rsa, &[ECDSA_SIGN]));
}

#[test]
fn what_a_server_refuses() {
    let field = |field| Failure::IllegalParameter { field };
    assert_eq!(client_hello(|hello| hello.legacy_version = ProtocolVersion::TLS10), Failure::NoCommonVersion);
    assert_eq!(client_hello(|hello| hello.legacy_compression_methods = vec![1]), field("compression_methods"));
    assert_eq!(
        client_hello(|hello| hello.cipher_suites = vec![CipherSuite(0xc02f), CipherSuite(0x1301)]),
        Failure::NoCommonCipherSuite
    );
    let replaced = |extension: Extension| {
        client_hello(|hello| {
            without(&mut hello.extensions, extension.extension_type());
            hello.extensions.push(extension);
        })
    };
    assert_eq!(replaced(Extension::SupportedGroups(vec![NamedGroup(0x0018)])), Failure::NoCommonGroup);
    assert_eq!(
        replaced(Extension::SignatureAlgorithms(vec![SignatureScheme(0x0401)])),
        Failure::NoCommonSignatureScheme
    );
    assert_eq!(
        client_hello(|hello| without(&mut hello.extensions, ExtensionType::SIGNATURE_ALGORITHMS)),
        Failure::NoCommonSignatureScheme
    );
    // RFC 8422 §5.1: the certificate's curve must be among the groups of a client that lists any.
    assert_eq!(replaced(Extension::SupportedGroups(vec![NamedGroup::X25519])), Failure::NoCommonSignatureScheme);
    assert_eq!(replaced(Extension::EcPointFormats(vec![1])), field("ec_point_format_list"));
    assert_eq!(
        replaced(Extension::RenegotiationInfo(vec![1; 12])),
        failed(CheckName::RenegotiationInfo, Alert::HandshakeFailure)
    );
    assert_eq!(
        replaced(Extension::ApplicationLayerProtocolNegotiation(vec![b"h3".to_vec()])),
        Failure::NoCommonApplicationProtocol
    );
    assert_eq!(
        client_hello(|hello| hello.extensions.push(Extension::ExtendedMasterSecret)),
        Failure::DuplicateExtension { extension: 23 }
    );
    let key_exchange = |public: Vec<u8>| {
        server_gets(MessageName::ClientKeyExchange, |message| {
            let HandshakeMessage::ClientKeyExchange(message) = message else { panic!() };
            *message = ClientKeyExchange::Public(public);
        })
    };
    assert_eq!(key_exchange(vec![0; 32]), Failure::InvalidKeyShare);
    assert_eq!(key_exchange(vec![9; 31]), Failure::InvalidKeyShare);
    assert_eq!(
        server_gets(MessageName::Certificate, |message| {
            let HandshakeMessage::Certificate12(message) = message else { panic!() };
            message.certificate_list.clear();
        }),
        Failure::ClientCertificateMissing
    );
    assert_eq!(
        server_gets(MessageName::CertificateVerify, |message| {
            let HandshakeMessage::CertificateVerify(message) = message else { panic!() };
            message.signature[9] ^= 1;
        }),
        failed(CheckName::CertificateVerify, Alert::DecryptError)
    );
    assert_eq!(
        server_gets(MessageName::Finished, |message| {
            let HandshakeMessage::Finished(message) = message else { panic!() };
            message.verify_data.truncate(8);
        }),
        failed(CheckName::Finished, Alert::DecryptError)
    );
}

fn record(content_type: ContentType, content: &[u8]) -> Vec<u8> {
    [&header(content_type, TLS12, content.len())[..], content].concat()
}

/// The failure and whether its alert was sealed.
fn outcome(effects: &[Effect]) -> Option<(Failure, bool)> {
    let failure = effects.iter().find_map(|effect| match effect {
        Effect::Failed(failure) => Some(failure.clone()),
        _ => None,
    })?;
    let sealed = effects.iter().rev().find_map(|effect| match effect {
        Effect::RecordSent(record) => Some(record.protection.is_some()),
        _ => None,
    });
    Some((failure, sealed.expect("an alert is sent")))
}

/// Both ends, connected.
fn connected() -> (Connection, Connection) {
    let (client, server) = configure(&named("tls12").scenario).unwrap();
    let (mut client, _) = Connection::client(client).unwrap();
    let (mut server, _) = Connection::server(server);
    for _ in 0..3 {
        server.receive(&client.take_outgoing());
        client.receive(&server.take_outgoing());
    }
    assert_eq!((client.state(), server.state()), (State::Connected, State::Connected));
    (client, server)
}

#[test]
fn records_that_no_side_takes_once_keys_are_there() {
    let (mut client, server) = connected();
    // Everything is sealed now, so what comes in the clear does not open.
    for (content_type, content) in [
        (ContentType::APPLICATION_DATA, &b"hello"[..]),
        (ContentType::ALERT, &[1, 0]),
        (ContentType::CHANGE_CIPHER_SPEC, &[1]),
        (ContentType::HANDSHAKE, &[0, 0, 0, 0]),
    ] {
        let effects = server.clone().receive(&record(content_type, content));
        assert_eq!(outcome(&effects), Some((Failure::BadRecordMac, true)));
    }
    client.send_application_data(b"a question").unwrap();
    let bytes = client.take_outgoing();
    for place in 5..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 1;
        assert_eq!(outcome(&server.clone().receive(&changed)), Some((Failure::BadRecordMac, true)), "{place}");
    }
    let mut server = server;
    assert_eq!(outcome(&server.receive(&bytes)), None);
    assert_eq!(server.take_application_data(), b"a question");
    // The same record again has another number.
    assert_eq!(outcome(&server.receive(&bytes)), Some((Failure::BadRecordMac, true)));
}

/// RFC 8422 §5.1: a suite with ephemeral keys is chosen only if there is a group for them, and a signature.
#[test]
fn a_suite_is_chosen_that_the_two_can_complete() {
    let ephemeral = CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256;
    let old = CipherSuite::TLS_RSA_WITH_AES_128_GCM_SHA256;
    let pkcs1 = vec![SignatureScheme::RSA_PKCS1_SHA256];
    let x448 = NamedGroup(0x001e);
    let chosen = |suites: &[CipherSuite], groups: &[NamedGroup], schemes: &[SignatureScheme]| {
        let scenario = Scenario { certificate_key: CertificateKey::Rsa, cipher_suite: old, ..named("tls12").scenario };
        let (mut client, mut server) = configure(&scenario).unwrap();
        (client.cipher_suites, client.groups) = (suites.to_vec(), groups.to_vec());
        client.signature_schemes = schemes.to_vec();
        server.cipher_suites = vec![ephemeral, old];
        let sent = |actions: &[Action], wanted| {
            let bytes = actions.iter().find_map(|action| match action {
                Action::Send { name, bytes } if *name == wanted => Some(bytes.clone()),
                _ => None,
            });
            bytes.expect("it is sent")
        };
        let hello = sent(&Client::start(client).unwrap().actions, MessageName::ClientHello);
        let transition = server_takes(Server::waiting(server), &Said::Handshake(hello));
        transition.map_err(|halt| halt.failure).map(|transition| {
            let HandshakeMessage::ServerHello(answer) = decode(&sent(&transition.actions, MessageName::ServerHello))
            else {
                panic!()
            };
            answer.cipher_suite
        })
    };
    let both = [ephemeral, old];
    assert_eq!(chosen(&both, &[NamedGroup::X25519], &pkcs1), Ok(ephemeral));
    assert_eq!(chosen(&both, &[x448], &pkcs1), Ok(old));
    assert_eq!(chosen(&both, &[NamedGroup::X25519], &[SignatureScheme::ED25519]), Ok(old));
    // Where nothing else is left, what is missing is named.
    assert_eq!(chosen(&[ephemeral], &[x448], &pkcs1), Err(Failure::NoCommonGroup));
    let schemes = [SignatureScheme::ED25519];
    assert_eq!(chosen(&[ephemeral], &[NamedGroup::X25519], &schemes), Err(Failure::NoCommonSignatureScheme));
}

#[test]
fn a_second_handshake_is_refused_and_the_connection_goes_on() {
    let (mut client, mut server) = connected();
    server.request_hello().unwrap();
    let effects = client.receive(&server.take_outgoing());
    assert!(effects.iter().any(|e| matches!(e, Effect::Sent(m) if m.bytes == [1, Alert::NoRenegotiation.code()])));
    assert_eq!(outcome(&server.receive(&client.take_outgoing())), None);
    client.send_application_data(b"still here").unwrap();
    server.receive(&client.take_outgoing());
    assert_eq!(server.take_application_data(), b"still here");
    assert!(client.request_hello().is_err());
}

#[test]
fn data_before_the_handshake_is_over_and_early_change_of_keys_are_refused() {
    let (client, server) = configure(&named("tls12").scenario).unwrap();
    let (mut client, _) = Connection::client(client).unwrap();
    let (mut server, _) = Connection::server(server);
    server.receive(&client.take_outgoing());
    // CVE-2014-0224: a change_cipher_spec before the keys are there.
    let early = server.clone().receive(&record(ContentType::CHANGE_CIPHER_SPEC, &[1]));
    let state = State::WaitClientKeyExchange;
    let got = MessageName::ChangeCipherSpec;
    assert_eq!(outcome(&early), Some((Failure::UnexpectedMessage { state, got }, false)));
    let data = server.clone().receive(&record(ContentType::APPLICATION_DATA, b"data"));
    assert_eq!(outcome(&data), Some((Failure::UnexpectedRecord { content_type: 23 }, false)));
    let begun = [record(ContentType::HANDSHAKE, &[16, 0, 0, 9]), record(ContentType::CHANGE_CIPHER_SPEC, &[1])];
    assert_eq!(
        outcome(&server.clone().receive(&begun.concat())),
        Some((Failure::UnexpectedRecord { content_type: 20 }, false))
    );
}

/// RFC 5246 §7.2.2, RFC 6066 §3: a server of TLS 1.2 may warn before its hello.
#[test]
fn a_warning_before_the_hello_ends_only_what_is_newer() {
    let warning = record(ContentType::ALERT, &[1, Alert::UnrecognizedName.code()]);
    let client_of = |client_versions: &[ProtocolVersion]| {
        let scenario = Scenario { client_versions: client_versions.to_vec(), ..named("tls12").scenario };
        Connection::client(configure(&scenario).unwrap().0).unwrap().0
    };
    let newer = ProtocolVersion::TLS13;
    for (versions, state) in
        [(&[newer, TLS12][..], State::WaitServerHello), (&[TLS12], State::WaitServerHello), (&[newer], State::Closed)]
    {
        let mut client = client_of(versions);
        client.receive(&warning);
        assert_eq!(client.state(), state, "{versions:?}");
    }
    let mut client = client_of(&[newer, TLS12]);
    client.receive(&record(ContentType::ALERT, &[2, Alert::UnrecognizedName.code()]));
    assert_eq!(client.alert(), Some(Alert::UnrecognizedName));
}

#[test]
fn a_downgrade_is_found_out() {
    let trace = run(&named("downgrade").scenario);
    let failures: Vec<_> = trace
        .occurrences()
        .filter_map(|occurrence| match &occurrence.effect {
            Effect::Failed(failure) => Some((occurrence.side, failure.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(failures, [(Side::Client, failed(CheckName::Downgrade, Alert::IllegalParameter))]);
    // A server that knows no better leaves no mark.
    let trace = run(&named("old-server").scenario);
    assert!(!trace.occurrences().any(|occurrence| matches!(occurrence.effect, Effect::Failed(_))));
    assert!(trace.is_tls12(0));
    assert!(trace.is_tls12(trace.steps.len() - 1));
}

#[test]
fn a_hello_retry_request_is_none_of_tls12() {
    assert_eq!(
        server_hello(|hello| hello.random = HELLO_RETRY_REQUEST_RANDOM),
        Failure::UnexpectedMessage { state: State::WaitServerHello, got: MessageName::HelloRetryRequest }
    );
}

#[test]
fn a_session_is_not_resumed_on_other_terms() {
    let resumes = |scenario: &Scenario, change: &dyn Fn(&mut ClientConfig, &mut ServerConfig)| {
        let (mut client, mut server) = last(scenario);
        change(&mut client, &mut server);
        let (mut client, _) = Connection::client(client).unwrap();
        let (mut server, _) = Connection::server(server);
        let mut effects = Vec::new();
        for _ in 0..4 {
            effects.extend(server.receive(&client.take_outgoing()));
            client.receive(&server.take_outgoing());
        }
        let declined = effects.iter().find_map(|effect| match effect {
            Effect::Declined { reason, .. } => Some(*reason),
            _ => None,
        });
        (declined, server.state() == State::Connected && client.state() == State::Connected)
    };
    for name in ["tls12-session-id", "tls12-session-ticket"] {
        let scenario = named(name).scenario;
        assert_eq!(resumes(&scenario, &|_, _| {}), (None, true));
        let late = resumes(&scenario, &|_, server| server.now += 7201);
        assert_eq!(late, (Some(Reason::TicketExpired), true));
        // RFC 7627 §5.3: that ends the handshake.
        let no_ems = resumes(&scenario, &|client, _| client.extended_master_secret = false);
        assert_eq!(no_ems, (None, false));
        let ours = resumes(&scenario, &|_, server| server.extended_master_secret = false);
        assert_eq!(ours, (Some(Reason::OtherTerms), true));
        let other_suite = resumes(&scenario, &|client, _| client.cipher_suites.retain(|it| it.0 != 0xc02b));
        assert_eq!(other_suite, (Some(Reason::OtherTerms), true));
        let (declined, _) = resumes(&scenario, &|client, _| client.server_name = "www.example.com".into());
        assert_eq!(declined, Some(Reason::OtherTerms));
    }
    let forgotten = resumes(&named("tls12-session-forgotten").scenario, &|_, _| {});
    assert_eq!(forgotten, (Some(Reason::UnknownSession), true));
}

#[test]
fn what_is_resumed_keeps_its_terms() {
    for name in ["tls12-session-id", "tls12-session-ticket"] {
        let scenario = named(name).scenario;
        let said = said_by(Side::Server, &run(&scenario));
        let Some(Said::Handshake(bytes)) = said.first() else { panic!("a hello comes first") };
        let HandshakeMessage::ServerHello(hello) = decode(bytes) else { panic!("a hello comes first") };
        let changes: [fn(&mut ServerHello); 2] = [
            |hello| hello.cipher_suite = CipherSuite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
            |hello| without(&mut hello.extensions, ExtensionType::EXTENDED_MASTER_SECRET),
        ];
        for change in changes {
            let mut hello = hello.clone();
            change(&mut hello);
            let message = HandshakeMessage::ServerHello(hello);
            let client = Client::start(last(&scenario).0).unwrap().next;
            let halt = client.receive(message.clone(), &message.encode()).err().expect("it gives up");
            assert_eq!(halt.failure, failed(CheckName::SessionParameters, Alert::HandshakeFailure));
        }
    }
}
