//! `tshark`, Wireshark on the command line, opens every capture and finds in it what the trace holds.

use super::{Temporary, runs, unhex};
use handshake::export::pcapng::pcapng;
use handshake::export::{Run, key_log::key_log};
use handshake::scenario::address::Address;
use handshake::scenario::{Scenario, preset, presets, run};
use handshake::trace::{Message, MessageName, Side, Trace};
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

/// The columns that are asked for; one that holds several values holds them with commas in between.
const COLUMNS: [&str; 10] = [
    "ip.src",
    "ip.checksum.status",
    "tcp.checksum.status",
    "tcp.analysis.flags",
    "_ws.malformed",
    "_ws.expert.severity",
    "tls.handshake.type",
    "tls.alert_message.desc",
    "tcp.flags",
    "frame.time_epoch",
];

/// What tshark finds in a capture.
struct Found {
    /// A row for each packet, in the order of [`COLUMNS`].
    packets: Vec<Vec<String>>,
    /// What the client, and what the server, sent as application data in all connections, opened.
    application_data: [Vec<u8>; 2],
}

impl Found {
    fn in_capture(name: &str, capture: &[u8], options: &[&str]) -> Self {
        Self::in_connections(1, name, capture, options)
    }

    fn in_connections(connections: usize, name: &str, capture: &[u8], options: &[&str]) -> Self {
        let file = Temporary::file(&format!("{name}.pcapng"), capture);
        let output = Command::new("tshark")
            .arg("-r")
            .arg(&file.0)
            .args(["-n", "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"])
            .args(options)
            .args(["-T", "fields"])
            .args(COLUMNS.iter().flat_map(|column| ["-e", column]))
            .args((0..connections).flat_map(|stream| ["-z".to_owned(), format!("follow,tls,raw,{stream}")]))
            .output()
            .expect("these tests need the command `tshark` on the PATH (Debian: apt-get install tshark)");
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        let (packets, followed) = text.split_once("\n=====").expect("the packets, then the stream");
        let row = |line: &str| line.split('\t').map(str::to_owned).collect();
        // Each stream, in whatever order: lines of digits, one side's with a tab in front. Node 0 is the one that sent the
        // first data.
        let mut streams = vec![[Vec::new(), Vec::new()]; connections];
        let (mut stream, mut first_is_server) = (0, false);
        for line in followed.lines() {
            if let Some(number) = line.strip_prefix("Filter: tcp.stream eq ") {
                stream = number.parse().unwrap();
            } else if let Some(first) = line.strip_prefix("Node 0: ") {
                first_is_server = first.starts_with("203.");
            } else if line.trim().bytes().all(|byte| byte.is_ascii_hexdigit()) {
                let from_server = first_is_server != line.starts_with('\t');
                streams[stream][usize::from(from_server)].extend(unhex(line.trim()));
            }
        }
        let application_data = [0, 1].map(|side| streams.iter().flat_map(|data| data[side].clone()).collect());
        Self { packets: packets.lines().map(row).collect(), application_data }
    }

    /// The values of a column, packet by packet.
    fn column(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        let place = COLUMNS.iter().position(|column| *column == name).unwrap();
        self.packets.iter().map(move |packet| (&*packet[0], &*packet[place]))
    }

    /// The handshake messages and alerts in order: who sent it, and the number of its type.
    fn messages(&self) -> Vec<String> {
        let mut messages = Vec::new();
        for ((source, types), (_, alerts)) in
            self.column("tls.handshake.type").zip(self.column("tls.alert_message.desc"))
        {
            let side = if source.starts_with("203.") { "server" } else { "client" };
            let numbers =
                |list: &str| list.split(',').filter(|item| !item.is_empty()).map(str::to_owned).collect::<Vec<_>>();
            messages.extend(numbers(types).iter().map(|number| format!("{side} handshake {number}")));
            messages.extend(numbers(alerts).iter().map(|number| format!("{side} alert {number}")));
        }
        messages
    }
}

/// The handshake messages and alerts of a trace, as [`Found::messages`] has them.
///
/// Where the client has no part, because somebody else sends again what it once sent, its key log opens nothing.
fn messages(trace: &Trace) -> Vec<String> {
    let line = |side: Side, what: &str, number: u8| format!("{} {what} {number}", side.name());
    let takes_part =
        |index: usize| trace.steps[trace.span(index)].iter().any(|step| step.effects_of(Side::Client).next().is_some());
    let sealed = |message: &Message| {
        let record = message.placements.first().and_then(|placement| trace.record(placement.record));
        record.is_some_and(|(_, record)| record.protection.is_some())
    };
    let travels = trace.steps.iter().enumerate().filter_map(|(index, step)| {
        let message = step.sent().or(step.received())?;
        (takes_part(index) || !sealed(message)).then_some(message)
    });
    travels
        .filter_map(|message| match message.name {
            MessageName::Alert => Some(line(message.sender, "alert", message.bytes[1])),
            name if name.is_handshake() => Some(line(message.sender, "handshake", message.bytes[0])),
            _ => None,
        })
        .collect()
}

fn application_data(trace: &Trace, side: Side) -> Vec<u8> {
    let said = trace.messages().filter(|(_, message)| message.name == MessageName::ApplicationData);
    said.filter(|(_, message)| message.sender == side).flat_map(|(_, message)| message.bytes.clone()).collect()
}

/// The severity of a warning; that of an error is greater. `epan/proto.h`
const WARNING: u32 = 0x0060_0000;

#[test]
fn tshark_opens_every_capture_and_finds_nothing_wrong() {
    let mut table = String::new();
    for (name, scenario, trace) in runs() {
        let connections = trace.later.len() + 1;
        let found = Found::in_connections(connections, &name, &pcapng(&Run::of(&scenario, &trace)), &[]);
        for column in ["ip.checksum.status", "tcp.checksum.status"] {
            assert!(found.column(column).all(|(_, status)| status == "1"), "{name}: {column} is not always good");
        }
        for column in ["tcp.analysis.flags", "_ws.malformed"] {
            assert!(found.column(column).all(|(_, value)| value.is_empty()), "{name}: {column}");
        }
        let severities = found.column("_ws.expert.severity").flat_map(|(_, list)| list.split(','));
        let worst = severities.filter_map(|item| item.parse::<u32>().ok()).max();
        assert!(worst < Some(WARNING), "{name}: severity {worst:x?}");
        assert_eq!(found.messages(), messages(&trace), "{name}");
        for (index, side) in [Side::Client, Side::Server].into_iter().enumerate() {
            let mut said = application_data(&trace, side);
            if scenario.replay && side == Side::Client {
                // Whoever has the early secret reads what was said early, however often it comes.
                said.extend(scenario.client_says_early.bytes());
            }
            assert!(found.application_data[index] == said, "{name}: {}", side.name());
        }
        let count = |side| application_data(&trace, side).len();
        let (packets, messages) = (found.packets.len(), found.messages().len());
        let (said, answered) = (count(Side::Client), count(Side::Server));
        writeln!(table, "{name:55} {packets:3} packets {messages:3} messages {said:6} + {answered:6} bytes of data")
            .unwrap();
    }
    println!("{table}");
}

/// Keys that depend on nothing that was said are keys all the same: what is logged of them opens what they seal, also where
/// the hello arrived as another one.
#[test]
fn tshark_opens_what_two_broken_sides_say() {
    for (name, options) in [
        ("unbound", "omits=client-transcript,server-transcript"),
        ("unbound-tls12", "preset=tls12&omits=client-transcript,server-transcript"),
        ("unbound-attacked", "omits=client-transcript,server-transcript&attack=c0-flip-11-01"),
    ] {
        let scenario = Address::parse(options).address.scenario;
        let trace = run(&scenario);
        let found = Found::in_capture(name, &pcapng(&Run::of(&scenario, &trace)), &[]);
        assert_eq!(found.messages(), messages(&trace), "{name}");
        for (index, side) in [Side::Client, Side::Server].into_iter().enumerate() {
            assert!(!found.application_data[index].is_empty(), "{name}");
            assert!(found.application_data[index] == application_data(&trace, side), "{name}: {}", side.name());
        }
    }
}

#[test]
fn a_capture_begins_on_the_day_of_the_scenario_with_syn_and_ends_with_fin() {
    let scenario = Scenario::default();
    let found = Found::in_capture("times", &pcapng(&Run::of(&scenario, &run(&scenario))), &[]);
    let flags: Vec<&str> = found.column("tcp.flags").map(|(_, flags)| flags).collect();
    assert_eq!(flags[..3], ["0x0002", "0x0012", "0x0010"]);
    assert_eq!(flags[flags.len() - 3..], ["0x0011", "0x0011", "0x0010"]);
    let times: Vec<f64> = found.column("frame.time_epoch").map(|(_, time)| time.parse().unwrap()).collect();
    assert!((times[0] - 1_781_524_800.0).abs() < 1e-3, "noon of 2026-06-15");
    assert!(times.is_sorted_by(|before, after| before < after));
    assert!(times[times.len() - 1] - times[0] < 1.0);
}

/// Changes the last digit of the line with that label; only in the key log inside of the capture can it stand.
fn with_a_digit_changed(capture: &[u8], label: &str) -> Vec<u8> {
    let mut changed = capture.to_vec();
    let start = capture.windows(label.len()).position(|window| window == label.as_bytes()).unwrap();
    let end = start + capture[start..].iter().position(|byte| *byte == b'\n').unwrap();
    changed[end - 1] = if changed[end - 1] == b'0' { b'1' } else { b'0' };
    changed
}

#[test]
fn with_one_digit_of_a_secret_changed_tshark_opens_nothing_that_it_seals() {
    for (name, scenario, trace) in runs().into_iter().take(12) {
        let capture = pcapng(&Run::of(&scenario, &trace));
        let found =
            |label: &str| Found::in_capture(&format!("{name}-changed"), &with_a_digit_changed(&capture, label), &[]);
        let data = [Side::Client, Side::Server].map(|side| application_data(&trace, side));
        let server_says = found("SERVER_TRAFFIC_SECRET_0 ");
        assert!(server_says.application_data[1].is_empty(), "{name}");
        assert_eq!(server_says.application_data[0], data[0], "{name}");
        let client_says = found("CLIENT_TRAFFIC_SECRET_0 ");
        assert!(client_says.application_data[0].is_empty(), "{name}");
        assert_eq!(client_says.application_data[1], data[1], "{name}");
        let flight = found("SERVER_HANDSHAKE_TRAFFIC_SECRET ").messages();
        assert!(!flight.iter().any(|message| message == "server handshake 11"), "{name}: {flight:?}");
        let finished = found("CLIENT_HANDSHAKE_TRAFFIC_SECRET ").messages();
        assert!(!finished.iter().any(|message| message == "client handshake 20"), "{name}: {finished:?}");
        assert!(finished.iter().any(|message| message == "server handshake 20"), "{name}: {finished:?}");
    }
}

/// The same for every preset, with a digit of each of its secrets changed at once.
#[test]
fn with_a_digit_of_each_secret_changed_nothing_of_any_preset_opens() {
    let mut tried = 0;
    for preset in presets() {
        let trace = run(&preset.scenario);
        let mut capture = pcapng(&Run::of(&preset.scenario, &trace));
        for line in key_log(&trace).lines() {
            let start = capture.windows(line.len()).position(|window| window == line.as_bytes()).unwrap();
            let last = &mut capture[start + line.len() - 1];
            *last = if *last == b'0' { b'1' } else { b'0' };
        }
        if trace.records().all(|(_, record)| record.protection.is_none()) {
            continue;
        }
        let connections = trace.later.len() + 1;
        let found = Found::in_connections(connections, &format!("{}-all-changed", preset.name), &capture, &[]);
        assert!(found.application_data.iter().all(Vec::is_empty), "{}", preset.name);
        let finished = found.messages().into_iter().filter(|message| message.ends_with("handshake 20"));
        assert_eq!(finished.count(), 0, "{}", preset.name);
        tried += 1;
    }
    assert!(tried > 40, "{tried}");
}

/// In TLS 1.2 there is one secret, and in early data one more.
#[test]
fn with_one_digit_changed_neither_tls12_nor_early_data_opens() {
    let named = |name: &str| {
        let scenario = preset(name).unwrap().scenario;
        let trace = run(&scenario);
        let connections = trace.later.len() + 1;
        (pcapng(&Run::of(&scenario, &trace)), connections, trace)
    };
    for name in ["tls12", "tls12-chacha20-poly1305", "tls12-rsa-key-exchange"] {
        let (capture, connections, trace) = named(name);
        assert_eq!(connections, 1);
        let found =
            Found::in_capture(&format!("{name}-changed"), &with_a_digit_changed(&capture, "CLIENT_RANDOM "), &[]);
        assert!(found.application_data.iter().all(Vec::is_empty), "{name}");
        assert!(
            !found.messages().iter().any(|message| message.ends_with("handshake 20")),
            "{name}: {:?}",
            found.messages()
        );
        assert!(!application_data(&trace, Side::Client).is_empty());
    }
    let (capture, connections, trace) = named("early-data");
    let changed = with_a_digit_changed(&capture, "CLIENT_EARLY_TRAFFIC_SECRET ");
    let found = Found::in_connections(connections, "early-changed", &changed, &[]);
    let early = preset("early-data").unwrap().scenario.client_says_early.len();
    assert_eq!(found.application_data[0].len() + early, application_data(&trace, Side::Client).len());
}

/// The capture without its Decryption Secrets Block.
fn without_secrets(capture: &[u8]) -> Vec<u8> {
    let mut rest = capture;
    let mut kept = Vec::new();
    while !rest.is_empty() {
        let number = |at: usize| u32::from_be_bytes(rest[at..at + 4].try_into().unwrap());
        let (block, after) = rest.split_at(number(4) as usize);
        if number(0) != 10 {
            kept.extend_from_slice(block);
        }
        rest = after;
    }
    kept
}

#[test]
fn the_key_log_beside_a_capture_without_secrets_opens_it_too() {
    let scenario = Scenario::default();
    let trace = run(&scenario);
    let bare = without_secrets(&pcapng(&Run::of(&scenario, &trace)));
    let closed = Found::in_capture("closed", &bare, &[]);
    assert_eq!(closed.messages(), ["client handshake 1", "server handshake 2"]);
    assert!(closed.application_data.iter().all(Vec::is_empty));
    let log = Temporary::file("log.keylog", key_log(&trace).as_bytes());
    let option = |path: &Path| format!("tls.keylog_file:{}", path.display());
    let opened = Found::in_capture("opened", &bare, &["-o", &option(&log.0)]);
    assert_eq!(opened.messages(), messages(&trace));
    assert_eq!(opened.application_data[1], application_data(&trace, Side::Server));
}
