//! The top of the page: what it is, and what can be chosen.

use leptos::prelude::*;

use super::controls::Controls;
use super::{Session, browser, icon};
use crate::scenario::address::{Depth, Layout, Theme};

pub(super) fn header() -> AnyView {
    let session = Session::expect();
    let controls = Controls::expect();
    view! {
        <header class="header">
            <h1>"Handshake Simulator"</h1>
            <p class="subject">"TLS 1.3, full handshake"</p>
            <button type="button" class="button" aria-haspopup="dialog" on:click=move |_| controls.settings.set(true)>
                {icon::icon(icon::SETTINGS)}
                "Client & server"
            </button>
            <span class="gap"></span>
            {depth(session)}
            <button
                type="button"
                class="button"
                aria-haspopup="dialog"
                aria-label="Share"
                on:click=move |_| controls.share.set(true)
            >
                {icon::icon(icon::SHARE)}
                <span class="label">"Share"</span>
            </button>
            {move || (session.layout.get() == Layout::Embed).then(|| whole_page(session))}
            <button
                type="button"
                class="button square"
                aria-label=move || format!("Colours: {}", theme_word(session.theme.get()))
                title=move || format!("Colours: {}", theme_word(session.theme.get()))
                on:click=move |_| session.theme.update(|theme| *theme = next_theme(*theme))
            >
                {icon::icon(icon::THEME)}
            </button>
            <button
                type="button"
                class="button square"
                aria-haspopup="dialog"
                aria-label="Help"
                on:click=move |_| controls.help.set(true)
            >
                "?"
            </button>
        </header>
    }
    .into_any()
}

fn depth(session: Session) -> AnyView {
    let choice = move |depth: Depth, word: &'static str| {
        view! {
            <label>
                <input
                    type="radio"
                    name="depth"
                    prop:checked=move || session.depth.get() == depth
                    on:change=move |_| session.depth.set(depth)
                />
                <span>{word}</span>
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class="segments">
            <legend class="visually-hidden">"Depth of the words"</legend>
            {choice(Depth::Simple, "Simple")}
            {choice(Depth::Technical, "Technical")}
        </fieldset>
    }
    .into_any()
}

/// Leads out of a frame to the same place in a page of its own.
fn whole_page(session: Session) -> AnyView {
    let href = move || {
        session.cursor.track();
        session.scenario.track();
        let mut address = session.address();
        address.layout = Layout::Full;
        format!("{}#{}", browser::page(), address.to_hash())
    };
    view! {
        <a class="button square" href=href target="_blank" rel="noopener" aria-label="Open full page" title="Open full page">
            {icon::icon(icon::OUT)}
        </a>
    }
    .into_any()
}

fn theme_word(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "automatic",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

fn next_theme(theme: Theme) -> Theme {
    match theme {
        Theme::Auto => Theme::Light,
        Theme::Light => Theme::Dark,
        Theme::Dark => Theme::Auto,
    }
}
