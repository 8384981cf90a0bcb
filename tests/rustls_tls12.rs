//! Our two sides against rustls in memory, in TLS 1.2 and wherever the two versions meet.

#[expect(dead_code, reason = "what the other tests with rustls need")]
#[path = "common/rustls_pair.rs"]
mod rustls_pair;
#[expect(dead_code, reason = "what the plain handshakes need")]
#[path = "common/rustls_peer.rs"]
mod rustls_peer;

use std::sync::Arc;

use handshake::scenario::{
    CertificateKey, ClientAuthentication, Psk, RecordOptions, Scenario, TicketKind, configure, resume,
};
use handshake::tls::connection::{Connection, NotExported};
use handshake::tls::registry::{CipherSuite, NamedGroup, ProtocolVersion, SignatureScheme};
use handshake::tls::v13::{ClientConfig, ServerConfig};
use handshake::trace::{AlertDescription, Effect, MessageName, SecretName, Side};
use rustls::HandshakeKind;
use rustls::crypto::{CryptoProvider, SupportedKxGroup, ring};
use rustls_pair::{Pair, connect};
use rustls_peer::{client_config, kx_group, server_config};

const TLS12: ProtocolVersion = ProtocolVersion::TLS12;
const TLS13: ProtocolVersion = ProtocolVersion::TLS13;
const QUESTION: &[u8] = b"What is the longest word?";

fn tls12() -> Scenario {
    Scenario { client_versions: vec![TLS12], server_versions: vec![TLS12], ..Scenario::default() }
}

fn provider(kx_groups: Vec<&'static dyn SupportedKxGroup>) -> Arc<CryptoProvider> {
    Arc::new(CryptoProvider { kx_groups, ..ring::default_provider() })
}

/// A server of rustls with the certificate, the versions and the wishes of ours.
fn server_of_rustls(ours: &ServerConfig, group: NamedGroup) -> rustls::ServerConfig {
    let mut theirs = server_config(provider(vec![kx_group(group)]), ours);
    if ours.ticket_key.is_some() {
        theirs.ticketer = ring::Ticketer::new().unwrap();
    }
    theirs
}

/// A client of rustls that trusts whom ours trusts, and shows the certificate of ours.
fn client_of_rustls(ours: &ClientConfig, group: NamedGroup) -> rustls::ClientConfig {
    // RFC 8422 §5.1: the curve of the server's certificate must be among its groups.
    client_config(provider(vec![kx_group(group), ring::kx_group::SECP256R1, ring::kx_group::SECP384R1]), ours)
}

/// The handshake in that version, a word both ways, many times a record's length, and the same exported key on both sides.
fn talk(pair: &mut Pair, version: ProtocolVersion) -> &mut Pair {
    pair.drive(1 << 16).assert_connected();
    assert_eq!(pair.theirs.protocol_version().map(u16::from), Some(version.0));
    pair.say(QUESTION).hear(&vec![7; 40_000]);
    assert_same_exports(pair);
    pair
}

/// Both make the same keying material; that of no context differs from that of an empty one in TLS 1.2 alone.
fn assert_same_exports(pair: &Pair) {
    let [none, empty, _] = [None, Some(&b""[..]), Some(b"context")].map(|context| {
        let exported = pair.ours.export("EXPORTER-test", context, 40).unwrap();
        let Some(Effect::Derived(exported)) = exported.last() else { panic!("a secret is exported") };
        assert_eq!(exported.name, SecretName::ExportedKey);
        let theirs = pair.theirs.export_keying_material([0; 40], b"EXPORTER-test", context).unwrap();
        assert_eq!(exported.value, theirs);
        theirs
    });
    assert_eq!(none == empty, pair.theirs.protocol_version() == Some(rustls::ProtocolVersion::TLSv1_3));
    let long =
        [pair.ours.export("EXPORTER-test", None, 8161), pair.ours.export("EXPORTER-test", Some(&vec![0; 65_536]), 1)];
    assert_eq!(long, [Err(NotExported::TooLong), Err(NotExported::TooLong)]);
    assert!(pair.ours.export("EXPORTER-test", Some(&vec![0; 65_535]), 8160).is_ok());
}

/// Our client and their server, or our server and their client.
fn pair(side: Side, scenario: &Scenario) -> Pair {
    let (client, server) = configure(scenario).unwrap();
    match side {
        Side::Client => {
            let theirs = Arc::new(server_of_rustls(&server, scenario.group));
            Pair::new(Connection::client(client).unwrap(), rustls::ServerConnection::new(theirs).unwrap())
        }
        Side::Server => {
            let theirs = Arc::new(client_of_rustls(&client, scenario.group));
            Pair::new(Connection::server(server), connect(&theirs))
        }
    }
}

#[test]
fn every_suite_group_and_certificate_in_both_roles() {
    let mut runs = 0;
    for cipher_suite in CipherSuite::ALL {
        for group in NamedGroup::ALL {
            for certificate_key in [CertificateKey::EcdsaP256, CertificateKey::Ed25519] {
                for side in [Side::Client, Side::Server] {
                    let scenario = Scenario { cipher_suite, group, certificate_key, ..tls12() };
                    let mut pair = pair(side, &scenario);
                    talk(&mut pair, TLS12);
                    // Their server chooses as it likes; in our order only if it is ours.
                    assert!(pair.theirs.negotiated_cipher_suite().is_some());
                    pair.end();
                    runs += 1;
                }
            }
        }
    }
    println!("{runs} handshakes of TLS 1.2 against rustls");
}

/// With RSA: each suite in which the server signs its key with it, and each way of signing that rustls has.
#[test]
fn rsa_certificates_in_both_roles() {
    let mut runs = 0;
    for cipher_suite in CipherSuite::ALL {
        for group in [NamedGroup::X25519, NamedGroup::SECP256R1, NamedGroup::SECP384R1] {
            for side in [Side::Client, Side::Server] {
                let scenario = Scenario { cipher_suite, group, certificate_key: CertificateKey::Rsa, ..tls12() };
                let mut pair = pair(side, &scenario);
                talk(&mut pair, TLS12);
                let suite = u16::from(pair.theirs.negotiated_cipher_suite().unwrap().suite());
                assert!(CipherSuite::RARE_TLS12.contains(&CipherSuite(suite)));
                pair.end();
                runs += 1;
            }
        }
    }
    for scheme in SignatureScheme::RARE.into_iter().skip(1) {
        // The certificates are signed with PKCS #1 and SHA-256.
        let mut client_schemes = vec![scheme, SignatureScheme::RSA_PKCS1_SHA256];
        client_schemes.dedup();
        let scenario = Scenario { certificate_key: CertificateKey::Rsa, client_schemes, ..tls12() };
        talk(&mut pair(Side::Client, &scenario), TLS12).end();
        runs += 1;
    }
    println!("{runs} handshakes of TLS 1.2 with RSA against rustls");
    assert_eq!(runs, 18 + 6);
}

/// Keys of P-384 in certificates, which either hash goes with.
#[test]
fn p384_certificates_in_both_roles() {
    for side in [Side::Client, Side::Server] {
        for group in [NamedGroup::X25519, NamedGroup::SECP384R1] {
            let scenario = Scenario { group, certificate_key: CertificateKey::EcdsaP384, ..tls12() };
            talk(&mut pair(side, &scenario), TLS12).end();
        }
    }
}

#[test]
fn messages_in_the_smallest_pieces() {
    for side in [Side::Client, Side::Server] {
        let mut pair = pair(side, &tls12());
        pair.drive(1).assert_connected();
    }
}

#[test]
fn records_of_any_shape() {
    for records in [
        RecordOptions { fragment: 100, ..RecordOptions::default() },
        RecordOptions { coalesce: true, ..RecordOptions::default() },
        // There is no padding in TLS 1.2, so this changes nothing.
        RecordOptions { fragment: 7, padding: 64, coalesce: true },
    ] {
        for side in [Side::Client, Side::Server] {
            for ticket_kind in [TicketKind::Stored, TicketKind::Sealed] {
                let (client_records, server_records) = (records, records);
                let scenario = Scenario { client_records, server_records, ticket_kind, grease: true, ..tls12() };
                talk(&mut pair(side, &scenario), TLS12).end();
            }
        }
    }
}

#[test]
fn without_an_extended_master_secret() {
    // A client of rustls always offers it.
    let mut pair = pair(Side::Client, &Scenario { extended_master_secret: false, ..tls12() });
    talk(&mut pair, TLS12).end();
    assert!(pair.ours.take_psks().is_empty());
}

#[test]
fn any_two_sets_of_versions() {
    let sets = [vec![TLS13], vec![TLS12], vec![TLS13, TLS12]];
    for client_versions in &sets {
        for server_versions in &sets {
            for side in [Side::Client, Side::Server] {
                let scenario = Scenario {
                    client_versions: client_versions.clone(),
                    server_versions: server_versions.clone(),
                    ..Scenario::default()
                };
                let mut pair = pair(side, &scenario);
                let common = [TLS13, TLS12]
                    .into_iter()
                    .find(|version| client_versions.contains(version) && server_versions.contains(version));
                if let Some(version) = common {
                    talk(&mut pair, version).end();
                } else {
                    pair.drive(100);
                    assert_eq!(pair.ours.alert(), Some(AlertDescription::ProtocolVersion));
                    assert!(pair.error.is_some() || side == Side::Client);
                }
            }
        }
    }
}

#[test]
fn client_certificates() {
    for certificate_key in
        [CertificateKey::EcdsaP256, CertificateKey::Ed25519, CertificateKey::EcdsaP384, CertificateKey::Rsa]
    {
        for side in [Side::Client, Side::Server] {
            let scenario = Scenario {
                certificate_key,
                client_authentication: ClientAuthentication::Required,
                client_certificate: Some("client.example".into()),
                ..tls12()
            };
            let mut pair = pair(side, &scenario);
            talk(&mut pair, TLS12);
            let asked =
                if side == Side::Client { MessageName::CertificateRequest } else { MessageName::CertificateVerify };
            assert_eq!(pair.received(asked), 1);
            pair.end();
        }
    }
    for side in [Side::Client, Side::Server] {
        let mut without = pair(side, &Scenario { client_authentication: ClientAuthentication::Required, ..tls12() });
        without.drive(100);
        // RFC 5246 §7.4.6 leaves the alert to the server: handshake_failure is the one it names.
        let alert = without.ours.alert();
        match side {
            Side::Server => assert_eq!(alert, Some(AlertDescription::HandshakeFailure)),
            Side::Client => assert!(alert.is_some()),
        }
    }
}

#[test]
fn sessions_by_id_and_by_ticket() {
    for ticket_kind in [TicketKind::Stored, TicketKind::Sealed] {
        let scenario = Scenario { psk: Psk::Ticket, ticket_kind, ..tls12() };
        // Our client.
        let (client, server) = configure(&scenario).unwrap();
        let theirs = Arc::new(server_of_rustls(&server, scenario.group));
        let connection = || rustls::ServerConnection::new(theirs.clone()).unwrap();
        let mut first = Pair::new(Connection::client(client).unwrap(), connection());
        talk(&mut first, TLS12);
        assert_eq!(first.theirs.handshake_kind(), Some(HandshakeKind::Full));
        assert_eq!(first.received(MessageName::NewSessionTicket), usize::from(ticket_kind == TicketKind::Sealed));
        let kept = first.ours.take_psks();
        assert_eq!(kept.len(), 1, "{ticket_kind:?}");
        let (client, _) = resume(&scenario, kept.into_iter().next(), Vec::new()).unwrap();
        let mut second = Pair::new(Connection::client(client).unwrap(), connection());
        talk(&mut second, TLS12);
        assert_eq!(second.theirs.handshake_kind(), Some(HandshakeKind::Resumed), "{ticket_kind:?}");
        assert_eq!(second.received(MessageName::Certificate), 0);
        second.end();
        // Our server.
        let (client, server) = configure(&scenario).unwrap();
        let theirs = Arc::new(client_of_rustls(&client, scenario.group));
        let mut first = Pair::new(Connection::server(server), connect(&theirs));
        talk(&mut first, TLS12);
        let (_, server) = resume(&scenario, None, first.ours.take_psks()).unwrap();
        let mut second = Pair::new(Connection::server(server), connect(&theirs));
        talk(&mut second, TLS12);
        assert_eq!(second.theirs.handshake_kind(), Some(HandshakeKind::Resumed), "{ticket_kind:?}");
        second.end();
    }
}
