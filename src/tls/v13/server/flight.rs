//! The server's flight, from `ServerHello` to `Finished`. RFC 8446 §2, Figure 1.

use super::super::action::{Actions, Halt};
use super::super::certificate::{pass_on_certificate_verify, send_certificate, send_certificate_verify};
use super::super::config::ClientAuthentication;
use super::super::keys::{HandshakeKeys, early_keys};
use super::super::proof::{send_finished, server_share};
use super::super::psk::transcript_with;
use super::client_certificate::send_request;
use super::negotiation::{Negotiated, Outcome, negotiate};
use super::retry::skip_early_data;
use super::{BothKeys, Flight, Next, Server, Start, WaitEndOfEarlyData};
use crate::crypto::rare;
use crate::tls::extension::{Extension, KeyShareEntry};
use crate::tls::message::{ClientHello, EncryptedExtensions, HandshakeMessage, ServerHello};
use crate::tls::registry::ProtocolVersion;
use crate::trace::{Derivation, Direction, Effect, Failure, MessageName, Secret, SecretName, Side, State};

impl Start {
    /// RFC 8446 §4.1.3, §4.3, §4.4.
    pub(super) fn client_hello(self, hello: &ClientHello, bytes: &[u8]) -> Next {
        let mut actions = Actions::default();
        actions.entered(State::ReceivedClientHello);
        if let Err(failure) = self.check_second_hello(&mut actions, hello) {
            return Err(actions.halt(failure));
        }
        let before = self.retry.as_ref().map(|retry| &retry.transcript);
        let negotiated = match negotiate(&mut actions, &self.config, (hello, bytes), before) {
            Ok(Outcome::Negotiated(negotiated)) => *negotiated,
            Ok(Outcome::Retry { suite, group }) => {
                return Ok(self.hello_retry_request(actions, hello, bytes, (suite, group)));
            }
            Err(failure) => return Err(actions.halt(failure)),
        };
        actions.entered(State::Negotiated);

        let (mut keys, handshake_traffic) = self.server_hello(&mut actions, hello, bytes, &negotiated)?;
        actions.install(Direction::Write, handshake_traffic.server);
        let mut early = None;
        match (negotiated.early_data, &negotiated.psk) {
            (Some(true), Some((candidate, early_secret))) => {
                let traffic =
                    early_keys(&mut actions, early_secret, negotiated.suite.aead, (bytes, self.config.binding()));
                actions.install(Direction::Read, traffic);
                early = Some((handshake_traffic.client, candidate.psk.max_early_data_size));
            }
            (refused, _) => {
                actions.install(Direction::Read, handshake_traffic.client);
                if refused.is_some() {
                    actions.push(skip_early_data(&self.config));
                }
            }
        }
        encrypted_extensions(&mut actions, &mut keys, &negotiated);
        let config = self.config;
        if let Some(scheme) = negotiated.signature_scheme {
            if config.client_authentication != ClientAuthentication::None {
                send_request(&mut actions, &config, &mut keys);
            }
            let transcript = &mut keys.transcript;
            send_certificate(&mut actions, Side::Server, &[], &config.certificate_chain, transcript);
            match config.passed_on.clone().filter(|_| rare::BREAKABLE) {
                Some(proof) => pass_on_certificate_verify(&mut actions, proof, transcript),
                None => {
                    send_certificate_verify(&mut actions, Side::Server, (&config.certificate_key, scheme), transcript);
                }
            }
        }
        send_finished(&mut actions, &keys.server_finished_key, Side::Server, &mut keys.transcript);
        let (master_secret, application, traffic) = keys.master_secret(&mut actions);
        actions.install(Direction::Write, traffic.server.clone());
        let asked = negotiated.psk.is_none();
        let flight = Flight {
            config,
            keys,
            master_secret,
            application,
            traffic,
            takes_tickets: negotiated.takes_tickets,
            application_protocol: negotiated.application_protocol,
        };
        if let Some((next_read, limit)) = early {
            actions.entered(State::WaitEndOfEarlyData);
            let next = WaitEndOfEarlyData { flight, next_read, limit };
            return Ok(actions.into(Server::WaitEndOfEarlyData(Box::new(next))));
        }
        // Without a client's certificate WAIT_FLIGHT2 is WAIT_FINISHED.
        actions.entered(State::WaitFlight2);
        let next = flight.wait_for_client(&mut actions, asked);
        Ok(actions.into(next))
    }

    fn server_hello(
        &self,
        actions: &mut Actions,
        hello: &ClientHello,
        hello_bytes: &[u8],
        negotiated: &Negotiated,
    ) -> Result<(HandshakeKeys, BothKeys), Halt> {
        let random: [u8; 32] = self.config.entropy.bytes("server random");
        let mut extensions = vec![Extension::SelectedVersion(ProtocolVersion::TLS13)];
        let agreed = match negotiated.client_share.as_ref().map(|share| self.agree(share)) {
            None => None,
            Some(Ok(agreed)) => Some(agreed),
            Some(Err(failure)) => return Err(core::mem::take(actions).halt(failure)),
        };
        actions.note(Effect::DrewRandom { purpose: "ServerHello.random", value: random.to_vec() });
        if let Some((share, private, _)) = &agreed {
            actions.derived(private);
            extensions.push(Extension::ServerShare(share.clone()));
        }
        if let Some((candidate, _)) = &negotiated.psk {
            extensions.push(Extension::SelectedIdentity(candidate.identity));
        }
        let sent = actions.send(&HandshakeMessage::ServerHello(ServerHello {
            legacy_version: ProtocolVersion::TLS12,
            random,
            legacy_session_id_echo: hello.legacy_session_id.clone(),
            cipher_suite: negotiated.suite.suite,
            legacy_compression_method: 0,
            extensions,
        }));
        // RFC 8446 Appendix D.4: a client that sent a session ID wants it to look like a resumption of TLS 1.2. After a
        // HelloRetryRequest it has got its change_cipher_spec.
        if !hello.legacy_session_id.is_empty() && self.retry.is_none() {
            actions.send_change_cipher_spec();
        }
        let before = self.retry.as_ref().map(|retry| &retry.transcript);
        let mut transcript = transcript_with((negotiated.suite.hash, self.config.binding()), before, hello_bytes);
        transcript.add(Side::Server, MessageName::ServerHello, &sent);
        let early_secret = negotiated.psk.as_ref().map(|(_, early_secret)| early_secret.clone());
        let shared_secret = agreed.as_ref().map(|(_, _, secret)| secret);
        Ok(HandshakeKeys::derive(actions, negotiated.suite, early_secret, shared_secret, transcript))
    }

    /// Makes the server's share, and the secret with the client's.
    fn agree(&self, client_share: &KeyShareEntry) -> Result<(KeyShareEntry, Secret, Secret), Failure> {
        let group = client_share.group;
        let peer_public = client_share.key_exchange.clone();
        let (private, value) = server_share(self.config.ephemeral(), group, &peer_public)
            .ok_or(Failure::NoCommonGroup)?
            .map_err(|_| Failure::InvalidKeyShare)?;
        let key_exchange = match &private.derivation {
            Derivation::Entropy { public, .. } => public.clone(),
            _ => Vec::new(),
        };
        let derivation = Derivation::KeyAgreement {
            group: group.name(),
            private: SecretName::EphemeralPrivateKey(Side::Server),
            peer_public,
        };
        let share = KeyShareEntry { group, key_exchange };
        Ok((share, private, Secret { name: SecretName::SharedSecret, value, derivation }))
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
    extensions.extend(negotiated.record_size_limit.map(Extension::RecordSizeLimit));
    if negotiated.early_data == Some(true) {
        extensions.push(Extension::EarlyData);
    }
    let message = HandshakeMessage::EncryptedExtensions(EncryptedExtensions { extensions });
    let sent = actions.send(&message);
    keys.transcript.add(Side::Server, MessageName::EncryptedExtensions, &sent);
}
