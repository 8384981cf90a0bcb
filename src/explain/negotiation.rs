//! What came of each negotiation of a run: what each side offered, who decided, and why it came out so.

use super::reason;
use crate::trace::{Choice, ChoiceName, Effect, MessageName, Reason, Side, Trace};

/// One parameter that was negotiated, or an offer that was declined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Negotiation {
    /// Which.
    pub name: ChoiceName,
    /// What the client brought, in its order.
    pub client: Vec<String>,
    /// What the server brought, in its order.
    pub server: Vec<String>,
    /// The outcome; `None` where there is none.
    pub chosen: Option<String>,
    /// Who decided, and why it came out so.
    pub decision: String,
    /// The step in which it was decided.
    pub step: usize,
}

/// What a run says of one parameter.
#[derive(Clone, Copy, Debug)]
struct Found<'a> {
    step: usize,
    choice: Option<&'a Choice>,
    declined: Option<Reason>,
    /// Whether the server asked for another group first.
    retried: bool,
}

/// In which order they are told.
const NAMES: [ChoiceName; 14] = [
    ChoiceName::Version,
    ChoiceName::CipherSuite,
    ChoiceName::Session,
    ChoiceName::ExtendedMasterSecret,
    ChoiceName::PreSharedKey,
    ChoiceName::PskMode,
    ChoiceName::Group,
    ChoiceName::SignatureScheme,
    ChoiceName::ServerName,
    ChoiceName::ApplicationProtocol,
    ChoiceName::EarlyData,
    ChoiceName::ClientCertificate,
    ChoiceName::ClientSignatureScheme,
    ChoiceName::RecordSizeLimit,
];

/// All negotiations of the last connection of a run, as the side that decided saw them.
#[must_use]
pub fn negotiations(trace: &Trace) -> Vec<Negotiation> {
    NAMES.into_iter().filter_map(|name| Some(told(name, find(trace, name)?))).collect()
}

fn find(trace: &Trace, name: ChoiceName) -> Option<Found<'_>> {
    let span = trace.span(trace.steps.len().checked_sub(1)?);
    // Only the client knows all it could sign with; for the rest the server decides, and the client learns of it.
    let side = if name == ChoiceName::ClientSignatureScheme { Side::Client } else { Side::Server };
    let mut found = Found { step: 0, choice: None, declined: None, retried: false };
    let mut is_found = false;
    for (step, happened) in trace.steps.iter().enumerate().filter(|(step, _)| span.contains(step)) {
        for occurrence in &happened.occurrences {
            match &occurrence.effect {
                Effect::Negotiated(choice) if choice.name == name && happened.side == side => {
                    (found.step, found.choice, is_found) = (step, Some(choice), true);
                }
                Effect::Declined { name: declined, reason } if *declined == name && happened.side == side => {
                    (found.step, found.declined, is_found) = (step, Some(*reason), true);
                }
                Effect::Sent(message) => found.retried |= message.name == MessageName::HelloRetryRequest,
                _ => {}
            }
        }
    }
    is_found.then_some(found)
}

fn told(name: ChoiceName, found: Found) -> Negotiation {
    let (mut client, mut server, mut chosen) = (Vec::new(), Vec::new(), None);
    if let Some(choice) = found.choice {
        (client, server) = (choice.offered.clone(), choice.accepted.clone());
        chosen.clone_from(&choice.chosen);
    }
    let decision = decision(name, found);
    Negotiation { name, client, server, chosen, decision, step: found.step }
}

fn decision(name: ChoiceName, found: Found) -> String {
    let mut words = String::from(rule(name, found));
    if let Some(because) = found.declined {
        words.push(' ');
        words.push_str(reason(because).simple);
        return words;
    }
    let Some(choice) = found.choice else { return words };
    match name {
        ChoiceName::CipherSuite | ChoiceName::Group | ChoiceName::Version => {
            favourite(&mut words, "client", "the server does not accept", &choice.offered, choice);
        }
        ChoiceName::ApplicationProtocol | ChoiceName::PskMode => {
            favourite(&mut words, "server", "the client does not offer", &choice.accepted, choice);
        }
        ChoiceName::SignatureScheme | ChoiceName::ClientSignatureScheme if choice.chosen.is_none() => {
            words.push_str(" The other side does not list it, so the handshake ends.");
        }
        ChoiceName::ServerName if !matches!(&choice.chosen, Some(name) if choice.accepted.contains(name)) => {
            words.push_str(
                " The server's certificate does not say this very name; whether it will do is for the client.",
            );
        }
        _ => {}
    }
    words
}

/// Who decides, and by which rule.
fn rule(name: ChoiceName, found: Found) -> &'static str {
    match name {
        ChoiceName::Version => "The server decides: the newest version that both speak.",
        ChoiceName::CipherSuite => {
            "The server decides: the first of the client's list that it accepts too; if the two were given a key by other \
             means, the first that goes with it."
        }
        ChoiceName::Group if found.retried => {
            "The server decides: the first key that the client sent of a group that it accepts. It asked for a second \
             hello first."
        }
        ChoiceName::Group => {
            "The server decides: the first key that the client sent of a group that it accepts; were there none, it would \
             ask for one of the first group that it accepts of the client's list."
        }
        ChoiceName::SignatureScheme => {
            "The key in the server's certificate decides how the server can sign; the client must list that."
        }
        ChoiceName::ClientSignatureScheme => {
            "The key in the client's certificate decides how the client can sign; the server must list that."
        }
        ChoiceName::ServerName => "The client says which name it wants; the server takes note.",
        ChoiceName::ApplicationProtocol => {
            "The server decides: the first of its own list that the client offers. If it speaks none that the client \
             offers, it ends the handshake."
        }
        ChoiceName::Session => "The server decides whether it takes up the session that the client names.",
        ChoiceName::ExtendedMasterSecret => "The client offers it, and a server that knows it agrees.",
        ChoiceName::PreSharedKey => "The server decides: the first key that it knows and can use, or none.",
        ChoiceName::PskMode => "The server decides: the first way of its own list that the client offers.",
        ChoiceName::EarlyData => "The server decides whether it takes what came before the handshake was done.",
        ChoiceName::ClientCertificate => {
            "The server asks, the client shows what it has, and the server checks it against those whom it trusts."
        }
        ChoiceName::RecordSizeLimit => "Nobody decides: each says what it can take, and the other keeps to that.",
    }
}

/// Says whether the one who sets the order gets what it wants most, and if not, what was passed over.
fn favourite(words: &mut String, whose: &str, fault: &str, order: &[String], choice: &Choice) {
    let is_known = |name: &&String| *name != "GREASE";
    let Some(chosen) = &choice.chosen else {
        if !choice.offered.is_empty() && !choice.accepted.is_empty() {
            words.push_str(" The two have none in common.");
        }
        return;
    };
    let passed: Vec<&str> =
        order.iter().filter(is_known).take_while(|name| *name != chosen).map(String::as_str).collect();
    let is_common =
        |name: &str| choice.offered.iter().any(|item| item == name) && choice.accepted.iter().any(|item| item == name);
    let lacking: Vec<&str> = passed.iter().copied().filter(|name| !is_common(name)).collect();
    words.push(' ');
    words.push_str(chosen);
    if passed.is_empty() {
        for part in [" is the ", whose, "'s favourite."] {
            words.push_str(part);
        }
    } else if lacking.len() == passed.len() {
        for part in [" comes after ", &*lacking.join(", "), ", which ", fault, "."] {
            words.push_str(part);
        }
    } else {
        words.push_str(" comes later in the list, but for it the client sent a key already.");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Scenario, preset, presets, run};

    fn of(scenario: &Scenario, name: ChoiceName) -> Negotiation {
        let all = negotiations(&run(scenario));
        all.into_iter().find(|negotiation| negotiation.name == name).unwrap()
    }

    fn named(name: &str) -> Scenario {
        preset(name).unwrap().scenario
    }

    #[test]
    fn the_default_tells_of_six() {
        let all = negotiations(&run(&Scenario::default()));
        let names: Vec<_> = all.iter().map(|negotiation| negotiation.name).collect();
        let expected = [
            ChoiceName::Version,
            ChoiceName::CipherSuite,
            ChoiceName::Group,
            ChoiceName::SignatureScheme,
            ChoiceName::ServerName,
            ChoiceName::ApplicationProtocol,
        ];
        assert_eq!(names, expected);
        assert!(all.iter().all(|negotiation| negotiation.chosen.is_some()));
    }

    #[test]
    fn what_was_passed_over_is_named() {
        let mut scenario = Scenario::default();
        assert!(of(&scenario, ChoiceName::CipherSuite).decision.ends_with("is the client's favourite."));
        scenario.server_suites = Some(scenario.accepted_suites()[1..].to_vec());
        let suite = of(&scenario, ChoiceName::CipherSuite);
        assert!(
            suite.decision.ends_with(
                "TLS_AES_256_GCM_SHA384 comes after TLS_AES_128_GCM_SHA256, which the server does not accept."
            ),
            "{}",
            suite.decision
        );
        let group = of(&named("hello-retry-request"), ChoiceName::Group);
        assert_eq!(group.chosen.as_deref(), Some("secp256r1"));
        assert!(group.decision.contains("second hello"), "{}", group.decision);
        let mut other = Scenario::default();
        other.client_groups = Some(vec![other.offered_groups()[1], other.offered_groups()[0]]);
        other.key_shares = Some(vec![other.offered_groups()[1]]);
        let group = of(&other, ChoiceName::Group);
        assert!(group.decision.ends_with("for it the client sent a key already."), "{}", group.decision);
        let none = of(&named("no-common-protocol"), ChoiceName::ApplicationProtocol);
        assert!(none.chosen.is_none() && none.decision.ends_with("The two have none in common."));
    }

    #[test]
    fn what_was_declined_says_why() {
        for (name, because) in [
            ("early-data-refused", Reason::Policy),
            ("early-data-late", Reason::TicketAge),
            ("early-data-retry", Reason::Retry),
        ] {
            let early = of(&named(name), ChoiceName::EarlyData);
            assert!(early.decision.ends_with(reason(because).simple), "{name}: {}", early.decision);
        }
        let ticket = of(&named("ticket-expired"), ChoiceName::PreSharedKey);
        assert!(ticket.decision.ends_with(reason(Reason::TicketExpired).simple));
        let certificate = of(&named("client-certificate-declined"), ChoiceName::ClientCertificate);
        assert!(certificate.decision.ends_with(reason(Reason::NoCertificate).simple));
    }

    #[test]
    fn every_choice_of_every_preset_is_told() {
        for preset in presets() {
            let trace = run(&preset.scenario);
            for negotiation in negotiations(&trace) {
                assert!(negotiation.decision.ends_with('.'), "{}: {}", preset.name, negotiation.decision);
                assert!(trace.span(trace.steps.len() - 1).contains(&negotiation.step));
            }
        }
    }
}
