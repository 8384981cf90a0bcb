//! Who changes, takes away or repeats what passes.

use super::super::citation as cite;
use super::{Experiment, Reply, Variant};
use crate::trace::{MessageName, Side};

pub(super) static ALL: [Experiment; 2] = [
    Experiment {
        name: "stripped-versions",
        title: "Hiding the newer version",
        question: "Client and server both know TLS 1.3. Somebody on the way hides that in the client's first message, so that \
                   the two use TLS 1.2. Who can notice?",
        answers: &[
            Reply {
                text: "The client: the server has put a mark into its random number.",
                why: "A server that knows TLS 1.3 and has to use TLS 1.2 ends its random number with the word DOWNGRD and a 1. The \
                      client, which did offer TLS 1.3, sees that somebody took the offer away.",
            },
            Reply {
                text: "The server: it sees that something is missing.",
                why: "There are clients that know TLS 1.2 only. To the server this hello looks like one of theirs.",
            },
            Reply {
                text: "Nobody, and the two use TLS 1.2.",
                why: "That was so before there was the mark, for long enough to do harm.",
            },
        ],
        runs: &[
            Variant {
                label: "Hidden",
                options: "preset=downgrade&attacker=yes",
                focus: (Side::Server, MessageName::ServerHello),
            },
            Variant {
                label: "Left alone",
                options: "preset=both-versions&attacker=yes",
                focus: (Side::Server, MessageName::ServerHello),
            },
        ],
        conclusion: &[
            "The first messages are not sealed, so anyone on the way can change them. What cannot be prevented must be noticed. \
             The mark stands in the server's random number, and the signature on the key exchange covers that: who changes \
             the mark breaks the signature.",
            "In TLS 1.2 with the RSA key exchange nothing is signed there; then only Finished is left.",
        ],
        citations: &[cite::SERVER_HELLO, cite::SIGNED_PARAMS],
    },
    Experiment {
        name: "replayed-early-data",
        title: "Early data, sent again",
        question: "A client comes back and sends its request at once, as early data. Somebody on the way records those \
                   records and sends them to the server a second time. What prevents that the request is done twice?",
        answers: &[
            Reply {
                text: "The server must remember: the ticket that was used, or the hello that it took.",
                why: "The records are genuine, so no key and no signature shows that they come a second time. The server has \
                      to keep account.",
            },
            Reply {
                text: "The records do not open a second time.",
                why: "They do: the same keys, the same sequence numbers, the same bytes.",
            },
            Reply {
                text: "The server's random number makes each connection another one.",
                why: "Early data is sealed before the server has said anything. Nothing in it depends on the server's random number.",
            },
            Reply {
                text: "TCP notices bytes that come twice.",
                why: "Within one connection. Somebody who sends them in a connection of their own begins anew.",
            },
        ],
        runs: &[
            Variant {
                label: "Ticket for one use",
                options: "preset=early-data&replay=yes&attacker=yes",
                focus: (Side::Client, MessageName::ApplicationData),
            },
            Variant {
                label: "Recorded hello",
                options: "preset=early-data&ticket=sealed&replay=yes&attacker=yes",
                focus: (Side::Client, MessageName::ApplicationData),
            },
        ],
        conclusion: &[
            "Early data is the one part of TLS 1.3 that can be replayed: it is sent before the server has added \
             anything fresh. A server keeps a ticket for one use, or records the hellos it has taken for as long as they could \
             come again.",
            "Where several servers share a name without sharing that memory, a replay can succeed at another one. So only such \
             requests belong into early data that may be done twice without harm.",
        ],
        citations: &[cite::REPLAY, cite::SINGLE_USE, cite::HELLO_RECORDING],
    },
];
