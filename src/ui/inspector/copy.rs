//! Copying to the clipboard, or as near to it as the browser lets us.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlDocument, HtmlElement, HtmlTextAreaElement};

use crate::ui::browser;

/// Copies text and says so; where the clipboard is closed to us, leaves the text selected for the reader to copy.
pub(super) fn copy(text: &str, said: WriteSignal<String>) {
    let again = text.to_owned();
    browser::copy(
        text,
        move |copied| if copied { said.set("Copied.".into()) } else { copy_by_selection(&again, said) },
    );
}

fn copy_by_selection(text: &str, said: WriteSignal<String>) {
    let document = document();
    let area = document.create_element("textarea").ok().and_then(|el| el.dyn_into::<HtmlTextAreaElement>().ok());
    let (Some(area), Some(body)) = (area, document.body()) else { return };
    let before = document.active_element().and_then(|el| el.dyn_into::<HtmlElement>().ok());
    area.set_value(text);
    area.set_read_only(true);
    area.set_class_name("copy-me");
    let _ = area.set_attribute("aria-label", "Text to copy");
    if body.append_child(&area).is_err() {
        return;
    }
    area.select();
    let copied =
        document.dyn_into::<HtmlDocument>().is_ok_and(|document| document.exec_command("copy").unwrap_or(false));
    let gone = area.clone();
    let leave = move || {
        gone.remove();
        if let Some(before) = before {
            let _ = before.focus();
        }
    };
    if copied {
        leave();
        said.set("Copied.".into());
    } else {
        let leave = Closure::once_into_js(leave);
        let _ = area.add_event_listener_with_callback("blur", leave.unchecked_ref());
        said.set("The browser does not let this page copy. The text is selected: copy it with the keyboard.".into());
    }
}
