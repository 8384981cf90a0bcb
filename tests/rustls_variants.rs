//! Our two sides against rustls in memory, beyond the plain handshake: retry, client certificates, new keys, tickets, early
//! data, records of all shapes, exporters.

#[expect(dead_code, reason = "what the plain handshakes need")]
#[path = "common/rustls_peer.rs"]
mod rustls_peer;

use std::io::{Read, Write};
use std::sync::Arc;

use handshake::scenario::{
    CertificateKey, ClientAuthentication, Psk, PskMode, RecordOptions, Scenario, TicketKind, configure, resume,
};
use handshake::tls::connection::Connection;
use handshake::tls::message::KeyUpdateRequest;
use handshake::tls::registry::{CipherSuite, NamedGroup};
use handshake::tls::v13::{ClientConfig, PreSharedKey, ServerConfig};
use handshake::trace::{AlertDescription, Derivation, Effect, MessageName, SecretName, State};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::server::WebPkiClientVerifier;
use rustls::{HandshakeKind, RootCertStore};
use rustls_peer::{Clock, pkcs8};

const QUESTION: &[u8] = b"What is the longest word?";

fn provider(groups: &[NamedGroup]) -> Arc<CryptoProvider> {
    let group = |group: &NamedGroup| match *group {
        NamedGroup::X25519 => ring::kx_group::X25519,
        _ => ring::kx_group::SECP256R1,
    };
    Arc::new(CryptoProvider { kx_groups: groups.iter().map(group).collect(), ..ring::default_provider() })
}

fn der(certificates: &[handshake::crypto::x509::Certificate]) -> Vec<CertificateDer<'static>> {
    certificates.iter().map(|certificate| CertificateDer::from(certificate.der.clone())).collect()
}

fn roots(certificates: &[handshake::crypto::x509::Certificate]) -> Arc<RootCertStore> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(der(certificates));
    Arc::new(roots)
}

/// A server of rustls with the certificate of ours, that treats clients' certificates as ours does.
fn server_of_rustls(ours: &ServerConfig, groups: &[NamedGroup]) -> rustls::ServerConfig {
    let provider = provider(groups);
    let builder = rustls::ServerConfig::builder_with_details(provider.clone(), Arc::new(Clock(ours.now)))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap();
    let builder = match ours.client_authentication {
        ClientAuthentication::None => builder.with_no_client_auth(),
        asked => {
            // It wants a root, also for clients who show no certificate.
            let anchors = if ours.trust_anchors.is_empty() { &ours.certificate_chain } else { &ours.trust_anchors };
            let verifier = WebPkiClientVerifier::builder_with_provider(roots(anchors), provider);
            let verifier =
                if asked == ClientAuthentication::Requested { verifier.allow_unauthenticated() } else { verifier };
            builder.with_client_cert_verifier(verifier.build().unwrap())
        }
    };
    let mut config = builder.with_single_cert(der(&ours.certificate_chain), pkcs8(&ours.certificate_key)).unwrap();
    config.alpn_protocols.clone_from(&ours.application_protocols);
    config.max_early_data_size = ours.max_early_data_size;
    config
}

/// A client of rustls that trusts whom ours trusts, and shows the certificate of ours.
fn client_of_rustls(ours: &ClientConfig, groups: &[NamedGroup]) -> rustls::ClientConfig {
    let builder = rustls::ClientConfig::builder_with_details(provider(groups), Arc::new(Clock(ours.now)))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_root_certificates(roots(&ours.trust_anchors));
    let mut config = match &ours.identity {
        Some(identity) => {
            builder.with_client_auth_cert(der(&identity.certificate_chain), pkcs8(&identity.certificate_key)).unwrap()
        }
        None => builder.with_no_client_auth(),
    };
    config.alpn_protocols.clone_from(&ours.application_protocols);
    config.enable_early_data = ours.early_data;
    config
}

fn connect(config: &Arc<rustls::ClientConfig>) -> rustls::ClientConnection {
    rustls::ClientConnection::new(config.clone(), ServerName::try_from("example.com").unwrap()).unwrap()
}

/// Our end and theirs, with what each has read and everything that ours did.
struct Pair {
    ours: Connection,
    theirs: rustls::Connection,
    effects: Vec<Effect>,
    they_read: Vec<u8>,
    they_read_early: Vec<u8>,
    error: Option<rustls::Error>,
}

impl Pair {
    fn new(ours: (Connection, Vec<Effect>), theirs: impl Into<rustls::Connection>) -> Self {
        let (ours, effects) = ours;
        let (they_read, they_read_early) = (Vec::new(), Vec::new());
        Self { ours, theirs: theirs.into(), effects, they_read, they_read_early, error: None }
    }

    /// Carries bytes both ways, `piece` at a time, until nothing is in flight.
    fn drive(&mut self, piece: usize) -> &mut Self {
        for _ in 0..50 {
            let out = if self.error.is_none() { self.ours.take_outgoing() } else { Vec::new() };
            let mut unread = &out[..];
            while !unread.is_empty() {
                let (mut bytes, _) = unread.split_at(piece.min(unread.len()));
                let count = self.theirs.read_tls(&mut bytes).unwrap();
                unread = &unread[count..];
                match self.theirs.process_new_packets() {
                    Ok(state) => {
                        let mut more = vec![0; state.plaintext_bytes_to_read()];
                        self.theirs.reader().read_exact(&mut more).unwrap();
                        self.they_read.extend(more);
                    }
                    Err(error) => {
                        self.error = Some(error);
                        break;
                    }
                }
                if let rustls::Connection::Server(server) = &mut self.theirs
                    && let Some(mut early) = server.early_data()
                {
                    early.read_to_end(&mut self.they_read_early).unwrap();
                }
            }
            let mut inbound = Vec::new();
            while self.theirs.wants_write() {
                self.theirs.write_tls(&mut inbound).unwrap();
            }
            if out.is_empty() && inbound.is_empty() {
                break;
            }
            for bytes in inbound.chunks(piece) {
                self.effects.extend(self.ours.receive(bytes));
            }
        }
        self
    }

    /// The handshake is complete; now a word both ways, many times a record's length, and the end.
    fn talk(&mut self) -> &mut Self {
        self.drive(1 << 16);
        assert_eq!((self.ours.state(), self.ours.alert()), (State::Connected, None), "{:?}", self.error);
        assert!(!self.theirs.is_handshaking());
        self.say(QUESTION).hear(&vec![7; 40_000]);
        self
    }

    fn say(&mut self, words: &[u8]) -> &mut Self {
        self.they_read.clear();
        self.effects.extend(self.ours.send_application_data(words).unwrap());
        self.drive(1000);
        assert_eq!((self.they_read == words, &self.error), (true, &None));
        self
    }

    fn hear(&mut self, words: &[u8]) -> &mut Self {
        self.theirs.writer().write_all(words).unwrap();
        self.drive(1000);
        assert_eq!((self.ours.take_application_data() == words, &self.error), (true, &None));
        self
    }

    fn end(&mut self) {
        self.theirs.send_close_notify();
        self.ours.close().unwrap();
        self.drive(3);
        assert_eq!(self.ours.state(), State::Closed);
    }

    fn sent(&self, name: MessageName) -> usize {
        self.effects.iter().filter(|effect| matches!(effect, Effect::Sent(message) if message.name == name)).count()
    }

    fn received(&self, name: MessageName) -> usize {
        self.effects.iter().filter(|effect| matches!(effect, Effect::Received(message) if message.name == name)).count()
    }
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
        pair.talk().end();
        assert_eq!((pair.sent(MessageName::ClientHello), pair.received(MessageName::HelloRetryRequest)), (2, 1));
        let no_share = Scenario { key_shares: Some(vec![]), compatibility: true, ..scenario.clone() };
        our_client(&no_share, &BOTH).talk().end();

        let groups = Scenario { server_groups: vec![NamedGroup::SECP256R1], ..scenario.clone() };
        let cookie = Scenario { cookie: true, ..scenario.clone() };
        for scenario in [Scenario { cookie: true, ..groups.clone() }, groups, cookie] {
            let mut pair = our_server(&scenario, &BOTH);
            pair.talk().end();
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
        pair.talk().end();
        assert_eq!(pair.received(MessageName::CertificateRequest), 1);
        assert_eq!(pair.theirs.peer_certificates().is_some(), scenario.client_certificate.is_some());
        let mut pair = our_server(&scenario, &BOTH);
        pair.talk().end();
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
        pair.talk();
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
        our_client(&scenario, &BOTH).talk().end();
        our_server(&scenario, &BOTH).talk().end();
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
        pair.talk().end();
        let (client, _, kept) = come_back(&scenario, &mut pair);
        assert_eq!(kept.len(), 2);
        let second = rustls::ServerConnection::new(theirs).unwrap();
        let mut pair = Pair::new(Connection::client(client).unwrap(), second);
        pair.talk().end();
        assert_eq!(pair.theirs.handshake_kind(), Some(HandshakeKind::Resumed));
        assert_eq!(pair.received(MessageName::Certificate), 0);

        let (client, server) = configure(&scenario).unwrap();
        let theirs = Arc::new(client_of_rustls(&client, &BOTH));
        let mut pair = Pair::new(Connection::server(server), connect(&theirs));
        pair.talk().end();
        let (_, server, kept) = come_back(&scenario, &mut pair);
        assert_eq!(kept.is_empty(), scenario.ticket_kind == TicketKind::Sealed);
        let mut psks = kept;
        for cookie in [false, true] {
            let server = ServerConfig { cookie, psks: psks.clone(), ..server.clone() };
            let mut pair = Pair::new(Connection::server(server), connect(&theirs));
            pair.talk().end();
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
    pair.talk().end();
    let (client, server, _) = come_back(&scenario, &mut pair);
    let other = rustls::ServerConnection::new(Arc::new(server_of_rustls(&server, &BOTH))).unwrap();
    let mut pair = Pair::new(Connection::client(client).unwrap(), other);
    pair.talk().end();
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
        pair.talk().end();
        let (_, _, kept) = come_back(&scenario, &mut pair);
        for ((theirs, taken), ticket) in [(taking, true), (refusing, false)].into_iter().zip(&kept) {
            let (client, _) = resume(&scenario, Some(ticket.clone()), vec![]).unwrap();
            let mut pair = Pair::new(
                Connection::client(client).unwrap(),
                rustls::ServerConnection::new(Arc::new(theirs)).unwrap(),
            );
            let effects = pair.ours.send_early_data(b"early").unwrap();
            pair.effects.extend(effects);
            pair.talk().end();
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
            pair.talk().end();
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
            pair.talk().end();
            runs += 1;
        }
    }
    println!("early data with rustls: {runs} runs");
}

#[test]
fn exporters() {
    for mut pair in [our_client(&Scenario::default(), &BOTH), our_server(&Scenario::default(), &BOTH)] {
        pair.talk();
        for context in [&b""[..], b"a context"] {
            let theirs = pair.theirs.export_keying_material([0; 48], b"EXPORTER-test", Some(context)).unwrap();
            let ours = pair.ours.export("EXPORTER-test", context, 48).unwrap();
            let Some(Effect::Derived(secret)) = ours.last() else { panic!() };
            assert_eq!(secret.value, theirs);
            assert_eq!(secret.name, SecretName::ExportedKey);
            assert!(matches!(secret.derivation, Derivation::ExpandLabel { label: "exporter", .. }));
        }
        pair.end();
    }
}
