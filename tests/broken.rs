//! Clients and servers that are broken on purpose: what each check proves, told by what succeeds without it.

use handshake::explain;
use handshake::scenario::address::Address;
use handshake::scenario::{Scenario, run};
use handshake::trace::{AlertDescription, CheckName, Effect, Omission, Outcome, Side, State, Trace};

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
