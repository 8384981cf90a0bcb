//! Steps: what just happened in this run, and why it matters.
//!
//! The plain words are chosen by what the step is about; the technical ones are put together from its effects, so
//! that every number and name in them is the run's own.

mod binding;
mod check;
#[cfg(feature = "rare")]
mod compressed;
mod derive;
mod facts;
mod impostor;
mod interfered;
mod message;
mod negotiate;
mod observed;
mod prepare;
mod records;
mod technical;
mod telling;
mod tls12;

use super::{StepWords, failure};
use crate::crypto::rare;
use crate::tls::registry::ExtensionType;
use crate::trace::{Effect, Failure, Giver, StepKind, Trace};
use facts::Facts;
pub use observed::readable;
#[cfg(feature = "whole")]
pub use observed::short_key;
use telling::{Extent, Telling};

/// The words for the step at `index` of a run.
#[must_use]
pub fn step(trace: &Trace, index: usize) -> StepWords {
    tell(trace, index, Extent::All)
}

/// The label of the step at `index` of a run: the same as [`step`]'s, in a fraction of the time.
#[must_use]
pub fn label(trace: &Trace, index: usize) -> String {
    tell(trace, index, Extent::Label).label
}

fn tell(trace: &Trace, index: usize, extent: Extent) -> StepWords {
    let Some(step) = trace.steps.get(index) else { return StepWords::default() };
    let facts = Facts { trace, index, step };
    let mut words = Telling::new(facts, extent);
    match step.kind {
        StepKind::Prepare if observed::gives(facts, Giver::PrivateKey) => observed::given_key(&mut words),
        StepKind::Prepare => prepare::prepare(facts, &mut words),
        StepKind::Negotiate => negotiate::negotiate(facts, &mut words),
        StepKind::Derive if observed::gives(facts, Giver::KeyLog) => observed::given_secrets(facts, &mut words),
        StepKind::Derive if facts.is_tls12() => tls12::derive(facts, &mut words),
        StepKind::Derive => derive::derive(facts, &mut words),
        StepKind::Check => check::check(facts, &mut words),
        StepKind::Message(name) => message::message(facts, name, &mut words),
        StepKind::Observe => observed::stream(facts, &mut words),
        StepKind::Interfere => interfered::interfere(facts, &mut words),
    }
    impostor::aside(facts, &mut words);
    binding::aside(facts, &mut words);
    observed::remarks(facts, &mut words);
    if extent == Extent::All {
        technical::effects(facts, &mut words);
    }
    for occurrence in &step.occurrences {
        if let (Effect::Failed(cause), true) = (&occurrence.effect, rare::BUILT) {
            words.side = occurrence.side;
            fail(facts, cause, &mut words);
            binding::differs(facts, cause, &mut words);
        }
    }
    words.finish()
}

/// Adds that a side cannot go on, and why.
fn fail(facts: Facts, cause: &Failure, words: &mut Telling) {
    let about = failure(cause);
    if facts.alert().is_none() || facts.step.side != words.side {
        if !matches!(facts.step.kind, StepKind::Message(_)) {
            words.fails();
        }
        words.simple("{The} stops here. ").say(about.simple);
    }
    words.technical(about.technical);
    detail(cause, words);
    words.say(" The alert for this is {}.").value(cause.alert().name());
    words.why(why(cause));
    words.cite(about.citations);
}

fn why(cause: &Failure) -> &'static str {
    match cause {
        Failure::NoCommonVersion
        | Failure::InappropriateFallback
        | Failure::NoCommonCipherSuite
        | Failure::NoCommonGroup
        | Failure::NoCommonSignatureScheme
        | Failure::NoCommonApplicationProtocol
        | Failure::UnrecognizedName { .. }
        | Failure::ClientCertificateMissing
        | Failure::CertificateRequired => {
            "The two found nothing that both accept. An alert says so at once and tells the other side why, which is \
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
        | Failure::TooMuchEarlyData { .. }
        | Failure::CheckFailed { .. } => {
            "Going on would mean to trust something that did not hold. Ending with an alert is the safe answer, and it \
             tells the other side why."
        }
    }
}

/// Writes what the failure says of this run beyond its kind.
fn detail(cause: &Failure, words: &mut Telling) {
    match cause {
        Failure::UnexpectedMessage { state, got } => words.say(" In {} came {}.").value(state.name()).value(got.name()),
        Failure::UnexpectedRecord { content_type } => {
            words.say(" The content type was {}.").number((*content_type).into())
        }
        Failure::RecordOverflow { length } => words.say(" This one has {} bytes.").number(*length),
        Failure::Decode { message, error } => words.say(" {}: {}.").value(message.name()).value(&error.to_string()),
        Failure::UnrecognizedName { name } => words.say(" The name was {}.").value(name),
        Failure::MissingExtension { extension } => words.say(" Here {} is missing.").value(extension),
        Failure::UnsolicitedExtension { extension } | Failure::DuplicateExtension { extension } => {
            words.say(" Here it is {} ({}).").value(extension_name(*extension)).number((*extension).into())
        }
        Failure::ForbiddenExtension { extension, message } => words
            .say(" Here it is {} ({}) in {}.")
            .value(extension_name(*extension))
            .number((*extension).into())
            .value(message.name()),
        Failure::TooMuchEarlyData { limit } => words.say(" The ticket allows {}.").count(*limit, "byte"),
        Failure::IllegalParameter { field } => words.say(" The field is {}.").value(field),
        Failure::MessageAcrossKeyChange
        | Failure::BadRecordMac
        | Failure::NoCommonVersion
        | Failure::InappropriateFallback
        | Failure::NoCommonCipherSuite
        | Failure::NoCommonGroup
        | Failure::NoCommonSignatureScheme
        | Failure::NoCommonApplicationProtocol
        | Failure::InvalidKeyShare
        | Failure::NoCertificate
        | Failure::CertificateRequired
        | Failure::ClientCertificateMissing
        | Failure::CheckFailed { .. } => words,
    };
}

fn extension_name(code: u16) -> &'static str {
    ExtensionType(code).name()
}

#[cfg(test)]
mod tests;
