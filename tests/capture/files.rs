//! Files in every form, and broken ones.

use handshake::capture::{Opened, Place, Problem, open};
use handshake::export::{self, Format};
use handshake::scenario::{Scenario, run};
use handshake::tls::observer::Given;
use handshake::trace::{MessageName, Note, Sealed, Side};

use super::{notes, said};

/// The capture of a short run with little in it.
fn capture() -> Vec<u8> {
    let scenario = Scenario { tickets: 0, ..Scenario::default() };
    let trace = run(&scenario);
    Format::Pcapng.write(&export::Run::of(&scenario, &trace))
}

/// The blocks of a capture of ours: type and body.
fn blocks(capture: &[u8]) -> Vec<(u32, Vec<u8>)> {
    let mut blocks = Vec::new();
    let mut rest = capture;
    while !rest.is_empty() {
        let number = |at: usize| u32::from_be_bytes(rest[at..at + 4].try_into().unwrap());
        let length = number(4) as usize;
        blocks.push((number(0), rest[8..length - 4].to_vec()));
        rest = &rest[length..];
    }
    blocks
}

/// The frames of a capture of ours, and its key log.
pub fn frames(capture: &[u8]) -> (Vec<Vec<u8>>, Vec<u8>) {
    let mut frames = Vec::new();
    let mut key_log = Vec::new();
    for (kind, body) in blocks(capture) {
        let number = |at: usize| u32::from_be_bytes(body[at..at + 4].try_into().unwrap()) as usize;
        match kind {
            6 => frames.push(body[20..20 + number(12)].to_vec()),
            10 => key_log = body[8..8 + number(4)].to_vec(),
            _ => {}
        }
    }
    (frames, key_log)
}

pub fn given(key_log: &[u8]) -> Given {
    Given { logged: handshake::capture::read_key_log(key_log).0, ..Given::default() }
}

#[derive(Clone, Copy)]
pub struct Form {
    pub little: bool,
    pub magic: u32,
    pub link_type: u32,
    pub snap_length: usize,
}

pub const PLAIN: Form = Form { little: true, magic: 0xa1b2_c3d4, link_type: 1, snap_length: 1 << 16 };

pub fn pcap(frames: &[Vec<u8>], form: Form) -> Vec<u8> {
    let number = |value: u32| if form.little { value.to_le_bytes() } else { value.to_be_bytes() };
    let mut file = Vec::new();
    file.extend(number(form.magic));
    file.extend(if form.little { [2, 0, 4, 0] } else { [0, 2, 0, 4] });
    file.extend([0; 8]);
    file.extend(number(1 << 16));
    file.extend(number(form.link_type));
    for frame in frames {
        let captured = frame.len().min(form.snap_length);
        file.extend(number(1_700_000_000));
        file.extend(number(0));
        file.extend(number(u32::try_from(captured).unwrap()));
        file.extend(number(u32::try_from(frame.len()).unwrap()));
        file.extend(&frame[..captured]);
    }
    file
}

/// The same as pcapng, little-endian, with two interfaces in turn, one of which counts nanoseconds.
fn pcapng_little(frames: &[Vec<u8>], key_log: &[u8]) -> Vec<u8> {
    fn block(file: &mut Vec<u8>, kind: u32, body: &[u8]) {
        let padding = vec![0; body.len().wrapping_neg() % 4];
        let length = u32::try_from(body.len() + padding.len() + 12).unwrap();
        file.extend(kind.to_le_bytes());
        file.extend(length.to_le_bytes());
        file.extend(body);
        file.extend(&padding);
        file.extend(length.to_le_bytes());
    }
    let mut file = Vec::new();
    block(&mut file, 0x0a0d_0d0a, &[&0x1a2b_3c4d_u32.to_le_bytes()[..], &[1, 0, 0, 0], &[0xff; 8]].concat());
    block(&mut file, 1, &[1, 0, 0, 0, 0, 0, 0, 0]);
    block(&mut file, 1, &[1, 0, 0, 0, 0, 0, 0, 0, 9, 0, 1, 0, 9, 0, 0, 0, 0, 0, 0, 0]);
    // An unknown block is skipped.
    block(&mut file, 0x0bad, &[1, 2, 3, 4]);
    let length = u32::try_from(key_log.len()).unwrap().to_le_bytes();
    block(&mut file, 10, &[&0x544c_534b_u32.to_le_bytes()[..], &length, key_log].concat());
    for (number, frame) in frames.iter().enumerate() {
        let interface = u32::try_from(number % 2).unwrap();
        let time: u64 = if interface == 0 { 1_700_000_000_000_000 } else { 1_700_000_000_000_000_000 };
        let (high, low) = (u32::try_from(time >> 32).unwrap(), u32::try_from(time & 0xffff_ffff).unwrap());
        let length = u32::try_from(frame.len()).unwrap().to_le_bytes();
        let head = [interface.to_le_bytes(), high.to_le_bytes(), low.to_le_bytes(), length, length].concat();
        block(&mut file, 6, &[&head[..], frame].concat());
    }
    file
}

/// A packet of ours with so much of its data.
fn part(frame: &[u8], start: usize, end: usize) -> Vec<u8> {
    let mut part = frame[..54].to_vec();
    let sequence = u32::from_be_bytes(part[38..42].try_into().unwrap()).wrapping_add(u32::try_from(start).unwrap());
    part[38..42].copy_from_slice(&sequence.to_be_bytes());
    part.extend(&frame[54 + start..54 + end]);
    let total = u16::try_from(part.len() - 14).unwrap();
    part[16..18].copy_from_slice(&total.to_be_bytes());
    part
}

/// A packet of ours as several, each with so many bytes of its data at most.
pub fn cut(frame: &[u8], size: usize) -> Vec<Vec<u8>> {
    let data = frame.len() - 54;
    // What is longer in a SYN is an option.
    let is_syn = frame[47] & 2 != 0;
    if data == 0 || is_syn {
        return vec![frame.to_vec()];
    }
    (0..data).step_by(size).map(|start| part(frame, start, data.min(start + size))).collect()
}

/// The first segments may be so short that no record is recognised in any of them.
#[test]
fn segments_of_any_size_give_the_same() {
    let capture = capture();
    let expected = open(&capture, &Given::default()).unwrap().trace;
    let (frames, key_log) = frames(&capture);
    let given = given(&key_log);
    for size in [1, 2, 3, 7] {
        let pieces: Vec<_> = frames.iter().flat_map(|frame| cut(frame, size)).collect();
        let opened = open(&pcap(&pieces, PLAIN), &given).unwrap();
        assert_eq!((said(&opened.trace), opened.faults), (said(&expected), vec![]), "{size}");
    }
}

#[test]
fn every_form_of_file_gives_the_same() {
    let capture = capture();
    let expected = open(&capture, &Given::default()).unwrap();
    let (frames, key_log) = frames(&capture);
    let given = given(&key_log);
    for little in [false, true] {
        for magic in [0xa1b2_c3d4, 0xa1b2_3c4d] {
            let opened = open(&pcap(&frames, Form { little, magic, ..PLAIN }), &given).unwrap();
            assert_eq!(said(&opened.trace), said(&expected.trace));
            assert_eq!((opened.began, &*opened.title), (1_700_000_000, "example.com"));
        }
    }
    let opened = open(&pcapng_little(&frames, &key_log), &Given::default()).unwrap();
    assert_eq!(opened.trace, expected.trace);
    assert_eq!(opened.began, 1_700_000_000);
    // Two files in one: sections may have different byte orders.
    let both = [pcapng_little(&frames[..5], &key_log), pcapng_little(&frames[5..], b"")].concat();
    assert_eq!(open(&both, &Given::default()).unwrap().trace, expected.trace);
}

#[test]
fn every_link_layer_gives_the_same() {
    let capture = capture();
    let expected = open(&capture, &Given::default()).unwrap().trace;
    let (frames, key_log) = frames(&capture);
    let given = given(&key_log);
    let wrapped = |link_type: u32, head: &[u8], cut: usize| {
        let frames: Vec<_> = frames.iter().map(|frame| [head, &frame[cut..]].concat()).collect();
        open(&pcap(&frames, Form { link_type, ..PLAIN }), &given).unwrap().trace
    };
    let cooked = [&[0; 14][..], &[8, 0]].concat();
    let cooked2 = [&[8, 0][..], &[0; 18]].concat();
    let tagged = [&[0; 12][..], &[0x81, 0, 0, 7, 0x88, 0xa8, 0, 9, 8, 0]].concat();
    // PPP over Ethernet, in a VLAN.
    let pppoe = [&[0; 12][..], &[0x81, 0, 0, 7, 0x88, 0x64, 0x11, 0, 0, 1, 0, 0, 0, 0x21]].concat();
    for (link_type, head, cut) in [
        (101, &[][..], 14),
        (228, &[], 14),
        (0, &[2, 0, 0, 0], 14),
        (108, &[0, 0, 0, 2], 14),
        (113, &cooked, 14),
        (276, &cooked2, 14),
        (1, &tagged, 14),
        (1, &pppoe, 14),
    ] {
        assert_eq!(wrapped(link_type, head, cut), expected, "link type {link_type}");
    }
    // IPv6, with an extension header.
    let six = |frame: &Vec<u8>| {
        let ip = &frame[14..];
        let tcp = &ip[20..];
        let length = u16::try_from(tcp.len() + 8).unwrap().to_be_bytes();
        let mut packet = vec![0x60, 0, 0, 0, length[0], length[1], 0, 64];
        for address in [&ip[12..16], &ip[16..20]] {
            packet.extend([0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0]);
            packet.extend(address);
        }
        packet.extend([6, 0, 1, 4, 0, 0, 0, 0]);
        packet.extend(tcp);
        packet
    };
    let frames: Vec<_> = frames.iter().map(six).collect();
    let opened = open(&pcap(&frames, Form { link_type: 229, ..PLAIN }), &given).unwrap();
    assert_eq!(opened.trace, expected);
}

#[test]
fn what_comes_twice_or_in_another_order_is_put_right() {
    let capture = capture();
    let expected = open(&capture, &Given::default()).unwrap().trace;
    let (frames, key_log) = frames(&capture);
    let given = given(&key_log);
    let doubled: Vec<_> = frames.iter().flat_map(|frame| [frame.clone(), frame.clone()]).collect();
    assert_eq!(open(&pcap(&doubled, PLAIN), &given).unwrap().trace, expected);
    // Each packet of the server's first flight changes places with the next one.
    let mut mixed = frames.clone();
    let full: Vec<_> = (0..frames.len()).filter(|at| frames[*at].len() > 1000).collect();
    assert!(!full.is_empty());
    mixed.swap(full[0], full[0] + 1);
    let opened = open(&pcap(&mixed, PLAIN), &given).unwrap().trace;
    assert_eq!(said(&opened), said(&expected));
    // A segment cut in two that overlap.
    let mut cut = Vec::new();
    for frame in &frames {
        let data = frame.len().saturating_sub(54);
        if data < 100 {
            cut.push(frame.clone());
            continue;
        }
        cut.extend([part(frame, 0, 60), part(frame, 40, data)]);
    }
    let opened = open(&pcap(&cut, PLAIN), &given).unwrap().trace;
    assert_eq!(said(&opened), said(&expected));
}

#[test]
fn what_was_not_captured_is_said() {
    let capture = capture();
    let whole = open(&capture, &Given::default()).unwrap().trace;
    let (frames, key_log) = frames(&capture);
    let given = given(&key_log);
    // Without the second packet of the server's flight.
    let full = (0..frames.len()).find(|at| frames[*at].len() > 1000).unwrap();
    let missing = frames[full].len() as u64 - 54;
    let mut some = frames.clone();
    some.remove(full);
    let opened = open(&pcap(&some, PLAIN), &given).unwrap().trace;
    assert!(notes(&opened).contains(&Note::Gap { length: missing }), "{:?}", notes(&opened));
    // Behind the gap everything is opened again, although nobody says which record is the next one.
    assert!(!notes(&opened).iter().any(|note| matches!(note, Note::Sealed { .. })), "{:?}", notes(&opened));
    let after = |trace: &handshake::trace::Trace| {
        let said = trace.messages().map(|(_, message)| message).filter(|message| message.sender == Side::Server);
        let mut all: Vec<_> = said.map(|message| (message.name, message.bytes.clone())).collect();
        all.split_off(all.len() - 3)
    };
    assert_eq!(after(&opened), after(&whole));
    assert_eq!(after(&opened)[0].0, MessageName::Finished);
    // What the client says is read all the same.
    let clients = |trace: &handshake::trace::Trace| {
        let messages = trace.messages().filter(|(_, message)| message.sender == Side::Client);
        messages.map(|(_, message)| (message.name, message.bytes.clone())).collect::<Vec<_>>()
    };
    assert_eq!(clients(&opened), clients(&whole));
    // Packets cut off after 200 bytes.
    let short = open(&pcap(&frames, Form { snap_length: 200, ..PLAIN }), &given).unwrap().trace;
    assert!(notes(&short).iter().any(|note| matches!(note, Note::Gap { .. } | Note::CutOff { .. })));
    // Only the end of the connection.
    let late: Vec<_> = frames[frames.len() - 8..].to_vec();
    let opened = open(&pcap(&late, PLAIN), &given).unwrap();
    assert!(opened.trace.messages().all(|(_, message)| message.name == MessageName::SealedRecord));
    assert!(notes(&opened.trace).iter().all(|note| matches!(note, Note::Sealed { why: Sealed::NoHello, .. })));
}

#[test]
fn a_file_may_end_anywhere() {
    let capture = capture();
    let (frames, _) = frames(&capture);
    let whole = said(&open(&capture, &Given::default()).unwrap().trace).len();
    let mut most = 0;
    for end in 0..capture.len() {
        match open(&capture[..end], &Given::default()) {
            Ok(Opened { trace, faults, .. }) => {
                let read = said(&trace).len();
                assert!(read >= most, "{end}: {read} < {most}");
                most = read;
                let at_block = faults.is_empty();
                if !at_block {
                    let Some(Place::Block { byte, .. }) = faults[0].place else { panic!("{:?}", faults[0]) };
                    assert!(byte <= end && matches!(faults[0].problem, Problem::Truncated { .. }), "{:?}", faults[0]);
                }
            }
            Err(fault) => assert!(!fault.to_string().is_empty()),
        }
    }
    assert_eq!(most, whole);
    let file = pcap(&frames, PLAIN);
    for end in (0..file.len()).step_by(7) {
        if let Ok(opened) = open(&file[..end], &Given::default()) {
            for fault in opened.faults {
                assert!(matches!(fault.place, Some(Place::Packet { .. })), "{fault}");
            }
        }
    }
}

#[test]
fn records_may_be_pasted() {
    let scenario = Scenario { tickets: 0, ..Scenario::default() };
    let trace = run(&scenario);
    let key_log = Format::KeyLog.write(&export::Run::of(&scenario, &trace));
    let given = given(&key_log);
    let digits = |bytes: &[u8]| {
        let digit = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap();
        bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect::<String>()
    };
    let records: Vec<_> = trace.records().map(|(_, record)| (record.id.sender, digits(&record.bytes))).collect();
    let mark = |sender: Side| if sender == Side::Client { "client:" } else { "<" };
    let marked: Vec<_> = records.iter().map(|(sender, record)| format!("{} {record}\n", mark(*sender))).collect();
    let marked = marked.concat();
    let opened = open(marked.as_bytes(), &given).unwrap();
    assert_eq!(said(&opened.trace), said(&trace));
    // Without marks, and without line breaks.
    let unmarked: String = records.iter().map(|(_, record)| record.as_str()).collect();
    let opened = open(unmarked.as_bytes(), &given).unwrap();
    assert_eq!(said(&opened.trace), said(&trace));
    // And as bytes.
    let bytes: Vec<u8> = trace.records().flat_map(|(_, record)| record.bytes.clone()).collect();
    assert_eq!(said(&open(&bytes, &given).unwrap().trace), said(&trace));
}

#[test]
fn what_is_no_capture_is_refused_with_a_reason() {
    for (content, sentence) in [
        (&b""[..], "there is nothing in it"),
        (b"Hello", "this is neither a pcap or pcapng file, nor TLS records in hex, nor a trace in JSON"),
        (b"> 16 03\n< 1G", "line 2: 'G' is no hexadecimal digit"),
        (b"00 01 02", "no TLS record was found in it"),
        (b"\x1f\x8b\x08", "this file is compressed; unpack it first"),
        (b"\xff\xfe\x00", "this is neither a pcap or pcapng file, nor TLS records in hex, nor a trace in JSON"),
        (b"\x0a\x0d\x0d\x0a\0\0\0\x1c", "block 1 (byte 0): 12 bytes are wanted here, but only 8 are left"),
        (b"\xa1\xb2\xc3\xd4\0", "byte 0: 24 bytes are wanted here, but only 5 are left"),
    ] {
        assert_eq!(open(content, &Given::default()).unwrap_err().to_string(), sentence);
    }
    let others = pcap(&[vec![0; 60]], Form { link_type: 147, ..PLAIN });
    let fault = open(&others, &Given::default()).unwrap_err();
    assert_eq!(fault.to_string(), "packets of link type 147 are not read here (1 of them)");
}
