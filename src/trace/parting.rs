//! Where two runs part.

use core::ops::Range;

use super::Trace;

/// The first byte on which two runs differ, in the messages that pass between the sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parting {
    /// The step that sends the message, the first being 0; the run's last if it ends where the other goes on.
    pub step: usize,
    /// The first byte of the message that is another, or that the other run's message does not have; `None` if one run
    /// ends before the other, or if only the records are others.
    pub byte: Option<usize>,
    /// Whether the two say the same, and only the records in which they say it are others.
    pub is_framing: bool,
}

impl Trace {
    /// Finds where this run parts from another; `None` if the two sides send the same messages in the same records in both.
    #[must_use]
    pub fn parts_from(&self, other: &Self) -> Option<Parting> {
        self.parts(0..self.steps.len(), other, 0..other.steps.len())
    }

    /// The same for the connections of the step `within` and of the other's step `other_within`; `step` is still counted from
    /// the first of all.
    #[must_use]
    pub fn connection_parts_from(&self, within: usize, other: &Self, other_within: usize) -> Option<Parting> {
        let [span, other_span] = [self.span(within), other.span(other_within)];
        let said = self.parts(span.clone(), other, other_span.clone());
        let done = self.interferes_apart_from(&span, other, &other_span);
        [said, done].into_iter().flatten().min_by_key(|parting| parting.step)
    }

    /// Where somebody on the way first does what they do not do in the other run, with the first byte that is another for it.
    fn interferes_apart_from(&self, span: &Range<usize>, other: &Self, other_span: &Range<usize>) -> Option<Parting> {
        let mut others = other.interferences().filter(|(step, _)| other_span.contains(step));
        let mut own = self.interferences().filter(|(step, _)| span.contains(step));
        own.find_map(|(step, done)| {
            if others.next().is_some_and(|(_, other)| other == done) {
                return None;
            }
            let same = done.before.iter().zip(&done.after).take_while(|(before, after)| before == after).count();
            let is_changed = same < done.before.len().max(done.after.len());
            Some(Parting { step, byte: is_changed.then_some(same), is_framing: false })
        })
    }

    fn parts(&self, span: Range<usize>, other: &Self, other_span: Range<usize>) -> Option<Parting> {
        let mut others = other.messages().filter(|(step, _)| other_span.contains(step));
        for (step, message) in self.messages().filter(|(step, _)| span.contains(step)) {
            let Some((_, before)) = others.next() else { return Some(Parting { step, byte: None, is_framing: false }) };
            if message.bytes != before.bytes {
                let same = message.bytes.iter().zip(&before.bytes).take_while(|(now, then)| now == then).count();
                return Some(Parting {
                    step,
                    byte: Some(same.min(message.bytes.len().saturating_sub(1))),
                    is_framing: false,
                });
            }
        }
        if others.next().is_some() {
            return Some(Parting { step: span.end.saturating_sub(1), byte: None, is_framing: false });
        }
        self.records_part(&span, other, &other_span)
    }

    /// The step whose message is in other records, for two runs that say the same.
    fn records_part(&self, span: &Range<usize>, other: &Self, other_span: &Range<usize>) -> Option<Parting> {
        let mut others = other.records().filter(|(step, _)| other_span.contains(step));
        let mut own = self.records().filter(|(step, _)| span.contains(step));
        own.find_map(|(step, record)| {
            let is_same = others.next().is_some_and(|(_, other)| other.bytes == record.bytes);
            (!is_same).then_some(Parting { step, byte: None, is_framing: true })
        })
    }
}
