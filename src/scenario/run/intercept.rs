//! Two connections with an impostor in between.

use super::play_for;
use crate::scenario::attack::Attacker;
use crate::scenario::cut::Cutter;
use crate::scenario::impostor::Impostor;
use crate::scenario::{KeyUpdate, Scenario};
use crate::tls::message::{CertificateVerify, HandshakeMessage};
use crate::tls::v13::{ClientConfig, ServerConfig};
use crate::trace::{Effect, Omission, Side, Trace};

/// The client and the server of a connection.
type Sides = (ClientConfig, ServerConfig);

/// Plays two connections: that of the client with the impostor, and that of the impostor with the server.
///
/// The two go on at the same time: the impostor passes on what the client says as soon as it has it, and what the server
/// answers. The trace has one after the other, so that what is passed on has to be found out before.
///
/// Single records are changed in both. So that an edit means the same record whatever comes of the others, those of the second
/// connection are numbered as they are if nobody changes any, unless the first one has more then: an alert after its end.
pub(super) fn intercept(
    cutter: &mut Cutter,
    attacker: &mut Attacker,
    scenario: &Scenario,
    ((client, server), (own_client, own_server)): (Sides, Sides),
) {
    let between = Between { scenario, first: (client, own_server), second: (own_client, server) };
    let begins = if attacker.is_absent() { [0; 2] } else { between.second_begins(cutter, attacker) };
    between.play(cutter, attacker, begins);
}

/// Who stands where, and what for.
struct Between<'a> {
    scenario: &'a Scenario,
    /// The client, and the impostor as a server.
    first: Sides,
    /// The impostor as a client, and the server.
    second: Sides,
}

/// What became of the first connection.
struct First {
    /// How many records each side has sent when it ends.
    sent: [usize; 2],
    /// What the impostor has passed on to the client.
    told: PassedOn,
}

/// What the impostor has of the server, for the client.
#[derive(Clone, Default)]
struct PassedOn {
    /// The proof that the server holds its certificate's key, where it fits any connection.
    proof: Option<CertificateVerify>,
    /// The answer.
    answer: String,
}

impl Between<'_> {
    /// With which record of each side the second connection begins: at the least after all that the first one can have.
    fn second_begins(&self, cutter: &Cutter, attacker: &Attacker) -> [usize; 2] {
        let honest = self.play(&mut cutter.beginning_here(), &mut Attacker::default(), [0; 2]);
        let mut changed = cutter.beginning_here();
        self.play_first(&mut changed, &mut attacker.clone(), honest.told);
        let [client, server] = changed.sent();
        [honest.sent[0].max(client), honest.sent[1].max(server)]
    }

    /// Plays both; the second one's records are numbered from `begins` on.
    fn play(&self, cutter: &mut Cutter, attacker: &mut Attacker, begins: [usize; 2]) -> First {
        let needs_proof = self.needs_proof();
        let proof = if needs_proof { self.proof(cutter, attacker, begins) } else { None };
        let mut told = PassedOn { proof, answer: String::new() };
        let mut rehearsal = cutter.beginning_here();
        let mut on_the_way = attacker.clone();
        self.play_first(&mut rehearsal, &mut on_the_way, told.clone());
        let question = heard(&rehearsal.finish(), Side::Server);
        cutter.impersonate(Side::Server);
        // Nothing is said to the server then, unless it has been asked for its proof.
        if question.is_empty() && !needs_proof {
            self.play_first(cutter, attacker, told.clone());
            return First { sent: cutter.sent(), told };
        }
        on_the_way.next_connection();
        let rehearsed = self.rehearse_second(cutter, &mut on_the_way.clone(), question.clone(), begins);
        told.answer = heard(&rehearsed, Side::Client);
        self.play_first(cutter, attacker, told.clone());
        let sent = cutter.sent();
        cutter.number_from(begins);
        cutter.next_connection();
        cutter.impersonate(Side::Client);
        self.play_second(cutter, &mut on_the_way, question);
        First { sent, told }
    }

    /// Whether the impostor has to get the server's proof: they have its certificate and not its key, and neither the server nor
    /// the client hashes what was said, so that the signature is the same in every connection.
    fn needs_proof(&self) -> bool {
        let hashes_nothing = |side| self.scenario.omissions.contains(&(side, Omission::Transcript));
        self.scenario.impostor == Some(Impostor::StolenCertificate)
            && hashes_nothing(Side::Client)
            && hashes_nothing(Side::Server)
    }

    /// The proof that the server sends in the second connection.
    fn proof(&self, cutter: &Cutter, attacker: &Attacker, begins: [usize; 2]) -> Option<CertificateVerify> {
        let mut on_the_way = attacker.clone();
        on_the_way.next_connection();
        let trace = self.rehearse_second(cutter, &mut on_the_way, String::new(), begins);
        trace.occurrences().find_map(|occurrence| match &occurrence.effect {
            Effect::Received(message) if occurrence.side == Side::Client => {
                match HandshakeMessage::decode(&message.bytes).result {
                    Ok(HandshakeMessage::CertificateVerify(proof)) => Some(proof),
                    _ => None,
                }
            }
            _ => None,
        })
    }

    /// Plays the second connection for the sake of what comes of it.
    fn rehearse_second(&self, cutter: &Cutter, attacker: &mut Attacker, question: String, begins: [usize; 2]) -> Trace {
        let mut rehearsal = cutter.beginning_here();
        rehearsal.number_from(begins);
        rehearsal.next_connection();
        self.play_second(&mut rehearsal, attacker, question);
        rehearsal.finish()
    }

    /// Plays the connection of the client with the impostor, who passes that on.
    fn play_first(&self, cutter: &mut Cutter, attacker: &mut Attacker, told: PassedOn) {
        let scenario = Scenario {
            server_says: told.answer,
            asks_again: false,
            server_key_update: KeyUpdate::None,
            ..self.scenario.clone()
        };
        let (client, own_server) = self.first.clone();
        let own_server = ServerConfig { passed_on: told.proof, ..own_server };
        play_for(cutter, attacker, &scenario, (client, own_server), self.scenario);
    }

    /// Plays the connection of the impostor, who asks that, with the server.
    fn play_second(&self, cutter: &mut Cutter, attacker: &mut Attacker, question: String) {
        let scenario = Scenario {
            client_says: question,
            client_says_early: String::new(),
            client_key_update: KeyUpdate::None,
            downgrade: false,
            ..self.scenario.clone()
        };
        play_for(cutter, attacker, &scenario, self.second.clone(), self.scenario);
    }
}

/// What a side has heard of what the other said; of what is no text, all that is.
fn heard(trace: &Trace, side: Side) -> String {
    String::from_utf8_lossy(&trace.heard_of(side.peer(), trace.later.len())).into_owned()
}
