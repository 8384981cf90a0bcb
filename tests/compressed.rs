//! Certificates that were compressed on their way (RFC 8879), in captures: rustls with itself in memory, with its key log.
#![cfg(all(feature = "rare", not(target_arch = "wasm32")))]

#[path = "common/rustls_peer.rs"]
#[expect(dead_code, reason = "what a provider of a scenario's needs")]
mod rustls_peer;

use boon::{Compiler, Schemas};
use handshake::capture::{Opened, open, read_key_log};
use handshake::explain;
use handshake::export::{self, Format};
use handshake::scenario::{CertificateKey, ClientAuthentication, Scenario, configure};
use handshake::tls::message::{CompressedCertificate, HandshakeMessage, Packed, unpacked};
use handshake::tls::observer::Given;
use handshake::tls::registry::CertificateCompressionAlgorithm as Algorithm;
use handshake::trace::{
    AlertDescription, Check, CheckName, Compressed, Effect, EvidenceValue, Message, MessageName, Note, Outcome, Proof,
    Side, Trace,
};
use rustls::CertificateCompressionAlgorithm;
use rustls::compress::{
    BROTLI_COMPRESSOR, BROTLI_DECOMPRESSOR, CertCompressor, CertDecompressor, CompressionFailed, CompressionLevel,
    DecompressionFailed, ZLIB_COMPRESSOR, ZLIB_DECOMPRESSOR,
};
use rustls::pki_types::ServerName;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

type Compressors = &'static [&'static dyn CertCompressor];
type Decompressors = &'static [&'static dyn CertDecompressor];

/// The lines of a key log.
#[derive(Debug, Default)]
struct Lines(Mutex<String>);

impl rustls::KeyLog for Lines {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        writeln!(self.0.lock().unwrap(), "{label} {} {}", digits(client_random), digits(secret)).unwrap();
    }
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// What passed, as it can be pasted, and what is known of it.
struct Recorded {
    text: String,
    given: Given,
    trust_anchors: usize,
}

/// Carries what one has to say to the other, as far as the other takes it.
fn pass(mark: char, from: &mut rustls::Connection, to: &mut rustls::Connection, text: &mut String) -> bool {
    let mut bytes = Vec::new();
    while from.wants_write() {
        from.write_tls(&mut bytes).unwrap();
    }
    if bytes.is_empty() {
        return false;
    }
    writeln!(text, "{mark} {}", digits(&bytes)).unwrap();
    let mut unread = &bytes[..];
    while !unread.is_empty() {
        to.read_tls(&mut unread).unwrap();
        // Whoever refuses sends an alert, which is recorded too.
        let _ = to.process_new_packets();
    }
    true
}

/// Both can undo `decompressors`, and compress with `compressors`.
fn recorded(key: CertificateKey, compressors: Compressors, decompressors: Decompressors) -> Recorded {
    let scenario = Scenario {
        certificate_key: key,
        client_authentication: ClientAuthentication::Required,
        client_certificate: Some("alice".into()),
        ..Scenario::default()
    };
    let (ours, theirs) = configure(&scenario).unwrap();
    let lines = Arc::new(Lines::default());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut client = rustls_peer::client_config(provider.clone(), &ours);
    client.key_log = Arc::clone(&lines) as Arc<dyn rustls::KeyLog>;
    (client.cert_compressors, client.cert_decompressors) = (compressors.to_vec(), decompressors.to_vec());
    let mut server = rustls_peer::server_config(provider, &theirs);
    (server.cert_compressors, server.cert_decompressors) = (compressors.to_vec(), decompressors.to_vec());
    let name = ServerName::try_from(scenario.server_name.clone()).unwrap();
    let mut client: rustls::Connection = rustls::ClientConnection::new(Arc::new(client), name).unwrap().into();
    let mut server: rustls::Connection = rustls::ServerConnection::new(Arc::new(server)).unwrap().into();
    let mut text = String::new();
    while pass('>', &mut client, &mut server, &mut text) | pass('<', &mut server, &mut client, &mut text) {}
    let (logged, faults) = read_key_log(lines.0.lock().unwrap().as_bytes());
    assert_eq!(faults, []);
    let trust_anchors = [ours.trust_anchors, theirs.trust_anchors].concat();
    let count = trust_anchors.len();
    Recorded { text, given: Given { logged, trust_anchors, now: ours.now, ..Given::default() }, trust_anchors: count }
}

fn opened(recorded: &Recorded) -> Trace {
    let Opened { trace, faults, .. } = open(recorded.text.as_bytes(), &recorded.given).unwrap();
    assert_eq!(faults, []);
    // Each step has words, each field too, and what is written of it opens again as it was.
    for index in 0..trace.steps.len() {
        let words = explain::step(&trace, index);
        assert!(!words.title.is_empty() && !words.simple.is_empty() && words.technical.iter().all(|it| !it.is_empty()));
        assert_eq!(words.label, explain::label(&trace, index));
    }
    for (step, message) in trace.messages() {
        for place in 0..message.fields.fields().len() {
            let words = explain::field(&message.fields, place, &message.bytes, explain::Version::at(&trace, step));
            assert!(!words.sentence.is_empty(), "{:?}", message.fields.path(place));
        }
    }
    let run = exported(&trace);
    let json = Format::Json.write(&run);
    let again = open(&json, &Given::default()).unwrap_or_else(|fault| panic!("{fault}")).trace;
    assert!(again == trace);
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    let schema = serde_json::from_str(include_str!("../schema/trace.schema.json")).unwrap();
    compiler.add_resource("trace.schema.json", schema).unwrap();
    let schema = compiler.compile("trace.schema.json", &mut schemas).unwrap();
    if let Err(error) = schemas.validate(&serde_json::from_slice(&json).unwrap(), schema) {
        panic!("{error:#}");
    }
    trace
}

fn exported(trace: &Trace) -> export::Run<'_> {
    export::Run {
        trace,
        title: "compressed".into(),
        began: 0,
        pause: 0,
        address: None,
        is_simulated: false,
        trust_anchors: Vec::new(),
    }
}

fn checks(trace: &Trace) -> Vec<(Side, &Check)> {
    let check = |occurrence: &'_ handshake::trace::Occurrence| occurrence.side;
    trace
        .occurrences()
        .filter_map(|occurrence| match &occurrence.effect {
            Effect::Checked(made) => Some((check(occurrence), made)),
            _ => None,
        })
        .collect()
}

fn notes(trace: &Trace) -> Vec<Note> {
    let note = |effect: &Effect| match effect {
        Effect::Noted(note) => Some(note.clone()),
        _ => None,
    };
    trace.occurrences().filter_map(|occurrence| note(&occurrence.effect)).collect()
}

fn evidence<'a>(check: &'a Check, name: &str) -> &'a str {
    let found = check.evidence.iter().find(|evidence| evidence.name == name).unwrap();
    match &found.value {
        EvidenceValue::Text(text) => text,
        EvidenceValue::Bytes(_) => panic!("{name} is a text"),
    }
}

/// The step in which that is checked.
fn step_of(trace: &Trace, check: &Check) -> usize {
    let is_it = |effect: &Effect| matches!(effect, Effect::Checked(made) if core::ptr::eq(made, check));
    trace.steps.iter().position(|step| step.occurrences.iter().any(|it| is_it(&it.effect))).unwrap()
}

fn compressed(trace: &Trace, sender: Side) -> (usize, &Message) {
    let wanted = (sender, MessageName::CompressedCertificate);
    trace.messages().find(|(_, message)| (message.sender, message.name) == wanted).expect("they are compressed")
}

fn entries(message: &Message) -> usize {
    message.fields.fields().iter().filter(|field| field.name == "CertificateEntry").count()
}

#[test]
fn certificates_of_both_sides_unpack_and_are_judged() {
    let ways: [(&str, Compressors, Decompressors); 3] = [
        ("zlib", &[ZLIB_COMPRESSOR], &[ZLIB_DECOMPRESSOR]),
        ("brotli", &[BROTLI_COMPRESSOR], &[BROTLI_DECOMPRESSOR]),
        ("zstd", &[&Zstd], &[&Zstd]),
    ];
    for (name, compressors, decompressors) in ways {
        for key in [CertificateKey::EcdsaP256, CertificateKey::Rsa] {
            let recorded = recorded(key, compressors, decompressors);
            assert!(recorded.trust_anchors > 0);
            let trace = opened(&recorded);
            assert_eq!(notes(&trace), [], "{name}");
            for (side, check) in checks(&trace) {
                assert_eq!(check.outcome, Outcome::Passed, "{name}, {side:?}: {check:?}");
            }
            for sender in [Side::Client, Side::Server] {
                let (step, message) = compressed(&trace, sender);
                assert_eq!(message.error, None);
                let whole = unpacked(message);
                assert_eq!((whole.name, &whole.error), (MessageName::Certificate, &None));
                assert_eq!(entries(&whole), if sender == Side::Server { 2 } else { entries(&whole) });
                assert!(entries(&whole) > 0 && whole.bytes.len() > message.bytes.len());
                let of_receiver = checks(&trace).into_iter().filter(|(side, _)| *side == sender.peer());
                let made: Vec<&Check> = of_receiver.map(|(_, check)| check).collect();
                let find = |name| *made.iter().find(|check| check.name == name).expect("it is checked");
                let unpacking = find(CheckName::CompressedCertificate);
                assert_eq!((evidence(unpacking, "offered"), evidence(unpacking, "algorithm")), (name, name));
                let length = format!("{} bytes", whole.bytes.len());
                assert_eq!(
                    [evidence(unpacking, "uncompressed_length"), evidence(unpacking, "unpacked")],
                    [&*length; 2]
                );
                find(CheckName::TrustAnchor);
                // What is signed covers the message as it was sent.
                let Some(Proof::Signature { covers, .. }) = &find(CheckName::CertificateVerify).proof else { panic!() };
                assert_eq!((covers.through, covers.sender), (MessageName::CompressedCertificate, sender));
                let words = explain::step(&trace, step);
                assert_eq!(words.label, "CompressedCertificate");
                assert!(words.simple[0].contains(&format!("in place of {}.", whole.bytes.len())), "{:?}", words.simple);
                let later = explain::step(&trace, step_of(&trace, unpacking));
                assert!(later.simple[0].contains("came compressed") && later.simple.len() > 2, "{:?}", later.simple);
            }
            let pem = String::from_utf8(Format::Pem.write(&exported(&trace))).unwrap();
            let shown: usize =
                [Side::Client, Side::Server].map(|side| entries(&unpacked(compressed(&trace, side).1))).iter().sum();
            assert_eq!(pem.matches("-----BEGIN CERTIFICATE-----").count(), shown);
            assert!(pem.contains("Certificate 1 of 2, sent by the server\nSubject: "), "{pem}");
        }
    }
}

/// What hellos and requests say of it has names and sentences.
#[test]
fn what_is_offered_is_told() {
    let recorded = recorded(CertificateKey::EcdsaP256, &[BROTLI_COMPRESSOR], &[ZLIB_DECOMPRESSOR, BROTLI_DECOMPRESSOR]);
    let trace = opened(&recorded);
    for name in [MessageName::ClientHello, MessageName::CertificateRequest] {
        let (_, message) = trace.messages().find(|(_, message)| message.name == name).unwrap();
        let list = message.fields.find("algorithms").expect("it is said");
        assert_eq!(explain::field_value(&message.fields, list, &message.bytes), "2 algorithms: zlib, brotli");
    }
}

/// Compresses so that something is wrong with it.
struct Wrong {
    algorithm: CertificateCompressionAlgorithm,
    compress: fn(Vec<u8>) -> Vec<u8>,
}

impl std::fmt::Debug for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wrong")
    }
}

impl CertCompressor for Wrong {
    fn compress(&self, input: Vec<u8>, _: CompressionLevel) -> Result<Vec<u8>, CompressionFailed> {
        Ok((self.compress)(input))
    }

    fn algorithm(&self) -> CertificateCompressionAlgorithm {
        self.algorithm
    }
}

impl CertDecompressor for Wrong {
    fn decompress(&self, _: &[u8], _: &mut [u8]) -> Result<(), DecompressionFailed> {
        Err(DecompressionFailed)
    }

    fn algorithm(&self) -> CertificateCompressionAlgorithm {
        self.algorithm
    }
}

/// Stands in for what rustls does not bring: zstd as the crate does it that unpacks it here.
#[derive(Debug)]
struct Zstd;

impl CertCompressor for Zstd {
    fn compress(&self, input: Vec<u8>, _: CompressionLevel) -> Result<Vec<u8>, CompressionFailed> {
        Ok(ruzstd::encoding::compress_to_vec(&input[..], ruzstd::encoding::CompressionLevel::Fastest))
    }

    fn algorithm(&self) -> CertificateCompressionAlgorithm {
        CertificateCompressionAlgorithm::Zstd
    }
}

impl CertDecompressor for Zstd {
    fn decompress(&self, input: &[u8], output: &mut [u8]) -> Result<(), DecompressionFailed> {
        let unpacked = ruzstd::decoding::FrameDecoder::new().decode_all(input, output);
        if unpacked.is_ok_and(|length| length == output.len()) { Ok(()) } else { Err(DecompressionFailed) }
    }

    fn algorithm(&self) -> CertificateCompressionAlgorithm {
        CertificateCompressionAlgorithm::Zstd
    }
}

const BROTLI: CertificateCompressionAlgorithm = CertificateCompressionAlgorithm::Brotli;
const ZLIB: CertificateCompressionAlgorithm = CertificateCompressionAlgorithm::Zlib;
const ZSTD: CertificateCompressionAlgorithm = CertificateCompressionAlgorithm::Zstd;

fn with(compressor: &dyn CertCompressor, bytes: Vec<u8>) -> Vec<u8> {
    compressor.compress(bytes, CompressionLevel::Interactive).unwrap()
}

fn changed(mut bytes: Vec<u8>, change: fn(&mut Vec<u8>)) -> Vec<u8> {
    change(&mut bytes);
    bytes
}

#[test]
#[expect(clippy::too_many_lines, reason = "one case after the other")]
fn what_does_not_unpack_is_said_and_where() {
    /// 16 MiB of zeros.
    fn much() -> Vec<u8> {
        vec![0; 1 << 24]
    }
    let cases: [(&str, Wrong, &str, AlertDescription); 18] = [
        (
            "garbage",
            Wrong { algorithm: ZLIB, compress: |_| vec![7; 99] },
            "0 bytes; wrong near byte 2 of what is compressed",
            AlertDescription::BadCertificate,
        ),
        (
            "garbage",
            Wrong { algorithm: BROTLI, compress: |_| vec![7; 99] },
            "0 bytes; wrong near byte",
            AlertDescription::BadCertificate,
        ),
        (
            "cut off",
            Wrong {
                algorithm: ZLIB,
                compress: |it| changed(with(ZLIB_COMPRESSOR, it), |it| it.truncate(it.len() / 2)),
            },
            "what is compressed ends before it is complete",
            AlertDescription::BadCertificate,
        ),
        (
            "cut off",
            Wrong {
                algorithm: BROTLI,
                compress: |it| changed(with(BROTLI_COMPRESSOR, it), |it| it.truncate(it.len() / 2)),
            },
            "what is compressed ends before it is complete",
            AlertDescription::BadCertificate,
        ),
        (
            "changed",
            Wrong {
                algorithm: ZLIB,
                compress: |it| changed(with(ZLIB_COMPRESSOR, it), |it| *it.last_mut().unwrap() ^= 1),
            },
            "wrong near byte",
            AlertDescription::BadCertificate,
        ),
        (
            "longer",
            Wrong { algorithm: ZLIB, compress: |it| with(ZLIB_COMPRESSOR, changed(it, |it| it.push(0))) },
            "more bytes than that",
            AlertDescription::BadCertificate,
        ),
        (
            "longer",
            Wrong { algorithm: BROTLI, compress: |it| with(BROTLI_COMPRESSOR, changed(it, |it| it.push(0))) },
            "more bytes than that",
            AlertDescription::BadCertificate,
        ),
        (
            "shorter",
            Wrong { algorithm: ZLIB, compress: |it| with(ZLIB_COMPRESSOR, changed(it, |it| it.truncate(9))) },
            "9 bytes",
            AlertDescription::BadCertificate,
        ),
        (
            "shorter",
            Wrong { algorithm: BROTLI, compress: |it| with(BROTLI_COMPRESSOR, changed(it, |it| it.truncate(9))) },
            "9 bytes",
            AlertDescription::BadCertificate,
        ),
        (
            "bomb",
            Wrong { algorithm: ZLIB, compress: |_| with(ZLIB_COMPRESSOR, much()) },
            "more bytes than that",
            AlertDescription::BadCertificate,
        ),
        (
            "bomb",
            Wrong { algorithm: BROTLI, compress: |_| with(BROTLI_COMPRESSOR, much()) },
            "more bytes than that",
            AlertDescription::BadCertificate,
        ),
        (
            "no Certificate",
            Wrong { algorithm: ZLIB, compress: |it| with(ZLIB_COMPRESSOR, vec![9; it.len()]) },
            "certificate_list at byte ",
            AlertDescription::DecodeError,
        ),
        (
            "a header",
            Wrong {
                algorithm: BROTLI,
                compress: |it| with(BROTLI_COMPRESSOR, [&[11, 0, 0, 1], &it[..it.len() - 4]].concat()),
            },
            "certificate_",
            AlertDescription::DecodeError,
        ),
        (
            "garbage",
            Wrong { algorithm: ZSTD, compress: |_| vec![7; 99] },
            "0 bytes; wrong near byte",
            AlertDescription::BadCertificate,
        ),
        (
            "cut off",
            Wrong { algorithm: ZSTD, compress: |it| changed(with(&Zstd, it), |it| it.truncate(it.len() / 2)) },
            "what is compressed ends before it is complete",
            AlertDescription::BadCertificate,
        ),
        (
            "longer",
            Wrong { algorithm: ZSTD, compress: |it| with(&Zstd, changed(it, |it| it.push(0))) },
            "more bytes than that",
            AlertDescription::BadCertificate,
        ),
        (
            "shorter",
            Wrong { algorithm: ZSTD, compress: |it| with(&Zstd, changed(it, |it| it.truncate(9))) },
            "9 bytes",
            AlertDescription::BadCertificate,
        ),
        (
            "bomb",
            Wrong { algorithm: ZSTD, compress: |_| with(&Zstd, much()) },
            "more bytes than that",
            AlertDescription::BadCertificate,
        ),
    ];
    for (name, wrong, said, alert) in cases {
        let wrong: &'static Wrong = Box::leak(Box::new(wrong));
        let name = format!("{name}, {:?}", wrong.algorithm);
        let trace = opened(&recorded(
            CertificateKey::EcdsaP256,
            Box::leak(Box::new([wrong as &dyn CertCompressor])),
            Box::leak(Box::new([wrong as &dyn CertDecompressor])),
        ));
        let (_, message) = compressed(&trace, Side::Server);
        assert!(unpacked(message).name == MessageName::CompressedCertificate || alert == AlertDescription::DecodeError);
        let check = checks(&trace).into_iter().find(|(_, check)| check.name == CheckName::CompressedCertificate);
        let (side, check) = check.unwrap();
        assert_eq!((side, check.outcome), (Side::Client, Outcome::Failed(alert)), "{name}");
        let unpacked = evidence(check, "unpacked");
        assert!(unpacked.contains(said), "{name}: {unpacked}");
        let words = explain::step(&trace, step_of(&trace, check));
        assert_eq!(words.label, "unpacks the certificates: fails", "{name}");
        assert!(words.technical[0].contains(unpacked), "{name}: {:?}", words.technical);
        // Whoever sent it goes on; that its key is not known is said.
        assert!(notes(&trace).contains(&Note::ProofNotJudged), "{name}");
        assert!(!checks(&trace).iter().any(|(_, check)| check.name == CheckName::CertificateVerify), "{name}");
        println!("{name}: {unpacked}");
    }
}

#[test]
fn what_is_not_built_here_stays_compressed_and_is_said() {
    let (algorithm, told) = (CertificateCompressionAlgorithm::Unknown(0x4000), "unknown algorithm (0x4000)");
    let wrong: &'static Wrong = Box::leak(Box::new(Wrong { algorithm, compress: |it| it }));
    let trace = opened(&recorded(
        CertificateKey::EcdsaP256,
        Box::leak(Box::new([wrong as &dyn CertCompressor])),
        Box::leak(Box::new([wrong as &dyn CertDecompressor])),
    ));
    let (step, _) = compressed(&trace, Side::Server);
    let stays = Note::StaysCompressed(Compressed::NotBuilt { algorithm: u16::from(algorithm) });
    assert_eq!(notes(&trace)[..2], [stays, Note::ProofNotJudged]);
    let words = explain::step(&trace, step);
    assert!(words.technical.iter().any(|line| line.contains(told)), "{:?}", words.technical);
    assert!(words.simple.iter().any(|line| line.contains("stay compressed")), "{:?}", words.simple);
    assert!(Format::Pem.write(&exported(&trace)).is_empty());
}

/// RFC 8879 §4: the length is that of what comes out, to the byte.
#[test]
fn the_length_that_is_said_counts() {
    let body = [&[0][..], &(0..=255).cycle().take(5000).collect::<Vec<u8>>()].concat();
    for (algorithm, compressor) in
        [(Algorithm::ZLIB, ZLIB_COMPRESSOR), (Algorithm::BROTLI, BROTLI_COMPRESSOR), (Algorithm::ZSTD, &Zstd)]
    {
        let packed = with(compressor, body.clone());
        let unpack = |uncompressed_length, packed: &[u8]| {
            let compressed_certificate_message = packed.to_vec();
            CompressedCertificate { algorithm, uncompressed_length, compressed_certificate_message }.unpack()
        };
        assert_eq!(unpack(body.len(), &packed).unwrap(), body);
        assert_eq!(unpack(body.len() + 1, &packed), Err(Packed::Shorter { written: body.len() }));
        assert_eq!(unpack((1 << 18) - 1, &packed), Err(Packed::Shorter { written: body.len() }));
        for length in [0, 1, body.len() - 1] {
            assert_eq!(unpack(length, &packed), Err(Packed::Longer), "{length}");
        }
        assert_eq!(unpack((1 << 18) + 1, &packed), Err(Packed::TooLong { limit: 1 << 18 }));
        assert_eq!(unpack((1 << 24) - 1, &packed), Err(Packed::TooLong { limit: 1 << 18 }));
        // However short it is cut, and whatever bit is changed, it unpacks to nothing else without notice.
        for length in 0..packed.len() {
            assert!(unpack(body.len(), &packed[..length]).is_err(), "{length}");
        }
        for place in 0..packed.len() * 8 {
            let mut changed = packed.clone();
            changed[place / 8] ^= 1 << (place % 8);
            let _ = unpack(body.len(), &changed);
        }
    }
}

#[test]
fn the_message_is_read_as_it_is_written() {
    let message = HandshakeMessage::CompressedCertificate(CompressedCertificate {
        algorithm: Algorithm::BROTLI,
        uncompressed_length: 0x01_02_03,
        compressed_certificate_message: vec![1, 2, 3],
    });
    let bytes = message.encode();
    assert_eq!(bytes, [25, 0, 0, 11, 0, 2, 1, 2, 3, 0, 0, 3, 1, 2, 3]);
    assert_eq!(HandshakeMessage::decode(&bytes).result.unwrap(), message);
    // RFC 8879 §4: compressed_certificate_message has at least one byte.
    assert!(HandshakeMessage::decode(&[25, 0, 0, 8, 0, 2, 0, 0, 1, 0, 0, 0]).result.is_err());
}
