//! The player: play and pause, one step on or back, and a slider over the run.

use core::fmt::Write;

use leptos::prelude::*;

use super::controls::{self, Controls};
use super::outline::Outline;
use super::{Session, icon};
use crate::trace::Epoch;

pub(super) fn player() -> AnyView {
    let session = Session::expect();
    let all = Controls::expect();
    let cursor = session.cursor;
    let at_start = move || cursor.get() == 0;
    let at_end = move || cursor.get() + 1 >= session.outline.with(|outline| outline.lines.len());
    let back = move |to: fn(usize) -> usize| move |_| controls::jump(session, to(cursor.get_untracked()));
    view! {
        <footer class="player" aria-label="Player" on:keydown=move |event| controls::press(session, all, &event)>
            <button
                type="button"
                class="round play"
                aria-label=move || if session.playing.get() { "Pause" } else { "Play" }
                on:click=move |_| controls::toggle_playing(session)
            >
                <span class:away=move || session.playing.get()>{icon::icon(icon::PLAY)}</span>
                <span class:away=move || !session.playing.get()>{icon::icon(icon::PAUSE)}</span>
            </button>
            <button
                type="button"
                class="round edge"
                aria-label="First step"
                aria-disabled=move || at_start().to_string()
                on:click=back(|_| 0)
            >
                {icon::icon(icon::FIRST)}
            </button>
            <button
                type="button"
                class="round"
                aria-label="Previous"
                aria-disabled=move || at_start().to_string()
                on:click=back(|cursor| cursor.saturating_sub(1))
            >
                {icon::icon(icon::PREVIOUS)}
            </button>
            <button
                type="button"
                class="next"
                aria-disabled=move || at_end().to_string()
                on:click=back(|cursor| cursor + 1)
            >
                "Next"
                {icon::icon(icon::NEXT)}
            </button>
            <button
                type="button"
                class="round edge"
                aria-label="Last step"
                aria-disabled=move || at_end().to_string()
                on:click=back(|_| usize::MAX)
            >
                {icon::icon(icon::LAST)}
            </button>
            {scrubber(session)}
            {speed(all)}
            <span class="counter">{move || counter(session)}</span>
        </footer>
    }
    .into_any()
}

fn scrubber(session: Session) -> AnyView {
    let count = move || session.outline.with(|outline| outline.lines.len().max(1));
    let done = move || {
        let (cursor, steps) = (session.cursor.get(), count());
        share(cursor, steps.saturating_sub(1).max(1))
    };
    view! {
        <div class="scrubber" style:--done=done>
            <div class="track" aria-hidden="true" style:--epochs=move || session.outline.with(|outline| gradient(outline))>
                <div class="todo"></div>
                <div class="done"></div>
            </div>
            <div class="epochs" aria-hidden="true">{move || session.outline.with(|outline| epoch_words(outline))}</div>
            <input
                type="range"
                min="1"
                max=move || count().to_string()
                step="1"
                aria-label="Step"
                aria-valuetext=move || spoken(session)
                prop:value=move || {
                    // The value has to be set again when the range grows.
                    let _ = count();
                    (session.cursor.get() + 1).to_string()
                }
                on:input:target=move |event| {
                    if let Ok(step) = event.target().value().parse::<usize>() {
                        controls::jump(session, step.saturating_sub(1));
                    }
                }
            />
        </div>
    }
    .into_any()
}

fn speed(all: Controls) -> AnyView {
    let options: Vec<AnyView> = controls::SPEEDS
        .into_iter()
        .enumerate()
        .map(|(index, (speed, _))| {
            view! { <option value=speed selected=index == controls::NORMAL>{format!("{speed}×")}</option> }.into_any()
        })
        .collect();
    view! {
        <select
            class="speed"
            aria-label="Speed"
            on:change:target=move |event| {
                let value = event.target().value();
                if let Some(speed) = controls::SPEEDS.iter().position(|(speed, _)| *speed == value) {
                    all.speed.set(speed);
                }
            }
        >
            {options}
        </select>
    }
    .into_any()
}

fn counter(session: Session) -> String {
    let count = session.outline.with(|outline| outline.lines.len());
    if count == 0 { "no steps".into() } else { format!("{} / {count}", session.cursor.get() + 1) }
}

/// `Step 4 of 14: ServerHello, server to client`.
fn spoken(session: Session) -> String {
    let cursor = session.cursor.get();
    session.outline.with(|outline| match outline.lines.get(cursor) {
        None => "No steps".into(),
        Some(line) => format!("Step {} of {}: {}, {}", cursor + 1, outline.lines.len(), line.label, line.route()),
    })
}

/// A part of the slider's length for CSS.
fn share(part: usize, whole: usize) -> String {
    format!("calc(100% * {part} / {whole})")
}

/// The stretches of one epoch, each with its first step.
fn stretches(outline: &Outline) -> Vec<(usize, Epoch)> {
    let mut stretches: Vec<(usize, Epoch)> = Vec::new();
    for (index, line) in outline.lines.iter().enumerate() {
        if stretches.last().is_none_or(|(_, epoch)| *epoch != line.epoch) {
            stretches.push((index, line.epoch));
        }
    }
    stretches
}

/// Where a stretch begins on the slider: half a step before its first step's place.
fn place(outline: &Outline, step: usize) -> String {
    let gaps = outline.lines.len().saturating_sub(1).max(1);
    share((2 * step).saturating_sub(1), 2 * gaps)
}

/// The colours of the slider: one stretch for each epoch.
fn gradient(outline: &Outline) -> String {
    let stretches = stretches(outline);
    let mut css = String::from("linear-gradient(to right");
    for (index, (start, epoch)) in stretches.iter().enumerate() {
        let colour = match epoch {
            Epoch::Plaintext => "plain",
            Epoch::Handshake => "hs",
            Epoch::Application => "app",
        };
        let end = stretches.get(index + 1).map_or_else(|| "100%".into(), |(next, _)| place(outline, *next));
        let _ = write!(css, ",var(--{colour}) {} {end}", place(outline, *start));
    }
    if stretches.len() < 2 {
        css.push_str(",var(--plain) 0 100%");
    }
    css.push(')');
    css
}

fn epoch_words(outline: &Outline) -> Vec<AnyView> {
    stretches(outline)
        .into_iter()
        .map(|(start, epoch)| {
            let left = place(outline, start);
            view! { <span class=super::stage::epoch_class(epoch) style:left=left>{epoch.name()}</span> }.into_any()
        })
        .collect()
}
