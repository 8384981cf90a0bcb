//! What a server remembers from one connection to the next.

use super::entropy;
use super::link::Link;
use super::now;
use super::options::ServerExtras;
use super::problem::Problem;
use crate::tls::v13::{PreSharedKey, RecordedHello};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many sessions and tickets are kept; the oldest are forgotten first.
const KEPT: usize = 256;

/// What a server remembers from one connection to the next.
pub(super) struct Memory {
    /// The key with which it seals tickets, if it does.
    pub ticket_key: Option<[u8; 16]>,
    notes: Mutex<Notes>,
}

/// What changes with each connection.
#[derive(Clone, Default)]
pub(super) struct Notes {
    /// What tickets and sessions stand for.
    pub kept: Vec<PreSharedKey>,
    /// The hellos whose early data was taken lately.
    pub recorded: Vec<RecordedHello>,
}

impl Memory {
    /// Begins with nothing but a key for tickets, if they are to be sealed.
    pub(super) fn new(extras: &ServerExtras) -> Result<Self, Problem> {
        let ticket_key = if extras.sealed_tickets { Some(entropy()?.bytes("ticket key")) } else { None };
        Ok(Self { ticket_key, notes: Mutex::default() })
    }

    fn lock(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes note of what a connection leaves behind.
    ///
    /// # Errors
    /// If somebody else came with the same ticket and early data at the same time: then nothing of it may be acted on.
    pub(super) fn learn(&self, link: &Link) -> Result<(), Problem> {
        let (used, recorded, new) = link.take_memories();
        let now = now();
        let mut notes = self.lock();
        notes.recorded.retain(|hello| hello.until >= now);
        let is_replay = recorded.iter().any(|hello| notes.recorded.contains(hello));
        notes.recorded.extend(recorded);
        // RFC 8446 §8.1: each ticket is for one connection.
        notes.kept.retain(|psk| !used.contains(&psk.identity));
        notes.kept.extend(new);
        let over = notes.kept.len().saturating_sub(KEPT);
        notes.kept.drain(..over);
        if is_replay { Err(link.not_done("the same early data came twice at the same time")) } else { Ok(()) }
    }

    /// What it knows now.
    pub(super) fn notes(&self) -> Notes {
        self.lock().clone()
    }
}
