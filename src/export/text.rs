//! The whole run as a text to read, print and hand in.

mod layout;

use super::Run;
use super::hex::hex;
use super::run::Seal;
use crate::explain::{self, Citation};
use crate::trace::{Effect, Message, Protection, Record, Side};
use crate::wire::{FieldTree, Value};
use layout::{Layout, dump};

/// Writes the run: each step with what happened, why it matters, what was sent to the last byte, and every secret.
#[must_use]
pub fn text(run: &Run) -> String {
    let mut layout = Layout::default();
    layout.line(0, &format!("TLS handshake with {}", run.title));
    layout.line(0, &"=".repeat("TLS handshake with ".len() + run.title.chars().count()));
    layout.gap();
    let steps = run.trace.steps.len();
    layout.paragraph(&format!(
        "{}{steps} steps, each with what happens and why it matters. Below a message stand its \
        fields and its records to the last byte, below a computation the secrets that come of it.",
        if run.began_at().is_empty() { String::new() } else { run.began_at() + ". " }
    ));
    if let Some(address) = &run.address {
        layout.paragraph(&match &**address {
            address if !run.is_simulated => format!("Recorded, not simulated. A link to it ends with #{address}"),
            "" => "A simulated run: the one that the simulator begins with.".to_owned(),
            address => format!("A simulated run. A link to it ends with #{address}"),
        });
    }
    for index in 0..steps {
        if let Some(words) = run.begins(index) {
            layout.gap();
            layout.line(0, &words);
            layout.line(0, &"=".repeat(words.chars().count()));
        }
        step(&mut layout, run, index);
    }
    layout.into_text()
}

fn step(layout: &mut Layout, run: &Run, index: usize) {
    let words = explain::step(run.trace, index);
    layout.gap();
    layout.line(0, &format!("{}. {}", index + 1, words.title));
    layout.line(0, &"-".repeat(words.title.chars().count() + (index + 1).to_string().len() + 2));
    layout.gap();
    for paragraph in &words.simple {
        layout.paragraph(paragraph);
    }
    if !words.why.is_empty() {
        layout.paragraph(&format!("Why it matters: {}", words.why));
    }
    for paragraph in &words.technical {
        layout.hanging(0, 2, &format!("* {paragraph}"));
    }
    layout.gap();
    let citations: Vec<_> = words.citations.iter().map(|citation| cited(*citation)).collect();
    if !citations.is_empty() {
        layout.paragraph(&format!("See {}.", citations.join("; ")));
    }
    if let Some(message) = run.message(index) {
        self::message(layout, run, message);
    }
    secrets(layout, run, index);
    for side in [Side::Client, Side::Server] {
        states(layout, run, index, side);
    }
}

fn message(layout: &mut Layout, run: &Run, message: &Message) {
    let (from, to) = (message.sender.name(), message.sender.peer().name());
    layout.line(0, &format!("{} ({from} to {to}), {}:", message.name.name(), bytes(message.bytes.len())));
    fields(layout, &message.fields, &message.bytes);
    if let Some(error) = &message.error {
        layout.line(2, &format!("This message cannot be read further: {error}."));
    }
    for placement in &message.placements {
        if let Some((_, record)) = run.records().into_iter().find(|(_, record)| record.id == placement.record) {
            layout.gap();
            self::record(layout, record, run.seal(message));
        }
    }
    layout.gap();
}

fn record(layout: &mut Layout, record: &Record, seal: Seal) {
    let length = bytes(record.bytes.len());
    match &record.protection {
        None if seal == Seal::Unknown => {
            layout.line(0, &format!("On the wire, in a record of {length}, {}:", seal.words()));
        }
        None => layout.line(0, &format!("On the wire, in a record of {length}, not sealed:")),
        Some(Protection { key, sequence, nonce, inner, .. }) => {
            layout.line(0, &format!("Inside of its sealed record, {}:", bytes(inner.len())));
            layout.lines(2, &dump(inner));
            layout.gap();
            let (key, nonce) = (key.name(), hex(nonce));
            let words = format!(
                "On the wire, in a record of {length}, sealed with {key}, sequence number {sequence}, nonce {nonce}:"
            );
            layout.hanging(0, 0, &words);
        }
    }
    layout.lines(2, &dump(&record.bytes));
}

/// A line for each field, those inside of others further to the right.
fn fields(layout: &mut Layout, tree: &FieldTree, content: &[u8]) {
    for (index, field) in tree.fields().iter().enumerate() {
        let value = match field.value {
            Value::Group => String::new(),
            Value::Opaque => format!(": {}", hex(field.span.of(content))),
            _ => format!(": {}", explain::field_value(tree, index, content)),
        };
        let indent = 2 + 2 * field.depth;
        layout.hanging(indent, indent + 4, &format!("{}{value}", field.name));
    }
}

fn secrets(layout: &mut Layout, run: &Run, index: usize) {
    let Some(step) = run.trace.steps.get(index) else { return };
    let mut any = false;
    for occurrence in &step.occurrences {
        match &occurrence.effect {
            Effect::Derived(secret) => {
                let name = secret.name.name();
                layout.hanging(2, 6, &format!("{} ({}): {}", name, occurrence.side.name(), hex(&secret.value)));
                any = true;
            }
            Effect::DrewRandom { purpose, value } => {
                layout.hanging(2, 6, &format!("{purpose}: {}", hex(value)));
                any = true;
            }
            _ => {}
        }
    }
    if any {
        layout.gap();
    }
}

fn states(layout: &mut Layout, run: &Run, index: usize, side: Side) {
    let after = run.trace.state(side, index);
    let before = index.checked_sub(1).map(|before| run.trace.state(side, before));
    if before != Some(after)
        && run.trace.steps[index].effects_of(side).any(|effect| matches!(effect, Effect::Entered(_)))
    {
        layout.line(0, &format!("The {} is now in the state {}.", side.name(), after.name()));
    }
}

fn bytes(count: usize) -> String {
    format!("{count} {}", if count == 1 { "byte" } else { "bytes" })
}

/// Where a citation leads: the section, its heading, and where that stands in the newer standard.
fn cited(citation: Citation) -> String {
    let (place, title) = (citation.place().label(), citation.title());
    match citation.replaced_by() {
        Some(newer) => format!("{place} ({title}; {} in the newer edition)", newer.label()),
        None => format!("{place} ({title})"),
    }
}
