//! What is on the page now.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::action::Action;
use super::bytes::Source;
use super::markup::Markup;
use super::view::View;
use super::{certificate, keys, knowledge, message, states, transcript, tree};
use crate::scenario::address::{Selection, Tab};

/// What the elements on the page stand for.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// The bytes that are shown.
    pub sources: Vec<Source>,
    page: Markup,
    detail: Markup,
    tab: Tab,
    selection: Option<Selection>,
    lit: Option<usize>,
}

impl Shown {
    /// Puts a page into `root`, and the focus back where it was.
    pub fn paint(&mut self, root: &Element, view: View, tab: Tab) {
        let mut page = Markup::default();
        match tab {
            Tab::Message => message::paint(view, &mut page),
            Tab::Keys => keys::paint(view, &mut page),
            Tab::Transcript => transcript::paint(view, &mut page),
            Tab::Certificate => certificate::paint(view, &mut page),
            Tab::States => states::paint(view, &mut page),
            Tab::Knowledge => knowledge::paint(view, &mut page),
        }
        let node = focused_node(root);
        let had_focus = has_focus(root);
        root.set_inner_html(page.html());
        if had_focus {
            refocus(root, &node.map_or_else(|| "[role=tree] [tabindex='0']".into(), |id| format!("#{id}")));
        }
        self.sources.clone_from(&page.sources);
        *self = Self { sources: core::mem::take(&mut self.sources), page, tab, ..Self::default() };
    }

    /// Marks what is selected, and puts what there is to say about it beside it.
    pub fn select(&mut self, root: &Element, view: View, selection: Option<Selection>) {
        if self.selection == selection && selection.is_some() {
            return;
        }
        let had_focus = has_focus(root);
        for marked in tree::all(root, "[aria-selected=true], [aria-expanded=true].node, .record.sel, .detail") {
            if marked.class_list().contains("detail") {
                marked.remove();
            } else if marked.class_list().contains("node") {
                let _ = marked.set_attribute("aria-expanded", "false");
            } else {
                let _ = marked.set_attribute("aria-selected", "false");
                let _ = marked.class_list().remove_1("sel");
            }
        }
        self.detail = Markup::starting_at(self.page.actions.len());
        self.sources.clone_from(&self.page.sources);
        self.selection = selection;
        let field = match selection {
            Some(Selection::Field(number)) if matches!(self.tab, Tab::Message | Tab::Certificate) => Some(number),
            _ => None,
        };
        let item = field.and_then(|number| tree::reveal(root, &self.page.sources, number));
        tree::mark(root, &self.page.sources, field, "sel");
        match (selection, item) {
            (Some(Selection::Field(number)), Some(item)) => self.select_field(root, number, &item),
            (Some(selection @ (Selection::Secret(_) | Selection::Record(_))), _) => {
                self.select_anchor(root, view, selection);
            }
            _ => {}
        }
        if had_focus && !has_focus(root) {
            refocus(root, ".node[aria-expanded=true], [aria-selected=true]");
        }
    }

    fn select_field(&mut self, root: &Element, number: usize, item: &HtmlElement) {
        let Some((source, index)) = Source::of(&self.page.sources, number) else { return };
        let _ = item.set_attribute("aria-selected", "true");
        if let Ok(Some(details)) = item.closest("details") {
            let _ = details.set_attribute("open", "");
        }
        tree::make_tab_stop(item);
        self.detail.field_detail(source, index);
        if let Ok(Some(row)) = item.query_selector(".field-row") {
            insert_detail(&row, "afterend", &self.detail);
            tree::bring_into_view(&row);
        }
        tree::bring_bytes_into_view(root);
    }

    fn select_anchor(&mut self, root: &Element, view: View, selection: Selection) {
        let Some(number) = self.page.anchors.iter().position(|anchor| *anchor == selection) else { return };
        let Ok(Some(anchor)) = root.query_selector(&format!("[data-k='{number}']")) else { return };
        match selection {
            Selection::Secret(name) => {
                let _ = anchor.set_attribute("aria-expanded", "true");
                keys::paint_detail(view, name, &mut self.detail);
                if let Ok(Some(host)) = anchor.closest("[data-host]") {
                    insert_detail(&host, "beforeend", &self.detail);
                }
                self.sources.clone_from(&self.detail.sources);
            }
            Selection::Record(_) => {
                let _ = anchor.class_list().add_1("sel");
            }
            Selection::Field(_) => {}
        }
        tree::bring_into_view(&anchor);
    }

    /// Lights up a field's bytes and row.
    pub fn light(&mut self, root: &Element, number: Option<usize>) {
        if self.lit != number {
            self.lit = number;
            tree::mark(root, &self.sources, number, "lit");
        }
    }

    /// What the button of that number does.
    pub fn action(&self, number: usize) -> Option<Action> {
        let in_page = self.page.actions.get(number);
        in_page.or_else(|| self.detail.actions.get(number.checked_sub(self.page.actions.len())?)).cloned()
    }
}

fn insert_detail(beside: &Element, position: &str, detail: &Markup) {
    let html = format!("<div class='detail'>{}</div>", detail.html());
    let _ = beside.insert_adjacent_html(position, &html);
}

/// The focused node of the key schedule, which is the same on the next page.
fn focused_node(root: &Element) -> Option<String> {
    let active = leptos::prelude::document().active_element()?;
    (root.contains(Some(&active)) && active.class_list().contains("node")).then(|| active.id())
}

fn has_focus(root: &Element) -> bool {
    let active = leptos::prelude::document().active_element();
    active.is_some_and(|active| root.contains(Some(&active)))
}

/// Focuses the first of `selectors` that is there, or else the whole panel, so that the keyboard is not lost.
fn refocus(root: &Element, selectors: &str) {
    let target =
        root.query_selector(selectors).ok().flatten().or_else(|| root.closest("[role=tabpanel]").ok().flatten());
    if let Some(target) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
        let _ = target.focus();
    }
}
