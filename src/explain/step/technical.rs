//! Technical sentences, put together from a step's effects.

use super::facts::{Facts, bytes, list, plural};
use super::records;
use super::the;
use crate::explain::{check, choice};
use crate::trace::{
    Check, Choice, Context, Derivation, Direction, Effect, Epoch, EvidenceValue, Input, MessageName, Outcome, Proof,
    Secret, SecretName, Side, TranscriptPoint,
};

/// What the effects of the step say, in paragraphs.
pub(super) fn effects(facts: Facts) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let choices: Vec<_> = facts.choices().map(chosen).collect();
    if !choices.is_empty() {
        paragraphs.push(choices.join(" "));
    }
    for side in [facts.step.side, facts.step.side.peer()] {
        let effects = || facts.step.effects_of(side);
        for effect in effects() {
            match effect {
                Effect::DrewRandom { purpose, value } => paragraphs.push(format!(
                    "{purpose}: {} from {}'s random number generator, which in this simulation runs from the seed.",
                    bytes(value.len()),
                    the(side).to_ascii_lowercase()
                )),
                Effect::Proved(proof) => paragraphs.push(proved(proof)),
                _ => {}
            }
        }
        let secrets: Vec<_> = effects()
            .filter_map(|effect| match effect {
                Effect::Derived(secret) => Some(secret),
                _ => None,
            })
            .collect();
        paragraphs.extend(derived(side, &secrets));
        let checks: Vec<_> = effects()
            .filter_map(|effect| match effect {
                Effect::Checked(check) => Some(check),
                _ => None,
            })
            .collect();
        paragraphs.extend(checked(&checks));
        paragraphs.extend(installed(side, effects()));
    }
    paragraphs.extend(records::carried(facts));
    paragraphs
}

/// How far a transcript hash reaches: `Transcript-Hash(ClientHello...ServerHello)`.
pub(super) fn transcript(point: &TranscriptPoint) -> String {
    let last = match point.through {
        MessageName::Finished => format!("{} Finished", point.sender.name()),
        name => name.name().to_owned(),
    };
    match point.messages {
        0 | 1 => format!("Transcript-Hash({last})"),
        _ => format!("Transcript-Hash(ClientHello...{last})"),
    }
}

fn chosen(choice_made: &Choice) -> String {
    let Choice { name, offered, accepted, chosen } = choice_made;
    let among = |verb: &str, names: &[String]| match names {
        [] => String::new(),
        names => format!("; {verb} {}", names.join(", ")),
    };
    format!(
        "{}: {}{}{}.",
        choice(*name).title,
        chosen.as_deref().unwrap_or("none"),
        among("offered", offered),
        among("accepted", accepted)
    )
}

fn proved(proof: &Proof) -> String {
    match proof {
        Proof::Signature { scheme, content, covers } => {
            let context = content.len().saturating_sub(64 + 1 + covers.hash.len());
            format!(
                "The signature ({scheme}) is over {}: 64 spaces, a context string of {}, a zero byte and {} of {}, \
                 which covers {}.",
                bytes(content.len()),
                bytes(context),
                transcript(covers),
                bytes(covers.hash.len()),
                plural(covers.messages, "message", "messages")
            )
        }
        Proof::Mac { key, covers, verify_data } => format!(
            "verify_data = HMAC({}, {}): {}, over {}.",
            key.name(),
            transcript(covers),
            bytes(verify_data.len()),
            plural(covers.messages, "message", "messages")
        ),
    }
}

fn derived(side: Side, secrets: &[&Secret]) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let mut extracts = Vec::new();
    let mut traffic: Vec<(String, usize, Vec<String>)> = Vec::new();
    let mut keys = Vec::new();
    for secret in secrets {
        let (name, length) = (secret.name.name(), secret.value.len());
        match &secret.derivation {
            Derivation::Entropy { public, .. } => match secret.name {
                SecretName::CertificatePrivateKey(_) => {
                    paragraphs.push(format!("{} holds the {name}, {}.", the(side), bytes(length)));
                }
                _ => paragraphs.push(format!(
                    "The {name} has {}; the public key that goes into key_share has {}.",
                    bytes(length),
                    bytes(public.len())
                )),
            },
            Derivation::KeyAgreement { group, peer_public, .. } => paragraphs.push(format!(
                "(EC)DHE with {group}: the own private key and the peer's public key of {} give a shared secret of {}.",
                bytes(peer_public.len()),
                bytes(length)
            )),
            Derivation::Extract { salt, ikm, .. } => {
                extracts.push(format!("{name} = HKDF-Extract(salt: {}, IKM: {})", input(*salt), input(*ikm)));
            }
            Derivation::ExpandLabel { label, context, .. } => match context {
                Context::Transcript(point) => {
                    let from = format!("{}, {}", transcript(point), plural(point.messages, "message", "messages"));
                    let item = format!("{name} (label \"{label}\")");
                    match traffic.iter_mut().find(|(known, ..)| *known == from) {
                        Some((_, _, items)) => items.push(item),
                        None => traffic.push((from, length, vec![item])),
                    }
                }
                Context::TicketNonce(nonce) => paragraphs.push(format!(
                    "{name} = HKDF-Expand-Label(resumption_master_secret, \"{label}\", ticket_nonce of {}, {length}).",
                    bytes(nonce.len())
                )),
                Context::Empty => keys.push(format!("{name} {}", bytes(length))),
                Context::HashOfNothing(_) => {}
            },
        }
    }
    if let Some(Derivation::Extract { hash, .. }) =
        secrets.iter().map(|secret| &secret.derivation).find(|way| matches!(way, Derivation::Extract { .. }))
    {
        paragraphs.push(format!("{}. The hash is {hash}.", extracts.join("; ")));
    }
    for (from, length, items) in traffic {
        let each = if items.len() > 1 { " each" } else { "" };
        paragraphs.push(format!("From {from}, by Derive-Secret: {}; {}{each}.", list(&items), bytes(length)));
    }
    if !keys.is_empty() {
        paragraphs.push(format!("By HKDF-Expand-Label without context: {}.", list(&keys)));
    }
    paragraphs
}

fn input(input: Input) -> String {
    match input {
        Input::Zeros(count) => plural(count, "zero byte", "zero bytes"),
        Input::Secret(name) => name.name().to_owned(),
    }
}

fn checked(checks: &[&Check]) -> Option<String> {
    if checks.is_empty() {
        return None;
    }
    let mut names: Vec<(&str, usize)> = Vec::new();
    for passed in checks.iter().filter(|check| check.outcome == Outcome::Passed) {
        let title = check(passed.name).title;
        match names.iter_mut().find(|(known, _)| *known == title) {
            Some((_, times)) => *times += 1,
            None => names.push((title, 1)),
        }
    }
    let passed: Vec<_> = names
        .iter()
        .map(|(title, times)| if *times == 1 { (*title).to_owned() } else { format!("{title} ({times} times)") })
        .collect();
    let mut sentences: Vec<_> = checks.iter().filter_map(|check| check.proof.as_ref()).map(proved).collect();
    if !passed.is_empty() {
        sentences.push(format!("Passed: {}.", passed.join("; ")));
    }
    for failed in checks {
        if let Outcome::Failed(alert) = failed.outcome {
            let title = check(failed.name).title;
            let evidence: Vec<_> = failed
                .evidence
                .iter()
                .filter_map(|item| match &item.value {
                    EvidenceValue::Text(text) => Some(format!("{} {text}", item.name)),
                    EvidenceValue::Bytes(_) => None,
                })
                .collect();
            let evidence = if evidence.is_empty() { String::new() } else { format!(" ({})", evidence.join("; ")) };
            sentences.push(format!("Failed: {title}{evidence}, so the alert is {}.", alert.name()));
        }
    }
    Some(sentences.join(" "))
}

fn installed<'a>(side: Side, effects: impl Iterator<Item = &'a Effect>) -> Option<String> {
    let mut changes: Vec<(Epoch, &str)> = Vec::new();
    for effect in effects {
        if let Effect::KeyInstalled { direction, epoch, .. } = effect {
            let verb = match direction {
                Direction::Read => "reads",
                Direction::Write => "writes",
            };
            match changes.iter_mut().find(|(known, _)| known == epoch) {
                Some((_, verbs)) => *verbs = "writes and reads",
                None => changes.push((*epoch, verb)),
            }
        }
    }
    let changes: Vec<_> = changes.iter().map(|(epoch, verbs)| format!("{verbs} with {} keys", epoch.name())).collect();
    (!changes.is_empty()).then(|| {
        format!("From here on {} {}; sequence numbers start at 0.", the(side).to_ascii_lowercase(), list(&changes))
    })
}
