//! What somebody who has recorded a run gets later.

use super::citation as cite;
use super::{Entry, entry};
use crate::scenario::Theft;

/// The words for a theft: what it is, and what follows from it.
#[must_use]
pub fn theft(theft: Theft) -> Entry {
    match theft {
        Theft::ServerKey => entry(
            "The server's private key",
            "Somebody who has recorded everything gets the private key of the server's certificate. If that key only \
             signed, nothing that was recorded opens. If the client encrypted the secret for it, all of it opens.",
            "With (EC)DHE the key of the certificate authenticates and is no input of the key schedule: forward \
             secrecy with respect to long-term keys. In RSA key exchange it decrypts the premaster secret.",
            &[cite::SECURITY_HANDSHAKE, cite::RSA_PREMASTER],
        ),
        Theft::TicketKey => entry(
            "The key of the server's tickets",
            "Somebody gets the key with which the server seals its tickets, and opens every ticket that was shown. Early \
             data opens, and so does a resumption that adds no fresh secret.",
            "A ticket holds the PSK, from which the early traffic keys come alone. With psk_dhe_ke the rest also needs \
             the (EC)DHE secret; with psk_ke it does not. In TLS 1.2 the ticket holds the master secret itself.",
            &[cite::SECURITY_HANDSHAKE, cite::RESUMPTION, cite::TICKET_12],
        ),
        Theft::SessionSecrets => entry(
            "The secrets of one session",
            "Somebody gets the secrets from which one session's keys come. That session opens; no other does.",
            "From client_ and server_application_traffic_secret_0 come the keys of the application data, and those \
             after each KeyUpdate, but none of the handshake's. In TLS 1.2 it is the master secret of the session.",
            &[cite::KEY_SCHEDULE],
        ),
        Theft::EphemeralKeys => entry(
            "The ephemeral keys of one connection",
            "Somebody gets the private keys that the two made for one connection. That connection opens; the next one \
             too, if a side uses its key again.",
            "One side's private key and the other's public key give the (EC)DHE shared secret. Keys that are used once \
             and then forgotten cannot be stolen later.",
            &[cite::SECURITY_HANDSHAKE, cite::KEY_SCHEDULE],
        ),
        Theft::Randomness => entry(
            "Random numbers that can be predicted",
            "The two took their private keys from random numbers that somebody can guess. Whoever does can compute all that \
             the two agreed on.",
            "Ephemeral private keys, and the premaster secret of RSA key exchange, are as secret as the output of the \
             generator that they are drawn from.",
            &[cite::RANDOM_NUMBERS],
        ),
        Theft::QuantumComputer => entry(
            "A quantum computer, later",
            "Somebody stores what was said today and gets a large quantum computer one day. It finds the private key to \
             a public key of x25519, P-256, P-384 or RSA, but as far as is known not to one of ML-KEM.",
            "Shor's algorithm takes discrete logarithms and factors numbers. The shared secret of X25519MLKEM768 is both \
             secrets, one after the other, so that it holds as long as one of the two does.",
            &[cite::ECDHE_MLKEM, cite::HYBRID_SECRET],
        ),
    }
}
