//! What just happened, and why it matters.

use std::sync::Arc;

use leptos::prelude::*;

use super::Session;
use crate::explain::{self, StepWords};
use crate::scenario::address::Depth;

pub(super) fn story() -> AnyView {
    let session = Session::expect();
    let words: Memo<Option<Arc<StepWords>>> =
        Memo::new(move |_| session.with_step(|trace, index, _| Arc::new(explain::step(trace, index))));
    let title = move || words.get().map(|words| words.title.clone());
    let paragraphs = move || {
        let words = words.get()?;
        let paragraphs = match session.depth.get() {
            Depth::Simple => &words.simple,
            Depth::Technical => &words.technical,
        };
        Some(paragraphs.iter().map(|text| view! { <p>{text.clone()}</p> }.into_any()).collect::<Vec<AnyView>>())
    };
    let why = move || {
        let words = words.get()?;
        (!words.why.is_empty())
            .then(|| view! { <p class="why"><b>"Why it matters: "</b>{words.why.clone()}</p> }.into_any())
    };
    view! {
        <section class="story" aria-label="What happens">
            <p class="kicker">{move || kicker(session)}</p>
            <h2>{title}</h2>
            {paragraphs}
            {why}
            <p class="citations">{move || words.get().map(|words| citations(&words))}</p>
            <p class="visually-hidden" role="status">{move || announcement(session, words)}</p>
        </section>
    }
    .into_any()
}

/// Where we are: `Step 6 of 25 · server to client · sealed with server_handshake_traffic_secret`.
fn kicker(session: Session) -> AnyView {
    let outline = session.outline.get();
    let cursor = session.cursor.get();
    let Some(line) = outline.lines.get(cursor) else {
        return "This run has no steps.".into_any();
    };
    let step = format!("Step {} of {} · {}", cursor + 1, outline.lines.len(), line.route());
    let seal = line.sealed_with.map(|secret| view! { " · sealed with "<code>{secret.name()}</code> }.into_any());
    view! { {step}{seal} }.into_any()
}

fn citations(words: &StepWords) -> Vec<AnyView> {
    words
        .citations
        .iter()
        .map(|citation| {
            view! { <a href=citation.url() target="_blank" rel="noopener">{citation.label()}</a>" " }.into_any()
        })
        .collect()
}

/// What a screen reader says on a step that the reader chose; silent while playing.
fn announcement(session: Session, words: Memo<Option<Arc<StepWords>>>) -> Option<String> {
    if session.playing.get() {
        return None;
    }
    let words = words.get()?;
    let count = session.outline.with(|outline| outline.lines.len());
    Some(format!("Step {} of {count}: {}", session.cursor.get() + 1, words.title))
}
