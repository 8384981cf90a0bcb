//! Putting a step's words together.

use super::facts::Facts;
use crate::explain::{Citation, StepWords};
use crate::trace::Side;

/// The words of a step as they grow: each call writes on where the last one stopped.
///
/// In a sentence of this program `{The}` stands for `The client` or `The server`, `{the}` for the same within a
/// sentence, `{self}` for the side's bare name and `{peer}` for the other side's. What comes from the run is written as
/// it is.
pub(super) struct Telling {
    /// The side that the sentences are about.
    pub side: Side,
    words: StepWords,
    part: Part,
    /// Where the items of the list at hand begin.
    items: Vec<usize>,
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
    pub fn new(facts: Facts) -> Self {
        Self { side: facts.step.side, words: StepWords::default(), part: Part::Label, items: Vec::new() }
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
        self.words.simple.push(String::new());
        self.say(text)
    }

    /// Begins a paragraph in the standard's terms.
    pub fn technical(&mut self, text: &'static str) -> &mut Self {
        self.part = Part::Technical;
        self.words.technical.push(String::new());
        self.say(text)
    }

    /// Says why it matters.
    pub fn why(&mut self, text: &'static str) {
        text.clone_into(&mut self.words.why);
    }

    /// Adds where the standard says so, each place once.
    pub fn cite(&mut self, citations: &[Citation]) {
        for citation in citations {
            if !self.words.citations.contains(citation) {
                self.words.citations.push(*citation);
            }
        }
    }

    /// Marks the label as that of a step in which something fails.
    pub fn fails(&mut self) {
        if !self.words.label.ends_with(": fails") {
            self.words.label.push_str(": fails");
        }
    }

    /// Writes a text of this program.
    pub fn say(&mut self, text: &'static str) -> &mut Self {
        let mut rest = text;
        while let Some((before, (word, after))) =
            rest.split_once('{').and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
        {
            let (article, side) = match word {
                "The" => ("The ", self.side),
                "the" => ("the ", self.side),
                "peer" => ("", self.side.peer()),
                _ => ("", self.side),
            };
            self.value(before).value(article).value(side.name());
            rest = after;
        }
        self.value(rest)
    }

    /// Writes a value of the run.
    pub fn value(&mut self, text: &str) -> &mut Self {
        self.pen().push_str(text);
        self
    }

    /// Writes a number.
    pub fn number(&mut self, number: usize) -> &mut Self {
        self.value(&number.to_string())
    }

    /// Writes a number and its noun, which takes an s.
    pub fn count(&mut self, number: usize, noun: &'static str) -> &mut Self {
        self.number(number).say(" ").say(noun).say(if number == 1 { "" } else { "s" })
    }

    /// Writes items in a row, with commas between but `last` before the last one.
    pub fn list<T: AsRef<str>>(&mut self, items: &[T], last: &'static str) -> &mut Self {
        for (place, item) in items.iter().enumerate() {
            let between = match place {
                0 => "",
                place if place + 1 == items.len() => last,
                _ => ", ",
            };
            self.say(between).value(item.as_ref());
        }
        self
    }

    /// Begins an item of a list whose length shows only at its end.
    pub fn item(&mut self, text: &'static str) -> &mut Self {
        let at = self.pen().len();
        self.items.push(at);
        self.say(text)
    }

    /// Ends the list: commas come between the items, but `last` before the last one.
    pub fn listed(&mut self, last: &'static str) -> &mut Self {
        let mut between = last;
        while let Some(at) = self.items.pop() {
            if !self.items.is_empty() {
                self.pen().insert_str(at, between);
                between = ", ";
            }
        }
        self
    }

    fn pen(&mut self) -> &mut String {
        let words = &mut self.words;
        let paragraphs = match self.part {
            Part::Label => return &mut words.label,
            Part::Title => return &mut words.title,
            Part::Simple => &mut words.simple,
            Part::Technical => &mut words.technical,
        };
        paragraphs.last_mut().expect("to write in a part is to have begun a paragraph there")
    }
}
