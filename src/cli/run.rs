//! Presets, listed and told.

use super::arguments::{Export, Run};
use super::output;
use super::problem::{Problem, reason};
use crate::explain::{self, StepWords};
use crate::export::{self, Format};
use crate::scenario::{self, Preset};
use crate::trace::{StepKind, Trace};

/// How wide the text is, in characters.
const WIDTH: usize = 100;

/// Lists the presets.
pub(super) fn presets() -> Result<(), Problem> {
    let presets = scenario::presets();
    let width = presets.iter().map(|preset| preset.name.len()).max().unwrap_or_default();
    let line = |Preset { name, sentence, .. }: &Preset| format!("{name:width$}  {sentence}\n");
    output::print(presets.iter().map(line).collect::<String>().as_bytes())
}

/// Runs a preset and tells it.
pub(super) fn run(options: &Run) -> Result<(), Problem> {
    let preset = preset(&options.preset, options.seed.as_deref())?;
    let trace = scenario::run(&preset.scenario);
    if options.json {
        return output::print(&Format::Json.write(&export::Run::of(&preset.scenario, &trace)));
    }
    let mut text = format!("{}: {}\n", preset.name, preset.sentence);
    for index in 0..trace.steps.len() {
        text.push_str(&step(&trace, index, options.technical));
    }
    output::print(text.as_bytes())
}

/// Runs a preset and writes it as a file.
pub(super) fn export(options: &Export) -> Result<(), Problem> {
    let preset = preset(&options.preset, options.seed.as_deref())?;
    let trace = scenario::run(&preset.scenario);
    let content = options.format.write(&export::Run::of(&preset.scenario, &trace));
    let Some(path) = &options.output else { return output::print(&content) };
    std::fs::write(path, content).map_err(|error| Problem::File {
        path: path.clone(),
        doing: "written",
        reason: reason(&error),
    })
}

/// The preset with that name, and with that seed in place of its own.
fn preset(name: &str, seed: Option<&str>) -> Result<Preset, Problem> {
    let mut preset = scenario::preset(name).ok_or_else(|| Problem::NoPreset { name: name.to_owned() })?;
    if let Some(seed) = seed {
        seed.clone_into(&mut preset.scenario.seed);
    }
    Ok(preset)
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
