//! Where two runs part.

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
        let mut others = other.messages();
        for (step, message) in self.messages() {
            let Some((_, before)) = others.next() else { return Some(Parting { step, byte: None }) };
            if message.bytes != before.bytes {
                let same = message.bytes.iter().zip(&before.bytes).take_while(|(now, then)| now == then).count();
                return Some(Parting { step, byte: Some(same.min(message.bytes.len().saturating_sub(1))) });
            }
        }
        others.next().map(|_| Parting { step: self.steps.len().saturating_sub(1), byte: None })
    }
}
