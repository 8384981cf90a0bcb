//! Comparing, predicting, lessons and experiments: what the page keeps of them, and the dialog that leads to them.

use std::sync::Arc;

use wasm_bindgen::JsCast;
use web_sys::Element;

use super::browser::document;
use super::change::Change;
use super::markup::Markup;
use super::{Session, attack, browser, compare, dialog, experiments, lessons, link, predict};
use crate::explain::glossary;
use crate::lesson::Lesson;
use crate::scenario::Scenario;
use crate::scenario::address::{Depth, Laboratory, LessonSource, Phase, QuestionKind};

/// Marks the answer to an experiment among [`answers`]; the last letter that there is, and no number of the others.
const EXPERIMENT: usize = char::MAX as usize;

/// What the page keeps of comparing, predicting, lessons and experiments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bench {
    /// What a link holds of it.
    pub said: Laboratory,
    /// The scenario before the last change, or the one that was kept to be compared.
    pub before: Option<Box<Scenario>>,
    /// Whether `before` was kept, and stays through further changes.
    pub is_kept: bool,
    /// The questions before steps.
    pub predict: predict::Asking,
    /// The lesson that was read.
    pub lesson: lessons::Reading,
    /// The experiment that is open.
    pub experiment: experiments::Trial,
}

impl Bench {
    /// The last step that may be shown, if a question waits.
    pub fn limit(&self) -> Option<usize> {
        if experiments::waits(self) { Some(0) } else { self.predict.limit() }
    }
}

/// The styles of what only the whole program has; they come with it.
pub(super) fn write_styles(markup: &mut Markup) {
    let styles = concat!(include_str!("../../style/options.css"), include_str!("../../style/laboratory.css"));
    markup.raw("<style>").raw(styles).raw("</style>");
}

/// The dialogs.
pub(super) fn write_dialogs(markup: &mut Markup) {
    dialog::write(markup, "learn", "Learn");
    dialog::write(markup, "guide", "How to write a lesson");
    dialog::write(markup, "compare", "Compare");
    dialog::write(markup, "experiments", "Experiments");
}

/// What is in the dialog that leads to everything.
pub(super) fn content(session: Session) -> Markup {
    let mut markup = Markup::default();
    let state = session.state.get();
    markup.raw(
        "<h3>Experiments</h3><p>Somebody is on the way between the two. What will they achieve, and who will notice?</p><p>\
         <button type='button' class='button strong' aria-haspopup='dialog' data-do='experiments'>Experiments</button></p>",
    );
    lessons::write_list(&state.bench, &mut markup);
    predict::write_choice(&state.bench, &mut markup);
    markup.raw(
        "<h3>Two runs on one time axis</h3><p>How much time does each way of shaking hands take, and what can be read on the \
         way? Lay two runs side by side.</p><p><button type='button' class='button' data-do='compare'>Compare two runs</button></p>\
         <details class='glossary'><summary>Words that come again and again</summary><dl>",
    );
    for entry in glossary() {
        markup.raw("<dt>").text(entry.term).raw("</dt><dd>");
        markup.text(if state.depth == Depth::Simple { entry.simple } else { entry.technical }).raw(" ");
        markup.citation(entry.citation).raw("</dd>");
    }
    markup.raw("</dl></details>");
    markup
}

/// Does what a button of these says; `false` if it is none.
pub(super) fn click(session: Session, button: &Element, what: &str, number: usize) -> bool {
    match what {
        "compare" => {
            dialog::close(button);
            compare::start(session);
        }
        "futures" => {
            dialog::close(button);
            compare::futures(session);
        }
        "compare-parting" => compare::show_parting(session, button),
        "compare-keep" => compare::keep(session, button),
        "compare-swap" => compare::swap(session),
        "lesson-guide" => lessons::show_guide(),
        "lesson" => lessons::open_shipped(session, button, number),
        "lesson-close" => lessons::close(session),
        "lesson-next" => lessons::turn(session, 1),
        "lesson-back" => lessons::turn(session, -1),
        "lesson-show" => lessons::show(session),
        "lesson-try" => lessons::try_it(session, number),
        "lesson-answer" => lessons::answer(session, number),
        "experiment" => experiments::start(session, button, number),
        "experiment-answer" => experiments::answer(session),
        "experiment-show" => experiments::turn(session, Phase::Run),
        "experiment-conclude" => experiments::turn(session, Phase::Conclusion),
        "experiment-run" => experiments::choose(session, number),
        "experiment-place" => experiments::show_place(session),
        "experiment-step" => experiments::show_step(session, number),
        "experiment-compare" => experiments::compare(session),
        "experiment-leave" => experiments::leave(session),
        "predict-start" => predict::start(session, button),
        "predict-stop" => predict::stop(session, button),
        "predict-answer" => predict::answer(session),
        "predict-skip" => predict::skip(session),
        "predict-on" => predict::go_on(session),
        other => return attack::click(session, button, other, number),
    }
    // Sooner than what else the address says: an answer cannot be given again by who reloads the page at once.
    if what.ends_with("-answer") || what == "predict-skip" {
        link::write(session);
    }
    true
}

/// Takes what was chosen or moved in one of these; `false` if it is none of them.
pub(super) fn put_in(session: Session, target: &Element, what: &str, kind: &str) -> bool {
    match (what, kind) {
        ("compare-with", "change") => compare::choose(session, target),
        ("compare-link", "input") => compare::slide(session, target),
        ("show-attacker", "change") => experiments::show_attacker(session),
        ("lesson-file", "change") => lessons::open_file(session, target),
        _ => return attack::put_in(target, what),
    }
    true
}

/// Shows what has changed.
pub(super) fn paint(session: Session, change: &Change) {
    compare::paint(session, change);
    experiments::paint(session, change);
    lessons::paint(session, change);
    attack::lead();
}

/// Follows a link, whose run is there.
pub(super) fn open(session: Session) {
    let answers: Vec<usize> =
        browser::kept().chars().filter_map(|number| usize::try_from(u32::from(number)).ok()).collect();
    // The experiment's comes last, behind a number that none of the others is.
    let (answers, asked) = match answers.as_slice() {
        [before @ .., EXPERIMENT, answer] => (before, Some(*answer)),
        all => (all, None),
    };
    experiments::load(session, asked);
    lessons::load(session, answers);
    predict::recall(session, answers);
    predict::show();
}

/// The answers to the lesson's questions, or else to those before steps, and to the experiment's, each number of them as a letter.
/// The page's entry in the history keeps them, so that a reload and the way back have them; a link does not.
pub(super) fn answers(session: Session) -> String {
    let bench = session.state.get().bench;
    let mut answers = if bench.said.lesson.is_some() { bench.lesson.answers() } else { bench.predict.answers() };
    answers.extend(experiments::answer_given(&bench).into_iter().flat_map(|answer| [EXPERIMENT, answer]));
    answers.into_iter().filter_map(|number| u32::try_from(number).ok().and_then(char::from_u32)).collect()
}

/// What the browser's own dialog says of itself when it is closed.
pub(super) fn closed(session: Session, dialog: &Element) {
    if dialog.id() == "compare" {
        session.update(|state| state.bench.said.compare = None);
        // A link opened it, and so there is nothing to go back to.
        let focused = document().active_element();
        if focused.is_none_or(|focused| focused.tag_name() == "BODY") {
            browser::focus("to-next");
        }
    }
}

/// Writes answers as radio buttons; `marks` are those that are checked already: the place of the right one, and of the one
/// that was taken.
pub(super) fn write_answers(
    markup: &mut Markup,
    group: usize,
    answers: &[(Markup, Markup)],
    marks: Option<(usize, Option<usize>)>,
) {
    for (place, (text, why)) in answers.iter().enumerate() {
        let (is_right, is_taken) = match marks {
            Some((right, taken)) => (right == place, taken == Some(place)),
            None => (false, false),
        };
        markup.raw("<div class='answer").raw(match (marks.is_some(), is_right, is_taken) {
            (true, true, _) => " right'>",
            (true, false, true) => " wrong'>",
            _ => "'>",
        });
        markup.raw("<label><input type='radio' name='answer-").number(group).raw("' value='").number(place);
        markup.raw(if marks.is_some() { "' disabled" } else { "'" }).raw(if is_taken { " checked>" } else { ">" });
        if marks.is_some() && (is_right || is_taken) {
            markup.raw(if is_right { super::markup::TICK } else { super::markup::CROSS });
            markup.raw("<span class='visually-hidden'>");
            markup.raw(if is_right { "Right: </span>" } else { "Not right: </span>" });
        }
        markup.raw("<span>").append(text).raw("</span></label>");
        if marks.is_some() {
            markup.raw("<p class='because'>").append(why).raw("</p>");
        }
        markup.raw("</div>");
    }
}

/// Which of the radio buttons of a group is chosen.
pub(super) fn chosen(group: usize) -> Option<usize> {
    let mut selector = Markup::default();
    selector.raw("input[name='answer-").number(group).raw("']:checked");
    let input = document().query_selector(selector.html()).ok()??;
    browser::value(&input).parse().ok()
}

/// Writes questions anew, in which the answers that were chosen, and not checked yet, stay so.
pub(super) fn keep_chosen(place: &Element, write: impl FnOnce()) {
    let Ok(inputs) = place.query_selector_all("input[type='radio']:checked:enabled") else { return write() };
    let chosen = (0..inputs.length()).filter_map(|index| inputs.item(index)?.dyn_into::<Element>().ok());
    let chosen: Vec<_> = chosen.map(|input| (input.get_attribute("name"), browser::value(&input))).collect();
    write();
    for (name, value) in chosen {
        let selector = ["input[name='", &name.unwrap_or_default(), "'][value='", &value, "']:enabled"].concat();
        if let Ok(Some(input)) = place.query_selector(&selector) {
            browser::tick(&input);
        }
    }
}

/// Where a lesson comes from, for readers.
pub(super) fn source_name(source: &LessonSource) -> &str {
    match source {
        LessonSource::Shipped(name) => name,
        LessonSource::File(path) => path,
        LessonSource::Text(_) => "the lesson in this link",
    }
}

/// A lesson that is shared by who shows it.
pub(super) type Shared = Arc<Lesson>;

/// All kinds of questions with their words.
pub(super) fn kinds() -> impl Iterator<Item = (QuestionKind, &'static str)> {
    QuestionKind::ALL.iter().map(|kind| (*kind, crate::explain::predict::title(*kind)))
}
