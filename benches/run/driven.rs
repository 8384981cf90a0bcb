//! Our client and server in memory, driven as anybody would drive them, beside rustls.

use super::{BUDGET, clock, fastest, peer};
use handshake::scenario::{CertificateKey, Scenario, configure};
use handshake::tls::connection::Connection;
use handshake::tls::registry::NamedGroup;
use handshake::tls::v13::{ClientConfig, ServerConfig};
use std::hint::black_box;

/// Both ends, ready to start.
struct Ours {
    client: ClientConfig,
    server: ServerConfig,
    says: [Vec<u8>; 2],
}

impl Ours {
    fn of(scenario: &Scenario) -> Self {
        let (client, server) = configure(scenario).expect("the scenario is valid");
        let says = [scenario.client_says.clone().into_bytes(), scenario.server_says.clone().into_bytes()];
        Self { client, server, says }
    }

    /// One handshake, data both ways, and the end.
    fn handshake(&self) {
        let (mut client, effects) = Connection::client(self.client.clone()).expect("configured");
        black_box(effects);
        let (mut server, effects) = Connection::server(self.server.clone());
        black_box(effects);
        for _ in 0..2 {
            carry(&mut client, &mut server);
            carry(&mut server, &mut client);
        }
        black_box(client.send_application_data(&self.says[0]).expect("connected"));
        carry(&mut client, &mut server);
        black_box(server.send_application_data(&self.says[1]).expect("connected"));
        carry(&mut server, &mut client);
        assert_eq!(server.take_application_data(), self.says[0]);
        assert_eq!(client.take_application_data(), self.says[1]);
        black_box(client.close().expect("connected"));
        carry(&mut client, &mut server);
        black_box(server.close().expect("connected"));
        carry(&mut server, &mut client);
    }
}

fn carry(from: &mut Connection, to: &mut Connection) {
    black_box(to.receive(&from.take_outgoing()));
}

/// Prints both times and their ratio; returns what is above its goal.
pub fn against_rustls() -> Vec<&'static str> {
    clock::say(&format!(
        "\n{:<30} {:>12} {:>12} {:>8} {:>6}",
        "client and server in memory", "ours", "rustls", "ratio", "goal"
    ));
    let mut missed = Vec::new();
    for (name, group, certificate_key, goal) in [
        ("x25519, Ed25519", NamedGroup::X25519, CertificateKey::Ed25519, Some(1.25)),
        ("x25519, ECDSA P-256", NamedGroup::X25519, CertificateKey::EcdsaP256, None),
        ("secp256r1, ECDSA P-256", NamedGroup::SECP256R1, CertificateKey::EcdsaP256, None),
        ("x25519, RSA", NamedGroup::X25519, CertificateKey::Rsa, None),
    ] {
        let scenario = Scenario { group, certificate_key, tickets: 0, ..Scenario::default() };
        let (ours, theirs) = (Ours::of(&scenario), peer::Peer::of(&scenario));
        let [our_time, their_time] = fastest([&mut || ours.handshake(), &mut || theirs.handshake()], BUDGET);
        let (ratio, text) = (our_time / their_time, goal.map_or(String::new(), |goal: f64| goal.to_string()));
        clock::say(&format!("{name:<30} {our_time:>9.0} us {their_time:>9.0} us {ratio:>8.3} {text:>6}"));
        if goal.is_some_and(|goal| ratio > goal) {
            missed.push(name);
        }
    }
    clock::say(
        "(the same choices, data both ways, certificates issued beforehand; ours with the tables of curve25519 and the whole trace)",
    );
    missed
}
