//! A connection on a time axis, and what can be read off it.

use super::course::{Course, play};
use super::link::Link;
use super::schedule::{Schedule, place};
use super::{Microseconds, course};
use crate::trace::{Side, Trace};

/// A packet on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Packet {
    /// Who sends it.
    pub sender: Side,
    /// When TCP hands it to the link.
    pub sent: Microseconds,
    /// When its last bit has left.
    pub left: Microseconds,
    /// When it arrives, or would.
    pub arrives: Microseconds,
    /// Whether it is lost on the way.
    pub is_lost: bool,
    /// Its length with the headers of IPv4 and TCP, in bytes.
    pub bytes: usize,
    /// How many bytes of the stream it carries.
    pub data: usize,
    /// Its sequence number, relative to that of its sender's SYN, which is 0.
    pub sequence: usize,
    /// Its acknowledgment number, relative to the other's SYN.
    pub acknowledges: Option<usize>,
    /// Whether it is a SYN.
    pub syn: bool,
    /// Whether it is a FIN.
    pub fin: bool,
    /// Whether its bytes were sent before.
    pub is_again: bool,
}

/// Messages that a side says in one breath.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flight {
    /// Who.
    pub sender: Side,
    /// The steps whose messages these are.
    pub steps: Vec<usize>,
    /// When they are handed to TCP.
    pub sent: Microseconds,
    /// When the last byte of all of them has come, and none is missing before it; `None` if it never does.
    pub arrives: Option<Microseconds>,
    /// How many bytes of records they are.
    pub bytes: usize,
}

/// What goes in one direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Way {
    /// Bytes of application data.
    pub data: usize,
    /// Bytes of records.
    pub records: usize,
    /// Bytes of packets, with the headers of IPv4 and TCP, those that are lost included.
    pub packets: usize,
    /// How many packets.
    pub count: usize,
    /// How many of them were lost.
    pub lost: usize,
    /// How many bring again what was sent before.
    pub again: usize,
    /// When the other side has the first application data, ready to be read.
    pub first_data: Option<Microseconds>,
}

/// What can be said of a connection in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// When TCP is connected on both sides.
    pub tcp: Option<Microseconds>,
    /// When the client has completed the handshake.
    pub client_connected: Option<Microseconds>,
    /// When the server has completed the handshake.
    pub server_connected: Option<Microseconds>,
    /// What goes from client to server.
    pub up: Way,
    /// What goes from server to client.
    pub down: Way,
    /// When the last packet has arrived.
    pub end: Microseconds,
}

/// A connection on a time axis that begins with the first SYN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The packets, in the order in which they were sent.
    pub packets: Vec<Packet>,
    /// What is said, in the order in which it was handed to TCP.
    pub flights: Vec<Flight>,
    /// The same in numbers.
    pub figures: Figures,
    /// Whether so much was lost that an end gave up.
    pub is_given_up: bool,
}

impl Timeline {
    /// Lays the connection of the step `within` over a link; `seed` says which packets are lost.
    ///
    /// Computing takes no time: a side answers as soon as it has what it answers.
    #[must_use]
    pub fn new(trace: &Trace, within: usize, link: Link, seed: &str) -> Self {
        let schedule = Schedule::new(trace, within);
        let course = play(&schedule, link, seed);
        let figures = figures(&schedule, &course);
        Self { flights: flights(&schedule, &course), figures, is_given_up: course.is_given_up, packets: course.packets }
    }
}

impl Link {
    /// How many round trips a time is, in hundredths.
    #[must_use]
    pub fn hundredths(self, time: Microseconds) -> u64 {
        (time * 100 + self.round_trip() / 2) / self.round_trip()
    }
}

fn flights(schedule: &Schedule, course: &Course) -> Vec<Flight> {
    let mut flights: Vec<Flight> = Vec::new();
    for sender in [Side::Client, Side::Server] {
        let mut before: Option<Flight> = None;
        for (write, sent) in schedule.of(sender).writes.iter().zip(&course.written[place(sender)]) {
            let bytes = write.end - write.start;
            let arrives = course.came(sender.peer(), write.end);
            match &mut before {
                Some(flight) if flight.sent == *sent => {
                    if flight.steps.last() != Some(&write.step) {
                        flight.steps.push(write.step);
                    }
                    flight.arrives = arrives;
                    flight.bytes += bytes;
                }
                _ => {
                    let next = Flight { sender, steps: vec![write.step], sent: *sent, arrives, bytes };
                    if let Some(flight) = before.replace(next) {
                        insert(&mut flights, flight);
                    }
                }
            }
        }
        if let Some(flight) = before {
            insert(&mut flights, flight);
        }
    }
    flights
}

/// Puts a flight where it belongs in the order of time.
fn insert(flights: &mut Vec<Flight>, flight: Flight) {
    let place = flights.partition_point(|before| before.sent <= flight.sent);
    flights.insert(place, flight);
}

fn figures(schedule: &Schedule, course: &course::Course) -> Figures {
    let arrived = || course.packets.iter().filter(|packet| !packet.is_lost);
    let connected = |side| course.came(side, schedule.of(side).connected?);
    let established = |side: Side| {
        let mut from_other = arrived().filter(|packet| packet.sender != side);
        from_other.find(|packet| packet.acknowledges.is_some()).map(|packet| packet.arrives)
    };
    Figures {
        tcp: established(Side::Client).zip(established(Side::Server)).map(|(client, server)| client.max(server)),
        client_connected: connected(Side::Client),
        server_connected: connected(Side::Server),
        up: way(schedule, course, Side::Client),
        down: way(schedule, course, Side::Server),
        end: arrived().map(|packet| packet.arrives).max().unwrap_or(0),
    }
}

fn way(schedule: &Schedule, course: &Course, sender: Side) -> Way {
    let part = schedule.of(sender);
    let packets = || course.packets.iter().filter(|packet| packet.sender == sender);
    let first = schedule.of(sender.peer()).first_data;
    Way {
        data: part.data,
        records: part.length(),
        packets: packets().map(|packet| packet.bytes).sum(),
        count: packets().count(),
        lost: packets().filter(|packet| packet.is_lost).count(),
        again: packets().filter(|packet| packet.is_again).count(),
        first_data: first.and_then(|awaited| course.came(sender.peer(), awaited.bytes)),
    }
}
