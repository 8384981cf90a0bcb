//! Steps in which a side works for itself: it prepares, chooses, derives.

use super::facts::Facts;
use super::impostor;
use super::telling::Telling;
use super::tls12;
use crate::crypto::rare;
use crate::explain::{choice as choice_words, citation as cite, reason};
use crate::tls::registry::NamedGroup;
use crate::trace::{Choice, ChoiceName, Effect, Epoch, PskPart, Secret, SecretName, Side, StepKind};

/// A side makes up values of its own.
pub(super) fn prepare(facts: Facts, words: &mut Telling) {
    let side = facts.step.side;
    if rare::BUILT && facts.derives(SecretName::SessionMasterSecret) {
        return tls12::takes_session(words);
    }
    if rare::BUILT && facts.derives(SecretName::PremasterSecret) {
        return tls12::draws_premaster(words);
    }
    let pair = facts.derives_pair();
    let seals = rare::BUILT && facts.derives(SecretName::TicketKey);
    let certificate = facts.derives(SecretName::CertificatePrivateKey(side));
    let random = facts.step.occurrences.iter().any(|occurrence| matches!(occurrence.effect, Effect::DrewRandom { .. }));
    let elsewhere = facts.uses_pair_elsewhere();
    let (label, why) = if facts.takes_psk() && !pair {
        (
            "takes the key from before",
            "A key that both have already saves the certificate and the signature. Whoever else learns it can take \
             either side's place, so it must be kept as a password is.",
        )
    } else if seals {
        (
            "takes its ticket key",
            "With this key the server seals what it would otherwise have to remember. It is worth as much as all the \
             tickets together, so servers change it often.",
        )
    } else if let Some(other) = elsewhere {
        (
            if other < facts.index { "uses a key pair again" } else { "makes a key pair" },
            "Whoever gets the private key of such a pair can open every connection in which it was used.",
        )
    } else if pair {
        (
            "makes a key pair",
            "The key pair is made for this connection only and thrown away after use. If somebody records the \
             connection and steals a long-term key later, it stays closed: this is forward secrecy. In TLS 1.2 the RSA \
             key exchange did not have it.",
        )
    } else if certificate {
        (
            "takes its certificate key",
            "The certificate is public; only the private key makes it its owner's. It signs, and never encrypts, \
             so losing it later does not open old connections.",
        )
    } else {
        (
            "draws random numbers",
            "If these numbers could be guessed, everything that is built on them could be guessed too.",
        )
    };
    words.head(label, "{The} gets ready", why, &[cite::RANDOM_NUMBERS]);
    if random && facts.draws_for_return() {
        words.simple(
            "{The} draws random bytes, which the {peer} is to send back one day. They say nothing to anybody else.",
        );
    } else if random {
        words.simple(
            "{The} draws random numbers. They make this connection different from every other, so that nothing \
             recorded from an old one fits.",
        );
    }
    if pair {
        words.simple(if elsewhere.is_some() {
            "{The} has one key pair for several connections, where it should make a new one for each and throw it away."
        } else {
            "{The} makes a key pair for this connection alone: a public key, which anyone may see, and a private key, \
             which never leaves it."
        });
        words.cite(&[cite::KEY_SHARE, cite::ECDHE_PARAMETERS]);
    }
    if facts.takes_psk() {
        words.simple("{The} takes the key from before this connection that the {peer} should have, too.");
        words.cite(&[cite::RESUMPTION]);
    }
    if seals {
        words.simple("{The} takes the key with which it seals and opens tickets. Nobody else has it.");
        words.cite(&[cite::NEW_SESSION_TICKET]);
    }
    if facts.derives(SecretName::CertificatePrivateKey(side.peer())) {
        words.simple(if impostor::shows_copy(facts) {
            "The {peer} is there already, with a private key of long standing. But the certificate that it will show is \
             for another key."
        } else {
            "The {peer} is there already, with a private key of long standing. The public key that goes with it \
             stands in its certificate."
        });
    }
    if certificate {
        words.simple("{The} has a private key of long standing. Its public half stands in the certificate.");
        words.cite(&[cite::CERTIFICATE_SELECTION]);
    }
}

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
    if rare::BUILT && choice(ChoiceName::RecordSizeLimit).is_some() {
        words.simple("Each side says how long records may be that it receives, and each keeps to the other's limit.");
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

/// A side derives secrets and changes keys.
pub(super) fn derive(facts: Facts, words: &mut Telling) {
    if rare::BUILT && derive_more(facts, words) {
        return;
    }
    if facts.derives_epoch(Epoch::Handshake) || facts.derives(SecretName::HandshakeSecret) {
        handshake(facts, words);
    } else if facts.derives_epoch(Epoch::Application) || facts.derives(SecretName::MasterSecret) {
        application(facts, words);
    } else if facts.derives(SecretName::ResumptionMasterSecret) {
        resumption(facts, words);
    } else if facts.derives_psk() {
        ticket_key(words);
    } else {
        other(facts, words);
    }
}

/// A side derives what few handshakes need; says whether it is told here.
fn derive_more(facts: Facts, words: &mut Telling) -> bool {
    let is_updated =
        |secret: &Secret| matches!(secret.name, SecretName::TrafficSecret { epoch: Epoch::Updated(_), .. });
    if facts.secrets().any(starts_from_psk) {
        from_psk(words);
    } else if facts.derives_epoch(Epoch::EarlyData) && !facts.derives(SecretName::HandshakeSecret) {
        early_data(words);
    } else if facts.derives(SecretName::ExportedKey) {
        exported(facts, words);
    } else if facts.secrets().any(is_updated) {
        updated(words);
    } else {
        return false;
    }
    true
}

/// Whether the other side held the secret before, and this one now derives the same.
fn follows(facts: Facts, name: SecretName) -> bool {
    facts.held_before(facts.step.side.peer(), name) && facts.agree_on(name)
}

/// Whether a secret is the key of a binder.
fn starts_from_psk(secret: &Secret) -> bool {
    matches!(secret.name, SecretName::BinderKey | SecretName::FurtherPsk { part: PskPart::BinderKey, .. })
}

fn from_psk(words: &mut Telling) {
    words.head(
        "derives the binder key",
        "{The} starts from the key from before",
        "The key itself is never used for sealing or proving. Each use has a key of its own that comes from it, so that \
         none tells anything about another.",
        &[cite::KEY_SCHEDULE, cite::BINDER],
    );
    words.simple(
        "{The} puts the key from before into the first rung of the ladder of secrets, and makes from it the key for a \
         proof, the binder.",
    );
}

fn early_data(words: &mut Telling) {
    words.head(
        "derives early data keys",
        "{The} makes keys for early data",
        "These keys depend on the key from before and on the client's hello alone. So whoever records hello and early \
         data can send them again, and whoever learns the key from before can open them: no forward secrecy.",
        &[cite::ZERO_RTT, cite::KEY_SCHEDULE],
    );
    words.simple(
        "{The} makes a key for what the client says before the server has answered. Nothing of the server's is in it.",
    );
}

fn exported(facts: Facts, words: &mut Telling) {
    words.head(
        if follows(facts, SecretName::ExportedKey) { "exports the same key" } else { "exports a key" },
        "{The} makes a key for the application",
        "A program that uses the connection can tie its own proofs to it: what was made for this connection fits no \
         other, so nobody in the middle can pass it on.",
        &[cite::EXPORTERS, cite::EXPORTER_DEFINITION],
    );
    words.simple(
        "{The} makes a key for a purpose that the application names. The {peer} can make the same one, and nobody else.",
    );
}

fn updated(words: &mut Telling) {
    words.head(
        "derives new keys",
        "{The} goes on with new keys",
        "A key that has sealed very much should rest. And whoever steals the present key cannot open what was sealed \
         with the one before, because there is no way back.",
        &[cite::KEY_UPDATE, cite::UPDATED_SECRETS],
    );
    words.simple(
        "{The} makes the next secret from the present one, and the next key from that, and forgets the old ones.",
    );
}

fn handshake(facts: Facts, words: &mut Telling) {
    let held = facts.held_before(facts.step.side.peer(), SecretName::HandshakeSecret);
    let keys = SecretName::TrafficSecret { writer: Side::Server, epoch: Epoch::Handshake };
    let departs = held && !facts.agree_on(keys);
    let (label, title) = if departs {
        ("derives other handshake keys", "{The} comes to other keys")
    } else if held {
        ("derives the same handshake keys", "{The} comes to the same keys")
    } else {
        ("derives handshake keys", "{The} makes the first keys")
    };
    words.head(
        label,
        title,
        "Both hello messages go into the keys. If a byte of them was changed on the way, the two sides have different \
         keys, and the first sealed message does not open.",
        &[cite::KEY_SCHEDULE, cite::SHARED_SECRET, cite::TRAFFIC_KEYS],
    );
    if facts.checks().next().is_some() {
        words.simple("{The} first checks that the answer fits what it offered.");
    }
    if rare::BUILT && !facts.derives(SecretName::SharedSecret) {
        words.simple(
            "There is no new secret here: the keys come from the key from before and from what both said. If that one \
             is ever stolen, what was recorded today can be opened.",
        );
        words.simple("From all of it come two keys: one for what the client sends, one for what the server sends.");
        return;
    }
    let held = |number| facts.held_before(facts.step.side, PskPart::EarlySecret.of(number));
    if rare::BUILT && (0..=u8::MAX).any(held) && !facts.derives(SecretName::EarlySecret) {
        words.simple("{The} starts from the key from before, and adds a fresh secret.");
    }
    words
        .simple("{The} combines its own private key with the {peer}'s public key. The result is a secret")
        .say(if follows(facts, SecretName::SharedSecret) { ", and it is the same one that the {peer} has" } else { "" })
        .say(". Somebody who saw both public keys, but no private one, cannot compute it.");
    if rare::BUILT && facts.chosen(ChoiceName::Group) == Some(NamedGroup::X25519MLKEM768.name()) {
        words.say(
            " It is made in two ways at once, by x25519 and by ML-KEM, and stays a secret as long as one of the two holds, \
             even if quantum computers come.",
        );
    }
    words.simple(if facts.leaves_out_transcript() {
        "From this secret come two keys: one for what the client sends, one for what the server sends."
    } else {
        "From this secret and from all that was said so far come two keys: one for what the client sends, one for what the \
         server sends."
    });
    if departs {
        words.say(" They are not those that the {peer} has made.");
    }
}

fn application(facts: Facts, words: &mut Telling) {
    let (label, title) = if follows(facts, SecretName::MasterSecret) {
        ("derives the same application keys", "{The} comes to the same keys for the conversation")
    } else {
        ("derives application keys", "{The} makes the keys for the conversation")
    };
    words.head(
        label,
        title,
        "The keys for the conversation depend on the whole handshake up to the server's Finished, so they exist only \
         between these two and for these choices. They are also apart from the handshake keys: knowing one kind does \
         not give the other.",
        &[cite::KEY_SCHEDULE, cite::TRAFFIC_KEYS],
    );
    words.simple(
        "{The} derives a new set of keys. The old ones were for the handshake; these are for what the two have to say \
         to each other.",
    );
    if facts.derives(SecretName::ExporterMasterSecret) {
        words.simple("One more secret is set aside for the application, which may make keys of its own from it.");
        words.cite(&[cite::EXPORTERS]);
    }
    if facts.derives(SecretName::ResumptionMasterSecret) {
        words.simple("Another is kept for later visits.");
    }
}

fn resumption(facts: Facts, words: &mut Telling) {
    words.head(
        if follows(facts, SecretName::ResumptionMasterSecret) {
            "derives the same resumption secret"
        } else {
            "derives the resumption secret"
        },
        "{The} sets a secret aside for next time",
        "With it a later connection can begin without certificates and signatures, which saves time. The secret is \
         never sent, and the keys of the present connection cannot be computed from it.",
        &[cite::KEY_SCHEDULE, cite::RESUMPTION],
    );
    words.simple(
        "The handshake is complete. {The} makes one more secret from all of it. The key of each ticket comes from this \
         one.",
    );
    if facts.derives_psk() {
        words.simple("It also makes the key that goes with each ticket.");
        words.cite(&[cite::NEW_SESSION_TICKET]);
    }
}

fn ticket_key(words: &mut Telling) {
    words.head(
        "derives the ticket's key",
        "{The} makes the key that goes with the ticket",
        "The ticket itself gives nothing away: without this key, which is never sent, it is of no use.",
        &[cite::NEW_SESSION_TICKET, cite::RESUMPTION],
    );
    words.simple(
        "{The} makes a key from the secret set aside before and from a number that goes with the ticket. Next time the client \
         proves with this key that it is the same one as today.",
    );
}

fn other(facts: Facts, words: &mut Telling) {
    debug_assert_eq!(facts.step.kind, StepKind::Derive);
    let (label, title, simple) = if facts.secrets().next().is_some() {
        ("derives secrets", "{The} derives secrets", "{The} makes the next secrets from those it has.")
    } else if facts.unprotects() {
        (
            "stops sealing",
            "{The} stops using its early key",
            "{The} puts the key for early data away. Its second hello goes in the clear again.",
        )
    } else {
        ("changes keys", "{The} changes keys", "{The} puts the old key away and takes the next one.")
    };
    words.head(
        label,
        title,
        "Each stage of the connection has keys of its own, so that a key which leaks opens one stage only.",
        &[cite::KEY_SCHEDULE],
    );
    words.simple(simple);
}
