//! Steps in which a side works for itself: it prepares, chooses, derives.

use super::facts::Facts;
use super::telling::Telling;
use crate::explain::citation as cite;
use crate::trace::{ChoiceName, Effect, Epoch, SecretName, Side, StepKind};

/// A side makes up values of its own.
pub(super) fn prepare(facts: Facts, words: &mut Telling) {
    let side = facts.step.side;
    let pair = facts.derives_pair();
    let certificate = facts.derives(SecretName::CertificatePrivateKey(side));
    let random = facts.step.occurrences.iter().any(|occurrence| matches!(occurrence.effect, Effect::DrewRandom { .. }));
    let (label, why) = if pair {
        (
            "makes a key pair",
            "The key pair is made for this connection only and thrown away after use. If somebody records the \
             connection and steals a long-term key later, it stays closed: this is forward secrecy. In TLS 1.2 the RSA \
             key exchange did not have it.",
        )
    } else if certificate {
        (
            "takes its certificate key",
            "The certificate is public; only the private key makes it the server's own. It signs, and never encrypts, \
             so losing it later does not open old connections.",
        )
    } else {
        (
            "draws random numbers",
            "If these numbers could be guessed, everything that is built on them could be guessed too.",
        )
    };
    words.head(label, "{The} gets ready", why, &[cite::RANDOM_NUMBERS]);
    if random {
        words.simple(
            "{The} draws random numbers. They make this connection different from every other, so that nothing \
             recorded from an old one fits.",
        );
    }
    if pair {
        words.simple(
            "{The} makes a key pair for this connection alone: a public key, which anyone may see, and a private key, \
             which never leaves it.",
        );
        words.cite(&[cite::KEY_SHARE, cite::ECDHE_PARAMETERS]);
    }
    if facts.derives(SecretName::CertificatePrivateKey(side.peer())) {
        words.simple(
            "The {peer} is there already, with a private key of long standing. The public key that goes with it \
             stands in its certificate.",
        );
    }
    if certificate {
        words.simple("{The} has a private key of long standing. Its public half stands in the certificate.");
        words.cite(&[cite::CERTIFICATE_SELECTION]);
    }
}

/// A side decides, or learns what was decided.
pub(super) fn negotiate(facts: Facts, words: &mut Telling) {
    match facts.step.side {
        Side::Client => learn(facts, words),
        Side::Server => choose(facts, words),
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
    words.label("").list(&picked, ", ");
    let kinds = [
        (ChoiceName::Version, "the version "),
        (ChoiceName::CipherSuite, "the way of sealing "),
        (ChoiceName::Group, "the kind of key "),
    ];
    let found = kinds.map(|(name, kind)| facts.chosen(name).map(|chosen| (kind, chosen)));
    if found == [None; 3] {
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
    if facts.derives_pair() {
        words.simple("Then it makes a key pair of its own for this connection alone.");
        words.cite(&[cite::KEY_SHARE]);
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

/// Whether the other side held the secret before, so that this one now derives the same.
fn follows(facts: Facts, name: SecretName) -> bool {
    facts.held_before(facts.step.side.peer(), name)
}

fn handshake(facts: Facts, words: &mut Telling) {
    let same = follows(facts, SecretName::HandshakeSecret);
    let (label, title) = if same {
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
    words
        .simple("{The} combines its own private key with the {peer}'s public key. The result is a secret")
        .say(if same { ", and it is the same one that the {peer} has" } else { "" })
        .say(". Somebody who saw both public keys, but no private one, cannot compute it.");
    words.simple(
        "From this secret and from all that was said so far come two keys: one for what the client sends, one for \
         what the server sends.",
    );
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
        "The handshake is complete. {The} makes one more secret from all of it. The keys for tickets will come from \
         this one.",
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
        "{The} makes a key from the secret set aside before and from the number in the ticket. Next time it proves \
         with this key that it is the same one as today.",
    );
}

fn other(facts: Facts, words: &mut Telling) {
    debug_assert_eq!(facts.step.kind, StepKind::Derive);
    let (label, title, simple) = if facts.secrets().next().is_none() {
        ("changes keys", "{The} changes keys", "{The} puts the old key away and takes the next one.")
    } else {
        ("derives secrets", "{The} derives secrets", "{The} makes the next secrets from those it has.")
    };
    words.head(
        label,
        title,
        "Each stage of the connection has keys of its own, so that a key which leaks opens one stage only.",
        &[cite::KEY_SCHEDULE],
    );
    words.simple(simple);
}
