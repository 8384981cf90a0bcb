//! rustls with itself, in memory.

#[path = "../../tests/common/rustls_peer.rs"]
mod rustls_peer;

use std::io::{Read, Write};
use std::sync::Arc;

use handshake::scenario::{Scenario, configure};
use rustls::pki_types::ServerName;

/// Both ends, ready to start.
pub struct Peer {
    client: Arc<rustls::ClientConfig>,
    server: Arc<rustls::ServerConfig>,
    name: ServerName<'static>,
    says: [Vec<u8>; 2],
}

impl Peer {
    /// With the same choices as a run of ours.
    pub fn of(scenario: &Scenario) -> Self {
        let (client, server) = configure(scenario).expect("the scenario is valid");
        let mut client = rustls_peer::client_config(rustls_peer::provider(scenario), &client);
        // Every handshake a full one.
        client.resumption = rustls::client::Resumption::disabled();
        Self {
            client: Arc::new(client),
            server: Arc::new(rustls_peer::server_config(rustls_peer::provider(scenario), &server)),
            name: ServerName::try_from(scenario.server_name.clone()).expect("a DNS name"),
            says: [scenario.client_says.clone().into_bytes(), scenario.server_says.clone().into_bytes()],
        }
    }

    /// One handshake, data both ways, and the end.
    pub fn handshake(&self) {
        let client = rustls::ClientConnection::new(self.client.clone(), self.name.clone()).expect("configured");
        let server = rustls::ServerConnection::new(self.server.clone()).expect("configured");
        let (mut client, mut server) = (rustls::Connection::from(client), rustls::Connection::from(server));
        while client.is_handshaking() || server.is_handshaking() {
            carry(&mut client, &mut server);
            carry(&mut server, &mut client);
        }
        client.writer().write_all(&self.says[0]).expect("in memory");
        carry(&mut client, &mut server);
        server.writer().write_all(&self.says[1]).expect("in memory");
        carry(&mut server, &mut client);
        for (end, said) in [(&mut server, &self.says[0]), (&mut client, &self.says[1])] {
            let mut heard = vec![0; said.len()];
            end.reader().read_exact(&mut heard).expect("all has come");
            assert_eq!(heard, *said);
            end.send_close_notify();
        }
        carry(&mut client, &mut server);
        carry(&mut server, &mut client);
    }
}

fn carry(from: &mut rustls::Connection, to: &mut rustls::Connection) {
    let mut bytes = Vec::new();
    while from.wants_write() {
        from.write_tls(&mut bytes).expect("in memory");
    }
    let mut unread = &bytes[..];
    while !unread.is_empty() {
        to.read_tls(&mut unread).expect("in memory");
        to.process_new_packets().expect("both ends agree");
    }
}
