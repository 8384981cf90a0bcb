//! Steps in which a side checks something.

use super::facts::{Facts, count_of};
use super::observed;
use super::telling::Telling;
use super::tls12;
use crate::crypto::rare;
use crate::explain::{check as check_words, citation as cite};
use crate::tls::message::unpacked;
use crate::trace::{AlertDescription, CheckName, Effect, MessageName, Outcome, Proof, Side, State};

/// A side checks something.
pub(super) fn check(facts: Facts, words: &mut Telling) {
    about(facts, words);
    let failed = facts.checks().find(|check| matches!(check.outcome, Outcome::Failed(_)));
    if let Some(failed) = failed.filter(|_| rare::BUILT) {
        let entry = check_words(failed.name);
        words.fails();
        words.simple("One check does not pass: {}. ").value(&entry.title.to_ascii_lowercase()).say(entry.simple);
        words.cite(entry.citations);
    }
    if rare::BUILT {
        for check in facts.checks() {
            if let Outcome::Ignored(alert) = check.outcome {
                ignored(check.name, alert, words);
            }
        }
    }
}

/// The side is broken on purpose.
fn ignored(name: CheckName, alert: AlertDescription, words: &mut Telling) {
    let entry = check_words(name);
    let side = words.side.name();
    words.ignores();
    words.simple("One check does not pass: {}. ").value(&entry.title.to_ascii_lowercase()).say(entry.simple);
    words
        .simple(
            "A right {} would end the connection here, with the alert {}. This {} is broken on purpose: it looks away \
             and goes on.",
        )
        .value(side)
        .value(alert.name())
        .value(side);
    words.cite(entry.citations);
    words.cite(&[cite::ERROR_ALERTS]);
}

/// What only few handshakes check; says whether it is told here.
fn few(facts: Facts, words: &mut Telling) -> bool {
    let first = facts.checks().next().map(|check| check.name);
    if facts.checks().any(|check| check.name == CheckName::RetryChangesHello) {
        retry(facts, words);
    } else if facts.checks().any(|check| check.name == CheckName::ServerKeyExchange) {
        tls12::server_key_exchange(passed(facts), words);
    } else if matches!(first, Some(CheckName::SecondHello | CheckName::Cookie)) {
        second_hello(facts, words);
    } else if first == Some(CheckName::Binder) {
        binder(facts, words);
    } else if first == Some(CheckName::EarlyDataParameters) {
        early_data(facts, words);
    } else if facts.step.side == Side::Server && facts.checks().any(|check| check.name == CheckName::SessionParameters)
    {
        tls12::session_parameters(words);
    } else if first == Some(CheckName::RenegotiationInfo) {
        tls12::renegotiation_info(words);
    } else if first == Some(CheckName::RenegotiatedConnection) {
        tls12::goes_on(facts, words);
    } else {
        return false;
    }
    true
}

fn about(facts: Facts, words: &mut Telling) {
    #[cfg(feature = "rare")]
    if facts.checks().next().is_some_and(|check| check.name == CheckName::CompressedCertificate) {
        if super::compressed::check(facts, words) {
            chain(facts, words);
        }
        return;
    }
    if rare::BUILT && few(facts, words) {
        return;
    }
    match facts.checks().next().map(|check| check.name) {
        Some(
            CheckName::SessionIdEcho
            | CheckName::RetrySuite
            | CheckName::PskOffered
            | CheckName::VersionOffered
            | CheckName::Downgrade
            | CheckName::SessionParameters
            | CheckName::CipherSuiteOffered
            | CheckName::GroupOffered,
        ) => hello(facts, words),
        Some(
            CheckName::TrustAnchor
            | CheckName::CertificateSignature { .. }
            | CheckName::Validity { .. }
            | CheckName::NameConstraints { .. }
            | CheckName::BasicConstraints { .. }
            | CheckName::KeyUsage { .. }
            | CheckName::CriticalExtensions { .. }
            | CheckName::ExtendedKeyUsage
            | CheckName::ServerName,
        ) => chain(facts, words),
        #[cfg(feature = "rare")]
        Some(CheckName::CompressedCertificate) => nothing(words),
        Some(CheckName::CertificateVerify) => signature(facts, words),
        Some(CheckName::Finished) => finished(facts, words),
        Some(
            CheckName::RetryChangesHello
            | CheckName::SecondHello
            | CheckName::Cookie
            | CheckName::Binder
            | CheckName::EarlyDataParameters
            | CheckName::RenegotiationInfo
            | CheckName::RenegotiatedConnection
            | CheckName::ServerKeyExchange,
        )
        | None => nothing(words),
    }
}

fn passed(facts: Facts) -> bool {
    facts.checks().all(|check| check.outcome == Outcome::Passed)
        && !facts.step.occurrences.iter().any(|occurrence| matches!(occurrence.effect, Effect::Failed(_)))
}

fn hello(facts: Facts, words: &mut Telling) {
    if facts.is_tls12() {
        return tls12::hello(facts, passed(facts), words);
    }
    words.head(
        "checks the ServerHello",
        "The client checks the answer",
        "Nothing proves yet who sent this message. A client that took what it never offered could be led to a method \
         that it does not want.",
        &[cite::SERVER_HELLO, cite::SUPPORTED_VERSIONS, cite::KEY_SHARE],
    );
    let checks = |name| facts.checks().any(|check| check.name == name);
    let shows_psk = rare::BUILT && checks(CheckName::PskOffered);
    words
        .simple(if shows_psk && !checks(CheckName::GroupOffered) {
            "Before the client goes on, it compares the answer with its own offer: {}. Was the version on its list? The \
             way of sealing?"
        } else {
            "Before the client goes on, it compares the answer with its own offer: {}. Was the version on its list? The \
             way of sealing? Does the public key have the kind of its own?"
        })
        .count(facts.checks().count(), "check");
    if shows_psk {
        words.say(" Is the key from before one that it has shown?");
    }
    if passed(facts) {
        words.simple("All of it fits.");
    }
}

fn retry(facts: Facts, words: &mut Telling) {
    words.head(
        "checks the HelloRetryRequest",
        "The client checks what is asked of it",
        "A server could ask again and again. So the client goes along once, and only if its second hello will differ \
         from the first.",
        &[cite::HELLO_RETRY_REQUEST, cite::KEY_SHARE],
    );
    words.simple(
        "The server asks for another hello. The client checks that it can do what is asked, and that the second hello will \
         differ: by a key of a kind that it knows and has not sent yet, or by the bytes that it has to send back.",
    );
    if passed(facts) {
        words.simple("It can, so it says hello once more.");
    }
}

fn second_hello(facts: Facts, words: &mut Telling) {
    words.head(
        "checks the second hello",
        "The server compares the second hello with the first",
        "Whoever could change more between the two hellos could make the server choose something else. The first one \
         counts too: its hash stays in the transcript.",
        &[cite::CLIENT_HELLO, cite::COOKIE],
    );
    words.simple("The second hello must be the first one again, with what the server asked for and nothing else.");
    if passed(facts) {
        words.simple("It is.");
    }
}

fn binder(facts: Facts, words: &mut Telling) {
    words.head(
        "checks the binder",
        "The server checks the proof of the key",
        "Which key the client means, it says in the clear, and anyone can say the same. The proof needs the key itself, and \
         fits this hello only.",
        &[cite::BINDER, cite::PRE_SHARED_KEY],
    );
    words.simple(
        "The server makes the same proof itself, with the key that it has and the hello as it saw it, and compares.",
    );
    if passed(facts) {
        words.simple(
            "They are equal: who made this hello has that key. Whether it comes for the first time, the proof does not say.",
        );
    }
}

fn early_data(facts: Facts, words: &mut Telling) {
    words.head(
        "checks the early data's terms",
        "The client checks on what terms its early data is taken",
        "Early data was sealed and worded for the choices that go with the key from before. Under other choices it could \
         mean something else.",
        &[cite::EARLY_DATA],
    );
    words.simple(
        "The server says that it takes the early data. The client checks that its choices are those \
                  that go with the key.",
    );
    if passed(facts) {
        words.simple("They are.");
    }
}

fn chain(facts: Facts, words: &mut Telling) {
    if rare::BUILT && facts.step.side == Side::Server {
        return client_chain(facts, words);
    }
    let shown = facts.last_certificates(Side::Server).map_or(0, |message| {
        let message = unpacked(message);
        count_of(&message, "CertificateEntry") + count_of(&message, "ASN.1Cert")
    });
    words.head(
        "checks the certificate chain",
        "The client checks the certificates",
        "Anyone can make a certificate with any name in it. Only the chain to a root that the client trusted before, \
         with each of these checks, makes it count.",
        &[cite::RECEIVING_CERTIFICATE, cite::X509_VALIDATION, cite::DNS_MATCHING],
    );
    words
        .simple(
            "The server showed {}. The client follows the chain: each must be signed by the next one, and the last by a \
             root that the client already trusts.",
        )
        .count(shown, "certificate");
    words.simple(
        "It also checks that each is valid today, that each may be used for what it is used for, and that the first \
         is for the name, or the address, that the client wanted.",
    );
    if passed(facts) {
        words.simple(
            "All of it holds. So the client knows whose public key this is, but not yet that the other side has the \
             private key.",
        );
    }
}

fn client_chain(facts: Facts, words: &mut Telling) {
    words.head(
        "checks the client's certificates",
        "The server checks the client's certificates",
        "The server trusts for its clients whom it was told to trust, often an authority of its own. Whom the \
         certificate names, and what that one may do, is for the application to judge.",
        &[cite::RECEIVING_CERTIFICATE, cite::X509_VALIDATION],
    );
    words.simple(
        "The server follows the chain as the client did: each certificate must be signed by the next one, and the last \
         by a root that the server trusts for clients.",
    );
    if passed(facts) {
        words.simple("All of it holds. Whether the client has the private key is still to be seen.");
    }
}

fn signature(facts: Facts, words: &mut Telling) {
    words.head(
        "verifies the signature",
        "{The} verifies the {peer}'s signature",
        "A certificate can be copied by anyone who has seen it; the signature cannot be made without the private key. \
         And because it covers this handshake, a signature from another connection does not fit.",
        &[cite::CERTIFICATE_VERIFY],
    );
    words.simple(
        "{The} takes the public key from the certificate and checks the signature over the messages as it saw \
         them itself.",
    );
    if passed(facts) {
        words.simple(if facts.leaves_out_transcript() {
            "It fits."
        } else {
            "It fits. {The} now knows that it talks to the owner of the certificate."
        });
    }
}

fn finished(facts: Facts, words: &mut Telling) {
    let side = facts.step.side;
    words.head(
        "checks the {peer}'s Finished",
        "{The} checks the {peer}'s proof",
        match side {
            Side::Client => {
                "Finished covers every message, from the first list on. If somebody had changed one on the way, the \
                 proofs would differ. It also shows that the server really has the keys."
            }
            Side::Server if observed::is_of_later_answer(facts) => {
                "It covers the handshake, the server's question and the client's answer, which so belongs to this connection."
            }
            Side::Server if rare::BUILT && facts.sent_before(Side::Client, MessageName::CertificateVerify) => {
                "Only now does the server know that the client has the same keys and saw the same messages, and that it \
                 is the owner of the certificate who has them."
            }
            Side::Server if rare::BUILT && !facts.showed_before(Side::Server) => {
                "Only now does the server know that the client saw the same messages, and that it is not an old hello, \
                 sent again by somebody who does not have the key from before."
            }
            Side::Server => {
                "Only now does the server know that the client has the same keys and saw the same messages. (Who the \
                 client is, it does not know: that takes a certificate or a password.)"
            }
        },
        &[cite::FINISHED],
    );
    words.simple("{The} computes the same {} itself, from the messages as it saw them, and compares.");
    match facts.checks().find_map(|check| check.proof.as_ref()) {
        Some(Proof::Mac { verify_data, .. } | Proof::VerifyData { verify_data, .. }) => {
            words.count(verify_data.len(), "byte")
        }
        _ => words.value("proof"),
    };
    if passed(facts) {
        words.simple(if facts.leaves_out_transcript() {
            "They are equal."
        } else {
            "They are equal: both saw the same handshake, byte for byte."
        });
        if facts.step.effects_of(side).any(|effect| *effect == Effect::Entered(State::Connected)) {
            words.simple("For {the} the handshake is complete.");
        }
    }
}

fn nothing(words: &mut Telling) {
    words.head(
        "reads the message",
        "{The} reads the message",
        "What comes from outside is never trusted before it was checked.",
        &[cite::HANDSHAKE_PROTOCOL],
    );
    words.simple("{The} reads the message and checks whether it may stand here.");
}
