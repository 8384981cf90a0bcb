//! Every step of many runs has words, and they are about that run.

use super::*;
use crate::scenario::address::Address;
use crate::scenario::{CertificateKey, Date, Scenario, presets, run};
use crate::tls::registry::{CipherSuite, NamedGroup};
use crate::trace::{AlertDescription, CheckName, MessageName, Occurrence, Side, State, Step};
use crate::wire::{DecodeError, Problem};

fn scenarios() -> Vec<Scenario> {
    let mut scenarios = vec![Scenario::default()];
    for cipher_suite in CipherSuite::ALL {
        for group in NamedGroup::ALL {
            for certificate_key in [CertificateKey::Ed25519, CertificateKey::EcdsaP256] {
                scenarios.push(Scenario { cipher_suite, group, certificate_key, ..Scenario::default() });
            }
        }
    }
    for group in NamedGroup::RARE {
        for certificate_key in [CertificateKey::EcdsaP384, CertificateKey::Rsa] {
            scenarios.push(Scenario { group, certificate_key, ..Scenario::default() });
        }
    }
    let silent = Scenario { client_says: String::new(), server_says: String::new(), tickets: 0, ..Scenario::default() };
    let late = Scenario { date: Date { year: 2049, month: 1, day: 1 }, ..Scenario::default() };
    let other_name = Scenario { certificate_name: Some("example.org".into()), ..Scenario::default() };
    let no_alpn = Scenario { client_alpn: vec![], ..Scenario::default() };
    let alpn_apart = Scenario { server_alpn: vec!["smtp".into()], ..Scenario::default() };
    let tickets = Scenario { tickets: 4, ..Scenario::default() };
    scenarios.extend([silent, late, other_name, no_alpn, alpn_apart, tickets]);
    scenarios.extend(presets().into_iter().map(|preset| preset.scenario));
    scenarios.extend(attacked());
    let impostors =
        ["impostor=compromised-authority", "impostor=stolen-certificate&omits=client-transcript,server-transcript"];
    scenarios.extend(impostors.map(|link| Address::parse(link).address.scenario));
    scenarios
}

/// Somebody on the way, who does each thing that can be done.
fn attacked() -> Vec<Scenario> {
    let older = crate::scenario::preset("tls12").unwrap().scenario;
    let attacks = [
        "c0-flip-11-01",
        "c0-flip-3-03,c0-set-20-0001",
        "c1-flip-0-80",
        "s0-set-5-0e000000",
        "s3-drop",
        "s3-repeat",
        "s1-delay-1",
        "s1-delay-flight",
        "s3-cut-20",
        "s3-cut-3",
        "c0-split-100",
        "c0-repeat,c0-drop",
        "c1-inject-15030300020228",
        "c0-replay-2",
    ];
    let scenario = |edits: &str, base: &Scenario| {
        let attack = edits.split(',').map(|edit| crate::scenario::Edit::parse(edit).unwrap()).collect();
        Scenario { attack, ..base.clone() }
    };
    attacks.iter().flat_map(|edits| [scenario(edits, &Scenario::default()), scenario(edits, &older)]).collect()
}

fn story(scenario: &Scenario) -> Vec<StepWords> {
    let trace = run(scenario);
    (0..trace.steps.len()).map(|index| step(&trace, index)).collect()
}

fn print(words: &[StepWords]) -> String {
    let lines = words.iter().flat_map(|words| {
        let parts = [&words.label, &words.title].into_iter().chain(&words.simple).chain(&words.technical);
        parts.chain([&words.why]).map(String::as_str)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_step_of_every_run_is_explained() {
    for scenario in scenarios() {
        for words in story(&scenario) {
            // What a broken side leaves out is said besides.
            let label = words.label.strip_suffix(": covers nothing").unwrap_or(&words.label);
            assert!(!label.is_empty() && label.len() <= 40, "{words:?}");
            assert!(!words.title.is_empty() && !words.why.is_empty(), "{words:?}");
            assert!((1..=4).contains(&words.simple.len()), "{words:?}");
            assert!(!words.technical.is_empty() && !words.citations.is_empty(), "{words:?}");
            for line in words.simple.iter().chain(&words.technical).chain([&words.why]) {
                assert!(line.ends_with(['.', '?', ')']), "{line}");
                assert!(!line.contains("  ") && !line.contains('!') && !line.contains(" ,"), "{line}");
                assert!(!line.contains(" ;") && !line.contains(": ;") && !line.contains(" ."), "{line}");
            }
        }
    }
}

#[test]
fn a_label_alone_is_that_of_all_the_words() {
    for scenario in scenarios() {
        let trace = run(&scenario);
        for index in 0..=trace.steps.len() {
            assert_eq!(label(&trace, index), step(&trace, index).label, "{scenario:?} {index}");
        }
    }
}

#[test]
fn the_words_follow_the_run() {
    let text = print(&story(&Scenario { tickets: 3, ..Scenario::default() }));
    assert_eq!(text.matches("The server hands out a ticket").count(), 3);
    let text = print(&story(&Scenario { group: NamedGroup::SECP256R1, ..Scenario::default() }));
    assert!(text.contains("goes into the message has 65 bytes"));
    let suite = CipherSuite::TLS_AES_256_GCM_SHA384;
    let text = print(&story(&Scenario { cipher_suite: suite, ..Scenario::default() }));
    assert!(text.contains("SHA-384") && text.contains("48 zero bytes") && !text.contains("SHA-256."));
    let text = print(&story(&Scenario { certificate_key: CertificateKey::Ed25519, ..Scenario::default() }));
    assert!(text.contains("algorithm ed25519; signature, 64 bytes"));
    let text = print(&story(&Scenario { certificate_key: CertificateKey::Rsa, ..Scenario::default() }));
    assert!(text.contains("algorithm rsa_pss_rsae_sha256; signature, 256 bytes"));
    let text = print(&story(&Scenario { group: NamedGroup::X25519MLKEM768, ..Scenario::default() }));
    assert!(
        text.contains("goes into the message has 1216 bytes") && text.contains("key_share X25519MLKEM768, 1120 bytes")
    );
    assert_eq!(text.matches("the shared secret of 64 bytes").count(), 2);
    assert_eq!(text.matches("even if quantum computers come").count(), 2);
    assert!(text.contains("an ML-KEM-768 ciphertext of 1088 bytes and an x25519 public key of 32 bytes"));
    assert!(!text.contains("with its own public key for this connection"), "a ciphertext is no public key");
    assert!(text.contains("It also draws a secret and wraps it up"));
}

#[test]
fn a_failure_is_told_with_its_alert() {
    let late = Scenario { date: Date { year: 2049, month: 1, day: 1 }, ..Scenario::default() };
    let words = story(&late);
    assert!(words.last().unwrap().label.contains("certificate_expired"));
    let text = print(&words);
    assert!(text.contains("checks the certificate chain: fails"), "{text}");
    assert!(text.contains("notAfter"), "{text}");
    assert!(text.contains("The client stops here.") || text.contains("The client cannot go on"), "{text}");
}

#[test]
fn what_somebody_on_the_way_does_is_told() {
    let told: Vec<String> = attacked().iter().map(|scenario| print(&story(scenario))).collect();
    let all = told.join("\n");
    for words in [
        "byte 11, in random, was 0x",
        "Of the record with the client's ClientHello, 1 bit of one byte is now another. The client knows nothing of it.",
        "does not go on. The client knows nothing of it.",
        "goes on twice",
        "goes on only now",
        "no more than 20 bytes can pass",
        "two are made",
        "somebody puts 7 bytes that the client never sent",
        "comes once more",
        "The server cannot open what arrives.",
        "The client takes what arrives for the server's.",
        "Nothing of it reaches the client.",
        "It is sealed: they change bytes without knowing what these mean.",
    ] {
        assert!(all.contains(words), "{words}");
    }
}

#[test]
fn one_bit_and_several_are_told_so() {
    for (edit, expected) in [
        ("c0-flip-11-01", "1 bit of one byte is now another."),
        ("c0-flip-11-03", "2 bits of one byte are now others."),
        ("s3-set-20-00", "somebody has replaced 1 byte."),
        ("s3-set-20-0001", "somebody has replaced 2 bytes."),
        ("s3-cut-1", "no more than 1 byte can pass."),
        ("s3-inject-15", "somebody puts 1 byte that the server never sent."),
    ] {
        let attack = vec![crate::scenario::Edit::parse(edit).unwrap()];
        let text = print(&story(&Scenario { attack, ..Scenario::default() }));
        assert!(text.contains(expected), "{edit}: {text}");
    }
}

#[test]
fn what_a_run_does_not_have_is_not_told_of_it() {
    let told = |link: &str| print(&story(&Address::parse(link).address.scenario));
    // A hello that names a session of TLS 1.2 may cost one round trip alone, and is not sent by strangers.
    for (link, comes_back) in
        [("preset=tls12", false), ("preset=tls12-session-id", true), ("preset=tls12-session-ticket", true)]
    {
        let text = told(link);
        let hellos = text.matches("The client opens the conversation.").count();
        assert_eq!(text.matches("If the server still knows the session").count(), usize::from(comes_back), "{link}");
        assert_eq!(
            text.matches("costs a round trip more than TLS 1.3").count(),
            hellos - usize::from(comes_back),
            "{link}"
        );
        assert_eq!(text.matches("Nobody has a key yet").count(), hellos - usize::from(comes_back), "{link}");
    }
    // Without a public key of the server's none is compared.
    let mut told_of = 0;
    for preset in presets() {
        let trace = run(&preset.scenario);
        for (index, happened) in trace.steps.iter().enumerate() {
            let checks = |name| {
                let is_it = |it: &Occurrence| matches!(&it.effect, Effect::Checked(check) if check.name == name);
                happened.occurrences.iter().any(is_it)
            };
            let words = step(&trace, index).simple.concat();
            if words.contains("Before the client goes on") && !trace.is_tls12(index) && !words.contains("does not pass")
            {
                assert_eq!(
                    words.contains("the public key have the kind"),
                    checks(CheckName::GroupOffered),
                    "{}",
                    preset.name
                );
                assert_eq!(words.contains("the key from before one"), checks(CheckName::PskOffered), "{}", preset.name);
                told_of += 1;
            }
        }
    }
    assert!(told_of > presets().len() / 2);
    // In TLS 1.2, too, a client signs all messages so far.
    let signed = "In TLS 1.2 the server signed only the two random values";
    assert_eq!(told("preset=client-certificate").matches(signed).count(), 1);
    // Each binder is told of its own hello.
    let text = told("preset=resumption-with-retry");
    assert!(text.contains("Transcript-Hash(Truncate(ClientHello1))"), "{text}");
    assert!(text.contains("Transcript-Hash(ClientHello1, HelloRetryRequest, Truncate(ClientHello2))"), "{text}");
    // The keys stand in the key block as the standard says.
    let order =
        "client_write_key 16 bytes, server_write_key 16 bytes, client_write_IV 4 bytes and server_write_IV 4 bytes";
    assert_eq!(told("preset=tls12").matches(order).count(), 2);
    // What has no meaning says for whom it is sent.
    assert_eq!(
        told("preset=compatibility").matches("lets through only what looks like the TLS that it knows").count(),
        2
    );
}

/// What is said of keys is what their bytes say.
#[test]
fn keys_are_called_the_same_only_if_they_are() {
    let links = [
        "omits=client-transcript",
        "preset=tls12&omits=server-transcript",
        "preset=downgrade&omits=client-downgrade",
        "preset=tls12-rsa-key-exchange&impostor=stolen-certificate",
        "preset=tls12-rsa-key-exchange&attack=c1-flip-50-01",
        "attack=s0-flip-60-01",
        "preset=resumption",
        "preset=exporter",
    ];
    let (mut alike, mut other) = (0, 0);
    for scenario in scenarios().into_iter().chain(links.map(|link| Address::parse(link).address.scenario)) {
        let trace = run(&scenario);
        for (index, happened) in trace.steps.iter().enumerate() {
            let words = step(&trace, index);
            let derived = happened.effects_of(happened.side).filter_map(|effect| match effect {
                Effect::Derived(secret) => Some(secret),
                _ => None,
            });
            let differs: Vec<bool> = derived
                .filter_map(|own| {
                    let (at, peers) = trace.secret(happened.side.peer(), own.name, index)?;
                    (at < index).then_some(peers.value != own.value)
                })
                .collect();
            let says = |text: &str| words.label.contains(text);
            if says("derives the same") || says("exports the same") {
                assert!(!differs.is_empty() && differs.iter().all(|differs| !differs), "{words:?}");
                alike += 1;
            } else if says("derives other") {
                assert!(differs.contains(&true), "{words:?}");
                assert!(words.simple.concat().contains("They are not those that the"), "{words:?}");
                other += 1;
            } else {
                assert!(!differs.contains(&true) || !words.title.contains("same"), "{words:?}");
            }
        }
    }
    assert!(alike > 100 && other > 5, "{alike} {other}");
}

#[test]
fn a_key_pair_is_made_for_one_connection_unless_it_is_used_again() {
    let again = "uses a key pair again";
    for (link, side) in [
        ("randomness=server-reuses&psk=ticket", Some(Side::Server)),
        ("randomness=client-reuses&psk=ticket", Some(Side::Client)),
        ("preset=tls12&psk=ticket&randomness=client-reuses", None),
        ("preset=early-data-replayed", None),
        ("psk=ticket", None),
    ] {
        let trace = run(&Address::parse(link).address.scenario);
        let labels: Vec<_> =
            (0..trace.steps.len()).map(|index| (trace.steps[index].side, label(&trace, index))).collect();
        let reused: Vec<_> = labels.iter().filter(|(_, label)| label == again).map(|(side, _)| *side).collect();
        assert_eq!(reused, side.into_iter().collect::<Vec<_>>(), "{link}");
        let text = print(&story(&Address::parse(link).address.scenario));
        assert_eq!(text.matches("has one key pair for several connections").count(), 2 * reused.len(), "{link}");
    }
}

#[test]
fn an_impostor_is_not_said_to_sign_with_a_key_that_they_do_not_have() {
    let lacks = "But here it is the attacker, who does not have that key.";
    // Who is said to sign, or to decrypt, with the key of the certificate.
    for (link, uses) in [
        ("impostor=stolen-certificate", 1),
        ("preset=tls12&impostor=stolen-certificate", 1),
        ("preset=tls12-rsa-key-exchange&impostor=stolen-certificate", 1),
        ("impostor=stolen-certificate&omits=client-transcript,server-transcript", 0),
        ("impostor=compromised-authority", 0),
        ("impostor=self-signed", 0),
    ] {
        let text = print(&story(&Address::parse(link).address.scenario));
        assert_eq!(text.matches(lacks).count(), uses, "{link}");
        let copied = link.contains("stolen");
        assert_eq!(text.contains("the certificate that it will show is for another key"), copied, "{link}");
    }
}

#[test]
fn a_step_that_is_not_there_has_no_words() {
    assert_eq!(step(&Trace::default(), 0), StepWords::default());
}

#[test]
fn every_failure_is_told_in_whole_sentences() {
    let error = DecodeError::new("random", 6, Problem::Truncated { wanted: 32, available: 1 });
    let message = MessageName::ServerHello;
    let failures = [
        Failure::UnexpectedMessage { state: State::WaitServerHello, got: MessageName::Finished },
        Failure::UnexpectedRecord { content_type: 24 },
        Failure::MessageAcrossKeyChange,
        Failure::RecordOverflow { length: 20_000 },
        Failure::BadRecordMac,
        Failure::Decode { message, error },
        Failure::NoCommonVersion,
        Failure::InappropriateFallback,
        Failure::NoCommonCipherSuite,
        Failure::NoCommonGroup,
        Failure::NoCommonSignatureScheme,
        Failure::NoCommonApplicationProtocol,
        Failure::UnrecognizedName { name: "example.com".into() },
        Failure::MissingExtension { extension: "key_share" },
        Failure::UnsolicitedExtension { extension: 16 },
        Failure::ForbiddenExtension { extension: 10, message },
        Failure::DuplicateExtension { extension: 51 },
        Failure::IllegalParameter { field: "legacy_compression_method" },
        Failure::InvalidKeyShare,
        Failure::NoCertificate,
        Failure::CheckFailed { check: CheckName::ServerName, alert: AlertDescription::BadCertificate },
        Failure::CertificateRequired,
        Failure::TooMuchEarlyData { limit: 1024 },
    ];
    for cause in failures {
        for kind in [StepKind::Negotiate, StepKind::Check, StepKind::Derive, StepKind::Message(message)] {
            let occurrence = Occurrence { side: Side::Client, effect: Effect::Failed(cause.clone()) };
            let failing = Step { kind, side: Side::Client, occurrences: vec![occurrence] };
            let words = step(&Trace { steps: vec![failing], ..Trace::default() }, 0);
            let told = words.simple.last().unwrap();
            assert!(told.starts_with("The client stops here. ") && told.ends_with('.'), "{words:?}");
            let technical = words.technical.last().unwrap();
            assert!(technical.contains(cause.alert().name()) && technical.ends_with('.'), "{words:?}");
            assert!(!technical.contains("  ") && !technical.contains(".."), "{words:?}");
            let places: std::collections::BTreeSet<_> = words.citations.iter().collect();
            assert_eq!(places.len(), words.citations.len(), "{words:?}");
        }
    }
}

#[test]
fn no_citation_stands_twice() {
    for scenario in scenarios() {
        for words in story(&scenario) {
            let places: std::collections::BTreeSet<_> = words.citations.iter().collect();
            assert_eq!(places.len(), words.citations.len(), "{words:?}");
        }
    }
}
