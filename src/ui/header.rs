//! The top of the page: what it is, and what can be chosen.

use super::browser::{self, set, set_checked};
use super::change::Change;
use super::markup::Markup;
use super::{Session, icon, share};
use crate::scenario::address::{Depth, Layout, Theme};

pub(super) fn write(markup: &mut Markup) {
    markup.raw(
        "<header class='header'><h1>Handshake Simulator</h1><p class='subject' id='subject'>TLS 1.3, full handshake</p>\
         <button type='button' class='button' aria-haspopup='dialog' data-do='presets'>Presets</button>\
         <button type='button' class='button' aria-haspopup='dialog' data-do='settings'>",
    );
    markup.icon(icon::SETTINGS).raw(
        "Client &amp; server</button>\
         <button type='button' class='button' aria-haspopup='dialog' data-do='learn'>Learn</button>\
         <button type='button' class='button' data-do='interfere'>Interfere</button><span class='gap'></span>\
         <fieldset class='segments'><legend class='visually-hidden'>Depth of the words</legend>\
         <label><input type='radio' name='depth' id='simple' data-do='simple'><span>Simple</span></label>\
         <label><input type='radio' name='depth' id='technical' data-do='technical'><span>Technical</span></label>\
         </fieldset>\
         <button type='button' class='button' aria-haspopup='dialog' aria-label='Share' data-do='share'>",
    );
    markup.icon(icon::SHARE).raw(
        "<span class='label'>Share</span></button>\
         <a class='button square' id='whole-page' hidden target='_blank' rel='noopener' aria-label='Open full page' \
         title='Open full page'>",
    );
    markup.icon(icon::OUT).raw("</a><button type='button' class='button square' id='theme' data-do='theme'>");
    markup.icon(icon::THEME).raw(
        "</button><button type='button' class='button square' aria-haspopup='dialog' aria-label='Help' data-do='help'>?\
         </button></header>",
    );
}

pub(super) fn paint(session: Session, change: &Change) {
    let state = change.state;
    if change.is_new(|state| state.depth) {
        set_checked(if state.depth == Depth::Simple { "simple" } else { "technical" }, true);
    }
    if change.is_new(|state| state.theme) {
        let words = match state.theme {
            Theme::Auto => "Colours: automatic",
            Theme::Light => "Colours: light",
            Theme::Dark => "Colours: dark",
        };
        set("theme", "aria-label", words);
        set("theme", "title", words);
    }
    let Some(link) = browser::find("whole-page") else { return };
    let embed = state.layout == Layout::Embed;
    if change.is_new(|state| state.layout) {
        let _ = link.toggle_attribute_with_force("hidden", !embed);
    }
    if embed {
        // Leads out of a frame to the same place in a page of its own.
        let mut address = session.address();
        address.layout = Layout::Full;
        let _ = link.set_attribute("href", &share::link_to(session, &address));
    }
}

/// The colours that follow these when the reader presses the button.
pub(super) fn next_theme(theme: Theme) -> Theme {
    match theme {
        Theme::Auto => Theme::Light,
        Theme::Light => Theme::Dark,
        Theme::Dark => Theme::Auto,
    }
}
