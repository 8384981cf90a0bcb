//! Handshakes that have a name, each a choice of its own.

use web_sys::Element;

use super::change::Change;
use super::markup::Markup;
use super::{Session, browser, dialog};
use crate::scenario::{Preset, Scenario, presets};
use crate::trace::{ChoiceName, Effect, Trace};

/// What the header says of the default.
const DEFAULT: &str = "full handshake";

/// What is in the dialog: the presets under their headings, the present one marked.
pub(super) fn content(session: Session) -> Markup {
    let current = current(session);
    let mut markup = Markup::default();
    markup.raw("<p>Each is a whole run: choose one, step through it, and change of it what you like.</p>");
    #[cfg(feature = "whole")]
    super::open::write_button(&mut markup);
    let mut end = "";
    for (index, preset) in presets().iter().enumerate() {
        if let Some(heading) = preset.heading() {
            markup.raw(end).raw("<h3>").raw(heading).raw("</h3><ul>");
            end = "</ul>";
        }
        let is_current = current.as_ref().is_some_and(|current| current.name == preset.name);
        markup.raw("<li><button type='button' data-do='preset' data-n='").number(index);
        markup.raw(if is_current { "' aria-current='true' autofocus>" } else { "'>" });
        markup.raw("<span>").text(preset.sentence).raw("</span> <code>").raw(preset.name).raw("</code></button></li>");
    }
    markup.raw(end);
    #[cfg(feature = "whole")]
    super::open::write_samples(session, &mut markup);
    markup
}

/// The preset that is shown, if it is one.
fn current(session: Session) -> Option<Preset> {
    #[cfg(feature = "whole")]
    if session.run.get().origin.is_some() {
        return None;
    }
    session.scenario.with(Preset::of)
}

/// Runs the preset with that number from its start.
pub(super) fn choose(session: Session, button: &Element, number: usize) {
    dialog::close(button);
    if let Some(preset) = presets().into_iter().nth(number) {
        #[cfg(feature = "whole")]
        {
            super::link::turn_over(session);
            super::experiments::end(session);
        }
        session.change(preset.scenario);
        session.jump(0);
    }
}

/// Says in the header which run this is.
pub(super) fn paint(session: Session, change: &Change) {
    if change.run_is_new() {
        let version = version(&change.run.trace);
        #[cfg(feature = "whole")]
        if let Some(origin) = &change.run.origin {
            let name = origin.sample.unwrap_or(&origin.title);
            browser::set_text("subject", &[version, ", opened: ", name].concat());
            return;
        }
        let words = session.scenario.with(|scenario| {
            let default = Scenario { seed: scenario.seed.clone(), ..Scenario::default() };
            if default == *scenario {
                return DEFAULT;
            }
            Preset::of(scenario).map_or("own choices", |preset| preset.name)
        });
        #[cfg(feature = "whole")]
        let broken = match change.run.broken {
            [false, false] => "",
            [true, false] => ", client broken on purpose",
            [false, true] => ", server broken on purpose",
            [true, true] => ", both broken on purpose",
        };
        #[cfg(not(feature = "whole"))]
        let broken = "";
        browser::set_text("subject", &[version, ", ", words, broken].concat());
    }
}

/// The version that the two agree on in the end; that of no edition if they do not.
fn version(trace: &Trace) -> &str {
    let chosen = trace.occurrences().rev().find_map(|occurrence| match &occurrence.effect {
        Effect::Negotiated(choice) if choice.name == ChoiceName::Version => choice.chosen.as_deref(),
        _ => None,
    });
    chosen.unwrap_or("TLS")
}
