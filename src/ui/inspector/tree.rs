//! How fields and bytes answer to pointer and keyboard.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::bytes::Source;
use crate::ui::browser::focus_on;
use crate::ui::markup::Markup;

/// The number of the field that `element` is or is inside of.
pub(super) fn field_number(element: &Element) -> Option<usize> {
    element.closest("[data-f]").ok()??.get_attribute("data-f")?.parse().ok()
}

/// All elements that `selector` finds in `root`.
pub(super) fn all(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = root.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.item(index)?.dyn_into().ok()).collect()
}

/// Takes the class `class` from all, then gives it to the bytes of the field `number` and to its row.
pub(super) fn mark(root: &Element, sources: &[Source], number: Option<usize>, class: &str) {
    for lit in all(root, &format!(".{class}")) {
        let _ = lit.class_list().remove_1(class);
    }
    let Some((source, index)) = number.and_then(|number| Source::of(sources, number)) else { return };
    let (first, end) = source.numbers(index);
    for run in all(root, ".run") {
        if field_number(&run).is_some_and(|number| (first..end).contains(&number)) {
            let _ = run.class_list().add_1(class);
        }
    }
    if let Some(row) = nearest_row(root, source, index) {
        let _ = row.class_list().add_1(class);
    }
}

/// The row of a field, or of the closed group it is in.
fn nearest_row(root: &Element, source: &Source, index: usize) -> Option<Element> {
    let mut at = Some(index);
    while let Some(here) = at {
        let number = source.base + here;
        let selector = format!(".field-row[data-f='{number}'], tr[data-f='{number}']");
        if let Ok(Some(row)) = root.query_selector(&selector) {
            return Some(row);
        }
        at = source.fields.parent(here);
    }
    None
}

/// The tree item of a field, if it is there.
pub(super) fn item(root: &Element, number: usize) -> Option<HtmlElement> {
    root.query_selector(&format!(".field-row[data-f='{number}']")).ok()??.dyn_into().ok()
}

/// Opens the groups around a field, so that its item is there.
pub(super) fn reveal(root: &Element, sources: &[Source], number: usize) -> Option<HtmlElement> {
    let (source, index) = Source::of(sources, number)?;
    let mut around = Vec::new();
    let mut at = source.fields.parent(index);
    while let Some(group) = at {
        around.push(group);
        at = source.fields.parent(group);
    }
    for group in around.into_iter().rev() {
        if let Some(item) = item(root, source.base + group) {
            set_open(&item, sources, true);
        }
    }
    item(root, number)
}

/// Opens or closes a group; what is inside is written when it is opened for the first time.
pub(super) fn set_open(item: &Element, sources: &[Source], open: bool) {
    if !item.has_attribute("aria-expanded") {
        return;
    }
    let _ = item.set_attribute("aria-expanded", if open { "true" } else { "false" });
    let Some(group) = item.parent_element().and_then(|place| place.query_selector(".inner-fields").ok().flatten())
    else {
        return;
    };
    if !open || group.child_element_count() > 0 {
        return;
    }
    if let Some((source, index)) = field_number(item).and_then(|number| Source::of(sources, number)) {
        let mut markup = Markup::default();
        markup.children(source, index);
        group.set_inner_html(markup.html());
    }
}

/// Whether a group is open; `None` for what is no group.
pub(super) fn is_open(item: &Element) -> Option<bool> {
    item.get_attribute("aria-expanded").map(|value| value == "true")
}

/// Makes `item` the one of its tree to which the Tab key leads.
pub(super) fn make_tab_stop(item: &Element) {
    if let Ok(Some(tree)) = item.closest(".tree") {
        for other in all(&tree, ".field-row[tabindex='0']") {
            let _ = other.set_attribute("tabindex", "-1");
        }
    }
    let _ = item.set_attribute("tabindex", "0");
}

/// Moves the focus as the keys of a tree do; whether the key was one of them.
pub(super) fn on_key(item: &Element, key: &str, sources: &[Source]) -> bool {
    let Ok(Some(tree)) = item.closest(".tree") else { return false };
    let visible: Vec<Element> = all(&tree, ".field-row")
        .into_iter()
        .filter(|other| other.dyn_ref::<HtmlElement>().is_some_and(|other| other.offset_parent().is_some()))
        .collect();
    let here = visible.iter().position(|other| other == item).unwrap_or(0);
    let target = match (key, is_open(item)) {
        ("ArrowDown", _) | ("ArrowRight", Some(true)) => visible.get(here + 1),
        ("ArrowUp", _) => here.checked_sub(1).and_then(|above| visible.get(above)),
        ("Home", _) => visible.first(),
        ("End", _) => visible.last(),
        ("ArrowRight", Some(false)) => {
            set_open(item, sources, true);
            None
        }
        ("ArrowLeft", Some(true)) => {
            set_open(item, sources, false);
            None
        }
        ("ArrowLeft", _) => {
            let group = item.closest(".inner-fields").ok().flatten();
            let group = group.and_then(|inner| inner.parent_element()).and_then(|place| place.first_element_child());
            visible.iter().find(|other| Some(*other) == group.as_ref())
        }
        ("ArrowRight", None) => None,
        _ => return false,
    };
    if let Some(target) = target {
        make_tab_stop(target);
        focus_on(Some(target.clone()));
    }
    true
}

/// Scrolls only as far as needed to have `element` in view.
pub(super) fn bring_into_view(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Scrolls the panel, and nothing else, to the first secret that is new; where the page scrolls, nothing does.
pub(super) fn bring_new_secret_into_view(panel: &HtmlElement) {
    let (seen, height) = (panel.scroll_top(), panel.client_height());
    let node = panel.query_selector(".node.new").ok().flatten().filter(|_| panel.scroll_height() > height);
    let Some(node) = node.and_then(|node| node.dyn_into::<HtmlElement>().ok()) else { return };
    let mut top = -panel.offset_top();
    let mut here = Some(node.clone());
    while let Some(element) = here.filter(|element| panel.contains(Some(element))) {
        top += element.offset_top();
        here = element.offset_parent().and_then(|parent| parent.dyn_into().ok());
    }
    if top < seen || top + node.offset_height() > seen + height {
        panel.set_scroll_top(top - height / 3);
    }
}

/// Scrolls the hex box, and nothing else, to the first lit byte.
pub(super) fn bring_bytes_into_view(root: &Element) {
    let Ok(Some(run)) = root.query_selector(".run.sel") else { return };
    let Ok(Some(hex)) = run.closest(".hex") else { return };
    let Some(first) = run.dyn_ref::<HtmlElement>() else { return };
    let top = first.offset_top();
    let (seen, height) = (hex.scroll_top(), hex.client_height());
    if top < seen || top + first.offset_height() > seen + height {
        hex.set_scroll_top(top - height / 3);
    }
}
