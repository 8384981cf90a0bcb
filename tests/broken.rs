//! Clients and servers that are broken on purpose: what each check proves, told by what succeeds without it.
#![cfg(feature = "whole")]

use handshake::crypto::hash::HashAlgorithm;
use handshake::explain;
use handshake::scenario::address::Address;
use handshake::scenario::{Reading, Scenario, Theft, opened, run};
use handshake::trace::{
    AlertDescription, CheckName, Context, Derivation, Disagreement, Effect, Failure, MessageName, Omission, Outcome,
    Proof, Secret, Seed, Side, State, Trace,
};

/// The scenario of a link, all of which must be right.
fn scenario(link: &str) -> Scenario {
    let parsed = Address::parse(link);
    assert_eq!(parsed.notices, [], "{link}");
    parsed.address.scenario
}

/// The checks of a side that failed, with what came of each.
fn failed(trace: &Trace, side: Side) -> Vec<(CheckName, Outcome)> {
    let checks = trace.occurrences().filter(|occurrence| occurrence.side == side).filter_map(|occurrence| {
        let Effect::Checked(check) = &occurrence.effect else { return None };
        Some((check.name, check.outcome))
    });
    checks.filter(|(_, outcome)| *outcome != Outcome::Passed).collect()
}

/// Whether both read what the other said, and closed in peace.
fn talked(trace: &Trace) -> bool {
    let ends = [Side::Client, Side::Server].map(|side| trace.state(side, usize::MAX));
    let refused = trace.occurrences().any(|occurrence| matches!(occurrence.effect, Effect::Failed(_)));
    ends == [State::Closed; 2] && !refused
}

/// Each fault of a certificate is noticed by its own check alone, and passes only if that one is omitted.
#[test]
fn each_fault_of_a_certificate_passes_only_without_its_own_check() {
    use AlertDescription as Alert;
    let validity = CheckName::Validity { certificate: 1 };
    let faults = [
        ("flaw=root", "client-chain", CheckName::TrustAnchor, Alert::UnknownCa),
        ("flaw=purpose", "client-chain", CheckName::ExtendedKeyUsage, Alert::UnsupportedCertificate),
        ("certname=evil.example", "client-name", CheckName::ServerName, Alert::BadCertificate),
        ("date=2049-01-01", "client-validity", validity, Alert::CertificateExpired),
    ];
    let all = ["client-chain", "client-name", "client-validity", "client-signature", "client-finished"];
    for version in ["", "&versions=1.2&sversions=1.2", "&versions=1.2&sversions=1.2&suite=rsa-aes128gcm&cert=rsa"] {
        for (fault, omission, check, alert) in faults {
            let link = format!("{fault}{version}");
            let right = run(&scenario(&link));
            assert_eq!(failed(&right, Side::Client), [(check, Outcome::Failed(alert))], "{link}");
            assert!(!talked(&right), "{link}");
            for other in all {
                let link = format!("{link}&omits={other}");
                let trace = run(&scenario(&link));
                assert_eq!(talked(&trace), other == omission, "{link}");
                if other == omission {
                    let ignored = failed(&trace, Side::Client);
                    assert_eq!(ignored[0], (check, Outcome::Ignored(alert)), "{link}");
                    assert!(ignored.iter().all(|(name, _)| Omission::of(*name) == Omission::of(check)), "{link}");
                } else {
                    assert_eq!(failed(&trace, Side::Client), [(check, Outcome::Failed(alert))], "{link}");
                }
            }
        }
    }
}

/// A check that is omitted does not hide the next one.
#[test]
fn what_is_omitted_does_not_hide_the_rest() {
    let trace = run(&scenario("flaw=root&date=2049-01-01&certname=evil.example&omits=client-chain,client-name"));
    let [.., (last, outcome)] = failed(&trace, Side::Client)[..] else { panic!() };
    assert_eq!(outcome, Outcome::Failed(AlertDescription::CertificateExpired));
    assert!(matches!(last, CheckName::Validity { .. }));
    assert_eq!(
        failed(&trace, Side::Client)[0],
        (CheckName::TrustAnchor, Outcome::Ignored(AlertDescription::UnknownCa))
    );
}

/// A server that asks for a certificate is fooled in the same way.
#[test]
fn a_broken_server_takes_any_client() {
    for version in ["", "&versions=1.2&sversions=1.2"] {
        let link =
            format!("clientauth=required&clientcert=alice.example&date=2049-01-01{version}&omits=client-validity");
        let right = run(&scenario(&link));
        let expired = failed(&right, Side::Server);
        assert!(matches!(
            expired[..],
            [(CheckName::Validity { .. }, Outcome::Failed(AlertDescription::CertificateExpired))]
        ));
        assert!(!talked(&right), "{link}");
        let broken = run(&scenario(&format!("{link},server-validity")));
        assert!(talked(&broken), "{link}");
        assert!(failed(&broken, Side::Server).iter().all(|(_, outcome)| matches!(outcome, Outcome::Ignored(_))));
    }
}

/// RFC 8446 §4.1.3: the sentinel protects a choice that only Finished protects besides, and in TLS 1.2 with an extended master
/// secret the keys.
#[test]
fn a_hidden_version_passes_only_if_all_that_binds_the_hello_is_omitted() {
    let link = "versions=1.3,1.2&sversions=1.3,1.2&downgrade=yes";
    let ended = |omits: &str| {
        let trace = run(&scenario(&format!("{link}{omits}")));
        (talked(&trace), failed(&trace, Side::Client), failed(&trace, Side::Server))
    };
    let sentinel =
        |outcome: fn(AlertDescription) -> Outcome| (CheckName::Downgrade, outcome(AlertDescription::IllegalParameter));
    let (talked, client, server) = ended("");
    assert_eq!((talked, client, server), (false, vec![sentinel(Outcome::Failed)], vec![]));
    // Without the sentinel the secrets differ, because the master secret covers the hello: the client's Finished does not open.
    let (talked, client, server) = ended("&omits=client-downgrade");
    assert_eq!((talked, client, server), (false, vec![sentinel(Outcome::Ignored)], vec![]));
    let (talked, client, server) = ended("&omits=client-downgrade,client-finished,server-finished");
    assert_eq!((talked, client, server), (false, vec![sentinel(Outcome::Ignored)], vec![]));
    // Without the extended master secret, Finished alone notices: that of the client, which the server checks first.
    let finished =
        |outcome: fn(AlertDescription) -> Outcome| (CheckName::Finished, outcome(AlertDescription::DecryptError));
    let (talked, client, server) = ended("&ems=no&omits=client-downgrade");
    assert_eq!((talked, client, server), (false, vec![sentinel(Outcome::Ignored)], vec![finished(Outcome::Failed)]));
    let (talked, client, server) = ended("&ems=no&omits=client-downgrade,server-finished");
    let noticed = vec![sentinel(Outcome::Ignored), finished(Outcome::Failed)];
    assert_eq!((talked, client, server), (false, noticed, vec![finished(Outcome::Ignored)]));
    let (talked, client, server) = ended("&ems=no&omits=client-downgrade,client-finished,server-finished");
    let passed = vec![sentinel(Outcome::Ignored), finished(Outcome::Ignored)];
    assert_eq!((talked, client, server), (true, passed, vec![finished(Outcome::Ignored)]));
}

/// What a broken side ignores is said where it happens, with the alert that a right one would have sent.
#[test]
fn a_broken_side_is_called_so() {
    let trace = run(&scenario("certname=evil.example&omits=client-name"));
    let step = trace.steps.iter().position(|step| {
        step.effects_of(Side::Client)
            .any(|effect| matches!(effect, Effect::Checked(check) if matches!(check.outcome, Outcome::Ignored(_))))
    });
    let words = explain::step(&trace, step.unwrap());
    assert_eq!(words.label, "checks the certificate chain: fails, ignored");
    let said = words.simple.join(" ");
    assert!(said.contains("with the alert bad_certificate. This client is broken on purpose"), "{said}");
    let technical = words.technical.join(" ");
    assert!(
        technical.contains("so the alert should be bad_certificate; the client is broken and sends none."),
        "{technical}"
    );
    // A right side never is.
    let right = run(&Scenario::default());
    assert!(right.occurrences().all(|occurrence| {
        !matches!(&occurrence.effect, Effect::Checked(check) if matches!(check.outcome, Outcome::Ignored(_)))
    }));
}

#[test]
fn a_link_says_which_checks_are_omitted() {
    let parsed = Address::parse("omits=client-name,client-finished");
    assert_eq!(parsed.address.scenario.omissions, [(Side::Client, Omission::Name), (Side::Client, Omission::Finished)]);
    assert_eq!(parsed.address.to_hash(), "omits=client-name,client-finished");
    let wrong = &Address::parse("omits=client-name,server-name").notices;
    assert!(wrong[0].problem.to_string().ends_with("number 2 is something else"), "{wrong:?}");
}

/// RFC 8446 §8: early data that somebody sends again is taken again by a server that remembers nothing, and by no other.
#[test]
fn a_server_without_memory_takes_early_data_twice() {
    for ticket in ["stored", "sealed"] {
        let link = format!("psk=ticket&ticket={ticket}&maxearly=1000&early=pay%20Eve&replay=yes");
        let heard = |omits: &str| {
            let trace = run(&scenario(&format!("{link}{omits}")));
            let replayed = trace.later[1];
            let taken = trace.steps[replayed..]
                .iter()
                .flat_map(|step| step.effects_of(Side::Server))
                .any(|effect| matches!(effect, Effect::Received(message) if message.bytes == b"pay Eve"));
            let skipped = trace.steps[replayed..]
                .iter()
                .flat_map(|step| step.effects_of(Side::Server))
                .any(|effect| matches!(effect, Effect::EarlyDataSkipped(_)));
            (taken, skipped)
        };
        assert_eq!(heard(""), (false, true), "{ticket}");
        assert_eq!(heard("&omits=server-replay"), (true, false), "{ticket}");
    }
}

/// Two links that are the same but for the first byte that an attack replaces: the better suite in a hello of either version.
const STRIPPED: [(&str, &str, [u8; 2]); 3] = [
    ("TLS 1.3", "suites=aes256gcm,aes128gcm&ssuites=aes256gcm,aes128gcm", [0x13, 0x02]),
    (
        "TLS 1.2",
        "versions=1.2&sversions=1.2&suites=ecdhe-rsa-aes128gcm,rsa-aes128gcm&ssuites=ecdhe-rsa-aes128gcm,rsa-aes128gcm&cert=rsa",
        [0xc0, 0x2f],
    ),
    (
        "TLS 1.2 without extended master secret",
        "versions=1.2&sversions=1.2&ems=no&suites=ecdhe-rsa-aes128gcm,rsa-aes128gcm&\
         ssuites=ecdhe-rsa-aes128gcm,rsa-aes128gcm&cert=rsa",
        [0xc0, 0x2f],
    ),
];

/// The first failure, with whose it is.
fn first_failure(trace: &Trace) -> Option<(Side, Failure)> {
    trace.occurrences().find_map(|occurrence| match &occurrence.effect {
        Effect::Failed(failure) => Some((occurrence.side, failure.clone())),
        _ => None,
    })
}

/// RFC 8446 §4.4.1, RFC 7627 §4: whoever hashes what was said notices what was struck out of it; only two that both do not are deceived.
#[test]
fn a_stripped_hello_passes_only_between_two_that_hash_nothing() {
    for (name, options, better) in STRIPPED {
        let link = format!("{options}&attack=c0-set-46-fafa");
        for omits in ["", "&omits=client-transcript", "&omits=server-transcript"] {
            let trace = run(&scenario(&format!("{link}{omits}")));
            assert!(!talked(&trace) && first_failure(&trace).is_some(), "{name}{omits}");
            assert_eq!(trace.disagreements(), [], "{name}{omits}");
        }
        let both = scenario(&format!("{link}&omits=client-transcript,server-transcript"));
        let trace = run(&both);
        assert!(talked(&trace), "{name}");
        assert_eq!(
            [failed(&trace, Side::Client), failed(&trace, Side::Server)],
            [[], []],
            "{name}: no check ever fails"
        );
        let sent = trace.messages().next().unwrap().1;
        assert!(sent.bytes.windows(2).any(|suite| suite == better), "{name}");
        let Disagreement::Message { connection: 0, step, sender: Side::Client, name: MessageName::ClientHello } =
            trace.disagreements()[0]
        else {
            panic!("{name}: {:?}", trace.disagreements())
        };
        let honest = run(&Scenario { attack: Vec::new(), ..both });
        assert!(talked(&honest) && honest.disagreements().is_empty(), "{name}");
        let verdict = trace.verdict(&honest);
        assert_eq!((&verdict.noticed, &verdict.misled, &verdict.waiting[..]), (&None, &None, &[][..]), "{name}");
        assert_eq!(verdict.disagreements, trace.disagreements(), "{name}");
        let told = explain::verdict(&trace, &verdict);
        let words = "the server has not received the ClientHello that the client has sent, and neither knows.";
        assert!(told.iter().any(|outcome| outcome.text.ends_with(words) && outcome.step == Some(step)), "{told:?}");
    }
}

/// The same of all that a hello holds in the clear, and of what comes back: nothing of it is proved any more, but what the keys
/// themselves come from, and in TLS 1.2 what the server signs.
#[test]
fn without_the_transcript_nothing_in_the_hellos_is_proved() {
    let omits = "&omits=client-transcript,server-transcript";
    for (options, attack, passes) in [
        // The random number of the client, and that of the server, which no key of TLS 1.3 comes from.
        ("", "c0-flip-11-01", true),
        ("", "s0-flip-11-01", true),
        // In TLS 1.2 the server signs both, and the keys come from them.
        ("versions=1.2&sversions=1.2", "c0-flip-11-01", false),
        ("versions=1.2&sversions=1.2", "s0-flip-11-01", false),
        // With RSA key exchange nothing is signed; the keys are expanded from both all the same (RFC 5246 §6.3).
        ("versions=1.2&sversions=1.2&suite=rsa-aes128gcm&cert=rsa", "c0-flip-11-01", false),
        // The last byte of the server's public key: what the two share is another secret.
        ("", "s0-flip-94-01", false),
    ] {
        let link = format!("{options}&attack={attack}");
        assert!(!talked(&run(&scenario(&link))), "{link}");
        let trace = run(&scenario(&format!("{link}{omits}")));
        assert_eq!(talked(&trace), passes, "{link}{omits}");
        assert_eq!(trace.disagreements().is_empty(), !passes, "{link}{omits}");
    }
}

/// What both sides derive and prove without a transcript is the same whatever was said, and is said to be so where it happens.
#[test]
fn what_hashes_nothing_says_so() {
    let omits = "&omits=client-transcript,server-transcript";
    for options in [
        "",
        "preset=hello-retry-request",
        "preset=client-certificate",
        "preset=early-data",
        "preset=tls12",
        "preset=tls12-session-id",
        "versions=1.2&sversions=1.2&clientauth=required&clientcert=alice.example",
    ] {
        let trace = run(&scenario(&format!("{options}{omits}")));
        assert!(talked(&trace), "{options}");
        for occurrence in trace.occurrences() {
            let covered = match &occurrence.effect {
                Effect::Proved(proof) => proof.covers(),
                Effect::Checked(check) => check.proof.as_ref().and_then(Proof::covers),
                Effect::Derived(Secret {
                    derivation:
                        Derivation::ExpandLabel { context: Context::Transcript(point), .. }
                        | Derivation::Prf { seed: Seed::Session(point), .. },
                    ..
                }) => Some(point),
                _ => None,
            };
            let Some(point) = covered else { continue };
            assert_eq!(point.messages, 0, "{options}");
            let nothing = [HashAlgorithm::Sha256, HashAlgorithm::Sha384].map(|hash| hash.digest(&[]));
            assert!(nothing.contains(&point.hash), "{options}");
        }
        for (index, step) in trace.steps.iter().enumerate() {
            let words = explain::step(&trace, index);
            let marked = words.label.contains("covers nothing");
            let leaves_out = step.occurrences.iter().any(|occurrence| occurrence.effect.leaves_out_transcript());
            assert_eq!(marked, leaves_out, "{options}: {}", words.label);
            assert_eq!(words.simple.join(" ").contains("broken on purpose"), leaves_out, "{options}");
        }
        assert!(
            trace.steps.iter().any(|step| step.occurrences.iter().any(|it| it.effect.leaves_out_transcript())),
            "{options}"
        );
        // A right run never is.
        let right = run(&scenario(options));
        assert!(right.occurrences().all(|occurrence| !occurrence.effect.leaves_out_transcript()), "{options}");
    }
}

/// With one broken side the two cannot speak, and it is said why.
#[test]
fn one_side_that_hashes_nothing_speaks_with_nobody_else() {
    for (options, who) in [("", Side::Client), ("preset=tls12", Side::Server)] {
        for broken in ["client", "server"] {
            let trace = run(&scenario(&format!("{options}&omits={broken}-transcript")));
            let (side, failure) = first_failure(&trace).unwrap();
            assert_eq!((side, &failure), (who, &Failure::BadRecordMac), "{options} {broken}");
            let step = trace
                .steps
                .iter()
                .position(|step| step.effects_of(side).any(|effect| matches!(effect, Effect::Failed(_))))
                .unwrap();
            let said = explain::step(&trace, step).simple.join(" ");
            let other = if broken == "client" { "server" } else { "client" };
            let reason = format!("the {broken} leaves out of its hashes what was said, and the {other} does not.");
            assert!(said.ends_with(&reason), "{said}");
        }
    }
    // RFC 8446 §4.2.11.2: a binder that covers nothing does not fit a server that hashes the hello.
    let trace = run(&scenario("psk=external&omits=client-transcript"));
    let failure = Failure::CheckFailed { check: CheckName::Binder, alert: AlertDescription::DecryptError };
    assert_eq!(first_failure(&trace), Some((Side::Server, failure)));
}

/// Who steals from two broken sides knows how they make their keys.
#[test]
fn what_is_stolen_from_broken_sides_opens_their_records() {
    for options in ["", "versions=1.2&sversions=1.2"] {
        let link = format!("{options}&omits=client-transcript,server-transcript");
        let trace = run(&scenario(&link));
        let loot = opened(&trace, &[Theft::EphemeralKeys]);
        assert!(loot.fates.iter().all(|fate| !matches!(fate.reading, Reading::Sealed(_))), "{link}");
        assert!(loot.application_data(Side::Client).starts_with(b"GET /"), "{link}");
    }
}

/// An impostor speaks as the side does that they deceive, and is found out by the same check as ever.
#[test]
fn an_impostor_adapts_to_broken_sides() {
    for omits in ["client-transcript", "server-transcript", "client-transcript,server-transcript"] {
        let trace = run(&scenario(&format!("impostor=compromised-authority&omits={omits}")));
        assert_eq!(trace.later.len(), 1, "{omits}");
        assert_eq!(first_failure(&trace), None, "{omits}");
        let refused = run(&scenario(&format!("impostor=other-name&omits={omits}")));
        let failure = Failure::CheckFailed { check: CheckName::ServerName, alert: AlertDescription::BadCertificate };
        assert_eq!(first_failure(&refused), Some((Side::Client, failure)), "{omits}");
    }
}
