//! Writing the list of experiments, and the one that is open.

use super::{GROUP, STEPS, place_is_shown, present};
use crate::explain::experiment::{Experiment, Finding, experiments};
use crate::scenario::address::Phase;
use crate::scenario::run;
use crate::ui::laboratory::{Bench, write_answers};
use crate::ui::markup::Markup;
use crate::ui::{Session, icon};

/// All experiments, the one that is open marked.
pub(super) fn list(bench: &Bench, markup: &mut Markup) {
    markup.raw(
        "<p>Somebody is on the way between client and server. Each experiment asks what will come of it, then shows it, then \
         says what follows.</p><label class='tick'><input type='checkbox' id='show-attacker' data-do='show-attacker'",
    );
    markup.raw(if bench.said.attacker { " checked>" } else { ">" });
    markup.raw("Show who is on the way, in this run too</label><ol class='experiments'>");
    for (index, experiment) in experiments().into_iter().enumerate() {
        let is_open = bench.said.experiment.as_deref() == Some(experiment.name);
        markup.raw("<li><button type='button' data-do='experiment' data-n='").number(index);
        markup.raw(if is_open { "' aria-current='true' autofocus>" } else { "'>" });
        markup.raw("<span>").text(experiment.title).raw("</span> <code>").text(experiment.name);
        markup.raw("</code></button></li>");
    }
    markup.raw("</ol>");
}

/// The panel with the experiment of that name.
pub(super) fn panel(session: Session, bench: &Bench, name: &str, markup: &mut Markup) {
    let experiment = present(bench);
    markup.raw("<div class='lesson-head'><p class='kicker'>Experiment: ");
    markup.text(experiment.map_or(name, |experiment| experiment.title));
    markup.raw("</p><button type='button' class='quiet' aria-label='Leave the experiment' data-do='experiment-leave'>");
    markup.icon(icon::CLOSE).raw("</button></div>");
    let Some(experiment) = experiment else {
        markup.raw("<p role='alert'>No experiment of this page is called ").text(name).raw(".</p>");
        return;
    };
    match bench.said.phase {
        Phase::Question => question(bench, experiment, markup),
        Phase::Run => shown(session, experiment, markup),
        Phase::Conclusion => conclusion(session, experiment, markup),
    }
    markup.raw("<p class='said' role='status' id='experiment-said'></p>");
}

fn heading(words: &'static str, markup: &mut Markup) {
    markup.raw("<h2 id='experiment-part' tabindex='-1'>").raw(words).raw("</h2>");
}

fn button(what: &'static str, class: &'static str, words: &'static str, markup: &mut Markup) {
    markup.raw("<button type='button' class='").raw(class).raw("' data-do='").raw(what).raw("'>").raw(words);
    markup.raw("</button> ");
}

fn question(bench: &Bench, experiment: &Experiment, markup: &mut Markup) {
    let given = bench.experiment.given;
    heading("What will happen?", markup);
    markup.raw("<fieldset class='question'><legend>").text(experiment.question).raw("</legend>");
    let order = experiment.order();
    let answers = order.iter().map(|place| {
        let (mut text, mut why) = (Markup::default(), Markup::default());
        text.text(experiment.answers[*place].text);
        why.text(experiment.answers[*place].why);
        (text, why)
    });
    let stands_at = |sought: usize| order.iter().position(|place| *place == sought);
    let marks = given.map(|given| (stands_at(0).unwrap_or_default(), stands_at(given)));
    write_answers(markup, GROUP, &answers.collect::<Vec<_>>(), marks);
    markup.raw("<p class='buttons'>");
    if given.is_none() {
        button("experiment-answer", "button strong", "Check", markup);
        button("experiment-show", "button", "Show me", markup);
    } else {
        markup.raw("<button type='button' class='button strong' id='experiment-on' data-do='experiment-show'>See the run</button>");
    }
    markup.raw("</p></fieldset>");
}

/// The runs to choose from, the one that is shown pressed.
fn switch(session: Session, experiment: &Experiment, markup: &mut Markup) {
    if experiment.runs.len() < 2 && place_is_shown(session, experiment).is_some() {
        return;
    }
    let shown = place_is_shown(session, experiment);
    markup.raw("<div class='buttons runs' role='group' aria-label='Runs of the experiment'>");
    for (place, run) in experiment.runs.iter().enumerate() {
        markup.raw("<button type='button' class='button' data-do='experiment-run' data-n='").number(place);
        markup.raw(if shown == Some(place) { "' aria-pressed='true'>" } else { "' aria-pressed='false'>" });
        markup.text(run.label).raw("</button> ");
    }
    markup.raw("</div>");
}

fn shown(session: Session, experiment: &Experiment, markup: &mut Markup) {
    heading("The run", markup);
    switch(session, experiment, markup);
    markup.raw("<p>Step through it, or go straight to where it is decided.</p><p class='buttons'>");
    button("experiment-place", "button", "Where it is decided", markup);
    button("experiment-conclude", "button strong", "What follows", markup);
    markup.raw("</p>");
}

fn conclusion(session: Session, experiment: &Experiment, markup: &mut Markup) {
    heading("What follows", markup);
    for paragraph in experiment.conclusion {
        markup.raw("<p>").text(paragraph).raw("</p>");
    }
    let seed = session.scenario.with(|scenario| scenario.seed.clone());
    let present = session.run.get();
    let shown = place_is_shown(session, experiment);
    for (place, variant) in experiment.runs.iter().enumerate() {
        let scenario = variant.scenario(&seed);
        let finding = if shown == Some(place) {
            Finding::of(&scenario, &present.trace)
        } else {
            Finding::of(&scenario, &run(&scenario))
        };
        markup.raw("<h3>In the run: ").text(variant.label).raw("</h3><ul>");
        for remark in finding.remarks() {
            markup.raw("<li>").text(&remark.text);
            if let Some(step) = remark.step {
                markup.raw(" <button type='button' class='link' data-do='experiment-step' data-n='");
                markup.number(place * STEPS + step).raw("'>Step ").number(step + 1).raw("</button>");
            }
            markup.raw("</li>");
        }
        markup.raw("</ul>");
    }
    markup.raw("<p class='citations'>");
    for citation in experiment.citations {
        markup.citation(*citation).raw(" ");
    }
    markup.raw("</p>");
    switch(session, experiment, markup);
    markup.raw("<p class='buttons'>");
    button("experiment-show", "button", "Back to the run", markup);
    if experiment.runs.len() > 1 {
        button("experiment-compare", "button", "Compare the runs", markup);
    }
    markup.raw("<button type='button' class='button strong' aria-haspopup='dialog' data-do='experiments'>Another experiment</button></p>");
}
