//! What a link holds: the scenario, and where in its run the reader is.
//!
//! Only what differs from the default is written, as `name=value` pairs with percent-encoding.

mod edits;
mod external;
mod laboratory;
mod option;
mod parameter;
mod problem;
mod read;
mod selection;
pub mod value;
mod words;
mod write;

pub use laboratory::{LESSON_BYTES, Laboratory, LessonSource, PARTS, Phase, QuestionKind};
pub use problem::{Notice, Problem};

use super::Scenario;
use crate::trace::{RecordId, SecretName};

/// A page of the inspector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tab {
    /// The message and its records.
    #[default]
    Message,
    /// The key schedule.
    Keys,
    /// The transcript.
    Transcript,
    /// The certificate chain.
    Certificate,
    /// The states of both sides.
    States,
    /// Who can know what.
    Knowledge,
}

/// Which bytes of a message are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Layer {
    /// The records as anyone sees them.
    Wire,
    /// What is inside.
    #[default]
    Opened,
}

/// How deep the words go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Depth {
    /// For who has never seen the standard.
    #[default]
    Simple,
    /// In the standard's terms.
    Technical,
}

/// How the page is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Layout {
    /// The whole page.
    #[default]
    Full,
    /// For a frame of 700 to 900 px in somebody else's page.
    Embed,
}

/// The colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// As the reader's system has it.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What the reader points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Selection {
    /// A field of what the inspector shows, by its place in the field tree.
    Field(usize),
    /// A secret.
    Secret(SecretName),
    /// A record.
    Record(RecordId),
}

/// Everything that a link holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The scenario.
    pub scenario: Scenario,
    /// The step, the first being 0.
    pub step: usize,
    /// What is selected.
    pub selection: Option<Selection>,
    /// The page of the inspector.
    pub tab: Tab,
    /// Which bytes are shown.
    pub layer: Layer,
    /// How deep the words go.
    pub depth: Depth,
    /// The layout.
    pub layout: Layout,
    /// The colours.
    pub theme: Theme,
    /// What is compared, asked and taught.
    pub laboratory: Laboratory,
}

/// What was read from a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The address, with the default wherever a parameter could not be used.
    pub address: Address,
    /// What could not be used.
    pub notices: Vec<Notice>,
}

impl Parsed {
    /// Whether it takes a program that has all presets and algorithms.
    #[must_use]
    pub fn needs_whole(&self) -> bool {
        self.notices.iter().any(|notice| notice.problem == Problem::NotBuilt)
    }
}
