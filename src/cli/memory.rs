//! What a server remembers from one connection to the next.

use super::entropy;
use super::options::ServerExtras;
use super::problem::Problem;
use crate::tls::v13::PreSharedKey;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many sessions and tickets are kept; the oldest are forgotten first.
const KEPT: usize = 256;

/// What a server remembers from one connection to the next.
pub(super) struct Memory {
    /// The key with which it seals tickets, if it does.
    pub ticket_key: Option<[u8; 16]>,
    kept: Mutex<Vec<PreSharedKey>>,
}

impl Memory {
    /// Begins with nothing but a key for tickets, if they are to be sealed.
    pub(super) fn new(extras: &ServerExtras) -> Result<Self, Problem> {
        let ticket_key = if extras.sealed_tickets { Some(entropy()?.bytes("ticket key")) } else { None };
        Ok(Self { ticket_key, kept: Mutex::default() })
    }

    fn lock(&self) -> MutexGuard<'_, Vec<PreSharedKey>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what tickets and sessions stand for.
    pub(super) fn keep(&self, psks: Vec<PreSharedKey>) {
        let mut kept = self.lock();
        kept.extend(psks);
        let over = kept.len().saturating_sub(KEPT);
        kept.drain(..over);
    }

    /// What it has kept.
    pub(super) fn kept(&self) -> Vec<PreSharedKey> {
        self.lock().clone()
    }
}
