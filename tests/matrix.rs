//! Our client and our server against rustls in memory: version, suite, group, certificate, a second hello, coming back, early
//! data and client certificates, so chosen that any three of these are tried together in every way they can be. The table
//! that is printed says what was run.

#[path = "common/rustls_pair.rs"]
mod rustls_pair;
#[expect(dead_code, reason = "what the plain handshakes need")]
#[path = "common/rustls_peer.rs"]
mod rustls_peer;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Arc;

use handshake::scenario::{CertificateKey, ClientAuthentication, Psk, Scenario, configure, resume};
use handshake::tls::connection::Connection;
use handshake::tls::registry::{CipherSuite, NamedGroup, ProtocolVersion};
use handshake::trace::{ChoiceName, MessageName, Side};
use rustls::HandshakeKind;
use rustls::crypto::{CryptoProvider, ring};
use rustls_pair::{Pair, connect};
use rustls_peer::{client_config, kx_group, server_config};

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
    provider.kx_groups = groups.into_iter().map(kx_group).collect();
    provider.cipher_suites.retain(|suite| format!("{:?}", suite.suite()).contains(AEADS[aead].0));
    Arc::new(provider)
}

/// A word both ways, and the end.
fn talk(pair: &mut Pair) {
    pair.drive(1 << 16).assert_connected();
    pair.say(b"a question").hear(b"an answer").end();
}

/// How many messages of that name either end has sent.
fn count(pair: &Pair, name: MessageName) -> usize {
    pair.sent(name) + pair.received(name)
}

/// What the first connection was like: version, suite, group, a second hello, and both certificates.
fn assert_first(case: Case, pair: &Pair) {
    let [_, version, aead, group, _, _, retry, auth] = case;
    assert_eq!(pair.chosen(ChoiceName::Version), Some(VERSIONS[version].name()), "{case:?}");
    assert!(pair.chosen(ChoiceName::CipherSuite).unwrap().contains(AEADS[aead].0), "{case:?}");
    assert_eq!(pair.chosen(ChoiceName::Group), Some(GROUPS[group].name()), "{case:?}");
    assert_eq!(count(pair, MessageName::HelloRetryRequest), retry, "{case:?}");
    assert_eq!(count(pair, MessageName::Certificate), 1 + auth, "{case:?}");
    let full = [HandshakeKind::Full, HandshakeKind::FullWithHelloRetryRequest];
    assert_eq!(pair.theirs.handshake_kind(), Some(full[retry]), "{case:?}");
}

fn run_case(case: Case) -> usize {
    println!("{case:?}");
    let scenario = scenario(case);
    let (client, server) = configure(&scenario).unwrap();
    let ours_is_client = ROLES[case[0]] == Side::Client;
    let early = MEETINGS[case[5]] == "early data";
    let their_server = Arc::new(server_config(provider(case), &server));
    let mut their_client = client_config(provider(case), &client);
    their_client.enable_early_data = early;
    let their_client = Arc::new(their_client);
    let serve = || rustls::ServerConnection::new(their_server.clone()).unwrap();
    let mut first = if ours_is_client {
        Pair::new(Connection::client(client).unwrap(), serve())
    } else {
        Pair::new(Connection::server(server), connect(&their_client))
    };
    talk(&mut first);
    assert_first(case, &first);
    if MEETINGS[case[5]] == "first" {
        return 1;
    }
    let kept = first.ours.take_psks();
    let again = Scenario { psk: Psk::Ticket, ..scenario };
    let (client, server) = resume(&again, kept.first().cloned(), kept).unwrap();
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
    second.drive(1 << 16);
    if early {
        let read = if ours_is_client { second.they_read_early.clone() } else { second.ours.take_application_data() };
        assert_eq!(read, b"early", "{case:?}");
    }
    talk(&mut second);
    assert_eq!(second.theirs.handshake_kind(), Some(HandshakeKind::Resumed), "{case:?}");
    assert_eq!(count(&second, MessageName::Certificate), 0, "{case:?}");
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
