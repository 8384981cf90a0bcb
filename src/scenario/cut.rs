//! Cutting what happens into steps.

use crate::trace::{Derivation, Effect, Occurrence, Side, Step, StepKind, Trace};

/// Takes the effects of both sides in their order and cuts them where the protocol has meaning.
#[derive(Debug, Default)]
pub(super) struct Cutter {
    steps: Vec<Step>,
    /// What belongs to the step that comes next: proofs and failures stand in front of their message.
    before: Vec<Occurrence>,
    /// The step that the client's, and the server's, smaller effects belong to.
    open: [Option<usize>; 2],
}

impl Cutter {
    /// Starts with what the sides brought along, which belongs to the first step.
    pub(super) fn new(side: Side, brought: Vec<Effect>) -> Self {
        let before = brought.into_iter().map(|effect| Occurrence { side, effect }).collect();
        Self { before, ..Self::default() }
    }

    /// Adds an effect.
    pub(super) fn add(&mut self, side: Side, effect: Effect) {
        match &effect {
            Effect::Proved(_) | Effect::Failed(_) => self.before.push(Occurrence { side, effect }),
            Effect::Sent(message) => {
                let kind = StepKind::Message(message.name);
                self.begin(kind, side, effect);
            }
            Effect::RecordReceived(_) | Effect::Received(_) => {
                let is_peers = |step: &Step| step.side != side && matches!(step.kind, StepKind::Message(_));
                self.open[place(side)] = self.steps.iter().rposition(is_peers);
                self.attach(side, effect);
            }
            Effect::RecordSent(_) | Effect::Entered(_) => self.attach(side, effect),
            // Who only learns the outcome has accepted nothing.
            Effect::Negotiated(choice) if choice.accepted.is_empty() && side == Side::Client => {
                self.attach(side, effect);
            }
            Effect::Negotiated(_) => self.compute(StepKind::Negotiate, side, effect),
            Effect::Checked(_) => self.compute(StepKind::Check, side, effect),
            Effect::DrewRandom { .. } if self.is_open(StepKind::Derive, side) => self.attach(side, effect),
            Effect::DrewRandom { .. } => self.compute(StepKind::Prepare, side, effect),
            Effect::Derived(secret) => {
                let kind = match secret.derivation {
                    Derivation::Entropy { .. } => StepKind::Prepare,
                    _ => StepKind::Derive,
                };
                self.compute(kind, side, effect);
            }
            Effect::KeyInstalled { .. } => self.compute(StepKind::Derive, side, effect),
        }
    }

    /// All steps.
    pub(super) fn finish(self) -> Trace {
        Trace { steps: self.steps }
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
