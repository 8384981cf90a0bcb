//! Up the key schedule as far as it goes: from a shared secret, or from what a key log has. RFC 8446 §7.1.

use super::super::given::Given;
use super::super::stream::{Stream, told_of};
use super::super::{Reaction, noted, place};
use super::Newer;
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::schedule::{EarlySecret, TrafficSecret};
use crate::tls::v13::action::Actions;
use crate::tls::v13::keys::HandshakeKeys;
use crate::trace::{Derivation, Effect, Epoch, Giver, Secret, SecretName, Side, State};

/// The (EC)DHE of a connection.
#[derive(Debug)]
pub(super) enum Exchange {
    /// There was none: the pre-shared key is to do alone.
    None,
    /// Its secret is not known.
    Unknown,
    /// The shared secret, as the client and as the server has it.
    Shared(Box<[Secret; 2]>),
}

impl Newer {
    /// Comes to the handshake keys, from the shared secret or by the key log.
    ///
    /// `psk` says whether the server took a pre-shared key, and what follows from it if it is known.
    pub(super) fn climb(
        &mut self,
        given: &Given,
        suite: SuiteParameters,
        (psk_selected, early_secret): (bool, Option<EarlySecret>),
        exchange: Exchange,
        (streams, reaction): (&mut [Stream; 2], &mut Reaction),
    ) {
        let climbs = match &exchange {
            Exchange::Unknown => false,
            Exchange::None => early_secret.is_some(),
            Exchange::Shared(_) => psk_selected == early_secret.is_some(),
        };
        match &self.transcript {
            Some(transcript) if climbs => {
                let [mine, peers] = match exchange {
                    Exchange::Shared(both) => both.map(Some),
                    Exchange::None | Exchange::Unknown => [None, None],
                };
                let derive = |shared: Option<&Secret>| {
                    let mut actions = Actions::default();
                    let derived =
                        HandshakeKeys::derive(&mut actions, suite, early_secret.clone(), shared, transcript.clone());
                    (noted(actions), derived)
                };
                let (effects, _) = derive(peers.as_ref());
                reaction.sender.extend(effects);
                let (effects, (keys, both)) = derive(mine.as_ref());
                reaction.receiver.extend(effects);
                self.finished_keys = [Some(keys.client_finished_key.clone()), Some(keys.server_finished_key.clone())];
                self.keys = Some(Box::new(keys));
                streams[place(Side::Client)].learn(both.client, Vec::new());
                streams[place(Side::Server)].learn(both.server, Vec::new());
            }
            _ => self.take_logged(given, suite, (streams, reaction)),
        }
        super::install(Side::Server, Epoch::Handshake, streams, reaction);
        // The client goes on when its early data has ended.
        if !self.early_data.offered || streams[place(Side::Client)].due != Epoch::EarlyData {
            Self::install_peer(Side::Client, Epoch::Handshake, streams, reaction);
        }
    }

    /// Takes what key logs have of this connection.
    fn take_logged(
        &mut self,
        given: &Given,
        suite: SuiteParameters,
        (streams, reaction): (&mut [Stream; 2], &mut Reaction),
    ) {
        for writer in [Side::Client, Side::Server] {
            for (epoch, value) in given.traffic(writer, &self.hello.message.random) {
                if value.len() != suite.hash.output_length() || epoch == Epoch::EarlyData {
                    continue;
                }
                let secret = TrafficSecret::given(suite.hash, writer, epoch, value);
                let keys = secret.keys(suite.aead);
                let mut told = told_of(&secret, &keys);
                match epoch {
                    Epoch::Handshake => {
                        let finished = secret.finished_key();
                        told.push(Effect::Derived(finished.secret().clone()));
                        self.finished_keys[place(writer)] = Some(finished);
                        reaction.both(&told);
                        told.clear();
                    }
                    Epoch::Application => self.application[place(writer)] = Some(secret),
                    _ => {}
                }
                streams[place(writer)].learn(keys, told);
            }
        }
        let exporter = given.logged("EXPORTER_SECRET", &self.hello.message.random);
        self.exporter = exporter.filter(|value| value.len() == suite.hash.output_length()).map(|value| Secret {
            name: SecretName::ExporterMasterSecret,
            value: value.to_vec(),
            derivation: Derivation::Given { by: Giver::KeyLog, public: Vec::new() },
        });
    }

    /// After a `Finished`: the server's leads to the application keys, the client's to what is for later connections.
    pub(super) fn after_finished(&mut self, sender: Side, streams: &mut [Stream; 2], reaction: &mut Reaction) {
        if self.connected[place(sender)] {
            return;
        }
        self.connected[place(sender)] = true;
        match sender {
            Side::Server => {
                self.application_keys(streams, reaction);
                super::install(Side::Server, Epoch::Application, streams, reaction);
                let states = match (self.early_data.accepted, &self.requested) {
                    (Some(true), _) => &[State::WaitEndOfEarlyData][..],
                    (_, Some(_)) => &[State::WaitFlight2, State::WaitCertificate],
                    _ => &[State::WaitFlight2, State::WaitFinished],
                };
                reaction.sender.extend(states.iter().map(|state| Effect::Entered(*state)));
            }
            Side::Client => {
                super::install(Side::Client, Epoch::Application, streams, reaction);
                if let (Some(master), Some(transcript)) = (&self.master_secret, &self.transcript) {
                    let resumption = master.resumption_master_secret(&transcript.point());
                    reaction.both(&[Effect::Derived(resumption.secret().clone())]);
                    self.resumption = Some(resumption);
                }
                reaction.both(&[Effect::Entered(State::Connected)]);
            }
        }
    }

    fn application_keys(&mut self, streams: &mut [Stream; 2], reaction: &mut Reaction) {
        if let (Some(keys), Some(transcript)) = (&mut self.keys, &self.transcript) {
            keys.transcript = transcript.clone();
            let mut actions = Actions::default();
            let (master, application, both) = keys.master_secret(&mut actions);
            reaction.both(&noted(actions));
            self.master_secret = Some(master);
            self.application = [Some(application.client), Some(application.server)];
            streams[place(Side::Client)].learn(both.client, Vec::new());
            streams[place(Side::Server)].learn(both.server, Vec::new());
            return;
        }
        reaction.both(&self.exporter.take().map(Effect::Derived).into_iter().collect::<Vec<_>>());
        for stream in streams.iter_mut() {
            let known = stream.known.iter_mut().find(|known| known.epoch == Epoch::Application);
            if let Some(known) = known {
                reaction.both(&core::mem::take(&mut known.untold));
            }
        }
    }

    /// The receiver of the message at hand goes on to keys of its own.
    fn install_peer(writer: Side, epoch: Epoch, streams: &mut [Stream; 2], reaction: &mut Reaction) {
        let mut turned = Reaction::default();
        super::install(writer, epoch, streams, &mut turned);
        reaction.sender.append(&mut turned.receiver);
        reaction.receiver.append(&mut turned.sender);
    }
}
