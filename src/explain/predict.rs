//! Questions before a step, with answers that come from the run: one right, the others plausible and wrong.
//!
//! Each answer makes a [`Claim`] that the trace bears out or not, so that a test can tell without its words.

mod answers;
mod check;
mod choice;
mod cover;
mod holders;
mod key;
mod next;
mod readers;

use super::actor;
use crate::crypto::entropy::Entropy;
use crate::scenario::address::Depth;
pub use crate::scenario::address::QuestionKind;
use crate::trace::{CheckName, ChoiceName, Effect, MessageName, SecretName, Side, Step, Trace};
use answers::Answers;

/// What a kind of question is, for who chooses among them.
#[must_use]
pub fn title(kind: QuestionKind) -> &'static str {
    match kind {
        QuestionKind::Next => "What comes next?",
        QuestionKind::Readers => "Who can read this?",
        QuestionKind::Key => "Which key seals it?",
        QuestionKind::Cover => "What does this signature or MAC cover?",
        QuestionKind::Holders => "Who holds this secret?",
        QuestionKind::Choice => "What will be chosen?",
        QuestionKind::Check => "What will come of this check?",
    }
}

/// Some of the three who may know something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Circle {
    /// The client.
    pub client: bool,
    /// The server.
    pub server: bool,
    /// Anyone on the wire.
    pub wire: bool,
}

/// How far a signature or a MAC reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// So many handshake messages from the first hello on.
    Messages(usize),
    /// So many, the last of them only up to its list of binders.
    BeforeBinders(usize),
    /// Both randoms and the server's public key.
    Params,
    /// The server's public key alone.
    PublicKey,
    /// The certificate alone.
    Certificate,
    /// The identity of the pre-shared key alone.
    Identity,
}

/// What becomes of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It passes.
    Passes,
    /// It fails; of a chain of certificates this check is the one.
    Fails(CheckName),
    /// The key for it is not there.
    Cannot,
}

/// What an answer says of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// That message goes over the wire next.
    Next {
        /// From whom.
        sender: Side,
        /// Which.
        name: MessageName,
    },
    /// These can read the message when it arrives, and no others.
    Readers(Circle),
    /// That key seals the message, or none.
    Key(Option<SecretName>),
    /// The proof covers that.
    Cover(Reach),
    /// These hold the secret after the step, and no others.
    Holders {
        /// The secret.
        secret: SecretName,
        /// Who.
        circle: Circle,
    },
    /// That is chosen, or nothing.
    Choice {
        /// The parameter.
        name: ChoiceName,
        /// The outcome.
        chosen: Option<String>,
    },
    /// That comes of the check.
    Check(Verdict),
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What it says of the run.
    pub claim: Claim,
    /// The same for readers.
    pub text: String,
    /// Why it is right, or why it is not.
    pub why: String,
}

/// A question about a step that has not been shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The step.
    pub step: usize,
    /// Its kind.
    pub kind: QuestionKind,
    /// What is asked.
    pub text: String,
    /// The answers, in an order that depends on the seed: three or four.
    pub answers: Vec<Answer>,
    /// The place of the right one.
    pub right: usize,
}

/// A question of that kind about the step; `None` if the step gives none.
///
/// `seed` says which wrong answers there are, and in which order all stand.
#[must_use]
pub fn question(trace: &Trace, step: usize, kind: QuestionKind, depth: Depth, seed: &str) -> Option<Question> {
    let about = About { trace, index: step, step: trace.steps.get(step)?, depth };
    if matches!(kind, QuestionKind::Readers | QuestionKind::Key) && !about.arrives() {
        return None;
    }
    let mut answers = Answers::default();
    let text = match kind {
        QuestionKind::Next => next::ask(about, &mut answers),
        QuestionKind::Readers => readers::ask(about, &mut answers),
        QuestionKind::Key => key::ask(about, &mut answers),
        QuestionKind::Cover => cover::ask(about, &mut answers),
        QuestionKind::Holders => holders::ask(about, &mut answers),
        QuestionKind::Choice => choice::ask(about, &mut answers),
        QuestionKind::Check => check::ask(about, &mut answers),
    }?;
    let label = [kind.word(), " ", &step.to_string()].concat();
    let dice = u64::from_be_bytes(Entropy::from_seed(seed).part("questions").bytes(&label));
    let (answers, right) = answers.draw(dice)?;
    Some(Question { step, kind, text, answers, right })
}

/// Before which steps of a run what is asked: at most one question a step, the kinds taking turns, and none whose answer was
/// the right one of its kind before.
#[must_use]
pub fn plan(trace: &Trace, kinds: &[QuestionKind], seed: &str) -> Vec<(usize, QuestionKind)> {
    let mut asked: Vec<(usize, QuestionKind, Claim)> = Vec::new();
    for step in 1..trace.steps.len() {
        let fresh = |kind: QuestionKind| {
            let question = question(trace, step, kind, Depth::Simple, seed)?;
            let claim = question.answers[question.right].claim.clone();
            let is_known = asked.iter().any(|(_, of, before)| *of == kind && *before == claim);
            (!is_known).then_some((step, kind, claim))
        };
        let count = |kind: QuestionKind| asked.iter().filter(|(_, of, _)| *of == kind).count();
        let possible = kinds.iter().copied().filter_map(fresh).min_by_key(|(_, kind, _)| count(*kind));
        asked.extend(possible);
    }
    asked.into_iter().map(|(step, kind, _)| (step, kind)).collect()
}

/// The step that is asked about.
#[derive(Clone, Copy)]
struct About<'a> {
    trace: &'a Trace,
    index: usize,
    step: &'a Step,
    depth: Depth,
}

impl About<'_> {
    /// Whether what this step sends, if it sends something, is not kept from its receiver by somebody on the way.
    fn arrives(self) -> bool {
        let Some(message) = self.step.sent().filter(|_| self.trace.interferences().next().is_some()) else {
            return true;
        };
        self.trace.occurrences().any(|occurrence| match &occurrence.effect {
            Effect::Received(received) => received.placements == message.placements && received.bytes == message.bytes,
            _ => false,
        })
    }

    /// What to call a side, which an impostor may play.
    fn who(self, side: Side) -> &'static str {
        actor(self.trace, self.index, side)
    }

    /// The words for some of the three.
    fn circle(self, circle: Circle) -> String {
        let (client, server) = (self.who(Side::Client), self.who(Side::Server));
        match (circle.client, circle.server, circle.wire) {
            (_, _, true) => "Anyone who sees the wire".into(),
            (true, true, false) => ["The ", client, " and the ", server, ", and nobody else"].concat(),
            (true, false, false) => ["The ", client, " alone"].concat(),
            (false, true, false) => ["The ", server, " alone"].concat(),
            (false, false, false) => "Nobody".into(),
        }
    }

    /// The words for a secret, as deep as is wanted.
    fn secret(self, name: SecretName) -> String {
        match self.depth {
            Depth::Simple => key::plain(name),
            Depth::Technical => name.name().into(),
        }
    }
}

/// `step 4`.
fn step_number(index: usize) -> String {
    ["step ", &(index + 1).to_string()].concat()
}

/// The four circles that come up.
const CIRCLES: [Circle; 4] = [
    Circle { client: true, server: true, wire: true },
    Circle { client: true, server: true, wire: false },
    Circle { client: true, server: false, wire: false },
    Circle { client: false, server: true, wire: false },
];
