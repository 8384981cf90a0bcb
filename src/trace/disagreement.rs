//! On what two sides differ that have both completed the handshake.

use core::ops::Range;

use super::{Effect, Message, MessageName, SecretName, Side, State, Trace};

/// Something on which the two sides of a connection differ, both of which had completed the handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disagreement {
    /// They have other values of a secret.
    Secret {
        /// The connection, the first being 0.
        connection: usize,
        /// The secret.
        secret: SecretName,
    },
    /// One has received a message of the handshake that the other has not sent.
    Message {
        /// The connection, the first being 0.
        connection: usize,
        /// The step in which it is received; where a message is not received at all, that in which it is sent.
        step: usize,
        /// Whose message it is, or seems to be.
        sender: Side,
        /// What was received, or else what was sent.
        name: MessageName,
    },
}

impl Disagreement {
    /// The step that shows it, if it shows in one.
    #[must_use]
    pub fn step(&self) -> Option<usize> {
        match self {
            Self::Secret { .. } => None,
            Self::Message { step, .. } => Some(*step),
        }
    }
}

impl Trace {
    /// Finds on what the sides of a connection differ although both are CONNECTED: there must be nothing, unless both are broken.
    ///
    /// The MAC of each `Finished` is made with a key that follows from the secrets, over all that was said: RFC 8446 §4.4.4.
    #[must_use]
    pub fn disagreements(&self) -> Vec<Disagreement> {
        let mut found = Vec::new();
        for connection in 0..=self.later.len() {
            let Some(within) = self.beginning(connection) else { continue };
            if ![Side::Client, Side::Server].into_iter().all(|side| self.was_connected(side, within)) {
                continue;
            }
            for (secret, value) in self.last_secrets(Side::Client, within) {
                let other = self.last_secrets(Side::Server, within).into_iter().find(|(name, _)| *name == secret);
                if other.is_some_and(|(_, other)| other != value) {
                    found.push(Disagreement::Secret { connection, secret });
                }
            }
            for sender in [Side::Client, Side::Server] {
                let differing = self.first_misheard(sender, self.span(within));
                found.extend(differing.map(|(step, name)| Disagreement::Message { connection, step, sender, name }));
            }
        }
        found
    }

    /// The first step within `span` in which a side leaves out what was said, where it should hash it: it is broken on purpose.
    #[must_use]
    pub fn leaves_out_transcript(&self, side: Side, mut span: Range<usize>) -> Option<usize> {
        span.find(|step| {
            let effects = self.steps.get(*step).into_iter().flat_map(|step| step.effects_of(side));
            effects.into_iter().any(Effect::leaves_out_transcript)
        })
    }

    /// Whether a side completes the handshake in the connection of the step `within`.
    fn was_connected(&self, side: Side, within: usize) -> bool {
        let steps = self.steps.get(self.span(within)).unwrap_or_default();
        steps.iter().any(|step| step.effects_of(side).any(|effect| *effect == Effect::Entered(State::Connected)))
    }

    /// The secrets of a side in the connection of the step `within`, each with the last value that it has.
    fn last_secrets(&self, side: Side, within: usize) -> Vec<(SecretName, &[u8])> {
        let span = self.span(within);
        let mut last: Vec<(SecretName, &[u8])> = Vec::new();
        for (_, secret) in self.secrets(side).filter(|(step, _)| span.contains(step)) {
            match last.iter_mut().find(|(name, _)| *name == secret.name) {
                Some(known) => known.1 = &secret.value,
                None => last.push((secret.name, &secret.value)),
            }
        }
        last
    }

    /// The first message of `sender`, up to its `Finished`, that the other received otherwise, or of which one side knows nothing.
    fn first_misheard(&self, sender: Side, span: Range<usize>) -> Option<(usize, MessageName)> {
        let sent = self.handshake(span.clone(), |side, effect| match effect {
            Effect::Sent(message) if side == sender => Some(message),
            _ => None,
        });
        let received = self.handshake(span, |side, effect| match effect {
            Effect::Received(message) if side != sender => Some(message),
            _ => None,
        });
        let place = (0..sent.len().max(received.len())).find(|place| {
            let bytes = |all: &[(usize, &Message)]| all.get(*place).map(|(_, message)| message.bytes.clone());
            bytes(&sent) != bytes(&received)
        })?;
        let (step, message) = received.get(place).or_else(|| sent.get(place))?;
        Some((*step, message.name))
    }

    /// The messages of the handshake that are picked, up to the first `Finished`; a `HelloRequest` is no part of it
    /// (RFC 5246 §7.4.1.1).
    fn handshake<'a>(
        &'a self,
        span: Range<usize>,
        pick: impl Fn(Side, &'a Effect) -> Option<&'a Message>,
    ) -> Vec<(usize, &'a Message)> {
        let mut picked = Vec::new();
        for step in span {
            for occurrence in self.steps.get(step).into_iter().flat_map(|step| &step.occurrences) {
                let Some(message) = pick(occurrence.side, &occurrence.effect) else { continue };
                if message.name.is_handshake() && message.name != MessageName::HelloRequest {
                    picked.push((step, message));
                }
                if message.name == MessageName::Finished {
                    return picked;
                }
            }
        }
        picked
    }
}
