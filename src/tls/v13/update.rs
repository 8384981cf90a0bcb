//! What both sides can do once they are connected: new keys, and keys for the application. RFC 8446 §4.6.3, §7.2, §7.5.

use super::action::{Actions, Halt};
use super::keys::Application;
use crate::tls::message::{HandshakeMessage, KeyUpdateRequest};
use crate::tls::schedule::export;
use crate::trace::{Direction, Failure, Secret, Side};

impl Application {
    /// Takes new keys for reading, and for writing too if the peer asks for it. RFC 8446 §4.6.3.
    pub(super) fn key_update(&mut self, own: Side, request: KeyUpdateRequest) -> Result<Actions, Halt> {
        let mut actions = Actions::default();
        match request {
            KeyUpdateRequest::NOT_REQUESTED => self.replace(&mut actions, own.peer(), Direction::Read),
            KeyUpdateRequest::REQUESTED => {
                self.replace(&mut actions, own.peer(), Direction::Read);
                self.send(&mut actions, own, KeyUpdateRequest::NOT_REQUESTED);
            }
            _ => return Err(Failure::IllegalParameter { field: "request_update" }.into()),
        }
        Ok(actions)
    }

    /// Says that what follows is sealed with new keys, and takes them.
    pub(super) fn send(&mut self, actions: &mut Actions, own: Side, request: KeyUpdateRequest) {
        actions.send(&HandshakeMessage::KeyUpdate(request));
        self.replace(actions, own, Direction::Write);
    }

    fn replace(&mut self, actions: &mut Actions, writer: Side, direction: Direction) {
        let traffic = match writer {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        };
        *traffic = traffic.updated();
        actions.derived(traffic.secret());
        let keys = traffic.keys(self.aead);
        actions.keys_derived(&keys);
        actions.install(direction, keys);
    }

    /// RFC 8446 §7.5.
    pub(super) fn export(&self, label: &'static str, context: &[u8], length: usize) -> [Secret; 2] {
        export(self.hash, &self.exporter_master_secret, label, context, length)
    }
}
