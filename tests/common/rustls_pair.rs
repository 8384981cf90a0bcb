//! One end of ours, one of rustls, and the bytes between them.

use std::io::{Read, Write};
use std::sync::Arc;

use handshake::tls::connection::Connection;
use handshake::trace::{ChoiceName, Effect, MessageName, State};
use rustls::pki_types::ServerName;

/// Our end and theirs, with what each has read and everything that ours did.
pub struct Pair {
    pub ours: Connection,
    pub theirs: rustls::Connection,
    pub effects: Vec<Effect>,
    pub they_read: Vec<u8>,
    pub they_read_early: Vec<u8>,
    pub error: Option<rustls::Error>,
}

impl Pair {
    pub fn new((ours, effects): (Connection, Vec<Effect>), theirs: impl Into<rustls::Connection>) -> Self {
        let (they_read, they_read_early) = (Vec::new(), Vec::new());
        Self { ours, theirs: theirs.into(), effects, they_read, they_read_early, error: None }
    }

    /// Carries bytes both ways, `piece` at a time, until nothing is in flight. After an error of theirs they hear nothing more.
    pub fn drive(&mut self, piece: usize) -> &mut Self {
        for _ in 0..50 {
            let out = if self.error.is_none() { self.ours.take_outgoing() } else { Vec::new() };
            for mut bytes in out.chunks(piece) {
                while !bytes.is_empty() && self.error.is_none() {
                    self.theirs.read_tls(&mut bytes).unwrap();
                    self.take_in();
                }
            }
            let mut inbound = Vec::new();
            while self.theirs.wants_write() {
                self.theirs.write_tls(&mut inbound).unwrap();
            }
            if out.is_empty() && inbound.is_empty() {
                return self;
            }
            for bytes in inbound.chunks(piece) {
                self.effects.extend(self.ours.receive(bytes));
            }
        }
        panic!("still in flight after 50 rounds");
    }

    /// What has come to their end: application data, early data, or an error.
    fn take_in(&mut self) {
        match self.theirs.process_new_packets() {
            Ok(state) => {
                let mut more = vec![0; state.plaintext_bytes_to_read()];
                self.theirs.reader().read_exact(&mut more).unwrap();
                self.they_read.extend(more);
            }
            Err(error) => self.error = Some(error),
        }
        if let rustls::Connection::Server(server) = &mut self.theirs
            && let Some(mut early) = server.early_data()
        {
            early.read_to_end(&mut self.they_read_early).unwrap();
        }
    }

    /// Both ends have completed the handshake.
    pub fn assert_connected(&self) -> &Self {
        assert_eq!((self.ours.state(), self.ours.alert()), (State::Connected, None), "{:?}", self.error);
        assert!(!self.theirs.is_handshaking());
        self
    }

    /// Our end says something, and theirs reads it.
    pub fn say(&mut self, words: &[u8]) -> &mut Self {
        self.they_read.clear();
        self.effects.extend(self.ours.send_application_data(words).unwrap());
        self.drive(1000);
        assert_eq!((self.they_read == words, &self.error), (true, &None));
        self
    }

    /// Their end says something, and ours reads it.
    pub fn hear(&mut self, words: &[u8]) -> &mut Self {
        self.theirs.writer().write_all(words).unwrap();
        self.drive(1000);
        assert_eq!((self.ours.take_application_data() == words, &self.error), (true, &None));
        self
    }

    /// Both say goodbye.
    pub fn end(&mut self) {
        self.theirs.send_close_notify();
        self.ours.close().unwrap();
        self.drive(3);
        assert_eq!((self.ours.state(), self.ours.alert()), (State::Closed, None));
        assert_eq!(self.theirs.reader().read(&mut [0; 1]).unwrap(), 0, "rustls saw close_notify");
    }

    /// How many messages of that name our end has sent.
    pub fn sent(&self, name: MessageName) -> usize {
        self.effects.iter().filter(|effect| matches!(effect, Effect::Sent(message) if message.name == name)).count()
    }

    /// How many it has received.
    pub fn received(&self, name: MessageName) -> usize {
        self.effects.iter().filter(|effect| matches!(effect, Effect::Received(message) if message.name == name)).count()
    }

    /// What our end chose, or heard that the other did.
    pub fn chosen(&self, name: ChoiceName) -> Option<&str> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Negotiated(choice) if choice.name == name => choice.chosen.as_deref(),
            _ => None,
        })
    }
}

/// A client of theirs that calls us by our name.
pub fn connect(config: &Arc<rustls::ClientConfig>) -> rustls::ClientConnection {
    rustls::ClientConnection::new(config.clone(), ServerName::try_from("example.com").unwrap()).unwrap()
}
