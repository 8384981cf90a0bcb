//! Somebody on the way: what they do, each of it to be taken back, and what comes of it.

mod edit;

pub(super) use edit::{point, tools};

use core::cell::{Cell, RefCell};
use std::sync::Arc;

use web_sys::Element;

use super::change::Change;
use super::markup::Markup;
use super::session::{Run, State};
use super::{Session, browser, experiments};
use crate::explain;
use crate::scenario::Scenario;
use crate::scenario::address::{Layer, Tab};
use crate::scenario::attack::{EDITS, Edit};

thread_local! {
    /// The run in which nobody interferes, of the scenario that was shown last.
    static HONEST: RefCell<Option<(Scenario, Arc<Run>)>> = const { RefCell::new(None) };
    /// Whether the reader waits for the tools, which are written a frame after their step.
    static IS_AWAITED: Cell<bool> = const { Cell::new(false) };
}

/// Where it is shown.
pub(super) fn write(markup: &mut Markup) {
    markup.raw("<section id='attack' aria-label='Somebody on the way' hidden></section>");
}

/// What stays in it from the first time on that there is something to say. The reader is led to the heading after each edit, and to
/// take it away under them costs more than the run.
const FRAME: &str = "<div class='bar'><h3 tabindex='-1' id='attack-title'>Somebody on the way</h3>\
    <button type='button' class='button' data-do='edit-leave' id='attack-leave'>Leave the two alone</button>\
    <button type='button' class='button' data-do='edit-none' id='attack-none'>Take all back</button></div>\
    <div role='status' id='attack-said'></div><ol class='edits' id='attack-edits'></ol>";

/// Puts somebody on the way, and leads to the tools with which they change the record that is shown; where nothing has passed
/// yet, the first one.
pub(super) fn begin(session: Session) {
    let (state, run) = (session.state.get(), session.run.get());
    if run.is_opened() {
        browser::set_text(
            "inspector-said",
            "This was opened, and has happened: nobody can interfere with it any more.",
        );
        return;
    }
    if experiments::waits(&state.bench) {
        experiments::insist();
        return;
    }
    let span = run.trace.span(state.cursor);
    let mut messages = run.trace.messages().map(|(step, _)| step).filter(|step| span.contains(step));
    let first = messages.next().unwrap_or(state.cursor);
    IS_AWAITED.set(true);
    session.update(|state| {
        state.playing = false;
        state.go(state.cursor.max(first));
        state.bench.said.attacker = true;
        (state.tab, state.layer) = (Tab::Message, Layer::Wire);
    });
    // Where all is as it was, nothing is painted.
    if session.state.get().cursor == state.cursor {
        lead();
    }
}

/// Leads the reader to the tools if they wait for them, and these are there.
pub(super) fn lead() {
    if IS_AWAITED.replace(false) {
        edit::lead();
    }
}

/// Shows what has changed.
pub(super) fn paint(session: Session, change: &Change) {
    if !(change.run_is_new() || change.is_new(occasion)) {
        return;
    }
    let scenario = session.scenario.get();
    let is_computed = change.run.origin.is_none();
    let Occasion { is_begun, has_room, is_asked } = occasion(change.state);
    let (mut said, mut edits) = (Markup::default(), Markup::default());
    // What an experiment asks about, it shows itself.
    let is_edited = is_computed && !scenario.attack.is_empty() && !experiments::waits(&change.state.bench);
    let invites = is_computed && !is_edited && is_begun && has_room && scenario.attack.is_empty();
    if is_edited {
        if is_asked {
            said.raw("<p>What comes of it is said when no question waits.</p>");
        } else {
            write_verdict(&scenario, change.run, &mut said);
        }
        write_edits(&scenario, change.run, &mut edits);
    } else if scenario.attack.is_empty() {
        HONEST.set(is_computed.then(|| (scenario, session.run.get())));
        if invites {
            write_invitation(&mut said);
        }
    }
    if let Some(haul) = change.haul().filter(|_| has_room) {
        said.raw("<p>").text(&haul.outcome);
        said.raw(" <button type='button' class='button' data-do='edit-later'>What opens, and why</button></p>");
    }
    let is_quiet = said.html().is_empty();
    hide("attack", is_quiet);
    let section = browser::find("attack").filter(|section| !section.has_child_nodes());
    match section {
        Some(_) if is_quiet => return,
        Some(section) => section.set_inner_html(FRAME),
        None => {}
    }
    hide("attack-leave", !invites);
    hide("attack-none", !is_edited);
    for (part, markup) in [("attack-said", said), ("attack-edits", edits)] {
        if let Some(part) = browser::find(part) {
            part.set_inner_html(markup.html());
        }
    }
}

fn hide(id: &str, hidden: bool) {
    if let Some(element) = browser::find(id) {
        let _ = element.toggle_attribute_with_force("hidden", hidden);
    }
}

/// What the section depends on beside the run.
#[derive(PartialEq)]
struct Occasion {
    /// Whether the reader has put somebody on the way.
    is_begun: bool,
    /// Whether neither an experiment nor a lesson says itself what there is to do.
    has_room: bool,
    /// Whether a question waits, which what opens later could answer.
    is_asked: bool,
}

fn occasion(state: &State) -> Occasion {
    let said = &state.bench.said;
    Occasion {
        is_begun: said.attacker,
        has_room: said.experiment.is_none() && said.lesson.is_none(),
        is_asked: state.bench.limit().is_some(),
    }
}

/// Says that nothing is done yet, and what to do.
fn write_invitation(markup: &mut Markup) {
    markup.raw(
        "<p>Nobody has interfered yet. Change a record on its way: the run is computed anew, and here it will stand who \
         noticed. <button type='button' class='button' data-do='interfere'>To the tools</button></p>",
    );
}

/// Says what came of the edits.
fn write_verdict(scenario: &Scenario, run: &Run, markup: &mut Markup) {
    for outcome in explain::verdict(&run.trace, &run.trace.verdict(&honest(scenario, run).trace)) {
        markup.raw("<p>").text(&outcome.text);
        if let Some(step) = outcome.step {
            markup.raw(" <button type='button' class='button' data-do='step' data-n='").number(step);
            markup.raw("'>Show step ").number(step + 1).raw("</button>");
        }
        markup.raw("</p>");
    }
}

/// Lists the edits.
fn write_edits(scenario: &Scenario, run: &Run, markup: &mut Markup) {
    let idle = Edit::idle(&scenario.attack, &run.trace);
    for (place, edit) in scenario.attack.iter().enumerate() {
        markup.raw("<li><span>").text(&explain::edit(edit));
        markup.raw(if idle.contains(&place) { " (comes to nothing)</span>" } else { "</span>" });
        markup.raw(" <button type='button' class='button' data-do='edit-back' data-n='").number(place);
        markup.raw("'>Take back<span class='visually-hidden'> what ").text(&explain::edit(edit));
        markup.raw("</span></button></li>");
    }
}

/// The run of the same scenario in which nobody interferes.
fn honest(scenario: &Scenario, attacked: &Run) -> Arc<Run> {
    let plain = Scenario { attack: Vec::new(), ..scenario.clone() };
    let known = HONEST.with_borrow(|known| known.clone().filter(|(known, _)| *known == plain));
    if let Some((_, run)) = known {
        return run;
    }
    let run = Arc::new(attacked.after(&plain));
    HONEST.set(Some((plain, Arc::clone(&run))));
    run
}

/// Does what a button of these says; `false` if it is none.
pub(super) fn click(session: Session, button: &Element, what: &str, number: usize) -> bool {
    let mut scenario = session.scenario.get();
    match what {
        "edit-none" => scenario.attack.clear(),
        "edit-back" if number < scenario.attack.len() => drop(scenario.attack.remove(number)),
        "edit-back" => {}
        "edit-later" => {
            session.update(|state| state.tab = Tab::Knowledge);
            browser::focus("later-title");
            return true;
        }
        "edit-leave" => {
            session.update(|state| state.bench.said.attacker = false);
            browser::focus_first("[data-do='interfere']");
            return true;
        }
        "edit-point" => {
            edit::open(session, button);
            return true;
        }
        "edit" | "edit-flip" | "edit-set" | "edit-cut" | "edit-split" | "edit-replay" | "edit-inject" => {
            let Some(edit) = edit::of(button, what) else { return true };
            if scenario.attack.len() >= EDITS {
                edit::say(button, "There are as many changes as there can be: take one back first.");
                return true;
            }
            scenario.attack.push(edit);
        }
        _ => return false,
    }
    session.change(scenario);
    let is_shown = browser::find("attack").is_some_and(|section| !section.has_attribute("hidden"));
    browser::focus(if is_shown { "attack-title" } else { "inspector-panel" });
    true
}

/// Takes what was typed into one of these; `false` if it is none of them.
pub(super) fn put_in(target: &Element, what: &str) -> bool {
    if what != "edit-value" {
        return false;
    }
    edit::check(target);
    true
}
