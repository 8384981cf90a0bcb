//! What proves something in a handshake of TLS 1.2, checked. RFC 5246 §7.4.3, §7.4.8, §7.4.9.

use super::super::given::{Given, private_key};
use super::super::tls13::{proof, schemes_of};
use super::super::{Reaction, noted};
use super::handshake::Handshake;
use super::hello::learned;
use crate::tls::extension::{Extension, find};
use crate::tls::message::{CertificateVerify, Finished, ServerKeyExchange};
use crate::tls::registry::{ExtensionType, ProtocolVersion, Registered};
use crate::tls::v12::proof::{check_finished, check_signature};
use crate::tls::v13::action::Actions;
use crate::tls::v13::proof::names;
use crate::trace::{CheckName, ChoiceName, Effect, Message, Proof, SecretName, Side, State};

impl Handshake {
    pub(super) fn server_key_exchange(&mut self, given: &Given, exchange: &ServerKeyExchange, reaction: &mut Reaction) {
        let params = &exchange.params;
        if let Some(pair) = given.pair(&params.public) {
            let name = SecretName::EphemeralPrivateKey(Side::Server);
            let secret = private_key(name, pair.private_bytes(), &params.public);
            reaction.before(Side::Server, [Effect::Derived(secret)]);
        }
        let mut actions = Actions::default();
        // Whatever the cipher suite does otherwise: RFC 5246 §7.4.3 has the same signature for all of them.
        if let Some(key) = self.server_key.as_ref().filter(|_| self.version == ProtocolVersion::TLS12) {
            let content = params.content(&self.hello.message.random, &self.server_random);
            let made = Proof::Params { scheme: exchange.algorithm.name(), content: content.clone() };
            let offered = schemes_of(&self.hello.message);
            let signed = (exchange.algorithm, &exchange.signature[..]);
            // What came of it stands in the check.
            let name = CheckName::ServerKeyExchange;
            let _ = check_signature(&mut actions, name, key, &offered, signed, (&content, made), &[]);
        }
        proof(Side::Server, noted(actions), reaction);
        let groups = match find(&self.hello.message.extensions, ExtensionType::SUPPORTED_GROUPS) {
            Some(Extension::SupportedGroups(groups)) => names(groups),
            _ => Vec::new(),
        };
        reaction.receiver.push(learned(ChoiceName::Group, groups, Some(params.group.told())));
        let schemes = names(&schemes_of(&self.hello.message));
        reaction.receiver.push(learned(ChoiceName::SignatureScheme, schemes, Some(exchange.algorithm.told())));
        reaction.receiver.push(Effect::Entered(State::WaitRequestOrDone));
        self.exchange = Some(exchange.clone());
    }

    pub(super) fn certificate_verify(&self, verify: &CertificateVerify, reaction: &mut Reaction) {
        let mut actions = Actions::default();
        if let (Some(said), Some(key)) = (&self.said, &self.client_key) {
            let (length, covers) = (said.messages.len(), said.transcript.point());
            let made = Proof::Messages { scheme: verify.algorithm.name(), length, covers };
            let offered = self.requested.clone().unwrap_or_default();
            let signed = (verify.algorithm, &verify.signature[..]);
            let name = CheckName::CertificateVerify;
            let _ = check_signature(&mut actions, name, key, &offered, signed, (&said.messages, made), &[]);
        }
        proof(Side::Client, noted(actions), reaction);
        reaction.receiver.push(Effect::Entered(State::WaitChangeCipherSpec));
    }

    pub(super) fn check_finished(
        &mut self,
        sender: Side,
        (finished, seen): (&Finished, &Message),
        reaction: &mut Reaction,
    ) {
        let mut actions = Actions::default();
        match (&self.keys, &mut self.said) {
            (Some(keys), Some(said)) => {
                // It is added if it is right; and if not, what follows is not right either.
                let _ = check_finished(&mut actions, keys, sender, said, (finished, &seen.bytes), &[]);
            }
            _ => self.add(sender, seen),
        }
        proof(sender, noted(actions), reaction);
    }
}
