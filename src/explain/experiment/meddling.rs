//! Who changes, takes away or repeats what passes.

use super::super::citation as cite;
use super::{Experiment, Reply, Variant};
use crate::trace::{MessageName, Side};

const HELLO: (Side, MessageName) = (Side::Server, MessageName::ServerHello);
const REQUEST: (Side, MessageName) = (Side::Client, MessageName::ApplicationData);
const ANSWER: (Side, MessageName) = (Side::Server, MessageName::ApplicationData);

pub(super) static ALL: [Experiment; 7] = [
    Experiment {
        name: "flipped-bit",
        title: "One bit of what is sealed",
        question: "The client's request is sealed, so nobody on the way can read it. Somebody flips one bit of it all the same. What \
                   does the server get?",
        answers: &[
            Reply {
                text: "Nothing: the record does not open, and the server ends the connection.",
                why: "Each record ends in a tag that depends on every bit of it. With one bit changed the tag does not fit, \
                      and nothing of the record is used.",
            },
            Reply {
                text: "The request with one wrong letter.",
                why: "With the cipher alone it would be so. TLS adds a proof that nothing was changed.",
            },
            Reply {
                text: "The request as it was: the error is corrected.",
                why: "Nothing in TLS corrects errors. It could not know what is right.",
            },
            Reply {
                text: "Nothing, and it asks for the record again.",
                why: "TLS never sends a record again. TCP does with packets that are lost, and it would not notice this.",
            },
        ],
        runs: &[
            Variant { label: "One bit flipped", options: "attack=c2-flip-20-01&attacker=yes", focus: REQUEST },
            Variant { label: "Left alone", options: "attacker=yes", focus: REQUEST },
        ],
        conclusion: &[
            "The records are sealed with authenticated encryption. A record that does not open ends the connection: the \
             server cannot know what was changed, or who will change the next one.",
            "An attacker can always keep the two from talking. They cannot make one of them believe what the other has not said.",
        ],
        citations: &[cite::RECORD_PROTECTION],
    },
    Experiment {
        name: "flipped-hello",
        title: "One bit of the first message",
        question: "The client's first message is not sealed. Somebody flips one bit of its random number. The server cannot know and \
                   answers. Who notices in TLS 1.3, and when?",
        answers: &[
            Reply {
                text: "The client, at the first sealed record: it does not open.",
                why: "The keys depend on both hellos as each side saw them. The two saw different ones, so they have different \
                      keys.",
            },
            Reply {
                text: "The server, at once: the hello has a check sum.",
                why: "It has none. Any random number is as good as any other.",
            },
            Reply {
                text: "Both, in the end, by Finished.",
                why: "That would be the last chance. The keys differ long before.",
            },
            Reply {
                text: "Nobody. The random number is of no use afterwards.",
                why: "It goes into all keys, like every other byte of the hello.",
            },
        ],
        runs: &[
            Variant { label: "TLS 1.3", options: "attack=c0-flip-11-01&attacker=yes", focus: HELLO },
            Variant { label: "TLS 1.2", options: "preset=tls12&attack=c0-flip-11-01&attacker=yes", focus: HELLO },
        ],
        conclusion: &[
            "The hellos cannot be sealed, but nothing in them can be changed without being noticed. In TLS 1.3 the keys come from a hash of \
             both. In TLS 1.2 the server signs both random numbers, and the client sees that it signed another one.",
        ],
        citations: &[cite::KEY_SCHEDULE, cite::TRANSCRIPT_HASH, cite::SIGNED_PARAMS],
    },
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
                why: "Before there was the mark, only Finished stood against it.",
            },
        ],
        runs: &[
            Variant { label: "Hidden", options: "preset=downgrade&attacker=yes", focus: HELLO },
            Variant {
                label: "A client that does not look",
                options: "preset=downgrade&omits=client-downgrade&attacker=yes",
                focus: HELLO,
            },
            Variant { label: "Left alone", options: "preset=both-versions&attacker=yes", focus: HELLO },
            Variant {
                label: "Nobody looks at anything",
                options: "preset=downgrade&ems=no&omits=client-downgrade,client-finished,server-finished&attacker=yes",
                focus: HELLO,
            },
        ],
        conclusion: &[
            "The first messages are not sealed, so anyone on the way can change them. What cannot be prevented must be noticed. \
             The mark stands in the server's random number, and the signature on the key exchange covers that: who changes \
             the mark breaks the signature.",
            "A client that does not look at the mark is left with what TLS 1.2 itself has: keys, with the extended master secret, and \
             Finished that depend on all messages. They help only as long as what the attacker chose cannot be broken in time. With the \
             RSA key exchange, where the server signs nothing, the mark protects nothing.",
            "In the last run that is gone too: the keys are made without the extended master secret, and neither side heeds \
             Finished. The two talk in TLS 1.2 and know nothing of it.",
        ],
        citations: &[cite::SERVER_HELLO, cite::SIGNED_PARAMS, cite::SESSION_HASH],
    },
    Experiment {
        name: "stripped-suites",
        title: "Striking out the better cipher suite",
        question: "In TLS 1.2 the client offers a suite with forward secrecy and an older one without. Somebody on the way makes \
                   the better one unreadable, and the server takes the older. Who notices?",
        answers: &[
            Reply {
                text: "The server, when the client's Finished comes.",
                why: "Finished is a proof over all messages as each side saw them. The client's covers the hello that it sent, and \
                      the server has seen another one.",
            },
            Reply {
                text: "The client, when the server names the suite.",
                why: "It has offered that suite itself. That the better one never arrived it cannot see there.",
            },
            Reply {
                text: "The server, when the hello comes.",
                why: "It sees a suite that it does not know, and leaves it out of account, as it must.",
            },
            Reply {
                text: "Nobody: both know the older suite.",
                why: "What was said is confirmed once more in the end, and the two do not agree on it.",
            },
        ],
        runs: &[
            Variant {
                label: "TLS 1.2 as it was first",
                options: "versions=1.2&sversions=1.2&ems=no&suites=ecdhe-rsa-aes128gcm,rsa-aes128gcm&\
                          ssuites=ecdhe-rsa-aes128gcm,rsa-aes128gcm&cert=rsa&attack=c0-set-46-fafa&attacker=yes",
                focus: HELLO,
            },
            Variant {
                label: "With extended master secret",
                options: "versions=1.2&sversions=1.2&suites=ecdhe-rsa-aes128gcm,rsa-aes128gcm&\
                          ssuites=ecdhe-rsa-aes128gcm,rsa-aes128gcm&cert=rsa&attack=c0-set-46-fafa&attacker=yes",
                focus: HELLO,
            },
            Variant {
                label: "TLS 1.3",
                options: "suites=aes256gcm,aes128gcm&ssuites=aes256gcm,aes128gcm&attack=c0-set-46-fafa&attacker=yes",
                focus: HELLO,
            },
            Variant {
                label: "TLS 1.3, neither hashes what was said",
                options: "suites=aes256gcm,aes128gcm&ssuites=aes256gcm,aes128gcm&\
                          omits=client-transcript,server-transcript&attack=c0-set-46-fafa&attacker=yes",
                focus: HELLO,
            },
            Variant {
                label: "TLS 1.3, left alone; only the server hashes what was said",
                options: "suites=aes256gcm,aes128gcm&ssuites=aes256gcm,aes128gcm&omits=client-transcript&attacker=yes",
                focus: HELLO,
            },
        ],
        conclusion: &[
            "Finished is there for this: the handshake is complete for a side when the other has proved that it saw the same. With \
             the extended master secret, and in TLS 1.3, even the keys depend on it, so that what comes next does not open.",
            "It has a limit. If the older suite can be broken while the two wait, the attacker can compute the keys and make Finished \
             fit as well. A suite that is too weak must not be offered at all.",
            "It rests on one thing: both hash what was said. Where the two are broken in that and hash nothing, every \
             check passes, the keys are the same, and they use the older suite without knowing that the better one was \
             struck out. If only one of them is broken the two cannot speak at all.",
        ],
        citations: &[cite::FINISHED_12, cite::SESSION_HASH, cite::FINISHED, cite::TRANSCRIPT_HASH],
    },
    Experiment {
        name: "replayed-early-data",
        title: "Early data, sent again",
        question: "A client comes back and sends its request at once, as early data. Somebody on the way records those \
                   records and sends them to the server a second time. What keeps the request from being done twice?",
        answers: &[
            Reply {
                text: "The server must remember: the ticket that was used, or the hello that it took.",
                why: "The records are genuine, so no key and no signature shows that they come a second time. The server has \
                      to keep account.",
            },
            Reply {
                text: "The records do not open a second time.",
                why: "They would: the same keys, the same sequence numbers, the same bytes.",
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
                focus: REQUEST,
            },
            Variant {
                label: "Recorded hello",
                options: "preset=early-data&ticket=sealed&replay=yes&attacker=yes",
                focus: REQUEST,
            },
            Variant {
                label: "A server that forgets",
                options: "preset=early-data&replay=yes&omits=server-replay&attacker=yes",
                focus: REQUEST,
            },
        ],
        conclusion: &[
            "Early data is the one part of TLS 1.3 that can be replayed: it is sent before the server has added \
             anything fresh. A server keeps a ticket for one use, or records the hellos it has taken for as long as they could \
             come again. One that forgets, as in the last run, takes the request twice.",
            "Where several servers share a name without sharing that memory, a replay can succeed at another one. So early data is for \
             requests that may be done twice without harm.",
        ],
        citations: &[cite::REPLAY, cite::SINGLE_USE, cite::HELLO_RECORDING],
    },
    Experiment {
        name: "replayed-record",
        title: "The same record twice",
        question: "Within a connection somebody sends on the client's sealed request twice. Not a bit of it is changed. What does \
                   the server do with the second one?",
        answers: &[
            Reply {
                text: "It does not open, and the server ends the connection.",
                why: "Both count the records. The number goes into the sealing, and the server tries to open this one as the next.",
            },
            Reply {
                text: "It answers the request twice.",
                why: "Then one could have a payment made twice without knowing what is in the record.",
            },
            Reply {
                text: "It drops it and goes on.",
                why: "TLS expects that TCP brings everything once and in order. A record that does not open is an attack, \
                      not an accident.",
            },
            Reply {
                text: "It sees the same number in the record's header.",
                why: "The header has no number. Each side counts for itself.",
            },
        ],
        runs: &[
            Variant { label: "Sent twice", options: "attack=c2-repeat&attacker=yes", focus: REQUEST },
            Variant { label: "Left alone", options: "attacker=yes", focus: REQUEST },
        ],
        conclusion: &[
            "Each record is sealed with its number, which is never sent. A record opens only in its own place: not twice, not \
             earlier, not later, and in no other connection, which has other keys.",
        ],
        citations: &[cite::NONCE, cite::RECORD_PROTECTION],
    },
    Experiment {
        name: "cut-off",
        title: "Left out, out of order, cut off",
        question: "Somebody on the way takes away everything from the server's answer on, the goodbye too. Not a byte is changed. \
                   Can the client take the silence for the end?",
        answers: &[
            Reply {
                text: "No: the server has not said goodbye, so the client knows that something may be missing.",
                why: "Each side ends with close_notify, which is sealed. As long as it has not come, more may have been sent.",
            },
            Reply {
                text: "Yes: what is not there cannot be noticed.",
                why: "It can, because the end is said, and nobody else can say it.",
            },
            Reply {
                text: "No: the next record would not open.",
                why: "That is so if one in the middle is missing. Here no further one comes.",
            },
        ],
        runs: &[
            Variant { label: "Cut off", options: "attack=s6-drop,s7-drop&attacker=yes", focus: ANSWER },
            Variant { label: "One left out", options: "attack=s5-drop&attacker=yes", focus: ANSWER },
            Variant { label: "Out of order", options: "attack=s5-delay-1&attacker=yes", focus: ANSWER },
            Variant { label: "Left alone", options: "attacker=yes", focus: ANSWER },
        ],
        conclusion: &[
            "A record that is missing in the middle, or out of its place, shows at once: the next one does not open, because the \
             count is off. A missing end shows because it was not said.",
            "TLS can tell that something is missing; it cannot bring it back. What the application does with half an answer is its \
             own choice, and to take it for a whole one has been a mistake more than once.",
        ],
        citations: &[cite::CLOSURE_ALERTS, cite::NONCE],
    },
];
