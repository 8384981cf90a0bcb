//! What moves the page from step to step: the keys, and time.

use web_sys::{Element, KeyboardEvent};

use super::change::Change;
use super::timer::Timer;
use super::{Session, events};

/// How long a step is shown at 1x while playing.
const STEP_MILLISECONDS: i32 = 2000;
/// Each speed as it is written, and in halves. (Fractions would bring the code for printing them.)
pub(super) const SPEEDS: [(&str, i32); 3] = [("0.5", 1), ("1", 2), ("2", 4)];
/// The place of the normal speed.
pub(super) const NORMAL: usize = 1;

/// Starts or stops playing; at the end, starts over.
pub(super) fn toggle_playing(session: Session) {
    let last = session.run.get().last_step();
    session.update(|state| {
        state.playing = !state.playing && last > 0;
        if state.playing && state.cursor == last {
            state.go(0);
        }
    });
}

/// What takes a step at a time while playing.
pub(super) fn player(session: Session) -> Timer {
    Timer::new(Box::new(move || {
        let last = session.run.get().last_step();
        session.update(|state| {
            state.go((state.cursor + 1).min(last));
            state.playing = state.cursor < last;
        });
    }))
}

/// Starts and stops what takes the steps.
pub(super) fn paint(change: &Change, player: &Timer) {
    if !change.is_new(|state| (state.playing, state.speed)) {
        return;
    }
    if change.state.playing {
        player.every(STEP_MILLISECONDS * 2 / SPEEDS[change.state.speed].1);
    } else {
        player.stop();
    }
}

/// Does what a key means to the player and the stage.
pub(super) fn press(session: Session, target: &Element, event: &KeyboardEvent) {
    let state = session.state.get();
    if !state.shortcuts || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let run = session.run.get();
    let cursor = state.cursor;
    let step = match (event.key().as_str(), event.shift_key(), target.tag_name().as_str()) {
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
            events::open(session, "help");
            return;
        }
        ("p" | "P", _, _) => {
            event.prevent_default();
            events::open(session, "presets");
            return;
        }
        ("ArrowRight" | "ArrowDown", true, _) => run.outline.next_flight(cursor),
        ("ArrowLeft" | "ArrowUp", true, _) => run.outline.previous_flight(cursor),
        ("ArrowRight" | "ArrowDown" | "PageDown", _, _) => cursor + 1,
        ("ArrowLeft" | "ArrowUp" | "PageUp", _, _) => cursor.saturating_sub(1),
        ("Home", _, _) => 0,
        ("End", _, _) => run.last_step(),
        _ => return,
    };
    event.prevent_default();
    session.jump(step);
}
