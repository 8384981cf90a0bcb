//! What does a signature or a MAC cover?

use super::answers::Answers;
use super::{About, Claim, Reach};
use crate::trace::{Effect, Message, MessageName, Proof, SecretName, Side, TranscriptPoint};

pub(super) fn ask(about: About, answers: &mut Answers) -> Option<String> {
    let message = about.step.sent()?;
    let proof = about.step.effects_of(message.sender).find_map(|effect| match effect {
        Effect::Proved(proof) => Some(proof),
        _ => None,
    })?;
    // What a broken side leaves out, nobody can know.
    if proof.covers().is_some_and(TranscriptPoint::is_empty) {
        return None;
    }
    let transcript = Transcript::new(about);
    let (sender, name) = (about.who(message.sender), message.name.name());
    match proof {
        Proof::Params { .. } => params(answers, &transcript),
        Proof::Binder { covers, .. } => binder(answers, covers.messages),
        Proof::Signature { covers, .. }
        | Proof::Messages { covers, .. }
        | Proof::VerifyData { covers, .. }
        | Proof::Mac { covers, .. } => messages(answers, &transcript, covers.messages, message),
    }
    let what = match proof {
        Proof::Signature { .. } | Proof::Messages { .. } | Proof::Params { .. } => "signature",
        Proof::VerifyData { .. } | Proof::Mac { .. } => "MAC",
        Proof::Binder { .. } => "binder, a MAC,",
    };
    Some(["The ", sender, " now sends its ", name, " with a ", what, " in it. What does that cover?"].concat())
}

/// The handshake messages of the connection, in order; those of renegotiation are never part of it.
struct Transcript<'a> {
    messages: Vec<&'a Message>,
    /// The place of the message that is asked about.
    here: usize,
    /// Whether the server has a key pair for this connection.
    has_server_key: bool,
}

impl<'a> Transcript<'a> {
    fn new(about: About<'a>) -> Self {
        let span = about.trace.span(about.index);
        let is_part = |message: &Message| message.name.is_handshake() && message.name != MessageName::HelloRequest;
        let all = || about.trace.messages().filter(|(step, it)| span.contains(step) && is_part(it));
        let here = all().take_while(|(step, _)| *step < about.index).count();
        let own_key = SecretName::EphemeralPrivateKey(Side::Server);
        let has_server_key =
            about.trace.secrets(Side::Server).any(|(step, own)| span.contains(&step) && own.name == own_key);
        Self { messages: all().map(|(_, message)| message).collect(), here, has_server_key }
    }

    /// The words for the first `count` messages.
    fn text(&self, count: usize) -> Option<String> {
        let last = self.messages.get(count.checked_sub(1)?)?;
        if count == 1 {
            return Some("The first ClientHello alone".into());
        }
        let alike = |message: &&&Message| (message.name, message.sender) == (last.name, last.sender);
        let again = self.messages[..count].iter().filter(alike).count() > 1;
        let whose = if again { ["the second ", last.sender.name()] } else { ["the ", last.sender.name()] };
        Some(
            ["Every handshake message from the first ClientHello up to ", &whose.concat(), "'s ", last.name.name()]
                .concat(),
        )
    }
}

/// A proof over so many messages.
fn messages(answers: &mut Answers, transcript: &Transcript, right: usize, message: &Message) {
    let claim = |count| Claim::Cover(Reach::Messages(count));
    let Some(text) = transcript.text(right) else { return };
    let why =
        "Whoever changes any byte of these on the way makes the two sides compute something else, and is found out.";
    answers.right(claim(right), text, why);
    let own = transcript.here + 1;
    for count in [own, right.saturating_sub(1), 1, right + 1, right.saturating_sub(2), right + 2] {
        let Some(text) = transcript.text(count).filter(|_| count != right) else { continue };
        let why = if count == own {
            ["It cannot cover the message that it stands in: that is not there yet when it is made."].concat()
        } else if count > own {
            "It cannot cover what is said only afterwards.".into()
        } else if count > right {
            "Not quite so much.".into()
        } else {
            ["More than that: ", &left_out(transcript, count, right), " is covered as well."].concat()
        };
        answers.wrong(claim(count), text, why);
    }
    if message.name == MessageName::CertificateVerify {
        let why = "Then it could be copied into any other connection. It covers what was said in this one.";
        answers.wrong(Claim::Cover(Reach::Certificate), CERTIFICATE, why);
    } else if transcript.has_server_key {
        let why = "Those are covered too, and everything else that was said so far.";
        answers.wrong(Claim::Cover(Reach::Params), PARAMS, why);
    }
}

/// The first message that would be left out.
fn left_out(transcript: &Transcript, count: usize, right: usize) -> String {
    match transcript.messages.get(count).filter(|_| count < right) {
        Some(message) => ["the ", message.sender.name(), "'s ", message.name.name()].concat(),
        None => "what follows".into(),
    }
}

const CERTIFICATE: &str = "The certificate alone";
const PARAMS: &str = "Both random numbers and the server's public key for this connection";

/// RFC 8422 §5.4.
fn params(answers: &mut Answers, transcript: &Transcript) {
    let why = "In TLS 1.2 this signature covers just these. What else was said is held together only by the Finished messages.";
    answers.right(Claim::Cover(Reach::Params), PARAMS, why);
    if let Some(text) = transcript.text(transcript.here) {
        let why = "That is how TLS 1.3 signs, in CertificateVerify. In TLS 1.2 the server signs less: not the cipher suites, \
                   for one.";
        answers.wrong(Claim::Cover(Reach::Messages(transcript.here)), text, why);
    }
    let why = "Without the random numbers the same signature could be used again in another connection.";
    answers.wrong(Claim::Cover(Reach::PublicKey), "The server's public key for this connection alone", why);
    let why =
        "The certificate is signed already, by its authority. This signature is about the key for this connection.";
    answers.wrong(Claim::Cover(Reach::Certificate), CERTIFICATE, why);
}

/// RFC 8446 §4.2.11.2.
fn binder(answers: &mut Answers, messages: usize) {
    let (right, all) = if messages > 1 {
        (
            "Everything said so far, and this ClientHello up to where the binders begin",
            "Everything said so far, and all of this ClientHello",
        )
    } else {
        ("This ClientHello up to where the binders begin", "All of this ClientHello")
    };
    let why = "The binder stands at the end of the hello and covers all that is in front of it: so the key from before is tied \
               to this very hello.";
    answers.right(Claim::Cover(Reach::BeforeBinders(messages)), right, why);
    let why = "The binder stands in that hello itself: it cannot cover its own bytes.";
    answers.wrong(Claim::Cover(Reach::Messages(messages)), all, why);
    let why = "Then anyone could put a copied ticket with its binder into a hello of their own.";
    answers.wrong(Claim::Cover(Reach::Identity), "The ticket, or the name of the key, alone", why);
    let why = "The server has not sent its public key yet.";
    answers.wrong(Claim::Cover(Reach::Params), PARAMS, why);
}
