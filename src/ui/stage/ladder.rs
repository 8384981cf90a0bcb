//! The ladder: every step of the run, in order.

#[cfg(feature = "whole")]
mod moved;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{epoch_class, side_class};
use crate::trace::{MessageName, StepKind};
use crate::ui::browser::{find, is_framed, window};
use crate::ui::change::Change;
use crate::ui::icon;
use crate::ui::markup::Markup;
use crate::ui::outline::Line;
use crate::ui::part::WHOLE;

pub(in crate::ui) fn paint(change: &Change) {
    if !change.step_is_new() {
        return;
    }
    let Some(list) = find("ladder") else { return };
    let cursor = change.state.cursor;
    let before = change.before.map(|before| before.state.cursor);
    if change.run_is_new() {
        write_rows(&list, change);
    }
    // The step is the same as before in most other runs; then its row has all of it already, or is a new one.
    if let Some(before) = before.filter(|before| *before != cursor) {
        // Only between the step before and this one rows are in another place now.
        let first = before.min(cursor);
        let mut here = row_of(&list, first);
        for index in first..=before.max(cursor) {
            let Some(row) = here else { break };
            let _ = row.set_attribute("data-place", place(index, cursor));
            here = row.next_element_sibling();
        }
        if let Some(button) = row_of(&list, before).and_then(|row| row.first_element_child()) {
            let _ = button.remove_attribute("aria-current");
        }
    }
    if let Some(button) = row_of(&list, cursor).and_then(|row| row.first_element_child())
        && !button.has_attribute("aria-current")
    {
        let _ = button.set_attribute("aria-current", "step");
    }
}

/// Writes the rows; those that say the same as in the run before stay, if there are as many.
fn write_rows(list: &Element, change: &Change) {
    let lines = &change.run.outline.lines;
    #[cfg(feature = "whole")]
    if let Some(before) = change.before.filter(|before| before.run.outline.lines.len() != lines.len()) {
        return moved::write(list, (&before.run.outline.lines, before.state.cursor), lines, change.state.cursor);
    }
    let shown = change.before.map(|before| &before.run.outline.lines).filter(|shown| shown.len() == lines.len());
    let mut rows = Markup::default();
    for (index, line) in lines.iter().enumerate() {
        let stays = shown.is_some_and(|shown| shown[index] == *line);
        #[cfg(feature = "whole")]
        let stays = stays || shown.is_some_and(|shown| relabel(list, index, &shown[index], line));
        if !stays {
            row(index, line, place(index, change.state.cursor), &mut rows);
        }
        if let (false, Some(_), Some(here)) = (stays, shown, row_of(list, index)) {
            here.set_outer_html(core::mem::take(&mut rows).html());
        }
    }
    if shown.is_none() {
        list.set_inner_html(rows.html());
    }
}

/// Changes the words of a row, if nothing else of it is another: cheaper by far than another row.
#[cfg(feature = "whole")]
fn relabel(list: &Element, index: usize, before: &Line, now: &Line) -> bool {
    let same = Line { label: before.label.clone(), bytes: before.bytes, ..now.clone() } == *before;
    // What an alert says is also how its row looks.
    let is_alert = now.message() == Some(MessageName::Alert);
    let parts = now.bytes.is_some() == before.bytes.is_some() && now.played.is_none() && !is_alert;
    let Some(row) = row_of(list, index).filter(|_| same && parts) else { return false };
    let put = |part: &str, words: &str| {
        if let Ok(Some(part)) = row.query_selector(part) {
            part.set_text_content(Some(words));
        }
    };
    let Some(name) = now.message() else {
        put(".doing", &now.label);
        return true;
    };
    if let Ok(Some(arrow)) = row.query_selector(".arrow") {
        let _ = arrow.set_attribute("aria-label", &said(now, name));
    }
    put(".name", label(now, name));
    if let Some(bytes) = now.bytes {
        put(".bytes", Markup::default().number(bytes).raw(" B").html());
    }
    true
}

/// Sends the message on its way, one step forward and only then; the one before it has arrived.
pub(in crate::ui) fn travel(change: &Change) {
    if !change.step_is_new() {
        return;
    }
    let Some((before, list)) = change.before.zip(find("ladder")) else { return };
    let (before, cursor) = (before.state.cursor, change.state.cursor);
    if let Some(row) = row_of(&list, before).filter(|row| row.has_attribute(TRAVELS)) {
        let _ = row.remove_attribute(TRAVELS);
    }
    if let (true, Some(row)) = (before + 1 == cursor, row_of(&list, cursor)) {
        let _ = row.set_attribute(TRAVELS, "");
    }
}

/// What a row has whose message is on its way.
const TRAVELS: &str = "data-travels";

fn place(index: usize, cursor: usize) -> &'static str {
    match index.cmp(&cursor) {
        core::cmp::Ordering::Less => "past",
        core::cmp::Ordering::Equal => "now",
        core::cmp::Ordering::Greater => "future",
    }
}

fn row_of(list: &Element, index: usize) -> Option<Element> {
    list.children().item(u32::try_from(index).ok()?)
}

fn row(index: usize, line: &Line, place: &'static str, markup: &mut Markup) {
    markup.raw("<li class='row ").raw(side_class(line.side)).raw(" ").raw(epoch_class(line.epoch));
    markup.raw(if is_sealed(line) { " sealed" } else { "" });
    markup.raw(if WHOLE && line.kind == StepKind::Interfere { " interferes" } else { "" });
    let alerts = line.message() == Some(MessageName::Alert) && line.label != "close_notify";
    markup.raw(if line.fails || alerts { " fails" } else { "" });
    #[cfg(feature = "whole")]
    super::attacker::mark(line, markup);
    markup.raw("' data-place='").raw(place).raw("'><button type='button' data-do='step' data-n='").number(index);
    // What is said only, is said in labels: hidden texts, two to a row, would be laid out and painted.
    markup.raw("'><span class='number' role='img' aria-label='Step ").number(index + 1).raw("'>");
    markup.number(index + 1).raw("</span>");
    match line.message() {
        Some(name) => arrow(line, name, markup),
        None => {
            markup.raw(" <span class='doing'>").raw(letter(line)).text(&line.label).raw("</span>");
        }
    }
    markup.raw("</button></li>");
}

/// The letter of the attacker, where they act in place of a side.
#[cfg(feature = "whole")]
fn letter(line: &Line) -> &'static str {
    super::attacker::letter(line)
}

/// Nobody plays a side in the first part.
#[cfg(not(feature = "whole"))]
fn letter(_: &Line) -> &'static str {
    ""
}

/// Whether a message is sealed, with a key that is known or not.
fn is_sealed(line: &Line) -> bool {
    line.sealed_with.is_some() || line.message() == Some(MessageName::SealedRecord)
}

/// What the arrow of a message says.
fn label(line: &Line, name: MessageName) -> &str {
    if line.label.is_empty() { name.name() } else { &line.label }
}

/// The same for who does not see it: `Finished 36 B, server to client, sealed`.
fn said(line: &Line, name: MessageName) -> String {
    let mut said = String::from(label(line, name));
    if let Some(bytes) = line.bytes {
        said.push_str(Markup::default().raw(" ").number(bytes).raw(" B").html());
    }
    said.push_str(", ");
    said.push_str(line.route());
    said.push_str(if is_sealed(line) { ", sealed" } else { "" });
    said
}

/// An arrow with the message's name on it, and a courier that travels along it.
fn arrow(line: &Line, name: MessageName, markup: &mut Markup) {
    let sealed = is_sealed(line);
    markup.raw(" <span class='arrow' role='img' aria-label='").text(&said(line, name));
    markup.raw("'><span class='line'></span><span class='courier'></span><span class='pill'>");
    markup
        .raw(letter(line))
        .raw(if sealed { icon::LOCK } else { "" })
        .raw("<span class='name'>")
        .text(label(line, name))
        .raw("</span>");
    if let Some(bytes) = line.bytes {
        markup.raw(" <span class='bytes'>").number(bytes).raw(" B</span>");
    }
    markup.raw("</span></span>");
}

/// Scrolls so that the current step is well inside of the list.
///
/// Called once everything of the step stands: asked before, the browser would have to lay out twice. It lays out now what it
/// would have to for the next frame, and uses the time until then.
pub(in crate::ui) fn keep_in_view(change: &Change) {
    let as_it_was_written = change.before.is_none() && change.state.cursor == 0;
    if !change.step_is_new() || as_it_was_written {
        return;
    }
    show(change.state.cursor);
}

/// Scrolls the list to a step, and the page only from its top, so that the player does not cover the list.
pub(in crate::ui) fn show(step: usize) {
    let html = |element: Element| element.dyn_into::<HtmlElement>().ok();
    let Some(list) = find("ladder").and_then(html) else { return };
    let Some(row) = row_of(&list, step).and_then(html) else { return };
    let (height, top) = (list.client_height(), row.offset_top());
    let above = top - list.scroll_top();
    if above < height / 5 || above + row.offset_height() > height * 3 / 4 {
        list.set_scroll_top(top - height * 2 / 5);
    }
    let Some(player) = list.owner_document().and_then(|page| page.query_selector(".player").ok().flatten()) else {
        return;
    };
    // The player lies over what is below it. A frame must not move the page around it.
    let covered = list.get_bounding_client_rect().bottom() - player.get_bounding_client_rect().top();
    if covered > 0.0 && window().scroll_y() == Ok(0.0) && !is_framed() {
        window().scroll_by_with_x_and_y(0.0, covered);
    }
}
