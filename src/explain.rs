//! Words for readers, and citations as data. Prose lives here only.

mod alert;
mod check;
mod choice;
mod citation;
mod connection;
mod disagreement;
mod epoch;
pub mod experiment;
mod extension;
mod failure;
mod field;
mod glossary;
mod hybrid;
#[cfg(feature = "whole")]
mod loot;
mod message;
mod negotiation;
pub mod predict;
mod secret;
mod state;
mod step;
mod theft;
#[cfg(feature = "whole")]
mod verdict;

pub use alert::alert;
pub use check::check;
pub use choice::{choice, reason};
pub use citation::{Citation, Place};
pub use connection::connection;
pub use disagreement::disagrees;
pub use epoch::epoch;
pub use extension::extension;
pub use failure::failure;
pub use field::{field, field_sentence, field_value};
pub use glossary::{GlossaryEntry, glossary, handshake_intro};
pub use hybrid::{Half, halves};
#[cfg(feature = "whole")]
pub use loot::{Bundle, Haul, Outlook, Stolen, haul};
pub use message::message;
pub use negotiation::{Negotiation, negotiations};
pub use secret::secret;
pub use state::state;
#[cfg(feature = "whole")]
pub use step::short_key;
pub use step::{label, readable, step};
pub use theft::theft;
#[cfg(feature = "whole")]
pub use verdict::{Outcome, edit, verdict};

use crate::crypto::rare;
use crate::trace::{Side, Trace};

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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

impl Entry {
    /// For what the first part of the page never shows: words that it is without. See [`Scenario::needs_rare`].
    ///
    /// [`Scenario::needs_rare`]: crate::scenario::Scenario::needs_rare
    const fn rare(self) -> Self {
        if rare::BUILT { self } else { entry("", "", "", &[]) }
    }
}

/// Which version of TLS words are about, where the versions differ in what they call by the same name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// TLS 1.3.
    #[default]
    Tls13,
    /// TLS 1.2.
    Tls12,
}

/// What to call a side: in a connection of an impostor one of the two is the attacker.
fn actor(trace: &Trace, step: usize, side: Side) -> &'static str {
    match (trace.impersonated(step) == Some(side), side) {
        (false, side) => side.name(),
        (true, Side::Client) => "attacker (as the client)",
        (true, Side::Server) => "attacker (as the server)",
    }
}

impl Version {
    /// That of the connection which the step at `index` of a run belongs to.
    #[must_use]
    pub fn at(trace: &Trace, index: usize) -> Self {
        if trace.is_tls12(index) { Self::Tls12 } else { Self::Tls13 }
    }

    /// Whether it is TLS 1.2, which the first part of the page never shows.
    const fn is_older(self) -> bool {
        rare::BUILT && matches!(self, Self::Tls12)
    }
}

const fn entry(
    title: &'static str,
    simple: &'static str,
    technical: &'static str,
    citations: &'static [Citation],
) -> Entry {
    Entry { title, simple, technical, citations }
}
