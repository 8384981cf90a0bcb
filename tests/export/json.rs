//! The JSON is as its schema says, and holds the whole trace.

use super::{all_runs, runs, unhex};
use boon::{Compiler, Schemas};
use handshake::capture::Opened;
use handshake::export::Run;
use handshake::export::json::json;
use handshake::tls::observer::Given;
use handshake::trace::{Effect, Record, RecordId, Side, Trace};
use serde_json::Value;
use std::collections::BTreeSet;

const SCHEMA: &str = include_str!("../../schema/trace.schema.json");

fn exported() -> Vec<(String, Value)> {
    let export = |(name, scenario, trace)| {
        let text = json(&Run::of(&scenario, &trace));
        (name, serde_json::from_str(&text).unwrap())
    };
    all_runs().into_iter().map(export).collect()
}

/// What was opened of somebody else's: with what was given, without, and cut off.
fn opened() -> Vec<(String, Value)> {
    let sample = handshake::capture::sample("rfc8448-resumed").unwrap();
    let records = sample.records();
    let without = handshake::capture::open(records.as_bytes(), &Given::default()).unwrap();
    let (_, scenario, trace) = runs().remove(0);
    let capture = handshake::export::pcapng::pcapng(&Run::of(&scenario, &trace));
    let by_key_log = handshake::capture::open(&capture, &Given::default()).unwrap();
    let middle = records.len() / 3;
    let cut = handshake::capture::open(&records.as_bytes()[..middle - middle % 2], &Given::default());
    let gap = handshake::capture::open(&without_a_packet(&capture), &Given::default()).unwrap();
    let open = |file: &[u8]| handshake::capture::open(file, &Given::default()).unwrap();
    let mail = open(include_bytes!("../vectors/openssl-after-plain.pcapng"));
    let again = open(include_bytes!("../vectors/openssl-renegotiation-asked.pcapng"));
    let all = [("by private key", sample.open()), ("sealed", without), ("by key log", by_key_log), ("gap", gap)];
    let all = all.into_iter().chain([("after words of mail", mail), ("another handshake", again)]);
    let all = all.chain(cut.ok().map(|cut| ("cut off", cut)));
    let export = |(name, opened): (&str, Opened)| {
        let Opened { trace, title, began, trust_anchors, .. } = opened;
        let text = json(&Run::recorded(&trace, title, began, trust_anchors));
        (name.to_owned(), serde_json::from_str(&text).unwrap())
    };
    all.map(export).collect()
}

/// A capture of ours without the first packet that is long.
fn without_a_packet(capture: &[u8]) -> Vec<u8> {
    let (mut kept, mut rest, mut left_out) = (Vec::new(), capture, false);
    while !rest.is_empty() {
        let length = u32::from_be_bytes(rest[4..8].try_into().unwrap()) as usize;
        if left_out || length < 400 || rest[..4] != [0, 0, 0, 6] {
            kept.extend_from_slice(&rest[..length]);
        } else {
            left_out = true;
        }
        rest = &rest[length..];
    }
    assert!(left_out);
    kept
}

#[test]
fn every_run_is_as_the_schema_says() {
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("trace.schema.json", serde_json::from_str(SCHEMA).unwrap()).unwrap();
    let schema = compiler.compile("trace.schema.json", &mut schemas).unwrap();
    for (name, value) in exported().into_iter().chain(opened()) {
        if let Err(error) = schemas.validate(&value, schema) {
            panic!("{name}: {error:#}");
        }
    }
    // The schema can say no.
    let (_, mut value) = exported().remove(0);
    value["steps"][0]["effects"][0]["surprise"] = Value::from(1);
    assert!(schemas.validate(&value, schema).is_err());
}

/// The names of all members of all objects inside of a value.
fn members(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| members(item, names)),
        Value::Object(object) => {
            for (name, item) in object {
                names.insert(name.clone());
                members(item, names);
            }
        }
        _ => {}
    }
}

/// The names of all members that a schema describes.
fn described(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Array(items) => items.iter().for_each(|item| described(item, names)),
        Value::Object(object) => {
            if let Some(Value::Object(properties)) = object.get("properties") {
                for (name, property) in properties {
                    names.insert(name.clone());
                    assert!(
                        property.get("description").or(property.get("$ref")).or(property.get("const")).is_some(),
                        "{name}"
                    );
                }
            }
            object.values().for_each(|item| described(item, names));
        }
        _ => {}
    }
}

#[test]
fn the_schema_describes_nothing_that_is_never_written() {
    let (mut written, mut explained) = (BTreeSet::new(), BTreeSet::new());
    for (_, value) in exported().into_iter().chain(opened()) {
        members(&value, &mut written);
    }
    described(&serde_json::from_str(SCHEMA).unwrap(), &mut explained);
    // Of failures that these runs do not have, or of names that no member has: `properties` is not a member.
    let of_other_failures =
        ["state", "content_type", "length", "limit", "field", "offset", "error", "extension", "server_name", "suite"];
    let never: Vec<_> = explained.difference(&written).filter(|name| !of_other_failures.contains(&&***name)).collect();
    assert!(never.is_empty(), "{never:?}");
    assert_eq!(written.difference(&explained).count(), 0);
}

/// Checks that fields lie inside of what they are about, hold its bytes, and that leaves cover it once.
fn assert_tiled(fields: &Value, hex: &str, next: &mut usize) {
    for field in fields.as_array().unwrap() {
        let place = |name: &str| usize::try_from(field[name].as_u64().unwrap()).unwrap();
        let (start, end) = (place("start"), place("end"));
        assert_eq!(start, *next);
        if field["type"] == "group" {
            assert_tiled(&field["fields"], hex, next);
        } else {
            assert_eq!(field["hex"], hex[start * 2..end * 2]);
            *next = end;
        }
        assert_eq!(end, *next);
    }
}

/// How many messages, each in a record of its own, came otherwise than they were sent, because somebody changed them.
fn changed(trace: &Trace) -> usize {
    let is_sent = |received: &Record| trace.records().any(|(_, record)| record.bytes == received.bytes);
    let came =
        trace.occurrences().filter(|item| matches!(&item.effect, Effect::RecordReceived(record) if !is_sent(record)));
    came.count()
}

/// Whether a record was sent, and did not only arrive.
fn is_sent(trace: &Trace, id: RecordId) -> bool {
    trace.occurrences().any(|item| matches!(&item.effect, Effect::RecordSent(record) if record.id == id))
}

#[test]
fn the_json_holds_the_whole_trace() {
    for ((name, value), (_, scenario, trace)) in exported().into_iter().zip(all_runs()) {
        let (messages, records) = (value["messages"].as_array().unwrap(), value["records"].as_array().unwrap());
        for message in messages {
            let (hex, mut covered) = (message["hex"].as_str().unwrap(), 0);
            assert_tiled(&message["fields"], hex, &mut covered);
            assert_eq!(covered * 2, hex.len(), "{name}");
        }
        for record in records {
            let (hex, mut covered) = (record["hex"].as_str().unwrap(), 0);
            assert_tiled(&record["fields"], hex, &mut covered);
            assert_eq!(covered * 2, hex.len(), "{name}");
        }
        // In a simulated run both sides see the same, so each thing stands once. Only data that needs several records comes
        // out of each as a message of its own.
        let is_honest = scenario.attack.is_empty();
        if is_honest && trace.messages().all(|(_, message)| message.placements.len() == 1) {
            assert_eq!(messages.len(), trace.messages().count() + changed(&trace), "{name}");
        }
        // A record that was dropped unread stands there as it was sent, opened, and as it came, closed.
        let skipped = trace
            .occurrences()
            .filter(|item| matches!(item.effect, Effect::EarlyDataSkipped(id) if is_sent(&trace, id)));
        if is_honest {
            assert_eq!(records.len(), trace.records().count() + skipped.count() + changed(&trace), "{name}");
        }
        let steps = value["steps"].as_array().unwrap();
        assert_eq!(steps.len(), trace.steps.len(), "{name}");
        for (step, original) in steps.iter().zip(&trace.steps) {
            let connection = usize::try_from(step["connection"].as_u64().unwrap()).unwrap();
            assert_eq!(connection, trace.connection(steps.iter().position(|other| other == step).unwrap()) + 1);
            let effects = step["effects"].as_array().unwrap();
            assert_eq!(effects.len(), original.occurrences.len(), "{name}");
            for (effect, original) in effects.iter().zip(&original.occurrences) {
                assert_eq!(effect["side"], original.side.name());
                let entry = |list: &str, place: &str| {
                    let place = usize::try_from(effect[place].as_u64().unwrap()).unwrap();
                    unhex(value[list][place]["hex"].as_str().unwrap())
                };
                match &original.effect {
                    Effect::Sent(message) | Effect::Received(message) => {
                        assert_eq!(entry("messages", "message"), message.bytes);
                    }
                    Effect::RecordSent(record) | Effect::RecordReceived(record) => {
                        assert_eq!(entry("records", "record"), record.bytes);
                    }
                    Effect::Derived(secret) => assert_eq!(entry("secrets", "secret"), secret.value),
                    Effect::EarlyDataSkipped(id) => {
                        assert_eq!(effect["id"], format!("{} {}", id.sender.name(), id.number));
                    }
                    Effect::Entered(state) => assert_eq!(effect["state"], state.name()),
                    Effect::Failed(failure) => assert_eq!(effect["alert"], failure.alert().name()),
                    Effect::Interfered(interference) => {
                        let bytes = |member: &str| unhex(effect[member].as_str().unwrap());
                        assert_eq!(bytes("before"), interference.before);
                        assert_eq!(bytes("after"), interference.after);
                    }
                    Effect::DrewRandom { .. }
                    | Effect::Negotiated(_)
                    | Effect::Declined { .. }
                    | Effect::Checked(_)
                    | Effect::Proved(_)
                    | Effect::KeyInstalled { .. }
                    | Effect::Noted(_) => {}
                }
            }
        }
        for (index, side) in [Side::Client, Side::Server].into_iter().enumerate() {
            assert_eq!(value["sides"][index]["name"], side.name());
            assert_eq!(value["sides"][index]["state"], trace.state(side, usize::MAX - 1).name());
        }
    }
}

/// Every secret that a derivation, a record or a proof names is one that is there.
#[test]
fn names_of_secrets_lead_somewhere() {
    for (name, value) in exported() {
        let names: BTreeSet<&str> =
            value["secrets"].as_array().unwrap().iter().map(|secret| secret["name"].as_str().unwrap()).collect();
        let mut used = BTreeSet::new();
        for secret in value["secrets"].as_array().unwrap() {
            let derivation = &secret["derivation"];
            used.extend(["private", "secret"].map(|member| derivation[member].as_str()));
            used.extend(["salt", "ikm"].map(|member| derivation[member]["secret"].as_str()));
        }
        for record in value["records"].as_array().unwrap() {
            used.extend(["key", "iv"].map(|member| record["protection"][member].as_str()));
        }
        let sealed = value["records"].as_array().unwrap().iter().any(|record| record["protection"].is_object());
        assert!(!sealed || used.len() > 5, "{name}");
        let lost: Vec<_> = used.into_iter().flatten().filter(|used| !names.contains(used)).collect();
        assert!(lost.is_empty(), "{name}: {lost:?}");
    }
}
