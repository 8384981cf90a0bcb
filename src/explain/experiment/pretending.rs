//! Who stands in the way and says that they are the server.

use super::super::citation as cite;
use super::{Experiment, Reply, Variant};
use crate::trace::{MessageName, Side};

/// What an impostor shows.
const CERTIFICATE: (Side, MessageName) = (Side::Server, MessageName::Certificate);
/// What the client says to them, if it does.
const REQUEST: (Side, MessageName) = (Side::Client, MessageName::ApplicationData);

pub(super) static ALL: [Experiment; 6] = [
    Experiment {
        name: "own-key",
        title: "In the middle, with a key of one's own",
        question: "Somebody on the way answers in the server's place, with a key pair of their own. The two agree on keys, and \
                   all is sealed. What keeps the client from telling them everything?",
        answers: &[
            Reply {
                text: "They must show a certificate, and nobody whom the client trusts has signed theirs.",
                why: "To agree on keys proves nothing about who the other one is. The certificate does, and only if somebody trusted \
                      vouches for it.",
            },
            Reply {
                text: "They cannot agree on keys without the server's private key.",
                why: "They can: the key exchange takes fresh key pairs, and anyone can make one.",
            },
            Reply {
                text: "The client sees that it is another machine.",
                why: "It sees bytes. Addresses can be taken over, and whoever is on the way need not even do that.",
            },
        ],
        runs: &[
            Variant { label: "Self-signed", options: "impostor=self-signed&attacker=yes", focus: CERTIFICATE },
            Variant {
                label: "A client that does not check",
                options: "impostor=self-signed&omits=client-chain&attacker=yes",
                focus: REQUEST,
            },
        ],
        conclusion: &[
            "Sealing protects only against others than the one you talk to. So TLS first settles who that is: without a \
             certificate that leads to someone trusted, the client says nothing.",
            "A client that skips the check talks to whoever answers first, and all is sealed as well as ever. The one in the middle \
             has a connection to each side, reads, and passes on.",
        ],
        citations: &[cite::AUTHENTICATION, cite::X509_PATHS],
    },
    Experiment {
        name: "untrusted-root",
        title: "A certificate from an authority of one's own",
        question: "Anyone can set up an authority and sign a certificate for example.com. Somebody on the way shows the client such a \
                   one. What ends the connection?",
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
            Reply {
                text: "Nothing. Signed is signed.",
                why: "Then anyone could be anyone. What counts is who has signed.",
            },
        ],
        runs: &[
            Variant {
                label: "Another authority",
                options: "impostor=unknown-authority&attacker=yes",
                focus: CERTIFICATE,
            },
            Variant {
                label: "A client that does not check",
                options: "impostor=unknown-authority&omits=client-chain&attacker=yes",
                focus: REQUEST,
            },
        ],
        conclusion: &[
            "A certificate is as good as the authority at the end of its chain. The client follows the issuers upwards until it \
             comes to a root from its own list. If it comes to none, the certificate proves nothing.",
            "So it matters who is on that list. Whoever can add a root to it can pass for any server.",
        ],
        citations: &[cite::X509_VALIDATION, cite::X509_PATHS, cite::RECEIVING_CERTIFICATE],
    },
    Experiment {
        name: "wrong-name",
        title: "A good certificate for another name",
        question: "The client wants example.com. Somebody on the way shows it a certificate that a trusted authority has signed: for \
                   a name that is really theirs. What happens?",
        answers: &[
            Reply {
                text: "The client compares the names and ends the connection.",
                why: "All signatures are in order, and still the certificate says nothing about example.com.",
            },
            Reply {
                text: "The client goes on: the authority is trusted.",
                why: "The authority has vouched for the other name only. Whoever owns any name can have a good certificate for that \
                      one.",
            },
            Reply {
                text: "The authority notices that its certificate is used for another name.",
                why: "It takes no part in the handshake. The client must look for itself.",
            },
        ],
        runs: &[
            Variant { label: "Another name", options: "impostor=other-name&attacker=yes", focus: CERTIFICATE },
            Variant {
                label: "A client that does not check",
                options: "impostor=other-name&omits=client-name&attacker=yes",
                focus: REQUEST,
            },
        ],
        conclusion: &[
            "A chain of good signatures says: this key belongs to that name. Whether it is the right name only the client can \
             know, because only it knows whom it wanted.",
            "A client that forgets this check can be deceived by anyone who has a certificate for any name at all.",
        ],
        citations: &[cite::DNS_MATCHING, cite::X509_ALT_NAME],
    },
    Experiment {
        name: "compromised-ca",
        title: "A trusted authority signs what it should not",
        question: "An authority that the client trusts has been broken into, and has signed a certificate for example.com with the \
                   attacker's key. The attacker shows it to the client. Who notices?",
        answers: &[
            Reply {
                text: "Nobody. Every check passes, and the attacker reads everything.",
                why: "All that the client can check is in order: the chain, the name, the dates, the signature. It has been told the \
                      wrong thing by someone it believes.",
            },
            Reply {
                text: "The client: it has seen another certificate for that name before.",
                why: "A client of TLS does not compare with earlier visits; servers get new certificates and keys all the time.",
            },
            Reply {
                text: "The server: somebody else speaks in its name.",
                why: "To the server, the attacker is a client like any other.",
            },
            Reply {
                text: "Both, when they compare their Finished.",
                why: "There are two handshakes, one with each. In each of them both sides saw the same messages.",
            },
        ],
        runs: &[Variant {
            label: "In between",
            options: "impostor=compromised-authority&attacker=yes",
            focus: REQUEST,
        }],
        conclusion: &[
            "The attack succeeds. That is the point: TLS rests on every authority that the client trusts, and any one of them can \
             vouch for any name.",
            "What helps lies beside the handshake: public logs of all certificates, so that a wrong one is found (RFC 9162), \
             and taking a bad authority off the list.",
        ],
        citations: &[cite::X509_PATHS, cite::AUTHENTICATION],
    },
    Experiment {
        name: "expired-certificate",
        title: "An old certificate, and its key",
        question: "The server has had a new certificate for a while. The private key of the old one lay about on an old disk, and \
                   somebody found it. They show the client the old certificate, and can sign with its key. What ends the connection?",
        answers: &[
            Reply {
                text: "The old certificate has expired.",
                why: "Chain, name and signature are all in order. Only the dates are not: today is after the last day for which the \
                      authority vouches.",
            },
            Reply {
                text: "The signature: it is not made with the server's present key.",
                why: "The client does not know which key the server has now. It goes by the certificate that it is shown.",
            },
            Reply {
                text: "The authority has taken the old certificate back.",
                why: "Perhaps, but a client has to ask somebody to know it, and after the last day authorities need not tell it any \
                      more.",
            },
            Reply {
                text: "Nothing. It really was the server's.",
                why: "It was. Whoever guards a key guards it for a time, and the certificate says until when.",
            },
        ],
        runs: &[
            Variant { label: "Expired", options: "impostor=expired-certificate&attacker=yes", focus: CERTIFICATE },
            Variant {
                label: "A client that does not check",
                options: "impostor=expired-certificate&omits=client-validity&attacker=yes",
                focus: REQUEST,
            },
        ],
        conclusion: &[
            "The dates in a certificate limit how long a key that got into wrong hands does harm. Until the last day the authority \
             keeps count of what it has taken back; after it nobody does, and nobody should be believed.",
            "A client that ignores the dates is open to every key that was ever lost. And it has to know what day it is: a \
             clock that was set back makes the old certificate good again.",
        ],
        citations: &[cite::X509_VALIDITY, cite::X509_VALIDATION],
    },
    Experiment {
        name: "stolen-certificate",
        title: "The server's own certificate, without its key",
        question: "A certificate is public: the server shows it to everyone who asks. Somebody on the way shows the client the real \
                   certificate of example.com. What do they lack?",
        answers: &[
            Reply {
                text: "The private key: they cannot sign this handshake.",
                why: "The certificate says which public key is the server's. Only who has the private half can sign what \
                      the two have said so far.",
            },
            Reply {
                text: "Nothing. With the certificate they are the server.",
                why: "Then everyone who ever visited could be the server.",
            },
            Reply {
                text: "The signature of the authority.",
                why: "It is a part of the certificate, and copied with it.",
            },
            Reply {
                text: "An old signature of the server's, which they could record and use again.",
                why: "It would not fit: it covers the client's random number, which is another one each time.",
            },
        ],
        runs: &[
            Variant { label: "TLS 1.3", options: "impostor=stolen-certificate&attacker=yes", focus: CERTIFICATE },
            Variant {
                label: "TLS 1.2",
                options: "preset=tls12&impostor=stolen-certificate&attacker=yes",
                focus: CERTIFICATE,
            },
            Variant {
                label: "A client that does not check",
                options: "impostor=stolen-certificate&omits=client-signature&attacker=yes",
                focus: REQUEST,
            },
            Variant {
                label: "Two sides that hash nothing",
                options: "impostor=stolen-certificate&omits=client-transcript,server-transcript&attacker=yes",
                focus: REQUEST,
            },
        ],
        conclusion: &[
            "A certificate names a key; a signature proves that it is there now. In TLS 1.3 CertificateVerify signs all messages so \
             far. In TLS 1.2 the server signs both random numbers and its key for the exchange.",
            "That it signs what was said is half of the proof. Between two broken sides that leave that out, the signature fits \
             every connection: the attacker gets one from the real server and passes it on, and no check fails.",
            "So it does no harm that everyone can have the certificate. The private key is what must be kept.",
        ],
        citations: &[cite::CERTIFICATE_VERIFY, cite::SIGNED_PARAMS],
    },
];
