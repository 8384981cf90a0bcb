//! The server's answer to the client's hello. RFC 8446 §4.1.3.

use super::super::action::Actions;
use super::super::keys::HandshakeKeys;
use super::super::proof::{names, plain_check};
use super::super::psk::transcript_with;
use super::extensions::check_answers;
use super::{Client, Handshake, Next, Share, WaitEncryptedExtensions, WaitServerHello};
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::extension::{Extension, KeyShareEntry, Place, PskKeyExchangeMode, find};
use crate::tls::message::{ClientHello, ServerHello};
use crate::tls::registry::{ExtensionType, ProtocolVersion};
use crate::trace::{
    AlertDescription, CheckName, Choice, ChoiceName, Derivation, Direction, Failure, MessageName, Secret, SecretName,
    Side, State,
};

/// What the server's hello gives: a suite, and at least one of pre-shared key and share.
struct Accepted<'a> {
    suite: SuiteParameters,
    /// The place of the pre-shared key in the offer.
    psk: Option<usize>,
    share: Option<&'a KeyShareEntry>,
}

/// RFC 8446 §4.2.1: without the extension the server means `legacy_version`, which is none of ours; with it, a version
/// that was not offered is against the rules.
pub(in crate::tls) fn selected_version(message: &ServerHello) -> (ProtocolVersion, AlertDescription) {
    match find(&message.extensions, ExtensionType::SUPPORTED_VERSIONS) {
        Some(Extension::SelectedVersion(version)) => (*version, AlertDescription::IllegalParameter),
        _ => (message.legacy_version, AlertDescription::ProtocolVersion),
    }
}

/// Checks what a `ServerHello` and a `HelloRetryRequest` have in common.
pub(in crate::tls) fn check_hello(
    actions: &mut Actions,
    hello: &ClientHello,
    message: &ServerHello,
    (version, alert): (ProtocolVersion, AlertDescription),
    place: Place,
) -> Result<SuiteParameters, Failure> {
    let offered: Vec<_> = hello.extensions.iter().map(Extension::extension_type).collect();
    actions.checked(plain_check(
        CheckName::VersionOffered,
        version == ProtocolVersion::TLS13,
        alert,
        vec![("offered", version_names(hello).join(", ")), ("selected", version.name().into())],
    ))?;
    check_answers(&message.extensions, place, &offered)?;
    if message.legacy_compression_method != 0 {
        return Err(Failure::IllegalParameter { field: "legacy_compression_method" });
    }
    actions.checked(plain_check(
        CheckName::SessionIdEcho,
        message.legacy_session_id_echo == hello.legacy_session_id,
        AlertDescription::IllegalParameter,
        vec![
            ("sent", format!("{} bytes", hello.legacy_session_id.len())),
            ("echoed", format!("{} bytes", message.legacy_session_id_echo.len())),
        ],
    ))?;
    let offered_suites = names(&hello.cipher_suites);
    let suite = SuiteParameters::of(message.cipher_suite).filter(|known| hello.cipher_suites.contains(&known.suite));
    actions.checked(plain_check(
        CheckName::CipherSuiteOffered,
        suite.is_some(),
        AlertDescription::IllegalParameter,
        vec![("offered", offered_suites.join(", ")), ("selected", message.cipher_suite.name().into())],
    ))?;
    suite.ok_or(Failure::IllegalParameter { field: "cipher_suite" })
}

/// The versions that a client offered.
pub(in crate::tls) fn version_names(hello: &ClientHello) -> Vec<String> {
    match find(&hello.extensions, ExtensionType::SUPPORTED_VERSIONS) {
        Some(Extension::SupportedVersions(versions)) => names(versions),
        _ => names(&[hello.legacy_version]),
    }
}

impl WaitServerHello {
    /// RFC 8446 §4.1.3.
    pub(super) fn server_hello(self, message: &ServerHello, bytes: &[u8]) -> Next {
        let mut actions = Actions::default();
        let accepted = match self.check_answer(&mut actions, message) {
            Ok(accepted) => accepted,
            Err(failure) => return Err(actions.halt(failure)),
        };
        for choice in self.outcomes(&accepted) {
            actions.negotiated(choice);
        }
        let shared_secret = match accepted.share.map(|share| self.agree(share)) {
            None => None,
            Some(Ok(secret)) => Some(secret),
            Some(Err(failure)) => return Err(actions.halt(failure)),
        };
        Ok(self.handshake_keys(actions, &accepted, shared_secret.as_ref(), bytes))
    }

    fn check_answer<'a>(&self, actions: &mut Actions, message: &'a ServerHello) -> Result<Accepted<'a>, Failure> {
        let illegal = AlertDescription::IllegalParameter;
        let suite = check_hello(actions, &self.hello, message, selected_version(message), Place::ServerHello)?;
        if let Some(retry) = &self.retry {
            let evidence = vec![
                ("in HelloRetryRequest", retry.suite.suite.name().into()),
                ("in ServerHello", suite.suite.name().into()),
            ];
            actions.checked(plain_check(CheckName::RetrySuite, retry.suite == suite, illegal, evidence))?;
        }
        let share = match find(&message.extensions, ExtensionType::KEY_SHARE) {
            Some(Extension::ServerShare(share)) => Some(share),
            _ => None,
        };
        let identity = match find(&message.extensions, ExtensionType::PRE_SHARED_KEY) {
            Some(Extension::SelectedIdentity(identity)) => Some(*identity),
            _ => None,
        };
        if let Some(identity) = identity {
            self.check_psk(actions, identity, suite, share.is_some())?;
        } else if share.is_none() {
            return Err(Failure::MissingExtension { extension: ExtensionType::KEY_SHARE.name() });
        }
        if let Some(share) = share {
            let sent: Vec<_> = self.shares.iter().map(|sent| sent.group.name()).collect();
            actions.checked(plain_check(
                CheckName::GroupOffered,
                self.share_for(share).is_some(),
                illegal,
                vec![("offered a share for", sent.join(", ")), ("selected", share.group.name().into())],
            ))?;
        }
        Ok(Accepted { suite, psk: identity.map(usize::from), share })
    }

    /// RFC 8446 §4.2.11: one that was offered, with its hash, in a mode that was offered.
    fn check_psk(
        &self,
        actions: &mut Actions,
        identity: u16,
        suite: SuiteParameters,
        with_share: bool,
    ) -> Result<(), Failure> {
        let mode = if with_share { PskKeyExchangeMode::PSK_DHE_KE } else { PskKeyExchangeMode::PSK_KE };
        let offered = self.psks.get(usize::from(identity));
        let hash = offered.map(|psk| psk.hash);
        actions.checked(plain_check(
            CheckName::PskOffered,
            hash == Some(suite.hash) && self.config.psk_modes.contains(&mode),
            AlertDescription::IllegalParameter,
            vec![
                ("offered", self.psks.len().to_string()),
                ("selected_identity", identity.to_string()),
                ("hash of the cipher suite", suite.hash.name().into()),
                ("hash of the PSK", hash.map_or("none", crate::crypto::hash::HashAlgorithm::name).into()),
                ("mode", mode.name().into()),
            ],
        ))
    }

    fn share_for(&self, answer: &KeyShareEntry) -> Option<&Share> {
        self.shares.iter().find(|share| share.group == answer.group)
    }

    /// What the client learns of what was negotiated.
    fn outcomes(&self, accepted: &Accepted) -> Vec<Choice> {
        let learned =
            |name, offered, chosen: &str| Choice { name, offered, accepted: Vec::new(), chosen: Some(chosen.into()) };
        let versions = version_names(&self.hello);
        let suites = names(&self.config.cipher_suites);
        let groups = names(&self.config.groups);
        let mut outcomes = vec![
            learned(ChoiceName::Version, versions, ProtocolVersion::TLS13.name()),
            learned(ChoiceName::CipherSuite, suites, accepted.suite.suite.name()),
        ];
        if !self.psks.is_empty() {
            let mode = match accepted.share {
                Some(_) => PskKeyExchangeMode::PSK_DHE_KE,
                None => PskKeyExchangeMode::PSK_KE,
            };
            let modes = names(&self.config.psk_modes);
            let mut outcome = learned(ChoiceName::PskMode, modes, mode.name());
            outcome.chosen = outcome.chosen.filter(|_| accepted.psk.is_some());
            outcomes.push(outcome);
        }
        if let Some(share) = accepted.share {
            outcomes.push(learned(ChoiceName::Group, groups, share.group.name()));
        }
        outcomes
    }

    fn agree(&self, answer: &KeyShareEntry) -> Result<Secret, Failure> {
        let share = self.share_for(answer).ok_or(Failure::InvalidKeyShare)?;
        let value = share.key.agree(&answer.key_exchange).map_err(|_| Failure::InvalidKeyShare)?;
        let derivation = Derivation::KeyAgreement {
            group: answer.group.name(),
            private: share.name,
            peer_public: answer.key_exchange.clone(),
        };
        Ok(Secret { name: SecretName::SharedSecret, value, derivation })
    }

    /// RFC 8446 §7.1, §7.3.
    fn handshake_keys(
        self,
        mut actions: Actions,
        accepted: &Accepted,
        shared_secret: Option<&Secret>,
        server_hello: &[u8],
    ) -> crate::tls::v13::Transition<Client> {
        let suite = accepted.suite;
        let before = self.retry.as_ref().map(|retry| &retry.transcript);
        let mut transcript = transcript_with((suite.hash, self.config.binding()), before, &self.hello_bytes);
        transcript.add(Side::Server, MessageName::ServerHello, server_hello);
        let taken = accepted.psk.and_then(|place| Some((place, self.psks.get(place)?.clone())));
        let early_secret = taken.as_ref().map(|(_, psk)| psk.early_secret.clone());
        let (keys, traffic) = HandshakeKeys::derive(&mut actions, suite, early_secret, shared_secret, transcript);
        actions.install(Direction::Read, traffic.server);
        // Appendix A.1 changes these only before the client's own flight; but an alert that follows from what came
        // sealed should be sealed too ("they SHOULD first rekey to the handshake keys if possible").
        let next_write = if self.early_data {
            Some(traffic.client)
        } else {
            actions.install(Direction::Write, traffic.client);
            None
        };
        actions.entered(State::WaitEncryptedExtensions);
        let offered = self.hello.extensions.iter().map(Extension::extension_type).collect();
        let compatibility_done = self.compatibility_done;
        let psk = taken.map(|(place, psk)| (place, psk.key));
        let handshake =
            Handshake { config: self.config, keys, psk, next_write, application_protocol: None, compatibility_done };
        let next = WaitEncryptedExtensions { handshake, offered };
        actions.into(Client::WaitEncryptedExtensions(Box::new(next)))
    }
}
