//! Putting a step's words together.

use super::facts::Facts;
use super::tls12;
use crate::explain::{Citation, StepWords};
use crate::trace::Side;

/// The words of a step as they grow: each call writes on where the last one stopped.
///
/// In a text of this program `{The}` stands for `The client` or `The server`, `{the}` for the same within a sentence, and
/// `{peer}` for the other side's bare name. Each `{}` waits for the value, number or list that is written next. What
/// comes from the run is written as it is.
pub(super) struct Telling {
    /// The side that the sentences are about.
    pub side: Side,
    words: StepWords,
    extent: Extent,
    part: Part,
    /// Whether it is about a connection of TLS 1.2.
    pub older: bool,
    /// What follows the value that is waited for.
    rest: &'static str,
    /// Where the items of the list at hand begin.
    items: Vec<usize>,
}

/// How much of a step's words is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of them.
    All,
    /// The label alone: nothing else is written.
    Label,
}

/// What is being written.
#[derive(Clone, Copy)]
enum Part {
    Label,
    Title,
    Simple,
    Technical,
}

impl Telling {
    /// Starts with nothing said.
    pub fn new(facts: Facts, extent: Extent) -> Self {
        let (words, older) = (StepWords::default(), facts.is_tls12());
        Self { side: facts.step.side, words, extent, part: Part::Label, older, rest: "", items: Vec::new() }
    }

    /// All that was said.
    pub fn finish(self) -> StepWords {
        self.words
    }

    /// Begins with what every step has: its label, its heading, why it matters, and where the standard says so.
    pub fn head(&mut self, label: &'static str, title: &'static str, why: &'static str, citations: &[Citation]) {
        self.label(label).title(title).why(why);
        self.cite(citations);
    }

    /// Writes on in the label.
    pub fn label(&mut self, text: &'static str) -> &mut Self {
        self.part = Part::Label;
        self.say(text)
    }

    /// Writes on in the heading.
    pub fn title(&mut self, text: &'static str) -> &mut Self {
        self.part = Part::Title;
        self.say(text)
    }

    /// Begins a paragraph for who has never seen the standard.
    pub fn simple(&mut self, text: &'static str) -> &mut Self {
        self.part = Part::Simple;
        if self.is_wanted() {
            self.words.simple.push(String::new());
        }
        self.say(text)
    }

    /// Begins a paragraph in the standard's terms.
    pub fn technical(&mut self, text: &'static str) -> &mut Self {
        self.part = Part::Technical;
        if self.is_wanted() {
            self.words.technical.push(String::new());
        }
        self.say(text)
    }

    /// Says why it matters.
    pub fn why(&mut self, text: &'static str) {
        if self.extent == Extent::All {
            text.clone_into(&mut self.words.why);
        }
    }

    /// Adds where the standard says so, each place once.
    pub fn cite(&mut self, citations: &[Citation]) {
        for citation in citations.iter().filter(|_| self.extent == Extent::All) {
            let citation = if self.older { tls12::citation(*citation, self.side) } else { *citation };
            if !self.words.citations.contains(&citation) {
                self.words.citations.push(citation);
            }
        }
    }

    /// Marks the label as that of a step in which something fails.
    pub fn fails(&mut self) {
        if !self.words.label.ends_with(": fails") {
            self.words.label.push_str(": fails");
        }
    }

    /// Marks the label as that of a step in which something fails, and nothing follows from that.
    pub fn ignores(&mut self) {
        if !self.words.label.ends_with(": fails, ignored") {
            self.words.label.push_str(": fails, ignored");
        }
    }

    /// Marks the label as that of a step in which something leaves out what was said.
    pub fn covers_nothing(&mut self) {
        if !self.words.label.ends_with(": covers nothing") {
            self.words.label.push_str(": covers nothing");
        }
    }

    /// Writes a text of this program, up to the first value that it waits for.
    pub fn say(&mut self, text: &'static str) -> &mut Self {
        debug_assert_eq!(self.rest, "", "a value is missing");
        let mut rest = text;
        while let Some((before, (word, after))) =
            rest.split_once('{').and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
        {
            self.push(before);
            rest = after;
            let (article, side) = match word {
                "" => {
                    self.rest = rest;
                    return self;
                }
                "The" => ("The ", self.side),
                "the" => ("the ", self.side),
                _ => ("", self.side.peer()),
            };
            self.push(article);
            self.push(side.name());
        }
        self.push(rest);
        self
    }

    /// Takes what follows the value that is waited for, to be said after a value that is written in parts.
    pub fn pause(&mut self) -> &'static str {
        core::mem::take(&mut self.rest)
    }

    /// Writes a value of the run.
    pub fn value(&mut self, text: &str) -> &mut Self {
        self.push(text);
        let rest = self.pause();
        self.say(rest)
    }

    /// Writes a number.
    pub fn number(&mut self, number: usize) -> &mut Self {
        self.value(&number.to_string())
    }

    /// Writes a number and its noun, which takes an s.
    pub fn count(&mut self, number: usize, noun: &'static str) -> &mut Self {
        self.push(&number.to_string());
        self.push(" ");
        self.push(noun);
        self.value(if number == 1 { "" } else { "s" })
    }

    /// Writes items in a row, with commas between but `last` before the last one.
    pub fn list<T: AsRef<str>>(&mut self, items: &[T], last: &'static str) -> &mut Self {
        for (place, item) in items.iter().enumerate() {
            self.push(match place {
                0 => "",
                place if place + 1 == items.len() => last,
                _ => ", ",
            });
            self.push(item.as_ref());
        }
        self.value("")
    }

    /// Begins an item of a list whose length shows only at its end.
    pub fn item(&mut self, text: &'static str) -> &mut Self {
        let at = self.pen().map_or(0, |text| text.len());
        self.items.push(at);
        self.say(text)
    }

    /// Ends the list: commas come between the items, but `last` before the last one.
    pub fn listed(&mut self, last: &'static str) -> &mut Self {
        let mut between = last;
        while let Some(at) = self.items.pop() {
            let is_first = self.items.is_empty();
            if let Some(text) = self.pen().filter(|_| !is_first) {
                text.insert_str(at, between);
                between = ", ";
            }
        }
        self
    }

    fn push(&mut self, text: &str) {
        if let Some(pen) = self.pen() {
            pen.push_str(text);
        }
    }

    /// Whether what is being written is wanted.
    fn is_wanted(&self) -> bool {
        self.extent == Extent::All || matches!(self.part, Part::Label)
    }

    /// Where to write, if it is wanted.
    fn pen(&mut self) -> Option<&mut String> {
        if !self.is_wanted() {
            return None;
        }
        let words = &mut self.words;
        let paragraphs = match self.part {
            Part::Label => return Some(&mut words.label),
            Part::Title => return Some(&mut words.title),
            Part::Simple => &mut words.simple,
            Part::Technical => &mut words.technical,
        };
        Some(paragraphs.last_mut().expect("to write in a part is to have begun a paragraph there"))
    }
}
