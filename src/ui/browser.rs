//! What is asked of the browser; each may be refused, in a sandboxed frame for one.

use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Writes text to the clipboard, and says whether that worked.
pub(super) fn copy(text: &str, done: impl Fn(bool) + Clone + 'static) {
    let navigator = window().navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).unwrap_or(JsValue::UNDEFINED);
    if clipboard.is_undefined() || clipboard.is_null() {
        done(false);
        return;
    }
    let refused = done.clone();
    let worked = Closure::once(move |_: JsValue| done(true));
    let failed = Closure::once(move |_: JsValue| refused(false));
    let _ = navigator.clipboard().write_text(text).then2(&worked, &failed);
    // Of the two only one is ever called, and the browser then lets go of both.
    worked.forget();
    failed.forget();
}

/// A seed that nobody has had before: 16 hexadecimal digits.
pub(super) fn random_seed() -> String {
    let mut bytes = [0; 8];
    let filled = window().crypto().is_ok_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        // Good enough to be new; the seed is in the address for all to see anyway.
        bytes = js_sys::Math::random().to_bits().rotate_left(12).to_be_bytes();
    }
    hex(&bytes)
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .map(char::from)
        .collect()
}

/// The address's query and hash as one list of parameters.
pub(super) fn parameters() -> String {
    let location = window().location();
    let query = location.search().unwrap_or_default();
    let hash = location.hash().unwrap_or_default();
    let query = query.strip_prefix('?').unwrap_or(&query);
    let hash = hash.strip_prefix('#').unwrap_or(&hash);
    if query.is_empty() { hash.into() } else { format!("{query}&{hash}") }
}

/// The address without its query and hash.
pub(super) fn page() -> String {
    let href = window().location().href().unwrap_or_default();
    href.split(['?', '#']).next().unwrap_or_default().into()
}

/// Writes the parameters into the address, without a new entry in the history.
pub(super) fn set_parameters(hash: &str) {
    let location = window().location();
    let current = location.hash().unwrap_or_default();
    let query = location.search().unwrap_or_default();
    if query.is_empty() && current.strip_prefix('#').unwrap_or(&current) == hash {
        return;
    }
    let Ok(history) = window().history() else { return };
    let path = location.pathname().unwrap_or_default();
    let address = if hash.is_empty() { path } else { format!("{path}#{hash}") };
    // A frame without an address of its own (`srcdoc`) refuses; then there is none to keep in step.
    let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
}

/// Selects all text of the field with that id.
pub(super) fn select_text(id: &str) {
    let Some(element) = document().get_element_by_id(id) else { return };
    match element.dyn_into::<web_sys::HtmlTextAreaElement>() {
        Ok(area) => {
            let _ = area.focus();
            area.select();
        }
        Err(element) => {
            if let Ok(input) = element.dyn_into::<web_sys::HtmlInputElement>() {
                let _ = input.focus();
                input.select();
            }
        }
    }
}
