//! Steps of a connection of TLS 1.2, where they are not those of TLS 1.3.

mod again;
mod checks;
mod secrets;

pub(super) use again::goes_on;
use again::{declines, hello_again, hello_request};
pub(super) use checks::{hello, renegotiation_info, server_key_exchange, session_parameters};
pub(super) use secrets::{derive, draws_premaster, takes_session};

use super::facts::{Facts, count_of, length_of, names, texts};
use super::message::variants;
use super::telling::Telling;
use crate::explain::{Citation, citation as cite};
use crate::tls::v12::DOWNGRADE_SENTINEL;
use crate::trace::{AlertDescription, ChoiceName, Effect, Message, MessageName, Side, State};

/// Where the standard of TLS 1.2 says what that of TLS 1.3 says there.
pub(super) fn citation(newer: Citation, side: Side) -> Citation {
    match newer {
        cite::KEY_SHARE if side == Side::Client => cite::CLIENT_KEY_EXCHANGE,
        cite::NEGOTIATION => cite::SERVER_HELLO_12,
        cite::KEY_SHARE => cite::SERVER_KEY_EXCHANGE,
        cite::ECDHE_PARAMETERS => cite::SIGNED_PARAMS,
        cite::RECEIVING_CERTIFICATE | cite::CERTIFICATE | cite::CERTIFICATE_SELECTION => cite::SERVER_CERTIFICATE_12,
        cite::CERTIFICATE_REQUEST => cite::CERTIFICATE_REQUEST_12,
        cite::CLIENT_CERTIFICATE => cite::CLIENT_CERTIFICATE_12,
        cite::CERTIFICATE_VERIFY => cite::CERTIFICATE_VERIFY_12,
        cite::FINISHED => cite::FINISHED_12,
        cite::NEW_SESSION_TICKET => cite::TICKET_12,
        cite::ERROR_ALERTS => cite::ERROR_ALERTS_12,
        same => same,
    }
}

/// A message goes from one side to the other; says whether it is told here.
pub(super) fn message(facts: Facts, (name, message): (MessageName, &Message), words: &mut Telling) -> bool {
    if !facts.is_tls12() {
        return false;
    }
    if is_foreign(name, message) {
        foreign(name, message, words);
        return true;
    }
    match name {
        MessageName::ServerHello => server_hello(facts, message, words),
        MessageName::Certificate => certificate(facts, message, words),
        MessageName::ServerKeyExchange => key_exchange(message, words),
        MessageName::CertificateRequest => certificate_request(message, words),
        MessageName::ServerHelloDone => hello_done(words),
        MessageName::ClientKeyExchange => client_key_exchange(message, words),
        MessageName::CertificateVerify => certificate_verify(message, words),
        MessageName::ChangeCipherSpec => change_cipher_spec(words),
        MessageName::Finished => finished(facts, message, words),
        MessageName::NewSessionTicket => ticket(message, words),
        MessageName::HelloRequest => hello_request(words),
        MessageName::ApplicationData => application_data(facts, message, words),
        MessageName::Alert if facts.alert() == Some(AlertDescription::CloseNotify) => goodbye(facts, words),
        MessageName::Alert if facts.alert() == Some(AlertDescription::NoRenegotiation) => declines(words),
        MessageName::ClientHello if facts.sent_before(Side::Client, MessageName::Finished) => hello_again(words),
        MessageName::ClientHello if facts.is_renegotiation() => client_hello(facts, message, words),
        _ => return false,
    }
    true
}

/// Whether a message of a capture has a form that is not read here: its body is one field.
fn is_foreign(name: MessageName, message: &Message) -> bool {
    let may_be = matches!(
        name,
        MessageName::ServerKeyExchange
            | MessageName::ClientKeyExchange
            | MessageName::CertificateRequest
            | MessageName::CertificateVerify
    );
    may_be && length_of(message, "body").is_some()
}

fn foreign(name: MessageName, message: &Message, words: &mut Telling) {
    let (title, citation) = match name {
        MessageName::ServerKeyExchange => ("The server sends its part of the key exchange", cite::SERVER_KEY_EXCHANGE),
        MessageName::ClientKeyExchange => ("The client sends its part of the key exchange", cite::CLIENT_KEY_EXCHANGE),
        MessageName::CertificateRequest => ("The server asks who the client is", cite::CERTIFICATE_REQUEST_12),
        _ => ("The client proves that the certificate is its own", cite::CERTIFICATE_VERIFY_12),
    };
    words.head(
        name.name(),
        title,
        "Key exchanges other than with a named curve or RSA, and versions before TLS 1.2, have other forms of this message. \
         They are not read here, so what is in it is not said, and nothing signed in it is checked.",
        &[citation],
    );
    words.simple("What it says is written in a form that is not read here.");
    words.technical("A body of ").count(length_of(message, "body").unwrap_or_default(), "byte");
    words.say(", of a version or a key exchange that is not built here: it is not taken apart.");
}

/// The hello of a client that knows TLS 1.2 alone.
pub(super) fn client_hello(facts: Facts, message: &Message, words: &mut Telling) {
    let comes_back =
        ["session_id", "ticket"].iter().any(|name| length_of(message, name).is_some_and(|length| length > 0));
    if facts.is_renegotiation() {
        again::begins(message, words);
    } else {
        words.head(
            "ClientHello",
            "The client says hello",
            if comes_back {
                "If the server still knows the session, the client can send data after one round trip. If not, a full handshake \
                 follows, which takes two."
            } else {
                "In TLS 1.2 the client does not send a key at once: it waits for the server to say which kind it wants. That \
                 costs a round trip more than TLS 1.3 needs."
            },
            &[cite::CLIENT_HELLO_12, cite::OVERVIEW_12],
        );
        words.simple("The client opens the conversation. It lists what it can do, its favourites first.");
    }
    let (hosts, protocols) = (texts(message, "HostName"), texts(message, "ProtocolName"));
    if !hosts.is_empty() || !protocols.is_empty() {
        words.simple("It also says ");
        if !hosts.is_empty() {
            words.item("that it wants the server called ").list(&hosts, " and ");
        }
        if !protocols.is_empty() {
            words.item("that afterwards it would like to speak ").list(&protocols, " or ");
        }
        words.listed(" and ").say(".");
    }
    if comes_back {
        words.simple("It would like to go on with a session of an earlier connection, and shows which.");
        let by_ticket = length_of(message, "ticket").is_some();
        words.cite(if by_ticket { &[cite::SESSION_TICKET] } else { &[cite::OVERVIEW_12] });
    }
    words.simple(if facts.is_sealed() {
        "It is a second handshake: it is sealed with the keys of the first one."
    } else if comes_back {
        "Nothing is sealed yet, so anyone on the way can read all of this."
    } else {
        "Nobody has a key yet, so anyone on the way can read all of this, and most of the handshake that follows."
    });
    variants::dress(message, words);
    offer(message, words);
}

/// What the hello of a client of TLS 1.2 offers.
pub(super) fn offer(message: &Message, words: &mut Telling) {
    words.technical("Offered: ").list(&names(message, "client_version"), " and ");
    words.say("; cipher suites ").list(&names(message, "cipher_suite"), ", ");
    words.say("; groups ").list(&names(message, "named_group"), ", ");
    words.say("; signature schemes ").list(&names(message, "signature_scheme"), ", ").say(".");
    words.technical("").count(count_of(message, "extension_type"), "extension").say(": ");
    words.list(&names(message, "extension_type"), ", ").say(".");
}

/// Says so if a message came otherwise than it was sent.
pub(super) fn changed(facts: Facts, message: &Message, words: &mut Telling) {
    let mut arrived = facts.step.effects_of(message.sender.peer()).filter_map(|effect| match effect {
        Effect::Received(received) if received.name == message.name && received.bytes != message.bytes => {
            Some(received)
        }
        _ => None,
    });
    let Some(arrived) = arrived.next() else { return };
    words.simple(
        "Somebody on the way changes it: what comes to the {peer} is not what {the} sent. Nobody notices, for now.",
    );
    let left = names(arrived, "extension_type");
    let gone: Vec<_> = names(message, "extension_type").into_iter().filter(|name| !left.contains(name)).collect();
    if !gone.is_empty() {
        words.say(" What is missing then: ").list(&gone, ", ").say(".");
    }
}

fn server_hello(facts: Facts, message: &Message, words: &mut Telling) {
    let resumes = resumes(facts);
    words.head(
        "ServerHello",
        "The server answers",
        if resumes {
            "Who has met before needs no certificate and no new secret to agree on: one round trip is saved."
        } else {
            "The server names one way of doing all this. In TLS 1.2 a cipher suite says how keys are agreed on and how \
             the server signs, too; TLS 1.3 chooses these apart."
        },
        &[cite::SERVER_HELLO_12],
    );
    words.simple("The server answers with what it picked from the client's lists.");
    if !facts.is_sealed() {
        words.say(" Anyone on the way can read it.");
    }
    if resumes {
        words.simple(
            "It sends back the number that the client put into its hello. That says: the two go on with the secret of the \
             earlier session.",
        );
        words.cite(&[cite::OVERVIEW_12]);
    }
    if is_forgotten(facts) {
        words.simple(
            "It does not send back the number by which the client named an earlier session: the two begin as strangers.",
        );
        words.cite(&[cite::OVERVIEW_12]);
    }
    words.technical("server_version ").list(&names(message, "server_version"), " and ");
    words.say("; cipher_suite ").list(&names(message, "cipher_suite"), " and ").say("; ");
    match length_of(message, "session_id") {
        None | Some(0) => words.say("no session_id"),
        Some(length) => words.say("a session_id of ").count(length, "byte"),
    };
    words.say("; extensions ").list(&names(message, "extension_type"), ", ").say(".");
    if message.bytes.get(LAST_OF_RANDOM) == Some(&DOWNGRADE_SENTINEL[..]) {
        words.technical(
            "The last 8 bytes of the random are 44 4F 57 4E 47 52 44 01: this server knows TLS 1.3 too, and was not asked \
             for it.",
        );
        words.cite(&[cite::SERVER_HELLO]);
    }
}

/// Where the last 8 bytes of the random of a hello stand: after the header, the version and the first 24.
const LAST_OF_RANDOM: core::ops::Range<usize> = 30..38;

/// Whether the two resume a session, so that the server shows no certificate.
fn resumes(facts: Facts) -> bool {
    facts.chosen(ChoiceName::Session).is_some()
}

/// Whether the server does not take up the session that the client names.
fn is_forgotten(facts: Facts) -> bool {
    let is_session = |effect: &Effect| matches!(effect, Effect::Declined { name: ChoiceName::Session, .. });
    facts.trace.until(facts.index).any(|occurrence| is_session(&occurrence.effect))
}

fn certificate(facts: Facts, message: &Message, words: &mut Telling) {
    let count = count_of(message, "ASN.1Cert");
    words.head(
        "Certificate",
        if count == 0 { "{The} has no certificate to show" } else { "{The} shows who it is" },
        "In TLS 1.2 certificates are not sealed: anyone on the way can read which one {the} shows. TLS 1.3 hides them.",
        &[if words.side == Side::Client { cite::CLIENT_CERTIFICATE_12 } else { cite::SERVER_CERTIFICATE_12 }],
    );
    words.why(match (words.side, count) {
        _ if facts.is_sealed() => "This is a second handshake, so it is sealed with the keys of the first one.",
        (_, 0) => "To be asked is not to be forced: the server decides whether that will do.",
        (Side::Client, _) => {
            "In TLS 1.2 certificates are not sealed: anyone on the way can read who the client is. TLS 1.3 hides that."
        }
        (Side::Server, _) => {
            "In TLS 1.2 certificates are not sealed: anyone on the way can read which one the server shows. TLS 1.3 \
             hides that."
        }
    });
    if count == 0 {
        words.simple("{The} was asked who it is. It sends an empty list: it has no certificate that would do.");
        words.technical("certificate_list is empty, and no CertificateVerify follows.");
        return;
    }
    words.simple("{The} sends ").count(count, "certificate").say(
        ". The first must be its own; any others vouch for the one before. The root need not be sent, because the other \
         side must have it already.",
    );
    words.simple("A certificate alone proves nothing yet: it is public, and anyone could send a copy.");
    words.technical("certificate_list with ").count(count, "certificate");
    words.say(". Unlike in TLS 1.3 there are no extensions beside them.");
}

fn key_exchange(message: &Message, words: &mut Telling) {
    words.head(
        "ServerKeyExchange",
        "The server sends its signed public key",
        "The key is made for this connection alone, so the certificate's key opens nothing if it is stolen later: forward \
         secrecy. The signature shows whose it is; but it covers only the random numbers and the key, and not what was chosen.",
        &[cite::SERVER_KEY_EXCHANGE, cite::SIGNED_PARAMS],
    );
    words.simple("The server sends its public key for this connection, and signs it with the key of its certificate.");
    words.simple(
        "The two random numbers are signed along with it, so that nobody can take the signature from here and use it \
         in another connection.",
    );
    words.technical("namedcurve ").list(&names(message, "namedcurve"), " and ").say("; public, ");
    words.count(length_of(message, "public").unwrap_or_default(), "byte");
    words.say("; algorithm ").list(&names(message, "algorithm"), " and ").say("; signature, ");
    words.count(length_of(message, "signature").unwrap_or_default(), "byte").say(".");
}

fn certificate_request(message: &Message, words: &mut Telling) {
    words.head(
        "CertificateRequest",
        "The server asks who the client is",
        "Most servers on the web know their clients by passwords, later. With a certificate the client proves who it \
         is without giving anything away.",
        &[cite::CERTIFICATE_REQUEST_12],
    );
    words.simple("The server asks for the client's certificate, and says which kinds it can check.");
    words.technical("certificate_types ").list(&names(message, "certificate_type"), ", ");
    words.say("; signature schemes ").list(&names(message, "signature_scheme"), ", ").say(".");
}

fn hello_done(words: &mut Telling) {
    words.head(
        "ServerHelloDone",
        "The server has said its part",
        "The client cannot know how many messages come, because some are sent only at times. TLS 1.3 needs no such \
         message: there Finished ends the flight.",
        &[cite::SERVER_HELLO_DONE],
    );
    words.simple("The server says that it has finished, and waits for the client. The message has no content.");
    words.technical("An empty message. On it the client checks that all it needs has come, and sends its flight.");
}

fn client_key_exchange(message: &Message, words: &mut Telling) {
    if let Some(length) = length_of(message, "EncryptedPreMasterSecret") {
        return encrypted_premaster(length, words);
    }
    words.head(
        "ClientKeyExchange",
        "The client sends its public key",
        "Both public keys are on the table now; whoever only watches cannot compute the secret. It took a whole round \
         trip to get here. In TLS 1.3 the first two messages carry both keys.",
        &[cite::CLIENT_KEY_EXCHANGE, cite::CLIENT_PUBLIC_12],
    );
    words.simple("The client makes a key pair of the kind that the server chose, and sends its public half.");
    words.simple("With it both sides can compute the same secret. It is not signed: Finished will cover it.");
    words.technical("ecdh_Yc, ").count(length_of(message, "ecdh_Yc").unwrap_or_default(), "byte").say(".");
}

fn encrypted_premaster(length: usize, words: &mut Telling) {
    words.head(
        "ClientKeyExchange",
        "The client sends the secret, encrypted",
        "Whoever records this and ever gets the private key of the certificate, by theft or by law, can read the secret and \
         open the whole connection, years later: there is no forward secrecy. So TLS 1.3 did away with it.",
        &[cite::CLIENT_KEY_EXCHANGE, cite::RSA_PREMASTER],
    );
    words.simple(
        "The client encrypts the secret that it has made up with the key of the server's certificate, and sends it.",
    );
    words.simple("Only the server can decrypt it. That it can is all that shows who it is: nothing is signed.");
    words.technical("EncryptedPreMasterSecret, ").count(length, "byte");
    words.say(", of RSAES-PKCS1-v1_5: inside are client_version, 2 bytes, and 46 random bytes.");
}

fn certificate_verify(message: &Message, words: &mut Telling) {
    words.head(
        "CertificateVerify",
        "The client proves that the certificate is its own",
        "The signature covers every message so far, so nobody can take it from here and use it in another connection.",
        &[cite::CERTIFICATE_VERIFY_12],
    );
    words.simple("The client signs all messages so far with the private key that belongs to its certificate.");
    words.technical("algorithm ").list(&names(message, "algorithm"), " and ").say("; signature, ");
    words.count(length_of(message, "signature").unwrap_or_default(), "byte").say(".");
}

fn change_cipher_spec(words: &mut Telling) {
    words.head(
        "change_cipher_spec",
        "{The} goes over to the keys",
        "In TLS 1.2 this one byte is what turns sealing on. It is no handshake message and is not covered by Finished; \
         a side that took it too early could be led to use keys that anyone can guess.",
        &[cite::CHANGE_CIPHER_SPEC],
    );
    words.simple("{The} says: all that I send from now on is sealed.");
    words.technical(
        "A record of its own type with a single byte of value 1, and not part of the transcript. In TLS 1.3 it has lost \
         its meaning.",
    );
}

fn finished(facts: Facts, message: &Message, words: &mut Telling) {
    words.head(
        "Finished",
        "{The} proves that it saw the same",
        "It is the first message that its sender seals, and covers all that was said before. If anyone on the way changed \
         one bit of that, the other side finds out here.",
        &[cite::FINISHED_12],
    );
    words.simple(
        "{The} sends a short proof, computed from all messages so far and from the master secret. The {peer} can \
         compute it too and compare.",
    );
    words.simple(if facts.sent_before(words.side.peer(), MessageName::Finished) {
        "It is the last word of the handshake."
    } else {
        "It is sealed with the new key, so it also shows that the key works."
    });
    words.technical("verify_data has ").count(length_of(message, "verify_data").unwrap_or_default(), "byte");
    words.say(", the first of what the PRF gives.");
}

fn ticket(message: &Message, words: &mut Telling) {
    words.head(
        "NewSessionTicket",
        "The server hands out a ticket",
        "The master secret itself is in the ticket, sealed for the server, and the ticket travels in the clear. Whoever \
         steals the server's ticket key can open recorded connections, so such keys must be changed often.",
        &[cite::TICKET_12, cite::SESSION_TICKET],
    );
    words.simple(
        "The server gives the client what it would otherwise have to remember: the session, sealed with a key that only \
         the server has. The client shows it the next time.",
    );
    words.technical("ticket, ").count(length_of(message, "ticket").unwrap_or_default(), "byte");
    words.say(". Unlike in TLS 1.3 it comes within the handshake, before change_cipher_spec, and Finished covers it.");
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
        "All the steps before were for this one. Somebody on the way sees that something was sent, when, and how much, \
         but not what; and cannot change it without being noticed.",
        &[cite::AEAD_CIPHERS],
    );
    words
        .simple("{The} sends ")
        .count(message.bytes.len(), "byte")
        .say(" for the application on the other side, sealed with its key.");
    words.simple("TLS does not care what the bytes mean. It carries them.");
    words.technical(
        "The type in the record's header is the true one: in TLS 1.2 anyone can see which records are data, which are \
         alerts and which are handshake messages. There is no padding that could hide the length.",
    );
}

fn goodbye(facts: Facts, words: &mut Telling) {
    let last = facts.trace.state(words.side, facts.index) == State::Closed;
    words.head(
        "close_notify",
        "{The} says goodbye",
        "Without a goodbye, somebody who cuts the line could make half a message look like a whole one. The seal on \
         this notice shows that it is the sender's own end.",
        &[cite::CLOSURE_ALERTS_12],
    );
    words.simple("{The} says, sealed, that it will send nothing more.");
    if last {
        words.simple("The connection is over for both.");
    }
    words.technical(
        "An alert with the description close_notify. In TLS 1.2 the other side must answer with its own at once, and \
         discard what it has not sent yet; TLS 1.3 leaves it its own direction.",
    );
}
