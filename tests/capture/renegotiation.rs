//! Further handshakes within a connection of TLS 1.2 (RFC 5246 §7.4.1.1, RFC 5746), as OpenSSL 3.0 makes them with itself.
//!
//! `vectors/openssl-renegotiation-*.pcapng` were captured with dumpcap on a loopback device, with the key logs of `openssl s_client
//! -tls1_2 -keylogfile` inside; the suite is `ECDHE-ECDSA-AES128-GCM-SHA256`. `full`: R typed at `s_client` (`s_server
//! -client_renegotiation`); `twice`: the same, twice; `asked`: r typed at `s_server`, and the client comes back to the session;
//! `refused`: R typed at `s_client`, and the server takes none; `refused-by-client`: r typed at `s_server`, `s_client
//! -no_renegotiation`.

use super::notes;
use handshake::capture::{Opened, open};
use handshake::explain::{connection, step};
use handshake::export::{self, Format};
use handshake::tls::observer::Given;
use handshake::trace::{
    AlertDescription, Check, CheckName, Derivation, Effect, Epoch, EvidenceValue, MessageName, Note, Observer,
    Occurrence, Outcome, Sealed, SecretName, Side, State, Trace,
};

const FULL: &[u8] = include_bytes!("../vectors/openssl-renegotiation-full.pcapng");
const ASKED: &[u8] = include_bytes!("../vectors/openssl-renegotiation-asked.pcapng");
const REFUSED: &[u8] = include_bytes!("../vectors/openssl-renegotiation-refused.pcapng");
const REFUSED_BY_CLIENT: &[u8] = include_bytes!("../vectors/openssl-renegotiation-refused-by-client.pcapng");
const TWICE: &[u8] = include_bytes!("../vectors/openssl-renegotiation-twice.pcapng");

fn opened(file: &[u8]) -> Trace {
    let Opened { trace, faults, .. } = open(file, &Given::default()).unwrap();
    assert_eq!(faults, []);
    trace
}

/// The messages of a handshake, the first having the number 0.
fn said(trace: &Trace, handshake: usize) -> Vec<(Side, MessageName)> {
    let messages = trace.messages().filter(|(step, _)| trace.connection(*step) == handshake);
    messages.map(|(_, message)| (message.sender, message.name)).collect()
}

fn checks(trace: &Trace, handshake: usize, name: CheckName) -> Vec<(Side, Check)> {
    let steps = trace.steps.iter().enumerate().filter(|(step, _)| trace.connection(*step) == handshake);
    let effects = steps.flat_map(|(_, step)| &step.occurrences);
    let check = |it: &'_ Occurrence| match &it.effect {
        Effect::Checked(check) if check.name == name => Some((it.side, check.clone())),
        _ => None,
    };
    effects.filter_map(check).collect()
}

fn verify_data(trace: &Trace, handshake: usize, sender: Side) -> &[u8] {
    let of = |(step, _): &(usize, _)| trace.connection(*step) == handshake;
    let mut messages = trace.messages().filter(of).map(|(_, message)| message);
    let finished = messages.find(|message| (message.sender, message.name) == (sender, MessageName::Finished));
    &finished.unwrap().bytes[4..]
}

/// The key log's line of a handshake, made to be about another one.
fn without_key(file: &[u8], handshake: usize) -> Vec<u8> {
    const LABEL: &[u8] = b"CLIENT_RANDOM ";
    let mut file = file.to_vec();
    let lines = file.windows(LABEL.len()).enumerate().filter(|(_, bytes)| *bytes == LABEL);
    let place = lines.map(|(at, _)| at + LABEL.len()).nth(handshake).unwrap();
    file[place..place + 64].fill(b'0');
    file
}

/// What holds of every handshake that goes on from another.
fn goes_on(trace: &Trace, handshake: usize) {
    let [client, server] = [Side::Client, Side::Server].map(|side| verify_data(trace, handshake - 1, side));
    let checks = checks(trace, handshake, CheckName::RenegotiatedConnection);
    assert_eq!(checks.len(), 2);
    for (side, check) in checks {
        assert_eq!(check.outcome, Outcome::Passed);
        let expected =
            EvidenceValue::Bytes(if side == Side::Server { client.to_vec() } else { [client, server].concat() });
        assert!(check.evidence.len() == 2 && check.evidence.iter().all(|it| it.value == expected), "{check:?}");
    }
    // The numbers of the records go on through both, and the keys too until they are changed.
    for side in [Side::Client, Side::Server] {
        let of = |number| {
            let records = trace.records().filter(move |(step, _)| trace.connection(*step) == number);
            records.map(|(_, record)| record).filter(move |record| record.id.sender == side)
        };
        let last = of(handshake - 1).last().unwrap();
        let first = of(handshake).next().unwrap();
        assert_eq!(first.id.number, last.id.number + 1);
        let sealed: Vec<_> = of(handshake).map(|record| record.protection.as_ref().unwrap()).collect();
        assert_eq!(sealed[0].sequence, last.protection.as_ref().unwrap().sequence + 1);
        let changed = sealed.iter().position(|seal| seal.epoch == Epoch::Connection).unwrap();
        assert!(sealed[..changed].iter().all(|seal| seal.epoch == Epoch::Preceding));
        assert!(sealed[changed..].iter().all(|seal| seal.epoch == Epoch::Connection));
        assert_eq!(sealed[changed].sequence, 0);
        assert_eq!(sealed[changed - 1].inner, [1], "a change_cipher_spec is the last under the old keys");
        // Both ends hold what the handshake before left, by the value that it had there.
        let beginning = trace.beginning(handshake).unwrap();
        let [name, before] =
            [Epoch::Preceding, Epoch::Connection].map(|epoch| SecretName::WriteKey { writer: side, epoch });
        let held = trace.secret(Side::Client, name, beginning).unwrap().1;
        assert_eq!(held.value, trace.secret(Side::Client, before, beginning - 1).unwrap().1.value);
        assert!(trace.elsewhere(&held.value, beginning).iter().any(|(_, secret)| secret.name == before));
        assert_ne!(held.value, trace.secret(Side::Client, before, beginning).unwrap().1.value);
    }
    let end = trace.span(trace.beginning(handshake).unwrap()).end - 1;
    for side in [Side::Client, Side::Server] {
        assert!(trace.readable(Observer::End(side), end).iter().all(|it| it.readable));
        assert!(trace.readable(Observer::Wire, end).iter().all(|it| !it.readable), "all of it is sealed");
        let verified = checks_of_finished(trace, handshake);
        assert_eq!(verified, [Outcome::Passed; 2]);
        let states: Vec<State> = (0..=end).map(|step| trace.state(side, step)).collect();
        assert!(states[trace.beginning(handshake).unwrap()..].contains(&State::Connected));
    }
}

fn checks_of_finished(trace: &Trace, handshake: usize) -> Vec<Outcome> {
    checks(trace, handshake, CheckName::Finished).into_iter().map(|(_, check)| check.outcome).collect()
}

#[test]
fn a_second_handshake_is_followed_to_its_end() {
    let trace = opened(FULL);
    assert!(notes(&trace).iter().all(|note| *note == Note::ChainNotJudged), "{:?}", notes(&trace));
    assert_eq!((trace.later.len(), &trace.renegotiations[..]), (1, &[1][..]));
    assert_eq!((trace.within_tcp(0), trace.within_tcp(1)), ((0, 0), (0, 1)));
    let count = |handshake| said(&trace, handshake).len();
    let first = said(&trace, 0);
    // The same messages, only that the data between comes at the end of the first.
    assert_eq!(first[..count(0) - 1], said(&trace, 1)[..count(0) - 1]);
    assert_eq!(first.last(), Some(&(Side::Client, MessageName::ApplicationData)));
    goes_on(&trace, 1);
    assert_eq!(step(&trace, trace.later[0]).title, "The client begins another handshake");
    assert_eq!(connection(&trace, 1), "A second handshake within connection 1");
    // It has a transcript of its own: its first hash reaches over the messages from its own hello on.
    let master = trace.secret(Side::Client, SecretName::SessionMasterSecret, trace.later[0]).unwrap().1;
    assert_ne!(master.value, trace.secret(Side::Client, SecretName::SessionMasterSecret, 0).unwrap().1.value);
}

#[test]
fn one_handshake_after_another() {
    let trace = opened(TWICE);
    assert_eq!(trace.renegotiations, [1, 2]);
    goes_on(&trace, 1);
    goes_on(&trace, 2);
    assert_eq!(connection(&trace, 2), "A third handshake within connection 1");
}

#[test]
fn a_second_handshake_that_the_server_asks_for_may_resume() {
    let trace = opened(ASKED);
    assert_eq!(trace.renegotiations, [1]);
    assert_eq!(said(&trace, 0).last(), Some(&(Side::Server, MessageName::HelloRequest)));
    goes_on(&trace, 1);
    let second = said(&trace, 1);
    assert!(!second.iter().any(|(_, name)| *name == MessageName::Certificate), "{second:?}");
    let master = |within| trace.secret(Side::Client, SecretName::SessionMasterSecret, within).unwrap().1;
    assert_eq!(master(0).value, master(trace.later[0]).value);
    assert!(matches!(master(trace.later[0]).derivation, Derivation::PreShared { .. }), "its ticket was seen");
    // So the key log needs not have it.
    assert_eq!(opened(&without_key(ASKED, 1)), trace);
}

#[test]
fn without_the_seconds_key_its_beginning_is_read() {
    let trace = opened(&without_key(FULL, 1));
    assert_eq!(trace.renegotiations, [1]);
    let second = said(&trace, 1);
    let changed = second.iter().position(|(_, name)| *name == MessageName::ChangeCipherSpec).unwrap();
    assert_eq!(second[changed - 1], (Side::Client, MessageName::ClientKeyExchange));
    assert_eq!(second[changed + 1], (Side::Client, MessageName::SealedRecord));
    let why = notes(&trace).into_iter().filter_map(|note| match note {
        Note::Sealed { why, .. } => Some(why),
        _ => None,
    });
    let why: Vec<_> = why.collect();
    assert!(
        why.iter().all(|why| *why == Sealed::NoSecret(SecretName::SessionMasterSecret)) && why.len() > 3,
        "{why:?}"
    );
    // And without the first's nothing of either.
    let trace = opened(&without_key(FULL, 0));
    assert!(trace.renegotiations.is_empty());
}

#[test]
fn a_handshake_that_is_declined_changes_nothing() {
    for (file, asks, sender) in [
        (REFUSED, MessageName::ClientHello, Side::Server),
        (REFUSED_BY_CLIENT, MessageName::HelloRequest, Side::Client),
    ] {
        let trace = opened(file);
        assert!(trace.later.is_empty() && trace.renegotiations.is_empty());
        let said = said(&trace, 0);
        let at = said.iter().rposition(|(_, name)| *name == asks).unwrap();
        assert_eq!(said[at + 1], (sender, MessageName::Alert));
        let (alert, _) = trace.messages().nth(at + 1).unwrap();
        assert!(
            step(&trace, alert).title.ends_with("declines a second handshake"),
            "{}",
            AlertDescription::NoRenegotiation.name()
        );
        assert_eq!([Side::Client, Side::Server].map(|side| trace.state(side, alert)), [State::Connected; 2]);
        assert!(trace.records().all(|(_, it)| it.protection.as_ref().is_none_or(|it| it.epoch == Epoch::Connection)));
    }
}

/// What was exported says the same when it is opened, and is one connection.
#[test]
fn exports_keep_the_handshakes_within_their_connection() {
    let trace = opened(TWICE);
    let run = export::Run::recorded(&trace, "twice".into(), 0, Vec::new());
    assert_eq!(opened(&Format::Json.write(&run)), trace);
    let again = opened(&Format::Pcapng.write(&run));
    assert_eq!(again.renegotiations, [1, 2]);
    assert!([0, 1, 2].iter().all(|handshake| said(&again, *handshake) == said(&trace, *handshake)));
    let key_log = String::from_utf8(Format::KeyLog.write(&run)).unwrap();
    assert_eq!(key_log.lines().filter(|line| line.starts_with("CLIENT_RANDOM")).count(), 3);
    let text = String::from_utf8(Format::Text.write(&run)).unwrap();
    assert!(text.contains("A third handshake within connection 1"));
}

/// Whatever is missing at the end, and whatever is changed on the way: said, and no panic.
#[test]
fn a_part_of_it_is_read_as_far_as_it_goes() {
    for file in [FULL, ASKED] {
        for length in (0..file.len()).step_by(97) {
            let _ = open(&file[..length], &Given::default());
        }
        for place in (file.len() / 2..file.len()).step_by(211) {
            let mut changed = file.to_vec();
            changed[place] ^= 0x41;
            let _ = open(&changed, &Given::default());
        }
    }
}
