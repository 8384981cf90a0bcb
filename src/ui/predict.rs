//! Questions before steps: what comes next is not shown before the reader has answered, or passed.

use web_sys::Element;

use super::browser::document;
use super::change::Change;
use super::laboratory::{Bench, chosen, keep_chosen, kinds, write_answers};
use super::markup::Markup;
use super::{Run, Session, browser, dialog, experiments, story};
use crate::explain::predict::{Question, plan, question};
use crate::scenario::address::QuestionKind;

/// The group of the radio buttons, apart from those of lessons.
const GROUP: usize = 0;

/// The questions of a run, and how they were answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asking {
    /// Before which steps what is asked; those up to where the reader began are left out.
    plan: Vec<(usize, QuestionKind)>,
    /// Where the reader began.
    from: usize,
    /// What was answered, in order; `None` where the reader passed.
    given: Vec<Option<usize>>,
    /// How many of the answers were right.
    right: usize,
}

impl Asking {
    /// Asks about the steps after `cursor`.
    pub fn new(run: &Run, kinds: &[QuestionKind], seed: &str, cursor: usize) -> Self {
        let plan = plan(&run.trace, kinds, seed).into_iter().filter(|(step, _)| *step > cursor).collect();
        Self { plan, from: cursor, ..Self::default() }
    }

    /// The answers as numbers, for [`recall`].
    pub fn answers(&self) -> Vec<usize> {
        let given = self.given.iter().map(|given| given.map_or(0, |given| given + 1));
        if self.given.is_empty() { Vec::new() } else { [self.from, self.right].into_iter().chain(given).collect() }
    }

    /// The last step that may be shown, if questions are left.
    pub fn limit(&self) -> Option<usize> {
        self.plan.get(self.given.len()).map(|(step, _)| step - 1)
    }

    /// How many were answered, and not passed.
    fn answered(&self) -> usize {
        self.given.iter().flatten().count()
    }
}

/// What is shown at a step: the question that waits there, or the one that was just answered.
fn at(asking: &Asking, cursor: usize) -> Option<(usize, QuestionKind, Option<usize>)> {
    let waiting = asking.given.len();
    if let Some((step, kind)) = asking.plan.get(waiting).filter(|(step, _)| step - 1 == cursor) {
        return Some((*step, *kind, None));
    }
    let (step, kind) = asking.plan.get(waiting.checked_sub(1)?).filter(|(step, _)| step - 1 == cursor)?;
    let given = (*asking.given.last()?)?;
    Some((*step, *kind, Some(given)))
}

/// Takes up the answers that were given before, if they lead to where the reader is.
pub(super) fn recall(session: Session, answers: &[usize]) {
    let [from, right, given @ ..] = answers else { return };
    let state = session.state.get();
    let mut then = state.clone();
    then.cursor = *from;
    let mut asking = session.asking(&then);
    if given.len() > asking.plan.len() {
        return;
    }
    asking.given = given.iter().map(|given| given.checked_sub(1)).collect();
    asking.right = (*right).min(asking.answered());
    if asking.limit().is_none_or(|limit| state.cursor <= limit) {
        session.update(|state| state.bench.predict = asking);
    }
}

fn ask(session: Session, step: usize, kind: QuestionKind) -> Option<Question> {
    let (run, depth) = (session.run.get(), session.state.get().depth);
    question(&run.trace, step, kind, depth, &session.scenario.with(|scenario| scenario.seed.clone()))
}

/// The choice of kinds in the dialog.
pub(super) fn write_choice(bench: &Bench, markup: &mut Markup) {
    let is_on = !bench.said.predict.is_empty();
    markup.raw(
        "<h3>Questions before each step</h3><p>Before a step is shown the page asks what will happen. The answers come from \
         this run.</p><fieldset class='kinds'><legend>What is asked</legend>",
    );
    for (index, (kind, title)) in kinds().enumerate() {
        let is_ticked = !is_on || bench.said.predict.contains(&kind);
        markup.raw("<label class='tick'><input type='checkbox' id='kind-").number(index);
        markup.raw(if is_ticked { "' checked>" } else { "'>" }).raw(title).raw("</label>");
    }
    markup.raw("</fieldset><p class='said' role='status' id='kinds-said'></p><p>");
    markup.raw("<button type='button' class='button' data-do='predict-start'>");
    markup.raw(if is_on { "Ask anew from this step on</button> " } else { "Ask me</button> " });
    if is_on {
        markup.raw("<button type='button' class='button' data-do='predict-stop'>Stop asking</button>");
    }
    markup.raw("</p>");
}

/// Begins to ask, about what was ticked.
pub(super) fn start(session: Session, button: &Element) {
    let mut id = Markup::default();
    let mut chosen = Vec::new();
    for (index, (kind, _)) in kinds().enumerate() {
        id = Markup::default();
        id.raw("kind-").number(index);
        if browser::is_checked(id.html()) {
            chosen.push(kind);
        }
    }
    drop(id);
    if chosen.is_empty() {
        browser::set_text("kinds-said", "Tick at least one kind of question.");
        return;
    }
    dialog::close(button);
    session.update(|state| state.bench.said.predict = chosen);
    session.ask_anew();
    browser::focus("prediction-question");
}

/// Shows the question that waits where a link leads.
pub(super) fn show() {
    if let Some(question) = browser::find("prediction") {
        story::keep_in_sight(&question, question.client_height(), || true);
    }
}

/// Asks no more.
pub(super) fn stop(session: Session, button: &Element) {
    dialog::close(button);
    session.update(|state| state.bench.said.predict = Vec::new());
    session.ask_anew();
}

/// Takes the answer that is chosen.
pub(super) fn answer(session: Session) {
    let Some(given) = chosen(GROUP) else {
        browser::set_text("prediction-said", "Choose an answer first, or skip the question.");
        return;
    };
    let state = session.state.get();
    let Some((step, kind, None)) = at(&state.bench.predict, state.cursor) else { return };
    let Some(question) = ask(session, step, kind) else { return };
    let is_right = question.right == given;
    session.update(|state| {
        state.bench.predict.given.push(Some(given));
        state.bench.predict.right += usize::from(is_right);
    });
    let answer = &question.answers[given];
    let mut said = String::from(if is_right { "Right. " } else { "Not right. " });
    said.push_str(&answer.why);
    browser::set_text("prediction-said", &said);
    browser::focus("prediction-on");
}

/// Passes the question by, and goes on.
pub(super) fn skip(session: Session) {
    session.update(|state| state.bench.predict.given.push(None));
    go_on(session);
}

/// Goes on to the step that was asked about.
pub(super) fn go_on(session: Session) {
    let cursor = session.state.get().cursor;
    session.jump(cursor + 1);
    // First the step, and below it what is asked next.
    let title = document().query_selector("#telling h2").ok().flatten();
    let title = title.filter(|_| browser::find("prediction-question").is_some());
    match title {
        Some(title) => {
            let _ = title.set_attribute("tabindex", "-1");
            browser::focus_on(Some(title));
        }
        None => browser::focus("to-next"),
    }
}

/// Leads to the question, because the reader wants to go on without an answer.
pub(super) fn insist(session: Session, asked_for: usize) {
    let state = session.state.get();
    if state.bench.limit().is_none_or(|limit| asked_for <= limit) {
        return;
    }
    // The slider goes back to where the page is.
    if let Some(slider) = browser::find("slider") {
        browser::set_value(&slider, Markup::default().number(state.cursor + 1).html());
    }
    if experiments::waits(&state.bench) {
        experiments::insist();
        return;
    }
    browser::set_text("prediction-said", "Answer the question first, or skip it.");
    browser::focus("prediction-question");
}

/// Shows the question that waits, and hides what is not to be known yet.
pub(super) fn paint(session: Session, change: &Change) {
    let is_same_question = !change.step_is_new()
        && !change.is_new(|state| state.bench.predict.clone())
        && !change.is_new(|state| state.bench.said.predict.clone())
        && !change.is_new(|state| experiments::waits(&state.bench))
        && !change.is_new(|state| state.bench.said.lesson.clone());
    if is_same_question && !change.is_new(|state| state.depth) {
        return;
    }
    let asking = &change.state.bench.predict;
    hide(change.state.bench.limit());
    let Some(place) = browser::find("prediction") else { return };
    let mut markup = Markup::default();
    let said = &change.state.bench.said;
    // A lesson leads through the run itself.
    if !said.predict.is_empty() && said.lesson.is_none() && !experiments::waits(&change.state.bench) {
        write(session, asking, change.state.cursor, &mut markup);
    }
    if is_same_question {
        keep_chosen(&place, || place.set_inner_html(markup.html()));
    } else {
        place.set_inner_html(markup.html());
        browser::set_text("prediction-said", "");
    }
    let _ = place.toggle_attribute_with_force("hidden", markup.html().is_empty());
}

fn write(session: Session, asking: &Asking, cursor: usize, markup: &mut Markup) {
    let shown = at(asking, cursor);
    let question = shown.and_then(|(step, kind, given)| Some((ask(session, step, kind)?, given)));
    if let Some((question, given)) = question {
        let answers: Vec<_> = question
            .answers
            .iter()
            .map(|answer| {
                let (mut text, mut why) = (Markup::default(), Markup::default());
                text.text(&answer.text);
                why.text(&answer.why);
                (text, why)
            })
            .collect();
        markup.raw("<fieldset class='question'><legend id='prediction-question' tabindex='-1'>");
        markup.text(&question.text).raw("</legend>");
        write_answers(markup, GROUP, &answers, given.map(|given| (question.right, Some(given))));
        markup.raw("<p class='buttons'>").raw(match given {
            None => {
                "<button type='button' class='button strong' data-do='predict-answer'>Check</button> \
                 <button type='button' class='button' data-do='predict-skip'>Skip</button>"
            }
            Some(_) => {
                "<button type='button' class='button strong' id='prediction-on' data-do='predict-on'>Show the step</button>"
            }
        });
        markup.raw("</p></fieldset>");
    }
    markup.raw("<p class='score'>Right: ").number(asking.right).raw(" of ").number(asking.answered());
    let left = asking.plan.len() - asking.given.len();
    markup.raw(". ");
    if left == 0 {
        markup.raw("No questions are left.</p>");
    } else {
        markup.count(left, "question").raw(" to come.</p>");
    }
}

/// Hides from the ladder what the steps after `limit` are.
fn hide(limit: Option<usize>) {
    let Some(rows) = browser::find("ladder").map(|ladder| ladder.children()) else { return };
    for index in 0..rows.length() {
        let is_hidden = limit.is_some_and(|limit| usize::try_from(index).is_ok_and(|index| index > limit));
        if let Some(row) = rows.item(index) {
            let _ = row.toggle_attribute_with_force("data-hidden", is_hidden);
        }
    }
}
