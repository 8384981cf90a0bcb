//! What just happened, and why it matters.

use super::browser::{find, set_text};
use super::change::Change;
use super::markup::Markup;
use crate::explain;
use crate::scenario::address::Depth;

pub(super) fn write(markup: &mut Markup) {
    markup.raw(
        "<section class='story' aria-label='What happens'><div id='telling'></div>\
         <p class='visually-hidden' role='status' id='announcement'></p></section>",
    );
}

pub(super) fn paint(change: &Change) {
    if !(change.step_is_new() || change.is_new(|state| (state.depth, state.playing))) {
        return;
    }
    let mut markup = Markup::default();
    let spoken = tell(change, &mut markup);
    if let Some(telling) = find("telling")
        && (change.step_is_new() || change.is_new(|state| state.depth))
    {
        telling.set_inner_html(markup.html());
    }
    // What a screen reader says on a step that the reader chose; silent while playing.
    set_text("announcement", if change.state.playing { "" } else { &spoken });
}

/// Writes the story, and returns what of it is spoken.
fn tell(change: &Change, markup: &mut Markup) -> String {
    let (outline, cursor) = (&change.run.outline, change.state.cursor);
    let Some(line) = outline.lines.get(cursor) else {
        markup.raw("<p class='kicker'>This run has no steps.</p>");
        return String::new();
    };
    let words = explain::step(&change.run.trace, cursor);
    let mut place = Markup::default();
    place.raw("Step ").number(cursor + 1).raw(" of ").number(outline.lines.len());
    markup.raw("<p class='kicker'>").text(place.html()).raw(" · ").raw(line.route());
    if let Some(secret) = line.sealed_with {
        markup.raw(" · sealed with <code>").raw(secret.name()).raw("</code>");
    }
    markup.raw("</p><h2>").text(&words.title).raw("</h2>");
    let paragraphs = match change.state.depth {
        Depth::Simple => &words.simple,
        Depth::Technical => &words.technical,
    };
    for text in paragraphs {
        markup.raw("<p>").text(text).raw("</p>");
    }
    if !words.why.is_empty() {
        markup.raw("<p class='why'><b>Why it matters: </b>").text(&words.why).raw("</p>");
    }
    markup.raw("<p class='citations'>");
    for citation in &words.citations {
        markup.raw("<a target='_blank' rel='noopener' href='").text(&citation.url()).raw("'>").text(&citation.label());
        markup.raw("</a> ");
    }
    markup.raw("</p>");
    let mut spoken = String::from(place.html());
    spoken.push_str(": ");
    spoken.push_str(&words.title);
    spoken
}
