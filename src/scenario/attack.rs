//! Somebody on the way who changes what passes, record by record.
//!
//! An [`Edit`] names a record by its sender and by how many that side had sent before, through all connections of the run. The
//! edits of one record are made one after the other, each to what the one before has left.

mod attacker;
mod syntax;

pub(in crate::scenario) use attacker::{Attacker, Delivery};
pub use syntax::Fault;
#[cfg(feature = "whole")]
pub(in crate::scenario) use syntax::{hex, pairs};

use crate::trace::{Bytes, RecordId, Trace};

/// The most edits of a scenario.
pub const EDITS: usize = 16;
/// The most bytes that an edit brings along.
pub const EDIT_BYTES: usize = 1024;
/// The last place in a record that an edit can name, counted from 0. RFC 8446 §5.2.
pub const LAST_OFFSET: usize = 5 + (1 << 14) + 256 - 1;
/// The greatest number of a record that an edit can name.
pub const LAST_RECORD: usize = 9_999;
/// The most records that something is held back for.
pub const LONGEST_DELAY: usize = 99;

/// How long a record is held back; at the longest until nothing else is in flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Until {
    /// Until so many further records of its sender have passed.
    Records(usize),
    /// Until its sender next begins to speak.
    NextFlight,
}

/// What is done with a record.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// Bits of one byte are flipped.
    Flip {
        /// The byte, counted from the record's first.
        offset: usize,
        /// The bits that are flipped are 1.
        mask: u8,
    },
    /// Bytes are replaced.
    Set {
        /// The first of them, counted from the record's first.
        offset: usize,
        /// What stands there instead.
        bytes: Bytes,
    },
    /// It is taken away.
    Drop,
    /// It is sent on twice.
    Repeat,
    /// It is held back.
    Delay(Until),
    /// Only its beginning is sent on.
    Cut {
        /// How many bytes, header included.
        length: usize,
    },
    /// It is made two records.
    Split {
        /// How many bytes of its fragment the first one has.
        at: usize,
    },
    /// Bytes are put in front of it.
    Inject {
        /// Which.
        bytes: Bytes,
    },
    /// It passes as it is, and once more later.
    Replay {
        /// After which record of the same sender.
        after: usize,
    },
}

/// One thing that somebody on the way does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edit {
    /// With which record.
    pub record: RecordId,
    /// What.
    pub change: Change,
}

impl Edit {
    /// The edits that came to nothing in the run, by their places: their record was never sent, or has no such byte.
    #[must_use]
    pub fn idle(edits: &[Self], trace: &Trace) -> Vec<usize> {
        let mut deeds: Vec<_> = trace.interferences().map(|(_, it)| (it.record, it.deed)).collect();
        let mut is_idle = |edit: &Self| {
            let place = deeds.iter().position(|(id, deed)| *id == edit.record && edit.change.does(*deed));
            place.map(|place| deeds.remove(place)).is_none()
        };
        (0..edits.len()).filter(|place| is_idle(&edits[*place])).collect()
    }
}
