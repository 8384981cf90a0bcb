//! What somebody on the way does with a record.

use super::{Bytes, Effect, Record, RecordId, Side, Trace};

/// What was done with a record on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deed {
    /// Bits of one byte were flipped: those that are 1 in the mask.
    Flipped {
        /// The byte, counted from the record's first.
        offset: usize,
        /// The mask.
        mask: u8,
    },
    /// Bytes were replaced by as many others.
    Replaced {
        /// The first of them, counted from the record's first.
        offset: usize,
        /// How many.
        length: usize,
    },
    /// The record was taken away.
    Dropped,
    /// The record was sent on twice.
    Repeated,
    /// The record was held back.
    HeldBack,
    /// The record, which was held back, was sent on.
    Released,
    /// Only the record's beginning was sent on; its header still says how long it was.
    CutOff {
        /// How many bytes, header included.
        length: usize,
    },
    /// The record was made two, each with a header of its own.
    Split {
        /// How many bytes of its fragment the first one has.
        at: usize,
    },
    /// Bytes were put in front of it that nobody had sent.
    Injected {
        /// How many.
        length: usize,
    },
    /// The record, which had passed before, was sent once more, as it had been sent.
    Replayed,
}

/// What somebody on the way did with a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interference {
    /// The record, as its sender counts.
    pub record: RecordId,
    /// What was done.
    pub deed: Deed,
    /// The bytes that were on their way before; none for what comes besides.
    pub before: Bytes,
    /// The bytes that go on to the receiver instead.
    pub after: Bytes,
}

/// Bytes that go on to the receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    /// The step in which they set out, or were changed.
    pub step: usize,
    /// The record that they are, or came of.
    pub record: RecordId,
    /// The bytes: a record, several, or a part of one.
    pub bytes: Bytes,
}

impl Deed {
    /// Whether it brings bytes besides those that the sender sends at that time.
    #[must_use]
    pub fn is_besides(self) -> bool {
        matches!(self, Self::Released | Self::Replayed)
    }
}

impl Trace {
    /// What somebody on the way did, in order, with the number of the step in which it was done.
    pub fn interferences(&self) -> impl Iterator<Item = (usize, &Interference)> {
        self.steps.iter().enumerate().flat_map(|(number, step)| {
            step.occurrences.iter().filter_map(move |occurrence| match &occurrence.effect {
                Effect::Interfered(interference) => Some((number, interference)),
                _ => None,
            })
        })
    }

    /// What goes on to the receiver of what `sender` sends, in order, whatever became of it on the way.
    #[must_use]
    pub fn delivered(&self, sender: Side) -> Vec<Delivered> {
        let mut delivered: Vec<Delivered> = Vec::new();
        for (step, happened) in self.steps.iter().enumerate() {
            for occurrence in &happened.occurrences {
                match &occurrence.effect {
                    Effect::RecordSent(Record { id, bytes, .. }) if id.sender == sender => {
                        delivered.push(Delivered { step, record: *id, bytes: bytes.clone() });
                    }
                    Effect::Interfered(Interference { record, deed, after, .. }) if record.sender == sender => {
                        let changed = delivered.iter_mut().rfind(|item| item.record == *record);
                        match changed.filter(|_| !deed.is_besides()) {
                            Some(item) => (item.step, item.bytes) = (step, after.clone()),
                            None => delivered.push(Delivered { step, record: *record, bytes: after.clone() }),
                        }
                    }
                    _ => {}
                }
            }
        }
        delivered.retain(|item| !item.bytes.is_empty());
        delivered
    }
}
