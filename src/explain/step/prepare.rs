//! Steps in which a side makes up values of its own.

use super::facts::Facts;
use super::impostor;
use super::telling::Telling;
use super::tls12;
use crate::crypto::rare;
use crate::explain::{citation as cite, halves};
use crate::trace::{Effect, SecretName, Side};

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
        if rare::BUILT && side == Side::Server && facts.secrets().any(|secret| halves(secret).is_some()) {
            words.simple("It also draws a secret and wraps it up with the client's key of ML-KEM, so that only the client can unwrap it.");
            words.cite(&[cite::ECDHE_MLKEM]);
        }
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
