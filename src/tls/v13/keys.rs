//! The climb of the key schedule, the same on both sides. RFC 8446 §7.1.

use super::action::Actions;
use crate::crypto::aead::AeadAlgorithm;
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::schedule::{EarlySecret, FinishedKey, HandshakeSecret, MasterSecret, TrafficKeys};
use crate::tls::transcript::Transcript;
use crate::trace::{Secret, Side};

/// The keys of both writers in one epoch.
#[derive(Clone)]
pub(super) struct BothKeys {
    pub(super) client: TrafficKeys,
    pub(super) server: TrafficKeys,
}

/// What every state between `ServerHello` and `Finished` carries.
#[derive(Clone)]
pub(super) struct HandshakeKeys {
    aead: AeadAlgorithm,
    handshake_secret: HandshakeSecret,
    pub(super) transcript: Transcript,
    pub(super) client_finished_key: FinishedKey,
    pub(super) server_finished_key: FinishedKey,
}

impl HandshakeKeys {
    /// Climbs from nothing to the handshake keys; the transcript reaches from `ClientHello` to `ServerHello`.
    pub(super) fn derive(
        actions: &mut Actions,
        suite: SuiteParameters,
        shared_secret: &Secret,
        transcript: Transcript,
    ) -> (Self, BothKeys) {
        let hello = transcript.point();
        let early_secret = EarlySecret::without_psk(suite.hash);
        let derived = early_secret.derived();
        let handshake_secret = derived.handshake_secret(&shared_secret.value);
        let client_traffic = handshake_secret.traffic_secret(Side::Client, &hello);
        let server_traffic = handshake_secret.traffic_secret(Side::Server, &hello);
        let both = BothKeys { client: client_traffic.keys(suite.aead), server: server_traffic.keys(suite.aead) };
        let keys = Self {
            aead: suite.aead,
            handshake_secret,
            transcript,
            client_finished_key: client_traffic.finished_key(),
            server_finished_key: server_traffic.finished_key(),
        };
        actions.derived(early_secret.secret());
        actions.derived(derived.secret());
        actions.derived(shared_secret);
        actions.derived(keys.handshake_secret.secret());
        actions.derived(client_traffic.secret());
        actions.derived(server_traffic.secret());
        actions.keys_derived(&both.server);
        actions.derived(keys.server_finished_key.secret());
        actions.keys_derived(&both.client);
        actions.derived(keys.client_finished_key.secret());
        (keys, both)
    }

    /// Climbs on to the application keys; the transcript reaches from `ClientHello` to the server's `Finished`.
    pub(super) fn master_secret(&self, actions: &mut Actions) -> (MasterSecret, BothKeys) {
        let server_finished = self.transcript.point();
        let derived = self.handshake_secret.derived();
        let master_secret = derived.master_secret();
        let client_traffic = master_secret.traffic_secret(Side::Client, &server_finished);
        let server_traffic = master_secret.traffic_secret(Side::Server, &server_finished);
        let both = BothKeys { client: client_traffic.keys(self.aead), server: server_traffic.keys(self.aead) };
        actions.derived(derived.secret());
        actions.derived(master_secret.secret());
        actions.derived(client_traffic.secret());
        actions.derived(server_traffic.secret());
        actions.derived(&master_secret.exporter_master_secret(&server_finished));
        actions.keys_derived(&both.server);
        actions.keys_derived(&both.client);
        (master_secret, both)
    }
}
