//! Every reason for which one of these two sides gives up, provoked: the right failure, the right alert, under the
//! right protection; and every pair of state and message that the standard does not draw.

use handshake::scenario::{Scenario, configure, preset as named, run};
use handshake::tls::connection::Connection;
use handshake::tls::extension::{Extension, KeyShareEntry, ServerName};
use handshake::tls::message::{
    ClientHello, HELLO_RETRY_REQUEST_RANDOM, HandshakeMessage, KeyUpdateRequest, ServerHello,
};
use handshake::tls::record::header;
use handshake::tls::registry::{
    CipherSuite, ContentType, ExtensionType, HandshakeType, NamedGroup, ProtocolVersion, SignatureScheme,
};
use handshake::tls::v13::client::Client;
use handshake::tls::v13::server::Server;
use handshake::tls::v13::{Action, Halt};
use handshake::trace::{
    AlertDescription, AlertDescription as Alert, CheckName, Effect, Failure, MessageName, Side, State, Trace,
};

fn record(content_type: ContentType, content: &[u8]) -> Vec<u8> {
    [&header(content_type, ProtocolVersion::TLS12, content.len())[..], content].concat()
}

/// The failure and the alert's record that came of it.
fn outcome(effects: &[Effect]) -> Option<(Failure, bool)> {
    let failure = effects.iter().find_map(|effect| match effect {
        Effect::Failed(failure) => Some(failure.clone()),
        _ => None,
    })?;
    let sealed = effects.iter().rev().find_map(|effect| match effect {
        Effect::RecordSent(record) => Some(record.protection.is_some()),
        _ => None,
    });
    assert!(matches!(effects.last(), Some(Effect::Entered(State::Closed))));
    Some((failure, sealed.expect("an alert is sent")))
}

fn fresh_server() -> Connection {
    let (_, config) = configure(&Scenario::default()).unwrap();
    Connection::server(config).0
}

fn fresh_client() -> Connection {
    let (config, _) = configure(&Scenario::default()).unwrap();
    Connection::client(config).unwrap().0
}

fn message_named(trace: &Trace, name: MessageName, sender: Side) -> HandshakeMessage {
    let (_, message) = trace.messages().find(|(_, message)| message.name == name && message.sender == sender).unwrap();
    HandshakeMessage::decode(&message.bytes).result.unwrap()
}

fn client_hello() -> ClientHello {
    let HandshakeMessage::ClientHello(hello) =
        message_named(&run(&Scenario::default()), MessageName::ClientHello, Side::Client)
    else {
        panic!("a ClientHello decodes to one")
    };
    hello
}

fn server_hello() -> ServerHello {
    let HandshakeMessage::ServerHello(hello) =
        message_named(&run(&Scenario::default()), MessageName::ServerHello, Side::Server)
    else {
        panic!("a ServerHello decodes to one")
    };
    hello
}

/// What a server makes of a changed `ClientHello`.
fn server_gets(change: impl FnOnce(&mut ClientHello)) -> Failure {
    let mut hello = client_hello();
    change(&mut hello);
    let bytes = HandshakeMessage::ClientHello(hello).encode();
    let effects = fresh_server().receive(&record(ContentType::HANDSHAKE, &bytes));
    let (failure, sealed) = outcome(&effects).expect("the server gives up");
    assert!(!sealed, "before ServerHello there are no keys");
    failure
}

/// What a client makes of a changed `ServerHello`.
fn client_gets(change: impl FnOnce(&mut ServerHello)) -> Failure {
    let mut hello = server_hello();
    change(&mut hello);
    let bytes = HandshakeMessage::ServerHello(hello).encode();
    let effects = fresh_client().receive(&record(ContentType::HANDSHAKE, &bytes));
    let (failure, sealed) = outcome(&effects).expect("the client gives up");
    assert!(!sealed, "before ServerHello is accepted there are no keys");
    failure
}

fn without(extensions: &mut Vec<Extension>, extension_type: ExtensionType) {
    extensions.retain(|extension| extension.extension_type() != extension_type);
}

fn replace(extensions: &mut [Extension], extension: Extension) {
    let place = extensions.iter().position(|old| old.extension_type() == extension.extension_type()).unwrap();
    extensions[place] = extension;
}

type Change = Box<dyn FnOnce(&mut ClientHello)>;

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn what_a_server_refuses_in_a_client_hello() {
    let other = |code: u16| Extension::Other { extension_type: ExtensionType(code), extension_data: vec![] };
    let share = |group, key_exchange: Vec<u8>| KeyShareEntry { group, key_exchange };
    let missing = |extension: ExtensionType| Failure::MissingExtension { extension: extension.name() };
    let cases: Vec<(Change, Failure, Alert)> = vec![
        (
            Box::new(|h| replace(&mut h.extensions, Extension::SupportedVersions(vec![ProtocolVersion::TLS12]))),
            Failure::NoCommonVersion,
            Alert::ProtocolVersion,
        ),
        (
            Box::new(|h| without(&mut h.extensions, ExtensionType::SUPPORTED_VERSIONS)),
            Failure::NoCommonVersion,
            Alert::ProtocolVersion,
        ),
        (
            Box::new(|h| h.legacy_compression_methods = vec![1, 0]),
            Failure::IllegalParameter { field: "legacy_compression_methods" },
            Alert::IllegalParameter,
        ),
        (
            Box::new(|h| h.cipher_suites = vec![CipherSuite(0x1305), CipherSuite(0xc02b)]),
            Failure::NoCommonCipherSuite,
            Alert::HandshakeFailure,
        ),
        (
            Box::new(|h| {
                replace(&mut h.extensions, Extension::SupportedGroups(vec![NamedGroup(0x0018)]));
                replace(&mut h.extensions, Extension::ClientShares(vec![]));
            }),
            Failure::NoCommonGroup,
            Alert::HandshakeFailure,
        ),
        (
            Box::new(move |h| {
                let twice = vec![share(NamedGroup::X25519, vec![9; 32]), share(NamedGroup::X25519, vec![9; 32])];
                replace(&mut h.extensions, Extension::ClientShares(twice));
            }),
            Failure::IllegalParameter { field: "key_share" },
            Alert::IllegalParameter,
        ),
        (
            // A point of small order: the shared secret would be zero whatever the server's key.
            Box::new(move |h| {
                let zero = vec![share(NamedGroup::X25519, vec![0; 32])];
                replace(&mut h.extensions, Extension::ClientShares(zero));
            }),
            Failure::InvalidKeyShare,
            Alert::IllegalParameter,
        ),
        (
            Box::new(move |h| {
                let no_point = vec![share(NamedGroup::SECP256R1, [&[4][..], &[7; 64]].concat())];
                replace(&mut h.extensions, Extension::ClientShares(no_point));
            }),
            Failure::InvalidKeyShare,
            Alert::IllegalParameter,
        ),
        (
            Box::new(|h| {
                let rsa_only = vec![SignatureScheme(0x0804)];
                replace(&mut h.extensions, Extension::SignatureAlgorithms(rsa_only));
            }),
            Failure::NoCommonSignatureScheme,
            Alert::HandshakeFailure,
        ),
        (
            Box::new(|h| {
                let other = vec![b"h3".to_vec()];
                replace(&mut h.extensions, Extension::ApplicationLayerProtocolNegotiation(other));
            }),
            Failure::NoCommonApplicationProtocol,
            Alert::NoApplicationProtocol,
        ),
        (
            Box::new(|h| without(&mut h.extensions, ExtensionType::SIGNATURE_ALGORITHMS)),
            missing(ExtensionType::SIGNATURE_ALGORITHMS),
            Alert::MissingExtension,
        ),
        (
            Box::new(|h| without(&mut h.extensions, ExtensionType::SUPPORTED_GROUPS)),
            missing(ExtensionType::SUPPORTED_GROUPS),
            Alert::MissingExtension,
        ),
        (
            Box::new(|h| without(&mut h.extensions, ExtensionType::KEY_SHARE)),
            missing(ExtensionType::KEY_SHARE),
            Alert::MissingExtension,
        ),
        (
            Box::new(|h| {
                let again = h.extensions[0].clone();
                h.extensions.push(again);
            }),
            Failure::DuplicateExtension { extension: 0 },
            Alert::IllegalParameter,
        ),
        (
            // An unknown extension is let be, but two cookies are one too many.
            Box::new(move |h| {
                let cookie = Extension::Cookie(vec![1]);
                h.extensions.extend([other(0x4a4a), cookie.clone(), cookie]);
            }),
            Failure::DuplicateExtension { extension: 44 },
            Alert::IllegalParameter,
        ),
    ];
    let count = cases.len();
    for (number, (change, failure, alert)) in cases.into_iter().enumerate() {
        let got = server_gets(change);
        assert_eq!(got, failure, "case {number}");
        assert_eq!(got.alert(), alert, "case {number}");
    }
    println!("{count} changed ClientHellos refused");
}

#[test]
fn a_server_ignores_what_it_does_not_know() {
    let mut hello = client_hello();
    hello.cipher_suites.insert(0, CipherSuite(0x0a0a));
    hello.legacy_session_id = vec![7; 32];
    hello.extensions.insert(0, Extension::Other { extension_type: ExtensionType(0x1a1a), extension_data: vec![1, 2] });
    if let Some(Extension::ServerName(names)) = hello.extensions.get_mut(1) {
        names.insert(0, ServerName { name_type: 77, name: b"?".to_vec() });
    }
    let bytes = HandshakeMessage::ClientHello(hello).encode();
    let mut server = fresh_server();
    let effects = server.receive(&record(ContentType::HANDSHAKE, &bytes));
    assert_eq!(outcome(&effects), None);
    assert_eq!(server.state(), State::WaitFinished);
    // RFC 8446 Appendix D.4: a client that sent a session ID gets a change_cipher_spec.
    assert!(effects.iter().any(|e| matches!(e, Effect::Sent(m) if m.name == MessageName::ChangeCipherSpec)));
}

#[test]
fn what_a_client_refuses_in_a_server_hello() {
    let failed = |check, alert| Failure::CheckFailed { check, alert };
    let illegal = AlertDescription::IllegalParameter;
    assert_eq!(
        client_gets(|h| without(&mut h.extensions, ExtensionType::SUPPORTED_VERSIONS)),
        failed(CheckName::VersionOffered, AlertDescription::ProtocolVersion)
    );
    assert_eq!(
        client_gets(|h| replace(&mut h.extensions, Extension::SelectedVersion(ProtocolVersion(0x0305)))),
        failed(CheckName::VersionOffered, illegal)
    );
    assert_eq!(client_gets(|h| h.legacy_session_id_echo = vec![1]), failed(CheckName::SessionIdEcho, illegal));
    assert_eq!(client_gets(|h| h.cipher_suite = CipherSuite(0x1304)), failed(CheckName::CipherSuiteOffered, illegal));
    assert_eq!(
        client_gets(|h| {
            let share = KeyShareEntry { group: NamedGroup::SECP256R1, key_exchange: vec![4; 65] };
            replace(&mut h.extensions, Extension::ServerShare(share));
        }),
        failed(CheckName::GroupOffered, illegal)
    );
    assert_eq!(
        client_gets(|h| {
            let share = KeyShareEntry { group: NamedGroup::X25519, key_exchange: vec![0; 32] };
            replace(&mut h.extensions, Extension::ServerShare(share));
        }),
        Failure::InvalidKeyShare
    );
    assert_eq!(
        client_gets(|h| h.legacy_compression_method = 1),
        Failure::IllegalParameter { field: "legacy_compression_method" }
    );
    assert_eq!(
        client_gets(|h| without(&mut h.extensions, ExtensionType::KEY_SHARE)),
        Failure::MissingExtension { extension: "key_share" }
    );
    let other = |code| Extension::Other { extension_type: ExtensionType(code), extension_data: vec![] };
    assert_eq!(client_gets(|h| h.extensions.push(other(0x1234))), Failure::UnsolicitedExtension { extension: 0x1234 });
    assert_eq!(
        client_gets(|h| h.extensions.push(other(0))),
        Failure::ForbiddenExtension { extension: 0, message: MessageName::ServerHello }
    );
    // A HelloRetryRequest for what the client has sent already, for what it does not know, and for nothing.
    for group in [NamedGroup::X25519, NamedGroup(0x0018)] {
        assert_eq!(
            client_gets(|h| {
                h.random = HELLO_RETRY_REQUEST_RANDOM;
                replace(&mut h.extensions, Extension::SelectedGroup(group));
            }),
            failed(CheckName::RetryChangesHello, illegal)
        );
    }
    assert_eq!(
        client_gets(|h| {
            h.random = HELLO_RETRY_REQUEST_RANDOM;
            without(&mut h.extensions, ExtensionType::KEY_SHARE);
        }),
        failed(CheckName::RetryChangesHello, illegal)
    );
}

#[test]
fn records_that_no_side_takes() {
    let gets = |bytes: &[u8]| outcome(&fresh_server().receive(bytes)).map(|(failure, _)| failure);
    assert_eq!(gets(&[24, 3, 3, 0, 1, 0]), Some(Failure::UnexpectedRecord { content_type: 24 }));
    assert_eq!(gets(&[22, 3, 3, 0xff, 0xff]), Some(Failure::RecordOverflow { length: 0xffff }));
    let long = record(ContentType::HANDSHAKE, &vec![0; (1 << 14) + 1]);
    assert_eq!(gets(&long), Some(Failure::RecordOverflow { length: (1 << 14) + 1 }));
    assert_eq!(gets(&record(ContentType::HANDSHAKE, &[])), Some(Failure::UnexpectedRecord { content_type: 22 }));
    assert_eq!(
        gets(&record(ContentType::CHANGE_CIPHER_SPEC, &[1])),
        Some(Failure::UnexpectedRecord { content_type: 20 })
    );
    assert_eq!(
        gets(&record(ContentType::APPLICATION_DATA, &[0; 40])),
        Some(Failure::UnexpectedRecord { content_type: 23 })
    );
    let begun = [record(ContentType::HANDSHAKE, &[1, 0, 0, 9]), record(ContentType::ALERT, &[2, 10])].concat();
    assert_eq!(gets(&begun), Some(Failure::UnexpectedRecord { content_type: 21 }));
    // A fatal alert is not answered.
    let mut server = fresh_server();
    let effects = server.receive(&record(ContentType::ALERT, &[2, 40]));
    assert_eq!(outcome(&effects), None);
    assert_eq!((server.state(), server.alert()), (State::Closed, Some(AlertDescription::HandshakeFailure)));
    assert!(server.take_outgoing().is_empty());
    // RFC 8446 §5.1: a ServerHello with more behind it in its record straddles the change of keys.
    let hello = HandshakeMessage::ServerHello(server_hello()).encode();
    let effects = fresh_client().receive(&record(ContentType::HANDSHAKE, &[&hello[..], &[8, 0]].concat()));
    assert_eq!(outcome(&effects).map(|(failure, _)| failure), Some(Failure::MessageAcrossKeyChange));
}

/// RFC 8446 Appendix A.1: a client may say in the clear what it finds wrong with the server's flight. Nobody else may say
/// anything in the clear once there are keys.
#[test]
fn a_client_refuses_the_flight_in_the_clear() {
    let hello = HandshakeMessage::ClientHello(client_hello()).encode();
    let alert = record(ContentType::ALERT, &[2, 48]);
    let mut server = fresh_server();
    server.receive(&record(ContentType::HANDSHAKE, &hello));
    assert_eq!(server.state(), State::WaitFinished);
    assert_eq!(outcome(&server.receive(&alert)), None);
    assert_eq!((server.state(), server.alert()), (State::Closed, Some(AlertDescription::UnknownCa)));

    let hello = HandshakeMessage::ServerHello(server_hello()).encode();
    let mut client = fresh_client();
    client.receive(&record(ContentType::HANDSHAKE, &hello));
    assert_eq!(client.state(), State::WaitEncryptedExtensions);
    let unexpected = Some((Failure::UnexpectedRecord { content_type: 21 }, true));
    assert_eq!(outcome(&client.receive(&alert)), unexpected);

    let (_, config) = configure(&Scenario::default()).unwrap();
    let (mut client, mut server) = (fresh_client(), Connection::server(config).0);
    for _ in 0..3 {
        server.receive(&client.take_outgoing());
        client.receive(&server.take_outgoing());
    }
    assert_eq!(server.state(), State::Connected);
    assert_eq!(outcome(&server.receive(&alert)), unexpected);
}

/// A client in each of its states, with the bytes of the message that it waits for.
fn clients() -> Vec<(Client, Vec<u8>)> {
    clients_of(&Scenario { tickets: 1, ..Scenario::default() })
}

fn clients_of(scenario: &Scenario) -> Vec<(Client, Vec<u8>)> {
    let (config, _) = configure(scenario).unwrap();
    let trace = run(scenario);
    let from_server = trace.messages().filter(|(_, m)| m.sender == Side::Server && m.name.is_handshake());
    let mut client = Client::start(config).unwrap().next;
    let mut all = Vec::new();
    for (_, message) in from_server {
        all.push((client.clone(), message.bytes.clone()));
        let decoded = HandshakeMessage::decode(&message.bytes).result.unwrap();
        client = client.receive(decoded, &message.bytes).unwrap().next;
    }
    all
}

/// A server in each of its states.
fn servers_of(scenario: &Scenario) -> Vec<Server> {
    let (_, config) = configure(scenario).unwrap();
    let trace = run(scenario);
    let from_client = trace.messages().filter(|(_, m)| m.sender == Side::Client && m.name.is_handshake());
    let mut server = Server::start(config).next;
    let mut all = vec![server.clone()];
    for (_, message) in from_client {
        let decoded = HandshakeMessage::decode(&message.bytes).result.unwrap();
        server = server.receive(decoded, &message.bytes).unwrap().next;
        all.push(server.clone());
    }
    all
}

/// Runs that lead through all states.
fn roads() -> Vec<Scenario> {
    let preset = |name| named(name).unwrap().scenario;
    let early = Scenario {
        max_early_data: 99,
        client_says_early: "early".into(),
        client_alpn: vec![],
        ..preset("external-psk")
    };
    vec![
        Scenario::default(),
        preset("hello-retry-request"),
        preset("cookie"),
        preset("client-certificate"),
        preset("external-psk"),
        early,
    ]
}

/// One message of every type there is.
fn messages() -> Vec<Vec<u8>> {
    let mut all: Vec<(MessageName, Vec<u8>)> = Vec::new();
    for scenario in roads() {
        for (_, message) in run(&scenario).messages().filter(|(_, message)| message.name.is_handshake()) {
            if !all.iter().any(|(name, _)| *name == message.name) {
                all.push((message.name, message.bytes.clone()));
            }
        }
    }
    let mut all: Vec<Vec<u8>> = all.into_iter().map(|(_, bytes)| bytes).collect();
    all.push(HandshakeMessage::KeyUpdate(KeyUpdateRequest::NOT_REQUESTED).encode());
    for kind in [3, 254, 99] {
        all.push(HandshakeMessage::Other { handshake_type: HandshakeType(kind), body: vec![0] }.encode());
    }
    all
}

/// The arrows of RFC 8446 Appendix A: which messages a state takes. (A second `HelloRetryRequest` is refused: §4.1.4.)
fn takes(side: Side, state: State, retried: bool) -> &'static [MessageName] {
    use MessageName as M;
    match (side, state) {
        (Side::Client, State::WaitServerHello) if retried => &[M::ServerHello],
        (Side::Client, State::WaitServerHello) => &[M::ServerHello, M::HelloRetryRequest],
        (Side::Client, State::WaitEncryptedExtensions) => &[M::EncryptedExtensions],
        (Side::Client, State::WaitCertificateOrRequest) => &[M::CertificateRequest, M::Certificate],
        (Side::Client, State::Connected) => &[M::NewSessionTicket, M::KeyUpdate],
        (Side::Server, State::Start) => &[M::ClientHello],
        (Side::Server, State::WaitEndOfEarlyData) => &[M::EndOfEarlyData],
        (Side::Server, State::Connected) => &[M::KeyUpdate],
        (_, State::WaitCertificate) => &[M::Certificate],
        (_, State::WaitCertificateVerify) => &[M::CertificateVerify],
        (_, State::WaitFinished) => &[M::Finished],
        _ => &[],
    }
}

/// Checks that a message is unexpected exactly where it should be.
fn assert_outcome<S>(result: Result<S, Halt>, (side, state, retried): (Side, State, bool), name: MessageName) {
    let unexpected = Failure::UnexpectedMessage { state, got: name };
    let taken = takes(side, state, retried).contains(&name);
    match result {
        Err(Halt { actions, failure }) if failure == unexpected => {
            assert!(!taken, "{} {} does not take {}", side.name(), state.name(), name.name());
            assert!(actions.is_empty());
        }
        // Expected, but not what this very handshake needs; or just right.
        Ok(_) | Err(_) => assert!(taken, "{} {} takes {}", side.name(), state.name(), name.name()),
    }
}

#[test]
fn every_pair_of_state_and_message_has_its_outcome() {
    let (mut pairs, mut states) = (0, std::collections::BTreeSet::new());
    let messages = messages();
    for scenario in roads() {
        let retries = run(&scenario).messages().any(|(_, message)| message.name == MessageName::HelloRetryRequest);
        for bytes in &messages {
            let message = HandshakeMessage::decode(bytes).result.unwrap();
            for (place, (client, _)) in clients_of(&scenario).into_iter().enumerate() {
                let state = client.state();
                states.insert((Side::Client, state));
                let about = (Side::Client, state, retries && place > 0);
                assert_outcome(client.receive(message.clone(), bytes), about, message.name());
                pairs += 1;
            }
            for server in servers_of(&scenario) {
                let state = server.state();
                states.insert((Side::Server, state));
                assert_outcome(server.receive(message.clone(), bytes), (Side::Server, state, false), message.name());
                pairs += 1;
            }
        }
    }
    println!("{pairs} pairs of state and message, {} states, {} messages", states.len(), messages.len());
    assert_eq!((states.len(), messages.len()), (13, 14));
}

/// Each message that a state takes leads on when it is the right one.
#[test]
fn the_right_message_leads_on() {
    for scenario in roads() {
        assert!(clients_of(&scenario).len() >= 4);
        assert_eq!(servers_of(&scenario).last().unwrap().state(), State::Connected);
    }
}

/// What a client refuses in what came sealed, and that nothing more is sent by the state machine itself.
#[test]
fn what_a_client_refuses_in_the_servers_flight() {
    let refuse = |name: MessageName, change: &dyn Fn(&mut HandshakeMessage)| {
        let (client, bytes) =
            clients().into_iter().find(|(_, b)| handshake::tls::message::name_of(HandshakeType(b[0])) == name).unwrap();
        let mut message = HandshakeMessage::decode(&bytes).result.unwrap();
        change(&mut message);
        let bytes = message.encode();
        let message = HandshakeMessage::decode(&bytes).result.unwrap();
        let halt = client.receive(message, &bytes).err().expect("the client gives up");
        assert!(!halt.actions.iter().any(|action| matches!(action, Action::Send { .. } | Action::Install { .. })));
        halt.failure
    };
    let extension = |code| Extension::Other { extension_type: ExtensionType(code), extension_data: vec![] };
    let encrypted_extensions = |extension: Extension| {
        refuse(MessageName::EncryptedExtensions, &|message| {
            let HandshakeMessage::EncryptedExtensions(message) = message else { panic!() };
            without(&mut message.extensions, extension.extension_type());
            message.extensions.push(extension.clone());
        })
    };
    assert_eq!(encrypted_extensions(extension(0x4321)), Failure::UnsolicitedExtension { extension: 0x4321 });
    assert_eq!(
        encrypted_extensions(extension(51)),
        Failure::ForbiddenExtension { extension: 51, message: MessageName::EncryptedExtensions }
    );
    let protocols = |names: &[&str]| {
        Extension::ApplicationLayerProtocolNegotiation(names.iter().map(|name| name.as_bytes().to_vec()).collect())
    };
    let illegal = Failure::IllegalParameter { field: "application_layer_protocol_negotiation" };
    assert_eq!(encrypted_extensions(protocols(&["spdy/1"])), illegal);
    assert_eq!(encrypted_extensions(protocols(&["h2", "http/1.1"])), illegal);

    let certificate = |change: &dyn Fn(&mut handshake::tls::message::CertificateMessage)| {
        refuse(MessageName::Certificate, &|message| {
            let HandshakeMessage::Certificate(message) = message else { panic!() };
            change(message);
        })
    };
    assert_eq!(
        certificate(&|message| message.certificate_request_context = vec![1]),
        Failure::IllegalParameter { field: "certificate_request_context" }
    );
    assert_eq!(certificate(&|message| message.certificate_list.clear()), Failure::NoCertificate);
    assert_eq!(
        certificate(&|message| message.certificate_list[0].extensions.push(extension(18))),
        Failure::UnsolicitedExtension { extension: 18 }
    );
    // What is no X.509 is no certificate that is needed, but where it is.
    if handshake::crypto::rare::BUILT {
        let unreadable = certificate(&|message| message.certificate_list[0].certificate.der[0] = 0x31);
        assert_eq!(unreadable.alert(), AlertDescription::BadCertificate);
        let unreadable = certificate(&|message| message.certificate_list[1].certificate.der[0] = 0x31);
        assert_eq!(unreadable.alert(), AlertDescription::UnknownCa);
    }
    let unknown_ca = certificate(&|message| message.certificate_list.truncate(1));
    assert_eq!(unknown_ca.alert(), AlertDescription::UnknownCa);

    let verify = |change: &dyn Fn(&mut handshake::tls::message::CertificateVerify)| {
        refuse(MessageName::CertificateVerify, &|message| {
            let HandshakeMessage::CertificateVerify(message) = message else { panic!() };
            change(message);
        })
    };
    for scheme in [SignatureScheme::ED25519, SignatureScheme(0x0804), SignatureScheme(0x0401)] {
        assert_eq!(verify(&|message| message.algorithm = scheme), Failure::IllegalParameter { field: "algorithm" });
    }
    assert_eq!(verify(&|message| message.signature[9] ^= 1).alert(), AlertDescription::DecryptError);
    let finished = refuse(MessageName::Finished, &|message| {
        let HandshakeMessage::Finished(message) = message else { panic!() };
        message.verify_data.pop();
    });
    assert_eq!(finished.alert(), AlertDescription::DecryptError);
}
