//! Experiments: what each one says of its runs is what their traces show.
#![cfg(all(feature = "whole", not(target_arch = "wasm32")))]

use std::collections::BTreeSet;

use handshake::explain::experiment::{Experiment, Finding, Noticed, experiment, experiments};
use handshake::scenario::address::{Address, Laboratory};
use handshake::scenario::run;
use handshake::trace::{
    AlertDescription, Arrival, CheckName, Disagreement, Effect, Failure, MessageName, Observer, Reason, Side, State,
    Trace,
};

/// More seeds than the page's own, for what is said holds of all.
const SEEDS: [&str; 3] = ["hello", "2", "another one"];

fn named(name: &str) -> &'static Experiment {
    experiment(name).unwrap_or_else(|| panic!("there is no experiment {name}"))
}

/// A run of the experiment of that name, with each of the seeds.
fn each(name: &str, place: usize) -> impl Iterator<Item = (Trace, Finding)> {
    let variant = named(name).runs[place];
    SEEDS.into_iter().map(move |seed| {
        let scenario = variant.scenario(seed);
        let trace = run(&scenario);
        let finding = Finding::of(&scenario, &trace);
        (trace, finding)
    })
}

/// The kinds of messages that anyone on the wire reads.
fn read(finding: &Finding) -> BTreeSet<MessageName> {
    finding.read.iter().map(|(_, name, _)| *name).collect()
}

fn noticed(finding: &Finding) -> (Side, &Failure) {
    let Noticed { side, failure, .. } = finding.noticed.as_ref().expect("somebody notices");
    (*side, failure)
}

fn fails(finding: &Finding, side: Side, check: CheckName, alert: AlertDescription) {
    assert_eq!(noticed(finding), (side, &Failure::CheckFailed { check, alert }));
    assert!(!finding.is_completed);
}

fn ends_closed(trace: &Trace) {
    let last = trace.steps.len() - 1;
    for side in [Side::Client, Side::Server] {
        assert_eq!(trace.state(side, last), State::Closed);
    }
}

#[test]
fn every_experiment_is_well_formed() {
    let mut names = BTreeSet::new();
    for experiment in experiments() {
        let Experiment { name, title, question, answers, runs, conclusion, citations } = experiment;
        assert!(names.insert(*name), "{name}");
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{name}");
        assert!(!title.ends_with('.') && question.ends_with('?'), "{name}");
        assert!((3..=4).contains(&answers.len()) && !runs.is_empty() && !conclusion.is_empty(), "{name}");
        assert!(!citations.is_empty(), "{name} cites nothing");
        let mut order = experiment.order();
        order.sort_unstable();
        assert_eq!(order, (0..answers.len()).collect::<Vec<_>>(), "{name}");
        for text in answers.iter().flat_map(|answer| [answer.text, answer.why]).chain(conclusion.iter().copied()) {
            assert!(text.ends_with('.') && !text.contains("  "), "{name}: {text}");
        }
        let texts: BTreeSet<_> = answers.iter().map(|answer| answer.text).collect();
        assert_eq!(texts.len(), answers.len(), "{name}");
        for variant in *runs {
            let parsed = Address::parse(variant.options);
            assert_eq!(parsed.notices, [], "{name}: {}", variant.options);
            let alone = Address {
                scenario: parsed.address.scenario.clone(),
                laboratory: Laboratory { attacker: true, ..Laboratory::default() },
                ..Address::default()
            };
            assert_eq!(parsed.address, alone, "{name}: options of the run and the attacker, and nothing else");
            let trace = run(&variant.scenario("hello"));
            assert!(variant.place("hello", &trace) > 0, "{name}, {}: leads nowhere", variant.label);
            let finding = Finding::of(&variant.scenario("hello"), &trace);
            println!("{name} / {} at {}", variant.label, variant.place("hello", &trace));
            for remark in finding.remarks() {
                println!("   {:?} {}", remark.step, remark.text);
            }
            assert!(finding.remarks().len() >= 2, "{name}");
            assert_eq!(experiment.place_of(&variant.scenario("x")).map(|place| runs[place]), Some(*variant), "{name}");
        }
    }
    assert!(experiment("nothing").is_none());
}

/// The right answers do not all stand in the same place.
#[test]
fn the_right_answer_is_not_always_the_first() {
    let places: BTreeSet<_> =
        experiments().iter().map(|experiment| experiment.order().iter().position(|place| *place == 0)).collect();
    assert!(places.len() > 2, "{places:?}");
}

/// Every message in the clear is of a record without protection, and every byte of the others is sealed.
fn reads_what_is_in_the_clear(trace: &Trace, finding: &Finding) {
    let sent = trace.messages().count();
    assert_eq!(finding.read.len() + finding.sealed, sent);
    for (side, name, step) in &finding.read {
        let message = trace.steps[*step].sent().expect("it is sent there");
        assert_eq!((message.sender, message.name), (*side, *name));
        for placement in &message.placements {
            let (_, record) = trace.record(placement.record).expect("it is in a record");
            assert_eq!(record.protection, None);
        }
    }
}

#[test]
fn eavesdropping() {
    for (trace, finding) in each("eavesdropping", 0) {
        assert_eq!((&finding.noticed, finding.is_completed), (&None, true));
        assert_eq!(read(&finding), [MessageName::ClientHello, MessageName::ServerHello].into());
        assert!(!finding.reads_data() && finding.sealed > 0);
        reads_what_is_in_the_clear(&trace, &finding);
        let (_, hello) = trace.messages().next().unwrap();
        assert!(hello.bytes.windows(11).any(|bytes| bytes == b"example.com"), "the name is in the clear");
    }
    for (trace, finding) in each("eavesdropping", 1) {
        assert_eq!((&finding.noticed, finding.is_completed), (&None, true));
        let expected = [
            MessageName::ClientHello,
            MessageName::ServerHello,
            MessageName::Certificate,
            MessageName::ServerKeyExchange,
            MessageName::ServerHelloDone,
            MessageName::ClientKeyExchange,
            MessageName::NewSessionTicket,
            MessageName::ChangeCipherSpec,
        ];
        assert!(read(&finding).is_subset(&expected.into()) && read(&finding).contains(&MessageName::Certificate));
        assert!(!finding.reads_data() && finding.sealed > 0);
        reads_what_is_in_the_clear(&trace, &finding);
    }
}

/// What is recorded grows, and ends with every byte of every record.
#[test]
fn the_recording_is_all_that_was_on_the_wire() {
    for experiment in experiments() {
        let trace = run(&experiment.runs[0].scenario("hello"));
        if trace.interferences().next().is_some() {
            continue;
        }
        let mut before = 0;
        for cursor in 0..trace.steps.len() {
            let recorded = trace.recorded(cursor);
            assert!(recorded.bytes >= before && recorded.sealed <= recorded.records);
            assert!(recorded.sealed_bytes <= recorded.bytes);
            before = recorded.bytes;
        }
        assert_eq!(before, trace.records().map(|(_, record)| record.bytes.len()).sum::<usize>());
    }
}

/// An impostor is refused by the check that is there for that, and reads nothing that is meant for the server.
#[test]
fn impostors_are_refused() {
    use AlertDescription as Alert;
    for (name, place, check, alert) in [
        ("own-key", 0, CheckName::TrustAnchor, Alert::UnknownCa),
        ("untrusted-root", 0, CheckName::TrustAnchor, Alert::UnknownCa),
        ("wrong-name", 0, CheckName::ServerName, Alert::BadCertificate),
        ("expired-certificate", 0, CheckName::Validity { certificate: 0 }, Alert::CertificateExpired),
        ("stolen-certificate", 0, CheckName::CertificateVerify, Alert::DecryptError),
        ("stolen-certificate", 1, CheckName::ServerKeyExchange, Alert::DecryptError),
    ] {
        for (trace, finding) in each(name, place) {
            fails(&finding, Side::Client, check, alert);
            assert!(!finding.reads_data() && !finding.has_data && finding.is_impersonated, "{name}");
            ends_closed(&trace);
        }
    }
}

/// A client that does not heed that one check tells the impostor everything, and gets the server's answer from them.
#[test]
fn broken_clients_are_deceived() {
    use AlertDescription as Alert;
    for (name, place, check, alert) in [
        ("own-key", 1, CheckName::TrustAnchor, Alert::UnknownCa),
        ("untrusted-root", 1, CheckName::TrustAnchor, Alert::UnknownCa),
        ("wrong-name", 1, CheckName::ServerName, Alert::BadCertificate),
        ("expired-certificate", 1, CheckName::Validity { certificate: 0 }, Alert::CertificateExpired),
        ("stolen-certificate", 2, CheckName::CertificateVerify, Alert::DecryptError),
    ] {
        for (trace, finding) in each(name, place) {
            let ignored = &finding.ignored[0];
            assert_eq!((ignored.side, ignored.check, ignored.alert), (Side::Client, check, alert), "{name}");
            deceived(&trace, &finding);
        }
    }
}

fn deceived(trace: &Trace, finding: &Finding) {
    assert_eq!((&finding.noticed, finding.is_completed), (&None, true));
    assert!(finding.reads_data() && finding.sealed == 0);
    assert_eq!(trace.later.len(), 1, "one connection with each");
    for (side, words) in [(Side::Client, "GET /"), (Side::Server, "Hello, world!")] {
        let is_it = |message: &handshake::trace::Message| {
            message.name == MessageName::ApplicationData && message.sender == side
        };
        let said: Vec<_> =
            trace.messages().filter(|(_, message)| is_it(message)).map(|(_, message)| &message.bytes).collect();
        assert_eq!(said.len(), 2, "once in each connection");
        assert_eq!(said[0], said[1]);
        assert!(String::from_utf8_lossy(said[0]).contains(words));
    }
}

/// Where the server's signature covers nothing of the connection, it is passed on, and no check fails.
#[test]
fn a_signature_over_nothing_is_passed_on() {
    for (trace, finding) in each("stolen-certificate", 3) {
        assert_eq!(finding.ignored, []);
        assert_eq!(finding.unbound.iter().map(|(side, _)| *side).collect::<Vec<_>>(), [Side::Client, Side::Server]);
        deceived(&trace, &finding);
    }
}

#[test]
fn compromised_ca() {
    for (trace, finding) in each("compromised-ca", 0) {
        assert_eq!(finding.ignored, []);
        deceived(&trace, &finding);
    }
}

fn seals_fail(finding: &Finding, side: Side) {
    assert_eq!(noticed(finding), (side, &Failure::BadRecordMac));
    assert_eq!(finding.noticed.as_ref().unwrap().failure.alert(), AlertDescription::BadRecordMac);
}

fn nothing_happens(name: &str, place: usize) {
    for (_, finding) in each(name, place) {
        assert_eq!((&finding.noticed, finding.is_completed, finding.reads_data()), (&None, true, false), "{name}");
    }
}

#[test]
fn flipped_bit() {
    for (_, finding) in each("flipped-bit", 0) {
        seals_fail(&finding, Side::Server);
        assert_eq!(finding.arrived, Some([(Side::Client, Arrival::Part), (Side::Server, Arrival::Part)]));
        assert!(!finding.reads_data());
    }
    nothing_happens("flipped-bit", 1);
}

#[test]
fn flipped_hello() {
    for (trace, finding) in each("flipped-hello", 0) {
        seals_fail(&finding, Side::Client);
        let (_, done) = trace.interferences().next().unwrap();
        let random = done.before[11..43].to_vec();
        assert!(trace.messages().next().unwrap().1.bytes.windows(32).any(|bytes| bytes == random), "it is the random");
        let arrived = trace.occurrences().find_map(|it| match &it.effect {
            Effect::Received(message) if it.side == Side::Server => Some(message.bytes.clone()),
            _ => None,
        });
        assert_eq!(arrived.unwrap()[6], random[0] ^ 1);
    }
    for (_, finding) in each("flipped-hello", 1) {
        fails(&finding, Side::Client, CheckName::ServerKeyExchange, AlertDescription::DecryptError);
    }
}

/// In all three the server never sees the better suite, and one of the two notices before anything is said.
#[test]
fn stripped_suites() {
    for place in 0..3 {
        for (trace, finding) in each("stripped-suites", place) {
            let (_, done) = trace.interferences().next().unwrap();
            let better: [u8; 2] = if place == 2 { [0x13, 0x02] } else { [0xc0, 0x2f] };
            assert_eq!((&done.before[46..48], &done.after[46..48]), (&better[..], &[0xfa, 0xfa][..]));
            match place {
                0 => fails(&finding, Side::Server, CheckName::Finished, AlertDescription::DecryptError),
                1 => seals_fail(&finding, Side::Server),
                _ => seals_fail(&finding, Side::Client),
            }
            assert!(!finding.has_data && !finding.is_completed);
            assert_eq!(finding.unbound, []);
        }
    }
    // Between two that hash nothing of what was said nobody notices, and they do not know what they disagree on.
    for (trace, finding) in each("stripped-suites", 3) {
        assert_eq!((&finding.noticed, finding.is_completed, &finding.ignored[..]), (&None, true, &[][..]));
        assert_eq!(finding.unbound.iter().map(|(side, _)| *side).collect::<Vec<_>>(), [Side::Client, Side::Server]);
        let [Disagreement::Message { connection: 0, step, sender: Side::Client, name: MessageName::ClientHello }] =
            finding.disagreements[..]
        else {
            panic!("{:?}", finding.disagreements)
        };
        assert!(trace.steps[step].effects_of(Side::Server).any(|effect| matches!(effect, Effect::Received(_))));
        assert_eq!(finding.arrived, Some([(Side::Client, Arrival::Whole), (Side::Server, Arrival::Whole)]));
        assert!(!finding.reads_data() && finding.has_data);
    }
    // With one of the two they cannot speak, whoever is on the way.
    for (trace, finding) in each("stripped-suites", 4) {
        seals_fail(&finding, Side::Client);
        assert_eq!((trace.interferences().next(), finding.has_data), (None, false));
        assert_eq!(finding.unbound.iter().map(|(side, _)| *side).collect::<Vec<_>>(), [Side::Client]);
    }
}

#[test]
fn replayed_record() {
    for (_, finding) in each("replayed-record", 0) {
        seals_fail(&finding, Side::Server);
        let [(_, client), _] = finding.arrived.unwrap();
        assert_eq!(client, Arrival::Whole, "once");
    }
    nothing_happens("replayed-record", 1);
}

#[test]
fn cut_off() {
    for (_, finding) in each("cut-off", 0) {
        assert_eq!(finding.noticed, None);
        assert_eq!(
            finding.waiting.iter().map(|waiting| waiting.side).collect::<Vec<_>>(),
            [Side::Client, Side::Server]
        );
        let [(_, client), (_, server)] = finding.arrived.unwrap();
        assert_eq!((client, server), (Arrival::Whole, Arrival::Part));
    }
    for place in [1, 2] {
        for (_, finding) in each("cut-off", place) {
            seals_fail(&finding, Side::Client);
        }
    }
    nothing_happens("cut-off", 3);
}

#[test]
fn stripped_versions() {
    for (trace, finding) in each("stripped-versions", 0) {
        fails(&finding, Side::Client, CheckName::Downgrade, AlertDescription::IllegalParameter);
        let (_, hello) = trace.messages().find(|(_, message)| message.name == MessageName::ServerHello).unwrap();
        assert!(hello.bytes.windows(8).any(|bytes| bytes == b"DOWNGRD\x01"));
        ends_closed(&trace);
    }
    for (_, finding) in each("stripped-versions", 1) {
        let ignored = &finding.ignored[0];
        assert_eq!((ignored.side, ignored.check), (Side::Client, CheckName::Downgrade));
        // RFC 7627: the two saw different hellos, so they have different keys.
        seals_fail(&finding, Side::Server);
    }
    for (trace, finding) in each("stripped-versions", 2) {
        assert_eq!((&finding.noticed, finding.is_completed), (&None, true));
        assert!(!trace.is_tls12(0));
        assert!(trace.parts_from(&run(&named("stripped-versions").runs[0].scenario("hello"))).is_some());
    }
    for (trace, finding) in each("stripped-versions", 3) {
        assert_eq!((&finding.noticed, finding.is_completed), (&None, true));
        assert!(trace.is_tls12(0));
        let ignored: Vec<_> = finding.ignored.iter().map(|ignored| (ignored.side, ignored.check)).collect();
        let finished = CheckName::Finished;
        let all = [(Side::Client, CheckName::Downgrade), (Side::Server, finished), (Side::Client, finished)];
        assert_eq!(ignored, all);
    }
}

/// The server of the third connection declines, and never has a key that opens the early data.
#[test]
fn replayed_early_data() {
    for (place, why) in [(0, Reason::UnknownIdentity), (1, Reason::Replay)] {
        for (trace, finding) in each("replayed-early-data", place) {
            assert_eq!(finding.noticed, None);
            let (step, reason) = finding.declined.expect("the server declines");
            assert_eq!(reason, why);
            assert_eq!(trace.connection(step), 2, "the connection after the one that was recorded");
            let last = trace.steps.len() - 1;
            let opened = trace.readable(Observer::End(Side::Server), last);
            assert!(opened.iter().all(|said| said.message.name != MessageName::ApplicationData || !said.readable));
            let first: Vec<_> = trace.steps[..trace.later[1]].iter().flat_map(|step| &step.occurrences).collect();
            assert!(first.iter().any(|it| it.side == Side::Server
                && matches!(&it.effect, Effect::Received(message) if message.name == MessageName::ApplicationData)));
        }
    }
    for (trace, finding) in each("replayed-early-data", 2) {
        assert_eq!(finding.noticed, None);
        let taken = |from: usize, to: usize| -> Vec<u8> {
            let effects = trace.steps[from..to].iter().flat_map(|step| step.effects_of(Side::Server));
            let said = effects.filter_map(|effect| match effect {
                Effect::Received(message) if message.name == MessageName::ApplicationData => Some(&message.bytes),
                _ => None,
            });
            said.flatten().copied().collect()
        };
        let (once, again) = (taken(trace.later[0], trace.later[1]), taken(trace.later[1], trace.steps.len()));
        assert!(!again.is_empty() && once.starts_with(&again), "the server takes the early data a second time");
    }
}

/// How many of the sealed records open, and of which connections what the client says.
fn later(finding: &Finding) -> (bool, bool, &[usize]) {
    let later = finding.later.as_ref().expect("something is stolen");
    (later.opened > 0, later.sealed > 0, &later.read)
}

#[test]
fn key_stolen_later() {
    for (place, expected) in [(true, false, &[0][..]), (false, true, &[]), (false, true, &[])].into_iter().enumerate() {
        for (trace, finding) in each("key-stolen-later", place) {
            assert_eq!((&finding.noticed, finding.is_completed, finding.reads_data()), (&None, true, false));
            assert_eq!(later(&finding), expected, "{place}");
            reads_what_is_in_the_clear(&trace, &finding);
            let said = finding.later.unwrap().said;
            assert_eq!(said.starts_with(b"GET / HTTP/1.1\r\n"), place == 0);
        }
    }
}

#[test]
fn used_again() {
    for (place, expected) in
        [(true, false, &[0, 1][..]), (true, true, &[0]), (true, false, &[0, 1])].into_iter().enumerate()
    {
        for (_, finding) in each("used-again", place) {
            assert_eq!((&finding.noticed, finding.is_completed, finding.reads_data()), (&None, true, false));
            assert_eq!(later(&finding), expected, "{place}");
        }
    }
}

#[test]
fn store_now() {
    for (place, expected) in [(true, false, &[0][..]), (false, true, &[])].into_iter().enumerate() {
        for (_, finding) in each("store-now", place) {
            assert_eq!((&finding.noticed, finding.is_completed, finding.reads_data()), (&None, true, false));
            assert_eq!(later(&finding), expected, "{place}");
        }
    }
}
