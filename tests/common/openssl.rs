//! OpenSSL's command line and ours, as tests start them.

use super::process::{Ended, Folder, Process};

/// What a certificate's key is, as we and as OpenSSL say it.
pub struct Kind {
    pub name: &'static str,
    pub ours: &'static str,
    /// The arguments with which OpenSSL makes such a key.
    pub theirs: &'static [&'static str],
    /// What OpenSSL prints as the type of the signature.
    pub signature: &'static str,
}

pub const KINDS: [Kind; 4] = [
    Kind { name: "Ed25519", ours: "ed25519", theirs: &["-newkey", "ed25519"], signature: "ed25519" },
    Kind {
        name: "ECDSA P-256",
        ours: "ecdsa-p256",
        theirs: &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
        signature: "ECDSA",
    },
    Kind {
        name: "ECDSA P-384",
        ours: "ecdsa-p384",
        theirs: &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
        signature: "ECDSA",
    },
    Kind { name: "RSA", ours: "rsa", theirs: &["-newkey", "rsa:2048"], signature: "RSA-PSS" },
];

/// Runs a command of OpenSSL's to its end.
pub fn openssl(folder: &Folder, arguments: &[&str]) -> Ended {
    let ended = Process::start("openssl", arguments, folder.path()).end();
    assert_eq!(ended.status, Some(0), "openssl {}: {}", arguments.join(" "), ended.errors);
    ended
}

/// Has OpenSSL make `root.pem`, and `chain.pem` with `key.pem` for localhost, valid for so many days.
pub fn identity(folder: &Folder, kind: &Kind) {
    let common = ["req", "-x509", "-nodes", "-days", "30"];
    let root = ["-keyout", "root-key.pem", "-out", "root.pem", "-subj", "/CN=A root of OpenSSL's"];
    let root_extensions =
        ["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign"];
    openssl(folder, &[&common[..], kind.theirs, &root, &root_extensions].concat());
    let leaf = ["-CA", "root.pem", "-CAkey", "root-key.pem", "-keyout", "key.pem", "-out", "chain.pem"];
    let leaf_extensions = [
        ["-subj", "/CN=localhost"],
        ["-addext", "subjectAltName=DNS:localhost"],
        ["-addext", "basicConstraints=critical,CA:FALSE"],
        ["-addext", "keyUsage=critical,digitalSignature,keyEncipherment"],
        ["-addext", "extendedKeyUsage=serverAuth"],
    ];
    openssl(folder, &[&common[..], kind.theirs, &leaf, leaf_extensions.as_flattened()].concat());
}

/// `s_server` for one connection, with the identity in the folder.
pub fn s_server(folder: &Folder, arguments: &[&str]) -> (Process, String) {
    let common = ["s_server", "-accept", "127.0.0.1:0", "-naccept", "1", "-cert", "chain.pem", "-key", "key.pem"];
    let process = Process::start("openssl", &[&common[..], arguments].concat(), folder.path());
    let place = format!("localhost:{}", process.port("ACCEPT"));
    (process, place)
}

/// Our server for one connection.
pub fn serve(folder: &Folder, arguments: &[&str]) -> (Process, String) {
    let common = ["serve", "localhost:0", "--connections", "1"];
    let process = Process::handshake(&[&common[..], arguments].concat(), folder.path());
    let place = format!("localhost:{}", process.port("Listening"));
    (process, place)
}

/// The secrets in a key log, in order.
pub fn secrets(log: &str) -> Vec<&str> {
    // OpenSSL writes the premaster secret of the RSA key exchange too, from which the master secret follows.
    let counts = |line: &&str| !line.is_empty() && !line.starts_with('#') && !line.starts_with("RSA ");
    let mut lines: Vec<_> = log.lines().filter(counts).collect();
    lines.sort_unstable();
    lines
}

/// Both wrote the same secrets: those of the handshake, of the application data, and the exporter's; in TLS 1.2 the master
/// secret.
pub fn assert_same_secrets(folder: &Folder, count: usize) {
    let (ours, theirs) = (folder.read("ours.log"), folder.read("theirs.log"));
    assert_eq!(secrets(&ours), secrets(&theirs));
    assert_eq!(secrets(&ours).len(), count, "{ours}");
}
