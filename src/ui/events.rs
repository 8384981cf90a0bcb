//! What the reader does, wherever on the page: one listener takes it all.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

use super::controls::{self, SPEEDS};
use super::inspector::Inspector;
use super::part::{HERE, WHOLE};
use super::stage::{actors, ladder};
use super::{Session, browser, dialog, export, header, help, link, part, presets, settings, share};
use crate::scenario::Scenario;
use crate::scenario::address::{Depth, Layer};
use crate::trace::Side;

/// What the page listens to. The last does not bubble, and is taken on its way down.
#[cfg(feature = "whole")]
pub(super) const EVENTS: [&str; 12] = [
    "click",
    "input",
    "change",
    "keydown",
    "pointerover",
    "pointerleave",
    "focusin",
    "focusout",
    HERE,
    "dragover",
    "drop",
    "close",
];
/// What the page listens to.
#[cfg(not(feature = "whole"))]
pub(super) const EVENTS: [&str; 10] =
    ["click", "input", "change", "keydown", "pointerover", "pointerleave", "focusin", "focusout", HERE, "close"];

/// Does what follows from an event.
pub(super) fn handle(session: Session, inspector: &Inspector, event: &Event) {
    let kind = event.type_();
    if part::is_over() {
        return;
    }
    if kind == "hashchange" {
        link::follow(session);
        return;
    }
    // Who goes elsewhere, or to where a browser's buttons are, comes back to where they were.
    #[cfg(feature = "whole")]
    if let "pagehide" | "blur" | "pointerleave" = kind.as_str() {
        link::write(session);
    }
    if kind == "resize" {
        ladder::show(session.state.get().cursor);
        return;
    }
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    #[cfg(feature = "whole")]
    if kind == "focusin" {
        dialog::settle(&target);
    }
    match kind.as_str() {
        "click" => click(session, inspector, &target),
        "input" | "change" => put_in(session, &target, &kind),
        "keydown" => {
            if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                #[cfg(feature = "whole")]
                if event.ctrl_key() || event.meta_key() || event.key() == "F5" {
                    link::write(session);
                }
                press(session, inspector, &target, event);
            }
        }
        "pointerover" | "focusin" => inspector.light(Some(&target)),
        "pointerleave" | "focusout" => inspector.light(None),
        "close" => {
            dialog::closed(&target);
            #[cfg(feature = "whole")]
            super::laboratory::closed(session, &target);
        }
        HERE if !WHOLE => part::leave(session),
        #[cfg(feature = "whole")]
        "dragover" | "drop" => super::open::dragged(session, event),
        _ => {}
    }
}

/// Opens the dialog with that name, or puts somebody on the way, who has none.
pub(super) fn open(session: Session, name: &str) {
    match name {
        "help" => dialog::open("help", &help::content(&session.state.get())),
        _ if !WHOLE => part::ask(name),
        "share" => {
            dialog::open("share", &share::content(session));
            share::write_texts(session);
        }
        "presets" => dialog::open("presets", &presets::content(session)),
        #[cfg(feature = "whole")]
        "open" => dialog::open("open", &super::open::content(session)),
        #[cfg(feature = "whole")]
        "experiments" => dialog::open("experiments", &super::experiments::content(session)),
        #[cfg(feature = "whole")]
        "interfere" => super::attack::begin(session),
        #[cfg(feature = "whole")]
        "learn" => dialog::open("learn", &super::laboratory::content(session)),
        "settings" => {
            dialog::open("settings", &settings::content(&session.scenario.get()));
            settings::fill(session);
        }
        _ => {}
    }
}

fn is_in(target: &Element, selector: &str) -> bool {
    matches!(target.closest(selector), Ok(Some(_)))
}

fn number_of(element: &Element) -> usize {
    element.get_attribute("data-n").and_then(|number| number.parse().ok()).unwrap_or_default()
}

fn click(session: Session, inspector: &Inspector, target: &Element) {
    // Only a click beside the content has the dialog itself as its target.
    if target.tag_name() == "DIALOG" {
        dialog::close(target);
        return;
    }
    let Ok(Some(button)) = target.closest("[data-do]") else {
        inspector.click(session, target);
        return;
    };
    let cursor = session.state.get().cursor;
    match button.get_attribute("data-do").unwrap_or_default().as_str() {
        "next" => session.jump(cursor + 1),
        "previous" => session.jump(cursor.saturating_sub(1)),
        "first" => session.jump(0),
        "last" => session.jump(usize::MAX),
        "step" => {
            session.jump(number_of(&button));
            // Where the step is told, the attacker's card may be out of sight.
            #[cfg(feature = "whole")]
            if is_in(&button, "#attack") {
                browser::focus("to-next");
            }
        }
        "play" => controls::toggle_playing(session),
        "client" => actors::show(session, &session.run.get().trace, Side::Client, number_of(&button)),
        "server" => actors::show(session, &session.run.get().trace, Side::Server, number_of(&button)),
        "tab" => Inspector::choose(session, number_of(&button)),
        "theme" => session.update(|state| state.theme = header::next_theme(state.theme)),
        "dismiss" => {
            session.update(|state| state.notices.clear());
            // What is said of a file is not in the state.
            if let (true, Some(notices)) = (WHOLE, browser::find("notices")) {
                notices.set_inner_html("");
            }
        }
        name @ ("presets" | "settings" | "learn" | "interfere" | "share" | "help") => open(session, name),
        "close" => dialog::close(target),
        _ if !WHOLE => {}
        "share-link" => share::copy_link(),
        "share-frame" => share::copy_frame(),
        #[cfg(feature = "whole")]
        name @ ("open" | "experiments") => {
            dialog::close(&button);
            open(session, name);
        }
        #[cfg(feature = "whole")]
        "open-now" => super::open::now(session),
        #[cfg(feature = "whole")]
        "sample" => super::open::show_sample(session, &button, number_of(&button)),
        "preset" => presets::choose(session, &button, number_of(&button)),
        "decided" => {
            dialog::close(&button);
            session.jump(number_of(&button));
        }
        "export" => export::save(session, number_of(&button)),
        "parting" => settings::show(session, &button),
        "randomise" => settings::randomise(session),
        "reset" => {
            #[cfg(feature = "whole")]
            link::turn_over(session);
            session.change(Scenario::default());
        }
        #[cfg(feature = "whole")]
        what => {
            super::laboratory::click(session, &button, what, number_of(&button));
        }
        #[cfg(not(feature = "whole"))]
        _ => {}
    }
}

/// Takes what was typed, chosen or ticked.
fn put_in(session: Session, target: &Element, kind: &str) {
    #[cfg(feature = "whole")]
    if super::laboratory::put_in(session, target, &target.get_attribute("data-do").unwrap_or_default(), kind) {
        return;
    }
    match (target.get_attribute("data-do").unwrap_or_default().as_str(), kind) {
        ("slide", "input") => {
            if let Ok(step) = browser::value(target).parse::<usize>() {
                session.jump(step.saturating_sub(1));
            }
        }
        ("speed", "change") => {
            if let Some(speed) = browser::value(target).parse().ok().filter(|speed| *speed < SPEEDS.len()) {
                session.update(|state| state.speed = speed);
            }
        }
        ("simple", "change") => session.update(|state| state.depth = Depth::Simple),
        ("technical", "change") => session.update(|state| state.depth = Depth::Technical),
        ("wire", "change") => session.update(|state| state.layer = Layer::Wire),
        ("opened", "change") => session.update(|state| state.layer = Layer::Opened),
        ("shortcuts", "change") => session.update(|state| state.shortcuts = browser::is_checked("shortcuts")),
        ("", "change") if WHOLE && is_in(target, "#share") => share::write_texts(session),
        ("", _) if WHOLE && is_in(target, "#settings") => settings::change(session, target),
        _ => {}
    }
}

fn press(session: Session, inspector: &Inspector, target: &Element, event: &KeyboardEvent) {
    if is_in(target, ".tabs") {
        Inspector::press_tab(session, event);
    } else if is_in(target, ".page") {
        inspector.press(target, event);
    } else if is_in(target, ".stage, .player") {
        controls::press(session, target, event);
    }
}
