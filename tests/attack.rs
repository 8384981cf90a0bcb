//! Somebody on the way: what each kind of edit comes to, told from the trace.

#[path = "common/verdict.rs"]
mod verdict;

use handshake::scenario::attack::Edit;
use handshake::scenario::{Scenario, preset, presets, run};
use handshake::trace::{
    AlertDescription, Arrival, Deed, Effect, Failure, MessageName, RecordId, Side, State, StepKind, Trace, Verdict,
};
use verdict::summary;

fn edits(text: &str) -> Vec<Edit> {
    text.split(',').map(|edit| Edit::parse(edit).unwrap()).collect()
}

fn attacked(scenario: &Scenario, text: &str) -> (Trace, Verdict) {
    let honest = run(scenario);
    let trace = run(&Scenario { attack: edits(text), ..scenario.clone() });
    assert_eq!(trace.disagreements(), [], "{text}");
    let verdict = trace.verdict(&honest);
    (trace, verdict)
}

fn of(name: &str) -> Scenario {
    preset(name).unwrap().scenario
}

#[test]
fn who_does_nothing_changes_nothing() {
    for preset in presets() {
        let honest = run(&preset.scenario);
        // A record that is never sent, and a byte that no record has.
        let attack = edits("c9999-drop,s9999-flip-1-01,c0-flip-16000-01");
        let trace = run(&Scenario { attack: attack.clone(), ..preset.scenario.clone() });
        assert_eq!(trace, honest, "{}", preset.name);
        assert_eq!(Edit::idle(&attack, &trace), [0, 1, 2]);
        let verdict = trace.verdict(&honest);
        assert_eq!((verdict.interfered, verdict.parting, &verdict.noticed), (None, None, &None), "{}", preset.name);
        assert_eq!((verdict.misled, verdict.waiting), (None, vec![]), "{}", preset.name);
        assert_eq!((verdict.client_said, verdict.server_said), (Arrival::Whole, Arrival::Whole), "{}", preset.name);
        assert_eq!(honest.disagreements(), [], "{}", preset.name);
    }
}

#[test]
fn a_flipped_bit_of_the_client_random_is_noticed_by_the_client() {
    // Record header 5, handshake header 4, legacy_version 2: the random is from byte 11 to 42.
    let (trace, verdict) = attacked(&Scenario::default(), "c0-flip-11-01");
    let noticed = verdict.noticed.unwrap();
    assert_eq!((noticed.side, noticed.alert), (Side::Client, AlertDescription::BadRecordMac));
    assert_eq!(noticed.failure, Failure::BadRecordMac);
    assert_eq!(verdict.waiting, []);
    let step = &trace.steps[verdict.interfered.unwrap()];
    assert_eq!((step.kind, step.side), (StepKind::Interfere, Side::Client));
    let Effect::Interfered(done) = &step.occurrences[0].effect else { panic!() };
    assert_eq!(done.record, RecordId { sender: Side::Client, number: 0 });
    assert_eq!(done.deed, Deed::Flipped { offset: 11, mask: 1 });
    assert_eq!(done.before[11] ^ 1, done.after[11]);
    // What arrives belongs to the step in which it was changed.
    let arrived = step.effects_of(Side::Server).any(|effect| {
        matches!(effect, Effect::RecordReceived(record) if record.bytes == done.after && record.id == done.record)
    });
    assert!(arrived);
    assert_eq!(trace.delivered(Side::Client)[0].bytes, done.after);
}

#[test]
fn a_dropped_record_is_waited_for() {
    let (trace, verdict) = attacked(&Scenario::default(), "c0-drop");
    assert_eq!(verdict.noticed, None);
    let waiting: Vec<_> = verdict.waiting.iter().map(|waiting| (waiting.side, waiting.state)).collect();
    assert_eq!(waiting, [(Side::Client, State::WaitServerHello), (Side::Server, State::Start)]);
    assert_eq!((verdict.client_said, verdict.server_said), (Arrival::Part, Arrival::Part));
    assert_eq!(trace.messages().count(), 1);
}

/// What is wrong without anybody's interfering is no sign that it was noticed.
#[cfg(feature = "whole")]
#[test]
fn a_failure_of_the_honest_run_is_told_apart() {
    let scenario = of("wrong-name");
    let told = |edit| -> Vec<String> {
        let (trace, verdict) = attacked(&scenario, edit);
        handshake::explain::verdict(&trace, &verdict).into_iter().map(|outcome| outcome.text).collect()
    };
    let gives_up = "Without it too the client gives up: the check “Name matches” fails. Alert bad_certificate.";
    let averted = "Without it the client gives up with the alert bad_certificate, which does not happen here.";
    assert_eq!(told("c0-split-100")[..2], ["Nobody noticed.", gives_up]);
    assert_eq!(
        told("c0-flip-11-01")[..2],
        ["The client noticed: A record that does not open. Alert bad_record_mac.", averted]
    );
    let waits = told("s0-drop");
    assert!(waits.iter().any(|text| text == averted), "{waits:?}");
    let (_, verdict) = attacked(&scenario, "c0-split-100");
    assert_eq!((verdict.noticed, verdict.averted), (None, None));
    assert!(verdict.anyway.is_some());
}

/// A capture stands beside the client.
#[test]
fn a_capture_shows_what_passes_the_client() {
    for (edit, sender) in [("c0-flip-11-01", Side::Client), ("s0-flip-11-01", Side::Server)] {
        let attack = edits(edit);
        let scenario = Scenario { attack, ..Scenario::default() };
        let trace = run(&scenario);
        let (_, done) = trace.interferences().next().unwrap();
        let capture = handshake::export::pcapng::pcapng(&handshake::export::Run::of(&scenario, &trace));
        let has = |bytes: &[u8]| capture.windows(64).any(|window| window == &bytes[..64]);
        let seen = [has(&done.before), has(&done.after)];
        assert_eq!(seen, if sender == Side::Client { [true, false] } else { [false, true] }, "{edit}");
    }
}

#[test]
fn an_attacked_run_in_json_is_read_again() {
    for edit in [
        "c0-flip-11-01",
        "s0-set-20-00ff",
        "s3-drop",
        "s3-repeat",
        "s1-delay-1",
        "s3-cut-20",
        "c0-split-100",
        "c1-inject-15030300020228",
        "c0-replay-2",
    ] {
        let scenario = Scenario { attack: edits(edit), ..Scenario::default() };
        let trace = run(&scenario);
        assert!(trace.interferences().next().is_some());
        let text = handshake::export::json::json(&handshake::export::Run::of(&scenario, &trace));
        let opened = handshake::capture::open(text.as_bytes(), &handshake::tls::observer::Given::default()).unwrap();
        assert_eq!(opened.trace, trace, "{edit}");
    }
}

/// Each kind of edit, at each place where it comes to something of its own, and what is to be expected of it.
#[test]
fn each_kind_of_edit_comes_to_what_the_standard_says() {
    for (name, edit, expected) in CASES {
        let (trace, verdict) = attacked(&of(name), edit);
        assert!(Edit::idle(&edits(edit), &trace).is_empty(), "{name} {edit}");
        assert_eq!(summary(&verdict), *expected, "{name} {edit}");
    }
}

/// Where a step's message stands in all that its sender put on the wire: the record, and the byte of its content.
fn place_on_wire(trace: &Trace, step: usize) -> Option<(Side, (usize, usize))> {
    let message = trace.steps[step].sent()?;
    let first = message.placements.first()?;
    Some((message.sender, (first.record.number, first.span.start)))
}

/// No message stands in a step before that of one which the same side had sent earlier, and no record either.
fn assert_in_order(trace: &Trace, told: &str) {
    let mut last = [None, None];
    let mut records = [None, None];
    for step in 0..trace.steps.len() {
        if let Some((side, place)) = place_on_wire(trace, step) {
            let before = last[usize::from(side == Side::Server)].replace(place);
            assert!(before < Some(place), "{told}: step {step} sends {place:?} after {before:?}");
        }
        for occurrence in &trace.steps[step].occurrences {
            if let Effect::RecordSent(record) = &occurrence.effect {
                let before = records[usize::from(occurrence.side == Side::Server)].replace(record.id.number);
                assert!(before < Some(record.id.number), "{told}: step {step} sends record {}", record.id.number);
            }
        }
    }
}

/// The server asks for another hello, and only then finds that what comes next is not to be.
#[test]
fn an_alert_stands_behind_what_was_sent_before_it() {
    let (trace, verdict) = attacked(&of("early-data-retry"), "c4-flip-169-20");
    let step =
        |name| trace.messages().filter(|(_, message)| (message.sender, message.name) == (Side::Server, name)).last();
    let (retry, _) = step(MessageName::HelloRetryRequest).unwrap();
    let (alert, _) = step(MessageName::Alert).unwrap();
    assert!(retry < alert && Some(retry) > verdict.interfered, "{retry} {alert}");
    assert_in_order(&trace, "early-data-retry");
}

#[test]
fn steps_are_in_the_order_in_which_things_happened() {
    for preset in presets() {
        assert_in_order(&run(&preset.scenario), preset.name);
    }
    for name in [
        "default",
        "early-data",
        "early-data-retry",
        "early-data-refused",
        "hello-retry-request",
        "everything",
        "tls12",
    ] {
        let scenario = of(name);
        let honest = run(&scenario);
        for (place, (_, record)) in honest.records().enumerate() {
            let id = |text: &str| {
                format!("{}{}-{text}", if record.id.sender == Side::Client { 'c' } else { 's' }, record.id.number)
            };
            let length = record.bytes.len();
            let flips = (place % 7..length).step_by(97).map(|byte| format!("flip-{byte}-20"));
            let others = ["drop", "repeat", "delay-flight", "delay-1", "cut-6", "split-1", "inject-15030300020228"]
                .map(String::from);
            for change in flips.chain(others) {
                let edit = Edit::parse(&id(&change)).unwrap();
                let trace = run(&Scenario { attack: vec![edit], ..scenario.clone() });
                assert_in_order(&trace, &format!("{name} {}", id(&change)));
            }
        }
    }
}

const CASES: &[(&str, &str, &str)] = &[
    (
        "default",
        "c0-flip-0-01",
        "server UnexpectedRecord { content_type: 23 } unexpected_message; client Part; server Part",
    ),
    // The server does not see that early data follows, and asks for another hello: then the data comes as an unsealed record.
    // Early data that would have been refused: the client hears of the refusal all the same, and says it again.
    ("early-data-refused", "c5-drop", "nobody noticed"),
    (
        "early-data-retry",
        "c4-flip-169-20",
        "server UnexpectedRecord { content_type: 23 } unexpected_message; client Part; server Part",
    ),
    ("default", "c0-flip-4-01", "client waits in WAIT_SH; server waits in START; client Part; server Part"),
    ("default", "c0-flip-11-01", "client BadRecordMac bad_record_mac; client Part; server Part"),
    (
        "default",
        "c0-set-5-02",
        r#"server Decode { message: ServerHello, error: DecodeError(Details { field: "extensions", offset: 44, problem: Truncated { wanted: 275, available: 120 } }) } decode_error; client Part; server Part"#,
    ),
    ("default", "c0-drop", "client waits in WAIT_SH; server waits in START; client Part; server Part"),
    (
        "default",
        "c0-repeat",
        "server UnexpectedRecord { content_type: 22 } unexpected_message; client Part; server Part",
    ),
    ("default", "c0-split-100", "nobody noticed"),
    ("default", "c0-cut-100", "client waits in WAIT_SH; server waits in START; client Part; server Part"),
    ("default", "c0-delay-1", "nobody noticed"),
    (
        "default",
        "c0-inject-15030300020228",
        "server is told handshake_failure; client waits in WAIT_SH; client Part; server Part",
    ),
    (
        "default",
        "c0-inject-1403030001ff",
        "server UnexpectedRecord { content_type: 20 } unexpected_message; client Part; server Part",
    ),
    ("default", "s0-drop", "client UnexpectedRecord { content_type: 23 } unexpected_message; client Part; server Part"),
    ("default", "s0-flip-11-01", "client BadRecordMac bad_record_mac; client Part; server Part"),
    (
        "default",
        "s0-repeat",
        "client UnexpectedRecord { content_type: 22 } unexpected_message; client Part; server Part",
    ),
    ("default", "s0-split-10", "nobody noticed"),
    (
        "default",
        "s0-delay-1",
        "client UnexpectedRecord { content_type: 23 } unexpected_message; client Part; server Part",
    ),
    (
        "default",
        "s0-delay-flight",
        "client UnexpectedRecord { content_type: 23 } unexpected_message; client Part; server Part",
    ),
    ("default", "s1-flip-9-01", "client BadRecordMac bad_record_mac; client Part; server Part"),
    ("default", "s1-drop", "client BadRecordMac bad_record_mac; client Part; server Part"),
    ("default", "s1-repeat", "client BadRecordMac bad_record_mac; client Part; server Part"),
    ("default", "s1-delay-1", "client BadRecordMac bad_record_mac; client Part; server Part"),
    ("default", "s1-split-5", "client BadRecordMac bad_record_mac; client Part; server Part"),
    ("default", "s4-drop", "client waits in WAIT_FINISHED; server waits in WAIT_FINISHED; client Part; server Part"),
    ("default", "s4-cut-10", "client waits in WAIT_FINISHED; server waits in WAIT_FINISHED; client Part; server Part"),
    ("default", "c1-drop", "server BadRecordMac bad_record_mac; client Part; server Part"),
    ("default", "c1-flip-20-80", "server BadRecordMac bad_record_mac; client Part; server Part"),
    ("default", "c1-delay-1", "server BadRecordMac bad_record_mac; client Part; server Part"),
    ("default", "c1-repeat", "server BadRecordMac bad_record_mac; client Part; server Part"),
    ("default", "c2-drop", "client waits in CONNECTED; server waits in CONNECTED; client Part; server Part"),
    ("default", "c2-flip-30-01", "server BadRecordMac bad_record_mac; client Part; server Part"),
    ("default", "c2-repeat", "server BadRecordMac bad_record_mac; server Part"),
    ("default", "c2-delay-1", "nobody noticed"),
    ("default", "c2-replay-3", "nobody noticed"),
    ("default", "c3-drop", "client waits in CONNECTED; server waits in CONNECTED"),
    ("default", "s5-drop", "client BadRecordMac bad_record_mac; server Part"),
    ("default", "s5-delay-1", "client BadRecordMac bad_record_mac; server Part"),
    ("default", "s6-drop", "client waits in CONNECTED; server waits in CONNECTED; server Part"),
    ("default", "s7-drop", "client waits in CONNECTED"),
    ("default", "s7-inject-15030300020100", "client UnexpectedRecord { content_type: 21 } unexpected_message"),
    ("default", "s7-inject-15030300020228", "client UnexpectedRecord { content_type: 21 } unexpected_message"),
    ("default", "c0-flip-11-01,c0-flip-11-01", "nobody noticed"),
    (
        "tls12",
        "c0-flip-11-01",
        "client CheckFailed { check: ServerKeyExchange, alert: DecryptError } decrypt_error; client Part; server Part",
    ),
    ("tls12", "c0-drop", "client waits in WAIT_SH; server waits in START; client Part; server Part"),
    ("tls12", "c0-split-50", "nobody noticed"),
    (
        "tls12",
        "s0-flip-11-01",
        "client CheckFailed { check: ServerKeyExchange, alert: DecryptError } decrypt_error; client Part; server Part",
    ),
    (
        "tls12",
        "s1-drop",
        "client UnexpectedMessage { state: WaitCertificate, got: ServerKeyExchange } unexpected_message; client Part; server Part",
    ),
    (
        "tls12",
        "s2-flip-40-01",
        "client CheckFailed { check: ServerKeyExchange, alert: DecryptError } decrypt_error; client Part; server Part",
    ),
    ("tls12", "c1-flip-20-01", "server BadRecordMac bad_record_mac; client Part; server Part"),
    (
        "tls12",
        "c1-drop",
        "server UnexpectedMessage { state: WaitClientKeyExchange, got: ChangeCipherSpec } unexpected_message; client Part; server Part",
    ),
    (
        "tls12",
        "c2-drop",
        "server UnexpectedMessage { state: WaitChangeCipherSpec, got: HelloRequest } unexpected_message; client Part; server Part",
    ),
    ("tls12", "c3-flip-10-01", "server BadRecordMac bad_record_mac; client Part; server Part"),
    ("tls12", "c3-drop", "client waits in WAIT_CCS; server waits in WAIT_FINISHED; client Part; server Part"),
    ("tls12", "s4-drop", "client waits in WAIT_CCS; server waits in CONNECTED; client Part; server Part"),
    ("tls12", "s5-drop", "client waits in WAIT_FINISHED; server waits in CONNECTED; client Part; server Part"),
    ("tls12", "c4-drop", "client waits in CONNECTED; server waits in CONNECTED; client Part; server Part"),
    ("tls12", "c4-repeat", "server BadRecordMac bad_record_mac; server Part"),
    ("tls12", "c4-flip-10-01", "server BadRecordMac bad_record_mac; client Part; server Part"),
    (
        "tls12",
        "c0-inject-15030300020100",
        "server is told close_notify; client waits in WAIT_SH; client Part; server Part",
    ),
    (
        "tls12",
        "c1-inject-15030300020100",
        "server is told close_notify; client waits in WAIT_CCS; client Part; server Part",
    ),
    (
        "tls12",
        "s1-inject-1503030002020a",
        "client is told unexpected_message; server waits in WAIT_CKE; client Part; server Part",
    ),
    ("tls12", "s0-inject-15030300020164", "client is told no_renegotiation"),
];

/// Two runs part where somebody on the way first does something else, and at the byte that they change.
#[cfg(feature = "whole")]
#[test]
fn runs_part_where_somebody_interferes() {
    let scenario = of("default");
    let honest = run(&scenario);
    let last = honest.steps.len() - 1;
    for (edit, byte) in [
        ("c0-flip-11-01", Some(11)),
        ("c0-flip-43-01", Some(43)),
        ("s3-flip-30-01", Some(30)),
        ("c0-split-20", Some(4)),
    ] {
        let (trace, _) = attacked(&scenario, edit);
        let (step, _) = trace.interferences().next().unwrap();
        let parting = trace.connection_parts_from(trace.steps.len() - 1, &honest, last).unwrap();
        assert_eq!((parting.step, parting.byte), (step, byte), "{edit}");
        assert_eq!(trace.connection_parts_from(0, &trace, 0), None, "{edit}");
    }
}
