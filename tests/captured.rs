//! Captures of other people's handshakes: rustls with itself in memory, OpenSSL with itself over this machine's loopback, each
//! with its own key log. `text2pcap` writes the files, and `tshark` reads them too: both must find the same.
#![cfg(not(target_arch = "wasm32"))]

#[expect(dead_code, reason = "what our own command line needs")]
#[path = "common/process.rs"]
mod process;
#[expect(dead_code, reason = "what the plain handshakes need")]
#[path = "common/rustls_peer.rs"]
mod rustls_peer;

use handshake::capture::{Opened, open, read_key_log, read_private_keys};
use handshake::scenario::{CertificateKey, Scenario, configure};
use handshake::tls::observer::Given;
use handshake::tls::registry::ProtocolVersion;
use handshake::trace::{CheckName, Effect, MessageName, Note, Outcome, Sealed, Side, Trace};
use process::{Folder, Process};
use rustls::pki_types::ServerName;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// What passed, in order.
type Passed = Vec<(Side, Vec<u8>)>;

/// A relay for one connection: what it passes on it remembers.
struct Relay {
    port: u16,
    passed: Arc<Mutex<Passed>>,
    thread: JoinHandle<()>,
}

impl Relay {
    fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let passed = Arc::new(Mutex::new(Vec::new()));
        let (one, other) = (Arc::clone(&passed), Arc::clone(&passed));
        let thread = std::thread::spawn(move || {
            let client = listener.accept().unwrap().0;
            let server = TcpStream::connect(("127.0.0.1", server)).unwrap();
            let (from_server, to_client) = (server.try_clone().unwrap(), client.try_clone().unwrap());
            let back = std::thread::spawn(move || carry(Side::Server, from_server, to_client, &other));
            carry(Side::Client, client, server, &one);
            back.join().unwrap();
        });
        Self { port, passed, thread }
    }

    fn end(self) -> Passed {
        self.thread.join().unwrap();
        Arc::try_unwrap(self.passed).unwrap().into_inner().unwrap()
    }
}

fn carry(side: Side, mut from: TcpStream, mut to: TcpStream, passed: &Mutex<Passed>) {
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        passed.lock().unwrap().push((side, buffer[..length].to_vec()));
        if to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

/// A capture of what passed, made by `text2pcap`.
fn capture(folder: &Folder, passed: &Passed) -> Vec<u8> {
    let mut text = String::new();
    for (side, bytes) in passed {
        // What fits into an IP packet.
        for bytes in bytes.chunks(1400) {
            text.push_str(if *side == Side::Client { "O\n" } else { "I\n" });
            for (line, bytes) in bytes.chunks(16).enumerate() {
                write!(text, "{:06x}", line * 16).unwrap();
                for byte in bytes {
                    write!(text, " {byte:02x}").unwrap();
                }
                text.push('\n');
            }
        }
    }
    folder.write("passed.txt", text);
    let arguments = ["-q", "-D", "-T", "51843,443", "-4", "192.0.2.10,203.0.113.20", "passed.txt", "made.pcapng"];
    let output = Command::new("text2pcap").args(arguments).current_dir(folder.path()).output();
    let output = output.expect("these tests need `text2pcap` (Debian: apt-get install wireshark-common)");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    std::fs::read(folder.path().join("made.pcapng")).unwrap()
}

/// How many records of each side, and how many handshake messages of each type, there are.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    records: usize,
    handshake: Vec<u8>,
    alerts: usize,
}

/// What tshark finds in `made.pcapng` with the secrets in `keys.log`.
fn counted_by_tshark(folder: &Folder) -> Counts {
    let columns = ["tls.record.length", "tls.handshake.type", "tls.alert_message.desc"];
    let output = Command::new("tshark")
        .args(["-r", "made.pcapng", "-n", "-o", "tls.keylog_file:keys.log", "-T", "fields"])
        .args(columns.iter().flat_map(|column| ["-e", column]))
        .current_dir(folder.path())
        .output()
        .expect("these tests need `tshark` (Debian: apt-get install tshark)");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut counts = Counts::default();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let mut cells = line.split('\t').map(|cell| cell.split(',').filter(|value| !value.is_empty()));
        counts.records += cells.next().unwrap().count();
        counts.handshake.extend(cells.next().unwrap().map(|value| value.parse::<u8>().unwrap()));
        counts.alerts += cells.next().unwrap().count();
    }
    counts.handshake.sort_unstable();
    counts
}

fn counted(trace: &Trace) -> Counts {
    let named = |name: MessageName| trace.messages().filter(move |(_, message)| message.name == name);
    let handshake = trace.messages().filter(|(_, message)| message.name.is_handshake());
    let mut handshake: Vec<u8> = handshake.map(|(_, message)| message.bytes[0]).collect();
    handshake.sort_unstable();
    Counts { records: trace.records().count(), handshake, alerts: named(MessageName::Alert).count() }
}

fn notes(trace: &Trace) -> Vec<Note> {
    let note = |effect: &Effect| match effect {
        Effect::Noted(note) => Some(note.clone()),
        _ => None,
    };
    trace.occurrences().filter_map(|occurrence| note(&occurrence.effect)).collect()
}

/// What one side said.
fn data(trace: &Trace, side: Side) -> Vec<u8> {
    let said =
        trace.messages().filter(|(_, message)| message.name == MessageName::ApplicationData && message.sender == side);
    said.flat_map(|(_, message)| message.bytes.clone()).collect()
}

/// Opens a capture; all is opened, every check passes, and tshark counts the same.
fn all_is_known(name: &str, folder: &Folder, capture: &[u8], given: &Given) -> Trace {
    let Opened { trace, faults, .. } = open(capture, given).unwrap();
    assert_eq!(faults, [], "{name}");
    for note in notes(&trace) {
        assert_eq!(note, Note::ChainNotJudged, "{name}");
    }
    let checks = trace.occurrences().filter_map(|item| match &item.effect {
        Effect::Checked(check) => Some(check),
        _ => None,
    });
    let mut finished = 0;
    for check in checks {
        assert_eq!(check.outcome, Outcome::Passed, "{name}: {:?}", check.name);
        finished += usize::from(check.name == CheckName::Finished);
    }
    assert_eq!(finished, 2 * (trace.later.len() + 1), "{name}");
    let counts = counted(&trace);
    assert_eq!(counts, counted_by_tshark(folder), "{name}");
    println!("{name}: {} records, {} handshake messages", counts.records, counts.handshake.len());
    trace
}

fn given(key_log: &str) -> Given {
    let (logged, faults) = read_key_log(key_log.as_bytes());
    assert_eq!(faults, []);
    Given { logged, ..Given::default() }
}

/// Runs a command of OpenSSL's to its end.
fn openssl(folder: &Folder, arguments: &[&str]) {
    let ended = Process::start("openssl", arguments, folder.path()).end();
    assert_eq!(ended.status, Some(0), "openssl {}: {}", arguments.join(" "), ended.errors);
}

/// A server and a client of OpenSSL's with a relay between them.
fn openssl_with_itself(folder: &Folder, for_server: &[&str], for_client: &[&str], say: &[&[u8]]) -> Passed {
    let common =
        ["s_server", "-accept", "127.0.0.1:0", "-naccept", "1", "-cert", "chain.pem", "-key", "key.pem", "-rev"];
    let server = Process::start("openssl", &[&common[..], for_server].concat(), folder.path());
    let relay = Relay::to(server.port("ACCEPT"));
    let place = format!("127.0.0.1:{}", relay.port);
    let common = ["s_client", "-connect", &place, "-servername", "localhost", "-keylogfile", "keys.log"];
    let mut client = Process::start("openssl", &[&common[..], for_client].concat(), folder.path());
    client.wait_for("---\n");
    for text in say {
        client.say(text);
        if *text == b"K\n" {
            // What comes along with the command would be lost.
            client.wait_for("KEYUPDATE\n");
        } else {
            let back: String = String::from_utf8_lossy(text).trim_end().chars().rev().collect();
            client.wait_for(&back);
        }
    }
    client.end();
    let passed = relay.end();
    server.end();
    passed
}

fn identity(folder: &Folder, kind: &[&str]) {
    let name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    let common = ["req", "-x509", "-nodes", "-days", "30", "-keyout", "key.pem", "-out", "chain.pem"];
    openssl(folder, &[&common[..], kind, &name].concat());
}

const RSA: &[&str] = &["-newkey", "rsa:2048"];
const P256: &[&str] = &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];

/// A name, how the certificate's key is made, and what server and client are told.
type Case = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

#[test]
fn openssl_tls13() {
    let cases: [Case; 4] = [
        ("x25519", RSA, &["-tls1_3"], &["-ciphersuites", "TLS_AES_256_GCM_SHA384", "-groups", "X25519"]),
        ("chacha", P256, &["-tls1_3"], &["-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256", "-groups", "P-256"]),
        ("retry", P256, &["-tls1_3", "-groups", "P-256"], &["-groups", "X25519:P-256"]),
        ("client", P256, &["-tls1_3", "-Verify", "1"], &["-cert", "chain.pem", "-key", "key.pem"]),
    ];
    for (name, kind, for_server, for_client) in cases {
        let folder = Folder::new(&format!("captured-tls13-{name}"));
        identity(&folder, kind);
        // K asks for new keys, on both sides.
        let passed = openssl_with_itself(&folder, for_server, for_client, &[b"drawer\n", b"K\n", b"stressed\n"]);
        let capture = capture(&folder, &passed);
        let name = format!("OpenSSL, TLS 1.3, {name}");
        let trace = all_is_known(&name, &folder, &capture, &given(&folder.read("keys.log")));
        assert_eq!(data(&trace, Side::Client), b"drawer\nstressed\n", "{name}");
        assert_eq!(data(&trace, Side::Server), b"reward\ndesserts\n", "{name}");
        let updates = trace.messages().filter(|(_, message)| message.name == MessageName::KeyUpdate);
        assert_eq!(updates.count(), 2, "{name}");
        // Without the key log nothing of it is known.
        let closed = open(&capture, &Given::default()).unwrap().trace;
        assert!(data(&closed, Side::Client).is_empty() && data(&closed, Side::Server).is_empty());
        // The first keys alone do not open what follows them, nor the other way round.
        let only = |word: &str| {
            let log = folder.read("keys.log");
            let lines: Vec<_> = log.split_inclusive('\n').filter(|line| line.contains(word)).collect();
            open(&capture, &given(&lines.concat())).unwrap().trace
        };
        let late = only("TRAFFIC_SECRET_0");
        assert_eq!(data(&late, Side::Client), b"drawer\nstressed\n", "{name}");
        assert!(
            notes(&late).iter().any(|note| matches!(note, Note::Sealed { why: Sealed::NoSecret(_), .. })),
            "{name}"
        );
        let early = only("HANDSHAKE_TRAFFIC");
        assert!(early.messages().any(|(_, message)| message.name == MessageName::Finished), "{name}");
        assert!(data(&early, Side::Client).is_empty(), "{name}");
    }
}

#[test]
fn openssl_tls12() {
    let cases: [(&str, &[&str], &str); 4] = [
        ("ecdhe-rsa", RSA, "ECDHE-RSA-AES128-GCM-SHA256"),
        ("ecdhe-ecdsa", P256, "ECDHE-ECDSA-AES256-GCM-SHA384"),
        ("chacha", RSA, "ECDHE-RSA-CHACHA20-POLY1305"),
        ("rsa", RSA, "AES256-GCM-SHA384"),
    ];
    for (name, kind, suite) in cases {
        let folder = Folder::new(&format!("captured-tls12-{name}"));
        identity(&folder, kind);
        let passed = openssl_with_itself(&folder, &["-tls1_2"], &["-tls1_2", "-cipher", suite], &[b"drawer\n"]);
        let capture = capture(&folder, &passed);
        let name = format!("OpenSSL, TLS 1.2, {name}");
        let trace = all_is_known(&name, &folder, &capture, &given(&folder.read("keys.log")));
        assert_eq!(data(&trace, Side::Client), b"drawer\n", "{name}");
        assert_eq!(data(&trace, Side::Server), b"reward\n", "{name}");
        // The certificate's key opens what was encrypted for it, and nothing else: forward secrecy.
        let mut by_key = Given::default();
        read_private_keys(folder.read("key.pem").as_bytes(), &mut by_key).unwrap();
        let opened = open(&capture, &by_key).unwrap().trace;
        let expected: &[u8] = if suite.starts_with("ECDHE") { b"" } else { b"drawer\n" };
        assert_eq!(data(&opened, Side::Client), expected, "{name}");
    }
}

#[test]
fn a_suite_that_is_not_built_stays_sealed_and_is_named() {
    let folder = Folder::new("captured-cbc");
    identity(&folder, RSA);
    let for_client = ["-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA256"];
    let passed = openssl_with_itself(&folder, &["-tls1_2"], &for_client, &[b"drawer\n"]);
    let opened = open(&capture(&folder, &passed), &given(&folder.read("keys.log"))).unwrap().trace;
    let names: Vec<_> = opened.messages().map(|(_, message)| message.name).collect();
    for name in [
        MessageName::ClientHello,
        MessageName::Certificate,
        MessageName::ServerKeyExchange,
        MessageName::ClientKeyExchange,
    ] {
        assert!(names.contains(&name), "{name:?}");
    }
    assert!(!names.contains(&MessageName::Finished) && data(&opened, Side::Client).is_empty());
    // RFC 5246 §7.4.3: what the server signs has nothing to do with how records are sealed.
    let verified = opened.occurrences().any(|it| match &it.effect {
        Effect::Checked(check) => check.name == CheckName::ServerKeyExchange && check.outcome == Outcome::Passed,
        _ => false,
    });
    assert!(verified);
    let sealed = Note::is_about_stream;
    let whys: Vec<_> = notes(&opened).into_iter().filter(|note| !sealed(note)).collect();
    assert!(
        whys.iter().any(|note| matches!(note, Note::Sealed { why: Sealed::SuiteNotBuilt { suite: 0xc027 }, .. })),
        "{whys:?}"
    );
    assert_eq!(opened.records().count(), counted_by_tshark_records(&folder));
}

#[test]
fn a_suite_of_tls13_that_is_not_built_is_named_too() {
    let folder = Folder::new("captured-ccm");
    identity(&folder, RSA);
    let suite = ["-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_SHA256"];
    let passed = openssl_with_itself(&folder, &suite, &suite, &[b"drawer\n"]);
    let opened = open(&capture(&folder, &passed), &given(&folder.read("keys.log"))).unwrap().trace;
    let whys: Vec<_> = notes(&opened).into_iter().filter(|note| matches!(note, Note::Sealed { .. })).collect();
    let is_named = |note: &Note| matches!(note, Note::Sealed { why: Sealed::SuiteNotBuilt { suite: 0x1304 }, .. });
    assert!(!whys.is_empty() && whys.iter().all(is_named), "{whys:?}");
}

fn counted_by_tshark_records(folder: &Folder) -> usize {
    counted_by_tshark(folder).records
}

/// The lines of a key log.
#[derive(Debug, Default)]
struct Lines(Mutex<String>);

impl rustls::KeyLog for Lines {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let digits = |bytes: &[u8]| {
            bytes.iter().fold(String::new(), |mut text, byte| {
                write!(text, "{byte:02x}").unwrap();
                text
            })
        };
        writeln!(self.0.lock().unwrap(), "{label} {} {}", digits(client_random), digits(secret)).unwrap();
    }
}

/// Carries what one has to say to the other; what came to light there is returned.
fn pass(side: Side, from: &mut rustls::Connection, to: &mut rustls::Connection, passed: &mut Passed) -> bool {
    let mut bytes = Vec::new();
    while from.wants_write() {
        from.write_tls(&mut bytes).unwrap();
    }
    if bytes.is_empty() {
        return false;
    }
    let mut unread = &bytes[..];
    while !unread.is_empty() {
        to.read_tls(&mut unread).unwrap();
        let state = to.process_new_packets().unwrap();
        let mut data = vec![0; state.plaintext_bytes_to_read()];
        to.reader().read_exact(&mut data).unwrap();
    }
    passed.push((side, bytes));
    true
}

fn rustls_with_itself(client: rustls::ClientConnection, server: &Arc<rustls::ServerConfig>, early: &[u8]) -> Passed {
    let mut client = client;
    if let Some(mut stream) = client.early_data().filter(|_| !early.is_empty()) {
        stream.write_all(early).unwrap();
    }
    let mut client: rustls::Connection = client.into();
    let mut server: rustls::Connection = rustls::ServerConnection::new(Arc::clone(server)).unwrap().into();
    let mut passed = Passed::new();
    let mut settle = |client: &mut rustls::Connection, server: &mut rustls::Connection| {
        while pass(Side::Client, client, server, &mut passed) | pass(Side::Server, server, client, &mut passed) {}
    };
    settle(&mut client, &mut server);
    client.writer().write_all(b"What is the longest word?").unwrap();
    settle(&mut client, &mut server);
    server.writer().write_all(&vec![b'x'; 40_000]).unwrap();
    settle(&mut client, &mut server);
    client.send_close_notify();
    server.send_close_notify();
    settle(&mut client, &mut server);
    passed
}

#[test]
fn rustls_in_memory_both_versions_first_and_again() {
    for version in [ProtocolVersion::TLS13, ProtocolVersion::TLS12] {
        let name = format!("rustls, {}", version.name());
        let folder = Folder::new(&format!("captured-rustls-{:04x}", version.0));
        let scenario = Scenario {
            certificate_key: CertificateKey::EcdsaP256,
            client_versions: vec![version],
            server_versions: vec![version],
            ..Scenario::default()
        };
        let (ours, theirs) = configure(&scenario).unwrap();
        let lines = Arc::new(Lines::default());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut client = rustls_peer::client_config(provider.clone(), &ours);
        client.key_log = Arc::clone(&lines) as Arc<dyn rustls::KeyLog>;
        client.enable_early_data = true;
        let mut server = rustls_peer::server_config(provider, &theirs);
        server.max_early_data_size = 1000;
        let (client, server) = (Arc::new(client), Arc::new(server));
        let connect = || {
            let server_name = ServerName::try_from(scenario.server_name.clone()).unwrap();
            rustls::ClientConnection::new(Arc::clone(&client), server_name).unwrap()
        };
        let first = rustls_with_itself(connect(), &server, b"");
        let again = rustls_with_itself(connect(), &server, b"in a hurry");
        let log = lines.0.lock().unwrap().clone();
        folder.write("keys.log", &log);
        for (which, passed, asked) in [
            ("first", first, &b"What is the longest word?"[..]),
            (
                "again",
                again,
                if version == ProtocolVersion::TLS13 {
                    b"in a hurryWhat is the longest word?"
                } else {
                    b"What is the longest word?"
                },
            ),
        ] {
            let capture = capture(&folder, &passed);
            let trace = all_is_known(&format!("{name}, {which}"), &folder, &capture, &given(&log));
            assert_eq!(data(&trace, Side::Client), asked, "{name}, {which}");
            assert_eq!(data(&trace, Side::Server), vec![b'x'; 40_000], "{name}, {which}");
            let shown = trace.messages().any(|(_, message)| message.name.shows_certificates());
            assert_eq!(shown, which == "first", "{name}, {which}");
        }
    }
}
