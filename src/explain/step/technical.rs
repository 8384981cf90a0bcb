//! Technical sentences, put together from a step's effects.

use super::facts::Facts;
use super::records;
use super::telling::Telling;
use crate::crypto::rare;
use crate::explain::{check, choice, citation as cite, halves, reason};
use crate::tls::registry::NamedGroup;
use crate::trace::{
    Check, Choice, Context, Derivation, Direction, Effect, Epoch, EvidenceValue, Input, MessageName, Outcome, Proof,
    PskOrigin, Secret, SecretName, Seed, Side, TranscriptPoint,
};

/// Writes what the effects of the step say, in paragraphs.
pub(super) fn effects(facts: Facts, words: &mut Telling) {
    for (place, choice) in facts.choices().into_iter().enumerate() {
        if place == 0 {
            words.technical("");
        } else {
            words.say(" ");
        }
        chosen(choice, words);
    }
    for (name, because) in facts.declined().filter(|_| rare::BUILT) {
        words.technical("{}: declined. {}").value(choice(name).title).value(reason(because).technical);
    }
    if rare::BUILT && facts.is_skipped() {
        words.technical(
            "The server drops the record unread: it cannot open it, and knows that refused early data comes.",
        );
    }
    for side in [facts.step.side, facts.step.side.peer()] {
        words.side = side;
        let (mut secrets, mut checks, mut changes) = (Vec::new(), Vec::new(), Vec::new());
        for effect in facts.step.effects_of(side) {
            match effect {
                Effect::DrewRandom { purpose, value } => {
                    words
                        .technical(
                            "{}: {} from {the}'s random number generator, which in this simulation runs from the seed.",
                        )
                        .value(purpose)
                        .count(value.len(), "byte");
                }
                Effect::Proved(proof) => {
                    words.technical("");
                    proved(proof, words);
                }
                Effect::Derived(secret) => secrets.push(secret),
                Effect::Checked(check) => checks.push(check),
                Effect::KeyInstalled { direction, epoch, .. } => changes.push((*epoch, *direction)),
                _ => {}
            }
        }
        derived(&secrets, words);
        checked(&checks, words);
        installed(&changes, words);
    }
    words.side = facts.step.side;
    records::carried(facts, words);
}

/// Writes how far a transcript hash reaches: `Transcript-Hash(ClientHello...ServerHello)`.
fn transcript(point: &TranscriptPoint, words: &mut Telling) {
    let rest = words.pause();
    if rare::BUILT && point.is_empty() {
        words.say("Transcript-Hash(\"\")").say(rest);
        return;
    }
    words.say(if rare::BUILT && words.older { "Hash(" } else { "Transcript-Hash(" });
    words.say(if point.messages > 1 { "ClientHello..." } else { "" });
    if point.through == MessageName::Finished {
        words.say("{} ").value(point.sender.name());
    }
    words.say("{})").value(point.through.name()).say(rest);
}

fn chosen(made: &Choice, words: &mut Telling) {
    words.say(choice(made.name).title).say(": {}").value(made.chosen.as_deref().unwrap_or("none"));
    for (verb, names) in [("; offered {}", &made.offered), ("; accepted {}", &made.accepted)] {
        if !names.is_empty() {
            words.say(verb).list(names, ", ");
        }
    }
    words.say(".");
}

fn proved(proof: &Proof, words: &mut Telling) {
    match proof {
        Proof::Params { .. } | Proof::Messages { .. } | Proof::VerifyData { .. } | Proof::Binder { .. }
            if !rare::BUILT => {}
        Proof::Signature { scheme, content, covers } => {
            let context = content.len().saturating_sub(64 + 1 + covers.hash.len());
            words
                .say(
                    "The signature ({}) is over {}: 64 spaces, a context string of {}, a zero byte and {} of {}, which \
                     covers {}.",
                )
                .value(scheme)
                .count(content.len(), "byte")
                .count(context, "byte");
            transcript(covers, words);
            words.count(covers.hash.len(), "byte");
        }
        Proof::Params { scheme, content } => {
            words.say("The signature ({}) is over {}: ClientHello.random, ServerHello.random and params.");
            words.value(scheme).count(content.len(), "byte");
            return;
        }
        Proof::Messages { scheme, length, covers } => {
            words.say("The signature ({}) is over {} of handshake messages, as they were sent: {}.");
            words.value(scheme).count(*length, "byte").count(covers.messages, "message");
            return;
        }
        Proof::VerifyData { label, covers, verify_data } => {
            words.say("verify_data = PRF(master_secret, \"{}\", {}), {}, over {}.").value(label);
            transcript(covers, words);
            words.count(verify_data.len(), "byte");
        }
        Proof::Mac { key, covers, verify_data } => {
            words.say("verify_data = HMAC({}, {}): {}, over {}.").value(key.name());
            transcript(covers, words);
            words.count(verify_data.len(), "byte");
        }
        Proof::Binder { key, covers, binder, .. } if covers.is_empty() => {
            words.say("PskBinderEntry = HMAC({}, Transcript-Hash(\"\")): {}, over nothing of the ClientHello.");
            words.value(key.name()).count(binder.len(), "byte");
            return;
        }
        Proof::Binder { key, covers, partial, binder } => {
            words
                .say("PskBinderEntry = HMAC({}, Transcript-Hash({})): {}, over the first {} of the ClientHello{}.")
                .value(key.name())
                .value(if covers.messages > 1 {
                    "ClientHello1, HelloRetryRequest, Truncate(ClientHello2)"
                } else {
                    "Truncate(ClientHello1)"
                })
                .count(binder.len(), "byte")
                .count(*partial, "byte")
                .value(if covers.messages > 1 { " and the messages before it" } else { "" });
            return;
        }
    }
    words.count(proof.covers().map_or(0, |covers| covers.messages), "message");
}

/// Writes where a secret of TLS 1.2 comes from.
fn by_prf(
    secret: &Secret,
    (hash, from, label): (&'static str, SecretName, &'static str),
    seed: &Seed,
    words: &mut Telling,
) {
    words.technical("{} = PRF({}, \"{}\", {}): {}, with {}.").value(secret.name.name()).value(from.name()).value(label);
    words
        .value(match seed {
            Seed::Randoms { first: Side::Client, .. } => "ClientHello.random + ServerHello.random",
            Seed::Randoms { first: Side::Server, .. } => "ServerHello.random + ClientHello.random",
            Seed::Session(point) if point.is_empty() => "Hash(\"\")",
            Seed::Session(_) => "session_hash",
        })
        .count(secret.value.len(), "byte")
        .value(hash);
}

/// Writes which keys are cut out of the key block, if some are, in the order in which they stand there. RFC 5246 §6.3.
fn cut(secrets: &[&Secret], words: &mut Telling) {
    let part_at = |at: usize| {
        secrets.iter().find_map(|secret| {
            let Derivation::Part { span, .. } = secret.derivation else { return None };
            (span.start == at && span.end > at).then_some((secret, span.end))
        })
    };
    let mut next = part_at(0);
    if next.is_none() {
        return;
    }
    words.technical("The key block is cut into ");
    while let Some((secret, end)) = next {
        words.item(secret.name.name()).say(" ").count(secret.value.len(), "byte");
        next = part_at(end);
    }
    words.listed(" and ").say(".");
}

/// Writes how two public keys gave a secret.
fn agreed(group: &'static str, peer_public: usize, length: usize, words: &mut Telling) {
    if rare::BUILT && group == NamedGroup::X25519MLKEM768.name() {
        words
            .technical("{}: the secret of ML-KEM-768, {}, and then that of x25519, {}, are the shared secret of {}.")
            .value(group)
            .count(32, "byte")
            .count(length.saturating_sub(32), "byte")
            .count(length, "byte");
        return words.cite(&[cite::HYBRID_SECRET]);
    }
    words
        .technical("(EC)DHE with {}: the own private key and the peer's public key of {} give a shared secret of {}.")
        .value(group)
        .count(peer_public, "byte")
        .count(length, "byte");
}

/// The sentence on a private key and what is sent of its pair.
fn of_pair(secret: &Secret) -> &'static str {
    if rare::BUILT && halves(secret).is_some() {
        "The {} has {}; the share that goes into the message has {}."
    } else {
        "The {} has {}; the public key that goes into the message has {}."
    }
}

/// Writes where secrets come from: those of entropy and agreement one by one, then all that are made in the same way.
fn derived(secrets: &[&Secret], words: &mut Telling) {
    let mut points: Vec<&TranscriptPoint> = Vec::new();
    let (mut extracts, mut keys) = (None, 0);
    for secret in secrets {
        let (name, length) = (secret.name.name(), secret.value.len());
        match &secret.derivation {
            Derivation::Entropy { .. }
                if matches!(secret.name, SecretName::CertificatePrivateKey(_) | SecretName::TicketKey) =>
            {
                words.technical("{The} holds the {}, {}.").value(name).count(length, "byte");
            }
            Derivation::Decryption { .. } | Derivation::PreShared { .. } | Derivation::Prf { .. } if !rare::BUILT => {}
            Derivation::Entropy { .. } if rare::BUILT && secret.name == SecretName::PremasterSecret => {
                words
                    .technical("{The} draws the {}, {}: the version of its hello, and then random bytes.")
                    .value(name)
                    .count(length, "byte");
            }
            Derivation::Decryption { private, ciphertext } => {
                words
                    .technical("{The} decrypts with the {} the {}, {}, out of {}.")
                    .value(private.name())
                    .value(name)
                    .count(length, "byte")
                    .count(ciphertext.len(), "byte");
            }
            Derivation::PreShared { origin, identity } => {
                words
                    .technical(match origin {
                        PskOrigin::Ticket { .. } => "{The} holds the {}, {}, of a ticket of {}.",
                        PskOrigin::Session => "{The} holds the {}, {}, of a session with an ID of {}.",
                        PskOrigin::External => "{The} holds the {}, {}, an external one with an identity of {}.",
                    })
                    .value(name)
                    .count(length, "byte")
                    .count(identity.len(), "byte");
            }
            Derivation::Given { public, .. } if public.is_empty() => {}
            Derivation::Given { public, .. } | Derivation::Entropy { public, .. } => {
                words.technical(of_pair(secret)).value(name).count(length, "byte").count(public.len(), "byte");
            }
            Derivation::KeyAgreement { group, peer_public, .. } => agreed(group, peer_public.len(), length, words),
            Derivation::Prf { hash, secret: from, label, seed } => by_prf(secret, (hash, *from, label), seed, words),
            Derivation::Part { .. } => {}
            Derivation::Extract { hash, .. } => extracts = extracts.or(Some(hash)),
            Derivation::ExpandLabel { context: Context::Transcript(point), .. } => {
                if !points.contains(&point) {
                    points.push(point);
                }
            }
            Derivation::ExpandLabel { context: Context::Empty, .. } => keys += 1,
            Derivation::ExpandLabel { secret: from, label, context, .. } => {
                expanded(secret, (*from, label), context, words);
            }
        }
    }
    if let Some(hash) = extracts {
        let mut between = "";
        words.technical("");
        for secret in secrets {
            if let Derivation::Extract { salt, ikm, .. } = &secret.derivation {
                words.say(between).say("{} = HKDF-Extract(salt: {}, IKM: {})").value(secret.name.name());
                input(*salt, words);
                input(*ikm, words);
                between = "; ";
            }
        }
        words.say(". The hash is {}.").value(hash);
    }
    for point in points {
        words.technical("From {}, {}, by Derive-Secret: ");
        transcript(point, words);
        words.count(point.messages, "message");
        let (mut count, mut length) = (0, 0);
        for secret in secrets {
            if let Derivation::ExpandLabel { label, context: Context::Transcript(reached), .. } = &secret.derivation
                && reached == point
            {
                words.item("{} (label \"{}\")").value(secret.name.name()).value(label);
                length = secret.value.len();
                count += 1;
            }
        }
        words.listed(" and ").say(if count > 1 { "; {} each." } else { "; {}." }).count(length, "byte");
    }
    if rare::BUILT {
        cut(secrets, words);
    }
    if keys > 0 {
        words.technical("By HKDF-Expand-Label without context: ");
        for secret in secrets {
            if let Derivation::ExpandLabel { context: Context::Empty, .. } = secret.derivation {
                words.item("{} {}").value(secret.name.name()).count(secret.value.len(), "byte");
            }
        }
        words.listed(" and ").say(".");
    }
}

/// Writes where a secret comes from whose context is its own.
fn expanded(secret: &Secret, (from, label): (SecretName, &str), context: &Context, words: &mut Telling) {
    let (name, length) = (secret.name.name(), secret.value.len());
    match context {
        // The steps between two rungs need no words of their own.
        Context::HashOfNothing(_) if label == "derived" => {}
        Context::TicketNonce(nonce) => {
            words
                .technical("{} = HKDF-Expand-Label({}, \"{}\", ticket_nonce of {}, {}).")
                .value(name)
                .value(from.name())
                .value(label)
                .count(nonce.len(), "byte")
                .number(length);
        }
        Context::HashOfNothing(_) if label != "exporter" => {
            words
                .technical("{} = Derive-Secret({}, \"{}\", \"\"): {}.")
                .value(name)
                .value(from.name())
                .value(label)
                .count(length, "byte");
        }
        _ => {
            words
                .technical("{} = HKDF-Expand-Label({}, \"{}\", hash of the context, {}).")
                .value(name)
                .value(from.name())
                .value(label)
                .number(length);
        }
    }
}

fn input(input: Input, words: &mut Telling) {
    match input {
        Input::Zeros(count) => words.count(count, "zero byte"),
        Input::Secret(name) => words.value(name.name()),
    };
}

fn checked(checks: &[&Check], words: &mut Telling) {
    if checks.is_empty() {
        return;
    }
    let mut names: Vec<(&str, usize)> = Vec::new();
    let mut between = "";
    words.technical("");
    for check_made in checks {
        if let Some(proof) = &check_made.proof {
            words.say(between);
            proved(proof, words);
            between = " ";
        }
        if check_made.outcome == Outcome::Passed {
            let title = check(check_made.name).title;
            match names.iter_mut().find(|(known, _)| *known == title) {
                Some((_, times)) => *times += 1,
                None => names.push((title, 1)),
            }
        }
    }
    if !names.is_empty() {
        words.say(between).say("Passed: ");
        between = "";
        for (title, times) in names {
            words.say(between).value(title);
            if times > 1 {
                words.say(" ({} times)").number(times);
            }
            between = "; ";
        }
        words.say(".");
        between = " ";
    }
    for failed in checks.iter().filter(|_| rare::BUILT) {
        if let Outcome::Failed(alert) | Outcome::Ignored(alert) = failed.outcome {
            words.say(between).say("Failed: {}").value(check(failed.name).title);
            let mut before = " (";
            for item in &failed.evidence {
                if let EvidenceValue::Text(text) = &item.value {
                    words.say(before).say("{} {}").value(item.name).value(text);
                    before = "; ";
                }
            }
            words.say(if before == "; " { ")" } else { "" });
            words.say(match failed.outcome {
                Outcome::Ignored(_) if rare::BUILT => ", so the alert should be {}; {the} is broken and sends none.",
                _ => ", so the alert is {}.",
            });
            words.value(alert.name());
            between = " ";
        }
    }
}

fn installed(changes: &[(Epoch, Direction)], words: &mut Telling) {
    if changes.is_empty() {
        return;
    }
    if matches!(changes, [(Epoch::Plaintext, Direction::Write)]) {
        words.technical("From here on {the} writes without protection.");
        return;
    }
    words.technical("From here on {the} ");
    for (place, (epoch, direction)) in changes.iter().enumerate() {
        let same = |changes: &[(Epoch, Direction)]| changes.iter().any(|(other, _)| other == epoch);
        if same(&changes[..place]) {
            continue;
        }
        let verb = match direction {
            _ if same(&changes[place + 1..]) => "writes and reads with {} keys",
            Direction::Read => "reads with {} keys",
            Direction::Write => "writes with {} keys",
        };
        words.item(verb).value(epoch.name());
    }
    words.listed(" and ").say("; sequence numbers start at 0.");
}
