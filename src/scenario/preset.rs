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

/// The headings in the list of presets, each with the preset that it stands before.
const GROUPS: [(&str, &str); 9] = [
    ("default", "First meeting"),
    ("hello-retry-request", "When one hello is not enough"),
    ("client-certificate", "Who is the client?"),
    ("key-update", "Keys and records"),
    ("resumption", "Meeting again"),
    ("grease", "And more"),
    ("tls12", "The older edition, TLS 1.2"),
    ("old-server", "Two editions, and which one they speak"),
    ("wrong-name", "Certificates, and when it goes wrong"),
];

impl Preset {
    /// The heading that stands before it in the list.
    #[must_use]
    pub fn heading(&self) -> Option<&'static str> {
        GROUPS.iter().find(|(first, _)| *first == self.name).map(|(_, heading)| *heading)
    }

    /// The preset that a scenario is, whatever its seed.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Option<Self> {
        presets().into_iter().find(|preset| {
            let same = Scenario { seed: scenario.seed.clone(), ..preset.scenario.clone() };
            same == *scenario
        })
    }
}

/// The preset with that name.
#[must_use]
pub fn preset(name: &str) -> Option<Preset> {
    presets().into_iter().find(|preset| preset.name == name)
}

/// All presets, from the plain ones to those that go wrong; none in a program that is not whole.
#[must_use]
pub fn presets() -> Vec<Preset> {
    let preset = |(name, sentence, change): &Row| {
        let mut scenario = Scenario::default();
        change(&mut scenario);
        Preset { name, sentence, scenario }
    };
    let rows: &[Row] = if cfg!(feature = "whole") { &PRESETS } else { &[] };
    rows.iter().map(preset).collect()
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

/// Name, sentence, and what of the default it changes.
type Row = (&'static str, &'static str, fn(&mut Scenario));

static PRESETS: [Row; 90] = [
    ("default", "A whole connection: handshake, a ticket, a question, an answer, goodbye.", |_| {}),
    ("aes-256-gcm", "The records are sealed with AES-256-GCM, and every hash is SHA-384.", |scenario| {
        scenario.cipher_suite = CipherSuite::TLS_AES_256_GCM_SHA384;
    }),
    (
        "chacha20-poly1305",
        "The records are sealed with ChaCha20-Poly1305, which is fast without special hardware.",
        |scenario| {
            scenario.cipher_suite = CipherSuite::TLS_CHACHA20_POLY1305_SHA256;
        },
    ),
    ("secp256r1", "The secret is agreed on with the curve P-256 in place of X25519.", |scenario| {
        scenario.group = NamedGroup::SECP256R1;
    }),
    ("ed25519", "The certificates have Ed25519 keys in place of ECDSA with P-256.", |scenario| {
        scenario.certificate_key = CertificateKey::Ed25519;
    }),
    ("secp384r1", "The secret is agreed on with the curve P-384, the larger sister of P-256.", |scenario| {
        scenario.group = NamedGroup::SECP384R1;
    }),
    (
        "x25519mlkem768",
        "The secret is agreed on in two ways at once, so that it stays secret even if quantum computers come.",
        |scenario| {
            scenario.group = NamedGroup::X25519MLKEM768;
        },
    ),
    (
        "x25519mlkem768-old-server",
        "The client sends a hybrid key and a plain one, as browsers do, and the server only knows the plain kind.",
        |scenario| {
            scenario.group = NamedGroup::X25519MLKEM768;
            scenario.key_shares = Some(vec![NamedGroup::X25519MLKEM768, NamedGroup::X25519]);
            scenario.server_groups = vec![NamedGroup::X25519];
        },
    ),
    (
        "x25519mlkem768-retry",
        "The client guesses that x25519 will do, and the server asks for a hybrid key.",
        |scenario| scenario.server_groups = vec![NamedGroup::X25519MLKEM768],
    ),
    ("ecdsa-p384", "The certificates have ECDSA keys on the curve P-384.", |scenario| {
        scenario.certificate_key = CertificateKey::EcdsaP384;
    }),
    ("rsa", "The certificates have RSA keys of 2048 bits; the server signs with RSA-PSS.", |scenario| {
        scenario.certificate_key = CertificateKey::Rsa;
    }),
    (
        "rsa-sha512",
        "The client would rather see SHA-512 in the server's RSA signature, and the server can do that.",
        |scenario| {
            scenario.certificate_key = CertificateKey::Rsa;
            scenario.client_schemes = vec![
                SignatureScheme::RSA_PSS_RSAE_SHA512,
                SignatureScheme::RSA_PSS_RSAE_SHA256,
                SignatureScheme::RSA_PKCS1_SHA256,
            ];
        },
    ),
    (
        "no-common-signature",
        "The client can verify Ed25519 alone, and the server has an RSA key: nothing to agree on.",
        |scenario| {
            scenario.certificate_key = CertificateKey::Rsa;
            scenario.client_schemes = vec![SignatureScheme::ED25519];
        },
    ),
    (
        "no-common-suite",
        "One can seal with AES alone, the other with ChaCha20 alone: nothing to agree on.",
        |scenario| {
            scenario.client_suites =
                Some(vec![CipherSuite::TLS_AES_128_GCM_SHA256, CipherSuite::TLS_AES_256_GCM_SHA384]);
            scenario.server_suites = Some(vec![CipherSuite::TLS_CHACHA20_POLY1305_SHA256]);
        },
    ),
    (
        "no-common-group",
        "The client knows x25519 alone, and the server P-256 alone: nothing to agree on.",
        |scenario| {
            scenario.client_groups = Some(vec![NamedGroup::X25519]);
            scenario.server_groups = vec![NamedGroup::SECP256R1];
        },
    ),
    (
        "no-alpn",
        "The two do not talk about the application protocol, which must then be known otherwise.",
        |scenario| {
            scenario.client_alpn = vec![];
        },
    ),
    ("tickets", "The server sends four tickets, each good for one later visit.", |scenario| {
        scenario.tickets = 4;
    }),
    ("handshake-only", "Nothing but the handshake and the goodbye: no ticket, no data.", |scenario| {
        scenario.tickets = 0;
        scenario.client_says = String::new();
        scenario.server_says = String::new();
    }),
    ("hello-retry-request", "The client guesses the wrong kind of key, and the server asks for another.", |scenario| {
        scenario.server_groups = vec![NamedGroup::SECP256R1];
    }),
    ("no-key-share", "The client sends no key at first and lets the server say which kind it wants.", |scenario| {
        scenario.key_shares = Some(Vec::new());
    }),
    ("two-key-shares", "The client sends keys of two kinds, so that one of them will do.", |scenario| {
        scenario.key_shares = Some(vec![NamedGroup::X25519, NamedGroup::SECP256R1]);
        scenario.server_groups = vec![NamedGroup::SECP256R1];
    }),
    ("cookie", "Before it does any work, the server makes sure that the client can be reached.", |scenario| {
        scenario.cookie = true;
    }),
    ("client-certificate", "The server asks who the client is, and the client shows its certificate.", |scenario| {
        scenario.client_authentication = ClientAuthentication::Required;
        scenario.client_certificate = Some("client.example".into());
    }),
    (
        "client-certificate-declined",
        "The server asks who the client is; the client does not say, and that will do.",
        |scenario| scenario.client_authentication = ClientAuthentication::Requested,
    ),
    ("client-certificate-required", "The server insists on a certificate that the client does not have.", |scenario| {
        scenario.client_authentication = ClientAuthentication::Required;
    }),
    (
        "client-certificate-untrusted",
        "The client shows a certificate of an authority that the server does not trust, and the server refuses it.",
        |scenario| {
            scenario.client_authentication = ClientAuthentication::Required;
            scenario.client_certificate = Some("client.example".into());
            scenario.client_flaw = CertificateFlaw::UnknownRoot;
        },
    ),
    ("key-update", "In the middle of the conversation both take new keys.", |scenario| {
        scenario.client_key_update = KeyUpdate::Both;
        scenario.server_key_update = KeyUpdate::Own;
    }),
    (
        "compatibility",
        "The handshake dresses up as one of TLS 1.2, for the sake of old equipment on the way.",
        |scenario| scenario.compatibility = true,
    ),
    ("padding", "Records are filled up with zeros, so that their length tells less.", |scenario| {
        let records = RecordOptions { padding: 256, ..RecordOptions::default() };
        (scenario.client_records, scenario.server_records) = (records, records);
    }),
    ("fragments", "Messages are cut into small records and put together again.", |scenario| {
        let records = RecordOptions { fragment: 120, ..RecordOptions::default() };
        (scenario.client_records, scenario.server_records) = (records, records);
    }),
    ("coalesced", "Messages that follow each other share one record.", |scenario| {
        let records = RecordOptions { coalesce: true, ..RecordOptions::default() };
        (scenario.client_records, scenario.server_records) = (records, records);
    }),
    ("record-size-limit", "A small device asks for short records.", |scenario| {
        scenario.client_record_limit = Some(256);
        scenario.server_record_limit = Some(16_385);
    }),
    ("resumption", "The two have met before: a ticket takes the place of certificate and signature.", |scenario| {
        scenario.psk = Psk::Ticket;
    }),
    (
        "resumption-sealed-ticket",
        "The server remembers nothing: all it needs to know is sealed in the ticket.",
        |scenario| {
            scenario.psk = Psk::Ticket;
            scenario.ticket_kind = TicketKind::Sealed;
            scenario.tickets = 2;
        },
    ),
    (
        "resumption-without-dhe",
        "The ticket alone, without a fresh secret: faster, but without forward secrecy.",
        |scenario| {
            scenario.psk = Psk::Ticket;
            scenario.psk_mode = PskMode::Alone;
        },
    ),
    ("resumption-with-retry", "A ticket and a second hello: the proof of the key is made twice.", |scenario| {
        scenario.psk = Psk::Ticket;
        scenario.cookie = true;
    }),
    ("ticket-expired", "The ticket is too old, so the two begin as strangers.", |scenario| {
        scenario.psk = Psk::Ticket;
        scenario.pause = 86_400;
    }),
    ("ticket-unknown", "The server has forgotten the ticket, so the two begin as strangers.", |scenario| {
        scenario.psk = Psk::Ticket;
        scenario.server_psk = ServerPsk::Unknown;
    }),
    ("external-psk", "The two were given a key by other means and need no certificate.", |scenario| {
        scenario.psk = Psk::External;
    }),
    (
        "two-keys",
        "The client offers a ticket and a key that both were given; the server has forgotten the ticket and takes the key.",
        |scenario| {
            scenario.psk = Psk::Both;
            scenario.server_psk = ServerPsk::Unknown;
        },
    ),
    ("wrong-psk", "The two were given different keys under the same name.", |scenario| {
        scenario.psk = Psk::External;
        scenario.server_psk = ServerPsk::Other;
    }),
    (
        "no-common-psk-mode",
        "The client would use a key from before alone, the server only with a fresh secret: they begin as strangers.",
        |scenario| {
            scenario.psk = Psk::External;
            scenario.psk_mode = PskMode::Alone;
            scenario.server_psk_mode = PskMode::WithDhe;
        },
    ),
    ("early-data", "With a ticket the client speaks at once, and the server reads it.", early_data),
    (
        "early-data-refused",
        "The client speaks at once, but the server does not take it, and the client says it again.",
        |scenario| {
            early_data(scenario);
            scenario.accepts_early_data = false;
        },
    ),
    (
        "early-data-late",
        "The first message comes an hour late, as if somebody had kept it and sent it again.",
        |scenario| {
            early_data(scenario);
            scenario.delay = 3600;
        },
    ),
    (
        "early-data-replayed",
        "Somebody records what the client says at once and sends it again, and the server does not read it twice.",
        |scenario| {
            early_data(scenario);
            scenario.ticket_kind = TicketKind::Sealed;
            scenario.replay = true;
        },
    ),
    ("early-data-retry", "The client speaks at once, but the server first wants a second hello.", |scenario| {
        early_data(scenario);
        scenario.cookie = true;
    }),
    (
        "grease",
        "The client offers values that nobody knows, so that servers do not forget how to ignore them.",
        |scenario| scenario.grease = true,
    ),
    ("exporter", "In the end both make a key for the application that fits this connection only.", |scenario| {
        scenario.exporter = true;
    }),
    (
        "everything",
        "Another suite, another curve, a retry, a client certificate, new keys and small records at once.",
        |scenario| {
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
        },
    ),
    ("tls12", "The older edition, TLS 1.2: two round trips, and most of the handshake in the clear.", tls12),
    (
        "tls12-chacha20-poly1305",
        "TLS 1.2 with ChaCha20-Poly1305, whose records send no part of the nonce.",
        |scenario| {
            tls12(scenario);
            scenario.cipher_suite = CipherSuite::TLS_CHACHA20_POLY1305_SHA256;
            scenario.group = NamedGroup::SECP256R1;
        },
    ),
    (
        "tls12-rsa",
        "TLS 1.2 with RSA certificates: the server signs its key for this connection with RSA.",
        |scenario| {
            tls12(scenario);
            scenario.certificate_key = CertificateKey::Rsa;
        },
    ),
    (
        "tls12-rsa-key-exchange",
        "History: the secret is encrypted with the certificate's key, and whoever steals that later can read it all.",
        |scenario| {
            tls12(scenario);
            scenario.certificate_key = CertificateKey::Rsa;
            scenario.cipher_suite = CipherSuite::TLS_RSA_WITH_AES_128_GCM_SHA256;
        },
    ),
    (
        "tls12-without-extended-master-secret",
        "TLS 1.2 as it was before 2015: of all that was said, only the two random numbers go into the keys.",
        |scenario| {
            tls12(scenario);
            scenario.extended_master_secret = false;
        },
    ),
    (
        "tls12-server-without-extended-master-secret",
        "In TLS 1.2 the client offers keys that depend on all that was said, but the server is too old for them.",
        |scenario| {
            tls12(scenario);
            scenario.server_extended_master_secret = false;
        },
    ),
    ("tls12-client-certificate", "TLS 1.2 with a client certificate, which anyone on the way can read.", |scenario| {
        tls12(scenario);
        scenario.client_authentication = ClientAuthentication::Required;
        scenario.client_certificate = Some("client.example".into());
    }),
    (
        "tls12-client-certificate-required",
        "In TLS 1.2 the server insists on a certificate that the client does not have.",
        |scenario| {
            tls12(scenario);
            scenario.client_authentication = ClientAuthentication::Required;
        },
    ),
    ("tls12-session-id", "The two have met before in TLS 1.2, and both have kept the session.", |scenario| {
        tls12(scenario);
        scenario.psk = Psk::Ticket;
    }),
    (
        "tls12-session-ticket",
        "The two have met before in TLS 1.2: the session itself is sealed in the ticket.",
        |scenario| {
            tls12(scenario);
            scenario.psk = Psk::Ticket;
            scenario.ticket_kind = TicketKind::Sealed;
        },
    ),
    (
        "tls12-session-forgotten",
        "The client comes back to a session of TLS 1.2 that the server has forgotten.",
        |scenario| {
            tls12(scenario);
            scenario.psk = Psk::Ticket;
            scenario.server_psk = ServerPsk::Unknown;
        },
    ),
    ("tls12-record-size-limit", "In TLS 1.2, too, a small device can ask for short records.", |scenario| {
        tls12(scenario);
        scenario.client_record_limit = Some(128);
        scenario.server_record_limit = Some(16_384);
    }),
    (
        "tls12-renegotiation",
        "The server of TLS 1.2 asks for a second handshake, and the client declines.",
        |scenario| {
            tls12(scenario);
            scenario.asks_again = true;
        },
    ),
    ("old-server", "The client speaks both editions, the server only TLS 1.2, and so they speak that.", |scenario| {
        scenario.client_versions = ProtocolVersion::ALL.to_vec();
        scenario.server_versions = vec![ProtocolVersion::TLS12];
    }),
    ("old-client", "The server speaks both editions, the client only TLS 1.2, and so they speak that.", |scenario| {
        scenario.client_versions = vec![ProtocolVersion::TLS12];
        scenario.server_versions = ProtocolVersion::ALL.to_vec();
    }),
    ("both-versions", "Both speak both editions, and so they speak TLS 1.3.", |scenario| {
        scenario.client_versions = ProtocolVersion::ALL.to_vec();
        scenario.server_versions = ProtocolVersion::ALL.to_vec();
    }),
    ("downgrade", "Somebody on the way hides that the client knows TLS 1.3, and the client finds out.", |scenario| {
        scenario.client_versions = ProtocolVersion::ALL.to_vec();
        scenario.server_versions = ProtocolVersion::ALL.to_vec();
        scenario.downgrade = true;
    }),
    (
        "fallback",
        "The client tries again with the older edition and says so, and the server, who speaks the newer one, stops it.",
        |scenario| {
            scenario.client_versions = vec![ProtocolVersion::TLS12];
            scenario.server_versions = ProtocolVersion::ALL.to_vec();
            scenario.fallback = true;
        },
    ),
    (
        "no-common-version",
        "The client speaks only TLS 1.2, the server only TLS 1.3: they have no edition in common.",
        |scenario| scenario.client_versions = vec![ProtocolVersion::TLS12],
    ),
    (
        "no-common-version-old-server",
        "The client speaks only TLS 1.3, the server only TLS 1.2: they have no edition in common.",
        |scenario| scenario.server_versions = vec![ProtocolVersion::TLS12],
    ),
    ("wrong-name", "The server's certificate is for another name, and the client refuses it.", |scenario| {
        scenario.certificate_name = Some("example.org".into());
    }),
    ("expired", "The certificate was good once, but its time is over, and the client refuses it.", |scenario| {
        scenario.date = Date { year: 2027, month: 6, day: 15 };
    }),
    ("not-yet-valid", "The certificate is good only later, and the client refuses it.", |scenario| {
        scenario.date = Date { year: 2025, month: 6, day: 15 };
    }),
    ("unrecognized-name", "The client asks for a host that does not live here, and the server says so.", |scenario| {
        scenario.server_names = vec!["example.org".into(), "www.example.org".into()];
    }),
    ("wildcard", "One certificate for every host right below a domain.", |scenario| {
        scenario.server_name = "www.example.com".into();
        scenario.certificate_name = Some("*.example.com".into());
    }),
    ("wildcard-too-deep", "A wildcard stands for one label, not for two, and the client refuses it.", |scenario| {
        scenario.server_name = "a.b.example.com".into();
        scenario.certificate_name = Some("*.example.com".into());
    }),
    ("ip-address", "The server has no name, only an IPv6 address, and its certificate is for that.", |scenario| {
        scenario.server_name = "2001:db8::1".into();
    }),
    ("unknown-root", "The certificates lead to a root that the client does not trust.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::UnknownRoot;
    }),
    ("missing-intermediate", "The server forgot to send the certificate in the middle.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::MissingIntermediate;
    }),
    ("wrong-order", "The server sends its authority's certificate first and its own last.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::WrongOrder;
    }),
    ("path-too-long", "An authority has made another authority although it may not.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::PathTooLong;
    }),
    ("not-an-authority", "Somebody with a certificate of their own has issued one for the server.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::NotAuthority;
    }),
    ("issuer-key-usage", "The issuer's key is for other things than signing certificates.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::NoKeyCertSign;
    }),
    ("key-usage", "The server's key is for other things than signing a handshake.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::NoDigitalSignature;
    }),
    ("extended-key-usage", "The certificate is for a client, and here a server shows it.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::WrongPurpose;
    }),
    ("unknown-critical-extension", "Something in the certificate must be understood, and nobody does.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::UnknownCritical;
    }),
    ("weak-signature", "The certificate says that it is signed with SHA-1, which can be forged.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::WeakAlgorithm;
    }),
    ("unknown-signature", "The certificate is signed in a way that the client does not know.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::UnknownAlgorithm;
    }),
    ("broken-signature", "One bit of the certificate's signature is wrong.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::BrokenSignature;
    }),
    (
        "no-common-protocol",
        "The two have no application protocol in common, and the server ends the handshake.",
        |scenario| {
            scenario.server_alpn = vec!["imap".into()];
        },
    ),
];

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
    fn headings_stand_before_presets_from_the_first_on() {
        let headings: Vec<_> = presets().iter().filter_map(Preset::heading).collect();
        assert_eq!(headings, GROUPS.map(|(_, heading)| heading));
        assert!(presets()[0].heading().is_some());
    }

    #[test]
    fn a_scenario_is_its_preset_with_any_seed() {
        for preset in presets() {
            let other = Scenario { seed: "another".into(), ..preset.scenario.clone() };
            assert_eq!(Preset::of(&other), Some(preset));
        }
        assert_eq!(Preset::of(&Scenario { tickets: 3, ..Scenario::default() }), None);
    }

    #[test]
    fn every_preset_runs() {
        for preset in presets() {
            let trace = run(&preset.scenario);
            // A hello that somebody sends again leads to nothing: that is the last connection.
            let end = if preset.scenario.replay { trace.later.last().copied() } else { Some(trace.steps.len()) };
            let last = end.and_then(|end| end.checked_sub(1)).expect("a run has steps");
            for side in [Side::Client, Side::Server] {
                assert_eq!(trace.state(side, last), State::Closed, "{}", preset.name);
            }
        }
    }
}
