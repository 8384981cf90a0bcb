//! Where the run that a choice made parts from the one before.

use web_sys::Element;

use crate::trace::{Message, Parting, Trace};
use crate::ui::change::Change;
use crate::ui::markup::Markup;
use crate::ui::{Session, browser, dialog};

fn message(trace: &Trace, parting: Parting) -> Option<&Message> {
    trace.steps.get(parting.step)?.sent()
}

/// Says where.
pub(super) fn paint(change: &Change) {
    let (Some(parting), Some(said)) = (change.state.parting, browser::find("parting")) else { return };
    let mut markup = Markup::default();
    let Some(parting) = parting else {
        said.set_inner_html("The two send just the same bytes as before.");
        return;
    };
    markup.raw("This run parts from the one before in step ").number(parting.step + 1);
    if let Some(message) = message(&change.run.trace, parting) {
        markup.raw(", ").text(message.name.name());
        if let Some(byte) = parting.byte {
            markup.raw(", at byte ").number(byte);
            if let Some(leaf) = message.fields.leaf_at(byte) {
                markup.raw(" (").text(message.fields.fields()[leaf].name).raw(")");
            }
        } else if parting.is_framing {
            markup.raw(", the same message in other records");
        }
    }
    markup.raw(
        ". <button type='button' class='button' data-do='parting'>Show it</button> \
         <button type='button' class='button' data-do='futures'>Compare the two</button>",
    );
    said.set_inner_html(markup.html());
}

/// Closes the options and goes there.
pub(in crate::ui) fn show(session: Session, button: &Element) {
    let Some(Some(parting)) = session.state.get().parting else { return };
    dialog::close(button);
    session.show_parting(parting);
}
