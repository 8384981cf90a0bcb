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
    if records.len() == 1 {
        words.technical("{} in a record of {}.").count(message.bytes.len(), "byte");
    } else {
        words.technical("{} in {} of {} together.").count(message.bytes.len(), "byte").count(records.len(), "record");
    }
    words.count(total, "byte");
    let Some(protection) = &first.protection else {
        words.say(" Not sealed: a header of {}, then the message itself.").count(HEADER, "byte");
        return;
    };
    let tag = first.bytes.len().saturating_sub(HEADER + protection.inner.len());
    words
        .say(
            " Sealed with {} under {}, sequence number {}: a header of {}, {} of TLSInnerPlaintext encrypted, a tag of \
             {}. The nonce is {} XOR the sequence number; the header is the additional data.",
        )
        .value(protection.algorithm)
        .value(protection.key.name())
        .value(&protection.sequence.to_string())
        .count(HEADER, "byte")
        .count(protection.inner.len(), "byte")
        .count(tag, "byte")
        .value(protection.iv.name());
}
