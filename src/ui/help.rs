//! Help: what is on the page, and the keys.

use super::State;
use super::markup::Markup;

const KEYS: [(&str, &str); 9] = [
    ("→ ↓ PageDown", "next step"),
    ("← ↑ PageUp", "previous step"),
    ("Shift + →", "next flight: the next message from the other side"),
    ("Shift + ←", "previous flight"),
    ("Home", "first step"),
    ("End", "last step"),
    (". or, on the slider, Space", "play or pause"),
    ("P", "the list of presets"),
    ("?", "this help"),
];

pub(super) fn content(state: &State) -> Markup {
    let mut markup = Markup::default();
    markup.raw(
        "<p>A real client and a real server run a real TLS handshake in this page. Nothing is sent: but for a \
         capture that you open, every byte is computed here from the seed, and the same seed gives the same bytes.</p>\
         <p>In the list of steps, time runs downwards: what each side does, and what goes over the wire. A single line is \
         readable by anyone; a double line with a lock is sealed. Next to it stands what the step means, and then what it \
         is made of.</p><h3>Keys</h3><p>While the focus is in the player or in the list of steps (on the slider ↑ goes on and ↓ back):</p><dl class='keys'>",
    );
    for (key, what) in KEYS {
        markup.raw("<div><dt><kbd>").raw(key).raw("</kbd></dt><dd>").raw(what).raw("</dd></div>");
    }
    markup.raw("</dl><label class='tick'><input type='checkbox' id='shortcuts' data-do='shortcuts'");
    markup.raw(if state.shortcuts { " checked>" } else { ">" }).raw("Use these keys</label>");
    markup
}
