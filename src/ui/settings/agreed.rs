//! What came of every negotiation: what each side offered, who decided, and why.

use crate::explain::{self, Negotiation};
use crate::trace::Trace;
use crate::ui::State;
use crate::ui::browser;
use crate::ui::markup::Markup;

/// Writes it into its place in the dialog.
pub(super) fn paint(trace: &Trace, state: &State) {
    let Some(place) = browser::find("agreed") else { return };
    let mut markup = Markup::default();
    let found = if state.is_asked() { Vec::new() } else { explain::negotiations(trace) };
    if state.is_asked() {
        markup.empty("A question waits for your answer first.");
    } else if found.is_empty() {
        markup.empty("Nothing was negotiated here, as far as can be seen.");
    }
    for negotiation in &found {
        write(negotiation, &mut markup);
    }
    place.set_inner_html(markup.html());
}

fn write(negotiation: &Negotiation, markup: &mut Markup) {
    let entry = explain::choice(negotiation.name);
    markup.raw("<section class='agreed'><h3>").raw(entry.title).raw(": <code>");
    markup.text(negotiation.chosen.as_deref().unwrap_or("none")).raw("</code></h3><dl class='lists'>");
    for (term, list) in [("Client", &negotiation.client), ("Server", &negotiation.server)] {
        if !list.is_empty() {
            markup.raw("<div><dt>").raw(term).raw("</dt><dd>");
            for (index, item) in list.iter().enumerate() {
                let chosen = negotiation.chosen.as_ref() == Some(item);
                markup.raw(if index > 0 { ", " } else { "" }).raw(if chosen { "<b>" } else { "" }).text(item);
                markup.raw(if chosen { "</b>" } else { "" });
            }
            markup.raw("</dd></div>");
        }
    }
    markup.raw("</dl><p>").text(&negotiation.decision);
    markup.raw(" <button type='button' class='link' data-do='decided' data-n='").number(negotiation.step);
    markup.raw("'>Step ").number(negotiation.step + 1).raw("</button></p>");
    markup.raw("<p class='words'>").raw(entry.simple).raw("</p></section>");
}
