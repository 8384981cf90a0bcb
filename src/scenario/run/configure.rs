//! What a scenario means for each side.

use crate::crypto::entropy::Entropy;
use crate::crypto::signature::KeyKind;
use crate::crypto::x509::{Certificate, ChainTemplate, IssuedChain, issue_chain, read_certificate};
use crate::scenario::{CertificateKey, Psk, PskMode, Scenario, ServerPsk, TicketKind};
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::extension::PskKeyExchangeMode;
use crate::tls::registry::{CipherSuite, NamedGroup, ProtocolVersion, SignatureScheme};
use crate::tls::v13::{ClientAuthentication, ClientConfig, Identity, PreSharedKey, ServerConfig};
use crate::trace::PskOrigin;
use crate::wire::decode;

/// The name under which the two know the key that both were given.
const EXTERNAL_IDENTITY: &[u8] = b"the key of the two";

/// What the scenario means for each side, in the first of its connections; `None` if its names fit into no certificate.
#[must_use]
pub fn configure(scenario: &Scenario) -> Option<(ClientConfig, ServerConfig)> {
    let entropy = Entropy::from_seed(&scenario.seed);
    // What is not there cannot be run.
    if !scenario.is_built() {
        return None;
    }
    let kind = match scenario.certificate_key {
        CertificateKey::Ed25519 => KeyKind::Ed25519,
        CertificateKey::EcdsaP256 => KeyKind::EcdsaP256,
        CertificateKey::EcdsaP384 => KeyKind::EcdsaP384,
        CertificateKey::Rsa => KeyKind::Rsa,
    };
    let certificate_name = scenario.certificate_name.as_deref().unwrap_or(&scenario.server_name);
    let IssuedChain { chain, root, leaf_key } =
        scenario.certificate_flaw.issue(&entropy, kind, certificate_name).ok()?;
    let now = scenario.date.unix_time();
    let mut client = ClientConfig {
        versions: scenario.client_versions.clone(),
        cipher_suites: suites(scenario.cipher_suite, scenario.certificate_key, &scenario.client_versions),
        extended_master_secret: scenario.extended_master_secret,
        groups: client_groups(scenario),
        key_shares: scenario.key_shares.clone().unwrap_or_else(|| vec![scenario.group]),
        application_protocols: protocols(&scenario.client_alpn),
        trust_anchors: vec![parse(&root)?],
        psk_modes: match scenario.psk_mode {
            PskMode::WithDhe => vec![PskKeyExchangeMode::PSK_DHE_KE],
            PskMode::Alone => vec![PskKeyExchangeMode::PSK_KE],
            PskMode::Either => vec![PskKeyExchangeMode::PSK_KE, PskKeyExchangeMode::PSK_DHE_KE],
        },
        signature_schemes: schemes(&scenario.client_schemes, kind),
        early_data: !scenario.client_says_early.is_empty(),
        record_size_limit: scenario.client_record_limit,
        compatibility: scenario.compatibility,
        grease: scenario.grease,
        records: scenario.client_records,
        ..ClientConfig::plain(scenario.server_name.clone(), now, entropy.clone())
    };
    let identity = Identity { certificate_chain: read_chain(&chain)?, certificate_key: leaf_key };
    let mut server = ServerConfig {
        versions: scenario.server_versions.clone(),
        cipher_suites: suites(server_preference(scenario), scenario.certificate_key, &scenario.server_versions),
        groups: server_groups(scenario),
        server_names: scenario.server_names.clone(),
        application_protocols: protocols(&scenario.server_alpn),
        signature_schemes: schemes(&scenario.server_schemes, kind),
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
        ..ServerConfig::plain(identity, now, entropy.clone())
    };
    if scenario.client_authentication != ClientAuthentication::None {
        authenticate_client(scenario, &entropy, kind, &mut client, &mut server)?;
    }
    match scenario.psk {
        Psk::None => {}
        Psk::External => share_key(scenario, &mut client, &mut server),
        // The earlier connection: a plain handshake, before the pause.
        Psk::Ticket => {
            client.now = now.saturating_sub(scenario.pause.into());
            server.now = client.now;
            client.early_data = false;
            server.cookie = false;
            server.client_authentication = ClientAuthentication::None;
        }
    }
    Some((client, server))
}

/// What the scenario means for each side in the connection that goes back to an earlier one, with the ticket of the
/// client and what the server has kept.
#[must_use]
pub fn resume(
    scenario: &Scenario,
    ticket: Option<PreSharedKey>,
    kept: Vec<PreSharedKey>,
) -> Option<(ClientConfig, ServerConfig)> {
    let fresh = Scenario { psk: Psk::None, ..scenario.clone() };
    let (mut client, mut server) = configure(&fresh)?;
    // The certificates are the same; all that is drawn anew must differ from what the earlier connection drew.
    client.entropy = client.entropy.part("resumed connection");
    server.entropy = client.entropy.clone();
    server.now = client.now + u64::from(scenario.delay);
    client.psk = ticket;
    match scenario.server_psk {
        ServerPsk::Same => server.psks = kept,
        ServerPsk::Unknown => server.ticket_key = server.ticket_key.map(|key| key.map(|byte| !byte)),
        ServerPsk::Other => {
            server.psks = kept;
            server.psks.extend(client.psk.clone().filter(|_| server.ticket_key.is_some()));
            change(&mut server.psks);
        }
    }
    Some((client, server))
}

/// Gives both the same key by other means. RFC 8446 §2.2.
fn share_key(scenario: &Scenario, client: &mut ClientConfig, server: &mut ServerConfig) {
    let psk = PreSharedKey {
        origin: PskOrigin::External,
        identity: EXTERNAL_IDENTITY.to_vec(),
        value: client.entropy.bytes::<32>("external psk").to_vec(),
        // RFC 8446 §4.2.11: without another hash, SHA-256.
        suite: CipherSuite::TLS_AES_128_GCM_SHA256,
        application_protocol: None,
        server_name: None,
        max_early_data_size: scenario.max_early_data,
        issued: None,
    };
    server.psks = match scenario.server_psk {
        ServerPsk::Unknown => Vec::new(),
        ServerPsk::Same | ServerPsk::Other => vec![psk.clone()],
    };
    if scenario.server_psk == ServerPsk::Other {
        change(&mut server.psks);
    }
    client.psk = Some(psk);
}

fn change(psks: &mut [PreSharedKey]) {
    for byte in psks.iter_mut().flat_map(|psk| &mut psk.value) {
        *byte = !*byte;
    }
}

/// Gives the client a certificate, if it is to have one, and the server the root that it must lead to.
fn authenticate_client(
    scenario: &Scenario,
    entropy: &Entropy,
    kind: KeyKind,
    client: &mut ClientConfig,
    server: &mut ServerConfig,
) -> Option<()> {
    let name = scenario.client_certificate.as_deref().unwrap_or("client.example");
    let issued = issue_chain(&entropy.part("client certificate"), kind, &ChainTemplate::for_client(name)).ok()?;
    server.trust_anchors = vec![parse(&issued.root)?];
    if scenario.client_certificate.is_some() {
        let certificate_chain = read_chain(&issued.chain)?;
        client.identity = Some(Identity { certificate_chain, certificate_key: issued.leaf_key });
    }
    Some(())
}

fn read_chain(chain: &[Vec<u8>]) -> Option<Vec<Certificate>> {
    chain.iter().map(|der| parse(der)).collect()
}

fn parse(der: &[u8]) -> Option<Certificate> {
    decode(der, "Certificate", |reader| read_certificate(reader, der.len())).result.ok()
}

/// The schemes that a side accepts: if all that are always there, then those for the certificates' keys as well, first.
fn schemes(accepted: &[SignatureScheme], kind: KeyKind) -> Vec<SignatureScheme> {
    let fits = |scheme: &SignatureScheme| scheme.algorithm().is_some_and(|algorithm| algorithm.kind() == kind);
    let rare = SignatureScheme::RARE.into_iter().filter(|_| accepted == SignatureScheme::ALL).filter(fits);
    rare.chain(accepted.iter().copied()).collect()
}

/// The groups that the client offers: all that are always there, and what few use only where the scenario is about that.
fn client_groups(scenario: &Scenario) -> Vec<NamedGroup> {
    let mut groups = preferred_first(scenario.group, &NamedGroup::ALL);
    for group in scenario.key_shares.iter().flatten().chain(&scenario.server_groups) {
        if !groups.contains(group) {
            groups.push(*group);
        }
    }
    groups
}

/// The groups that the server accepts: if all that are always there, then that of the scenario as well.
fn server_groups(scenario: &Scenario) -> Vec<NamedGroup> {
    let mut groups = scenario.server_groups.clone();
    if groups == NamedGroup::ALL && !groups.contains(&scenario.group) {
        groups.insert(0, scenario.group);
    }
    groups
}

/// The suites of those versions, the one that seals as the preferred one does in front of each; with RSA certificates those
/// for them as well, and the old ones only if one of them is preferred.
fn suites(preferred: CipherSuite, key: CertificateKey, versions: &[ProtocolVersion]) -> Vec<CipherSuite> {
    let aead = |suite| SuiteParameters::of(suite).or_else(|| SuiteParameters::of_tls12(suite)).map(|known| known.aead);
    let same = |suite: &CipherSuite| aead(*suite) == aead(preferred);
    let of = |all: [CipherSuite; 3]| {
        let first = all.into_iter().filter(same).collect::<Vec<_>>();
        first.into_iter().chain(all.into_iter().filter(move |suite| !same(suite)))
    };
    let newer = of(CipherSuite::ALL).filter(|_| versions.contains(&ProtocolVersion::TLS13));
    let old = CipherSuite::OLD_TLS12.into_iter().filter(|suite| *suite == preferred);
    let rsa = of(CipherSuite::RARE_TLS12).filter(|_| key == CertificateKey::Rsa);
    let older = old.chain(rsa).chain(of(CipherSuite::ALL_TLS12));
    newer.chain(older.filter(|_| versions.contains(&ProtocolVersion::TLS12))).collect()
}

/// The server takes the client's order; an old suite it accepts only if the scenario is about that.
fn server_preference(scenario: &Scenario) -> CipherSuite {
    let is_old = CipherSuite::OLD_TLS12.contains(&scenario.cipher_suite);
    if is_old { scenario.cipher_suite } else { CipherSuite::ALL[0] }
}

fn preferred_first<T: Copy + PartialEq>(preferred: T, all: &[T]) -> Vec<T> {
    core::iter::once(preferred).chain(all.iter().copied().filter(|item| *item != preferred)).collect()
}

fn protocols(names: &[String]) -> Vec<Vec<u8>> {
    names.iter().map(|name| name.clone().into_bytes()).collect()
}
