//! How the message of a step travels.

use super::facts::Facts;
use super::telling::Telling;
use crate::trace::Record;

/// The record header's length in bytes. RFC 8446 §5.1.
const HEADER: usize = 5;

/// Writes a paragraph on the records that carry the message of the step, if it sends one.
pub(super) fn carried(facts: Facts, words: &mut Telling) {
    let Some(message) = facts.message() else { return };
    let records: Vec<&Record> = message
        .placements
        .iter()
        .filter_map(|placement| facts.trace.record(placement.record).map(|(_, record)| record))
        .collect();
    let Some(first) = records.first() else { return };
    let total: usize = records.iter().map(|record| record.bytes.len()).sum();
    words.technical("").count(message.bytes.len(), "byte");
    if records.len() == 1 {
        words.say(" in a record of ").count(total, "byte");
    } else {
        words.say(" in ").count(records.len(), "record").say(" of ").count(total, "byte").say(" together");
    }
    let Some(protection) = &first.protection else {
        words.say(". Not sealed: a header of ").count(HEADER, "byte").say(", then the message itself.");
        return;
    };
    let tag = first.bytes.len().saturating_sub(HEADER + protection.inner.len());
    words.say(". Sealed with ").say(protection.algorithm).say(" under ").say(protection.key.name());
    words.say(", sequence number ").value(&protection.sequence.to_string());
    words.say(": a header of ").count(HEADER, "byte").say(", ").count(protection.inner.len(), "byte");
    words.say(" of TLSInnerPlaintext encrypted, a tag of ").count(tag, "byte");
    words.say(". The nonce is ").say(protection.iv.name());
    words.say(" XOR the sequence number; the header is the additional data.");
}
