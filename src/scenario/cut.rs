//! Cutting what happens into steps.

use crate::crypto::rare;
use crate::trace::{
    Derivation, Effect, Giver, Impersonation, Message, MessageName, Note, Occurrence, Record, RecordId, Secret, Side,
    Step, StepKind, Trace,
};

/// Takes the effects of both sides, or of one alone, in their order and cuts them where the protocol has meaning.
#[derive(Clone, Debug, Default)]
pub struct Cutter {
    steps: Vec<Step>,
    /// What belongs to the step that comes next: proofs and failures stand in front of their message.
    before: Vec<Occurrence>,
    /// The step that the client's, and the server's, smaller effects belong to.
    open: [Option<usize>; 2],
    /// The steps with which further connections begin.
    later: Vec<usize>,
    /// Which of these are handshakes within the connection before.
    renegotiations: Vec<usize>,
    /// The connections in which one side is the attacker.
    impersonations: Vec<Impersonation>,
    /// How many records the client, and the server, had sent before this connection.
    sent_before: [usize; 2],
    /// How many they have sent so far.
    sent: [usize; 2],
}

impl Cutter {
    /// Takes what a side brings along, which belongs to the step that comes next.
    pub(crate) fn bring(&mut self, side: Side, brought: Vec<Effect>) {
        self.before.extend(brought.into_iter().map(|effect| Occurrence { side, effect }));
    }

    /// Goes on with another connection.
    pub fn next_connection(&mut self) {
        self.later.push(self.steps.len());
        self.open = [None; 2];
        self.sent_before = self.sent;
    }

    /// Goes on with another handshake within the connection.
    pub fn next_handshake(&mut self) {
        self.later.push(self.steps.len());
        self.renegotiations.push(self.later.len());
        self.open = [None; 2];
    }

    /// One that is empty, and numbers records as this one would in a connection that begins now.
    pub(crate) fn beginning_here(&self) -> Self {
        Self { sent_before: self.sent, sent: self.sent, ..Self::default() }
    }

    /// Numbers the records of the next connection from there on, if they would not have greater numbers anyway.
    pub(crate) fn number_from(&mut self, [client, server]: [usize; 2]) {
        self.sent = [self.sent[0].max(client), self.sent[1].max(server)];
    }

    /// How many records the client, and the server, have sent so far.
    pub(crate) fn sent(&self) -> [usize; 2] {
        self.sent
    }

    /// Says that in the connection at hand that side is the attacker.
    pub(crate) fn impersonate(&mut self, side: Side) {
        self.impersonations.push(Impersonation { connection: self.later.len(), side });
    }

    /// Lets what comes next begin a step of its own.
    pub(crate) fn end_step(&mut self) {
        self.open = [None; 2];
    }

    /// Adds an effect.
    pub fn add(&mut self, side: Side, mut effect: Effect) {
        self.renumber(&mut effect);
        self.add_numbered(side, effect);
    }

    /// Adds an effect whose records are numbered through all connections.
    pub(crate) fn add_numbered(&mut self, side: Side, effect: Effect) {
        match &effect {
            Effect::Interfered(interference) => {
                let id = interference.record;
                self.interfere(id, Occurrence { side, effect });
            }
            // What the handshake before has left is there from the first message on.
            Effect::Derived(Secret { derivation: Derivation::Given { by: Giver::EarlierHandshake, .. }, .. })
                if rare::BUILT =>
            {
                self.before.push(Occurrence { side, effect });
            }
            Effect::Proved(_) | Effect::Failed(_) => self.before.push(Occurrence { side, effect }),
            Effect::Sent(message) => {
                let kind = StepKind::Message(message.name);
                self.begin(kind, side, effect);
            }
            Effect::EarlyDataSkipped(id) if rare::BUILT && self.step_of(*id).is_none() => {
                let (kind, sender) = (StepKind::Message(MessageName::ApplicationData), id.sender);
                self.arrive(kind, side, sender, effect);
            }
            Effect::Noted(note) if note.is_about_stream() => self.begin(StepKind::Observe, side, effect),
            Effect::RecordReceived(Record { id, .. }) | Effect::EarlyDataSkipped(id) => {
                self.open[place(side)] = self.step_of(*id).max(self.interfered(id.sender));
                self.attach(side, effect);
            }
            Effect::Received(message) => {
                let last = message.placements.last().map(|placement| placement.record);
                let sends = self.step_that_sends(message).or(last.and_then(|id| self.step_of(id)));
                let sends = sends.max(self.interfered(message.sender));
                if rare::BUILT && sends.is_none() && !message.placements.is_empty() {
                    // The sender is not among those whose effects are told.
                    let (kind, sender) = (StepKind::Message(message.name), message.sender);
                    return self.arrive(kind, side, sender, effect);
                }
                self.open[place(side)] = sends;
                self.attach(side, effect);
            }
            Effect::RecordSent(_) | Effect::Entered(_) | Effect::Noted(_) => self.attach(side, effect),
            // Who only learns the outcome has accepted nothing.
            Effect::Negotiated(choice) if choice.accepted.is_empty() && side == Side::Client => {
                self.attach(side, effect);
            }
            Effect::Declined { .. } | Effect::Negotiated(_) => self.compute(StepKind::Negotiate, side, effect),
            Effect::Checked(_) => self.compute(StepKind::Check, side, effect),
            Effect::DrewRandom { .. } if self.is_open(StepKind::Derive, side) => self.attach(side, effect),
            Effect::DrewRandom { .. } => self.compute(StepKind::Prepare, side, effect),
            Effect::Derived(secret) => {
                let kind = match secret.derivation {
                    Derivation::Entropy { .. }
                    | Derivation::PreShared { .. }
                    | Derivation::Given { by: Giver::PrivateKey, .. } => StepKind::Prepare,
                    _ => StepKind::Derive,
                };
                self.compute(kind, side, effect);
            }
            Effect::KeyInstalled { .. } => self.compute(StepKind::Derive, side, effect),
        }
    }

    /// All steps.
    #[must_use]
    pub fn finish(self) -> Trace {
        let Self { mut steps, before, later, renegotiations, impersonations, .. } = self;
        // What came last and led to nothing, such as a record that holds the beginning of a message.
        if let Some(last) = steps.last_mut() {
            last.occurrences.extend(before);
        }
        Trace { steps, later, renegotiations, impersonations }
    }

    /// Records are numbered through all connections, so that each number names one.
    fn renumber(&mut self, effect: &mut Effect) {
        let before = self.sent_before;
        let change = |id: &mut RecordId| id.number += before[place(id.sender)];
        match effect {
            Effect::Sent(message) | Effect::Received(message) => {
                message.placements.iter_mut().for_each(|placement| change(&mut placement.record));
            }
            Effect::RecordSent(record) => {
                change(&mut record.id);
                let sent = &mut self.sent[place(record.id.sender)];
                *sent = (*sent).max(record.id.number + 1);
            }
            Effect::RecordReceived(record) => {
                change(&mut record.id);
                // Where the sender's effects are not told.
                let sent = &mut self.sent[place(record.id.sender)];
                *sent = (*sent).max(record.id.number + 1);
            }
            Effect::EarlyDataSkipped(id) | Effect::Noted(Note::Sealed { record: id, .. }) => change(id),
            _ => {}
        }
    }

    /// How many records a side had sent before this connection.
    pub(crate) fn sent_before(&self, side: Side) -> usize {
        self.sent_before[place(side)]
    }

    /// The step in which a record is sent.
    fn step_of(&self, id: RecordId) -> Option<usize> {
        self.steps.iter().rposition(|step| {
            step.occurrences.iter().any(|item| matches!(&item.effect, Effect::RecordSent(record) if record.id == id))
        })
    }

    /// The step that sends a message, which is known by its place in the records.
    fn step_that_sends(&self, message: &Message) -> Option<usize> {
        self.steps.iter().rposition(|step| step.sent().is_some_and(|sent| sent.placements == message.placements))
    }

    /// The last step of this connection in which somebody does something with what that side sent.
    fn interfered(&self, sender: Side) -> Option<usize> {
        let start = self.later.last().copied().unwrap_or(0);
        let is_one = |step: &Step| rare::BUILT && step.kind == StepKind::Interfere && step.side == sender;
        self.steps.iter().rposition(is_one).filter(|step| *step >= start)
    }

    /// Adds what somebody does with a record to what was just done with the same one, or begins a step.
    fn interfere(&mut self, id: RecordId, occurrence: Occurrence) {
        let is_of_same = |item: &Occurrence| matches!(&item.effect, Effect::Interfered(it) if it.record == id);
        let last = self.steps.last_mut().filter(|step| step.kind == StepKind::Interfere);
        if let Some(step) = last.filter(|step| step.occurrences.iter().all(is_of_same)) {
            step.occurrences.push(occurrence);
        } else {
            let side = occurrence.side;
            self.steps.push(Step { kind: StepKind::Interfere, side, occurrences: vec![occurrence] });
        }
    }

    fn is_open(&self, kind: StepKind, side: Side) -> bool {
        let last = self.steps.last().is_some_and(|step| step.kind == kind && step.side == side);
        last && self.open[place(side)] == self.steps.len().checked_sub(1)
    }

    /// Adds a computation to the step at hand if that is of the same kind, else begins one.
    fn compute(&mut self, kind: StepKind, side: Side, effect: Effect) {
        if self.is_open(kind, side) {
            self.attach(side, effect);
        } else {
            self.begin(kind, side, effect);
        }
    }

    /// Begins the step of a message of which only the arrival is told.
    fn arrive(&mut self, kind: StepKind, receiver: Side, sender: Side, effect: Effect) {
        let mut occurrences = core::mem::take(&mut self.before);
        occurrences.push(Occurrence { side: receiver, effect });
        self.open[place(receiver)] = Some(self.steps.len());
        self.steps.push(Step { kind, side: sender, occurrences });
    }

    fn begin(&mut self, kind: StepKind, side: Side, effect: Effect) {
        let mut occurrences = core::mem::take(&mut self.before);
        occurrences.push(Occurrence { side, effect });
        self.open[place(side)] = Some(self.steps.len());
        self.steps.push(Step { kind, side, occurrences });
    }

    fn attach(&mut self, side: Side, effect: Effect) {
        let occurrence = Occurrence { side, effect };
        match self.open[place(side)].and_then(|open| self.steps.get_mut(open)) {
            Some(step) => step.occurrences.push(occurrence),
            None => self.before.push(occurrence),
        }
    }
}

fn place(side: Side) -> usize {
    match side {
        Side::Client => 0,
        Side::Server => 1,
    }
}
