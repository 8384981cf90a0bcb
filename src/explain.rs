//! Words for readers, and citations as data. Prose lives here only.

mod citation;

pub use citation::Citation;

use crate::trace::{
    AlertDescription, CheckName, ChoiceName, Epoch, Failure, MessageName, SecretName, Side, State, Trace,
};
use crate::wire::FieldTree;

/// What there is to say about a kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name for readers.
    pub title: &'static str,
    /// One to three sentences for who has never seen the standard.
    pub simple: &'static str,
    /// One to four sentences in the standard's terms.
    pub technical: &'static str,
    /// Where the standard says so.
    pub citations: &'static [Citation],
}

/// What there is to say about one step of one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepWords {
    /// A short label for the ladder: `makes a key pair`, `ClientHello`.
    pub label: String,
    /// The heading.
    pub title: String,
    /// What just happened, for who has never seen the standard.
    pub simple: Vec<String>,
    /// What just happened, in the standard's terms, with values of this run.
    pub technical: Vec<String>,
    /// Why it matters: one or two sentences.
    pub why: String,
    /// Where the standard says so.
    pub citations: Vec<Citation>,
}

/// What there is to say about one field of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldWords {
    /// The value for readers: `TLS_AES_128_GCM_SHA256`, `"example.com"`, `32 bytes`.
    pub value: String,
    /// One or two sentences on what the field is for.
    pub sentence: &'static str,
    /// Where the standard says so.
    pub citation: Option<Citation>,
}

/// The words for the step at `index` of a run.
#[must_use]
pub fn step(trace: &Trace, index: usize) -> StepWords {
    todo!()
}

/// The words for the field at `index` of the fields of a message, record or certificate whose bytes are `bytes`.
#[must_use]
pub fn field(fields: &FieldTree, index: usize, bytes: &[u8]) -> FieldWords {
    todo!()
}

/// The words for a kind of message.
#[must_use]
pub fn message(name: MessageName) -> Entry {
    todo!()
}

/// The words for a secret.
#[must_use]
pub fn secret(name: SecretName) -> Entry {
    todo!()
}

/// The words for a check.
#[must_use]
pub fn check(name: CheckName) -> Entry {
    todo!()
}

/// The words for an alert.
#[must_use]
pub fn alert(description: AlertDescription) -> Entry {
    todo!()
}

/// The words for a failure.
#[must_use]
pub fn failure(failure: &Failure) -> Entry {
    todo!()
}

/// The words for a state of a side.
#[must_use]
pub fn state(side: Side, state: State) -> Entry {
    todo!()
}

/// The words for an epoch.
#[must_use]
pub fn epoch(epoch: Epoch) -> Entry {
    todo!()
}

/// The words for a negotiated parameter.
#[must_use]
pub fn choice(name: ChoiceName) -> Entry {
    todo!()
}
