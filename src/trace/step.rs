//! Steps: the run as a reader goes through it.

use crate::crypto::rare;

use super::{
    ChoiceName, Effect, Impersonation, Message, MessageName, Record, RecordId, Secret, SecretName, Side, State,
};

/// An effect and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Whose.
    pub side: Side,
    /// What.
    pub effect: Effect,
}

/// What a step is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// A side makes up values of its own: random numbers, key pairs.
    Prepare,
    /// A side decides, or learns what was decided.
    Negotiate,
    /// A message goes from one side to the other; an alert is a message too.
    Message(MessageName),
    /// A side checks something.
    Check,
    /// A side derives secrets and changes keys.
    Derive,
    /// Somebody who looks on from outside has something to say. In captures only.
    Observe,
    /// Somebody on the way does something with a record that the side sent; and what then arrives.
    Interfere,
}

/// One step of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it is about.
    pub kind: StepKind,
    /// Who acts; for a message, its sender.
    pub side: Side,
    /// What happens, in order. A message's step holds the sender's sealing and the receiver's opening as well.
    pub occurrences: Vec<Occurrence>,
}

impl Step {
    /// The message that this step sends.
    #[must_use]
    pub fn sent(&self) -> Option<&Message> {
        self.occurrences.iter().find_map(|occurrence| match &occurrence.effect {
            Effect::Sent(message) => Some(message),
            _ => None,
        })
    }

    /// The message that arrives in this step, if it is about one.
    #[must_use]
    pub fn received(&self) -> Option<&Message> {
        self.occurrences.iter().filter(|_| matches!(self.kind, StepKind::Message(_))).find_map(|occurrence| {
            match &occurrence.effect {
                Effect::Received(message) => Some(message),
                _ => None,
            }
        })
    }

    /// Whether something arrives in this step, and nobody tells of it that it was sent.
    #[must_use]
    pub fn is_arrival(&self) -> bool {
        rare::BUILT && matches!(self.kind, StepKind::Message(_)) && self.sent().is_none()
    }

    /// The message that passes in this step: as it was sent or, where nobody tells of that, as it arrived.
    #[must_use]
    pub fn message(&self) -> Option<&Message> {
        self.sent().or_else(|| self.received().filter(|_| rare::BUILT))
    }

    /// The records that pass in this step: as they were sent or, where nobody tells of that, as they arrived.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        let only_arrives = self.is_arrival();
        self.occurrences.iter().filter_map(move |occurrence| match &occurrence.effect {
            Effect::RecordSent(record) => Some(record),
            Effect::RecordReceived(record) if only_arrives => Some(record),
            _ => None,
        })
    }

    /// The effects of one side, in order.
    pub fn effects_of(&self, side: Side) -> impl Iterator<Item = &Effect> {
        self.occurrences.iter().filter(move |occurrence| occurrence.side == side).map(|occurrence| &occurrence.effect)
    }
}

/// Everything that happened in a run, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// The steps, those of one connection after those of another.
    pub steps: Vec<Step>,
    /// The numbers of the steps with which a second connection, a third, … begins, or another handshake within one.
    pub later: Vec<usize>,
    /// Which of these "connections", the first of all being 0, are no connection but another handshake within the one before.
    pub renegotiations: Vec<usize>,
    /// The connections in which one side is the attacker.
    pub impersonations: Vec<Impersonation>,
}

impl Trace {
    /// Whether the two agree on TLS 1.2 at some time in the connection of the step `within`; or on one that came before it and
    /// had messages of the same kinds, as the two of a capture may. If they agree on none, what the client knows counts.
    #[must_use]
    pub fn is_tls12(&self, within: usize) -> bool {
        let agrees = |occurrence: &Occurrence| match &occurrence.effect {
            Effect::Negotiated(choice) => {
                let is_old = |it: &str| ["TLS 1.2", "TLS 1.1", "TLS 1.0", "SSL 3.0"].contains(&it);
                let knows_old_alone = || !choice.offered.is_empty() && choice.offered.iter().all(|it| is_old(it));
                choice.name == ChoiceName::Version && choice.chosen.as_deref().map_or_else(knows_old_alone, is_old)
            }
            _ => false,
        };
        let steps = || self.steps.get(self.span(within)).unwrap_or_default();
        rare::BUILT && steps().iter().flat_map(|step| &step.occurrences).any(agrees)
    }

    /// The connection that a step belongs to, the first being 0.
    #[must_use]
    pub fn connection(&self, step: usize) -> usize {
        self.later.iter().filter(|first| **first <= step).count()
    }

    /// Which connection of TCP's it is, and which handshake within it, both counted from 0; handshakes count as connections
    /// otherwise.
    #[must_use]
    pub fn within_tcp(&self, connection: usize) -> (usize, usize) {
        let within = |number: usize| rare::BUILT && self.renegotiations.contains(&number);
        let earlier = (1..=connection).filter(|number| within(*number)).count();
        (connection - earlier, (0..connection).take_while(|back| within(connection - back)).count())
    }

    /// The first step of a connection, of which the first has the number 0; `None` if there is no such connection.
    #[must_use]
    pub fn beginning(&self, connection: usize) -> Option<usize> {
        connection.checked_sub(1).map_or(Some(0), |place| self.later.get(place).copied())
    }

    /// The steps of the connection that a step belongs to.
    #[must_use]
    pub fn span(&self, step: usize) -> core::ops::Range<usize> {
        let start = self.later.iter().rfind(|first| **first <= step).copied().unwrap_or(0);
        let end = self.later.iter().find(|first| **first > step).copied().unwrap_or(self.steps.len());
        start..end
    }

    /// What happened in a connection up to and including its step `cursor` (the first step of all being 0).
    #[must_use]
    pub fn until(&self, cursor: usize) -> impl DoubleEndedIterator<Item = &Occurrence> {
        let start = self.span(cursor).start;
        self.steps.iter().take(cursor.saturating_add(1)).skip(start).flat_map(|step| &step.occurrences)
    }

    /// All that happened.
    #[must_use]
    pub fn occurrences(&self) -> impl DoubleEndedIterator<Item = &Occurrence> {
        self.steps.iter().flat_map(|step| &step.occurrences)
    }

    /// The messages that pass, each with the number of its step: as sent or, where nobody tells of that, as received.
    pub fn messages(&self) -> impl Iterator<Item = (usize, &Message)> {
        self.steps.iter().enumerate().filter_map(|(number, step)| step.message().map(|message| (number, message)))
    }

    /// The records that pass, in order, each with the number of its step: as sent or, where nobody tells of that, as
    /// received.
    pub fn records(&self) -> impl Iterator<Item = (usize, &Record)> {
        self.steps.iter().enumerate().flat_map(|(number, step)| step.records().map(move |record| (number, record)))
    }

    /// The record with that name, as it passes, and the number of the step that sends it.
    #[must_use]
    pub fn record(&self, id: RecordId) -> Option<(usize, &Record)> {
        self.records().find(|(_, record)| record.id == id)
    }

    /// The secrets that a side comes to hold, in order, with the number of the step in which it does.
    pub fn secrets(&self, side: Side) -> impl Iterator<Item = (usize, &Secret)> {
        self.steps.iter().enumerate().flat_map(move |(number, step)| {
            step.effects_of(side).filter_map(move |effect| match effect {
                Effect::Derived(secret) => Some((number, secret)),
                _ => None,
            })
        })
    }

    /// The secret of a side with that name in the connection of the step `within`, and the number of the step in which
    /// it comes to hold it.
    #[must_use]
    pub fn secret(&self, side: Side, name: SecretName, within: usize) -> Option<(usize, &Secret)> {
        let span = self.span(within);
        self.secrets(side).find(|(step, secret)| span.contains(step) && secret.name == name)
    }

    /// Where a secret with that value comes up in other connections than that of the step `within`: the first step of each,
    /// and the secret as it is called there.
    ///
    /// A ticket's key of one connection is the pre-shared key of the next. RFC 8446 §2.2.
    #[must_use]
    pub fn elsewhere(&self, value: &[u8], within: usize) -> Vec<(usize, &Secret)> {
        let own = self.connection(within);
        let mut found: Vec<(usize, &Secret)> = Vec::new();
        for (step, secret) in self.secrets(Side::Client).chain(self.secrets(Side::Server)) {
            let connection = self.connection(step);
            if connection != own && secret.value == value {
                match found.iter_mut().find(|(known, _)| self.connection(*known) == connection) {
                    Some(known) if known.0 <= step => {}
                    Some(known) => *known = (step, secret),
                    None => found.push((step, secret)),
                }
            }
        }
        found
    }

    /// The state of a side after the step `cursor`.
    #[must_use]
    pub fn state(&self, side: Side, cursor: usize) -> State {
        self.until(cursor)
            .rev()
            .find_map(|occurrence| match occurrence.effect {
                Effect::Entered(state) if occurrence.side == side => Some(state),
                _ => None,
            })
            .unwrap_or(State::Start)
    }
}
