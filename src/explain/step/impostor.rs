//! What is to be said of a step in which the attacker plays a side.

use super::facts::Facts;
use super::telling::Telling;
use crate::crypto::rare;
use crate::explain::citation as cite;
use crate::trace::{
    CheckName, Derivation, Effect, Epoch, Message, MessageName, Note, Occurrence, Outcome, SecretName, Side, StepKind,
};

/// Adds who really is at work.
pub(super) fn aside(facts: Facts, words: &mut Telling) {
    if !rare::BUILT {
        return;
    }
    let Some(side) = facts.trace.impersonated(facts.index) else { return };
    if facts.index == facts.trace.span(facts.index).start {
        match side {
            Side::Server => words.simple(
                "In this connection the attacker stands between the two and plays the server. The client cannot see that: \
                 whatever is said here of the server, the attacker does.",
            ),
            Side::Client => words.simple(
                "This is another connection, at the same time as the one before: the attacker plays the client to the real \
                 server, repeats what the client has said, and passes on what the server answers.",
            ),
        };
    }
    // Early data is sealed with a key that the attacker does not have.
    let epoch = facts.record().and_then(|record| record.protection.as_ref()).map(|protection| protection.epoch);
    if facts.step.kind == StepKind::Message(MessageName::ApplicationData) && epoch != Some(Epoch::EarlyData) {
        words.why(match side {
            Side::Server => {
                "It is sealed against everyone on the way but the attacker, who plays the server and has its keys."
            }
            Side::Client => {
                "It is sealed against everyone on the way but the attacker, who plays the client and has its keys."
            }
        });
    }
    if side == Side::Server && facts.step.side == Side::Client && facts.step.kind == StepKind::Check {
        believed(facts, words);
    }
    if side == Side::Server && facts.step.side == Side::Server && is_copied(facts) {
        lacks_key(facts, words);
    }
}

/// Whether the attacker will show the client a certificate without having its private key.
pub(super) fn shows_copy(facts: Facts) -> bool {
    rare::BUILT && facts.trace.impersonated(facts.index) == Some(Side::Server) && is_copied(facts)
}

/// The attacker does what takes the private key of the certificate, and does not have it.
fn lacks_key(facts: Facts, words: &mut Telling) {
    let passes_on = |it: &Occurrence| it.effect == Effect::Noted(Note::SignatureOfAnother);
    let takes_key = if let StepKind::Message(name) = facts.step.kind {
        matches!(name, MessageName::CertificateVerify | MessageName::ServerKeyExchange)
    } else {
        facts.secrets().any(|secret| matches!(secret.derivation, Derivation::Decryption { .. }))
    };
    if takes_key && !facts.step.occurrences.iter().any(passes_on) {
        words.simple("But here it is the attacker, who does not have that key.");
    }
}

/// The client checks who the attacker is, and is content.
fn believed(facts: Facts, words: &mut Telling) {
    let content = |name| facts.checks().any(|check| check.name == name && check.outcome == Outcome::Passed);
    let all_pass = facts.checks().all(|check| check.outcome == Outcome::Passed);
    if content(CheckName::ServerName) && content(CheckName::TrustAnchor) && all_pass {
        if is_copied(facts) {
            words.simple(
                "And yet it is the attacker who shows them: they are the server's own, which anybody can copy. So they prove \
                 nothing yet about who shows them.",
            );
        } else {
            words.simple(
                "And yet it is the attacker who shows them. The client can check who vouches for a name, but not whether that \
                 authority has been deceived, broken into or forced.",
            );
        }
        words.cite(&[cite::X509_VALIDATION]);
    }
    if content(CheckName::CertificateVerify) && is_copied(facts) {
        words.simple(
            "And yet it is the attacker who sends it. The signature really is the server's, but it was made in another \
             connection: where it covers nothing of what was said, it fits all of them.",
        );
        words.cite(&[cite::CERTIFICATE_VERIFY]);
    }
}

/// Whether the certificate is for another key than that of who shows it.
fn is_copied(facts: Facts) -> bool {
    let key = facts.trace.secret(Side::Server, SecretName::CertificatePrivateKey(Side::Server), facts.index);
    let Some(Derivation::Entropy { public, .. }) = key.map(|(_, secret)| &secret.derivation) else { return false };
    let shown = |message: &Message| {
        message.name == MessageName::Certificate && message.sender == Side::Server && !public.is_empty()
    };
    let span = facts.trace.span(facts.index);
    let mut messages = facts.trace.messages().filter(|(step, message)| span.contains(step) && shown(message));
    messages.any(|(_, message)| !message.bytes.windows(public.len()).any(|part| part == public))
}
