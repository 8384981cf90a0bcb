//! OpenSSL 3 on the command line, which must be there.

use super::{certificate, read};
use handshake::crypto::entropy::Entropy;
use handshake::crypto::signature::KeyKind;
use handshake::crypto::x509::{IssuedChain, issue};
use handshake::wire::{FieldTree, Value};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const NOON_OF_2026_06_15: u64 = 1_781_524_800;

fn openssl(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("these tests need the command `openssl` (OpenSSL 3) on the PATH");
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

/// What OpenSSL prints, or the reason that it gives for printing nothing.
fn printed(arguments: &[&str], input: &[u8]) -> String {
    let output = openssl(arguments, input);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Files that are removed again.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("handshake-x509-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, certificates: &[Vec<u8>]) -> String {
        let path = self.0.join(name);
        let pem: Vec<String> = certificates.iter().map(|der| pem(der)).collect();
        std::fs::write(&path, pem.concat()).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(Path::new(&self.0));
    }
}

/// RFC 7468 §2.
fn pem(der: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = "-----BEGIN CERTIFICATE-----".to_owned();
    for (index, group) in der.chunks(3).enumerate() {
        if index % 16 == 0 {
            text.push('\n');
        }
        let bits = (0..3).fold(0, |bits, at| bits << 8 | usize::from(group.get(at).copied().unwrap_or(0)));
        for digit in 0..4 {
            let used = digit <= group.len();
            text.push(if used { char::from(ALPHABET[bits >> (18 - 6 * digit) & 63]) } else { '=' });
        }
    }
    text + "\n-----END CERTIFICATE-----\n"
}

/// Whether `openssl verify` accepts the chain for a TLS server of that name at that time; what it said otherwise.
pub fn verify(
    test: &str,
    chain: &[Vec<u8>],
    root: &[u8],
    server_name: &str,
    now: u64,
    options: &[&str],
) -> Result<(), String> {
    let folder = Folder::new(test);
    let leaf = folder.write("leaf.pem", &chain[..1]);
    let anchors = folder.write("anchors.pem", &[root.to_vec()]);
    let untrusted = folder.write("untrusted.pem", &chain[1..]);
    let now = now.to_string();
    let name_option = if server_name.parse::<std::net::IpAddr>().is_ok() { "-verify_ip" } else { "-verify_hostname" };
    let mut arguments = vec!["verify", "-purpose", "sslserver", "-attime", &now, name_option, server_name];
    arguments.extend(["-no-CApath", "-no-CAstore", "-CAfile", &anchors]);
    if chain.len() > 1 {
        arguments.extend(["-untrusted", &untrusted]);
    }
    arguments.extend(options);
    arguments.push(&leaf);
    let output = openssl(&arguments, &[]);
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

/// Checks that each element that OpenSSL sees has a field for its tag and length, at the same offset and with the same
/// lengths. Ours has more: it looks into the strings, too.
pub fn assert_same_structure(der: &[u8], fields: &FieldTree) {
    let ours: BTreeSet<(usize, usize, u64)> = fields
        .leaves()
        .filter_map(|(_, field)| match field.value {
            Value::DerHeader { length, .. } => Some((field.span.start, field.span.len(), length)),
            _ => None,
        })
        .collect();
    let text = printed(&["asn1parse", "-inform", "der"], der);
    for line in text.lines() {
        let (offset, rest) = line.split_once(":d=").unwrap();
        let header = rest.split_once("hl=").unwrap().1.split_whitespace().next().unwrap();
        let length = rest.split_once("l=").unwrap().1.split_once("l=").unwrap().1.split_whitespace().next().unwrap();
        let theirs =
            (offset.trim().parse().unwrap(), header.parse().unwrap(), length.trim_end_matches(':').parse().unwrap());
        assert!(ours.contains(&theirs), "{line}");
    }
}

fn issued(kind: KeyKind) -> IssuedChain {
    issue(&Entropy::from_seed("hello"), kind, "example.com").unwrap()
}

#[test]
fn openssl_accepts_what_is_issued_even_when_it_is_strict() {
    for (test, kind) in [("strict-ed25519", KeyKind::Ed25519), ("strict-p256", KeyKind::EcdsaP256)] {
        let IssuedChain { chain, root, .. } = issued(kind);
        let options = ["-x509_strict", "-check_ss_sig"];
        assert_eq!(verify(test, &chain, &root, "example.com", NOON_OF_2026_06_15, &options), Ok(()));
    }
}

#[test]
fn openssl_sees_the_same_structure_and_the_same_values() {
    for kind in [KeyKind::Ed25519, KeyKind::EcdsaP256] {
        let IssuedChain { chain, root, .. } = issued(kind);
        for der in chain.iter().chain([&root]) {
            assert_same_structure(der, &read(der).fields);
            let ours = certificate(der);
            let arguments = ["x509", "-inform", "der", "-noout", "-serial", "-enddate", "-subject", "-ext"];
            let text = printed(&[&arguments[..], &["basicConstraints,keyUsage"]].concat(), der);
            let serial: Vec<_> = ours.serial_number.iter().map(|byte| format!("{byte:02X}")).collect();
            assert!(text.contains(&format!("serial={}\n", serial.concat())), "{text}");
            assert!(text.contains(&format!("CN = {}\n", ours.subject.text())), "{text}");
            let ca = if ours.extensions.basic_constraints.unwrap().ca { "CA:TRUE" } else { "CA:FALSE" };
            assert!(text.contains(ca), "{text}");
            assert!(text.contains("X509v3 Key Usage: critical"), "{text}");
        }
        let text = printed(&["x509", "-inform", "der", "-noout", "-text"], &chain[0]);
        for line in [
            "Not Before: Jan  1 00:00:00 2026 GMT",
            "Not After : Dec 31 23:59:59 2026 GMT",
            "TLS Web Server Authentication",
            "DNS:example.com",
            "X509v3 Subject Key Identifier",
            "X509v3 Authority Key Identifier",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
    }
}
