//! The client's hello. RFC 8446 §4.1.2.

use super::super::action::{Action, Actions};
use super::super::config::ClientConfig;
use super::super::keys::early_keys;
use super::super::proof::ephemeral_key;
use super::super::psk::{PreSharedKey, bind};
use super::{Client, OfferedPsk, Share, WaitServerHello};
use crate::crypto::aead::AeadAlgorithm;
use crate::crypto::hash::HashAlgorithm;
use crate::crypto::key_exchange::EphemeralKeyPair;
use crate::crypto::rare;
use crate::crypto::x509::is_ip_address;
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::extension::{Extension, KeyShareEntry, OfferedPsks, PskIdentity, ServerName, UNCOMPRESSED};
use crate::tls::message::{ClientHello, HandshakeMessage};
use crate::tls::registry::{CipherSuite, ExtensionType, NamedGroup, ProtocolVersion, SignatureScheme};
use crate::tls::schedule::FinishedKey;
use crate::tls::v13::Transition;
use crate::trace::{Bytes, Derivation, Direction, Effect, Failure, PskOrigin, Secret, SecretName, Side, State};

impl Client {
    /// Makes key pairs and sends the `ClientHello`. RFC 8446 §4.1.2.
    ///
    /// # Errors
    /// [`Failure::NoCommonGroup`] if the configuration asks for a share of a group that is not built here.
    pub fn start(config: ClientConfig) -> Result<Transition<Self>, Failure> {
        let mut actions = Actions::default();
        let (hello, shares) = first_hello(&mut actions, &config)?;
        let psks = offered_psks(&mut actions, &config);
        Ok(send(actions, config, hello, shares, psks))
    }

    /// Goes on from a `ClientHello` that was made elsewhere, with the key pairs of its shares.
    ///
    /// The configuration must be one that the hello could be of: its lists, its modes, its pre-shared key.
    #[must_use]
    pub fn with_hello(
        config: ClientConfig,
        hello: ClientHello,
        keys: Vec<(NamedGroup, EphemeralKeyPair)>,
    ) -> Transition<Self> {
        let mut actions = Actions::default();
        let mut shares = Vec::new();
        for (group, key) in keys {
            let name = share_name(shares.len());
            let derivation = Derivation::Entropy { label: "elsewhere", public: key.public_bytes().to_vec() };
            actions.derived(&Secret { name, value: key.private_bytes(), derivation });
            shares.push(Share { group, key, name });
        }
        let psks = offered_psks(&mut actions, &config);
        let early_data = hello.extensions.contains(&Extension::EarlyData);
        let (hello_bytes, compatibility_done, retry) = (Vec::new(), early_data, None);
        go_on(
            actions,
            WaitServerHello { config, hello, hello_bytes, shares, psks, early_data, compatibility_done, retry },
        )
    }
}

/// Draws what a `ClientHello` needs for the versions of the configuration and makes it, up to pre-shared keys of TLS 1.3.
///
/// The suites of other versions are left out.
///
/// # Errors
/// [`Failure::NoCommonGroup`] if the configuration asks for a share of a group that is not built here.
pub(in crate::tls) fn first_hello(
    actions: &mut Actions,
    config: &ClientConfig,
) -> Result<(ClientHello, Vec<Share>), Failure> {
    let random: [u8; 32] = config.entropy.bytes("client random");
    actions.note(Effect::DrewRandom { purpose: "ClientHello.random", value: random.to_vec() });
    let newest = config.versions.contains(&ProtocolVersion::TLS13);
    let older = config.versions.contains(&ProtocolVersion::TLS12);
    let session = config.session();
    let legacy_session_id = match session {
        Some(session) if session.origin == PskOrigin::Session => session.identity.clone(),
        // RFC 5077 §3.4: by its own session ID the client sees whether the server took the ticket.
        Some(_) => session_id(actions, config),
        None if config.compatibility && newest => session_id(actions, config),
        None => Vec::new(),
    };
    let mut shares = Vec::new();
    for group in config.key_shares.iter().filter(|_| newest) {
        shares.push(share(actions, config, *group, shares.len())?);
    }
    let of_versions = |suite: &&CipherSuite| {
        newest && CipherSuite::ALL.contains(*suite) || older && SuiteParameters::of_tls12(**suite).is_some()
    };
    let mut extensions = offered_extensions(config, &shares);
    if older {
        offer_tls12(config, session, &mut extensions);
    }
    let mut hello = ClientHello {
        legacy_version: ProtocolVersion::TLS12,
        random,
        legacy_session_id,
        cipher_suites: config.cipher_suites.iter().filter(of_versions).copied().collect(),
        legacy_compression_methods: vec![0],
        extensions,
    };
    if rare::BUILT && config.fallback {
        // RFC 7507 §4: after all that is meant as a suite.
        hello.cipher_suites.push(CipherSuite::TLS_FALLBACK_SCSV);
    }
    if config.grease {
        grease(config, &mut hello);
    }
    Ok((hello, shares))
}

/// What only a server of TLS 1.2 answers. RFC 8422 §5.1, RFC 7627 §5.1, RFC 5077 §3.2, RFC 5746 §3.4.
fn offer_tls12(config: &ClientConfig, session: Option<&PreSharedKey>, extensions: &mut Vec<Extension>) {
    extensions.push(Extension::EcPointFormats(vec![UNCOMPRESSED]));
    if config.extended_master_secret {
        extensions.push(Extension::ExtendedMasterSecret);
    }
    let ticket = session.filter(|session| session.origin != PskOrigin::Session);
    extensions.push(Extension::SessionTicket(ticket.map(|ticket| ticket.identity.clone()).unwrap_or_default()));
    extensions.push(Extension::RenegotiationInfo(Vec::new()));
}

/// The name of the private key of the client's next share, after so many others.
fn share_name(earlier: usize) -> SecretName {
    match earlier {
        0 => SecretName::EphemeralPrivateKey(Side::Client),
        number => SecretName::FurtherPrivateKey { number: u8::try_from(number).unwrap_or(u8::MAX) },
    }
}

/// Adds the pre-shared keys, proves the `ClientHello` with each, sends it, and goes on to early data if there is to be any.
fn send(
    mut actions: Actions,
    config: ClientConfig,
    mut hello: ClientHello,
    shares: Vec<Share>,
    psks: Vec<OfferedPsk>,
) -> Transition<Client> {
    let mut early_data = false;
    let hello_bytes = Vec::new();
    if let Some(first) = psks.first() {
        early_data = config.early_data && first.key.max_early_data_size > 0;
        if early_data {
            hello.extensions.push(Extension::EarlyData);
        }
        // RFC 8446 §4.2.11: the last extension.
        hello.extensions.push(Extension::PreSharedKeys(offer(&psks, config.now)));
        bind(&mut actions, &mut hello, psks.iter().map(OfferedPsk::binder_key), (None, config.binding()));
    }
    let (compatibility_done, retry) = (early_data, None);
    go_on(actions, WaitServerHello { config, hello, hello_bytes, shares, psks, early_data, compatibility_done, retry })
}

/// Sends the `ClientHello`, and goes on to early data if there is to be any.
fn go_on(mut actions: Actions, mut state: WaitServerHello) -> Transition<Client> {
    state.hello_bytes = actions.send(&HandshakeMessage::ClientHello(state.hello.clone()));
    let WaitServerHello { config, psks, early_data, hello_bytes, .. } = &state;
    if let (true, Some(offered)) = (*early_data, psks.first()) {
        // RFC 8446 Appendix D.4: at once, where early data follows.
        if config.compatibility {
            actions.send_change_cipher_spec();
        }
        let aead = SuiteParameters::of(offered.key.suite).map_or(AeadAlgorithm::Aes128Gcm, |suite| suite.aead);
        let keys = early_keys(&mut actions, &offered.early_secret, aead, (hello_bytes, config.binding()));
        actions.install(Direction::Write, keys);
    }
    actions.entered(State::WaitServerHello);
    actions.into(Client::WaitServerHello(Box::new(state)))
}

impl WaitServerHello {
    /// Stops early data, which no server takes after a `HelloRetryRequest`. RFC 8446 §4.2.10.
    pub(super) fn stop_early_data(&mut self, actions: &mut Actions) {
        if core::mem::take(&mut self.early_data) {
            self.hello.extensions.retain(|extension| *extension != Extension::EarlyData);
            actions.push(Action::StopSealing);
        }
    }
}

/// A value of 32 bytes, so that the handshake looks like a resumption of TLS 1.2. RFC 8446 Appendix D.4.
fn session_id(actions: &mut Actions, config: &ClientConfig) -> Bytes {
    let value = config.entropy.bytes::<32>("legacy_session_id").to_vec();
    actions.note(Effect::DrewRandom { purpose: "ClientHello.legacy_session_id", value: value.clone() });
    value
}

/// Makes a key pair; `earlier` is the number of those made before.
pub(super) fn share(
    actions: &mut Actions,
    config: &ClientConfig,
    group: NamedGroup,
    earlier: usize,
) -> Result<Share, Failure> {
    let (key, mut private) = ephemeral_key(config.ephemeral(), Side::Client, group).ok_or(Failure::NoCommonGroup)?;
    private.name = share_name(earlier);
    actions.derived(&private);
    Ok(Share { group, key, name: private.name })
}

impl Share {
    pub(super) fn entry(&self) -> KeyShareEntry {
        KeyShareEntry { group: self.group, key_exchange: self.key.public_bytes().to_vec() }
    }
}

/// Climbs from each pre-shared key that goes with a suite of TLS 1.3 to the key of its binder.
fn offered_psks(actions: &mut Actions, config: &ClientConfig) -> Vec<OfferedPsk> {
    let mut offered = Vec::new();
    for (key, hash) in config.psks.iter().filter_map(|key| Some((key, key.hash()?))) {
        let (early_secret, finished_key) = key.early_secret(actions, hash, offered.len());
        offered.push(OfferedPsk { key: key.clone(), hash, early_secret, finished_key });
    }
    offered
}

/// Identities, and binders that have their lengths only.
pub(super) fn offer(psks: &[OfferedPsk], now: u64) -> OfferedPsks {
    let identity = |OfferedPsk { key, .. }: &OfferedPsk| PskIdentity {
        identity: key.identity.clone(),
        obfuscated_ticket_age: key.obfuscated_age(now),
    };
    let binder = |psk: &OfferedPsk| vec![0; psk.hash.output_length()];
    OfferedPsks { identities: psks.iter().map(identity).collect(), binders: psks.iter().map(binder).collect() }
}

impl OfferedPsk {
    pub(super) fn binder_key(&self) -> (HashAlgorithm, &FinishedKey) {
        (self.hash, &self.finished_key)
    }
}

fn offered_extensions(config: &ClientConfig, shares: &[Share]) -> Vec<Extension> {
    let name = ServerName { name_type: 0, name: config.server_name.clone().into_bytes() };
    // RFC 6066 §3: literal IP addresses are no server names.
    let unsaid = !config.sends_server_name || is_ip_address(&config.server_name);
    let mut extensions = if unsaid { Vec::new() } else { vec![Extension::ServerName(vec![name])] };
    extensions.push(Extension::SupportedGroups(config.groups.clone()));
    extensions.push(Extension::SignatureAlgorithms(config.signature_schemes.clone()));
    if !config.application_protocols.is_empty() {
        extensions.push(Extension::ApplicationLayerProtocolNegotiation(config.application_protocols.clone()));
    }
    if !config.versions.contains(&ProtocolVersion::TLS13) {
        extensions.extend(config.record_size_limit_12().map(Extension::RecordSizeLimit));
        return extensions;
    }
    extensions.push(Extension::SupportedVersions(config.versions.clone()));
    // RFC 8446 §4.2.9: without this extension a server sends no tickets.
    if !config.psk_modes.is_empty() {
        extensions.push(Extension::PskKeyExchangeModes(config.psk_modes.clone()));
    }
    extensions.push(Extension::ClientShares(shares.iter().map(Share::entry).collect()));
    if let Some(limit) = config.record_size_limit {
        extensions.push(Extension::RecordSizeLimit(limit));
    }
    extensions
}

/// Puts values that nobody knows in front of lists, and two extensions that nobody knows. RFC 8701 §3.1.
fn grease(config: &ClientConfig, hello: &mut ClientHello) {
    let drawn: [u8; 7] = config.entropy.bytes("grease");
    let value = |place: usize| u16::from(drawn[place] & 0xf0 | 0x0a) * 0x0101;
    let group = NamedGroup(value(1));
    hello.cipher_suites.insert(0, CipherSuite(value(0)));
    for extension in &mut hello.extensions {
        match extension {
            Extension::SupportedGroups(groups) => groups.insert(0, group),
            Extension::ClientShares(shares) => shares.insert(0, KeyShareEntry { group, key_exchange: vec![0] }),
            Extension::SupportedVersions(versions) => versions.insert(0, ProtocolVersion(value(2))),
            Extension::SignatureAlgorithms(schemes) => schemes.insert(0, SignatureScheme(value(3))),
            _ => {}
        }
    }
    let first = value(4);
    // The two must differ: no extension stands twice.
    let second = if value(5) == first { first ^ 0x1010 } else { value(5) };
    let unknown = |code, extension_data| Extension::Other { extension_type: ExtensionType(code), extension_data };
    hello.extensions.insert(0, unknown(first, vec![]));
    hello.extensions.push(unknown(second, vec![0]));
}
