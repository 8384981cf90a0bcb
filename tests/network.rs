//! Runs on a time axis: what a textbook says of round trips, what TCP says of its segments, and that chance comes from the seed.
#![cfg(not(target_arch = "wasm32"))]

use handshake::scenario::network::{
    BANDWIDTHS, Figures, INITIAL_WINDOW, LATENCIES, LOSSES, Link, Packet, SEGMENT, Timeline, in_the_clear,
};
use handshake::scenario::{Scenario, preset, presets, run};
use handshake::trace::{MessageName, Observer, Side, Trace};

/// So much bandwidth that only round trips count.
const WIDE: Link = Link { latency: 100, bandwidth: BANDWIDTHS.1, loss: 0 };

fn named(name: &str) -> Trace {
    run(&preset(name).unwrap().scenario)
}

fn last_of(trace: &Trace) -> usize {
    trace.steps.len() - 1
}

fn timeline(trace: &Trace, link: Link) -> Timeline {
    Timeline::new(trace, last_of(trace), link, "seed")
}

/// In halves of a round trip, which is what remains when packets take no time to leave.
fn halves(figures: &Figures, time: Option<u64>) -> u64 {
    assert!(figures.end > 0);
    (time.unwrap() + 25_000) / 50_000
}

/// RFC 8446 §2, §2.2, §2.3, §4.1.4; RFC 5246 §7.3: how many half round trips after the first SYN, a round trip of which
/// TCP needs, the request is there and the answer is there.
#[test]
fn the_textbook_counts() {
    for (name, request, answer) in [
        ("default", 5, 6),
        ("resumption", 5, 6),
        ("hello-retry-request", 7, 8),
        ("tls12", 7, 8),
        ("tls12-session-id", 5, 6),
        ("tls12-session-ticket", 5, 6),
        ("early-data", 3, 6),
        ("early-data-refused", 5, 6),
        ("client-certificate", 5, 6),
    ] {
        let figures = timeline(&named(name), WIDE).figures;
        assert_eq!(halves(&figures, figures.up.first_data), request, "{name}: request");
        assert_eq!(halves(&figures, figures.down.first_data), answer, "{name}: answer");
        assert_eq!(halves(&figures, figures.tcp), 3, "{name}: TCP");
    }
}

#[test]
fn the_handshake_ends_where_the_standard_says() {
    for (name, client, server) in
        [("default", 4, 5), ("tls12", 6, 5), ("tls12-session-id", 4, 5), ("hello-retry-request", 6, 7)]
    {
        let figures = timeline(&named(name), WIDE).figures;
        assert_eq!(halves(&figures, figures.client_connected), client, "{name}: client");
        assert_eq!(halves(&figures, figures.server_connected), server, "{name}: server");
    }
    let failed = timeline(&named("expired"), WIDE).figures;
    assert_eq!((failed.client_connected, failed.server_connected, failed.up.first_data), (None, None, None));
}

/// Every byte of every record arrives once and in order, whatever is lost, unless an end gives up.
fn assert_complete(trace: &Trace, timeline: &Timeline, what: &str) {
    let span = trace.span(last_of(trace));
    for side in [Side::Client, Side::Server] {
        let records = trace.records().filter(|(step, record)| span.contains(step) && record.id.sender == side);
        let bytes: usize = records.map(|(_, record)| record.bytes.len()).sum();
        let of_side = |flight: &&handshake::scenario::network::Flight| flight.sender == side;
        assert_eq!(timeline.flights.iter().filter(of_side).map(|flight| flight.bytes).sum::<usize>(), bytes, "{what}");
        let way = if side == Side::Client { timeline.figures.up } else { timeline.figures.down };
        assert_eq!(way.records, bytes, "{what}");
        let mut arrived = vec![false; bytes];
        let mut ends = 0;
        for packet in timeline.packets.iter().filter(|packet| packet.sender == side && !packet.is_lost) {
            assert!(packet.data <= SEGMENT && packet.bytes == 40 + packet.data + if packet.syn { 8 } else { 0 });
            if packet.data > 0 {
                arrived[packet.sequence - 1..packet.sequence - 1 + packet.data].fill(true);
            }
            ends += usize::from(packet.fin);
        }
        assert!(arrived.iter().all(|arrived| *arrived), "{what}: {side:?} lacks bytes");
        assert!(ends > 0, "{what}: no FIN of {side:?}");
    }
    for flight in &timeline.flights {
        assert!(flight.arrives.is_some_and(|arrives| arrives > flight.sent), "{what}");
    }
}

#[test]
fn every_preset_arrives_whole_without_repeating_itself() {
    for preset in presets() {
        let trace = run(&preset.scenario);
        for latency in [1, 20, 300] {
            let timeline = timeline(&trace, Link { latency, ..Link::default() });
            assert_complete(&trace, &timeline, preset.name);
            let again: Vec<&Packet> =
                timeline.packets.iter().filter(|packet| packet.is_again || packet.is_lost).collect();
            assert!(again.is_empty(), "{}: {again:?}", preset.name);
            assert_eq!(timeline.figures.end, timeline.packets.iter().map(|packet| packet.arrives).max().unwrap());
        }
    }
}

#[test]
fn every_preset_arrives_whole_when_packets_are_lost() {
    let mut lost = 0;
    for preset in presets() {
        let trace = run(&preset.scenario);
        for loss in [20, 100, LOSSES.1] {
            for seed in ["a", "b", "c"] {
                let link = Link { loss, ..Link::default() };
                let timeline = Timeline::new(&trace, last_of(&trace), link, seed);
                if !timeline.is_given_up {
                    assert_complete(&trace, &timeline, preset.name);
                }
                lost += timeline.figures.up.lost + timeline.figures.down.lost;
                assert_eq!(timeline, Timeline::new(&trace, last_of(&trace), link, seed));
            }
        }
    }
    assert!(lost > 1000, "{lost}");
}

/// A side never speaks before it has received what it answers: cause before effect, for every pair of messages.
#[test]
fn nobody_answers_what_has_not_come() {
    for preset in presets() {
        let trace = run(&preset.scenario);
        for loss in [0, 100] {
            let timeline = timeline(&trace, Link { loss, ..Link::default() });
            let sent =
                |step: usize| timeline.flights.iter().find(|flight| flight.steps.contains(&step)).map(|it| it.sent);
            let arrives =
                |step: usize| timeline.flights.iter().find(|flight| flight.steps.contains(&step)).unwrap().arrives;
            let span = trace.span(last_of(&trace));
            let messages: Vec<_> = trace.messages().filter(|(step, _)| span.contains(step)).collect();
            for (position, (step, message)) in messages.iter().enumerate() {
                let is_handshake = message.name.is_handshake() && message.name != MessageName::NewSessionTicket;
                let answered = messages[..position].iter().rev().find(|(_, before)| before.sender != message.sender);
                let Some((before, received)) = answered.filter(|_| is_handshake) else { continue };
                if received.name.is_handshake() && received.name != MessageName::NewSessionTicket {
                    // A flight that fails in its middle was never sent to its end.
                    let (Some(sent), Some(arrives)) = (sent(*step), arrives(*before)) else { continue };
                    let early = messages[..position].iter().any(|(_, it)| it.name == MessageName::ApplicationData);
                    assert!(sent >= arrives || early, "{}: step {step} before step {before}", preset.name);
                }
            }
        }
    }
}

#[test]
fn more_latency_less_bandwidth_and_more_loss_are_never_faster() {
    for name in ["default", "tls12", "early-data", "everything", "x25519mlkem768"] {
        let trace = named(name);
        let mut before = 0;
        for latency in [LATENCIES.0, 10, 50, 200, LATENCIES.1] {
            let end = timeline(&trace, Link { latency, ..Link::default() }).figures.down.first_data.unwrap();
            assert!(end >= before, "{name}, {latency} ms");
            before = end;
        }
        let mut before = 0;
        for bandwidth in [BANDWIDTHS.1, 100_000, 1000, 128, BANDWIDTHS.0] {
            let end = timeline(&trace, Link { bandwidth, ..Link::default() }).figures.down.first_data.unwrap();
            assert!(end >= before, "{name}, {bandwidth} kbit/s");
            before = end;
        }
        let lossless = timeline(&trace, Link::default()).figures;
        let lossy = timeline(&trace, Link { loss: 200, ..Link::default() }).figures;
        assert!(lossy.down.first_data.unwrap() >= lossless.down.first_data.unwrap(), "{name}");
        assert!(lossy.up.lost + lossy.down.lost > 0, "{name}");
    }
}

/// RFC 6928 §2, RFC 5681 §3.1: what fits into ten segments goes at once, the rest after an acknowledgment.
#[test]
fn the_window_opens_with_acknowledgments() {
    let mut scenario = Scenario { client_says: "a".repeat(4096), server_says: "b".repeat(4096), ..Scenario::default() };
    scenario.server_records.padding = 16_384;
    scenario.server_records.fragment = 400;
    let trace = run(&scenario);
    let timeline = timeline(&trace, WIDE);
    assert!(timeline.figures.down.records > 2 * INITIAL_WINDOW, "{}", timeline.figures.down.records);
    let first = timeline.packets.iter().find(|packet| packet.sender == Side::Server && packet.data > 0).unwrap().sent;
    let at_once = timeline.packets.iter().filter(|packet| packet.sender == Side::Server && packet.sent == first);
    assert_eq!(at_once.map(|packet| packet.data).sum::<usize>(), INITIAL_WINDOW);
    assert_complete(&trace, &timeline, "padded");
}

#[test]
fn tcp_begins_with_three_and_ends_with_fins() {
    let timeline = timeline(&named("default"), WIDE);
    let [syn, syn_ack, ack, ..] = &timeline.packets[..] else { panic!("a connection has more than three packets") };
    assert_eq!((syn.sender, syn.syn, syn.acknowledges, syn.data), (Side::Client, true, None, 0));
    assert_eq!((syn_ack.sender, syn_ack.syn, syn_ack.acknowledges, syn_ack.data), (Side::Server, true, Some(1), 0));
    assert_eq!((ack.sender, ack.syn, ack.acknowledges, ack.data), (Side::Client, false, Some(1), 0));
    assert_eq!(timeline.packets.iter().filter(|packet| packet.fin).count(), 2);
    let last = timeline.packets.last().unwrap();
    assert!(!last.fin && last.data == 0 && last.acknowledges.is_some());
}

/// RFC 6298 §2: the first retransmission timeout is a second.
#[test]
fn a_lost_syn_comes_again_after_a_second() {
    let trace = named("default");
    let found = (0..200).find_map(|number| {
        let timeline = Timeline::new(&trace, 0, Link { loss: 100, ..WIDE }, &format!("seed {number}"));
        timeline.packets[0].is_lost.then_some(timeline)
    });
    let timeline = found.expect("a seed of two hundred loses the first packet");
    let again = &timeline.packets[1];
    assert!(again.syn && again.is_again && again.sender == Side::Client);
    assert_eq!(again.sent, 1_000_000);
}

/// Checked against the records themselves: a message is listed if and only if all records that carry it are unsealed.
#[test]
fn what_is_in_the_clear_is_what_no_key_seals() {
    for preset in presets() {
        let trace = run(&preset.scenario);
        let last = last_of(&trace);
        let listed = in_the_clear(&trace, last);
        let span = trace.span(last);
        let expected: Vec<usize> = trace
            .messages()
            .filter(|(step, message)| {
                let mut records = message.placements.iter().map(|it| trace.record(it.record).unwrap().1);
                span.contains(step) && records.all(|record| record.protection.is_none() && record.bytes[0] != 23)
            })
            .map(|(step, _)| step)
            .collect();
        assert_eq!(listed.iter().map(|message| message.step).collect::<Vec<_>>(), expected, "{}", preset.name);
        for message in listed {
            let (_, sent) = trace.messages().find(|(step, _)| *step == message.step).unwrap();
            assert_eq!(sent.bytes.len(), message.bytes);
            for field in &message.fields {
                assert_eq!(sent.fields.fields()[field.index].name, field.name);
            }
        }
    }
    let names = |name: &str| {
        let trace = named(name);
        let clear = in_the_clear(&trace, last_of(&trace));
        let kinds: Vec<_> = clear.iter().map(|message| message.name).collect();
        let hello: Vec<_> = clear[0].fields.iter().map(|field| field.name).collect();
        (kinds, hello)
    };
    let (kinds, hello) = names("default");
    assert_eq!(kinds, [MessageName::ClientHello, MessageName::ServerHello]);
    assert!(hello.contains(&"server_name") && hello.contains(&"random") && !hello.contains(&"extensions"), "{hello:?}");
    assert!(!hello.contains(&"legacy_session_id"), "it is empty: {hello:?}");
    assert!(names("tls12").0.contains(&MessageName::Certificate));
    assert_eq!(named("default").readable(Observer::Wire, 0).len(), 0);
}
