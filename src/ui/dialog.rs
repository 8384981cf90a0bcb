//! A dialog: the browser's own, which keeps the focus inside and closes with Escape.

use wasm_bindgen::JsCast;
#[cfg(feature = "whole")]
use web_sys::HtmlElement;
use web_sys::{Element, HtmlDialogElement};

use super::browser::find;
#[cfg(feature = "whole")]
use super::browser::{document, may_focus};
use super::icon;
use super::markup::Markup;

/// Writes a dialog that is closed; what is in it is written when it opens.
pub(super) fn write(markup: &mut Markup, id: &'static str, title: &'static str) {
    markup.raw("<dialog id='").raw(id).raw("' class='dialog ").raw(id).raw("' aria-labelledby='").raw(id);
    markup.raw("-title'><div class='dialog-body'><div class='dialog-head'><h2 id='").raw(id).raw("-title'>").raw(title);
    markup.raw("</h2><button type='button' class='quiet' aria-label='Close' data-do='close'>").icon(icon::CLOSE);
    markup.raw("</button></div><div class='dialog-content'></div></div></dialog>");
}

/// Opens a dialog with that content.
pub(super) fn open(id: &str, content: &Markup) {
    let Some(dialog) = find(id).and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok()) else { return };
    if !dialog.open() {
        if let Some(inside) = content_of(&dialog) {
            inside.set_inner_html(content.html());
        }
        #[cfg(feature = "whole")]
        if !may_focus() {
            dialog.set_open(true);
            return;
        }
        let _ = dialog.show_modal();
    }
}

/// Makes a dialog that opened while the page could not take the focus one like the others, now that it can; `target` has it.
#[cfg(feature = "whole")]
pub(super) fn settle(target: &Element) {
    let waiting = document().query_selector("dialog[open]:not(:modal)").ok().flatten();
    let Some(dialog) = waiting.and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok()) else { return };
    dialog.set_open(false);
    let _ = dialog.show_modal();
    if let Some(target) = target.dyn_ref::<HtmlElement>().filter(|target| dialog.contains(Some(target))) {
        let _ = target.focus();
    }
}

/// Closes the dialog that `inside` is in.
pub(super) fn close(inside: &Element) {
    if let Ok(Some(dialog)) = inside.closest("dialog")
        && let Some(dialog) = dialog.dyn_ref::<HtmlDialogElement>()
    {
        dialog.close();
    }
}

/// Empties a dialog that was closed.
pub(super) fn closed(dialog: &Element) {
    if let Some(inside) = content_of(dialog) {
        inside.set_inner_html("");
    }
}

fn content_of(dialog: &Element) -> Option<Element> {
    dialog.query_selector(".dialog-content").ok()?
}
