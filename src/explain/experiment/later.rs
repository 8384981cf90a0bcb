//! Who has recorded everything, and gets something when all is over.

use super::super::citation as cite;
use super::{Experiment, Reply, Variant};
use crate::trace::{MessageName, Side};

pub(super) static ALL: [Experiment; 3] = [
    Experiment {
        name: "key-stolen-later",
        title: "The server's key, stolen later",
        question: "Somebody has recorded three connections, and a year later steals the private key of the server's \
                   certificate. One used RSA key exchange, one ECDHE in TLS 1.2, and one TLS 1.3. Which of them open?",
        answers: &[
            Reply {
                text: "That with RSA key exchange alone.",
                why: "There the client encrypts the premaster secret for the server's long-term key. In the two others that key \
                      only signs, and the keys come from ephemeral ones, which are forgotten.",
            },
            Reply {
                text: "All three: who has the server's key can do what the server can.",
                why: "From now on they can pretend to be the server. But a signature key opens nothing that was sealed before.",
            },
            Reply {
                text: "Both of TLS 1.2.",
                why: "It does not depend on the version but on the key exchange: ECDHE has forward secrecy in TLS 1.2 too.",
            },
            Reply {
                text: "None of them.",
                why: "In RSA key exchange the key that is stolen is the one that decrypts the premaster secret, and all keys \
                      follow from that and from what was sent in the clear.",
            },
        ],
        runs: &[
            Variant {
                label: "RSA key exchange, TLS 1.2",
                options: "versions=1.2&sversions=1.2&suite=rsa-aes128gcm&cert=rsa&stolen=server-key&attacker=yes",
                focus: (Side::Client, MessageName::ClientKeyExchange),
            },
            Variant {
                label: "ECDHE, TLS 1.2",
                options: "versions=1.2&sversions=1.2&cert=rsa&stolen=server-key&attacker=yes",
                focus: (Side::Client, MessageName::ClientKeyExchange),
            },
            Variant {
                label: "TLS 1.3",
                options: "cert=rsa&stolen=server-key&attacker=yes",
                focus: (Side::Server, MessageName::CertificateVerify),
            },
        ],
        conclusion: &[
            "This is forward secrecy: what was said stays secret even if the long-term keys are lost later. TLS 1.3 has it \
             wherever there is (EC)DHE, but for early data, and has no RSA key exchange any more.",
            "The stolen key is dangerous all the same: until its certificate is out of use, whoever has it can be taken for \
             the server.",
        ],
        citations: &[cite::SECURITY_HANDSHAKE, cite::RSA_PREMASTER],
    },
    Experiment {
        name: "used-again",
        title: "Keys used again, and numbers that can be guessed",
        question: "A client meets the server twice. Later somebody gets the ephemeral private keys of the first connection. \
                   The server was lazy and used its own in the second one too. What opens?",
        answers: &[
            Reply {
                text: "Both connections.",
                why: "In the second one the server's private key is the same, and the client's public key is in the clear in its \
                      hello: together they give the shared secret. The ticket's key, which goes in as well, follows from the first \
                      connection.",
            },
            Reply {
                text: "The first alone, because the client made a new key for the second.",
                why: "One side's private key and the other's public key are enough. The client's new public key was sent in the clear.",
            },
            Reply {
                text: "None, because the certificate's key was not stolen.",
                why: "That key signs. What is sealed depends on the ephemeral keys.",
            },
        ],
        runs: &[
            Variant {
                label: "The server uses its key again",
                options: "psk=ticket&randomness=server-reuses&stolen=ephemeral-keys&attacker=yes",
                focus: (Side::Server, MessageName::ServerHello),
            },
            Variant {
                label: "Fresh keys each time",
                options: "psk=ticket&stolen=ephemeral-keys&attacker=yes",
                focus: (Side::Server, MessageName::ServerHello),
            },
            Variant {
                label: "Fresh keys, from numbers that can be guessed",
                options: "psk=ticket&stolen=drawn-numbers&attacker=yes",
                focus: (Side::Server, MessageName::ServerHello),
            },
        ],
        conclusion: &[
            "An ephemeral key does its work only if it is made anew for each connection and then forgotten.",
            "And it is as secret as the random numbers it is made from. Who can guess those computes what the two compute, and \
             neither of them notices.",
        ],
        citations: &[cite::SECURITY_HANDSHAKE, cite::RANDOM_NUMBERS],
    },
    Experiment {
        name: "store-now",
        title: "Store now, decrypt later",
        question: "Somebody stores two connections of today, one with x25519 and one with X25519MLKEM768, and has a large \
                   quantum computer one day. Which of them open?",
        answers: &[
            Reply {
                text: "That with x25519 alone.",
                why: "A quantum computer finds the private key to a public key of x25519. As far as is known it does not find that \
                      of ML-KEM, and the hybrid secret needs both.",
            },
            Reply {
                text: "Both, because the hybrid has x25519 in it.",
                why: "Half of the hybrid secret is found, that of x25519. The other half is that of ML-KEM, and the keys depend on both.",
            },
            Reply {
                text: "Neither, because AES is not broken by quantum computers.",
                why: "Nobody needs to break AES who can compute its key: with x25519 all keys follow from what was sent in the clear \
                      and one private key.",
            },
        ],
        runs: &[
            Variant {
                label: "x25519",
                options: "stolen=quantum-computer&attacker=yes",
                focus: (Side::Server, MessageName::ServerHello),
            },
            Variant {
                label: "X25519MLKEM768",
                options: "group=x25519mlkem768&stolen=quantum-computer&attacker=yes",
                focus: (Side::Server, MessageName::ServerHello),
            },
        ],
        conclusion: &[
            "What must stay secret for decades is in danger today, because recordings can wait. That is why key exchange changes \
             first, and signatures, which nobody can forge in the past, later.",
            "The hybrid is as strong as the stronger of its two halves: if ML-KEM should turn out to be weak, x25519 is still there.",
        ],
        citations: &[cite::ECDHE_MLKEM, cite::HYBRID_SECRET],
    },
];
