//! Help: what is on the page, and the keys.

use leptos::prelude::*;

use super::controls::Controls;
use super::dialog::dialog;

pub(super) fn help() -> AnyView {
    dialog("help", "Help", Controls::expect().help, content)
}

const KEYS: [(&str, &str); 8] = [
    ("→ ↓ PageDown", "next step"),
    ("← ↑ PageUp", "previous step"),
    ("Shift + →", "next flight: the next message from the other side"),
    ("Shift + ←", "previous flight"),
    ("Home", "first step"),
    ("End", "last step"),
    ("Space or .", "play or pause"),
    ("?", "this help"),
];

fn content() -> AnyView {
    let controls = Controls::expect();
    let keys: Vec<AnyView> = KEYS
        .into_iter()
        .map(|(key, what)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div> }.into_any())
        .collect();
    view! {
        <p>
            "A real client and a real server run a real TLS 1.3 handshake in this page. Nothing is recorded and nothing is sent: \
            every byte is computed here from the seed, and the same seed gives the same bytes."
        </p>
        <p>
            "In the list of steps, time runs downwards: what each side does, and what goes over the wire. A single line is readable \
            by anyone; a double line with a lock is sealed. Next to it stands what the step means, and then what it is made of."
        </p>
        <h3>"Keys"</h3>
        <p>"While the focus is in the player or in the list of steps:"</p>
        <dl class="keys">{keys}</dl>
        <label class="tick">
            <input
                type="checkbox"
                prop:checked=move || controls.shortcuts.get()
                on:change:target=move |event| controls.shortcuts.set(event.target().checked())
            />
            "Use these keys"
        </label>
    }
    .into_any()
}
