//! Scenarios with a name.

use super::{CertificateKey, Date, Scenario};
use crate::tls::registry::{CipherSuite, NamedGroup};

/// A scenario with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preset {
    /// The name: lower-case letters, digits and hyphens.
    pub name: &'static str,
    /// What it shows, in one plain sentence.
    pub sentence: &'static str,
    /// The scenario.
    pub scenario: Scenario,
}

/// The preset with that name.
#[must_use]
pub fn preset(name: &str) -> Option<Preset> {
    presets().into_iter().find(|preset| preset.name == name)
}

/// All presets, from the plain ones to those that go wrong.
#[must_use]
pub fn presets() -> Vec<Preset> {
    let preset = |name, sentence, scenario| Preset { name, sentence, scenario };
    let default = Scenario::default;
    vec![
        preset("default", "A whole connection: handshake, a ticket, a question, an answer, goodbye.", default()),
        preset(
            "aes-256-gcm",
            "The records are sealed with AES-256-GCM, and every hash is SHA-384.",
            Scenario { cipher_suite: CipherSuite::TLS_AES_256_GCM_SHA384, ..default() },
        ),
        preset(
            "chacha20-poly1305",
            "The records are sealed with ChaCha20-Poly1305, which is fast without special hardware.",
            Scenario { cipher_suite: CipherSuite::TLS_CHACHA20_POLY1305_SHA256, ..default() },
        ),
        preset(
            "secp256r1",
            "The secret is agreed on with the curve P-256 in place of X25519.",
            Scenario { group: NamedGroup::SECP256R1, ..default() },
        ),
        preset(
            "ed25519",
            "The certificates have Ed25519 keys in place of ECDSA with P-256.",
            Scenario { certificate_key: CertificateKey::Ed25519, ..default() },
        ),
        preset(
            "no-alpn",
            "The two do not talk about the application protocol, which must then be known otherwise.",
            Scenario { client_alpn: vec![], ..default() },
        ),
        preset(
            "tickets",
            "The server sends four tickets, each good for one later visit.",
            Scenario { tickets: 4, ..default() },
        ),
        preset(
            "handshake-only",
            "Nothing but the handshake and the goodbye: no ticket, no data.",
            Scenario { tickets: 0, client_says: String::new(), server_says: String::new(), ..default() },
        ),
        preset(
            "wrong-name",
            "The server's certificate is for another name, and the client refuses it.",
            Scenario { certificate_name: Some("example.org".into()), ..default() },
        ),
        preset(
            "expired",
            "The certificate was good once, but its time is over, and the client refuses it.",
            Scenario { date: Date { year: 2027, month: 6, day: 15 }, ..default() },
        ),
        preset(
            "not-yet-valid",
            "The certificate is good only later, and the client refuses it.",
            Scenario { date: Date { year: 2025, month: 6, day: 15 }, ..default() },
        ),
        preset(
            "no-common-protocol",
            "The two have no application protocol in common, and the server ends the handshake.",
            Scenario { server_alpn: vec!["imap".into()], ..default() },
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::run;
    use crate::trace::{Side, State};

    #[test]
    fn names_are_plain_and_there_is_only_one_of_each() {
        let all = presets();
        for (index, preset) in all.iter().enumerate() {
            let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
            assert!(preset.name.chars().all(plain) && !preset.name.is_empty());
            assert!(preset.sentence.ends_with('.'), "{}", preset.name);
            for other in &all[..index] {
                assert_ne!(other.name, preset.name);
                assert_ne!(other.scenario, preset.scenario, "{} and {}", other.name, preset.name);
            }
        }
    }

    #[test]
    fn every_preset_runs() {
        for preset in presets() {
            let trace = run(&preset.scenario);
            let last = trace.steps.len().checked_sub(1).expect("a run has steps");
            for side in [Side::Client, Side::Server] {
                assert_eq!(trace.state(side, last), State::Closed, "{}", preset.name);
            }
        }
    }
}
