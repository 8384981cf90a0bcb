//! What a link says of breaking, comparing, predicting, lessons and experiments.

#[cfg(not(feature = "whole"))]
mod absent;
#[cfg(feature = "whole")]
mod packed;
#[cfg(feature = "whole")]
mod present;

#[cfg(not(feature = "whole"))]
pub(super) use absent::{lacks, read, settle, write};
#[cfg(feature = "whole")]
pub(super) use present::{lacks, read, settle, write};

use crate::scenario::Scenario;
use crate::scenario::network::Link;

/// The most bytes of a lesson.
pub const LESSON_BYTES: usize = 40_000;
/// The most parts of a lesson.
pub const PARTS: usize = 60;

/// What is asked before a step is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuestionKind {
    /// Which message comes next.
    Next,
    /// Who can read a message.
    Readers,
    /// Which key seals a message.
    Key,
    /// What a signature or a MAC covers.
    Cover,
    /// Who holds a secret.
    Holders,
    /// What is chosen.
    Choice,
    /// What comes of a check.
    Check,
}

impl QuestionKind {
    /// All kinds.
    pub const ALL: &'static [Self] =
        &[Self::Next, Self::Readers, Self::Key, Self::Cover, Self::Holders, Self::Choice, Self::Check];

    /// The word for it in a link and in a lesson.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Readers => "read",
            Self::Key => "key",
            Self::Cover => "covers",
            Self::Holders => "holds",
            Self::Choice => "choice",
            Self::Check => "check",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}

/// Where a lesson comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LessonSource {
    /// It comes with the program, under that name.
    Shipped(String),
    /// It is a file beside the page, such as `lessons/mine.md`.
    File(String),
    /// It stands in the link.
    Text(String),
}

/// How far the reader is with an experiment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// The question is asked, and nothing of the run is shown.
    #[default]
    Question,
    /// The run is shown.
    Run,
    /// What follows from it is said.
    Conclusion,
}

impl Phase {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::Question, Self::Run, Self::Conclusion];

    /// The word for it in a link.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Run => "run",
            Self::Conclusion => "conclusion",
        }
    }
}

/// What a link says of comparing, predicting, lessons and experiments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Laboratory {
    /// The scenario that the one at hand is compared with, if it is.
    pub compare: Option<Box<Scenario>>,
    /// Which connection of the one at hand, and which of the other, are compared, the first being 0; `None` for the last.
    pub connections: [Option<usize>; 2],
    /// The link over which both are laid.
    pub link: Link,
    /// What is asked before a step is shown; nothing if it is empty.
    pub predict: Vec<QuestionKind>,
    /// The lesson that is open.
    pub lesson: Option<LessonSource>,
    /// The part of the lesson, the first being 0.
    pub part: usize,
    /// The name of the experiment that is open.
    pub experiment: Option<String>,
    /// How far the reader is with it.
    pub phase: Phase,
    /// Whether somebody on the way is shown, even if they only listen.
    pub attacker: bool,
}

/// What the parameters are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Omits,
    Impostor,
    Stolen,
    Randomness,
    Compare,
    Connections,
    Latency,
    Bandwidth,
    Loss,
    Predict,
    Lesson,
    Part,
    Experiment,
    Phase,
    Attacker,
}
