//! Somebody between the two, who plays the server to the client and the client to the server: who notices, and what they get.

use handshake::explain;
use handshake::scenario::address::Address;
use handshake::scenario::attack::Edit;
use handshake::scenario::{Scenario, run};
use handshake::trace::{
    AlertDescription, Arrival, CheckName, Effect, Epoch, Failure, MessageName, Note, Observer, Outcome, SecretName,
    Side, State, Trace,
};

/// The scenario of a link, all of which must be right.
fn scenario(link: &str) -> Scenario {
    let parsed = Address::parse(link);
    assert_eq!(parsed.notices, [], "{link}");
    parsed.address.scenario
}

/// Why a side ended the first connection, if it did.
fn refusal(trace: &Trace) -> Option<(Side, Failure)> {
    let span = trace.span(0);
    trace.steps[span].iter().flat_map(|step| &step.occurrences).find_map(|occurrence| match &occurrence.effect {
        Effect::Failed(failure) => Some((occurrence.side, failure.clone())),
        _ => None,
    })
}

fn refused_by_client(check: CheckName, alert: AlertDescription) -> (Side, Failure) {
    (Side::Client, Failure::CheckFailed { check, alert })
}

/// What somebody can read of the application data of all connections, by connection and sender.
fn read_by(trace: &Trace, observer: Observer) -> Vec<(usize, Side, String)> {
    let last = (0..trace.steps.len()).filter(|step| trace.span(*step).end == step + 1);
    let messages = last.flat_map(|step| trace.readable(observer, step));
    messages
        .filter(|said| said.readable && said.message.name == MessageName::ApplicationData)
        .map(|said| {
            let text = String::from_utf8(said.message.bytes.clone()).unwrap();
            (trace.connection(said.step), said.message.sender, text)
        })
        .collect()
}

const VERSIONS: [&str; 3] =
    ["", "&versions=1.2&sversions=1.2", "&versions=1.2&sversions=1.2&suite=rsa-aes128gcm&cert=rsa"];
const KEYS: [&str; 4] = ["p256", "ed25519", "p384", "rsa"];

/// Every impostor but one is refused by the check that is there for that, and learns nothing.
#[test]
fn an_impostor_without_a_certificate_for_the_name_learns_nothing() {
    use AlertDescription as Alert;
    for version in VERSIONS {
        for (impostor, check, alert) in [
            ("self-signed", CheckName::TrustAnchor, Alert::UnknownCa),
            ("unknown-authority", CheckName::TrustAnchor, Alert::UnknownCa),
            ("other-name", CheckName::ServerName, Alert::BadCertificate),
            ("expired-certificate", CheckName::Validity { certificate: 0 }, Alert::CertificateExpired),
        ] {
            let link = format!("impostor={impostor}{version}");
            let trace = run(&scenario(&link));
            assert_eq!(refusal(&trace), Some(refused_by_client(check, alert)), "{link}");
            assert!(trace.later.is_empty(), "{link}: there is nothing to pass on");
            assert_eq!(trace.impersonated(0), Some(Side::Server), "{link}");
            assert_eq!(read_by(&trace, Observer::Attacker), [], "{link}");
        }
    }
}

/// A copied certificate is worth nothing without its key: in TLS 1.3 that is `CertificateVerify`, in TLS 1.2
/// `ServerKeyExchange`, and
/// with RSA key exchange nothing is checked but that the server could decrypt, which Finished shows.
#[test]
fn a_stolen_certificate_is_worth_nothing_without_its_key() {
    use AlertDescription as Alert;
    for key in KEYS {
        let trace = run(&scenario(&format!("impostor=stolen-certificate&cert={key}")));
        let expected = refused_by_client(CheckName::CertificateVerify, Alert::DecryptError);
        assert_eq!(refusal(&trace), Some(expected), "{key}");
        let older = run(&scenario(&format!("impostor=stolen-certificate&cert={key}&versions=1.2&sversions=1.2")));
        let expected = refused_by_client(CheckName::ServerKeyExchange, Alert::DecryptError);
        assert_eq!(refusal(&older), Some(expected), "{key}");
        for trace in [&trace, &older] {
            assert!(trace.later.is_empty());
            assert_eq!(read_by(trace, Observer::Attacker), []);
        }
    }
    let oldest = run(&scenario(&format!("impostor=stolen-certificate{}", VERSIONS[2])));
    // The impostor cannot decrypt, and so cannot open the client's Finished.
    assert_eq!(refusal(&oldest), Some((Side::Server, Failure::BadRecordMac)));
    assert_eq!(read_by(&oldest, Observer::Attacker), []);
}

/// With a certificate for the right name from a trusted authority all checks pass, and the impostor reads all.
#[test]
fn a_compromised_authority_lets_the_impostor_read_and_pass_on_all() {
    for version in VERSIONS {
        for key in KEYS {
            if version.contains("cert=") && key != "rsa" {
                continue;
            }
            let key = if version.contains("cert=") { String::new() } else { format!("&cert={key}") };
            let link = format!("impostor=compromised-authority{key}{version}");
            let plain = scenario(&link);
            let trace = run(&plain);
            let failed = trace.occurrences().any(|occurrence| match &occurrence.effect {
                Effect::Failed(_) => true,
                Effect::Checked(check) => check.outcome != Outcome::Passed,
                _ => false,
            });
            assert!(!failed, "{link}");
            let first_of_second = trace.later[0];
            assert_eq!(trace.later.len(), 1, "{link}");
            assert_eq!(trace.impersonated(0), Some(Side::Server));
            assert_eq!(trace.impersonated(first_of_second), Some(Side::Client));
            let (asked, answered) = (plain.client_says.clone(), plain.server_says.clone());
            let said = [
                (0, Side::Client, asked.clone()),
                (0, Side::Server, answered.clone()),
                (1, Side::Client, asked),
                (1, Side::Server, answered),
            ];
            assert_eq!(read_by(&trace, Observer::Attacker), said, "{link}");
            assert_eq!(read_by(&trace, Observer::Wire), [], "{link}");
            for step in [first_of_second - 1, trace.steps.len() - 1] {
                assert_eq!(
                    [Side::Client, Side::Server].map(|side| trace.state(side, step)),
                    [State::Closed; 2],
                    "{link}"
                );
            }
            // The two connections have nothing in common but what was said: not what they agree on, and not the server's key.
            let key_of = |within| {
                let found = trace.secret(Side::Server, SecretName::CertificatePrivateKey(Side::Server), within);
                found.map(|(_, secret)| secret.value.clone())
            };
            // With RSA key exchange the server's key signs nothing, and so is held only to decrypt.
            assert!(key_of(0) != key_of(first_of_second) || key_of(0).is_none(), "{link}");
            for name in [SecretName::SharedSecret, SecretName::PremasterSecret] {
                let Some((_, secret)) = trace.secret(Side::Client, name, 0) else { continue };
                assert_eq!(trace.elsewhere(&secret.value, 0), [], "{link}");
            }
        }
    }
}

/// Each other impostor is let in by the one client that does not heed the check.
#[test]
fn a_broken_client_lets_its_impostor_in() {
    for (impostor, omission, others) in [
        ("self-signed", "client-chain", "client-name,client-validity,client-signature,client-finished"),
        ("unknown-authority", "client-chain", "client-name,client-validity,client-signature,client-finished"),
        ("other-name", "client-name", "client-chain,client-validity,client-signature,client-finished"),
        ("expired-certificate", "client-validity", "client-chain,client-name,client-signature,client-finished"),
        ("stolen-certificate", "client-signature", "client-chain,client-name,client-validity,client-finished"),
    ] {
        for version in &VERSIONS[..2] {
            let let_in = run(&scenario(&format!("impostor={impostor}&omits={omission}{version}")));
            assert_eq!(read_by(&let_in, Observer::Attacker).len(), 4, "{impostor}{version}");
            let kept_out = run(&scenario(&format!("impostor={impostor}&omits={others}{version}")));
            assert_eq!(read_by(&kept_out, Observer::Attacker), [], "{impostor}{version}");
        }
    }
}

/// RFC 8446 §4.4.3: a signature that covers nothing of the connection is the same in each, and who gets it from the server can pass
/// it on. One side that hashes what was said is enough to keep the impostor out, and in TLS 1.2 the server signs the random numbers.
#[test]
fn an_impostor_passes_on_a_signature_over_nothing() {
    for key in KEYS {
        let link = format!("impostor=stolen-certificate&cert={key}&omits=");
        let trace = run(&scenario(&format!("{link}client-transcript,server-transcript")));
        let proofs: Vec<_> = trace
            .messages()
            .filter(|(_, message)| message.name == MessageName::CertificateVerify)
            .map(|(step, message)| (trace.connection(step), message.bytes.clone()))
            .collect();
        let [(0, passed_on), (1, made)] = &proofs[..] else { panic!("{key}: {proofs:?}") };
        assert_eq!(passed_on, made, "{key}");
        let notes = |connection| {
            let of_another = |effect: &Effect| *effect == Effect::Noted(Note::SignatureOfAnother);
            trace.steps.iter().enumerate().any(|(step, told)| {
                trace.connection(step) == connection
                    && told.occurrences.iter().any(|occurrence| of_another(&occurrence.effect))
            })
        };
        assert!(notes(0) && !notes(1), "{key}");
        assert_eq!(failure(&trace), None, "{key}");
        assert_eq!(read_by(&trace, Observer::Attacker).len(), 4, "{key}");
        let said: String = (0..trace.steps.len()).flat_map(|step| explain::step(&trace, step).simple).collect();
        assert!(said.contains("They have asked the real server for its proof"), "{key}");
        assert!(said.contains("it was made in another connection"), "{key}");
        for one in ["client-transcript", "server-transcript"] {
            let trace = run(&scenario(&format!("{link}{one}")));
            let expected = refused_by_client(CheckName::CertificateVerify, AlertDescription::DecryptError);
            assert_eq!(refusal(&trace), Some(expected), "{key} {one}");
            assert_eq!(read_by(&trace, Observer::Attacker), [], "{key} {one}");
        }
    }
    let older = "impostor=stolen-certificate&versions=1.2&sversions=1.2&omits=client-transcript,server-transcript";
    let expected = refused_by_client(CheckName::ServerKeyExchange, AlertDescription::DecryptError);
    assert_eq!(refusal(&run(&scenario(older))), Some(expected));
}

/// A server that asks for the client's certificate is not deceived: the impostor has none to show.
#[test]
fn a_server_that_asks_who_the_client_is_keeps_the_impostor_out() {
    for version in &VERSIONS[..2] {
        let asks = "clientauth=required&clientcert=alice.example";
        let trace = run(&scenario(&format!("impostor=compromised-authority&{asks}{version}")));
        let second = trace.later[0];
        let failed = trace.steps[second..].iter().flat_map(|step| &step.occurrences).find_map(|occurrence| {
            let Effect::Failed(failure) = &occurrence.effect else { return None };
            Some((occurrence.side, failure.clone()))
        });
        let (side, failure) = failed.unwrap();
        assert_eq!(side, Side::Server);
        assert!(matches!(failure, Failure::CertificateRequired | Failure::ClientCertificateMissing));
        // But the client has been heard.
        assert_eq!(read_by(&trace, Observer::Attacker)[0].2, Scenario::default().client_says);
        let told = read_by(&trace, Observer::End(Side::Server))
            .iter()
            .any(|(connection, side, _)| (*connection, *side) == (1, Side::Client));
        assert!(!told, "the server was told nothing");
    }
}

/// Who comes back with a ticket shakes hands anew with an impostor, who does not know the ticket.
#[test]
fn an_impostor_cannot_resume() {
    let trace = run(&scenario("impostor=self-signed&psk=ticket"));
    assert_eq!(trace.later.len(), 1);
    assert_eq!([0, trace.later[0]].map(|step| trace.impersonated(step)), [None, Some(Side::Server)]);
    let last = trace.occurrences().filter(|occurrence| matches!(occurrence.effect, Effect::Failed(_))).count();
    assert_eq!(last, 1);
}

/// The words say who is at work.
#[test]
fn the_words_say_who_is_at_work() {
    let trace = run(&scenario("impostor=compromised-authority"));
    let said = |step| explain::step(&trace, step).simple.join(" ");
    assert!(said(0).contains("the attacker stands between the two and plays the server"));
    assert!(said(trace.later[0]).contains("the attacker plays the client to the real server"));
    let believed = (0..trace.steps.len()).filter(|step| said(*step).contains("And yet it is the attacker")).count();
    assert_eq!(believed, 1);
    // What is said early is sealed with the ticket's key, which they do not have.
    let early = run(&scenario("impostor=compromised-authority&preset=early-data"));
    let whys: Vec<_> = (0..early.steps.len()).map(|step| (step, explain::step(&early, step).why)).collect();
    let is_early = |step: usize| {
        early.steps[step]
            .records()
            .any(|record| record.protection.as_ref().is_some_and(|protection| protection.epoch == Epoch::EarlyData))
    };
    assert!(whys.iter().any(|(step, _)| is_early(*step)));
    assert!(whys.iter().all(|(step, why)| !is_early(*step) || !why.contains("but the attacker")), "{whys:?}");
    assert!(whys.iter().any(|(_, why)| why.contains("but the attacker")));
    let copied = run(&scenario("impostor=stolen-certificate"));
    let words: Vec<_> = (0..copied.steps.len()).flat_map(|step| explain::step(&copied, step).simple).collect();
    assert!(words.iter().any(|words| words.contains("they are the server's own, which anybody can copy")));
    assert!(words.iter().all(|words| !words.contains("has been deceived, broken into or forced")));
    let refused = run(&scenario("impostor=self-signed"));
    let words = (0..refused.steps.len()).map(|step| explain::step(&refused, step).simple.join(" "));
    assert!(words.into_iter().all(|words| !words.contains("And yet it is the attacker")));
}

/// The run of a link, and that of the same link in which nobody changes a record.
fn with_and_without(link: &str) -> (Trace, Trace) {
    let changed = scenario(link);
    (run(&changed), run(&Scenario { attack: Vec::new(), ..changed }))
}

/// The number of the first record of each side in the last connection, if it is not the only one and both have sent any.
fn last_begins(trace: &Trace) -> Option<[usize; 2]> {
    let beginning = *trace.later.last()?;
    let first = |side| {
        let mut records = trace.records().filter(|(step, record)| *step >= beginning && record.id.sender == side);
        records.next().map(|(_, record)| record.id.number)
    };
    Some([first(Side::Client)?, first(Side::Server)?])
}

/// The step in which a side fails, if one does, with its connection.
fn failure(trace: &Trace) -> Option<(usize, Side, Failure)> {
    trace.steps.iter().enumerate().find_map(|(number, step)| {
        step.occurrences.iter().find_map(|occurrence| match &occurrence.effect {
            Effect::Failed(failure) => Some((trace.connection(number), occurrence.side, failure.clone())),
            _ => None,
        })
    })
}

/// What is changed between the client and the impostor is noticed there, and the server is never asked.
#[test]
fn a_record_on_the_way_to_an_impostor_can_be_changed() {
    let (trace, honest) = with_and_without("impostor=compromised-authority&attack=c0-flip-11-01");
    assert_eq!((trace.later.len(), honest.later.len()), (0, 1));
    assert_eq!(failure(&trace), Some((0, Side::Client, Failure::BadRecordMac)));
    let verdict = trace.verdict(&honest);
    let noticed = verdict.noticed.unwrap();
    assert_eq!((noticed.side, noticed.alert), (Side::Client, AlertDescription::BadRecordMac));
    assert_eq!((verdict.client_said, verdict.server_said), (Arrival::Part, Arrival::Part));
}

/// What is changed between the impostor and the server is noticed there, and the client waits for an answer.
#[test]
fn a_record_on_the_way_from_an_impostor_can_be_changed() {
    for version in ["", "&versions=1.2&sversions=1.2"] {
        let plain = format!("impostor=compromised-authority{version}");
        let [client, _] = last_begins(&run(&scenario(&plain))).unwrap();
        let (trace, honest) = with_and_without(&format!("{plain}&attack=c{client}-flip-11-01"));
        assert_eq!(trace.later.len(), 1);
        let (step, done) = trace.interferences().next().unwrap();
        assert_eq!((trace.connection(step), done.record.number), (1, client));
        let (connection, side, _) = failure(&trace).unwrap();
        assert_eq!((connection, side), (1, Side::Client), "the impostor, who plays the client");
        let verdict = trace.verdict(&honest);
        let noticed = verdict.noticed.unwrap();
        assert_eq!(trace.connection(noticed.step), 1);
        assert_eq!((verdict.client_said, verdict.server_said), (Arrival::Part, Arrival::Part), "{version}");
        let waiting: Vec<_> = verdict
            .waiting
            .iter()
            .map(|waiting| (trace.connection(waiting.step), waiting.side, waiting.state))
            .collect();
        assert!(waiting.contains(&(0, Side::Client, State::Connected)), "{waiting:?}");
    }
}

/// An edit means the same record whatever comes of the others, and what it changes is read off the trace.
#[test]
fn every_record_of_both_connections_can_be_changed_and_keeps_its_number() {
    for link in [
        "impostor=compromised-authority",
        "impostor=compromised-authority&versions=1.2&sversions=1.2",
        "impostor=compromised-authority&psk=ticket",
        "impostor=self-signed",
        "impostor=stolen-certificate&omits=client-signature",
        "impostor=stolen-certificate&omits=client-transcript,server-transcript",
    ] {
        let honest = run(&scenario(link));
        for (step, record) in honest.records() {
            let who = if record.id.sender == Side::Client { 'c' } else { 's' };
            for change in ["flip-5-10", "drop", "repeat", "delay-1", "cut-5"] {
                let edit = format!("{who}{}-{change}", record.id.number);
                let changed = scenario(&format!("{link}&attack={edit}"));
                let trace = run(&changed);
                let told = format!("{link} {edit}");
                let (_, done) = trace.interferences().next().unwrap_or_else(|| panic!("{told}: nothing comes of it"));
                assert_eq!(done.record, record.id, "{told}");
                assert!(Edit::idle(&changed.attack, &trace).is_empty(), "{told}");
                assert_eq!(trace.disagreements(), [], "{told}");
                let verdict = trace.verdict(&honest);
                assert!(verdict.client_said != Arrival::Changed && verdict.server_said != Arrival::Changed, "{told}");
                let whole = (verdict.client_said, verdict.server_said) == (Arrival::Whole, Arrival::Whole);
                let seen = verdict.noticed.is_some() || verdict.misled.is_some() || !verdict.waiting.is_empty();
                assert!(whole || seen, "{told}: {verdict:?}");
                // Its records have the numbers that they had, unless there are more before them: an alert after the last.
                let begins =
                    |trace: &Trace| (trace.later.len() == honest.later.len()).then(|| last_begins(trace)).flatten();
                let is_of_impostor = honest.impersonated(step).is_some();
                if let (Some(now), Some(then), true) = (begins(&trace), begins(&honest), is_of_impostor) {
                    for (now, then) in now.into_iter().zip(then) {
                        assert!(now == then || now == then + 1 && verdict.noticed.is_some(), "{told}: {now} {then}");
                    }
                }
            }
        }
        // What names no record does nothing.
        let nothing = run(&scenario(&format!("{link}&attack=c999-drop,s999-flip-7-01")));
        assert_eq!(nothing, honest, "{link}");
    }
}

/// A record of the first connection, sent again in the second: the server has no key for it.
#[test]
fn a_record_of_one_connection_does_not_open_in_the_other() {
    let plain = "impostor=compromised-authority";
    let honest = run(&scenario(plain));
    let [client, _] = last_begins(&honest).unwrap();
    // The client's sealed request, after the last record of the impostor's handshake.
    let trace = run(&scenario(&format!("{plain}&attack=c2-replay-{}", client + 1)));
    let (_, done) = trace.interferences().next().unwrap();
    assert_eq!(done.record.number, 2);
    assert_eq!(failure(&trace), Some((1, Side::Server, Failure::BadRecordMac)));
}

/// The README names each impostor that a link can have.
#[test]
fn the_readme_names_every_impostor() {
    let readme = include_str!("../README.md");
    let (_, rest) = readme.split_once("`#impostor=` (").expect("it lists them");
    let (list, _) = rest.split_once(')').expect("the list ends");
    let named: Vec<_> = list
        .split(", ")
        .map(|name| scenario(&format!("impostor={}", name.trim_matches(['`', '\n']))).impostor.expect("there is one"))
        .collect();
    assert_eq!(named, handshake::scenario::Impostor::ALL);
}
