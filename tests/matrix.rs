//! Our client and our server against rustls in memory: version, suite, group, certificate, a second hello, coming back, early
//! data and client certificates, so chosen that any three of these are tried together in every way they can be. The table
//! that is printed says what was run.

#[expect(dead_code, reason = "what the plain handshakes need")]
#[path = "common/rustls_peer.rs"]
mod rustls_peer;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::sync::Arc;

use handshake::scenario::{CertificateKey, ClientAuthentication, Psk, Scenario, configure, resume};
use handshake::tls::connection::Connection;
use handshake::tls::registry::{CipherSuite, NamedGroup, ProtocolVersion};
use handshake::tls::v13::{ClientConfig, ServerConfig};
use handshake::trace::{ChoiceName, Effect, MessageName, Side, State};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::server::WebPkiClientVerifier;
use rustls::{HandshakeKind, RootCertStore};
use rustls_peer::{Clock, pkcs8};

const ROLES: [Side; 2] = [Side::Client, Side::Server];
const VERSIONS: [ProtocolVersion; 2] = [ProtocolVersion::TLS13, ProtocolVersion::TLS12];
const AEADS: [(&str, CipherSuite); 3] = [
    ("AES_128_GCM", CipherSuite::TLS_AES_128_GCM_SHA256),
    ("AES_256_GCM", CipherSuite::TLS_AES_256_GCM_SHA384),
    ("CHACHA20_POLY1305", CipherSuite::TLS_CHACHA20_POLY1305_SHA256),
];
/// What rustls has with ring; the hybrid group is tried with Node.
const GROUPS: [NamedGroup; 3] = [NamedGroup::X25519, NamedGroup::SECP256R1, NamedGroup::SECP384R1];
const KEYS: [CertificateKey; 4] =
    [CertificateKey::Ed25519, CertificateKey::EcdsaP256, CertificateKey::EcdsaP384, CertificateKey::Rsa];
const MEETINGS: [&str; 3] = ["first", "again", "early data"];

/// A case: a place in each of the lists above, then whether a second hello is needed, and whether the client shows a
/// certificate.
type Case = [usize; 8];

fn all_cases() -> Vec<Case> {
    let mut all = Vec::new();
    let sizes = [ROLES.len(), VERSIONS.len(), AEADS.len(), GROUPS.len(), KEYS.len(), MEETINGS.len(), 2, 2];
    let count: usize = sizes.iter().product();
    for mut number in 0..count {
        let case = sizes.map(|size| {
            let place = number % size;
            number /= size;
            place
        });
        let [_, version, .., meeting, retry, _] = case;
        // TLS 1.2 has neither; and after a second hello there is no early data.
        let possible = if version == 1 { meeting < 2 && retry == 0 } else { meeting < 2 || retry == 0 };
        if possible {
            all.push(case);
        }
    }
    all
}

/// The choices of a case by threes.
fn threes(case: Case) -> impl Iterator<Item = [(usize, usize); 3]> {
    let all = (0..8).flat_map(|a| (a + 1..8).flat_map(move |b| (b + 1..8).map(move |c| [a, b, c])));
    all.map(move |places| places.map(|place| (place, case[place])))
}

/// Few cases in which every three choices that can meet do meet.
fn cases() -> Vec<Case> {
    let all = all_cases();
    let mut open: BTreeSet<_> = all.iter().flat_map(|case| threes(*case)).collect();
    let mut chosen = Vec::new();
    while !open.is_empty() {
        let best = all.iter().max_by_key(|case| threes(**case).filter(|three| open.contains(three)).count());
        let best = *best.expect("there are cases");
        for three in threes(best) {
            open.remove(&three);
        }
        chosen.push(best);
    }
    chosen.sort_unstable();
    chosen
}

fn scenario([_, version, aead, group, key, meeting, retry, auth]: Case) -> Scenario {
    let group = GROUPS[group];
    let early = meeting == 2;
    Scenario {
        client_versions: vec![VERSIONS[version]],
        server_versions: vec![VERSIONS[version]],
        cipher_suite: AEADS[aead].1,
        group: if retry == 1 { other(group) } else { group },
        server_groups: vec![group],
        certificate_key: KEYS[key],
        client_authentication: if auth == 1 { ClientAuthentication::Required } else { ClientAuthentication::None },
        client_certificate: (auth == 1).then(|| "client.example".into()),
        tickets: 2,
        pause: 0,
        max_early_data: if early { 1024 } else { 0 },
        client_says_early: if early { "early".into() } else { String::new() },
        compatibility: early,
        ..Scenario::default()
    }
}

fn other(group: NamedGroup) -> NamedGroup {
    if group == NamedGroup::X25519 { NamedGroup::SECP256R1 } else { NamedGroup::X25519 }
}

/// What rustls may choose from: the AEAD of the case, and its group, after a wrong guess if there is to be one.
fn provider([role, version, aead, group, key, _, retry, _]: Case) -> Arc<CryptoProvider> {
    let theirs = |group| match group {
        NamedGroup::X25519 => ring::kx_group::X25519,
        NamedGroup::SECP384R1 => ring::kx_group::SECP384R1,
        _ => ring::kx_group::SECP256R1,
    };
    let group = GROUPS[group];
    let guesses = ROLES[role] == Side::Server && retry == 1;
    let mut groups = if guesses { vec![other(group), group] } else { vec![group] };
    // RFC 8422 §5.1: in TLS 1.2 the curve of the server's certificate must be among the client's groups.
    let curve = match KEYS[key] {
        CertificateKey::EcdsaP256 => NamedGroup::SECP256R1,
        CertificateKey::EcdsaP384 => NamedGroup::SECP384R1,
        CertificateKey::Ed25519 | CertificateKey::Rsa => group,
    };
    if VERSIONS[version] == ProtocolVersion::TLS12 && !groups.contains(&curve) {
        groups.push(curve);
    }
    let mut provider = ring::default_provider();
    provider.kx_groups = groups.into_iter().map(theirs).collect();
    provider.cipher_suites.retain(|suite| format!("{:?}", suite.suite()).contains(AEADS[aead].0));
    Arc::new(provider)
}

fn der(certificates: &[handshake::crypto::x509::Certificate]) -> Vec<CertificateDer<'static>> {
    certificates.iter().map(|certificate| CertificateDer::from(certificate.der.clone())).collect()
}

fn roots(certificates: &[handshake::crypto::x509::Certificate]) -> Arc<RootCertStore> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(der(certificates));
    Arc::new(roots)
}

fn version(case: Case) -> &'static rustls::SupportedProtocolVersion {
    if case[1] == 1 { &rustls::version::TLS12 } else { &rustls::version::TLS13 }
}

fn their_server(case: Case, ours: &ServerConfig) -> Arc<rustls::ServerConfig> {
    let provider = provider(case);
    let builder = rustls::ServerConfig::builder_with_details(provider.clone(), Arc::new(Clock(ours.now)))
        .with_protocol_versions(&[version(case)])
        .unwrap();
    let builder = if ours.client_authentication == ClientAuthentication::None {
        builder.with_no_client_auth()
    } else {
        let verifier = WebPkiClientVerifier::builder_with_provider(roots(&ours.trust_anchors), provider);
        builder.with_client_cert_verifier(verifier.build().unwrap())
    };
    let mut config = builder.with_single_cert(der(&ours.certificate_chain), pkcs8(&ours.certificate_key)).unwrap();
    config.alpn_protocols.clone_from(&ours.application_protocols);
    config.max_early_data_size = ours.max_early_data_size;
    Arc::new(config)
}

fn their_client(case: Case, ours: &ClientConfig) -> Arc<rustls::ClientConfig> {
    let builder = rustls::ClientConfig::builder_with_details(provider(case), Arc::new(Clock(ours.now)))
        .with_protocol_versions(&[version(case)])
        .unwrap()
        .with_root_certificates(roots(&ours.trust_anchors));
    let mut config = match &ours.identity {
        Some(identity) => {
            builder.with_client_auth_cert(der(&identity.certificate_chain), pkcs8(&identity.certificate_key)).unwrap()
        }
        None => builder.with_no_client_auth(),
    };
    config.alpn_protocols.clone_from(&ours.application_protocols);
    config.enable_early_data = MEETINGS[case[5]] == "early data";
    Arc::new(config)
}

/// Our end and theirs.
struct Pair {
    ours: Connection,
    theirs: rustls::Connection,
    effects: Vec<Effect>,
    they_read: Vec<u8>,
    they_read_early: Vec<u8>,
}

impl Pair {
    fn new((ours, effects): (Connection, Vec<Effect>), theirs: impl Into<rustls::Connection>) -> Self {
        Self { ours, theirs: theirs.into(), effects, they_read: Vec::new(), they_read_early: Vec::new() }
    }

    fn drive(&mut self) {
        loop {
            let out = self.ours.take_outgoing();
            let mut unread = &out[..];
            while !unread.is_empty() {
                self.theirs.read_tls(&mut unread).unwrap();
                let state = self.theirs.process_new_packets().unwrap();
                let mut more = vec![0; state.plaintext_bytes_to_read()];
                self.theirs.reader().read_exact(&mut more).unwrap();
                self.they_read.extend(more);
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
                return;
            }
            self.effects.extend(self.ours.receive(&inbound));
        }
    }

    /// The handshake, a word both ways, and the end.
    fn talk(&mut self, case: Case) {
        self.drive();
        assert_eq!((self.ours.state(), self.ours.alert()), (State::Connected, None), "{case:?}");
        assert!(!self.theirs.is_handshaking());
        self.effects.extend(self.ours.send_application_data(b"a question").unwrap());
        self.theirs.writer().write_all(b"an answer").unwrap();
        self.drive();
        assert_eq!((&self.they_read[..], &*self.ours.take_application_data()), (&b"a question"[..], &b"an answer"[..]));
        self.ours.close().unwrap();
        self.theirs.send_close_notify();
        self.drive();
        assert_eq!(self.ours.state(), State::Closed);
    }

    fn count(&self, wanted: MessageName) -> usize {
        let is = |effect: &&Effect| matches!(effect, Effect::Sent(message) | Effect::Received(message) if message.name == wanted);
        self.effects.iter().filter(is).count()
    }

    fn chosen(&self, wanted: ChoiceName) -> Option<&str> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Negotiated(choice) if choice.name == wanted => choice.chosen.as_deref(),
            _ => None,
        })
    }
}

fn connect(config: &Arc<rustls::ClientConfig>) -> rustls::ClientConnection {
    rustls::ClientConnection::new(config.clone(), ServerName::try_from("example.com").unwrap()).unwrap()
}

/// What the first connection was like: version, suite, group, a second hello, and both certificates.
fn assert_first(case: Case, pair: &Pair) {
    let [_, version, aead, group, _, _, retry, auth] = case;
    assert_eq!(pair.chosen(ChoiceName::Version), Some(VERSIONS[version].name()), "{case:?}");
    assert!(pair.chosen(ChoiceName::CipherSuite).unwrap().contains(AEADS[aead].0), "{case:?}");
    assert_eq!(pair.chosen(ChoiceName::Group), Some(GROUPS[group].name()), "{case:?}");
    assert_eq!(pair.count(MessageName::HelloRetryRequest), retry, "{case:?}");
    assert_eq!(pair.count(MessageName::Certificate), 1 + auth, "{case:?}");
    let full = [HandshakeKind::Full, HandshakeKind::FullWithHelloRetryRequest];
    assert_eq!(pair.theirs.handshake_kind(), Some(full[retry]), "{case:?}");
}

fn run_case(case: Case) -> usize {
    let scenario = scenario(case);
    let (client, server) = configure(&scenario).unwrap();
    let ours_is_client = ROLES[case[0]] == Side::Client;
    let (their_server, their_client) = (their_server(case, &server), their_client(case, &client));
    let serve = || rustls::ServerConnection::new(their_server.clone()).unwrap();
    let mut first = if ours_is_client {
        Pair::new(Connection::client(client).unwrap(), serve())
    } else {
        Pair::new(Connection::server(server), connect(&their_client))
    };
    first.talk(case);
    assert_first(case, &first);
    if MEETINGS[case[5]] == "first" {
        return 1;
    }
    let kept = first.ours.take_psks();
    let again = Scenario { psk: Psk::Ticket, ..scenario };
    let (client, server) = resume(&again, kept.first().cloned(), kept).unwrap();
    let early = MEETINGS[case[5]] == "early data";
    let mut second = if ours_is_client {
        Pair::new(Connection::client(client).unwrap(), serve())
    } else {
        Pair::new(Connection::server(server), connect(&their_client))
    };
    if early {
        match &mut second.theirs {
            rustls::Connection::Client(client) => client.early_data().unwrap().write_all(b"early").unwrap(),
            rustls::Connection::Server(_) => second.effects.extend(second.ours.send_early_data(b"early").unwrap()),
        }
    }
    second.drive();
    if early {
        let read = if ours_is_client { second.they_read_early.clone() } else { second.ours.take_application_data() };
        assert_eq!(read, b"early", "{case:?}");
    }
    second.talk(case);
    assert_eq!(second.theirs.handshake_kind(), Some(HandshakeKind::Resumed), "{case:?}");
    assert_eq!(second.count(MessageName::Certificate), 0, "{case:?}");
    2
}

#[test]
fn any_three_choices_together() {
    let cases = cases();
    let mut table = format!(
        "\nrustls in memory, any three choices together, in both roles\n{:<12} {:<8} {:<18} {:<10} {:<12} {:<12} {:<6} client certificate\n",
        "ours", "version", "AEAD", "group", "certificate", "meeting", "retry"
    );
    let mut connections = 0;
    for case in &cases {
        connections += run_case(*case);
        let [role, version, aead, group, key, meeting, retry, auth] = *case;
        let yes = |place: usize| ["no", "yes"][place];
        writeln!(
            table,
            "{:<12} {:<8} {:<18} {:<10} {:<12} {:<12} {:<6} {}",
            ROLES[role].name(),
            VERSIONS[version].name(),
            AEADS[aead].0,
            GROUPS[group].name(),
            format!("{:?}", KEYS[key]),
            MEETINGS[meeting],
            yes(retry),
            yes(auth),
        )
        .unwrap();
    }
    writeln!(table, "{} cases of {}, {connections} connections agree", cases.len(), all_cases().len()).unwrap();
    // Not `println`, which shows only what failing tests print.
    std::io::stderr().write_all(table.as_bytes()).unwrap();
    let met = |cases: &[Case]| cases.iter().flat_map(|case| threes(*case)).collect::<BTreeSet<_>>();
    assert_eq!(met(&cases), met(&all_cases()));
}
