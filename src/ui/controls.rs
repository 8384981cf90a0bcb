//! What the player, the stage and the dialogs share beyond the [`Session`]: none of it is part of a link.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Session;

/// How long a step is shown at 1x while playing.
const STEP_MILLISECONDS: u64 = 2000;
/// Each speed as it is written, and in halves. (Fractions would bring the code for printing them.)
pub(super) const SPEEDS: [(&str, u64); 3] = [("0.5", 1), ("1", 2), ("2", 4)];
/// The place of the normal speed.
pub(super) const NORMAL: usize = 1;

/// The state of what is around the story.
#[derive(Clone, Copy)]
pub(super) struct Controls {
    /// How fast it plays: a place in [`SPEEDS`].
    pub speed: RwSignal<usize>,
    /// Whether the keys do something.
    pub shortcuts: RwSignal<bool>,
    /// Whether the options are open.
    pub settings: RwSignal<bool>,
    /// Whether the sharing dialog is open.
    pub share: RwSignal<bool>,
    /// Whether the help is open.
    pub help: RwSignal<bool>,
}

impl Controls {
    /// The controls that the views around share.
    pub fn expect() -> Self {
        expect_context()
    }

    pub fn new() -> Self {
        Self {
            speed: RwSignal::new(NORMAL),
            shortcuts: RwSignal::new(true),
            settings: RwSignal::new(false),
            share: RwSignal::new(false),
            help: RwSignal::new(false),
        }
    }
}

/// Starts or stops playing; at the end, starts over.
pub(super) fn toggle_playing(session: Session) {
    let start = !session.playing.get_untracked();
    if start && session.cursor.get_untracked() == session.last_step() {
        session.go(0);
    }
    session.playing.set(start && session.last_step() > 0);
}

/// Goes to a step because the reader says so, which ends the playing.
pub(super) fn jump(session: Session, step: usize) {
    session.playing.set(false);
    session.go(step);
}

/// Takes a step at a time while playing.
pub(super) fn play_on(session: Session, controls: Controls) {
    Effect::new(move |_| {
        if !session.playing.get() {
            return;
        }
        let (_, halves) = SPEEDS[controls.speed.get()];
        let pause = Duration::from_millis(STEP_MILLISECONDS * 2 / halves);
        let tick = move || {
            session.go(session.cursor.get_untracked() + 1);
            if session.cursor.get_untracked() == session.last_step() {
                session.playing.set(false);
            }
        };
        if let Ok(handle) = set_interval_with_handle(tick, pause) {
            on_cleanup(move || handle.clear());
        }
    });
}

/// Does what a key means to the player and the stage.
pub(super) fn press(session: Session, controls: Controls, event: &KeyboardEvent) {
    if !controls.shortcuts.get_untracked() || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let tag = target.as_ref().map(web_sys::Element::tag_name).unwrap_or_default();
    let cursor = session.cursor.get_untracked();
    let outline = session.outline.get_untracked();
    let step = match (event.key().as_str(), event.shift_key(), tag.as_str()) {
        // A list of options has these keys itself; a button is pressed with the space bar; and the slider has two arrows
        // the other way round.
        (_, _, "SELECT") | (" ", _, "BUTTON" | "A") | ("ArrowUp" | "ArrowDown", false, "INPUT") => return,
        (" " | ".", _, _) => {
            event.prevent_default();
            toggle_playing(session);
            return;
        }
        ("?", _, _) => {
            event.prevent_default();
            controls.help.set(true);
            return;
        }
        ("ArrowRight" | "ArrowDown", true, _) => outline.next_flight(cursor),
        ("ArrowLeft" | "ArrowUp", true, _) => outline.previous_flight(cursor),
        ("ArrowRight" | "ArrowDown" | "PageDown", _, _) => cursor + 1,
        ("ArrowLeft" | "ArrowUp" | "PageUp", _, _) => cursor.saturating_sub(1),
        ("Home", _, _) => 0,
        ("End", _, _) => session.last_step(),
        _ => return,
    };
    event.prevent_default();
    jump(session, step);
}
