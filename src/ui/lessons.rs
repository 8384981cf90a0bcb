//! Lessons: the list, a part with its text, its experiments and its questions, and lessons of one's own.

mod fetch;
mod write;

use web_sys::Element;

use super::change::Change;
use super::laboratory::{Bench, Shared, chosen, keep_chosen, source_name};
use super::markup::Markup;
use super::{Session, browser, dialog, experiments, link};
use crate::explain::experiment::experiment;
use crate::lesson::{self, Block, Part, Problem, SHIPPED};
use crate::scenario::Scenario;
use crate::scenario::address::{Address, Laboratory, LessonSource};

/// A lesson as it was read, and how its questions were answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The lesson; `None` while it is on its way, or if there is something wrong with it.
    lesson: Option<Shared>,
    /// What is wrong with it, or that it did not arrive.
    wrong: Vec<String>,
    /// The answers given, by part and place in it.
    given: Vec<(usize, usize, usize)>,
}

impl Reading {
    /// What the lesson is called, if there is one.
    pub fn title(&self) -> Option<&str> {
        self.lesson.as_deref().map(|lesson| lesson.title.as_str())
    }

    /// The answers as numbers, for [`load`].
    pub fn answers(&self) -> Vec<usize> {
        self.given.iter().flat_map(|(part, place, answer)| [*part, *place, *answer]).collect()
    }

    fn given(&self, part: usize, place: usize) -> Option<usize> {
        self.given.iter().find(|(of, at, _)| (*of, *at) == (part, place)).map(|(.., answer)| *answer)
    }
}

/// The lessons to choose from.
pub(super) fn write_list(bench: &Bench, markup: &mut Markup) {
    markup.raw("<h3>Lessons</h3><ol class='lessons'>");
    for (index, lesson) in SHIPPED.iter().enumerate() {
        let is_open = bench.said.lesson == Some(LessonSource::Shipped(lesson.name.into()));
        markup.raw("<li><button type='button' data-do='lesson' data-n='").number(index);
        markup.raw(if is_open { "' aria-current='true'>" } else { "'>" }).text(lesson.title).raw("</button></li>");
    }
    markup.raw(
        "</ol><div class='field'><label for='lesson-file'>Open a file with a lesson of your own</label>\
         <input type='file' id='lesson-file' accept='.md,.txt,text/markdown,text/plain' data-do='lesson-file'>\
         <div role='alert' id='lesson-file-said'></div></div>\
         <p><button type='button' class='button' aria-haspopup='dialog' data-do='lesson-guide'>How to write a lesson</button></p>",
    );
}

/// Shows how a lesson is written.
pub(super) fn show_guide() {
    let arrived = |text: Result<String, &'static str>| match text {
        Ok(text) => {
            let mut markup = Markup::default();
            write::guide(&text, &mut markup);
            dialog::open("guide", &markup);
        }
        Err(reason) => browser::set_text("lesson-file-said", reason),
    };
    fetch::fetch("lessons/README.md", Box::new(arrived));
}

/// Opens a lesson that comes with the page.
pub(super) fn open_shipped(session: Session, button: &Element, number: usize) {
    let Some(shipped) = SHIPPED.get(number) else { return };
    dialog::close(button);
    link::turn_over(session);
    experiments::end(session);
    session.update(|state| {
        state.bench.said.lesson = Some(LessonSource::Shipped(shipped.name.into()));
        state.bench.said.part = 0;
        state.bench.lesson = Reading::default();
    });
    session.ask_anew();
    fetch_lesson(session, LessonSource::Shipped(shipped.name.into()), &shipped.path(), 0, true);
}

/// Fetches a lesson that lies beside the page; when it is there, the page leads to what its part is about, if it `shows`.
fn fetch_lesson(session: Session, source: LessonSource, path: &str, part: usize, shows: bool) {
    let arrived = move |text: Result<String, &'static str>| {
        // Meanwhile the reader may have gone elsewhere.
        if session.state.get().bench.said.lesson.as_ref() != Some(&source) {
            return;
        }
        set(session, source, part, text.map_err(|reason| vec![reason.into()]).and_then(|text| read(&text)));
        if shows {
            show(session);
            // A frame that was only loaded leaves the focus, and so the place, to the page around it.
            if browser::may_focus() {
                focus();
            }
        }
    };
    fetch::fetch(path, Box::new(arrived));
}

/// Opens the file that was chosen; if there is something wrong with it, says so and leaves the page as it is.
pub(super) fn open_file(session: Session, input: &Element) {
    let input = input.clone();
    fetch::read_chosen(&input.clone(), move |text| match text.map(|text| (read(&text), text)) {
        Ok((Ok(_), text)) => {
            dialog::close(&input);
            take(session, LessonSource::Text(text.clone()), &text);
            focus();
        }
        Ok((Err(problems), _)) => say_wrong("lesson-file-said", &problems),
        Err(reason) => say_wrong("lesson-file-said", &[reason.into()]),
    });
}

fn say_wrong(id: &str, problems: &[String]) {
    let mut markup = Markup::default();
    write::problems(problems, &mut markup);
    if let Some(place) = browser::find(id) {
        place.set_inner_html(markup.html());
    }
}

/// Reads a lesson and what its runs say of it.
fn read(text: &str) -> Result<Shared, Vec<String>> {
    let said = |problems: Vec<Problem>| problems.iter().map(ToString::to_string).collect::<Vec<_>>();
    let lesson = lesson::read(text).map_err(said)?;
    let problems = lesson::check(&lesson);
    if problems.is_empty() { Ok(lesson.into()) } else { Err(said(problems)) }
}

/// Takes a lesson from its first part on.
fn take(session: Session, source: LessonSource, text: &str) {
    link::turn_over(session);
    experiments::end(session);
    session.update(|state| state.bench.lesson = Reading::default());
    set(session, source, 0, read(text));
    session.ask_anew();
    show(session);
}

fn set(session: Session, source: LessonSource, part: usize, lesson: Result<Shared, Vec<String>>) {
    let (lesson, wrong) = match lesson {
        Ok(lesson) => (Some(lesson), Vec::new()),
        Err(wrong) => (None, wrong),
    };
    session.update(|state| {
        state.bench.said.lesson = Some(source);
        state.bench.said.part = lesson.as_ref().map_or(part, |lesson| part.min(lesson.parts.len() - 1));
        (state.bench.lesson.lesson, state.bench.lesson.wrong) = (lesson, wrong);
    });
}

/// Reads the lesson that a link says, which leads to where the link leads if it says that too. Its questions have had these
/// answers.
pub(super) fn load(session: Session, answers: &[usize]) {
    let said = session.state.get().bench.said;
    let Some(source) = said.lesson else { return };
    let given = answers.chunks_exact(3).map(|answer| (answer[0], answer[1], answer[2])).collect();
    session.update(|state| state.bench.lesson.given = given);
    let is_bare = {
        let mut bare = session.address();
        bare.laboratory = Laboratory::default();
        bare.scenario.seed = Scenario::default().seed;
        (bare.depth, bare.layout, bare.theme) = Default::default();
        bare == Address::default()
    };
    match source.clone() {
        LessonSource::Text(text) => {
            set(session, source, said.part, read(&text));
            if is_bare {
                show(session);
            }
        }
        LessonSource::Shipped(name) => {
            if let Some(shipped) = lesson::shipped(&name) {
                fetch_lesson(session, source, &shipped.path(), said.part, is_bare);
            } else {
                let words = ["No lesson of this page is called ", &name, "."].concat();
                set(session, source, said.part, Err(vec![words]));
            }
        }
        LessonSource::File(path) => fetch_lesson(session, source, &path, said.part, is_bare),
    }
}

/// Leaves the lesson.
pub(super) fn close(session: Session) {
    link::turn_over(session);
    session.update(|state| {
        state.bench.said.lesson = None;
        state.bench.said.part = 0;
        state.bench.lesson = Reading::default();
    });
    session.ask_anew();
    browser::focus("to-next");
}

/// Goes to another part.
pub(super) fn turn(session: Session, by: isize) {
    session.update(|state| {
        if let Some(lesson) = &state.bench.lesson.lesson {
            let part = state.bench.said.part.saturating_add_signed(by);
            state.bench.said.part = part.min(lesson.parts.len() - 1);
        }
    });
    show(session);
    focus();
}

/// Offers the way back to the run of the part, if the page shows another one.
fn show_way_back(session: Session) {
    let state = session.state.get();
    let Some((part, _)) = present(&state.bench) else { return };
    let scenario = part.scene.address.as_ref().map(|address| address.scenario.clone()).unwrap_or_default();
    let scenario = seeded(session, scenario);
    let is_there = !session.run.get().is_opened() && session.scenario.with(|at_hand| *at_hand == scenario);
    if let Some(button) = browser::find("lesson-way-back") {
        let _ = button.toggle_attribute_with_force("hidden", is_there);
    }
}

/// The part that is read, with its number.
fn present(bench: &Bench) -> Option<(&Part, usize)> {
    let lesson = bench.lesson.lesson.as_ref()?;
    Some((lesson.parts.get(bench.said.part)?, bench.said.part))
}

/// Shows what the part at hand speaks of.
pub(super) fn show(session: Session) {
    let state = session.state.get();
    let Some((part, _)) = present(&state.bench) else { return };
    let scene = &part.scene;
    let mut address = scene.address.clone().unwrap_or_default();
    if scene.address.is_none() && scene.message.is_none() && scene.field.is_none() {
        return;
    }
    session.change(seeded(session, address.scenario.clone()));
    if let Ok(place) = lesson::place(scene, &session.run.get().trace) {
        (address.step, address.selection) = (place.step, place.selection);
    }
    go(session, &address);
}

/// A scenario of the lesson, with the seed of the page if it names none itself: the same with other bytes.
fn seeded(session: Session, scenario: Scenario) -> Scenario {
    if scenario.seed != Scenario::default().seed {
        return scenario;
    }
    Scenario { seed: session.scenario.with(|scenario| scenario.seed.clone()), ..scenario }
}

/// Goes where a link of the lesson leads; how the page looks stays.
fn go(session: Session, address: &Address) {
    if let Some(experiment) = address.laboratory.experiment.as_deref().and_then(experiment) {
        experiments::begin(session, experiment);
        return experiments::focus();
    }
    session.change(seeded(session, address.scenario.clone()));
    session.jump(address.step);
    session.update(|state| {
        (state.tab, state.layer, state.selection) = (address.tab, address.layer, address.selection);
        state.bench.said.attacker = address.laboratory.attacker;
    });
    if address.laboratory.compare.is_some() {
        session.update(|state| {
            state.bench.said.compare.clone_from(&address.laboratory.compare);
            state.bench.said.link = address.laboratory.link;
            state.bench.said.connections = address.laboratory.connections;
        });
    }
}

/// Does what is to be tried at that place of the part.
pub(super) fn try_it(session: Session, place: usize) {
    let state = session.state.get();
    if let Some(Block::Try { address, .. }) = present(&state.bench).and_then(|(part, _)| part.blocks.get(place)) {
        go(session, address);
        if address.laboratory.experiment.is_none() {
            // The lesson may be out of sight now.
            browser::focus("to-next");
        }
    }
}

/// Takes the answer to the question at that place of the part.
pub(super) fn answer(session: Session, place: usize) {
    let Some(given) = chosen(group(place)) else {
        browser::set_text("lesson-said", "Choose an answer first.");
        return;
    };
    session.update(|state| {
        let part = state.bench.said.part;
        state.bench.lesson.given.push((part, place, given));
    });
    let said = browser::find("lesson").and_then(|lesson| {
        let mut selector = Markup::default();
        selector.raw("[data-place='").number(place).raw("']");
        lesson.query_selector(selector.html()).ok()?
    });
    if let Some(question) = said {
        let right = question.query_selector(".wrong").ok().flatten().is_none();
        browser::set_text("lesson-said", if right { "Right." } else { "Not right. The right answer is marked." });
        browser::focus_on(Some(question));
    }
}

/// The group of the radio buttons of the question at a place of a part.
fn group(place: usize) -> usize {
    place + 1
}

fn focus() {
    browser::focus("lesson-part");
}

/// Shows the part, or what is wrong with the lesson.
pub(super) fn paint(session: Session, change: &Change) {
    let is_new = change.is_new(|state| state.bench.lesson.clone())
        || change.is_new(|state| (state.bench.said.lesson.clone(), state.bench.said.part));
    let depth_is_new = change.is_new(|state| state.depth);
    if !(is_new || depth_is_new) {
        if change.run_is_new() {
            show_way_back(session);
        }
        return;
    }
    let Some(place) = browser::find("lesson") else { return };
    let bench = &change.state.bench;
    let mut markup = Markup::default();
    if let Some(source) = &bench.said.lesson {
        write::panel(session, bench, source_name(source), &mut markup);
    }
    let is_closed = markup.html().is_empty();
    if is_new {
        browser::rewrite(&place, markup.html());
    } else {
        // The same in other words: what was chosen, and is not checked yet, stays.
        keep_chosen(&place, || browser::rewrite(&place, markup.html()));
    }
    let _ = place.toggle_attribute_with_force("hidden", is_closed);
    show_way_back(session);
    if let Some(app) = browser::find("app") {
        let _ = app.toggle_attribute_with_force("data-lesson", !is_closed);
    }
}
