//! Who can read a message?

use super::answers::Answers;
use super::{About, CIRCLES, Circle, Claim};
use crate::trace::{Effect, Message, Observer, Protection, Side};

pub(super) fn ask(about: About, answers: &mut Answers) -> Option<String> {
    let message = about.step.sent()?;
    let record = about.trace.record(message.placements.first()?.record)?.1;
    // A server may come to the key of early data only while it answers, and then reads what it has.
    let last = about.trace.span(about.index).next_back()?;
    let is_dropped = about.step.occurrences.iter().any(|it| matches!(it.effect, Effect::EarlyDataSkipped(_)));
    let reads = |observer| {
        let messages = about.trace.readable(observer, last);
        let can = messages.iter().any(|readable| readable.step == about.index && readable.readable);
        can && !(is_dropped && observer == Observer::End(message.sender.peer()))
    };
    let right = Circle {
        client: reads(Observer::End(Side::Client)),
        server: reads(Observer::End(Side::Server)),
        wire: reads(Observer::Wire),
    };
    let protection = record.protection.as_ref();
    answers.right(Claim::Readers(right), about.circle(right), reason(about, message, protection, right));
    for wrong in CIRCLES.into_iter().filter(|wrong| *wrong != right) {
        answers.wrong(Claim::Readers(wrong), about.circle(wrong), fault(about, message, protection, right, wrong));
    }
    Some(["The ", about.who(message.sender), " now sends its ", message.name.name(), ". Who can read it?"].concat())
}

/// Why these can.
fn reason(about: About, message: &Message, protection: Option<&Protection>, right: Circle) -> String {
    let Some(protection) = protection else {
        return "It is not sealed: whoever sees the wire can read it.".into();
    };
    let key = about.secret(protection.key);
    if right.client && right.server {
        ["It is sealed, and both come to hold what opens it: ", &key, ". That is never on the wire."].concat()
    } else if !takes_part(about, message.sender.peer()) {
        let words = " has no part in this: somebody else sends its old words again, and has no key.";
        ["It is sealed with ", &key, ", and the ", about.who(message.sender.peer()), words].concat()
    } else {
        let receiver = about.who(message.sender.peer());
        ["It is sealed with ", &key, ", and the ", receiver, " does not take it: it drops the record unread."].concat()
    }
}

/// Why not those.
fn fault(about: About, message: &Message, protection: Option<&Protection>, right: Circle, wrong: Circle) -> String {
    let Some(protection) = protection else {
        return "More than that: it is sent as it is, so anyone on the way reads it too.".into();
    };
    if wrong.wire {
        return ["It is sealed with ", &about.secret(protection.key), ", which never goes over the wire."].concat();
    }
    let receiver = message.sender.peer();
    let has_receiver = |circle: Circle| match receiver {
        Side::Client => circle.client,
        Side::Server => circle.server,
    };
    if has_receiver(right) && !has_receiver(wrong) {
        return ["The ", about.who(receiver), " holds the key as well, or it could do nothing with the message."]
            .concat();
    }
    if has_receiver(wrong) && !has_receiver(right) && !takes_part(about, receiver) {
        let words = " has no part in this connection, and whoever sends its old words again has no key.";
        return ["The ", about.who(receiver), words].concat();
    }
    if has_receiver(wrong) && !has_receiver(right) {
        return ["The ", about.who(receiver), " does not take it, and drops it unread."].concat();
    }
    ["The ", about.who(message.sender), " has sealed it, and knows what is inside."].concat()
}

/// Whether a side does anything in the connection of the step at hand.
fn takes_part(about: About, side: Side) -> bool {
    let steps = about.trace.steps.get(about.trace.span(about.index)).unwrap_or_default();
    steps.iter().any(|step| step.effects_of(side).next().is_some())
}
