//! What has changed since the page was last painted.

use std::sync::Arc;

use super::{Run, Session, State};

/// What the page shows.
#[derive(Clone)]
pub(super) struct Picture {
    /// The run.
    pub run: Arc<Run>,
    /// Where in it the reader is.
    pub state: State,
}

impl Picture {
    /// What the page has to show now.
    pub fn of(session: Session) -> Self {
        Self { run: session.run.get(), state: session.state.get() }
    }
}

/// What the page showed, and what it has to show now.
pub(super) struct Change<'a> {
    /// `None` the first time.
    pub before: Option<&'a Picture>,
    pub run: &'a Run,
    pub state: &'a State,
    run_is_new: bool,
}

impl<'a> Change<'a> {
    pub fn new(before: Option<&'a Picture>, now: &'a Picture) -> Self {
        let run_is_new = before.is_none_or(|before| !Arc::ptr_eq(&before.run, &now.run));
        Self { before, run: &now.run, state: &now.state, run_is_new }
    }

    /// Whether it is another run.
    pub fn run_is_new(&self) -> bool {
        self.run_is_new
    }

    /// Whether it is another step, or a step of another run.
    pub fn step_is_new(&self) -> bool {
        self.run_is_new || self.is_new(|state| state.cursor)
    }

    /// Whether somebody on the way is shown.
    #[cfg(feature = "whole")]
    pub fn has_attacker(&self) -> bool {
        self.run.has_attacker || self.state.bench.said.attacker
    }

    /// Nobody is, in the first part.
    #[cfg(not(feature = "whole"))]
    pub fn has_attacker(&self) -> bool {
        let _ = self;
        false
    }

    /// Whether somebody on the way is shown who was not before, or the other way round.
    pub fn attacker_is_new(&self) -> bool {
        let before = self.before.map(|before| Change {
            before: None,
            run: &before.run,
            state: &before.state,
            run_is_new: false,
        });
        before.is_none_or(|before| before.has_attacker() != self.has_attacker())
    }

    /// What opens of the run later, if something is stolen, unless a question waits that it could answer.
    #[cfg(feature = "whole")]
    pub fn haul(&self) -> Option<&'a crate::explain::Haul> {
        if self.state.is_asked() { None } else { self.run.haul() }
    }

    /// Whether a question waits that did not before, or the other way round.
    #[cfg(feature = "whole")]
    pub fn is_asked_anew(&self) -> bool {
        self.is_new(State::is_asked)
    }

    /// Whether a part of the state is another.
    pub fn is_new<T: PartialEq>(&self, part: fn(&State) -> T) -> bool {
        self.before.is_none_or(|before| part(&before.state) != part(self.state))
    }
}
