//! The program comes in two parts.
//!
//! The first shows a handshake, and is soon there. The whole has all else too: the presets, the options, sharing, and the
//! algorithms that few handshakes need. When the first asks for it, `public/loader.js` fetches it, and it takes the page over.

use core::cell::Cell;

use wasm_bindgen::JsCast;
#[cfg(not(feature = "whole"))]
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, Event};

use super::browser::{document, window};
use super::controls::SPEEDS;
use super::{Session, browser, events, link};

/// Whether this is the whole.
pub(super) const WHOLE: bool = cfg!(feature = "whole");

/// By what the first part asks for the whole.
const ASK: &str = "ask";
/// By what the first part is told that the whole does not come, and what then says so on the page.
#[cfg(not(feature = "whole"))]
const ALONE: &str = "alone";
#[cfg(not(feature = "whole"))]
const FAILURE: &str = "failure";
/// By what the whole tells the first part that it is there.
pub(super) const HERE: &str = "here";

/// What the first part leaves to the whole, beside the address: attributes of the page.
const OPEN: &str = "data-open";
const FOCUS: &str = "data-focus";
const SPEED: &str = "data-speed-chosen";
const NO_SHORTCUTS: &str = "data-no-shortcuts";

thread_local! {
    static IS_OVER: Cell<bool> = const { Cell::new(false) };
}

/// Whether the whole has taken the page from this program, which then leaves it alone.
pub(super) fn is_over() -> bool {
    IS_OVER.get()
}

/// Asks for the whole, to open that dialog if there is a name.
pub(super) fn ask(dialog: &str) {
    browser::set("app", OPEN, dialog);
    if let Ok(event) = Event::new(ASK) {
        let _ = window().dispatch_event(&event);
    }
}

/// Whether the whole was asked for and did not come.
#[cfg(not(feature = "whole"))]
pub(super) fn is_alone() -> bool {
    browser::find(FAILURE).is_some()
}

/// Does that work if the whole was asked for and does not come.
#[cfg(not(feature = "whole"))]
pub(super) fn once_alone(work: fn()) {
    let work = Closure::<dyn Fn()>::new(work).into_js_value();
    let _ = window().add_event_listener_with_callback(ALONE, work.unchecked_ref());
}

/// Leaves the page to the whole.
pub(super) fn leave(session: Session) {
    link::write(session);
    let state = session.state.get();
    let mut speed = super::markup::Markup::default();
    speed.number(state.speed);
    browser::set("app", SPEED, speed.html());
    if !state.shortcuts {
        browser::set("app", NO_SHORTCUTS, "");
    }
    if let Some(focus) = document().active_element().and_then(|element| selector(&element)) {
        browser::set("app", FOCUS, &focus);
    }
    IS_OVER.set(true);
}

/// What finds an element in a page that is written anew.
fn selector(element: &Element) -> Option<String> {
    let id = element.id();
    let mut selector = String::new();
    if id.is_empty() {
        for name in ["data-do", "data-n"] {
            if let Some(value) = element.get_attribute(name) {
                for part in ["[", name, "='", &value, "']"] {
                    selector.push_str(part);
                }
            }
        }
    } else {
        selector.push('#');
        selector.push_str(&id);
    }
    Some(selector).filter(|selector| !selector.is_empty())
}

/// Where the page comes, and what is there before: the still frame, or the page of the first part, which then leaves it.
pub(super) fn place() -> Option<(Element, Element)> {
    if let Some(still) = browser::find("still") {
        return Some((still.clone(), still));
    }
    let before = browser::find("app").filter(|_| WHOLE)?;
    let _ = before.dispatch_event(&Event::new(HERE).ok()?);
    // The copy has the attributes, and nobody listens to it.
    let place = before.clone_node().ok()?.dyn_into::<Element>().ok()?;
    Some((place, before))
}

/// Goes on where the first part was.
pub(super) fn go_on(session: Session, app: &Element) {
    let left = |name| {
        let value = app.get_attribute(name);
        let _ = app.remove_attribute(name);
        value
    };
    let speed = left(SPEED).and_then(|speed| speed.parse().ok()).filter(|speed| *speed < SPEEDS.len());
    let shortcuts = left(NO_SHORTCUTS).is_none();
    session.update(|state| {
        state.speed = speed.unwrap_or(state.speed);
        state.shortcuts = shortcuts;
    });
    browser::focus_on(left(FOCUS).and_then(|focus| app.query_selector(&focus).ok().flatten()));
    if let Some(dialog) = left(OPEN) {
        events::open(session, &dialog);
    }
}
