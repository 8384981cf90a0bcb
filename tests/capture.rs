//! Somebody else's handshake, opened: what was exported, the traces of RFC 8448, files in every form, broken files.
#![cfg(not(target_arch = "wasm32"))]

use handshake::capture::{Opened, open, read_key_log};
use handshake::crypto::hash::HashAlgorithm;
use handshake::export::{self, Format};
use handshake::scenario::{ExternalPsk, Preset, Psk, Scenario, preset, presets, run};
use handshake::tls::observer::Given;
use handshake::tls::v13::PreSharedKey;
use handshake::trace::{
    Check, CheckName, Derivation, Effect, Epoch, Evidence, EvidenceValue, MessageName, Note, Occurrence, Outcome,
    PskOrigin, RecordId, Sealed, SecretName, Side, Step, StepKind, Trace,
};

#[path = "capture/files.rs"]
mod files;
#[path = "capture/foreign.rs"]
mod foreign;
#[path = "capture/gaps.rs"]
mod gaps;
#[path = "capture/gnutls.rs"]
mod gnutls;
#[path = "capture/later.rs"]
mod later;
#[path = "capture/plain.rs"]
mod plain;
#[path = "capture/renegotiation.rs"]
mod renegotiation;
#[path = "capture/rfc8448.rs"]
mod rfc8448;
#[expect(dead_code, reason = "which sections there are")]
#[path = "common/rfc8448_vectors.rs"]
mod rfc8448_vectors;

/// A preset, its run, and its exports.
struct Exported {
    preset: Preset,
    trace: Trace,
    capture: Vec<u8>,
    key_log: String,
}

fn exported() -> Vec<Exported> {
    let export = |preset: Preset| {
        let trace = run(&preset.scenario);
        let run = export::Run::of(&preset.scenario, &trace);
        let key_log = String::from_utf8(Format::KeyLog.write(&run)).unwrap();
        let capture = Format::Pcapng.write(&run);
        Exported { preset, trace, capture, key_log }
    };
    let external_psk = ExternalPsk { hash: HashAlgorithm::Sha384, ..ExternalPsk::default() };
    let scenario = Scenario { psk: Psk::External, external_psk, ..Scenario::default() };
    let other = Preset { name: "external-psk-sha384", scenario, ..preset("external-psk").unwrap() };
    presets().into_iter().chain([other]).map(export).collect()
}

/// What was said, message by message: connection, sender, name, bytes.
fn said(trace: &Trace) -> Vec<(usize, Side, MessageName, &[u8])> {
    let messages = trace.messages();
    messages.map(|(step, message)| (trace.connection(step), message.sender, message.name, &*message.bytes)).collect()
}

fn notes(trace: &Trace) -> Vec<Note> {
    let note = |effect: &Effect| match effect {
        Effect::Noted(note) => Some(note.clone()),
        _ => None,
    };
    trace.occurrences().filter_map(|occurrence| note(&occurrence.effect)).collect()
}

/// A Decryption Secrets Block is taken out of a capture of our own.
fn without_secrets(capture: &[u8]) -> Vec<u8> {
    let mut kept = Vec::new();
    let mut rest = capture;
    while !rest.is_empty() {
        let length = u32::from_be_bytes(rest[4..8].try_into().unwrap()) as usize;
        if rest[..4] != [0, 0, 0, 10] {
            kept.extend_from_slice(&rest[..length]);
        }
        rest = &rest[length..];
    }
    kept
}

fn given(key_log: &str) -> Given {
    let (logged, faults) = read_key_log(key_log.as_bytes());
    assert_eq!(faults, []);
    Given { logged, ..Given::default() }
}

/// Compares the secrets of both sides that were opened with those of the run; returns how many there are.
fn same_secrets(name: &str, opened: &Trace, run: &Trace) -> usize {
    let mut compared = 0;
    for side in [Side::Client, Side::Server] {
        for (step, secret) in opened.secrets(side) {
            let connection = opened.connection(step);
            let mut known = run.secrets(Side::Client).chain(run.secrets(Side::Server));
            // Whether a server reads early data that somebody sends again is said only under keys that nobody has.
            let is_early = |name: SecretName| {
                let (writer, epoch) = (Side::Client, Epoch::EarlyData);
                let parts = [
                    SecretName::TrafficSecret { writer, epoch },
                    SecretName::WriteKey { writer, epoch },
                    SecretName::WriteIv { writer, epoch },
                ];
                connection == 2 && parts.contains(&name)
            };
            let same = known.any(|(step, known)| {
                let here = run.connection(step) == connection || is_early(secret.name);
                here && known.name == secret.name && known.value == secret.value
            });
            assert!(same, "{name}: {} of connection {connection} is another", secret.name.name());
            compared += 1;
        }
    }
    compared
}

#[test]
fn every_preset_opens_again_as_it_was() {
    let mut messages = 0;
    let mut secrets = 0;
    for Exported { preset, trace, capture, .. } in exported() {
        let name = preset.name;
        let Opened { trace: opened, faults, .. } = open(&capture, &Given::default()).unwrap();
        assert_eq!(faults, [], "{name}");
        let told = |trace: &Trace| {
            let all = said(trace).into_iter().filter(|(connection, ..)| *connection < 2 || !preset.scenario.replay);
            all.map(|(connection, side, name, bytes)| (connection, side, name, bytes.to_vec())).collect::<Vec<_>>()
        };
        assert!(told(&opened) == told(&trace), "{name}");
        messages += said(&trace).len();
        secrets += same_secrets(name, &opened, &trace);
        // All that follows from the key log is there.
        let follows = |name: SecretName| match name {
            SecretName::TrafficSecret { epoch, .. }
            | SecretName::WriteKey { epoch, .. }
            | SecretName::WriteIv { epoch, .. } => epoch != Epoch::EarlyData,
            SecretName::FinishedKey(_)
            | SecretName::ExporterMasterSecret
            | SecretName::SessionMasterSecret
            | SecretName::KeyBlock => true,
            _ => false,
        };
        for (step, secret) in trace.secrets(Side::Client).filter(|(_, secret)| follows(secret.name)) {
            let connection = trace.connection(step);
            let mut known = opened.secrets(Side::Client);
            let there = known.any(|(step, known)| {
                known.name == secret.name && known.value == secret.value && opened.connection(step) == connection
            });
            assert!(there, "{name}: {} is missing", secret.name.name());
        }
        // All records are opened, but those of a server that answers a replay, whose keys no client has; and every check that can be made is passed or failed as it was.
        for note in notes(&opened) {
            let answers_replay = |record: RecordId| {
                let (step, _) = opened.record(record).unwrap();
                record.sender == Side::Server && opened.connection(step) == 2
            };
            let expected = match note {
                Note::ChainNotJudged | Note::ProofNotJudged => true,
                Note::Sealed { record, .. } => preset.scenario.replay && answers_replay(record),
                _ => false,
            };
            assert!(expected, "{name}: {note:?}");
        }
        let checks = |trace: &Trace| {
            let check = |effect: &Effect| match effect {
                Effect::Checked(check) if check.proof.is_some() => Some((check.name, check.outcome)),
                _ => None,
            };
            let mut checks: Vec<_> = trace.occurrences().filter_map(|item| check(&item.effect)).collect();
            checks.sort_by_key(|(name, _)| *name);
            checks
        };
        let (ours, theirs) = (checks(&opened), checks(&trace));
        assert!(ours.iter().all(|check| theirs.contains(check)), "{name}: {ours:?} {theirs:?}");
        // Each step has words.
        for index in 0..opened.steps.len() {
            let words = handshake::explain::step(&opened, index);
            assert!(!words.title.is_empty() && !words.simple.is_empty(), "{name}: step {index}");
        }
    }
    println!("{messages} messages and {secrets} secrets are the same");
    assert!(messages > 500 && secrets > 1000);
}

#[test]
fn with_a_wrong_digit_nothing_opens_and_it_is_said() {
    for Exported { preset, capture, key_log, .. } in exported() {
        let name = preset.name;
        if key_log.is_empty() {
            continue;
        }
        let capture = without_secrets(&capture);
        let wrong: Vec<String> = key_log
            .lines()
            .map(|line| {
                let (rest, last) = line.split_at(line.len() - 1);
                format!("{rest}{}\n", if last == "0" { "1" } else { "0" })
            })
            .collect();
        let opened = open(&capture, &given(&wrong.concat())).unwrap().trace;
        assert!(opened.records().all(|(_, record)| record.protection.is_none()), "{name}");
        let sealed = opened.messages().filter(|(_, message)| message.name == MessageName::SealedRecord).count();
        let wrong = |note: &Note| matches!(note, Note::Sealed { why: Sealed::WrongSecret(_), .. });
        let said = notes(&opened).iter().filter(|note| wrong(note)).count();
        assert!(said > 0 && said <= sealed, "{name}: {said} of {sealed}");
        // And without any, too.
        let opened = open(&capture, &Given::default()).unwrap().trace;
        assert!(opened.records().all(|(_, record)| record.protection.is_none()), "{name}");
        let missing = |note: &Note| matches!(note, Note::Sealed { why: Sealed::NoSecret(_), .. });
        assert_eq!(notes(&opened).iter().filter(|note| missing(note)).count(), sealed, "{name}");
    }
}

/// A hello that comes a second time is somebody else's who recorded it, and the client has no part in what follows.
#[test]
fn a_replay_in_a_capture_is_told_as_one() {
    let scenario = handshake::scenario::preset("early-data-replayed").unwrap().scenario;
    let trace = run(&scenario);
    let capture = Format::Pcapng.write(&export::Run::of(&scenario, &trace));
    let opened = open(&capture, &Given::default()).unwrap().trace;
    let again = opened.later[1];
    assert!(opened.steps[again..].iter().all(|step| step.effects_of(Side::Client).next().is_none()));
    assert!(opened.steps[..again].iter().any(|step| step.effects_of(Side::Client).next().is_some()));
    let hello = opened.steps.iter().skip(again).position(|step| step.message().is_some()).unwrap() + again;
    assert_eq!(opened.steps[hello].message().unwrap().name, MessageName::ClientHello);
    let titles = |trace: &Trace, index| handshake::explain::step(trace, index).title;
    assert_eq!(titles(&opened, hello), "Somebody sends recorded bytes again");
    assert_eq!(titles(&trace, trace.later[1]), "Somebody sends recorded bytes again");
}

/// The private keys of a run: one of them is enough for everything, beside a key that the two had before.
#[test]
fn an_ephemeral_private_key_gives_the_whole_schedule() {
    let mut climbed = 0;
    for Exported { preset, trace, capture, .. } in exported() {
        let capture = without_secrets(&capture);
        for side in [Side::Client, Side::Server] {
            let ephemeral = |name: SecretName| match name {
                SecretName::EphemeralPrivateKey(whose) => whose == side,
                SecretName::FurtherPrivateKey { .. } => side == Side::Client,
                _ => false,
            };
            let private: Vec<_> = trace.secrets(side).filter(|(_, secret)| ephemeral(secret.name)).collect();
            if private.is_empty() {
                continue;
            }
            let private_keys = private.iter().map(|(_, secret)| secret.value.clone()).collect();
            // A key from before the first connection is known to the two alone, and to whom they tell.
            let external = |(_, secret): (usize, &handshake::trace::Secret)| match &secret.derivation {
                Derivation::PreShared { origin: PskOrigin::External, identity } => {
                    Some(PreSharedKey::external(identity.clone(), secret.value.clone()))
                }
                _ => None,
            };
            let psks = trace.secrets(Side::Client).filter_map(external).collect();
            let opened = open(&capture, &Given { private_keys, psks, ..Given::default() }).unwrap().trace;
            let name = format!("{} ({})", preset.name, side.name());
            same_secrets(&name, &opened, &trace);
            let data = |trace: &Trace| {
                let is_data =
                    |(_, message): &(usize, &handshake::trace::Message)| message.name == MessageName::ApplicationData;
                trace.messages().filter(is_data).map(|(_, message)| message.bytes.clone()).collect::<Vec<_>>()
            };
            assert_eq!(data(&opened), data(&trace), "{name}");
            let derived = |trace: &Trace| {
                let mut names: Vec<_> = trace.secrets(Side::Client).map(|(_, secret)| secret.name).collect();
                names.retain(|name| {
                    !matches!(
                        name,
                        SecretName::EphemeralPrivateKey(_)
                            | SecretName::FurtherPrivateKey { .. }
                            | SecretName::CertificatePrivateKey(_)
                            | SecretName::ExporterSecret
                            | SecretName::ExportedKey
                    )
                });
                names.sort();
                names
            };
            assert_eq!(derived(&opened), derived(&trace), "{name}");
            climbed += 1;
        }
    }
    println!("{climbed} times the whole schedule followed from a private key");
    assert!(climbed > 20);
}

#[test]
fn every_trace_in_json_opens_again_as_it_was() {
    for Exported { preset, trace, .. } in exported() {
        let run = export::Run::of(&preset.scenario, &trace);
        let json = Format::Json.write(&run);
        let opened = open(&json, &Given::default()).unwrap_or_else(|fault| panic!("{}: {fault}", preset.name));
        let Opened { title, began, trust_anchors, .. } = opened.clone();
        let again = export::Run {
            trace: &opened.trace,
            title,
            began,
            pause: run.pause,
            address: run.address.clone(),
            is_simulated: run.is_simulated,
            trust_anchors,
        };
        assert!(Format::Json.write(&again) == json, "{}", preset.name);
        for index in 0..trace.steps.len() {
            assert_eq!(handshake::explain::step(&opened.trace, index), handshake::explain::step(&trace, index));
        }
    }
    // And that of a capture, with what only a capture has.
    let sample = handshake::capture::sample("rfc8448-resumed").unwrap();
    let opened = open(sample.records().as_bytes(), &Given::default()).unwrap();
    let written = |opened: &Opened| {
        let Opened { trace, title, began, trust_anchors, .. } = opened;
        Format::Json.write(&export::Run::recorded(trace, title.clone(), *began, trust_anchors.clone()))
    };
    let json = written(&opened);
    assert!(written(&open(&json, &Given::default()).unwrap()) == json);
    assert!(String::from_utf8(json).unwrap().contains("no_secret"));
}

/// What no preset has: what is looked at in the certificates of other authorities.
#[test]
fn checks_of_other_certificates_are_read_from_json() {
    let mut trace = run(&Scenario::default());
    let looked_at = [
        "authority",
        "certificate that cannot be read",
        "permittedSubtrees",
        "excludedSubtrees",
        "permitted name",
        "name that is not permitted",
    ];
    let evidence = looked_at.map(|name| Evidence { name, value: EvidenceValue::Text("a name".into()) });
    let check = Check {
        name: CheckName::NameConstraints { certificate: 1 },
        outcome: Outcome::Passed,
        evidence: evidence.to_vec(),
        proof: None,
    };
    let checks = |step: &Step| step.kind == StepKind::Check;
    let step = trace.steps.iter_mut().find(|step| checks(step)).unwrap();
    let side = step.side;
    step.occurrences.push(Occurrence { side, effect: Effect::Checked(check.clone()) });
    let json = Format::Json.write(&export::Run::recorded(&trace, "a run".into(), 0, Vec::new()));
    let opened = open(&json, &Given::default()).unwrap().trace;
    let is_there = |occurrence: &Occurrence| occurrence.effect == Effect::Checked(check.clone());
    assert!(opened.steps.iter().find(|step| checks(step)).unwrap().occurrences.iter().any(is_there));
}

#[test]
fn a_broken_trace_in_json_is_refused_with_a_reason() {
    let scenario = handshake::scenario::Scenario::default();
    let trace = run(&scenario);
    let json = String::from_utf8(Format::Json.write(&export::Run::of(&scenario, &trace))).unwrap();
    let fault = |text: &str| open(text.as_bytes(), &Given::default()).unwrap_err().to_string();
    assert!(fault("{").starts_with("this is not JSON: EOF while parsing an object at line 1"), "{}", fault("{"));
    assert!(fault("{}").starts_with("this JSON is no trace of this program"));
    let newer = json.replacen("\"version\": 1", "\"version\": 2", 1);
    assert_eq!(fault(&newer), "only version 1 of the format of traces is known here");
    let other = json.replacen("\"kind\": \"prepare\"", "\"kind\": \"juggle\"", 1);
    assert_eq!(fault(&other), "steps[0].kind is a name that is not known here");
    let nowhere = json.replacen("\"effect\": \"sent\", \"message\": 0", "\"effect\": \"sent\", \"message\": 999", 1);
    assert_ne!(nowhere, json);
    assert!(fault(&nowhere).ends_with(".message points to nothing"), "{}", fault(&nowhere));
    let elsewhere = json.replacen("\"record\": \"client 0\"", "\"record\": \"client 4294967295\"", 1);
    assert_ne!(elsewhere, json);
    let fault_there = fault(&elsewhere);
    assert!(
        fault_there.ends_with("has a ClientHello in client record 4294967295, which is not there"),
        "{fault_there}"
    );
    for end in (0..json.len()).step_by(1013) {
        assert!(open(&json.as_bytes()[..end], &Given::default()).is_err());
    }
}
