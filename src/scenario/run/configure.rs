//! What a scenario means for each side.

use crate::crypto::entropy::Entropy;
use crate::crypto::rare;
use crate::crypto::signature::KeyKind;
use crate::crypto::x509::{Certificate, ChainTemplate, IssuedChain, read_certificate};
use crate::scenario::flaw::CertificateFlaw;
use crate::scenario::impostor::{Impostor, entropy as entropy_of_impostor};
use crate::scenario::{ExternalPsk, Psk, PskMode, Randomness, Scenario, ServerPsk, TicketKind};
use crate::tls::extension::PskKeyExchangeMode;
use crate::tls::v13::{ClientAuthentication, ClientConfig, Identity, PreSharedKey, ServerConfig};
use crate::trace::{Omission, Side};
use crate::wire;

/// What is issued for a scenario, once for all of its connections.
pub(super) struct Issued {
    /// The root that the client trusts.
    root: Certificate,
    server: Identity,
    client: Option<IssuedForClient>,
}

/// What is issued if the server asks clients who they are and the client can say it: who shows no certificate is not held
/// against any root.
struct IssuedForClient {
    /// The root that the server trusts.
    root: Certificate,
    identity: Identity,
}

/// What certificates are issued for: where it is the same, so are they.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Order {
    seed: String,
    kind: KeyKind,
    /// The name of the server.
    name: String,
    flaw: CertificateFlaw,
    /// The name of the client and what is wrong with its chain, if it is to show who it is.
    client: Option<(String, CertificateFlaw)>,
}

impl Order {
    pub(super) fn of(scenario: &Scenario) -> Self {
        let asks = rare::BUILT && scenario.client_authentication != ClientAuthentication::None;
        Self {
            seed: scenario.seed.clone(),
            kind: scenario.certificate_key.kind(),
            name: scenario.certificate_name.as_ref().unwrap_or(&scenario.server_name).clone(),
            flaw: scenario.certificate_flaw,
            client: scenario.client_certificate.clone().filter(|_| asks).map(|name| (name, scenario.client_flaw)),
        }
    }
}

impl Issued {
    /// Issues the certificates; `None` if a name fits into none, or if something that is needed is not there.
    pub(super) fn of(scenario: &Scenario) -> Option<Self> {
        // What is not there cannot be run.
        if !scenario.is_built() {
            return None;
        }
        let Order { seed, kind, name, flaw, client } = Order::of(scenario);
        let entropy = Entropy::from_seed(&seed);
        let (root, server) = read(&flaw.issue(&entropy, kind, ChainTemplate::for_server_with(kind, &name)).ok()?)?;
        let client = match client {
            Some((name, flaw)) if rare::BUILT => {
                let entropy = entropy.part("client certificate");
                let (root, identity) = read(&flaw.issue(&entropy, kind, ChainTemplate::for_client(&name)).ok()?)?;
                Some(IssuedForClient { root, identity })
            }
            Some(_) | None => None,
        };
        Some(Self { root, server, client })
    }

    /// The same for many runs: whose certificates have verified in one of them, verify in the next without arithmetic.
    #[cfg(feature = "rare")]
    pub(super) fn kept(self) -> Self {
        let kept = |client: IssuedForClient| IssuedForClient { root: client.root.keeping_verified(), ..client };
        Self { root: self.root.keeping_verified(), client: self.client.map(kept), ..self }
    }

    /// The first part verifies them every time.
    #[cfg(not(feature = "rare"))]
    pub(super) fn kept(self) -> Self {
        self
    }
}

/// What the scenario means for each side, in the first of its connections; `None` if its names fit into no certificate.
#[must_use]
pub fn configure(scenario: &Scenario) -> Option<(ClientConfig, ServerConfig)> {
    Some(configure_with(scenario, &Issued::of(scenario)?))
}

/// What the scenario means for each side, in the first of its connections, with those certificates.
pub(super) fn configure_with(scenario: &Scenario, issued: &Issued) -> (ClientConfig, ServerConfig) {
    let entropy = Entropy::from_seed(&scenario.seed);
    let now = scenario.date.unix_time();
    let mut client = ClientConfig {
        versions: scenario.client_versions.clone(),
        cipher_suites: scenario.offered_suites(),
        extended_master_secret: scenario.extended_master_secret,
        groups: scenario.offered_groups(),
        key_shares: scenario.shared_groups(),
        sends_server_name: scenario.sends_server_name,
        application_protocols: protocols(&scenario.client_alpn),
        trust_anchors: vec![issued.root.clone()],
        psk_modes: if rare::BUILT { modes(scenario.psk_mode) } else { vec![PskKeyExchangeMode::PSK_DHE_KE] },
        signature_schemes: scenario.accepted_schemes(&scenario.client_schemes),
        // RFC 8446 §4.6.1: what is more than the ticket allows is not sent.
        early_data: (1..=scenario.max_early_data as usize).contains(&scenario.client_says_early.len()),
        record_size_limit: scenario.client_record_limit,
        compatibility: scenario.compatibility,
        grease: scenario.grease,
        fallback: scenario.fallback,
        records: scenario.client_records,
        omissions: scenario.omissions_of(Side::Client),
        ..ClientConfig::plain(scenario.server_name.clone(), now, entropy.clone())
    };
    let mut server = ServerConfig {
        versions: scenario.server_versions.clone(),
        cipher_suites: scenario.accepted_suites(),
        groups: scenario.accepted_groups(),
        server_names: scenario.server_names.clone(),
        application_protocols: protocols(&scenario.server_alpn),
        signature_schemes: scenario.accepted_schemes(&scenario.server_schemes),
        cookie: scenario.cookie,
        client_authentication: scenario.client_authentication,
        tickets: scenario.tickets,
        ticket_key: match scenario.ticket_kind {
            TicketKind::Stored => None,
            TicketKind::Sealed => Some(entropy.bytes("ticket key")),
        },
        max_early_data_size: scenario.max_early_data,
        accepts_early_data: scenario.accepts_early_data,
        record_size_limit: scenario.server_record_limit,
        records: scenario.server_records,
        omissions: scenario.omissions_of(Side::Server),
        ..ServerConfig::plain(issued.server.clone(), now, entropy.clone())
    };
    if rare::BUILT {
        server.extended_master_secret = scenario.server_extended_master_secret;
        server.psk_modes = modes(scenario.server_psk_mode);
        // With (EC)DHE first: that keeps forward secrecy.
        server.psk_modes.reverse();
    }
    if let Some(IssuedForClient { root, identity }) = &issued.client {
        server.trust_anchors = vec![root.clone()];
        client.identity = Some(identity.clone());
    }
    match scenario.psk {
        _ if !rare::BUILT => {}
        Psk::None => {}
        Psk::External => {
            let psk = external_key(scenario, &entropy);
            if scenario.server_psk != ServerPsk::Unknown {
                server.psks = vec![psk.clone()];
            }
            if scenario.server_psk == ServerPsk::Other {
                change(&mut server.psks);
            }
            client.psks = vec![psk];
        }
        // The earlier connection: a plain handshake, before the pause.
        Psk::Ticket | Psk::Both => {
            client.now = now.saturating_sub(scenario.pause.into());
            server.now = client.now;
            client.early_data = false;
            server.cookie = false;
            server.client_authentication = ClientAuthentication::None;
        }
    }
    (client, server)
}

/// What the scenario means for each side in the connection that goes back to an earlier one, with the ticket of the
/// client and what the server has kept.
#[must_use]
pub fn resume(
    scenario: &Scenario,
    ticket: Option<PreSharedKey>,
    kept: Vec<PreSharedKey>,
) -> Option<(ClientConfig, ServerConfig)> {
    Some(resume_with(scenario, &Issued::of(scenario)?, ticket, kept))
}

/// The same with those certificates.
pub(super) fn resume_with(
    scenario: &Scenario,
    issued: &Issued,
    ticket: Option<PreSharedKey>,
    kept: Vec<PreSharedKey>,
) -> (ClientConfig, ServerConfig) {
    let fresh = Scenario { psk: Psk::None, ..scenario.clone() };
    let (mut client, mut server) = configure_with(&fresh, issued);
    // The certificates are the same; all that is drawn anew must differ from what the earlier connection drew.
    if rare::BUILT {
        match scenario.randomness {
            Randomness::Sound => {}
            Randomness::ClientReuses => client.ephemeral = Some(client.entropy.clone()),
            Randomness::ServerReuses => server.ephemeral = Some(server.entropy.clone()),
        }
    }
    client.entropy = client.entropy.part("resumed connection");
    server.entropy = client.entropy.clone();
    server.now = client.now + u64::from(scenario.delay);
    client.psks = ticket.into_iter().collect();
    match scenario.server_psk {
        ServerPsk::Same => server.psks = kept,
        ServerPsk::Unknown => server.ticket_key = server.ticket_key.map(|key| key.map(|byte| !byte)),
        ServerPsk::Other => {
            server.psks = kept;
            server.psks.extend(client.psks.iter().filter(|_| server.ticket_key.is_some()).cloned());
            change(&mut server.psks);
        }
    }
    if rare::BUILT && scenario.psk == Psk::Both {
        let psk = external_key(scenario, &client.entropy);
        client.psks.push(psk.clone());
        server.psks.push(psk);
    }
    (client, server)
}

/// What an impostor is as a server, and as a client: otherwise like those that they play.
pub(super) fn impostor_with(
    scenario: &Scenario,
    issued: &Issued,
    impostor: Impostor,
) -> Option<(ClientConfig, ServerConfig)> {
    let plain = Scenario {
        psk: Psk::None,
        client_authentication: ClientAuthentication::None,
        client_says_early: String::new(),
        // Who speaks with a side whose hashes cover nothing has to speak so too.
        omissions: [Side::Client, Side::Server]
            .into_iter()
            .filter(|side| scenario.omissions_of(*side).contains(&Omission::Transcript))
            .map(|side| (side.peer(), Omission::Transcript))
            .collect(),
        ..scenario.clone()
    };
    let (client, server) = configure_with(&plain, issued);
    let (_, identity) = read(&impostor.issue(scenario).ok()?)?;
    let entropy = entropy_of_impostor(&Entropy::from_seed(&scenario.seed));
    let client = ClientConfig { identity: None, entropy: entropy.clone(), ..client };
    let server = ServerConfig {
        certificate_chain: identity.certificate_chain,
        certificate_key: identity.certificate_key,
        ticket_key: server.ticket_key.map(|_| entropy.bytes("ticket key")),
        entropy,
        ..server
    };
    Some((client, server))
}

impl Scenario {
    fn omissions_of(&self, side: Side) -> Vec<Omission> {
        self.omissions.iter().filter(|(whose, _)| *whose == side).map(|(_, omission)| *omission).collect()
    }
}

/// The key that both were given by other means. RFC 8446 §2.2.
fn external_key(scenario: &Scenario, entropy: &Entropy) -> PreSharedKey {
    let ExternalPsk { identity, value, hash } = &scenario.external_psk;
    let value = value.clone().unwrap_or_else(|| entropy.bytes::<32>("external psk").to_vec());
    let key = PreSharedKey::external(identity.clone().into_bytes(), value).with_hash(*hash);
    PreSharedKey { max_early_data_size: scenario.max_early_data, ..key }
}

/// The ways to use a key; where there are two, the one without (EC)DHE first.
fn modes(mode: PskMode) -> Vec<PskKeyExchangeMode> {
    match mode {
        PskMode::WithDhe => vec![PskKeyExchangeMode::PSK_DHE_KE],
        PskMode::Alone => vec![PskKeyExchangeMode::PSK_KE],
        PskMode::Either => vec![PskKeyExchangeMode::PSK_KE, PskKeyExchangeMode::PSK_DHE_KE],
    }
}

fn change(psks: &mut [PreSharedKey]) {
    for byte in psks.iter_mut().flat_map(|psk| &mut psk.value) {
        *byte = !*byte;
    }
}

/// Reads what was issued: the root, and whoever has the chain and its key.
fn read(issued: &IssuedChain) -> Option<(Certificate, Identity)> {
    let certificate_chain = issued.chain.iter().map(|der| parse(der)).collect::<Option<_>>()?;
    Some((parse(&issued.root)?, Identity { certificate_chain, certificate_key: issued.leaf_key.clone() }))
}

fn parse(der: &[u8]) -> Option<Certificate> {
    wire::read(der, "Certificate", |reader| read_certificate(reader, der.len())).ok()
}

fn protocols(names: &[String]) -> Vec<Vec<u8>> {
    names.iter().map(|name| name.clone().into_bytes()).collect()
}
