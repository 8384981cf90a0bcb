//! How the message of a step travels.

use super::facts::Facts;
use super::telling::Telling;
use crate::crypto::aead::TAG_LENGTH;
use crate::trace::{Protection, Record};

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
    if protection.epoch.is_tls12() {
        return sealed12(first, protection, words);
    }
    if records.len() > 1 {
        words.say(" Each is sealed by itself; of the first:");
    }
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

/// A record of TLS 1.2. RFC 5246 §6.2.3.3.
fn sealed12(record: &Record, protection: &Protection, words: &mut Telling) {
    let explicit = record.bytes.len().saturating_sub(HEADER + protection.inner.len() + TAG_LENGTH);
    words
        .say(
            " Sealed with {} under {}, sequence number {}: a header of {}, {} of explicit nonce, {} encrypted, a tag of \
             {}. The nonce is {}; sequence number, type, version and length are the additional data.",
        )
        .value(protection.algorithm)
        .value(protection.key.name())
        .value(&protection.sequence.to_string())
        .count(HEADER, "byte")
        .count(explicit, "byte")
        .count(protection.inner.len(), "byte")
        .count(TAG_LENGTH, "byte")
        .value(if explicit > 0 { "the write_IV and the explicit part" } else { "the write_IV XOR the sequence number" });
}
