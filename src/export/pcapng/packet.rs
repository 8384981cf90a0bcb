//! Frames: Ethernet II, IPv4 and TCP. RFC 894, RFC 791, RFC 9293.

use crate::trace::Side;
use crate::wire::Writer;

/// Synchronise sequence numbers.
pub(super) const SYN: u16 = 0x02;
/// The acknowledgment number is significant.
pub(super) const ACK: u16 = 0x10;
/// Hand what has come to the application.
pub(super) const PSH: u16 = 0x08;
/// No more data from the sender.
pub(super) const FIN: u16 = 0x01;

/// The most data in a segment: what fits into an Ethernet frame of 1500 bytes beside headers of 20 bytes each. RFC 9293 §3.7.1.
pub(super) const MAXIMUM_SEGMENT_SIZE: u16 = 1460;

/// What TCP says in a packet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment<'a> {
    /// The number of the connection, the first being 0.
    pub connection: usize,
    /// Who sends it.
    pub sender: Side,
    /// The number of the packet among those of its sender, for the Identification field.
    pub identification: u16,
    /// The sequence number.
    pub sequence: u32,
    /// The acknowledgment number.
    pub acknowledgment: u32,
    /// The control bits.
    pub flags: u16,
    /// The data.
    pub data: &'a [u8],
}

/// An address of each layer.
struct Addresses {
    ethernet: [u8; 6],
    ip: [u8; 4],
    port: u16,
}

/// Addresses for documentation: RFC 7042 §2.1.2, RFC 5737 §3; the client's port is one of the dynamic ones of RFC 6335 §6.
fn addresses(side: Side, connection: usize) -> Addresses {
    // Each connection of a client has a port of its own.
    let port = 51_843_u16.saturating_add(u16::try_from(connection).unwrap_or(u16::MAX));
    match side {
        Side::Client => Addresses { ethernet: [0x00, 0x00, 0x5e, 0x00, 0x53, 0x01], ip: [192, 0, 2, 10], port },
        Side::Server => Addresses { ethernet: [0x00, 0x00, 0x5e, 0x00, 0x53, 0x02], ip: [203, 0, 113, 20], port: 443 },
    }
}

/// Writes a frame around a segment.
pub(super) fn frame(segment: &Segment) -> Vec<u8> {
    let addresses = |side| addresses(side, segment.connection);
    let (from, to) = (addresses(segment.sender), addresses(segment.sender.peer()));
    let tcp = tcp(segment, &from, &to);
    let mut frame = Writer::new();
    frame.bytes(&to.ethernet);
    frame.bytes(&from.ethernet);
    frame.u16(0x0800);
    frame.bytes(&ip(segment.identification, &from, &to, &tcp));
    frame.bytes(&tcp);
    frame.into_bytes()
}

/// The header of an IPv4 packet. RFC 791 §3.1.
fn ip(identification: u16, from: &Addresses, to: &Addresses, content: &[u8]) -> Vec<u8> {
    let mut header = Writer::new();
    // Version 4, a header of five words, no special service.
    header.u16(0x4500);
    header.u16(20 + length(content));
    header.u16(identification);
    // Don't fragment; time to live 64; TCP.
    header.u16(0x4000);
    header.u16(0x4006);
    header.u16(0);
    header.bytes(&from.ip);
    header.bytes(&to.ip);
    with_checksum(header, 10, &[])
}

/// A segment with its header. RFC 9293 §3.1.
fn tcp(segment: &Segment, from: &Addresses, to: &Addresses) -> Vec<u8> {
    let mut options = Writer::new();
    if segment.flags & SYN != 0 {
        // Maximum segment size; two that do nothing; selective acknowledgment permitted.
        options.bytes(&[2, 4]);
        options.u16(MAXIMUM_SEGMENT_SIZE);
        options.bytes(&[1, 1, 4, 2]);
    }
    let options = options.into_bytes();
    let mut tcp = Writer::new();
    tcp.u16(from.port);
    tcp.u16(to.port);
    tcp.u32(segment.sequence);
    tcp.u32(segment.acknowledgment);
    tcp.u16(((20 + length(&options)) / 4) << 12 | segment.flags);
    tcp.u16(64_240);
    tcp.u16(0);
    tcp.u16(0);
    tcp.bytes(&options);
    tcp.bytes(segment.data);
    let mut pseudo_header = Writer::new();
    pseudo_header.bytes(&from.ip);
    pseudo_header.bytes(&to.ip);
    pseudo_header.u16(6);
    pseudo_header.u16(20 + length(&options) + length(segment.data));
    with_checksum(tcp, 16, &pseudo_header.into_bytes())
}

/// Puts the Internet checksum of `before` and of what was written at `offset`, where zeros stand. RFC 1071.
fn with_checksum(written: Writer, offset: usize, before: &[u8]) -> Vec<u8> {
    let mut bytes = written.into_bytes();
    let words = before.chunks(2).chain(bytes.chunks(2));
    let sum: u32 = words.map(|word| u32::from(word[0]) << 8 | word.get(1).map_or(0, |low| u32::from(*low))).sum();
    let folded = (sum & 0xffff) + (sum >> 16);
    let checksum = !(folded + (folded >> 16)) & 0xffff;
    bytes[offset..offset + 2].copy_from_slice(&checksum.to_be_bytes()[2..]);
    bytes
}

fn length(bytes: &[u8]) -> u16 {
    u16::try_from(bytes.len()).expect("a segment is at most 1460 bytes long")
}
