//! Keeps the address and the session in step.

#[cfg(not(feature = "whole"))]
use super::part;
use super::timer::Timer;
use super::{Session, browser};
#[cfg(not(feature = "whole"))]
use crate::scenario::address::Address;

/// Browsers allow some 100 changes of the address in 30 s; playing and scrubbing make more. And not while a message
/// travels: with each address a browser draws the page's icon again.
const WRITE_AFTER_MILLISECONDS: i32 = 800;

/// What writes the address after the session has changed.
pub(super) fn writer(session: Session) -> Timer {
    Timer::new(Box::new(move || write(session)))
}

/// Writes the address, unless the reader has just changed it, or only the whole program can use it and has been asked for.
pub(super) fn write(session: Session) {
    if !browser::knows_address() {
        return;
    }
    #[cfg(feature = "whole")]
    if let Some(hash) = session.hash() {
        browser::set_parameters(&hash);
    }
    #[cfg(not(feature = "whole"))]
    if !Address::parse(&browser::parameters()).needs_whole() {
        browser::set_parameters(&session.address().to_hash());
    }
}

pub(super) fn write_later(writer: &Timer) {
    writer.once(WRITE_AFTER_MILLISECONDS);
}

/// Follows the address when the reader changes it.
pub(super) fn follow(session: Session) {
    #[cfg(feature = "whole")]
    {
        let (parsed, opened) = super::open::arrive(&browser::parameters());
        let was_opened = session.run.get().origin.is_some();
        if opened.is_some() || was_opened || parsed.address != session.address() || !parsed.notices.is_empty() {
            session.open(parsed, opened);
            super::laboratory::open(session);
        }
    }
    #[cfg(not(feature = "whole"))]
    {
        let parsed = Address::parse(&browser::parameters());
        if parsed.needs_whole() {
            part::ask("");
        } else if parsed.address != session.address() || !parsed.notices.is_empty() {
            session.open(parsed, None);
        }
    }
}
