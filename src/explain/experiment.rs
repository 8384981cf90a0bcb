//! Experiments: a question, runs in which somebody is on the way, and what follows.
//!
//! The words of an [`Experiment`] hold for every run of its kind, whatever the seed. What is said of the run at hand is a
//! [`Finding`], which is read off its trace.

mod finding;
mod later;
mod listening;
mod meddling;
mod pretending;

pub use finding::{Finding, Ignored, Later, Noticed, Remark};

use super::Citation;
use crate::scenario::Scenario;
use crate::scenario::address::Address;
use crate::trace::{MessageName, Side, Trace};

/// A question, the runs that answer it, and what follows from them.
#[derive(Clone, Copy, Debug)]
pub struct Experiment {
    /// The name in a link: lower-case letters, digits and hyphens.
    pub name: &'static str,
    /// The name for readers.
    pub title: &'static str,
    /// What is asked before the run is shown.
    pub question: &'static str,
    /// The answers, the right one first; [`Experiment::order`] says how they stand.
    pub answers: &'static [Reply],
    /// The runs, the one that the question is about first.
    pub runs: &'static [Variant],
    /// What follows, in paragraphs.
    pub conclusion: &'static [&'static str],
    /// Where the standard says so.
    pub citations: &'static [Citation],
}

/// An answer to the question of an experiment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What it says.
    pub text: &'static str,
    /// Why it is right, or why it is not.
    pub why: &'static str,
}

/// One of the runs of an experiment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    /// What it is called beside the others.
    pub label: &'static str,
    /// The options, as a link has them.
    pub options: &'static str,
    /// The message to look at, unless a side looks away, fails, declines or waits.
    pub focus: (Side, MessageName),
}

impl Experiment {
    /// The places of the answers in the order in which they stand; the right one is number 0.
    #[must_use]
    pub fn order(&self) -> Vec<usize> {
        let count = self.answers.len();
        let turn = self.name.len() + self.question.len();
        (0..count).map(|place| (place + turn) % count).collect()
    }

    /// The place of the run of that scenario, whatever the seed; `None` if it is none of them.
    #[must_use]
    pub fn place_of(&self, scenario: &Scenario) -> Option<usize> {
        self.runs.iter().position(|run| run.scenario(&scenario.seed) == *scenario)
    }
}

impl Variant {
    /// Where the options lead.
    #[must_use]
    pub fn address(&self) -> Address {
        Address::parse(self.options).address
    }

    /// The scenario, with that seed.
    #[must_use]
    pub fn scenario(&self, seed: &str) -> Scenario {
        Scenario { seed: seed.into(), ..self.address().scenario }
    }

    /// The step of its run with that seed to look at: where a side looks away, fails, declines or waits, else the message in
    /// focus.
    #[must_use]
    pub fn place(&self, seed: &str, trace: &Trace) -> usize {
        let finding = Finding::of(&self.scenario(seed), trace);
        let (sender, name) = self.focus;
        let in_focus = || {
            let mut messages = trace.messages().filter(|(_, message)| (message.sender, message.name) == (sender, name));
            messages.next().map(|(step, _)| step)
        };
        finding.decisive_step().or_else(in_focus).unwrap_or_default()
    }
}

/// All experiments, in the order in which they build on each other.
#[must_use]
pub fn experiments() -> Vec<&'static Experiment> {
    let all: [&[Experiment]; 4] = [&listening::ALL, &pretending::ALL, &meddling::ALL, &later::ALL];
    all.into_iter().flatten().collect()
}

/// The experiment of that name.
#[must_use]
pub fn experiment(name: &str) -> Option<&'static Experiment> {
    experiments().into_iter().find(|experiment| experiment.name == name)
}
