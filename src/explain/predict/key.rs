//! Which key seals a message?

use super::answers::Answers;
use super::{About, Claim, step_number};
use crate::trace::{Effect, Epoch, SecretName, Side};

pub(super) fn ask(about: About, answers: &mut Answers) -> Option<String> {
    let message = about.step.sent()?;
    let (sender, record) = (message.sender, about.trace.record(message.placements.first()?.record)?.1);
    let right = record.protection.as_ref().map(|protection| protection.key);
    match right {
        Some(key) => {
            let why = ["The record was opened with it: the ", about.who(sender), " seals with it what it sends now."];
            answers.right(Claim::Key(right), about.secret(key), why.concat());
        }
        None => answers.right(Claim::Key(None), NONE, "It is sent as it is, in a record that is not sealed."),
    }
    for name in candidates(about, sender) {
        if Some(name) != right {
            answers.wrong(Claim::Key(Some(name)), about.secret(name), fault(about, sender, name, right));
        }
    }
    if let Some(key) = right {
        let why = ["Then anyone could read it. It is sealed, with ", &about.secret(key), "."];
        answers.wrong(Claim::Key(None), NONE, why.concat());
    }
    Some(["The ", about.who(sender), " now sends its ", message.name.name(), ". Which key seals it?"].concat())
}

const NONE: &str = "None: it is sent as it is";

/// What a learner may take for the key: the sealing keys of the connection, those of the sender first, and other secrets.
fn candidates(about: About, sender: Side) -> Vec<SecretName> {
    let span = about.trace.span(about.index);
    let mut found: Vec<SecretName> = Vec::new();
    for (_, secret) in about.trace.secrets(sender).filter(|(step, _)| span.contains(step)) {
        let is_usual = matches!(
            secret.name,
            SecretName::WriteKey { .. }
                | SecretName::FinishedKey(_)
                | SecretName::CertificatePrivateKey(_)
                | SecretName::EphemeralPrivateKey(_)
                | SecretName::SharedSecret
                | SecretName::PreSharedKey
        );
        if is_usual && !found.contains(&secret.name) {
            found.push(secret.name);
        }
    }
    // The other direction's first, then those of another time.
    let place = |name: &SecretName| match name {
        SecretName::WriteKey { writer, .. } if *writer != sender => 0,
        SecretName::WriteKey { .. } => 1,
        _ => 2,
    };
    (0..3).flat_map(|at| found.iter().copied().filter(move |name| place(name) == at)).collect()
}

/// Why it is not that one.
fn fault(about: About, sender: Side, name: SecretName, right: Option<SecretName>) -> String {
    if !matches!(name, SecretName::WriteKey { .. }) {
        return no_sealing_key(name).into();
    }
    let SecretName::WriteKey { writer, .. } = name else { return String::new() };
    if writer != sender {
        return ["That one seals what the ", writer.name(), " sends. Each direction has a key of its own."].concat();
    }
    let span = about.trace.span(about.index);
    let installed = about.trace.steps.iter().enumerate().filter(|(step, _)| span.contains(step)).find(|(_, step)| {
        step.effects_of(sender).any(|effect| {
            matches!(effect, Effect::KeyInstalled { writer: by, epoch, .. }
                if *by == sender && name == SecretName::WriteKey { writer: sender, epoch: *epoch })
        })
    });
    let sender = sender.name();
    match (installed, right) {
        (Some((step, _)), _) if step > about.index => {
            ["The ", sender, " takes that key only later, in ", &step_number(step), "."].concat()
        }
        (Some(_), Some(_)) => ["The ", sender, " no longer uses that one: another key has taken its place."].concat(),
        (Some(_), None) => ["The ", sender, " has that key by now, but this goes out as it is."].concat(),
        (None, _) => ["The ", sender, " does not use that key in this connection."].concat(),
    }
}

/// What a secret that seals no records is for.
fn no_sealing_key(name: SecretName) -> &'static str {
    match name {
        SecretName::FinishedKey(_) | SecretName::BinderFinishedKey => {
            "That one makes and checks a MAC. It seals no records."
        }
        SecretName::CertificatePrivateKey(_) => {
            "That one shows who somebody is. It belongs to the certificate for months and seals no records."
        }
        SecretName::EphemeralPrivateKey(_) | SecretName::FurtherPrivateKey { .. } => {
            "With that one its owner computes the shared secret. It never leaves its side, and seals no records."
        }
        SecretName::PreSharedKey | SecretName::FurtherPsk { .. } => {
            "The keys are made from that one; it never seals a record itself."
        }
        SecretName::SharedSecret
        | SecretName::PskEarlySecret
        | SecretName::BinderKey
        | SecretName::EarlyExporterMasterSecret
        | SecretName::EarlySecret
        | SecretName::DerivedFromEarly
        | SecretName::HandshakeSecret
        | SecretName::TrafficSecret { .. }
        | SecretName::WriteKey { .. }
        | SecretName::WriteIv { .. }
        | SecretName::DerivedFromHandshake
        | SecretName::MasterSecret
        | SecretName::ExporterMasterSecret
        | SecretName::ResumptionMasterSecret
        | SecretName::ResumptionPsk { .. }
        | SecretName::PremasterSecret
        | SecretName::SessionMasterSecret
        | SecretName::KeyBlock
        | SecretName::TicketKey
        | SecretName::ExporterSecret
        | SecretName::ExportedKey => "Keys are made from secrets like that one; it seals no records itself.",
    }
}

/// A secret in plain words.
pub(super) fn plain(name: SecretName) -> String {
    match name {
        SecretName::WriteKey { writer, epoch } => ["the ", writer.name(), "'s key for ", &period(epoch)].concat(),
        SecretName::TrafficSecret { writer, epoch } => {
            ["the secret behind the ", writer.name(), "'s key for ", &period(epoch)].concat()
        }
        SecretName::FinishedKey(side) => ["the key for the ", side.name(), "'s Finished"].concat(),
        SecretName::CertificatePrivateKey(side) => ["the private key of the ", side.name(), "'s certificate"].concat(),
        SecretName::EphemeralPrivateKey(side) => ["the ", side.name(), "'s private key for this connection"].concat(),
        SecretName::SharedSecret => "the secret that both compute from their key pairs".into(),
        SecretName::PreSharedKey => "the key from before".into(),
        SecretName::PremasterSecret => "the secret that the key exchange gives".into(),
        SecretName::SessionMasterSecret => "the master secret".into(),
        SecretName::HandshakeSecret => "the secret from which the handshake's keys are made".into(),
        SecretName::MasterSecret => "the secret from which the conversation's keys are made".into(),
        other => other.name().into(),
    }
}

/// What a key is for, in plain words.
fn period(epoch: Epoch) -> String {
    match epoch {
        Epoch::Plaintext => "nothing".into(),
        Epoch::EarlyData => "what is said at once".into(),
        Epoch::Handshake => "the handshake".into(),
        Epoch::Application => "the conversation".into(),
        Epoch::Preceding => "the time before a new handshake".into(),
        Epoch::Connection => "the whole connection".into(),
        Epoch::Updated(updates) => ["the conversation, renewed (", &updates.to_string(), ")"].concat(),
    }
}
