//! Every alert of RFC 8446 §6 and RFC 5246 §7.2: what provokes it, as it arrives at the other end; or why nobody here sends it.

use handshake::scenario::{CertificateFlaw, Scenario, configure, preset, presets, run};
use handshake::tls::connection::Connection;
use handshake::tls::extension::Extension;
use handshake::tls::message::{Alert, ClientHello, HandshakeMessage, ServerHello};
use handshake::tls::record::{Deframer, header};
use handshake::tls::registry::{ContentType, ExtensionType, ProtocolVersion};
use handshake::trace::{AlertDescription as Description, Effect, MessageName, Side, State, Trace};

/// What comes of an alert here.
enum Why {
    /// This provokes it: the alert that was sent.
    Provoked(fn() -> Option<Description>),
    /// Nobody here sends it, for that reason.
    NotSent(&'static str),
}
use Why::{NotSent, Provoked};

const TABLE: [(Description, Why); 28] = [
    (Description::CloseNotify, Provoked(|| alerts(&run(&Scenario::default())).first().copied())),
    (Description::UnexpectedMessage, Provoked(|| server_gets(&handshake_record(&[5, 0, 0, 0])))),
    (Description::BadRecordMac, Provoked(flipped_on_its_way)),
    (Description::RecordOverflow, Provoked(|| server_gets(&[22, 3, 3, 0xff, 0xff]))),
    (Description::HandshakeFailure, Provoked(|| of(&Scenario { server_groups: vec![], ..Scenario::default() }))),
    (Description::BadCertificate, Provoked(|| of(&named("wrong-name")))),
    (Description::UnsupportedCertificate, Provoked(|| of(&flawed(CertificateFlaw::NoDigitalSignature)))),
    (
        Description::CertificateRevoked,
        NotSent("nobody here asks whether a certificate was revoked: no OCSP, no list, no network"),
    ),
    (Description::CertificateExpired, Provoked(|| of(&named("expired")))),
    (Description::CertificateUnknown, Provoked(|| of(&flawed(CertificateFlaw::NotAuthority)))),
    (
        Description::IllegalParameter,
        Provoked(|| server_gets_hello(|hello| hello.legacy_compression_methods = vec![1, 0])),
    ),
    (Description::UnknownCa, Provoked(|| of(&named("missing-intermediate")))),
    (
        Description::AccessDenied,
        NotSent("there is no access control: whoever shows a valid certificate or key may come in"),
    ),
    (Description::DecodeError, Provoked(|| server_gets(&handshake_record(&[1, 0, 0, 1, 3])))),
    (Description::DecryptError, Provoked(|| of(&named("wrong-psk")))),
    (
        Description::ProtocolVersion,
        Provoked(|| server_gets_hello(|hello| without(&mut hello.extensions, ExtensionType::SUPPORTED_VERSIONS))),
    ),
    (
        Description::InsufficientSecurity,
        NotSent("what a server refuses here is not called weak: handshake_failure, in whose place this may be sent"),
    ),
    (Description::InternalError, Provoked(|| stopped(Description::InternalError))),
    (Description::InappropriateFallback, Provoked(|| of(&named("fallback")))),
    (Description::UserCanceled, Provoked(|| stopped(Description::UserCanceled))),
    (Description::NoRenegotiation, Provoked(|| alerts(&run(&named("tls12-renegotiation"))).first().copied())),
    (
        Description::MissingExtension,
        Provoked(|| server_gets_hello(|hello| without(&mut hello.extensions, ExtensionType::SIGNATURE_ALGORITHMS))),
    ),
    (
        Description::UnsupportedExtension,
        Provoked(|| {
            client_gets_hello(|hello| {
                let extension_type = ExtensionType(0x1234);
                hello.extensions.push(Extension::Other { extension_type, extension_data: vec![] });
            })
        }),
    ),
    (Description::UnrecognizedName, Provoked(|| of(&named("unrecognized-name")))),
    (
        Description::BadCertificateStatusResponse,
        NotSent("the client does not send status_request, so an answer to it is unsupported_extension"),
    ),
    (
        Description::UnknownPskIdentity,
        NotSent("sending it is optional (RFC 8446 §6.2); the server goes on with a full handshake instead"),
    ),
    (Description::CertificateRequired, Provoked(|| of(&named("client-certificate-required")))),
    (Description::NoApplicationProtocol, Provoked(|| of(&named("no-common-protocol")))),
];

fn named(name: &str) -> Scenario {
    preset(name).unwrap().scenario
}

fn flawed(certificate_flaw: CertificateFlaw) -> Scenario {
    Scenario { certificate_flaw, ..Scenario::default() }
}

/// The alerts of a run, in order.
fn alerts(trace: &Trace) -> Vec<Description> {
    let messages = trace.messages().filter(|(_, message)| message.name == MessageName::Alert);
    messages.map(|(_, message)| Alert::decode(&message.bytes).result.unwrap().description).collect()
}

/// The only alert of a run that fails.
fn of(scenario: &Scenario) -> Option<Description> {
    let alerts = alerts(&run(scenario));
    assert_eq!(alerts.len(), 1, "{scenario:?}");
    alerts.first().copied()
}

fn handshake_record(content: &[u8]) -> Vec<u8> {
    [&header(ContentType::HANDSHAKE, ProtocolVersion::TLS12, content.len())[..], content].concat()
}

fn ends() -> (Connection, Connection) {
    let (client, server) = configure(&Scenario::default()).unwrap();
    (Connection::client(client).unwrap().0, Connection::server(server).0)
}

/// What one end makes of bytes, as it arrives at the other one.
fn answer(mut receiver: Connection, mut sender: Connection, bytes: &[u8]) -> Option<Description> {
    sender.take_outgoing();
    receiver.take_outgoing();
    receiver.receive(bytes);
    sender.receive(&receiver.take_outgoing());
    assert_eq!((receiver.state(), sender.state()), (State::Closed, State::Closed));
    assert_eq!(sender.alert(), receiver.alert());
    receiver.alert()
}

/// Whoever drives a server stops it in the middle, as the command line does where a client sends too much or nothing.
fn stopped(description: Description) -> Option<Description> {
    let (mut client, mut server) = ends();
    server.receive(&client.take_outgoing());
    let effects = server.stop(description);
    let sealed = |effect: &Effect| matches!(effect, Effect::RecordSent(record) if record.protection.is_some());
    assert!(effects.iter().any(sealed), "under the keys at hand");
    assert_eq!((server.state(), server.alert()), (State::Closed, Some(description)));
    assert!(server.stop(description).is_empty(), "only once");
    let mut said = Vec::new();
    for effect in client.receive(&server.take_outgoing()) {
        if let Effect::Received(message) = effect
            && message.name == MessageName::Alert
        {
            said.push(Alert::decode(&message.bytes).result.unwrap().description);
        }
    }
    match description {
        Description::UserCanceled => assert_eq!(said, [description, Description::CloseNotify]),
        _ => assert_eq!((&said[..], client.state()), (&[description][..], State::Closed)),
    }
    said.first().copied()
}

fn server_gets(bytes: &[u8]) -> Option<Description> {
    let (client, server) = ends();
    answer(server, client, bytes)
}

fn hello(side: Side) -> HandshakeMessage {
    let trace = run(&Scenario::default());
    let (_, message) = trace.messages().find(|(_, message)| message.sender == side).unwrap();
    HandshakeMessage::decode(&message.bytes).result.unwrap()
}

fn server_gets_hello(change: fn(&mut ClientHello)) -> Option<Description> {
    let HandshakeMessage::ClientHello(mut hello) = hello(Side::Client) else { panic!() };
    change(&mut hello);
    server_gets(&handshake_record(&HandshakeMessage::ClientHello(hello).encode()))
}

fn client_gets_hello(change: fn(&mut ServerHello)) -> Option<Description> {
    let HandshakeMessage::ServerHello(mut hello) = hello(Side::Server) else { panic!() };
    change(&mut hello);
    let (client, server) = ends();
    answer(client, server, &handshake_record(&HandshakeMessage::ServerHello(hello).encode()))
}

fn without(extensions: &mut Vec<Extension>, extension_type: ExtensionType) {
    extensions.retain(|extension| extension.extension_type() != extension_type);
}

/// A record of application data with one bit changed.
fn flipped_on_its_way() -> Option<Description> {
    let (mut client, mut server) = ends();
    for _ in 0..3 {
        server.receive(&client.take_outgoing());
        client.receive(&server.take_outgoing());
    }
    client.send_application_data(b"hello").unwrap();
    let mut deframer = Deframer::default();
    deframer.push(&client.take_outgoing());
    let mut bytes = deframer.next_record().unwrap().unwrap().bytes;
    *bytes.last_mut().unwrap() ^= 1;
    answer(server, client, &bytes)
}

#[test]
fn every_alert_is_provoked_or_has_its_reason_not_to_be_sent() {
    let in_order: Vec<Description> = TABLE.iter().map(|(description, _)| *description).collect();
    assert_eq!(in_order, Description::ALL, "each alert of the standard once");
    for (description, why) in &TABLE {
        match why {
            Provoked(provoke) => {
                assert_eq!(provoke(), Some(*description));
                println!("{:32} provoked", description.name());
            }
            NotSent(reason) => println!("{:32} not sent: {reason}", description.name()),
        }
    }
}

/// Alerts that stand in RFC 5246 §7.2 and are reserved in RFC 8446 §6: nobody may send them any more, or has a reason to.
#[test]
fn what_only_the_older_standard_has_is_sent_by_nobody() {
    for (code, name, reason) in [
        (21, "decryption_failed_RESERVED", "RFC 5246 §7.2.2: it MUST NOT be sent by compliant implementations"),
        (30, "decompression_failure", "nothing is compressed here: only the null method is offered and chosen"),
        (41, "no_certificate_RESERVED", "RFC 5246 §7.2.2: it MUST NOT be sent by compliant implementations"),
        (60, "export_restriction_RESERVED", "RFC 5246 §7.2.2: it MUST NOT be sent by compliant implementations"),
    ] {
        assert_eq!(Description::from_code(code), Description::Unknown(code));
        assert!(!Description::ALL.iter().any(|known| known.code() == code));
        println!("{name:32} not sent: {reason}");
    }
}

/// No run sends an alert of which the table says that nobody sends it.
#[test]
fn no_preset_sends_what_is_not_sent() {
    for preset in presets() {
        for alert in alerts(&run(&preset.scenario)) {
            let (_, why) = TABLE.iter().find(|(description, _)| *description == alert).unwrap();
            assert!(matches!(why, Provoked(_)), "{}: {}", preset.name, alert.name());
        }
    }
}

/// The alert that each flaw of a certificate leads to. RFC 8446 §4.4.2.4, §6.2.
#[test]
fn every_flaw_of_a_certificate_has_its_alert() {
    use CertificateFlaw as Flaw;
    let expected = [
        (Flaw::UnknownRoot, Description::UnknownCa),
        (Flaw::MissingIntermediate, Description::UnknownCa),
        (Flaw::WrongOrder, Description::UnsupportedCertificate),
        (Flaw::PathTooLong, Description::CertificateUnknown),
        (Flaw::NotAuthority, Description::CertificateUnknown),
        (Flaw::NoKeyCertSign, Description::CertificateUnknown),
        (Flaw::NoDigitalSignature, Description::UnsupportedCertificate),
        (Flaw::WrongPurpose, Description::UnsupportedCertificate),
        (Flaw::UnknownCritical, Description::CertificateUnknown),
        (Flaw::WeakAlgorithm, Description::BadCertificate),
        (Flaw::UnknownAlgorithm, Description::UnsupportedCertificate),
        (Flaw::BrokenSignature, Description::BadCertificate),
    ];
    for (flaw, alert) in expected {
        assert_eq!(of(&flawed(flaw)), Some(alert), "{flaw:?}");
        for name in ["client-certificate", "tls12-client-certificate"] {
            let scenario = Scenario { client_flaw: flaw, ..named(name) };
            assert_eq!(of(&scenario), Some(alert), "the client's in {name}: {flaw:?}");
            let trace = run(&scenario);
            let (step, _) = trace.messages().find(|(_, message)| message.name == MessageName::Alert).unwrap();
            assert_eq!(trace.steps[step].side, Side::Server, "{name}: {flaw:?}");
        }
    }
    // A client that is not asked shows nothing.
    let good = run(&Scenario { client_flaw: Flaw::UnknownRoot, ..flawed(Flaw::None) });
    assert_eq!(alerts(&good), [Description::CloseNotify; 2]);
}
