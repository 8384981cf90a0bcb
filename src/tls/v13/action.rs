//! What a state machine asks of the connection around it.

use super::psk::PreSharedKey;
use super::replay::RecordedHello;
use crate::tls::message::HandshakeMessage;
use crate::tls::schedule::TrafficKeys;
use crate::trace::{
    AlertDescription, Bytes, Check, Choice, ChoiceName, Direction, Effect, Failure, MessageName, Outcome, Proof,
    Reason, Secret, State,
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
        /// The limit, in bytes of content. RFC 8446 §4.6.1.
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
    /// To use the ticket of that identity no more. RFC 8446 §8.1.
    ForgetPsk(Bytes),
    /// To remember a hello whose early data was taken. RFC 8446 §8.2.
    Remember(RecordedHello),
    /// To send a `change_cipher_spec` record: in TLS 1.3 for the sake of middleboxes, RFC 8446 Appendix D.4; in TLS 1.2
    /// to say that new keys follow, RFC 5246 §7.1.
    SendChangeCipherSpec,
    /// To send an alert that does not end the connection.
    Warn(AlertDescription),
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
#[derive(Clone, Debug)]
pub(in crate::tls) struct Actions {
    actions: Vec<Action>,
}

impl Default for Actions {
    fn default() -> Self {
        // As many as most transitions have.
        Self { actions: Vec::with_capacity(16) }
    }
}

impl Actions {
    pub(in crate::tls) fn note(&mut self, effect: Effect) {
        self.actions.push(Action::Note(effect));
    }

    pub(in crate::tls) fn derived(&mut self, secret: &Secret) {
        self.note(Effect::Derived(secret.clone()));
    }

    pub(in crate::tls) fn negotiated(&mut self, choice: Choice) {
        self.note(Effect::Negotiated(choice));
    }

    pub(in crate::tls) fn declined(&mut self, name: ChoiceName, reason: Reason) {
        self.note(Effect::Declined { name, reason });
    }

    /// Adds something else to do.
    pub(in crate::tls) fn push(&mut self, action: Action) {
        self.actions.push(action);
    }

    pub(in crate::tls) fn entered(&mut self, state: State) {
        self.note(Effect::Entered(state));
    }

    pub(in crate::tls) fn proved(&mut self, proof: Proof) {
        self.note(Effect::Proved(proof));
    }

    pub(in crate::tls) fn install(&mut self, direction: Direction, keys: TrafficKeys) {
        self.actions.push(Action::Install { direction, keys });
    }

    pub(in crate::tls) fn keys_derived(&mut self, keys: &TrafficKeys) {
        self.derived(&keys.key);
        self.derived(&keys.iv);
    }

    /// Sends a message and returns its bytes for the transcript.
    pub(in crate::tls) fn send(&mut self, message: &HandshakeMessage) -> Bytes {
        let bytes = message.encode();
        self.actions.push(Action::Send { name: message.name(), bytes: bytes.clone() });
        bytes
    }

    pub(in crate::tls) fn send_change_cipher_spec(&mut self) {
        self.actions.push(Action::SendChangeCipherSpec);
    }

    /// Notes a check.
    ///
    /// # Errors
    /// [`Failure::CheckFailed`].
    pub(in crate::tls) fn checked(&mut self, check: Check) -> Result<(), Failure> {
        let Check { name, outcome, .. } = check;
        self.note(Effect::Checked(check));
        match outcome {
            Outcome::Passed | Outcome::Ignored(_) => Ok(()),
            Outcome::Failed(alert) => Err(Failure::CheckFailed { check: name, alert }),
        }
    }

    /// Notes a check; the rest follows only if it passed.
    pub(in crate::tls) fn check(self, check: Check) -> Result<Self, Halt> {
        let mut actions = self;
        match actions.checked(check) {
            Ok(()) => Ok(actions),
            Err(failure) => Err(actions.halt(failure)),
        }
    }

    pub(in crate::tls) fn halt(self, failure: Failure) -> Halt {
        Halt { actions: self.actions, failure }
    }

    pub(in crate::tls) fn into<S>(self, next: S) -> Transition<S> {
        Transition { next, actions: self.actions }
    }
}
