//! A dialog: the browser's own, which keeps the focus inside and closes with Escape.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement};

use super::browser::find;
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
        let _ = dialog.show_modal();
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
