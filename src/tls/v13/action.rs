//! What a state machine asks of the connection around it.

use super::psk::PreSharedKey;
use crate::tls::message::HandshakeMessage;
use crate::tls::schedule::TrafficKeys;
use crate::trace::{
    Bytes, Check, Choice, ChoiceName, Direction, Effect, Failure, MessageName, Outcome, Proof, Reason, Secret, State,
};

/// Something that a state machine does, in order.
#[derive(Clone, Debug)]
pub enum Action {
    /// To be noted in the trace.
    Note(Effect),
    /// To change the keys of one direction.
    Install {
        /// The direction.
        direction: Direction,
        /// The keys.
        keys: TrafficKeys,
    },
    /// To send a handshake message.
    Send {
        /// Its kind.
        name: MessageName,
        /// Its bytes, header included.
        bytes: Bytes,
    },
    /// To seal nothing more until other keys are there: for a second `ClientHello` after early data.
    StopSealing,
    /// To drop early data unread, up to so many bytes. RFC 8446 §4.2.10.
    SkipEarlyData {
        /// The limit, in bytes on the wire.
        limit: usize,
    },
    /// To keep to a limit of sealed records, in bytes of `TLSInnerPlaintext`. RFC 8449 §4.
    LimitRecords {
        /// The direction.
        direction: Direction,
        /// The limit.
        limit: u16,
    },
    /// To keep a pre-shared key for a later connection.
    KeepPsk(PreSharedKey),
    /// To send a `change_cipher_spec` record, for the sake of middleboxes. RFC 8446 Appendix D.4.
    SendChangeCipherSpec,
}

/// The state that comes next, and what is done on the way.
#[derive(Clone, Debug)]
pub struct Transition<S> {
    /// The next state.
    pub next: S,
    /// What is done, in order.
    pub actions: Vec<Action>,
}

/// The end of a state machine: what was done before, and why it could not go on.
#[derive(Clone, Debug)]
pub struct Halt {
    /// What was done, in order.
    pub actions: Vec<Action>,
    /// Why it ended.
    pub failure: Failure,
}

impl From<Failure> for Halt {
    fn from(failure: Failure) -> Self {
        Self { actions: Vec::new(), failure }
    }
}

/// Collects actions while a transition is worked out.
#[derive(Clone, Debug, Default)]
pub(super) struct Actions {
    actions: Vec<Action>,
}

impl Actions {
    pub(super) fn note(&mut self, effect: Effect) {
        self.actions.push(Action::Note(effect));
    }

    pub(super) fn derived(&mut self, secret: &Secret) {
        self.note(Effect::Derived(secret.clone()));
    }

    pub(super) fn negotiated(&mut self, choice: Choice) {
        self.note(Effect::Negotiated(choice));
    }

    pub(super) fn declined(&mut self, name: ChoiceName, reason: Reason) {
        self.note(Effect::Declined { name, reason });
    }

    /// Adds something else to do.
    pub(super) fn push(&mut self, action: Action) {
        self.actions.push(action);
    }

    pub(super) fn entered(&mut self, state: State) {
        self.note(Effect::Entered(state));
    }

    pub(super) fn proved(&mut self, proof: Proof) {
        self.note(Effect::Proved(proof));
    }

    pub(super) fn install(&mut self, direction: Direction, keys: TrafficKeys) {
        self.actions.push(Action::Install { direction, keys });
    }

    pub(super) fn keys_derived(&mut self, keys: &TrafficKeys) {
        self.derived(&keys.key);
        self.derived(&keys.iv);
    }

    /// Sends a message and returns its bytes for the transcript.
    pub(super) fn send(&mut self, message: &HandshakeMessage) -> Bytes {
        let bytes = message.encode();
        self.actions.push(Action::Send { name: message.name(), bytes: bytes.clone() });
        bytes
    }

    pub(super) fn send_change_cipher_spec(&mut self) {
        self.actions.push(Action::SendChangeCipherSpec);
    }

    /// Notes a check.
    ///
    /// # Errors
    /// [`Failure::CheckFailed`].
    pub(super) fn checked(&mut self, check: Check) -> Result<(), Failure> {
        let Check { name, outcome, .. } = check;
        self.note(Effect::Checked(check));
        match outcome {
            Outcome::Passed => Ok(()),
            Outcome::Failed(alert) => Err(Failure::CheckFailed { check: name, alert }),
        }
    }

    /// Notes a check; the rest follows only if it passed.
    pub(super) fn check(self, check: Check) -> Result<Self, Halt> {
        let mut actions = self;
        match actions.checked(check) {
            Ok(()) => Ok(actions),
            Err(failure) => Err(actions.halt(failure)),
        }
    }

    pub(super) fn halt(self, failure: Failure) -> Halt {
        Halt { actions: self.actions, failure }
    }

    pub(super) fn into<S>(self, next: S) -> Transition<S> {
        Transition { next, actions: self.actions }
    }
}
