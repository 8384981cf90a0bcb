//! Everything in a trace as JSON, for programs, and for opening it again.
//!
//! `schema/trace.schema.json` says what each member means. Messages, records and secrets stand once, in lists of their own, and
//! the effects of the steps point into these lists. Names are the standard's, so that a run of another protocol needs
//! other names and no other structure.

mod effect;
pub(crate) mod name;
mod part;
mod value;

use super::Run;
use super::hex::hex;
use crate::explain;
use crate::trace::{Effect, Impersonation, Message, MessageName, Record, Secret, Side, Step, StepKind};
use part::{message, record, secret};
use value::{Json, array, number, object, text};

/// The version of the format: it counts up when a reader of an older one would be misled. Members may come in
/// between, so a reader leaves alone what it does not know.
pub const VERSION: u64 = 1;

/// Writes the trace.
#[must_use]
pub fn json(run: &Run) -> String {
    let lists = Lists::of(run);
    let mut document = object([
        ("format", text("handshake-trace")),
        ("version", number(VERSION)),
        ("software", text(concat!("Handshake Simulator ", env!("CARGO_PKG_VERSION")))),
        ("protocol", text("TLS")),
        ("title", text(&*run.title)),
        ("began", text(run.began_at())),
        ("address", run.address.as_deref().map_or(Json::Null, text)),
        ("trust_anchors", array(&run.trust_anchors, |der| text(hex(der)))),
        ("sides", array([Side::Client, Side::Server], |side| end(run, side))),
        ("application_data", application_data(run)),
        ("renegotiations", array(&run.trace.renegotiations, |connection| number(connection + 1))),
        ("impersonations", array(&run.trace.impersonations, impersonation)),
        ("messages", array(&lists.messages, |item| message(item))),
        ("records", array(&lists.records, |item| record(item))),
        ("secrets", array(&lists.secrets, |(connection, item)| secret(*connection, item))),
        ("steps", array(run.trace.steps.iter().enumerate(), |(index, item)| step(run, &lists, index, item))),
    ])
    .to_string();
    document.push('\n');
    document
}

/// What effects point to: each thing once, in the order in which it first appears.
#[derive(Debug, Default)]
struct Lists<'a> {
    messages: Vec<&'a Message>,
    records: Vec<&'a Record>,
    /// Each with the first connection in which it comes up.
    secrets: Vec<(usize, &'a Secret)>,
}

impl<'a> Lists<'a> {
    fn of(run: &Run<'a>) -> Self {
        let mut lists = Self::default();
        for (index, effect) in effects(run) {
            match effect {
                Effect::Sent(message) | Effect::Received(message) => drop(place(&mut lists.messages, message)),
                Effect::RecordSent(record) | Effect::RecordReceived(record) => drop(place(&mut lists.records, record)),
                Effect::Derived(secret) if lists.secrets.iter().all(|(_, known)| *known != secret) => {
                    lists.secrets.push((run.trace.connection(index), secret));
                }
                _ => {}
            }
        }
        lists
    }
}

/// Each effect with the number of its step.
fn effects<'a>(run: &Run<'a>) -> impl Iterator<Item = (usize, &'a Effect)> {
    let steps = run.trace.steps.iter().enumerate();
    steps.flat_map(|(index, step)| step.occurrences.iter().map(move |occurrence| (index, &occurrence.effect)))
}

/// The place of an item in a list, where it is put if it is not there yet.
fn place<'a, T: PartialEq>(list: &mut Vec<&'a T>, item: &'a T) -> usize {
    list.iter().position(|known| *known == item).unwrap_or_else(|| {
        list.push(item);
        list.len() - 1
    })
}

/// A side, and how it ended.
fn end(run: &Run, side: Side) -> Json {
    object([("name", text(side.name())), ("state", text(run.trace.state(side, usize::MAX).name()))])
}

/// A connection in which one side is the attacker.
fn impersonation(one: &Impersonation) -> Json {
    object([("connection", number(one.connection + 1)), ("side", text(one.side.name()))])
}

/// What the two said to each other.
fn application_data(run: &Run) -> Json {
    let said = (0..run.trace.steps.len())
        .filter_map(|index| Some((index, run.message(index)?)))
        .filter(|(_, message)| message.name == MessageName::ApplicationData);
    array(said, |(index, message)| {
        object([
            ("sender", text(message.sender.name())),
            ("step", number(index + 1)),
            ("text", core::str::from_utf8(&message.bytes).map_or(Json::Null, text)),
            ("hex", text(hex(&message.bytes))),
        ])
    })
}

fn step(run: &Run, lists: &Lists, index: usize, step: &Step) -> Json {
    let words = explain::step(run.trace, index);
    let message = match step.kind {
        StepKind::Message(kind) => text(name::message(kind)),
        _ => Json::Null,
    };
    object([
        ("number", number(index + 1)),
        ("connection", number(run.trace.connection(index) + 1)),
        ("kind", text(name::step(step.kind))),
        ("message", message),
        ("side", text(step.side.name())),
        ("label", text(words.label)),
        ("title", text(words.title)),
        ("effects", array(&step.occurrences, |occurrence| effect::effect(lists, occurrence))),
    ])
}
