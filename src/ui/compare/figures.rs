//! What is computed of two runs, as a table and lists.

use super::drawing::names;
use super::{Column, Link};
use crate::scenario::network::{Figures, Microseconds, Way};
use crate::trace::{StepKind, Trace};
use crate::ui::markup::Markup;

/// A row of the table.
type Row = (&'static str, fn(&Figures, Link, &mut Markup));

const ROWS: [Row; 12] = [
    ("TCP is connected on both sides", |figures, link, markup| time(figures.tcp, link, markup)),
    ("Client has completed the handshake", |figures, link, markup| time(figures.client_connected, link, markup)),
    ("Server has completed the handshake", |figures, link, markup| time(figures.server_connected, link, markup)),
    ("First application data at the server", |figures, link, markup| time(figures.up.first_data, link, markup)),
    ("First application data at the client", |figures, link, markup| time(figures.down.first_data, link, markup)),
    ("All is over", |figures, link, markup| time(Some(figures.end), link, markup)),
    ("Application data, client to server", |figures, _, markup| bytes(figures.up.data, markup)),
    ("Application data, server to client", |figures, _, markup| bytes(figures.down.data, markup)),
    ("Records, client to server", |figures, _, markup| bytes(figures.up.records, markup)),
    ("Records, server to client", |figures, _, markup| bytes(figures.down.records, markup)),
    ("Packets, client to server", |figures, _, markup| packets(&figures.up, markup)),
    ("Packets, server to client", |figures, _, markup| packets(&figures.down, markup)),
];

pub(super) fn write(columns: &[Column; 2], link: Link, markup: &mut Markup) {
    markup.raw("<table class='figures'><caption>Computed of the two runs</caption><thead><tr><td></td>");
    for (column, which) in columns.iter().zip(["First: ", "Second: "]) {
        markup.raw("<th scope='col'>").raw(which).text(&column.name).raw("</th>");
    }
    markup.raw("</tr></thead><tbody>");
    for (title, value) in ROWS {
        markup.raw("<tr><th scope='row'>").raw(title).raw("</th>");
        for column in columns {
            markup.raw("<td>");
            value(&column.timeline.figures, link, markup);
            markup.raw("</td>");
        }
        markup.raw("</tr>");
    }
    markup.raw("</tbody></table>");
    for column in columns.iter().filter(|column| column.timeline.is_given_up) {
        markup.raw("<p class='lossy'>In ").text(&column.name);
        markup.raw(" so many packets are lost that TCP gives up.</p>");
    }
    markup.raw("<h3>In the clear</h3><div class='clear'>");
    for column in columns {
        markup.raw("<section><h4>").text(&column.name).raw("</h4>");
        clear(column, markup);
        markup.raw("</section>");
    }
    markup.raw("</div><details><summary>Everything in the order of time</summary><div class='clear'>");
    for column in columns {
        markup.raw("<section><h4>").text(&column.name).raw("</h4><ol>");
        for flight in &column.timeline.flights {
            markup.raw("<li>").text(&names(flight, &column.trace).join(", ")).raw(": from the ");
            markup.raw(flight.sender.name()).raw(" at ");
            time(Some(flight.sent), link, markup);
            markup.raw(", there at ");
            time(flight.arrives, link, markup);
            markup.raw("</li>");
        }
        markup.raw("</ol></section>");
    }
    markup.raw("</div></details>");
}

/// Says where the two part.
pub(super) fn write_parting(columns: &[Column; 2], markup: &mut Markup) {
    let Some(parting) = columns[0].parts else {
        markup.raw("The two send just the same bytes");
        markup.raw(if columns[1].parts.is_some() { "; in the second somebody on the way changes them." } else { "." });
        return;
    };
    let step = columns[0].trace.steps.get(parting.step);
    let interferes = step.is_some_and(|step| step.kind == StepKind::Interfere);
    markup.raw("The two part in step ").number(parting.step + 1).raw(" of the first");
    if interferes {
        markup.raw(", where somebody on the way changes a record");
    } else if let Some(message) = message(&columns[0].trace, parting.step) {
        markup.raw(", ").text(message);
    }
    if let Some(byte) = parting.byte {
        markup.raw(", at byte ").number(byte);
    }
    if parting.is_framing {
        markup.raw(", the same message in other records");
    }
    markup.raw(". <button type='button' class='button' data-do='compare-parting'>Show the first difference</button>");
}

fn message(trace: &Trace, step: usize) -> Option<&'static str> {
    Some(trace.steps.get(step)?.sent()?.name.name())
}

/// What anyone on the wire reads.
fn clear(column: &Column, markup: &mut Markup) {
    markup.raw("<ul>");
    for message in &column.clear {
        markup.raw("<li><b>").text(message.name.name()).raw("</b>, from the ").raw(message.sender.name());
        markup.raw(", ").count(message.bytes, "byte");
        for (index, field) in message.fields.iter().enumerate() {
            markup.raw(if index == 0 { ": <code>" } else { ", <code>" }).text(field.name).raw("</code>");
        }
        markup.raw("</li>");
    }
    let span = column.trace.span(column.within);
    let records = column.trace.records().filter(|(step, _)| span.contains(step)).map(|(_, record)| record);
    let sealed = records.filter(|record| record.protection.is_some()).count();
    markup.raw("<li>Of ").count(sealed, "sealed record").raw(", no more than content type and length</li></ul>");
}

/// A time in milliseconds and in round trips.
fn time(time: Option<Microseconds>, link: Link, markup: &mut Markup) {
    let Some(time) = time else {
        markup.raw("never");
        return;
    };
    let number = |number: u64| usize::try_from(number).unwrap_or_default();
    let hundredths = number(link.hundredths(time));
    let milliseconds = (time + 50) / 100;
    markup.number(number(milliseconds / 10));
    if milliseconds < 1000 && !milliseconds.is_multiple_of(10) {
        markup.raw(".").number(number(milliseconds % 10));
    }
    markup.raw(" ms (").number(hundredths / 100).raw(".").number(hundredths / 10 % 10).raw(" RTT)");
}

fn bytes(count: usize, markup: &mut Markup) {
    markup.count(count, "byte");
}

fn packets(way: &Way, markup: &mut Markup) {
    markup.number(way.count).raw(" with ").count(way.packets, "byte");
    if way.lost > 0 {
        markup.raw(", ").number(way.lost).raw(" lost");
    }
    if way.again > 0 {
        markup.raw(", ").number(way.again).raw(" sent again");
    }
}
