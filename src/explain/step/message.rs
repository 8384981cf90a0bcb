//! Steps in which a message travels.

use super::facts::{Facts, bytes, count_of, length_of, list, names, plural, texts};
use super::{the, words};
use crate::explain::{StepWords, alert as alert_words, citation as cite, failure, message as message_words};
use crate::trace::{AlertDescription, Epoch, Message, MessageName, Side, State};

/// A message goes from one side to the other.
pub(super) fn message(facts: Facts, name: MessageName) -> StepWords {
    let Some(message) = facts.message() else { return plain(facts, name) };
    match name {
        MessageName::ClientHello => client_hello(message),
        MessageName::ServerHello => server_hello(message),
        MessageName::EncryptedExtensions => encrypted_extensions(facts, message),
        MessageName::Certificate => certificate(facts, message),
        MessageName::CertificateVerify => certificate_verify(facts, message),
        MessageName::Finished => finished(facts, message),
        MessageName::NewSessionTicket => new_session_ticket(message),
        MessageName::ApplicationData => application_data(facts, message),
        MessageName::Alert => alert(facts),
        MessageName::OtherHandshake(_) | MessageName::ChangeCipherSpec => plain(facts, name),
    }
}

/// The words for the kind of message, where the run adds nothing.
fn plain(facts: Facts, name: MessageName) -> StepWords {
    let entry = message_words(name);
    let mut words = words(
        entry.title,
        format!("{} sends {}", the(facts.step.side), entry.title),
        "Whatever is not expected here ends the connection, or is dropped without effect.",
        entry.citations,
    );
    words.simple.push(entry.simple.to_owned());
    words.technical.push(entry.technical.to_owned());
    words
}

fn client_hello(message: &Message) -> StepWords {
    let mut words = words(
        "ClientHello",
        "The client says hello",
        "The client guesses which kind of key the server will accept and sends its public key at once. So everything \
         after the server's first answer can be sealed. A full handshake of TLS 1.2 takes two round trips before the \
         client can send data.",
        &[cite::CLIENT_HELLO, cite::OVERVIEW, cite::KEY_SHARE],
    );
    words.simple.push(
        "The client opens the conversation. It lists what it can do, its favourites first, and sends its public key \
         for this connection."
            .to_owned(),
    );
    let hosts = texts(message, "HostName");
    let protocols = texts(message, "ProtocolName");
    let mut wishes = Vec::new();
    if !hosts.is_empty() {
        wishes.push(format!("that it wants the server {}", list(&hosts)));
    }
    if !protocols.is_empty() {
        wishes.push(format!("that afterwards it would like to speak {}", protocols.join(" or ")));
    }
    if !wishes.is_empty() {
        words.simple.push(format!("It also says {}.", list(&wishes)));
    }
    words.simple.push("Nobody has a shared key yet, so anyone on the way can read all of this.".to_owned());
    words.technical.push(format!(
        "Offered: versions {}; cipher suites {}; groups {}; signature schemes {}; a key_share for {}.",
        names(message, "version").join(", "),
        names(message, "cipher_suite").join(", "),
        names(message, "named_group").join(", "),
        names(message, "signature_scheme").join(", "),
        list(&names(message, "group")),
    ));
    words.technical.push(format!(
        "{} in all. legacy_version says {}; the offer that counts is supported_versions.",
        plural(count_of(message, "extension_type"), "extension", "extensions"),
        list(&names(message, "legacy_version")),
    ));
    words
}

fn server_hello(message: &Message) -> StepWords {
    let mut words = words(
        "ServerHello",
        "The server answers",
        "Both public keys are on the table, and that is all that the two need to share a secret. The rest of the \
         handshake is sealed; in TLS 1.2 it went on in the clear, the server's certificate included.",
        &[cite::SERVER_HELLO, cite::KEY_SHARE, cite::SUPPORTED_VERSIONS],
    );
    words.simple.push(
        "The server answers with what it picked from the client's lists, and with its own public key for this \
         connection."
            .to_owned(),
    );
    words.simple.push(
        "This, too, anyone on the way can read. It is the last handshake message of which that is true.".to_owned(),
    );
    let key = length_of(message, "key_exchange").map_or(String::new(), |length| format!(", {}", bytes(length)));
    words.technical.push(format!(
        "selected_version {}; cipher_suite {}; key_share {}{key}.",
        list(&names(message, "selected_version")),
        list(&names(message, "cipher_suite")),
        list(&names(message, "group")),
    ));
    words
}

fn encrypted_extensions(facts: Facts, message: &Message) -> StepWords {
    let mut words = words(
        "EncryptedExtensions",
        "The server's other answers, sealed",
        "In TLS 1.2 these answers travelled in the clear, so anyone on the way could read, for example, which \
         protocol was chosen.",
        &[cite::ENCRYPTED_EXTENSIONS, cite::RECORD_PROTECTION],
    );
    if facts.is_sealed() {
        words.simple.push("From here on the server seals what it sends.".to_owned());
    }
    words
        .simple
        .push("This message holds those of the server's answers that are not needed for making keys.".to_owned());
    let protocols = texts(message, "ProtocolName");
    words.simple.push(if protocols.is_empty() {
        "It names no protocol for what comes after; the two leave that to the application.".to_owned()
    } else {
        format!("Here it says that afterwards the two will speak {}.", list(&protocols))
    });
    let extensions = names(message, "extension_type");
    words.technical.push(if extensions.is_empty() {
        "The list of extensions is empty; the message is mandatory all the same.".to_owned()
    } else {
        format!("Extensions: {}.", list(&extensions))
    });
    if !protocols.is_empty() {
        words.citations.push(cite::ALPN);
    }
    words
}

fn certificate(facts: Facts, message: &Message) -> StepWords {
    let count = count_of(message, "CertificateEntry");
    let who = facts.step.side;
    let mut words = words(
        "Certificate",
        format!("{} shows who it is", the(who)),
        "Without it the client would share a secret with somebody, but would not know with whom. In TLS 1.2 the \
         certificate was public, so anyone on the way could see which one the server showed.",
        &[cite::CERTIFICATE, cite::CERTIFICATE_SELECTION],
    );
    words.simple.push(format!(
        "{} sends {}: its own first, then any that vouch for the one before. The root need not be sent, because the \
         other side must have it already.",
        the(who),
        plural(count, "certificate", "certificates")
    ));
    words.simple.push("A certificate alone proves nothing yet: it is public, and anyone could send a copy.".to_owned());
    words.technical.push(format!(
        "certificate_list with {}; certificate_request_context is {}.",
        plural(count, "CertificateEntry", "CertificateEntry values"),
        match length_of(message, "certificate_request_context") {
            None | Some(0) => "empty".to_owned(),
            Some(length) => bytes(length),
        }
    ));
    words
}

fn certificate_verify(facts: Facts, message: &Message) -> StepWords {
    let who = facts.step.side;
    let mut words = words(
        "CertificateVerify",
        format!("{} proves that the certificate is its own", the(who)),
        "The signature covers every message so far, so nobody can take it from here and use it in another connection. \
         In TLS 1.2 the server signed only the two random values and its key exchange parameters.",
        &[cite::CERTIFICATE_VERIFY],
    );
    words.simple.push(format!(
        "{} signs a fingerprint of all messages so far (a short value computed from every byte of them) with the \
         private key that belongs to its certificate. Only the true owner can do that.",
        the(who)
    ));
    let length = length_of(message, "signature").map_or(String::new(), |length| format!(", {}", bytes(length)));
    words.technical.push(format!("algorithm {}; signature{length}.", list(&names(message, "algorithm"))));
    words
}

fn finished(facts: Facts, message: &Message) -> StepWords {
    let side = facts.step.side;
    let peer = side.peer().name();
    let why = match side {
        Side::Server => {
            "If anyone on the way changed even one bit of the lists at the start, the client finds out here, before \
             any data is sent."
        }
        Side::Client => {
            "The server learns that the client has the same keys and saw the same handshake. And the client \
             may now send its data, one round trip after its first message."
        }
    };
    let mut words = words(
        "Finished",
        format!("{} proves that it saw the same", the(side)),
        why,
        &[cite::FINISHED, cite::TRANSCRIPT_HASH],
    );
    words.simple.push(format!(
        "{} sends a short proof, computed from all messages so far with a key that only the two can have. The {peer} \
         can compute it too and compare.",
        the(side)
    ));
    words.simple.push(match side {
        Side::Server => "With this the server has said its part.".to_owned(),
        Side::Client => "It is the client's last word in the handshake.".to_owned(),
    });
    if let Some(length) = length_of(message, "verify_data") {
        words.technical.push(format!("verify_data has {}: the output length of the hash function.", bytes(length)));
    }
    words
}

fn new_session_ticket(message: &Message) -> StepWords {
    let mut words = words(
        "NewSessionTicket",
        "The server hands out a ticket",
        "A later connection with the ticket needs no certificate and no signature. In TLS 1.2 tickets were sent in the \
         clear, and usually carried the master secret of the connection itself, encrypted for the server.",
        &[cite::NEW_SESSION_TICKET, cite::RESUMPTION],
    );
    words.simple.push(
        "The server gives the client a ticket. If the client shows it next time, the two can take up where they left \
         off, without certificates."
            .to_owned(),
    );
    words.simple.push("The key that goes with the ticket is not in the message: both sides compute it.".to_owned());
    let integer = |field: &str| {
        message.fields.fields().iter().find_map(|item| match item.value {
            crate::wire::Value::Integer(number) if item.name == field => Some(number),
            _ => None,
        })
    };
    let mut facts = Vec::new();
    if let Some(lifetime) = integer("ticket_lifetime") {
        facts.push(format!("ticket_lifetime {lifetime} seconds"));
    }
    for field in ["ticket_nonce", "ticket"] {
        if let Some(length) = length_of(message, field) {
            facts.push(format!("{field} {}", bytes(length)));
        }
    }
    words.technical.push(format!("{}. A post-handshake message: it is not part of the transcript.", list(&facts)));
    words
}

fn application_data(facts: Facts, message: &Message) -> StepWords {
    let side = facts.step.side;
    let earlier = |sender: Side| {
        facts
            .trace
            .messages()
            .take_while(|(step, _)| *step < facts.index)
            .any(|(_, message)| message.name == MessageName::ApplicationData && message.sender == sender)
    };
    let mut words = words(
        "application_data",
        match (side, earlier(side), earlier(side.peer())) {
            (_, true, _) => format!("{} goes on", the(side)),
            (Side::Client, false, _) => "The client says what it came to say".to_owned(),
            (Side::Server, false, true) => "The server answers".to_owned(),
            (Side::Server, false, false) => "The server speaks".to_owned(),
        },
        "All the steps before were for this one. Somebody on the way sees that something was sent, when, and about how \
         much, but not what; and cannot change it without being noticed.",
        &[cite::RECORD_PROTOCOL, cite::RECORD_PROTECTION],
    );
    words.simple.push(format!(
        "{} sends {} for the application on the other side, sealed with its key for the conversation.",
        the(side),
        bytes(message.bytes.len())
    ));
    words.simple.push("TLS does not care what the bytes mean. It carries them.".to_owned());
    words.technical.push(
        "The outer opaque_type is application_data for every sealed record; here the type inside is application_data \
         as well. Application data is not part of the transcript."
            .to_owned(),
    );
    words
}

fn alert(facts: Facts) -> StepWords {
    let side = facts.step.side;
    let description = facts.alert().unwrap_or(AlertDescription::Unknown(u8::MAX));
    let entry = alert_words(description);
    if description == AlertDescription::CloseNotify {
        return goodbye(facts);
    }
    let mut words = words(
        format!("Alert: {}", description.name()),
        format!("{} ends the connection: {}", the(side), description.name()),
        "An alert is better than silence: the other side learns that the connection is over, and roughly why. It says \
         no more than it must, so that it does not help an attacker.",
        entry.citations,
    );
    words.simple.push(match facts.failure_of(side) {
        Some(cause) => format!("{} cannot go on and says so. {}", the(side), failure(cause).simple),
        None => format!("{} says that it cannot go on. {}", the(side), entry.simple),
    });
    words.simple.push("The connection is over for both. Nothing after this message would be read.".to_owned());
    words.technical.push(entry.technical.to_owned());
    words.technical.push(format!(
        "Code {}. {}",
        description.code(),
        match facts.record().map(|record| record.protection.as_ref().map_or(Epoch::Plaintext, |seal| seal.epoch)) {
            Some(Epoch::Plaintext) | None => "It travels in the clear, because its sender has no keys for sending yet.",
            Some(Epoch::Handshake) => "It is sealed with handshake keys, so only the peer learns the reason.",
            Some(Epoch::Application) => "It is sealed with application keys, so only the peer learns the reason.",
        }
    ));
    words
}

fn goodbye(facts: Facts) -> StepWords {
    let side = facts.step.side;
    let last = facts.trace.state(side, facts.index) == State::Closed;
    let mut words = words(
        "close_notify",
        format!("{} says goodbye", the(side)),
        "Without a goodbye, somebody who cuts the line could make half a message look like a whole one. The seal on \
         this notice shows that it is the sender's own end.",
        &[cite::CLOSURE_ALERTS],
    );
    words.simple.push(format!(
        "{} says, sealed, that it will send nothing more. The {} may still finish what it has to say.",
        the(side),
        side.peer().name()
    ));
    if last {
        words.simple.push("Both directions are closed now. The connection is over.".to_owned());
        "Both sides now know that they received everything, to the last byte.".clone_into(&mut words.why);
        words.simple[0] = format!("{} says, sealed, that it will send nothing more either.", the(side));
    }
    words.technical.push(format!(
        "An alert of level {} with the description close_notify. It closes the sender's write direction only; in TLS \
         1.2 and before, the peer had to answer at once and discard what it had not sent yet.",
        facts.message().map_or(String::new(), |message| list(&names(message, "level"))),
    ));
    words
}
