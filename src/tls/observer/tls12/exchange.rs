//! Where the keys of a handshake of TLS 1.2 come from. RFC 5246 §8.1.

use super::super::given::{Given, Kept, private_key};
use super::super::{Reaction, noted};
use super::handshake::Handshake;
use super::hello::learned;
use crate::crypto::signature::PublicKey;
use crate::tls::cipher_suite::KeyExchange;
use crate::tls::extension::{Extension, find};
use crate::tls::message::ClientKeyExchange;
use crate::tls::registry::ExtensionType;
use crate::tls::v12::session::Keys;
use crate::tls::v13::action::Actions;
use crate::trace::{Bytes, ChoiceName, Derivation, Effect, Giver, PskOrigin, Secret, SecretName, Side};

/// The length of a master secret, and of a premaster secret of RSA, in bytes. RFC 5246 §8.1.
const SECRET_LENGTH: usize = 48;

/// A secret that a key log has.
fn by_log(name: SecretName, value: &[u8]) -> Secret {
    let derivation = Derivation::Given { by: Giver::KeyLog, public: Bytes::new() };
    Secret { name, value: value.to_vec(), derivation }
}

impl Handshake {
    /// Takes the keys from the master secret that a key log has, if it has it.
    pub(super) fn logged_keys(&mut self, given: &Given) -> Vec<Effect> {
        let Some(agreed) = &self.agreed else { return Vec::new() };
        let logged = given.logged("CLIENT_RANDOM", &self.hello.message.random);
        let Some(value) = logged.filter(|value| value.len() == SECRET_LENGTH) else { return Vec::new() };
        let mut actions = Actions::default();
        self.keys = Some(Keys::resume(&mut actions, agreed, by_log(SecretName::SessionMasterSecret, value)));
        noted(actions)
    }

    pub(super) fn exchanges_by_rsa(&self) -> bool {
        self.agreed.as_ref().is_some_and(|agreed| KeyExchange::of(agreed.suite.suite) == KeyExchange::Rsa)
    }

    /// RFC 5246 §8.1: both sides have the premaster secret now, and whoever has a private key of theirs.
    pub(super) fn client_key_exchange(&mut self, given: &Given, exchange: &ClientKeyExchange, reaction: &mut Reaction) {
        self.sought = true;
        let (Some(agreed), Some(said)) = (&self.agreed, &self.said) else {
            reaction.both(&self.logged_keys(given));
            return;
        };
        let premaster = match exchange {
            ClientKeyExchange::Public(public) => self.agree(given, public, reaction),
            ClientKeyExchange::EncryptedPremasterSecret(encrypted) => {
                decrypt(given, self.server_key.as_ref(), encrypted, reaction)
            }
        };
        if let Some([client, server]) = premaster {
            let derive = |premaster: &Secret| {
                let mut actions = Actions::default();
                // What was drawn was told when it was.
                let keys = Keys::derive(&mut actions, agreed, premaster, said);
                (keys, noted(actions))
            };
            let (keys, effects) = derive(&client);
            reaction.sender.extend(effects);
            reaction.receiver.extend(derive(&server).1);
            self.keys = Some(keys);
            return;
        }
        let effects = self.logged_keys(given);
        if self.keys.is_some() {
            reaction.both(&effects);
            return;
        }
        let (Some(agreed), Some(said)) = (&self.agreed, &self.said) else { return };
        let rsa = |encrypted: &[u8]| given.logged("RSA", encrypted.get(..8)?);
        let logged = given.logged("PMS_CLIENT_RANDOM", &self.hello.message.random).or_else(|| match exchange {
            ClientKeyExchange::EncryptedPremasterSecret(encrypted) => rsa(encrypted),
            ClientKeyExchange::Public(_) => None,
        });
        let Some(value) = logged else { return };
        let premaster = by_log(SecretName::PremasterSecret, value);
        let mut actions = Actions::default();
        self.keys = Some(Keys::derive(&mut actions, agreed, &premaster, said));
        reaction.both(&noted(actions));
    }

    /// The premaster secret as the client and as the server has it, if a private key of either is known. RFC 8422 §5.10.
    fn agree(&self, given: &Given, client_public: &[u8], reaction: &mut Reaction) -> Option<[Secret; 2]> {
        let params = &self.exchange.as_ref()?.params;
        let client_pair = given.pair(client_public);
        if let Some(pair) = &client_pair {
            let name = SecretName::EphemeralPrivateKey(Side::Client);
            let secret = private_key(name, pair.private_bytes(), client_public);
            reaction.before(Side::Client, [Effect::Derived(secret)]);
        }
        let by_client = client_pair.and_then(|pair| pair.agree(&params.public).ok());
        let by_server = || given.pair(&params.public).and_then(|pair| pair.agree(client_public).ok());
        let value = by_client.or_else(by_server)?;
        let agreed = |side, peer_public: &[u8]| Secret {
            name: SecretName::PremasterSecret,
            value: value.clone(),
            derivation: Derivation::KeyAgreement {
                group: params.group.name(),
                private: SecretName::EphemeralPrivateKey(side),
                peer_public: peer_public.to_vec(),
            },
        };
        Some([agreed(Side::Client, &params.public), agreed(Side::Server, client_public)])
    }

    /// The master secret of the earlier session: of one that was seen, or by the key log. RFC 5246 §7.3, RFC 5077 §3.4.
    pub(super) fn resume(&mut self, (given, kept): (&Given, &Kept), reaction: &mut Reaction) {
        let Some(agreed) = &self.agreed else { return };
        let hello = &self.hello.message;
        let ticket = match find(&hello.extensions, ExtensionType::SESSION_TICKET) {
            Some(Extension::SessionTicket(ticket)) if !ticket.is_empty() => Some(ticket),
            _ => None,
        };
        let identity = ticket.unwrap_or(&hello.legacy_session_id);
        let origin = if ticket.is_some() { PskOrigin::Ticket { ticket: 0 } } else { PskOrigin::Session };
        let seen = kept.sessions.iter().rfind(|(name, _)| name == identity && !name.is_empty());
        let logged = given.logged("CLIENT_RANDOM", &hello.random).filter(|value| value.len() == SECRET_LENGTH);
        let opened = || given.open_ticket(identity).map(|psk| psk.value);
        let (value, derivation) = match (seen.map(|(_, value)| value.clone()).or_else(opened), logged) {
            (Some(value), _) => (value, Derivation::PreShared { origin, identity: identity.clone() }),
            (None, Some(value)) => (value.to_vec(), Derivation::Given { by: Giver::KeyLog, public: Bytes::new() }),
            (None, None) => return,
        };
        let mut actions = Actions::default();
        let secret = Secret { name: SecretName::SessionMasterSecret, value, derivation };
        self.keys = Some(Keys::resume(&mut actions, agreed, secret));
        let effects = noted(actions);
        reaction.before(Side::Server, effects.clone());
        reaction.receiver.extend(effects);
        let session = "a session of an earlier handshake".to_owned();
        reaction.receiver.push(learned(ChoiceName::Session, vec![session.clone()], Some(session)));
    }
}

/// The premaster secret that the client encrypted, if the private key of the server's certificate was given, or the key log
/// has it. RFC 5246 §7.4.7.1.
fn decrypt(
    given: &Given,
    server_key: Option<&PublicKey>,
    encrypted: &[u8],
    reaction: &mut Reaction,
) -> Option<[Secret; 2]> {
    let key = given.certificate_keys.iter().find(|key| Some(&key.public_key()) == server_key)?;
    let value = key.decrypt(encrypted).filter(|value| value.len() == SECRET_LENGTH)?;
    let private = SecretName::CertificatePrivateKey(Side::Server);
    let public = key.public_key().to_spki_der().unwrap_or_default();
    let holds = private_key(private, key.private_bytes(), &public);
    reaction.before(Side::Server, [Effect::Derived(holds)]);
    let derivation = Derivation::Decryption { private, ciphertext: encrypted.to_vec() };
    let secret = Secret { name: SecretName::PremasterSecret, value, derivation };
    Some([secret.clone(), secret])
}
