//! What the attacker holds, in a list.

use super::View;
use crate::trace::{Observer, Side};
use crate::ui::action::Action;
use crate::ui::markup::Markup;

/// Writes the column's head.
pub(super) fn head(markup: &mut Markup) {
    markup.raw("<th scope='col' class='side-attacker'>Attacker</th></tr></thead>");
}

/// Writes what they have by now.
pub(super) fn list(view: View, markup: &mut Markup) {
    let recorded = view.trace.recorded(view.cursor);
    let messages = view.trace.readable(Observer::Attacker, view.cursor);
    markup.raw("<section class='holds side-attacker' aria-label='What the attacker holds'><h3>");
    markup.raw("<span class='letter a' aria-hidden='true'>A</span> What the attacker holds</h3><dl class='facts'>");
    markup.raw("<div><dt>Recorded</dt><dd>").count(recorded.records, "record").raw(", ").number(recorded.bytes);
    markup.raw(" bytes");
    for side in [Side::Client, Side::Server] {
        let lengths = view.trace.records().filter(|(step, record)| *step <= view.cursor && record.id.sender == side);
        let bytes = lengths.map(|(_, record)| record.bytes.len()).sum();
        markup.raw(if side == Side::Client { ": " } else { ", " }).number(bytes).raw(" from the ").raw(side.name());
    }
    markup.raw("</dd></div><div><dt>Can read</dt><dd>");
    let mut is_first = true;
    for said in messages.iter().filter(|said| said.readable) {
        markup
            .raw(if is_first { "" } else { ", " })
            .letter(said.message.sender)
            .raw(" ")
            .text(said.message.name.name());
        is_first = false;
    }
    markup.raw(if is_first { "nothing</dd></div>" } else { "</dd></div>" });
    let sealed = messages.iter().filter(|said| !said.readable).count();
    markup.raw("<div><dt>Stays sealed</dt><dd>").count(sealed, "message").raw("</dd></div><div><dt>Keys</dt><dd>");
    let held = view.trace.held(Observer::Attacker, view.cursor);
    for (place, (step, secret)) in held.iter().enumerate() {
        markup.raw(if place == 0 { "" } else { ", " });
        markup.link(Action::secret(secret.name), secret.name.name()).raw(" since ");
        markup.open_button("link", Action::step(*step)).raw("step ").number(step + 1).raw("</button>");
    }
    markup.raw(if held.is_empty() { "none</dd></div></dl></section>" } else { "</dd></div></dl></section>" });
}
