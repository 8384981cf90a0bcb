//! What each side says, and what it waits for before it says it.

use std::collections::BTreeMap;

use crate::trace::{Effect, Message, MessageName, RecordId, Side, State, Trace};

/// Something that a side hands to TCP at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Write {
    /// The step whose message it carries.
    pub step: usize,
    /// Its place in the stream of its sender, in bytes: the first, and the one behind the last.
    pub start: usize,
    /// The byte behind its last one.
    pub end: usize,
    /// How many bytes of the other side's stream must have come before.
    pub waits_for: usize,
}

/// What happens once a number of bytes of the other side's stream has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Awaited {
    /// The step.
    pub step: usize,
    /// That number of bytes.
    pub bytes: usize,
}

/// What one side does in a connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    /// What it says, in order.
    pub writes: Vec<Write>,
    /// After how much of the other side's stream it is connected; `None` if it never is.
    pub connected: Option<usize>,
    /// The first application data that it reads.
    pub first_data: Option<Awaited>,
    /// How many bytes of application data it sends.
    pub data: usize,
    /// Whether the last that it says is an alert, after which it closes.
    pub says_goodbye: bool,
}

/// What both sides do in a connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Schedule {
    client: Part,
    server: Part,
}

impl Schedule {
    /// What one side does.
    pub fn of(&self, side: Side) -> &Part {
        match side {
            Side::Client => &self.client,
            Side::Server => &self.server,
        }
    }

    fn of_mut(&mut self, side: Side) -> &mut Part {
        match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        }
    }

    /// Reads from a run who waits for what in the connection of the step `within`.
    ///
    /// A side speaks when it has received what it had received in the run. Two things it does not wait for: a
    /// `NewSessionTicket` after the handshake, which is only put away (RFC 8446 §4.6.1), and, before data and farewells, a
    /// `KeyUpdate` or `HelloRequest`, which nobody need wait for (§4.6.3; RFC 5246 §7.4.1.1).
    pub fn new(trace: &Trace, within: usize) -> Self {
        let mut schedule = Self::default();
        let mut sides = [Reading::default(), Reading::default()];
        let span = trace.span(within);
        let carried = Carried::new(trace, within);
        for (step, happened) in trace.steps.iter().enumerate().filter(|(step, _)| span.contains(step)) {
            for occurrence in &happened.occurrences {
                let side = occurrence.side;
                match &occurrence.effect {
                    Effect::RecordSent(record) => {
                        let waits_for = sides[place(side)].before(carried.of(record.id));
                        schedule.of_mut(side).write(step, record.bytes.len(), waits_for);
                        sides[place(side)].sent.push(schedule.of(side).length());
                    }
                    Effect::RecordReceived(record) => {
                        if happened.is_arrival() {
                            // Whoever sends what others once sent waits for nothing, and has nothing more to say.
                            let part = schedule.of_mut(side.peer());
                            part.write(step, record.bytes.len(), 0);
                            part.says_goodbye = true;
                            sides[place(side.peer())].sent.push(part.length());
                        }
                        let bytes = sides[place(side.peer())].end_of(carried.number(record.id));
                        sides[place(side)].take(carried.of(record.id), bytes);
                    }
                    Effect::EarlyDataSkipped(id) => {
                        let bytes = sides[place(side.peer())].end_of(carried.number(*id));
                        sides[place(side)].take(carried.of(*id), bytes);
                    }
                    Effect::Entered(state) => {
                        let reading = &mut sides[place(side)];
                        reading.state = *state;
                        if *state == State::Connected {
                            schedule.of_mut(side).connected.get_or_insert(reading.all);
                        }
                    }
                    Effect::Received(message) if message.name == MessageName::ApplicationData => {
                        let bytes = sides[place(side)].last;
                        schedule.of_mut(side).first_data.get_or_insert(Awaited { step, bytes });
                    }
                    Effect::Sent(message) => {
                        let part = schedule.of_mut(side);
                        part.says_goodbye = message.name == MessageName::Alert;
                        if message.name == MessageName::ApplicationData {
                            part.data += message.bytes.len();
                        }
                    }
                    _ => {}
                }
            }
        }
        schedule
    }
}

impl Part {
    /// The length of all that it says, in bytes.
    pub fn length(&self) -> usize {
        self.writes.last().map_or(0, |write| write.end)
    }

    fn write(&mut self, step: usize, length: usize, waits_for: usize) {
        let start = self.length();
        match self.writes.last_mut() {
            Some(last) if last.step == step && last.waits_for >= waits_for => last.end += length,
            _ => self.writes.push(Write { step, start, end: start + length, waits_for }),
        }
    }
}

/// How far a side has read in the other's stream.
#[derive(Debug)]
struct Reading {
    state: State,
    /// Where each of its own records ends in its stream.
    sent: Vec<usize>,
    /// The bytes up to the last record that came,
    last: usize,
    /// up to the last one that matters for what it says of the handshake,
    all: usize,
    /// and up to the last one that matters for its data.
    data: usize,
}

impl Default for Reading {
    fn default() -> Self {
        Self { state: State::Start, sent: Vec::new(), last: 0, all: 0, data: 0 }
    }
}

impl Reading {
    fn end_of(&self, number: Option<usize>) -> usize {
        number.and_then(|number| self.sent.get(number)).copied().unwrap_or(0)
    }

    /// Takes a record that carries these messages, the last byte of which is the stream's `bytes`-th.
    fn take(&mut self, carried: &[&Message], bytes: usize) {
        self.last = self.last.max(bytes);
        let is_connected = self.state == State::Connected && !carried.is_empty();
        let all_are = |names: &[MessageName]| is_connected && carried.iter().all(|it| names.contains(&it.name));
        if !all_are(&[MessageName::NewSessionTicket]) {
            self.all = self.all.max(bytes);
        }
        if !all_are(&[MessageName::NewSessionTicket, MessageName::KeyUpdate, MessageName::HelloRequest]) {
            self.data = self.data.max(bytes);
        }
    }

    /// How much must have come before a record with these messages is sent.
    fn before(&self, carried: &[&Message]) -> usize {
        let is_data = |message: &&Message| match message.name {
            MessageName::ApplicationData => true,
            MessageName::Alert => message.bytes.get(1) == Some(&0),
            _ => false,
        };
        if self.state == State::Connected && carried.iter().all(is_data) { self.data } else { self.all }
    }
}

/// Which messages each record carries, at least in part.
struct Carried<'a> {
    messages: BTreeMap<RecordId, Vec<&'a Message>>,
    /// The number of the first record of the client's, and of the server's, in this connection.
    first: [usize; 2],
}

impl<'a> Carried<'a> {
    fn new(trace: &'a Trace, within: usize) -> Self {
        let span = trace.span(within);
        let before = |side| {
            let records = trace.records().filter(|(step, record)| *step < span.start && record.id.sender == side);
            records.count()
        };
        let first = [before(Side::Client), before(Side::Server)];
        let mut messages: BTreeMap<RecordId, Vec<&Message>> = BTreeMap::new();
        for (_, message) in trace.messages().filter(|(step, _)| span.contains(step)) {
            for placement in &message.placements {
                messages.entry(placement.record).or_default().push(message);
            }
        }
        Self { messages, first }
    }

    /// The record's number among those of its sender in this connection.
    fn number(&self, id: RecordId) -> Option<usize> {
        id.number.checked_sub(self.first[place(id.sender)])
    }

    fn of(&self, id: RecordId) -> &[&'a Message] {
        self.messages.get(&id).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The place of a side in a pair.
pub(super) fn place(side: Side) -> usize {
    match side {
        Side::Client => 0,
        Side::Server => 1,
    }
}
