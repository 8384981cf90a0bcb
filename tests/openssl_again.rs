//! Our command line and OpenSSL's, beyond a first handshake: client certificates, external keys, resumption, early data and
//! new keys, in both roles and both versions.
#![cfg(not(target_arch = "wasm32"))]

#[expect(dead_code, reason = "what other tests need")]
#[path = "common/openssl.rs"]
mod peer;
#[path = "common/process.rs"]
mod process;

use peer::{KINDS, Kind, identity, openssl, s_server, secrets, serve};
use process::{Ended, Folder, Process};
use std::io::Write as _;

/// The versions, as we and as OpenSSL say them.
const VERSIONS: [(&str, &str); 2] = [("1.3", "-tls1_3"), ("1.2", "-tls1_2")];

/// An external key, as OpenSSL takes it.
const KEY: &str = "000102030405060708090a0b0c0d0e0f";

fn told(what: &str, connections: usize) {
    // Not `println`, which shows only what failing tests print.
    let line = format!("with OpenSSL, both roles: {what}: {connections} connections agree\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

/// Has OpenSSL make `client.pem` with `client-key.pem`, which the root in the folder issued.
fn client_identity(folder: &Folder, kind: &Kind) {
    let common = ["req", "-x509", "-nodes", "-days", "30", "-CA", "root.pem", "-CAkey", "root-key.pem"];
    let files = ["-keyout", "client-key.pem", "-out", "client.pem", "-subj", "/CN=A client"];
    let extensions = [
        ["-addext", "subjectAltName=DNS:client.example"],
        ["-addext", "basicConstraints=critical,CA:FALSE"],
        ["-addext", "keyUsage=critical,digitalSignature"],
        ["-addext", "extendedKeyUsage=clientAuth"],
    ];
    openssl(folder, &[&common[..], kind.theirs, &files, extensions.as_flattened()].concat());
}

/// Our client, to its end.
fn connect(folder: &Folder, place: &str, arguments: &[&str]) -> Ended {
    let common = ["connect", place, "--ca", "root.pem", "--keylog", "ours.log"];
    Process::handshake(&[&common[..], arguments].concat(), folder.path()).end()
}

fn assert_well(ours: &Ended, text: &str, said: &[&str]) {
    assert_eq!((ours.status, &*ours.text()), (Some(0), text), "{}", ours.errors);
    for words in said {
        assert!(ours.errors.contains(words), "{words:?} in {}", ours.errors);
    }
}

/// `s_client`, told to say something and to wait for the echo.
fn s_client(folder: &Folder, place: &str, arguments: &[&str]) -> Ended {
    let common = ["s_client", "-connect", place, "-CAfile", "root.pem", "-verify_return_error"];
    let log = ["-servername", "localhost", "-keylogfile", "theirs.log"];
    let mut client = Process::start("openssl", &[&common[..], &log, arguments].concat(), folder.path());
    client.say(b"a question\n");
    client.wait_for("\na question\n");
    client.end()
}

fn same_secrets(folder: &Folder) {
    assert_eq!(secrets(&folder.read("ours.log")), secrets(&folder.read("theirs.log")));
}

#[test]
fn client_certificates() {
    let mut connections = 0;
    for kind in [&KINDS[0], &KINDS[1], &KINDS[2], &KINDS[3]] {
        let folder = Folder::new(&format!("client-certificate-{}", kind.ours));
        identity(&folder, kind);
        client_identity(&folder, kind);
        for (ours, theirs) in VERSIONS {
            let asks = [theirs, "-Verify", "2", "-CAfile", "root.pem", "-verify_return_error", "-rev"];
            let (server, place) = s_server(&folder, &asks);
            let shows = ["--client-cert", "client.pem", "--client-key", "client-key.pem", "--send", "abc\n"];
            let client = connect(&folder, &place, &shows);
            assert_well(&client, "cba\n", &["asked for the client's certificate, and got it"]);
            let server = server.end();
            assert!(server.status == Some(0) && server.errors.contains("CN = A client"), "{}", server.errors);

            let own = ["--cert", "chain.pem", "--key", "key.pem", "--ca", "root.pem", "--require-client-cert"];
            let (server, place) = serve(&folder, &[&own[..], &["--versions", ours]].concat());
            let theirs = s_client(&folder, &place, &["-cert", "client.pem", "-key", "client-key.pem"]);
            assert_eq!(theirs.status, Some(0), "{}", theirs.errors);
            let server = server.end();
            assert!(server.errors.contains("client \"A client\"") && server.status == Some(0), "{}", server.errors);
            connections += 2;
        }
    }
    told("client certificates", connections);
}

/// RFC 8446 §4.2.3: the schemes of ECDSA name no curve in TLS 1.2, so each key signs with the hash that the other side wants.
#[test]
fn any_hash_goes_with_any_curve_in_tls12() {
    for (kind, scheme) in [(&KINDS[1], "ECDSA+SHA384"), (&KINDS[2], "ECDSA+SHA256")] {
        let folder = Folder::new(&format!("hash-{}", kind.ours));
        identity(&folder, kind);
        client_identity(&folder, kind);
        let (server, place) = serve(&folder, &["--cert", "chain.pem", "--key", "key.pem"]);
        let theirs = s_client(&folder, &place, &["-tls1_2", "-sigalgs", scheme]);
        let digest = format!("Peer signing digest: {}", &scheme[6..]);
        assert!(theirs.status == Some(0) && theirs.text().contains(&digest), "{}{}", theirs.text(), theirs.errors);
        assert_eq!(server.end().status, Some(0));

        let asks = ["-tls1_2", "-Verify", "2", "-CAfile", "root.pem", "-verify_return_error", "-rev"];
        let (server, place) = s_server(&folder, &[&asks[..], &["-client_sigalgs", scheme]].concat());
        let shows = ["--client-cert", "client.pem", "--client-key", "client-key.pem", "--send", "abc\n"];
        let client = connect(&folder, &place, &shows);
        assert_well(&client, "cba\n", &["asked for the client's certificate, and got it"]);
        let server = server.end();
        assert!(server.status == Some(0) && server.errors.contains("CN = A client"), "{}", server.errors);
    }
    told("any hash with any curve", 4);
}

#[test]
fn clients_without_a_certificate() {
    let folder = Folder::new("no-client-certificate");
    identity(&folder, &KINDS[1]);
    for ((ours, theirs), (alert, code)) in
        VERSIONS.into_iter().zip([("certificate_required", "116"), ("handshake_failure", "40")])
    {
        let (_server, place) = s_server(&folder, &[theirs, "-Verify", "2", "-CAfile", "root.pem", "-rev"]);
        let client = connect(&folder, &place, &["--send", "abc\n"]);
        assert_eq!(client.status, Some(1), "{}", client.errors);
        assert!(client.errors.contains(&format!("the server sent the alert {alert}")), "{}", client.errors);

        let own = ["--cert", "chain.pem", "--key", "key.pem", "--ca", "root.pem", "--versions", ours];
        let (server, place) = serve(&folder, &[&own[..], &["--require-client-cert"]].concat());
        let trust = ["s_client", "-connect", &place, "-CAfile", "root.pem"];
        let client = Process::start("openssl", &trust, folder.path());
        client.wait_for(&format!("SSL alert number {code}"));
        let server = server.end();
        assert_eq!(server.status, Some(1), "{}", server.errors);
        assert!(server.errors.contains(&format!("was sent the alert {alert}")), "{}", server.errors);

        let (server, place) = serve(&folder, &[&own[..], &["--request-client-cert"]].concat());
        assert_eq!(s_client(&folder, &place, &[]).status, Some(0));
        let server = server.end();
        assert!(server.errors.contains("client without a certificate") && server.status == Some(0));

        // Who is not asked shows nothing, and says so.
        let (server, place) = s_server(&folder, &[theirs, "-rev"]);
        let client =
            connect(&folder, &place, &["--client-cert", "chain.pem", "--client-key", "key.pem", "--send", "abc\n"]);
        assert_well(&client, "cba\n", &["did not ask for the client's certificate"]);
        assert_eq!(server.end().status, Some(0));
    }
}

/// A wrong guess, in a first meeting and when the two meet again.
#[test]
fn a_second_hello() {
    let folder = Folder::new("second-hello");
    identity(&folder, &KINDS[1]);
    let (server, place) = s_server(&folder, &["-tls1_3", "-groups", "x25519", "-naccept", "2", "-rev"]);
    let guess = ["--groups", "secp256r1,x25519", "--resume", "--send", "abc\n", "-v"];
    let client = connect(&folder, &place, &guess);
    assert_well(&client, "cba\n", &["with a key from before"]);
    assert_eq!(client.errors.matches("< HelloRetryRequest").count(), 2, "{}", client.errors);
    assert_eq!(server.end().status, Some(0));

    let common = ["serve", "localhost:0", "--connections", "2", "--groups", "x25519", "--root", "root.pem", "-v"];
    let server = Process::handshake(&common, folder.path());
    let place = format!("localhost:{}", server.port("Listening"));
    let groups = ["-groups", "P-256:X25519"];
    assert_eq!(s_client(&folder, &place, &[&groups[..], &["-sess_out", "session.pem"]].concat()).status, Some(0));
    let again = s_client(&folder, &place, &[&groups[..], &["-sess_in", "session.pem"]].concat());
    assert!(again.text().contains("Reused, TLSv1.3"), "{}", again.text());
    let server = server.end();
    assert!(server.status == Some(0) && server.errors.matches("> HelloRetryRequest").count() == 2, "{}", server.errors);
    told("a second hello", 4);
}

#[test]
fn external_keys() {
    let folder = Folder::new("external-key");
    let psk = format!("a shared name:{KEY}");
    let theirs = ["-psk", KEY, "-psk_identity", "a shared name", "-tls1_3"];
    let accept =
        ["s_server", "-accept", "127.0.0.1:0", "-naccept", "1", "-nocert", "-rev", "-keylogfile", "theirs.log"];
    let server = Process::start("openssl", &[&accept[..], &theirs].concat(), folder.path());
    let place = format!("localhost:{}", server.port("ACCEPT"));
    // The second of two, so that the server has a choice.
    let keys = ["--psk", "unknown:00ff", "--psk", &psk, "--send", "abc\n", "--keylog", "ours.log"];
    let client = Process::handshake(&[&["connect", &place][..], &keys].concat(), folder.path()).end();
    assert_well(&client, "cba\n", &["with a key from before"]);
    assert_eq!(server.end().status, Some(0));
    same_secrets(&folder);

    let (server, place) = serve(&folder, &["--psk", &psk, "--psk", "another:12", "--root", "root.pem"]);
    let client = s_client(&folder, &place, &theirs);
    assert!(client.status == Some(0) && client.text().contains("Reused, TLSv1.3"), "{}", client.text());
    let server = server.end();
    assert!(server.errors.contains("with a key from before") && server.status == Some(0), "{}", server.errors);

    // Another key under the same name.
    let other = format!("a shared name:{}", KEY.replace('0', "1"));
    let (server, place) = serve(&folder, &["--psk", &psk, "--root", "root.pem"]);
    let client = connect(&folder, &place, &["--psk", &other, "--send", "abc"]);
    assert!(client.status == Some(1) && client.errors.contains("sent the alert decrypt_error"), "{}", client.errors);
    assert_eq!(server.end().status, Some(1));
    told("external keys", 2);
}

/// OpenSSL takes a key with another hash than SHA-256 as a session: here one of an earlier connection, with its key as ours.
#[test]
fn external_keys_with_sha384() {
    let folder = Folder::new("external-key-sha384");
    let aes_256 = ["--suites", "TLS_AES_256_GCM_SHA384", "--root", "root.pem"];
    let (server, place) = serve(&folder, &aes_256);
    assert_eq!(s_client(&folder, &place, &["-sess_out", "session.pem"]).status, Some(0));
    assert_eq!(server.end().status, Some(0));
    let arguments = ["sess_id", "-in", "session.pem", "-noout", "-text"];
    let session = Process::start("openssl", &arguments, folder.path()).end().text();
    let (_, key) = session.split_once("Resumption PSK: ").expect("it is a session of TLS 1.3");
    let key = key.lines().next().unwrap();
    assert_eq!(key.len(), 96);
    let psk = format!("a shared name:{key}:sha384");
    let theirs = ["-psk_session", "session.pem", "-psk_identity", "a shared name", "-tls1_3"];

    let accept =
        ["s_server", "-accept", "127.0.0.1:0", "-naccept", "1", "-nocert", "-rev", "-keylogfile", "theirs.log"];
    let server = Process::start("openssl", &[&accept[..], &theirs].concat(), folder.path());
    let place = format!("localhost:{}", server.port("ACCEPT"));
    // OpenSSL's server chooses the suite before it looks whether the key goes with it.
    let suites = ["--suites", "TLS_AES_256_GCM_SHA384,TLS_AES_128_GCM_SHA256"];
    let keys = ["--psk", "unknown:00ff", "--psk", &psk, "--send", "abc\n", "--keylog", "ours.log"];
    let keys = [&suites[..], &keys].concat();
    let client = Process::handshake(&[&["connect", &place][..], &keys].concat(), folder.path()).end();
    assert_well(&client, "cba\n", &["TLS_AES_256_GCM_SHA384", "with a key from before"]);
    assert_eq!(server.end().status, Some(0));

    let (server, place) = serve(&folder, &["--psk", &psk, "--psk", "another:12", "--root", "root.pem"]);
    let client = s_client(&folder, &place, &theirs);
    assert!(client.status == Some(0) && client.text().contains("Reused, TLSv1.3"), "{}", client.text());
    let server = server.end();
    assert!(server.errors.contains("with a key from before") && server.status == Some(0), "{}", server.errors);
    told("external keys with SHA-384", 2);
}

#[test]
fn resumption_with_our_client() {
    let mut connections = 0;
    for (arguments, secrets_each) in [
        (&["-tls1_3"][..], 5),
        // What the server keeps itself.
        (&["-tls1_3", "-no_ticket"], 5),
        (&["-tls1_2"], 1),
        (&["-tls1_2", "-no_ticket"], 1),
    ] {
        let folder = Folder::new(&format!("resume-client-{}", arguments.concat()));
        identity(&folder, &KINDS[1]);
        let more = ["-naccept", "2", "-rev", "-keylogfile", "theirs.log"];
        let (server, place) = s_server(&folder, &[arguments, &more].concat());
        let client = connect(&folder, &place, &["--resume", "--send", "abc\n"]);
        assert_well(&client, "cba\n", &["There is a ticket or a session", "with a key from before"]);
        assert_eq!(server.end().status, Some(0));
        same_secrets(&folder);
        assert_eq!(secrets(&folder.read("ours.log")).len(), 2 * secrets_each);
        connections += 2;
    }
    let folder = Folder::new("resume-refused");
    identity(&folder, &KINDS[1]);
    let (_server, place) = s_server(&folder, &["-naccept", "2", "-num_tickets", "0", "-rev"]);
    let client = connect(&folder, &place, &["--resume", "--send", "abc\n", "--timeout", "1"]);
    assert!(client.status == Some(1) && client.errors.contains("the server sent no ticket"), "{}", client.errors);
    told("resumption with our client", connections);
}

#[test]
fn resumption_with_our_server() {
    let mut connections = 0;
    for (ours, theirs) in VERSIONS {
        for kind in [&[][..], &["--sealed-tickets"]] {
            let folder = Folder::new(&format!("resume-server-{ours}-{}", kind.len()));
            let common = ["serve", "localhost:0", "--connections", "2", "--versions", ours, "--root", "root.pem"];
            let log = ["--keylog", "ours.log"];
            let server = Process::handshake(&[&common[..], &log, kind].concat(), folder.path());
            let place = format!("localhost:{}", server.port("Listening"));
            let first = s_client(&folder, &place, &["-sess_out", "session.pem"]);
            assert!(first.text().contains("New, TLSv1"), "{}", first.text());
            let second = s_client(&folder, &place, &["-sess_in", "session.pem"]);
            assert!(second.text().contains(&format!("Reused, TLSv{ours}")), "{theirs}: {}", second.text());
            let server = server.end();
            assert!(server.status == Some(0) && server.errors.contains("with a key from before"), "{}", server.errors);
            same_secrets(&folder);
            connections += 2;
        }
    }
    told("resumption with our server", connections);
}

#[test]
fn early_data() {
    let folder = Folder::new("early-client");
    identity(&folder, &KINDS[1]);
    let arguments = ["-tls1_3", "-early_data", "-naccept", "2", "-alpn", "http/1.1"];
    let (server, place) = s_server(&folder, &arguments);
    let said = ["--resume", "--early-data", "--send", "before the answer\n", "--alpn", "http/1.1"];
    let client = connect(&folder, &place, &said);
    assert_well(&client, "", &["early data taken"]);
    let server = server.end();
    let text = server.text();
    assert_eq!((server.status, text.matches("before the answer\n").count()), (Some(0), 1), "{text}{}", server.errors);
    assert!(text.contains("Early data received") && text.contains("Reused"), "{text}");

    // A server that takes none: it is said again.
    let (server, place) = s_server(&folder, &["-tls1_3", "-naccept", "2"]);
    let client = connect(&folder, &place, &["--resume", "--early-data", "--send", "abc\n"]);
    assert!(client.errors.contains("the key from before does not allow"), "{}", client.errors);
    assert_eq!(client.status, Some(1));
    drop(server);

    let folder = Folder::new("early-server");
    folder.write("early.txt", "before the answer\n");
    for kind in [&[][..], &["--sealed-tickets"]] {
        let common = ["serve", "localhost:0", "--connections", "2", "--root", "root.pem", "--early-data", "-v"];
        let server = Process::handshake(&[&common[..], kind].concat(), folder.path());
        let place = format!("localhost:{}", server.port("Listening"));
        s_client(&folder, &place, &["-sess_out", "session.pem"]);
        let second = s_client(&folder, &place, &["-sess_in", "session.pem", "-early_data", "early.txt"]);
        assert!(second.text().contains("Early data was accepted"), "{}", second.text());
        assert!(second.text().contains("\nbefore the answer\n"), "{}", second.text());
        let server = server.end();
        assert!(server.status == Some(0) && server.errors.contains("early data taken"), "{}", server.errors);
    }
    told("early data", 6);
}

/// `TLS_FALLBACK_SCSV`: refused by who speaks something newer, and by nobody else. RFC 7507 §3.
#[test]
fn a_needless_fallback() {
    let folder = Folder::new("fallback");
    identity(&folder, &KINDS[1]);
    let fallback = ["--versions", "1.2", "--fallback", "--send", "abc\n"];
    let (_server, place) = s_server(&folder, &["-rev"]);
    let client = connect(&folder, &place, &fallback);
    let sentence = "the server sent the alert inappropriate_fallback";
    assert!(client.status == Some(1) && client.errors.contains(sentence), "{}", client.errors);
    let (server, place) = s_server(&folder, &["-tls1_2", "-rev"]);
    assert_well(&connect(&folder, &place, &fallback), "cba\n", &["TLS 1.2"]);
    assert_eq!(server.end().status, Some(0));

    let own = ["--cert", "chain.pem", "--key", "key.pem"];
    let (server, place) = serve(&folder, &own);
    let arguments = ["s_client", "-connect", &place, "-tls1_2", "-fallback_scsv"];
    let client = Process::start("openssl", &arguments, folder.path()).end();
    assert!(client.errors.contains("SSL alert number 86"), "{}", client.errors);
    let server = server.end();
    let sentence = "the client was sent the alert inappropriate_fallback";
    assert!(server.status == Some(1) && server.errors.contains(sentence), "{}", server.errors);
    let (server, place) = serve(&folder, &[&own[..], &["--versions", "1.2"]].concat());
    assert_eq!(s_client(&folder, &place, &["-tls1_2", "-fallback_scsv"]).status, Some(0));
    assert_eq!(server.end().status, Some(0));
    told("needless fallbacks refused, others taken", 4);
}

#[test]
fn new_keys() {
    let folder = Folder::new("new-keys");
    identity(&folder, &KINDS[1]);
    let (server, place) = s_server(&folder, &["-tls1_3", "-rev"]);
    let client = connect(&folder, &place, &["--key-update", "--send", "abc\n", "-v"]);
    assert_well(&client, "cba\n", &["> KeyUpdate", "< KeyUpdate"]);
    assert_eq!(server.end().status, Some(0));

    let (server, place) = serve(&folder, &["--root", "root.pem", "--key-update", "-v"]);
    let common = ["s_client", "-connect", &place, "-CAfile", "root.pem", "-verify_return_error"];
    let mut client = Process::start("openssl", &common, folder.path());
    client.say(b"a question\n");
    client.wait_for("\na question\n");
    // It answers our wish with what it says next.
    client.say(b"a second question\n");
    client.wait_for("\na second question\n");
    server.wait_for("< KeyUpdate");
    // Once more, at the client's wish: the letter alone on a line is a command.
    client.say(b"K\n");
    client.wait_for("KEYUPDATE");
    client.say(b"another question\n");
    client.wait_for("\nanother question\n");
    assert_eq!(client.end().status, Some(0));
    let server = server.end();
    assert!(server.status == Some(0) && server.errors.matches("< KeyUpdate").count() == 2, "{}", server.errors);

    // TLS 1.2 has none, and that is not what was asked for.
    let folder = Folder::new("new-keys-older");
    identity(&folder, &KINDS[1]);
    let (_server, place) = s_server(&folder, &["-tls1_2", "-rev"]);
    let client = connect(&folder, &place, &["--key-update", "--send", "abc\n"]);
    assert!(client.status == Some(1) && client.errors.contains("TLS 1.2 has no new keys"), "{}", client.errors);
    told("new keys", 2);
}
