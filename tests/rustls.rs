//! Our client against a server of rustls, our server against a client of rustls: in memory, every choice we have.

#[expect(dead_code, reason = "what the other tests with rustls need")]
#[path = "common/rustls_pair.rs"]
mod rustls_pair;
#[path = "common/rustls_peer.rs"]
mod rustls_peer;

use handshake::scenario::{CertificateKey, Scenario, configure};
use handshake::tls::connection::Connection;
use handshake::tls::registry::{CipherSuite, NamedGroup, SignatureScheme};
use handshake::tls::v13::{ClientConfig, ServerConfig};
use handshake::trace::State;
use rustls::ProtocolVersion;
use rustls_pair::{Pair, connect};
use rustls_peer::{client_config, provider, server_config};
use std::sync::Arc;

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

fn their_server(scenario: &Scenario, ours: &ServerConfig) -> rustls::ServerConnection {
    rustls::ServerConnection::new(Arc::new(server_config(provider(scenario), ours))).unwrap()
}

fn their_client(scenario: &Scenario, ours: &ClientConfig) -> rustls::ClientConnection {
    connect(&Arc::new(client_config(provider(scenario), ours)))
}

/// The handshake; then data both ways, and the end.
fn talk(scenario: &Scenario, pair: &mut Pair) {
    pair.drive(1 << 16).assert_connected();
    let theirs = &pair.theirs;
    assert_eq!(theirs.protocol_version(), Some(ProtocolVersion::TLSv1_3));
    assert_eq!(theirs.alpn_protocol(), Some(&b"http/1.1"[..]));
    let suite = theirs.negotiated_cipher_suite().unwrap().suite();
    assert_eq!(u16::from(suite), scenario.cipher_suite.0);
    let group = theirs.negotiated_key_exchange_group().unwrap().name();
    assert_eq!(u16::from(group), scenario.group.0);
    pair.say(HELLO).hear(&long_answer()).say(&long_answer()).end();
}

#[test]
fn our_client_and_a_server_of_rustls() {
    let mut runs = 0;
    for scenario in choices() {
        let (client, server) = configure(&scenario).unwrap();
        let mut pair = Pair::new(Connection::client(client).unwrap(), their_server(&scenario, &server));
        talk(&scenario, &mut pair);
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
        let mut pair = Pair::new(Connection::server(server), their_client(&scenario, &client));
        talk(&scenario, &mut pair);
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
        let mut pair = Pair::new(Connection::client(client).unwrap(), their_server(&scenario, &server));
        talk(&scenario, &mut pair);
        // A client of rustls would offer all.
        let (client, server) = configure(&scenario).unwrap();
        let mut their_provider = (*provider(&scenario)).clone();
        let only: Vec<_> = their_provider
            .signature_verification_algorithms
            .mapping
            .iter()
            .copied()
            .filter(|(theirs, _)| [scheme.0, SignatureScheme::RSA_PKCS1_SHA256.0].contains(&u16::from(*theirs)))
            .collect();
        assert_eq!(only.len(), 2);
        their_provider.signature_verification_algorithms.mapping = Vec::leak(only);
        let theirs = connect(&Arc::new(client_config(their_provider.into(), &client)));
        talk(&scenario, &mut Pair::new(Connection::server(server), theirs));
    }
}

/// A client of rustls refuses our server for the reason for which our own client does.
#[test]
fn a_client_of_rustls_refuses_the_wrong_name_with_an_alert_that_our_server_understands() {
    let scenario = Scenario { certificate_name: Some("example.org".into()), ..Scenario::default() };
    let (client, server) = configure(&scenario).unwrap();
    let mut pair = Pair::new(Connection::server(server), their_client(&scenario, &client));
    pair.drive(1 << 16);
    assert!(matches!(pair.error, Some(rustls::Error::InvalidCertificate(_))), "{:?}", pair.error);
    assert_eq!(pair.ours.alert(), Some(handshake::trace::AlertDescription::BadCertificate));
    assert_eq!(pair.ours.state(), State::Closed);
}
