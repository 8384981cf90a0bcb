//! Lessons: text, steps, experiments and questions, written as data in a Markdown of few signs.
//!
//! `public/lessons/README.md` says how to write one. A lesson is read strictly: what is not understood is a [`Problem`] with
//! its line, so that whoever writes one learns of it at once.

mod check;
mod inline;
mod problem;
mod read;
mod shipped;

pub use check::{Place, check, place};
pub use inline::{Inline, Text, inline};
pub use problem::{Problem, What};
pub use read::read;
pub use shipped::{SHIPPED, Shipped, shipped};

use crate::scenario::address::{Address, QuestionKind};
use crate::trace::{MessageName, Side};

/// A lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// What it is called.
    pub title: String,
    /// What it is about, in a paragraph or two.
    pub summary: Vec<Block>,
    /// Its parts, at least one.
    pub parts: Vec<Part>,
}

/// A part of a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its heading.
    pub heading: String,
    /// The line of its heading, the first of the file being 1.
    pub line: usize,
    /// What the page shows meanwhile.
    pub scene: Scene,
    /// What is said.
    pub blocks: Vec<Block>,
}

/// What the page shows while a part of a lesson is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scene {
    /// The run and the view of it; `None` before the first `@show` of a lesson.
    pub address: Option<Address>,
    /// The message whose step is shown.
    pub message: Option<Sought>,
    /// The field that is selected in the message shown, by its name, and the line that says so.
    pub field: Option<(String, usize)>,
}

/// A message by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sought {
    /// Who sends it; `None` for whoever does so first.
    pub sender: Option<Side>,
    /// Its kind.
    pub name: MessageName,
    /// The line that says so.
    pub line: usize,
}

/// A block of text, or something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Text),
    /// A list.
    List(Vec<Text>),
    /// An experiment: a link to another run, or another view of this one.
    Try {
        /// What the button says.
        label: String,
        /// Where it leads.
        address: Box<Address>,
        /// The line that says so.
        line: usize,
    },
    /// A question whose answers come from the run.
    Ask {
        /// Its kind.
        kind: QuestionKind,
        /// The line that says so.
        line: usize,
    },
    /// A question that the author of the lesson has written.
    Question {
        /// What is asked.
        text: Text,
        /// The answers, in the order in which they are written.
        answers: Vec<Written>,
        /// The line that says so.
        line: usize,
    },
}

/// An answer that the author of a lesson has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Whether it is the right one.
    pub is_right: bool,
    /// What it says.
    pub text: Text,
    /// Why it is right, or why it is not.
    pub why: Text,
}
