//! What just happened, and why it matters.

use core::cell::RefCell;

use web_sys::Element;

use super::browser::{find, set_text};
use super::change::Change;
use super::markup::Markup;
use super::part::WHOLE;
use crate::explain;
use crate::scenario::address::Depth;

pub(super) fn write(markup: &mut Markup) {
    markup.raw("<section class='story' aria-label='What happens'>");
    if WHOLE {
        markup.raw("<section id='lesson' aria-label='Lesson' hidden></section>");
    }
    markup.raw("<div id='telling'></div>");
    if WHOLE {
        markup.raw(
            "<section id='prediction' aria-label='Prediction' hidden></section>\
             <p class='said' role='status' id='prediction-said'></p>",
        );
    }
    markup.raw("<p class='visually-hidden' role='status' id='announcement'></p></section>");
}

pub(super) fn paint(change: &Change, told: &RefCell<Vec<Part>>) {
    if !(change.step_is_new() || change.is_new(|state| state.depth)) {
        return;
    }
    let now = tell(change);
    if let Some(telling) = find("telling") {
        mend(&telling, &told.borrow(), &now);
    }
    told.replace(now);
}

/// A part of the story: an element, and what is in it.
pub(super) struct Part {
    /// Its start tag.
    start: &'static str,
    /// Its name again, to end it.
    end: &'static str,
    /// What comes first in it.
    lead: Markup,
    /// The text that ends it, by itself in its node; empty for none.
    text: String,
}

impl Part {
    fn text(start: &'static str, end: &'static str, text: &str) -> Self {
        Self { start, end, lead: Markup::default(), text: text.into() }
    }

    fn write(&self, markup: &mut Markup) {
        markup.raw(self.start).append(&self.lead).text(&self.text).raw(self.end);
    }
}

/// Writes anew only what is said in other words: elements that stay need no style, and texts no parser.
fn mend(telling: &Element, before: &[Part], now: &[Part]) {
    let alike = |(old, new): &(&Part, &Part)| old.start == new.start;
    let first = before.iter().zip(now).take_while(alike).count();
    let rest = before.len().min(now.len()) - first;
    let last = before.iter().rev().zip(now.iter().rev()).take(rest).take_while(alike).count();
    let child = |index: usize| telling.children().item(u32::try_from(index).ok()?);
    for _ in first..before.len() - last {
        if let Some(gone) = child(first) {
            gone.remove();
        }
    }
    let mut fresh = Markup::default();
    let (new, end) = (first..now.len() - last, now.len() - last);
    for part in &now[new.clone()] {
        part.write(&mut fresh);
    }
    let _ = match child(first) {
        Some(next) => next.insert_adjacent_html("beforebegin", fresh.html()),
        None => telling.insert_adjacent_html("beforeend", fresh.html()),
    };
    for (index, new) in now.iter().enumerate().filter(|(index, _)| *index < first || *index >= end) {
        let old = &before[if index < first { index } else { index + before.len() - now.len() }];
        let same_lead = old.lead.html() == new.lead.html();
        if same_lead && old.text == new.text {
            continue;
        }
        let Some(element) = child(index) else { continue };
        let text = element.last_child().filter(|_| same_lead && !old.text.is_empty() && !new.text.is_empty());
        if let Some(text) = text {
            text.set_node_value(Some(&new.text));
        } else {
            let mut inside = Markup::default();
            inside.append(&new.lead).text(&new.text);
            element.set_inner_html(inside.html());
        }
    }
}

/// Says to a screen reader where the reader is, if they went there themselves; silent while playing.
pub(super) fn announce(change: &Change) {
    let mut spoken = String::new();
    if !change.state.playing {
        let mut here = Markup::default();
        place(change, &mut here);
        spoken.push_str(here.raw(": ").html());
        spoken.push_str(&explain::step(&change.run.trace, change.state.cursor).title);
    }
    set_text("announcement", &spoken);
}

/// Writes `Step 4 of 21`.
fn place(change: &Change, markup: &mut Markup) {
    markup.raw("Step ").number(change.state.cursor + 1).raw(" of ").number(change.run.outline.lines.len());
}

/// The story.
fn tell(change: &Change) -> Vec<Part> {
    let (outline, cursor) = (&change.run.outline, change.state.cursor);
    let Some(line) = outline.lines.get(cursor) else {
        return vec![Part::text("<p class='kicker'>", "</p>", "This run has no steps.")];
    };
    let words = explain::step(&change.run.trace, cursor);
    let mut kicker = Markup::default();
    place(change, &mut kicker);
    kicker.raw(" · ").raw(line.route());
    if let Some(secret) = line.sealed_with {
        kicker.raw(" · sealed with <code>").raw(secret.name()).raw("</code>");
    }
    let mut parts = vec![
        Part { start: "<p class='kicker'>", end: "</p>", lead: kicker, text: String::new() },
        Part::text("<h2>", "</h2>", &words.title),
    ];
    let paragraphs = match change.state.depth {
        Depth::Simple => &words.simple,
        Depth::Technical => &words.technical,
    };
    parts.extend(paragraphs.iter().map(|text| Part::text("<p>", "</p>", text)));
    if !words.why.is_empty() {
        let mut lead = Markup::default();
        lead.raw("<b>Why it matters: </b>");
        parts.push(Part { lead, ..Part::text("<p class='why'>", "</p>", &words.why) });
    }
    let mut citations = Markup::default();
    for citation in &words.citations {
        citations.citation(*citation).raw(" ");
    }
    parts.push(Part { start: "<p class='citations'>", end: "</p>", lead: citations, text: String::new() });
    parts
}
