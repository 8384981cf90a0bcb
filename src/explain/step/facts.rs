//! What a step's words need to know of the run.

use std::borrow::Cow;

use crate::crypto::rare;
use crate::trace::{
    AlertDescription, Check, Choice, ChoiceName, Direction, Effect, Epoch, Failure, Message, MessageName, Occurrence,
    PskPart, Reason, Record, Secret, SecretName, Side, Step, StepKind, Trace,
};
use crate::wire::Value;

/// A step in its run.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub trace: &'a Trace,
    pub index: usize,
    pub step: &'a Step,
}

impl<'a> Facts<'a> {
    /// The secrets that come up in this step.
    pub fn secrets(self) -> impl Iterator<Item = &'a Secret> {
        self.step.occurrences.iter().filter_map(|occurrence| match &occurrence.effect {
            Effect::Derived(secret) => Some(secret),
            _ => None,
        })
    }

    /// Whether the two speak TLS 1.2 in this connection, as they agree at some time in it.
    pub fn is_tls12(self) -> bool {
        self.trace.is_tls12(self.index)
    }

    /// Whether something here should depend on what was said, and does not, because a side is broken on purpose.
    pub fn leaves_out_transcript(self) -> bool {
        rare::BUILT && self.step.occurrences.iter().any(|occurrence| occurrence.effect.leaves_out_transcript())
    }

    /// Whether both sides leave out of something in this connection what was said before, being broken on purpose.
    pub fn is_unbound(self) -> bool {
        let steps = self.trace.steps.get(self.trace.span(self.index)).unwrap_or_default();
        let leaves_out = |side| steps.iter().any(|step| step.effects_of(side).any(Effect::leaves_out_transcript));
        rare::BUILT && leaves_out(Side::Client) && leaves_out(Side::Server)
    }

    /// Whether that secret comes up in this step.
    pub fn derives(self, name: SecretName) -> bool {
        self.secrets().any(|secret| secret.name == name)
    }

    /// Whether a side goes back to sending without protection in this step.
    pub fn unprotects(self) -> bool {
        let back = |effect: &Effect| {
            matches!(effect, Effect::KeyInstalled { direction: Direction::Write, epoch: Epoch::Plaintext, .. })
        };
        rare::BUILT && self.step.occurrences.iter().any(|occurrence| back(&occurrence.effect))
    }

    /// Whether all that is drawn at random in this step is handed to the other side to be given back.
    pub fn draws_for_return(self) -> bool {
        let mut drawn = self.step.occurrences.iter().filter_map(|occurrence| match occurrence.effect {
            Effect::DrewRandom { purpose, .. } => Some(purpose),
            _ => None,
        });
        drawn.all(|purpose| purpose.ends_with("cookie") || purpose.ends_with("ticket"))
    }

    /// Whether an ephemeral key pair comes up in this step.
    pub fn derives_pair(self) -> bool {
        self.secrets().any(|secret| {
            matches!(secret.name, SecretName::EphemeralPrivateKey(_) | SecretName::FurtherPrivateKey { .. })
        })
    }

    /// Whether a traffic secret of that epoch comes up in this step.
    pub fn derives_epoch(self, epoch: Epoch) -> bool {
        [Side::Client, Side::Server].into_iter().any(|writer| self.derives(SecretName::TrafficSecret { writer, epoch }))
    }

    /// Whether a key from before comes up in this step.
    pub fn takes_psk(self) -> bool {
        let is_psk =
            |name| matches!(name, SecretName::PreSharedKey | SecretName::FurtherPsk { part: PskPart::Key, .. });
        rare::BUILT && self.secrets().any(|secret| is_psk(secret.name))
    }

    /// Whether the key of a ticket comes up in this step.
    pub fn derives_psk(self) -> bool {
        self.secrets().any(|secret| matches!(secret.name, SecretName::ResumptionPsk { .. }))
    }

    /// The checks of this step.
    pub fn checks(self) -> impl Iterator<Item = &'a Check> {
        self.step.occurrences.iter().filter_map(|occurrence| match &occurrence.effect {
            Effect::Checked(check) => Some(check),
            _ => None,
        })
    }

    /// The choices of this step.
    pub fn choices(self) -> Vec<&'a Choice> {
        let choice = |occurrence: &'a Occurrence| match &occurrence.effect {
            Effect::Negotiated(choice) => Some(choice),
            _ => None,
        };
        self.step.occurrences.iter().filter_map(choice).collect()
    }

    /// What was chosen for `name` up to this step.
    pub fn chosen(self, name: ChoiceName) -> Option<&'a str> {
        self.trace.until(self.index).find_map(|occurrence| match &occurrence.effect {
            Effect::Negotiated(choice) if choice.name == name => choice.chosen.as_deref(),
            _ => None,
        })
    }

    /// Whether `side` held `name` before this step.
    pub fn held_before(self, side: Side, name: SecretName) -> bool {
        self.trace.secret(side, name, self.index).is_some_and(|(step, _)| step < self.index)
    }

    /// Whether both sides have the same value of `name` by this step, as far as both have one.
    pub fn agree_on(self, name: SecretName) -> bool {
        let value = |side| self.trace.secret(side, name, self.index).map(|(_, secret)| &secret.value);
        !rare::BUILT || value(Side::Client).zip(value(Side::Server)).is_none_or(|(client, server)| client == server)
    }

    /// The first step of another connection in which this side uses the key pair that comes up here, if there is one.
    pub fn uses_pair_elsewhere(self) -> Option<usize> {
        if !rare::BUILT {
            return None;
        }
        let name = SecretName::EphemeralPrivateKey(self.step.side);
        let pair = self.secrets().find(|secret| secret.name == name)?;
        let others = self.trace.elsewhere(&pair.value, self.index);
        others.into_iter().find(|(_, other)| other.name == name).map(|(step, _)| step)
    }

    /// The message that this step sends, or of which only the arrival is told.
    pub fn message(self) -> Option<&'a Message> {
        self.step.message()
    }

    /// Whether early data is dropped unread in this step.
    pub fn skips(self) -> bool {
        self.step.occurrences.iter().any(|occurrence| matches!(occurrence.effect, Effect::EarlyDataSkipped(_)))
    }

    /// Whether what arrives in this step was sent in an earlier connection, to the byte, and is sent by nobody in this one.
    pub fn is_replayed(self) -> bool {
        let start = self.trace.span(self.index).start;
        let sent_before = |bytes: &[u8]| self.trace.records().any(|(step, sent)| step < start && sent.bytes == bytes);
        self.step.sent().is_none()
            && self.step.occurrences.iter().any(|occurrence| match &occurrence.effect {
                Effect::RecordReceived(record) => sent_before(&record.bytes),
                _ => false,
            })
    }

    /// The last message with which `sender` showed certificates up to this step.
    pub fn last_certificates(self, sender: Side) -> Option<&'a Message> {
        self.messages(self.index + 1).filter(|it| it.sender == sender && it.name.shows_certificates()).last()
    }

    /// The messages of this connection that were sent before the step `end`.
    pub fn messages(self, end: usize) -> impl Iterator<Item = &'a Message> {
        let span = self.trace.span(self.index).start..end;
        self.trace.messages().filter(move |(step, _)| span.contains(step)).map(|(_, message)| message)
    }

    /// Whether `sender` sent a message of that kind before this step.
    pub fn sent_before(self, sender: Side, name: MessageName) -> bool {
        self.messages(self.index).any(|message| message.sender == sender && message.name == name)
    }

    /// Whether the handshake is not the first of its connection.
    pub fn is_renegotiation(self) -> bool {
        rare::BUILT && self.trace.within_tcp(self.trace.connection(self.index)).1 > 0
    }

    /// Whether `sender` showed certificates before this step, or that it has none.
    pub fn showed_before(self, sender: Side) -> bool {
        self.messages(self.index).any(|message| message.sender == sender && message.name.shows_certificates())
    }

    /// What is declined in this step, and why.
    pub fn declined(self) -> impl Iterator<Item = (ChoiceName, Reason)> {
        self.step.occurrences.iter().filter_map(|occurrence| match occurrence.effect {
            Effect::Declined { name, reason } => Some((name, reason)),
            _ => None,
        })
    }

    /// Whether the message of this step was dropped unread.
    pub fn is_skipped(self) -> bool {
        self.step.occurrences.iter().any(|occurrence| matches!(occurrence.effect, Effect::EarlyDataSkipped(_)))
    }

    /// The first record that carries the message of this step.
    pub fn record(self) -> Option<&'a Record> {
        self.trace.record(self.message()?.placements.first()?.record).map(|(_, record)| record)
    }

    /// Whether the message of this step is sealed.
    pub fn is_sealed(self) -> bool {
        self.record().is_some_and(|record| record.protection.is_some())
    }

    /// The alert that this step sends.
    pub fn alert(self) -> Option<AlertDescription> {
        match self.step.kind {
            StepKind::Message(MessageName::Alert) => {
                let code = self.message()?.bytes.get(1)?;
                Some(AlertDescription::from_code(*code))
            }
            _ => None,
        }
    }

    /// Why `side` could not go on, if it could not, in this step or before.
    pub fn failure_of(self, side: Side) -> Option<&'a Failure> {
        self.trace.until(self.index).rev().find_map(|occurrence| match &occurrence.effect {
            Effect::Failed(failure) if occurrence.side == side => Some(failure),
            _ => None,
        })
    }
}

/// The texts in a message's fields that are inside of a field named `place`.
pub(super) fn texts<'a>(message: &'a Message, place: &str) -> Vec<Cow<'a, str>> {
    let fields = message.fields.fields();
    (0..fields.len())
        .filter(|index| fields[*index].value == Value::Text && message.fields.path(*index).contains(&place))
        .map(|index| String::from_utf8_lossy(fields[index].span.of(&message.bytes)))
        .collect()
}

/// What a field stands for: its name, and the code of what has none.
#[cfg(feature = "whole")]
pub(super) type Name = Cow<'static, str>;
/// What a field stands for. Only the whole shows what has no name.
#[cfg(not(feature = "whole"))]
pub(super) type Name = &'static str;

/// The names that the fields named `field` of a message stand for.
pub(super) fn names(message: &Message, field: &str) -> Vec<Name> {
    message
        .fields
        .fields()
        .iter()
        .filter_map(|item| match item.value {
            #[cfg(feature = "whole")]
            Value::Named { name, code } if item.name == field => Some(named(name, code, item.span.len())),
            #[cfg(not(feature = "whole"))]
            Value::Named { name, .. } if item.name == field => Some(name),
            _ => None,
        })
        .collect()
}

/// The name, or what the field itself is shown as if that stands for many codes.
#[cfg(feature = "whole")]
fn named(name: &'static str, code: u64, width: usize) -> Name {
    let is_none = name.starts_with("unknown ");
    if is_none { format!("{name} (0x{code:0digits$x})", digits = 2 * width).into() } else { name.into() }
}

/// The number of bytes of the content of the first leaf named `field`, or of what is in the field of that name (its length
/// prefix apart).
pub(super) fn length_of(message: &Message, field: &str) -> Option<usize> {
    let fields = &message.fields;
    let leaf = fields.leaves().find(|(_, item)| item.name == field).map(|(_, item)| item.span.len());
    leaf.or_else(|| {
        let inside = |index: &usize| fields.path(*index).contains(&field);
        let leaves = fields.leaves().filter(|(index, item)| item.name != "length" && inside(index));
        let lengths: Vec<_> = leaves.map(|(_, item)| item.span.len()).collect();
        (!lengths.is_empty()).then(|| lengths.iter().sum())
    })
}

/// The number of fields named `field` in a message.
pub(super) fn count_of(message: &Message, field: &str) -> usize {
    message.fields.fields().iter().filter(|item| item.name == field).count()
}
