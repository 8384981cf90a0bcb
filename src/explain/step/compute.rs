//! Steps in which a side works for itself: it prepares, chooses, derives.

use super::facts::{Facts, list};
use super::{the, words};
use crate::explain::{StepWords, citation as cite};
use crate::trace::{Choice, ChoiceName, Effect, Epoch, SecretName, Side, StepKind};

/// A side makes up values of its own.
pub(super) fn prepare(facts: Facts) -> StepWords {
    let side = facts.step.side;
    let pair = facts.derives(|name| matches!(name, SecretName::EphemeralPrivateKey(_)));
    let certificate = facts.derives(|name| name == SecretName::CertificatePrivateKey(side));
    let random = facts.step.occurrences.iter().any(|occurrence| matches!(occurrence.effect, Effect::DrewRandom { .. }));
    let label = match (pair, certificate, random) {
        (true, ..) => "makes a key pair",
        (false, true, _) => "takes its certificate key",
        (false, false, _) => "draws random numbers",
    };
    let why = if pair {
        "The key pair is made for this connection only and thrown away after use. If somebody records the connection \
         and steals a long-term key later, it stays closed: this is forward secrecy. In TLS 1.2 the RSA key exchange \
         did not have it."
    } else if certificate {
        "The certificate is public; only the private key makes it the server's own. It signs, and never encrypts, so \
         losing it later does not open old connections."
    } else {
        "If these numbers could be guessed, everything that is built on them could be guessed too."
    };
    let mut words = words(label, format!("{} gets ready", the(side)), why, &[cite::RANDOM_NUMBERS]);
    if random {
        words.simple.push(format!(
            "{} draws random numbers. They make this connection different from every other, so that nothing recorded \
             from an old one fits.",
            the(side)
        ));
    }
    if pair {
        words.simple.push(format!(
            "{} makes a key pair for this connection alone: a public key, which anyone may see, and a private key, \
             which never leaves it.",
            the(side)
        ));
        words.citations.push(cite::KEY_SHARE);
        words.citations.push(cite::ECDHE_PARAMETERS);
    }
    if facts.derives(|name| name == SecretName::CertificatePrivateKey(side.peer())) {
        words.simple.push(format!(
            "The {} is there already, with a private key of long standing. The public key that goes with it stands in \
             its certificate.",
            side.peer().name()
        ));
    }
    if certificate {
        words.simple.push(format!(
            "{} has a private key of long standing. Its public half stands in the certificate.",
            the(side)
        ));
        words.citations.push(cite::CERTIFICATE_SELECTION);
    }
    words
}

/// A side decides, or learns what was decided.
pub(super) fn negotiate(facts: Facts) -> StepWords {
    let side = facts.step.side;
    let chosen: Vec<_> = facts
        .choices()
        .filter(|choice| choice.chosen.is_some())
        .map(|choice| match choice.name {
            ChoiceName::Version => "version",
            ChoiceName::CipherSuite => "suite",
            ChoiceName::Group => "group",
            ChoiceName::SignatureScheme => "signature",
            ChoiceName::ServerName => "name",
            ChoiceName::ApplicationProtocol => "protocol",
        })
        .collect();
    if side == Side::Client {
        return learn(facts);
    }
    let label = match chosen.as_slice() {
        [] => "looks for common ground".to_owned(),
        few if few.len() <= 3 => format!("picks {}", few.join(", ")),
        many => format!("picks {}", many[..3].join(", ")),
    };
    let mut words = words(
        label,
        "The server chooses",
        "The server can only pick what the client offered, and at the end both prove to each other that they saw the \
         same lists. Somebody on the way who strikes out the strong entries is noticed. In TLS 1.2 the server's \
         signature did not cover these lists.",
        &[cite::NEGOTIATION],
    );
    let mut picked = Vec::new();
    if let Some(version) = facts.chosen(ChoiceName::Version) {
        picked.push(format!("the version {version}"));
    }
    if let Some(suite) = facts.chosen(ChoiceName::CipherSuite) {
        picked.push(format!("the way of sealing {suite}"));
    }
    if let Some(group) = facts.chosen(ChoiceName::Group) {
        picked.push(format!("the kind of key {group}"));
    }
    if picked.is_empty() {
        words.simple.push("The server reads the client's lists and looks for entries that it accepts.".to_owned());
    } else {
        words.simple.push(format!(
            "The server reads the client's lists and picks from each an entry that it accepts too: {}.",
            list(&picked)
        ));
    }
    for (name, citation) in [
        (ChoiceName::SignatureScheme, cite::SIGNATURE_ALGORITHMS),
        (ChoiceName::ApplicationProtocol, cite::ALPN_SELECTION),
        (ChoiceName::ServerName, cite::SNI),
    ] {
        if facts.choices().any(|choice| choice.name == name && choice.chosen.is_some()) {
            words.citations.push(citation);
        }
    }
    if let Some(Choice { accepted, chosen: Some(name), .. }) =
        facts.choices().find(|choice| choice.name == ChoiceName::ServerName)
    {
        words.simple.push(if accepted.contains(name) {
            format!("The client asks for {name}, and that is the name in the server's certificate.")
        } else {
            format!(
                "The client asks for {name}; the name in the server's certificate is {}. Whether that will do is for \
                 the client to judge.",
                if accepted.is_empty() { "missing".to_owned() } else { list(accepted) }
            )
        });
    }
    if let Some(protocol) = facts.choices().find(|choice| choice.name == ChoiceName::ApplicationProtocol) {
        words.simple.push(match &protocol.chosen {
            Some(chosen) => format!("After the handshake the two will speak {chosen}."),
            None if protocol.offered.is_empty() || protocol.accepted.is_empty() => {
                "They settle on no protocol for what comes after; the application must know it.".to_owned()
            }
            None => "Of the protocols that the client lists for afterwards, the server speaks none.".to_owned(),
        });
    }
    if facts.derives(|name| matches!(name, SecretName::EphemeralPrivateKey(_))) {
        words.simple.push("Then it makes a key pair of its own for this connection alone.".to_owned());
        words.citations.push(cite::KEY_SHARE);
    }
    words
}

fn learn(facts: Facts) -> StepWords {
    let mut words = words(
        "learns the choices",
        "The client learns what was chosen",
        "The client accepts only what it offered itself; anything else would be a mistake or an attack.",
        &[cite::NEGOTIATION],
    );
    let choices: Vec<_> = facts.choices().filter_map(|choice| choice.chosen.as_deref()).collect();
    words.simple.push(if choices.is_empty() {
        "The client reads the server's answers.".to_owned()
    } else {
        format!("The client reads from the answer what the server picked: {}.", list(&choices))
    });
    words
}

/// A side derives secrets and changes keys.
pub(super) fn derive(facts: Facts) -> StepWords {
    if facts.derives_epoch(Epoch::Handshake) || facts.derives(|name| name == SecretName::HandshakeSecret) {
        handshake(facts)
    } else if facts.derives_epoch(Epoch::Application) || facts.derives(|name| name == SecretName::MasterSecret) {
        application(facts)
    } else if facts.derives(|name| name == SecretName::ResumptionMasterSecret) {
        resumption(facts)
    } else if facts.derives(|name| matches!(name, SecretName::ResumptionPsk { .. })) {
        ticket_key(facts)
    } else {
        other(facts)
    }
}

/// Whether the other side held the secret before, so that this one now derives the same.
fn follows(facts: Facts, name: SecretName) -> bool {
    facts.held_before(facts.step.side.peer(), name)
}

fn handshake(facts: Facts) -> StepWords {
    let side = facts.step.side;
    let same = follows(facts, SecretName::HandshakeSecret);
    let peer = side.peer().name();
    let mut words = words(
        if same { "derives the same handshake keys" } else { "derives handshake keys" },
        if same {
            format!("{} comes to the same keys", the(side))
        } else {
            format!("{} makes the first keys", the(side))
        },
        "Both hello messages go into the keys. If a byte of them was changed on the way, the two sides have different \
         keys, and the first sealed message does not open.",
        &[cite::KEY_SCHEDULE, cite::SHARED_SECRET, cite::TRAFFIC_KEYS],
    );
    if facts.checks().next().is_some() {
        words.simple.push(format!("{} first checks that the answer fits what it offered.", the(side)));
    }
    words.simple.push(format!(
        "{} combines its own private key with the {peer}'s public key. The result is a secret{}. Somebody who saw both \
         public keys, but no private one, cannot compute it.",
        the(side),
        if same { format!(", and it is the same one that the {peer} has") } else { String::new() }
    ));
    words.simple.push(
        "From this secret and from all that was said so far come two keys: one for what the client sends, one for \
         what the server sends."
            .to_owned(),
    );
    words
}

fn application(facts: Facts) -> StepWords {
    let side = facts.step.side;
    let same = follows(facts, SecretName::MasterSecret);
    let mut words = words(
        if same { "derives the same application keys" } else { "derives application keys" },
        if same {
            format!("{} comes to the same keys for the conversation", the(side))
        } else {
            format!("{} makes the keys for the conversation", the(side))
        },
        "The keys for the conversation depend on the whole handshake up to the server's Finished, so they exist only \
         between these two and for these choices. They are also apart from the handshake keys: knowing one kind does \
         not give the other.",
        &[cite::KEY_SCHEDULE, cite::TRAFFIC_KEYS],
    );
    words.simple.push(format!(
        "{} derives a new set of keys. The old ones were for the handshake; these are for what the two have to say to \
         each other.",
        the(side)
    ));
    if facts.derives(|name| name == SecretName::ExporterMasterSecret) {
        words.simple.push(
            "One more secret is set aside for the application, which may make keys of its own from it.".to_owned(),
        );
        words.citations.push(cite::EXPORTERS);
    }
    if facts.derives(|name| name == SecretName::ResumptionMasterSecret) {
        words.simple.push("Another is kept for later visits.".to_owned());
    }
    words
}

fn resumption(facts: Facts) -> StepWords {
    let side = facts.step.side;
    let mut words = words(
        if follows(facts, SecretName::ResumptionMasterSecret) {
            "derives the same resumption secret"
        } else {
            "derives the resumption secret"
        },
        format!("{} sets a secret aside for next time", the(side)),
        "With it a later connection can begin without certificates and signatures, which saves time. The secret is \
         never sent, and the keys of the present connection cannot be computed from it.",
        &[cite::KEY_SCHEDULE, cite::RESUMPTION],
    );
    words.simple.push(format!(
        "The handshake is complete. {} makes one more secret from all of it. The keys for tickets will come from this \
         one.",
        the(side)
    ));
    if facts.derives(|name| matches!(name, SecretName::ResumptionPsk { .. })) {
        words.simple.push("It also makes the key that goes with each ticket.".to_owned());
        words.citations.push(cite::NEW_SESSION_TICKET);
    }
    words
}

fn ticket_key(facts: Facts) -> StepWords {
    let side = facts.step.side;
    let mut words = words(
        "derives the ticket's key",
        format!("{} makes the key that goes with the ticket", the(side)),
        "The ticket itself gives nothing away: without this key, which is never sent, it is of no use.",
        &[cite::NEW_SESSION_TICKET, cite::RESUMPTION],
    );
    words.simple.push(format!(
        "{} makes a key from the secret set aside before and from the number in the ticket. Next time it proves with \
         this key that it is the same one as today.",
        the(side)
    ));
    words
}

fn other(facts: Facts) -> StepWords {
    let side = facts.step.side;
    debug_assert_eq!(facts.step.kind, StepKind::Derive);
    let only_keys = facts.secrets().next().is_none();
    let mut words = words(
        if only_keys { "changes keys" } else { "derives secrets" },
        if only_keys { format!("{} changes keys", the(side)) } else { format!("{} derives secrets", the(side)) },
        "Each stage of the connection has keys of its own, so that a key which leaks opens one stage only.",
        &[cite::KEY_SCHEDULE],
    );
    words.simple.push(if only_keys {
        format!("{} puts the old key away and takes the next one.", the(side))
    } else {
        format!("{} makes the next secrets from those it has.", the(side))
    });
    words
}
