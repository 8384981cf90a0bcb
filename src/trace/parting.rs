//! Where two runs part.

use core::ops::Range;

use super::Trace;

/// The first byte on which two runs differ, in the messages that pass between the sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parting {
    /// The step that sends the message, the first being 0; the run's last if it ends where the other goes on.
    pub step: usize,
    /// The first byte of the message that is another, or that the other run's message does not have; `None` if one run
    /// ends before the other.
    pub byte: Option<usize>,
}

impl Trace {
    /// Finds where this run parts from another; `None` if the two sides send the same messages in both.
    #[must_use]
    pub fn parts_from(&self, other: &Self) -> Option<Parting> {
        self.parts(0..self.steps.len(), other, 0..other.steps.len())
    }

    /// The same for the connections of the step `within` and of the other's step `other_within`; `step` is still counted from
    /// the first of all.
    #[must_use]
    pub fn connection_parts_from(&self, within: usize, other: &Self, other_within: usize) -> Option<Parting> {
        self.parts(self.span(within), other, other.span(other_within))
    }

    fn parts(&self, span: Range<usize>, other: &Self, other_span: Range<usize>) -> Option<Parting> {
        let mut others = other.messages().filter(|(step, _)| other_span.contains(step));
        for (step, message) in self.messages().filter(|(step, _)| span.contains(step)) {
            let Some((_, before)) = others.next() else { return Some(Parting { step, byte: None }) };
            if message.bytes != before.bytes {
                let same = message.bytes.iter().zip(&before.bytes).take_while(|(now, then)| now == then).count();
                return Some(Parting { step, byte: Some(same.min(message.bytes.len().saturating_sub(1))) });
            }
        }
        others.next().map(|_| Parting { step: span.end.saturating_sub(1), byte: None })
    }
}
