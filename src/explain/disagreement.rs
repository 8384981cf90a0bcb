//! On what two sides differ without knowing, in a sentence.

use crate::trace::Disagreement;

/// Says on what the two differ, and that neither knows.
#[must_use]
pub fn disagrees(disagreement: &Disagreement) -> String {
    match disagreement {
        Disagreement::Secret { secret, .. } => {
            format!("Both have completed the handshake, and their values of {} differ.", secret.name())
        }
        Disagreement::Message { sender, name, .. } => {
            let (peer, sender, name) = (sender.peer().name(), sender.name(), name.name());
            format!(
                "Both have completed the handshake, and the two do not agree on what was said in it: the {peer} has not \
                 received the {name} that the {sender} has sent, and neither knows."
            )
        }
    }
}
