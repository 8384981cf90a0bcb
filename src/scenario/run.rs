//! Running a scenario: two connections, a wire between them, nothing else.

mod configure;
mod stage;

pub use configure::{configure, resume};

use super::cut::Cutter;
use super::{KeyUpdate, Scenario};
use crate::tls::connection::Connection;
use crate::tls::v13::{ClientConfig, PreSharedKey, ServerConfig};
use crate::trace::{Side, Trace};
use stage::Stage;

/// The label of what a run exports: that of a channel binding. RFC 9266 §4.2.
const EXPORTER_LABEL: &str = "EXPORTER-Channel-Binding";
/// How much a run exports, in bytes. RFC 9266 §4.2.
const EXPORTER_LENGTH: usize = 32;

/// Runs a scenario until nothing is in flight: handshake, tickets, what the two say, and the closing of both directions.
///
/// A scenario with a ticket has two connections: an earlier one, in which the client gets it, and then its own.
/// The same scenario gives the same trace, byte for byte, natively and in WebAssembly.
/// A scenario whose names no certificate can hold gives a trace without steps.
#[must_use]
pub fn run(scenario: &Scenario) -> Trace {
    let mut cutter = Cutter::default();
    let Some((client, server)) = configure(scenario) else { return Trace::default() };
    if !scenario.psk.has_ticket() {
        play(&mut cutter, scenario, client, server);
        return cutter.finish();
    }
    let (tickets, kept) = play(&mut cutter, &scenario.earlier(), client, server);
    // Without a ticket there is nothing to come back with, but the client comes back all the same.
    if let Some((client, server)) = resume(scenario, tickets.into_iter().next(), kept) {
        cutter.next_connection();
        play(&mut cutter, scenario, client, server);
    }
    cutter.finish()
}

/// Plays one connection; returns the pre-shared keys that the client, and that the server, keeps of it.
fn play(
    cutter: &mut Cutter,
    scenario: &Scenario,
    client: ClientConfig,
    server: ServerConfig,
) -> (Vec<PreSharedKey>, Vec<PreSharedKey>) {
    let (server, brought) = Connection::server(server);
    let Ok((client, opening)) = Connection::client(client) else { return Default::default() };
    cutter.bring(Side::Server, brought);
    let mut stage = Stage { client, server, cutter, downgrade: scenario.downgrade };
    let early = scenario.client_says_early.as_bytes();
    let refused = stage.open(opening, early);
    if scenario.exporter {
        stage.export(Side::Client);
        stage.export(Side::Server);
    }
    if refused {
        // RFC 8446 §4.2.10: what to do with refused early data is for the application, and here it says it again.
        stage.say(Side::Client, early);
    }
    stage.update_keys(Side::Client, scenario.client_key_update);
    stage.say(Side::Client, scenario.client_says.as_bytes());
    stage.update_keys(Side::Server, scenario.server_key_update);
    stage.say(Side::Server, scenario.server_says.as_bytes());
    if scenario.asks_again {
        stage.ask_again();
    }
    stage.close(Side::Client);
    stage.close(Side::Server);
    (stage.client.take_psks(), stage.server.take_psks())
}

impl Scenario {
    /// The scenario of the earlier connection, in which the client gets its ticket: nothing that is not needed for that.
    fn earlier(&self) -> Self {
        Self {
            client_says_early: String::new(),
            client_key_update: KeyUpdate::None,
            server_key_update: KeyUpdate::None,
            exporter: false,
            asks_again: false,
            downgrade: false,
            ..self.clone()
        }
    }
}
