//! What will be chosen?

use super::answers::Answers;
use super::{About, Claim};
use crate::explain::{self, Version};
use crate::trace::{Choice, ChoiceName, Effect, Side};

/// The parameters of which a rule says what is chosen, with the rule.
fn rule(name: ChoiceName, version: Version, asks_for_group: bool) -> Option<&'static str> {
    let is_older = version == Version::Tls12;
    match name {
        ChoiceName::Version => Some("the server takes the newest version that both speak"),
        ChoiceName::CipherSuite if is_older => Some(
            "the server takes the first of the client's list that it accepts and that goes with the key in its \
             certificate",
        ),
        ChoiceName::CipherSuite => Some("the server takes the first of the client's list that it accepts"),
        ChoiceName::Group if is_older => Some("the server takes the first group of the client's list that it accepts"),
        ChoiceName::Group if asks_for_group => Some(
            "the server, which got no key that it accepts, asks for the first group of the client's list that it accepts",
        ),
        ChoiceName::Group => Some("the server takes the first key that the client sent of a group that it accepts"),
        ChoiceName::ApplicationProtocol | ChoiceName::PskMode => {
            Some("the server takes the first of its own list that the client offers")
        }
        ChoiceName::SignatureScheme => {
            Some("the server takes the first of the client's list in which the key of its certificate signs")
        }
        ChoiceName::ServerName
        | ChoiceName::PreSharedKey
        | ChoiceName::EarlyData
        | ChoiceName::ClientCertificate
        | ChoiceName::ClientSignatureScheme
        | ChoiceName::ExtendedMasterSecret
        | ChoiceName::Session
        | ChoiceName::RecordSizeLimit => None,
    }
}

/// What GREASE is called in a list; nobody would choose it.
const GREASE: &str = "GREASE";

pub(super) fn ask(about: About, answers: &mut Answers) -> Option<String> {
    if about.step.side != Side::Server {
        return None;
    }
    let choices = about.step.effects_of(Side::Server).filter_map(|effect| match effect {
        Effect::Negotiated(choice) => Some(choice),
        _ => None,
    });
    let version = Version::at(about.trace, about.index);
    let next = about.trace.messages().find(|(step, _)| *step >= about.index);
    let asks_for_group = next.is_some_and(|(_, message)| message.fields.find("selected_group").is_some());
    // The one with most to choose from. Where a key that the two were given decides about the suite, no rule about lists does.
    let has_given_key = about.step.effects_of(Side::Server).any(
        |effect| matches!(effect, Effect::Negotiated(choice) if choice.name == ChoiceName::PreSharedKey && choice.chosen.is_some()),
    );
    let has_rule = |name: ChoiceName| {
        rule(name, version, asks_for_group).is_some() && !(name == ChoiceName::CipherSuite && has_given_key)
    };
    let several = choices.filter(|choice| has_rule(choice.name) && real(&choice.offered).count() > 1);
    let choice: &Choice =
        several.max_by_key(|choice| (real(&choice.offered).count(), choice.name == ChoiceName::CipherSuite))?;
    let (name, rule) = (choice.name, rule(choice.name, version, asks_for_group)?);
    let claim = |chosen: Option<&str>| Claim::Choice { name, chosen: chosen.map(Into::into) };
    let said = |text: &str| ["Because ", rule, ", it is ", text, "."].concat();
    match choice.chosen.as_deref() {
        Some(chosen) => answers.right(claim(Some(chosen)), chosen, said(chosen)),
        None => answers.right(claim(None), NONE, "The two have none in common."),
    }
    let mut others: Vec<&str> = real(&choice.offered).collect();
    others.extend(real(&choice.accepted).filter(|item| !choice.offered.iter().any(|offered| offered == item)));
    for other in others.into_iter().filter(|other| choice.chosen.as_deref() != Some(*other)) {
        let offered = choice.offered.iter().any(|item| item == other);
        let accepted = choice.accepted.iter().any(|item| item == other);
        let why = match (offered, accepted) {
            (true, false) => ["The client offers it, but the server does not accept it."].concat(),
            (false, _) => ["The server would accept it, but the client does not offer it."].concat(),
            (true, true) if is_foreign(name, other, version) => {
                ["Both could do that, but not in ", version_name(version), ", which the two speak here."].concat()
            }
            (true, true) => {
                let chosen = choice.chosen.as_deref().unwrap_or(NONE);
                ["Both could do that, but ", rule, ": ", chosen, "."].concat()
            }
        };
        answers.wrong(claim(Some(other)), other, why);
    }
    if let Some(chosen) = &choice.chosen {
        answers.wrong(claim(None), NONE, ["They have one in common: ", chosen, "."].concat());
    }
    let list = |items: &[String]| real(items).collect::<Vec<_>>().join(", ");
    let accepted = if choice.accepted.is_empty() { "anything".into() } else { list(&choice.accepted) };
    let what = explain::choice(name).title.to_lowercase();
    let text = [
        "The client offers ",
        &list(&choice.offered),
        ". The server accepts ",
        &accepted,
        ". Which ",
        &what,
        " will it be?",
    ];
    Some(text.concat())
}

/// Whether it is a cipher suite of the other version. RFC 8446 §B.4.
fn is_foreign(name: ChoiceName, item: &str, version: Version) -> bool {
    name == ChoiceName::CipherSuite && item.contains("_WITH_") != (version == Version::Tls12)
}

fn version_name(version: Version) -> &'static str {
    match version {
        Version::Tls13 => "TLS 1.3",
        Version::Tls12 => "TLS 1.2",
    }
}

const NONE: &str = "None of them";

fn real(items: &[String]) -> impl Iterator<Item = &str> {
    items.iter().map(String::as_str).filter(|item| *item != GREASE)
}
