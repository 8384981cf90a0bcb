//! What both sides of a handshake of TLS 1.2 hold.

use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::schedule::{Randoms, SessionMasterSecret, TrafficKeys};
use crate::tls::transcript::{Binding, Transcript};
use crate::tls::v13::action::Actions;
use crate::trace::{Bytes, Derivation, MessageName, Secret, Side};

/// The handshake so far: hashed, and as it was, because a client's signature covers the messages themselves. Of a side that
/// is broken on purpose both are empty.
#[derive(Clone)]
pub(in crate::tls) struct Said {
    pub(in crate::tls) transcript: Transcript,
    pub(in crate::tls) messages: Bytes,
}

impl Said {
    /// Starts with both hellos.
    pub(in crate::tls) fn new(
        (suite, binding): (SuiteParameters, Binding),
        client_hello: &[u8],
        server_hello: &[u8],
    ) -> Self {
        let messages = if binding.is_broken() { Bytes::new() } else { client_hello.to_vec() };
        let mut said = Self { transcript: Transcript::new(suite.hash, binding, client_hello), messages };
        said.add(Side::Server, MessageName::ServerHello, server_hello);
        said
    }

    /// Adds a handshake message, header included.
    pub(in crate::tls) fn add(&mut self, sender: Side, name: MessageName, bytes: &[u8]) {
        self.transcript.add(sender, name, bytes);
        if !self.transcript.binding().is_broken() {
            self.messages.extend_from_slice(bytes);
        }
    }
}

/// What was agreed on in the hellos.
#[derive(Clone)]
pub(in crate::tls) struct Agreed {
    pub(in crate::tls) suite: SuiteParameters,
    pub(in crate::tls) randoms: Randoms,
    /// Whether the master secret depends on the whole handshake. RFC 7627.
    pub(in crate::tls) extended: bool,
    pub(in crate::tls) application_protocol: Option<Bytes>,
}

/// The master secret and the keys that come from it.
#[derive(Clone)]
pub(in crate::tls) struct Keys {
    pub(in crate::tls) master_secret: SessionMasterSecret,
    pub(in crate::tls) client: TrafficKeys,
    pub(in crate::tls) server: TrafficKeys,
}

impl Keys {
    /// The keys with which a side writes.
    pub(in crate::tls) fn of(&self, writer: Side) -> TrafficKeys {
        match writer {
            Side::Client => self.client.clone(),
            Side::Server => self.server.clone(),
        }
    }

    /// Climbs from the premaster secret; the handshake so far reaches to the `ClientKeyExchange`.
    pub(in crate::tls) fn derive(actions: &mut Actions, agreed: &Agreed, premaster: &Secret, said: &Said) -> Self {
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
    pub(in crate::tls) fn resume(actions: &mut Actions, agreed: &Agreed, secret: Secret) -> Self {
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
pub(in crate::tls) struct Established {
    pub(in crate::tls) agreed: Agreed,
    pub(in crate::tls) master_secret: SessionMasterSecret,
}

impl Established {
    /// RFC 5705 §4.
    pub(in crate::tls) fn export(&self, label: &'static str, context: Option<&[u8]>, length: usize) -> Vec<Secret> {
        vec![self.master_secret.export(label, context, &self.agreed.randoms, length)]
    }
}
