//! Our client against a server of rustls, our server against a client of rustls: in memory, every choice we have.

#[path = "common/rustls_peer.rs"]
mod rustls_peer;

use handshake::scenario::{CertificateKey, Scenario, configure};
use handshake::tls::connection::Connection;
use handshake::tls::registry::{CipherSuite, NamedGroup, SignatureScheme};
use handshake::tls::v13::{ClientConfig, ServerConfig};
use handshake::trace::State;
use rustls::ProtocolVersion;
use rustls::pki_types::ServerName;

const HELLO: &[u8] = b"GET / HTTP/1.1\r\nHost: example.com\r\n\r\n";

/// Longer than a record can be.
fn long_answer() -> Vec<u8> {
    (0..40_000_u32).map(|number| number.to_le_bytes()[0]).collect()
}

fn choices() -> impl Iterator<Item = Scenario> {
    // X25519MLKEM768 is not one of ring's.
    let groups = [NamedGroup::X25519, NamedGroup::SECP256R1, NamedGroup::SECP384R1];
    let keys = [CertificateKey::Ed25519, CertificateKey::EcdsaP256, CertificateKey::EcdsaP384, CertificateKey::Rsa];
    CipherSuite::ALL.into_iter().flat_map(move |cipher_suite| {
        groups.into_iter().flat_map(move |group| {
            keys.map(move |certificate_key| Scenario { cipher_suite, group, certificate_key, ..Scenario::default() })
        })
    })
}

fn rustls_server(scenario: &Scenario, config: &ServerConfig) -> rustls::Connection {
    rustls::ServerConnection::new(rustls_peer::server_config(scenario, config)).unwrap().into()
}

fn rustls_client(scenario: &Scenario, config: &ClientConfig) -> rustls::Connection {
    let name = ServerName::try_from(scenario.server_name.clone()).unwrap();
    rustls::ClientConnection::new(rustls_peer::client_config(scenario, config), name).unwrap().into()
}

/// Carries bytes both ways, `piece` of them at a time towards us, until nothing is in flight; returns the application
/// data that rustls got.
fn drive(ours: &mut Connection, theirs: &mut rustls::Connection, piece: usize) -> Vec<u8> {
    let mut data = Vec::new();
    for _ in 0..50 {
        let out = ours.take_outgoing();
        let mut unread = &out[..];
        while !unread.is_empty() {
            theirs.read_tls(&mut unread).unwrap();
            let state = theirs.process_new_packets().unwrap_or_else(|error| panic!("rustls: {error}"));
            let mut more = vec![0; state.plaintext_bytes_to_read()];
            std::io::Read::read_exact(&mut theirs.reader(), &mut more).unwrap();
            data.extend(more);
        }
        let mut inbound = Vec::new();
        while theirs.wants_write() {
            theirs.write_tls(&mut inbound).unwrap();
        }
        if out.is_empty() && inbound.is_empty() {
            return data;
        }
        inbound.chunks(piece).for_each(|bytes| drop(ours.receive(bytes)));
        assert_eq!(ours.alert(), None);
    }
    panic!("still in flight after 50 rounds");
}

/// The handshake is complete on both sides; now data both ways, and the end.
fn talk(scenario: &Scenario, ours: &mut Connection, theirs: &mut rustls::Connection) {
    drive(ours, theirs, 1 << 16);
    assert_eq!(ours.state(), State::Connected);
    assert!(!theirs.is_handshaking());
    assert_eq!(theirs.protocol_version(), Some(ProtocolVersion::TLSv1_3));
    assert_eq!(theirs.alpn_protocol(), Some(&b"http/1.1"[..]));
    let suite = theirs.negotiated_cipher_suite().unwrap().suite();
    assert_eq!(u16::from(suite), scenario.cipher_suite.0);
    let group = theirs.negotiated_key_exchange_group().unwrap().name();
    assert_eq!(u16::from(group), scenario.group.0);

    ours.send_application_data(HELLO).unwrap();
    assert_eq!(drive(ours, theirs, 7), HELLO);
    std::io::Write::write_all(&mut theirs.writer(), &long_answer()).unwrap();
    drive(ours, theirs, 1000);
    assert_eq!(ours.take_application_data(), long_answer());
    ours.send_application_data(&long_answer()).unwrap();
    assert_eq!(drive(ours, theirs, 1000), long_answer());

    theirs.send_close_notify();
    ours.close().unwrap();
    drive(ours, theirs, 1);
    assert_eq!(ours.state(), State::Closed);
    assert_eq!(std::io::Read::read(&mut theirs.reader(), &mut [0; 1]).unwrap(), 0, "rustls saw close_notify");
}

#[test]
fn our_client_and_a_server_of_rustls() {
    let mut runs = 0;
    for scenario in choices() {
        let (client, server) = configure(&scenario).unwrap();
        let mut theirs = rustls_server(&scenario, &server);
        let (mut ours, _) = Connection::client(client).unwrap();
        talk(&scenario, &mut ours, &mut theirs);
        runs += 1;
    }
    println!("our client with a server of rustls: {runs} combinations of suite, group and certificate");
    assert_eq!(runs, 36);
}

#[test]
fn our_server_and_a_client_of_rustls() {
    let mut runs = 0;
    for scenario in choices() {
        let (client, server) = configure(&Scenario { tickets: 2, ..scenario.clone() }).unwrap();
        let mut theirs = rustls_client(&scenario, &client);
        let (mut ours, _) = Connection::server(server);
        talk(&scenario, &mut ours, &mut theirs);
        runs += 1;
    }
    println!("our server with a client of rustls: {runs} combinations of suite, group and certificate");
    assert_eq!(runs, 36);
}

/// Each way in which RSA signs handshakes of TLS 1.3: the client's first choice is the server's.
#[test]
fn every_hash_of_rsa_pss() {
    let schemes = [
        SignatureScheme::RSA_PSS_RSAE_SHA256,
        SignatureScheme::RSA_PSS_RSAE_SHA384,
        SignatureScheme::RSA_PSS_RSAE_SHA512,
    ];
    for scheme in schemes {
        let scenario = Scenario {
            certificate_key: CertificateKey::Rsa,
            client_schemes: vec![scheme, SignatureScheme::RSA_PKCS1_SHA256],
            ..Scenario::default()
        };
        let (client, server) = configure(&scenario).unwrap();
        let (mut ours, _) = Connection::client(client).unwrap();
        talk(&scenario, &mut ours, &mut rustls_server(&scenario, &server));
        // A client of rustls would offer all.
        let (client, server) = configure(&scenario).unwrap();
        let mut provider = (*rustls_peer::provider(&scenario)).clone();
        let only: Vec<_> = provider
            .signature_verification_algorithms
            .mapping
            .iter()
            .copied()
            .filter(|(theirs, _)| [scheme.0, SignatureScheme::RSA_PKCS1_SHA256.0].contains(&u16::from(*theirs)))
            .collect();
        assert_eq!(only.len(), 2);
        provider.signature_verification_algorithms.mapping = Vec::leak(only);
        let name = ServerName::try_from(scenario.server_name.clone()).unwrap();
        let config = rustls_peer::client_config_with(provider.into(), &scenario, &client);
        let mut theirs = rustls::ClientConnection::new(config, name).unwrap().into();
        let (mut ours, _) = Connection::server(server);
        talk(&scenario, &mut ours, &mut theirs);
    }
}

/// A client of rustls refuses our server for the reason for which our own client does.
#[test]
fn a_client_of_rustls_refuses_the_wrong_name_with_an_alert_that_our_server_understands() {
    let scenario = Scenario { certificate_name: Some("example.org".into()), ..Scenario::default() };
    let (client, server) = configure(&scenario).unwrap();
    let mut theirs = rustls_client(&scenario, &client);
    let (mut ours, _) = Connection::server(server);
    let mut error = None;
    for _ in 0..10 {
        let mut inbound = Vec::new();
        while theirs.wants_write() {
            theirs.write_tls(&mut inbound).unwrap();
        }
        ours.receive(&inbound);
        let out = ours.take_outgoing();
        theirs.read_tls(&mut &out[..]).unwrap();
        error = error.or(theirs.process_new_packets().err());
    }
    assert!(matches!(error, Some(rustls::Error::InvalidCertificate(_))), "{error:?}");
    assert_eq!(ours.alert(), Some(handshake::trace::AlertDescription::BadCertificate));
    assert_eq!(ours.state(), State::Closed);
}
