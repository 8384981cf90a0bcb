//! The run in lines, one for each step: what the ladder, the player and the story have in common.

use super::part::WHOLE;
use crate::explain;
use crate::trace::{Effect, Epoch, MessageName, Outcome, SecretName, Side, Step, StepKind, Trace};

/// One step in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is about.
    pub kind: StepKind,
    /// Who acts; for a message, its sender.
    pub side: Side,
    /// What it says in the ladder.
    pub label: String,
    /// The message's length in bytes, for a message.
    pub bytes: Option<usize>,
    /// The epoch of the message, or of the last one before.
    pub epoch: Epoch,
    /// The traffic secret whose key seals the message.
    pub sealed_with: Option<SecretName>,
    /// Whether something fails here.
    pub fails: bool,
    /// The side that the attacker plays here, if they do.
    #[cfg(feature = "whole")]
    pub played: Option<Side>,
}

impl Line {
    /// The message.
    pub fn message(&self) -> Option<MessageName> {
        match self.kind {
            StepKind::Message(name) => Some(name),
            _ => None,
        }
    }

    /// `server to client`, or just who acts.
    pub fn route(&self) -> &'static str {
        #[cfg(feature = "whole")]
        let played = self.played;
        #[cfg(not(feature = "whole"))]
        let played = None;
        match (self.message(), played) {
            (Some(_), _) => route(self.side, played),
            (None, Some(played)) if played == self.side => match played {
                Side::Client => "attacker as client",
                Side::Server => "attacker as server",
            },
            (None, _) => self.side.name(),
        }
    }
}

/// The way of what `sender` sends; the attacker may play a side.
pub fn route(sender: Side, played: Option<Side>) -> &'static str {
    match (sender, played) {
        (Side::Client, Some(Side::Server)) if WHOLE => "client to attacker",
        (Side::Server, Some(Side::Server)) if WHOLE => "attacker to client",
        (Side::Client, Some(Side::Client)) if WHOLE => "attacker to server",
        (Side::Server, Some(Side::Client)) if WHOLE => "server to attacker",
        (Side::Client, _) => "client to server",
        (Side::Server, _) => "server to client",
    }
}

/// A run in lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// One for each step.
    pub lines: Vec<Line>,
}

/// Draws the outline of a run.
pub fn outline(trace: &Trace) -> Outline {
    let mut epoch = Epoch::Plaintext;
    let line = |(index, step): (usize, &Step)| {
        let record = step.message().and_then(|message| message.placements.first()).map(|placement| placement.record);
        let protection = record
            .and_then(|id| {
                step.records().find(|record| record.id == id).or_else(|| trace.record(id).map(|(_, record)| record))
            })
            .and_then(|record| record.protection.as_ref());
        if trace.later.contains(&index) {
            epoch = Epoch::Plaintext;
        }
        let of_message = protection.map_or(Epoch::Plaintext, |protection| protection.epoch);
        // A change_cipher_spec is never sealed, and what is before and after it may be.
        let passes_by = step.kind == StepKind::Message(MessageName::ChangeCipherSpec);
        if step.message().is_some() && !passes_by {
            epoch = of_message;
        }
        let fails = step.occurrences.iter().any(|occurrence| match &occurrence.effect {
            Effect::Failed(_) => true,
            Effect::Checked(check) => check.outcome != Outcome::Passed,
            _ => false,
        });
        Line {
            kind: step.kind,
            side: step.side,
            label: explain::label(trace, index),
            bytes: step.message().map(|message| message.bytes.len()),
            epoch: if passes_by { of_message } else { epoch },
            sealed_with: protection.map(|protection| protection.traffic_secret(step.side)),
            fails,
            #[cfg(feature = "whole")]
            played: trace.impersonated(index),
        }
    };
    Outline { lines: trace.steps.iter().enumerate().map(line).collect() }
}

impl Outline {
    /// The step that starts the flight after `step`, or the last step.
    pub fn next_flight(&self, step: usize) -> usize {
        self.flights().find(|start| *start > step).unwrap_or(self.lines.len().saturating_sub(1))
    }

    /// The step that starts the flight before `step`, or the first step.
    pub fn previous_flight(&self, step: usize) -> usize {
        self.flights().take_while(|start| *start < step).last().unwrap_or(0)
    }

    /// The steps that start a flight: a message after the other side's.
    fn flights(&self) -> impl Iterator<Item = usize> {
        let messages = || self.lines.iter().enumerate().filter(|(_, line)| line.message().is_some());
        let before = core::iter::once(None).chain(messages().map(|(_, line)| Some(line.side)));
        messages().zip(before).filter(|((_, line), before)| *before != Some(line.side)).map(|((index, _), _)| index)
    }

    /// The step that corresponds to the step `cursor` of another run: the same thing done by the same side, counted
    /// among its like; where there is none, the same place.
    pub fn counterpart(&self, other: &Self, cursor: usize) -> usize {
        let last = self.lines.len().saturating_sub(1);
        if cursor == 0 {
            // Who is at the beginning stays there, even if another thing is done first.
            return 0;
        }
        let Some(line) = other.lines.get(cursor) else { return cursor.min(last) };
        let same = |candidate: &Line| {
            candidate.kind == line.kind && candidate.side == line.side && candidate.label == line.label
        };
        let alike = |candidate: &&Line| same(candidate);
        let rank = other.lines[..cursor].iter().filter(alike).count();
        self.lines
            .iter()
            .enumerate()
            .filter(|(_, candidate)| same(candidate))
            .nth(rank)
            .map_or(cursor.min(last), |(index, _)| index)
    }
}
