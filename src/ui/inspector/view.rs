//! What every panel is a function of.

use crate::explain::Version;
use crate::scenario::address::{Depth, Layer};
use crate::trace::{Message, Record, Secret, SecretName, Side, Step, Trace};

/// What every panel is a function of.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    /// The run.
    pub trace: &'a Trace,
    /// The step that is shown, the first being 0.
    pub cursor: usize,
    /// Which bytes of a message are shown.
    pub layer: Layer,
    /// How deep the words go.
    pub depth: Depth,
    /// Whether the run was computed here, and can be changed.
    #[cfg(feature = "whole")]
    pub may_interfere: bool,
    /// Whether somebody on the way is shown.
    #[cfg(feature = "whole")]
    pub has_attacker: bool,
    /// Whether a question waits, so that nothing is said of what comes.
    #[cfg(feature = "whole")]
    pub is_asked: bool,
    /// What opens later, if something is stolen, and that may be said.
    #[cfg(feature = "whole")]
    pub haul: Option<&'a crate::explain::Haul>,
}

impl<'a> View<'a> {
    /// The steps so far of the connection at hand.
    pub fn span(self) -> core::ops::RangeInclusive<usize> {
        self.trace.span(self.cursor).start..=self.cursor
    }

    /// Whether it may be said what comes.
    #[cfg(feature = "whole")]
    pub fn tells_ahead(self) -> bool {
        !self.is_asked
    }

    /// It always may, in the first part.
    #[cfg(not(feature = "whole"))]
    pub fn tells_ahead(self) -> bool {
        let _ = self;
        true
    }

    /// The version of that connection.
    pub fn version(self) -> Version {
        Version::at(self.trace, self.cursor)
    }

    /// The steps so far of the connection at hand, each with its number.
    pub fn steps(self) -> impl Iterator<Item = (usize, &'a Step)> {
        let span = self.span();
        self.trace.steps.iter().enumerate().take(span.end().saturating_add(1)).skip(*span.start())
    }

    /// The messages sent so far, each with its step.
    pub fn messages(self) -> impl Iterator<Item = (usize, &'a Message)> {
        let span = self.span();
        self.trace.messages().filter(move |(step, _)| span.contains(step))
    }

    /// The message of this step, or the last one before.
    pub fn message(self) -> Option<(usize, &'a Message)> {
        self.messages().last()
    }

    /// That side's chain as it was last sent.
    pub fn certificate(self, sender: Side) -> Option<(usize, &'a Message)> {
        let is_chain = |message: &Message| message.name.shows_certificates() && message.sender == sender;
        self.messages().filter(|(_, message)| is_chain(message)).last()
    }

    /// The records sent so far, each with its step.
    pub fn records(self) -> impl Iterator<Item = (usize, &'a Record)> {
        let span = self.span();
        self.trace.records().filter(move |(step, _)| span.contains(step))
    }

    /// The secrets that either side holds by now, each once, in the order they were born, with the step of their birth.
    pub fn secrets(self) -> Vec<(usize, &'a Secret)> {
        let mut born: Vec<(usize, &Secret)> = Vec::new();
        for (number, step) in self.steps() {
            for occurrence in &step.occurrences {
                if let crate::trace::Effect::Derived(secret) = &occurrence.effect
                    && !born.iter().any(|(_, other)| other.name == secret.name)
                {
                    born.push((number, secret));
                }
            }
        }
        born
    }

    /// The secret of a side with that name, if it holds it by now, with the step in which it came to.
    pub fn secret_of(self, side: Side, name: SecretName) -> Option<(usize, &'a Secret)> {
        self.trace.secret(side, name, self.cursor).filter(|(step, _)| *step <= self.cursor)
    }

    /// The secret with that name as the first of the sides holds it that does by now.
    pub fn secret(self, name: SecretName) -> Option<&'a Secret> {
        let of = |side| self.secret_of(side, name);
        of(Side::Client).or_else(|| of(Side::Server)).map(|(_, secret)| secret)
    }
}
