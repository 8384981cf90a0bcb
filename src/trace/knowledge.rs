//! Who can know what.

use super::{Epoch, Message, MessageName, Secret, SecretName, Side, Trace};

/// Someone who may know something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Observer {
    /// The client or the server.
    End(Side),
    /// Anyone who sees the wire and holds no key.
    Wire,
    /// Who plays a side that they are not, and holds what that side holds; where nobody does, anyone on the wire.
    Attacker,
}

/// A message on the wire and whether an observer can read it.
#[derive(Clone, Copy, Debug)]
pub struct ReadableMessage<'a> {
    /// The step that sends it.
    pub step: usize,
    /// The message.
    pub message: &'a Message,
    /// The epoch of the records that carry it.
    pub epoch: Epoch,
    /// Whether the observer can read it.
    pub readable: bool,
}

/// What anyone on the wire can have recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// How many records.
    pub records: usize,
    /// Their length in bytes, headers included.
    pub bytes: usize,
    /// How many of the records are sealed.
    pub sealed: usize,
    /// The length of those in bytes, headers included.
    pub sealed_bytes: usize,
}

impl Trace {
    /// What anyone on the wire can have recorded up to the step `cursor`, in all connections.
    #[must_use]
    pub fn recorded(&self, cursor: usize) -> Recorded {
        let mut recorded = Recorded::default();
        for (_, record) in self.records().filter(|(step, _)| *step <= cursor) {
            let length = record.bytes.len();
            (recorded.records, recorded.bytes) = (recorded.records + 1, recorded.bytes + length);
            if record.protection.is_some() {
                (recorded.sealed, recorded.sealed_bytes) = (recorded.sealed + 1, recorded.sealed_bytes + length);
            }
        }
        recorded
    }

    /// The secrets of a connection that `observer` holds after its step `cursor`, in the order they came, with the step of
    /// each.
    ///
    /// Nobody on the wire ever holds one: what they see is sealed, and private keys are never sent. Who plays a side holds what
    /// that side does.
    #[must_use]
    pub fn held(&self, observer: Observer, cursor: usize) -> Vec<(usize, &Secret)> {
        match self.side_of(observer, cursor) {
            None => Vec::new(),
            Some(side) => {
                let start = self.span(cursor).start;
                self.secrets(side).filter(|(step, _)| (start..=cursor).contains(step)).collect()
            }
        }
    }

    /// The side whose secrets `observer` holds in the connection of the step `within`.
    fn side_of(&self, observer: Observer, within: usize) -> Option<Side> {
        match observer {
            Observer::End(side) => Some(side),
            Observer::Wire => None,
            Observer::Attacker => self.impersonated(within),
        }
    }

    /// Whether `observer` holds the secret `name` after the step `cursor`.
    #[must_use]
    pub fn holds(&self, observer: Observer, name: SecretName, cursor: usize) -> bool {
        self.held(observer, cursor).iter().any(|(_, secret)| secret.name == name)
    }

    /// The messages of a connection sent up to its step `cursor`, each with whether `observer` can read it by then.
    ///
    /// A side reads what it sent itself, and what was sealed with a key it holds; the wire reads what was not sealed.
    #[must_use]
    pub fn readable(&self, observer: Observer, cursor: usize) -> Vec<ReadableMessage<'_>> {
        let start = self.span(cursor).start;
        let side = self.side_of(observer, cursor);
        self.messages()
            .filter(|(step, _)| (start..=cursor).contains(step))
            .map(|(step, message)| {
                let protection = message
                    .placements
                    .first()
                    .and_then(|placement| self.record(placement.record))
                    .and_then(|(_, record)| record.protection.as_ref());
                let readable = match (protection, side) {
                    // Whoever is at an end has the key, although who looks on has not.
                    (None, _) if message.name == MessageName::SealedRecord => side.is_some(),
                    (None, _) => true,
                    (Some(_), None) => false,
                    (Some(_), Some(side)) if side == message.sender => true,
                    (Some(protection), Some(_)) => self.holds(observer, protection.key, cursor),
                };
                let epoch = protection.map_or(Epoch::Plaintext, |protection| protection.epoch);
                ReadableMessage { step, message, epoch, readable }
            })
            .collect()
    }
}
