//! What came of each negotiation of a run: what each side offered, who decided, and why it came out so.

mod silent;

use super::{Version, reason};
use crate::crypto::rare;
use crate::trace::{Choice, ChoiceName, Effect, MessageName, Occurrence, Reason, Side, Trace};

/// Whether there are words for what a capture shows, and for somebody on the way.
const WHOLE: bool = cfg!(feature = "whole");

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
    /// Whether only the other side tells of it, which learns the outcome and not the reasons: so in a capture.
    is_learned: bool,
    /// What the two speak.
    version: Version,
    /// Whether the server's choice is from a hello that the client did not send so.
    is_altered: bool,
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

/// RFC 8449 §4.
const RECORD_SIZE_LIMIT: &str = "Nobody decides: each says what it can take, and the other keeps to that.";

/// All negotiations of the last connection of a run, as the side that decided saw them.
#[must_use]
pub fn negotiations(trace: &Trace) -> Vec<Negotiation> {
    let tell = |name| match find(trace, name) {
        Some(found) => Some(told(name, found)),
        None if WHOLE => silent::told(trace, name),
        None => None,
    };
    NAMES.into_iter().filter_map(tell).collect()
}

fn find(trace: &Trace, name: ChoiceName) -> Option<Found<'_>> {
    // Only the client knows all it could sign with; for the rest the server decides, and the client learns of it.
    let side = if name == ChoiceName::ClientSignatureScheme { Side::Client } else { Side::Server };
    // The client knows best why it shows no certificate.
    if WHOLE
        && name == ChoiceName::ClientCertificate
        && let Some(own) = find_of(trace, name, Side::Client).filter(|found| found.declined.is_some())
    {
        return Some(own);
    }
    if WHOLE && side == Side::Server && !shows_choices(trace) {
        return Some(Found { is_learned: true, ..find_of(trace, name, Side::Client)? });
    }
    find_of(trace, name, side)
}

/// Whether the server's choices of the last connection are known; in a capture there is only what the client learns of them.
fn shows_choices(trace: &Trace) -> bool {
    let is_chosen =
        |occurrence: &Occurrence| matches!(occurrence.effect, Effect::Negotiated(_)) && occurrence.side == Side::Server;
    trace.until(trace.steps.len().saturating_sub(1)).any(is_chosen)
}

/// What that side says of it.
fn find_of(trace: &Trace, name: ChoiceName, side: Side) -> Option<Found<'_>> {
    let last = trace.steps.len().checked_sub(1)?;
    let span = trace.span(last);
    let mut found = Found {
        step: 0,
        choice: None,
        declined: None,
        retried: false,
        is_learned: false,
        version: Version::at(trace, last),
        is_altered: false,
    };
    let mut is_found = false;
    for (step, happened) in trace.steps.iter().enumerate().filter(|(step, _)| span.contains(step)) {
        for occurrence in &happened.occurrences {
            // A message's step has what its sender does, and what the receiver learns from it.
            match &occurrence.effect {
                Effect::Negotiated(choice) if choice.name == name && occurrence.side == side => {
                    (found.step, found.choice, is_found) = (step, Some(choice), true);
                }
                Effect::Declined { name: declined, reason } if *declined == name && occurrence.side == side => {
                    (found.step, found.declined, is_found) = (step, Some(*reason), true);
                }
                Effect::Sent(message) => found.retried |= message.name == MessageName::HelloRetryRequest,
                _ => {}
            }
        }
    }
    found.is_altered = WHOLE && is_altered(trace, found.step);
    is_found.then_some(found)
}

/// Whether somebody on the way changed the hello that the server has by that step.
fn is_altered(trace: &Trace, step: usize) -> bool {
    let hello = trace.until(step).rev().find_map(|occurrence| match &occurrence.effect {
        Effect::Received(message) if message.name == MessageName::ClientHello => Some(message),
        _ => None,
    });
    let mut sent = trace.occurrences().filter_map(|occurrence| match &occurrence.effect {
        Effect::Sent(message) if message.name == MessageName::ClientHello => Some(message),
        _ => None,
    });
    // Of a server's own journal nobody knows what the client sent.
    hello.is_some_and(|hello| {
        sent.next().is_some_and(|first| core::iter::once(first).chain(sent).all(|it| it.bytes != hello.bytes))
    })
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
    let Some(choice) = found.choice.filter(|_| !found.is_learned) else { return words };
    match name {
        ChoiceName::CipherSuite | ChoiceName::Group | ChoiceName::Version => {
            favourite(&mut words, "client", "the server does not accept", &choice.offered, (choice, found));
        }
        ChoiceName::ApplicationProtocol | ChoiceName::PskMode => {
            favourite(&mut words, "server", "the client does not offer", &choice.accepted, (choice, found));
        }
        ChoiceName::SignatureScheme | ChoiceName::ClientSignatureScheme if choice.chosen.is_none() => {
            words.push_str(" The other side lists no such one, so the handshake ends.");
        }
        ChoiceName::ServerName if rare::BUILT && choice.chosen.is_none() => {
            words.push_str(" No host of that name lives here, so the server ends the handshake.");
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
    if WHOLE && found.is_learned && found.choice.is_some() && name != ChoiceName::RecordSizeLimit {
        return "The server decides; what else it would take is not said on the wire.";
    }
    match name {
        ChoiceName::Version => "The server decides: the newest version that both speak.",
        ChoiceName::CipherSuite if found.version.is_older() => {
            "The server decides: the first of the client's list that it accepts too and that goes with the key in its \
             certificate."
        }
        ChoiceName::CipherSuite => {
            "The server decides: the first of the client's list that it accepts too; if the two were given a key by other \
             means, the first that goes with it."
        }
        ChoiceName::Group if found.version.is_older() => {
            "The server decides: the first group of the client's list that it accepts too."
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
            "The server decides: the first of the client's list in which the key of its certificate signs."
        }
        ChoiceName::ClientSignatureScheme => {
            "The client decides: the first of the server's list in which the key of its certificate signs."
        }
        ChoiceName::ServerName if rare::BUILT && found.choice.is_some_and(|choice| choice.chosen.is_none()) => {
            "The client says which name it wants."
        }
        ChoiceName::ServerName => "The client says which name it wants; the server takes note.",
        ChoiceName::ApplicationProtocol if found.choice.is_some_and(|choice| choice.accepted.is_empty()) => {
            "The server knows no names of protocols and does not answer. What they speak the two must know by other means."
        }
        ChoiceName::ApplicationProtocol => {
            "The server decides: the first of its own list that the client offers. If it speaks none that the client \
             offers, it ends the handshake."
        }
        ChoiceName::Session => "The server decides whether it takes up the session that the client names.",
        ChoiceName::ExtendedMasterSecret => match found.choice.filter(|choice| choice.chosen.is_none()) {
            None => "The client offers it, and a server that knows it agrees.",
            Some(choice) if choice.offered == choice.accepted => "Neither of the two knows it.",
            Some(choice) if choice.accepted == ["none"] => "The client offers it, but the server does not know it.",
            Some(_) => "The client does not offer it.",
        },
        ChoiceName::PreSharedKey => "The server decides: the first key that it knows and can use, or none.",
        ChoiceName::PskMode => "The server decides: the first way of its own list that the client offers.",
        ChoiceName::EarlyData => "The server decides whether it takes what came before the handshake was done.",
        ChoiceName::ClientCertificate => {
            "The server asks, the client shows what it has, and the server checks it against those whom it trusts."
        }
        ChoiceName::RecordSizeLimit if rare::BUILT && found.choice.is_some_and(|choice| choice.chosen.is_none()) => {
            "The server has a limit, but the client says none, and a server only answers what a client says. So neither of them is \
             bound: records may be as long as the version allows."
        }
        ChoiceName::RecordSizeLimit => RECORD_SIZE_LIMIT,
    }
}

/// Says whether the one who sets the order gets what it wants most, and if not, what was passed over.
fn favourite(words: &mut String, whose: &str, fault: &str, order: &[String], (choice, found): (&Choice, Found)) {
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
    if WHOLE && found.is_altered && whose == "client" && passed.is_empty() {
        words.push_str(" Somebody changed the client's hello on the way, and this is what arrived.");
        return;
    }
    words.push(' ');
    words.push_str(chosen);
    if passed.is_empty() {
        let is_only = order.iter().filter(is_known).count() == 1;
        let [before, after] = if is_only { [" is all that the ", " lists."] } else { [" is the ", "'s favourite."] };
        for part in [before, whose, after] {
            words.push_str(part);
        }
    } else if lacking.len() == passed.len() {
        for part in [" comes after ", &*lacking.join(", "), ", which ", fault, "."] {
            words.push_str(part);
        }
    } else if rare::BUILT {
        let common: Vec<&str> = passed.iter().copied().filter(|name| is_common(name)).collect();
        passed_over((choice.name, chosen), &lacking, &common, found, words);
    }
}

/// Says why what comes before the choice in the client's list, and some of which the server accepts, was passed over.
fn passed_over(
    (name, chosen): (ChoiceName, &str),
    lacking: &[&str],
    common: &[&str],
    found: Found,
    words: &mut String,
) {
    let is_suite_of_12 = |suite: &str| suite.contains("_WITH_");
    let is_foreign = |other: &&str| match name {
        ChoiceName::CipherSuite => is_suite_of_12(other) != is_suite_of_12(chosen),
        ChoiceName::Group => found.version.is_older(),
        _ => false,
    };
    if !common.iter().all(is_foreign) {
        words.push_str(" comes later in the list, but ");
        words.push_str(match name {
            ChoiceName::Version => "it is newer.",
            ChoiceName::CipherSuite if found.version.is_older() => "it goes with the key in the server's certificate.",
            ChoiceName::CipherSuite => "it goes with the key that the two were given.",
            _ => "for it the client sent a key already.",
        });
        return;
    }
    words.push_str(" comes after ");
    if !lacking.is_empty() {
        for part in [&*lacking.join(", "), ", which the server does not accept, and after "] {
            words.push_str(part);
        }
    }
    let foreign =
        if found.version.is_older() { ", which TLS 1.2 does not have." } else { ", which TLS 1.3 does not have." };
    for part in [&*common.join(", "), foreign] {
        words.push_str(part);
    }
}

#[cfg(test)]
mod tests;
