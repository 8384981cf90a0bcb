//! Presets, listed and told.

use super::arguments::{Export, Run};
use super::output;
use super::problem::{Problem, reason};
use crate::capture::{Opened, sample, samples};
use crate::explain::{self, StepWords};
use crate::export::{self, Format};
use crate::scenario::{self, Preset, Scenario};
use crate::trace::{Bytes, StepKind, Trace};
use std::io::IsTerminal as _;

/// How wide the text is, in characters.
const WIDTH: usize = 100;

/// Lists the presets, and the traces that everybody has.
pub(super) fn presets() -> Result<(), Problem> {
    let presets = scenario::presets();
    let own = presets.iter().map(|Preset { name, sentence, .. }| (*name, *sentence));
    let all: Vec<_> = own.chain(samples().iter().map(|sample| (sample.name, sample.sentence))).collect();
    let width = all.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let line = |(name, sentence): &(&str, &str)| format!("{name:width$}  {sentence}\n");
    output::print(all.iter().map(line).collect::<String>().as_bytes())
}

/// What is told or exported: the run of a preset, or a trace that everybody has.
struct Told {
    name: &'static str,
    sentence: &'static str,
    trace: Trace,
    /// The scenario of a preset, or what is known of a trace beside it.
    of: Of,
}

enum Of {
    Scenario(Box<Scenario>),
    Opened { title: String, began: u64, trust_anchors: Vec<Bytes> },
}

impl Told {
    /// The preset with that name, and with that seed in place of its own, or the trace with that name.
    fn named(name: &str, seed: Option<&str>) -> Result<Self, Problem> {
        if let Some(Preset { name, sentence, mut scenario }) = scenario::preset(name) {
            if let Some(seed) = seed {
                seed.clone_into(&mut scenario.seed);
            }
            let trace = scenario::run(&scenario);
            return Ok(Self { name, sentence, trace, of: Of::Scenario(Box::new(scenario)) });
        }
        let sample = sample(name).ok_or_else(|| Problem::NoPreset { name: name.to_owned() })?;
        if seed.is_some() {
            return Err(Problem::NoSeed { name: name.to_owned() });
        }
        let Opened { trace, title, began, trust_anchors, .. } = sample.open();
        let of = Of::Opened { title, began, trust_anchors };
        Ok(Self { name: sample.name, sentence: sample.sentence, trace, of })
    }

    fn run(&self) -> export::Run<'_> {
        match &self.of {
            Of::Scenario(scenario) => export::Run::of(scenario, &self.trace),
            Of::Opened { title, began, trust_anchors } => export::Run {
                address: Some(format!("preset={}", self.name)),
                ..export::Run::recorded(&self.trace, title.clone(), *began, trust_anchors.clone())
            },
        }
    }
}

/// Runs a preset and tells it.
pub(super) fn run(options: &Run) -> Result<(), Problem> {
    let told = Told::named(&options.preset, options.seed.as_deref())?;
    if options.json {
        return output::print(&Format::Json.write(&told.run()));
    }
    let mut text = format!("{}: {}\n", told.name, told.sentence);
    for index in 0..told.trace.steps.len() {
        text.push_str(&step(&told.trace, index, options.technical));
    }
    output::print(text.as_bytes())
}

/// Runs a preset and writes it as a file.
pub(super) fn export(options: &Export) -> Result<(), Problem> {
    if options.output.is_none() && options.format == Format::Pcapng && std::io::stdout().is_terminal() {
        return Err(Problem::Options { what: "a capture is no text for a terminal: name a file for it with -o" });
    }
    let content = options.format.write(&Told::named(&options.preset, options.seed.as_deref())?.run());
    let Some(path) = &options.output else { return output::print(&content) };
    std::fs::write(path, content).map_err(|error| Problem::File {
        path: path.clone(),
        doing: "written",
        reason: reason(&error),
    })
}

/// A step: its number, who acts, what happens.
pub(super) fn step(trace: &Trace, index: usize, technical: bool) -> String {
    let StepWords { title, simple, technical: in_terms, why, .. } = explain::step(trace, index);
    let step = &trace.steps[index];
    let who = match step.kind {
        StepKind::Message(_) => format!("{} to {}", step.side.name(), step.side.peer().name()),
        _ => step.side.name().to_owned(),
    };
    let mut text = format!("\n{}. {who}: {title}\n", index + 1);
    let paragraphs = if technical { in_terms } else { simple };
    for paragraph in paragraphs.iter().chain([&why]).filter(|paragraph| !paragraph.is_empty()) {
        wrap(paragraph, &mut text);
    }
    text
}

/// Adds a paragraph, indented, in lines of at most [`WIDTH`] characters where its words allow it.
fn wrap(paragraph: &str, text: &mut String) {
    const INDENT: &str = "    ";
    let mut column = usize::MAX;
    for word in paragraph.split_whitespace() {
        let length = word.chars().count();
        if column.saturating_add(1 + length) > WIDTH {
            if column != usize::MAX {
                text.push('\n');
            }
            text.push_str(INDENT);
            column = INDENT.len();
        } else {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += length;
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_short_unless_a_word_is_long() {
        let mut text = String::new();
        let long = "x".repeat(150);
        wrap(&format!("{} {long} end", ["word"; 60].join(" ")), &mut text);
        for line in text.lines() {
            assert!(line.starts_with("    "));
            assert!(line.len() <= WIDTH || line.trim() == long);
        }
        assert_eq!(text.split_whitespace().count(), 62);
    }
}
