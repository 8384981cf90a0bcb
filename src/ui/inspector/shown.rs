//! What is on the page now.

use web_sys::{Element, HtmlElement};

use super::bytes::Source;
use super::view::View;
use super::{certificate, keys, knowledge, message, states, transcript, tree};
use crate::scenario::address::{Selection, Tab};
use crate::ui::action::Action;
use crate::ui::browser::{document, focus_on};
use crate::ui::markup::Markup;

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
    /// Where the focus belongs that was on the page before this one, if nothing is selected.
    lost: Option<String>,
}

/// What is selected, as far as it can have the focus.
const SELECTED: &str = ".node[aria-expanded=true], .field-row[aria-current], .record.sel .field-row[tabindex='0']";

impl Shown {
    /// Puts a page into `root`, unless it is there; [`Self::select`] then puts the focus back.
    pub fn paint(&mut self, root: &Element, view: View, tab: Tab, run_is_new: bool) {
        let mut page = Markup::default();
        match tab {
            Tab::Message => message::paint(view, &mut page),
            Tab::Keys => keys::paint(view, &mut page),
            Tab::Transcript => transcript::paint(view, &mut page),
            Tab::Certificate => certificate::paint(view, &mut page),
            Tab::States => states::paint(view, &mut page),
            Tab::Knowledge => knowledge::paint(view, &mut page),
        }
        // What is said of a secret may be other words in another step.
        let same_detail = !matches!(self.selection, Some(Selection::Secret(_)));
        if !run_is_new && same_detail && page.html() == self.page.html() {
            (self.page, self.tab) = (page, tab);
            return;
        }
        let node = focused_node(root);
        let had_focus = has_focus(root);
        root.set_inner_html(page.html());
        let lost = (had_focus && !has_focus(root))
            .then(|| node.map_or_else(|| ".tree [tabindex='0']".into(), |id| format!("#{id}")));
        self.sources.clone_from(&page.sources);
        *self = Self { sources: core::mem::take(&mut self.sources), page, tab, lost, ..Self::default() };
    }

    /// Marks what is selected, and puts what there is to say about it beside it. If the focus is lost by that, or was by
    /// another page, it goes to what is selected, or where it was.
    pub fn select(&mut self, root: &Element, view: View, selection: Option<Selection>) {
        if self.selection == selection && selection.is_some() {
            return;
        }
        let lost = self.lost.take();
        let had_focus = lost.is_some() || has_focus(root);
        for marked in tree::all(root, ".field-row[aria-current], [aria-expanded=true].node, .record.sel, .detail") {
            if marked.class_list().contains("detail") {
                marked.remove();
            } else if marked.class_list().contains("node") {
                let _ = marked.set_attribute("aria-expanded", "false");
            } else {
                let _ = marked.remove_attribute("aria-current");
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
        if let Some(number) = field {
            self.open_bytes_around(root, number);
        }
        let item = field.and_then(|number| tree::reveal(root, &self.page.sources, number));
        tree::mark(root, &self.page.sources, field, "sel");
        let is_field = item.is_some();
        match (selection, item) {
            (Some(Selection::Field(number)), Some(item)) => self.select_field(root, view, number, &item),
            (Some(selection @ (Selection::Secret(_) | Selection::Record(_))), _) => {
                self.select_anchor(root, view, selection);
            }
            _ => {}
        }
        // A fact leads to its field, which may be far below it.
        if had_focus && (is_field || !has_focus(root)) {
            refocus(root, &[SELECTED, lost.as_deref().unwrap_or_default()]);
        }
    }

    fn select_field(&mut self, root: &Element, view: View, number: usize, item: &HtmlElement) {
        let Some((source, index)) = Source::of(&self.page.sources, number) else { return };
        let _ = item.set_attribute("aria-current", "true");
        tree::make_tab_stop(item);
        self.detail.field_detail(source, index);
        #[cfg(feature = "whole")]
        if let (true, Tab::Message, Some((_, message))) = (view.may_interfere, self.tab, view.message()) {
            let ordinal = self.page.sources.iter().position(|other| other.base == source.base).unwrap_or_default();
            let span = source.fields.fields()[index].span;
            let bytes = span.of(&source.bytes);
            crate::ui::attack::point(view.trace, message, view.layer, (ordinal, span), bytes, &mut self.detail);
        }
        #[cfg(not(feature = "whole"))]
        let _ = view;
        insert_detail(item, "afterend", &self.detail);
        show_with_detail(root, item);
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
        show_with_detail(root, &anchor);
    }

    /// Writes the bytes behind a switch, unless they are there: they are many, and few are looked at.
    pub fn fill_bytes(&self, details: &Element) {
        let number = details.get_attribute("data-bytes").and_then(|number| number.parse().ok());
        let Some((source, index)) = number.and_then(|number| Source::of(&self.page.sources, number)) else { return };
        if let Some(inside) = details.last_element_child().filter(|inside| inside.child_element_count() == 0) {
            let mut markup = Markup::default();
            certificate::paint_bytes(source, index, &mut markup);
            inside.set_inner_html(markup.html());
        }
    }

    fn open_bytes_around(&self, root: &Element, number: usize) {
        for details in tree::all(root, "[data-bytes]") {
            let around = details.get_attribute("data-bytes").and_then(|around| around.parse().ok());
            if let Some((source, index)) = around.and_then(|around| Source::of(&self.page.sources, around)) {
                let (first, end) = source.numbers(index);
                if (first..end).contains(&number) {
                    self.fill_bytes(&details);
                    let _ = details.set_attribute("open", "");
                }
            }
        }
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

/// Scrolls what is said into view, and then what it is said of, should both not fit.
fn show_with_detail(root: &Element, of: &Element) {
    if let Ok(Some(detail)) = root.query_selector(".detail") {
        tree::bring_into_view(&detail);
    }
    tree::bring_into_view(of);
}

fn insert_detail(beside: &Element, position: &str, detail: &Markup) {
    let html = format!("<div class='detail'>{}</div>", detail.html());
    let _ = beside.insert_adjacent_html(position, &html);
}

/// The focused node of the key schedule, which is the same on the next page.
fn focused_node(root: &Element) -> Option<String> {
    let active = document().active_element()?;
    (root.contains(Some(&active)) && active.class_list().contains("node")).then(|| active.id())
}

fn has_focus(root: &Element) -> bool {
    let active = document().active_element();
    active.is_some_and(|active| root.contains(Some(&active)))
}

/// Focuses what the first of `selectors` finds that finds something, or else the whole panel, so that the keyboard is not
/// lost.
fn refocus(root: &Element, selectors: &[&str]) {
    let found = selectors.iter().find_map(|selector| root.query_selector(selector).ok().flatten());
    let target = found.or_else(|| root.closest("[role=tabpanel]").ok().flatten());
    focus_on(target);
}
