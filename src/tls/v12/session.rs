//! What both sides of a handshake of TLS 1.2 hold.

use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::schedule::{Randoms, SessionMasterSecret, TrafficKeys};
use crate::tls::transcript::Transcript;
use crate::tls::v13::action::Actions;
use crate::trace::{Bytes, Derivation, MessageName, Secret, Side};

/// The handshake so far: hashed, and as it was, because a client's signature covers the messages themselves.
#[derive(Clone)]
pub(super) struct Said {
    pub(super) transcript: Transcript,
    pub(super) messages: Bytes,
}

impl Said {
    /// Starts with both hellos.
    pub(super) fn new(suite: SuiteParameters, client_hello: &[u8], server_hello: &[u8]) -> Self {
        let mut said = Self { transcript: Transcript::new(suite.hash, client_hello), messages: client_hello.to_vec() };
        said.add(Side::Server, MessageName::ServerHello, server_hello);
        said
    }

    /// Adds a handshake message, header included.
    pub(super) fn add(&mut self, sender: Side, name: MessageName, bytes: &[u8]) {
        self.transcript.add(sender, name, bytes);
        self.messages.extend_from_slice(bytes);
    }
}

/// What was agreed on in the hellos.
#[derive(Clone)]
pub(super) struct Agreed {
    pub(super) suite: SuiteParameters,
    pub(super) randoms: Randoms,
    /// Whether the master secret depends on the whole handshake. RFC 7627.
    pub(super) extended: bool,
    pub(super) application_protocol: Option<Bytes>,
}

/// The master secret and the keys that come from it.
#[derive(Clone)]
pub(super) struct Keys {
    pub(super) master_secret: SessionMasterSecret,
    pub(super) client: TrafficKeys,
    pub(super) server: TrafficKeys,
}

impl Keys {
    /// Climbs from the premaster secret; the handshake so far reaches to the `ClientKeyExchange`.
    pub(super) fn derive(actions: &mut Actions, agreed: &Agreed, premaster: &Secret, said: &Said) -> Self {
        let hash = agreed.suite.hash;
        let master_secret = if agreed.extended {
            SessionMasterSecret::extended(hash, premaster, &said.transcript.point())
        } else {
            SessionMasterSecret::plain(hash, premaster, &agreed.randoms)
        };
        // What was drawn was told when it was.
        if !matches!(premaster.derivation, Derivation::Entropy { .. }) {
            actions.derived(premaster);
        }
        Self::expand(actions, agreed, master_secret)
    }

    /// Takes the master secret of an earlier connection.
    pub(super) fn resume(actions: &mut Actions, agreed: &Agreed, secret: Secret) -> Self {
        Self::expand(actions, agreed, SessionMasterSecret::resumed(agreed.suite.hash, secret))
    }

    fn expand(actions: &mut Actions, agreed: &Agreed, master_secret: SessionMasterSecret) -> Self {
        let (block, client, server) = master_secret.keys(agreed.suite.aead, &agreed.randoms);
        actions.derived(master_secret.secret());
        actions.derived(&block);
        actions.keys_derived(&client);
        actions.keys_derived(&server);
        Self { master_secret, client, server }
    }
}

/// The end of the handshake.
#[derive(Clone)]
pub(super) struct Established {
    pub(super) agreed: Agreed,
    pub(super) master_secret: SessionMasterSecret,
}

impl Established {
    /// RFC 5705 §4.
    pub(super) fn export(&self, label: &'static str, context: &[u8], length: usize) -> Vec<Secret> {
        vec![self.master_secret.export(label, context, &self.agreed.randoms, length)]
    }
}
