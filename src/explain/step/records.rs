//! How the message of a step travels.

use super::facts::{Facts, bytes, plural};
use crate::trace::Record;

/// The record header's length in bytes. RFC 8446 §5.1.
const HEADER: usize = 5;

/// A paragraph on the records that carry the message of the step, if it sends one.
pub(super) fn carried(facts: Facts) -> Option<String> {
    let message = facts.message()?;
    let records: Vec<&Record> = message
        .placements
        .iter()
        .filter_map(|placement| facts.trace.record(placement.record).map(|(_, record)| record))
        .collect();
    let first = *records.first()?;
    let total: usize = records.iter().map(|record| record.bytes.len()).sum();
    let size = match records.len() {
        1 => format!("{} in a record of {}.", bytes(message.bytes.len()), bytes(total)),
        count => format!(
            "{} in {} of {} together.",
            bytes(message.bytes.len()),
            plural(count, "record", "records"),
            bytes(total)
        ),
    };
    let Some(protection) = &first.protection else {
        return Some(format!("{size} Not sealed: a header of {HEADER} bytes, then the message itself."));
    };
    let tag = first.bytes.len().saturating_sub(HEADER + protection.inner.len());
    Some(format!(
        "{size} Sealed with {} under {}, sequence number {}: a header of {}, {} of TLSInnerPlaintext encrypted, a tag \
         of {}. The nonce is {} XOR the sequence number; the header is the additional data.",
        protection.algorithm,
        protection.key.name(),
        protection.sequence,
        bytes(HEADER),
        bytes(protection.inner.len()),
        bytes(tag),
        protection.iv.name(),
    ))
}
