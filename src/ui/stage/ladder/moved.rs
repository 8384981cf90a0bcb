//! Another run with more rows, or fewer: those that say the same as before move to their new places, because new ones cost more.

use web_sys::Element;

use super::{TRAVELS, place, row};
use crate::ui::markup::Markup;
use crate::ui::outline::Line;

/// How many rows of the run before are passed over at once, in search of one that says the same.
const AHEAD: usize = 4;

/// Writes the rows of a run in the place of those of the one before, in which the reader was at the step `cursor_before`.
pub(super) fn write(list: &Element, (before, cursor_before): (&[Line], usize), lines: &[Line], cursor: usize) {
    let rows = list.children();
    let rows: Vec<Element> = (0..rows.length()).filter_map(|index| rows.item(index)).collect();
    if let Some(here) = rows.get(cursor_before) {
        let _ = here.remove_attribute(TRAVELS);
        if let Some(button) = here.first_element_child() {
            let _ = button.remove_attribute("aria-current");
        }
    }
    let mut used = 0;
    let mut fresh = Markup::default();
    for (index, line) in lines.iter().enumerate() {
        let mut ahead = before.iter().zip(&rows).enumerate().skip(used).take(AHEAD);
        let Some((old, (_, here))) = ahead.find(|(_, (known, _))| *known == line) else {
            row(index, line, place(index, cursor), &mut fresh);
            continue;
        };
        rows[used..old].iter().for_each(Element::remove);
        put(list, Some(here), &mut fresh);
        renumber(here, index, place(index, cursor));
        used = old + 1;
    }
    rows[used.min(rows.len())..].iter().for_each(Element::remove);
    put(list, None, &mut fresh);
}

/// Puts new rows in front of one that is there, or behind all.
fn put(list: &Element, before: Option<&Element>, rows: &mut Markup) {
    let rows = core::mem::take(rows);
    if rows.html().is_empty() {
        return;
    }
    let _ = match before {
        Some(here) => here.insert_adjacent_html("beforebegin", rows.html()),
        None => list.insert_adjacent_html("beforeend", rows.html()),
    };
}

/// Gives a row another number, and its place beside the reader's step.
fn renumber(row: &Element, index: usize, place: &'static str) {
    if row.get_attribute("data-place").is_none_or(|before| before != place) {
        let _ = row.set_attribute("data-place", place);
    }
    let Some(button) = row.first_element_child() else { return };
    let number = Markup::default().number(index).html().to_owned();
    if button.get_attribute("data-n").is_none_or(|before| before != number) {
        let _ = button.set_attribute("data-n", &number);
        if let Some(shown) = button.first_element_child() {
            let _ = shown.set_attribute("aria-label", Markup::default().raw("Step ").number(index + 1).html());
            shown.set_text_content(Some(Markup::default().number(index + 1).html()));
        }
    }
}
