//! Experiments: the list, the question, the run and what follows from it.

mod write;

use std::sync::Arc;

use web_sys::Element;

use super::change::Change;
use super::laboratory::{Bench, chosen};
use super::markup::Markup;
use super::{Run, Session, browser, dialog, link};
use crate::explain::experiment::{Experiment, experiment, experiments};
use crate::scenario::Scenario;
use crate::scenario::address::{Laboratory, Notice, Phase, Problem, Tab};

/// The group of the radio buttons, apart from those of lessons and of questions before steps.
const GROUP: usize = 1000;
/// A step of a run is named by one number: this times the place of the run, and the step.
const STEPS: usize = 100_000;

/// What the page keeps of the experiment that is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trial {
    /// The answer that was given, by its place in the data.
    given: Option<usize>,
    /// What was there before, and comes back in the end.
    before: Option<Before>,
}

/// What was there before an experiment.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Before {
    scenario: Box<Scenario>,
    /// The run, if it was opened and not computed here.
    opened: Opened,
    cursor: usize,
    /// Whether somebody was on the way.
    attacker: bool,
}

/// A run that was opened; it equals itself alone.
#[derive(Clone, Debug)]
struct Opened(Option<Arc<Run>>);

impl PartialEq for Opened {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        }
    }
}

impl Eq for Opened {}

/// The experiment that is open, if there is one of that name.
fn present(bench: &Bench) -> Option<&'static Experiment> {
    experiment(bench.said.experiment.as_deref()?)
}

/// Whether a question waits for its answer, and the run is not to be shown before that.
pub(super) fn waits(bench: &Bench) -> bool {
    bench.said.phase == Phase::Question && present(bench).is_some()
}

/// What is in the dialog.
pub(super) fn content(session: Session) -> Markup {
    let mut markup = Markup::default();
    write::list(&session.state.get().bench, &mut markup);
    markup
}

/// Shows the one who is on the way, or does not.
pub(super) fn show_attacker(session: Session) {
    let is_shown = browser::is_checked("show-attacker");
    session.update(|state| state.bench.said.attacker = is_shown);
}

/// Begins the experiment with that number.
pub(super) fn start(session: Session, button: &Element, number: usize) {
    let Some(experiment) = experiments().get(number).copied() else { return };
    dialog::close(button);
    begin(session, experiment);
    focus();
}

/// Begins an experiment with its question.
pub(super) fn begin(session: Session, experiment: &Experiment) {
    link::turn_over(session);
    let (scenario, run) = (session.scenario.get(), session.run.get());
    session.update(|state| {
        let kept = state.bench.experiment.before.take();
        let now = Before {
            scenario: Box::new(scenario),
            opened: Opened(run.is_opened().then_some(run)),
            cursor: state.cursor,
            attacker: state.bench.said.attacker,
        };
        let before = if state.bench.said.experiment.is_some() { kept } else { Some(now) };
        state.bench.experiment = Trial { given: None, before };
        state.bench.said.experiment = Some(experiment.name.into());
    });
    set_up(session, experiment, Phase::Question);
}

/// Leads to the first run of an experiment.
fn set_up(session: Session, experiment: &Experiment, phase: Phase) {
    session.update(|state| state.bench.said.phase = phase);
    show_run(session, experiment, 0);
    session.update(|state| {
        state.playing = false;
        state.cursor = 0;
        state.tab = Tab::Message;
        state.selection = None;
        state.parting = None;
    });
}

/// Shows one of the runs, at the same point of the story.
fn show_run(session: Session, experiment: &Experiment, place: usize) {
    let Some(run) = experiment.runs.get(place) else { return };
    let seed = session.scenario.with(|scenario| scenario.seed.clone());
    session.change(run.scenario(&seed));
    session.update(|state| state.bench.said.attacker = run.address().laboratory.attacker);
}

/// The answer to the question, as long as that is shown, as a number for [`load`].
pub(super) fn answer_given(bench: &Bench) -> Option<usize> {
    bench.experiment.given.filter(|_| waits(bench))
}

/// Follows a link: it leads to the question, which has had that answer, or to where the reader was.
pub(super) fn load(session: Session, answer: Option<usize>) {
    let said = session.state.get().bench.said;
    let Some(experiment) = said.experiment.as_deref().and_then(experiment) else { return };
    let given = answer.filter(|given| said.phase == Phase::Question && *given < experiment.answers.len());
    session.update(|state| state.bench.experiment.given = given);
    let is_bare = {
        let mut bare = session.address();
        bare.scenario.seed = Scenario::default().seed;
        bare.laboratory = Laboratory::default();
        (bare.depth, bare.layout, bare.theme, bare.tab, bare.layer) = Default::default();
        (bare.step, bare.selection) = Default::default();
        bare == crate::scenario::address::Address::default()
    };
    let there = session.address();
    let is_its_own = session.scenario.with(|scenario| experiment.place_of(scenario)) == Some(0) && there.step == 0;
    if said.phase == Phase::Question || is_bare {
        set_up(session, experiment, said.phase);
    }
    if said.phase == Phase::Question && !is_bare && !is_its_own {
        let (parameter, problem) = ("experiment".into(), Problem::OwnRun);
        session.update(|state| state.notices.push(Notice { parameter, problem, instead: None }));
    }
    if said.phase != Phase::Question && is_bare {
        session.jump(there.step);
        session.update(|state| (state.tab, state.layer, state.selection) = (there.tab, there.layer, there.selection));
    }
}

/// Takes the answer that is chosen.
pub(super) fn answer(session: Session) {
    let state = session.state.get();
    let Some(experiment) = present(&state.bench) else { return };
    let Some(given) = chosen(GROUP).and_then(|place| experiment.order().get(place).copied()) else {
        browser::set_text("experiment-said", "Choose an answer first, or let it be shown.");
        return;
    };
    session.update(|state| state.bench.experiment.given = Some(given));
    browser::set_text(
        "experiment-said",
        if given == 0 {
            "Right. Now see it happen."
        } else {
            "Not right. The right answer is marked. Now see it happen."
        },
    );
    browser::focus("experiment-on");
}

/// Goes on to the run, or to what follows from it.
pub(super) fn turn(session: Session, phase: Phase) {
    session.update(|state| state.bench.said.phase = phase);
    focus();
}

/// Shows another run of the experiment.
pub(super) fn choose(session: Session, place: usize) {
    let state = session.state.get();
    let Some(experiment) = present(&state.bench) else { return };
    show_run(session, experiment, place);
    focus_run(place);
}

/// Goes to where the run is decided.
pub(super) fn show_place(session: Session) {
    let state = session.state.get();
    let Some(experiment) = present(&state.bench) else { return };
    let place = session.scenario.with(|scenario| experiment.place_of(scenario)).unwrap_or_default();
    if place_is_shown(session, experiment).is_none() {
        show_run(session, experiment, place);
    }
    let run = session.run.get();
    let seed = session.scenario.with(|scenario| scenario.seed.clone());
    session.jump(experiment.runs[place].place(&seed, &run.trace));
}

/// Goes to a step of one of the runs.
pub(super) fn show_step(session: Session, number: usize) {
    let state = session.state.get();
    let Some(experiment) = present(&state.bench) else { return };
    show_run(session, experiment, number / STEPS);
    session.jump(number % STEPS);
    focus();
}

/// Lays the run at hand and another one of the experiment side by side.
pub(super) fn compare(session: Session) {
    let state = session.state.get();
    let Some(experiment) = present(&state.bench) else { return };
    let here = place_is_shown(session, experiment).unwrap_or_else(|| {
        show_run(session, experiment, 0);
        0
    });
    let Some(other) = experiment.runs.get(usize::from(here == 0)) else { return };
    let seed = session.scenario.with(|scenario| scenario.seed.clone());
    let other = other.scenario(&seed);
    // With an impostor, that with the client.
    let connection = |scenario: &Scenario| scenario.impostor.map(|_| 0);
    let connections = [session.scenario.with(connection), connection(&other)];
    session.update(|state| {
        state.bench.said.connections = connections;
        state.bench.said.compare = Some(Box::new(other));
    });
}

/// What the experiment that is open calls a scenario, if it is one of its runs.
pub(super) fn name_of(bench: &Bench, scenario: &Scenario) -> Option<&'static str> {
    let experiment = present(bench)?;
    experiment.runs.get(experiment.place_of(scenario)?).map(|run| run.label)
}

/// The place of the run that the page shows, if it is one of the experiment's.
fn place_is_shown(session: Session, experiment: &Experiment) -> Option<usize> {
    let is_opened = session.run.get().is_opened();
    session.scenario.with(|scenario| experiment.place_of(scenario)).filter(|_| !is_opened)
}

/// Ends the experiment, because the reader goes elsewhere.
pub(super) fn end(session: Session) {
    session.update(|state| {
        state.bench.said.experiment = None;
        state.bench.said.phase = Phase::default();
        state.bench.experiment = Trial::default();
    });
}

/// Leaves the experiment; what was there before comes back.
pub(super) fn leave(session: Session) {
    link::turn_over(session);
    let before = session.state.get().bench.experiment.before;
    end(session);
    if let Some(before) = before {
        match before.opened.0 {
            Some(run) => {
                session.scenario.set(*before.scenario);
                session.show_again(run);
            }
            None => session.change(*before.scenario),
        }
        session.jump(before.cursor);
        session.update(|state| {
            state.bench.said.attacker = before.attacker;
            state.parting = None;
        });
    }
    let lesson = browser::find("lesson-part").filter(|_| session.state.get().bench.said.lesson.is_some());
    browser::focus(if lesson.is_some() { "lesson-part" } else { "to-next" });
}

/// Leads to the question, because the reader wants to go on without an answer.
pub(super) fn insist() {
    browser::set_text("experiment-said", "Answer the question first, or let it be shown.");
    browser::focus("experiment-part");
}

pub(super) fn focus() {
    browser::focus("experiment-part");
}

fn focus_run(place: usize) {
    let mut selector = Markup::default();
    selector.raw("#experiment [data-do='experiment-run'][data-n='").number(place).raw("']");
    browser::focus_first(selector.html());
}

/// Shows the question, the run or what follows.
pub(super) fn paint(session: Session, change: &Change) {
    let is_new = change.run_is_new()
        || change.is_new(|state| state.bench.experiment.clone())
        || change.is_new(|state| (state.bench.said.experiment.clone(), state.bench.said.phase));
    if !is_new {
        return;
    }
    let Some(place) = browser::find("experiment") else { return };
    let mut markup = Markup::default();
    if let Some(name) = &change.state.bench.said.experiment {
        write::panel(session, &change.state.bench, name, &mut markup);
    }
    let is_closed = markup.html().is_empty();
    browser::rewrite(&place, markup.html());
    let _ = place.toggle_attribute_with_force("hidden", is_closed);
    if let Some(app) = browser::find("app") {
        let _ = app.toggle_attribute_with_force("data-experiment", !is_closed);
        let _ = app.toggle_attribute_with_force("data-asks", waits(&change.state.bench));
    }
}
