//! Who only listens.

use super::super::citation as cite;
use super::{Experiment, Reply, Variant};
use crate::trace::{MessageName, Side};

pub(super) static ALL: [Experiment; 1] = [Experiment {
    name: "eavesdropping",
    title: "Listening",
    question: "Somebody on the way records every byte of a connection of TLS 1.3 and changes nothing. What do they learn?",
    answers: &[
        Reply {
            text: "Which server the client asks for, when the two talk and how much; but not what they say.",
            why: "The two hellos cannot be sealed yet, and the client's names the server. What follows is sealed: of it only the \
                  length of each record shows.",
        },
        Reply {
            text: "Nothing at all, because everything is sealed.",
            why: "The two hellos are not: there is no key before them. And each record has its length in front.",
        },
        Reply {
            text: "The same, and the server's certificate.",
            why: "In TLS 1.2 that was so. In TLS 1.3 the keys are there before the certificate is sent, and it is sealed.",
        },
        Reply {
            text: "Everything, if they have it from the first byte on.",
            why: "The keys come from a secret that both compute from private keys, and those are never sent. A recording does not \
                  hold them.",
        },
    ],
    runs: &[
        Variant { label: "TLS 1.3", options: "attacker=yes", focus: (Side::Server, MessageName::Certificate) },
        Variant {
            label: "TLS 1.2",
            options: "preset=tls12&attacker=yes",
            focus: (Side::Server, MessageName::Certificate),
        },
    ],
    conclusion: &[
        "TLS 1.3 seals all that follows the two hellos. TLS 1.2 seals only once the key exchange is done: the certificates, \
         the key exchange and the ticket pass in the clear before that.",
        "Some things are to be seen in both: that the two talk, when, how long each record is, and which server the client \
         names in its hello. Padding, which TLS 1.3 has, can hide lengths; it costs bytes.",
    ],
    citations: &[cite::DIFFERENCES, cite::SNI, cite::PADDING],
}];
