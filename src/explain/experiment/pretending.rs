//! Who stands in the way and says that they are the server.

use super::super::citation as cite;
use super::{Experiment, Reply, Variant};
use crate::trace::{MessageName, Side};

pub(super) static ALL: [Experiment; 2] = [
    Experiment {
        name: "untrusted-root",
        title: "A certificate from an authority of one's own",
        question: "Anyone can set up an authority and sign a certificate for example.com. The client is shown one. What ends the \
                   connection?",
        answers: &[
            Reply {
                text: "The chain does not end at a root that the client trusts.",
                why: "Every signature of the chain may be in order. But whom the client trusts it knows beforehand; nobody can add \
                      to that over the wire.",
            },
            Reply {
                text: "The signature on the certificate does not verify.",
                why: "It would: who made the authority has its key, and signs as well as any other.",
            },
            Reply {
                text: "The name in the certificate is wrong.",
                why: "Whoever signs can write any name, and here it is the right one.",
            },
            Reply { text: "Nothing. Signed is signed.", why: "Then anyone could be anyone. It counts who has signed." },
        ],
        runs: &[Variant {
            label: "Another root",
            options: "preset=unknown-root&attacker=yes",
            focus: (Side::Server, MessageName::Certificate),
        }],
        conclusion: &[
            "A certificate is as good as the authority at the end of its chain. The client follows the signatures upwards until it \
             comes to a root from its own list. If it comes to none, all other checks are worth nothing.",
            "So it matters who is on that list. Who can add a root to it can be any server for that client.",
        ],
        citations: &[cite::X509_VALIDATION, cite::X509_PATHS, cite::RECEIVING_CERTIFICATE],
    },
    Experiment {
        name: "wrong-name",
        title: "A good certificate for another name",
        question: "The client wants example.com. It is shown a certificate that a trusted authority has signed, for example.org. \
                   What happens?",
        answers: &[
            Reply {
                text: "The client compares the names and ends the connection.",
                why: "All signatures are in order, and still the certificate says nothing about example.com.",
            },
            Reply {
                text: "The client goes on: the authority is trusted.",
                why: "The authority has vouched for example.org only. Whoever owns any name has a good certificate for that one.",
            },
            Reply {
                text: "The server notices that it was asked for another name.",
                why: "A server can answer so, but one who means harm will not. The client must look for itself.",
            },
        ],
        runs: &[Variant {
            label: "Another name",
            options: "preset=wrong-name&attacker=yes",
            focus: (Side::Server, MessageName::Certificate),
        }],
        conclusion: &[
            "A chain of good signatures says: this key belongs to that name. Whether it is the right name only the client can \
             know, because only it knows whom it wanted.",
            "Programs have forgotten this check more than once. Then a certificate for any name opens every door.",
        ],
        citations: &[cite::DNS_MATCHING, cite::X509_ALT_NAME],
    },
];
