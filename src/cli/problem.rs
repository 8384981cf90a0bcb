//! What can go wrong, each as one sentence that says what and where.

use crate::explain;
use crate::trace::{AlertDescription, Check, EvidenceValue, Failure, Side};
use core::fmt;
use std::path::PathBuf;

/// What did not go as asked.
#[derive(Debug)]
pub(super) enum Problem {
    /// A file cannot be read or written.
    File { path: PathBuf, doing: &'static str, reason: String },
    /// A file can be read, but does not hold what it should.
    Content { path: PathBuf, what: String },
    /// No trust anchors were named, and the system has none where they usually are.
    NoTrustAnchors,
    /// A name for which no certificate can be, or which no server can have.
    Name { name: String, what: String },
    /// No preset has that name.
    NoPreset { name: String },
    /// A name without an address.
    UnknownHost { host: String },
    /// The operating system refuses something about a connection.
    Network { place: String, doing: &'static str, reason: String },
    /// Too much time passed.
    Timeout { place: String, doing: &'static str, seconds: u64 },
    /// The peer ended the transport without ending TLS.
    CutOff { place: String, peer: Side, connected: bool },
    /// The peer sent more than any handshake needs.
    TooMuch { place: String, peer: Side, limit: usize },
    /// This side refused what the peer sent.
    Refused { place: String, peer: Side, failure: Box<Failure>, check: Option<Box<Check>> },
    /// The peer refused what this side sent, or gave up.
    Alert { place: String, peer: Side, alert: AlertDescription },
    /// Options that do not go together.
    Options { what: &'static str },
    /// Something that was asked for did not come about, although the connection went well.
    NotDone { place: String, what: &'static str },
    /// What came is not an HTTP request that can be answered.
    Request { place: String, what: &'static str },
    /// Some of the connections did not go well; each was reported when it ended.
    Connections { failed: u64, all: u64 },
    /// The operating system gives no random bytes.
    NoEntropy,
    /// Standard input cannot be read.
    Input { reason: String },
    /// Standard output cannot be written.
    Output { reason: String },
    /// Nobody reads standard output.
    OutputClosed,
}

/// Why the operating system could not do something, in its own words, but without its number and as a part of a sentence.
pub(super) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    with_small_letter(text.split(" (os error").next().unwrap_or_default())
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, doing, reason } => write!(f, "{} cannot be {doing}: {reason}", path.display()),
            Self::Content { path, what } => write!(f, "{}: {what}", path.display()),
            Self::NoTrustAnchors => f.write_str(
                "this system has no file of trusted roots at its usual places: name one with --ca FILE, or check \
                 nothing with --insecure",
            ),
            Self::Name { name, what } => write!(f, "the name {name:?} cannot be used: {what}"),
            Self::NoPreset { name } => write!(f, "there is no preset {name:?}: `handshake presets` lists them"),
            Self::UnknownHost { host } => write!(f, "{host}: no such host was found"),
            Self::Network { place, doing, reason } => write!(f, "{place}: {reason} while {doing}"),
            Self::Timeout { place, doing, seconds } => write!(f, "{place}: {seconds} s passed while {doing}"),
            Self::CutOff { place, peer, connected: true } => write!(
                f,
                "{place}: the {} ended the connection without close_notify, so something may be missing at the end",
                peer.name()
            ),
            Self::CutOff { place, peer, connected: false } => {
                write!(f, "{place}: the {} ended the connection within the handshake", peer.name())
            }
            Self::TooMuch { place, peer, limit } => {
                write!(f, "{place}: the {} sent more than {limit} bytes for one handshake", peer.name())
            }
            Self::Refused { place, peer, failure, check } => refused(f, place, *peer, failure, check.as_deref()),
            Self::Alert { place, peer, alert } => {
                write!(f, "{place}: the {} sent the alert {}", peer.name(), alert.name())?;
                if let AlertDescription::Unknown(code) = alert {
                    write!(f, " ({code})")?;
                }
                write!(f, ": {}", with_small_letter(first_sentence(explain::alert(*alert).simple)))
            }
            Self::Options { what } => f.write_str(what),
            Self::Request { place, what } | Self::NotDone { place, what } => write!(f, "{place}: {what}"),
            Self::Connections { failed, all } => write!(f, "{failed} of {all} connections did not end well"),
            Self::NoEntropy => f.write_str("the operating system gives no random bytes"),
            Self::Input { reason } => write!(f, "standard input cannot be read: {reason}"),
            Self::Output { reason } => write!(f, "standard output cannot be written: {reason}"),
            Self::OutputClosed => f.write_str("standard output was closed"),
        }
    }
}

fn refused(
    f: &mut fmt::Formatter<'_>,
    place: &str,
    peer: Side,
    failure: &Failure,
    check: Option<&Check>,
) -> fmt::Result {
    let alert = failure.alert().name();
    let peer = peer.name();
    match (failure, check) {
        (Failure::CheckFailed { check: name, .. }, check) => {
            let about = explain::check(*name).title;
            write!(f, "{place}: the check \"{about}\" of what the {peer} sent failed")?;
            let texts = check.iter().flat_map(|check| &check.evidence).filter_map(|evidence| match &evidence.value {
                EvidenceValue::Text(text) => Some(format!("{} {text}", evidence.name)),
                EvidenceValue::Bytes(_) => None,
            });
            let texts: Vec<_> = texts.collect();
            if !texts.is_empty() {
                write!(f, " ({})", texts.join(", "))?;
            }
        }
        (Failure::Decode { message, error }, _) => write!(f, "{place}: the {peer}'s {}: {error}", message.name())?,
        (failure, _) => write!(f, "{place}: {}", first_sentence(explain::failure(failure).simple))?,
    }
    write!(f, "; the {peer} was sent the alert {alert}")
}

/// A text without the full stop at the end of its first sentence, and without what follows.
fn first_sentence(text: &str) -> &str {
    text.split_once(". ").map_or(text.trim_end_matches('.'), |(first, _)| first)
}

fn with_small_letter(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
