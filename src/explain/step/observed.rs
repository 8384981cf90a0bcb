//! What only a capture has: records that stay sealed, gaps, secrets that were given. A run has nothing of the kind, so the
//! page's first part, which shows runs, goes without these words.

use super::facts::{Facts, names};
use super::message::end_with_length;
use super::telling::Telling;
use crate::explain::citation as cite;
use crate::tls::message::unpacked;
use crate::tls::registry::CipherSuite;
use crate::trace::{Derivation, Effect, Giver, Message, MessageName, Note, Sealed, SecretName, Side, StepKind};
use crate::wire::{Field, Value};

/// Whether these words are there.
const BUILT: bool = cfg!(feature = "whole");

/// What is said by who looks on, in this step.
fn notes(facts: Facts<'_>) -> impl Iterator<Item = Note> {
    facts.step.occurrences.iter().filter_map(|occurrence| match occurrence.effect {
        Effect::Noted(ref note) => Some(note.clone()),
        _ => None,
    })
}

/// A record that stays sealed.
pub(super) fn sealed(facts: Facts, words: &mut Telling) {
    if !BUILT {
        return;
    }
    words.head(
        "sealed record",
        "{The} sends a sealed record",
        "This is what everyone on the way sees: how long it is, when it passes and in which direction, and nothing of \
         what it says.",
        &[cite::RECORD_PROTECTION],
    );
    words.simple("{The} sends something to the {peer}, sealed. Both of them can read it; here it stays closed.");
    for note in notes(facts) {
        if let Note::Sealed { why, .. } = note {
            stays_sealed(why, words);
        }
    }
}

fn stays_sealed(why: Sealed, words: &mut Telling) {
    match why {
        Sealed::NoSecret(name) => {
            words.simple("The secret that would open it was not given, and does not follow from what was.");
            words.technical("Missing: {}.").value(missing(name));
        }
        Sealed::WrongSecret(name) => {
            words.simple(
                "A secret was given for it, but it does not open the record: it is another connection's, or a wrong \
                 digit stands in it.",
            );
            words.technical("The tag does not verify with the key that follows from {}.").value(name.name());
        }
        Sealed::AfterGap(name) => {
            words.simple(
                "Something before it was not captured. Each record has a number that its key is used with, and with all \
                 the numbers that were tried it stays closed; or the keys changed in between.",
            );
            words.technical("The tag does not verify with the key that follows from {} and any sequence number tried.");
            words.value(name.name());
        }
        Sealed::SuiteNotBuilt { suite } => {
            words.simple("It is sealed in a way that is not built here, so no secret would help.");
            let code = format!("0x{suite:04x}");
            words.technical("The cipher suite is {} ({}).").value(CipherSuite(suite).name()).value(&code);
        }
        Sealed::SecondHandshake => {
            words.simple(
                "The two have shaken hands again within their connection, and seal with the keys of that now. Its first messages \
                 are not in the capture, or could not be opened, so its keys are not known.",
            );
            words.technical(
                "Renegotiation: after its change_cipher_spec a side writes with keys from another master secret.",
            );
        }
        Sealed::NoHello => {
            words.simple(
                "The beginning of the connection was not captured. Only the first messages say how the rest is sealed.",
            );
            words.technical("Without ClientHello and ServerHello neither cipher suite nor key can be known.");
        }
    }
}

/// What to look for in a key log, or elsewhere.
fn missing(name: SecretName) -> &'static str {
    match name {
        SecretName::SessionMasterSecret => "master_secret (CLIENT_RANDOM in a key log)",
        name => name.name(),
    }
}

/// A remark on the stream of a side.
pub(super) fn stream(facts: Facts, words: &mut Telling) {
    if !BUILT {
        return;
    }
    if notes(facts).any(|note| matches!(note, Note::BeforeTls { .. })) {
        words.head(
            "before TLS",
            "{The} speaks without TLS at first",
            "Whatever is said before TLS, and the agreement to use it at all, can be read and changed by anyone on the way. \
             Somebody who takes that agreement away keeps both sides in plain text, unless they insist on TLS.",
            &[],
        );
    } else {
        words.head(
            "not in the capture",
            "Something of what {the} sent is missing here",
            "A capture shows what somebody saw on the way, and nobody sees everything. What is missing is said here, so that \
             nothing is taken for the whole that is not.",
            &[],
        );
    }
    for note in notes(facts) {
        match note {
            Note::Gap { length } => {
                words.simple("The capture lacks {} of what {the} sent here.").count(whole(length), "byte");
                words.technical(
                    "TCP sequence numbers leave a gap of {}. Where the next record begins after it, and with which \
                     sequence number it is sealed, is found by trying.",
                );
                words.count(whole(length), "byte");
            }
            Note::Unread { length } => {
                words.simple("No record can be made out in {} that {the} sent: unread.");
                words.count(whole(length), "byte");
                words.technical("No TLS record was found to begin here: {} unread.").count(whole(length), "byte");
            }
            Note::BeforeTls { length, beginning } => before_tls(whole(length), &beginning, words),
            Note::CutOff { wanted, available } => {
                words.simple("Only the beginning of something that {the} sent is in the capture.");
                words.technical("{} of a record are there").count(available, "byte");
                if wanted > 0 {
                    words.say(", which has {}").count(wanted, "byte");
                }
                words.say(".");
            }
            Note::MessageCutOff { available } => {
                words.simple("A message of {the}'s is not complete: the rest of it did not come.");
                words.technical("{} of a handshake message are there.").count(available, "byte");
            }
            Note::TooMany { limit } => {
                words.simple("There is more in the capture. So much at once is not read here.");
                words.technical("Only the first {} of a capture are read.").count(limit, "record");
            }
            #[cfg(feature = "rare")]
            Note::StaysCompressed(_) => {}
            Note::Sealed { .. } | Note::ChainNotJudged | Note::ProofNotJudged | Note::SignatureOfAnother => {}
        }
    }
}

/// How many bytes of what comes before TLS the simple words show.
const SHOWN: usize = 200;

fn before_tls(length: usize, beginning: &[u8], words: &mut Telling) {
    words.simple("Here {the} says {} in another protocol, and nothing of it is protected.");
    words.count(length, "byte");
    words.technical(
        "The stream does not begin with a TLS record. Before the first one, as with STARTTLS in mail or CONNECT through an HTTP \
         proxy, come here {}.",
    );
    words.count(length, "byte");
    if beginning.is_empty() {
        return;
    }
    let shown = beginning.len().min(SHOWN);
    words.simple("It says: {}").value(&readable(&beginning[..shown]));
    rest(length - shown, words);
    words.technical("They are: {}").value(&readable(beginning));
    rest(length.saturating_sub(beginning.len()), words);
}

/// Says how much more there is.
fn rest(length: usize, words: &mut Telling) {
    if length > 0 {
        words.say(" … and {} more").count(length, "byte");
    }
    words.say(".");
}

/// Bytes as text: what is no printable ASCII is escaped.
#[must_use]
pub fn readable(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for byte in bytes {
        match byte {
            b'"' | b'\'' => text.push(char::from(*byte)),
            _ => text.extend(byte.escape_ascii().map(char::from)),
        }
    }
    text
}

fn whole(length: u64) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}

/// What cannot be said of a message that was read.
pub(super) fn remarks(facts: Facts, words: &mut Telling) {
    if !BUILT {
        return;
    }
    for note in notes(facts) {
        match note {
            #[cfg(feature = "rare")]
            Note::StaysCompressed(why) => super::compressed::stays(why, words),
            Note::ChainNotJudged => {
                words.simple(
                    "Whether the {peer} trusts these certificates cannot be seen from outside: which roots it trusts is \
                     not said on the wire.",
                );
                words.technical("The chain is not judged: no trust anchors were given.");
            }
            Note::ProofNotJudged
                if let Some(bits) = key_of_signature(facts).and_then(|message| short_key(&unpacked(message))) =>
            {
                words.simple(
                    "Whether the signature in it is right is not said here: the key is RSA with {} bits, and shorter than 2048 \
                     is not checked here.",
                );
                words.number(bits);
                words
                    .technical("The proof is not judged: the key is RSA with {} bits, shorter than 2048.")
                    .number(bits);
            }
            Note::ProofNotJudged => {
                words.simple(
                    "Whether the proof in it is right cannot be checked here: something that it covers, or its key, is \
                     not known, or the key is of a kind that is not built here.",
                );
                words.technical(
                    "The proof is not judged: the transcript or the key for it is not known, or the key is of a kind \
                     that is not built here.",
                );
            }
            Note::SignatureOfAnother => {
                words.simple(
                    "Here the attacker, who plays the server, has no key to sign with. They have asked the real server for its \
                     proof, in a connection of their own, and pass that on.",
                );
                words.technical(
                    "The signature is that of the other connection's CertificateVerify. It covers Transcript-Hash(\"\"), which \
                     is the same in both.",
                );
                words.why(
                    "A signature that covers nothing of its connection fits every other one. So whoever gets it can pass for its \
                     owner.",
                );
                words.cite(&[cite::CERTIFICATE_VERIFY]);
            }
            _ => {}
        }
    }
}

/// The certificates with whose key the message of this step is signed, if it is.
fn key_of_signature(facts: Facts<'_>) -> Option<&Message> {
    let is_signed =
        matches!(facts.step.kind, StepKind::Message(MessageName::CertificateVerify | MessageName::ServerKeyExchange));
    is_signed.then(|| facts.last_certificates(facts.step.side)).flatten()
}

/// The length in bits of the first certificate's key, if it is an RSA key that is too short to be built here.
#[must_use]
pub fn short_key(certificates: &Message) -> Option<usize> {
    let fields = certificates.fields.fields();
    let modulus = fields.iter().find(|field| (field.name, field.value) == ("modulus", Value::Opaque))?;
    // Only the first certificate's key counts.
    let is_later = |field: &&Field| matches!(field.name, "CertificateEntry" | "ASN.1Cert");
    let second = fields.iter().filter(is_later).nth(1);
    if second.is_some_and(|second| second.span.start <= modulus.span.start) {
        return None;
    }
    let bytes = modulus.span.of(&certificates.bytes);
    let zeros: usize = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len());
    let first = bytes.get(zeros).map_or(0, |byte| byte.leading_zeros() as usize);
    Some((bytes.len() - zeros) * 8 - first).filter(|bits| *bits < 2048)
}

/// Who the client is, asked after the handshake; says whether it is told here. RFC 8446 §4.6.2.
pub(super) fn later(facts: Facts, (name, message): (MessageName, &Message), words: &mut Telling) -> bool {
    if !BUILT || words.older || !facts.sent_before(Side::Client, MessageName::Finished) {
        return false;
    }
    match name {
        MessageName::CertificateVerify => {
            words.head(
                "CertificateVerify",
                "{The} proves that the certificate is its own",
                "It covers this connection's handshake, so nobody can use it in another one.",
                &[cite::CERTIFICATE_VERIFY, cite::POST_HANDSHAKE],
            );
            words.simple(
                "{The} signs a fingerprint of the handshake, the server's question and its certificates. What was said in between is \
                 not part of it.",
            );
            words.technical("algorithm {}; signature").list(&names(message, "algorithm"), " and ");
            end_with_length(message, "signature", words);
        }
        MessageName::Finished => {
            words.head(
                "Finished",
                "{The} ends its answer",
                "So the server knows that the whole answer is this client's.",
                &[cite::FINISHED, cite::POST_HANDSHAKE],
            );
            words.simple(
                "{The} sends a short proof, computed from the handshake, the server's question and the answer to it.",
            );
            words.technical("The finished_key comes from the latest client_application_traffic_secret; verify_data");
            end_with_length(message, "verify_data", words);
        }
        _ => return false,
    }
    true
}

/// Whether what is checked here ends an answer that the client gave after the handshake.
pub(super) fn is_of_later_answer(facts: Facts) -> bool {
    let is_finished = |message: &&Message| (message.sender, message.name) == (Side::Client, MessageName::Finished);
    BUILT && !facts.is_tls12() && facts.messages(facts.index).filter(is_finished).count() > 1
}

/// A private key that was given, for a side that made it or holds it.
pub(super) fn given_key(words: &mut Telling) {
    if !BUILT {
        return;
    }
    words.head(
        "has this private key",
        "{The} has the private key that was given",
        "Whoever has this key can do what is done here: follow the whole key schedule and read everything. So it is never \
         sent, and thrown away after use.",
        &[cite::KEY_SHARE],
    );
    words.simple(
        "A private key was given along with the capture. Its public half is what {the} sends here, so it is {the}'s.",
    );
}

/// Secrets that a key log gave.
pub(super) fn given_secrets(facts: Facts, words: &mut Telling) {
    if !BUILT {
        return;
    }
    words.head(
        "keys of the key log",
        "The key log gives the secrets of {the}",
        "A key log is written by one of the two ends, so that somebody who looks on can read along. Without it, or a \
         private key, nobody can.",
        &[cite::KEY_SCHEDULE],
    );
    words.simple(
        "{The} derives these secrets from the handshake. Here they are known because the key log has them: what they \
         come from stays unknown, and what follows from them is computed.",
    );
    let lines = facts.step.occurrences.iter().filter_map(|occurrence| match &occurrence.effect {
        Effect::Derived(secret) if is_logged(&secret.derivation) => Some(secret.name.name()),
        _ => None,
    });
    words.technical("From the key log: ").list(&lines.collect::<Vec<_>>(), " and ").say(".");
}

/// Whether a key log gave it.
fn is_logged(derivation: &Derivation) -> bool {
    matches!(derivation, Derivation::Given { by: Giver::KeyLog, .. })
}

/// Whether a step has secrets that were given so.
pub(super) fn gives(facts: Facts, by: Giver) -> bool {
    facts.step.occurrences.iter().any(|occurrence| match &occurrence.effect {
        Effect::Derived(secret) => matches!(&secret.derivation, Derivation::Given { by: given, .. } if *given == by),
        _ => false,
    })
}
