//! What is exported means to other programs what it means here.

use handshake::scenario::{CertificateKey, Edit, Scenario, presets, run};
use handshake::tls::registry::{CipherSuite, NamedGroup};
use handshake::trace::Trace;
use std::path::PathBuf;

#[path = "export/json.rs"]
mod json;
#[path = "export/ladder.rs"]
mod ladder;
#[path = "export/text.rs"]
mod text;
#[path = "export/tshark.rs"]
mod tshark;

/// A run of every suite with every group and kind of certificate, a long one, and one of every preset, some of which fail;
/// each with its name.
fn runs() -> Vec<(String, Scenario, Trace)> {
    let default = Scenario::default();
    let mut scenarios = Vec::new();
    for cipher_suite in CipherSuite::ALL {
        for group in NamedGroup::ALL {
            for certificate_key in [CertificateKey::Ed25519, CertificateKey::EcdsaP256] {
                let name = format!("{}-{}-{certificate_key:?}", cipher_suite.name(), group.name());
                scenarios.push((name, Scenario { cipher_suite, group, certificate_key, ..default.clone() }));
            }
        }
    }
    let long = "0123456789".repeat(4000);
    let talkative = Scenario { tickets: 4, client_says: "GET /é\r\n".into(), server_says: long, ..default };
    scenarios.push(("talkative".to_owned(), talkative));
    scenarios.extend(presets().into_iter().map(|preset| (preset.name.to_owned(), preset.scenario)));
    scenarios.into_iter().map(run_of).collect()
}

fn run_of((name, scenario): (String, Scenario)) -> (String, Scenario, Trace) {
    let trace = run(&scenario);
    (name, scenario, trace)
}

/// The same, and those with somebody on the way.
fn all_runs() -> Vec<(String, Scenario, Trace)> {
    runs().into_iter().chain(attacked().into_iter().map(run_of)).collect()
}

/// Somebody on the way, who does each thing that can be done.
fn attacked() -> Vec<(String, Scenario)> {
    let attacks = [
        "c0-flip-11-01",
        "s0-set-5-0e000000",
        "s3-drop",
        "s3-repeat",
        "s1-delay-1",
        "s3-cut-20",
        "c0-split-100",
        "c1-inject-15030300020228",
        "c0-replay-2",
    ];
    let scenario = |edit: &&str| Scenario { attack: vec![Edit::parse(edit).unwrap()], ..Scenario::default() };
    attacks.iter().map(|edit| (format!("attack {edit}"), scenario(edit))).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

fn unhex(digits: &str) -> Vec<u8> {
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

/// A file or a folder that is removed again.
struct Temporary(PathBuf);

impl Temporary {
    fn path(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("handshake-export-{}-{name}", std::process::id()))
    }

    fn file(name: &str, bytes: &[u8]) -> Self {
        let path = Self::path(name);
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }

    fn folder(name: &str) -> Self {
        let path = Self::path(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = if self.0.is_dir() { std::fs::remove_dir_all(&self.0) } else { std::fs::remove_file(&self.0) };
    }
}
