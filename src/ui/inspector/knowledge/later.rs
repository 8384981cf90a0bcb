//! What of the recorded run opens when something is stolen later.

use super::View;
use crate::explain::{self, Bundle, Haul, Outlook, Stolen};
use crate::scenario::Place;
use crate::ui::action::Action;
use crate::ui::markup::{LOCK, Markup, OPEN_LOCK};

/// Writes what is stolen, what follows from it, and what becomes of each record.
pub(super) fn write(view: View, haul: &Haul, markup: &mut Markup) {
    markup.raw(
        "<section class='holds later side-attacker' aria-labelledby='later-title'><h3 id='later-title' tabindex='-1'>\
         <span class='letter a' aria-hidden='true'>A</span> What opens later</h3><p>",
    );
    markup.text(&haul.outcome).raw("</p>");
    for it in &haul.stolen {
        stolen(view, it, markup);
    }
    if !haul.follows.is_empty() {
        markup.raw("<details><summary>").count(haul.follows.len(), "secret");
        markup.raw(if haul.follows.len() == 1 { " follows" } else { " follow" }).raw(" from it</summary><p>");
        places(&haul.follows, ", ", markup);
        markup.raw("</p></details>");
    }
    markup.raw("<h4>What becomes of the records</h4>");
    for connection in 0..haul.connections {
        if haul.connections > 1 {
            markup.raw("<h5>Connection ").number(connection + 1).raw("</h5>");
        }
        markup.raw("<ul class='bundles'>");
        haul.bundles.iter().filter(|it| it.connection == connection).for_each(|it| bundle(it, markup));
        markup.raw("</ul>");
    }
    markup.raw("</section>");
}

fn stolen(view: View, stolen: &Stolen, markup: &mut Markup) {
    let entry = explain::theft(stolen.theft);
    markup.raw("<h4>Stolen: ").raw(entry.title).raw("</h4>").words(&entry, view.depth);
    if stolen.secrets.is_empty() && stolen.remark.is_empty() {
        return;
    }
    markup.raw("<p>");
    if !stolen.secrets.is_empty() {
        markup.raw("In this run: ");
        places(&stolen.secrets, ", ", markup);
        markup.raw(". ");
    }
    markup.text(&stolen.remark).raw("</p>");
}

/// Secrets, each a link to where it is born.
fn places(places: &[Place], between: &'static str, markup: &mut Markup) {
    for (index, place) in places.iter().enumerate() {
        markup.raw(if index > 0 { between } else { "" });
        markup.link(Action::secret_at(place.step, place.name), place.name.name());
    }
}

fn bundle(bundle: &Bundle, markup: &mut Markup) {
    let (class, icon, word) = match bundle.outlook {
        Outlook::Clear => ("<li class='clear'>", "", "In the clear"),
        Outlook::Opens => ("<li class='opens'>", OPEN_LOCK, "Opens"),
        Outlook::Sealed => ("<li class='stays'>", LOCK, "Stays sealed"),
    };
    markup.raw(class).raw("<p>").raw(icon).raw(" <b>").raw(word).raw("</b>: ").letter(bundle.sender).raw(" ");
    markup.raw(bundle.sender.name()).raw(if bundle.records.len() == 1 { " record " } else { " records " });
    for (index, (step, id)) in bundle.records.iter().enumerate() {
        markup.raw(if index > 0 { ", " } else { "" }).open_button("link", Action::record(*step, *id));
        markup.number(id.number + 1).raw("</button>");
    }
    for (index, (step, name)) in bundle.messages.iter().enumerate() {
        markup.raw(if index > 0 { ", " } else { " with " }).link(Action::message(*step), name.name());
    }
    markup.raw("</p>");
    if !bundle.why.is_empty() {
        markup.raw("<p class='because'>").text(&bundle.why).raw("</p>");
    }
    if bundle.way.len() > 1 {
        markup.raw(match bundle.outlook {
            Outlook::Opens => "<p class='way'>The way to its key: ",
            Outlook::Clear | Outlook::Sealed => "<p class='way'>The way there would be: ",
        });
        places(&bundle.way, " → ", markup);
        markup.raw("</p>");
    }
    markup.raw("</li>");
}
