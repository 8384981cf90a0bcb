//! What the two refuse of each other beyond the plain handshake: second hellos, pre-shared keys, early data, client
//! certificates, new keys, records.

use handshake::scenario::{ClientAuthentication, Psk, PskMode, Scenario, configure, preset, resume, run};
use handshake::tls::connection::Connection;
use handshake::tls::extension::{Extension, KeyShareEntry, OfferedPsks, PskIdentity, PskKeyExchangeMode, ServerName};
use handshake::tls::message::{
    CertificateRequest, ClientHello, HELLO_RETRY_REQUEST_RANDOM, HandshakeMessage, KeyUpdateRequest, ServerHello,
};
use handshake::tls::record::header;
use handshake::tls::registry::{CipherSuite, ContentType, ExtensionType, NamedGroup, ProtocolVersion};
use handshake::tls::v13::client::Client;
use handshake::tls::v13::server::Server;
use handshake::tls::v13::{Halt, PreSharedKey, Transition};
use handshake::trace::{AlertDescription as Alert, CheckName, Effect, Failure, MessageName, Side, State};

fn scenario(name: &str) -> Scenario {
    preset(name).unwrap().scenario
}

fn decoded(bytes: &[u8]) -> HandshakeMessage {
    HandshakeMessage::decode(bytes).result.unwrap()
}

/// The handshake messages of one side in a run, in order.
fn said(scenario: &Scenario, side: Side) -> Vec<Vec<u8>> {
    let trace = run(scenario);
    let messages = trace.messages().filter(|(_, message)| message.sender == side && message.name.is_handshake());
    messages.map(|(_, message)| message.bytes.clone()).collect()
}

fn client_hello(bytes: &[u8]) -> ClientHello {
    let HandshakeMessage::ClientHello(hello) = decoded(bytes) else { panic!() };
    hello
}

fn failure<S>(result: Result<Transition<S>, Halt>) -> Failure {
    result.err().expect("it is refused").failure
}

fn server_gets(server: Server, message: HandshakeMessage) -> Result<Transition<Server>, Halt> {
    let bytes = message.encode();
    server.receive(message, &bytes)
}

fn client_gets(client: Client, message: HandshakeMessage) -> Result<Transition<Client>, Halt> {
    let bytes = message.encode();
    client.receive(message, &bytes)
}

/// A server of that scenario that has got the first so many of the client's messages.
fn server_after(scenario: &Scenario, count: usize) -> Server {
    let (_, config) = configure(scenario).unwrap();
    let mut server = Server::start(config).next;
    for bytes in said(scenario, Side::Client).iter().take(count) {
        server = server.receive(decoded(bytes), bytes).unwrap().next;
    }
    server
}

fn client_after(scenario: &Scenario, count: usize) -> Client {
    let (config, _) = configure(scenario).unwrap();
    let mut client = Client::start(config).unwrap().next;
    for bytes in said(scenario, Side::Server).iter().take(count) {
        client = client.receive(decoded(bytes), bytes).unwrap().next;
    }
    client
}

fn find_mut(extensions: &mut [Extension], extension_type: ExtensionType) -> &mut Extension {
    extensions.iter_mut().find(|extension| extension.extension_type() == extension_type).unwrap()
}

fn failed(check: CheckName, alert: Alert) -> Failure {
    Failure::CheckFailed { check, alert }
}

type Change = fn(&mut ClientHello);

#[test]
fn a_second_hello_that_is_not_the_first_one_again() {
    let scenario = Scenario { cookie: true, ..scenario("hello-retry-request") };
    let second = client_hello(&said(&scenario, Side::Client)[1]);
    let changes: [(Change, CheckName); 7] = [
        (|hello| hello.random[0] ^= 1, CheckName::SecondHello),
        (|hello| hello.cipher_suites.truncate(1), CheckName::SecondHello),
        (|hello| hello.legacy_session_id = vec![1], CheckName::SecondHello),
        (|hello| hello.extensions.push(Extension::RecordSizeLimit(64)), CheckName::SecondHello),
        (|hello| hello.extensions.push(Extension::EarlyData), CheckName::SecondHello),
        (
            |hello| {
                let share = KeyShareEntry { group: NamedGroup::X25519, key_exchange: vec![9; 32] };
                *find_mut(&mut hello.extensions, ExtensionType::KEY_SHARE) = Extension::ClientShares(vec![share]);
            },
            CheckName::SecondHello,
        ),
        (
            |hello| *find_mut(&mut hello.extensions, ExtensionType::COOKIE) = Extension::Cookie(vec![7; 32]),
            CheckName::Cookie,
        ),
    ];
    for (number, (change, check)) in changes.into_iter().enumerate() {
        let mut hello = second.clone();
        change(&mut hello);
        let got = failure(server_gets(server_after(&scenario, 1), HandshakeMessage::ClientHello(hello)));
        assert_eq!(got, failed(check, Alert::IllegalParameter), "change {number}");
    }
    let unchanged = server_gets(server_after(&scenario, 1), HandshakeMessage::ClientHello(second));
    assert_eq!(unchanged.unwrap().next.state(), State::WaitFinished);
}

#[test]
fn a_server_that_changes_its_mind_after_a_retry() {
    let scenario = scenario("hello-retry-request");
    let messages = said(&scenario, Side::Server);
    let change = |message: &[u8], change: &dyn Fn(&mut ServerHello)| {
        let HandshakeMessage::ServerHello(mut hello) = decoded(message) else { panic!() };
        change(&mut hello);
        HandshakeMessage::ServerHello(hello)
    };
    let other_suite = change(&messages[1], &|hello| hello.cipher_suite = CipherSuite::TLS_CHACHA20_POLY1305_SHA256);
    let got = failure(client_gets(client_after(&scenario, 1), other_suite));
    assert_eq!(got, failed(CheckName::RetrySuite, Alert::IllegalParameter));
    let other_group = change(&messages[1], &|hello| {
        let share = KeyShareEntry { group: NamedGroup::X25519, key_exchange: vec![9; 32] };
        *find_mut(&mut hello.extensions, ExtensionType::KEY_SHARE) = Extension::ServerShare(share);
    });
    let got = failure(client_gets(client_after(&scenario, 1), other_group));
    assert_eq!(got, failed(CheckName::GroupOffered, Alert::IllegalParameter));
    // RFC 8446 §4.1.4: not twice.
    let again = failure(client_gets(client_after(&scenario, 1), decoded(&messages[0])));
    let (state, got) = (State::WaitServerHello, MessageName::HelloRetryRequest);
    assert_eq!(again, Failure::UnexpectedMessage { state, got });
    // Nothing but what belongs there.
    let more = change(&messages[0], &|hello| hello.extensions.push(Extension::RecordSizeLimit(64)));
    let got = failure(client_gets(client_after(&scenario, 0), more));
    let message = MessageName::HelloRetryRequest;
    assert_eq!(got, Failure::ForbiddenExtension { extension: 28, message });
    assert_eq!(HELLO_RETRY_REQUEST_RANDOM[0], 0xcf);
}

/// That extension of the default scenario's hello.
fn hello_after_default(name: ExtensionType) -> Extension {
    let hello = client_hello(&said(&Scenario::default(), Side::Client)[0]);
    hello.extensions.into_iter().find(|extension| extension.extension_type() == name).unwrap()
}

#[test]
fn what_a_server_refuses_of_pre_shared_keys() {
    let scenario = scenario("external-psk");
    let hello = client_hello(&said(&scenario, Side::Client)[0]);
    let gets = |change: &dyn Fn(&mut ClientHello)| {
        let mut hello = hello.clone();
        change(&mut hello);
        failure(server_gets(server_after(&scenario, 0), HandshakeMessage::ClientHello(hello)))
    };
    let offer = |hello: &mut ClientHello, change: &dyn Fn(&mut OfferedPsks)| match hello.extensions.last_mut() {
        Some(Extension::PreSharedKeys(offer)) => change(offer),
        _ => panic!(),
    };
    let wrong = gets(&|hello| offer(hello, &|offer| offer.binders[0][31] ^= 1));
    assert_eq!(wrong, failed(CheckName::Binder, Alert::DecryptError));
    // The binder covers all of the hello before it.
    assert_eq!(gets(&|hello| hello.random[5] ^= 1), failed(CheckName::Binder, Alert::DecryptError));
    assert_eq!(gets(&|hello| hello.extensions.rotate_right(1)), Failure::IllegalParameter { field: "pre_shared_key" });
    let one_more = gets(&|hello| offer(hello, &|offer| offer.binders.push(vec![0; 32])));
    assert_eq!(one_more, Failure::IllegalParameter { field: "binders" });
    let no_modes = gets(&|hello| {
        hello.extensions.retain(|extension| extension.extension_type() != ExtensionType::PSK_KEY_EXCHANGE_MODES);
    });
    assert_eq!(no_modes, Failure::MissingExtension { extension: "psk_key_exchange_modes" });
    // RFC 8446 §9.2, where the key is used alone and no group is needed.
    let alone = Scenario { psk_mode: PskMode::Alone, ..scenario.clone() };
    let hello_alone = client_hello(&said(&alone, Side::Client)[0]);
    for (left, gone) in [(ExtensionType::SUPPORTED_GROUPS, "key_share"), (ExtensionType::KEY_SHARE, "supported_groups")]
    {
        let mut hello = hello_alone.clone();
        let pair = [ExtensionType::SUPPORTED_GROUPS, ExtensionType::KEY_SHARE];
        hello.extensions.retain(|it| it.extension_type() == left || !pair.contains(&it.extension_type()));
        if hello.extensions.iter().all(|it| it.extension_type() != left) {
            let both = hello_after_default(left);
            hello.extensions.insert(0, both);
        }
        let got = failure(server_gets(server_after(&alone, 0), HandshakeMessage::ClientHello(hello)));
        assert_eq!(got, Failure::MissingExtension { extension: gone });
    }
    // A hello that lists neither groups nor signatures is right, but there is nothing in common if its key is not known.
    let unknown = |left: &[ExtensionType], modes: &[PskKeyExchangeMode]| {
        let mut hello = hello_alone.clone();
        offer(&mut hello, &|offer| offer.identities[0].identity = b"who?".to_vec());
        let all = [ExtensionType::SUPPORTED_GROUPS, ExtensionType::KEY_SHARE, ExtensionType::SIGNATURE_ALGORITHMS];
        hello.extensions.retain(|it| !all.contains(&it.extension_type()));
        hello.extensions.splice(0..0, left.iter().map(|name| hello_after_default(*name)));
        *find_mut(&mut hello.extensions, ExtensionType::PSK_KEY_EXCHANGE_MODES) =
            Extension::PskKeyExchangeModes(modes.to_vec());
        failure(server_gets(server_after(&alone, 0), HandshakeMessage::ClientHello(hello)))
    };
    let (ke, dhe_ke) = (PskKeyExchangeMode::PSK_KE, PskKeyExchangeMode::PSK_DHE_KE);
    let groups = [ExtensionType::SUPPORTED_GROUPS, ExtensionType::KEY_SHARE];
    assert_eq!(unknown(&[], &[ke]), Failure::NoCommonGroup);
    assert_eq!(unknown(&groups, &[ke]), Failure::NoCommonSignatureScheme);
    assert_eq!(unknown(&groups, &[ke, dhe_ke]), Failure::NoCommonSignatureScheme);
    assert_eq!(unknown(&groups[1..], &[ke]), Failure::MissingExtension { extension: "supported_groups" });
    assert_eq!(unknown(&groups[..1], &[ke]), Failure::MissingExtension { extension: "key_share" });
    assert_eq!(unknown(&[], &[ke, dhe_ke]), Failure::MissingExtension { extension: "supported_groups" });
    // A key that nobody knows in front of one that is known: the second is taken.
    let mut hello = hello.clone();
    offer(&mut hello, &|offer| {
        let stranger = PskIdentity { identity: b"who?".to_vec(), obfuscated_ticket_age: 0 };
        offer.identities.insert(0, stranger);
        offer.binders.insert(0, vec![0; 32]);
    });
    let got = failure(server_gets(server_after(&scenario, 0), HandshakeMessage::ClientHello(hello)));
    assert_eq!(got, failed(CheckName::Binder, Alert::DecryptError), "the hello was changed after it was bound");
}

/// RFC 6066 §3: not two names of one type.
#[test]
fn a_hello_with_two_names_is_refused() {
    let twice = |hello: &mut ClientHello| {
        let Extension::ServerName(names) = find_mut(&mut hello.extensions, ExtensionType::SERVER_NAME) else {
            panic!()
        };
        names.push(ServerName { name_type: 0, name: b"b.example".to_vec() });
    };
    for name in ["default", "tls12"] {
        let scenario = scenario(name);
        let mut hello = client_hello(&said(&scenario, Side::Client)[0]);
        twice(&mut hello);
        let bytes = HandshakeMessage::ClientHello(hello).encode();
        let (mut server, _) = Connection::server(configure(&scenario).unwrap().1);
        let head = header(ContentType::HANDSHAKE, ProtocolVersion::TLS12, bytes.len());
        let effects = server.receive(&[&head[..], &bytes].concat());
        let refused = Failure::IllegalParameter { field: "server_name" };
        assert!(effects.contains(&Effect::Failed(refused)), "{name}");
        assert_eq!(server.alert(), Some(Alert::IllegalParameter));
    }
}

#[test]
fn what_a_client_refuses_of_a_server_that_takes_its_key() {
    let scenario = scenario("external-psk");
    let answer = &said(&scenario, Side::Server)[0];
    let gets = |change: &dyn Fn(&mut ServerHello)| {
        let HandshakeMessage::ServerHello(mut hello) = decoded(answer) else { panic!() };
        change(&mut hello);
        failure(client_gets(client_after(&scenario, 0), HandshakeMessage::ServerHello(hello)))
    };
    let offered = failed(CheckName::PskOffered, Alert::IllegalParameter);
    let other = gets(&|hello| {
        *find_mut(&mut hello.extensions, ExtensionType::PRE_SHARED_KEY) = Extension::SelectedIdentity(1);
    });
    assert_eq!(other, offered);
    assert_eq!(gets(&|hello| hello.cipher_suite = CipherSuite::TLS_AES_256_GCM_SHA384), offered);
    // Alone, although the client wants (EC)DHE with it.
    let alone = gets(&|hello| {
        hello.extensions.retain(|extension| extension.extension_type() != ExtensionType::KEY_SHARE);
    });
    assert_eq!(alone, offered);
    // A client that did not offer any.
    let HandshakeMessage::ServerHello(hello) = decoded(answer) else { panic!() };
    let got = failure(client_gets(client_after(&Scenario::default(), 0), HandshakeMessage::ServerHello(hello)));
    assert_eq!(got, Failure::UnsolicitedExtension { extension: 41 });
}

/// The two ends of a connection that comes back with early data, the client's first flight still in its hands.
fn coming_back(scenario: &Scenario) -> (Connection, Connection) {
    let (client, server) = configure(scenario).unwrap();
    let (mut server, _) = Connection::server(server);
    let (mut client, _) = Connection::client(client).unwrap();
    for _ in 0..4 {
        server.receive(&client.take_outgoing());
        client.receive(&server.take_outgoing());
    }
    let ticket: Option<PreSharedKey> = client.take_psks().into_iter().next();
    let (client, server) = resume(scenario, ticket, server.take_psks()).unwrap();
    (Connection::client(client).unwrap().0, Connection::server(server).0)
}

#[test]
fn early_data_has_its_limit_on_both_sides() {
    let scenario = scenario("early-data");
    let (mut client, mut server) = coming_back(&scenario);
    client.send_early_data(&[1; 1000]).unwrap();
    assert!(client.send_early_data(&[1; 25]).is_err(), "1024 bytes and no more");
    client.send_early_data(&[1; 24]).unwrap();
    server.receive(&client.take_outgoing());
    assert_eq!((server.state(), server.alert()), (State::WaitEndOfEarlyData, None));

    // A server that allows less than the client was told.
    let (mut client, _) = coming_back(&scenario);
    let (_, mut server) = coming_back(&Scenario { max_early_data: 10, ..scenario.clone() });
    client.send_early_data(&[1; 11]).unwrap();
    let effects = server.receive(&client.take_outgoing());
    let limit = Failure::TooMuchEarlyData { limit: 10 };
    assert!(effects.contains(&Effect::Failed(limit)));
    assert_eq!(server.alert(), Some(Alert::UnexpectedMessage));

    // What is refused is skipped, but not without end.
    let (mut client, mut server) = coming_back(&Scenario { accepts_early_data: false, ..scenario });
    client.send_early_data(&[1; 100]).unwrap();
    server.receive(&client.take_outgoing());
    assert_eq!(server.alert(), None);
    for _ in 0..20 {
        server
            .receive(&[&header(ContentType::APPLICATION_DATA, ProtocolVersion::TLS12, 1000)[..], &[9; 1000]].concat());
    }
    assert_eq!(server.alert(), Some(Alert::BadRecordMac));
}

/// RFC 8446 §4.2.10, §4.6.1: what is refused may be as much as was allowed, of which only the content counts.
#[test]
fn refused_early_data_of_the_allowed_size_does_no_harm() {
    let allowed = Scenario { max_early_data: 1 << 14, ..scenario("early-data") };
    let policy = Scenario { accepts_early_data: false, ..allowed.clone() };
    let retry = Scenario { server_groups: vec![NamedGroup::SECP256R1], ..allowed };
    for (scenario, piece) in [(&policy, 1 << 14), (&policy, 100), (&retry, 1 << 14), (&retry, 100)] {
        let (mut client, mut server) = coming_back(scenario);
        for piece in [7; 1 << 14].chunks(piece) {
            client.send_early_data(piece).unwrap();
        }
        for _ in 0..3 {
            server.receive(&client.take_outgoing());
            client.receive(&server.take_outgoing());
        }
        assert_eq!((server.state(), server.alert()), (State::Connected, None), "in pieces of {piece}");
    }
    // A byte more is too much, and so is a record in which there is not even a content type.
    for length in [18, 16] {
        let (mut client, mut server) = coming_back(&policy);
        client.send_early_data(&[7; 1 << 14]).unwrap();
        server.receive(&client.take_outgoing());
        assert_eq!(server.alert(), None);
        server.receive(
            &[&header(ContentType::APPLICATION_DATA, ProtocolVersion::TLS12, length)[..], &vec![9; length]].concat(),
        );
        assert_eq!(server.alert(), Some(Alert::BadRecordMac));
    }
}

#[test]
fn no_early_data_without_leave() {
    let (client, _) = configure(&Scenario { client_says_early: "early".into(), ..Scenario::default() }).unwrap();
    let (mut client, _) = Connection::client(client).unwrap();
    assert!(client.send_early_data(b"early").is_err());
    let (mut client, mut server) = coming_back(&scenario("early-data"));
    server.receive(&client.take_outgoing());
    client.receive(&server.take_outgoing());
    assert!(client.send_early_data(b"late").is_err(), "the handshake is complete");
}

#[test]
fn what_a_client_refuses_of_a_request_for_its_certificate() {
    let scenario = scenario("client-certificate");
    let request = |certificate_request_context: &[u8], extensions: Vec<Extension>| {
        let certificate_request_context = certificate_request_context.to_vec();
        let message =
            HandshakeMessage::CertificateRequest(CertificateRequest { certificate_request_context, extensions });
        failure(client_gets(client_after(&scenario, 2), message))
    };
    let context = Failure::IllegalParameter { field: "certificate_request_context" };
    assert_eq!(request(b"?", vec![]), context);
    assert_eq!(request(b"", vec![]), Failure::MissingExtension { extension: "signature_algorithms" });
    let message = MessageName::CertificateRequest;
    let forbidden = Failure::ForbiddenExtension { extension: 42, message };
    let early_data = Extension::Other { extension_type: ExtensionType::EARLY_DATA, extension_data: vec![] };
    assert_eq!(request(b"", vec![early_data]), forbidden);
}

#[test]
fn what_a_server_refuses_of_a_clients_certificate() {
    let scenario = scenario("client-certificate");
    let messages = said(&scenario, Side::Client);
    assert_eq!(server_after(&scenario, 1).state(), State::WaitCertificate);
    let HandshakeMessage::Certificate(chain) = decoded(&messages[1]) else { panic!() };
    let mut with_context = chain.clone();
    with_context.certificate_request_context = vec![1];
    let got = failure(server_gets(server_after(&scenario, 1), HandshakeMessage::Certificate(with_context)));
    assert_eq!(got, Failure::IllegalParameter { field: "certificate_request_context" });
    let mut empty = chain.clone();
    empty.certificate_list.clear();
    let got = failure(server_gets(server_after(&scenario, 1), HandshakeMessage::Certificate(empty.clone())));
    assert_eq!((got.alert(), got), (Alert::CertificateRequired, Failure::CertificateRequired));
    let asked = Scenario { client_authentication: ClientAuthentication::Requested, ..scenario.clone() };
    let next = server_gets(server_after(&asked, 1), HandshakeMessage::Certificate(empty)).unwrap().next;
    assert_eq!(next.state(), State::WaitFinished);
    // A server's certificate is none for a client.
    let HandshakeMessage::Certificate(of_server) = decoded(&said(&scenario, Side::Server)[3]) else { panic!() };
    let got = failure(server_gets(server_after(&scenario, 1), HandshakeMessage::Certificate(of_server)));
    assert_eq!(got.alert(), Alert::UnknownCa);
    let HandshakeMessage::CertificateVerify(mut verify) = decoded(&messages[2]) else { panic!() };
    verify.signature[20] ^= 1;
    let got = failure(server_gets(server_after(&scenario, 2), HandshakeMessage::CertificateVerify(verify)));
    assert_eq!(got, failed(CheckName::CertificateVerify, Alert::DecryptError));
}

/// A server that sends tickets without end does not fill the client's memory.
#[test]
fn the_last_tickets_are_kept() {
    let scenario = Scenario { tickets: 200, ..Scenario::default() };
    let (client, server) = configure(&scenario).unwrap();
    let (mut client, mut server) = (Connection::client(client).unwrap().0, Connection::server(server).0);
    for _ in 0..3 {
        server.receive(&client.take_outgoing());
        client.receive(&server.take_outgoing());
    }
    let (received, kept) = (client.take_psks(), server.take_psks());
    assert_eq!((received.len(), kept.len()), (16, 200));
    let identities = |psks: &[PreSharedKey]| psks.iter().map(|psk| psk.identity.clone()).collect::<Vec<_>>();
    assert_eq!(identities(&received), identities(&kept[184..]));
}

#[test]
fn new_keys_that_are_not_asked_for_properly() {
    let update = |request| HandshakeMessage::KeyUpdate(KeyUpdateRequest(request));
    let illegal = Failure::IllegalParameter { field: "request_update" };
    let scenario = Scenario::default();
    assert_eq!(failure(client_gets(client_after(&scenario, 5), update(2))), illegal);
    assert_eq!(failure(server_gets(server_after(&scenario, 2), update(255))), illegal);
    let (state, got) = (State::WaitFinished, MessageName::KeyUpdate);
    let early = failure(server_gets(server_after(&scenario, 1), update(0)));
    assert_eq!(early, Failure::UnexpectedMessage { state, got });
}

fn connected(scenario: &Scenario) -> (Connection, Connection) {
    let (client, server) = configure(scenario).unwrap();
    let (mut server, _) = Connection::server(server);
    let (mut client, _) = Connection::client(client).unwrap();
    for _ in 0..4 {
        server.receive(&client.take_outgoing());
        client.receive(&server.take_outgoing());
    }
    assert_eq!((client.state(), server.state()), (State::Connected, State::Connected));
    (client, server)
}

#[test]
fn records_longer_than_the_limit() {
    let limits = Scenario { client_record_limit: Some(64), server_record_limit: Some(100), ..Scenario::default() };
    let (mut client, mut server) = connected(&limits);
    let longest = |effects: &[Effect]| {
        let lengths = effects.iter().filter_map(|effect| match effect {
            Effect::RecordSent(record) => record.protection.as_ref().map(|protection| protection.inner.len()),
            _ => None,
        });
        lengths.max().unwrap()
    };
    assert_eq!(longest(&client.send_application_data(&[7; 1000]).unwrap()), 100);
    assert_eq!(longest(&server.send_application_data(&[7; 1000]).unwrap()), 64);
    server.receive(&client.take_outgoing());
    client.receive(&server.take_outgoing());
    assert_eq!((client.alert(), server.alert()), (None, None));
    assert_eq!(client.take_application_data().len(), 1000);

    // A server that has said 100, and a client that has heard another number. (The handshake keys do not depend on it.)
    let shown = Scenario { client_record_limit: Some(64), ..scenario("client-certificate") };
    let (client, strict) = configure(&Scenario { server_record_limit: Some(100), ..shown.clone() }).unwrap();
    let (_, generous) = configure(&Scenario { server_record_limit: Some(16_385), ..shown }).unwrap();
    let (mut client, _) = Connection::client(client).unwrap();
    let ((mut strict, _), (mut generous, _)) = (Connection::server(strict), Connection::server(generous));
    let hello = client.take_outgoing();
    strict.receive(&hello);
    generous.receive(&hello);
    client.receive(&generous.take_outgoing());
    strict.receive(&client.take_outgoing());
    assert_eq!(strict.alert(), Some(Alert::RecordOverflow));

    let hello = client_hello(&said(&limits, Side::Client)[0]);
    let mut too_small = hello;
    *find_mut(&mut too_small.extensions, ExtensionType::RECORD_SIZE_LIMIT) = Extension::RecordSizeLimit(63);
    let got = failure(server_gets(server_after(&limits, 0), HandshakeMessage::ClientHello(too_small)));
    assert_eq!(got, Failure::IllegalParameter { field: "record_size_limit" });
}

#[test]
fn a_value_that_nobody_knows_is_nobodys_choice() {
    let scenario = scenario("grease");
    let hello = client_hello(&said(&scenario, Side::Client)[0]);
    let unknown = hello.extensions[0].extension_type();
    let HandshakeMessage::ServerHello(answer) = decoded(&said(&scenario, Side::Server)[0]) else { panic!() };
    let mut chosen = answer.clone();
    chosen.cipher_suite = hello.cipher_suites[0];
    let got = failure(client_gets(client_after(&scenario, 0), HandshakeMessage::ServerHello(chosen)));
    assert_eq!(got, failed(CheckName::CipherSuiteOffered, Alert::IllegalParameter));
    let mut answered = answer;
    answered.extensions.push(Extension::Other { extension_type: unknown, extension_data: vec![] });
    let got = failure(client_gets(client_after(&scenario, 0), HandshakeMessage::ServerHello(answered)));
    assert_eq!(got, Failure::UnsolicitedExtension { extension: unknown.0 });
}

/// Whatever byte of the client's first flight is changed, a resumed connection never comes to be.
#[test]
fn no_flip_of_a_resuming_hello_goes_unnoticed() {
    let scenario = Scenario { psk: Psk::External, ..Scenario::default() };
    let hello = said(&scenario, Side::Client)[0].clone();
    let finished = said(&scenario, Side::Client)[1].clone();
    let mut tried = 0;
    for place in 0..hello.len() {
        let mut bytes = hello.clone();
        bytes[place] ^= 1;
        let Ok(message) = HandshakeMessage::decode(&bytes).result else { continue };
        let Ok(next) = server_after(&scenario, 0).receive(message, &bytes) else { continue };
        // It went on, perhaps without the key; but the client's Finished does not fit.
        assert!(next.next.receive(decoded(&finished), &finished).is_err(), "byte {place}");
        tried += 1;
    }
    println!("{tried} changed hellos went on to a Finished that did not fit");
}
