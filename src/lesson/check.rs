//! Whether the runs of a lesson have what it speaks of.

use super::{Block, Lesson, Part, Problem, Scene, What};
use crate::explain::experiment::experiment;
use crate::explain::predict::question;
use crate::scenario::address::{Depth, QuestionKind, Selection};
use crate::scenario::{Scenario, run};
use crate::trace::Trace;

/// Where in its run a part of a lesson leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The step, the first being 0.
    pub step: usize,
    /// What is selected there.
    pub selection: Option<Selection>,
}

/// Finds the place in the run of its scenario that a scene speaks of; without an address, the first step.
///
/// A message is looked for in the last connection first, as that is what a run with two is about.
///
/// # Errors
/// What the run does not have.
pub fn place(scene: &Scene, trace: &Trace) -> Result<Place, Problem> {
    let address = scene.address.as_ref();
    let mut place = Place {
        step: address.map_or(0, |address| address.step),
        selection: address.and_then(|address| address.selection),
    };
    if let Some(sought) = scene.message {
        let span = trace.span(trace.steps.len().saturating_sub(1));
        let is_it = |message: &crate::trace::Message| {
            message.name == sought.name && sought.sender.is_none_or(|sender| message.sender == sender)
        };
        let found = || trace.messages().filter(|(_, message)| is_it(message)).map(|(step, _)| step);
        let first = found().find(|step| span.contains(step)).or_else(|| found().next());
        place.step = first.ok_or(Problem { line: sought.line, what: What::NoSuchMessage })?;
        place.selection = None;
    }
    if let Some((name, line)) = &scene.field {
        let wrong = |what| Problem { line: *line, what };
        let message = trace.steps.get(place.step).and_then(|step| step.sent());
        let fields = &message.ok_or_else(|| wrong(What::NoMessageShown))?.fields;
        let field = fields.find(name).ok_or_else(|| wrong(What::NoSuchField(name.clone())))?;
        place.selection = Some(Selection::Field(field));
    }
    Ok(place)
}

/// The first step from `step` on about which there is a question of that kind.
pub(super) fn asked(trace: &Trace, step: usize, kind: QuestionKind) -> Option<usize> {
    // What comes next is asked of what is not shown yet.
    let first = if kind == QuestionKind::Next { step + 1 } else { step };
    (first..trace.steps.len()).find(|step| question(trace, *step, kind, Depth::Simple, "").is_some())
}

impl Part {
    /// The step about which a question of that kind is asked in this part, which shows the step `step` of a run.
    #[must_use]
    pub fn asks_about(&self, trace: &Trace, step: usize, kind: QuestionKind) -> Option<usize> {
        asked(trace, step, kind)
    }
}

/// Finds out what of a lesson its runs do not bear out: steps, messages, fields and questions that are not there.
#[must_use]
pub fn check(lesson: &Lesson) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut before: Option<(Scenario, Trace)> = None;
    for part in &lesson.parts {
        let scenario = part.scene.address.as_ref().map(|address| address.scenario.clone()).unwrap_or_default();
        let trace = match before.take() {
            Some((same, trace)) if same == scenario => trace,
            _ => run(&scenario),
        };
        check_part(part, &trace, &mut problems);
        before = Some((scenario, trace));
    }
    problems
}

fn check_part(part: &Part, trace: &Trace, problems: &mut Vec<Problem>) {
    if trace.steps.is_empty() {
        problems.push(Problem { line: part.line, what: What::NoRun });
        return;
    }
    let place = match place(&part.scene, trace) {
        Ok(place) => place,
        Err(problem) => {
            problems.push(problem);
            return;
        }
    };
    if place.step >= trace.steps.len() {
        problems.push(Problem { line: part.line, what: What::NoSuchStep(trace.steps.len()) });
        return;
    }
    for block in &part.blocks {
        match block {
            Block::Ask { kind, line } if asked(trace, place.step, *kind).is_none() => {
                problems.push(Problem { line: *line, what: What::NoSuchQuestion(*kind) });
            }
            Block::Try { address, line, .. } => {
                if let Some(name) = address.laboratory.experiment.as_deref().filter(|name| experiment(name).is_none()) {
                    problems.push(Problem { line: *line, what: What::NoSuchExperiment(name.into()) });
                }
                let steps = run(&address.scenario).steps.len();
                if steps == 0 {
                    problems.push(Problem { line: *line, what: What::NoRun });
                } else if address.step >= steps {
                    problems.push(Problem { line: *line, what: What::NoSuchStep(steps) });
                }
            }
            _ => {}
        }
    }
}
