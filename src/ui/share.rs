//! Sharing: a link to this place, and a frame for somebody else's page.

use super::browser::{self, find, set_value, value};
use super::markup::Markup;
use super::{Session, export};
use crate::scenario::address::{Address, Depth, Layout, Theme};

/// Width and height of a frame, as written into its attributes.
const SIZES: [(&str, &str); 4] = [("800", "560"), ("700", "500"), ("900", "600"), ("100%", "600")];

pub(super) fn content(session: Session) -> Markup {
    let state = &session.state.get();
    let mut markup = Markup::default();
    if is_from_a_file(session) {
        markup.raw(
            "<p>This run was opened from a file, so no link leads to it: nothing of it is in the address. To pass it on, \
             save it as JSON below, or give the file itself; whoever gets it can open it here.</p>",
        );
        export::write(&mut markup);
        return markup;
    }
    let theme = match state.theme {
        Theme::Auto => 0,
        Theme::Light => 1,
        Theme::Dark => 2,
    };
    markup.raw("<div class='fields'>");
    markup.select("share-start", "Start at", ["this step", "the first step"].into_iter(), 0);
    markup.select(
        "share-depth",
        "Words",
        ["Simple", "Technical"].into_iter(),
        usize::from(state.depth == Depth::Technical),
    );
    markup.select("share-theme", "Colours", ["as the reader's system", "light", "dark"].into_iter(), theme);
    markup.raw("</div>");
    copyable("share-link", "Link", "Copy link", &mut markup);
    markup.raw("<h3>Put it into a page</h3><div class='fields'>");
    markup.select("share-size", "Size", ["800 × 560", "700 × 500", "900 × 600", "full width × 600"].into_iter(), 0);
    markup.raw("<label class='tick'><input type='checkbox' id='share-embed' checked>Compact layout</label></div>");
    copyable("share-frame", "HTML", "Copy HTML", &mut markup);
    export::write(&mut markup);
    markup
}

/// Whether no link leads to what is shown.
fn is_from_a_file(session: Session) -> bool {
    #[cfg(feature = "whole")]
    return session.hash().is_none();
    #[cfg(not(feature = "whole"))]
    {
        let _ = session;
        false
    }
}

/// The link to a place, in the scenario's run or in one that everybody has.
pub(super) fn link_to(session: Session, address: &Address) -> String {
    #[cfg(feature = "whole")]
    if let Some(hash) = session.hash_of(address) {
        return browser::link_to(&hash);
    }
    let _ = session;
    browser::link(address)
}

/// A text with a button that copies it.
fn copyable(id: &'static str, label: &'static str, copy: &'static str, markup: &mut Markup) {
    markup.raw("<div class='field copyable'><label for='").raw(id).raw("'>").raw(label).raw("</label><textarea id='");
    markup
        .raw(id)
        .raw("' readonly rows='3' spellcheck='false'></textarea><button type='button' class='button' data-do='");
    markup
        .raw(id)
        .raw("'>")
        .raw(copy)
        .raw("</button><p class='said' role='status' id='")
        .raw(id)
        .raw("-said'></p></div>");
}

/// The place of what is chosen in a list.
fn chosen(id: &str) -> usize {
    find(id).and_then(|list| value(&list).parse().ok()).unwrap_or(0)
}

/// Writes the link and the frame as the choices are now.
pub(super) fn write_texts(session: Session) {
    let (Some(link), Some(frame)) = (find("share-link"), find("share-frame")) else { return };
    let mut address = session.address();
    if chosen("share-start") > 0 {
        address.step = 0;
        address.selection = None;
    }
    address.depth = if chosen("share-depth") == 0 { Depth::Simple } else { Depth::Technical };
    address.theme = match chosen("share-theme") {
        0 => Theme::Auto,
        1 => Theme::Light,
        _ => Theme::Dark,
    };
    address.layout = Layout::Full;
    set_value(&link, &link_to(session, &address));
    if browser::is_checked("share-embed") {
        address.layout = Layout::Embed;
    }
    let (width, height) = SIZES[chosen("share-size").min(SIZES.len() - 1)];
    let mut html = Markup::default();
    html.raw("<iframe src=\"").text(&link_to(session, &address));
    html.raw("\" title=\"A handshake, step by step: ").text(&subject(session));
    html.raw("\" width=\"").raw(width).raw("\" height=\"").raw(height);
    html.raw("\" style=\"border:0\" allow=\"clipboard-write\" loading=\"lazy\"></iframe>");
    set_value(&frame, html.html());
}

/// What the page is about: the lesson, or the run.
fn subject(session: Session) -> String {
    #[cfg(feature = "whole")]
    if let Some(title) = session.state.get().bench.lesson.title() {
        return title.into();
    }
    let _ = session;
    find("subject").and_then(|subject| subject.text_content()).unwrap_or_default()
}

pub(super) fn copy_link() {
    copy("share-link", "share-link-said", |_| select_text("share-link"));
}

pub(super) fn copy_frame() {
    copy("share-frame", "share-frame-said", |_| select_text("share-frame"));
}

fn copy(id: &str, said: &'static str, otherwise: fn(&str) -> bool) {
    if let Some(text) = find(id) {
        browser::copy(value(&text), said, otherwise);
    }
}

/// Leaves the text selected for the reader to copy, which is not yet copied.
fn select_text(id: &str) -> bool {
    browser::select_text(id);
    false
}
