//! A capture of the run that opens decrypted in Wireshark: pcapng with the key log inside.
//!
//! Below TLS everything is made up, and as it could have been: Ethernet, IPv4 and TCP from SYN to FIN, between addresses
//! that are reserved for documentation. The capture stands right beside the client: where somebody is on the way, what the
//! client sent is seen as it was sent, and what the server sent as it arrives. draft-ietf-opsawg-pcapng.

mod block;
mod conversation;
mod packet;

use std::borrow::Cow;

use super::Run;
use super::key_log::key_log;
use crate::explain;
use crate::trace::{Delivered, MessageName, Record, Side};
use crate::wire::Writer;
use conversation::{Conversation, Packet};

/// Writes the capture.
#[must_use]
pub fn pcapng(run: &Run) -> Vec<u8> {
    let mut writer = Writer::new();
    let comment = match &run.address {
        Some(address) if run.is_simulated => format!("A simulated run, not a recording: {}, #{address}", run.title),
        _ => format!("Records of a connection with {}; all below TLS is made up", run.title),
    };
    block::section_header(&mut writer, &comment);
    block::interface_description(&mut writer);
    let secrets = key_log(run.trace);
    if !secrets.is_empty() {
        block::decryption_secrets(&mut writer, secrets.as_bytes());
    }
    for Packet { microseconds, bytes, comment } in packets(run) {
        block::enhanced_packet(&mut writer, microseconds, &bytes, &comment);
    }
    writer.into_bytes()
}

/// The packets of all connections; none if no record was ever sent.
fn packets(run: &Run) -> Vec<Packet> {
    let seen = seen(run);
    let mut packets = Vec::new();
    for seen in seen.chunk_by(|one, next| number(run, one.step) == number(run, next.step)) {
        packets.extend(connection(run, seen));
    }
    packets
}

/// Something that passes the place of the capture.
struct Seen<'a> {
    step: usize,
    sender: Side,
    bytes: Cow<'a, [u8]>,
}

/// What passes beside the client, in order.
fn seen<'a>(run: &Run<'a>) -> Vec<Seen<'a>> {
    let of_record = |(step, record): (usize, &'a Record)| Seen {
        step,
        sender: record.id.sender,
        bytes: Cow::Borrowed(&record.bytes),
    };
    let mut seen: Vec<Seen> = run.records().into_iter().map(of_record).collect();
    if run.trace.interferences().next().is_some() {
        seen.retain(|item| item.sender == Side::Client);
        let of_delivered = |item: Delivered| Seen { step: item.step, sender: Side::Server, bytes: item.bytes.into() };
        seen.extend(run.trace.delivered(Side::Server).into_iter().map(of_delivered));
        seen.sort_by_key(|item| item.step);
    }
    seen
}

/// The number of the TCP connection of a step; another handshake may come within the same.
fn number(run: &Run, step: usize) -> usize {
    run.trace.within_tcp(run.trace.connection(step)).0
}

/// The packets of the connection of which this was seen.
fn connection(run: &Run, seen: &[Seen]) -> Vec<Packet> {
    let first = seen[0].step;
    let number = number(run, first);
    let mut conversation = Conversation::open(number, run.began_connection(number));
    for together in seen.chunk_by(|one, next| one.step == next.step && one.sender == next.sender) {
        let Seen { step, sender, .. } = together[0];
        let bytes: Vec<u8> = together.iter().flat_map(|item| item.bytes.iter().copied()).collect();
        let comment = format!("Step {}: {}", step + 1, explain::label(run.trace, step));
        conversation.send(sender, &bytes, &comment);
    }
    conversation.close(closer(run, seen))
}

/// Who closes the connection of which this was seen first: the side that says first that it ends.
fn closer(run: &Run, seen: &[Seen]) -> Side {
    let steps = |item: &Seen| run.trace.span(item.step);
    let (Some(first), Some(last)) = (seen.first().map(steps), seen.last().map(steps)) else { return Side::Client };
    let mut messages = (first.start..last.end).filter_map(|index| run.message(index));
    messages.find(|message| message.name == MessageName::Alert).map_or(Side::Client, |message| message.sender)
}
