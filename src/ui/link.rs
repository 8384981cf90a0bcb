//! Keeps the address and the session in step.

use super::timer::Timer;
use super::{Session, browser, part};
use crate::scenario::address::Address;

/// Browsers allow some 100 changes of the address in 30 s; playing and scrubbing make more. And not while a message
/// travels: with each address a browser draws the page's icon again.
const WRITE_AFTER_MILLISECONDS: i32 = 800;

/// What writes the address after the session has changed.
pub(super) fn writer(session: Session) -> Timer {
    Timer::new(Box::new(move || write(session)))
}

/// Writes the address, unless it is one that only the whole program can use, which then has been asked for.
pub(super) fn write(session: Session) {
    if part::WHOLE || !Address::parse(&browser::parameters()).needs_whole() {
        browser::set_parameters(&session.address().to_hash());
    }
}

pub(super) fn write_later(writer: &Timer) {
    writer.once(WRITE_AFTER_MILLISECONDS);
}

/// Follows the address when the reader changes it.
pub(super) fn follow(session: Session) {
    let parsed = Address::parse(&browser::parameters());
    if parsed.needs_whole() && !part::WHOLE {
        part::ask("");
    } else if parsed.address != session.address() || !parsed.notices.is_empty() {
        session.open(parsed);
        #[cfg(feature = "whole")]
        super::laboratory::open(session);
    }
}
