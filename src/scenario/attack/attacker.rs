//! What passes the one who stands on the way, and what goes on.

use std::collections::VecDeque;

use super::{Change, Edit, Until};
use crate::tls::record::HEADER_LENGTH;
use crate::trace::{Bytes, Deed, Effect, Interference, Message, Record, RecordId, Side};

/// Who stands on the way.
#[derive(Clone, Debug, Default)]
pub(in crate::scenario) struct Attacker {
    edits: Vec<Edit>,
    lanes: [Lane; 2],
    /// Whether they have done anything yet.
    pub has_interfered: bool,
}

/// What goes from one side to the other.
#[derive(Clone, Debug, Default)]
struct Lane {
    /// The records that were sent, of all connections.
    recorded: Vec<(RecordId, Bytes)>,
    held: Vec<Held>,
    /// What has gone on and not come up as a record yet: what it is of, and how many bytes.
    pieces: VecDeque<(RecordId, usize)>,
    /// What came up in this connection, in order.
    arrivals: Vec<RecordId>,
}

#[derive(Clone, Debug)]
struct Held {
    record: RecordId,
    bytes: Bytes,
    until: Until,
}

/// Something that goes on.
#[derive(Debug)]
pub(in crate::scenario) struct Delivery {
    /// The record that it is, or came of.
    pub record: RecordId,
    /// What was done to it.
    pub interferences: Vec<Interference>,
    /// The bytes; none if nothing goes on.
    pub bytes: Bytes,
}

impl Attacker {
    pub fn new(edits: &[Edit]) -> Self {
        Self { edits: edits.to_vec(), ..Self::default() }
    }

    /// Whether there is nobody on the way.
    pub fn is_absent(&self) -> bool {
        self.edits.is_empty()
    }

    /// Goes on with another connection.
    pub fn next_connection(&mut self) {
        for lane in &mut self.lanes {
            lane.held.clear();
            lane.pieces.clear();
            lane.arrivals.clear();
        }
    }

    /// Lets a record pass.
    pub fn pass(&mut self, record: RecordId, bytes: &[u8]) -> Vec<Delivery> {
        let lane = &mut self.lanes[place(record.sender)];
        lane.recorded.push((record, bytes.to_vec()));
        let mut first = Delivery { record, interferences: Vec::new(), bytes: bytes.to_vec() };
        let mut held = None;
        for edit in self.edits.iter().filter(|edit| edit.record == record) {
            let Some((deed, after)) = edit.change.make(&first.bytes) else { continue };
            let before = core::mem::replace(&mut first.bytes, after.clone());
            if let Change::Delay(until) = edit.change {
                held = Some(Held { record, bytes: before.clone(), until });
            }
            first.interferences.push(Interference { record, deed, before, after });
        }
        let mut deliveries = vec![first];
        deliveries.extend(lane.release(|until| match until {
            Until::Records(left) => {
                *left = left.saturating_sub(1);
                *left == 0
            }
            Until::NextFlight => false,
        }));
        lane.held.extend(held);
        for edit in &self.edits {
            let Change::Replay { after } = edit.change else { continue };
            if edit.record.sender != record.sender || after != record.number {
                continue;
            }
            if let Some((id, bytes)) = lane.recorded.iter().find(|(id, _)| *id == edit.record && *id != record) {
                deliveries.push(Delivery::besides(*id, Deed::Replayed, bytes.clone()));
            }
        }
        deliveries
    }

    /// What was held back until that side speaks again.
    pub fn begin_flight(&mut self, sender: Side) -> Vec<Delivery> {
        self.lanes[place(sender)].release(|until| *until == Until::NextFlight)
    }

    /// All that was held back of what that side sent.
    pub fn release_all(&mut self, sender: Side) -> Vec<Delivery> {
        self.lanes[place(sender)].release(|_| true)
    }

    /// Takes note that so many bytes of a record, or of what came of it, go on.
    pub fn hand_over(&mut self, sender: Side, record: RecordId, length: usize) {
        self.lanes[place(sender)].pieces.push_back((record, length));
    }

    /// Takes note that a record of that length came up at the receiver.
    pub fn came_up(&mut self, sender: Side, length: usize) {
        self.lanes[place(sender)].come_up(length);
    }

    /// Calls what arrived as the sender does; whether the effect was about something that arrived.
    pub fn name_arrival(&self, receiver: Side, effect: &mut Effect) -> bool {
        let arrivals = &self.lanes[place(receiver.peer())].arrivals;
        let name = |id: &mut RecordId| {
            if let Some(known) = arrivals.get(id.number) {
                *id = *known;
            }
        };
        match effect {
            Effect::RecordReceived(Record { id, .. }) | Effect::EarlyDataSkipped(id) => name(id),
            Effect::Received(Message { placements, .. }) => {
                for placement in placements {
                    name(&mut placement.record);
                }
            }
            _ => return false,
        }
        true
    }
}

impl Lane {
    fn release(&mut self, mut is_over: impl FnMut(&mut Until) -> bool) -> Vec<Delivery> {
        let mut over = Vec::new();
        for mut held in core::mem::take(&mut self.held) {
            if is_over(&mut held.until) {
                over.push(Delivery::besides(held.record, Deed::Released, held.bytes));
            } else {
                self.held.push(held);
            }
        }
        over
    }

    /// Takes note of a record of that length, which begins with the first byte that has not come up yet.
    fn come_up(&mut self, length: usize) {
        let Some((record, _)) = self.pieces.front().copied() else { return };
        self.arrivals.push(record);
        let mut left = length;
        while let Some((_, piece)) = self.pieces.front_mut() {
            if *piece > left {
                *piece -= left;
                return;
            }
            left -= *piece;
            self.pieces.pop_front();
        }
    }
}

impl Delivery {
    /// What the sender does not send at that time.
    fn besides(record: RecordId, deed: Deed, bytes: Bytes) -> Self {
        let interference = Interference { record, deed, before: Bytes::new(), after: bytes.clone() };
        Self { record, interferences: vec![interference], bytes }
    }
}

impl Change {
    /// Makes the change; `None` if it cannot be made of these bytes.
    fn make(&self, bytes: &[u8]) -> Option<(Deed, Bytes)> {
        // What was taken away cannot be changed.
        if bytes.is_empty() {
            return None;
        }
        let mut changed = bytes.to_vec();
        let deed = match self {
            Self::Flip { offset, mask } => {
                *changed.get_mut(*offset)? ^= mask;
                Deed::Flipped { offset: *offset, mask: *mask }
            }
            Self::Set { offset, bytes } => {
                changed.get_mut(*offset..offset.checked_add(bytes.len())?)?.copy_from_slice(bytes);
                Deed::Replaced { offset: *offset, length: bytes.len() }
            }
            Self::Drop => {
                changed.clear();
                Deed::Dropped
            }
            Self::Repeat => {
                changed.extend_from_slice(bytes);
                Deed::Repeated
            }
            Self::Delay(_) => {
                changed.clear();
                Deed::HeldBack
            }
            Self::Cut { length } => {
                changed = bytes.get(..*length).filter(|start| start.len() < bytes.len())?.to_vec();
                Deed::CutOff { length: *length }
            }
            Self::Split { at } => {
                changed = split(bytes, *at)?;
                Deed::Split { at: *at }
            }
            Self::Inject { bytes: injected } => {
                changed.splice(..0, injected.iter().copied());
                Deed::Injected { length: injected.len() }
            }
            Self::Replay { .. } => return None,
        };
        Some((deed, changed))
    }

    /// Whether that deed is what the change comes to.
    pub(super) fn does(&self, done: Deed) -> bool {
        match (self, done) {
            (Self::Flip { offset, mask }, Deed::Flipped { offset: at, mask: with }) => (*offset, *mask) == (at, with),
            (Self::Set { offset, bytes }, Deed::Replaced { offset: at, length }) => {
                (*offset, bytes.len()) == (at, length)
            }
            (Self::Cut { length }, Deed::CutOff { length: left }) => *length == left,
            (Self::Split { at }, Deed::Split { at: place }) => *at == place,
            (Self::Inject { bytes }, Deed::Injected { length }) => bytes.len() == length,
            (Self::Drop, Deed::Dropped)
            | (Self::Repeat, Deed::Repeated)
            | (Self::Delay(_), Deed::HeldBack)
            | (Self::Replay { .. }, Deed::Replayed) => true,
            _ => false,
        }
    }
}

/// Makes two records of the first one of `bytes`, the first with `at` bytes of its fragment, both with its type and version.
fn split(bytes: &[u8], at: usize) -> Option<Bytes> {
    let (header, fragment) = bytes.split_at_checked(HEADER_LENGTH)?;
    let (first, second) = fragment.split_at_checked(at).filter(|(_, second)| !second.is_empty())?;
    let part = |fragment: &[u8]| {
        let length = u16::try_from(fragment.len()).ok()?.to_be_bytes();
        Some([&header[..HEADER_LENGTH - 2], &length, fragment].concat())
    };
    Some([part(first)?, part(second)?].concat())
}

fn place(side: Side) -> usize {
    match side {
        Side::Client => 0,
        Side::Server => 1,
    }
}
