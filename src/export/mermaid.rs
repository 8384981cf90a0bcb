//! The ladder as a Mermaid sequence diagram: text that Markdown pages turn into a picture.
//!
//! <https://mermaid.js.org/syntax/sequenceDiagram.html>

use core::fmt::Write;

use super::Run;
use crate::explain;
use crate::trace::StepKind;

/// Writes the diagram: an arrow for each message, a note for each step in which a side works for itself.
#[must_use]
pub fn mermaid(run: &Run) -> String {
    let mut text = format!("sequenceDiagram\n    title TLS with {}\n", escaped(&run.title));
    text.push_str("    participant client as Client\n    participant server as Server\n");
    for (index, step) in run.trace.steps.iter().enumerate() {
        let label = escaped(&explain::label(run.trace, index));
        if let Some(words) = run.begins(index) {
            text.extend(["    Note over client,server: ", &escaped(&words), "\n"]);
        }
        let line = match run.message(index) {
            None if step.kind == StepKind::Interfere => format!("Note over client,server: The attacker: {label}"),
            None => format!("Note over {}: {label}", step.side.name()),
            Some(message) => {
                let seal = run.seal(message);
                // A dotted line for what is sealed.
                let arrow = if seal.is_sealed() { "-->>" } else { "->>" };
                let sealed = if seal.is_sealed() { format!(", {}", seal.words()) } else { String::new() };
                let (from, to) = (message.sender.name(), message.sender.peer().name());
                format!("{from}{arrow}{to}: {label} ({} bytes{sealed})", message.bytes.len())
            }
        };
        text.extend(["    ", &line, "\n"]);
    }
    text
}

/// Text in which nothing means anything to Mermaid: what could is written as the number of its character.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() || " .,_-:()/'".contains(letter) {
            safe.push(letter);
        } else if !letter.is_control() {
            let _ = write!(safe, "#{};", u32::from(letter));
        }
    }
    safe
}
