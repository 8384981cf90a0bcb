//! Writing parts of the page as text.
//!
//! A part is set at once as HTML rather than node by node: it is the fastest way to put a thousand bytes on the page, and
//! the smallest. What is not a literal of this program is escaped, and the types see to it.

use super::action::Action;
use super::inspector::Source;
use crate::explain::{Citation, Entry, Place};
use crate::scenario::address::{Depth, Selection};
use crate::trace::Side;

/// A part of the page: its HTML, and what its parts stand for.
#[derive(Clone, Debug, Default)]
pub(super) struct Markup {
    html: String,
    first_action: usize,
    /// What the elements with `data-a` do, by that number (less the number that this part starts from).
    pub actions: Vec<Action>,
    /// What the elements with `data-k` stand for, by that number.
    pub anchors: Vec<Selection>,
    /// The bytes that are shown, in the order of their field numbers.
    pub sources: Vec<Source>,
}

impl Markup {
    /// Starts a part whose actions are numbered from `first_action` on.
    pub fn starting_at(first_action: usize) -> Self {
        Self { first_action, ..Self::default() }
    }

    /// The HTML written.
    pub fn html(&self) -> &str {
        &self.html
    }

    /// Writes HTML that is a literal of this program.
    pub fn raw(&mut self, literal: &'static str) -> &mut Self {
        self.html.push_str(literal);
        self
    }

    /// Writes what was written elsewhere.
    #[cfg(feature = "whole")]
    pub fn append(&mut self, other: &Self) -> &mut Self {
        self.html.push_str(&other.html);
        self
    }

    /// Writes text, for an element or an attribute in single or double quotes.
    pub fn text(&mut self, text: &str) -> &mut Self {
        for part in text.split_inclusive(['&', '<', '>', '"', '\'']) {
            let mut letters = part.chars();
            let escape = match letters.next_back() {
                Some('&') => "&amp;",
                Some('<') => "&lt;",
                Some('>') => "&gt;",
                Some('"') => "&quot;",
                Some('\'') => "&#39;",
                _ => "",
            };
            self.html.push_str(if escape.is_empty() { part } else { letters.as_str() });
            self.html.push_str(escape);
        }
        self
    }

    /// Writes a number.
    pub fn number(&mut self, number: usize) -> &mut Self {
        if number >= 10 {
            self.number(number / 10);
        }
        self.html.push(char::from(b'0' + u8::try_from(number % 10).expect("a decimal digit fits a byte")));
        self
    }

    /// Writes a count and its noun, which takes an s.
    pub fn count(&mut self, number: usize, noun: &'static str) -> &mut Self {
        self.number(number).raw(" ").raw(noun).raw(if number == 1 { "" } else { "s" })
    }

    /// Writes bytes in hex, with spaces between.
    pub fn hex(&mut self, bytes: &[u8]) -> &mut Self {
        push_hex(&mut self.html, bytes, true);
        self
    }

    /// Writes the first bytes in hex, and an ellipsis if there are more.
    pub fn hex_start(&mut self, bytes: &[u8], most: usize) -> &mut Self {
        self.hex(&bytes[..bytes.len().min(most)]).raw(if bytes.len() > most { " …" } else { "" })
    }

    /// Writes a value in hex that may wrap, with a button that copies it.
    pub fn value(&mut self, what: &str, bytes: &[u8]) -> &mut Self {
        self.raw("<span class='val'><code>").hex(bytes).raw("</code> ");
        self.copy(what, Action::CopyHex(bytes.to_vec())).raw("</span>")
    }

    /// Writes a button that copies `what`.
    pub fn copy(&mut self, what: &str, action: Action) -> &mut Self {
        self.open_button("copy", action)
            .raw(COPY)
            .raw("<span class='visually-hidden'>Copy ")
            .text(what)
            .raw("</span></button>")
    }

    /// Writes the start tag of a button; the caller writes what is in it, and the end tag.
    pub fn open_button(&mut self, class: &'static str, action: Action) -> &mut Self {
        let number = self.first_action + self.actions.len();
        self.actions.push(action);
        self.raw("<button type='button' class='").raw(class).raw("' id='a").number(number);
        self.raw("' data-a='").number(number).raw("'>")
    }

    /// Writes a button that looks like a link.
    pub fn link(&mut self, action: Action, label: &str) -> &mut Self {
        self.open_button("link", action).text(label).raw("</button>")
    }

    /// Writes the attribute by which an element is found that stands for `selection`.
    pub fn anchor(&mut self, selection: Selection) -> &mut Self {
        let number = self.anchors.len();
        self.anchors.push(selection);
        self.raw(" data-k='").number(number).raw("'")
    }

    /// Writes a link to a standard, and one to the standard that replaces it.
    pub fn citation(&mut self, citation: Citation) -> &mut Self {
        self.raw("<span class='cite'>").section(citation.place());
        if let Some(newer) = citation.replaced_by() {
            self.raw(", now ").section(newer);
        }
        self.raw("</span>")
    }

    fn section(&mut self, place: Place) -> &mut Self {
        self.raw("<a target='_blank' rel='noopener' href='").text(&place.url()).raw("'>");
        self.text(&place.label()).raw("</a>")
    }

    /// Writes the words for a kind of thing, and where the standard says so.
    pub fn words(&mut self, entry: &Entry, depth: Depth) -> &mut Self {
        self.raw("<p class='words'>").text(match depth {
            Depth::Simple => entry.simple,
            Depth::Technical => entry.technical,
        });
        for citation in entry.citations {
            self.raw(" ").citation(*citation);
        }
        self.raw("</p>")
    }

    /// Writes the letter of a side.
    pub fn letter(&mut self, side: Side) -> &mut Self {
        self.raw(match side {
            Side::Client => "<span class='letter c' title='client'>C</span>",
            Side::Server => "<span class='letter s' title='server'>S</span>",
        })
    }

    /// Writes the one sentence of a panel that has nothing to show yet.
    pub fn empty(&mut self, sentence: &'static str) -> &mut Self {
        self.raw("<p class='empty'>").raw(sentence).raw("</p>")
    }
}

/// Bytes in hex, with spaces between.
pub(super) fn spaced_hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    push_hex(&mut text, bytes, true);
    text
}

/// Bytes in hex without spaces, as other programs want them.
pub(super) fn dense_hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    push_hex(&mut text, bytes, false);
    text
}

fn push_hex(text: &mut String, bytes: &[u8], spaced: bool) {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    text.reserve(bytes.len() * 3);
    for (index, byte) in bytes.iter().enumerate() {
        if spaced && index > 0 {
            text.push(' ');
        }
        text.push(DIGITS[usize::from(byte >> 4)]);
        text.push(DIGITS[usize::from(byte & 15)]);
    }
}

/// Two sheets, one over the other.
const COPY: &str =
    "<svg class='ico' viewBox='0 0 16 16' aria-hidden='true'><path d='M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z'/></svg>";
/// A closed lock.
pub(super) const LOCK: &str = "<svg class='ico' viewBox='0 0 16 16' aria-hidden='true'><path d='M3.5 7.5h9v6h-9zM5.5 7.5v-2a2.5 2.5 0 0 1 5 0v2'/></svg>";
/// An open lock.
pub(super) const OPEN_LOCK: &str = "<svg class='ico' viewBox='0 0 16 16' aria-hidden='true'><path d='M3.5 7.5h9v6h-9zM5.5 7.5v-3a2.5 2.5 0 0 1 4.8-1'/></svg>";
/// A tick: yes, passed.
pub(super) const TICK: &str =
    "<svg class='ico yes' viewBox='0 0 16 16' aria-hidden='true'><path d='M2.5 8.5l3.5 4 7.5-9'/></svg>";
/// A cross: failed.
pub(super) const CROSS: &str =
    "<svg class='ico bad' viewBox='0 0 16 16' aria-hidden='true'><path d='M3.5 3.5l9 9m0-9l-9 9'/></svg>";
/// A dash: no.
pub(super) const DASH: &str = "<svg class='ico no' viewBox='0 0 16 16' aria-hidden='true'><path d='M4 8h8'/></svg>";
