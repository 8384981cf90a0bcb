//! The client's part of the handshake, and the server's last word. RFC 5246 §7.4.6 to §7.4.9; RFC 5077 §3.3.

use super::super::proof::{check_finished, check_signature, send_finished};
use super::super::session::{Established, Keys};
use super::{Connected, Flight, Handshake, Next, Server, WaitCertificateVerify, WaitClientKeyExchange, WaitFinished};
use crate::crypto::x509::{LeafUse, verify_chain};
use crate::tls::message::{
    CertificateList12, CertificateVerify, ClientKeyExchange, Finished, HandshakeMessage, NewSessionTicket12,
};
use crate::tls::v13::action::{Action, Actions, Transition};
use crate::tls::v13::certificate::{check_chain, tolerance};
use crate::tls::v13::server::finish::{TICKET_LIFETIME, ticket_key};
use crate::tls::v13::{ClientAuthentication, Issued, PreSharedKey};
use crate::trace::{
    Bytes, CheckName, Choice, ChoiceName, Derivation, Direction, Failure, MessageName, Proof, PskOrigin, Reason,
    Secret, SecretName, Side, State,
};

impl Flight {
    /// RFC 5246 §7.4.6.
    pub(super) fn certificate(mut self, message: CertificateList12, bytes: &[u8]) -> Next {
        let Handshake { config, said, .. } = &mut self.handshake;
        let mut actions = Actions::default();
        let chain = message.certificate_list;
        said.add(Side::Client, MessageName::Certificate, bytes);
        let mut client_key = None;
        if let Some(leaf) = chain.first() {
            let subject = leaf.subject.text().to_owned();
            let names = leaf.extensions.subject_alt_name.clone().map(|names| names.dns_names).unwrap_or_default();
            let omitted = &config.omissions;
            let client = (None, LeafUse::Signature);
            let report = verify_chain(&chain, &config.trust_anchors, client, config.now, tolerance(omitted));
            client_key = match check_chain(&mut actions, report, omitted) {
                Ok(key) => Some(key),
                Err(failure) => return Err(actions.halt(failure)),
            };
            actions.negotiated(Choice {
                name: ChoiceName::ClientCertificate,
                offered: names.clone(),
                accepted: config.trust_anchors.iter().map(|anchor| anchor.subject.text().to_owned()).collect(),
                chosen: names.into_iter().next().or(Some(subject)),
            });
        } else {
            actions.declined(ChoiceName::ClientCertificate, Reason::NoCertificate);
            // RFC 5246 §7.4.6: it may respond with a fatal handshake_failure; certificate_required came later.
            if config.client_authentication == ClientAuthentication::Required {
                return Err(actions.halt(Failure::ClientCertificateMissing));
            }
        }
        actions.entered(State::WaitClientKeyExchange);
        let next = WaitClientKeyExchange { flight: self, client_key };
        Ok(actions.into(Server::WaitClientKeyExchange(Box::new(next))))
    }
}

impl WaitClientKeyExchange {
    /// RFC 8422 §5.7, §5.10; RFC 5246 §7.4.7.1.
    pub(super) fn client_key_exchange(self, message: ClientKeyExchange, bytes: &[u8]) -> Next {
        let Flight { mut handshake, key } = self.flight;
        let mut actions = Actions::default();
        let premaster = match (key, message) {
            (Some((key, group)), ClientKeyExchange::Public(public)) => {
                let value = key.agree(&public).map_err(|_| Failure::InvalidKeyShare)?;
                let private = SecretName::EphemeralPrivateKey(Side::Server);
                let derivation = Derivation::KeyAgreement { group: group.name(), private, peer_public: public };
                Secret { name: SecretName::PremasterSecret, value, derivation }
            }
            (None, ClientKeyExchange::EncryptedPremasterSecret(encrypted)) => decrypt(&handshake, encrypted),
            // What was agreed on is the other form.
            _ => return Err(Failure::IllegalParameter { field: "exchange_keys" }.into()),
        };
        handshake.said.add(Side::Client, MessageName::ClientKeyExchange, bytes);
        let keys = Keys::derive(&mut actions, &handshake.agreed, &premaster, &handshake.said);
        let finish = WaitFinished { handshake, keys, resumes: false };
        if let Some(client_key) = self.client_key {
            actions.entered(State::WaitCertificateVerify);
            let next = WaitCertificateVerify { finish, client_key };
            return Ok(actions.into(Server::WaitCertificateVerify(Box::new(next))));
        }
        actions.entered(State::WaitChangeCipherSpec);
        Ok(actions.into(Server::WaitChangeCipherSpec(Box::new(finish))))
    }
}

/// Decrypts the premaster secret.
///
/// RFC 5246 §7.4.7.1: the version is that of the hello, whatever was in there; and if what was decrypted is none, a random
/// one goes on in its place, so that nobody learns that, step by step, from what the server says (Bleichenbacher's attack).
/// The client's `Finished` will not open.
fn decrypt(handshake: &Handshake, encrypted: Bytes) -> Secret {
    let Handshake { config, client_version, .. } = handshake;
    let version = client_version.0.to_be_bytes();
    let decrypted = config.certificate_key.decrypt(&encrypted).filter(|decrypted| decrypted.len() == 48);
    let random = match decrypted {
        Some(decrypted) => decrypted[2..].to_vec(),
        None => config.entropy.bytes::<46>("premaster secret in place of a bad one").to_vec(),
    };
    let private = SecretName::CertificatePrivateKey(Side::Server);
    let derivation = Derivation::Decryption { private, ciphertext: encrypted };
    Secret { name: SecretName::PremasterSecret, value: [&version[..], &random].concat(), derivation }
}

impl WaitCertificateVerify {
    /// RFC 5246 §7.4.8: over all messages so far, as they were.
    pub(super) fn certificate_verify(mut self, message: &CertificateVerify, bytes: &[u8]) -> Next {
        let mut actions = Actions::default();
        let Handshake { config, said, .. } = &mut self.finish.handshake;
        let (length, covers) = (said.messages.len(), said.transcript.point());
        let proof = Proof::Messages { scheme: message.algorithm.name(), length, covers };
        let signed = (message.algorithm, &message.signature[..]);
        let content = (&said.messages[..], proof);
        let (offered, omitted) = (&config.signature_schemes, &config.omissions);
        let name = CheckName::CertificateVerify;
        if let Err(failure) = check_signature(&mut actions, name, &self.client_key, offered, signed, content, omitted) {
            return Err(actions.halt(failure));
        }
        said.add(Side::Client, MessageName::CertificateVerify, bytes);
        actions.entered(State::WaitChangeCipherSpec);
        Ok(actions.into(Server::WaitChangeCipherSpec(Box::new(self.finish))))
    }
}

impl WaitFinished {
    /// RFC 5246 §7.1.
    pub(super) fn change_cipher_spec(self) -> Transition<Server> {
        let mut actions = Actions::default();
        actions.install(Direction::Read, self.keys.client.clone());
        actions.entered(State::WaitFinished);
        actions.into(Server::WaitFinished(Box::new(self)))
    }

    /// RFC 5246 §7.4.9; in a full handshake the server speaks last. RFC 5246 §7.3.
    pub(super) fn finished(self, message: &Finished, bytes: &[u8]) -> Next {
        let Self { mut handshake, keys, resumes } = self;
        let mut actions = Actions::default();
        let Handshake { said, config, .. } = &mut handshake;
        let finished = (message, bytes);
        if let Err(failure) = check_finished(&mut actions, &keys, Side::Client, said, finished, &config.omissions) {
            return Err(actions.halt(failure));
        }
        if !resumes {
            handshake.send_ticket(&mut actions, &keys);
            send_finished(&mut actions, &keys, Side::Server, &mut handshake.said);
            if !handshake.session_id.is_empty() {
                let id = handshake.session_id.clone();
                actions.push(Action::KeepPsk(handshake.kept(&keys, PskOrigin::Session, id)));
            }
        }
        actions.entered(State::Connected);
        let established = Established { agreed: handshake.agreed, master_secret: keys.master_secret };
        Ok(actions.into(Server::Connected(Box::new(Connected { established }))))
    }
}

impl Handshake {
    fn kept(&self, keys: &Keys, origin: PskOrigin, identity: Bytes) -> PreSharedKey {
        PreSharedKey {
            origin,
            identity,
            value: keys.master_secret.secret().value.clone(),
            suite: self.agreed.suite.suite,
            application_protocol: self.agreed.application_protocol.clone(),
            server_name: self.server_name.clone(),
            max_early_data_size: 0,
            issued: Some(Issued { at: self.config.now, lifetime: TICKET_LIFETIME, age_add: 0 }),
        }
    }

    /// Seals the session into a ticket, if one was announced. RFC 5077 §3.3.
    pub(super) fn send_ticket(&mut self, actions: &mut Actions, keys: &Keys) {
        let Some(key) = self.config.ticket_key.filter(|_| self.ticket_follows) else { return };
        actions.derived(&ticket_key(key));
        let session = self.kept(keys, PskOrigin::Ticket { ticket: 0 }, Vec::new());
        let ticket = session.seal(key, self.config.entropy.bytes("ticket nonce 0"));
        let message = NewSessionTicket12 { ticket_lifetime_hint: TICKET_LIFETIME, ticket };
        let sent = actions.send(&HandshakeMessage::NewSessionTicket12(message));
        self.said.add(Side::Server, MessageName::NewSessionTicket, &sent);
    }
}
