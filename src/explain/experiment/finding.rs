//! What came of a run, read off its trace.

use crate::explain::{check, disagrees, failure, reason, theft};
use crate::scenario::{Loot, Reading, Scenario, Theft, opened, run};
use crate::trace::{
    AlertDescription, Arrival, Bytes, CheckName, ChoiceName, Disagreement, Effect, Epoch, Failure, Message,
    MessageName, Misled, Observer, Outcome, Reason, Side, State, Trace, Waiting,
};

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

/// A check that a broken side did not heed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// In which step.
    pub step: usize,
    /// Who.
    pub side: Side,
    /// What.
    pub check: CheckName,
    /// The alert with which a right one would have ended.
    pub alert: AlertDescription,
}

/// What opens of the recorded run with what is stolen when all is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    /// What is stolen.
    pub thefts: Vec<Theft>,
    /// How many sealed records open.
    pub opened: usize,
    /// How many stay sealed.
    pub sealed: usize,
    /// How many connections were recorded.
    pub connections: usize,
    /// Those of them, the first being 0, of which something opens that the two say to each other after the handshake.
    pub read: Vec<usize>,
    /// Whether early data opens.
    pub reads_early: bool,
    /// What the client says in all of these.
    pub said: Bytes,
}

/// What came of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The checks that a broken side did not heed.
    pub ignored: Vec<Ignored>,
    /// Who leaves out of their hashes what was said, and in which step first.
    pub unbound: Vec<(Side, usize)>,
    /// The first failure; `None` if neither side notices anything.
    pub noticed: Option<Noticed>,
    /// Who was told that the other gives up, which that did not say.
    pub misled: Option<Misled>,
    /// Who waits for ever, although they would not if nobody had interfered.
    pub waiting: Vec<Waiting>,
    /// On what the two differ without knowing, if somebody interfered.
    pub disagreements: Vec<Disagreement>,
    /// What became of what each side said, if somebody interfered.
    pub arrived: Option<[(Side, Arrival); 2]>,
    /// The step in which a server declines what comes again, a ticket or its early data, and why.
    pub declined: Option<(usize, Reason)>,
    /// Whether both sides complete the handshake, in every connection that has two of them.
    pub is_completed: bool,
    /// Whether the attacker plays a side.
    pub is_impersonated: bool,
    /// What the attacker reads: who says it, its kind, and in which step.
    pub read: Vec<(Side, MessageName, usize)>,
    /// How many messages stay sealed for them.
    pub sealed: usize,
    /// Whether anything is said beside the handshake.
    pub has_data: bool,
    /// What opens later; `None` if nothing is stolen.
    pub later: Option<Later>,
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
    /// Looks at the whole run of a scenario.
    #[must_use]
    pub fn of(scenario: &Scenario, trace: &Trace) -> Self {
        let effects = || {
            let steps = trace.steps.iter().enumerate();
            steps.flat_map(|(number, step)| step.occurrences.iter().map(move |it| (number, it.side, &it.effect)))
        };
        let ignored = effects().filter_map(|(step, side, effect)| match effect {
            Effect::Checked(made) => match made.outcome {
                Outcome::Ignored(alert) => Some(Ignored { step, side, check: made.name, alert }),
                _ => None,
            },
            _ => None,
        });
        let failed = effects().find_map(|(step, side, effect)| match effect {
            Effect::Failed(failure) => Some(Noticed { step, side, failure: failure.clone() }),
            _ => None,
        });
        // What comes again is declined in a connection of its own, after the one in which it came first.
        let again = trace.later.get(1).copied().filter(|_| scenario.replay).unwrap_or(trace.steps.len());
        let declined = effects().filter(|(step, ..)| *step >= again).find_map(|(step, _, effect)| match effect {
            Effect::Declined { name: ChoiceName::PreSharedKey | ChoiceName::EarlyData, reason } => {
                Some((step, *reason))
            }
            _ => None,
        });
        let verdict = (!scenario.attack.is_empty()).then(|| {
            let honest = run(&Scenario { attack: Vec::new(), ..scenario.clone() });
            trace.verdict(&honest)
        });
        let noticed = match &verdict {
            Some(verdict) => verdict.noticed.as_ref().map(|noticed| Noticed {
                step: noticed.step,
                side: noticed.side,
                failure: noticed.failure.clone(),
            }),
            None => failed,
        };
        let (mut read, mut sealed) = (Vec::new(), 0);
        for span in spans(trace) {
            for message in span.last().map(|last| trace.readable(Observer::Attacker, last)).unwrap_or_default() {
                if message.readable {
                    read.push((message.message.sender, message.message.name, message.step));
                } else {
                    sealed += 1;
                }
            }
        }
        Self {
            ignored: ignored.collect(),
            unbound: [Side::Client, Side::Server]
                .into_iter()
                .filter_map(|side| Some((side, trace.leaves_out_transcript(side, 0..trace.steps.len())?)))
                .collect(),
            noticed,
            misled: verdict.as_ref().and_then(|verdict| verdict.misled),
            waiting: verdict.as_ref().map(|verdict| verdict.waiting.clone()).unwrap_or_default(),
            disagreements: verdict.as_ref().map(|verdict| verdict.disagreements.clone()).unwrap_or_default(),
            arrived: verdict.map(|verdict| [(Side::Client, verdict.client_said), (Side::Server, verdict.server_said)]),
            declined,
            is_completed: spans(trace)
                .into_iter()
                .filter(|span| has_two(trace, span))
                .all(|span| completed(trace, &span)),
            is_impersonated: !trace.impersonations.is_empty(),
            read,
            sealed,
            has_data: trace.messages().any(|(_, message)| message.name == MessageName::ApplicationData),
            later: (!scenario.thefts.is_empty())
                .then(|| Later::new(&scenario.thefts, trace, &opened(trace, &scenario.thefts))),
        }
    }

    /// The step where it is decided, if a side looks away, fails, declines, hears what was not said or waits.
    #[must_use]
    pub fn decisive_step(&self) -> Option<usize> {
        let ignored = self.ignored.first().map(|ignored| ignored.step);
        let noticed = self.noticed.as_ref().map(|noticed| noticed.step);
        let waiting = self.waiting.first().map(|waiting| waiting.step);
        let differing = self.disagreements.iter().find_map(Disagreement::step);
        ignored.or(noticed).or(self.declined.map(|(step, _)| step)).or(differing).or(waiting)
    }

    /// Whether the attacker reads what the application says.
    #[must_use]
    pub fn reads_data(&self) -> bool {
        self.read.iter().any(|(_, name, _)| *name == MessageName::ApplicationData)
    }

    /// What there is to say, in the order of the story.
    #[must_use]
    pub fn remarks(&self) -> Vec<Remark> {
        let mut remarks: Vec<Remark> = self.ignored.iter().map(Ignored::remark).collect();
        for (side, step) in &self.unbound {
            let text = ["The ", side.name(), " is broken: it leaves out of its hashes what was said."].concat();
            remarks.push(Remark { text, step: Some(*step) });
        }
        if let Some(noticed) = &self.noticed {
            remarks.push(Remark { text: noticed.words(), step: Some(noticed.step) });
        }
        if let Some((step, why)) = self.declined {
            let text = ["The server does not read the early data a second time: “", reason(why).title, "”."].concat();
            remarks.push(Remark { text, step: Some(step) });
        }
        if let Some(Misled { side, step, alert }) = self.misled {
            let text = ["The ", side.name(), " is told by somebody else that the other gives up, with the alert "];
            remarks.push(Remark { text: [&text.concat(), alert.name(), "."].concat(), step: Some(step) });
        }
        for Waiting { side, step, .. } in &self.waiting {
            let text = ["The ", side.name(), " waits in vain: nothing more comes, and no goodbye."].concat();
            remarks.push(Remark { text, step: Some(*step) });
        }
        if self.noticed.is_none() && self.declined.is_none() && self.waiting.is_empty() && self.ignored.is_empty() {
            let text = "Neither side notices anything";
            let end = if self.is_completed { ", and every handshake is completed." } else { "." };
            remarks.push(Remark { text: [text, end].concat(), step: None });
        } else if self.noticed.is_none() && !self.ignored.is_empty() && self.is_completed {
            remarks.push(Remark { text: "The handshake is completed.".into(), step: None });
        }
        for disagreement in &self.disagreements {
            remarks.push(Remark { text: disagrees(disagreement), step: disagreement.step() });
        }
        for (side, arrival) in self.arrived.into_iter().flatten() {
            let text = match arrival {
                Arrival::Whole => continue,
                Arrival::Part => " says does not all arrive.",
                Arrival::Changed => " says arrives as something else.",
            };
            remarks.push(Remark { text: ["What the ", side.name(), text].concat(), step: None });
        }
        remarks.push(Remark { text: self.reading(), step: None });
        if let Some(later) = &self.later {
            remarks.push(Remark { text: later.words(), step: None });
        }
        remarks
    }

    /// What the attacker reads, in a sentence or two.
    fn reading(&self) -> String {
        let all = self.read.len() + self.sealed;
        let mut text = String::from("The attacker reads ");
        if self.sealed == 0 {
            text.push_str("all ");
        } else {
            text.push_str(&self.read.len().to_string());
            text.push_str(" of ");
        }
        text.push_str(&counted(all, "message"));
        let mut names: Vec<String> = Vec::new();
        for (side, name, _) in self.read.iter().filter(|_| self.sealed > 0) {
            let said = ["the ", side.name(), "'s ", name.name()].concat();
            if !names.contains(&said) {
                names.push(said);
            }
        }
        for (place, name) in names.iter().enumerate() {
            let between = if place + 1 == names.len() { " and " } else { ", " };
            text.push_str(if place == 0 { ": " } else { between });
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

impl Later {
    /// Counts what opens of a run with what was stolen.
    pub(in crate::explain) fn new(thefts: &[Theft], trace: &Trace, loot: &Loot) -> Self {
        let data = || loot.trace.messages().filter(|(_, message)| message.name == MessageName::ApplicationData);
        let is_early = |message: &Message| {
            let record = message.placements.first().and_then(|placement| loot.trace.record(placement.record));
            let protection = record.and_then(|(_, record)| record.protection.as_ref());
            protection.is_some_and(|protection| protection.epoch == Epoch::EarlyData)
        };
        let said = data().filter(|(_, message)| !is_early(message));
        let mut read: Vec<usize> = said.map(|(step, _)| loot.trace.connection(step)).collect();
        read.dedup();
        let count = |is: fn(&Reading) -> bool| loot.fates.iter().filter(|fate| is(&fate.reading)).count();
        Self {
            thefts: thefts.to_vec(),
            opened: count(|reading| matches!(reading, Reading::Opens { .. })),
            sealed: count(|reading| matches!(reading, Reading::Sealed(_))),
            connections: trace.later.len() + 1,
            said: loot.application_data(Side::Client),
            read,
            reads_early: data().any(|(_, message)| is_early(message)),
        }
    }

    /// What is stolen, and how much of it all opens.
    pub(in crate::explain) fn words(&self) -> String {
        let mut text = String::from("Later somebody gets “");
        for (place, stolen) in self.thefts.iter().enumerate() {
            text.push_str(if place == 0 { "" } else { "”, “" });
            text.push_str(theft(*stolen).title);
        }
        text.push_str("”. With it ");
        let records = counted(self.opened + self.sealed, "sealed record");
        match (self.opened, self.sealed) {
            (0, _) => text.extend(["none of the ", &records, " opens."]),
            (_, 0) => text.extend(["all of the ", &records, " open."]),
            (opened, _) => text.extend([&opened.to_string(), " of the ", &records, " open."]),
        }
        text.push_str(match (&self.read[..], self.connections) {
            ([], _) if self.reads_early => {
                " What the client said at once, as early data, is among them; what the two say to each other after the \
                 handshake stays sealed."
            }
            ([], _) => " What the two say to each other stays sealed.",
            (_, 1) => " What the two say to each other is among them.",
            (read, all) if read.len() == all => " What the two say to each other in every connection is among them.",
            ([0], _) => " What the two say to each other in the first connection is among them.",
            _ => " What the two say to each other in a later connection is among them.",
        });
        text
    }
}

impl Ignored {
    fn remark(&self) -> Remark {
        let Self { step, side, check: name, alert } = self;
        let before =
            ["The ", side.name(), " looks away: the check “", check(*name).title, "” fails, and it does not end the"];
        let text = [&before.concat(), " connection with the alert ", alert.name(), ", as it should."].concat();
        Remark { text, step: Some(*step) }
    }
}

impl Noticed {
    /// Who, by what, and with which alert.
    fn words(&self) -> String {
        let what = match &self.failure {
            Failure::CheckFailed { check: name, .. } => ["the check “", check(*name).title, "” fails"].concat(),
            other => ["“", failure(other).title, "”"].concat(),
        };
        let alert = self.failure.alert();
        let side = self.side.name();
        ["The ", side, " notices: ", &what, ". It ends the connection with the alert ", alert.name(), "."].concat()
    }
}

fn spans(trace: &Trace) -> Vec<core::ops::Range<usize>> {
    let starts = core::iter::once(0).chain(trace.later.iter().copied());
    starts.filter(|start| *start < trace.steps.len()).map(|start| trace.span(start)).collect()
}

/// Whether a connection has two sides, and not what somebody sends again.
fn has_two(trace: &Trace, span: &core::ops::Range<usize>) -> bool {
    trace.messages().any(|(step, message)| span.contains(&step) && message.sender == Side::Client)
}

fn completed(trace: &Trace, span: &core::ops::Range<usize>) -> bool {
    let is_connected = |side| span.clone().any(|step| trace.state(side, step) == State::Connected);
    is_connected(Side::Client) && is_connected(Side::Server)
}

fn counted(number: usize, noun: &str) -> String {
    [number.to_string().as_str(), " ", noun, if number == 1 { "" } else { "s" }].concat()
}
