//! The newer format of Wireshark. draft-ietf-opsawg-pcapng.

use super::packets::{Order, Packet, Packets};
use super::problem::{Fault, Place, Problem};

const SECTION_HEADER: u32 = 0x0a0d_0d0a;
const INTERFACE_DESCRIPTION: u32 = 1;
const OLD_PACKET: u32 = 2;
const SIMPLE_PACKET: u32 = 3;
const ENHANCED_PACKET: u32 = 6;
const DECRYPTION_SECRETS: u32 = 10;
const BYTE_ORDER_MAGIC: u32 = 0x1a2b_3c4d;
const SECRETS_TLS: u32 = 0x544c_534b;
const OPTION_TIME_RESOLUTION: u16 = 9;
const OPTION_TIME_OFFSET: u16 = 14;
/// The bytes of a block beside its body: type, and length at both ends.
const AROUND: usize = 12;

/// Whether a file is of this format.
pub(super) fn is(bytes: &[u8]) -> bool {
    Order::Big.u32(bytes, 0) == Some(SECTION_HEADER)
}

/// An interface on which packets were captured.
#[derive(Clone, Copy, Debug)]
struct Interface {
    link_type: u16,
    /// The most bytes of a packet; 0 for all.
    snap_length: usize,
    /// How many units of time make a second.
    units: u64,
    /// What is added to the times, in seconds.
    offset: u64,
}

/// Reads a file.
pub(super) fn read(bytes: &[u8]) -> Packets<'_> {
    let mut found = Packets::default();
    let mut section = Section { order: Order::Big, interfaces: Vec::new() };
    let mut at = 0;
    let mut number = 0;
    while at < bytes.len() {
        number += 1;
        let place = Place::Block { number, byte: at };
        match section.block(&bytes[at..], &mut found) {
            Ok(length) => at += length,
            Err(problem) => {
                found.faults.push(Fault::at(place, problem));
                break;
            }
        }
    }
    found
}

/// What is known within a section.
struct Section {
    order: Order,
    interfaces: Vec<Interface>,
}

impl Section {
    /// Reads the block at the beginning of `bytes`; returns its length.
    fn block<'a>(&mut self, bytes: &'a [u8], found: &mut Packets<'a>) -> Result<usize, Problem> {
        let short = Problem::Truncated { wanted: AROUND, available: bytes.len() };
        // The type of a section's header is the same in both orders.
        if Order::Big.u32(bytes, 0) == Some(SECTION_HEADER) {
            let is = |order: &Order| order.u32(bytes, 8) == Some(BYTE_ORDER_MAGIC);
            if bytes.len() < AROUND {
                return Err(short);
            }
            self.order = [Order::Big, Order::Little].into_iter().find(is).ok_or(Problem::BadByteOrder)?;
            self.interfaces.clear();
        }
        let order = self.order;
        let (kind, length) = order.u32(bytes, 0).zip(order.length(bytes, 4)).ok_or(short)?;
        if length < AROUND || length % 4 != 0 {
            return Err(Problem::BadLength { length });
        }
        let block = bytes.get(..length).ok_or(Problem::Truncated { wanted: length, available: bytes.len() })?;
        let again = order.length(block, length - 4).unwrap_or_default();
        if again != length {
            return Err(Problem::BadLength { length: again });
        }
        let body = &block[8..length - 4];
        self.body(kind, body, found)?;
        Ok(length)
    }

    fn body<'a>(&mut self, kind: u32, body: &'a [u8], found: &mut Packets<'a>) -> Result<(), Problem> {
        let order = self.order;
        match kind {
            INTERFACE_DESCRIPTION => {
                let interface = interface(order, body).ok_or(too_short(8, body))?;
                self.interfaces.push(interface);
            }
            ENHANCED_PACKET | OLD_PACKET => {
                let index = match kind {
                    ENHANCED_PACKET => order.length(body, 0),
                    _ => order.u16(body, 0).map(usize::from),
                };
                let high = order.u32(body, 4).map(u64::from);
                let low = order.u32(body, 8).map(u64::from);
                let (Some(index), Some(high), Some(low), Some(length)) = (index, high, low, order.length(body, 12))
                else {
                    return Err(too_short(20, body));
                };
                let interface = self.interfaces.get(index).ok_or(Problem::UnknownInterface { interface: index })?;
                let bytes = content(body, 20, length)?;
                let seconds = ((high << 32 | low) / interface.units).saturating_add(interface.offset);
                found.all.push(Packet { link_type: interface.link_type, bytes, seconds });
            }
            SIMPLE_PACKET => {
                let interface = self.interfaces.first().ok_or(Problem::UnknownInterface { interface: 0 })?;
                let original = order.length(body, 0).ok_or(too_short(4, body))?;
                let limit = if interface.snap_length == 0 { original } else { interface.snap_length };
                let bytes = content(body, 4, original.min(limit))?;
                found.all.push(Packet { link_type: interface.link_type, bytes, seconds: 0 });
            }
            DECRYPTION_SECRETS => {
                let (kind, length) = order.u32(body, 0).zip(order.length(body, 4)).ok_or(too_short(8, body))?;
                let secrets = content(body, 8, length)?;
                if kind == SECRETS_TLS {
                    found.key_logs.push(secrets);
                }
            }
            // Statistics, names, and what nobody knows.
            _ => {}
        }
        Ok(())
    }
}

fn too_short(wanted: usize, body: &[u8]) -> Problem {
    Problem::Truncated { wanted, available: body.len() }
}

fn content(body: &[u8], start: usize, length: usize) -> Result<&[u8], Problem> {
    let rest = body.get(start..).unwrap_or_default();
    rest.get(..length).ok_or(Problem::Truncated { wanted: length, available: rest.len() })
}

fn interface(order: Order, body: &[u8]) -> Option<Interface> {
    let link_type = order.u16(body, 0)?;
    let snap_length = order.length(body, 4)?;
    let mut interface = Interface { link_type, snap_length, units: 1_000_000, offset: 0 };
    let mut at = 8;
    while let (Some(code), Some(length)) = (order.u16(body, at), order.u16(body, at + 2)) {
        let value = body.get(at + 4..at + 4 + usize::from(length)).unwrap_or_default();
        match (code, value) {
            (0, _) => break,
            (OPTION_TIME_RESOLUTION, [resolution]) => interface.units = units(*resolution),
            (OPTION_TIME_OFFSET, value) => {
                if let (Some(first), Some(second)) = (order.u32(value, 0), order.u32(value, 4)) {
                    let (high, low) = if order == Order::Big { (first, second) } else { (second, first) };
                    interface.offset = u64::from(high) << 32 | u64::from(low);
                }
            }
            _ => {}
        }
        at += 4 + usize::from(length).next_multiple_of(4);
    }
    Some(interface)
}

/// A negative power of ten, or of two if the highest bit is set.
fn units(resolution: u8) -> u64 {
    let base: u64 = if resolution & 0x80 == 0 { 10 } else { 2 };
    base.checked_pow(u32::from(resolution & 0x7f)).unwrap_or(u64::MAX)
}
