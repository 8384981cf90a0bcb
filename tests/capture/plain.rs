//! Connections that begin without TLS, as OpenSSL 3.0.19 and Node made them.
//!
//! `vectors/openssl-after-plain.pcapng` was captured with dumpcap on a loopback device, and editcap put the key log into it. First
//! connection: `openssl s_client -starttls smtp` to a small mail server on Node's TLS 1.3; second: `openssl s_client -proxy -tls1_2`
//! through a small HTTP proxy to Node's TLS 1.2.

use super::files::{PLAIN, cut, frames, pcap};
use super::{notes, said};
use handshake::capture::{Opened, open};
use handshake::explain::step;
use handshake::export::{self, Format};
use handshake::scenario::{Scenario, run};
use handshake::tls::observer::Given;
use handshake::trace::{Check, Effect, MessageName, Note, Outcome, Side, StepKind};

const CAPTURE: &[u8] = include_bytes!("../vectors/openssl-after-plain.pcapng");

fn opened() -> Opened {
    let opened = open(CAPTURE, &Given::default()).unwrap();
    assert_eq!(opened.faults, []);
    assert_eq!(opened.title, "mail.example.com");
    opened
}

/// What comes before TLS is said first, turn by turn: what was typed is `EHLO client.example.com` and `STARTTLS`, and `CONNECT`
/// with its header.
#[test]
fn what_comes_before_tls_is_said() {
    let Opened { trace, .. } = opened();
    let before = notes(&trace).into_iter().filter_map(|note| match note {
        Note::BeforeTls { length, beginning } => {
            assert_eq!(length, beginning.len() as u64);
            Some(String::from_utf8(beginning).unwrap())
        }
        _ => None,
    });
    let typed = [
        "220 mail.example.com ESMTP\r\n",
        "EHLO client.example.com\r\n",
        "250-mail.example.com\r\n250 STARTTLS\r\n",
        "STARTTLS\r\n",
        "220 Ready to start TLS\r\n",
        "CONNECT mail.example.com:443 HTTP/1.0\r\nProxy-Connection: Keep-Alive\r\n\r\n",
        "HTTP/1.1 200 Connection established\r\n\r\n",
    ];
    assert_eq!(before.collect::<Vec<_>>(), typed);
    for (place, title) in
        ["The server speaks without TLS at first", "The client speaks without TLS at first"].iter().enumerate()
    {
        assert_eq!(trace.steps[place].kind, StepKind::Observe);
        assert_eq!(step(&trace, place).title, *title);
    }
    let words = step(&trace, 3);
    assert!(words.simple.iter().any(|it| it.ends_with(r"It says: STARTTLS\r\n.")), "{:?}", words.simple);
    let run = export::Run::recorded(&trace, "mail".into(), 0, Vec::new());
    let json = String::from_utf8(Format::Json.write(&run)).unwrap();
    assert!(json.contains(r#""text":"STARTTLS\\r\\n""#) || json.contains(r#""text": "STARTTLS\\r\\n""#));
    assert_eq!(open(json.as_bytes(), &Given::default()).unwrap().trace, trace);
}

/// Of what is long the beginning is shown, and how much more there is; what cannot be printed is escaped.
#[test]
fn long_words_before_tls_are_clipped() {
    let scenario = Scenario::default();
    let capture = Format::Pcapng.write(&export::Run::of(&scenario, &run(&scenario)));
    let (mut frames, _) = frames(&capture);
    let mut with_data = (0..frames.len()).filter(|at| frames[*at].len() > 100);
    let (hello, flight) = (with_data.next().unwrap(), with_data.next().unwrap());
    let (long, answer) = ([b"<\xc3\xa9\0>\\", &[b'a'; 1200][..]].concat(), b"+OK\r\n");
    let plain = [before(&frames[hello], &long), before(&frames[flight], answer)];
    earlier(&mut frames[0], &long);
    earlier(&mut frames[1], answer);
    let all: Vec<_> = [&frames[..hello], &plain, &frames[hello..]].concat();
    let Opened { trace, .. } = open(&pcap(&all, PLAIN), &Given::default()).unwrap();
    assert_eq!(notes(&trace)[0], Note::BeforeTls { length: 1206, beginning: long[..1000].to_vec() });
    let told = step(&trace, 0);
    let ends = |words: &[String], end| words.iter().any(|it| it.ends_with(end));
    assert!(ends(&told.simple, "aaa … and 1006 bytes more."), "{:?}", told.simple);
    assert!(ends(&told.technical, "aaa … and 206 bytes more."), "{:?}", told.technical);
    assert!(told.simple.iter().any(|it| it.contains(r"<\xc3\xa9\x00>\\aaa")), "{:?}", told.simple);
}

/// A packet of ours that says something else just before, in the place of what it says.
fn before(frame: &[u8], words: &[u8]) -> Vec<u8> {
    let mut frame = [&frame[..54], words].concat();
    earlier(&mut frame, words);
    let total = u16::try_from(frame.len() - 14).unwrap();
    frame[16..18].copy_from_slice(&total.to_be_bytes());
    frame
}

/// Moves a packet of ours in its stream to where those words begin that end there.
fn earlier(frame: &mut [u8], words: &[u8]) {
    let sequence = u32::from_be_bytes(frame[38..42].try_into().unwrap());
    frame[38..42].copy_from_slice(&sequence.wrapping_sub(u32::try_from(words.len()).unwrap()).to_be_bytes());
}

/// Where the client's hello begins is found wherever its first bytes were cut.
#[test]
fn a_hello_in_pieces_is_found() {
    let (question, answer) = (b"EHLO client.example.com\r\nSTARTTLS\r\n", b"220 mail.example.com ESMTP\r\n");
    let scenario = Scenario::default();
    let run = run(&scenario);
    let capture = Format::Pcapng.write(&export::Run::of(&scenario, &run));
    let (mut frames, _) = frames(&capture);
    let mut with_data = (0..frames.len()).filter(|at| frames[*at].len() > 100);
    let (hello, flight) = (with_data.next().unwrap(), with_data.next().unwrap());
    let plain = [before(&frames[hello], question), before(&frames[flight], answer)];
    earlier(&mut frames[0], question);
    earlier(&mut frames[1], answer);
    for size in (1..12).chain([1000]) {
        let all: Vec<_> = [&frames[..hello], &plain, &cut(&frames[hello], size)[..], &frames[hello + 1..]].concat();
        let opened = open(&pcap(&all, PLAIN), &Given::default()).unwrap();
        assert_eq!((opened.title, opened.faults), ("example.com".into(), vec![]), "{size}");
        let said = [&question[..], answer]
            .map(|words| Note::BeforeTls { length: words.len() as u64, beginning: words.to_vec() });
        assert_eq!(notes(&opened.trace)[..2], said, "{size}");
    }
}

/// All of TLS behind it is read: every record opens, every proof holds, and the mail is there.
#[test]
fn what_comes_after_it_is_read() {
    let Opened { trace, .. } = opened();
    assert_eq!(
        notes(&trace).iter().filter(|note| matches!(note, Note::Sealed { .. } | Note::ProofNotJudged)).count(),
        0
    );
    let checks = trace.occurrences().filter_map(|occurrence| match &occurrence.effect {
        Effect::Checked(check) => Some(check),
        _ => None,
    });
    let failed: Vec<&Check> = checks.filter(|check| check.outcome != Outcome::Passed).collect();
    assert_eq!(failed, Vec::<&Check>::new());
    let data = said(&trace).into_iter().filter(|(_, _, name, _)| *name == MessageName::ApplicationData);
    let data: Vec<_> =
        data.map(|(connection, side, _, bytes)| (connection, side, core::str::from_utf8(bytes).unwrap())).collect();
    assert_eq!(
        data,
        [
            (0, Side::Client, "NOOP\r\n"),
            (0, Side::Server, "250 OK\r\n"),
            (0, Side::Client, "QUIT\r\n"),
            (0, Side::Server, "221 Bye\r\n"),
            (1, Side::Client, "GET / HTTP/1.1\r\n\r\n"),
            (1, Side::Server, "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nhi\n"),
        ]
    );
}
