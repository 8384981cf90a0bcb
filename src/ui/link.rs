//! Keeps the address and the session in step.

use core::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;

use super::{Session, browser};
use crate::scenario::address::Address;

/// Browsers allow some 100 changes of the address in 30 s; playing and scrubbing make more.
const WRITE_AFTER: Duration = Duration::from_millis(300);

/// Writes the address when the session changes, and follows it when a reader changes it.
pub(super) fn keep_in_step(session: Session) {
    let pending = Rc::new(Cell::new(false));
    Effect::new(move |_| {
        session.scenario.track();
        session.cursor.track();
        session.selection.track();
        session.tab.track();
        session.layer.track();
        session.depth.track();
        session.layout.track();
        session.theme.track();
        if !pending.replace(true) {
            let pending = Rc::clone(&pending);
            set_timeout(
                move || {
                    pending.set(false);
                    browser::set_parameters(&session.address().to_hash());
                },
                WRITE_AFTER,
            );
        }
    });
    let handle = window_event_listener(ev::hashchange, move |_| {
        let parsed = Address::parse(&browser::parameters());
        if parsed.address != session.address() || !parsed.notices.is_empty() {
            session.open(parsed);
        }
    });
    on_cleanup(move || handle.remove());
}
