//! What came of somebody's interfering, and what they do, in sentences.

use super::{actor, check, disagrees, failure};
use crate::scenario::attack::{Change, Edit, Until};
use crate::trace::{Arrival, Noticed, RecordId, Side, State, Trace, Verdict};

/// A sentence about what came of it, and the step that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The sentence.
    pub text: String,
    /// The step, the first being 0.
    pub step: Option<usize>,
}

/// Says what came of it that somebody interfered: who noticed and how, who waits, and what arrived.
#[must_use]
pub fn verdict(trace: &Trace, verdict: &Verdict) -> Vec<Outcome> {
    let mut told = Vec::new();
    let who = |side: Side, step: usize| actor(trace, step, side);
    let mut tell = |step: Option<usize>, parts: &[&str]| told.push(Outcome { text: parts.concat(), step });
    if verdict.interfered.is_none() {
        tell(None, &["Nothing comes of it: no record that is sent has such a byte, or there is no such record."]);
        return told;
    }
    if let Some(noticed) = &verdict.noticed {
        tell(Some(noticed.step), &["The ", who(noticed.side, noticed.step), " noticed: ", &found(noticed)]);
    }
    if let Some(misled) = verdict.misled {
        let (side, peer) = (who(misled.side, misled.step), misled.side.peer().name());
        tell(Some(misled.step), &["The ", side, " takes this for the ", peer, "'s alert: ", misled.alert.name(), "."]);
    }
    for waiting in &verdict.waiting {
        let (side, peer) = (who(waiting.side, waiting.step), waiting.side.peer().name());
        let words = match waiting.state {
            State::Connected => ["The ", side, " waits for ever for what the ", peer, " would say next."].concat(),
            other => ["The ", side, " waits for ever, in the state ", other.name(), ": nothing is in flight."].concat(),
        };
        tell(Some(waiting.step), &[&words]);
    }
    if told.is_empty() {
        let step = verdict.parting.map(|parting| parting.step).or(verdict.interfered);
        let text = match (&verdict.anyway, verdict.parting) {
            // How much of a flight is seen before an alert is no sign of anything.
            (Some(_), _) => "Nobody noticed.",
            (None, Some(_)) => "Nobody noticed, though the two do not say the same as without it.",
            (None, None) => "Nobody noticed: the two say just what they say without it.",
        };
        told.push(Outcome { text: text.into(), step });
    }
    if let Some(anyway) = &verdict.anyway {
        let text = ["Without it too the ", who(anyway.side, anyway.step), " gives up: ", &found(anyway)].concat();
        told.push(Outcome { text, step: Some(anyway.step) });
    }
    if let Some((side, failure)) = &verdict.averted {
        let (side, alert) = (side.name(), failure.alert().name());
        let text =
            ["Without it the ", side, " gives up with the alert ", alert, ", which does not happen here."].concat();
        told.push(Outcome { text, step: None });
    }
    for disagreement in &verdict.disagreements {
        told.push(Outcome { text: disagrees(disagreement), step: disagreement.step() });
    }
    let arrived = match (verdict.client_said, verdict.server_said) {
        (Arrival::Whole, Arrival::Whole) => "All that was said arrived, unchanged.",
        (Arrival::Changed, _) | (_, Arrival::Changed) => "Something arrived that was not said.",
        (Arrival::Whole, Arrival::Part) => "What the client said arrived; of what the server said not all did.",
        (Arrival::Part, Arrival::Whole) => "What the server said arrived; of what the client said not all did.",
        (Arrival::Part, Arrival::Part) => "Not all arrived that the two had to say; what did is what was said.",
    };
    told.push(Outcome { text: arrived.into(), step: None });
    told
}

/// What a side found, and the alert with which it ends.
fn found(noticed: &Noticed) -> String {
    let found = match noticed.check {
        Some(name) => ["the check “", check(name).title, "” fails"].concat(),
        None => failure(&noticed.failure).title.to_owned(),
    };
    [&found, ". Alert ", noticed.alert.name(), "."].concat()
}

/// Says what an edit does.
#[must_use]
pub fn edit(edit: &Edit) -> String {
    let record = record(edit.record);
    let bytes = |count: usize| format!("{count} byte{}", if count == 1 { "" } else { "s" });
    match &edit.change {
        Change::Flip { offset, mask } => format!("flips bits of byte {offset} of {record} (mask {mask:02x})"),
        Change::Set { offset, bytes: new } => {
            format!("replaces {} of {record} from byte {offset} on", bytes(new.len()))
        }
        Change::Drop => format!("takes {record} away"),
        Change::Repeat => format!("sends {record} on twice"),
        Change::Delay(Until::NextFlight) => {
            format!("holds {record} back until the {} speaks again", edit.record.sender.name())
        }
        Change::Delay(Until::Records(1)) => format!("holds {record} back until the next one has passed"),
        Change::Delay(Until::Records(count)) => format!("holds {record} back until {count} others have passed"),
        Change::Cut { length } => format!("cuts {record} off after {}", bytes(*length)),
        Change::Split { at } => format!("makes two of {record}, after {} of its fragment", bytes(*at)),
        Change::Inject { bytes: new } => format!("puts {} in front of {record}", bytes(new.len())),
        Change::Replay { after } => {
            format!("sends {record} again after {}", self::record(RecordId { number: *after, ..edit.record }))
        }
    }
}

/// A record as the page names it, the first being 1.
fn record(id: RecordId) -> String {
    let sender = match id.sender {
        Side::Client => "client",
        Side::Server => "server",
    };
    format!("{sender} record {}", id.number + 1)
}
