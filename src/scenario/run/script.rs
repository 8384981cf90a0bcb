//! What the two do once they are connected.

use super::stage::Stage;
use crate::crypto::rare;
use crate::scenario::Scenario;
use crate::trace::{Side, State};

/// Something that a side does of its own accord.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Export(Side),
    SayAgain,
    Update(Side),
    Say(Side),
    AskAgain,
    Close(Side),
}

/// All of them, in order.
const SCRIPT: [Act; 10] = [
    Act::Export(Side::Client),
    Act::Export(Side::Server),
    Act::SayAgain,
    Act::Update(Side::Client),
    Act::Say(Side::Client),
    Act::Update(Side::Server),
    Act::Say(Side::Server),
    Act::AskAgain,
    Act::Close(Side::Client),
    Act::Close(Side::Server),
];

impl Stage<'_> {
    /// Lets both do what the scenario wants, one after the other.
    ///
    /// With somebody on the way each waits for what the other should have said before; what never comes is waited for until
    /// nothing is in flight.
    pub fn converse(&mut self, scenario: &Scenario) {
        if !rare::BUILT || self.attacker.is_absent() {
            for act in SCRIPT {
                self.act(act, scenario);
            }
            return;
        }
        let mut left = SCRIPT.to_vec();
        loop {
            let mut place = 0;
            while let Some(act) = left.get(place).copied() {
                if self.is_ready(act, &left) {
                    left.remove(place);
                    self.act(act, scenario);
                } else {
                    place += 1;
                }
            }
            if !self.release() {
                return;
            }
        }
    }

    fn act(&mut self, act: Act, scenario: &Scenario) {
        match act {
            Act::Say(Side::Client) => self.say(Side::Client, scenario.client_says.as_bytes()),
            Act::Say(Side::Server) => self.say(Side::Server, scenario.server_says.as_bytes()),
            Act::Close(side) => self.close(side),
            // The rest is for scenarios that are not there otherwise.
            _ if !rare::BUILT => {}
            Act::Export(side) if scenario.exporter => self.export(side),
            // RFC 8446 §4.2.10: what to do with refused early data is for the application, and here it says it again.
            Act::SayAgain if !self.early_taken => self.say(Side::Client, scenario.client_says_early.as_bytes()),
            Act::Update(Side::Client) => self.update_keys(Side::Client, scenario.client_key_update),
            Act::Update(Side::Server) => self.update_keys(Side::Server, scenario.server_key_update),
            Act::AskAgain if scenario.asks_again => self.ask_again(),
            Act::Export(_) | Act::SayAgain | Act::AskAgain => {}
        }
    }

    /// Whether it is time for that, `left` being what was not done yet.
    fn is_ready(&mut self, act: Act, left: &[Act]) -> bool {
        let side = match act {
            Act::SayAgain => Side::Client,
            Act::AskAgain => Side::Server,
            Act::Export(side) | Act::Update(side) | Act::Say(side) | Act::Close(side) => side,
        };
        if self.end(side).state() != State::Connected {
            return false;
        }
        match act {
            Act::Export(_) | Act::SayAgain => true,
            Act::Update(Side::Client) | Act::Say(Side::Client) => !left.contains(&Act::SayAgain),
            Act::Update(Side::Server) | Act::Say(Side::Server) | Act::AskAgain => self.has_heard_all(Side::Server),
            Act::Close(Side::Client) => self.has_heard_all(Side::Client),
            Act::Close(Side::Server) => self.server.has_received_close(),
        }
    }
}
