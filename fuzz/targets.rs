//! What is done with bytes from anywhere, and what must hold of it then: a function for each target.
//!
//! `cargo fuzz` calls them with what it thinks of (see `README.md`), `tests/fuzz.rs` with a few thousand changed seeds.

use std::sync::OnceLock;

use handshake::capture::{Opened, open, read_key_log, read_private_keys, sample, samples};
use handshake::crypto::aead::AeadAlgorithm;
use handshake::crypto::x509::{Certificate, read_certificate, verify_client_chain, verify_server_chain};
use handshake::explain;
use handshake::export::{self, Format};
use handshake::scenario::address::Address;
use handshake::scenario::network::{Link, Timeline};
use handshake::scenario::{Edit, Psk, Scenario, configure, preset, run};
use handshake::tls::connection::Connection;
use handshake::tls::message::{Alert, HandshakeMessage, name_of_bytes, unpacked};
use handshake::tls::observer::Given;
use handshake::tls::record::{Deframer, RecordProtection, inner_plaintext_fields, record_fields};
use handshake::tls::registry::ContentType;
use handshake::tls::schedule::TrafficKeys;
use handshake::tls::v13::client::Client;
use handshake::tls::v13::server::Server;
use handshake::trace::{
    Arrival, Derivation, Effect, Epoch, Message, MessageName, RecordId, Secret, SecretName, Side, State, Trace,
};
use handshake::wire::{FieldTree, Value, decode};

/// A target: bytes in, a panic if something does not hold.
pub struct Target {
    /// Its name, which is also that of its file in `fuzz_targets`.
    pub name: &'static str,
    /// What is done with the bytes.
    pub run: fn(&[u8]),
    /// Bytes that lead far in, to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All targets.
pub const TARGETS: [Target; 16] = [
    Target { name: "records", run: records, seeds: record_seeds },
    Target { name: "messages", run: messages, seeds: message_seeds },
    Target { name: "client", run: client, seeds: client_seeds },
    Target { name: "server", run: server, seeds: server_seeds },
    Target { name: "connection", run: connection, seeds: connection_seeds },
    Target { name: "address", run: address, seeds: address_seeds },
    Target { name: "scenario", run: scenario, seeds: address_seeds },
    Target { name: "attack", run: attack, seeds: attack_seeds },
    Target { name: "certificates", run: certificates, seeds: certificate_seeds },
    Target { name: "capture", run: opening, seeds: capture_seeds },
    Target { name: "pasted", run: opening, seeds: pasted_seeds },
    Target { name: "json", run: opening, seeds: json_seeds },
    Target { name: "key_log", run: key_log, seeds: key_log_seeds },
    Target { name: "private_key", run: private_key, seeds: private_key_seeds },
    Target { name: "lesson", run: lesson, seeds: lesson_seeds },
    Target { name: "network", run: network, seeds: network_seeds },
];

/// A run whose every byte is known.
struct Road {
    scenario: Scenario,
    trace: Trace,
    client: Client,
    server: Server,
    connections: [Connection; 2],
}

/// Runs that lead through all states, each of one connection.
fn roads() -> &'static [Road] {
    static ROADS: OnceLock<Vec<Road>> = OnceLock::new();
    ROADS.get_or_init(|| {
        let named = |name| preset(name).expect("the presets have these").scenario;
        let early = Scenario {
            max_early_data: 99,
            client_says_early: "early".into(),
            client_alpn: vec![],
            ..named("external-psk")
        };
        let scenarios = vec![
            Scenario::default(),
            named("hello-retry-request"),
            named("cookie"),
            named("client-certificate"),
            named("external-psk"),
            named("everything"),
            named("key-update"),
            named("record-size-limit"),
            early,
        ];
        let road = |scenario: Scenario| {
            assert_ne!(scenario.psk, Psk::Ticket, "that would be two connections");
            let (client, server) = configure(&scenario).expect("certificates can hold these names");
            Road {
                trace: run(&scenario),
                client: Client::start(client.clone()).expect("the client begins").next,
                server: Server::start(server.clone()).next,
                connections: [Connection::client(client).expect("the client begins").0, Connection::server(server).0],
                scenario,
            }
        };
        scenarios.into_iter().map(road).collect()
    })
}

impl Road {
    /// The handshake messages of one side, in order.
    fn said(&self, side: Side) -> Vec<&[u8]> {
        let messages = self.trace.messages().map(|(_, message)| message);
        let own = messages.filter(|message| message.sender == side && message.name.is_handshake());
        own.map(|message| &message.bytes[..]).collect()
    }

    /// All bytes that one side puts on the wire.
    fn stream(&self, side: Side) -> Vec<u8> {
        let records = self.trace.records().filter(|(_, record)| record.id.sender == side);
        records.flat_map(|(_, record)| record.bytes.clone()).collect()
    }
}

fn small(number: usize) -> u8 {
    u8::try_from(number).expect("the seeds are few")
}

/// Takes a byte.
fn byte(data: &mut &[u8]) -> Option<u8> {
    let (first, rest) = data.split_first()?;
    *data = rest;
    Some(*first)
}

/// Takes a road by the number that comes first.
fn road(data: &mut &[u8]) -> Option<&'static Road> {
    let roads = roads();
    byte(data).map(|number| &roads[usize::from(number) % roads.len()])
}

/// Takes a message with its length in front, as far as there are bytes for it.
fn framed<'a>(data: &mut &'a [u8]) -> Option<&'a [u8]> {
    let ([high, low], rest) = data.split_first_chunk()?;
    let length = usize::from(u16::from_be_bytes([*high, *low])).min(rest.len());
    let (message, rest) = rest.split_at(length);
    *data = rest;
    Some(message)
}

fn frame(message: &[u8]) -> Vec<u8> {
    let length = u16::try_from(message.len()).expect("the messages of these runs are short");
    [&length.to_be_bytes()[..], message].concat()
}

fn assert_within(fields: &FieldTree, length: usize) {
    for field in fields.fields() {
        assert!(field.span.start <= field.span.end && field.span.end <= length, "{field:?} of {length} bytes");
    }
}

/// The leaves cover each byte once.
fn assert_tiled(fields: &FieldTree, length: usize) {
    assert_within(fields, length);
    let mut next = 0;
    for (_, leaf) in fields.leaves() {
        assert_eq!(leaf.span.start, next, "{} does not start where the last one ended", leaf.name);
        assert!(!leaf.span.is_empty() || leaf.value == Value::Group, "{} is empty", leaf.name);
        next = leaf.span.end;
    }
    assert_eq!(next, length, "bytes after the last leaf");
}

/// A stream cut anywhere into pieces gives the same records; none of them panics, and what was sealed opens to the same.
pub fn records(mut data: &[u8]) {
    let Some(size) = byte(&mut data) else { return };
    let (mut whole, mut pieces) = (Deframer::default(), Deframer::default());
    whole.push(data);
    let mut expected = Vec::new();
    let end = loop {
        match whole.next_record() {
            Ok(Some(record)) => expected.push(record),
            Ok(None) => break None,
            Err(failure) => break Some(failure),
        }
    };
    let mut opening = protection(usize::from(size));
    for record in &expected {
        assert_tiled(&record_fields(&record.bytes, false), record.bytes.len());
        assert_within(&record_fields(&record.bytes, true), record.bytes.len());
        assert_within(&inner_plaintext_fields(record.fragment()), record.fragment().len());
        let _ = opening.open(record);
    }
    let mut got = Vec::new();
    let mut failure = None;
    for piece in data.chunks(usize::from(size).max(1)) {
        pieces.push(piece);
        while failure.is_none() {
            match pieces.next_record() {
                Ok(Some(record)) => got.push(record),
                Ok(None) => break,
                Err(found) => failure = Some(found),
            }
        }
    }
    assert_eq!((got, failure), (expected, end));

    let content = &data[..data.len().min(1 << 14)];
    let id = RecordId { sender: Side::Client, number: 0 };
    let sealed = protection(usize::from(size)).seal(id, ContentType::APPLICATION_DATA, content);
    let mut deframer = Deframer::default();
    deframer.push(&sealed.bytes);
    let record = deframer.next_record().expect("it is a record").expect("it is complete");
    assert_eq!(protection(usize::from(size)).open(&record).expect("it opens").content, content);
}

/// Keys that do not matter, for one of the algorithms.
fn protection(number: usize) -> RecordProtection {
    let aead = [AeadAlgorithm::Aes128Gcm, AeadAlgorithm::Aes256Gcm, AeadAlgorithm::ChaCha20Poly1305][number % 3];
    let (writer, epoch) = (Side::Client, Epoch::Application);
    let secret = |name, value| Secret { name, value, derivation: Derivation::Entropy { label: "", public: vec![] } };
    let key = secret(SecretName::WriteKey { writer, epoch }, vec![7; aead.key_length()]);
    let iv = secret(SecretName::WriteIv { writer, epoch }, vec![9; 12]);
    RecordProtection::new(TrafficKeys { aead, writer, epoch, key, iv })
}

fn record_seeds() -> Vec<Vec<u8>> {
    let streams = roads().iter().flat_map(|road| [Side::Client, Side::Server].map(|side| road.stream(side)));
    streams.enumerate().map(|(number, stream)| [&[small(number) * 5][..], &stream].concat()).collect()
}

/// Any body of any type of message is read to its last byte or refused, and what was read is written as it was.
pub fn messages(mut data: &[u8]) {
    let Some(kind) = byte(&mut data) else { return };
    if kind == 255 {
        let _ = Alert::decode(data);
        return;
    }
    let Ok([0, length @ ..]) = u32::try_from(data.len()).map(u32::to_be_bytes) else { return };
    let bytes = [&[kind][..], &length, data].concat();
    let decoded = HandshakeMessage::decode(&bytes);
    match decoded.result {
        Ok(message) => {
            assert_tiled(&decoded.fields, bytes.len());
            let encoded = message.encode();
            // A hello may end before its extensions, as in TLS 1.2, and is written with none.
            let bare = matches!(kind, 1 | 2) && encoded[4..] == [data, &[0, 0]].concat();
            assert!(bare || encoded == bytes, "{message:?}");
            assert_eq!(HandshakeMessage::decode(&encoded).result.as_ref(), Ok(&message));
            unpacking(encoded, decoded.fields);
        }
        Err(error) => {
            assert_within(&decoded.fields, bytes.len());
            assert!(error.offset() <= bytes.len() && !error.to_string().is_empty());
        }
    }
}

/// What is compressed in a message unpacks to as many bytes as it says, or to nothing.
fn unpacking(bytes: Vec<u8>, fields: FieldTree) {
    let name = name_of_bytes(&bytes);
    let message = Message { name, sender: Side::Server, bytes, fields, error: None, placements: vec![] };
    let whole = unpacked(&message);
    if whole.name == message.name {
        return;
    }
    let said = u32::from_be_bytes([0, message.bytes[6], message.bytes[7], message.bytes[8]]);
    assert_eq!((whole.name, u32::try_from(whole.bytes.len())), (MessageName::Certificate, Ok(said)));
    assert_within(&whole.fields, whole.bytes.len());
}

fn message_seeds() -> Vec<Vec<u8>> {
    let mut seeds = vec![vec![255, 2, 40]];
    for road in roads() {
        for side in [Side::Client, Side::Server] {
            seeds.extend(road.said(side).iter().map(|message| [&message[..1], &message[4..]].concat()));
        }
    }
    seeds.sort();
    seeds.dedup();
    seeds
}

/// Any messages: a client connects only if the server's were, up to then, those of a server with the seed's keys.
pub fn client(mut data: &[u8]) {
    let Some(road) = road(&mut data) else { return };
    let mut honest: Vec<&Road> = roads().iter().collect();
    let mut client = road.client.clone();
    for number in 0.. {
        let Some(bytes) = framed(&mut data) else { return };
        let Ok(message) = HandshakeMessage::decode(bytes).result else { return };
        if client.state() != State::Connected {
            honest.retain(|road| road.said(Side::Server).get(number) == Some(&bytes));
        }
        let Ok(next) = client.receive(message, bytes) else { return };
        client = next.next;
        assert!(!honest.is_empty() || client.state() != State::Connected, "connected after a changed flight");
    }
}

fn client_seeds() -> Vec<Vec<u8>> {
    flights(Side::Server)
}

fn server_seeds() -> Vec<Vec<u8>> {
    flights(Side::Client)
}

/// For each road its number, then the messages of that side.
fn flights(side: Side) -> Vec<Vec<u8>> {
    let flight = |(number, road): (usize, &Road)| {
        let messages = road.said(side);
        [vec![small(number)], messages.into_iter().flat_map(frame).collect()].concat()
    };
    roads().iter().enumerate().map(flight).collect()
}

/// Any messages: a server connects only if the client's were, up to then, those of a client with the seed's keys.
pub fn server(mut data: &[u8]) {
    let Some(road) = road(&mut data) else { return };
    let mut honest: Vec<&Road> = roads().iter().collect();
    let mut server = road.server.clone();
    for number in 0.. {
        let Some(bytes) = framed(&mut data) else { return };
        let Ok(message) = HandshakeMessage::decode(bytes).result else { return };
        if server.state() != State::Connected {
            honest.retain(|road| road.said(Side::Client).get(number) == Some(&bytes));
        }
        let Ok(next) = server.receive(message, bytes) else { return };
        server = next.next;
        assert!(!honest.is_empty() || server.state() != State::Connected, "connected after a changed flight");
    }
}

/// Any bytes from the wire, in pieces: no application data but what was said, one alert at most, and then silence.
pub fn connection(mut data: &[u8]) {
    let Some(road) = road(&mut data) else { return };
    let Some(choice) = byte(&mut data) else { return };
    let (side, mut connection) = match choice % 2 {
        0 => (Side::Client, road.connections[0].clone()),
        _ => (Side::Server, road.connections[1].clone()),
    };
    let mut heard = Vec::new();
    for piece in data.chunks(usize::from(choice / 2) * 16 + 7) {
        let effects = connection.receive(piece);
        heard.extend(connection.take_application_data());
        let failures = effects.iter().filter(|effect| matches!(effect, Effect::Failed(_))).count();
        assert!(failures <= 1);
        assert!(failures == 0 || matches!(effects.last(), Some(Effect::Entered(State::Closed))));
        let _ = connection.take_outgoing();
    }
    // All roads have the same seed, so the other end may be that of another one.
    let said = |road: &Road| match side {
        Side::Client => road.scenario.server_says.clone(),
        Side::Server => [&*road.scenario.client_says_early, &*road.scenario.client_says].concat(),
    };
    assert!(roads().iter().any(|road| said(road).as_bytes().starts_with(&heard)), "nobody said that");
    let _ = connection.send_application_data(b"more");
    let _ = connection.close();
    if connection.state() == State::Closed && connection.alert().is_some() {
        assert_eq!(connection.receive(data), []);
        assert!(connection.send_application_data(b"more").is_err());
    }
}

fn connection_seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (number, road) in roads().iter().enumerate() {
        for (choice, side) in [(254, Side::Server), (255, Side::Client), (20, Side::Server), (21, Side::Client)] {
            seeds.push([&[small(number), choice][..], &road.stream(side)].concat());
        }
    }
    seeds
}

/// Any text: what was understood of it is written as a link that says the same, without a complaint.
pub fn address(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let parsed = Address::parse(&text);
    let hash = parsed.address.to_hash();
    let again = Address::parse(&hash);
    assert_eq!(again.notices, [], "{hash}");
    assert_eq!(again.address, parsed.address, "{hash}");
    assert_eq!(again.address.to_hash(), hash);
}

/// Any text: a lesson with a part, or problems in lines that are there, in their order.
pub fn lesson(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let lines = text.lines().count().max(1);
    match handshake::lesson::read(&text) {
        Ok(lesson) => {
            assert!(!lesson.parts.is_empty() && !lesson.title.is_empty());
            for part in &lesson.parts {
                assert!(!part.blocks.is_empty() && (1..=lines).contains(&part.line));
            }
            let trace = default_trace();
            for part in &lesson.parts {
                if let Ok(place) = handshake::lesson::place(&part.scene, trace) {
                    let message = trace.steps.get(place.step).and_then(|step| step.sent());
                    assert!(part.scene.message.is_none() || message.is_some());
                }
            }
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            assert!(problems.is_sorted_by_key(|problem| problem.line));
            for problem in problems {
                assert!((1..=lines).contains(&problem.line) && !problem.to_string().is_empty(), "{problem}");
            }
        }
    }
}

fn default_trace() -> &'static Trace {
    static TRACE: OnceLock<Trace> = OnceLock::new();
    TRACE.get_or_init(|| run(&Scenario::default()))
}

fn lesson_seeds() -> Vec<Vec<u8>> {
    let all = [
        include_str!("../public/lessons/why.md"),
        include_str!("../public/lessons/keys.md"),
        include_str!("../public/lessons/who.md"),
        include_str!("../public/lessons/interference.md"),
        include_str!("../public/lessons/again.md"),
    ];
    all.map(|lesson| lesson.as_bytes().to_vec()).to_vec()
}

/// Any link and any chance: all that was said arrives, or an end gives up, and nothing arrives before it is sent.
pub fn network(mut data: &[u8]) {
    let Some(road) = road(&mut data) else { return };
    let link = Address::parse(&String::from_utf8_lossy(data)).address.laboratory.link;
    let seed: String = String::from_utf8_lossy(data).chars().take(16).collect();
    let last = road.trace.steps.len() - 1;
    let timeline = Timeline::new(&road.trace, last, link, &seed);
    let spoken: usize = timeline.flights.iter().map(|flight| flight.bytes).sum();
    let sent: usize = [Side::Client, Side::Server].iter().map(|side| road.stream(*side).len()).sum();
    assert!(timeline.is_given_up || spoken == sent);
    for flight in &timeline.flights {
        assert!(timeline.is_given_up || flight.arrives.is_some());
        assert!(flight.arrives.is_none_or(|arrives| arrives > flight.sent));
    }
    for packet in &timeline.packets {
        assert!(packet.sent < packet.left && packet.left < packet.arrives);
    }
}

fn network_seeds() -> Vec<Vec<u8>> {
    let links =
        ["latency=40&bandwidth=64&loss=300", "latency=1000&bandwidth=32&loss=50", "latency=1&bandwidth=1000000"];
    let roads = 0..roads().len();
    roads.flat_map(|road| links.map(|link| [&[small(road)], link.as_bytes()].concat())).collect()
}

/// Any scenario that a link can hold: it runs to its end.
pub fn scenario(data: &[u8]) {
    let mut scenario = Address::parse(&String::from_utf8_lossy(data)).address.scenario;
    scenario.attack.clear();
    let trace = run(&scenario);
    // RFC 5280 §4.1.2.5 and names that are no names: then there is nothing to run.
    let Some(last) = trace.steps.len().checked_sub(1) else {
        assert!(configure(&scenario).is_none());
        return;
    };
    // What somebody sends again leads to nothing: that is the last connection.
    let last = if scenario.replay { trace.later.last().map_or(last, |first| first - 1) } else { last };
    for side in [Side::Client, Side::Server] {
        assert_eq!(trace.state(side, last), State::Closed, "{scenario:?}");
    }
    for (_, message) in trace.messages() {
        assert_eq!(message.error, None);
        assert_tiled(&message.fields, message.bytes.len());
    }
}

/// Any scenario with anything that somebody on the way can do: it ends, the two never differ unnoticed, and it can be told and
/// written down.
pub fn attack(data: &[u8]) {
    let scenario = Address::parse(&String::from_utf8_lossy(data)).address.scenario;
    if scenario.attack.is_empty() {
        return;
    }
    let honest = run(&Scenario { attack: Vec::new(), ..scenario.clone() });
    let trace = run(&scenario);
    let verdict = trace.verdict(&honest);
    // Who is broken on purpose may be deceived.
    let is_broken = !scenario.omissions.is_empty() || scenario.impostor.is_some();
    assert!(is_broken || trace.disagreements().is_empty());
    assert!(is_broken || verdict.client_said != Arrival::Changed && verdict.server_said != Arrival::Changed);
    assert_eq!(verdict.interfered.is_none(), Edit::idle(&scenario.attack, &trace).len() == scenario.attack.len());
    for step in 0..trace.steps.len() {
        assert!(!explain::step(&trace, step).title.is_empty());
    }
    let Some(last) = trace.steps.len().checked_sub(1) else { return };
    let _ = Timeline::new(&trace, last, Link::default(), "attack");
    let run = export::Run::of(&scenario, &trace);
    for format in Format::ALL {
        let _ = format.write(&run);
    }
    let opened = open(&Format::Json.write(&run), &Given::default()).expect("what is written is read");
    assert!(opened.trace == trace, "what is read is not what was written");
}

fn attack_seeds() -> Vec<Vec<u8>> {
    let links = [
        "attack=c0-flip-43-01,s3-drop,c1-repeat,s2-delay-1,s1-delay-flight",
        "attack=s3-cut-20,c0-split-100,c1-inject-15030300020100,c2-replay-3",
        "attack=s0-set-11-0000000000000000000000000000000000,c3-drop&tickets=4",
        "preset=tls12&attack=c2-drop,s1-flip-9-80,s4-repeat,c4-delay-1",
        "preset=early-data&attack=c5-drop,c6-flip-9-80,s9-delay-flight,c0-replay-5",
        "preset=hello-retry-request&attack=c0-repeat,s0-split-3,c1-cut-5,s1-inject-140303000101",
        "preset=client-certificate&attack=s7-drop,c2-set-0-17,c4-flip-6-01,s0-delay-2",
        "preset=key-update&attack=c3-replay-4,s8-repeat,c5-delay-flight,s6-cut-1",
    ];
    links.map(|link| link.as_bytes().to_vec()).to_vec()
}

fn address_seeds() -> Vec<Vec<u8>> {
    let presets = handshake::scenario::presets().into_iter();
    let links = presets.map(|preset| Address { scenario: preset.scenario, step: 3, ..Address::default() });
    let mut seeds: Vec<Vec<u8>> = links.map(|address| address.to_hash().into_bytes()).collect();
    let more = "#suite=chacha20poly1305&group=secp256r1&cert=ed25519&name=a.example&alpn=h2,h3&date=2030-01-31&tickets=4\
                &say=%0d%0a&tab=keys&sel=f3&layer=wire&depth=technical&ui=embed&theme=dark&limit=64&fragment=1";
    seeds.push(more.as_bytes().to_vec());
    let laboratory = "#compare=suite%3Daes256gcm%26seed%3Dx&latency=40&bandwidth=500&loss=20&predict=next,key&lesson=lessons/x.md&part=3";
    seeds.push(laboratory.as_bytes().to_vec());
    seeds.push(b"lesson=~AQIA_f9oaQ&predict=all&compare=tls12".to_vec());
    seeds.extend(attack_seeds());
    seeds
}

fn read(der: &[u8]) -> Option<Certificate> {
    decode(der, "cert_data", |reader| read_certificate(reader, der.len())).result.ok()
}

/// Any certificate: read to its last byte or refused; and none is trusted but what an authority has signed.
pub fn certificates(mut data: &[u8]) {
    static HONEST: OnceLock<Option<Honest>> = OnceLock::new();
    let Some(honest) = HONEST.get_or_init(Honest::new) else { panic!("the honest certificates parse") };
    let Some(choice) = byte(&mut data) else { return };
    let decoded = decode(data, "cert_data", |reader| read_certificate(reader, data.len()));
    let certificate = match decoded.result {
        Ok(certificate) => certificate,
        Err(error) => {
            assert_within(&decoded.fields, data.len());
            assert!(error.offset() <= data.len());
            return;
        }
    };
    assert_tiled(&decoded.fields, data.len());
    assert_eq!(certificate.der, data);
    let [leaf, intermediate] = &honest.chain;
    let chain = match choice % 3 {
        0 => vec![certificate, intermediate.clone()],
        1 => vec![leaf.clone(), certificate],
        _ => vec![leaf.clone(), certificate, intermediate.clone()],
    };
    let (anchors, now) = (core::slice::from_ref(&honest.root), 1_781_524_800);
    let report = verify_server_chain(&chain, anchors, "example.com", now);
    if report.leaf_key.is_some() {
        let signed = |certificate: &Certificate| {
            honest.chain.iter().any(|own| own.tbs_certificate == certificate.tbs_certificate)
        };
        assert!(choice % 3 == 2 || chain.iter().all(signed), "trusted what nobody signed");
    }
    assert!(verify_client_chain(&chain, anchors, now).leaf_key.is_none(), "none of these is for clients");
}

/// The certificates of the default run.
struct Honest {
    chain: [Certificate; 2],
    root: Certificate,
}

impl Honest {
    fn new() -> Option<Self> {
        let (client, server) = configure(&Scenario::default())?;
        let root = client.trust_anchors.into_iter().next()?;
        Some(Self { chain: server.certificate_chain.try_into().ok()?, root })
    }
}

fn certificate_seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for road in [&roads()[0], &roads()[5]] {
        let Some((client, server)) = configure(&road.scenario) else { continue };
        let certificates = server.certificate_chain.iter().chain(&client.trust_anchors);
        for (choice, certificate) in certificates.enumerate() {
            assert!(read(&certificate.der).is_some());
            seeds.push([&[small(choice)][..], &certificate.der].concat());
        }
    }
    seeds
}

/// What everybody has: the private keys of RFC 8448.
fn given() -> &'static Given {
    static GIVEN: OnceLock<Given> = OnceLock::new();
    GIVEN.get_or_init(|| {
        let mut given = Given::default();
        read_private_keys(handshake::capture::Sample::keys().as_bytes(), &mut given).expect("these are keys");
        given
    })
}

/// A file that somebody opens: what is made of it holds together, and each step of it has words.
fn opening(bytes: &[u8]) {
    let Ok(Opened { trace, faults, .. }) = open(bytes, given()) else { return };
    for index in 0..trace.steps.len() {
        let words = handshake::explain::step(&trace, index);
        assert!(!words.title.is_empty(), "step {index} has no heading");
    }
    for (_, message) in trace.messages() {
        for placement in &message.placements {
            assert!(trace.record(placement.record).is_some(), "a message stands in a record that was never sent");
        }
        if message.error.is_none() {
            assert_tiled(&message.fields, message.bytes.len());
        }
    }
    for fault in faults {
        assert!(!fault.to_string().is_empty());
    }
    for start in trace.later.iter().copied().chain([0]) {
        let _ = Timeline::new(&trace, start, Link::default(), "opened");
    }
    let run = export::Run::recorded(&trace, String::new(), 0, vec![]);
    for format in Format::ALL {
        assert!(!format.write(&run).is_empty() || format == Format::KeyLog || format == Format::Pem);
    }
}

fn capture_seeds() -> Vec<Vec<u8>> {
    let named = ["default", "hello-retry-request", "everything", "tls12"];
    let capture = |name| {
        let preset = preset(name)?;
        let trace = run(&preset.scenario);
        Some(Format::Pcapng.write(&export::Run::of(&preset.scenario, &trace)))
    };
    named.into_iter().filter_map(capture).collect()
}

fn pasted_seeds() -> Vec<Vec<u8>> {
    samples().iter().map(|sample| sample.records().into_bytes()).collect()
}

fn json_seeds() -> Vec<Vec<u8>> {
    let opened = sample("rfc8448-retry").expect("it is one of them").open();
    let trace = &opened.trace;
    let run = export::Run::recorded(trace, opened.title, 0, vec![]);
    vec![Format::Json.write(&run)]
}

/// A key log: what can be read of it is what its lines say.
fn key_log(bytes: &[u8]) {
    let (logged, faults) = read_key_log(bytes);
    let lines = String::from_utf8_lossy(bytes).lines().count();
    assert!(logged.len() + faults.len() <= lines);
    let sample = sample("rfc8448-simple").expect("it is one of them");
    let given = Given { logged, ..Given::default() };
    assert!(open(sample.records().as_bytes(), &given).is_ok());
}

fn key_log_seeds() -> Vec<Vec<u8>> {
    let trace = sample("rfc8448-simple").expect("it is one of them").open().trace;
    let run = export::Run::recorded(&trace, String::new(), 0, vec![]);
    let log = String::from_utf8(Format::KeyLog.write(&run)).expect("a key log is text");
    vec![log.replace('\n', "\r\n").into_bytes(), [b"# a remark\n\nSOMETHING_NEW 00 01\n", log.as_bytes()].concat()]
}

/// A private key, or something that should be one.
fn private_key(bytes: &[u8]) {
    let mut given = Given::default();
    let _ = read_private_keys(bytes, &mut given);
    let sample = sample("rfc8448-simple").expect("it is one of them");
    assert!(open(sample.records().as_bytes(), &given).is_ok());
}

fn private_key_seeds() -> Vec<Vec<u8>> {
    let keys = handshake::capture::Sample::keys().as_bytes().to_vec();
    let pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIEmvQrp/eZRIUtcT7yeEvLynkR3iatxWQsvrQFQOf1AF\n-----END PRIVATE KEY-----\n";
    let rsa = handshake::crypto::rare::teaching_key("leaf private key").to_vec();
    vec![keys, pem.as_bytes().to_vec(), rsa]
}
