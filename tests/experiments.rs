//! Experiments: what each one says of its runs is what their traces show.
#![cfg(all(feature = "whole", not(target_arch = "wasm32")))]

use std::collections::BTreeSet;

use handshake::explain::experiment::{Experiment, Finding, Noticed, experiment, experiments};
use handshake::scenario::address::{Address, Laboratory};
use handshake::scenario::run;
use handshake::trace::{AlertDescription, CheckName, Failure, MessageName, Observer, Reason, Side, State, Trace};

/// More seeds than the page's own, for what is said holds of all.
const SEEDS: [&str; 3] = ["hello", "2", "another one"];

fn named(name: &str) -> &'static Experiment {
    experiment(name).unwrap_or_else(|| panic!("there is no experiment {name}"))
}

/// A run of the experiment of that name, with each of the seeds.
fn each(name: &str, place: usize) -> impl Iterator<Item = (Trace, Finding)> {
    let variant = named(name).runs[place];
    SEEDS.into_iter().map(move |seed| {
        let trace = run(&variant.scenario(seed));
        let finding = Finding::of(&trace);
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
            assert!(variant.place(&trace) > 0, "{name}, {}: leads nowhere", variant.label);
            assert!(Finding::of(&trace).remarks().len() >= 2, "{name}");
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

#[test]
fn untrusted_root() {
    for (trace, finding) in each("untrusted-root", 0) {
        fails(&finding, Side::Client, CheckName::TrustAnchor, AlertDescription::UnknownCa);
        assert!(!finding.reads_data());
        ends_closed(&trace);
    }
}

#[test]
fn wrong_name() {
    for (trace, finding) in each("wrong-name", 0) {
        fails(&finding, Side::Client, CheckName::ServerName, AlertDescription::BadCertificate);
        assert!(!finding.reads_data());
        ends_closed(&trace);
    }
}

#[test]
fn stripped_versions() {
    for (trace, finding) in each("stripped-versions", 0) {
        fails(&finding, Side::Client, CheckName::Downgrade, AlertDescription::IllegalParameter);
        let (_, hello) = trace.messages().find(|(_, message)| message.name == MessageName::ServerHello).unwrap();
        assert!(hello.bytes.windows(8).any(|bytes| bytes == b"DOWNGRD\x01"));
        ends_closed(&trace);
    }
    for (trace, finding) in each("stripped-versions", 1) {
        assert_eq!((&finding.noticed, finding.is_completed), (&None, true));
        assert!(!trace.is_tls12(0));
        assert!(trace.parts_from(&run(&named("stripped-versions").runs[0].scenario("hello"))).is_some());
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
                && matches!(&it.effect, handshake::trace::Effect::Received(message) if message.name == MessageName::ApplicationData)));
        }
    }
}
