//! A client that is asked who it is after the handshake, as OpenSSL 3.0 does it in both roles. RFC 8446 §4.6.2.
//!
//! `vectors/openssl-post-handshake.pcapng` was captured with dumpcap on a loopback device, and editcap put the key log into it:
//! `openssl s_client -enable_pha` to `openssl s_server -num_tickets 0`, whose command `c` asks. First connection: both take new keys
//! before, and the client shows a certificate; second: the client has none to show.

use super::{notes, said};
use handshake::capture::{Opened, open};
use handshake::explain::step;
use handshake::tls::observer::Given;
use handshake::trace::{CheckName, Effect, MessageName, Note, Outcome, Proof, Record, Side, Step, StepKind, Trace};

const CAPTURE: &[u8] = include_bytes!("../vectors/openssl-post-handshake.pcapng");

/// The checks of that name, with what came of them, in a connection.
fn checks(trace: &Trace, connection: usize, wanted: CheckName) -> Vec<(Outcome, Option<Proof>)> {
    let steps = trace.steps.iter().enumerate().filter(|(number, _)| trace.connection(*number) == connection);
    let effects = steps.flat_map(|(_, step)| &step.occurrences).map(|occurrence| &occurrence.effect);
    effects
        .filter_map(|effect| match effect {
            Effect::Checked(check) if check.name == wanted => Some((check.outcome, check.proof.clone())),
            _ => None,
        })
        .collect()
}

#[test]
fn a_client_may_be_asked_after_the_handshake() {
    let Opened { trace, faults, .. } = open(CAPTURE, &Given::default()).unwrap();
    assert_eq!(faults, []);
    // Nobody was given certificates to trust; all else is judged, and right.
    assert!(notes(&trace).iter().all(|note| *note == Note::ChainNotJudged), "{:?}", notes(&trace));
    let failed = |effect: &Effect| matches!(effect, Effect::Checked(check) if check.outcome != Outcome::Passed);
    assert!(!trace.occurrences().any(|occurrence| failed(&occurrence.effect)));
    for (connection, signatures) in [(0, 2), (1, 1)] {
        assert_eq!(checks(&trace, connection, CheckName::CertificateVerify).len(), signatures);
        assert_eq!(checks(&trace, connection, CheckName::Finished).len(), 3);
    }
    // The client's signature covers the handshake, the question and the certificates: seven messages and two; no new keys, no data.
    let signed = checks(&trace, 0, CheckName::CertificateVerify);
    let Some(Proof::Signature { covers, .. }) = &signed[1].1 else { panic!("it is proved with a signature") };
    assert_eq!((covers.messages, covers.through, covers.sender), (9, MessageName::Certificate, Side::Client));
}

/// What is said of it is not what is said of a handshake.
#[test]
fn what_is_asked_later_is_told_so() {
    let Opened { trace, .. } = open(CAPTURE, &Given::default()).unwrap();
    let place = |wanted| {
        let is_one = |step: &Step| step.kind == StepKind::Message(wanted);
        trace.steps.iter().take(trace.span(0).end).rposition(is_one).unwrap()
    };
    let technical = |number| step(&trace, number).technical.concat();
    let request = technical(place(MessageName::CertificateRequest));
    assert!(request.contains("certificate_request_context, 32 bytes."), "{request}");
    let finished = place(MessageName::Finished);
    assert_eq!(step(&trace, finished).title, "The client ends its answer");
    assert!(technical(finished).contains("client_application_traffic_secret"), "{}", technical(finished));
    assert!(step(&trace, finished + 1).why.contains("the server's question"), "{}", step(&trace, finished + 1).why);
}

/// The capture without the packet that has those bytes: each packet is a block, with its length behind its type.
fn without(bytes: &[u8]) -> Vec<u8> {
    let mut rest = CAPTURE;
    let mut kept = Vec::new();
    while let Some(length) = rest.get(4..8) {
        let length = u32::from_le_bytes(length.try_into().unwrap()) as usize;
        let (block, behind) = rest.split_at(length);
        if !block.windows(bytes.len()).any(|it| it == bytes) {
            kept.extend_from_slice(block);
        }
        rest = behind;
    }
    assert!(kept.len() < CAPTURE.len());
    kept
}

/// Where the question was not captured, its answer cannot be judged, and is not called wrong.
#[test]
fn an_answer_to_a_question_that_was_not_captured_is_not_judged() {
    let Opened { trace, .. } = open(CAPTURE, &Given::default()).unwrap();
    let asks = |record: &Record| record.protection.as_ref().is_some_and(|seal| seal.inner.first() == Some(&13));
    let (_, question) = trace.records().find(|(_, record)| asks(record)).expect("the server asks");
    let Opened { trace, .. } = open(&without(&question.bytes), &Given::default()).unwrap();
    assert_eq!(notes(&trace).iter().filter(|note| **note == Note::ProofNotJudged).count(), 2);
    assert_eq!(checks(&trace, 0, CheckName::Finished).len(), 2);
    assert_eq!(said(&trace).iter().filter(|(_, _, name, _)| *name == MessageName::CertificateRequest).count(), 1);
}
