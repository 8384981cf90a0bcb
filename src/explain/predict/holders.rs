//! Who holds a secret?

use super::answers::Answers;
use super::{About, CIRCLES, Circle, Claim, step_number};
use crate::trace::{Derivation, Epoch, Observer, SecretName, Side, StepKind};

/// The secrets that are worth a question, the weightiest first.
fn weight(name: SecretName) -> Option<u8> {
    match name {
        SecretName::HandshakeSecret | SecretName::SessionMasterSecret => Some(0),
        SecretName::MasterSecret => Some(1),
        SecretName::PremasterSecret => Some(2),
        SecretName::TrafficSecret { epoch: Epoch::EarlyData | Epoch::Updated(_), .. } => Some(3),
        SecretName::EphemeralPrivateKey(_) => Some(4),
        SecretName::WriteKey { epoch: Epoch::Connection, .. } => Some(5),
        _ => None,
    }
}

pub(super) fn ask(about: About, answers: &mut Answers) -> Option<String> {
    let (side, span) = (about.step.side, about.trace.span(about.index));
    let of_step = about.trace.secrets(side).filter(|(step, _)| *step == about.index);
    let secret = of_step
        .map(|(_, secret)| secret.name)
        .filter(|name| weight(*name).is_some())
        .min_by_key(|name| weight(*name))?;
    let holds = |side| about.trace.holds(Observer::End(side), secret, about.index);
    let right = Circle { client: holds(Side::Client), server: holds(Side::Server), wire: false };
    let comes = |side: Side| {
        let mut all = about.trace.secrets(side).filter(|(step, _)| span.contains(step));
        all.find(|(_, own)| own.name == secret).map(|(step, _)| step)
    };
    let since = |side: Side| match comes(side) {
        Some(step) if step <= about.index => ["the ", about.who(side), " has it since ", &step_number(step)].concat(),
        Some(step) => ["the ", about.who(side), " has it only later, in ", &step_number(step)].concat(),
        None => ["the ", about.who(side), " never has it"].concat(),
    };
    // RFC 5246 §7.4.7.1.
    let is_encrypted = secret == SecretName::PremasterSecret
        && about.trace.secrets(Side::Client).any(|(step, own)| {
            span.contains(&step) && own.name == secret && matches!(own.derivation, Derivation::Entropy { .. })
        });
    let (end, hides) = if is_encrypted {
        (
            ". It is sent, but encrypted, and only the server can decrypt it.",
            "What is sent is encrypted with the public key of the server's certificate: only its private key opens it.",
        )
    } else {
        (". It is never sent.", "It is never sent, and what is sent does not give it away.")
    };
    let why = [&capital(&since(side)), "; ", &since(side.peer()), end].concat();
    let claim = |circle| Claim::Holders { secret, circle };
    answers.right(claim(right), about.circle(right), why);
    for wrong in CIRCLES.into_iter().filter(|wrong| *wrong != right) {
        let why = if wrong.wire {
            hides.into()
        } else if wrong.client != right.client {
            [&capital(&since(Side::Client)), "."].concat()
        } else {
            [&capital(&since(Side::Server)), "."].concat()
        };
        answers.wrong(claim(wrong), about.circle(wrong), why);
    }
    let does = match about.step.kind {
        StepKind::Prepare => " now makes up ",
        StepKind::Negotiate
        | StepKind::Message(_)
        | StepKind::Check
        | StepKind::Derive
        | StepKind::Observe
        | StepKind::Interfere => " now computes ",
    };
    Some(["The ", about.who(side), does, &about.secret(secret), ". Who holds it then?"].concat())
}

fn capital(text: &str) -> String {
    let (first, rest) = text.split_at(text.len().min(1));
    [&first.to_uppercase(), rest].concat()
}
