//! Running a scenario: two connections, a wire between them, nothing else.

use super::cut::Cutter;
use super::{CertificateKey, Scenario};
use crate::crypto::entropy::Entropy;
use crate::crypto::signature::KeyKind;
use crate::crypto::x509::{Certificate, IssuedChain, issue, read_certificate};
use crate::tls::connection::Connection;
use crate::tls::registry::{CipherSuite, NamedGroup, SignatureScheme};
use crate::tls::v13::{ClientConfig, ServerConfig};
use crate::trace::{Effect, Side, State, Trace};
use crate::wire::decode;

/// Runs a scenario until nothing is in flight: handshake, tickets, what the two say, and the closing of both directions.
///
/// The same scenario gives the same trace, byte for byte, natively and in WebAssembly.
/// A scenario whose names no certificate can hold gives a trace without steps.
#[must_use]
pub fn run(scenario: &Scenario) -> Trace {
    let Some((client_config, server_config)) = configure(scenario) else {
        return Trace::default();
    };
    let (server, brought) = Connection::server(server_config);
    let Ok((client, opening)) = Connection::client(client_config) else {
        return Trace::default();
    };
    let mut stage = Stage { client, server, cutter: Cutter::new(Side::Server, brought) };
    stage.play(Side::Client, opening);
    stage.say(Side::Client, scenario.client_says.as_bytes());
    stage.say(Side::Server, scenario.server_says.as_bytes());
    stage.close(Side::Client);
    stage.close(Side::Server);
    stage.cutter.finish()
}

/// What the scenario means for each side; `None` if its names fit into no certificate.
#[must_use]
pub fn configure(scenario: &Scenario) -> Option<(ClientConfig, ServerConfig)> {
    let entropy = Entropy::from_seed(&scenario.seed);
    let kind = match scenario.certificate_key {
        CertificateKey::Ed25519 => KeyKind::Ed25519,
        CertificateKey::EcdsaP256 => KeyKind::EcdsaP256,
    };
    let certificate_name = scenario.certificate_name.as_deref().unwrap_or(&scenario.server_name);
    let IssuedChain { chain, root, leaf_key } = issue(&entropy, kind, certificate_name).ok()?;
    let certificate_chain = chain.iter().map(|der| parse(der)).collect::<Option<Vec<_>>>()?;
    let root = parse(&root)?;
    let client = ClientConfig {
        cipher_suites: preferred_first(scenario.cipher_suite, &CipherSuite::ALL),
        groups: preferred_first(scenario.group, &NamedGroup::ALL),
        key_share: scenario.group,
        signature_schemes: SignatureScheme::ALL.to_vec(),
        server_name: scenario.server_name.clone(),
        application_protocols: protocols(&scenario.client_alpn),
        checks_chain: true,
        trust_anchors: vec![root],
        now: scenario.date.unix_time(),
        entropy: entropy.clone(),
    };
    let server = ServerConfig {
        cipher_suites: CipherSuite::ALL.to_vec(),
        groups: NamedGroup::ALL.to_vec(),
        application_protocols: protocols(&scenario.server_alpn),
        certificate_chain,
        certificate_key: leaf_key,
        tickets: scenario.tickets,
        entropy,
    };
    Some((client, server))
}

fn parse(der: &[u8]) -> Option<Certificate> {
    decode(der, "Certificate", |reader| read_certificate(reader, der.len())).result.ok()
}

fn preferred_first<T: Copy + PartialEq>(preferred: T, all: &[T]) -> Vec<T> {
    core::iter::once(preferred).chain(all.iter().copied().filter(|item| *item != preferred)).collect()
}

fn protocols(names: &[String]) -> Vec<Vec<u8>> {
    names.iter().map(|name| name.clone().into_bytes()).collect()
}

/// The two ends, and the trace that grows while they talk.
struct Stage {
    client: Connection,
    server: Connection,
    cutter: Cutter,
}

impl Stage {
    fn end(&mut self, side: Side) -> &mut Connection {
        match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        }
    }

    /// Plays what a side did, message by message: each is delivered, and answered, before the next one is on the wire.
    ///
    /// If an answer ends the connection, the rest of a flight is never sent.
    fn play(&mut self, side: Side, effects: Vec<Effect>) {
        self.end(side).take_outgoing();
        let mut effects = effects.into_iter().peekable();
        while effects.peek().is_some() {
            let mut in_flight = Vec::new();
            while let Some(effect) = effects.next_if(|effect| in_flight.is_empty() || !begins_message(effect)) {
                if let Effect::RecordSent(record) = &effect {
                    in_flight.extend_from_slice(&record.bytes);
                }
                self.cutter.add(side, effect);
            }
            if in_flight.is_empty() {
                return;
            }
            let answer = self.end(side.peer()).receive(&in_flight);
            self.play(side.peer(), answer);
            if self.end(side).alert().is_some() && self.end(side.peer()).alert().is_some() {
                return;
            }
        }
    }

    fn say(&mut self, side: Side, data: &[u8]) {
        if !data.is_empty()
            && let Ok(effects) = self.end(side).send_application_data(data)
        {
            self.play(side, effects);
        }
    }

    fn close(&mut self, side: Side) {
        if self.end(side).state() == State::Connected
            && let Ok(effects) = self.end(side).close()
        {
            self.play(side, effects);
        }
    }
}

/// Whether an effect is the first of those that send a message.
fn begins_message(effect: &Effect) -> bool {
    matches!(effect, Effect::Proved(_) | Effect::Failed(_) | Effect::Sent(_))
}
