//! Bytes two ways: in hex, and as a tree of fields.

use crate::explain::{self, FieldWords, Version};
use crate::trace::Bytes;
use crate::ui::action::Action;
use crate::ui::markup::{Markup, spaced_hex};
use crate::wire::{Field, FieldTree, Span, Value};

/// Bytes in a row of hex; two rows stand side by side where there is room.
const ROW: usize = 8;
/// More rows than these do not fit the box, which then must be reachable by keyboard to be scrolled.
const ROWS_AT_ONCE: usize = 4;
/// Bytes in hex that stand beside a field's name.
const BYTES_IN_NAME: usize = 8;
/// From this depth on groups are closed at first.
const CLOSED_FROM_DEPTH: usize = 2;

/// Bytes that are shown, their fields, and the numbers of the fields on this panel.
#[derive(Clone, Debug)]
pub(in crate::ui) struct Source {
    /// The fields.
    pub fields: FieldTree,
    /// The bytes.
    pub bytes: Bytes,
    /// The number of the first field: [`crate::scenario::address::Selection::Field`] counts through a panel.
    pub base: usize,
    /// Of which version of TLS they are.
    pub version: Version,
}

impl Source {
    /// The source that has the field of that number, and the field's place in it.
    pub fn of(sources: &[Self], number: usize) -> Option<(&Self, usize)> {
        sources.iter().find_map(|source| {
            let index = number.checked_sub(source.base)?;
            (index < source.fields.fields().len()).then_some((source, index))
        })
    }

    /// The numbers of the field at `index` and of all inside of it, the end excluded.
    pub fn numbers(&self, index: usize) -> (usize, usize) {
        (self.base + index, self.base + subtree_end(&self.fields, index))
    }

    fn field(&self, index: usize) -> &Field {
        &self.fields.fields()[index]
    }
}

/// The place just past the last field inside of the one at `index`.
pub(super) fn subtree_end(fields: &FieldTree, index: usize) -> usize {
    let all = fields.fields();
    let depth = all[index].depth;
    all[index + 1..].iter().position(|field| field.depth <= depth).map_or(all.len(), |more| index + 1 + more)
}

impl Markup {
    /// Takes up a source whose field numbers follow those of the sources before.
    pub fn add_source(&mut self, fields: &FieldTree, bytes: &[u8], version: Version) -> Source {
        let base = self.sources.last().map_or(0, |source| source.base + source.fields.fields().len());
        let source = Source { fields: fields.clone(), bytes: bytes.to_vec(), base, version };
        self.sources.push(source.clone());
        source
    }

    /// Writes the bytes of `window` in hex: one element for each row of each field.
    pub fn hex_view(&mut self, source: &Source, window: Span) -> &mut Self {
        let scrolls = window.len() > ROW * ROWS_AT_ONCE;
        self.raw("<div class='hex'").raw(if scrolls {
            " tabindex='0' role='group' aria-label='Bytes in hex'"
        } else {
            ""
        });
        self.raw("><div class='hex-rows' aria-hidden='true'>");
        let mut leaves = source.fields.leaves().filter(|(_, field)| !field.span.is_empty()).enumerate().peekable();
        let mut row = window.start;
        while row < window.end {
            let row_end = window.end.min(row + ROW);
            self.raw("<div><span class='at'>").offset(row).raw("</span>");
            let mut at = row;
            while at < row_end {
                while leaves.next_if(|(_, (_, field))| field.span.end <= at).is_some() {}
                let end = match leaves.peek() {
                    Some((ordinal, (index, field))) if field.span.start <= at => {
                        self.raw(run_class(*ordinal, field)).raw("' data-f='").number(source.base + index).raw("'>");
                        field.span.end
                    }
                    Some((_, (_, field))) => {
                        self.raw("<span class='unread'>");
                        field.span.start
                    }
                    None => {
                        self.raw("<span class='unread'>");
                        row_end
                    }
                }
                .min(row_end);
                self.hex(Span { start: at, end }.of(&source.bytes)).raw("</span>");
                if end < row_end {
                    self.raw(" ");
                }
                at = end;
            }
            self.raw("</div>");
            row += ROW;
        }
        self.raw("</div></div>")
    }

    /// Writes the tree of the field at `index` and all inside of it, under the name `label`.
    pub fn tree_view(&mut self, source: &Source, index: usize, label: &str) -> &mut Self {
        self.raw("<ul class='tree' role='list' aria-label='").text(label).raw("'>");
        let depth = source.field(index).depth;
        self.item(source, index, Place { first: true, closed_from: depth + CLOSED_FROM_DEPTH });
        self.raw("</ul>")
    }

    /// Writes what is directly inside of the field at `index`, all groups closed.
    pub fn children(&mut self, source: &Source, index: usize) -> &mut Self {
        let end = subtree_end(&source.fields, index);
        let mut child = index + 1;
        while child < end {
            self.item(source, child, Place { first: false, closed_from: 0 });
            child = subtree_end(&source.fields, child);
        }
        self
    }

    fn item(&mut self, source: &Source, index: usize, place: Place) {
        let field = source.field(index);
        let words = explain::field(&source.fields, index, &source.bytes, source.version);
        let number = source.base + index;
        self.raw("<li><button type='button' class='field-row' id='f").number(number).raw("' data-f='").number(number);
        self.raw("' tabindex='").raw(if place.first { "0" } else { "-1" });
        let group = source.fields.has_children(index);
        let open = group && field.depth < place.closed_from;
        if group {
            self.raw("' aria-expanded='").raw(if open { "true" } else { "false" });
        }
        self.raw("'><span class='name'>").raw(if group { TWIST } else { "" }).text(field.name);
        self.raw("<span class='visually-hidden'>").where_it_stands(source, field, &words);
        self.raw("</span></span><span class='value'>").text(&words.value);
        self.raw("</span><span class='range' aria-hidden='true'>").range(field.span).raw("</span></button>");
        if group {
            self.raw("<ul class='inner-fields' role='list'>");
            if open {
                let end = subtree_end(&source.fields, index);
                let mut child = index + 1;
                while child < end {
                    self.item(source, child, Place { first: false, ..place });
                    child = subtree_end(&source.fields, child);
                }
            }
            self.raw("</ul>");
        }
        self.raw("</li>");
    }

    /// Writes what a screen reader says between a field's name and its value.
    fn where_it_stands(&mut self, source: &Source, field: &Field, words: &FieldWords) -> &mut Self {
        match field.span.len() {
            0 => self.raw(", empty"),
            1 => self.raw(", byte ").number(field.span.start),
            _ => self.raw(", bytes ").number(field.span.start).raw(" to ").number(field.span.end - 1),
        };
        let bytes = field.span.of(&source.bytes);
        if !bytes.is_empty() && field.value != Value::Group {
            self.raw(", ").hex_start(bytes, BYTES_IN_NAME);
        }
        self.raw(if words.value.is_empty() { "" } else { ", " })
    }

    /// Writes a byte range as a reader counts: the last byte included.
    pub fn range(&mut self, span: Span) -> &mut Self {
        match span.len() {
            0 => self.raw("–"),
            1 => self.number(span.start),
            _ => self.number(span.start).raw("–").number(span.end - 1),
        }
    }

    /// Writes what there is to say about the selected field, and the buttons that copy it.
    pub fn field_detail(&mut self, source: &Source, index: usize) -> &mut Self {
        let field = source.field(index);
        let bytes = field.span.of(&source.bytes);
        let words = explain::field(&source.fields, index, &source.bytes, source.version);
        self.raw("<p>").text(words.sentence);
        if let Some(citation) = words.citation {
            self.raw(" ").citation(citation);
        }
        self.raw("</p>");
        if bytes.is_empty() {
            return self;
        }
        self.raw("<p class='tools'>");
        self.open_button("btn", Action::CopyHex(bytes.to_vec())).raw("Copy hex").raw("</button> ");
        if !words.value.is_empty() && field.value != Value::Group && words.value != spaced_hex(bytes) {
            self.open_button("btn", Action::CopyText(words.value)).raw("Copy value").raw("</button>");
        }
        self.raw("</p>")
    }

    fn offset(&mut self, offset: usize) -> &mut Self {
        let [.., high, low] = offset.to_be_bytes();
        self.hex(&[high]).hex(&[low])
    }
}

/// Where an item stands in its tree.
#[derive(Clone, Copy)]
struct Place {
    /// Whether it is the tree's first item, where the keyboard enters.
    first: bool,
    /// The depth from which on groups are closed.
    closed_from: usize,
}

/// The start of the tag of a run of bytes: fields that touch look different, and lengths look like lengths.
fn run_class(ordinal: usize, field: &Field) -> &'static str {
    match (field.value, ordinal % 2) {
        (Value::Length(_), 0) => "<span class='run even len",
        (Value::Length(_), _) => "<span class='run odd len",
        (_, 0) => "<span class='run even",
        (_, _) => "<span class='run odd",
    }
}

const TWIST: &str = "<svg class='twist' viewBox='0 0 16 16' aria-hidden='true'><path d='M6 3l5 5-5 5'/></svg>";
