//! Our two sides against rustls in memory, beyond the plain handshake: retry, client certificates, new keys, tickets, early
//! data, records of all shapes, exporters.

#[expect(dead_code, reason = "what the other tests with rustls need")]
#[path = "common/rustls_pair.rs"]
mod rustls_pair;
#[expect(dead_code, reason = "what the plain handshakes need")]
#[path = "common/rustls_peer.rs"]
mod rustls_peer;

use std::io::Write;
use std::sync::Arc;

use handshake::scenario::{
    CertificateKey, ClientAuthentication, Psk, PskMode, RecordOptions, Scenario, TicketKind, configure, resume,
};
use handshake::tls::connection::Connection;
use handshake::tls::message::KeyUpdateRequest;
use handshake::tls::registry::{CipherSuite, NamedGroup};
use handshake::tls::v13::{ClientConfig, PreSharedKey, ServerConfig};
use handshake::trace::{AlertDescription, Derivation, Effect, MessageName, SecretName};
use rustls::HandshakeKind;
use rustls::crypto::{CryptoProvider, ring};
use rustls_pair::{Pair, connect};
use rustls_peer::{client_config, kx_group, server_config};

const QUESTION: &[u8] = b"What is the longest word?";

fn provider(groups: &[NamedGroup]) -> Arc<CryptoProvider> {
    let kx_groups = groups.iter().copied().map(kx_group).collect();
    Arc::new(CryptoProvider { kx_groups, ..ring::default_provider() })
}

fn server_of_rustls(ours: &ServerConfig, groups: &[NamedGroup]) -> rustls::ServerConfig {
    server_config(provider(groups), ours)
}

fn client_of_rustls(ours: &ClientConfig, groups: &[NamedGroup]) -> rustls::ClientConfig {
    client_config(provider(groups), ours)
}

/// The handshake, and a word both ways, many times a record's length.
fn talk(pair: &mut Pair) -> &mut Pair {
    pair.drive(1 << 16).assert_connected();
    pair.say(QUESTION).hear(&vec![7; 40_000])
}

fn our_client(scenario: &Scenario, groups: &[NamedGroup]) -> Pair {
    let (client, server) = configure(scenario).unwrap();
    let theirs = rustls::ServerConnection::new(Arc::new(server_of_rustls(&server, groups))).unwrap();
    Pair::new(Connection::client(client).unwrap(), theirs)
}

fn our_server(scenario: &Scenario, groups: &[NamedGroup]) -> Pair {
    let (client, server) = configure(scenario).unwrap();
    let theirs = connect(&Arc::new(client_of_rustls(&client, groups)));
    Pair::new(Connection::server(server), theirs)
}

const BOTH: [NamedGroup; 2] = [NamedGroup::X25519, NamedGroup::SECP256R1];

#[test]
fn a_second_hello() {
    let mut runs = 0;
    for cipher_suite in CipherSuite::ALL {
        let scenario = Scenario { cipher_suite, ..Scenario::default() };
        let mut pair = our_client(&scenario, &[NamedGroup::SECP256R1]);
        talk(&mut pair).end();
        assert_eq!((pair.sent(MessageName::ClientHello), pair.received(MessageName::HelloRetryRequest)), (2, 1));
        let no_share = Scenario { key_shares: Some(vec![]), compatibility: true, ..scenario.clone() };
        talk(&mut our_client(&no_share, &BOTH)).end();

        let groups = Scenario { server_groups: vec![NamedGroup::SECP256R1], ..scenario.clone() };
        let cookie = Scenario { cookie: true, ..scenario.clone() };
        for scenario in [Scenario { cookie: true, ..groups.clone() }, groups, cookie] {
            let mut pair = our_server(&scenario, &BOTH);
            talk(&mut pair).end();
            assert_eq!((pair.sent(MessageName::HelloRetryRequest), pair.received(MessageName::ClientHello)), (1, 2));
            runs += 1;
        }
        runs += 2;
    }
    println!("HelloRetryRequest with rustls: {runs} runs");
}

#[test]
fn client_certificates() {
    let asked = |client_authentication, certificate: Option<&str>| Scenario {
        client_authentication,
        client_certificate: certificate.map(Into::into),
        ..Scenario::default()
    };
    let shown = Some("client.example");
    let required = asked(ClientAuthentication::Required, shown);
    let with = |certificate_key| Scenario { certificate_key, ..required.clone() };
    for scenario in [
        required.clone(),
        with(CertificateKey::Ed25519),
        with(CertificateKey::EcdsaP384),
        with(CertificateKey::Rsa),
        asked(ClientAuthentication::Requested, shown),
        asked(ClientAuthentication::Requested, None),
    ] {
        let mut pair = our_client(&scenario, &BOTH);
        talk(&mut pair).end();
        assert_eq!(pair.received(MessageName::CertificateRequest), 1);
        assert_eq!(pair.theirs.peer_certificates().is_some(), scenario.client_certificate.is_some());
        let mut pair = our_server(&scenario, &BOTH);
        talk(&mut pair).end();
        assert_eq!(pair.received(MessageName::Certificate), 1);
        let proofs = usize::from(scenario.client_certificate.is_some());
        assert_eq!(pair.received(MessageName::CertificateVerify), proofs);
    }
    // Required, but not there.
    let none = asked(ClientAuthentication::Required, None);
    let mut pair = our_client(&none, &BOTH);
    pair.drive(1000);
    assert_eq!(pair.ours.alert(), Some(AlertDescription::CertificateRequired));
    let mut pair = our_server(&none, &BOTH);
    pair.drive(1000);
    assert_eq!(pair.ours.alert(), Some(AlertDescription::CertificateRequired));
    let reason = rustls::Error::AlertReceived(rustls::AlertDescription::CertificateRequired);
    assert_eq!(pair.error, Some(reason));
}

#[test]
fn new_keys() {
    for mut pair in [our_client(&Scenario::default(), &BOTH), our_server(&Scenario::default(), &BOTH)] {
        talk(&mut pair);
        for request in [KeyUpdateRequest::NOT_REQUESTED, KeyUpdateRequest::REQUESTED] {
            let effects = pair.ours.update_keys(request).unwrap();
            pair.effects.extend(effects);
            pair.drive(11).say(QUESTION).hear(QUESTION);
        }
        assert_eq!(pair.received(MessageName::KeyUpdate), 1);
        for _ in 0..3 {
            // rustls asks for ours too.
            pair.theirs.refresh_traffic_keys().unwrap();
            pair.drive(11).say(QUESTION).hear(QUESTION);
        }
        assert_eq!((pair.received(MessageName::KeyUpdate), pair.sent(MessageName::KeyUpdate)), (4, 5));
        pair.end();
    }
}

#[test]
fn records_of_all_shapes() {
    let shapes = [
        RecordOptions { fragment: 1, padding: 0, coalesce: false },
        RecordOptions { fragment: 77, padding: 33, coalesce: true },
        RecordOptions { fragment: 0, padding: 4096, coalesce: false },
        RecordOptions { fragment: 0, padding: 0, coalesce: true },
    ];
    for records in shapes {
        let scenario = Scenario {
            client_records: records,
            server_records: records,
            compatibility: true,
            grease: true,
            client_record_limit: Some(64),
            server_record_limit: Some(16_385),
            ..Scenario::default()
        };
        talk(&mut our_client(&scenario, &BOTH)).end();
        talk(&mut our_server(&scenario, &BOTH)).end();
    }
}

/// Each of our ends comes back with what the first connection left.
fn come_back(scenario: &Scenario, pair: &mut Pair) -> (ClientConfig, ServerConfig, Vec<PreSharedKey>) {
    let kept = pair.ours.take_psks();
    let (client, server) = resume(scenario, kept.first().cloned(), kept.clone()).unwrap();
    (client, server, kept)
}

fn tickets() -> Vec<Scenario> {
    let mut all = Vec::new();
    for cipher_suite in CipherSuite::ALL {
        for ticket_kind in [TicketKind::Stored, TicketKind::Sealed] {
            let psk = Psk::Ticket;
            all.push(Scenario { cipher_suite, ticket_kind, psk, tickets: 2, pause: 0, ..Scenario::default() });
        }
    }
    all
}

#[test]
fn tickets_of_rustls_and_ours() {
    let mut runs = 0;
    for scenario in tickets() {
        let (client, server) = configure(&scenario).unwrap();
        let theirs = Arc::new(server_of_rustls(&server, &BOTH));
        let first = rustls::ServerConnection::new(theirs.clone()).unwrap();
        let mut pair = Pair::new(Connection::client(client).unwrap(), first);
        talk(&mut pair).end();
        let (client, _, kept) = come_back(&scenario, &mut pair);
        assert_eq!(kept.len(), 2);
        let second = rustls::ServerConnection::new(theirs).unwrap();
        let mut pair = Pair::new(Connection::client(client).unwrap(), second);
        talk(&mut pair).end();
        assert_eq!(pair.theirs.handshake_kind(), Some(HandshakeKind::Resumed));
        assert_eq!(pair.received(MessageName::Certificate), 0);

        let (client, server) = configure(&scenario).unwrap();
        let theirs = Arc::new(client_of_rustls(&client, &BOTH));
        let mut pair = Pair::new(Connection::server(server), connect(&theirs));
        talk(&mut pair).end();
        let (_, server, kept) = come_back(&scenario, &mut pair);
        assert_eq!(kept.is_empty(), scenario.ticket_kind == TicketKind::Sealed);
        let mut psks = kept;
        for cookie in [false, true] {
            let server = ServerConfig { cookie, psks: psks.clone(), ..server.clone() };
            let mut pair = Pair::new(Connection::server(server), connect(&theirs));
            talk(&mut pair).end();
            psks.extend(pair.ours.take_psks());
            if pair.sent(MessageName::HelloRetryRequest) == 0 {
                assert_eq!(pair.theirs.handshake_kind(), Some(HandshakeKind::Resumed));
            }
            assert_eq!(pair.sent(MessageName::Certificate), 0);
            runs += 1;
        }
        runs += 1;
    }
    println!("resumption with rustls: {runs} runs");
}

#[test]
fn a_server_of_rustls_that_does_not_know_the_ticket_goes_on_without() {
    let scenario = Scenario { psk: Psk::Ticket, psk_mode: PskMode::Either, pause: 0, ..Scenario::default() };
    let mut pair = our_client(&scenario, &BOTH);
    talk(&mut pair).end();
    let (client, server, _) = come_back(&scenario, &mut pair);
    let other = rustls::ServerConnection::new(Arc::new(server_of_rustls(&server, &BOTH))).unwrap();
    let mut pair = Pair::new(Connection::client(client).unwrap(), other);
    talk(&mut pair).end();
    assert_eq!(pair.theirs.handshake_kind(), Some(HandshakeKind::Full));
}

#[test]
fn early_data() {
    let mut runs = 0;
    for scenario in tickets() {
        let scenario = Scenario { max_early_data: 1024, client_says_early: "early".into(), ..scenario };
        let scenario = Scenario { compatibility: true, ..scenario };

        // Our client: taken, and refused.
        let (client, server) = configure(&scenario).unwrap();
        let taking = server_of_rustls(&server, &BOTH);
        let mut refusing = taking.clone();
        refusing.max_early_data_size = 0;
        let first = rustls::ServerConnection::new(Arc::new(taking.clone())).unwrap();
        let mut pair = Pair::new(Connection::client(client).unwrap(), first);
        talk(&mut pair).end();
        let (_, _, kept) = come_back(&scenario, &mut pair);
        for ((theirs, taken), ticket) in [(taking, true), (refusing, false)].into_iter().zip(&kept) {
            let (client, _) = resume(&scenario, Some(ticket.clone()), vec![]).unwrap();
            let mut pair = Pair::new(
                Connection::client(client).unwrap(),
                rustls::ServerConnection::new(Arc::new(theirs)).unwrap(),
            );
            let effects = pair.ours.send_early_data(b"early").unwrap();
            pair.effects.extend(effects);
            talk(&mut pair).end();
            assert_eq!(pair.theirs.handshake_kind(), Some(HandshakeKind::Resumed));
            assert_eq!(pair.they_read_early == b"early", taken);
            assert_eq!(pair.sent(MessageName::EndOfEarlyData), usize::from(taken));
            runs += 1;
        }

        // Our server: taken, refused, and skipped before a second hello.
        let (client, server) = configure(&scenario).unwrap();
        let theirs = Arc::new(client_of_rustls(&ClientConfig { early_data: true, ..client }, &BOTH));
        for accepts in 0..3 {
            let mut pair = Pair::new(Connection::server(server.clone()), connect(&theirs));
            talk(&mut pair).end();
            let (_, mut server, _) = come_back(&scenario, &mut pair);
            server.accepts_early_data = accepts != 1;
            server.cookie = accepts == 2;
            let mut second = connect(&theirs);
            second.early_data().expect("a ticket that allows it").write_all(b"early").unwrap();
            let mut pair = Pair::new(Connection::server(server), second);
            pair.drive(9);
            assert_eq!(pair.ours.alert(), None, "{:?}", pair.error);
            assert_eq!(pair.ours.take_application_data() == b"early", accepts == 0);
            let rustls::Connection::Client(client) = &pair.theirs else { panic!() };
            assert_eq!(client.is_early_data_accepted(), accepts == 0);
            talk(&mut pair).end();
            runs += 1;
        }
    }
    println!("early data with rustls: {runs} runs");
}

#[test]
fn exporters() {
    for mut pair in [our_client(&Scenario::default(), &BOTH), our_server(&Scenario::default(), &BOTH)] {
        talk(&mut pair);
        for context in [None, Some(&b""[..]), Some(b"a context")] {
            let theirs = pair.theirs.export_keying_material([0; 48], b"EXPORTER-test", context).unwrap();
            let ours = pair.ours.export("EXPORTER-test", context, 48).unwrap();
            let Some(Effect::Derived(secret)) = ours.last() else { panic!() };
            assert_eq!(secret.value, theirs);
            assert_eq!(secret.name, SecretName::ExportedKey);
            assert!(matches!(secret.derivation, Derivation::ExpandLabel { label: "exporter", .. }));
        }
        pair.end();
    }
}
