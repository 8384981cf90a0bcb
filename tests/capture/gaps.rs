//! Packets that were not captured, and packets in fragments: what is behind them is read all the same, and never wrongly.

use super::files::{PLAIN, frames, given, pcap};
use super::{notes, said};
use handshake::capture::{Problem, open};
use handshake::export::{self, Format};
use handshake::scenario::{Scenario, preset, run};
use handshake::tls::observer::Given;
use handshake::trace::{Check, Effect, MessageName, Note, Outcome, Sealed, Side, Trace};

fn captured(scenario: &Scenario) -> (Trace, Vec<Vec<u8>>, Vec<u8>) {
    let trace = run(scenario);
    let (frames, key_log) = frames(&Format::Pcapng.write(&export::Run::of(scenario, &trace)));
    (trace, frames, key_log)
}

/// A run of many records, some of which are longer than a packet.
fn talkative(name: &str) -> Scenario {
    let mut scenario = preset(name).unwrap().scenario;
    scenario.client_says = "0123456789".repeat(400);
    scenario.server_says = "abcdefghij".repeat(400);
    scenario.client_records.fragment = 700;
    scenario.server_records.fragment = 400;
    scenario
}

const NAMES: [&str; 7] = [
    "default",
    "tls12",
    "tls12-chacha20-poly1305",
    "chacha20-poly1305",
    "resumption",
    "hello-retry-request",
    "tls12-session-ticket",
];

/// Without one packet, whichever: all that is opened is what was sent, it comes in its order, and what is missing is said.
#[test]
fn a_packet_may_be_missing_anywhere() {
    let (mut without, mut whole, mut opened_after) = (0, 0, 0);
    for name in NAMES {
        let scenario = talkative(name);
        let (trace, frames, key_log) = captured(&scenario);
        let given = given(&key_log);
        let sent: Vec<_> = said(&trace).into_iter().map(|(_, side, name, bytes)| (side, name, bytes)).collect();
        for missing in (0..frames.len()).filter(|at| frames[*at].len() > 54) {
            let mut some = frames.clone();
            some.remove(missing);
            let Ok(opened) = open(&pcap(&some, PLAIN), &given) else { continue };
            let notes = notes(&opened.trace);
            let gap = notes.iter().any(|note| matches!(note, Note::Gap { .. }));
            // What was sealed is opened with its own sequence number, so it cannot be taken for something else.
            for (_, message) in opened.trace.messages() {
                let is_whole = message.name != MessageName::SealedRecord && message.error.is_none();
                let part = |(side, name, bytes): &(Side, MessageName, &[u8])| {
                    let is_data = message.name == MessageName::ApplicationData && *name == message.name;
                    *side == message.sender
                        && (*bytes == message.bytes
                            || is_data && bytes.windows(message.bytes.len().max(1)).any(|it| it == message.bytes))
                };
                assert!(
                    !is_whole || sent.iter().any(part),
                    "{name}, {missing}: {:?} {:02x?}",
                    message.name,
                    message.bytes
                );
            }
            // What can no longer be judged is not judged: nobody changed anything.
            assert_eq!(faults(&opened.trace), Vec::<&Check>::new(), "{name}, {missing}: {notes:?}");
            without += 1;
            assert!(
                gap || missing < 4 || opened.trace.later.len() < trace.later.len() || frames[missing].len() < 100,
                "{name}, {missing}: {notes:?}"
            );
            let sealed = notes.iter().filter(|note| matches!(note, Note::Sealed { .. })).count();
            if gap && sealed == 0 {
                whole += 1;
            }
            // The connection's end is read: both say goodbye.
            let goodbyes = opened.trace.messages().filter(|(_, message)| message.name == MessageName::Alert).count();
            opened_after += usize::from(gap && goodbyes >= 2);
        }
    }
    println!("{without} captures without one packet: {whole} with all records opened, {opened_after} to the end");
    assert!(whole * 10 > without * 6 && opened_after * 10 > without * 7, "{without}, {whole}, {opened_after}");
}

/// The checks that do not pass.
fn faults(trace: &Trace) -> Vec<&Check> {
    let checks = trace.occurrences().filter_map(|occurrence| match &occurrence.effect {
        Effect::Checked(check) => Some(check),
        _ => None,
    });
    checks.filter(|check| check.outcome != Outcome::Passed).collect()
}

/// Two packets of different directions may be captured in the wrong order, as where two taps are merged: who acknowledges what the
/// other sent has received it before.
#[test]
fn packets_of_two_directions_may_change_places() {
    let mut swapped = 0;
    for name in NAMES {
        let scenario = talkative(name);
        let (_, frames, key_log) = captured(&scenario);
        let given = given(&key_log);
        let told = |frames: &[Vec<u8>]| {
            let trace = open(&pcap(frames, PLAIN), &given).unwrap().trace;
            assert_eq!(faults(&trace), Vec::<&Check>::new(), "{name}");
            let messages = trace.messages().map(|(_, message)| (message.sender, message.name, message.bytes.clone()));
            (messages.collect::<Vec<_>>(), notes(&trace))
        };
        let right = told(&frames);
        for place in 0..frames.len() - 1 {
            let is_data = |frame: &[u8]| frame.len() > 54;
            let [one, other] = [&frames[place], &frames[place + 1]];
            if is_data(one) && is_data(other) && one[26..30] != other[26..30] {
                let mut changed = frames.clone();
                changed.swap(place, place + 1);
                assert_eq!(told(&changed), right, "{name}, {place}");
                swapped += 1;
            }
        }
    }
    println!("{swapped} captures with two packets in the wrong order");
    assert!(swapped >= 20, "{swapped}");
}

/// A gap is where it was, and not at the end: who goes on answering has received what was not captured.
#[test]
fn a_gap_stands_in_its_place() {
    let scenario = talkative("default");
    let (_, frames, key_log) = captured(&scenario);
    // The first packet of the client's data.
    let long = frames.iter().rposition(|frame| frame.len() > 1400 && frame[26..30] == [192, 0, 2, 10]).unwrap();
    let mut some = frames.clone();
    some.remove(long - 1);
    let trace = open(&pcap(&some, PLAIN), &given(&key_log)).unwrap().trace;
    let is_gap = |effect: &Effect| matches!(effect, Effect::Noted(Note::Gap { .. }));
    let gap = trace.steps.iter().position(|step| step.occurrences.iter().any(|it| is_gap(&it.effect))).unwrap();
    let server_says =
        trace.messages().find(|(_, it)| it.name == MessageName::ApplicationData && it.sender == Side::Server);
    assert!(gap < server_says.unwrap().0, "{gap}");
}

/// The last packets of a stream are missing, and only its FIN says so.
#[test]
fn a_missing_end_is_said() {
    let (_, frames, key_log) = captured(&Scenario::default());
    let last = |from: [u8; 4]| frames.iter().rposition(|frame| frame.len() > 54 && frame[26..30] == from).unwrap();
    let mut some = frames.clone();
    let missing = some.remove(last([203, 0, 113, 20])).len() as u64 - 54;
    let trace = open(&pcap(&some, PLAIN), &given(&key_log)).unwrap().trace;
    assert!(notes(&trace).contains(&Note::Gap { length: missing }), "{:?}", notes(&trace));
}

/// Where the keys changed in a gap, what follows stays sealed, and the reason is said.
#[test]
fn keys_that_changed_in_a_gap_are_not_guessed() {
    let scenario = preset("key-update").unwrap().scenario;
    let (trace, frames, key_log) = captured(&scenario);
    let updates: Vec<_> = trace.messages().filter(|(_, message)| message.name == MessageName::KeyUpdate).collect();
    assert!(!updates.is_empty());
    let record = trace.record(updates[0].1.placements[0].record).unwrap().1;
    let mut some = frames.clone();
    let place =
        some.iter().position(|frame| frame[54.min(frame.len())..] == record.bytes).expect("a packet of its own");
    some.remove(place);
    // A key log of the first epochs alone.
    let log: String = String::from_utf8(key_log)
        .unwrap()
        .lines()
        .filter(|line| !line.contains("SECRET_1"))
        .fold(String::new(), |log, line| log + line + "\n");
    let opened = open(&pcap(&some, PLAIN), &given(log.as_bytes())).unwrap().trace;
    let unknown = |note: &Note| matches!(note, Note::Sealed { why: Sealed::AfterGap(_), .. });
    assert!(notes(&opened).iter().any(unknown), "{:?}", notes(&opened));
    let step = opened.messages().find(|(_, message)| message.name == MessageName::SealedRecord).unwrap().0;
    assert!(handshake::explain::step(&opened, step).simple.concat().contains("was not captured"));
}

/// Cuts an IP packet of version 4 into fragments of so many bytes.
fn fragments4(frame: &[u8], size: usize) -> Vec<Vec<u8>> {
    let content = &frame[34..];
    let mut parts = Vec::new();
    for (number, part) in content.chunks(size).enumerate() {
        let mut head = frame[..34].to_vec();
        let more = (number + 1) * size < content.len();
        let place = u16::try_from(number * size / 8).unwrap() | if more { 0x2000 } else { 0 };
        head[16..18].copy_from_slice(&u16::try_from(20 + part.len()).unwrap().to_be_bytes());
        head[20..22].copy_from_slice(&place.to_be_bytes());
        parts.push([&head, part].concat());
    }
    parts
}

/// The same as raw IP of version 6, with a header of destination options in front of TCP.
fn fragments6(frame: &[u8], size: usize, identification: u32) -> Vec<Vec<u8>> {
    let content = [&[6, 0, 1, 4, 0, 0, 0, 0][..], &frame[34..]].concat();
    let mut parts = Vec::new();
    for (number, part) in content.chunks(size).enumerate() {
        let more = (number + 1) * size < content.len();
        let mut packet = vec![0x60, 0, 0, 0];
        packet.extend(u16::try_from(8 + part.len()).unwrap().to_be_bytes());
        packet.extend([44, 64]);
        for address in [&frame[26..30], &frame[30..34]] {
            packet.extend([0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0]);
            packet.extend(address);
        }
        packet.extend([60, 0]);
        packet.extend((u16::try_from(number * size).unwrap() | u16::from(more)).to_be_bytes());
        packet.extend(identification.to_be_bytes());
        packet.extend(part);
        parts.push(packet);
    }
    parts
}

/// Packets are known by their number, which a run of ours gives each anew.
#[test]
fn fragments_are_put_together_in_any_order() {
    let (trace, frames, key_log) = captured(&Scenario::default());
    let given = given(&key_log);
    for size in [8, 64, 400, 1000] {
        let four: Vec<Vec<u8>> = frames.iter().flat_map(|frame| fragments4(frame, size)).collect();
        let opened = open(&pcap(&four, PLAIN), &given).unwrap();
        assert_eq!((said(&opened.trace), opened.faults), (said(&trace), vec![]), "IPv4, {size}");
        let number = |at: usize| u32::try_from(at).unwrap() << 7;
        let six: Vec<Vec<Vec<u8>>> =
            frames.iter().enumerate().map(|(at, frame)| fragments6(frame, size, number(at))).collect();
        let opened = open(&pcap(&six.concat(), super::files::Form { link_type: 229, ..PLAIN }), &given).unwrap();
        assert_eq!((said(&opened.trace), opened.faults), (said(&trace), vec![]), "IPv6, {size}");
        // The last first, and each twice.
        let backwards: Vec<Vec<u8>> = frames
            .iter()
            .flat_map(|frame| fragments4(frame, size).into_iter().rev().flat_map(|it| [it.clone(), it]))
            .collect();
        let opened = open(&pcap(&backwards, PLAIN), &given).unwrap();
        assert_eq!(said(&opened.trace), said(&trace), "backwards, {size}");
    }
}

#[test]
fn fragments_that_lead_to_no_packet_are_counted() {
    let (trace, frames, key_log) = captured(&Scenario::default());
    let given = given(&key_log);
    let long = frames.iter().position(|frame| frame.len() > 900).unwrap();
    let with = |parts: Vec<Vec<u8>>| {
        let all = [&frames[..long], &parts, &frames[long + 1..]].concat();
        open(&pcap(&all, PLAIN), &given).unwrap()
    };
    let parts = fragments4(&frames[long], 400);
    let lost = |opened: &handshake::capture::Opened| match &opened.faults[..] {
        [fault] => match fault.problem {
            Problem::Fragments { packets } => packets,
            _ => panic!("{fault}"),
        },
        faults => panic!("{faults:?}"),
    };
    assert_eq!(said(&with(parts.clone()).trace), said(&trace));
    // One is missing.
    let opened = with(parts[1..].to_vec());
    assert_eq!(lost(&opened), parts.len() - 1);
    assert!(notes(&opened.trace).iter().any(|note| matches!(note, Note::Gap { .. })));
    // One says otherwise: nothing of the packet is believed.
    let mut forged = parts[1].clone();
    *forged.last_mut().unwrap() ^= 1;
    let opened = with([&parts[..2], &[forged], &parts[2..]].concat());
    assert!(lost(&opened) >= 3);
    // One was cut off when it was captured.
    let mut cut = parts.clone();
    cut[1].truncate(100);
    assert_eq!(lost(&with(cut)), parts.len());
}

/// What a client and a server make of a second hello and of a pre-shared key is judged as they do it.
#[test]
fn retries_and_pre_shared_keys_are_judged() {
    use handshake::tls::v13::PreSharedKey;
    use handshake::trace::{CheckName, Outcome};
    let checks = |trace: &Trace| {
        let check = |effect: &Effect| match effect {
            Effect::Checked(check) => Some((check.name, check.outcome)),
            _ => None,
        };
        trace.occurrences().filter_map(|it| Some((it.side, check(&it.effect)?))).collect::<Vec<_>>()
    };
    let judged = |name: &str, change: &dyn Fn(&mut PreSharedKey)| {
        let scenario = preset(name).unwrap().scenario;
        let trace = run(&scenario);
        let capture = Format::Pcapng.write(&export::Run::of(&scenario, &trace));
        let psk = trace.secrets(Side::Client).find_map(|(_, secret)| match &secret.derivation {
            handshake::trace::Derivation::PreShared { identity, .. } => {
                let mut psk = PreSharedKey::external(identity.clone(), secret.value.clone());
                change(&mut psk);
                Some(psk)
            }
            _ => None,
        });
        let psks = psk.into_iter().collect();
        (checks(&trace), checks(&open(&capture, &Given { psks, ..Given::default() }).unwrap().trace))
    };
    for (name, wanted) in [
        (
            "hello-retry-request",
            vec![CheckName::RetryChangesHello, CheckName::SecondHello, CheckName::RetrySuite, CheckName::GroupOffered],
        ),
        (
            "cookie",
            vec![CheckName::RetryChangesHello, CheckName::Cookie, CheckName::SecondHello, CheckName::RetrySuite],
        ),
        ("external-psk", vec![CheckName::PskOffered, CheckName::Binder]),
    ] {
        let (run, opened) = judged(name, &|_| {});
        for check in wanted {
            let found = |all: &[(Side, (CheckName, Outcome))]| {
                all.iter().copied().filter(|(_, (name, _))| *name == check).collect::<Vec<_>>()
            };
            assert!(!found(&run).is_empty(), "{name}: {check:?}");
            assert_eq!(found(&opened), found(&run), "{name}: {check:?}");
        }
    }
    // With another key the binder is not the one that was sent.
    let (_, opened) = judged("external-psk", &|psk| psk.value[0] ^= 1);
    let binder = opened.iter().find(|(_, (name, _))| *name == CheckName::Binder).unwrap();
    assert_ne!(binder.1.1, Outcome::Passed);
}
