//! What just happened, and why it matters.

use core::cell::RefCell;

#[cfg(feature = "whole")]
use wasm_bindgen::JsCast;
#[cfg(feature = "whole")]
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::browser::{find, set_text};
use super::change::Change;
use super::markup::Markup;
use super::part::WHOLE;
use crate::explain;
use crate::scenario::address::Depth;

pub(super) fn write(markup: &mut Markup) {
    markup.raw("<div class='hold'><section class='story' aria-label='What happens'>");
    if WHOLE {
        markup.raw("<section id='experiment' aria-label='Experiment' hidden></section><section id='lesson' aria-label='Lesson' hidden></section>");
        #[cfg(feature = "whole")]
        super::attack::write(markup);
    }
    markup.raw("<div id='telling'></div>");
    if WHOLE {
        markup.raw(
            "<section id='prediction' aria-label='Prediction' hidden></section>\
             <p class='said' role='status' id='prediction-said'></p>",
        );
    }
    // Beside the story, whose words would otherwise be laid out again for it.
    markup.raw("</section><p class='visually-hidden' role='status' id='announcement'></p></div>");
}

/// Has the words of another step begin in sight, unless something stands over them. It comes before anything else is changed:
/// then nothing is laid out for it.
pub(super) fn rewind(change: &Change) {
    if !change.run_is_new() && change.step_is_new() {
        to_top();
    }
}

fn to_top() {
    #[cfg(feature = "whole")]
    if is_below_a_card() {
        return;
    }
    if let Some(story) = find("telling").and_then(|telling| telling.parent_element()) {
        story.set_scroll_top(0);
    }
}

/// Writes the words of a step. What was `told` before, and stands in another run as well, stays.
pub(super) fn paint(change: &Change, told: &RefCell<String>) {
    #[cfg(feature = "whole")]
    let is_asked_anew = change.is_new(|state| super::experiments::waits(&state.bench));
    #[cfg(not(feature = "whole"))]
    let is_asked_anew = false;
    if !(change.step_is_new() || change.is_new(|state| state.depth) || is_asked_anew) {
        return;
    }
    let mut markup = Markup::default();
    tell(change, &mut markup);
    let Some(telling) = find("telling") else { return };
    #[cfg(feature = "whole")]
    {
        let before = told.replace(markup.html().into());
        if change.before.is_some() && change.run_is_new() {
            return retell(&telling, &before, markup.html());
        }
    }
    #[cfg(not(feature = "whole"))]
    let _ = told;
    telling.set_inner_html(markup.html());
    #[cfg(feature = "whole")]
    if change.before.is_some() && change.step_is_new() {
        keep_in_sight(&telling, IN_SIGHT, is_below_a_card);
    }
}

/// Writes the words of another run: of many steps it says the same, or nearly.
#[cfg(feature = "whole")]
fn retell(telling: &Element, before: &str, now: &str) {
    if before == now {
        return;
    }
    let (old, new) = (elements(before), elements(now));
    if old.len() == new.len() {
        let blocks = telling.children();
        let others = (0..).zip(old.iter().zip(&new)).filter(|(_, (old, new))| old != new);
        let others: Vec<_> = others.filter_map(|(index, (_, new))| Some((blocks.item(index)?, new))).collect();
        for (block, new) in others {
            block.set_outer_html(new);
        }
    } else {
        telling.set_inner_html(now);
    }
    to_top();
}

/// The elements one after the other of which the words of a step consist; no other begins as these do.
#[cfg(feature = "whole")]
fn elements(html: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = html.match_indices("<p").chain(html.match_indices("<h2")).map(|(at, _)| at).collect();
    starts.sort_unstable();
    let ends = starts.iter().skip(1).copied().chain([html.len()]);
    starts.iter().zip(ends).map(|(start, end)| &html[*start..end]).collect()
}

/// Whether a lesson, an experiment or the attacker's card stands over the words of the step.
#[cfg(feature = "whole")]
fn is_below_a_card() -> bool {
    ["lesson", "experiment", "attack"].into_iter().any(|id| find(id).is_some_and(|card| !card.has_attribute("hidden")))
}

/// How much of the words of a step is to be seen at the least, in CSS pixels.
#[cfg(feature = "whole")]
const IN_SIGHT: i32 = 90;

/// Brings a part of the story into sight if not even `wanted` pixels of it are seen, and `may_hide` says that something can be in
/// the way.
///
/// Where the story is a box of its own it is scrolled in that alone, because a frame must not move the page around it.
#[cfg(feature = "whole")]
pub(super) fn keep_in_sight(part: &Element, wanted: i32, may_hide: fn() -> bool) {
    let Some(part) = part.dyn_ref::<HtmlElement>().filter(|_| may_hide()) else { return };
    let Some(story) = part.closest(".story").ok().flatten() else { return };
    let (top, height) = (part.offset_top(), story.client_height());
    if story.scroll_height() <= height {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        let head = part.query_selector("h2").ok().flatten();
        head.as_ref().unwrap_or(part).scroll_into_view_with_scroll_into_view_options(&options);
    } else if top + wanted.min(height) > story.scroll_top() + height {
        story.set_scroll_top(top);
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

/// Writes `Step 4 of 21`; while an experiment asks how the run ends, not how long it is.
fn place(change: &Change, markup: &mut Markup) {
    markup.raw("Step ").number(change.state.cursor + 1);
    #[cfg(feature = "whole")]
    if super::experiments::waits(&change.state.bench) {
        return;
    }
    markup.raw(" of ").number(change.run.outline.lines.len());
}

/// Writes the story.
fn tell(change: &Change, markup: &mut Markup) {
    let (outline, cursor) = (&change.run.outline, change.state.cursor);
    let Some(line) = outline.lines.get(cursor) else {
        markup.raw("<p class='kicker'>This run has no steps.</p>");
        return;
    };
    let words = explain::step(&change.run.trace, cursor);
    markup.raw("<p class='kicker'>");
    place(change, markup);
    markup.raw(" · ").raw(line.route());
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
        markup.citation(*citation).raw(" ");
    }
    markup.raw("</p>");
}
