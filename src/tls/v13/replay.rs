//! What a server remembers so that nobody's early data is taken twice. RFC 8446 §8.

use super::psk::AGE_TOLERANCE;
use crate::trace::Bytes;

/// A `ClientHello` whose early data was taken. RFC 8446 §8.2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedHello {
    /// The binder that was verified, which no other hello has.
    pub binder: Bytes,
    /// Until when it must be remembered, in seconds from 1970-01-01T00:00:00Z: later the age of its ticket gives it away.
    pub until: u64,
}

impl RecordedHello {
    /// A hello that came now.
    ///
    /// Its expected arrival time is at most the tolerance ahead, and it is refused by its age at most the tolerance after
    /// that. An external key has no age.
    pub(super) fn now(binder: Bytes, now: u64, has_age: bool) -> Self {
        let window = u64::from(AGE_TOLERANCE / 1000) * 2 + 1;
        Self { binder, until: if has_age { now.saturating_add(window) } else { u64::MAX } }
    }
}
