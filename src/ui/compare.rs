//! Two runs on one time axis.

mod drawing;
mod figures;

use core::cell::RefCell;
use std::sync::Arc;

use web_sys::Element;

use super::change::Change;
use super::markup::Markup;
use super::{Run, Session, browser, dialog, events, experiments};
use crate::scenario::network::{ClearMessage, Link, Timeline, in_the_clear};
use crate::scenario::{Preset, Scenario, presets, run};
use crate::trace::{Parting, Side, Trace};

/// Where each slider stops.
const LATENCIES: [u16; 15] = [1, 2, 5, 10, 20, 30, 50, 70, 100, 150, 200, 300, 400, 600, 1000];
const BANDWIDTHS: [u32; 12] = [32, 64, 128, 256, 512, 1000, 2000, 5000, 10_000, 50_000, 200_000, 1_000_000];
/// The lists of connections, of the first run and of the second.
const CONNECTIONS: [&str; 2] = ["compare-connection-first", "compare-connection-second"];
const LOSSES: [u16; 11] = [0, 1, 5, 10, 20, 30, 50, 100, 150, 200, 300];

thread_local! {
    /// The run that the one at hand is compared with, so that it is not run anew with each turn of a slider.
    static OTHER: RefCell<Option<(Scenario, Arc<Trace>)>> = const { RefCell::new(None) };
}

/// One of the two.
struct Column {
    name: String,
    /// A step of the connection that is shown.
    within: usize,
    trace: Arc<Trace>,
    timeline: Timeline,
    clear: Vec<ClearMessage>,
    /// The first step that differs from the other's.
    parts: Option<Parting>,
}

fn other(scenario: &Scenario) -> Arc<Trace> {
    OTHER.with_borrow_mut(|other| match other {
        Some((same, trace)) if same == scenario => Arc::clone(trace),
        _ => {
            let trace = Arc::new(run(scenario));
            *other = Some((scenario.clone(), Arc::clone(&trace)));
            trace
        }
    })
}

/// What a scenario is called.
fn name(session: Session, scenario: &Scenario) -> String {
    if let Some(name) = experiments::name_of(&session.state.get().bench, scenario) {
        return name.into();
    }
    match Preset::of(scenario) {
        Some(preset) => preset.name.into(),
        None => "own choices".into(),
    }
}

/// Compares the run at hand with the one before, or with TLS 1.2 or 1.3, whichever it is not.
pub(super) fn start(session: Session) {
    let present = session.scenario.get();
    let state = session.state.get();
    let other = state.bench.before.map(|before| *before).filter(|before| *before != present);
    let usual = || presets().into_iter().map(|preset| preset.scenario).filter(|scenario| *scenario != present);
    let tls12 = usual().find(|scenario| Preset::of(scenario).is_some_and(|preset| preset.name == "tls12"));
    let Some(other) = other.or(tls12).or_else(|| usual().next()) else { return };
    session.update(|state| state.bench.said.compare = Some(Box::new(other)));
}

/// Compares the run at hand with what it was before the last change.
pub(super) fn futures(session: Session) {
    start(session);
}

/// Keeps the run at hand, and lets the reader change it.
pub(super) fn keep(session: Session, button: &Element) {
    let present = session.scenario.get();
    dialog::close(button);
    session.update(|state| {
        state.bench.before = Some(Box::new(present));
        state.bench.is_kept = true;
    });
    events::open(session, "settings");
    browser::set_text("parting", "Change what you like: the run as it was is kept. Then compare the two futures.");
}

/// Takes the other for the one at hand.
pub(super) fn swap(session: Session) {
    let present = session.scenario.get();
    let Some(other) = session.state.get().bench.said.compare else { return };
    session.change(*other);
    session.update(|state| {
        state.bench.said.compare = Some(Box::new(present));
        state.bench.said.connections.reverse();
    });
}

/// Compares with what was chosen.
pub(super) fn choose(session: Session, list: &Element) {
    if CONNECTIONS.contains(&list.id().as_str()) {
        return choose_connections(session);
    }
    let chosen: Option<usize> = browser::value(list).parse().ok();
    let scenario = chosen.and_then(|chosen| presets().into_iter().nth(chosen)).map(|preset| preset.scenario);
    if let Some(scenario) = scenario {
        session.update(|state| {
            state.bench.said.compare = Some(Box::new(scenario));
            state.bench.said.connections[1] = None;
        });
    }
}

/// Compares the connections that were chosen; a run's last one needs no word of its own in the address.
fn choose_connections(session: Session) {
    session.update(|state| {
        for (chosen, id) in state.bench.said.connections.iter_mut().zip(CONNECTIONS) {
            let Some(list) = browser::find(id) else { continue };
            *chosen = browser::value(&list).parse().ok();
        }
    });
}

/// A step of each connection that is compared.
fn within(session: Session, traces: [&Trace; 2]) -> [usize; 2] {
    let [first, second] = session.state.get().bench.said.connections;
    let step = |trace: &Trace, connection: Option<usize>| {
        let last = trace.steps.len().saturating_sub(1);
        connection.and_then(|connection| trace.beginning(connection)).unwrap_or(last)
    };
    [step(traces[0], first), step(traces[1], second)]
}

/// Takes of the link what the slider says.
pub(super) fn slide(session: Session, slider: &Element) {
    let Ok(stop) = browser::value(slider).parse::<usize>() else { return };
    session.update(|state| {
        let link = &mut state.bench.said.link;
        match slider.id().as_str() {
            "compare-latency" => link.latency = LATENCIES.get(stop).copied().unwrap_or(link.latency),
            "compare-bandwidth" => link.bandwidth = BANDWIDTHS.get(stop).copied().unwrap_or(link.bandwidth),
            _ => link.loss = LOSSES.get(stop).copied().unwrap_or(link.loss),
        }
    });
}

/// Where the sliders of a link stand: where it lies between two stops, at the greater one.
fn stops(link: Link) -> [usize; 3] {
    [
        LATENCIES.iter().position(|stop| *stop >= link.latency).unwrap_or(LATENCIES.len() - 1),
        BANDWIDTHS.iter().position(|stop| *stop >= link.bandwidth).unwrap_or(BANDWIDTHS.len() - 1),
        LOSSES.iter().position(|stop| *stop >= link.loss).unwrap_or(LOSSES.len() - 1),
    ]
}

/// Closes the dialog and goes to the first byte that differs.
pub(super) fn show_parting(session: Session, button: &Element) {
    let run = session.run.get();
    let Some(scenario) = session.state.get().bench.said.compare else { return };
    let other = other(&scenario);
    let [first, second] = within(session, [&run.trace, &other]);
    let Some(parting) = run.trace.connection_parts_from(first, &other, second) else { return };
    dialog::close(button);
    session.show_parting(parting);
    browser::focus("to-next");
}

/// Opens, closes or mends the dialog.
pub(super) fn paint(session: Session, change: &Change) {
    let bench = &change.state.bench.said;
    if change.is_new(|state| state.bench.said.compare.is_some()) {
        match bench.compare {
            Some(_) => dialog::open("compare", &content(session)),
            None => {
                if let Some(inside) = browser::find("compare-drawing") {
                    dialog::close(&inside);
                }
            }
        }
    }
    let is_new = change.run_is_new()
        || change.is_new(|state| state.bench.said.compare.clone())
        || change.is_new(|state| state.bench.said.connections)
        || change.is_new(|state| state.bench.said.link);
    if let Some(scenario) = bench.compare.as_deref().filter(|_| is_new) {
        fill(session, change.run, scenario, bench.link);
    }
}

/// The dialog, with what follows from the runs left out.
fn content(session: Session) -> Markup {
    let link = session.state.get().bench.said.link;
    let mut markup = Markup::default();
    markup.raw("<div class='compare-choice'><p>First run: <b id='compare-first'></b></p>");
    connection(&mut markup, CONNECTIONS[0], "Connection of the first");
    markup.raw("<div class='field'>");
    markup.raw(
        "<label for='compare-with'>Second run</label><select id='compare-with' data-do='compare-with'></select></div>",
    );
    connection(&mut markup, CONNECTIONS[1], "Connection of the second");
    markup.raw("<button type='button' class='button' id='compare-swap' data-do='compare-swap'>Swap the two</button>");
    markup.raw("<button type='button' class='button' id='compare-keep' data-do='compare-keep'>Change something from here</button></div>");
    markup.raw("<div class='sliders'>");
    let [latency, bandwidth, loss] = stops(link);
    slider(&mut markup, "compare-latency", "Latency", LATENCIES.len(), latency);
    slider(&mut markup, "compare-bandwidth", "Bandwidth", BANDWIDTHS.len(), bandwidth);
    slider(&mut markup, "compare-loss", "Loss", LOSSES.len(), loss);
    markup.raw(
        "</div><p id='compare-parting'></p><div id='compare-drawing'></div><div id='compare-figures'></div>\
         <details class='model'><summary>What is computed, and what is left out</summary><p>Each side answers as soon as it has \
         what it answers: computing takes no time here. Below TLS there is TCP as RFC 9293 has it: three packets to begin, \
         segments of at most 1460 bytes, acknowledgments for every second one or after 40 ms, ten segments before the first \
         acknowledgment (RFC 6928), slow start and fast retransmit (RFC 5681), and the retransmission timer, which waits a second \
         at least (RFC 6298). Which packets are lost follows from the seed. There is no selective acknowledgment, no queue that \
         overflows and no TCP Fast Open. Of a run with several connections one is shown: the last, unless you choose another.</p></details>",
    );
    markup
}

/// A list that is shown only for a run of several connections.
fn connection(markup: &mut Markup, id: &'static str, label: &'static str) {
    markup
        .raw("<div class='field' hidden><label for='")
        .raw(id)
        .raw("'>")
        .raw(label)
        .raw("</label><select id='")
        .raw(id);
    markup.raw("' data-do='compare-with'></select></div>");
}

fn slider(markup: &mut Markup, id: &'static str, label: &'static str, stops: usize, at: usize) {
    markup
        .raw("<div class='field'><label for='")
        .raw(id)
        .raw("'>")
        .raw(label)
        .raw("</label><input type='range' min='0' max='");
    markup.number(stops - 1).raw("' value='").number(at).raw("' data-do='compare-link' id='").raw(id);
    markup.raw("'><output for='").raw(id).raw("' id='").raw(id).raw("-said'></output></div>");
}

/// Writes into the open dialog what follows from the runs.
fn fill(session: Session, present: &Run, scenario: &Scenario, link: Link) {
    let first = session.scenario.get();
    let [latency, bandwidth, loss] = stops(link);
    spoken("compare-latency", latency, "compare-latency-said", &latency_words(link));
    spoken("compare-bandwidth", bandwidth, "compare-bandwidth-said", &bandwidth_words(link));
    spoken("compare-loss", loss, "compare-loss-said", &loss_words(link));
    choices(session, scenario);
    // What was opened is no scenario: it cannot be changed, nor take the second place.
    let present_name = match &present.origin {
        Some(origin) => origin.sample.unwrap_or(&origin.title).to_owned(),
        None => name(session, &first),
    };
    for id in ["compare-swap", "compare-keep"] {
        if let Some(button) = browser::find(id) {
            let _ = button.toggle_attribute_with_force("hidden", present.is_opened());
        }
    }
    browser::set_text("compare-first", &present_name);
    let other = other(scenario);
    let steps = within(session, [&present.trace, &other]);
    for ((id, trace), step) in CONNECTIONS.into_iter().zip([&present.trace, &*other]).zip(steps) {
        connections(id, trace, step);
    }
    let [mine, others] = [(&present.trace, steps[0]), (&*other, steps[1])];
    let columns = [
        column((present_name, &first), mine, others, link),
        column((name(session, scenario), scenario), others, mine, link),
    ];
    let mut markup = Markup::default();
    drawing::write(&columns, link, &mut markup);
    put("compare-drawing", &markup);
    let mut markup = Markup::default();
    figures::write(&columns, link, &mut markup);
    put("compare-figures", &markup);
    let mut markup = Markup::default();
    figures::write_parting(&columns, &mut markup);
    put("compare-parting", &markup);
}

fn column(
    (name, scenario): (String, &Scenario),
    (trace, within): (&Trace, usize),
    (other, other_within): (&Trace, usize),
    link: Link,
) -> Column {
    Column {
        name: if trace.later.is_empty() {
            name
        } else {
            format!("{name}, {}", connection_name(trace, trace.connection(within)))
        },
        within,
        timeline: Timeline::new(trace, within, link, &scenario.seed),
        clear: in_the_clear(trace, within),
        parts: trace.connection_parts_from(within, other, other_within),
        trace: Arc::new(trace.clone()),
    }
}

fn put(id: &str, markup: &Markup) {
    if let Some(place) = browser::find(id) {
        place.set_inner_html(markup.html());
    }
}

fn spoken(slider: &str, stop: usize, output: &str, words: &str) {
    if let Some(slider) = browser::find(slider) {
        browser::set_value(&slider, Markup::default().number(stop).html());
    }
    browser::set(slider, "aria-valuetext", words);
    browser::set_text(output, words);
}

/// What a connection of a run is called.
fn connection_name(trace: &Trace, connection: usize) -> String {
    let with = match trace.beginning(connection).and_then(|step| trace.impersonated(step)) {
        Some(Side::Server) => ": client and attacker",
        Some(Side::Client) => ": attacker and server",
        None => "",
    };
    format!("connection {}{with}", connection + 1)
}

/// The connections to choose from, if there are several.
fn connections(id: &str, trace: &Trace, within: usize) {
    let Some(field) = browser::find(id).and_then(|list| list.parent_element()) else { return };
    let _ = field.toggle_attribute_with_force("hidden", trace.later.is_empty());
    let last = trace.later.len();
    let mut markup = Markup::default();
    for connection in 0..=last {
        markup.raw("<option value='");
        if connection < last {
            markup.number(connection);
        }
        markup.raw(if connection == trace.connection(within) { "' selected>" } else { "'>" });
        markup.text(&connection_name(trace, connection)).raw("</option>");
    }
    put(id, &markup);
}

/// The presets to choose from, and what is not one of them in front.
fn choices(session: Session, scenario: &Scenario) {
    let mut markup = Markup::default();
    let named = Preset::of(scenario).filter(|preset| preset.scenario == *scenario).map(|preset| preset.name);
    if named.is_none() {
        markup.raw("<option value='' selected>").text(&name(session, scenario)).raw(", as it was</option>");
    }
    for (index, preset) in presets().iter().enumerate() {
        markup.raw("<option value='").number(index);
        markup.raw(if named == Some(preset.name) { "' selected>" } else { "'>" }).text(preset.name).raw("</option>");
    }
    put("compare-with", &markup);
}

fn latency_words(link: Link) -> String {
    let mut words = Markup::default();
    words.number(link.latency.into()).raw(" ms there and back");
    words.html().into()
}

fn bandwidth_words(link: Link) -> String {
    let mut words = Markup::default();
    let kilobits = usize::try_from(link.bandwidth).unwrap_or_default();
    if kilobits >= 1000 && kilobits.is_multiple_of(1000) {
        words.number(kilobits / 1000).raw(" Mbit/s");
    } else {
        words.number(kilobits).raw(" kbit/s");
    }
    words.html().into()
}

fn loss_words(link: Link) -> String {
    let mut words = Markup::default();
    let loss = usize::from(link.loss);
    words.number(loss / 10);
    if !loss.is_multiple_of(10) {
        words.raw(".").number(loss % 10);
    }
    words.raw(" % of packets lost");
    words.html().into()
}
