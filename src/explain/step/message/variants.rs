//! Messages that only some handshakes have.

use super::super::facts::{Facts, count_of, length_of, names};
use super::super::telling::Telling;
use super::super::tls12;
use crate::explain::citation as cite;
use crate::explain::message::CHANGE_CIPHER_SPEC;
use crate::trace::{Epoch, Message, MessageName, Side};

/// A message goes from one side to the other; says whether it is told here.
pub(super) fn message(facts: Facts, (name, message): (MessageName, &Message), words: &mut Telling) -> bool {
    match name {
        MessageName::HelloRetryRequest => hello_retry_request(message, words),
        MessageName::ClientHello if facts.sent_before(Side::Client, MessageName::ClientHello) => {
            second_client_hello(message, words);
            super::offer(message, words);
        }
        MessageName::ClientHello if names(message, "version").is_empty() => tls12::client_hello(facts, message, words),
        MessageName::CertificateRequest => certificate_request(message, words),
        MessageName::Certificate if count_of(message, "CertificateEntry") == 0 => no_certificate(words),
        MessageName::EndOfEarlyData => end_of_early_data(words),
        MessageName::KeyUpdate => key_update(message, words),
        MessageName::ApplicationData if is_early(facts) => early_data(facts, message, words),
        MessageName::ChangeCipherSpec => disguise(words),
        _ => return false,
    }
    true
}

/// Whether the message of this step is sealed with keys for early data.
fn is_early(facts: Facts) -> bool {
    let seal = facts.record().and_then(|record| record.protection.as_ref());
    seal.is_some_and(|seal| seal.epoch == Epoch::EarlyData)
}

fn hello_retry_request(message: &Message, words: &mut Telling) {
    words.head(
        "HelloRetryRequest",
        "The server asks for another hello",
        "It costs a round trip. Both hellos stay in the transcript, so nobody on the way can have made this up unnoticed.",
        &[cite::HELLO_RETRY_REQUEST, cite::TRANSCRIPT_HASH],
    );
    let groups = names(message, "selected_group");
    if !groups.is_empty() {
        words
            .simple(
                "The client sent no public key of a kind that the server accepts. The server asks for one of the kind {}, \
                 which the client knows too.",
            )
            .list(&groups, " and ");
    }
    if count_of(message, "cookie") > 0 {
        words.simple(
            "The server hands out a few bytes, a cookie, and wants to see them again. Only somebody who can really \
             receive its messages can send them back.",
        );
        words.cite(&[cite::COOKIE]);
    }
    words.technical(
        "A ServerHello whose random is SHA-256(\"HelloRetryRequest\"). In the transcript the first ClientHello is \
         replaced by message_hash: a handshake message of type 254 that holds its hash.",
    );
}

fn second_client_hello(message: &Message, words: &mut Telling) {
    words.head(
        "ClientHello, again",
        "The client says hello once more",
        "Everything else must stay as it was. Otherwise the question of the server could be used to make the client \
         change its mind.",
        &[cite::CLIENT_HELLO, cite::HELLO_RETRY_REQUEST],
    );
    words.simple("The client sends its first message again, with what the server asked for.");
    if count_of(message, "binders") > 0 {
        words.simple(
            "The proof of the key from before is made anew: now it covers both hellos and the server's question.",
        );
        words.cite(&[cite::BINDER]);
    }
}

/// What a `ClientHello` says of a key from before.
pub(super) fn offer_of_psk(message: &Message, words: &mut Telling) {
    if count_of(message, "binders") == 0 {
        return;
    }
    words.simple("It shows that the two have a key from before, by its name, and proves that it has the key.");
    if names(message, "ke_mode") == ["psk_ke"] && !names(message, "group").is_empty() {
        words.say(" The public key is for the case that the server does not know that one.");
    }
    words.cite(&[cite::PRE_SHARED_KEY, cite::BINDER]);
    if count_of(message, "early_data") > 0 {
        words.say(" It goes on to speak at once, without waiting for an answer.");
        words.cite(&[cite::EARLY_DATA]);
    }
}

/// What a `ClientHello` has for the sake of others than this server.
pub(in crate::explain::step) fn dress(message: &Message, words: &mut Telling) {
    let suites = names(message, "cipher_suite");
    if suites.iter().any(|name| name.starts_with("GREASE")) {
        words.simple(
            "Some of what it lists has no meaning (GREASE): numbers that servers must pass over, so that they stay used to \
             what they do not know.",
        );
        words.cite(&[cite::GREASE]);
    }
    if suites.iter().any(|name| name.starts_with("TLS_FALLBACK_SCSV")) {
        words.simple("One entry says that the client tries an older edition only because a newer one failed.");
        words.cite(&[cite::FALLBACK]);
    }
}

/// How application data is put into records, if that is out of the ordinary.
pub(super) fn parcel(facts: Facts, message: &Message, words: &mut Telling) {
    if message.placements.len() > 1 {
        words.simple("They travel in {}.").count(message.placements.len(), "record");
    }
    let inside = facts.record().and_then(|record| record.protection.as_ref()).map_or(0, |seal| seal.inner.len());
    // The content's type is a byte behind it.
    if message.placements.len() == 1 && inside > message.bytes.len() + 1 {
        words.simple("Zeros fill the record up, so its length tells less of theirs.");
        words.cite(&[cite::PADDING]);
    }
}

/// What a server's share is in a hybrid group.
pub(super) fn hybrid_share(words: &mut Telling) {
    words.simple(
        "The server answers with what it picked from the client's lists, and with its part of the key exchange. That is two \
         things: a secret that it has wrapped up so that only the client can unwrap it, and a public key for this \
         connection.",
    );
    words.cite(&[cite::ECDHE_MLKEM]);
}

/// The parts of that share with their lengths.
pub(super) fn hybrid_parts(message: &Message, words: &mut Telling) {
    let part = |field| length_of(message, field).unwrap_or_default();
    words
        .technical("The share is an ML-KEM-768 ciphertext of {} and an x25519 public key of {}.")
        .count(part("ciphertext"), "byte")
        .count(part("x25519_public_key"), "byte");
}

fn certificate_request(message: &Message, words: &mut Telling) {
    words.head(
        "CertificateRequest",
        "The server asks who the client is",
        "On most websites the server does not ask, and the client stays unknown to TLS. Within companies and between \
         machines it often does.",
        &[cite::CERTIFICATE_REQUEST],
    );
    words.simple("The server wants to see the client's certificate, and says which kinds of signature it can verify.");
    words
        .technical("signature_algorithms: {}. certificate_request_context")
        .list(&names(message, "signature_scheme"), ", ");
    if length_of(message, "certificate_request_context").is_none_or(|length| length == 0) {
        words.say(" is empty, as in every handshake.");
        return;
    }
    // Only after a handshake: RFC 8446 §4.3.2.
    super::end_with_length(message, "certificate_request_context", words);
    words.cite(&[cite::POST_HANDSHAKE]);
}

fn no_certificate(words: &mut Telling) {
    words.head(
        "Certificate (empty)",
        "{The} has no certificate to show",
        "It is for the server to say what that means: some go on with a client that they do not know, others end the \
         connection.",
        &[cite::CERTIFICATE, cite::CLIENT_CERTIFICATE],
    );
    words.simple("{The} was asked who it is, and answers with an empty list.");
    words.technical("An empty certificate_list. No CertificateVerify follows, because there is no key to sign with.");
}

fn end_of_early_data(words: &mut Telling) {
    words.head(
        "EndOfEarlyData",
        "The client ends its early data",
        "Without this message somebody on the way could cut off the end of the early data, and the server would not \
         notice. Finished covers it.",
        &[cite::END_OF_EARLY_DATA],
    );
    words.simple("The client has seen the server's proof. It says that nothing more comes under the early key.");
    words.technical("An empty message under client_early_traffic_secret, and part of the transcript.");
}

fn key_update(message: &Message, words: &mut Telling) {
    let request = names(message, "request_update");
    words.head(
        "KeyUpdate",
        "{The} takes a new key",
        "Long connections change keys from time to time, so that no key seals too much, and so that a stolen key opens \
         less.",
        &[cite::KEY_UPDATE, cite::UPDATED_SECRETS],
    );
    words.simple("{The} says that this is its last message under its present key.");
    if request.iter().any(|name| name.starts_with("update_requested")) {
        words.simple("It wants the {peer} to do the same.");
    }
    words
        .technical("request_update: {}. A post-handshake message: it is not part of the transcript.")
        .list(&request, " and ");
}

/// RFC 8446 §D.4.
fn disguise(words: &mut Telling) {
    super::plain(&CHANGE_CIPHER_SPEC, words);
    words.why(
        "Some equipment on the way lets through only what looks like the TLS that it knows, and nothing depends on this byte.",
    );
}

fn early_data(facts: Facts, message: &Message, words: &mut Telling) {
    words.head(
        "application_data (early)",
        "The client speaks before the server has answered",
        "It saves a round trip, at a price: somebody can record it and send it again, so it should only say what does \
         no harm when said twice.",
        &[cite::ZERO_RTT, cite::EARLY_DATA],
    );
    words
        .simple("The client sends {} for the application at once, sealed with a key that follows from the one it had before.")
        .count(message.bytes.len(), "byte");
    if facts.is_skipped() {
        words.simple("The server does not take it and drops it unread. The application may say it again later.");
    }
    words.technical("0-RTT data under client_early_traffic_secret. It is not part of the transcript.");
    if let Some(length) = length_of(message, "data") {
        words.say(" Of max_early_data_size it uses {}.").count(length, "byte");
    }
}

/// Somebody else sends what the client once sent.
pub(super) fn replayed(facts: Facts, words: &mut Telling) {
    words.head(
        "a recorded message, again",
        "Somebody sends recorded bytes again",
        "Whoever recorded bytes can send them again at any time, without understanding them. Only the receiver can find out \
         that it has seen them before, and what comes early is all that can be repeated so.",
        &[cite::REPLAY, cite::HELLO_RECORDING],
    );
    words.simple(
        "The client has no part in this. These are the very bytes that it sent in an earlier connection: somebody on the way \
         recorded them, and sends them to the server once more.",
    );
    if facts.skips() {
        words.simple(
            "The server drops this unread. And whoever sent it cannot go on: for that they would need the key from before, \
             which was never on the way.",
        );
    }
}
