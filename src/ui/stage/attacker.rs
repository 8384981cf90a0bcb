//! The third figure: who stands between client and server.

use web_sys::Element;

use crate::trace::{Observer, Side, Trace};
use crate::ui::browser::{document, find};
use crate::ui::change::Change;
use crate::ui::markup::Markup;
use crate::ui::outline::Line;

/// Puts the attacker in the place of anyone on the wire, or takes them away; and says which side they play.
pub(super) fn paint(change: &Change) {
    if !(change.attacker_is_new() || change.step_is_new()) {
        return;
    }
    let is_there = change.has_attacker();
    if let Some(app) = find("app") {
        let _ = app.toggle_attribute_with_force("data-attacker", is_there);
    }
    if let Some(card) = card(".actor.wire") {
        let [title, state] = if is_there { ["Attacker", "on the way"] } else { ["On the wire", "anyone"] };
        name(&card, title);
        write(&card, ".state", state);
    }
    let played = change.run.trace.impersonated(change.state.cursor);
    let sides = [
        (Side::Client, ".actor.side-client", ["Client", "Attacker as client", "Broken client"]),
        (Side::Server, ".actor.side-server", ["Server", "Attacker as server", "Broken server"]),
    ];
    for ((side, place, [own, other, broken]), is_broken) in sides.into_iter().zip(change.run.broken) {
        let Some(card) = card(place) else { continue };
        let is_played = played == Some(side);
        let _ = card.toggle_attribute_with_force("data-played", is_played);
        name(
            &card,
            match (is_played, is_broken) {
                (true, _) => other,
                (false, true) => broken,
                (false, false) => own,
            },
        );
    }
}

fn card(place: &str) -> Option<Element> {
    document().query_selector(place).ok().flatten()
}

fn name(card: &Element, title: &str) {
    let _ = card.set_attribute("aria-label", title);
    write(card, "h2", title);
}

fn write(card: &Element, part: &str, words: &str) {
    let part = card.query_selector(part).ok().flatten();
    if let Some(part) = part.filter(|part| part.text_content().as_deref() != Some(words)) {
        part.set_text_content(Some(words));
    }
}

/// Writes the classes by which a row of the ladder shows the side that the attacker plays, and whether it is they who act in it.
pub(super) fn mark(line: &Line, markup: &mut Markup) {
    let Some(played) = line.played else { return };
    markup.raw(match played {
        Side::Client => " played-client",
        Side::Server => " played-server",
    });
    markup.raw(if played == line.side { " acts" } else { "" });
}

/// The letter of the attacker, where they act in place of a side.
pub(super) fn letter(line: &Line) -> &'static str {
    match (line.played == Some(line.side), line.message()) {
        (false, _) => "",
        // The arrow has a label, which says it.
        (true, Some(_)) => "<span class='letter a'>A</span>",
        (true, None) => "<span class='letter a' role='img' aria-label='Attacker:'>A</span> ",
    }
}

/// What the attacker has by now.
pub(super) fn has(trace: &Trace, cursor: usize) -> Markup {
    let messages = trace.readable(Observer::Attacker, cursor);
    let readable = messages.iter().filter(|message| message.readable).count();
    let recorded = trace.recorded(cursor);
    let mut markup = Markup::default();
    if recorded.records == 0 {
        markup.raw("Has recorded nothing yet.");
    } else {
        markup.raw("Recorded ").count(recorded.records, "record").raw(", ").number(recorded.bytes).raw(" B. Reads ");
        markup.count(readable, "message").raw("; ").number(messages.len() - readable).raw(" sealed.");
    }
    match trace.held(Observer::Attacker, cursor).len() {
        0 => markup.raw(" Holds no keys."),
        held => markup.raw(" Holds ").count(held, "secret").raw("."),
    };
    markup
}
