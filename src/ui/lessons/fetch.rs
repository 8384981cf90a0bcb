//! Lessons from files: one that the reader chooses, and one beside the page.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use crate::ui::browser::{Thenable, window};

/// What is said of a file that cannot be read.
const UNREADABLE: &str = "The browser cannot read this file.";
/// What is said of a file that did not arrive.
const NOT_ARRIVED: &str = "The file of this lesson did not arrive from the server of this page. Is there a connection, and is its name in the address \
     right? Opening it again tries once more.";
/// What is said of a file in another encoding, whose letters would be others here.
const NOT_UTF8: &str = "This file is not text in UTF-8. Save it in that encoding, and open it again.";

/// The text of a file; a browser puts U+FFFD for what is no UTF-8.
fn text_of(text: Option<JsValue>, otherwise: &'static str) -> Result<String, &'static str> {
    let text = text.and_then(|text| text.as_string()).ok_or(otherwise)?;
    if text.contains('\u{fffd}') { Err(NOT_UTF8) } else { Ok(text) }
}

/// Calls `then` with what a promise gives; with nothing if it is refused.
fn after(promise: &JsValue, then: Box<dyn FnOnce(Option<JsValue>)>) {
    // Only one of the two is ever called.
    let then = std::rc::Rc::new(core::cell::Cell::new(Some(then)));
    let refused = std::rc::Rc::clone(&then);
    let kept: JsValue = Closure::once_into_js(move |value: JsValue| {
        if let Some(then) = then.take() {
            then(Some(value));
        }
    });
    let refused: JsValue = Closure::once_into_js(move |_: JsValue| {
        if let Some(then) = refused.take() {
            then(None);
        }
    });
    let _ = promise.unchecked_ref::<Thenable>().then(&kept, &refused);
}

/// Calls a method of something of the browser's.
fn call(of: &JsValue, method: &str) -> Option<JsValue> {
    let function: Function = Reflect::get(of, &method.into()).ok()?.dyn_into().ok()?;
    function.call0(of).ok()
}

/// Reads the file that was chosen in `input`.
pub(super) fn read_chosen(input: &Element, then: impl FnOnce(Result<String, &'static str>) + 'static) {
    let file = Reflect::get(input, &"files".into()).and_then(|files| Reflect::get_u32(&files, 0));
    let text = file.ok().and_then(|file| call(&file, "text"));
    match text {
        Some(text) => after(&text, Box::new(move |text| then(text_of(text, UNREADABLE)))),
        None => then(Err(UNREADABLE)),
    }
}

/// Fetches the file at a path beside the page.
pub(super) fn fetch(path: &str, then: Box<dyn FnOnce(Result<String, &'static str>)>) {
    let window: JsValue = window().into();
    let asked = Reflect::get(&window, &"fetch".into()).ok().and_then(|fetch| fetch.dyn_into::<Function>().ok());
    let asked: Option<Promise> =
        asked.and_then(|fetch| fetch.call1(&window, &path.into()).ok()).and_then(|promise| promise.dyn_into().ok());
    let Some(asked) = asked else { return then(Err(NOT_ARRIVED)) };
    let arrived = move |answer: Option<JsValue>| {
        let is_good = |answer: &JsValue| Reflect::get(answer, &"ok".into()).is_ok_and(|ok| ok.is_truthy());
        match answer.filter(is_good).and_then(|answer| call(&answer, "text")) {
            Some(text) => after(&text, Box::new(move |text| then(text_of(text, NOT_ARRIVED)))),
            None => then(Err(NOT_ARRIVED)),
        }
    };
    after(&asked, Box::new(arrived));
}
