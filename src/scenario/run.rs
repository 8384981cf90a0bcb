//! Running a scenario: two connections, a wire between them, nothing else.

mod configure;
mod intercept;
mod script;
mod stage;

pub use configure::{configure, resume};

use core::fmt;

use super::attack::Attacker;
use super::cut::Cutter;
use super::{KeyUpdate, Scenario};
use crate::crypto::rare;
use crate::tls::connection::Connection;
use crate::tls::v13::{ClientConfig, PreSharedKey, RecordedHello, ServerConfig};
use crate::trace::{Bytes, Omission, Side, Trace};
use configure::{Issued, Order, configure_with, impostor_with, resume_with};
use intercept::intercept;
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
    Issued::of(scenario).map(|issued| run_with(scenario, &issued)).unwrap_or_default()
}

/// The certificates of a scenario, issued once for all that can be tried with them, and what of them has verified: most options
/// change no certificate.
pub struct Rehearsal {
    order: Order,
    issued: Option<Issued>,
}

impl fmt::Debug for Rehearsal {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        // What is issued has private keys.
        formatter.debug_struct("Rehearsal").field("order", &self.order).finish_non_exhaustive()
    }
}

impl Rehearsal {
    /// Prepares the runs of a scenario, and of those with the same certificates.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        Self { order: Order::of(scenario), issued: Issued::of(scenario).map(Issued::kept) }
    }

    /// Whether that scenario has the same certificates.
    #[must_use]
    pub fn is_for(&self, scenario: &Scenario) -> bool {
        self.order == Order::of(scenario)
    }

    /// Runs a scenario, just as [`run`] does; with other certificates it takes longer.
    #[must_use]
    pub fn run(&self, scenario: &Scenario) -> Trace {
        match &self.issued {
            Some(issued) if self.is_for(scenario) && scenario.is_built() => run_with(scenario, issued),
            _ => run(scenario),
        }
    }
}

/// Runs a scenario with the certificates that were issued for it.
fn run_with(scenario: &Scenario, issued: &Issued) -> Trace {
    let mut cutter = Cutter::default();
    let (mut client, mut server) = configure_with(scenario, issued);
    let mut attacker = Attacker::new(&scenario.attack);
    if rare::BUILT && scenario.psk.has_ticket() {
        let left = play(&mut cutter, &mut attacker, &scenario.earlier(), (client, server));
        // Without a ticket there is nothing to come back with, but the client comes back all the same.
        (client, server) = resume_with(scenario, issued, left.tickets.into_iter().next(), left.kept);
        cutter.next_connection();
        attacker.next_connection();
    }
    if rare::BUILT
        && let Some(impostor) = scenario.impostor
    {
        if let Some(own) = impostor_with(scenario, issued, impostor) {
            intercept(&mut cutter, &mut attacker, scenario, ((client, server), own));
        }
        return cutter.finish();
    }
    let again = (rare::BUILT && scenario.replay).then(|| server.clone());
    let left = play(&mut cutter, &mut attacker, scenario, (client, server));
    if let Some(server) = again {
        cutter.next_connection();
        replay(&mut cutter, server, left);
    }
    cutter.finish()
}

/// What a connection leaves behind.
#[derive(Default)]
struct Left {
    /// The pre-shared keys that the client keeps.
    tickets: Vec<PreSharedKey>,
    /// Those that the server keeps.
    kept: Vec<PreSharedKey>,
    /// The server's tickets that were used.
    used: Vec<Bytes>,
    /// The hellos whose early data the server took.
    recorded: Vec<RecordedHello>,
    /// What the client sent before it heard anything, as records.
    flight: Bytes,
}

/// Sends a client's first flight to the server once more, which remembers what it has to. RFC 8446 §8.
fn replay(cutter: &mut Cutter, server: ServerConfig, left: Left) {
    // A server that is broken in this forgets.
    let forgets = server.omissions.contains(&Omission::Replay);
    let left = if forgets { Left { used: Vec::new(), recorded: Vec::new(), ..left } } else { left };
    let psks = server.psks.into_iter().filter(|psk| !left.used.contains(&psk.identity)).collect();
    let entropy = server.entropy.part("replayed connection");
    let (mut server, brought) = Connection::server(ServerConfig { psks, recorded: left.recorded, entropy, ..server });
    cutter.bring(Side::Server, brought);
    for effect in server.receive(&left.flight) {
        cutter.add(Side::Server, effect);
    }
}

/// Plays one connection.
fn play(
    cutter: &mut Cutter,
    attacker: &mut Attacker,
    scenario: &Scenario,
    sides: (ClientConfig, ServerConfig),
) -> Left {
    play_for(cutter, attacker, scenario, sides, scenario)
}

/// Plays one connection in which each side waits for what the other says in the scenario `whole`.
fn play_for(
    cutter: &mut Cutter,
    attacker: &mut Attacker,
    scenario: &Scenario,
    (client, server): (ClientConfig, ServerConfig),
    whole: &Scenario,
) -> Left {
    let (server, brought) = Connection::server(server);
    let Ok((client, opening)) = Connection::client(client) else { return Left::default() };
    cutter.bring(Side::Server, brought);
    let downgrade = scenario.downgrade;
    let awaited = [whole.server_says.len(), whole.client_says_early.len() + whole.client_says.len()];
    let (flight, early_taken, heard) = (Vec::new(), false, [0; 2]);
    let mut stage = Stage { client, server, cutter, attacker, downgrade, flight, early_taken, heard, awaited };
    stage.open(opening, scenario.client_says_early.as_bytes());
    stage.converse(scenario);
    Left {
        tickets: stage.client.take_psks(),
        kept: stage.server.take_psks(),
        used: stage.server.take_used(),
        recorded: stage.server.take_recorded(),
        flight: stage.flight,
    }
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
            replay: false,
            ..self.clone()
        }
    }
}
