//! A capture of the run that opens decrypted in Wireshark: pcapng with the key log inside.
//!
//! Below TLS everything is made up, and as it could have been: Ethernet, IPv4 and TCP from SYN to FIN, between addresses
//! that are reserved for documentation. draft-ietf-opsawg-pcapng.

mod block;
mod conversation;
mod packet;

use super::Run;
use super::key_log::key_log;
use crate::explain;
use crate::trace::{MessageName, Record, Side};
use crate::wire::Writer;
use conversation::{Conversation, Packet};

/// Writes the capture.
#[must_use]
pub fn pcapng(run: &Run) -> Vec<u8> {
    let mut writer = Writer::new();
    let comment = match &run.address {
        Some(address) => format!("A simulated run, not a recording: {}, #{address}", run.title),
        None => format!("Records of a connection with {}; all below TLS is made up", run.title),
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
    let records = run.records();
    let mut packets = Vec::new();
    for records in records.chunk_by(|(step, _), (next, _)| run.trace.connection(*step) == run.trace.connection(*next)) {
        packets.extend(connection(run, records));
    }
    packets
}

/// The packets of the connection with these records.
fn connection(run: &Run, records: &[(usize, &Record)]) -> Vec<Packet> {
    let number = run.trace.connection(records[0].0);
    let mut conversation = Conversation::open(number, run.began_connection(number));
    for together in
        records.chunk_by(|(step, record), (next, other)| step == next && record.id.sender == other.id.sender)
    {
        let (step, first) = together[0];
        let bytes: Vec<u8> = together.iter().flat_map(|(_, record)| record.bytes.iter().copied()).collect();
        let comment = format!("Step {}: {}", step + 1, explain::step(run.trace, step).label);
        conversation.send(first.id.sender, &bytes, &comment);
    }
    conversation.close(closer(run, records[0].0))
}

/// Who closes the connection of a step first: the side that says first that it ends.
fn closer(run: &Run, step: usize) -> Side {
    let mut messages = run.trace.span(step).filter_map(|index| run.message(index));
    messages.find(|message| message.name == MessageName::Alert).map_or(Side::Client, |message| message.sender)
}
