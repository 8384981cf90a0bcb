//! The client's flight and the end of its handshake. RFC 5246 §7.4.5 to §7.4.9; RFC 8422 §5.6, §5.7; RFC 5077 §3.3.

use super::super::proof::{certificate_type, check_finished, common_scheme, send_finished, sign};
use super::super::session::{Established, Keys, Said};
use super::{Client, Connected, Handshake, Next, ServerShare, WaitFinished, WaitServerHelloDone};
use crate::crypto::signature::{PublicKey, SigningKey};
use crate::tls::message::{
    CertificateList12, CertificateRequest12, CertificateVerify, ClientKeyExchange, Finished, HandshakeMessage,
    NewSessionTicket12, ServerEcdhParams,
};
use crate::tls::registry::{ProtocolVersion, SignatureScheme};
use crate::tls::v13::action::{Action, Actions, Transition};
use crate::tls::v13::certificate::certificate_secret;
use crate::tls::v13::proof::{ephemeral_key, names};
use crate::tls::v13::{ClientConfig, Identity, Issued, PreSharedKey};
use crate::trace::{
    Bytes, Choice, ChoiceName, Derivation, Direction, Failure, MessageName, Proof, PskOrigin, Reason, Secret,
    SecretName, Side, State,
};

/// How long a session is kept whose server does not say so, in seconds: a day, as RFC 5246 Appendix F.1.4 proposes.
const SESSION_LIFETIME: u32 = 86_400;

impl WaitServerHelloDone {
    /// RFC 5246 §7.4.5: now the client has its say.
    pub(super) fn server_hello_done(mut self, bytes: &[u8]) -> Next {
        let mut actions = Actions::default();
        let Handshake { config, agreed, said, .. } = &mut self.handshake;
        said.add(Side::Server, MessageName::ServerHelloDone, bytes);
        let identity = match &self.request {
            Some(request) => show_certificate(&mut actions, config, request, said),
            None => None,
        };
        let made = match &self.exchange {
            ServerShare::Ephemeral(params) => agree(&mut actions, config, params),
            ServerShare::Certificate(key) => encrypt(&mut actions, config, key),
        };
        let (message, premaster) = match made {
            Ok(made) => made,
            Err(failure) => return Err(actions.halt(failure)),
        };
        let sent = actions.send(&HandshakeMessage::ClientKeyExchange(message));
        said.add(Side::Client, MessageName::ClientKeyExchange, &sent);
        let keys = Keys::derive(&mut actions, agreed, &premaster, said);
        if let Some((identity, scheme)) = identity {
            send_certificate_verify(&mut actions, (&identity.certificate_key, scheme), said);
        }
        send_finished(&mut actions, &keys, Side::Client, said);
        let next = WaitFinished { handshake: self.handshake, keys, session: None, ticket: None };
        Ok(next.wait(actions))
    }
}

/// Makes a key pair, and the premaster secret with the server's public key. RFC 8422 §5.7, §5.10.
fn agree(
    actions: &mut Actions,
    config: &ClientConfig,
    params: &ServerEcdhParams,
) -> Result<(ClientKeyExchange, Secret), Failure> {
    let (key, private) = ephemeral_key(config.ephemeral(), Side::Client, params.group).ok_or(Failure::NoCommonGroup)?;
    let value = key.agree(&params.public).map_err(|_| Failure::InvalidKeyShare)?;
    actions.derived(&private);
    let derivation = Derivation::KeyAgreement {
        group: params.group.name(),
        private: private.name,
        peer_public: params.public.clone(),
    };
    let message = ClientKeyExchange::Public(key.public_bytes().to_vec());
    Ok((message, Secret { name: SecretName::PremasterSecret, value, derivation }))
}

/// Draws the premaster secret, and encrypts it for the key of the server's certificate.
///
/// ```text
/// struct { ProtocolVersion client_version; opaque random[46]; } PreMasterSecret;
/// ```
///
/// RFC 5246 §7.4.7.1: the version is that of the hello, so that nobody can change it there.
fn encrypt(
    actions: &mut Actions,
    config: &ClientConfig,
    key: &PublicKey,
) -> Result<(ClientKeyExchange, Secret), Failure> {
    let label = "premaster secret";
    let random: [u8; 46] = config.entropy.bytes(label);
    let value = [&ProtocolVersion::TLS12.0.to_be_bytes()[..], &random].concat();
    let padding = config.entropy.bytes("premaster secret padding");
    let encrypted = key.encrypt(padding, &value).ok_or(Failure::IllegalParameter { field: "certificate" })?;
    let derivation = Derivation::Entropy { label, public: Vec::new() };
    let premaster = Secret { name: SecretName::PremasterSecret, value, derivation };
    actions.derived(&premaster);
    Ok((ClientKeyExchange::EncryptedPremasterSecret(encrypted), premaster))
}

/// Shows the certificate that was asked for, or that there is none. RFC 5246 §7.4.6: it must be of one of the types, too.
fn show_certificate(
    actions: &mut Actions,
    config: &ClientConfig,
    request: &CertificateRequest12,
    said: &mut Said,
) -> Option<(Identity, SignatureScheme)> {
    let accepted = &request.supported_signature_algorithms;
    let fitting = config.identity.as_ref().and_then(|identity| {
        let kind = identity.certificate_key.kind();
        let (scheme, own) = common_scheme(kind, accepted);
        let is_of_type = request.certificate_types.contains(&certificate_type(kind));
        Some((identity.clone(), scheme.filter(|_| is_of_type)?, own))
    });
    match &fitting {
        Some((identity, scheme, own)) => {
            actions.negotiated(Choice {
                name: ChoiceName::ClientSignatureScheme,
                offered: names(own),
                accepted: names(accepted),
                chosen: Some(scheme.name().into()),
            });
            actions.derived(&certificate_secret(Side::Client, &identity.certificate_key));
        }
        None if config.identity.is_some() => {
            actions.declined(ChoiceName::ClientCertificate, Reason::NoCommonSignatureScheme);
        }
        None => actions.declined(ChoiceName::ClientCertificate, Reason::NoCertificate),
    }
    let certificate_list =
        fitting.as_ref().map(|(identity, ..)| identity.certificate_chain.clone()).unwrap_or_default();
    let sent = actions.send(&HandshakeMessage::Certificate12(CertificateList12 { certificate_list }));
    said.add(Side::Client, MessageName::Certificate, &sent);
    fitting.map(|(identity, scheme, _)| (identity, scheme))
}

/// RFC 5246 §7.4.8: over all messages so far, as they were.
fn send_certificate_verify(actions: &mut Actions, (key, algorithm): (&SigningKey, SignatureScheme), said: &mut Said) {
    let signature = sign(key, algorithm, &said.messages);
    let covers = said.transcript.point();
    actions.proved(Proof::Messages { scheme: algorithm.name(), length: said.messages.len(), covers });
    let message = HandshakeMessage::CertificateVerify(CertificateVerify { algorithm, signature });
    let sent = actions.send(&message);
    said.add(Side::Client, MessageName::CertificateVerify, &sent);
}

impl WaitFinished {
    /// Waits for a ticket, if one was announced, and then for the `change_cipher_spec`.
    pub(super) fn wait(self, mut actions: Actions) -> Transition<Client> {
        if self.handshake.ticket_follows {
            actions.entered(State::WaitNewSessionTicket);
            return actions.into(Client::WaitNewSessionTicket(Box::new(self)));
        }
        actions.entered(State::WaitChangeCipherSpec);
        actions.into(Client::WaitChangeCipherSpec(Box::new(self)))
    }

    /// RFC 5077 §3.3.
    pub(super) fn new_session_ticket(mut self, message: &NewSessionTicket12, bytes: &[u8]) -> Transition<Client> {
        let mut actions = Actions::default();
        self.handshake.said.add(Side::Server, MessageName::NewSessionTicket, bytes);
        if !message.ticket.is_empty() {
            // A hint of 0 leaves it to the client.
            let lifetime = match message.ticket_lifetime_hint {
                0 => SESSION_LIFETIME,
                lifetime => lifetime,
            };
            self.ticket = Some(self.kept(PskOrigin::Ticket { ticket: 0 }, message.ticket.clone(), lifetime));
        }
        actions.entered(State::WaitChangeCipherSpec);
        actions.into(Client::WaitChangeCipherSpec(Box::new(self)))
    }

    fn kept(&self, origin: PskOrigin, identity: Bytes, lifetime: u32) -> PreSharedKey {
        let Handshake { config, agreed, .. } = &self.handshake;
        PreSharedKey {
            origin,
            identity,
            value: self.keys.master_secret.secret().value.clone(),
            suite: agreed.suite.suite,
            application_protocol: agreed.application_protocol.clone(),
            server_name: None,
            max_early_data_size: 0,
            issued: Some(Issued { at: config.now, lifetime, age_add: 0 }),
        }
    }

    /// RFC 5246 §7.1.
    pub(super) fn change_cipher_spec(self) -> Transition<Client> {
        let mut actions = Actions::default();
        actions.install(Direction::Read, self.keys.server.clone());
        actions.entered(State::WaitFinished);
        actions.into(Client::WaitFinished(Box::new(self)))
    }

    /// RFC 5246 §7.4.9; who resumes a session speaks last. RFC 5246 §7.3.
    pub(super) fn finished(mut self, message: &Finished, bytes: &[u8]) -> Next {
        let mut actions = Actions::default();
        let Handshake { said, config, .. } = &mut self.handshake;
        let (keys, finished) = (&self.keys, (message, bytes));
        if let Err(failure) = check_finished(&mut actions, keys, Side::Server, said, finished, &config.omissions) {
            return Err(actions.halt(failure));
        }
        if self.session.is_some() {
            send_finished(&mut actions, &self.keys, Side::Client, said);
        }
        actions.entered(State::Connected);
        // RFC 7627 §5.4: a session without an extended master secret is not resumed, and so not kept.
        if self.handshake.agreed.extended {
            let id = &self.handshake.session_id;
            let by_id = self.session.is_none() && !id.is_empty();
            let kept = self
                .ticket
                .clone()
                .or_else(|| by_id.then(|| self.kept(PskOrigin::Session, id.clone(), SESSION_LIFETIME)));
            if let Some(session) = kept {
                actions.push(Action::KeepPsk(session));
            }
        }
        let established = Established { agreed: self.handshake.agreed, master_secret: self.keys.master_secret };
        Ok(actions.into(Client::Connected(Box::new(Connected { established }))))
    }
}
