//! Our command line and OpenSSL's, over TCP on this machine: our client and `s_server`, `s_client` and our server.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/openssl.rs"]
mod peer;
#[path = "common/process.rs"]
mod process;

use handshake::tls::registry::{CipherSuite, NamedGroup};
use peer::{KINDS, Kind, assert_same_secrets, identity, openssl, s_server, serve};
use process::{Folder, Process};
use std::fmt::Write as _;
use std::io::Write as _;

/// The groups that OpenSSL 3.0 has too.
const GROUPS: [NamedGroup; 3] = [NamedGroup::X25519, NamedGroup::SECP256R1, NamedGroup::SECP384R1];

/// What is tried together: what is always there in all combinations, what few use with one suite of each version.
fn combinations(suites: [CipherSuite; 3], kinds: &'static [Kind]) -> Vec<(CipherSuite, NamedGroup, &'static Kind)> {
    let mut all = Vec::new();
    for (place, suite) in suites.into_iter().enumerate() {
        for group in GROUPS {
            for kind in kinds {
                let is_rare = NamedGroup::RARE.contains(&group) || ["ECDSA P-384", "RSA"].contains(&kind.name);
                if place == 0 || !is_rare {
                    all.push((suite, group, kind));
                }
            }
        }
    }
    all
}

/// What OpenSSL calls the group in which it made its ephemeral key.
fn temporary_key(group: NamedGroup) -> &'static str {
    match group {
        NamedGroup::X25519 => "X25519",
        NamedGroup::SECP384R1 => "ECDH, secp384r1",
        _ => "ECDH, prime256v1",
    }
}

fn our_client_and_their_server(suite: CipherSuite, group: NamedGroup, kind: &Kind) {
    let folder = Folder::new(&format!("client-{}-{}-{}", suite.name(), group.name(), kind.ours));
    identity(&folder, kind);
    let choices = ["-tls1_3", "-ciphersuites", suite.name(), "-groups", group.name(), "-alpn", "http/1.1"];
    let (server, place) = s_server(&folder, &[&choices[..], &["-rev", "-keylogfile", "theirs.log"]].concat());
    let arguments = ["connect", &place, "--ca", "root.pem", "--groups", group.name(), "--alpn", "h2,http/1.1"];
    let mut client =
        Process::handshake(&[&arguments[..], &["--keylog", "ours.log", "--timeout", "25"]].concat(), folder.path());
    client.say(b"drawer\nTLS\n");
    client.wait_for("reward\nSLT\n");
    client.say(b"once more\n");
    let ours = client.end();
    assert_eq!(ours.status, Some(0), "{}", ours.errors);
    assert_eq!(ours.text(), "reward\nSLT\nerom ecno\n");
    for name in ["TLS 1.3", suite.name(), group.name(), "ALPN http/1.1", "issued by \"A root of OpenSSL's\""] {
        assert!(ours.errors.contains(name), "{name} in {}", ours.errors);
    }
    let theirs = server.end();
    assert_eq!(theirs.status, Some(0), "{}", theirs.errors);
    assert!(theirs.errors.contains(&format!("Ciphersuite: {}", suite.name())), "{}", theirs.errors);
    assert!(theirs.errors.contains("CONNECTION CLOSED"), "{}", theirs.errors);
    assert_same_secrets(&folder, 5);
}

fn their_client_and_our_server(suite: CipherSuite, group: NamedGroup, kind: &Kind) {
    let folder = Folder::new(&format!("server-{}-{}-{}", suite.name(), group.name(), kind.ours));
    let arguments = ["--suites", suite.name(), "--groups", group.name(), "--certificate-key", kind.ours];
    let more = ["--root", "root.pem", "--alpn", "http/1.1", "--keylog", "ours.log", "--tickets", "2"];
    let (server, place) = serve(&folder, &[&arguments[..], &more].concat());
    let trust = ["-CAfile", "root.pem", "-verify_return_error", "-verify_hostname", "localhost", "-x509_strict"];
    let choices = ["-groups", group.name(), "-alpn", "h2,http/1.1", "-keylogfile", "theirs.log"];
    let arguments = [&["s_client", "-connect", &place, "-servername", "localhost"][..], &trust, &choices].concat();
    let mut client = Process::start("openssl", &arguments, folder.path());
    client.wait_for("Verify return code");
    client.say(b"a question\n");
    client.wait_for("\na question\n");
    let theirs = client.end();
    assert_eq!(theirs.status, Some(0), "{}", theirs.errors);
    let session = format!("New, TLSv1.3, Cipher is {}", suite.name());
    let signature = format!("Peer signature type: {}", kind.signature);
    let key = format!("Server Temp Key: {}", temporary_key(group));
    for text in [&session, &signature, &key, "ALPN protocol: http/1.1", "Verify return code: 0 (ok)"] {
        assert!(theirs.text().contains(text), "{text} in {}", theirs.text());
    }
    let ours = server.end();
    assert_eq!(ours.status, Some(0), "{}", ours.errors);
    assert!(ours.errors.contains("for \"localhost\""), "{}", ours.errors);
    assert_same_secrets(&folder, 5);
}

#[test]
fn every_suite_group_and_certificate_in_both_roles() {
    let version = openssl(&Folder::new("version"), &["version"]).text();
    let mut table = format!(
        "\nTLS 1.3 over TCP with {}: data both ways, ALPN, name and chain checked, equal key logs\n{:<29} {:<10} {:<12} {:<22} {}\n",
        version.split(" (").next().unwrap_or_default().trim(),
        "cipher suite",
        "group",
        "certificate",
        "our client, s_server",
        "s_client, our server"
    );
    let mut runs = 0;
    for (suite, group, kind) in combinations(CipherSuite::ALL, &KINDS) {
        our_client_and_their_server(suite, group, kind);
        their_client_and_our_server(suite, group, kind);
        writeln!(table, "{:<29} {:<10} {:<12} {:<22} agree", suite.name(), group.name(), kind.name, "agree").unwrap();
        runs += 2;
    }
    // Not `println`, which shows only what failing tests print.
    writeln!(std::io::stderr(), "{table}{runs} connections").unwrap();
    assert_eq!(runs, 2 * (3 * 4 + 2 * 2 * 2));
}

/// What OpenSSL calls a suite of TLS 1.2.
fn older_name(suite: CipherSuite) -> &'static str {
    match suite {
        CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 => "ECDHE-ECDSA-AES128-GCM-SHA256",
        CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 => "ECDHE-ECDSA-AES256-GCM-SHA384",
        CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 => "ECDHE-RSA-AES128-GCM-SHA256",
        CipherSuite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 => "ECDHE-RSA-AES256-GCM-SHA384",
        CipherSuite::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 => "ECDHE-RSA-CHACHA20-POLY1305",
        CipherSuite::TLS_RSA_WITH_AES_128_GCM_SHA256 => "AES128-GCM-SHA256",
        CipherSuite::TLS_RSA_WITH_AES_256_GCM_SHA384 => "AES256-GCM-SHA384",
        _ => "ECDHE-ECDSA-CHACHA20-POLY1305",
    }
}

/// What is history is offered and accepted only by who asks for it.
fn asked(suite: CipherSuite) -> Vec<&'static str> {
    if CipherSuite::OLD_TLS12.contains(&suite) { vec!["--suites", suite.name()] } else { vec![] }
}

/// The groups that go with a suite of TLS 1.2: OpenSSL wants the curve of the certificate to be among them. RFC 8422 §5.1.
fn older_groups(group: NamedGroup, kind: &Kind, between: &str) -> String {
    let curve = match kind.name {
        "ECDSA P-256" => NamedGroup::SECP256R1,
        "ECDSA P-384" => NamedGroup::SECP384R1,
        _ => group,
    };
    if curve == group { group.name().into() } else { [group.name(), curve.name()].join(between) }
}

fn our_client_and_their_older_server(suite: CipherSuite, group: NamedGroup, kind: &Kind) {
    let folder = Folder::new(&format!("client12-{}-{}-{}", suite.name(), group.name(), kind.ours));
    identity(&folder, kind);
    let theirs = older_groups(group, kind, ":");
    let choices = ["-tls1_2", "-cipher", older_name(suite), "-groups", &theirs, "-alpn", "http/1.1"];
    let (server, place) = s_server(&folder, &[&choices[..], &["-rev", "-keylogfile", "theirs.log"]].concat());
    // It offers both versions, so that the server's choice counts.
    let groups = older_groups(group, kind, ",");
    let arguments = ["connect", &place, "--ca", "root.pem", "--groups", &groups, "--alpn", "h2,http/1.1"];
    let more = ["--keylog", "ours.log", "--timeout", "25"];
    let mut client = Process::handshake(&[&arguments[..], &more, &asked(suite)].concat(), folder.path());
    client.say(b"drawer\nTLS\n");
    client.wait_for("reward\nSLT\n");
    let ours = client.end();
    assert_eq!(ours.status, Some(0), "{}", ours.errors);
    let key_exchange = if CipherSuite::OLD_TLS12.contains(&suite) { "" } else { group.name() };
    for name in ["TLS 1.2", suite.name(), key_exchange, "ALPN http/1.1", "issued by \"A root of OpenSSL's\""] {
        assert!(ours.errors.contains(name), "{name} in {}", ours.errors);
    }
    let theirs = server.end();
    assert_eq!(theirs.status, Some(0), "{}", theirs.errors);
    assert_same_secrets(&folder, 1);
}

fn their_older_client_and_our_server(suite: CipherSuite, group: NamedGroup, kind: &Kind) {
    let folder = Folder::new(&format!("server12-{}-{}-{}", suite.name(), group.name(), kind.ours));
    let arguments = ["--groups", group.name(), "--certificate-key", kind.ours];
    let more = ["--root", "root.pem", "--alpn", "http/1.1", "--keylog", "ours.log"];
    let (server, place) = serve(&folder, &[&arguments[..], &more, &asked(suite)].concat());
    let trust = ["-CAfile", "root.pem", "-verify_return_error", "-verify_hostname", "localhost", "-x509_strict"];
    let groups = older_groups(group, kind, ":");
    let choices = ["-tls1_2", "-cipher", older_name(suite), "-groups", &groups, "-alpn", "h2,http/1.1"];
    let arguments = [
        &["s_client", "-connect", &place, "-servername", "localhost", "-keylogfile", "theirs.log"][..],
        &trust,
        &choices,
    ]
    .concat();
    let mut client = Process::start("openssl", &arguments, folder.path());
    client.wait_for("Verify return code");
    client.say(b"a question\n");
    client.wait_for("\na question\n");
    let theirs = client.end();
    assert_eq!(theirs.status, Some(0), "{}", theirs.errors);
    let session = format!("New, TLSv1.2, Cipher is {}", older_name(suite));
    let is_old = CipherSuite::OLD_TLS12.contains(&suite);
    let key = if is_old { String::new() } else { format!("Server Temp Key: {}", temporary_key(group)) };
    let texts = ["Extended master secret: yes", "Secure Renegotiation IS supported", "ALPN protocol: http/1.1"];
    for text in [&session, &key, "Verify return code: 0 (ok)"].into_iter().chain(texts) {
        assert!(theirs.text().contains(text), "{text} in {}", theirs.text());
    }
    let ours = server.end();
    assert_eq!(ours.status, Some(0), "{}", ours.errors);
    assert!(ours.errors.contains("TLS 1.2") && ours.errors.contains("for \"localhost\""), "{}", ours.errors);
    assert_same_secrets(&folder, 1);
}

#[test]
fn tls12_with_every_suite_group_and_certificate_in_both_roles() {
    let mut table = format!(
        "\nTLS 1.2 over TCP with OpenSSL: data both ways, ALPN, name and chain checked, equal key logs\n{:<45} {:<10} {:<12} {:<22} {}\n",
        "cipher suite", "group", "certificate", "our client, s_server", "s_client, our server"
    );
    let mut runs = 0;
    for (suite, group, kind) in combinations(CipherSuite::ALL_TLS12, &KINDS[..3]) {
        our_client_and_their_older_server(suite, group, kind);
        their_older_client_and_our_server(suite, group, kind);
        writeln!(table, "{:<45} {:<10} {:<12} {:<22} agree", suite.name(), group.name(), kind.name, "agree").unwrap();
        runs += 2;
    }
    for suite in CipherSuite::RARE_TLS12.into_iter().chain(CipherSuite::OLD_TLS12) {
        let kind = &KINDS[3];
        let groups = if CipherSuite::OLD_TLS12.contains(&suite) { &GROUPS[..1] } else { &GROUPS };
        for group in groups {
            our_client_and_their_older_server(suite, *group, kind);
            their_older_client_and_our_server(suite, *group, kind);
            let name = if groups.len() == 1 { "none" } else { group.name() };
            writeln!(table, "{:<45} {name:<10} {:<12} {:<22} agree", suite.name(), kind.name, "agree").unwrap();
            runs += 2;
        }
    }
    // Not `println`, which shows only what failing tests print.
    writeln!(std::io::stderr(), "{table}{runs} connections").unwrap();
    assert_eq!(runs, 2 * (3 * 3 + 2 * 2 * 2 + 3 * 3 + 2));
}

#[test]
fn sides_that_speak_only_what_the_other_does_not() {
    let folder = Folder::new("versions");
    identity(&folder, &KINDS[1]);
    for (theirs, ours) in [("-tls1_2", "1.3"), ("-tls1_3", "1.2")] {
        let (server, place) = s_server(&folder, &[theirs]);
        let arguments = ["connect", &place, "--ca", "root.pem", "--versions", ours, "--send", "hello"];
        let client = Process::handshake(&arguments, folder.path()).end();
        assert_eq!(client.status, Some(1));
        assert!(client.errors.contains("protocol_version"), "{}", client.errors);
        server.end();
        let (server, place) = serve(&folder, &["--versions", ours]);
        let client = Process::start("openssl", &["s_client", "-connect", &place, theirs], folder.path()).end();
        assert_eq!(client.status, Some(1));
        assert!(client.errors.contains("alert protocol version"), "{}", client.errors);
        assert_eq!(server.end().status, Some(1));
    }
}

#[test]
fn a_renegotiation_is_refused() {
    let folder = Folder::new("renegotiation");
    identity(&folder, &KINDS[1]);
    let (server, place) = serve(&folder, &["--versions", "1.2", "--cert", "chain.pem", "--key", "key.pem", "-v"]);
    let arguments = ["s_client", "-connect", &place, "-servername", "localhost", "-CAfile", "root.pem"];
    let mut client = Process::start("openssl", &arguments, folder.path());
    client.wait_for("Verify return code");
    // s_client takes this line for a command.
    client.say(b"R\n");
    client.wait_for("RENEGOTIATING");
    let theirs = client.end();
    assert!(theirs.errors.contains("no renegotiation"), "{}", theirs.errors);
    let ours = server.end();
    assert!(ours.errors.contains("> Alert no_renegotiation"), "{}", ours.errors);
}

#[test]
fn a_page_of_many_records_comes_whole() {
    let folder = Folder::new("page");
    identity(&folder, &KINDS[1]);
    let page = (0..20_000).map(|number: u32| number.to_string()).collect::<Vec<_>>().join("\n");
    folder.write("page.txt", &page);
    let (server, place) = s_server(&folder, &["-WWW"]);
    let ours = Process::handshake(&["connect", &place, "--ca", "root.pem", "--http", "/page.txt"], folder.path()).end();
    assert_eq!(ours.status, Some(0), "{}", ours.errors);
    let (head, body) =
        ours.text().split_once("\r\n\r\n").map(|(head, body)| (head.to_owned(), body.to_owned())).unwrap();
    assert!(head.starts_with("HTTP/1.0 200"), "{head}");
    assert!(body == page, "{} bytes came", body.len());
    server.end();
}

#[test]
fn our_server_takes_identities_that_openssl_made() {
    for kind in &KINDS {
        let folder = Folder::new(&format!("identity-{}", kind.ours));
        identity(&folder, kind);
        let both = folder.read("key.pem") + &folder.read("chain.pem");
        folder.write("both.pem", both);
        let mut choices = vec![vec!["--cert", "chain.pem", "--key", "key.pem"], vec!["--cert", "both.pem"]];
        if kind.name == "RSA" {
            // "BEGIN RSA PRIVATE KEY", RFC 8017 §A.1.2.
            openssl(&folder, &["rsa", "-in", "key.pem", "-traditional", "-out", "pkcs1.pem"]);
            choices.push(vec!["--cert", "chain.pem", "--key", "pkcs1.pem"]);
        }
        if kind.name.starts_with("ECDSA") {
            // "BEGIN EC PRIVATE KEY", RFC 5915, after parameters that say the same again.
            openssl(&folder, &["ec", "-in", "key.pem", "-out", "sec1.pem"]);
            let curve = if kind.name == "ECDSA P-256" { "prime256v1" } else { "secp384r1" };
            let parameters = openssl(&folder, &["ecparam", "-name", curve]).text();
            folder.write("old.pem", parameters + &folder.read("sec1.pem"));
            choices.push(vec!["--cert", "chain.pem", "--key", "old.pem"]);
        }
        for choice in choices {
            let (server, place) = serve(&folder, &choice);
            let trust = ["-CAfile", "root.pem", "-verify_return_error", "-verify_hostname", "localhost", "-brief"];
            let theirs =
                Process::start("openssl", &[&["s_client", "-connect", &place][..], &trust].concat(), folder.path());
            theirs.wait_for("Verification: OK");
            let theirs = theirs.end();
            assert_eq!(theirs.status, Some(0), "{}", theirs.errors);
            let ours = server.end();
            assert_eq!(ours.status, Some(0), "{}", ours.errors);
        }
    }
}

/// RFC 5246 §7.2.2: after a warning the connection can go on; OpenSSL sends one for a name that it does not know.
#[test]
fn a_warning_does_not_end_the_handshake_of_tls12() {
    let folder = Folder::new("warning");
    identity(&folder, &KINDS[1]);
    let names = ["-servername", "foo.example", "-cert2", "chain.pem", "-key2", "key.pem"];
    // It comes before the ServerHello, so a client that offers both versions does not know yet which one it is.
    for versions in [&["--versions", "1.2"][..], &[]] {
        let (server, place) = s_server(&folder, &[&names[..], &["-tls1_2", "-rev", "-msg"]].concat());
        let arguments = [&["connect", &place, "--ca", "root.pem", "--send", "drawer"], versions].concat();
        let ours = Process::handshake(&arguments, folder.path()).end();
        assert_eq!((ours.status, ours.text().trim_end()), (Some(0), "reward"), "{}", ours.errors);
        let theirs = server.end();
        assert!((theirs.text() + &theirs.errors).contains("warning unrecognized_name"), "{}", theirs.text());
    }
}

/// Our client refuses a server, and says why; the server hears the alert of that number.
fn our_client_refuses(name: &str, arguments: &[&str], sentence: &str, alert_number: u8) {
    let folder = Folder::new(name);
    identity(&folder, &KINDS[1]);
    let other = Folder::new(&format!("{name}-other"));
    identity(&other, &KINDS[1]);
    folder.write("other.pem", other.read("root.pem"));
    let (server, place) = s_server(&folder, &["-rev"]);
    let ours = Process::handshake(&[&["connect", &place][..], arguments].concat(), folder.path()).end();
    assert_eq!(ours.status, Some(1), "{}", ours.errors);
    assert!(ours.errors.starts_with(&format!("handshake: {place}: ")), "{}", ours.errors);
    assert!(ours.errors.contains(sentence), "{}", ours.errors);
    assert_eq!(ours.errors.lines().count(), 1, "{}", ours.errors);
    let theirs = server.end();
    assert!(theirs.errors.contains(&format!("SSL alert number {alert_number}")), "{}", theirs.errors);
}

#[test]
fn our_client_refuses_a_server_with_the_right_alert() {
    let sentence = "the check \"Name matches\" of what the server sent failed (server name example.org, dNSName \
                    localhost); the server was sent the alert bad_certificate";
    our_client_refuses("wrong-name", &["--ca", "root.pem", "--server-name", "example.org"], sentence, 42);
    let sentence = "the check \"Chain leads to a trusted root\" of what the server sent failed (subject localhost, \
                    issuer A root of OpenSSL's); the server was sent the alert unknown_ca";
    our_client_refuses("untrusted", &["--ca", "other.pem"], sentence, 48);
}

/// 1024 bits are too few for either side, in any way.
#[test]
fn short_rsa_keys_are_refused() {
    let kind = Kind { name: "RSA", ours: "rsa", theirs: &["-newkey", "rsa:1024"], signature: "RSA-PSS" };
    let folder = Folder::new("short");
    identity(&folder, &kind);
    for trust in [&["--ca", "root.pem"][..], &["--insecure"]] {
        let (server, place) = s_server(&folder, &["-cipher", "DEFAULT:@SECLEVEL=0", "-rev"]);
        let ours = Process::handshake(&[&["connect", &place][..], trust].concat(), folder.path()).end();
        assert_eq!(ours.status, Some(1), "{}", ours.errors);
        assert!(ours.errors.contains("the alert unsupported_certificate"), "{}", ours.errors);
        assert!(server.end().errors.contains("SSL alert number 43"));
    }
    let serve = ["serve", "localhost:0", "--cert", "chain.pem", "--key", "key.pem"];
    let ours = Process::handshake(&serve, folder.path()).end();
    assert_eq!(ours.status, Some(1));
    assert!(ours.errors.contains("nor RSA of 2048 to 8192 bits"), "{}", ours.errors);
}

#[test]
fn whoever_is_not_checked_is_taken_and_named_so() {
    let folder = Folder::new("insecure");
    identity(&folder, &KINDS[0]);
    let (server, place) = s_server(&folder, &["-rev"]);
    let arguments = ["connect", &place, "--insecure", "--server-name", "example.org", "--send", "abc\n"];
    let ours = Process::handshake(&arguments, folder.path()).end();
    assert_eq!((ours.status, &*ours.text()), (Some(0), "cba\n"), "{}", ours.errors);
    assert!(ours.errors.contains("was ignored (--insecure)"), "{}", ours.errors);
    assert_eq!(server.end().status, Some(0));
}

/// `s_client` refuses our server, or is refused by it; our server says so in a sentence.
fn their_client_fails(name: &str, ours: &[&str], theirs: &[&str], sentence: &str, reason: &str) {
    let folder = Folder::new(name);
    let (server, place) = serve(&folder, &[&["--root", "root.pem"][..], ours].concat());
    let common = ["s_client", "-connect", &place, "-verify_return_error"];
    let theirs = Process::start("openssl", &[&common[..], theirs].concat(), folder.path()).end();
    assert_ne!(theirs.status, Some(0), "{}", theirs.text());
    let said = theirs.text() + &theirs.errors;
    assert!(said.contains(reason), "{reason} in {said}");
    let ours = server.end();
    assert_eq!(ours.status, Some(1), "{}", ours.errors);
    assert!(ours.errors.contains(sentence), "{}", ours.errors);
}

#[test]
fn what_cannot_be_agreed_on_ends_with_the_right_alert() {
    let trust = ["-CAfile", "root.pem"];
    their_client_fails(
        "no-trust",
        &[],
        &["-no-CAfile", "-no-CApath"],
        "the client sent the alert unknown_ca",
        "unable to get local issuer certificate",
    );
    their_client_fails(
        "another-name",
        &[],
        &[&trust[..], &["-verify_hostname", "example.org"]].concat(),
        "the client sent the alert bad_certificate",
        "hostname mismatch",
    );
    their_client_fails(
        "no-alpn",
        &["--alpn", "h2"],
        &[&trust[..], &["-alpn", "http/1.1"]].concat(),
        "the client was sent the alert no_application_protocol",
        "SSL alert number 120",
    );
    their_client_fails(
        "no-suite",
        &["--suites", "TLS_CHACHA20_POLY1305_SHA256"],
        &[&trust[..], &["-ciphersuites", "TLS_AES_128_GCM_SHA256"]].concat(),
        "the client was sent the alert handshake_failure",
        "SSL alert number 40",
    );
    their_client_fails(
        "old",
        &[],
        &[&trust[..], &["-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0"]].concat(),
        "the client was sent the alert protocol_version",
        "SSL alert number 70",
    );
}

#[test]
fn an_alert_of_theirs_is_named() {
    let folder = Folder::new("their-alert");
    identity(&folder, &KINDS[1]);
    let (server, place) = s_server(&folder, &["-alpn", "imap", "-rev"]);
    let ours = Process::handshake(&["connect", &place, "--ca", "root.pem", "--alpn", "h2"], folder.path()).end();
    assert_eq!(ours.status, Some(1));
    let sentence = "the server sent the alert no_application_protocol: the two have no language in common";
    assert!(ours.errors.contains(sentence), "{}", ours.errors);
    drop(server);
}
