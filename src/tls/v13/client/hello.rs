//! The client's hello, and the server's answer to it. RFC 8446 §4.1.

use super::super::action::Actions;
use super::super::config::ClientConfig;
use super::super::keys::HandshakeKeys;
use super::super::proof::{ephemeral_key, names, plain_check};
use super::{Client, Next, WaitEncryptedExtensions, WaitServerHello, check_answers};
use crate::crypto::x509::is_ip_address;
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::extension::{Extension, KeyShareEntry, Place, PskKeyExchangeMode, ServerName};
use crate::tls::message::{ClientHello, HandshakeMessage, ServerHello};
use crate::tls::registry::{CipherSuite, ExtensionType, NamedGroup, ProtocolVersion};
use crate::tls::transcript::Transcript;
use crate::tls::v13::Transition;
use crate::trace::{
    AlertDescription, CheckName, Choice, ChoiceName, Derivation, Direction, Effect, Failure, MessageName, Secret,
    SecretName, Side, State,
};

impl Client {
    /// Makes a key pair and sends the `ClientHello`. RFC 8446 §4.1.2.
    ///
    /// # Errors
    /// [`Failure::NoCommonGroup`] if the configuration asks for a share of a group that is not built here.
    pub fn start(config: ClientConfig) -> Result<Transition<Self>, Failure> {
        let mut actions = Actions::default();
        let random: [u8; 32] = config.entropy.bytes("client random");
        actions.note(Effect::DrewRandom { purpose: "ClientHello.random", value: random.to_vec() });
        let (ephemeral_key, private) =
            ephemeral_key(&config.entropy, Side::Client, config.key_share).ok_or(Failure::NoCommonGroup)?;
        actions.derived(&private);

        let hello = ClientHello {
            legacy_version: ProtocolVersion::TLS12,
            random,
            legacy_session_id: Vec::new(),
            cipher_suites: config.cipher_suites.clone(),
            legacy_compression_methods: vec![0],
            extensions: offered_extensions(&config, ephemeral_key.public_bytes().to_vec()),
        };
        let hello_bytes = actions.send(&HandshakeMessage::ClientHello(hello.clone()));
        actions.entered(State::WaitServerHello);
        let state = WaitServerHello { config, hello, hello_bytes, ephemeral_key };
        Ok(actions.into(Self::WaitServerHello(Box::new(state))))
    }
}

fn offered_extensions(config: &ClientConfig, public_key: Vec<u8>) -> Vec<Extension> {
    let name = ServerName { name_type: 0, name: config.server_name.clone().into_bytes() };
    // RFC 6066 §3: literal IP addresses are no server names.
    let mut extensions =
        if is_ip_address(&config.server_name) { Vec::new() } else { vec![Extension::ServerName(vec![name])] };
    extensions.push(Extension::SupportedGroups(config.groups.clone()));
    extensions.push(Extension::SignatureAlgorithms(config.signature_schemes.clone()));
    if !config.application_protocols.is_empty() {
        extensions.push(Extension::ApplicationLayerProtocolNegotiation(config.application_protocols.clone()));
    }
    extensions.push(Extension::SupportedVersions(vec![ProtocolVersion::TLS13]));
    // RFC 8446 §4.2.9: without this extension a server sends no tickets.
    extensions.push(Extension::PskKeyExchangeModes(vec![PskKeyExchangeMode::PSK_DHE_KE]));
    extensions.push(Extension::ClientShares(vec![KeyShareEntry { group: config.key_share, key_exchange: public_key }]));
    extensions
}

impl WaitServerHello {
    /// RFC 8446 §4.1.3.
    pub(super) fn server_hello(self, message: &ServerHello, bytes: &[u8]) -> Next {
        if message.is_hello_retry_request() {
            return Err(Failure::RetryUnsupported.into());
        }
        let offered: Vec<_> = self.hello.extensions.iter().map(Extension::extension_type).collect();
        let version = message.extensions.iter().find_map(|extension| match extension {
            Extension::SelectedVersion(version) => Some(*version),
            _ => None,
        });
        // RFC 8446 §4.2.1: without the extension the server means legacy_version, which is none of ours; with it, a
        // version that was not offered is against the rules.
        let (version, alert) = match version {
            Some(version) => (version, AlertDescription::IllegalParameter),
            None => (message.legacy_version, AlertDescription::ProtocolVersion),
        };
        let mut actions = Actions::default().check(plain_check(
            CheckName::VersionOffered,
            version == ProtocolVersion::TLS13,
            alert,
            vec![("offered", ProtocolVersion::TLS13.name().into()), ("selected", version.name().into())],
        ))?;
        if let Err(failure) = check_answers(&message.extensions, Place::ServerHello, &offered) {
            return Err(actions.halt(failure));
        }
        if message.legacy_compression_method != 0 {
            return Err(actions.halt(Failure::IllegalParameter { field: "legacy_compression_method" }));
        }
        actions = actions.check(plain_check(
            CheckName::SessionIdEcho,
            message.legacy_session_id_echo == self.hello.legacy_session_id,
            AlertDescription::IllegalParameter,
            vec![
                ("sent", format!("{} bytes", self.hello.legacy_session_id.len())),
                ("echoed", format!("{} bytes", message.legacy_session_id_echo.len())),
            ],
        ))?;
        let offered_suites = names(&self.hello.cipher_suites, CipherSuite::name);
        let suite = SuiteParameters::of(message.cipher_suite)
            .filter(|parameters| self.hello.cipher_suites.contains(&parameters.suite));
        actions = actions.check(plain_check(
            CheckName::CipherSuiteOffered,
            suite.is_some(),
            AlertDescription::IllegalParameter,
            vec![("offered", offered_suites.join(", ")), ("selected", message.cipher_suite.name().into())],
        ))?;
        let Some(suite) = suite else {
            return Err(actions.halt(Failure::IllegalParameter { field: "cipher_suite" }));
        };
        let Some(share) = message.extensions.iter().find_map(|extension| match extension {
            Extension::ServerShare(share) => Some(share),
            _ => None,
        }) else {
            return Err(actions.halt(Failure::MissingExtension { extension: ExtensionType::KEY_SHARE.name() }));
        };
        actions = actions.check(plain_check(
            CheckName::GroupOffered,
            share.group == self.config.key_share,
            AlertDescription::IllegalParameter,
            vec![("offered a share for", self.config.key_share.name().into()), ("selected", share.group.name().into())],
        ))?;
        for choice in self.outcomes(suite, share) {
            actions.negotiated(choice);
        }
        self.handshake_keys(actions, suite, share, bytes, offered)
    }

    /// What the client learns of what was negotiated.
    fn outcomes(&self, suite: SuiteParameters, share: &KeyShareEntry) -> [Choice; 3] {
        let learned =
            |name, offered, chosen: &str| Choice { name, offered, accepted: Vec::new(), chosen: Some(chosen.into()) };
        let versions = names(&[ProtocolVersion::TLS13], ProtocolVersion::name);
        let suites = names(&self.config.cipher_suites, CipherSuite::name);
        let groups = names(&self.config.groups, NamedGroup::name);
        [
            learned(ChoiceName::Version, versions, ProtocolVersion::TLS13.name()),
            learned(ChoiceName::CipherSuite, suites, suite.suite.name()),
            learned(ChoiceName::Group, groups, share.group.name()),
        ]
    }

    /// RFC 8446 §7.1, §7.3.
    fn handshake_keys(
        self,
        mut actions: Actions,
        suite: SuiteParameters,
        share: &KeyShareEntry,
        server_hello: &[u8],
        offered: Vec<ExtensionType>,
    ) -> Next {
        let Ok(value) = self.ephemeral_key.agree(&share.key_exchange) else {
            return Err(actions.halt(Failure::InvalidKeyShare));
        };
        let derivation = Derivation::KeyAgreement {
            group: share.group.name(),
            private: SecretName::EphemeralPrivateKey(Side::Client),
            peer_public: share.key_exchange.clone(),
        };
        let shared_secret = Secret { name: SecretName::SharedSecret, value, derivation };

        let mut transcript = Transcript::new(suite.hash, &self.hello_bytes);
        transcript.add(Side::Server, MessageName::ServerHello, server_hello);
        let (keys, traffic) = HandshakeKeys::derive(&mut actions, suite, &shared_secret, transcript);
        actions.install(Direction::Read, traffic.server);
        // Appendix A.1 changes these only before the client's own flight; but an alert that follows from what came
        // sealed should be sealed too ("they SHOULD first rekey to the handshake keys if possible").
        actions.install(Direction::Write, traffic.client);
        actions.entered(State::WaitEncryptedExtensions);
        let next = WaitEncryptedExtensions { config: self.config, offered, keys };
        Ok(actions.into(Client::WaitEncryptedExtensions(Box::new(next))))
    }
}
