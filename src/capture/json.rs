//! A trace in JSON, read again. `schema/trace.schema.json` says what each member means.
//!
//! Fields are not read but made anew from the bytes, by the parsers that made them; all other values are read. What is not known
//! here, and not needed, is left alone.

mod effect;
mod names;
mod part;
mod words;

use std::collections::BTreeSet;

use super::open::Opened;
use super::problem::{Fault, Problem};
use super::text::hex;
use crate::export::json::VERSION;
use crate::trace::{
    Bytes, Effect, Impersonation, Message, Occurrence, Record, RecordId, Secret, Side, Step, StepKind, Trace,
};
use serde_json::Value;

/// What is wrong with a JSON text, and in which member.
#[derive(Debug)]
struct Wrong(String);

type Read<T> = Result<T, Wrong>;

/// A member's value, and the way to it.
#[derive(Clone, Debug)]
struct At<'a> {
    value: &'a Value,
    path: String,
}

impl<'a> At<'a> {
    fn wrong(&self, what: &str) -> Wrong {
        Wrong(format!("{} {what}", if self.path.is_empty() { "the document" } else { &self.path }))
    }

    /// A member that may be missing.
    fn get(&self, name: &str) -> Option<Self> {
        let value = self.value.get(name).filter(|value| !value.is_null())?;
        let dot = if self.path.is_empty() { "" } else { "." };
        Some(Self { value, path: format!("{}{dot}{name}", self.path) })
    }

    /// A member that must be there.
    fn at(&self, name: &str) -> Read<Self> {
        self.get(name).ok_or_else(|| self.wrong(&format!("has no {name}")))
    }

    fn text(&self) -> Read<&'a str> {
        self.value.as_str().ok_or_else(|| self.wrong("is no text"))
    }

    fn number<T: TryFrom<u64>>(&self) -> Read<T> {
        let number = self.value.as_u64().and_then(|number| T::try_from(number).ok());
        number.ok_or_else(|| self.wrong("is no number that can stand here"))
    }

    fn bytes(&self) -> Read<Bytes> {
        hex(self.text()?).ok_or_else(|| self.wrong("is no hexadecimal text"))
    }

    fn list(&self) -> Read<Vec<Self>> {
        let items = self.value.as_array().ok_or_else(|| self.wrong("is no list"))?;
        Ok(items
            .iter()
            .enumerate()
            .map(|(index, value)| Self { value, path: format!("{}[{index}]", self.path) })
            .collect())
    }

    /// What a name stands for.
    fn named<T>(&self, known: impl FnOnce(&str) -> Option<T>) -> Read<T> {
        known(self.text()?).ok_or_else(|| self.wrong("is a name that is not known here"))
    }

    fn side(&self) -> Read<Side> {
        self.named(|name| [Side::Client, Side::Server].into_iter().find(|side| side.name() == name))
    }
}

/// What effects point to.
struct Lists {
    messages: Vec<Message>,
    records: Vec<Record>,
    secrets: Vec<Secret>,
}

/// Reads a trace.
///
/// # Errors
/// What is wrong, and in which member or line.
pub(super) fn read(bytes: &[u8]) -> Result<Opened, Fault> {
    let json = |what: String| Fault::of_all(Problem::Json { what });
    let value: Value = serde_json::from_slice(bytes).map_err(|error| json(format!("this is not JSON: {error}")))?;
    let document = At { value: &value, path: String::new() };
    if document.get("format").and_then(|format| format.text().ok()) != Some("handshake-trace") {
        return Err(json("this JSON is no trace of this program: its format is not \"handshake-trace\"".into()));
    }
    match document.get("version").map(|version| version.number::<u64>()) {
        Some(Ok(VERSION)) => {}
        _ => return Err(json(format!("only version {VERSION} of the format of traces is known here"))),
    }
    read_document(&document).map_err(|Wrong(what)| json(what))
}

fn read_document(document: &At) -> Read<Opened> {
    let lists = Lists {
        messages: document.at("messages")?.list()?.iter().map(part::message).collect::<Read<_>>()?,
        records: document.at("records")?.list()?.iter().map(part::record).collect::<Read<_>>()?,
        secrets: document.at("secrets")?.list()?.iter().map(part::secret).collect::<Read<_>>()?,
    };
    let mut trace = Trace::default();
    let mut connection = 1;
    for (index, item) in document.at("steps")?.list()?.iter().enumerate() {
        let number: usize = item.at("connection")?.number()?;
        if number != connection {
            if index > 0 {
                trace.later.push(index);
            }
            connection = number;
        }
        trace.steps.push(step(&lists, item)?);
    }
    for item in document.get("renegotiations").map(|list| list.list()).transpose()?.unwrap_or_default() {
        let connection: usize = item.number()?;
        trace.renegotiations.push(connection.saturating_sub(1));
    }
    for item in document.get("impersonations").map(|list| list.list()).transpose()?.unwrap_or_default() {
        let connection: usize = item.at("connection")?.number()?;
        trace
            .impersonations
            .push(Impersonation { connection: connection.saturating_sub(1), side: item.at("side")?.side()? });
    }
    complete(&mut trace);
    check_placements(&trace)?;
    let began = document.get("began").map(|began| began.text()).transpose()?;
    let anchors = document.get("trust_anchors").map(|anchors| anchors.list()).transpose()?.unwrap_or_default();
    Ok(Opened {
        trace,
        title: document.get("title").map(|title| title.text()).transpose()?.unwrap_or_default().to_owned(),
        began: began.and_then(part::time).unwrap_or_default(),
        trust_anchors: anchors.iter().map(At::bytes).collect::<Read<_>>()?,
        faults: Vec::new(),
    })
}

fn step(lists: &Lists, item: &At) -> Read<Step> {
    let kind = match item.at("kind")?.text()? {
        "message" => StepKind::Message(item.at("message")?.named(names::message)?),
        _ => item.at("kind")?.named(names::step)?,
    };
    let occurrence =
        |effect: &At| Ok(Occurrence { side: effect.at("side")?.side()?, effect: effect::effect(lists, effect)? });
    let occurrences = item.at("effects")?.list()?.iter().map(occurrence).collect::<Read<_>>()?;
    Ok(Step { kind, side: item.at("side")?.side()?, occurrences })
}

/// Fails if a message stands in a record that no step sends or receives.
fn check_placements(trace: &Trace) -> Read<()> {
    let record = |occurrence: &Occurrence| match &occurrence.effect {
        Effect::RecordSent(record) | Effect::RecordReceived(record) => Some(record.id),
        _ => None,
    };
    let records: BTreeSet<RecordId> = trace.occurrences().filter_map(record).collect();
    for (step, message) in trace.messages() {
        if let Some(placement) = message.placements.iter().find(|placement| !records.contains(&placement.record)) {
            let RecordId { sender, number } = placement.record;
            let (name, sender) = (message.name.name(), sender.name());
            return Err(Wrong(format!("steps[{step}] has a {name} in {sender} record {number}, which is not there")));
        }
    }
    Ok(())
}

/// A trace of one side alone has what the other sent as received only: that it was sent follows.
///
/// Where both sides tell of a connection, and one alone of another, somebody else sends in that one what only arrives.
fn complete(trace: &mut Trace) {
    if [Side::Client, Side::Server].iter().all(|side| trace.occurrences().any(|it| it.side == *side)) {
        return;
    }
    let mut sent = Vec::new();
    for Occurrence { effect, .. } in trace.occurrences() {
        if let Effect::RecordSent(record) = effect {
            sent.push(record.id);
        }
    }
    for step in &mut trace.steps {
        let StepKind::Message(_) = step.kind else { continue };
        if step.sent().is_some() {
            continue;
        }
        let received = step.occurrences.iter().find_map(|occurrence| match &occurrence.effect {
            Effect::Received(message) => Some(message.clone()),
            _ => None,
        });
        let Some(message) = received else { continue };
        let side = message.sender;
        step.side = side;
        let mut effects = Vec::new();
        for occurrence in &step.occurrences {
            if let Effect::RecordReceived(record) = &occurrence.effect
                && !sent.contains(&record.id)
            {
                sent.push(record.id);
                effects.push(Occurrence { side, effect: Effect::RecordSent(record.clone()) });
            }
        }
        effects.insert(0, Occurrence { side, effect: Effect::Sent(message) });
        step.occurrences.splice(..0, effects);
    }
}
