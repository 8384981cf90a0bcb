//! Steps in which a message travels.

pub(super) mod variants;

use super::facts::{Facts, count_of, length_of, names, texts};
use super::observed;
use super::telling::Telling;
use super::tls12;
use crate::crypto::rare;
use crate::explain::message::{CHANGE_CIPHER_SPEC, OTHER_HANDSHAKE};
use crate::explain::{Citation, Entry, alert as alert_words, citation as cite, failure};
use crate::trace::{AlertDescription, Epoch, Message, MessageName, Side, State};
use crate::wire::Value;

/// A message goes from one side to the other.
pub(super) fn message(facts: Facts, name: MessageName, words: &mut Telling) {
    if rare::BUILT && facts.is_replayed() {
        return variants::replayed(facts, words);
    }
    let Some(message) = facts.message() else { return sends(name.name(), &[cite::HANDSHAKE_PROTOCOL], words) };
    if rare::BUILT
        && (tls12::message(facts, (name, message), words)
            || observed::later(facts, (name, message), words)
            || variants::message(facts, (name, message), words))
    {
        return;
    }
    match name {
        MessageName::ClientHello => client_hello(facts, message, words),
        MessageName::ServerHello => server_hello(message, words),
        MessageName::EncryptedExtensions => encrypted_extensions(facts, message, words),
        MessageName::Certificate => certificate(message, words),
        MessageName::CertificateVerify => certificate_verify(message, words),
        MessageName::Finished => finished(facts, message, words),
        MessageName::NewSessionTicket => new_session_ticket(message, words),
        MessageName::ApplicationData => application_data(facts, message, words),
        MessageName::Alert => alert(facts, message, words),
        MessageName::OtherHandshake(_)
        | MessageName::HelloRetryRequest
        | MessageName::CertificateRequest
        | MessageName::EndOfEarlyData
        | MessageName::KeyUpdate
        | MessageName::HelloRequest
        | MessageName::ServerKeyExchange
        | MessageName::ServerHelloDone
        | MessageName::ClientKeyExchange => plain(&OTHER_HANDSHAKE, words),
        #[cfg(feature = "rare")]
        MessageName::CompressedCertificate => super::compressed::message(message, words),
        MessageName::ChangeCipherSpec => plain(&CHANGE_CIPHER_SPEC, words),
        MessageName::SealedRecord => observed::sealed(facts, words),
    }
}

/// The words for the kind of message, where the run adds nothing.
fn plain(entry: &Entry, words: &mut Telling) {
    sends(entry.title, entry.citations, words);
    words.simple(entry.simple);
    words.technical(entry.technical);
}

fn sends(name: &'static str, citations: &[Citation], words: &mut Telling) {
    words.head(
        name,
        "{The} sends ",
        "Whatever is not expected here ends the connection, or is dropped without effect.",
        citations,
    );
    words.title(name);
}

fn client_hello(facts: Facts, message: &Message, words: &mut Telling) {
    let guesses = !rare::BUILT || !names(message, "group").is_empty();
    words.head(
        "ClientHello",
        "The client says hello",
        if guesses {
            "The client guesses which kind of key the server will accept and sends its public key at once. So \
             everything after the server's first answer can be sealed. A full handshake of TLS 1.2 takes two round \
             trips before the client can send data."
        } else {
            "The client could guess which kind of key the server will accept, and save a round trip. By asking first it \
             saves the work of making a key pair for nothing."
        },
        &[cite::CLIENT_HELLO, cite::OVERVIEW, cite::KEY_SHARE],
    );
    words.simple("The client opens the conversation. It lists what it can do, its favourites first, and ");
    words.say(if guesses {
        "sends its public key for this connection."
    } else {
        "leaves it to the server to say which kind of public key it wants."
    });
    let hosts = texts(message, "HostName");
    let protocols = texts(message, "ProtocolName");
    if !hosts.is_empty() || !protocols.is_empty() {
        words.simple("It also says ");
        if !hosts.is_empty() {
            words.item("that it wants the server called {}").list(&hosts, " and ");
        }
        if !protocols.is_empty() {
            words.item("that afterwards it would like to speak ");
            for (place, protocol) in protocols.iter().enumerate() {
                words.say(if place == 0 { "" } else { " or " }).value(protocol);
            }
        }
        words.listed(" and ").say(".");
    }
    if rare::BUILT {
        variants::offer_of_psk(message, words);
    }
    words.simple(if !rare::BUILT || count_of(message, "binders") == 0 {
        "Nobody has a shared key yet, so anyone on the way can read all of this."
    } else {
        "The hello itself is not sealed, so anyone on the way can read all of this."
    });
    offer(message, words);
    if rare::BUILT {
        variants::dress(message, words);
        tls12::changed(facts, message, words);
    }
}

/// What a `ClientHello` offers.
fn offer(message: &Message, words: &mut Telling) {
    let versions = names(message, "version");
    if rare::BUILT && versions.is_empty() {
        return tls12::offer(message, words);
    }
    words.technical("Offered: versions {}; cipher suites {}; groups {}; signature schemes {}; {}.");
    words.list(&versions, ", ");
    for field in ["cipher_suite", "named_group", "signature_scheme"] {
        words.list(&names(message, field), ", ");
    }
    let shares = names(message, "group");
    let rest = words.pause();
    words.say(match shares.len() {
        0 => "no share",
        1 => "a key_share for ",
        _ => "key_shares for ",
    });
    words.list(&shares, " and ").say(rest);
    words
        .technical("{} in all. legacy_version says {}; the offer that counts is supported_versions.")
        .count(count_of(message, "extension_type"), "extension")
        .list(&names(message, "legacy_version"), " and ");
}

fn server_hello(message: &Message, words: &mut Telling) {
    let alone = rare::BUILT && names(message, "group").is_empty();
    let hybrid = rare::BUILT && length_of(message, "x25519_public_key").is_some();
    words.head(
        "ServerHello",
        "The server answers",
        if alone {
            "The key from before is all that the two need. The rest of the handshake is sealed with what follows from \
             it; but whoever ever learns that key can open it."
        } else if hybrid {
            "Each side now has what it needs from the other to share a secret. The rest of the handshake is sealed; in TLS \
             1.2 it went on in the clear, the server's certificate included."
        } else {
            "Both public keys are on the table, and that is all that the two need to share a secret. The rest of the \
             handshake is sealed; in TLS 1.2 it went on in the clear, the server's certificate included."
        },
        &[cite::SERVER_HELLO, cite::KEY_SHARE, cite::SUPPORTED_VERSIONS],
    );
    if alone {
        words.simple(
            "The server answers with what it picked from the client's lists: a key that both have from before.",
        );
    } else if hybrid {
        variants::hybrid_share(words);
    } else {
        words.simple(
            "The server answers with what it picked from the client's lists, and with its own public key for this \
             connection.",
        );
    }
    if rare::BUILT && count_of(message, "selected_identity") > 0 {
        words.simple("It also says with which of the keys from before it goes on, so no certificate is needed.");
        words.cite(&[cite::PRE_SHARED_KEY]);
    }
    words.simple("This, too, anyone on the way can read. It is the last handshake message of which that is true.");
    words.technical(if alone {
        "selected_version {}; cipher_suite {}; no key_share{}"
    } else {
        "selected_version {}; cipher_suite {}; key_share {}"
    });
    for field in ["selected_version", "cipher_suite", "group"] {
        words.list(&names(message, field), " and ");
    }
    end_with_length(message, "key_exchange", words);
    if hybrid {
        variants::hybrid_parts(message, words);
    }
}

fn encrypted_extensions(facts: Facts, message: &Message, words: &mut Telling) {
    words.head(
        "EncryptedExtensions",
        "The server's other answers, sealed",
        "In TLS 1.2 these answers travelled in the clear, so anyone on the way could read, for example, which \
         protocol was chosen.",
        &[cite::ENCRYPTED_EXTENSIONS, cite::RECORD_PROTECTION],
    );
    if facts.is_sealed() {
        words.simple("From here on the server seals what it sends.");
    }
    words.simple("This message holds those of the server's answers that are not needed for making keys.");
    let protocols = texts(message, "ProtocolName");
    if protocols.is_empty() {
        words.simple("It names no protocol for what comes after; the two leave that to the application.");
    } else {
        words.simple("Here it says that afterwards the two will speak {}.").list(&protocols, " and ");
        words.cite(&[cite::ALPN]);
    }
    let extensions = names(message, "extension_type");
    if extensions.is_empty() {
        words.technical("The list of extensions is empty; the message is mandatory all the same.");
    } else {
        words.technical("Extensions: {}.").list(&extensions, " and ");
    }
}

fn certificate(message: &Message, words: &mut Telling) {
    let count = count_of(message, "CertificateEntry");
    words.head(
        "Certificate",
        "{The} shows who it is",
        match words.side {
            Side::Client if rare::BUILT => {
                "The server asked for it. Here it is sealed, so only the server learns who the client is; in TLS 1.2 \
                 anyone on the way could read a client's certificate."
            }
            Side::Client | Side::Server => {
                "Without it the client would share a secret with somebody, but would not know with whom. In TLS 1.2 the \
                 certificate was public, so anyone on the way could see which one the server showed."
            }
        },
        &[
            cite::CERTIFICATE,
            match words.side {
                Side::Client if rare::BUILT => cite::CLIENT_CERTIFICATE,
                Side::Client | Side::Server => cite::CERTIFICATE_SELECTION,
            },
        ],
    );
    words
        .simple(
            "{The} sends {}. The first must be its own; any others vouch for the one before. The root need not be sent, \
             because the other side must have it already.",
        )
        .count(count, "certificate");
    words.simple("A certificate alone proves nothing yet: it is public, and anyone could send a copy.");
    words
        .technical("certificate_list with {} CertificateEntry{}; certificate_request_context is {}.")
        .number(count)
        .value(if count == 1 { "" } else { " values" });
    match length_of(message, "certificate_request_context") {
        None | Some(0) => words.value("empty"),
        Some(length) => words.count(length, "byte"),
    };
}

fn certificate_verify(message: &Message, words: &mut Telling) {
    words.head(
        "CertificateVerify",
        "{The} proves that the certificate is its own",
        if rare::BUILT && words.side == Side::Client {
            "The signature covers every message so far, so nobody can take it from here and use it in another connection."
        } else {
            "The signature covers every message so far, so nobody can take it from here and use it in another connection. \
             In TLS 1.2 the server signed only the two random values and its key exchange parameters."
        },
        &[cite::CERTIFICATE_VERIFY],
    );
    words.simple(
        "{The} signs a fingerprint of all messages so far (a short value computed from every byte of them) with the \
         private key that belongs to its certificate. Only the true owner can do that.",
    );
    words.technical("algorithm {}; signature").list(&names(message, "algorithm"), " and ");
    end_with_length(message, "signature", words);
}

/// Ends a sentence with how many bytes a field has, if the message has it.
pub(super) fn end_with_length(message: &Message, field: &str, words: &mut Telling) {
    if let Some(length) = length_of(message, field) {
        words.say(", {}").count(length, "byte");
    }
    words.say(".");
}

fn finished(facts: Facts, message: &Message, words: &mut Telling) {
    // With early data, or after a retry, the data comes sooner or later than in a plain handshake.
    let plain = !rare::BUILT
        || !facts.sent_before(Side::Client, MessageName::ApplicationData)
            && !facts.sent_before(Side::Server, MessageName::HelloRetryRequest);
    let (why, last) = match words.side {
        Side::Server if !plain => (
            "If anyone on the way had changed a bit of the hellos, nothing sealed would have opened. This proof confirms it for \
             every message so far.",
            "With this the server has said its part.",
        ),
        Side::Server => (
            "If anyone on the way had changed a bit of the hellos, nothing sealed would have opened. This proof confirms it for \
             every message, before any data is sent.",
            "With this the server has said its part.",
        ),
        Side::Client if rare::BUILT && facts.sent_before(Side::Client, MessageName::ApplicationData) => (
            "The server learns that the client has the same keys and saw the same handshake. And the client may now \
             send data that nobody can replay.",
            "It is the client's last word in the handshake.",
        ),
        Side::Client if !plain => (
            "The server learns that the client has the same keys and saw the same handshake. And the client may now \
             send its data, two round trips after its first message.",
            "It is the client's last word in the handshake.",
        ),
        Side::Client => (
            "The server learns that the client has the same keys and saw the same handshake. And the client may now \
             send its data, one round trip after its first message.",
            "It is the client's last word in the handshake.",
        ),
    };
    words.head("Finished", "{The} proves that it saw the same", why, &[cite::FINISHED, cite::TRANSCRIPT_HASH]);
    words.simple(
        "{The} sends a short proof, computed from all messages so far with a key that only the two can have. The \
         {peer} can compute it too and compare.",
    );
    words.simple(last);
    if let Some(length) = length_of(message, "verify_data") {
        words.technical("verify_data has {}: the output length of the hash function.").count(length, "byte");
    }
}

fn new_session_ticket(message: &Message, words: &mut Telling) {
    words.head(
        "NewSessionTicket",
        "The server hands out a ticket",
        "A later connection with the ticket needs no certificate and no signature. In TLS 1.2 tickets were sent in the \
         clear, and usually carried the master secret of the connection itself, encrypted for the server.",
        &[cite::NEW_SESSION_TICKET, cite::RESUMPTION],
    );
    words.simple(
        "The server gives the client a ticket. If the client shows it next time, the two can take up where they left \
         off, without certificates.",
    );
    words.simple("The key that goes with the ticket is not in the message: both sides compute it.");
    words.technical("");
    for field in message.fields.fields() {
        if let ("ticket_lifetime", Value::Integer(lifetime)) = (field.name, field.value) {
            words.item("ticket_lifetime {} seconds").value(&lifetime.to_string());
        }
    }
    for field in ["ticket_nonce", "ticket"] {
        if let Some(length) = length_of(message, field) {
            words.item("{} {}").value(field).count(length, "byte");
        }
    }
    words.listed(" and ").say(". A post-handshake message: it is not part of the transcript.");
}

fn application_data(facts: Facts, message: &Message, words: &mut Telling) {
    let side = words.side;
    let earlier = |sender: Side| facts.sent_before(sender, MessageName::ApplicationData);
    words.head(
        "application_data",
        match side {
            _ if earlier(side) => "{The} goes on",
            Side::Client => "The client says what it came to say",
            Side::Server if earlier(Side::Client) => "The server answers",
            Side::Server => "The server speaks",
        },
        "All the steps before were for this one. Somebody on the way sees that something was sent, when, and about how \
         much, but not what; and cannot change it without being noticed.",
        &[cite::RECORD_PROTOCOL, cite::RECORD_PROTECTION],
    );
    words
        .simple("{The} sends {} for the application on the other side, sealed with its key for the conversation.")
        .count(message.bytes.len(), "byte");
    words.simple("TLS does not care what the bytes mean. It carries them.");
    if rare::BUILT {
        variants::parcel(facts, message, words);
    }
    words.technical(
        "The outer opaque_type is application_data for every sealed record; here the type inside is application_data \
         as well. Application data is not part of the transcript.",
    );
}

fn alert(facts: Facts, message: &Message, words: &mut Telling) {
    let description = facts.alert().unwrap_or(AlertDescription::Unknown(u8::MAX));
    let entry = alert_words(description);
    // Without what is rare, every run comes to a good end.
    if !rare::BUILT || description == AlertDescription::CloseNotify {
        return goodbye(facts, message, words);
    }
    let is_warning = facts.is_tls12() && names(message, "level") == ["warning"];
    if is_warning || description == AlertDescription::UserCanceled {
        return warning(description, message, words);
    }
    words.head(
        "Alert: ",
        "{The} ends the connection: ",
        "An alert is better than silence: the other side learns that the connection is over, and roughly why. It says \
         no more than it must, so that it does not help an attacker.",
        entry.citations,
    );
    words.label(description.name());
    words.title(description.name());
    match facts.failure_of(words.side) {
        Some(cause) => words.simple("{The} cannot go on and says so. ").say(failure(cause).simple),
        None => words.simple("{The} says that it cannot go on. ").say(entry.simple),
    };
    words.simple("The connection is over for both. Nothing after this message would be read.");
    words.technical(entry.technical);
    let seal = facts.record().and_then(|record| record.protection.as_ref());
    words.technical("Code {}. ").number(description.code().into()).say(match seal.map(|seal| seal.epoch) {
        Some(Epoch::Plaintext) | None => "It travels in the clear, because its sender does not seal yet.",
        Some(Epoch::EarlyData) => "It is sealed with early data keys, so only the peer learns the reason.",
        Some(Epoch::Handshake) => "It is sealed with handshake keys, so only the peer learns the reason.",
        Some(Epoch::Preceding | Epoch::Connection) => {
            "It is sealed with the connection's keys, so only the peer learns the reason."
        }
        Some(Epoch::Application | Epoch::Updated(_)) => {
            "It is sealed with application keys, so only the peer learns the reason."
        }
    });
}

/// RFC 5246 §7.2: whoever gets a warning decides whether to go on. RFC 8446 §6.1: `user_canceled` is followed by `close_notify`.
fn warning(description: AlertDescription, message: &Message, words: &mut Telling) {
    let entry = alert_words(description);
    words.head(
        "Alert: ",
        "{The} warns: ",
        "A warning ends nothing by itself: the other side decides whether to go on. TLS 1.3 has only two such alerts left, \
         close_notify and user_canceled.",
        entry.citations,
    );
    words.label(description.name());
    words.title(description.name());
    words.simple("{The} warns the {peer}. ").say(entry.simple);
    words.simple(if description == AlertDescription::UserCanceled {
        "Its goodbye should follow."
    } else {
        "The connection goes on, unless the {peer} does not want it so."
    });
    words.technical(entry.technical).technical("Code {}, ").number(description.code().into());
    words.say("of level {}.").list(&names(message, "level"), " and ");
}

fn goodbye(facts: Facts, message: &Message, words: &mut Telling) {
    let last = facts.trace.state(words.side, facts.index) == State::Closed;
    words.head(
        "close_notify",
        "{The} says goodbye",
        if last {
            "Both sides now know that they received everything, to the last byte."
        } else {
            "Without a goodbye, somebody who cuts the line could make half a message look like a whole one. The seal \
             on this notice shows that it is the sender's own end."
        },
        &[cite::CLOSURE_ALERTS],
    );
    if last {
        words.simple("{The} says, sealed, that it will send nothing more either.");
        words.simple("Both directions are closed now. The connection is over.");
    } else {
        words.simple(
            "{The} says, sealed, that it will send nothing more. The {peer} may still finish what it has to say.",
        );
    }
    words
        .technical(
            "An alert of level {} with the description close_notify. It closes the sender's write direction only; in \
             TLS 1.2 and before, the peer had to answer at once and discard what it had not sent yet.",
        )
        .list(&names(message, "level"), " and ");
}
