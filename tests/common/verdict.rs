//! What came of somebody's interfering, in a line.

use handshake::trace::{Arrival, Side, Verdict};

pub fn summary(verdict: &Verdict) -> String {
    let mut parts = Vec::new();
    if let Some(noticed) = &verdict.noticed {
        parts.push(format!("{} {:?} {}", noticed.side.name(), noticed.failure, noticed.alert.name()));
    }
    if let Some(misled) = verdict.misled {
        parts.push(format!("{} is told {}", misled.side.name(), misled.alert.name()));
    }
    for waiting in &verdict.waiting {
        parts.push(format!("{} waits in {}", waiting.side.name(), waiting.state.name()));
    }
    for (side, arrival) in [(Side::Client, verdict.client_said), (Side::Server, verdict.server_said)] {
        if arrival != Arrival::Whole {
            parts.push(format!("{} {arrival:?}", side.name()));
        }
    }
    if parts.is_empty() { "nobody noticed".into() } else { parts.join("; ") }
}
