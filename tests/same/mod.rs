//! Digests of whole traces, and what they must be.

use std::fmt::{self, Write};

use handshake::scenario::{CertificateKey, Date, Edit, Scenario, presets, run};
use handshake::tls::registry::{CipherSuite, NamedGroup};
use sha2::{Digest, Sha256};

/// Hashes what is written to it.
struct Hasher(Sha256);

impl Write for Hasher {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text);
        Ok(())
    }
}

fn scenarios() -> Vec<(String, Scenario)> {
    let mut scenarios = Vec::new();
    for cipher_suite in CipherSuite::ALL {
        for group in NamedGroup::ALL {
            for certificate_key in [CertificateKey::Ed25519, CertificateKey::EcdsaP256] {
                let scenario = Scenario { cipher_suite, group, certificate_key, ..Scenario::default() };
                scenarios.push((format!("{cipher_suite:?} {group:?} {certificate_key:?}"), scenario));
            }
        }
    }
    let expired = Scenario { date: Date { year: 2040, month: 1, day: 1 }, ..Scenario::default() };
    let wrong_name = Scenario { certificate_name: Some("example.org".into()), ..Scenario::default() };
    let no_common_protocol = Scenario { server_alpn: vec!["imap".into()], ..Scenario::default() };
    scenarios.push(("expired certificate".into(), expired));
    scenarios.push(("certificate for another name".into(), wrong_name));
    scenarios.push(("no common application protocol".into(), no_common_protocol));
    for group in NamedGroup::RARE {
        for certificate_key in [CertificateKey::EcdsaP384, CertificateKey::Rsa] {
            let scenario = Scenario { group, certificate_key, ..Scenario::default() };
            scenarios.push((format!("{group:?} {certificate_key:?}"), scenario));
        }
    }
    scenarios.extend(presets().into_iter().map(|preset| (preset.name.to_owned(), preset.scenario)));
    let edits = ["c0-split-100", "s0-flip-3-01", "s5-delay-1", "c2-replay-3", "s7-repeat"];
    let attack = edits.map(|edit| Edit::parse(edit).expect("it is an edit")).to_vec();
    scenarios.push(("somebody on the way".into(), Scenario { attack, ..Scenario::default() }));
    scenarios
}

/// Returns a line for each scenario: the SHA-256 of everything its trace holds, its number of steps, its name.
pub fn digests() -> String {
    let mut lines = String::new();
    for (name, scenario) in scenarios() {
        let trace = run(&scenario);
        let mut hasher = Hasher(Sha256::new());
        write!(hasher, "Trace {{ steps: {:?} }}", trace.steps).expect("a hash takes everything");
        if !trace.later.is_empty() {
            write!(hasher, "{:?}", trace.later).expect("a hash takes everything");
        }
        for byte in hasher.0.finalize() {
            write!(lines, "{byte:02x}").expect("a string takes everything");
        }
        writeln!(lines, " {:3} {name}", trace.steps.len()).expect("a string takes everything");
    }
    lines
}

/// Fails if a run is not what it was when `runs.txt` was written.
pub fn runs_are_the_same() {
    let (is, was) = (digests(), include_str!("runs.txt"));
    let changed: Vec<_> = is.lines().zip(was.lines()).filter(|(is, was)| is != was).collect();
    assert!(
        changed.is_empty() && is.lines().count() == was.lines().count(),
        "the runs are not those of tests/same/runs.txt. If they are meant to have changed: \
         `UPDATE=1 cargo test --test wasm`. Changed: {changed:#?}"
    );
}
