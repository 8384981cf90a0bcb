//! What can be chosen about the client and the server; a valid choice is run at once.

mod agreed;
mod field;
mod fields;
mod parting;

use web_sys::Element;

use super::change::Change;
use super::markup::Markup;
use super::{Session, State, browser};
use crate::scenario::Scenario;
use field::Field;
use fields::{SECTIONS, SEED};
pub(super) use parting::show;

fn all() -> impl Iterator<Item = &'static Field> {
    SECTIONS.iter().flat_map(|section| section.fields)
}

/// What is in the dialog.
pub(super) fn content(scenario: &Scenario) -> Markup {
    let mut markup = Markup::default();
    for (index, section) in SECTIONS.iter().enumerate() {
        let open = index == 0 || !section.fields.iter().all(|field| field.is_default(scenario));
        markup.raw(if open { "<details open><summary>" } else { "<details><summary>" });
        markup.raw(section.title).raw("</summary><div class='fields'>");
        for field in section.fields {
            let is_seed = field.id() == SEED;
            markup.raw(if is_seed { "<div class='with-button'>" } else { "" });
            field.write(scenario, &mut markup);
            if is_seed {
                markup.raw("<button type='button' class='button' data-do='randomise'>New randomness</button></div>");
            }
        }
        markup.raw("</div></details>");
    }
    markup.raw(
        "<details open><summary>What came of it</summary><div id='agreed'></div></details>\
         <p class='closing'><span id='parting' role='status'>Every change is run at once.</span>\
         <button type='button' class='button' data-do='reset'>Back to the defaults</button></p>",
    );
    markup
}

/// Writes into the open dialog what follows from the run.
pub(super) fn fill(session: Session) {
    session.scenario.with(|scenario| all().for_each(|field| field.paint(scenario)));
    agreed::paint(&session.run.get().trace, &session.state.get());
}

/// Runs the scenario with another seed.
pub(super) fn randomise(session: Session) {
    let mut scenario = session.scenario.get();
    scenario.seed = browser::random_seed();
    session.change(scenario);
}

/// Takes up what was chosen or typed.
pub(super) fn change(session: Session, element: &Element) {
    let id = element.id();
    let mut scenario = session.scenario.get();
    if let Some(field) = all().find(|field| field.id() == id)
        && field.take(&mut scenario, element)
    {
        session.change(scenario);
    }
}

/// Shows another scenario in the fields, if they are there.
pub(super) fn paint(session: Session, change: &Change) {
    if (change.run_is_new() || change.is_new(|state| state.parting) || change.is_new(State::is_asked))
        && browser::find("agreed").is_some()
    {
        session.scenario.with(|scenario| all().for_each(|field| field.paint(scenario)));
        parting::paint(change);
        agreed::paint(&change.run.trace, change.state);
    }
}
