//! The server's flight, from `ServerHello` to `Finished`. RFC 8446 §2, Figure 1.

use super::super::action::{Actions, Halt};
use super::super::keys::HandshakeKeys;
use super::super::proof::{ephemeral_key, send_finished};
use super::negotiation::{Negotiated, negotiate};
use super::{Next, Server, Start, WaitFinished};
use crate::tls::extension::{Extension, KeyShareEntry};
use crate::tls::message::{
    CertificateEntry, CertificateMessage, CertificateVerify, ClientHello, EncryptedExtensions, HandshakeMessage,
    ServerHello,
};
use crate::tls::registry::ProtocolVersion;
use crate::tls::transcript::Transcript;
use crate::trace::{Derivation, Direction, Effect, Failure, MessageName, Proof, Secret, SecretName, Side, State};

impl Start {
    /// RFC 8446 §4.1.3, §4.3, §4.4.
    pub(super) fn client_hello(self, hello: &ClientHello, bytes: &[u8]) -> Next {
        let mut actions = Actions::default();
        actions.entered(State::ReceivedClientHello);
        let (choices, result) = negotiate(&self.config, hello);
        for choice in choices {
            actions.negotiated(choice);
        }
        let negotiated = match result {
            Ok(negotiated) => negotiated,
            Err(failure) => return Err(actions.halt(failure)),
        };
        actions.entered(State::Negotiated);

        let mut keys_and_traffic = self.server_hello(&mut actions, hello, bytes, &negotiated)?;
        let (keys, traffic) = (&mut keys_and_traffic.0, &keys_and_traffic.1);
        actions.install(Direction::Write, traffic.server.clone());
        actions.install(Direction::Read, traffic.client.clone());
        encrypted_extensions(&mut actions, keys, &negotiated);
        self.certificate(&mut actions, keys);
        self.certificate_verify(&mut actions, keys, &negotiated);
        send_finished(&mut actions, &keys.server_finished_key, Side::Server, &mut keys.transcript);
        let (master_secret, traffic) = keys.master_secret(&mut actions);
        actions.install(Direction::Write, traffic.server.clone());
        // Without early data and without a client's certificate WAIT_FLIGHT2 is WAIT_FINISHED.
        actions.entered(State::WaitFlight2);
        actions.entered(State::WaitFinished);
        let takes_tickets = negotiated.takes_tickets;
        let keys = keys_and_traffic.0;
        let next = WaitFinished { config: self.config, keys, master_secret, traffic, takes_tickets };
        Ok(actions.into(Server::WaitFinished(Box::new(next))))
    }

    fn server_hello(
        &self,
        actions: &mut Actions,
        hello: &ClientHello,
        hello_bytes: &[u8],
        negotiated: &Negotiated,
    ) -> Result<(HandshakeKeys, super::BothKeys), Halt> {
        let random: [u8; 32] = self.config.entropy.bytes("server random");
        let group = negotiated.client_share.group;
        let Some((ephemeral_key, private)) = ephemeral_key(&self.config.entropy, Side::Server, group) else {
            return Err(core::mem::take(actions).halt(Failure::NoCommonGroup));
        };
        let peer_public = negotiated.client_share.key_exchange.clone();
        let Ok(value) = ephemeral_key.agree(&peer_public) else {
            return Err(core::mem::take(actions).halt(Failure::InvalidKeyShare));
        };
        actions.note(Effect::DrewRandom { purpose: "ServerHello.random", value: random.to_vec() });
        actions.derived(&private);

        let mut transcript = Transcript::new(negotiated.suite.hash, hello_bytes);
        let share = KeyShareEntry { group, key_exchange: ephemeral_key.public_bytes().to_vec() };
        let sent = actions.send(&HandshakeMessage::ServerHello(ServerHello {
            legacy_version: ProtocolVersion::TLS12,
            random,
            legacy_session_id_echo: hello.legacy_session_id.clone(),
            cipher_suite: negotiated.suite.suite,
            legacy_compression_method: 0,
            extensions: vec![Extension::SelectedVersion(ProtocolVersion::TLS13), Extension::ServerShare(share)],
        }));
        // RFC 8446 Appendix D.4: a client that sent a session ID wants it to look like a resumption of TLS 1.2.
        if !hello.legacy_session_id.is_empty() {
            actions.send_change_cipher_spec();
        }
        transcript.add(Side::Server, MessageName::ServerHello, &sent);
        let derivation = Derivation::KeyAgreement {
            group: group.name(),
            private: SecretName::EphemeralPrivateKey(Side::Server),
            peer_public,
        };
        let shared_secret = Secret { name: SecretName::SharedSecret, value, derivation };
        Ok(HandshakeKeys::derive(actions, negotiated.suite, &shared_secret, transcript))
    }

    /// RFC 8446 §4.4.2.
    fn certificate(&self, actions: &mut Actions, keys: &mut HandshakeKeys) {
        let entry = |certificate: &_| CertificateEntry { certificate: Clone::clone(certificate), extensions: vec![] };
        let message = HandshakeMessage::Certificate(CertificateMessage {
            certificate_request_context: Vec::new(),
            certificate_list: self.config.certificate_chain.iter().map(entry).collect(),
        });
        let sent = actions.send(&message);
        keys.transcript.add(Side::Server, MessageName::Certificate, &sent);
    }

    /// RFC 8446 §4.4.3.
    fn certificate_verify(&self, actions: &mut Actions, keys: &mut HandshakeKeys, negotiated: &Negotiated) {
        let covers = keys.transcript.point();
        let content = CertificateVerify::content(Side::Server, &covers.hash);
        let algorithm = negotiated.signature_scheme;
        let signature = self.config.certificate_key.sign(&content);
        actions.proved(Proof::Signature { scheme: algorithm.name(), content, covers });
        let sent = actions.send(&HandshakeMessage::CertificateVerify(CertificateVerify { algorithm, signature }));
        keys.transcript.add(Side::Server, MessageName::CertificateVerify, &sent);
    }
}

/// RFC 8446 §4.3.1.
fn encrypted_extensions(actions: &mut Actions, keys: &mut HandshakeKeys, negotiated: &Negotiated) {
    let mut extensions = Vec::new();
    if negotiated.server_name.is_some() {
        extensions.push(Extension::ServerNameAcknowledged);
    }
    if let Some(protocol) = &negotiated.application_protocol {
        extensions.push(Extension::ApplicationLayerProtocolNegotiation(vec![protocol.clone()]));
    }
    let message = HandshakeMessage::EncryptedExtensions(EncryptedExtensions { extensions });
    let sent = actions.send(&message);
    keys.transcript.add(Side::Server, MessageName::EncryptedExtensions, &sent);
}
