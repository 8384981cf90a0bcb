//! What can be wrong with a parameter of a link.

use crate::crypto::rare;
#[cfg(feature = "whole")]
use crate::scenario::attack::Fault;

/// Why a value cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No parameter has that name.
    Unknown,
    /// The parameter stands there more than once.
    Repeated,
    /// The percent-encoding is broken, or it is not UTF-8.
    Encoding,
    /// It is none of the words that are possible.
    NotOneOf(&'static [&'static str]),
    /// In a list, the one of that number is none of the words that are possible.
    NotOneOfAt(usize, &'static [&'static str]),
    /// In a list, the one of that number stands there before.
    RepeatedAt(usize),
    /// It needs a preset, or algorithms, that this program is without.
    NotBuilt,
    /// It says more of what another parameter is for, which is not there.
    Without(&'static str),
    /// It brings its own run, in place of what else the link says of one.
    #[cfg(feature = "whole")]
    OwnRun,
    /// It is no whole number of that range.
    NotANumber {
        /// The least.
        from: usize,
        /// The greatest.
        to: usize,
    },
    /// It is no day from 1970 to 2049, written `YYYY-MM-DD`.
    NotADate,
    /// It is no DNS name.
    NotAName,
    /// No preset has that name.
    NotAPreset,
    /// It names nothing that can be selected.
    NotASelection,
    /// It names no scenario.
    NotAScenario,
    /// It names no connection of each of two runs.
    #[cfg(feature = "whole")]
    NotConnections,
    /// It names no lesson, and no file beside the page.
    NotALesson,
    /// It names no experiment.
    NotAnExperiment,
    /// It is no lesson as a link holds one.
    NotPacked,
    /// In a list of groups, the one of that number is none that the client offers.
    NotOffered(usize),
    /// It lists no cipher suite of a version that the client offers.
    OfNoVersion,
    /// It is no key of that many bytes, written as pairs of hexadecimal digits.
    #[cfg(feature = "whole")]
    NotAKey {
        /// The fewest.
        from: usize,
        /// The most.
        to: usize,
    },
    /// It is empty.
    Empty,
    /// It holds a character that cannot be typed.
    ControlCharacter,
    /// It is longer than that many characters.
    TooManyCharacters(usize),
    /// It is longer than that many bytes.
    TooManyBytes(usize),
    /// It lists more than that many.
    TooManyProtocols(usize),
    /// Of the things that somebody on the way does, the one of that number is written wrong.
    #[cfg(feature = "whole")]
    NotAnEdit(usize, Fault),
    /// More things than somebody on the way can do.
    #[cfg(feature = "whole")]
    TooManyEdits(usize),
    /// The run has only that many steps.
    BeyondTheRun(usize),
    /// That many more parameters cannot be used either.
    More(usize),
}

impl Problem {
    /// Whether the page is as it would be without the parameter, so that nothing is used in its place.
    pub(super) fn is_idle(&self) -> bool {
        matches!(self, Self::Without(_))
    }
}

impl core::fmt::Display for Problem {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            // What only parameters of the whole program can be: without it, they are not read.
            Self::NotOneOfAt(..)
            | Self::RepeatedAt(_)
            | Self::Without(_)
            | Self::NotADate
            | Self::NotAName
            | Self::NotAPreset
            | Self::NotAScenario
            | Self::NotALesson
            | Self::NotAnExperiment
            | Self::NotPacked
            | Self::OfNoVersion
            | Self::NotOffered(_)
                if !rare::BUILT =>
            {
                Ok(())
            }
            Self::Unknown => f.write_str("is not a parameter of this page"),
            Self::Repeated => f.write_str("stands there more than once"),
            Self::Encoding => f.write_str("is not properly percent-encoded UTF-8"),
            Self::NotOneOf(words) => alternatives(f, "must be ", words),
            Self::NotOneOfAt(number, words) => {
                alternatives(f, "must list, with commas between, ", words)?;
                write!(f, "; number {number} is something else")
            }
            Self::RepeatedAt(number) => write!(f, "must list each only once; number {number} stands there already"),
            Self::NotBuilt => f.write_str("needs a part that this program is without"),
            Self::Without(other) => write!(f, "means nothing without {other}"),
            #[cfg(feature = "whole")]
            Self::OwnRun => f.write_str(
                "begins with its question and a run of its own, so what else the address says of a run is left out",
            ),
            Self::NotANumber { from, to } => write!(f, "must be a whole number from {from} to {to}"),
            Self::NotADate => f.write_str("must be a day from 1970-01-01 to 2049-12-31"),
            Self::NotAName => f.write_str("must be a DNS name such as example.com"),
            Self::NotAPreset => f.write_str("names no preset"),
            Self::NotASelection => f.write_str("names nothing that can be selected"),
            Self::NotAScenario => {
                f.write_str("must be the name of a preset, or options of a scenario as a link has them")
            }
            #[cfg(feature = "whole")]
            Self::NotConnections => {
                f.write_str("must name a connection of each run, from 1 to 9 or last, such as 1,last")
            }
            Self::NotALesson => {
                f.write_str("must be the name of a lesson, or a file beside this page such as lessons/mine.md")
            }
            Self::NotAnExperiment => {
                f.write_str("must be the name of an experiment: lower-case letters, digits and hyphens")
            }
            Self::NotPacked => {
                f.write_str("is cut short or changed: it is not a lesson as this page writes it into links")
            }
            Self::OfNoVersion => f.write_str("must list a cipher suite of a version that the client offers"),
            #[cfg(feature = "whole")]
            Self::NotAKey { from, to } => write!(f, "must be {from} to {to} bytes, as pairs of hexadecimal digits"),
            Self::NotOffered(number) => {
                write!(f, "must list groups that the client offers; number {number} is none of them")
            }
            Self::Empty => f.write_str("must not be empty"),
            Self::ControlCharacter => f.write_str("must not hold control characters"),
            Self::TooManyCharacters(limit) => write!(f, "must have at most {limit} characters"),
            Self::TooManyBytes(limit) => write!(f, "must have at most {limit} bytes"),
            Self::TooManyProtocols(limit) => write!(f, "must list at most {limit} protocols"),
            #[cfg(feature = "whole")]
            Self::NotAnEdit(number, fault) => write!(f, "is wrong at edit number {number}: {fault}"),
            #[cfg(feature = "whole")]
            Self::TooManyEdits(limit) => write!(f, "must list at most {limit} edits"),
            Self::BeyondTheRun(steps) => write!(f, "is beyond this run, which has {steps} steps"),
            Self::More(count) => write!(f, "({count} of them) cannot be used either"),
        }
    }
}

fn alternatives(f: &mut core::fmt::Formatter<'_>, start: &str, words: &[&str]) -> core::fmt::Result {
    f.write_str(start)?;
    for (index, word) in words.iter().enumerate() {
        let before = match index {
            0 => "",
            index if index + 1 == words.len() => " or ",
            _ => ", ",
        };
        write!(f, "{before}{word}")?;
    }
    Ok(())
}

/// A parameter of a link that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its name, shortened if it is long.
    pub parameter: String,
    /// What is wrong with it.
    pub problem: Problem,
    /// What is used instead; `None` for what has no default, because it is nothing that the page knows.
    pub instead: Option<String>,
}
