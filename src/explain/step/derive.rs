//! Steps in which a side derives secrets and changes keys.

use super::facts::Facts;
use super::telling::Telling;
use crate::crypto::rare;
use crate::explain::citation as cite;
use crate::tls::registry::NamedGroup;
use crate::trace::{ChoiceName, Epoch, PskPart, Secret, SecretName, Side, StepKind};

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
    let hybrid = rare::BUILT && facts.chosen(ChoiceName::Group) == Some(NamedGroup::X25519MLKEM768.name());
    words.simple(match facts.step.side {
        Side::Client if hybrid => {
            "The client makes a secret in two ways at once: it combines its private key of x25519 with the server's public \
             key, and with that of ML-KEM it unwraps what the server has wrapped up. Both together are a secret"
        }
        Side::Server if hybrid => {
            "The server makes a secret in two ways at once: it combines its private key of x25519 with the client's public \
             key, and takes what it has wrapped up with the client's key of ML-KEM. Both together are a secret"
        }
        Side::Client | Side::Server => {
            "{The} combines its own private key with the {peer}'s public key. The result is a secret"
        }
    });
    words.say(if follows(facts, SecretName::SharedSecret) {
        ", and it is the same one that the {peer} has"
    } else {
        ""
    });
    words.say(if hybrid {
        ". Somebody who saw all that was sent, but no private key, cannot compute it. It stays a secret as long as one of the \
         two ways holds; of ML-KEM that is expected even if quantum computers come."
    } else {
        ". Somebody who saw both public keys, but no private one, cannot compute it."
    });
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
