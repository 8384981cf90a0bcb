//! Opening a file, whatever it is.

use super::fragments::Fragments;
use super::key_log::read_key_log;
use super::link::{Inside, inside, put_together};
use super::packets::Packets;
use super::plain::{before_tls, begin_of_tls, beginning};
use super::problem::{Fault, Problem};
use super::records::{Item, begins_record, items};
use super::tcp::{Assembly, Connection};
use super::{json, pcap, pcapng, text};
use crate::scenario::cut::Cutter;
use crate::tls::message::HandshakeMessage;
use crate::tls::observer::{Given, Kept, Logged, Observer};
use crate::tls::record::{HEADER_LENGTH, WireRecord};
use crate::tls::registry::ContentType;
use crate::trace::{Bytes, Effect, MessageName, Note, Side, Trace};
use std::borrow::Cow;

/// The most bytes of a file that are read.
pub const LIMIT: usize = 64 << 20;

/// The most records of a file that are read: a page cannot show more steps.
const RECORDS: usize = 4000;

/// A file that was opened.
#[derive(Clone, Debug, Default)]
pub struct Opened {
    /// What happened, as far as it can be known: one connection after the other.
    pub trace: Trace,
    /// What it is about: the name that the first client asked for, or the address of its server.
    pub title: String,
    /// When it began, in seconds from 1970-01-01T00:00:00Z; 0 if that is not known.
    pub began: u64,
    /// The certificates that the sides trusted beforehand, in DER, as far as that was given.
    pub trust_anchors: Vec<Bytes>,
    /// What is broken, and what was left out.
    pub faults: Vec<Fault>,
}

/// Opens a capture (pcap, pcapng), records as text, or a trace in JSON, with what is known beyond it.
///
/// A trace in JSON holds all that is known; nothing is added to it.
///
/// # Errors
/// Where it breaks, if nothing could be read at all.
pub fn open(bytes: &[u8], given: &Given) -> Result<Opened, Fault> {
    if bytes.len() > LIMIT {
        return Err(Fault::of_all(Problem::TooBig { limit: LIMIT }));
    }
    let found = if pcapng::is(bytes) {
        pcapng::read(bytes)
    } else if let Some(order) = pcap::order(bytes) {
        pcap::read(bytes, order)
    } else {
        return open_text(bytes, given);
    };
    open_packets(found, given)
}

fn open_packets(found: Packets<'_>, given: &Given) -> Result<Opened, Fault> {
    let Packets { all: packets, key_logs, mut faults } = found;
    let mut assembly = Assembly::default();
    let mut unknown: Vec<(u16, usize)> = Vec::new();
    let mut fragments = Fragments::default();
    for packet in &packets {
        match inside(packet) {
            Inside::Segment(segment) => assembly.add(&segment, packet.seconds),
            Inside::Fragment(fragment) => {
                if let Some(whole) = fragments.add(&fragment)
                    && let Inside::Segment(segment) = put_together(&fragment.key, &whole)
                {
                    assembly.add(&segment, packet.seconds);
                }
            }
            Inside::UnknownLinkType => match unknown.iter_mut().find(|(link_type, _)| *link_type == packet.link_type) {
                Some((_, count)) => *count += 1,
                None => unknown.push((packet.link_type, 1)),
            },
            Inside::Other => {}
        }
    }
    for (link_type, packets) in unknown {
        faults.push(Fault::of_all(Problem::UnknownLinkType { link_type, packets }));
    }
    let lost = fragments.finish();
    if lost > 0 {
        faults.push(Fault::of_all(Problem::Fragments { packets: lost }));
    }
    let all = assembly.finish();
    let (tls, others): (Vec<Connection>, Vec<Connection>) = all.into_iter().partition(has_tls);
    let others = others.iter().filter(|connection| !connection.pieces.is_empty()).count();
    if others > 0 {
        faults.push(Fault::of_all(Problem::NotTls { connections: others }));
    }
    let Some(first) = tls.first() else {
        return Err(faults.into_iter().next().unwrap_or(Fault::of_all(Problem::NothingFound)));
    };
    let (title, began) = (first.server.to_string(), first.seconds);
    let mut given = Cow::Borrowed(given);
    for key_log in key_logs {
        let (logged, wrong) = read_key_log(key_log);
        given.to_mut().logged.extend(logged);
        faults.extend(wrong);
    }
    if given.now == 0 {
        given.to_mut().now = began;
    }
    let connections = tls.into_iter().map(|mut connection| {
        let before = if is_tls(&connection) { Vec::new() } else { before_tls(&mut connection.pieces) };
        before.into_iter().chain(items(connection.pieces)).collect()
    });
    let trace = observe(connections.collect(), &given);
    let trust_anchors = anchors(&given);
    Ok(Opened { title: server_name(&trace).unwrap_or(title), trace, began, trust_anchors, faults })
}

fn anchors(given: &Given) -> Vec<Bytes> {
    given.trust_anchors.iter().map(|anchor| anchor.der.clone()).collect()
}

/// Whether one of the sides begins with a record, or comes to TLS later.
fn has_tls(connection: &Connection) -> bool {
    is_tls(connection) || begin_of_tls(&connection.pieces).is_some()
}

/// Whether one of the sides begins with a record.
fn is_tls(connection: &Connection) -> bool {
    [Side::Client, Side::Server].into_iter().any(|side| {
        let of_side = connection.pieces.iter().filter(|(sender, _)| *sender == side).map(|(_, piece)| piece);
        begins_record(&beginning(of_side, HEADER_LENGTH))
    })
}

fn open_text(bytes: &[u8], given: &Given) -> Result<Opened, Fault> {
    let unknown = || Fault::of_all(Problem::UnknownFormat);
    if bytes.starts_with(&[0x1f, 0x8b])
        || bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
    {
        return Err(Fault::of_all(Problem::Compressed));
    }
    if bytes.trim_ascii_start().starts_with(b"{") {
        return json::read(bytes);
    }
    let paragraphs = if begins_record(bytes) {
        vec![text::Paragraph { side: None, bytes: bytes.to_vec() }]
    } else {
        text::read(core::str::from_utf8(bytes).map_err(|_| unknown())?)?
    };
    if paragraphs.is_empty() {
        return Err(Fault::of_all(Problem::Empty));
    }
    if !paragraphs.iter().any(|paragraph| begins_record(&paragraph.bytes)) {
        return Err(Fault::of_all(Problem::NothingFound));
    }
    let connections = super::sides::connections(paragraphs, given);
    let trace = observe(connections, given);
    let title = server_name(&trace).unwrap_or_else(|| "pasted records".into());
    Ok(Opened { title, trace, trust_anchors: anchors(given), ..Opened::default() })
}

/// Looks at connections, one after the other.
fn observe(connections: Vec<Vec<(Side, Item)>>, given: &Given) -> Trace {
    let mut cutter = Cutter::default();
    let mut kept = Kept::default();
    let mut left = RECORDS;
    let mut hellos: Vec<Bytes> = Vec::new();
    for (number, items) in connections.into_iter().enumerate() {
        if number > 0 {
            if left == 0 {
                break;
            }
            cutter.next_connection();
        }
        let before = kept.clone();
        let mut seen = look(&items, given, &mut kept, false, left);
        let hello = hello(&seen.effects).map(<[u8]>::to_vec);
        let is_replay = hello.as_ref().is_some_and(|hello| hellos.contains(hello));
        let mut given = Cow::Borrowed(given);
        if is_replay {
            given.to_mut().logged.retain(|line| !is_of_answer(line, hello.as_deref()));
            kept = before.clone();
            seen = look(&items, &given, &mut kept, false, left);
        }
        if seen.refuses_early_data {
            kept = before;
            seen = look(&items, &given, &mut kept, true, left);
        }
        hellos.extend(hello);
        left = left.saturating_sub(items.len());
        for (number, (side, effect)) in seen.effects.into_iter().enumerate() {
            if seen.renegotiations.contains(&number) {
                cutter.next_handshake();
            }
            // No client says the same twice, its random least of all: somebody else sends it, who has none of the keys.
            if !is_replay || side == Side::Server || matches!(effect, Effect::Noted(_)) {
                cutter.add(side, effect);
            }
        }
    }
    cutter.finish()
}

/// Whether a line of a key log is about what followed a hello when the client itself sent it.
fn is_of_answer(line: &Logged, hello: Option<&[u8]>) -> bool {
    // Header and legacy_version come before the random.
    let random = hello.and_then(|hello| hello.get(6..38));
    random == Some(&line.about) && !line.label.contains("EARLY")
}

/// The first `ClientHello` of a connection.
fn hello(effects: &[(Side, Effect)]) -> Option<&[u8]> {
    effects.iter().find_map(|(_, effect)| match effect {
        Effect::Received(message) if message.name == MessageName::ClientHello => Some(&*message.bytes),
        _ => None,
    })
}

/// What was seen of one connection.
struct Seen {
    effects: Vec<(Side, Effect)>,
    /// Whether the server was seen not to take early data.
    refuses_early_data: bool,
    /// How many effects came before each further handshake.
    renegotiations: Vec<usize>,
}

/// Looks at one connection.
fn look(items: &[(Side, Item)], given: &Given, kept: &mut Kept, skips_early_data: bool, limit: usize) -> Seen {
    let mut observer = Observer::new(given, kept, skips_early_data);
    let mut effects = Vec::new();
    for (number, (side, item)) in items.iter().enumerate() {
        if number == limit {
            effects.extend(observer.note(*side, Note::TooMany { limit: RECORDS }));
            break;
        }
        effects.extend(match item {
            Item::Record(record) => observer.record(*side, record.clone()),
            Item::Note(note) => observer.note(*side, note.clone()),
        });
    }
    effects.extend(observer.finish());
    let refuses_early_data = observer.refuses_early_data();
    Seen { effects, refuses_early_data, renegotiations: observer.renegotiations().to_vec() }
}

/// The name that the first client asks for.
fn server_name(trace: &Trace) -> Option<String> {
    let (_, hello) = trace.messages().find(|(_, message)| message.name == MessageName::ClientHello)?;
    let place = hello.fields.fields().iter().enumerate().find(|(index, field)| {
        field.value == crate::wire::Value::Text && hello.fields.path(*index).contains(&"HostName")
    })?;
    Some(String::from_utf8_lossy(place.1.span.of(&hello.bytes)).into_owned())
}

/// The first handshake message that a plaintext record begins with, if it can be read.
pub(super) fn first_message(record: &WireRecord) -> Option<HandshakeMessage> {
    if record.content_type != ContentType::HANDSHAKE {
        return None;
    }
    let fragment = record.bytes.get(HEADER_LENGTH..)?;
    let length = match fragment {
        [_, high, middle, low, ..] => usize::from(*high) << 16 | usize::from(*middle) << 8 | usize::from(*low),
        _ => return None,
    };
    HandshakeMessage::decode(fragment.get(..4 + length)?).result.ok()
}
