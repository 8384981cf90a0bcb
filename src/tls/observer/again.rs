//! Another handshake within a connection: what happens since a client asked for it waits until the server has answered.

use super::{Observer, Protocol};
use crate::trace::{Effect, Record, Side};

impl Observer<'_> {
    /// How many effects came before each further handshake within the connection. RFC 5246 §7.4.1.1.
    #[must_use]
    pub fn renegotiations(&self) -> &[usize] {
        &self.renegotiations
    }

    /// Gives out what has happened, as far as it is decided to which handshake it belongs.
    pub(super) fn give_out(&mut self) -> Vec<(Side, Effect)> {
        self.held.as_mut().unwrap_or(&mut self.ready).append(&mut self.effects);
        self.given_out += self.ready.len();
        core::mem::take(&mut self.ready)
    }

    /// A client asks for another handshake: its hello, which is told next, waits for the server's answer.
    pub(super) fn hold(&mut self) {
        self.decline();
        self.ready.append(&mut self.effects);
        self.held = Some(Vec::new());
    }

    /// No other handshake begins: what waited belongs to the one before, and its hello has led to nothing.
    pub(super) fn decline(&mut self) {
        let Some(held) = self.held.take() else { return };
        let led_to = |effect: &Effect| matches!(effect, Effect::Entered(_) | Effect::Checked(_));
        self.ready.extend(held.into_iter().filter(|(_, effect)| !led_to(effect)));
    }

    /// Another handshake has begun, with the hello that waits.
    pub(super) fn begin_again(&mut self, left: Vec<(Side, Effect)>) {
        let mut held = self.held.take().unwrap_or_default();
        held.append(&mut self.effects);
        let rename = |record: &mut Record| {
            let sender = record.id.sender;
            record.protection = record.protection.take().map(|protection| protection.of_preceding(sender));
        };
        for (_, effect) in &mut held {
            if let Effect::RecordSent(record) | Effect::RecordReceived(record) = effect {
                rename(record);
            }
        }
        self.streams.iter_mut().flat_map(|stream| &mut stream.batch.records).for_each(rename);
        self.renegotiations.push(self.given_out + self.ready.len());
        self.ready.extend(left);
        self.ready.append(&mut held);
    }

    /// The handshake at hand stays the last one: what may have been another's beginning belongs to it.
    pub(super) fn stay(&mut self) {
        if let (Some(held), Protocol::Older(older)) = (&mut self.held, &mut self.protocol) {
            held.append(&mut self.effects);
            older.declines();
            self.decline();
        }
    }
}
