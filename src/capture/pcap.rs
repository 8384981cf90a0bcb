//! The classic format of tcpdump. draft-ietf-opsawg-pcap.

use super::packets::{Order, Packet, Packets};
use super::problem::{Fault, Place, Problem};

/// With times in microseconds.
const MAGIC_MICRO: u32 = 0xa1b2_c3d4;
/// With times in nanoseconds.
const MAGIC_NANO: u32 = 0xa1b2_3c4d;
/// The length of the header of the file, in bytes.
const FILE_HEADER: usize = 24;
/// The length of the header of a packet, in bytes.
const PACKET_HEADER: usize = 16;
/// Where the link type stands in the header of the file.
const LINK_TYPE: usize = 20;

/// The order of a file of this format; `None` if it is none.
pub(super) fn order(bytes: &[u8]) -> Option<Order> {
    let is = |order: &Order| matches!(order.u32(bytes, 0), Some(MAGIC_MICRO | MAGIC_NANO));
    [Order::Big, Order::Little].into_iter().find(is)
}

/// Reads a file.
pub(super) fn read(bytes: &[u8], order: Order) -> Packets<'_> {
    let mut found = Packets::default();
    let Some(link_type) = order.u16(bytes, if order == Order::Big { LINK_TYPE + 2 } else { LINK_TYPE }) else {
        let problem = Problem::Truncated { wanted: FILE_HEADER, available: bytes.len() };
        found.faults.push(Fault::at(Place::Byte(0), problem));
        return found;
    };
    let mut at = FILE_HEADER;
    let mut number = 0;
    while at < bytes.len() {
        number += 1;
        let place = Place::Packet { number, byte: at };
        let header =
            order.length(bytes, at + 8).zip(order.u32(bytes, at)).filter(|_| at + PACKET_HEADER <= bytes.len());
        let Some((length, seconds)) = header else {
            let problem = Problem::Truncated { wanted: PACKET_HEADER, available: bytes.len() - at };
            found.faults.push(Fault::at(place, problem));
            break;
        };
        let start = at + PACKET_HEADER;
        let available = bytes.len() - start;
        if length > available {
            found.faults.push(Fault::at(place, Problem::Truncated { wanted: length, available }));
            break;
        }
        found.all.push(Packet { link_type, bytes: &bytes[start..start + length], seconds: seconds.into() });
        at = start + length;
    }
    found
}
