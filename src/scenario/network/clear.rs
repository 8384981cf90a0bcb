//! What of a connection anyone on the wire reads.

use crate::trace::{MessageName, Observer, Side, Trace};
use crate::wire::{FieldTree, Value};

/// A message that is sent as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClearMessage {
    /// The step that sends it.
    pub step: usize,
    /// Its kind.
    pub name: MessageName,
    /// Who sends it.
    pub sender: Side,
    /// Its length in bytes.
    pub bytes: usize,
    /// What stands in it, in order: its fields, and its extensions one by one. What is empty is left out.
    pub fields: Vec<ClearField>,
}

/// A field or an extension that anyone reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClearField {
    /// Its name in the standard.
    pub name: &'static str,
    /// Its place in the message's field tree.
    pub index: usize,
}

/// What anyone on the wire reads of the connection of the step `within`.
///
/// Of what is sealed they see no more than each record's header: its outer content type and its length.
#[must_use]
pub fn in_the_clear(trace: &Trace, within: usize) -> Vec<ClearMessage> {
    let Some(last) = trace.span(within).next_back() else { return Vec::new() };
    let messages = trace.readable(Observer::Wire, last).into_iter().filter(|message| message.readable);
    messages
        .map(|readable| ClearMessage {
            step: readable.step,
            name: readable.message.name,
            sender: readable.message.sender,
            bytes: readable.message.bytes.len(),
            fields: fields(&readable.message.fields),
        })
        .collect()
}

/// The fields right below the message, and in place of the list of extensions what is in it.
fn fields(tree: &FieldTree) -> Vec<ClearField> {
    let all = tree.fields();
    let mut found = Vec::new();
    let mut in_extensions = false;
    for (index, field) in all.iter().enumerate() {
        match field.depth {
            1 => in_extensions = field.name == "extensions",
            2 if in_extensions => {}
            _ => continue,
        }
        let is_list = field.depth == 1 && in_extensions;
        if !is_list && field.name != "msg_type" && says_something(tree, index) {
            found.push(ClearField { name: field.name, index });
        }
    }
    found
}

/// Whether there is more to a field than lengths.
fn says_something(tree: &FieldTree, index: usize) -> bool {
    let field = &tree.fields()[index];
    let mut leaves = tree.leaves().filter(|(leaf, _)| *leaf >= index);
    leaves.any(|(_, leaf)| {
        field.span.start <= leaf.span.start
            && leaf.span.end <= field.span.end
            && !leaf.span.is_empty()
            && !matches!(leaf.value, Value::Length(_))
    })
}
