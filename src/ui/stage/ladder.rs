//! The ladder: every step of the run, in order.

use leptos::prelude::GetUntracked;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{epoch_class, side_class};
use crate::trace::{MessageName, Side};
use crate::ui::browser::find;
use crate::ui::change::Change;
use crate::ui::markup::Markup;
use crate::ui::outline::Line;
use crate::ui::timer::Timer;
use crate::ui::{Session, icon};

/// What scrolls the list, once everything of the step stands: asked before, the browser would have to lay out twice.
pub(in crate::ui) fn keeper_in_view(session: Session) -> Timer {
    Timer::new(Box::new(move || {
        if let Some(list) = find("ladder") {
            show(&list, session.state.get_untracked().cursor);
        }
    }))
}

pub(in crate::ui) fn paint(change: &Change, keeper_in_view: &Timer) {
    if !change.step_is_new() {
        return;
    }
    let Some(list) = find("ladder") else { return };
    let cursor = change.state.cursor;
    let before = change.before.map(|before| before.state.cursor);
    if change.outline_is_new() {
        let mut markup = Markup::default();
        for (index, line) in change.run.outline.lines.iter().enumerate() {
            row(index, line, place(index, cursor), &mut markup);
        }
        list.set_inner_html(markup.html());
    } else if let Some(before) = before {
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
    if let Some(row) = row_of(&list, cursor) {
        // One step forward, and only then, a message travels.
        if before.is_some_and(|before| before + 1 == cursor) {
            let _ = row.set_attribute("data-place", "now travelling");
        }
        if let Some(button) = row.first_element_child() {
            let _ = button.set_attribute("aria-current", "step");
        }
    }
    keeper_in_view.next_frame();
}

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
    markup.raw(if line.sealed_with.is_some() { " sealed" } else { "" });
    let alerts = line.message() == Some(MessageName::Alert) && line.label != "close_notify";
    markup.raw(if line.fails || alerts { " fails" } else { "" });
    markup.raw("' data-place='").raw(place).raw("'><button type='button' data-do='step' data-n='").number(index);
    markup.raw("'><span class='visually-hidden'>Step </span><span class='number'>").number(index + 1).raw("</span>");
    match line.message() {
        Some(name) => arrow(line, name, markup),
        None => {
            markup.raw("<span class='doing'>").text(&line.label).raw("</span>");
        }
    }
    markup.raw("</button></li>");
}

/// An arrow with the message's name on it, and a courier that travels along it.
fn arrow(line: &Line, name: MessageName, markup: &mut Markup) {
    let sealed = line.sealed_with.is_some();
    markup.raw("<span class='arrow'><span class='line'></span><span class='courier'></span><span class='pill'>");
    markup.raw(if sealed { icon::LOCK } else { "" }).raw("<span class='name'>");
    markup.text(if line.label.is_empty() { name.name() } else { &line.label }).raw("</span>");
    if let Some(bytes) = line.bytes {
        markup.raw(" <span class='bytes'>").number(bytes).raw(" B</span>");
    }
    markup.raw("</span></span><span class='visually-hidden'>").raw(match line.side {
        Side::Client => ", client to server",
        Side::Server => ", server to client",
    });
    markup.raw(if sealed { ", sealed</span>" } else { "</span>" });
}

/// Scrolls the list, never the page, so that the current step is well inside.
fn show(list: &Element, cursor: usize) {
    let Some(row) = row_of(list, cursor).and_then(|row| row.dyn_into::<HtmlElement>().ok()) else { return };
    let (height, top) = (list.client_height(), row.offset_top());
    let above = top - list.scroll_top();
    if above < height / 5 || above + row.offset_height() > height * 3 / 4 {
        list.set_scroll_top(top - height * 2 / 5);
    }
}
