//! Writing a part of a lesson.

use super::{group, present};
use crate::explain::predict::question;
use crate::lesson::{Block, Inline, Text, Written, inline, place};
use crate::scenario::run;
use crate::ui::Session;
use crate::ui::icon;
use crate::ui::laboratory::{Bench, write_answers};
use crate::ui::markup::Markup;

/// What is wrong, one thing in each line.
pub(super) fn problems(problems: &[String], markup: &mut Markup) {
    markup.raw("<div class='wrong-lesson'><p>This lesson cannot be used:</p><ul>");
    for problem in problems {
        markup.raw("<li>").text(problem).raw("</li>");
    }
    markup.raw("</ul></div>");
}

/// How a lesson is written: a Markdown of headings, paragraphs, lists, code, and the signs of lessons.
pub(super) fn guide(page: &str, markup: &mut Markup) {
    const CODE: &str = "</pre>";
    // What ends the block that is open.
    let mut end = "";
    for line in page.lines() {
        let is_fence = line.starts_with("```");
        if end == CODE && !is_fence {
            markup.text(line).raw("\n");
            continue;
        }
        let (opens, closes, words) = if is_fence && end == CODE || line.is_empty() {
            (end, "", "")
        } else if is_fence {
            ("<pre tabindex='0' role='region' aria-label='Example'>", CODE, "")
        } else if let Some(heading) = line.strip_prefix("## ") {
            ("<h3>", "</h3>", heading)
        } else if let Some(item) = line.strip_prefix("* ") {
            (if end.is_empty() { "<ul><li>" } else { "</li><li>" }, "</li></ul>", item)
        } else if line.starts_with("# ") {
            // The dialog has it as its title.
            continue;
        } else if end.is_empty() {
            ("<p>", "</p>", line)
        } else {
            (" ", end, line)
        };
        markup.raw(opens);
        match inline(words) {
            Ok(words) => text(&words, markup),
            Err(_) => drop(markup.text(words)),
        }
        end = closes;
    }
    markup.raw(end);
}

/// The panel with the part at hand.
pub(super) fn panel(session: Session, bench: &Bench, source: &str, markup: &mut Markup) {
    let title = bench.lesson.lesson.as_ref().map_or(source, |lesson| &lesson.title);
    markup.raw("<div class='lesson-head'><p class='kicker'>Lesson: ").text(title);
    let parts = bench.lesson.lesson.as_ref().map_or(0, |lesson| lesson.parts.len());
    if parts > 0 {
        markup.raw(" · part ").number(bench.said.part + 1).raw(" of ").number(parts);
    }
    markup.raw("</p><button type='button' class='quiet' aria-label='Close the lesson' data-do='lesson-close'>");
    markup.icon(icon::CLOSE).raw("</button></div>");
    let Some((part, number)) = present(bench) else {
        if bench.lesson.wrong.is_empty() {
            markup.raw("<p role='status'>The lesson is on its way.</p>");
        } else {
            problems(&bench.lesson.wrong, markup);
        }
        return;
    };
    markup.raw("<h2 id='lesson-part' tabindex='-1'>").text(&part.heading).raw("</h2>");
    if number == 0
        && let Some(lesson) = &bench.lesson.lesson
    {
        lesson.summary.iter().for_each(|block| text_block(block, markup));
    }
    // The questions are about the run that the part shows, wherever the reader is meanwhile.
    let scenario = part.scene.address.as_ref().map(|address| address.scenario.clone()).unwrap_or_default();
    let present = session.run.get();
    let same = session.scenario.with(|at_hand| *at_hand == scenario);
    let own;
    let trace = if same {
        &present.trace
    } else {
        own = run(&scenario);
        &own
    };
    let shown = place(&part.scene, trace).map(|place| place.step).unwrap_or_default();
    let depth = session.state.get().depth;
    for (at, block) in part.blocks.iter().enumerate() {
        let given = bench.lesson.given(number, at);
        match block {
            Block::Paragraph(_) | Block::List(_) => text_block(block, markup),
            Block::Try { label, .. } => {
                markup
                    .raw("<p><button type='button' class='button' data-do='lesson-try' data-n='")
                    .number(at)
                    .raw("'>");
                markup.text(label).raw("</button></p>");
            }
            Block::Question { text: words, answers, .. } => written(words, answers, at, given, markup),
            Block::Ask { kind, .. } => {
                let asked = part.asks_about(trace, shown, *kind);
                let Some(asked) = asked.and_then(|step| question(trace, step, *kind, depth, &scenario.seed)) else {
                    continue;
                };
                let mut words = Markup::default();
                words.text(&asked.text);
                let answers = asked.answers.iter().map(|answer| {
                    let (mut text, mut why) = (Markup::default(), Markup::default());
                    text.text(&answer.text);
                    why.text(&answer.why);
                    (text, why)
                });
                form(&words, &answers.collect::<Vec<_>>(), asked.right, at, given, markup);
            }
        }
    }
    markup.raw("<p class='said' role='status' id='lesson-said'></p><p class='buttons'>");
    markup.raw("<button type='button' class='button' data-do='lesson-back'");
    markup.raw(if number == 0 { " disabled>" } else { ">" }).raw("Back</button> ");
    markup.raw("<button type='button' class='button strong' data-do='lesson-next'");
    markup.raw(if number + 1 == parts { " disabled>" } else { ">" }).raw("Next part</button> ");
    markup.raw("<button type='button' class='button' id='lesson-way-back' data-do='lesson-show' hidden>");
    markup.raw("Back to what this part is about</button></p>");
}

fn text_block(block: &Block, markup: &mut Markup) {
    match block {
        Block::Paragraph(words) => {
            markup.raw("<p>");
            text(words, markup);
            markup.raw("</p>");
        }
        Block::List(items) => {
            markup.raw("<ul>");
            for item in items {
                markup.raw("<li>");
                text(item, markup);
                markup.raw("</li>");
            }
            markup.raw("</ul>");
        }
        Block::Try { .. } | Block::Ask { .. } | Block::Question { .. } => {}
    }
}

fn text(words: &Text, markup: &mut Markup) {
    for inline in words {
        match inline {
            Inline::Plain(words) => markup.text(words),
            Inline::Emphasis(words) => markup.raw("<em>").text(words).raw("</em>"),
            Inline::Strong(words) => markup.raw("<strong>").text(words).raw("</strong>"),
            Inline::Code(words) => markup.raw("<code>").text(words).raw("</code>"),
        };
    }
}

/// A question that the author has written. Its answers stand as they are written, but for the right one, which is not always
/// the first: it goes as far down as the question is long.
fn written(words: &Text, answers: &[Written], at: usize, given: Option<usize>, markup: &mut Markup) {
    let mut question = Markup::default();
    text(words, &mut question);
    let mut order: Vec<&Written> = answers.iter().collect();
    let turn = question.html().len() % order.len().max(1);
    order.rotate_left(turn);
    let right = order.iter().position(|answer| answer.is_right).unwrap_or_default();
    let answers = order.iter().map(|answer| {
        let (mut says, mut why) = (Markup::default(), Markup::default());
        text(&answer.text, &mut says);
        text(&answer.why, &mut why);
        (says, why)
    });
    form(&question, &answers.collect::<Vec<_>>(), right, at, given, markup);
}

fn form(
    words: &Markup,
    answers: &[(Markup, Markup)],
    right: usize,
    at: usize,
    given: Option<usize>,
    markup: &mut Markup,
) {
    markup.raw("<fieldset class='question' tabindex='-1' data-place='").number(at).raw("'><legend>");
    markup.append(words).raw("</legend>");
    write_answers(markup, group(at), answers, given.map(|given| (right, Some(given))));
    if given.is_none() {
        markup
            .raw("<p class='buttons'><button type='button' class='button' data-do='lesson-answer' data-n='")
            .number(at);
        markup.raw("'>Check</button></p>");
    }
    markup.raw("</fieldset>");
}
