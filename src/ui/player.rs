//! The player: play and pause, one step on or back, and a slider over the run.

use super::browser::{find, set, set_text, set_value};
use super::change::Change;
use super::controls::{NORMAL, SPEEDS};
use super::icon;
use super::markup::Markup;
use super::outline::Outline;
use super::part::WHOLE;
use super::stage::epoch_class;
use crate::trace::{Epoch, MessageName};

pub(super) fn write(markup: &mut Markup) {
    markup.raw(
        "<footer class='player' aria-label='Player'>\
         <button type='button' class='round play' id='play' data-do='play'><span id='is-paused'>",
    );
    markup.icon(icon::PLAY).raw("</span><span id='is-playing'>").icon(icon::PAUSE).raw(
        "</span></button>\
         <button type='button' class='round edge' aria-label='First step' id='to-first' data-do='first'>",
    );
    markup
        .icon(icon::FIRST)
        .raw("</button><button type='button' class='round' aria-label='Previous' id='to-previous' data-do='previous'>");
    markup.icon(icon::PREVIOUS).raw("</button><button type='button' class='next' id='to-next' data-do='next'>Next");
    markup
        .icon(icon::NEXT)
        .raw("</button><button type='button' class='round edge' aria-label='Last step' id='to-last' data-do='last'>");
    markup.icon(icon::LAST).raw(
        "</button><div class='scrubber'><div class='track' id='track' aria-hidden='true'>\
         <div></div><div class='todo' id='todo'></div></div>\
         <div class='epochs' id='epochs' aria-hidden='true'></div>\
         <input type='range' min='1' step='1' aria-label='Step' id='slider' data-do='slide'></div>\
         <select class='speed' id='speed' aria-label='Speed' data-do='speed'>",
    );
    for (index, (speed, _)) in SPEEDS.iter().enumerate() {
        markup.raw("<option value='").number(index).raw(if index == NORMAL { "' selected>" } else { "'>" });
        markup.raw(speed).raw("×</option>");
    }
    markup.raw("</select><span class='counter' id='count'><span id='counter'></span></span></footer>");
}

pub(super) fn paint(change: &Change) {
    if change.is_new(|state| state.playing) {
        let playing = change.state.playing;
        set("play", "aria-label", if playing { "Pause" } else { "Play" });
        set("is-paused", "class", if playing { "away" } else { "" });
        set("is-playing", "class", if playing { "" } else { "away" });
    }
    let outline = &change.run.outline;
    let (cursor, count) = (change.state.cursor, outline.lines.len());
    let stretches_of = |outline: &Outline| (outline.lines.len(), stretches(outline));
    if change.run_is_new()
        && change.before.is_none_or(|before| stretches_of(&before.run.outline) != stretches_of(outline))
    {
        set("slider", "max", Markup::default().number(count.max(1)).html());
        set("track", "style", gradient(outline).html());
        // As much room as the last step's takes, so that no step's moves anything.
        set("count", "data-room", counter(count.saturating_sub(1), count).html());
        if let Some(epochs) = find("epochs") {
            epochs.set_inner_html(epoch_words(outline).html());
        }
    }
    if change.is_new(|state| state.speed)
        && let Some(speed) = find("speed")
    {
        set_value(&speed, Markup::default().number(change.state.speed).html());
    }
    if change.step_is_new() {
        let ends = |cursor, count| [cursor == 0, cursor + 1 >= count];
        let now = ends(cursor, count);
        let before = change.before.map(|before| ends(before.state.cursor, before.run.outline.lines.len()));
        if before != Some(now) {
            for (at_end, buttons) in now.into_iter().zip([["to-first", "to-previous"], ["to-next", "to-last"]]) {
                for button in buttons {
                    set(button, "aria-disabled", if at_end { "true" } else { "false" });
                }
            }
        }
        let mut todo = Markup::default();
        todo.raw("transform:translateX(").share(cursor, count.saturating_sub(1).max(1)).raw(")");
        set("todo", "style", todo.html());
        set("slider", "aria-valuetext", &spoken(outline, cursor));
        if let Some(slider) = find("slider") {
            set_value(&slider, Markup::default().number(cursor + 1).html());
        }
        let counter = counter(cursor, count);
        set_text("counter", counter.html());
    }
}

/// `4 / 14`.
fn counter(cursor: usize, count: usize) -> Markup {
    let mut markup = Markup::default();
    match count {
        0 => markup.raw("no steps"),
        count => markup.number(cursor + 1).raw(" / ").number(count),
    };
    markup
}

/// `Step 4 of 14: ServerHello, server to client`.
fn spoken(outline: &Outline, cursor: usize) -> String {
    let Some(line) = outline.lines.get(cursor) else { return "No steps".into() };
    let mut place = Markup::default();
    place.raw("Step ").number(cursor + 1).raw(" of ").number(outline.lines.len()).raw(": ");
    let mut spoken = String::from(place.html());
    spoken.push_str(&line.label);
    spoken.push_str(", ");
    spoken.push_str(line.route());
    spoken
}

impl Markup {
    /// Writes a part of the slider's length for CSS.
    fn share(&mut self, part: usize, whole: usize) -> &mut Self {
        self.raw("calc(100% * ").number(part).raw(" / ").number(whole).raw(")")
    }

    /// Writes where a stretch begins on the slider: half a step before its first step's place.
    fn place(&mut self, outline: &Outline, step: usize) -> &mut Self {
        let gaps = outline.lines.len().saturating_sub(1).max(1);
        self.share((2 * step).saturating_sub(1), 2 * gaps)
    }
}

/// The stretches of one epoch, each with its first step.
fn stretches(outline: &Outline) -> Vec<(usize, Epoch)> {
    let mut stretches: Vec<(usize, Epoch)> = Vec::new();
    for (index, line) in outline.lines.iter().enumerate() {
        // Never sealed, whatever is before and after it.
        if line.message() == Some(MessageName::ChangeCipherSpec) {
            continue;
        }
        if stretches.last().is_none_or(|(_, epoch)| *epoch != line.epoch) {
            stretches.push((index, line.epoch));
        }
    }
    stretches
}

/// The colours of the slider: one stretch for each epoch.
fn gradient(outline: &Outline) -> Markup {
    let stretches = stretches(outline);
    let mut css = Markup::default();
    css.raw("--epochs:linear-gradient(to right");
    for (index, (start, epoch)) in stretches.iter().enumerate() {
        css.raw(match epoch {
            Epoch::Plaintext => ",var(--plain) ",
            Epoch::EarlyData if WHOLE => ",var(--early) ",
            Epoch::EarlyData | Epoch::Handshake => ",var(--hs) ",
            Epoch::Application | Epoch::Updated(_) | Epoch::Preceding | Epoch::Connection => ",var(--app) ",
        });
        css.place(outline, *start).raw(" ");
        match stretches.get(index + 1) {
            Some((next, _)) => css.place(outline, *next),
            None => css.raw("100%"),
        };
    }
    if stretches.len() < 2 {
        css.raw(",var(--plain) 0 100%");
    }
    css.raw(")");
    css
}

/// The words below the slider, each as wide as its stretch; CSS hides those that do not fit.
fn epoch_words(outline: &Outline) -> Markup {
    let mut markup = Markup::default();
    let stretches = stretches(outline);
    let end = 2 * outline.lines.len().saturating_sub(1).max(1);
    let place = |step: usize| (2 * step).saturating_sub(1);
    for (index, (start, epoch)) in stretches.iter().enumerate() {
        let next = stretches.get(index + 1).map_or(end, |(next, _)| place(*next));
        markup.raw("<span class='").raw(epoch_class(*epoch)).raw("' style='left:").share(place(*start), end);
        markup.raw(";width:").share(next.saturating_sub(place(*start)), end).raw("'>");
        markup.raw(epoch.name()).raw("</span>");
    }
    markup
}
