//! Sharing: a link to this place, and a frame for somebody else's page.

use leptos::prelude::*;

use super::controls::Controls;
use super::dialog::dialog;
use super::{Session, browser};
use crate::scenario::address::{Depth, Layout, Theme};

pub(super) fn share() -> AnyView {
    dialog("share", "Share", Controls::expect().share, content)
}

/// Width and height of a frame, as written into its attributes.
const SIZES: [(&str, &str); 4] = [("800", "560"), ("700", "500"), ("900", "600"), ("100%", "600")];

/// What can be chosen for the link and the frame.
#[derive(Clone, Copy)]
struct Options {
    from_here: RwSignal<bool>,
    depth: RwSignal<Depth>,
    theme: RwSignal<Theme>,
    embed: RwSignal<bool>,
    size: RwSignal<usize>,
}

fn content() -> AnyView {
    let session = Session::expect();
    let options = Options {
        from_here: RwSignal::new(true),
        depth: RwSignal::new(session.depth.get_untracked()),
        theme: RwSignal::new(session.theme.get_untracked()),
        embed: RwSignal::new(true),
        size: RwSignal::new(0),
    };
    let address = move |layout: Layout| {
        let mut address = session.address();
        if !options.from_here.get() {
            address.step = 0;
            address.selection = None;
        }
        address.depth = options.depth.get();
        address.theme = options.theme.get();
        address.layout = layout;
        let hash = address.to_hash();
        if hash.is_empty() { browser::page() } else { format!("{}#{hash}", browser::page()) }
    };
    let link = Signal::derive(move || address(Layout::Full));
    let frame = Signal::derive(move || {
        let layout = if options.embed.get() { Layout::Embed } else { Layout::Full };
        let source = address(layout).replace('&', "&amp;").replace('"', "&quot;");
        let (width, height) = SIZES[options.size.get()];
        format!(
            "<iframe src=\"{source}\" title=\"A TLS 1.3 handshake, step by step\" width=\"{width}\" height=\"{height}\" \
             style=\"border:0\" allow=\"clipboard-write\" loading=\"lazy\"></iframe>"
        )
    });
    view! {
        <div class="fields">
            {select("Start at", "share-start", &["this step", "the first step"], 0, move |index| {
                options.from_here.set(index == 0);
            })}
            {select("Words", "share-depth", &["Simple", "Technical"], usize::from(options.depth.get_untracked() == Depth::Technical), move |index| {
                options.depth.set(if index == 0 { Depth::Simple } else { Depth::Technical });
            })}
            {select("Colours", "share-theme", &["as the reader's system", "light", "dark"], theme_index(options.theme.get_untracked()), move |index| {
                options.theme.set([Theme::Auto, Theme::Light, Theme::Dark][index]);
            })}
        </div>
        {copyable("share-link", "Link", link)}
        <h3>"Put it into a page"</h3>
        <div class="fields">
            {select("Size", "share-size", &["800 × 560", "700 × 500", "900 × 600", "full width × 600"], 0, move |index| {
                options.size.set(index);
            })}
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=move || options.embed.get()
                    on:change:target=move |event| options.embed.set(event.target().checked())
                />
                "Compact layout"
            </label>
        </div>
        {copyable("share-frame", "HTML", frame)}
    }
    .into_any()
}

fn theme_index(theme: Theme) -> usize {
    match theme {
        Theme::Auto => 0,
        Theme::Light => 1,
        Theme::Dark => 2,
    }
}

fn select(
    label: &'static str,
    id: &'static str,
    words: &'static [&'static str],
    chosen: usize,
    choose: impl Fn(usize) + 'static,
) -> AnyView {
    let count = words.len();
    let choose: Box<dyn Fn(usize)> = Box::new(choose);
    let options: Vec<AnyView> = words
        .iter()
        .enumerate()
        .map(|(index, word)| {
            view! { <option value=index.to_string() selected=index == chosen>{*word}</option> }.into_any()
        })
        .collect();
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select
                id=id
                on:change:target=move |event| {
                    if let Some(index) = event.target().value().parse().ok().filter(|index| *index < count) {
                        choose(index);
                    }
                }
            >
                {options}
            </select>
        </div>
    }
    .into_any()
}

/// A text with a button that copies it; where the browser refuses, the text is left selected.
fn copyable(id: &'static str, label: &'static str, text: Signal<String>) -> AnyView {
    let said = RwSignal::new("");
    let copy = move |_| {
        browser::copy(&text.get_untracked(), move |worked| {
            if worked {
                said.set("Copied.");
            } else {
                browser::select_text(id);
                said.set("The browser does not let this page copy. The text is selected: copy it with the keyboard.");
            }
        });
    };
    view! {
        <div class="field copyable">
            <label for=id>{label}</label>
            <textarea id=id readonly rows="3" spellcheck="false" prop:value=move || text.get()></textarea>
            <button type="button" class="button" on:click=copy>{format!("Copy {}", if label == "HTML" { "HTML" } else { "link" })}</button>
            <p class="said" role="status">{move || said.get()}</p>
        </div>
    }
    .into_any()
}
