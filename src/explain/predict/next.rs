//! Which message comes next?

use super::answers::Answers;
use super::{About, Claim, step_number};
use crate::explain::{self, Version};
use crate::trace::{Message, MessageName, Side};

/// Messages that a learner may expect, with who sends them, in either version.
const EXPECTED: [(Side, MessageName); 18] = [
    (Side::Client, MessageName::ClientHello),
    (Side::Server, MessageName::ServerHello),
    (Side::Server, MessageName::HelloRetryRequest),
    (Side::Server, MessageName::EncryptedExtensions),
    (Side::Server, MessageName::CertificateRequest),
    (Side::Server, MessageName::Certificate),
    (Side::Client, MessageName::Certificate),
    (Side::Server, MessageName::CertificateVerify),
    (Side::Server, MessageName::ServerKeyExchange),
    (Side::Server, MessageName::ServerHelloDone),
    (Side::Client, MessageName::ClientKeyExchange),
    (Side::Client, MessageName::ChangeCipherSpec),
    (Side::Server, MessageName::Finished),
    (Side::Client, MessageName::Finished),
    (Side::Server, MessageName::NewSessionTicket),
    (Side::Client, MessageName::ApplicationData),
    (Side::Server, MessageName::ApplicationData),
    (Side::Server, MessageName::Alert),
];

pub(super) fn ask(about: About, answers: &mut Answers) -> Option<String> {
    let message = about.step.sent()?;
    let right = (message.sender, message.name);
    let why = explain::message(message.name, Version::at(about.trace, about.index)).simple;
    answers.right(Claim::Next { sender: right.0, name: right.1 }, text(right), why);
    let span = about.trace.span(about.index);
    let sent: Vec<(usize, &Message)> = about.trace.messages().filter(|(step, _)| span.contains(step)).collect();
    let here = sent.iter().position(|(step, _)| *step == about.index)?;
    // What comes right after, what the other side might say, what came before, and then the rest.
    let other_side = (right.0.peer(), right.1);
    let near = [here + 1, here + 2, here.wrapping_sub(1), here + 3].into_iter();
    let near = near.filter_map(|place| sent.get(place)).map(|(_, message)| (message.sender, message.name));
    let other_side = Some(other_side).filter(|pair| EXPECTED.contains(pair)).into_iter();
    for pair in near.chain(other_side).chain(EXPECTED).filter(|pair| *pair != right) {
        answers.wrong(Claim::Next { sender: pair.0, name: pair.1 }, text(pair), fault(about, pair, right, &sent));
    }
    Some("Which message goes over the wire next?".into())
}

fn text((sender, name): (Side, MessageName)) -> String {
    [name.name(), ", from the ", sender.name()].concat()
}

/// Why it is not that one.
fn fault(about: About, pair: (Side, MessageName), right: (Side, MessageName), sent: &[(usize, &Message)]) -> String {
    let here = about.index;
    let mut alike = sent.iter().filter(|(_, message)| (message.sender, message.name) == pair).map(|(step, _)| *step);
    let (sender, name) = (pair.0.name(), pair.1.name());
    let before = alike.clone().find(|step| *step < here);
    let after = alike.find(|step| *step > here);
    match (before, after) {
        (_, Some(step)) => {
            ["That comes later, in ", &step_number(step), ": first comes ", right.1.name(), "."].concat()
        }
        (Some(step), None) if about.trace.steps[step].is_arrival() => {
            ["That has come already, in ", &step_number(step), "."].concat()
        }
        (Some(step), None) => {
            ["The ", sender, " has sent its ", name, " already, in ", &step_number(step), "."].concat()
        }
        (None, None) => [
            "In this connection the ",
            sender,
            " sends no ",
            name,
            ". What it is for: ",
            explain::message(pair.1, Version::at(about.trace, here)).simple,
        ]
        .concat(),
    }
}
