//! What is asked of the browser; each may be refused, in a sandboxed frame for one.

use core::cell::RefCell;

use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Document, Element, HtmlDocument, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, Window,
};

use super::part::WHOLE;
use crate::scenario::address::Address;

/// The element with that id.
pub(super) fn find(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// Moves the focus to the element with that id.
#[cfg(feature = "whole")]
pub(super) fn focus(id: &str) {
    focus_on(find(id));
}

/// Moves the focus to the first element that a selector finds.
#[cfg(feature = "whole")]
pub(super) fn focus_first(selector: &str) {
    focus_on(document().query_selector(selector).ok().flatten());
}

/// Moves the focus to an element, if it is there.
pub(super) fn focus_on(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Whether the page may take the focus: a frame that was only loaded leaves it, and with it the place, to the page around it.
#[cfg(feature = "whole")]
pub(super) fn may_focus() -> bool {
    !is_framed() || document().has_focus().unwrap_or(true)
}

/// Whether the page is a frame in another one.
pub(super) fn is_framed() -> bool {
    window().parent().ok().flatten().is_some_and(|parent| *parent != *window())
}

/// Writes anew what is in a place. The focus, if it is in there, stays on what says the same, or goes to the heading.
#[cfg(feature = "whole")]
pub(super) fn rewrite(place: &Element, html: &str) {
    let focused = document().active_element().filter(|element| place.contains(Some(element)));
    let handle = focused.as_ref().map(|element| {
        let said = |name: &str| element.get_attribute(name);
        match (said("id").filter(|id| !id.is_empty()), said("data-do"), said("data-n")) {
            (Some(id), ..) => ["#", &id].concat(),
            (None, Some(action), Some(number)) => ["[data-do='", &action, "'][data-n='", &number, "']"].concat(),
            (None, Some(action), None) => ["[data-do='", &action, "']"].concat(),
            (None, None, _) => "h2".into(),
        }
    });
    place.set_inner_html(html);
    let Some(handle) = handle else { return };
    let find = |selector: &str| place.query_selector(selector).ok().flatten();
    focus_on(find(&handle).or_else(|| find("h2")));
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = window)]
    static WINDOW: Window;
    #[wasm_bindgen(thread_local_v2, js_name = document)]
    static DOCUMENT: Document;
}

/// The page's window.
pub(super) fn window() -> Window {
    WINDOW.with(Clone::clone)
}

/// The page's document.
pub(super) fn document() -> Document {
    DOCUMENT.with(Clone::clone)
}

/// Does it in a task of its own, soon.
pub(super) fn soon(work: impl FnOnce() + 'static) {
    let work = Closure::once_into_js(work);
    let _ = window().set_timeout_with_callback(work.unchecked_ref());
}

/// Sets an attribute of the element with that id.
pub(super) fn set(id: &str, name: &str, value: &str) {
    if let Some(element) = find(id) {
        let _ = element.set_attribute(name, value);
    }
}

/// Sets the text of the element with that id, unless it is that: to set it again would lay it out again.
pub(super) fn set_text(id: &str, text: &str) {
    if let Some(element) = find(id).filter(|element| element.text_content().is_none_or(|before| before != text)) {
        element.set_text_content(Some(text));
    }
}

/// Ticks the box with that id, or takes the tick away.
pub(super) fn set_checked(id: &str, checked: bool) {
    if let Some(input) = find(id).and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
        input.set_checked(checked);
    }
}

/// Ticks a box or a radio button.
#[cfg(feature = "whole")]
pub(super) fn tick(input: &Element) {
    if let Some(input) = input.dyn_ref::<HtmlInputElement>() {
        input.set_checked(true);
    }
}

/// Whether the box with that id is ticked.
pub(super) fn is_checked(id: &str) -> bool {
    find(id).is_some_and(|input| input.dyn_ref::<HtmlInputElement>().is_some_and(HtmlInputElement::checked))
}

/// Selects all of the text with that id.
pub(super) fn select_text(id: &str) {
    if let Some(area) = find(id).and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok()) {
        let _ = area.focus();
        area.select();
    }
}

/// What stands in a field or is chosen in a list.
pub(super) fn value(field: &Element) -> String {
    if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        input.value()
    } else if let Some(select) = field.dyn_ref::<HtmlSelectElement>() {
        select.value()
    } else if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
        area.value()
    } else {
        String::new()
    }
}

/// Writes into a field, or chooses in a list.
pub(super) fn set_value(field: &Element, value: &str) {
    if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        input.set_value(value);
    } else if let Some(select) = field.dyn_ref::<HtmlSelectElement>() {
        select.set_value(value);
    } else if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(value);
    }
}

const COPIED: &str = "Copied.";
const REFUSED: &str = "The browser does not let this page copy. The text is selected: copy it with the keyboard.";

/// Writes text to the clipboard and says in the element `said` whether that worked; where the browser refuses, `otherwise`
/// copies or selects the text for the reader to copy, and says whether it is copied.
pub(super) fn copy(text: String, said: &'static str, otherwise: fn(&str) -> bool) {
    let navigator = window().navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).unwrap_or(JsValue::UNDEFINED);
    let promise = (!clipboard.is_undefined() && !clipboard.is_null()).then(|| navigator.clipboard().write_text(&text));
    // The promise is kept with nothing, and refused with an error.
    let done = move |refused: JsValue| {
        let copied = refused.is_undefined() || otherwise(&text);
        set_text(said, if copied { COPIED } else { REFUSED });
    };
    let Some(promise) = promise else {
        done(JsValue::NULL);
        return;
    };
    let done: JsValue = Closure::once_into_js(done);
    let _ = promise.unchecked_ref::<Thenable>().then(&done, &done);
}

#[wasm_bindgen]
extern "C" {
    /// What `then` can be called of.
    pub(super) type Thenable;
    #[wasm_bindgen(method)]
    pub(super) fn then(this: &Thenable, kept: &JsValue, refused: &JsValue) -> JsValue;
}

/// Copies text by way of a field of its own. Where the browser refuses that too, the text stays there, selected, until the
/// focus leaves it.
pub(super) fn copy_by_selection(text: &str) -> bool {
    let document = document();
    let area = document.create_element("textarea").ok().and_then(|el| el.dyn_into::<HtmlTextAreaElement>().ok());
    let (Some(area), Some(body)) = (area, document.body()) else { return false };
    let before = document.active_element().and_then(|el| el.dyn_into::<HtmlElement>().ok());
    area.set_value(text);
    area.set_read_only(true);
    area.set_class_name("copy-me");
    let _ = area.set_attribute("aria-label", "Text to copy");
    if body.append_child(&area).is_err() {
        return false;
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
    } else {
        let leave = Closure::once_into_js(leave);
        let _ = area.add_event_listener_with_callback("blur", leave.unchecked_ref());
    }
    copied
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

thread_local! {
    /// The address as it was last read or written here.
    static KNOWN: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The address's query and hash as one list of parameters.
pub(super) fn parameters() -> String {
    let location = window().location();
    KNOWN.set(location.href().unwrap_or_default());
    let query = location.search().unwrap_or_default();
    let hash = location.hash().unwrap_or_default();
    let query = query.strip_prefix('?').unwrap_or(&query);
    let hash = hash.strip_prefix('#').unwrap_or(&hash);
    if query.is_empty() { hash.into() } else { format!("{query}&{hash}") }
}

/// Whether the address is the one that was last read or written: what the reader changes is told a moment later.
pub(super) fn knows_address() -> bool {
    let address = window().location().href().unwrap_or_default();
    KNOWN.with_borrow(|known| *known == address)
}

/// The address without its query and hash.
fn page() -> String {
    let href = window().location().href().unwrap_or_default();
    href.split(['?', '#']).next().unwrap_or_default().into()
}

/// The link to a place on this page.
pub(super) fn link(address: &Address) -> String {
    link_to(&address.to_hash())
}

/// The link with that part after `#`.
pub(super) fn link_to(hash: &str) -> String {
    let mut link = page();
    if !hash.is_empty() {
        link.push('#');
        link.push_str(hash);
    }
    link
}

/// What [`set_parameters`] wrote beside the address into the entry of the history that is shown.
pub(super) fn kept() -> String {
    let state = window().history().and_then(|history| history.state());
    state.ok().and_then(|state| state.as_string()).unwrap_or_default()
}

/// Writes the parameters into the address. The whole writes into its entry of the history too what is kept `beside` them, and
/// makes it a new entry if that is wanted and the address becomes another.
pub(super) fn set_parameters(hash: &str, beside: &str, is_new: bool) {
    let location = window().location();
    let current = location.hash().unwrap_or_default();
    let query = location.search().unwrap_or_default();
    let is_there = query.is_empty() && current.strip_prefix('#').unwrap_or(&current) == hash;
    if is_there && (!WHOLE || kept() == beside) {
        return;
    }
    let Ok(history) = window().history() else { return };
    let path = location.pathname().unwrap_or_default();
    let address = if hash.is_empty() { path } else { format!("{path}#{hash}") };
    // A frame without an address of its own (`srcdoc`) refuses; then there is none to keep in step.
    let _ = if WHOLE && is_new && !is_there {
        history.push_state_with_url(&beside.into(), "", Some(&address))
    } else {
        let beside = if WHOLE { beside.into() } else { JsValue::NULL };
        history.replace_state_with_url(&beside, "", Some(&address))
    };
    KNOWN.set(location.href().unwrap_or_default());
}
