//! Scenarios with a name.

use super::{
    CertificateFlaw, CertificateKey, ClientAuthentication, Date, KeyUpdate, Psk, PskMode, RecordOptions, Scenario,
    ServerPsk, TicketKind,
};
use crate::tls::registry::{CipherSuite, NamedGroup, ProtocolVersion, SignatureScheme};

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

/// The default with some of it changed.
fn changed(change: fn(&mut Scenario)) -> Scenario {
    let mut scenario = Scenario::default();
    change(&mut scenario);
    scenario
}

/// A client that comes back and speaks at once.
fn early_data(scenario: &mut Scenario) {
    scenario.psk = Psk::Ticket;
    scenario.max_early_data = 1024;
    scenario.client_says_early = "GET /hello HTTP/1.1\r\nHost: example.com\r\n\r\n".into();
}

/// Both sides speak TLS 1.2 alone.
fn tls12(scenario: &mut Scenario) {
    scenario.client_versions = vec![ProtocolVersion::TLS12];
    scenario.server_versions = vec![ProtocolVersion::TLS12];
}

/// All presets that this program can run, from the plain ones to those that go wrong.
#[must_use]
#[expect(clippy::too_many_lines, reason = "a table")]
pub fn presets() -> Vec<Preset> {
    let preset = |name, sentence, scenario| Preset { name, sentence, scenario };
    let default = Scenario::default;
    let mut all = vec![
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
            "secp384r1",
            "The secret is agreed on with the curve P-384, the larger sister of P-256.",
            Scenario { group: NamedGroup::SECP384R1, ..default() },
        ),
        preset(
            "x25519mlkem768",
            "The secret is agreed on in two ways at once, so that it stays one even if quantum computers come.",
            Scenario { group: NamedGroup::X25519MLKEM768, ..default() },
        ),
        preset(
            "x25519mlkem768-old-server",
            "The client sends a hybrid key and a plain one, as browsers do, and the server only knows the plain kind.",
            changed(|scenario| {
                scenario.key_shares = Some(vec![NamedGroup::X25519MLKEM768, NamedGroup::X25519]);
                scenario.server_groups = vec![NamedGroup::X25519];
            }),
        ),
        preset(
            "x25519mlkem768-retry",
            "The client guesses that x25519 will do, and the server asks for a hybrid key.",
            changed(|scenario| scenario.server_groups = vec![NamedGroup::X25519MLKEM768]),
        ),
        preset(
            "ecdsa-p384",
            "The certificates have ECDSA keys on the curve P-384.",
            Scenario { certificate_key: CertificateKey::EcdsaP384, ..default() },
        ),
        preset(
            "rsa",
            "The certificates have RSA keys of 2048 bits; the server signs with RSA-PSS.",
            Scenario { certificate_key: CertificateKey::Rsa, ..default() },
        ),
        preset(
            "rsa-sha512",
            "The client would rather see SHA-512 in the server's RSA signature, and the server can do that.",
            changed(|scenario| {
                scenario.certificate_key = CertificateKey::Rsa;
                scenario.client_schemes = vec![
                    SignatureScheme::RSA_PSS_RSAE_SHA512,
                    SignatureScheme::RSA_PSS_RSAE_SHA256,
                    SignatureScheme::RSA_PKCS1_SHA256,
                ];
            }),
        ),
        preset(
            "no-common-signature",
            "The client can verify Ed25519 alone, and the server has an RSA key: nothing to agree on.",
            changed(|scenario| {
                scenario.certificate_key = CertificateKey::Rsa;
                scenario.client_schemes = vec![SignatureScheme::ED25519];
            }),
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
            "hello-retry-request",
            "The client guesses the wrong kind of key, and the server asks for another.",
            changed(|scenario| scenario.server_groups = vec![NamedGroup::SECP256R1]),
        ),
        preset(
            "no-key-share",
            "The client sends no key at first and lets the server say which kind it wants.",
            changed(|scenario| scenario.key_shares = Some(Vec::new())),
        ),
        preset(
            "two-key-shares",
            "The client sends keys of two kinds, so that one of them will do.",
            changed(|scenario| {
                scenario.key_shares = Some(vec![NamedGroup::X25519, NamedGroup::SECP256R1]);
                scenario.server_groups = vec![NamedGroup::SECP256R1];
            }),
        ),
        preset(
            "cookie",
            "Before it does any work, the server makes sure that the client can be reached.",
            changed(|scenario| scenario.cookie = true),
        ),
        preset(
            "client-certificate",
            "The server asks who the client is, and the client shows its certificate.",
            changed(|scenario| {
                scenario.client_authentication = ClientAuthentication::Required;
                scenario.client_certificate = Some("client.example".into());
            }),
        ),
        preset(
            "client-certificate-declined",
            "The server asks who the client is; the client does not say, and that will do.",
            changed(|scenario| scenario.client_authentication = ClientAuthentication::Requested),
        ),
        preset(
            "client-certificate-required",
            "The server insists on a certificate that the client does not have.",
            changed(|scenario| scenario.client_authentication = ClientAuthentication::Required),
        ),
        preset(
            "key-update",
            "In the middle of the conversation both take new keys.",
            changed(|scenario| {
                scenario.client_key_update = KeyUpdate::Both;
                scenario.server_key_update = KeyUpdate::Own;
            }),
        ),
        preset(
            "compatibility",
            "The handshake dresses up as one of TLS 1.2, for the sake of old equipment on the way.",
            changed(|scenario| scenario.compatibility = true),
        ),
        preset(
            "padding",
            "Records are filled up with zeros, so that their length tells less.",
            changed(|scenario| {
                let records = RecordOptions { padding: 256, ..RecordOptions::default() };
                (scenario.client_records, scenario.server_records) = (records, records);
            }),
        ),
        preset(
            "fragments",
            "Messages are cut into small records and put together again.",
            changed(|scenario| {
                let records = RecordOptions { fragment: 120, ..RecordOptions::default() };
                (scenario.client_records, scenario.server_records) = (records, records);
            }),
        ),
        preset(
            "coalesced",
            "Messages that follow each other share one record.",
            changed(|scenario| {
                let records = RecordOptions { coalesce: true, ..RecordOptions::default() };
                (scenario.client_records, scenario.server_records) = (records, records);
            }),
        ),
        preset(
            "record-size-limit",
            "A small device asks for short records.",
            changed(|scenario| {
                scenario.client_record_limit = Some(256);
                scenario.server_record_limit = Some(16_385);
            }),
        ),
        preset(
            "resumption",
            "The two have met before: a ticket takes the place of certificate and signature.",
            changed(|scenario| scenario.psk = Psk::Ticket),
        ),
        preset(
            "resumption-sealed-ticket",
            "The server remembers nothing: all it needs to know is sealed in the ticket.",
            changed(|scenario| {
                scenario.psk = Psk::Ticket;
                scenario.ticket_kind = TicketKind::Sealed;
                scenario.tickets = 2;
            }),
        ),
        preset(
            "resumption-without-dhe",
            "The ticket alone, without a fresh secret: faster, but without forward secrecy.",
            changed(|scenario| {
                scenario.psk = Psk::Ticket;
                scenario.psk_mode = PskMode::Alone;
            }),
        ),
        preset(
            "resumption-with-retry",
            "A ticket and a second hello: the proof of the key is made twice.",
            changed(|scenario| {
                scenario.psk = Psk::Ticket;
                scenario.cookie = true;
            }),
        ),
        preset(
            "ticket-expired",
            "The ticket is too old, so the two begin as strangers.",
            changed(|scenario| {
                scenario.psk = Psk::Ticket;
                scenario.pause = 86_400;
            }),
        ),
        preset(
            "ticket-unknown",
            "The server has forgotten the ticket, so the two begin as strangers.",
            changed(|scenario| {
                scenario.psk = Psk::Ticket;
                scenario.server_psk = ServerPsk::Unknown;
            }),
        ),
        preset(
            "external-psk",
            "The two were given a key by other means and need no certificate.",
            changed(|scenario| scenario.psk = Psk::External),
        ),
        preset(
            "wrong-psk",
            "The two were given different keys under the same name.",
            changed(|scenario| {
                scenario.psk = Psk::External;
                scenario.server_psk = ServerPsk::Other;
            }),
        ),
        preset("early-data", "With a ticket the client speaks at once, and the server reads it.", changed(early_data)),
        preset(
            "early-data-refused",
            "The client speaks at once, but the server does not take it, and the client says it again.",
            changed(|scenario| {
                early_data(scenario);
                scenario.accepts_early_data = false;
            }),
        ),
        preset(
            "early-data-late",
            "The first message comes an hour late, as if somebody had kept it and sent it again.",
            changed(|scenario| {
                early_data(scenario);
                scenario.delay = 3600;
            }),
        ),
        preset(
            "early-data-retry",
            "The client speaks at once, but the server first wants a second hello.",
            changed(|scenario| {
                early_data(scenario);
                scenario.cookie = true;
            }),
        ),
        preset(
            "grease",
            "The client offers values that nobody knows, so that servers do not forget how to ignore them.",
            changed(|scenario| scenario.grease = true),
        ),
        preset(
            "exporter",
            "In the end both make a key for the application that fits this connection only.",
            changed(|scenario| scenario.exporter = true),
        ),
        preset(
            "everything",
            "Another suite, another curve, a retry, a client certificate, new keys and small records at once.",
            changed(|scenario| {
                scenario.cipher_suite = CipherSuite::TLS_AES_256_GCM_SHA384;
                scenario.certificate_key = CertificateKey::Ed25519;
                scenario.server_groups = vec![NamedGroup::SECP256R1];
                scenario.client_authentication = ClientAuthentication::Required;
                scenario.client_certificate = Some("client.example".into());
                scenario.client_key_update = KeyUpdate::Both;
                scenario.compatibility = true;
                scenario.server_records = RecordOptions { fragment: 500, padding: 64, coalesce: true };
                scenario.grease = true;
                scenario.exporter = true;
            }),
        ),
        preset(
            "tls12",
            "The older edition, TLS 1.2: two round trips, and most of the handshake in the clear.",
            changed(tls12),
        ),
        preset(
            "tls12-chacha20-poly1305",
            "TLS 1.2 with ChaCha20-Poly1305, whose records send no part of the nonce.",
            changed(|scenario| {
                tls12(scenario);
                scenario.cipher_suite = CipherSuite::TLS_CHACHA20_POLY1305_SHA256;
                scenario.group = NamedGroup::SECP256R1;
            }),
        ),
        preset(
            "tls12-rsa",
            "TLS 1.2 with RSA certificates: the server signs its key for this connection with RSA.",
            changed(|scenario| {
                tls12(scenario);
                scenario.certificate_key = CertificateKey::Rsa;
            }),
        ),
        preset(
            "tls12-rsa-key-exchange",
            "History: the secret is encrypted with the certificate's key, and whoever steals that later can read it all.",
            changed(|scenario| {
                tls12(scenario);
                scenario.certificate_key = CertificateKey::Rsa;
                scenario.cipher_suite = CipherSuite::TLS_RSA_WITH_AES_128_GCM_SHA256;
            }),
        ),
        preset(
            "tls12-without-extended-master-secret",
            "TLS 1.2 as it was before 2015: the keys depend on two random numbers only, not on what was said.",
            changed(|scenario| {
                tls12(scenario);
                scenario.extended_master_secret = false;
            }),
        ),
        preset(
            "tls12-client-certificate",
            "TLS 1.2 with a client certificate, which anyone on the way can read.",
            changed(|scenario| {
                tls12(scenario);
                scenario.client_authentication = ClientAuthentication::Required;
                scenario.client_certificate = Some("client.example".into());
            }),
        ),
        preset(
            "tls12-client-certificate-required",
            "In TLS 1.2 the server insists on a certificate that the client does not have.",
            changed(|scenario| {
                tls12(scenario);
                scenario.client_authentication = ClientAuthentication::Required;
            }),
        ),
        preset(
            "tls12-session-id",
            "The two have met before in TLS 1.2, and both have kept the session.",
            changed(|scenario| {
                tls12(scenario);
                scenario.psk = Psk::Ticket;
            }),
        ),
        preset(
            "tls12-session-ticket",
            "The two have met before in TLS 1.2: the session itself is sealed in the ticket.",
            changed(|scenario| {
                tls12(scenario);
                scenario.psk = Psk::Ticket;
                scenario.ticket_kind = TicketKind::Sealed;
            }),
        ),
        preset(
            "tls12-session-forgotten",
            "The client comes back to a session of TLS 1.2 that the server has forgotten.",
            changed(|scenario| {
                tls12(scenario);
                scenario.psk = Psk::Ticket;
                scenario.server_psk = ServerPsk::Unknown;
            }),
        ),
        preset(
            "tls12-renegotiation",
            "The server of TLS 1.2 asks for a second handshake, and the client declines.",
            changed(|scenario| {
                tls12(scenario);
                scenario.asks_again = true;
            }),
        ),
        preset(
            "old-server",
            "The client speaks both editions, the server only TLS 1.2, and so they speak that.",
            changed(|scenario| {
                scenario.client_versions = ProtocolVersion::ALL.to_vec();
                scenario.server_versions = vec![ProtocolVersion::TLS12];
            }),
        ),
        preset(
            "old-client",
            "The server speaks both editions, the client only TLS 1.2, and so they speak that.",
            changed(|scenario| {
                scenario.client_versions = vec![ProtocolVersion::TLS12];
                scenario.server_versions = ProtocolVersion::ALL.to_vec();
            }),
        ),
        preset(
            "both-versions",
            "Both speak both editions, and so they speak TLS 1.3.",
            changed(|scenario| {
                scenario.client_versions = ProtocolVersion::ALL.to_vec();
                scenario.server_versions = ProtocolVersion::ALL.to_vec();
            }),
        ),
        preset(
            "downgrade",
            "Somebody on the way hides that the client knows TLS 1.3, and the client finds out.",
            changed(|scenario| {
                scenario.client_versions = ProtocolVersion::ALL.to_vec();
                scenario.server_versions = ProtocolVersion::ALL.to_vec();
                scenario.downgrade = true;
            }),
        ),
        preset(
            "no-common-version",
            "The client speaks only TLS 1.2, the server only TLS 1.3: they have no edition in common.",
            changed(|scenario| scenario.client_versions = vec![ProtocolVersion::TLS12]),
        ),
        preset(
            "no-common-version-old-server",
            "The client speaks only TLS 1.3, the server only TLS 1.2: they have no edition in common.",
            changed(|scenario| scenario.server_versions = vec![ProtocolVersion::TLS12]),
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
            "unrecognized-name",
            "The client asks for a host that does not live here, and the server says so.",
            changed(|scenario| scenario.server_names = vec!["example.org".into(), "www.example.org".into()]),
        ),
        preset(
            "wildcard",
            "One certificate for every host right below a domain.",
            changed(|scenario| {
                scenario.server_name = "www.example.com".into();
                scenario.certificate_name = Some("*.example.com".into());
            }),
        ),
        preset(
            "wildcard-too-deep",
            "A wildcard stands for one label, not for two, and the client refuses it.",
            changed(|scenario| {
                scenario.server_name = "a.b.example.com".into();
                scenario.certificate_name = Some("*.example.com".into());
            }),
        ),
        preset(
            "ip-address",
            "The server has no name, only an IPv6 address, and its certificate is for that.",
            changed(|scenario| scenario.server_name = "2001:db8::1".into()),
        ),
        preset(
            "unknown-root",
            "The certificates lead to a root that the client does not trust.",
            changed(|scenario| scenario.certificate_flaw = CertificateFlaw::UnknownRoot),
        ),
        preset(
            "missing-intermediate",
            "The server forgot to send the certificate in the middle.",
            changed(|scenario| scenario.certificate_flaw = CertificateFlaw::MissingIntermediate),
        ),
        preset(
            "wrong-order",
            "The server sends its authority's certificate first and its own last.",
            changed(|scenario| scenario.certificate_flaw = CertificateFlaw::WrongOrder),
        ),
        preset(
            "path-too-long",
            "An authority has made another authority although it may not.",
            changed(|scenario| scenario.certificate_flaw = CertificateFlaw::PathTooLong),
        ),
        preset(
            "not-an-authority",
            "Somebody with a certificate of his own has issued one for the server.",
            changed(|scenario| scenario.certificate_flaw = CertificateFlaw::NotAuthority),
        ),
        preset(
            "issuer-key-usage",
            "The issuer's key is for other things than signing certificates.",
            changed(|scenario| scenario.certificate_flaw = CertificateFlaw::NoKeyCertSign),
        ),
        preset(
            "key-usage",
            "The server's key is for other things than signing a handshake.",
            changed(|scenario| scenario.certificate_flaw = CertificateFlaw::NoDigitalSignature),
        ),
        preset(
            "extended-key-usage",
            "The certificate is for a client, and here a server shows it.",
            changed(|scenario| scenario.certificate_flaw = CertificateFlaw::WrongPurpose),
        ),
        preset(
            "unknown-critical-extension",
            "Something in the certificate must be understood, and nobody does.",
            changed(|scenario| scenario.certificate_flaw = CertificateFlaw::UnknownCritical),
        ),
        preset(
            "weak-signature",
            "The certificate says that it is signed with SHA-1, which can be forged.",
            changed(|scenario| scenario.certificate_flaw = CertificateFlaw::WeakAlgorithm),
        ),
        preset(
            "unknown-signature",
            "The certificate is signed in a way that the client does not know.",
            changed(|scenario| scenario.certificate_flaw = CertificateFlaw::UnknownAlgorithm),
        ),
        preset(
            "broken-signature",
            "One bit of the certificate's signature is wrong.",
            changed(|scenario| scenario.certificate_flaw = CertificateFlaw::BrokenSignature),
        ),
        preset(
            "no-common-protocol",
            "The two have no application protocol in common, and the server ends the handshake.",
            Scenario { server_alpn: vec!["imap".into()], ..default() },
        ),
    ];
    all.retain(|preset: &Preset| preset.scenario.is_built());
    all
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
