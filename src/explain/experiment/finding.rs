//! What came of a run, read off its trace.

use crate::explain::{check, failure, reason};
use crate::trace::{ChoiceName, Effect, Failure, MessageName, Observer, Reason, Side, State, Trace};

/// Somebody noticed something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noticed {
    /// In which step.
    pub step: usize,
    /// Who.
    pub side: Side,
    /// By what.
    pub failure: Failure,
}

/// What came of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The first failure; `None` if neither side notices anything.
    pub noticed: Option<Noticed>,
    /// The step in which a server declines what comes again, a ticket or its early data, and why.
    pub declined: Option<(usize, Reason)>,
    /// Whether both sides complete the handshake, in the last connection that has two of them.
    pub is_completed: bool,
    /// What anyone on the wire reads: who says it, its kind, and in which step.
    pub read: Vec<(Side, MessageName, usize)>,
    /// How many messages stay sealed for them.
    pub sealed: usize,
    /// Whether anything is said beside the handshake.
    pub has_data: bool,
}

/// Something to say of a run, and the step where it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What is said.
    pub text: String,
    /// The step, the first being 0.
    pub step: Option<usize>,
}

impl Finding {
    /// Looks at a whole run.
    #[must_use]
    pub fn of(trace: &Trace) -> Self {
        let effects = || {
            let steps = trace.steps.iter().enumerate();
            steps.flat_map(|(number, step)| step.occurrences.iter().map(move |it| (number, it.side, &it.effect)))
        };
        let noticed = effects().find_map(|(step, side, effect)| match effect {
            Effect::Failed(failure) => Some(Noticed { step, side, failure: failure.clone() }),
            _ => None,
        });
        // What comes again is declined in a connection of its own, after the one in which it came first.
        let again = trace.later.get(1).copied().unwrap_or(trace.steps.len());
        let declined = effects().filter(|(step, ..)| *step >= again).find_map(|(step, _, effect)| match effect {
            Effect::Declined { name: ChoiceName::PreSharedKey | ChoiceName::EarlyData, reason } => {
                Some((step, *reason))
            }
            _ => None,
        });
        let (mut read, mut sealed) = (Vec::new(), 0);
        for span in spans(trace) {
            for message in span.last().map(|last| trace.readable(Observer::Wire, last)).unwrap_or_default() {
                if message.readable {
                    read.push((message.message.sender, message.message.name, message.step));
                } else {
                    sealed += 1;
                }
            }
        }
        let has_two = |span: &core::ops::Range<usize>| {
            trace.messages().any(|(step, message)| span.contains(&step) && message.sender == Side::Client)
        };
        let completed =
            |span: core::ops::Range<usize>, side| span.clone().any(|step| trace.state(side, step) == State::Connected);
        let last = spans(trace).into_iter().rfind(has_two);
        let is_completed =
            last.is_some_and(|span| completed(span.clone(), Side::Client) && completed(span, Side::Server));
        let has_data = trace.messages().any(|(_, message)| message.name == MessageName::ApplicationData);
        Self { noticed, declined, is_completed, read, sealed, has_data }
    }

    /// The step where it is decided, if a side fails or declines.
    #[must_use]
    pub fn decisive_step(&self) -> Option<usize> {
        let noticed = self.noticed.as_ref().map(|noticed| noticed.step);
        noticed.or(self.declined.map(|(step, _)| step))
    }

    /// Whether anyone on the wire reads what the application says.
    #[must_use]
    pub fn reads_data(&self) -> bool {
        self.read.iter().any(|(_, name, _)| *name == MessageName::ApplicationData)
    }

    /// What there is to say, in the order of the story.
    #[must_use]
    pub fn remarks(&self) -> Vec<Remark> {
        let mut remarks = Vec::new();
        if let Some(noticed) = &self.noticed {
            remarks.push(Remark { text: noticed.words(), step: Some(noticed.step) });
        }
        if let Some((step, why)) = self.declined {
            let text = ["The server does not read the early data a second time: “", reason(why).title, "”."].concat();
            remarks.push(Remark { text, step: Some(step) });
        }
        if self.noticed.is_none() && self.declined.is_none() {
            let text = "Neither side notices anything";
            let end = if self.is_completed { ", and both complete the handshake." } else { "." };
            remarks.push(Remark { text: [text, end].concat(), step: None });
        }
        remarks.push(Remark { text: self.reading(), step: None });
        remarks
    }

    /// What anyone on the wire reads, in a sentence or two.
    fn reading(&self) -> String {
        let all = self.read.len() + self.sealed;
        let mut text = ["Who is on the way reads ", &self.read.len().to_string(), " of "].concat();
        text.push_str(&counted(all, "message"));
        let mut names: Vec<String> = Vec::new();
        for (side, name, _) in &self.read {
            let said = ["the ", side.name(), "'s ", name.name()].concat();
            if !names.contains(&said) {
                names.push(said);
            }
        }
        for (place, name) in names.iter().enumerate() {
            text.push_str(if place == 0 {
                ": "
            } else if place + 1 == names.len() {
                " and "
            } else {
                ", "
            });
            text.push_str(name);
        }
        text.push_str(match (self.has_data, self.reads_data()) {
            (false, _) => ".",
            (true, true) => ". What the two say to each other is among them.",
            (true, false) => ". None of it is what the two say to each other.",
        });
        text
    }
}

impl Noticed {
    /// Who, by what, and with which alert.
    fn words(&self) -> String {
        let title = match &self.failure {
            Failure::CheckFailed { check: name, .. } => check(*name).title,
            other => failure(other).title,
        };
        let kind = if matches!(self.failure, Failure::CheckFailed { .. }) { "the check “" } else { "“" };
        let alert = self.failure.alert();
        let ends = if kind == "“" { "”" } else { "” fails" };
        [
            "The ",
            self.side.name(),
            " notices: ",
            kind,
            title,
            ends,
            ". It ends the connection with the alert ",
            alert.name(),
            ".",
        ]
        .concat()
    }
}

fn spans(trace: &Trace) -> Vec<core::ops::Range<usize>> {
    let starts = core::iter::once(0).chain(trace.later.iter().copied());
    starts.filter(|start| *start < trace.steps.len()).map(|start| trace.span(start)).collect()
}

fn counted(number: usize, noun: &str) -> String {
    [number.to_string().as_str(), " ", noun, if number == 1 { "" } else { "s" }].concat()
}
