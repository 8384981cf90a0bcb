//! The climb of the key schedule, the same on both sides. RFC 8446 §7.1.

use super::action::Actions;
use crate::crypto::aead::AeadAlgorithm;
use crate::crypto::hash::HashAlgorithm;
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::schedule::{EarlySecret, FinishedKey, HandshakeSecret, MasterSecret, TrafficKeys, TrafficSecret};
use crate::tls::transcript::{Binding, Transcript};
use crate::trace::{Secret, Side};

/// The keys of both writers in one epoch.
#[derive(Clone)]
pub(in crate::tls) struct BothKeys {
    pub(in crate::tls) client: TrafficKeys,
    pub(in crate::tls) server: TrafficKeys,
}

/// What every state between `ServerHello` and `Finished` carries.
#[derive(Clone)]
pub(in crate::tls) struct HandshakeKeys {
    pub(in crate::tls) suite: SuiteParameters,
    handshake_secret: HandshakeSecret,
    pub(in crate::tls) transcript: Transcript,
    pub(in crate::tls) client_finished_key: FinishedKey,
    pub(in crate::tls) server_finished_key: FinishedKey,
}

/// What the conversation is sealed with, and what it leaves behind.
#[derive(Clone)]
pub(in crate::tls) struct Application {
    pub(in crate::tls) aead: AeadAlgorithm,
    pub(in crate::tls) hash: HashAlgorithm,
    pub(in crate::tls) client: TrafficSecret,
    pub(in crate::tls) server: TrafficSecret,
    pub(in crate::tls) exporter_master_secret: Secret,
}

impl HandshakeKeys {
    /// Climbs to the handshake keys; the transcript reaches from `ClientHello` to `ServerHello`.
    ///
    /// Without `psk` the climb starts from nothing; without `shared_secret` there was no (EC)DHE.
    pub(in crate::tls) fn derive(
        actions: &mut Actions,
        suite: SuiteParameters,
        psk: Option<EarlySecret>,
        shared_secret: Option<&Secret>,
        transcript: Transcript,
    ) -> (Self, BothKeys) {
        let hello = transcript.point();
        let known_before = psk.is_some();
        let early_secret = psk.unwrap_or_else(|| EarlySecret::without_psk(suite.hash));
        let derived = early_secret.derived();
        let handshake_secret = match shared_secret {
            Some(secret) => derived.handshake_secret(&secret.value),
            None => derived.handshake_secret_without_dhe(),
        };
        let client_traffic = handshake_secret.traffic_secret(Side::Client, &hello);
        let server_traffic = handshake_secret.traffic_secret(Side::Server, &hello);
        let both = BothKeys { client: client_traffic.keys(suite.aead), server: server_traffic.keys(suite.aead) };
        let keys = Self {
            suite,
            handshake_secret,
            transcript,
            client_finished_key: client_traffic.finished_key(),
            server_finished_key: server_traffic.finished_key(),
        };
        if !known_before {
            actions.derived(early_secret.secret());
        }
        actions.derived(derived.secret());
        if let Some(secret) = shared_secret {
            actions.derived(secret);
        }
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
    pub(in crate::tls) fn master_secret(&self, actions: &mut Actions) -> (MasterSecret, Application, BothKeys) {
        let server_finished = self.transcript.point();
        let derived = self.handshake_secret.derived();
        let master_secret = derived.master_secret();
        let SuiteParameters { aead, hash, .. } = self.suite;
        let application = Application {
            aead,
            hash,
            client: master_secret.traffic_secret(Side::Client, &server_finished),
            server: master_secret.traffic_secret(Side::Server, &server_finished),
            exporter_master_secret: master_secret.exporter_master_secret(&server_finished),
        };
        let both = BothKeys { client: application.client.keys(aead), server: application.server.keys(aead) };
        actions.derived(derived.secret());
        actions.derived(master_secret.secret());
        actions.derived(application.client.secret());
        actions.derived(application.server.secret());
        actions.derived(&application.exporter_master_secret);
        actions.keys_derived(&both.server);
        actions.keys_derived(&both.client);
        (master_secret, application, both)
    }
}

/// Climbs from Early Secret to the keys of early data; the transcript is the `ClientHello`. RFC 8446 §7.1, §7.3.
pub(in crate::tls) fn early_keys(
    actions: &mut Actions,
    early_secret: &EarlySecret,
    aead: AeadAlgorithm,
    (hello, binding): (&[u8], Binding),
) -> TrafficKeys {
    let hello = Transcript::new(early_secret.hash(), binding, hello).point();
    let traffic = early_secret.traffic_secret(&hello);
    let keys = traffic.keys(aead);
    actions.derived(traffic.secret());
    actions.derived(&early_secret.exporter_master_secret(&hello));
    actions.keys_derived(&keys);
    keys
}
