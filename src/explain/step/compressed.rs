//! Certificates that were compressed on their way. RFC 8879.

use super::facts::{Facts, length_of, names};
use super::telling::Telling;
use crate::explain::citation as cite;
use crate::tls::registry::CertificateCompressionAlgorithm;
use crate::trace::{CheckName, Compressed, EvidenceValue, Message};
use crate::wire::Value;

/// A side shows its certificates.
pub(super) fn message(message: &Message, words: &mut Telling) {
    words.head(
        "CompressedCertificate",
        "{The} shows who it is, in fewer bytes",
        "Certificates are most of what a handshake sends. Compressed they fit into fewer packets, which at times saves a round \
         trip. What they say and prove stays the same.",
        &[cite::COMPRESSED_CERTIFICATE, cite::COMPRESSION, cite::CERTIFICATE],
    );
    let algorithm = names(message, "algorithm");
    let length = message.fields.fields().iter().find_map(|field| match field.value {
        Value::Integer(length) if field.name == "uncompressed_length" => usize::try_from(length).ok(),
        _ => None,
    });
    let packed = length_of(message, "compressed_certificate_message");
    words.simple("{The} sends its certificates compressed");
    if !algorithm.is_empty() {
        words.say(" with ").list(&algorithm, " and ");
    }
    if let (Some(packed), Some(length)) = (packed, length) {
        words.say(": {} in place of {}").count(packed, "byte").number(length);
    }
    words.say(". The {peer} has said which ways of compressing it can undo.");
    words.simple("A certificate alone proves nothing yet: it is public, and anyone could send a copy.");
    words.technical("algorithm ").list(&algorithm, " and ");
    if let Some(length) = length {
        words.say("; uncompressed_length {}").number(length);
    }
    words.say("; compressed_certificate_message");
    super::message::end_with_length(message, "compressed_certificate_message", words);
    words.technical("The transcript has this message as it was sent, not the Certificate that comes out of it.");
}

/// The receiver makes certificates of it again; says whether it goes on to check these.
pub(super) fn check(facts: Facts, words: &mut Telling) -> bool {
    words.simple(
        "The {peer}'s certificates came compressed. {The} makes them what they were, to exactly as many bytes as the message \
         says, and goes on as if they had come so.",
    );
    let check = facts.checks().find(|check| check.name == CheckName::CompressedCertificate);
    words.technical("");
    for (place, evidence) in check.into_iter().flat_map(|check| &check.evidence).enumerate() {
        let EvidenceValue::Text(text) = &evidence.value else { continue };
        words.say(if place == 0 { "" } else { "; " }).value(evidence.name).value(": ").value(text);
    }
    words.say(".");
    words.cite(&[cite::COMPRESSED_CERTIFICATE]);
    if facts.checks().nth(1).is_some() {
        return true;
    }
    words.head(
        "unpacks the certificates",
        "{The} unpacks the {peer}'s certificates",
        "A few bytes can be made so that they unpack to more than fits into any memory. So the message says how many it will \
         be, and the receiver can refuse before it begins.",
        &[cite::COMPRESSED_CERTIFICATE],
    );
    false
}

/// The certificates stay compressed here.
pub(super) fn stays(why: Compressed, words: &mut Telling) {
    words.simple("Here the certificates stay compressed, so who they are for and whether they are good is not said.");
    match why {
        Compressed::NotBuilt { algorithm } => {
            words.technical("The algorithm is {} ({}), which is not undone here.");
            words.value(CertificateCompressionAlgorithm(algorithm).name()).value(&format!("0x{algorithm:04x}"));
        }
        Compressed::TooLong { limit } => {
            words.technical("uncompressed_length is more than {}, the longest that is unpacked here.");
            words.count(limit, "byte");
        }
    }
}
