//! The ladder: every step of the run, in order.

use core::cmp::Ordering;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::{epoch_class, side_class};
use crate::trace::{MessageName, Side};
use crate::ui::outline::Line;
use crate::ui::{Session, controls, icon};

/// The cursor, and whether it came there by one step forward: then, and only then, a message travels.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Motion {
    cursor: usize,
    forward: bool,
}

pub(super) fn ladder() -> AnyView {
    let session = Session::expect();
    let motion = Memo::new(move |before: Option<&Motion>| {
        let cursor = session.cursor.get();
        Motion { cursor, forward: before.is_some_and(|before| before.cursor + 1 == cursor) }
    });
    let list = NodeRef::<html::Ol>::new();
    keep_in_view(list, motion);
    let rows = move || {
        let outline = session.outline.get();
        outline
            .lines
            .iter()
            .enumerate()
            .map(|(index, line)| row(session, motion, index, line))
            .collect::<Vec<AnyView>>()
    };
    view! { <ol class="ladder" aria-label="Steps" node_ref=list>{rows}</ol> }.into_any()
}

fn row(session: Session, motion: Memo<Motion>, index: usize, line: &Line) -> AnyView {
    let place = move || {
        let Motion { cursor, forward } = motion.get();
        match index.cmp(&cursor) {
            Ordering::Less => "past",
            Ordering::Equal if forward => "now travelling",
            Ordering::Equal => "now",
            Ordering::Greater => "future",
        }
    };
    let current = move || (motion.get().cursor == index).then_some("step");
    let content = match line.message() {
        Some(name) => arrow(line, name),
        None => view! { <span class="doing">{line.label.clone()}</span> }.into_any(),
    };
    let mut class = format!("row {} {}", side_class(line.side), epoch_class(line.epoch));
    if line.sealed_with.is_some() {
        class.push_str(" sealed");
    }
    if line.fails || line.message() == Some(MessageName::Alert) && line.label != "close_notify" {
        class.push_str(" fails");
    }
    view! {
        <li class=class data-place=place>
            <button type="button" aria-current=current on:click=move |_| controls::jump(session, index)>
                <span class="visually-hidden">"Step "</span>
                <span class="number">{index + 1}</span>
                {content}
            </button>
        </li>
    }
    .into_any()
}

/// An arrow with the message's name on it, and a courier that travels along it.
fn arrow(line: &Line, name: MessageName) -> AnyView {
    let label = if line.label.is_empty() { name.name().into() } else { line.label.clone() };
    let sealed = line.sealed_with.is_some();
    let route = match (line.side, sealed) {
        (Side::Client, false) => ", client to server",
        (Side::Server, false) => ", server to client",
        (Side::Client, true) => ", client to server, sealed",
        (Side::Server, true) => ", server to client, sealed",
    };
    view! {
        <span class="arrow">
            <span class="line"></span>
            <span class="courier"></span>
            <span class="pill">
                {sealed.then(icon::lock)}
                <span class="name">{label}</span>
                {line.bytes.map(|bytes| view! { " "<span class="bytes">{format!("{bytes} B")}</span> }.into_any())}
            </span>
        </span>
        <span class="visually-hidden">{route}</span>
    }
    .into_any()
}

/// Scrolls the list, never the page, so that the current step is well inside.
///
/// In the next frame, when everything else of the step stands: asked before, the browser would have to lay out twice.
fn keep_in_view(list: NodeRef<html::Ol>, motion: Memo<Motion>) {
    Effect::new(move |_| {
        let Motion { cursor, .. } = motion.get();
        if let Some(list) = list.get() {
            request_animation_frame(move || show(&list, cursor));
        }
    });
}

fn show(list: &web_sys::HtmlOListElement, cursor: usize) {
    let Ok(index) = u32::try_from(cursor) else { return };
    let Some(row) = list.children().item(index).and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok()) else {
        return;
    };
    let (height, top) = (list.client_height(), row.offset_top());
    let above = top - list.scroll_top();
    if above < height / 5 || above + row.offset_height() > height * 3 / 4 {
        list.set_scroll_top(top - height * 2 / 5);
    }
}
