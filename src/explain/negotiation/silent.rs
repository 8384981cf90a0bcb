//! What no side tells of, because nothing came of it; and in a capture what only the messages say.

use super::{Negotiation, RECORD_SIZE_LIMIT, shows_choices};
use crate::explain::Version;
use crate::trace::{ChoiceName, Message, MessageName, Side, Trace};
use crate::wire::Value;

/// What the messages of the last connection say of a parameter of which no effect tells.
pub(super) fn told(trace: &Trace, name: ChoiceName) -> Option<Negotiation> {
    let last = trace.steps.len().checked_sub(1)?;
    let is_older = Version::at(trace, last).is_older();
    match name {
        ChoiceName::RecordSizeLimit => record_size_limit(trace, last, is_older),
        ChoiceName::PreSharedKey if !is_older => nothing_to_offer(trace, last, name),
        ChoiceName::Session if is_older => nothing_to_offer(trace, last, name),
        _ => None,
    }
}

/// The last message of that kind in the connection of the step `within`, with the number of its step.
fn message(trace: &Trace, within: usize, name: MessageName) -> Option<(usize, &Message)> {
    let span = trace.span(within);
    trace.messages().filter(|(step, message)| message.name == name && span.contains(step)).last()
}

fn has(message: &Message, field: &str) -> bool {
    message.fields.fields().iter().any(|it| it.name == field)
}

/// The limit that a message says.
fn limit(message: &Message) -> Option<String> {
    message.fields.fields().iter().find_map(|field| match field.value {
        Value::Integer(limit) if field.name == "record_size_limit" => Some(limit.to_string()),
        _ => None,
    })
}

/// RFC 8449 §4: a limit that is not answered binds nobody.
fn record_size_limit(trace: &Trace, last: usize, is_older: bool) -> Option<Negotiation> {
    let client = limit(message(trace, last, MessageName::ClientHello)?.1);
    let answers = if is_older { MessageName::ServerHello } else { MessageName::EncryptedExtensions };
    let (step, answer) = message(trace, last, answers)?;
    let name = ChoiceName::RecordSizeLimit;
    let Some(client) = client else {
        // RFC 8446 §4.2: who gets an answer to what it did not say ends with unsupported_extension.
        let decision = "The server says a limit although the client said none, which no server may: a client that keeps to the \
                        standard ends the connection.";
        let server = vec![limit(answer)?];
        return Some(Negotiation { name, client: Vec::new(), server, chosen: None, decision: decision.into(), step });
    };
    if let Some(server) = limit(answer) {
        let chosen = Some(client.clone());
        return Some(Negotiation {
            name,
            client: vec![client],
            server: vec![server],
            chosen,
            decision: RECORD_SIZE_LIMIT.into(),
            step,
        });
    }
    // Which holds then.
    if has(answer, "max_fragment_length") {
        return None;
    }
    let decision = "The client says what it can take, and the server does not answer with a limit of its own. So neither of them is \
                    bound: records may be as long as the version allows.";
    Some(Negotiation { name, client: vec![client], server: Vec::new(), chosen: None, decision: decision.into(), step })
}

/// Somebody comes back, and has nothing from before to offer.
fn nothing_to_offer(trace: &Trace, last: usize, name: ChoiceName) -> Option<Negotiation> {
    // The connections of a capture may be anybody's, and those of an impostor are not one after the other.
    if trace.connection(last) == 0 || !trace.impersonations.is_empty() || !shows_choices(trace) {
        return None;
    }
    let (_, hello) = message(trace, last, MessageName::ClientHello)?;
    let (step, _) = message(trace, last, MessageName::ServerHello)?;
    if has(hello, "binders") {
        return None;
    }
    let start = trace.span(last).start;
    let is_given = trace.messages().any(|(step, message)| {
        step < start && (message.sender, message.name) == (Side::Server, MessageName::NewSessionTicket)
    });
    let decision = if is_given {
        "The client comes back, but has nothing from before that it could offer here. So the two begin as strangers."
    } else {
        "The client comes back, but the server gave it no ticket before. So it has nothing to offer, and the two begin as strangers."
    };
    Some(Negotiation { name, client: Vec::new(), server: Vec::new(), chosen: None, decision: decision.into(), step })
}
