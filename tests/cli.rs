//! The command line with itself, and with peers and files that are not as they should be.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/process.rs"]
mod process;

use process::{Ended, Folder, Process};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

fn handshake(folder: &Folder, arguments: &[&str]) -> Ended {
    Process::handshake(arguments, folder.path()).end()
}

/// Our server, with its root in `root.pem`.
fn serve(folder: &Folder, arguments: &[&str]) -> (Process, String) {
    let server =
        Process::handshake(&[&["serve", "localhost:0", "--root", "root.pem"], arguments].concat(), folder.path());
    let place = format!("localhost:{}", server.port("Listening"));
    (server, place)
}

/// A peer that does with its first connection what it is told.
fn peer(act: impl FnOnce(TcpStream) + Send + 'static) -> (JoinHandle<()>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let place = format!("localhost:{}", listener.local_addr().unwrap().port());
    (std::thread::spawn(move || act(listener.accept().unwrap().0)), place)
}

/// It fails with one sentence on standard error, and nothing on standard output.
fn fails(folder: &Folder, arguments: &[&str], sentence: &str) {
    let ended = handshake(folder, arguments);
    assert_eq!(ended.status, Some(1), "{arguments:?}: {}", ended.errors);
    assert!(ended.output.is_empty(), "{arguments:?}: {}", ended.text());
    assert_eq!(ended.errors.trim_end(), format!("handshake: {sentence}"), "{arguments:?}");
}

#[test]
fn two_megabytes_go_there_and_come_back() {
    let folder = Folder::new("echo");
    let (server, place) = serve(&folder, &["--connections", "1"]);
    let mut client = Process::handshake(&["connect", &place, "--ca", "root.pem", "--quiet"], folder.path());
    let data: Vec<u8> = (0..2_000_000_u32).map(|number| (number % 251).to_le_bytes()[0]).collect();
    client.say(&data);
    let ended = client.end();
    assert_eq!((ended.status, &*ended.errors), (Some(0), ""));
    assert!(ended.output == data, "{} bytes came back", ended.output.len());
    assert_eq!(server.end().status, Some(0));
}

/// A server by its address alone: the certificate is for that.
#[test]
fn an_address_of_version_6_is_a_name_too() {
    let folder = Folder::new("version-6");
    let arguments = ["serve", "[::1]:0", "--root", "root.pem", "--connections", "2"];
    let server = Process::handshake(&arguments, folder.path());
    let place = format!("[::1]:{}", server.port("Listening"));
    let ended = handshake(&folder, &["connect", &place, "--ca", "root.pem", "--send", "hello"]);
    assert_eq!((ended.status, &*ended.text()), (Some(0), "hello"), "{}", ended.errors);
    let other = ["connect", &place, "--ca", "root.pem", "--server-name", "::2", "--send", "hello"];
    let ended = handshake(&folder, &other);
    assert!(ended.status == Some(1) && ended.errors.contains("Name matches"), "{}", ended.errors);
    assert_eq!(server.end().status, Some(1));
}

#[test]
fn several_clients_are_served_at_the_same_time() {
    let folder = Folder::new("several");
    let (server, place) = serve(&folder, &["--connections", "3", "--certificate-key", "ed25519"]);
    let connect = ["connect", &place, "--ca", "root.pem"];
    let mut first = Process::handshake(&connect, folder.path());
    first.wait_for("Connected");
    let second = handshake(&folder, &[&connect[..], &["--send", "second"]].concat());
    assert_eq!((second.status, &*second.text()), (Some(0), "second"));
    let third =
        handshake(&folder, &[&connect[..], &["--send", "third", "--suites", "tls_chacha20_poly1305_sha256"]].concat());
    assert_eq!((third.status, &*third.text()), (Some(0), "third"));
    assert!(third.errors.contains("TLS_CHACHA20_POLY1305_SHA256"), "{}", third.errors);
    first.say(b"first");
    first.wait_for("first");
    assert_eq!(first.end().status, Some(0));
    assert_eq!(server.end().status, Some(0));
}

#[test]
fn a_get_is_answered_with_a_page() {
    let folder = Folder::new("get");
    let (server, place) = serve(&folder, &["--connections", "3", "--http"]);
    let page = handshake(&folder, &["connect", &place, "--ca", "root.pem", "--http"]);
    assert_eq!(page.status, Some(0), "{}", page.errors);
    assert!(page.text().starts_with("HTTP/1.1 200 OK\r\n"), "{}", page.text());
    for text in ["TLS_AES_128_GCM_SHA256", "x25519", "http/1.1", "localhost", "</html>"] {
        assert!(page.text().contains(text), "{text}");
    }
    for (request, answer) in
        [("PUT / HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 405"), ("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400")]
    {
        let refused = handshake(&folder, &["connect", &place, "--ca", "root.pem", "--send", request]);
        assert!(refused.text().starts_with(answer), "{}", refused.text());
    }
    let server = server.end();
    assert_eq!(server.status, Some(1));
    for said in
        ["the request is neither GET nor HEAD", "the request does not say once, in the field Host, whom it is for"]
    {
        assert!(server.errors.contains(said), "{}", server.errors);
    }
    assert!(server.errors.ends_with("handshake: 2 of 3 connections did not end well\n"), "{}", server.errors);
}

#[test]
fn both_sides_write_the_same_key_log() {
    let folder = Folder::new("key-log");
    let (server, place) = serve(&folder, &["--connections", "2", "--keylog", "server.log"]);
    for _ in 0..2 {
        let client = ["connect", &place, "--ca", "root.pem", "--keylog", "client.log", "--send", "text"];
        assert_eq!(handshake(&folder, &client).status, Some(0));
    }
    server.end();
    let sorted = |name| {
        let mut lines: Vec<_> = folder.read(name).lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted("client.log"), sorted("server.log"));
    assert_eq!(sorted("client.log").len(), 10);
}

#[test]
fn what_is_told_names_every_message_and_check() {
    let folder = Folder::new("verbose");
    let (server, place) = serve(&folder, &["--connections", "1", "--verbose"]);
    let client = handshake(&folder, &["connect", &place, "--ca", "root.pem", "--send", "text", "-v"]);
    for line in ["> ClientHello", "< ServerHello", "check: Name matches: passed", "holds: Master Secret", "> Finished"]
    {
        assert!(client.errors.contains(line), "{line} in {}", client.errors);
    }
    assert!(server.end().errors.contains("1: < ClientHello"));
}

#[test]
fn a_root_that_cannot_be_read_is_left_out() {
    let folder = Folder::new("left-out");
    let (server, place) = serve(&folder, &["--connections", "1"]);
    let bad = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let good = std::fs::read_to_string(folder.path().join("root.pem")).unwrap();
    folder.write("roots.pem", format!("{bad}{good}"));
    let client = handshake(&folder, &["connect", &place, "--ca", "roots.pem", "--send", "text"]);
    let note = "roots.pem: certificate 1 of 2 cannot be read: Certificate at byte 0 is not what was expected: a SEQUENCE; \
                it is left out";
    assert!(client.errors.contains(note), "{}", client.errors);
    assert_eq!(client.status, Some(0), "{}", client.errors);
    assert_eq!(server.end().status, Some(0));
}

#[test]
fn what_cannot_be_is_said_in_a_sentence() {
    let folder = Folder::new("sentences");
    folder.write("empty.pem", "");
    folder.write("bad.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    folder.write("open.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n");
    folder.write("other.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    // Taken and given back, so that nobody listens there.
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let place = format!("127.0.0.1:{free}");
    let connect = |arguments: &[&str], sentence: &str| {
        fails(&folder, &[&["connect", &place], arguments].concat(), sentence);
    };
    connect(&["--insecure"], &format!("{place}: connection refused while connecting"));
    connect(&["--ca", "no.pem"], "no.pem cannot be read: no such file or directory");
    connect(&["--ca", "empty.pem"], "empty.pem: there is no certificate in PEM form in it");
    let sentence =
        "bad.pem: certificate 1 of 1 cannot be read: Certificate at byte 0 is not what was expected: a SEQUENCE";
    connect(&["--ca", "bad.pem"], sentence);
    connect(&["--ca", "open.pem"], "open.pem: this is not PEM: there is no END CERTIFICATE after BEGIN");
    connect(&["--insecure", "--keylog", "no/such.log"], "no/such.log cannot be written: no such file or directory");
    let sentence = "the name \"bücher.example\" cannot be used: names with other letters than those of ASCII are written \
                    in their xn-- form (--server-name gives another)";
    fails(&folder, &["connect", "bücher.example:1", "--insecure"], sentence);
    fails(
        &folder,
        &["connect", "no-such-host.invalid:1", "--insecure"],
        "no-such-host.invalid: no such host was found",
    );

    let (server, place) = serve(&folder, &[]);
    let place = place.replace("localhost", "127.0.0.1");
    fails(&folder, &["serve", &place], &format!("{place}: address already in use while listening"));
    drop(server);
    let no_key = "empty.pem: there is no private key in PEM form in it (nor can one with a passphrase be read)";
    fails(&folder, &["serve", "localhost:0", "--cert", "root.pem", "--key", "empty.pem"], no_key);
    let no_such =
        "other.pem: this private key is neither Ed25519, nor ECDSA with P-256 or P-384, nor RSA of 2048 to 8192 bits";
    fails(&folder, &["serve", "localhost:0", "--cert", "root.pem", "--key", "other.pem"], no_such);
    fails(
        &folder,
        &["serve", "localhost:0", "--root", "no/root.pem"],
        "no/root.pem cannot be written: no such file or directory",
    );
    let no_words = "--early-data sends the text of --send or the request of --http, and neither is there";
    fails(&folder, &["connect", "localhost:1", "--early-data", "--resume"], no_words);
    let no_key = "--early-data needs a key from before: that of a ticket, with --resume, or one of --psk";
    fails(&folder, &["connect", "localhost:1", "--early-data", "--send", "x"], no_key);
    for command in ["connect", "serve"] {
        let options = |list: &[&str], sentence| fails(&folder, &[&[command, "localhost:1"], list].concat(), sentence);
        let suites = ["--versions", "1.2", "--suites", "TLS_AES_128_GCM_SHA256"];
        options(&suites, "none of the --suites belongs to one of the --versions");
        let psk = ["--versions", "1.2", "--psk", "me:00"];
        options(&psk, "--psk is for TLS 1.3, and --versions or --suites leave it out");
        let update = ["--suites", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "--key-update"];
        options(&update, "--key-update is for TLS 1.3, and --versions or --suites leave it out");
        let other_hash = ["--suites", "TLS_AES_256_GCM_SHA384", "--psk", "me:00"];
        let no_suite = "a key of --psk goes with a cipher suite of TLS 1.3 that has its hash (SHA-256 if it names none), and \
                        --suites leaves them out";
        options(&other_hash, no_suite);
        let other_hash = ["--suites", "TLS_AES_128_GCM_SHA256", "--psk", "me:00", "--psk", "me:00:sha384"];
        options(&other_hash, no_suite);
        let newer = "X25519MLKEM768 is a group of TLS 1.3, and --versions or --suites leave it out";
        options(&["--versions", "1.2", "--groups", "X25519MLKEM768"], newer);
        let protocols = "a".repeat(250) + &format!(",{}", "b".repeat(250)).repeat(70);
        options(&["--alpn", &protocols], "the protocols of --alpn have 16384 bytes at most, one more for each");
    }
    let other_words = "--http speaks HTTP/1.1, and --alpn names other protocols alone";
    fails(&folder, &["serve", "localhost:1", "--http", "--alpn", "h2"], other_words);
    fails(&folder, &["connect", "localhost:1", "--insecure", "--http", "/", "--alpn", "h2"], other_words);
    let older = "--early-data is for TLS 1.3, and --versions or --suites leave it out";
    fails(&folder, &["serve", "localhost:1", "--versions", "1.2", "--early-data"], older);
    let no_ticket = "--sealed-tickets says how tickets are made, and --tickets 0 sends none";
    fails(&folder, &["serve", "localhost:1", "--tickets", "0", "--sealed-tickets"], no_ticket);
    let no_key = "--early-data needs a key from before: that of a ticket, and --tickets 0 sends none, or one of --psk";
    fails(&folder, &["serve", "localhost:1", "--tickets", "0", "--early-data"], no_key);
    let exported = handshake(&folder, &["export", "default", "--format", "json", "-o", "run.json"]);
    assert_eq!(exported.status, Some(0), "{}", exported.errors);
    let all_known =
        "a trace in JSON holds all that is known of its run: --keylog, --key, --psk and --ca are for captures";
    folder.write("some.log", "");
    fails(&folder, &["open", "run.json", "--keylog", "some.log"], all_known);
    let no_use = "--ca is for clients' certificates: --request-client-cert or --require-client-cert asks for them";
    fails(&folder, &["serve", "localhost:1", "--ca", "empty.pem"], no_use);
    let both = ["serve", "localhost:1", "--require-client-cert", "--ca", "empty.pem", "--psk", "me:00"];
    let lets_in = "--psk lets clients in without a certificate, which --require-client-cert asks all of them for";
    fails(&folder, &both, lets_in);
    let unfit = "none of the --suites goes with the certificate: in TLS 1.2 a suite says of which kind its key is";
    fails(&folder, &["serve", "localhost:1", "--suites", "TLS_RSA_WITH_AES_128_GCM_SHA256"], unfit);
    folder.write(
        "sealed.pem",
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
    );
    let sealed = "sealed.pem: the private key in it is encrypted, and one with a passphrase cannot be read";
    fails(&folder, &["serve", "localhost:0", "--cert", "root.pem", "--key", "sealed.pem"], sealed);
    fails(&folder, &["run", "no-such"], "there is no preset \"no-such\": `handshake presets` lists them");
}

#[test]
fn a_command_line_that_cannot_be_understood_ends_with_2_and_one_line() {
    let folder = Folder::new("usage");
    let long_name = "n".repeat(2000) + ":00";
    for (arguments, text) in [
        (&["connect"][..], "<HOST:PORT>"),
        (&["connect", "localhost"], "a host, a colon and a port are needed"),
        (&["connect", "localhost:1", "--groups", "p256"], "possible values: x25519, secp256r1"),
        (&["connect", "localhost:1", "--insecure", "--ca", "x"], "cannot be used with"),
        (&["serve", "localhost:1", "--key", "x"], "--cert"),
        (&["connect", "localhost:1", "--timeout", "0"], "--timeout"),
        (&["connect", "localhost:1", "--psk", "name:123"], "an even number"),
        (&["connect", "localhost:1", "--psk", &long_name], "1 to 1024 bytes"),
        (&["connect", "localhost:1", "--server-name", "*.example"], "a client asks for one name"),
        (&["connect", "localhost:1", "--client-key", "x"], "--client-cert"),
        (&["serve", "localhost:1", "--require-client-cert"], "--ca"),
        (&["run", "default", "--seed", ""], "1 to 64 characters"),
        (&["conect"], "connect"),
    ] {
        let ended = handshake(&folder, arguments);
        assert_eq!((ended.status, ended.errors.lines().count()), (Some(2), 1), "{}", ended.errors);
        assert!(ended.errors.starts_with("handshake: ") && ended.errors.contains(text), "{}", ended.errors);
        assert!(ended.output.is_empty());
    }
    for arguments in [&["--help"][..], &["connect", "--help"], &["serve", "-h"], &["--version"]] {
        let ended = handshake(&folder, arguments);
        assert_eq!((ended.status, &*ended.errors), (Some(0), ""));
        assert!(!ended.output.is_empty());
    }
}

#[test]
fn a_peer_that_says_nothing_is_not_waited_for_for_long() {
    let folder = Folder::new("silent");
    let (peer, place) = peer(|mut stream| {
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        assert!(all.ends_with(&[21, 3, 3, 0, 2, 1, 90, 21, 3, 3, 0, 2, 1, 0]), "{all:02x?}");
    });
    let began = Instant::now();
    let sentence = format!("{place}: 1 s passed while waiting for the handshake");
    fails(&folder, &["connect", &place, "--insecure", "--timeout", "1"], &sentence);
    assert!(began.elapsed() < Duration::from_secs(15));
    peer.join().unwrap();

    let (server, place) = serve(&folder, &["--connections", "1", "--timeout", "1"]);
    let mut silent = TcpStream::connect(&place).unwrap();
    let mut said = Vec::new();
    silent.read_to_end(&mut said).unwrap();
    assert_eq!(said, [21, 3, 3, 0, 2, 1, 90, 21, 3, 3, 0, 2, 1, 0], "user_canceled and close_notify, then the end");
    drop(silent);
    let ended = server.end();
    assert_eq!(ended.status, Some(1));
    assert!(ended.errors.contains("1 s passed while waiting for the handshake"), "{}", ended.errors);
}

#[test]
fn a_peer_that_speaks_something_else_gets_an_alert() {
    let folder = Folder::new("else");
    let (peer, place) = peer(|mut stream| {
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap();
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        assert!(all.ends_with(&[21, 3, 3, 0, 2, 2, 10]), "unexpected_message: {all:02x?}");
    });
    let sentence = format!(
        "{place}: A record of a kind that is not allowed now; the server was sent the alert unexpected_message"
    );
    fails(&folder, &["connect", &place, "--insecure"], &sentence);
    peer.join().unwrap();
}

#[test]
fn a_peer_that_goes_away_is_named() {
    let folder = Folder::new("away");
    let (peer, place) = peer(|mut stream| {
        let _ = stream.read(&mut [0; 4096]);
    });
    fails(
        &folder,
        &["connect", &place, "--insecure"],
        &format!("{place}: the server ended the connection within the handshake"),
    );
    peer.join().unwrap();
}

#[test]
fn a_peer_that_sends_without_end_is_cut_off() {
    let folder = Folder::new("endless");
    let (server, place) = serve(&folder, &["--connections", "1"]);
    let mut stream = TcpStream::connect(&place).unwrap();
    // A ClientHello of 2^24 - 1 bytes, in records of 16 KB.
    let mut record = vec![22, 3, 1, 0x40, 0, 1, 0xff, 0xff, 0xff];
    record.resize(5 + 0x4000, 0);
    let mut listener = stream.try_clone().unwrap();
    let answer = std::thread::spawn(move || {
        let mut said = [0; 7];
        listener.read_exact(&mut said).map(|()| said)
    });
    let mut sent = 0;
    while sent < 1 << 24 && stream.write_all(&record).is_ok() {
        record[5..9].fill(0);
        sent += record.len();
    }
    assert!(sent < 1 << 24, "all was taken");
    assert_eq!(answer.join().unwrap().unwrap(), [21, 3, 3, 0, 2, 2, 80], "internal_error");
    let ended = server.end();
    assert_eq!(ended.status, Some(1));
    assert!(ended.errors.contains("the client sent more than 262144 bytes for one handshake"), "{}", ended.errors);
}

#[test]
fn a_reader_that_leaves_early_is_no_accident() {
    let folder = Folder::new("pipe");
    let script = format!("'{}' run default --technical | head -n 1", env!("CARGO_BIN_EXE_handshake"));
    let ended = Process::start("sh", &["-c", &script], folder.path()).end();
    assert_eq!((ended.status, &*ended.errors), (Some(0), ""));
    assert_eq!(ended.text().lines().count(), 1);
}

#[test]
fn presets_are_listed_and_each_can_be_told() {
    let folder = Folder::new("presets");
    let list = handshake(&folder, &["presets"]);
    assert_eq!(list.status, Some(0));
    let names: Vec<_> = list.text().lines().map(|line| line.split("  ").next().unwrap().to_owned()).collect();
    assert!(names.len() >= 10);
    for name in &names {
        for arguments in [&["run", name][..], &["run", name, "--technical"]] {
            let told = handshake(&folder, arguments);
            assert_eq!((told.status, &*told.errors), (Some(0), ""), "{name}");
            assert!(told.text().contains("1. client: "), "{name}: {}", told.text());
        }
    }
    let seeded = |seed| handshake(&folder, &["run", "default", "--technical", "--seed", seed]).text();
    assert_eq!(seeded("one"), seeded("one"));
    assert_ne!(seeded("one"), seeded("two"));
}

#[test]
fn a_capture_is_opened_told_and_written_as_json() {
    let folder = Folder::new("open");
    let exported = handshake(&folder, &["export", "default", "-f", "pcapng", "-o", "run.pcapng"]);
    assert_eq!(exported.status, Some(0), "{}", exported.errors);
    for arguments in [&["open", "run.pcapng"][..], &["open", "run.pcapng", "--technical"]] {
        let told = handshake(&folder, arguments);
        assert_eq!((told.status, &*told.errors), (Some(0), ""));
        assert!(told.text().contains("1. client to server: "), "{}", told.text());
        assert!(told.text().contains("Finished") || told.text().contains("proves that it saw the same"));
    }
    let json = handshake(&folder, &["open", "run.pcapng", "--json"]);
    let trace: serde_json::Value = serde_json::from_slice(&json.output).unwrap();
    assert!(trace["application_data"].as_array().unwrap().len() > 1 && trace.get("address").is_none());
    // That again, and from standard input.
    folder.write("trace.json", &json.output);
    assert!(handshake(&folder, &["open", "trace.json", "--json"]).output == json.output);
    let mut piped = Process::handshake(&["open", "-", "--json"], folder.path());
    piped.say(&std::fs::read(folder.path().join("run.pcapng")).unwrap());
    assert!(piped.end().output == json.output);
    // What a run writes opens as the same run.
    let run = handshake(&folder, &["run", "default", "--json"]);
    folder.write("run.json", &run.output);
    let (told, opened) =
        (handshake(&folder, &["run", "default"]).text(), handshake(&folder, &["open", "run.json"]).text());
    assert_eq!(told.split_once('\n').unwrap().1, opened.split_once('\n').unwrap().1);
}

#[test]
fn the_trace_of_a_real_connection_opens() {
    let folder = Folder::new("open-trace");
    let (server, place) = serve(&folder, &["--connections", "1"]);
    let arguments = ["connect", &place, "--ca", "root.pem", "--send", "hello", "--trace", "trace.json"];
    assert_eq!(handshake(&folder, &arguments).status, Some(0));
    assert_eq!(server.end().status, Some(0));
    let opened = handshake(&folder, &["open", "trace.json"]);
    assert_eq!((opened.status, &*opened.errors), (Some(0), ""));
    for title in [
        "client to server: The client says hello",
        "server to client: The server answers",
        "client: The client verifies the server's signature",
        "client to server: The client says what it came to say",
    ] {
        assert!(opened.text().contains(title), "{title}: {}", opened.text());
    }
}

#[test]
fn secrets_open_a_capture_and_broken_ones_are_named() {
    let folder = Folder::new("open-secrets");
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/src/capture/sample/");
    let (records, keys) = (format!("{sample}simple.txt"), format!("{sample}keys.txt"));
    let sealed = handshake(&folder, &["open", &records]);
    assert_eq!((sealed.status, &*sealed.errors), (Some(0), ""));
    assert!(sealed.text().contains("The secret that would open it was not given"));
    let opened = handshake(&folder, &["open", &records, "--key", &keys]);
    assert!(
        !opened.text().contains("was not given")
            && opened.text().contains("The client has the private key that was given")
    );
    let log = handshake(&folder, &["export", "rfc8448-simple", "-f", "keylog", "-o", "keys.log"]);
    assert_eq!(log.status, Some(0), "{}", log.errors);
    let by_log = handshake(&folder, &["open", &records, "--keylog", "keys.log"]);
    assert!(by_log.text().contains("The key log gives the secrets of the server"));
    assert!(!by_log.text().contains("was not given"));
    let wrong =
        folder.read("keys.log").replace("SERVER_HANDSHAKE_TRAFFIC_SECRET ", "SERVER_HANDSHAKE_TRAFFIC_SECRET x");
    folder.write("wrong.log", wrong);
    let told = handshake(&folder, &["open", &records, "--keylog", "wrong.log"]);
    assert_eq!(told.status, Some(0));
    assert_eq!(told.errors.lines().count(), 1);
    assert!(told.errors.contains("handshake: wrong.log: line 2: a line of a key log has a label"), "{}", told.errors);

    // What fits nothing is said after all that can be told.
    let not_of_it = |file: &str, arguments: &[&str], what: &str| {
        let ended = handshake(&folder, &[&["open", file], arguments].concat());
        assert_eq!(ended.status, Some(1), "{arguments:?}");
        assert_eq!(ended.errors, format!("handshake: {file}: {what}\n"));
        assert!(ended.text().contains("The client says hello"));
    };
    handshake(&folder, &["export", "default", "-f", "keylog", "-o", "others.log"]);
    not_of_it(&records, &["--keylog", "others.log"], "no secret of the key log is of a connection in it");
    folder.write("others.key", "11".repeat(32));
    not_of_it(&records, &["--key", "others.key"], "no private key that was given is one of its keys");
    let not_offered = "no client in it offers a pre-shared key of that name";
    not_of_it(&records, &["--psk", "me:00112233445566778899aabbccddeeff"], not_offered);
    folder.write("none.log", "not a key log\n".repeat(100));
    let bad = "a line of a key log has a label, a client random and a secret, both in hex";
    fails(&folder, &["open", &records, "--keylog", "none.log"], &format!("none.log: line 1: {bad}"));
    folder.write("some.log", folder.read("keys.log") + "x\ny\nz\n");
    let some = handshake(&folder, &["open", &records, "--keylog", "some.log"]);
    assert_eq!(some.status, Some(0));
    let lines = folder.read("keys.log").lines().count();
    let told = format!("handshake: some.log: line {}: {bad}, and the same of 2 more lines\n", lines + 1);
    assert_eq!(some.errors, told);
    if cfg!(target_os = "linux") {
        let sentence = "/dev/zero: files of more than 67108864 bytes are not read here";
        fails(&folder, &["open", "/dev/zero"], sentence);
    }

    folder.write("no.key", "hello");
    fails(
        &folder,
        &["open", &records, "--key", "no.key"],
        "no.key: line 1: this is neither a private key in hex or PEM nor the name and the hex of a pre-shared key",
    );
    let sentence = "no.key: this is neither a pcap or pcapng file, nor TLS records in hex, nor a trace in JSON";
    fails(&folder, &["open", "no.key"], sentence);
    fails(&folder, &["open", "nowhere"], "nowhere cannot be read: no such file or directory");
    // What was read before a file breaks is told all the same.
    handshake(&folder, &["export", "default", "-f", "pcapng", "-o", "run.pcapng"]);
    let whole = std::fs::read(folder.path().join("run.pcapng")).unwrap();
    folder.write("cut.pcapng", &whole[..whole.len() - 10]);
    let cut = handshake(&folder, &["open", "cut.pcapng"]);
    assert_eq!(cut.status, Some(1));
    assert!(cut.text().contains("The client says goodbye"));
    assert!(cut.errors.starts_with("handshake: cut.pcapng: block "), "{}", cut.errors);
    fails(
        &folder,
        &["run", "rfc8448-retry", "--seed", "x"],
        "rfc8448-retry is a recorded handshake: no seed changes it",
    );
}

#[test]
fn a_run_is_exported_in_every_form() {
    let folder = Folder::new("export");
    for (format, text) in [
        ("keylog", "CLIENT_HANDSHAKE_TRAFFIC_SECRET "),
        ("json", "\"format\":\"handshake-trace\""),
        ("text", "ClientHello"),
        ("svg", "<svg"),
        ("mermaid", "sequenceDiagram"),
        ("pem", "-----BEGIN CERTIFICATE-----"),
        ("pcapng", "CLIENT_HANDSHAKE_TRAFFIC_SECRET "),
    ] {
        let printed = handshake(&folder, &["export", "default", "--format", format]);
        assert_eq!((printed.status, &*printed.errors), (Some(0), ""), "{format}");
        assert!(printed.text().replace(": ", ":").contains(text), "{format}");
        let written = handshake(&folder, &["export", "default", "-f", format, "-o", "run"]);
        assert_eq!((written.status, &*written.text()), (Some(0), ""));
        assert!(std::fs::read(folder.path().join("run")).unwrap() == printed.output, "{format}");
    }
    let json = handshake(&folder, &["run", "default", "--json", "--seed", "other"]);
    let trace: serde_json::Value = serde_json::from_slice(&json.output).unwrap();
    assert_eq!(trace["address"], "seed=other");
    fails(
        &folder,
        &["export", "no-such", "-f", "pem"],
        "there is no preset \"no-such\": `handshake presets` lists them",
    );
    let sentence = "no/run cannot be written: no such file or directory";
    fails(&folder, &["export", "default", "-f", "svg", "-o", "no/run"], sentence);
}
