//! The transcript as a tape of messages, with the points to which hashes reach.

use super::view::View;
use crate::trace::{
    Context, Derivation, Effect, Message, MessageName, Outcome, Proof, SecretName, Seed, Side, TranscriptPoint,
};
use crate::ui::action::Action;
use crate::ui::markup::{CROSS, Markup, TICK};
use crate::ui::part;

/// A hash of the first messages, and what is made of it.
struct Mark<'a> {
    /// The number of messages it covers.
    messages: usize,
    /// How many bytes of the last of them, if not all.
    partial: Option<usize>,
    /// Its value.
    hash: &'a [u8],
    /// What it is used for.
    uses: Vec<Use>,
}

/// What a transcript hash is used for.
enum Use {
    /// To derive a secret.
    Secret(SecretName),
    /// In a proof.
    Proof {
        /// Which.
        name: &'static str,
        /// By whom it was verified, and whether it passed; `None` while it was only made.
        verified: Option<(Side, bool)>,
        /// The step of the last of that.
        step: usize,
    },
}

/// Writes the panel.
pub(super) fn paint(view: View, markup: &mut Markup) {
    let blocks = blocks(view);
    if blocks.is_empty() {
        markup.empty("No handshake message yet. The transcript starts with the ClientHello.");
        return;
    }
    let total: usize = blocks.iter().map(|(_, message)| message.bytes.len()).sum();
    markup.raw("<p class='lead'>").count(blocks.len(), "handshake message").raw(", ").count(total, "byte");
    markup.raw(", record headers left out. Each side hashes what it has sent and received, the same tape unless somebody changes it; a mark shows how far a hash reaches.</p>");
    if part::WHOLE {
        for side in [Side::Client, Side::Server] {
            if view.trace.leaves_out_transcript(side, *view.span().start()..view.cursor + 1).is_some() {
                markup
                    .raw("<p class='lead'>The ")
                    .raw(side.name())
                    .raw(" is broken on purpose: it hashes nothing of it.</p>");
            }
        }
    }
    let retries = part::WHOLE && blocks.iter().any(|(_, message)| message.name == MessageName::HelloRetryRequest);
    if retries {
        markup
            .raw("<p class='lead'>From HelloRetryRequest on, the first ClientHello counts as message_hash: a message ");
        markup.raw("that holds its hash and nothing else.</p>");
    }
    markup.raw("<ol class='tape'>");
    let marks = marks(view);
    write_marks(&marks, 0, (0, 0), markup);
    // RFC 8446 §4.4.1.
    let stands_for_hello = marks.iter().find(|mark| retries && mark.messages > 1).map(|mark| 4 + mark.hash.len());
    let mut start = 0;
    for (index, (step, message)) in blocks.iter().enumerate() {
        let hashed = stands_for_hello.filter(|_| index == 0);
        let end = start + hashed.unwrap_or(message.bytes.len());
        markup.raw("<li class='block side-").raw(message.sender.name());
        markup.raw(if *step == view.cursor { " now'>" } else { "'>" });
        markup.letter(message.sender).raw(" <span class='grow'>").link(Action::message(*step), message.name.name());
        markup.raw("</span> <span class='meta'>").count(message.bytes.len(), "byte");
        if let Some(hashed) = hashed {
            markup.raw(", as message_hash ").number(hashed);
        }
        markup.raw("</span>");
        markup
            .raw("<span class='meta range'>")
            .number(start)
            .raw("–")
            .number(end.saturating_sub(1))
            .raw("</span></li>");
        write_marks(&marks, index + 1, (start, end), markup);
        start = end;
    }
    markup.raw("</ol>");
}

/// The handshake messages sent so far that are part of the transcript: none after the client's `Finished`.
fn blocks(view: View<'_>) -> Vec<(usize, &Message)> {
    // In TLS 1.3 the client's Finished is the last message; in TLS 1.2 it is the second Finished, whosever it is.
    let mut to_come = 2;
    view.messages()
        .filter(|(_, message)| message.name.is_handshake())
        .filter(|(_, message)| !matches!(message.name, MessageName::KeyUpdate | MessageName::HelloRequest))
        .take_while(|(_, message)| {
            let take = to_come > 0;
            to_come -= usize::from(take && message.name == MessageName::Finished);
            take
        })
        .collect()
}

fn marks(view: View<'_>) -> Vec<Mark<'_>> {
    let mut marks: Vec<Mark> = Vec::new();
    for (number, step) in view.steps() {
        for occurrence in &step.occurrences {
            match &occurrence.effect {
                Effect::Derived(secret) => {
                    if let Derivation::Prf { seed: Seed::Session(point), .. } = &secret.derivation {
                        add(&mut marks, point, Use::Secret(secret.name));
                    }
                    if let Derivation::ExpandLabel { context, .. } = &secret.derivation {
                        match context {
                            Context::Transcript(point) => add(&mut marks, point, Use::Secret(secret.name)),
                            Context::HashOfNothing(hash) => {
                                add_at(&mut marks, (0, None, hash), Use::Secret(secret.name));
                            }
                            Context::Empty | Context::TicketNonce(_) | Context::ExporterContext { .. } => {}
                        }
                    }
                }
                Effect::Proved(proof) => {
                    let name = proof_name(proof, occurrence.side);
                    add_proof(&mut marks, proof, Use::Proof { name, verified: None, step: number });
                }
                Effect::Checked(check) => {
                    if let Some(proof) = &check.proof {
                        let name = proof_name(proof, occurrence.side.peer());
                        let verified = Some((occurrence.side, check.outcome == Outcome::Passed));
                        add_proof(&mut marks, proof, Use::Proof { name, verified, step: number });
                    }
                }
                _ => {}
            }
        }
    }
    marks
}

fn add<'a>(marks: &mut Vec<Mark<'a>>, point: &'a TranscriptPoint, used: Use) {
    add_at(marks, (point.messages, None, &point.hash), used);
}

fn add_proof<'a>(marks: &mut Vec<Mark<'a>>, proof: &'a Proof, used: Use) {
    let Some(TranscriptPoint { messages, hash, .. }) = proof.covers() else { return };
    let partial = match proof {
        Proof::Binder { partial, .. } if part::WHOLE => Some(*partial),
        _ => None,
    };
    add_at(marks, (*messages, partial, hash), used);
}

fn add_at<'a>(marks: &mut Vec<Mark<'a>>, (messages, partial, hash): (usize, Option<usize>, &'a [u8]), used: Use) {
    let Some(mark) = marks.iter_mut().find(|mark| mark.messages == messages && mark.hash == hash) else {
        marks.push(Mark { messages, partial, hash, uses: vec![used] });
        return;
    };
    match mark.uses.iter_mut().find(|other| other.is_about_the_same_as(&used)) {
        // What was verified was made before; the later of the two says both.
        Some(other) => *other = used,
        None => mark.uses.push(used),
    }
}

impl Use {
    fn is_about_the_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Secret(name), Self::Secret(other)) => name == other,
            (Self::Proof { name, .. }, Self::Proof { name: other, .. }) => name == other,
            (Self::Secret(_), Self::Proof { .. }) | (Self::Proof { .. }, Self::Secret(_)) => false,
        }
    }
}

fn proof_name(proof: &Proof, prover: Side) -> &'static str {
    match (proof, prover) {
        (Proof::Params { .. }, _) => "ServerKeyExchange signature",
        (Proof::Messages { .. }, _) => "CertificateVerify signature, over the messages themselves",
        (Proof::VerifyData { .. }, Side::Client) => "client Finished",
        (Proof::VerifyData { .. }, Side::Server) => "server Finished",
        (Proof::Signature { .. }, _) => "CertificateVerify signature",
        (Proof::Binder { .. }, _) => "binder, over all but the list of binders",
        (Proof::Mac { .. }, Side::Client) => "client Finished MAC",
        (Proof::Mac { .. }, Side::Server) => "server Finished MAC",
    }
}

/// Writes the marks behind so many messages, the last of which has these bytes of the tape.
fn write_marks(marks: &[Mark], messages: usize, (start, end): (usize, usize), markup: &mut Markup) {
    for mark in marks.iter().filter(|mark| mark.messages == messages) {
        markup.raw("<li class='mark'><p class='hash'><b>").raw(if messages == 0 { "Hash of nothing" } else { "Hash" });
        markup.raw("</b> <span class='meta'>");
        let bytes = mark.partial.map_or(end, |partial| start + partial);
        match messages {
            0 => markup.raw("the empty transcript"),
            1 => markup.raw("of the first message, ").count(bytes, "byte"),
            _ => markup.raw("of messages 1 to ").number(messages).raw(", ").count(bytes, "byte"),
        };
        markup.raw("</span></p>").value("the hash", mark.hash).raw("<ul class='uses'>");
        for used in &mark.uses {
            markup.raw("<li>");
            match used {
                Use::Secret(name) => {
                    markup.link(Action::secret(*name), name.name());
                }
                Use::Proof { name, verified, step } => {
                    markup.link(Action::step(*step), name);
                    match verified {
                        Some((side, passed)) => {
                            markup.raw(" <span class='verdict'>").raw(if *passed { TICK } else { CROSS });
                            markup.raw(if *passed { "verified by the " } else { "refused by the " });
                            markup.raw(side.name()).raw("</span>");
                        }
                        None => {
                            markup.raw(" <span class='meta'>made</span>");
                        }
                    }
                }
            }
            markup.raw("</li>");
        }
        markup.raw("</ul></li>");
    }
}
