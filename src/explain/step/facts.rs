//! What a step's words need to know of the run.

use crate::trace::{
    AlertDescription, Check, Choice, ChoiceName, Effect, Epoch, Failure, Message, MessageName, Record, Secret,
    SecretName, Side, Step, StepKind, Trace,
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

    /// Whether a secret that `is` comes up in this step.
    pub fn derives(self, is: impl Fn(SecretName) -> bool) -> bool {
        self.secrets().any(|secret| is(secret.name))
    }

    /// Whether traffic secrets of that epoch come up in this step.
    pub fn derives_epoch(self, wanted: Epoch) -> bool {
        self.derives(|name| matches!(name, SecretName::TrafficSecret { epoch, .. } if epoch == wanted))
    }

    /// The checks of this step.
    pub fn checks(self) -> impl Iterator<Item = &'a Check> {
        self.step.occurrences.iter().filter_map(|occurrence| match &occurrence.effect {
            Effect::Checked(check) => Some(check),
            _ => None,
        })
    }

    /// The choices of this step.
    pub fn choices(self) -> impl Iterator<Item = &'a Choice> {
        self.step.occurrences.iter().filter_map(|occurrence| match &occurrence.effect {
            Effect::Negotiated(choice) => Some(choice),
            _ => None,
        })
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
        self.trace.secret(side, name).is_some_and(|(step, _)| step < self.index)
    }

    /// The message that this step sends.
    pub fn message(self) -> Option<&'a Message> {
        self.step.sent()
    }

    /// The last message of that kind that `sender` sent up to this step.
    pub fn last_message(self, sender: Side, name: MessageName) -> Option<&'a Message> {
        self.trace
            .messages()
            .take_while(|(step, _)| *step <= self.index)
            .filter(|(_, message)| message.sender == sender && message.name == name)
            .last()
            .map(|(_, message)| message)
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
pub(super) fn texts(message: &Message, place: &str) -> Vec<String> {
    let fields = message.fields.fields();
    (0..fields.len())
        .filter(|index| fields[*index].value == Value::Text && message.fields.path(*index).contains(&place))
        .map(|index| String::from_utf8_lossy(fields[index].span.of(&message.bytes)).into_owned())
        .collect()
}

/// The names that the fields named `field` of a message stand for.
pub(super) fn names(message: &Message, field: &str) -> Vec<&'static str> {
    message
        .fields
        .fields()
        .iter()
        .filter_map(|item| match item.value {
            Value::Named { name, .. } if item.name == field => Some(name),
            _ => None,
        })
        .collect()
}

/// The number of bytes of the content of the first leaf named `field` (its length prefix apart).
pub(super) fn length_of(message: &Message, field: &str) -> Option<usize> {
    let fields = &message.fields;
    fields.leaves().find(|(_, item)| item.name == field).map(|(_, item)| item.span.len())
}

/// The number of fields named `field` in a message.
pub(super) fn count_of(message: &Message, field: &str) -> usize {
    message.fields.fields().iter().filter(|item| item.name == field).count()
}

/// Items in a row: `a`, `a and b`, `a, b and c`.
pub(super) fn list<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// `1 byte`, `2 bytes`.
pub(super) fn bytes(count: usize) -> String {
    plural(count, "byte", "bytes")
}

/// A number with its noun.
pub(super) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
