//! Somebody on the way: what they do, each of it to be taken back, and what comes of it.

mod edit;

pub(super) use edit::{point, tools};

use std::cell::RefCell;
use std::sync::Arc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::change::Change;
use super::markup::Markup;
use super::session::Run;
use super::{Session, browser};
use crate::explain;
use crate::scenario::Scenario;
use crate::scenario::attack::{EDITS, Edit};

thread_local! {
    /// The run in which nobody interferes, of the scenario that was shown last.
    static HONEST: RefCell<Option<(Scenario, Arc<Run>)>> = const { RefCell::new(None) };
}

/// Where it is shown.
pub(super) fn write(markup: &mut Markup) {
    markup.raw("<section id='attack' aria-label='Somebody on the way' hidden></section>");
}

/// Shows what has changed.
pub(super) fn paint(session: Session, change: &Change) {
    if !change.run_is_new() {
        return;
    }
    let Some(section) = browser::find("attack") else { return };
    let scenario = session.scenario.get();
    let is_attacked = change.run.origin.is_none() && !scenario.attack.is_empty();
    let _ = section.toggle_attribute_with_force("hidden", !is_attacked);
    if !is_attacked {
        section.set_inner_html("");
        HONEST.set(change.run.origin.is_none().then(|| (scenario, session.run.get())));
        return;
    }
    let honest = honest(&scenario);
    let mut markup = Markup::default();
    markup.raw("<div class='bar'><h3 tabindex='-1' id='attack-title'>Somebody on the way</h3>");
    markup.raw(
        "<button type='button' class='button' data-do='edit-none'>Take all back</button></div><div role='status'>",
    );
    for outcome in explain::verdict(&change.run.trace.verdict(&honest.trace)) {
        markup.raw("<p>").text(&outcome.text);
        if let Some(step) = outcome.step {
            markup.raw(" <button type='button' class='button' data-do='step' data-n='").number(step);
            markup.raw("'>Show step ").number(step + 1).raw("</button>");
        }
        markup.raw("</p>");
    }
    markup.raw("</div><ol class='edits'>");
    let idle = Edit::idle(&scenario.attack, &change.run.trace);
    for (place, edit) in scenario.attack.iter().enumerate() {
        markup.raw("<li><span>").text(&explain::edit(edit));
        markup.raw(if idle.contains(&place) { " (comes to nothing)</span>" } else { "</span>" });
        markup.raw(" <button type='button' class='button' data-do='edit-back' data-n='").number(place);
        markup.raw("'>Take back<span class='visually-hidden'> what ").text(&explain::edit(edit));
        markup.raw("</span></button></li>");
    }
    markup.raw("</ol>");
    section.set_inner_html(markup.html());
}

/// The run of the same scenario in which nobody interferes.
fn honest(scenario: &Scenario) -> Arc<Run> {
    let plain = Scenario { attack: Vec::new(), ..scenario.clone() };
    let known = HONEST.with_borrow(|known| known.clone().filter(|(known, _)| *known == plain));
    if let Some((_, run)) = known {
        return run;
    }
    let run = Arc::new(Run::of(&plain));
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
    focus(if browser::find("attack-title").is_some() { "attack-title" } else { "inspector-panel" });
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

fn focus(id: &str) {
    if let Some(element) = browser::find(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
