//! The two ladders, drawn on one time axis. What is drawn also stands in the table and in the lists, for who does not see it.

use super::Column;
use crate::scenario::network::{Flight, Link, Microseconds, Packet};
use crate::trace::{Message, Side, Trace};
use crate::ui::markup::Markup;

/// How high a round trip is, in CSS pixels, and the least and greatest height of all.
const ROUND_TRIP: u64 = 96;
const HEIGHTS: (u64, u64) = (300, 2400);
/// How far from each other two labels of a side are at least, in CSS pixels.
const LABEL: u64 = 19;
/// How far from each other two marks of the ruler are at least, in CSS pixels.
const MARK: u64 = 24;

/// How many steps of the ruler are tried: up to five million round trips.
const STEPS: usize = 21;

/// Where on the axis a time is.
#[derive(Clone, Copy)]
struct Axis {
    end: Microseconds,
    height: u64,
}

impl Axis {
    fn at(self, time: Microseconds) -> usize {
        usize::try_from(time.min(self.end) * self.height / self.end.max(1)).unwrap_or_default()
    }
}

pub(super) fn write(columns: &[Column; 2], link: Link, markup: &mut Markup) {
    let end = columns.iter().map(|column| column.timeline.figures.end).max().unwrap_or_default().max(1);
    let height = (end * ROUND_TRIP / link.round_trip()).clamp(HEIGHTS.0, HEIGHTS.1);
    let axis = Axis { end, height };
    markup.raw("<div class='ladders' aria-hidden='true'>");
    ruler(axis, link, markup);
    for column in columns {
        markup.raw("<div class='column'><p class='name'>").text(&column.name).raw("</p>");
        markup
            .raw("<p class='ends'><span class='side-client'>Client</span><span class='side-server'>Server</span></p>");
        markup.raw("<div class='axis' style='height:").number(axis.at(end)).raw("px'>");
        marks(axis, link, false, markup);
        lines(column, axis, markup);
        labels(column, axis, markup);
        markup.raw("</div></div>");
    }
    markup.raw("</div>");
}

/// The round trips, counted at the left.
fn ruler(axis: Axis, link: Link, markup: &mut Markup) {
    markup.raw("<div class='ruler'><p class='name'>Round</p><p class='ends'>trips</p><div class='axis' style='height:");
    markup.number(axis.at(axis.end)).raw("px'>");
    marks(axis, link, true, markup);
    markup.raw("</div></div>");
}

fn marks(axis: Axis, link: Link, counts: bool, markup: &mut Markup) {
    // Each round trip, or each second, fifth, tenth and so on, so that the numbers have room.
    let apart = |step: &u64| u64::try_from(axis.at(step * link.round_trip())).unwrap_or_default() >= MARK;
    let steps = core::iter::successors(Some(1_u64), |step| step.checked_mul(10))
        .flat_map(|power| [1, 2, 5].map(|it| it * power));
    let step = steps.take(STEPS).find(apart).unwrap_or(u64::MAX);
    for count in (0..=axis.end / link.round_trip()).step_by(usize::try_from(step).unwrap_or(usize::MAX)) {
        markup.raw("<span class='mark' style='top:").number(axis.at(count * link.round_trip())).raw("px'>");
        if counts {
            markup.number(usize::try_from(count).unwrap_or_default());
        }
        markup.raw("</span>");
    }
}

/// A line for each packet.
fn lines(column: &Column, axis: Axis, markup: &mut Markup) {
    markup.raw("<svg viewBox='0 0 100 ").number(axis.at(axis.end)).raw("' preserveAspectRatio='none'>");
    for packet in &column.timeline.packets {
        let (from, to) = match packet.sender {
            Side::Client => (0, 100),
            Side::Server => (100, 0),
        };
        let (start, end) = (axis.at(packet.sent), axis.at(packet.arrives));
        // What is lost is lost half-way.
        let (to, end) = if packet.is_lost { (50, usize::midpoint(start, end)) } else { (to, end) };
        markup.raw("<line class='").raw(class(packet)).raw("' x1='").number(from).raw("' y1='").number(start);
        markup.raw("' x2='").number(to).raw("' y2='").number(end).raw("'/>");
    }
    markup.raw("</svg>");
}

fn class(packet: &Packet) -> &'static str {
    match (packet.is_lost, packet.is_again, packet.data > 0, packet.sender) {
        (true, ..) => "lost",
        (_, true, true, _) => "again",
        (_, _, false, _) => "tcp",
        (_, _, true, Side::Client) => "up",
        (_, _, true, Side::Server) => "down",
    }
}

/// What each flight carries, at its sender, the labels of a side one below the other.
fn labels(column: &Column, axis: Axis, markup: &mut Markup) {
    for side in [Side::Client, Side::Server] {
        let mut free = 0;
        for flight in column.timeline.flights.iter().filter(|flight| flight.sender == side) {
            let top = axis.at(flight.sent).max(free);
            free = top + usize::try_from(LABEL).unwrap_or_default();
            let is_same = flight.steps.iter().all(|step| column.parts.is_none_or(|parting| *step < parting.step));
            markup.raw("<span class='label ").raw(match side {
                Side::Client => "from-client",
                Side::Server => "from-server",
            });
            markup.raw(if is_same { " same' style='top:" } else { "' style='top:" }).number(top).raw("px'>");
            markup.text(&carried(flight, &column.trace)).raw("</span>");
        }
    }
}

/// The names of the messages of a flight: all of two, else the first and the last.
pub(super) fn carried(flight: &Flight, trace: &Trace) -> String {
    let mut names = names(flight, trace);
    if let [first, .., last] = &names[..] {
        let between = names.len() - 2;
        names = match between {
            0 => vec![first, last],
            _ => vec![first, "…", last],
        };
    }
    names.join(" ")
}

/// The names of the messages of a flight.
pub(super) fn names<'a>(flight: &Flight, trace: &'a Trace) -> Vec<&'a str> {
    let message = |step: &usize| trace.steps.get(*step).and_then(|step| step.sent());
    flight.steps.iter().filter_map(message).map(|message: &Message| message.name.name()).collect()
}
