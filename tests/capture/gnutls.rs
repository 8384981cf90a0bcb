//! `record_size_limit` in TLS 1.2 (RFC 8449) as `GnuTLS` 3.7.9 does it, in both roles against this program.
//!
//! `vectors/gnutls-record-size-limit.pcapng` was captured with dumpcap on a loopback device, and has its key log inside. First
//! connection: `gnutls-cli --recordsize=1000 --priority NORMAL:-VERS-ALL:+VERS-TLS1.2` to `handshake serve --versions 1.2
//! --record-size-limit 700`; second: `handshake connect` with the same options to `gnutls-serv --echo` with the same of `GnuTLS`.
//! (With less than the length of our certificates `GnuTLS` refuses them, although they are not sealed: RFC 8449 §4 leaves
//! unprotected messages out.)

use super::notes;
use handshake::capture::open;
use handshake::explain::negotiations;
use handshake::tls::observer::Given;
use handshake::trace::{ChoiceName, MessageName, Note, Side, Trace};

/// In bytes.
const GNUTLS: usize = 1000;
const OURS: usize = 700;

/// What a side says in its hello that it takes.
fn limit(trace: &Trace, connection: usize, side: Side) -> usize {
    let name = if side == Side::Client { MessageName::ClientHello } else { MessageName::ServerHello };
    let hello = trace.messages().find(|(step, it)| trace.connection(*step) == connection && it.name == name).unwrap().1;
    // Type 28, length 2.
    let found = hello.bytes.windows(6).find(|bytes| bytes[..4] == [0, 28, 0, 2]).expect("both say it");
    u16::from_be_bytes([found[4], found[5]]).into()
}

#[test]
fn gnutls_and_we_keep_to_the_limits_of_each_other() {
    let file = include_bytes!("../vectors/gnutls-record-size-limit.pcapng");
    let opened = open(file, &Given::default()).unwrap();
    assert_eq!(opened.faults, []);
    let trace = &opened.trace;
    assert!(notes(trace).iter().all(|note| *note == Note::ChainNotJudged), "{:?}", notes(trace));
    for (connection, limits) in [(0, [GNUTLS, OURS]), (1, [OURS, GNUTLS])] {
        assert_eq!([Side::Client, Side::Server].map(|side| limit(trace, connection, side)), limits);
        for (sender, theirs) in [(Side::Client, limits[1]), (Side::Server, limits[0])] {
            let records = trace
                .records()
                .filter(|(step, record)| trace.connection(*step) == connection && record.id.sender == sender);
            let sealed = records.filter_map(|(_, record)| record.protection.as_ref());
            let lengths: Vec<usize> = sealed.map(|protection| protection.inner.len()).collect();
            assert!(lengths.iter().all(|length| *length <= theirs), "{sender:?}: {lengths:?}");
            // Who has much to say fills what it may.
            if connection == 1 {
                assert!(lengths.contains(&theirs), "{sender:?}: {lengths:?}");
            }
        }
    }
}

/// No side tells of its limit there; the hellos do.
#[test]
fn what_came_of_it_has_both_limits() {
    let file = include_bytes!("../vectors/gnutls-record-size-limit.pcapng");
    let all = negotiations(&open(file, &Given::default()).unwrap().trace);
    let limit = all.into_iter().find(|it| it.name == ChoiceName::RecordSizeLimit).unwrap();
    let [ours, theirs] = [OURS, GNUTLS].map(|limit| limit.to_string());
    assert_eq!((limit.client, limit.server, limit.chosen), (vec![ours.clone()], vec![theirs], Some(ours)));
}
