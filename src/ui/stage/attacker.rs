//! The third figure: who stands between client and server.

use leptos::prelude::document;

use crate::trace::{Observer, Trace};
use crate::ui::browser::find;
use crate::ui::change::Change;
use crate::ui::markup::Markup;

/// Puts the attacker in the place of anyone on the wire, or takes them away.
pub(super) fn paint(change: &Change) {
    if !change.attacker_is_new() {
        return;
    }
    let is_there = change.has_attacker();
    if let Some(app) = find("app") {
        let _ = app.toggle_attribute_with_force("data-attacker", is_there);
    }
    let Some(card) = document().query_selector(".actor.wire").ok().flatten() else { return };
    let [title, state] = if is_there { ["Attacker", "on the way"] } else { ["On the wire", "anyone"] };
    let _ = card.set_attribute("aria-label", title);
    for (part, words) in [("h2", title), (".state", state)] {
        if let Some(part) = card.query_selector(part).ok().flatten() {
            part.set_text_content(Some(words));
        }
    }
}

/// What the attacker has by now.
pub(super) fn has(trace: &Trace, cursor: usize) -> Markup {
    let messages = trace.readable(Observer::Wire, cursor);
    let readable = messages.iter().filter(|message| message.readable).count();
    let recorded = trace.recorded(cursor);
    let mut markup = Markup::default();
    if recorded.records == 0 {
        markup.raw("Has recorded nothing yet. Holds no keys.");
        return markup;
    }
    markup.raw("Recorded ").count(recorded.records, "record").raw(", ").number(recorded.bytes).raw(" B. Reads ");
    markup.count(readable, "message").raw("; ").number(messages.len() - readable).raw(" sealed. Holds no keys.");
    markup
}
