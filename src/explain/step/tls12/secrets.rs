//! What the two derive in TLS 1.2.

use crate::explain::citation as cite;
use crate::explain::step::facts::Facts;
use crate::explain::step::telling::Telling;
use crate::trace::{Derivation, Secret, SecretName, Seed};

/// A side derives secrets and changes keys.
pub(in crate::explain::step) fn derive(facts: Facts, words: &mut Telling) {
    if facts.derives(SecretName::ExportedKey) {
        exported(words);
    } else if facts.derives(SecretName::KeyBlock) {
        keys(facts, words);
    } else {
        changes(words);
    }
}

/// The client draws the premaster secret.
pub(in crate::explain::step) fn draws_premaster(words: &mut Telling) {
    words.head(
        "makes up the secret",
        "The client makes up the secret",
        "All that is secret comes from one side here. In a Diffie-Hellman exchange both sides put something in, and neither \
         sends it.",
        &[cite::RSA_PREMASTER],
    );
    words.simple("The client draws random bytes: the premaster secret. The keys of both sides will come from it.");
}

/// A side takes the secret of an earlier connection.
pub(in crate::explain::step) fn takes_session(words: &mut Telling) {
    words.head(
        "takes the session's secret",
        "{The} takes the secret from before",
        "All that the two send now hangs on the secret of the earlier handshake: whoever learns it can open this one \
         too. TLS 1.3 can mix in a fresh secret when it resumes.",
        &[cite::OVERVIEW_12, cite::SESSION_RESUMPTION],
    );
    words.simple("{The} takes the master secret of the session that the two go on with.");
}

fn exported(words: &mut Telling) {
    words.head(
        "exports a key",
        "{The} makes a key for the application",
        "A program that uses the connection can tie its own proofs to it: what was made for this connection fits no \
         other.",
        &[cite::EXPORTER_DEFINITION],
    );
    words.simple(
        "{The} makes a key for a purpose that the application names. The {peer} can make the same one, and nobody else.",
    );
}

fn keys(facts: Facts, words: &mut Telling) {
    let held = facts.held_before(facts.step.side.peer(), SecretName::KeyBlock);
    let (label, title) = match (held, facts.agree_on(SecretName::KeyBlock)) {
        (false, _) => ("derives the keys", "{The} makes the keys"),
        (true, true) => ("derives the same keys", "{The} comes to the same keys"),
        (true, false) => ("derives other keys", "{The} comes to other keys"),
    };
    let premaster = facts.trace.secret(facts.step.side, SecretName::PremasterSecret, facts.index);
    words.head(
        label,
        title,
        if premaster.is_some() && facts.secrets().any(takes_randoms_alone) {
            "Only the two random numbers go into the keys, and not all that was said: in some key exchanges, RSA for \
             one, whoever sits in the middle of two connections can give both the same keys. The extended master secret prevents that."
        } else if premaster.is_some() {
            "With the extended master secret all that was said so far goes into the keys: whoever sits in the middle of \
             two connections cannot give both the same keys."
        } else {
            "The random numbers are new, and so the keys are new; but the secret beneath them is the old one."
        },
        &[cite::MASTER_SECRET_12, cite::KEY_CALCULATION, cite::PRF],
    );
    if let Some((_, premaster)) = premaster {
        let made = |secret: &Secret| match secret.derivation {
            Derivation::KeyAgreement { .. } => (
                "{The} puts its own private key and the {peer}'s public key together. That gives the premaster secret, and \
                 from it the master secret is made.",
                cite::PREMASTER,
            ),
            Derivation::Decryption { .. } => (
                "{The} decrypts the premaster secret with the key of its certificate, and makes the master secret from it. If \
                 what comes out is no valid secret, it goes on with random bytes and says nothing: an attacker could learn from an \
                 answer, bit by bit, what is in there.",
                cite::RSA_PREMASTER,
            ),
            _ => ("{The} makes the master secret from the premaster secret that it has drawn.", cite::RSA_PREMASTER),
        };
        let (sentence, citation) = made(premaster);
        words.simple(sentence);
        words.cite(&[citation, cite::SESSION_HASH]);
    } else {
        words.simple("{The} takes the master secret of the earlier connection, and the new random numbers.");
        words.cite(&[cite::OVERVIEW_12]);
    }
    words.simple("From the master secret comes a row of bytes that is cut into the keys of both directions.");
    if held && !facts.agree_on(SecretName::KeyBlock) {
        words.say(" They are not those that the {peer} has made.");
    }
}

/// Whether it is a master secret that does not depend on the messages. RFC 7627 §4.
fn takes_randoms_alone(secret: &Secret) -> bool {
    secret.name == SecretName::SessionMasterSecret
        && matches!(secret.derivation, Derivation::Prf { seed: Seed::Randoms { .. }, .. })
}

fn changes(words: &mut Telling) {
    words.head(
        "changes keys",
        "{The} takes the new key",
        "Each direction changes on its own, when its change_cipher_spec passes. There is one set of keys for the rest \
         of the connection; TLS 1.3 has others for the handshake.",
        &[cite::CHANGE_CIPHER_SPEC],
    );
    words.simple("From here on one direction is sealed.");
}
