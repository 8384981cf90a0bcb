//! Keeps the address and the session in step.

#[cfg(feature = "whole")]
use core::cell::Cell;

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

#[cfg(feature = "whole")]
thread_local! {
    /// Whether what is written next gets an entry of its own in the history.
    static IS_NEW: Cell<bool> = const { Cell::new(false) };
}

/// Has the way back lead here, because what follows is another run, experiment or lesson. Not in a frame: there the way back
/// is that of the page around it.
#[cfg(feature = "whole")]
pub(super) fn turn_over(session: Session) {
    if !browser::is_framed() {
        write(session);
        IS_NEW.set(true);
    }
}

/// Writes the address, unless the reader has just changed it, or only the whole program can use it and has been asked for.
pub(super) fn write(session: Session) {
    if !browser::knows_address() {
        return;
    }
    #[cfg(feature = "whole")]
    if let Some(hash) = session.hash() {
        browser::set_parameters(&hash, &super::laboratory::answers(session), IS_NEW.take());
    }
    #[cfg(not(feature = "whole"))]
    if !Address::parse(&browser::parameters()).needs_whole() {
        browser::set_parameters(&session.address().to_hash(), "", false);
    }
}

pub(super) fn write_later(writer: &Timer) {
    writer.once(WRITE_AFTER_MILLISECONDS);
}

/// Follows the address when the reader changes it.
pub(super) fn follow(session: Session) {
    #[cfg(feature = "whole")]
    {
        IS_NEW.set(false);
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
