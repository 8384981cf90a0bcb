//! Steps in which a side chooses, or learns what the other chose.

use super::facts::Facts;
use super::telling::Telling;
use crate::crypto::rare;
use crate::explain::{choice as choice_words, citation as cite, reason};
use crate::trace::{Choice, ChoiceName, Side};

/// A side decides, or learns what was decided.
pub(super) fn negotiate(facts: Facts, words: &mut Telling) {
    let is_of_client = |name| matches!(name, ChoiceName::ClientCertificate | ChoiceName::ClientSignatureScheme);
    let choices = facts.choices();
    let first = choices.first().map(|choice| choice.name).or(facts.declined().next().map(|(name, _)| name));
    match facts.step.side {
        side if rare::BUILT && first.is_some_and(is_of_client) => client_certificate(side, words),
        Side::Client => learn(facts, words),
        Side::Server => choose(facts, words),
    }
    for (name, because) in facts.declined().filter(|_| rare::BUILT) {
        words
            .simple("Not taken: {}. {}")
            .value(&choice_words(name).title.to_ascii_lowercase())
            .value(reason(because).simple);
        words.cite(reason(because).citations);
    }
}

/// The client looks for a certificate to show, or the server takes note of it.
fn client_certificate(side: Side, words: &mut Telling) {
    let why = "Most servers on the web know their clients by passwords, later. With a certificate the client proves \
               who it is without giving anything away.";
    let citations = [cite::CERTIFICATE_REQUEST, cite::CLIENT_CERTIFICATE];
    match side {
        Side::Client => {
            words.head("looks for a certificate", "The client looks for a certificate to show", why, &citations);
            words.simple(
                "The server wants to know who the client is. The client looks for a certificate whose kind of \
                 signature the server can verify.",
            );
        }
        Side::Server => {
            words.head("notes who the client is", "The server notes who the client says it is", why, &citations);
            words.simple("The server reads the client's answer to its request for a certificate.");
        }
    }
}

fn choose(facts: Facts, words: &mut Telling) {
    let choices = facts.choices();
    let mut picked = Vec::new();
    for choice in choices.iter().filter(|choice| choice.chosen.is_some()).take(3) {
        picked.push(match choice.name {
            ChoiceName::Version => "version",
            ChoiceName::CipherSuite => "suite",
            ChoiceName::Group => "group",
            ChoiceName::SignatureScheme => "signature",
            ChoiceName::ServerName => "name",
            ChoiceName::ApplicationProtocol => "protocol",
            ChoiceName::PreSharedKey => "key from before",
            ChoiceName::PskMode => "mode",
            ChoiceName::EarlyData => "early data",
            ChoiceName::ClientCertificate | ChoiceName::ClientSignatureScheme => "client",
            ChoiceName::ExtendedMasterSecret => "master secret",
            ChoiceName::Session => "session",
            ChoiceName::RecordSizeLimit => "record size",
        });
    }
    words.head(
        if picked.is_empty() { "looks for common ground" } else { "picks " },
        "The server chooses",
        "The server can only pick what the client offered, and at the end both prove to each other that they saw the \
         same lists. Somebody on the way who strikes out the strong entries is noticed. In TLS 1.2 the server's \
         signature did not cover these lists.",
        &[cite::NEGOTIATION],
    );
    if facts.is_unbound() {
        words.why(
            "The server can only pick what the client offered. Two sound sides prove to each other at the end that they saw \
             the same lists. These two are broken on purpose and leave out what was said, so nobody notices if somebody on \
             the way strikes out the strong entries.",
        );
    }
    words.label("").list(&picked, ", ");
    let kinds = [
        (ChoiceName::Version, "the version "),
        (ChoiceName::CipherSuite, "the way of sealing "),
        (ChoiceName::Group, "the kind of key "),
    ];
    let found = kinds.map(|(name, kind)| facts.chosen(name).map(|chosen| (kind, chosen)));
    let goes_on = !choices.is_empty() && !choices.iter().any(|choice| choice.name == ChoiceName::Version);
    if goes_on {
        words.simple("The server goes on with its choices.");
    } else if found == [None; 3] {
        words.simple("The server reads the client's lists and looks for entries that it accepts.");
    } else {
        words.simple("The server reads the client's lists and picks from each an entry that it accepts too: ");
        for (kind, chosen) in found.into_iter().flatten() {
            words.item(kind).value(chosen);
        }
        words.listed(" and ").say(".");
    }
    for (name, citation) in [
        (ChoiceName::SignatureScheme, cite::SIGNATURE_ALGORITHMS),
        (ChoiceName::ApplicationProtocol, cite::ALPN_SELECTION),
        (ChoiceName::ServerName, cite::SNI),
    ] {
        if choices.iter().any(|choice| choice.name == name && choice.chosen.is_some()) {
            words.cite(&[citation]);
        }
    }
    answers(&choices, words);
    if facts.derives_pair() {
        words.simple("Then it makes a key pair of its own for this connection alone.");
        words.cite(&[cite::KEY_SHARE]);
    }
}

/// What the server answers to each of the client's wishes.
fn answers(choices: &[&Choice], words: &mut Telling) {
    let choice = |name| choices.iter().find(|choice| choice.name == name);
    if let Some(server) = choice(ChoiceName::ServerName)
        && let Some(name) = &server.chosen
    {
        if server.accepted.contains(name) {
            words.simple("The client asks for {}, and that is the name in the server's certificate.").value(name);
        } else {
            let missing = ["missing".to_owned()];
            let accepted: &[_] = if server.accepted.is_empty() { &missing } else { &server.accepted };
            words
                .simple(
                    "The client asks for {}; the name in the server's certificate is {}. Whether that will do is for \
                     the client to judge.",
                )
                .value(name)
                .list(accepted, " and ");
        }
    }
    if let Some(protocol) = choice(ChoiceName::ApplicationProtocol) {
        match &protocol.chosen {
            Some(chosen) => words.simple("After the handshake the two will speak {}.").value(chosen),
            None if protocol.offered.is_empty() || protocol.accepted.is_empty() => {
                words.simple("They settle on no protocol for what comes after; the application must know it.")
            }
            None => words.simple("Of the protocols that the client lists for afterwards, the server speaks none."),
        };
    }
    if let Some(psk) = choice(ChoiceName::PreSharedKey).filter(|psk| rare::BUILT && psk.chosen.is_some()) {
        words
            .simple(
                "The client shows {} from before, and the server knows one that it can use. So it needs no certificate, if \
                 the client proves that it has the key.",
            )
            .count(psk.offered.len(), "key");
        words.cite(&[cite::PRE_SHARED_KEY]);
    }
    if rare::BUILT && choice(ChoiceName::Session).is_some_and(|session| session.chosen.is_some()) {
        words.simple("The client comes back to a session of an earlier connection, and the server still knows it.");
        words.cite(&[cite::OVERVIEW_12]);
    }
    if rare::BUILT && choice(ChoiceName::EarlyData).is_some_and(|early| early.chosen.is_some()) {
        words.simple("It also takes what the client has sent already, sealed with a key that follows from the one both had before.");
        words.cite(&[cite::EARLY_DATA]);
    }
    if let Some(limit) = choice(ChoiceName::RecordSizeLimit).filter(|_| rare::BUILT) {
        words.simple(if limit.chosen.is_none() {
            "The server could say how long records may be that it receives. But the client does not say its own limit, and a server \
             only answers, so none holds."
        } else {
            "Each side says how long records may be that it receives, and each keeps to the other's limit."
        });
        words.cite(&[cite::RECORD_SIZE_LIMIT]);
    }
}

fn learn(facts: Facts, words: &mut Telling) {
    words.head(
        "learns the choices",
        "The client learns what was chosen",
        "The client accepts only what it offered itself; anything else would be a mistake or an attack.",
        &[cite::NEGOTIATION],
    );
    let chosen: Vec<_> = facts.choices().into_iter().filter_map(|choice| choice.chosen.as_deref()).collect();
    if chosen.is_empty() {
        words.simple("The client reads the server's answers.");
    } else {
        words.simple("The client reads from the answer what the server picked: {}.").list(&chosen, " and ");
    }
}
