//! Effects: what a side did in a step.

use super::part::{proof, record_id};
use super::value::{Json, array, number, object, text};
use super::{Lists, name};
use crate::export::hex::hex;
use crate::trace::{
    Check, Choice, Direction, Effect, Evidence, EvidenceValue, Failure, Interference, Note, Occurrence, Outcome, Secret,
};

/// An effect and whose it is.
pub(super) fn effect(lists: &Lists, occurrence: &Occurrence) -> Json {
    let (verb, mut members) = members(lists, &occurrence.effect);
    members.splice(..0, [("side", text(occurrence.side.name())), ("effect", text(verb))]);
    object(members)
}

fn members(lists: &Lists, effect: &Effect) -> (&'static str, Vec<(&'static str, Json)>) {
    match effect {
        Effect::DrewRandom { purpose, value } => {
            ("drew_random", vec![("purpose", text(*purpose)), ("hex", text(hex(value)))])
        }
        Effect::Received(message) => ("received", vec![("message", place(&lists.messages, message))]),
        Effect::Negotiated(choice) => ("negotiated", negotiated(choice)),
        Effect::Declined { name: declined, reason } => {
            ("declined", vec![("name", text(name::choice(*declined))), ("reason", text(name::reason(*reason)))])
        }
        Effect::Derived(secret) => ("derived", vec![("secret", place_of_secret(lists, secret))]),
        Effect::Checked(check) => ("checked", checked(check)),
        Effect::Proved(proved) => ("proved", vec![("proof", proof(proved))]),
        Effect::KeyInstalled { direction, writer, epoch } => (
            "key_installed",
            vec![
                (
                    "direction",
                    text(match direction {
                        Direction::Read => "read",
                        Direction::Write => "write",
                    }),
                ),
                ("writer", text(writer.name())),
                ("epoch", text(name::epoch(*epoch))),
            ],
        ),
        Effect::Sent(message) => ("sent", vec![("message", place(&lists.messages, message))]),
        Effect::RecordSent(record) => ("record_sent", vec![("record", place(&lists.records, record))]),
        Effect::RecordReceived(record) => ("record_received", vec![("record", place(&lists.records, record))]),
        Effect::EarlyDataSkipped(id) => ("early_data_skipped", vec![("id", record_id(*id))]),
        Effect::Entered(state) => ("entered", vec![("state", text(state.name()))]),
        Effect::Failed(failure) => ("failed", failed(failure)),
        Effect::Noted(note) => ("noted", noted(note)),
        Effect::Interfered(interference) => ("interfered", interfered(interference)),
    }
}

/// The place of an item in its list.
fn place<T: PartialEq>(list: &[&T], item: &T) -> Json {
    list.iter().position(|known| *known == item).map_or(Json::Null, number)
}

fn place_of_secret(lists: &Lists, secret: &Secret) -> Json {
    lists.secrets.iter().position(|(_, known)| *known == secret).map_or(Json::Null, number)
}

fn negotiated(choice: &Choice) -> Vec<(&'static str, Json)> {
    let names = |names: &[String]| array(names, |name| text(&**name));
    vec![
        ("name", text(name::choice(choice.name))),
        ("offered", names(&choice.offered)),
        ("accepted", names(&choice.accepted)),
        ("chosen", choice.chosen.as_deref().map_or(Json::Null, text)),
    ]
}

fn checked(check: &Check) -> Vec<(&'static str, Json)> {
    let (name, certificate) = name::check(check.name);
    let (outcome, alert) = match check.outcome {
        Outcome::Passed => ("passed", Json::Null),
        Outcome::Failed(alert) => ("failed", text(alert.name())),
        Outcome::Ignored(alert) => ("ignored", text(alert.name())),
    };
    vec![
        ("name", text(name)),
        ("certificate", certificate.map_or(Json::Null, number)),
        ("outcome", text(outcome)),
        ("alert", alert),
        ("evidence", array(&check.evidence, evidence)),
        ("proof", check.proof.as_ref().map_or(Json::Null, proof)),
    ]
}

fn evidence(evidence: &Evidence) -> Json {
    let value = match &evidence.value {
        EvidenceValue::Text(value) => ("text", text(&**value)),
        EvidenceValue::Bytes(value) => ("hex", text(hex(value))),
    };
    object([("name", text(evidence.name)), value])
}

fn noted(note: &Note) -> Vec<(&'static str, Json)> {
    let (name, detail) = name::note(note);
    [("name", text(name))].into_iter().chain(detail).collect()
}

fn interfered(interference: &Interference) -> Vec<(&'static str, Json)> {
    let Interference { record, deed, before, after } = interference;
    let (name, detail) = name::deed(*deed);
    let mut members = vec![("id", record_id(*record)), ("name", text(name))];
    members.extend(detail);
    members.extend([("before", text(hex(before))), ("after", text(hex(after)))]);
    members
}

fn failed(failure: &Failure) -> Vec<(&'static str, Json)> {
    let (name, detail) = name::failure(failure);
    let alert = failure.alert();
    let mut members = vec![("name", text(name))];
    members.extend(detail);
    members.extend([("alert", text(alert.name())), ("alert_code", number(alert.code()))]);
    members
}
