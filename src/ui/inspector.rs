//! The inspector: what exactly the bytes are, where the keys come from, and who can know what.
//!
//! Each page is a pure function of the trace, the cursor and how to look at it, written as text (see [`markup`]). What is
//! selected changes no page: it is marked on it, and what there is to say about it is put beside it.

mod bytes;
mod certificate;
mod keys;
mod knowledge;
mod message;
mod shown;
mod states;
mod transcript;
mod tree;
mod view;

use core::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::browser::{find, focus_on, set, set_checked};
use super::change::Change;
use super::markup::Markup;
use super::{Session, State};
use crate::scenario::address::{Layer, Selection, Tab};
use crate::trace::{Side, Trace};
pub(super) use bytes::Source;
use shown::Shown;
use view::View;

const TABS: [(Tab, &str, &str); 6] = [
    (Tab::Message, "tab-0", "Message"),
    (Tab::Keys, "tab-1", "Keys"),
    (Tab::Transcript, "tab-2", "Transcript"),
    (Tab::Certificate, "tab-3", "Certificate"),
    (Tab::States, "tab-4", "States"),
    (Tab::Knowledge, "tab-5", "Who knows"),
];

/// The inspector with its six pages, of which one is there at a time.
#[derive(Default)]
pub(super) struct Inspector {
    shown: RefCell<Shown>,
}

fn place(tab: Tab) -> usize {
    TABS.iter().position(|(other, ..)| *other == tab).unwrap_or(0)
}

/// The step and the layer of the bytes that a page shows with their fields, if it does.
pub(super) fn bytes_shown(trace: &Trace, state: &State) -> Option<(usize, Layer)> {
    let view = View {
        trace,
        cursor: state.cursor,
        layer: state.layer,
        depth: state.depth,
        #[cfg(feature = "whole")]
        may_interfere: false,
        #[cfg(feature = "whole")]
        has_attacker: false,
        #[cfg(feature = "whole")]
        haul: None,
        #[cfg(feature = "whole")]
        is_asked: false,
    };
    match state.tab {
        Tab::Message => view.message().map(|(step, _)| (step, state.layer)),
        // All of its fields count as those of the opened message do.
        Tab::Certificate => view.certificate(Side::Server).map(|(step, _)| (step, Layer::Opened)),
        Tab::Keys | Tab::Transcript | Tab::States | Tab::Knowledge => None,
    }
}

impl Inspector {
    /// Writes what is the same on all pages.
    pub fn write(markup: &mut Markup) {
        markup.raw(
            "<section class='inspector' aria-label='Inspector'>\
             <div class='tabs' role='tablist' aria-label='Inspector'>",
        );
        for (index, (_, id, name)) in TABS.iter().enumerate() {
            markup.raw("<button type='button' role='tab' aria-controls='inspector-panel' aria-selected='false' ");
            markup.raw("tabindex='-1' data-do='tab' id='").raw(id).raw("' data-n='").number(index).raw("'>");
            markup.raw(name).raw("</button>");
        }
        markup.raw(
            "</div><div class='panel' role='tabpanel' id='inspector-panel' tabindex='0'>\
             <fieldset class='seg' id='layers'><legend class='visually-hidden'>Bytes shown</legend>\
             <label><input type='radio' name='layer' id='on-the-wire' data-do='wire'><span>On the wire</span></label>\
             <label><input type='radio' name='layer' id='opened' data-do='opened'><span>Opened</span></label></fieldset>\
             <div class='page' id='page'></div></div>\
             <p class='said' role='status' id='inspector-said'></p></section>",
        );
    }

    /// Shows what has changed.
    pub fn paint(&self, change: &Change) {
        let state = change.state;
        if change.is_new(|state| state.tab) {
            for (tab, id, _) in TABS {
                let here = tab == state.tab;
                set(id, "aria-selected", if here { "true" } else { "false" });
                set(id, "tabindex", if here { "0" } else { "-1" });
            }
            set("inspector-panel", "aria-labelledby", TABS[place(state.tab)].1);
            if let Some(panel) = find("inspector-panel") {
                panel.set_scroll_top(0);
            }
            if let Some(layers) = find("layers") {
                let _ = layers.toggle_attribute_with_force("hidden", state.tab != Tab::Message);
            }
        }
        if change.is_new(|state| state.layer) {
            set_checked(if state.layer == Layer::Wire { "on-the-wire" } else { "opened" }, true);
        }
        let Some(root) = find("page") else { return };
        let view = View {
            trace: &change.run.trace,
            cursor: state.cursor,
            layer: state.layer,
            depth: state.depth,
            #[cfg(feature = "whole")]
            may_interfere: change.run.origin.is_none(),
            #[cfg(feature = "whole")]
            has_attacker: change.has_attacker(),
            #[cfg(feature = "whole")]
            haul: change.haul(),
            #[cfg(feature = "whole")]
            is_asked: change.state.bench.limit().is_some(),
        };
        let mut shown = self.shown.borrow_mut();
        let page_is_new = change.step_is_new()
            || change.attacker_is_new()
            || change.is_new(|state| (state.tab, state.layer, state.depth));
        #[cfg(feature = "whole")]
        let page_is_new = page_is_new || change.is_asked_anew();
        if page_is_new {
            shown.paint(&root, view, state.tab, change.run_is_new());
            let panel = find("inspector-panel").and_then(|panel| panel.dyn_into::<HtmlElement>().ok());
            if let Some(panel) = panel.filter(|_| state.tab == Tab::Keys) {
                tree::bring_new_secret_into_view(&panel);
            }
        }
        if page_is_new || change.is_new(|state| state.selection) {
            shown.select(&root, view, state.selection);
        }
    }

    /// Goes to the page at that place.
    pub fn choose(session: Session, place: usize) {
        if let Some((tab, ..)) = TABS.get(place) {
            session.update(|state| state.tab = *tab);
        }
    }

    /// Moves between the tabs: one stop for the Tab key, arrows between them.
    pub fn press_tab(session: Session, event: &KeyboardEvent) {
        let here = place(session.state.get().tab);
        let there = match event.key().as_str() {
            "ArrowRight" => (here + 1) % TABS.len(),
            "ArrowLeft" => (here + TABS.len() - 1) % TABS.len(),
            "Home" => 0,
            "End" => TABS.len() - 1,
            _ => return,
        };
        event.prevent_default();
        Self::choose(session, there);
        focus_on(find(TABS[there].1));
    }

    /// Takes a click on something on the page.
    pub fn click(&self, session: Session, target: &Element) {
        if let Ok(Some(button)) = target.closest("[data-a]") {
            let number = button.get_attribute("data-a").and_then(|number| number.parse().ok());
            let action = number.and_then(|number: usize| self.shown.borrow().action(number));
            if let Some(action) = action {
                action.perform(session);
            }
            return;
        }
        if let Ok(Some(details)) = target.closest("[data-bytes]")
            && matches!(target.closest("summary"), Ok(Some(_)))
        {
            self.shown.borrow().fill_bytes(&details);
        }
        if matches!(target.closest("a, .detail, summary, .interfere"), Ok(Some(_))) {
            return;
        }
        let Some(number) = tree::field_number(target) else { return };
        let state = session.state.get();
        if let Ok(Some(item)) = target.closest(".field-row") {
            tree::make_tab_stop(&item);
            let twisted = matches!(target.closest(".twist"), Ok(Some(_)));
            let again = state.selection == Some(Selection::Field(number));
            if let Some(open) = tree::is_open(&item) {
                tree::set_open(&item, &self.shown.borrow().sources, !open || !(twisted || again));
                if twisted {
                    return;
                }
            } else if again {
                session.update(|state| state.selection = None);
                return;
            }
        }
        if matches!(state.tab, Tab::Message | Tab::Certificate) {
            session.update(|state| state.selection = Some(Selection::Field(number)));
        }
    }

    /// Takes a key pressed on the page.
    pub fn press(&self, item: &Element, event: &KeyboardEvent) {
        if !item.class_list().contains("field-row") || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let sources = self.shown.borrow().sources.clone();
        if tree::on_key(item, &event.key(), &sources) {
            event.prevent_default();
        }
    }

    /// Lights up the field that `target` is of, if it is of one.
    pub fn light(&self, target: Option<&Element>) {
        let number = target.and_then(tree::field_number);
        // While the page is written, the focus may move on it; what is lit then is gone.
        if let (Some(root), Ok(mut shown)) = (find("page"), self.shown.try_borrow_mut()) {
            shown.light(&root, number);
        }
    }
}
