//! Steps: what just happened in this run, and why it matters.
//!
//! The plain words are chosen by what the step is about; the technical ones are put together from its effects, so
//! that every number and name in them is the run's own.

mod check;
mod compute;
mod facts;
mod message;
mod records;
mod technical;

use super::{Citation, StepWords, failure};
use crate::trace::{Effect, Failure, Side, StepKind, Trace};
use facts::Facts;

/// The words for the step at `index` of a run.
#[must_use]
pub fn step(trace: &Trace, index: usize) -> StepWords {
    let Some(step) = trace.steps.get(index) else { return nothing() };
    let facts = Facts { trace, index, step };
    let mut words = match step.kind {
        StepKind::Prepare => compute::prepare(facts),
        StepKind::Negotiate => compute::negotiate(facts),
        StepKind::Derive => compute::derive(facts),
        StepKind::Check => check::check(facts),
        StepKind::Message(name) => message::message(facts, name),
    };
    words.technical.extend(technical::effects(facts));
    for (side, cause) in failures(facts) {
        fail(&mut words, facts, side, cause);
    }
    words
}

/// Words about a step as they are put together.
fn words(label: impl Into<String>, title: impl Into<String>, why: &str, citations: &[Citation]) -> StepWords {
    StepWords {
        label: label.into(),
        title: title.into(),
        simple: Vec::new(),
        technical: Vec::new(),
        why: why.to_owned(),
        citations: citations.to_vec(),
    }
}

fn nothing() -> StepWords {
    words("", "", "", &[])
}

/// The words with which a sentence about a side begins.
fn the(side: Side) -> &'static str {
    match side {
        Side::Client => "The client",
        Side::Server => "The server",
    }
}

fn failures(facts: Facts<'_>) -> Vec<(Side, &Failure)> {
    facts
        .step
        .occurrences
        .iter()
        .filter_map(|occurrence| match &occurrence.effect {
            Effect::Failed(failure) => Some((occurrence.side, failure)),
            _ => None,
        })
        .collect()
}

/// Adds that a side cannot go on, and why.
fn fail(words: &mut StepWords, facts: Facts, side: Side, cause: &Failure) {
    let about = failure(cause);
    let own_alert = facts.alert().is_some() && facts.step.side == side;
    if !own_alert {
        if !matches!(facts.step.kind, StepKind::Message(_)) && !words.label.ends_with(": fails") {
            words.label.push_str(": fails");
        }
        words.simple.push(format!("{} stops here. {}", the(side), about.simple));
    }
    let sentences =
        [about.technical.to_owned(), detail(cause), format!("The alert for this is {}.", cause.alert().name())];
    words.technical.push(sentences.into_iter().filter(|sentence| !sentence.is_empty()).collect::<Vec<_>>().join(" "));
    why(cause).clone_into(&mut words.why);
    for citation in about.citations {
        if !words.citations.contains(citation) {
            words.citations.push(*citation);
        }
    }
}

fn why(cause: &Failure) -> &'static str {
    match cause {
        Failure::NoCommonVersion
        | Failure::NoCommonCipherSuite
        | Failure::NoCommonGroup
        | Failure::NoKeyShareForGroup
        | Failure::NoCommonSignatureScheme
        | Failure::NoCommonApplicationProtocol
        | Failure::UnrecognizedName { .. }
        | Failure::RetryUnsupported => {
            "The two could not understand each other. An alert says so at once and tells the other side why, which is \
             better than to fall back to something that one of them did not want."
        }
        Failure::UnexpectedMessage { .. }
        | Failure::UnexpectedRecord { .. }
        | Failure::MessageAcrossKeyChange
        | Failure::RecordOverflow { .. }
        | Failure::BadRecordMac
        | Failure::Decode { .. }
        | Failure::MissingExtension { .. }
        | Failure::UnsolicitedExtension { .. }
        | Failure::ForbiddenExtension { .. }
        | Failure::DuplicateExtension { .. }
        | Failure::IllegalParameter { .. }
        | Failure::InvalidKeyShare
        | Failure::NoCertificate
        | Failure::CheckFailed { .. } => {
            "Going on would mean to trust something that did not hold. Ending with an alert is the safe answer, and it \
             tells the other side why."
        }
    }
}

/// What the failure says of this run beyond its kind.
fn detail(cause: &Failure) -> String {
    match cause {
        Failure::UnexpectedMessage { state, got } => format!("In {} came {}.", state.name(), got.name()),
        Failure::UnexpectedRecord { content_type } => format!("The content type was {content_type}."),
        Failure::RecordOverflow { length } => format!("This one has {length} bytes."),
        Failure::Decode { message, error } => format!("{}: {error}.", message.name()),
        Failure::UnrecognizedName { name } => format!("The name was {name}."),
        Failure::MissingExtension { extension } => format!("Here {extension} is missing."),
        Failure::UnsolicitedExtension { extension } | Failure::DuplicateExtension { extension } => {
            format!("Here it is {}.", extension_name(*extension))
        }
        Failure::ForbiddenExtension { extension, message } => {
            format!("Here it is {} in {}.", extension_name(*extension), message.name())
        }
        Failure::IllegalParameter { field } => format!("The field is {field}."),
        Failure::MessageAcrossKeyChange
        | Failure::BadRecordMac
        | Failure::NoCommonVersion
        | Failure::NoCommonCipherSuite
        | Failure::NoCommonGroup
        | Failure::NoKeyShareForGroup
        | Failure::NoCommonSignatureScheme
        | Failure::NoCommonApplicationProtocol
        | Failure::InvalidKeyShare
        | Failure::NoCertificate
        | Failure::CheckFailed { .. }
        | Failure::RetryUnsupported => String::new(),
    }
}

fn extension_name(code: u16) -> String {
    format!("{} ({code})", crate::tls::registry::ExtensionType(code).name())
}

#[cfg(test)]
mod tests;
