//! Steps in which a side checks something.

use super::facts::{Facts, bytes, plural};
use super::{the, words};
use crate::explain::{StepWords, check as check_words, citation as cite};
use crate::trace::{CheckName, Effect, MessageName, Outcome, Proof, Side, State};

/// A side checks something.
pub(super) fn check(facts: Facts) -> StepWords {
    let mut words = about(facts);
    if let Some(failed) = facts.checks().find(|check| check.outcome != Outcome::Passed) {
        let entry = check_words(failed.name);
        words.label.push_str(": fails");
        words.simple.push(format!("One check does not pass: {}. {}", entry.title.to_ascii_lowercase(), entry.simple));
        words.citations.extend(
            entry.citations.iter().filter(|citation| !words.citations.contains(citation)).copied().collect::<Vec<_>>(),
        );
    }
    words
}

fn about(facts: Facts) -> StepWords {
    match facts.checks().next().map(|check| check.name) {
        Some(
            CheckName::SessionIdEcho
            | CheckName::VersionOffered
            | CheckName::CipherSuiteOffered
            | CheckName::GroupOffered,
        ) => hello(facts),
        Some(
            CheckName::TrustAnchor
            | CheckName::CertificateSignature { .. }
            | CheckName::Validity { .. }
            | CheckName::BasicConstraints { .. }
            | CheckName::KeyUsage { .. }
            | CheckName::CriticalExtensions { .. }
            | CheckName::ExtendedKeyUsage
            | CheckName::ServerName,
        ) => chain(facts),
        Some(CheckName::CertificateVerify) => signature(facts),
        Some(CheckName::Finished) => finished(facts),
        None => nothing(facts),
    }
}

fn passed(facts: Facts) -> bool {
    facts.checks().all(|check| check.outcome == Outcome::Passed)
        && !facts.step.occurrences.iter().any(|occurrence| matches!(occurrence.effect, Effect::Failed(_)))
}

fn hello(facts: Facts) -> StepWords {
    let mut words = words(
        "checks the ServerHello",
        "The client checks the answer",
        "Nothing proves yet who sent this message. A client that took what it never offered could be led to a method \
         that it does not want.",
        &[cite::SERVER_HELLO, cite::SUPPORTED_VERSIONS, cite::KEY_SHARE],
    );
    words.simple.push(format!(
        "Before the client goes on, it compares the answer with its own offer: {}. Was the version on its list? The \
         way of sealing? Does the public key have the kind of its own?",
        plural(facts.checks().count(), "check", "checks")
    ));
    if passed(facts) {
        words.simple.push("All of it fits.".to_owned());
    }
    words
}

fn chain(facts: Facts) -> StepWords {
    let shown = facts
        .last_message(Side::Server, MessageName::Certificate)
        .map_or(0, |message| super::facts::count_of(message, "CertificateEntry"));
    let mut words = words(
        "checks the certificate chain",
        "The client checks the certificates",
        "Anyone can make a certificate with any name in it. Only the chain to a root that the client trusted before, \
         with each of these checks, makes it count.",
        &[cite::RECEIVING_CERTIFICATE, cite::X509_VALIDATION, cite::DNS_MATCHING],
    );
    words.simple.push(format!(
        "The server showed {}. The client follows the chain: each must be signed by the next one, and the last by a \
         root that the client already trusts.",
        plural(shown, "certificate", "certificates")
    ));
    words.simple.push(
        "It also checks that each is valid today, that each may be used for what it is used for, and that the first \
         is for the name that the client asked for."
            .to_owned(),
    );
    if passed(facts) {
        words.simple.push(
            "All of it holds. So the client knows whose public key this is, but not yet that the other side has the \
             private key."
                .to_owned(),
        );
    }
    words
}

fn signature(facts: Facts) -> StepWords {
    let mut words = words(
        "verifies the signature",
        "The client verifies the server's signature",
        "A certificate can be copied by anyone who has seen it; the signature cannot be made without the private key. \
         And because it covers this handshake, a signature from another connection does not fit.",
        &[cite::CERTIFICATE_VERIFY],
    );
    words.simple.push(
        "The client takes the public key from the certificate and checks the signature over the messages as it saw \
         them itself."
            .to_owned(),
    );
    if passed(facts) {
        words.simple.push("It fits. The client now knows that it talks to the owner of the certificate.".to_owned());
    }
    words
}

fn finished(facts: Facts) -> StepWords {
    let side = facts.step.side;
    let peer = side.peer().name();
    let why = match side {
        Side::Client => {
            "Finished covers every message, from the first list on. If somebody had changed one on the way, the \
             proofs would differ. It also shows that the server really has the keys."
        }
        Side::Server => {
            "Only now does the server know that the client has the same keys and saw the same messages. (Who the \
             client is, it does not know: that takes a certificate or a password.)"
        }
    };
    let mut words = words(
        format!("checks the {peer}'s Finished"),
        format!("{} checks the {peer}'s proof", the(side)),
        why,
        &[cite::FINISHED],
    );
    let length = facts.checks().find_map(|check| match &check.proof {
        Some(Proof::Mac { verify_data, .. }) => Some(verify_data.len()),
        _ => None,
    });
    words.simple.push(match length {
        Some(length) => format!(
            "{} computes the same {} itself, from the messages as it saw them, and compares.",
            the(side),
            bytes(length)
        ),
        None => {
            format!("{} computes the same proof itself, from the messages as it saw them, and compares.", the(side))
        }
    });
    if passed(facts) {
        words.simple.push("They are equal: both saw the same handshake, byte for byte.".to_owned());
        let connected = facts.step.effects_of(side).any(|effect| *effect == Effect::Entered(State::Connected));
        if connected {
            words.simple.push(format!("For the {} the handshake is complete.", side.name()));
        }
    }
    words
}

fn nothing(facts: Facts) -> StepWords {
    let side = facts.step.side;
    let mut words = words(
        "reads the message",
        format!("{} reads the message", the(side)),
        "What comes from outside is never trusted before it was checked.",
        &[cite::HANDSHAKE_PROTOCOL],
    );
    words.simple.push(format!("{} reads the message and checks whether it may stand here.", the(side)));
    words
}
