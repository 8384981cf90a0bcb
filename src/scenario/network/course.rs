//! Plays a schedule over TCP and a link, event by event.

use super::Microseconds;
use super::link::{Direction, Link};
use super::schedule::{Part, Schedule, place};
use super::tcp::{End, Segment};
use super::timeline::Packet;
use crate::trace::Side;

/// The headers of IPv4 and TCP, in bytes; a SYN says its segment size and that it takes selective acknowledgments too.
const HEADERS: usize = 40;
const SYN_OPTIONS: usize = 8;
/// An end gives up on a connection in which nothing has arrived for so long. RFC 9293 §3.8.3 wants at least 100 seconds.
const PATIENCE: Microseconds = 300_000_000;

/// What happened.
#[derive(Clone, Debug, Default)]
pub(super) struct Course {
    /// The packets, in the order in which they were sent.
    pub packets: Vec<Packet>,
    /// When each write of the client, and of the server, was handed to TCP.
    pub written: [Vec<Microseconds>; 2],
    /// When how many bytes had come to the client, and to the server.
    pub arrived: [Vec<(Microseconds, usize)>; 2],
    /// Whether an end lost its patience.
    pub is_given_up: bool,
}

impl Course {
    /// When that many bytes had come to a side; at once for none, never if they did not.
    pub fn came(&self, side: Side, bytes: usize) -> Option<Microseconds> {
        if bytes == 0 {
            return Some(0);
        }
        self.arrived[place(side)].iter().find(|(_, received)| *received >= bytes).map(|(at, _)| *at)
    }
}

/// One side with its part, and how far it is.
struct Actor<'a> {
    side: Side,
    part: &'a Part,
    end: End,
    out: Direction,
    said: usize,
}

/// Plays it.
pub(super) fn play(schedule: &Schedule, link: Link, seed: &str) -> Course {
    let actor = |side| Actor {
        side,
        part: schedule.of(side),
        end: End::new(side == Side::Client),
        out: Direction::new(link, seed, side),
        said: 0,
    };
    let mut actors = [actor(Side::Client), actor(Side::Server)];
    let mut course = Course::default();
    // Each with its number, for those that arrive at the same time.
    let mut on_the_way: Vec<(Microseconds, usize, Side, Segment)> = Vec::new();
    let (mut now, mut heard) = (0, 0);
    for actor in &mut actors {
        actor.act(now, &mut course, &mut on_the_way);
    }
    loop {
        let arrival = on_the_way.iter().enumerate().min_by_key(|(_, (at, number, ..))| (*at, *number));
        let arrival = arrival.map(|(index, (at, ..))| (*at, index));
        let alarms = actors.iter().enumerate().filter_map(|(index, actor)| Some((actor.end.alarm()?, index)));
        let alarm = alarms.min();
        match (arrival, alarm) {
            (Some((at, index)), alarm) if alarm.is_none_or(|((due, _), _)| at <= due) => {
                let (_, _, sender, segment) = on_the_way.swap_remove(index);
                (now, heard) = (at, at);
                let receiver = &mut actors[place(sender.peer())];
                receiver.end.receive(now, segment);
                let (arrived, bytes) = (&mut course.arrived[place(receiver.side)], receiver.end.received());
                if arrived.last().map_or(0, |(_, before)| *before) < bytes {
                    arrived.push((now, bytes));
                }
                receiver.act(now, &mut course, &mut on_the_way);
            }
            (_, Some(((due, alarm), index))) => {
                if due.saturating_sub(heard) > PATIENCE {
                    course.is_given_up = true;
                    return course;
                }
                now = due;
                actors[index].end.wake(now, alarm);
                actors[index].act(now, &mut course, &mut on_the_way);
            }
            (_, None) => return course,
        }
    }
}

impl Actor<'_> {
    /// Says what it can say now, and sends what can be sent.
    fn act(
        &mut self,
        now: Microseconds,
        course: &mut Course,
        on_the_way: &mut Vec<(Microseconds, usize, Side, Segment)>,
    ) {
        if self.end.is_established() {
            while let Some(write) = self.part.writes.get(self.said) {
                if self.end.received() < write.waits_for {
                    break;
                }
                self.end.write(write.end - write.start);
                course.written[place(self.side)].push(now);
                self.said += 1;
            }
            let is_done = self.said == self.part.writes.len();
            if is_done && (self.part.says_goodbye || self.end.is_over()) {
                self.end.close();
            }
        }
        for segment in self.end.send(now) {
            let bytes = HEADERS + segment.data + if segment.syn { SYN_OPTIONS } else { 0 };
            let passage = self.out.send(now, bytes);
            let number = course.packets.len();
            if !passage.is_lost {
                on_the_way.push((passage.arrives, number, self.side, segment));
            }
            course.packets.push(Packet {
                sender: self.side,
                sent: now,
                left: passage.leaves,
                arrives: passage.arrives,
                is_lost: passage.is_lost,
                bytes,
                data: segment.data,
                sequence: segment.sequence,
                acknowledges: segment.acknowledges,
                syn: segment.syn,
                fin: segment.fin,
                is_again: segment.is_again,
            });
        }
    }
}
