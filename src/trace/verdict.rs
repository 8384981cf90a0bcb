//! What came of somebody's interfering: who noticed, how, and what arrived.

use super::{
    AlertDescription, Bytes, CheckName, Disagreement, Effect, Failure, Message, MessageName, Occurrence, Outcome,
    Parting, Side, State, Step, Trace,
};

/// A side that noticed that something was wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noticed {
    /// Which.
    pub side: Side,
    /// The step in which it shows: that of the check that failed, else that of the alert.
    pub step: usize,
    /// What it found.
    pub failure: Failure,
    /// The check that did not pass, if it was one.
    pub check: Option<CheckName>,
    /// The alert with which it ends.
    pub alert: AlertDescription,
}

/// A side that was told that the other has given up, which that has not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misled {
    /// Which.
    pub side: Side,
    /// The step in which it is told.
    pub step: usize,
    /// What it takes for the other's alert.
    pub alert: AlertDescription,
}

/// A side that waits when nothing is in flight any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Which.
    pub side: Side,
    /// The last step of its connection.
    pub step: usize,
    /// In which state.
    pub state: State,
}

/// Whether what a side said arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Arrival {
    /// All of it, unchanged; or it had nothing to say.
    Whole,
    /// Only its beginning, or nothing.
    Part,
    /// Something that was not said.
    Changed,
}

/// What came of somebody's interfering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The first step in which somebody interferes; `None` if nobody does.
    pub interfered: Option<usize>,
    /// The first message that a side sends otherwise than in the honest run.
    pub parting: Option<Parting>,
    /// Who noticed first; `None` if nobody did.
    pub noticed: Option<Noticed>,
    /// Who was the first to give up for a reason that the honest run has too, which is no sign of having noticed.
    pub anyway: Option<Noticed>,
    /// Who gives up in the honest run, and why, but not in this one.
    pub averted: Option<(Side, Failure)>,
    /// Who was told a falsehood about the other; `None` if nobody was.
    pub misled: Option<Misled>,
    /// Who waits for ever, although in the honest run they do not.
    pub waiting: Vec<Waiting>,
    /// On what the two differ, though both have completed the handshake: only sides that are broken on purpose do.
    pub disagreements: Vec<Disagreement>,
    /// What became of what the client said.
    pub client_said: Arrival,
    /// What became of what the server said.
    pub server_said: Arrival,
}

/// A failure, with its side and the step in which it stands.
type Failing<'a> = (usize, Side, &'a Failure);

impl Trace {
    /// Says what came of it that somebody interfered, held against the run of the same scenario in which nobody does.
    #[must_use]
    pub fn verdict(&self, honest: &Self) -> Verdict {
        let (new, old, averted) = self.failures_beside(honest);
        Verdict {
            interfered: self.interferences().next().map(|(step, _)| step),
            parting: self.parts_from(honest),
            noticed: new.map(|(step, side, failure)| self.found(step, side, failure)),
            anyway: old.map(|(step, side, failure)| self.found(step, side, failure)),
            averted: averted.map(|(_, side, failure)| (side, failure.clone())),
            misled: self.misled(),
            waiting: self.waiting(honest),
            disagreements: self.disagreements(),
            client_said: self.arrival(honest, Side::Client),
            server_said: self.arrival(honest, Side::Server),
        }
    }

    /// The failures, in order.
    fn failures(&self) -> impl Iterator<Item = Failing<'_>> {
        self.steps.iter().enumerate().flat_map(|(number, step)| {
            step.occurrences.iter().filter_map(move |occurrence| match &occurrence.effect {
                Effect::Failed(failure) => Some((number, occurrence.side, failure)),
                _ => None,
            })
        })
    }

    /// The first failure that the honest run does not have, the first that both have, and the first that only the honest run has.
    fn failures_beside<'a>(
        &'a self,
        honest: &'a Self,
    ) -> (Option<Failing<'a>>, Option<Failing<'a>>, Option<Failing<'a>>) {
        let mut left: Vec<Failing<'_>> = honest.failures().collect();
        let (mut new, mut old) = (None, None);
        for failing in self.failures() {
            let (_, side, failure) = failing;
            match left.iter().position(|(_, other, found)| (*other, *found) == (side, failure)) {
                Some(place) => {
                    left.remove(place);
                    old = old.or(Some(failing));
                }
                None => new = new.or(Some(failing)),
            }
        }
        (new, old, left.into_iter().next())
    }

    /// What a side found, and by what: the step of the check that failed, else that of the failure.
    fn found(&self, step: usize, side: Side, failure: &Failure) -> Noticed {
        let check = match failure {
            Failure::CheckFailed { check, .. } => Some(*check),
            _ => None,
        };
        let is_check = |occurrence: &Occurrence| match &occurrence.effect {
            Effect::Checked(made) => {
                occurrence.side == side && Some(made.name) == check && matches!(made.outcome, Outcome::Failed(_))
            }
            _ => false,
        };
        let checked = self.steps[..=step].iter().rposition(|step| step.occurrences.iter().any(is_check));
        Noticed { side, step: checked.unwrap_or(step), failure: failure.clone(), check, alert: failure.alert() }
    }

    /// The first alert, other than `close_notify`, that a side receives and that the other did not send in that connection.
    fn misled(&self) -> Option<Misled> {
        let alert_of = |bytes: &[u8]| bytes.get(1).copied().map(AlertDescription::from_code);
        self.steps.iter().enumerate().find_map(|(number, step)| {
            step.occurrences.iter().find_map(|occurrence| match &occurrence.effect {
                Effect::Received(message) if message.name == MessageName::Alert && message.error.is_none() => {
                    let span = self.span(number);
                    let mut sent = self.steps[span].iter().filter_map(Step::sent);
                    let is_real = sent.any(|sent| {
                        (sent.sender, &sent.bytes, sent.name) == (message.sender, &message.bytes, message.name)
                    });
                    let alert = alert_of(&message.bytes)?;
                    (!is_real).then_some(Misled { side: occurrence.side, step: number, alert })
                }
                _ => None,
            })
        })
    }

    /// Who has not closed in the end.
    fn waiting(&self, honest: &Self) -> Vec<Waiting> {
        let mut waiting = Vec::new();
        for connection in 0..=self.later.len() {
            let step = self.span(self.beginning(connection).unwrap_or(0)).end.saturating_sub(1);
            let honest_step = honest.span(honest.beginning(connection).unwrap_or(0)).end.saturating_sub(1);
            for side in [Side::Client, Side::Server] {
                let state = self.state(side, step);
                if state != State::Closed && honest.state(side, honest_step) == State::Closed {
                    waiting.push(Waiting { side, step, state });
                }
            }
        }
        waiting
    }

    /// What became of what a side says in the honest run: the worst of all connections.
    fn arrival(&self, honest: &Self, sender: Side) -> Arrival {
        let connections = 0..=self.later.len().max(honest.later.len());
        let arrivals = connections.map(|connection| {
            let (wanted, came) = (honest.heard_of(sender, connection), self.heard_of(sender, connection));
            if came == wanted {
                Arrival::Whole
            } else if wanted.starts_with(&came) {
                Arrival::Part
            } else {
                Arrival::Changed
            }
        });
        arrivals.max().unwrap_or(Arrival::Whole)
    }

    /// The application data of `sender` that the other side took in a connection; what it refused at once is no part of it, nor
    /// what came unsealed: "Application Data messages are always protected" (RFC 8446 §5.1).
    pub(crate) fn heard_of(&self, sender: Side, connection: usize) -> Bytes {
        let steps = self.steps.iter().enumerate().filter(|(step, _)| self.connection(*step) == connection);
        let effects: Vec<_> = steps.flat_map(|(_, step)| step.effects_of(sender.peer())).collect();
        let is_opened = |message: &Message| {
            message.placements.iter().all(|placement| {
                effects.iter().any(|effect| match effect {
                    Effect::RecordReceived(record) => record.id == placement.record && record.protection.is_some(),
                    _ => false,
                })
            })
        };
        let mut heard = Bytes::new();
        let mut before = 0;
        for effect in &effects {
            match effect {
                Effect::Received(message) if message.name == MessageName::ApplicationData && is_opened(message) => {
                    before = heard.len();
                    heard.extend_from_slice(&message.bytes);
                }
                Effect::Failed(_) => heard.truncate(before),
                _ => before = heard.len(),
            }
        }
        heard
    }
}
