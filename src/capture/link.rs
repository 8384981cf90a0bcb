//! From a packet to the TCP segment inside: link layers, IPv4 and IPv6.

use super::fragments::{Fragment, Key};
use super::packets::{Order, Packet};
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

const IPV4: u16 = 0x0800;
const IPV6: u16 = 0x86dd;
/// IEEE 802.1Q, 802.1ad, and what was in use before it.
const VLAN_TAGS: [u16; 3] = [0x8100, 0x88a8, 0x9100];
/// A session of PPP over Ethernet, as on lines to a provider: RFC 2516 §4.
const PPPOE: u16 = 0x8864;
/// IPv4 and IPv6 within PPP: RFC 1332 §2.1, RFC 5072 §2.
const PPP_IPV4: u16 = 0x0021;
const PPP_IPV6: u16 = 0x0057;
const TCP: u8 = 6;
/// Hop-by-hop options, routing, destination options: RFC 8200 §4.1; the authentication header: RFC 4302 §2.
const EXTENSION_HEADERS: [u8; 3] = [0, 43, 60];
const FRAGMENT_HEADER: u8 = 44;
const AUTHENTICATION_HEADER: u8 = 51;

/// A TCP segment. RFC 9293 §3.1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment<'a> {
    pub from: SocketAddr,
    pub to: SocketAddr,
    pub sequence: u32,
    pub flags: u8,
    /// The byte of the other side that is expected next, if that stands there.
    pub acknowledges: Option<u32>,
    /// The data that was captured; what was cut off at its end is missing.
    pub data: &'a [u8],
}

pub(super) const FIN: u8 = 0x01;
pub(super) const SYN: u8 = 0x02;
pub(super) const RST: u8 = 0x04;
pub(super) const ACK: u8 = 0x10;

/// What is in a packet.
#[derive(Debug)]
pub(super) enum Inside<'a> {
    Segment(Segment<'a>),
    /// A part of an IP packet that may hold TCP.
    Fragment(Fragment<'a>),
    /// Something that is not TCP over IP.
    Other,
    /// A link layer that is not known here.
    UnknownLinkType,
}

/// Looks into a packet.
pub(super) fn inside<'a>(packet: &Packet<'a>) -> Inside<'a> {
    let bytes = packet.bytes;
    let content = match packet.link_type {
        // Loopback of BSD: the address family in the byte order of the machine. As raw IP, the version says it again.
        0 | 108 => bytes.get(4..).map(|rest| (0, rest)),
        1 => ethernet(bytes),
        // Raw IP.
        12 | 14 | 101 | 228 | 229 => Some((0, bytes)),
        // Linux cooked capture, and its second version.
        113 => Order::Big.u16(bytes, 14).and_then(|protocol| after_tags(protocol, bytes.get(16..)?)),
        276 => Order::Big.u16(bytes, 0).and_then(|protocol| after_tags(protocol, bytes.get(20..)?)),
        _ => return Inside::UnknownLinkType,
    };
    let Some((protocol, content)) = content else { return Inside::Other };
    match (protocol, content.first().map(|first| first >> 4)) {
        (0 | IPV4, Some(4)) => ipv4(content),
        (0 | IPV6, Some(6)) => ipv6(content),
        _ => Inside::Other,
    }
}

fn ethernet(bytes: &[u8]) -> Option<(u16, &[u8])> {
    after_tags(Order::Big.u16(bytes, 12)?, bytes.get(14..)?)
}

fn after_tags(mut protocol: u16, mut rest: &[u8]) -> Option<(u16, &[u8])> {
    while VLAN_TAGS.contains(&protocol) {
        protocol = Order::Big.u16(rest, 2)?;
        rest = rest.get(4..)?;
    }
    if protocol == PPPOE {
        // Behind 6 bytes of PPPoE.
        protocol = match Order::Big.u16(rest, 6)? {
            PPP_IPV4 => IPV4,
            PPP_IPV6 => IPV6,
            _ => return None,
        };
        rest = rest.get(8..)?;
    }
    Some((protocol, rest))
}

/// RFC 791 §3.1.
fn ipv4(bytes: &[u8]) -> Inside<'_> {
    let (Some(&first), Some(total), Some(fragment), Some(&protocol)) =
        (bytes.first(), Order::Big.u16(bytes, 2), Order::Big.u16(bytes, 6), bytes.get(9))
    else {
        return Inside::Other;
    };
    let header = usize::from(first & 0x0f) * 4;
    let (Some(from), Some(to)) = (address4(bytes, 12), address4(bytes, 16)) else { return Inside::Other };
    if protocol != TCP || header < 20 {
        return Inside::Other;
    }
    // More fragments, or not the first one.
    if fragment & 0x3fff != 0 {
        let Some(identification) = Order::Big.u16(bytes, 4) else { return Inside::Other };
        let key = Key { from, to, protocol, identification: identification.into() };
        return match bytes.get(header..usize::from(total)) {
            Some(data) => Inside::Fragment(part(key, fragment << 3, fragment & 0x2000 != 0, data)),
            // What was cut off by the capture is missing for good.
            None => Inside::Fragment(part(key, 0, true, &[])),
        };
    }
    let total = match usize::from(total) {
        // What the network card was to cut into packets later.
        0 => bytes.len(),
        total => total.min(bytes.len()),
    };
    tcp(bytes.get(header..total).unwrap_or_default(), from, to)
}

/// A fragment whose place is given in bytes.
fn part(key: Key, offset: u16, more: bool, data: &[u8]) -> Fragment<'_> {
    Fragment { key, offset: offset.into(), more, data }
}

/// Looks into what an IP packet carries that came in fragments.
pub(super) fn put_together<'a>(key: &Key, bytes: &'a [u8]) -> Inside<'a> {
    match key.from {
        IpAddr::V4(_) => tcp(bytes, key.from, key.to),
        IpAddr::V6(_) => after_headers(key.protocol, bytes, (key.from, key.to), false),
    }
}

fn address4(bytes: &[u8], at: usize) -> Option<IpAddr> {
    let octets: &[u8; 4] = bytes.get(at..)?.first_chunk()?;
    Some(Ipv4Addr::from(*octets).into())
}

fn address6(bytes: &[u8], at: usize) -> Option<IpAddr> {
    let octets: &[u8; 16] = bytes.get(at..)?.first_chunk()?;
    Some(Ipv6Addr::from(*octets).into())
}

/// RFC 8200 §3, §4.
fn ipv6(bytes: &[u8]) -> Inside<'_> {
    let (Some(length), Some(&first), Some(from), Some(to)) =
        (Order::Big.u16(bytes, 4), bytes.get(6), address6(bytes, 8), address6(bytes, 24))
    else {
        return Inside::Other;
    };
    let end = match usize::from(length) {
        0 => bytes.len(),
        length => bytes.len().min(40 + length),
    };
    // Of a fragment all must be there.
    let is_whole = usize::from(length) + 40 == end;
    after_headers(first, bytes.get(40..end).unwrap_or_default(), (from, to), is_whole)
}

/// RFC 8200 §4, from the header of that number on.
fn after_headers(first: u8, bytes: &[u8], (from, to): (IpAddr, IpAddr), is_whole: bool) -> Inside<'_> {
    let (mut next, mut rest) = (first, bytes);
    loop {
        let units = rest.get(1).copied().map(usize::from);
        let skipped = match (next, units) {
            (TCP, _) => return tcp(rest, from, to),
            (FRAGMENT_HEADER, _) => {
                let (Some(&protocol), Some(place), Some(identification), Some(data)) =
                    (rest.first(), Order::Big.u16(rest, 2), Order::Big.u32(rest, 4), rest.get(8..))
                else {
                    return Inside::Other;
                };
                let key = Key { from, to, protocol, identification };
                let data = if is_whole { data } else { &[] };
                return Inside::Fragment(part(key, place & 0xfff8, !is_whole || place & 1 != 0, data));
            }
            (AUTHENTICATION_HEADER, Some(units)) => (units + 2) * 4,
            (header, Some(units)) if EXTENSION_HEADERS.contains(&header) => (units + 1) * 8,
            _ => return Inside::Other,
        };
        next = rest[0];
        rest = rest.get(skipped..).unwrap_or_default();
    }
}

/// RFC 9293 §3.1.
fn tcp(bytes: &[u8], from: IpAddr, to: IpAddr) -> Inside<'_> {
    let order = Order::Big;
    let (Some(from_port), Some(to_port), Some(sequence), Some(&offset), Some(&flags)) =
        (order.u16(bytes, 0), order.u16(bytes, 2), order.u32(bytes, 4), bytes.get(12), bytes.get(13))
    else {
        return Inside::Other;
    };
    let data = bytes.get(usize::from(offset >> 4) * 4..).unwrap_or_default();
    let (from, to) = (SocketAddr::new(from, from_port), SocketAddr::new(to, to_port));
    let acknowledges = order.u32(bytes, 8).filter(|_| flags & ACK != 0);
    Inside::Segment(Segment { from, to, sequence, flags, acknowledges, data })
}
