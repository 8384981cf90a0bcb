//! Who can know what by now.

#[cfg(feature = "whole")]
mod attacker;
#[cfg(feature = "whole")]
mod later;

use super::view::View;
use crate::trace::{Observer, Side};
use crate::ui::action::Action;
use crate::ui::markup::{DASH, LOCK, Markup, TICK};
use crate::ui::stage::epoch_class;

const OBSERVERS: [Observer; 3] = [Observer::End(Side::Client), Observer::End(Side::Server), Observer::Wire];

/// Writes the panel.
pub(super) fn paint(view: View, markup: &mut Markup) {
    let secrets = view.secrets();
    let observers = observers(view);
    let readable = observers.map(|observer| view.trace.readable(observer, view.cursor));
    if secrets.is_empty() && readable[0].is_empty() {
        markup.empty("Nothing is known yet, and nothing was said.");
        return;
    }
    #[cfg(feature = "whole")]
    if view.has_attacker {
        attacker::list(view, markup);
    }
    #[cfg(feature = "whole")]
    if let Some(haul) = view.haul {
        later::write(view, haul, markup);
    }
    markup.raw("<table class='who'><caption>What each can know after this step. <span class='meta'>");
    if observers[2] == Observer::Wire {
        markup.raw("Anyone on the wire sees every record, and holds no key.");
    }
    markup.raw("</span></caption><thead><tr>");
    markup.raw("<th scope='col'>What</th><th scope='col' class='side-client'>Client</th>");
    markup.raw("<th scope='col' class='side-server'>Server</th>");
    head(view, markup);
    if !readable[0].is_empty() {
        markup.raw("<tbody><tr class='group'><th scope='colgroup' colspan='4'>Messages</th></tr>");
        for (index, said) in readable[0].iter().enumerate() {
            markup.raw("<tr class='").raw(epoch_class(said.epoch)).raw("'><th scope='row'>");
            markup.letter(said.message.sender).raw(" ");
            if said.epoch != crate::trace::Epoch::Plaintext {
                markup.raw(LOCK).raw(" ");
            }
            markup.link(Action::message(said.step), said.message.name.name()).raw("</th>");
            for list in &readable {
                cell(list.get(index).is_some_and(|said| said.readable), "reads", "sealed", markup);
            }
            markup.raw("</tr>");
        }
        markup.raw("</tbody>");
    }
    if !secrets.is_empty() {
        markup.raw("<tbody><tr class='group'><th scope='colgroup' colspan='4'>Secrets</th></tr>");
        let held = observers.map(|observer| view.trace.held(observer, view.cursor));
        for (_, secret) in &secrets {
            markup.raw("<tr><th scope='row'>").link(Action::secret(secret.name), secret.name.name()).raw("</th>");
            for list in &held {
                let held = list.iter().find(|(_, other)| other.name == secret.name);
                #[cfg(feature = "whole")]
                let yes =
                    if held.is_some_and(|(_, other)| other.value != secret.value) { "another value" } else { "yes" };
                #[cfg(not(feature = "whole"))]
                let yes = "yes";
                cell(held.is_some(), yes, "no", markup);
            }
            markup.raw("</tr>");
        }
        markup.raw("</tbody>");
    }
    markup.raw("</table>");
}

/// Both sides, and whoever looks on.
fn observers(view: View) -> [Observer; 3] {
    #[cfg(feature = "whole")]
    if view.has_attacker {
        return [OBSERVERS[0], OBSERVERS[1], Observer::Attacker];
    }
    let _ = view;
    OBSERVERS
}

/// Writes the head of the column of those who look on.
fn head(view: View, markup: &mut Markup) {
    #[cfg(feature = "whole")]
    if view.has_attacker {
        return attacker::head(markup);
    }
    let _ = view;
    markup.raw("<th scope='col'>Anyone on the wire</th></tr></thead>");
}

fn cell(known: bool, yes: &'static str, no: &'static str, markup: &mut Markup) {
    markup.raw(if known { "<td class='known'>" } else { "<td>" });
    markup.raw(if known { TICK } else { DASH }).raw(if known { yes } else { no }).raw("</td>");
}
