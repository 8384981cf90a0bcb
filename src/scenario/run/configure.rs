//! What a scenario means for each side.

use crate::crypto::entropy::Entropy;
use crate::crypto::signature::KeyKind;
use crate::crypto::x509::{Certificate, ChainTemplate, IssuedChain, issue_chain, read_certificate};
use crate::scenario::{Psk, PskMode, Scenario, ServerPsk, TicketKind};
use crate::tls::extension::PskKeyExchangeMode;
use crate::tls::registry::CipherSuite;
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
    let kind = scenario.certificate_key.kind();
    let certificate_name = scenario.certificate_name.as_deref().unwrap_or(&scenario.server_name);
    let IssuedChain { chain, root, leaf_key } =
        scenario.certificate_flaw.issue(&entropy, kind, certificate_name).ok()?;
    let now = scenario.date.unix_time();
    let mut client = ClientConfig {
        versions: scenario.client_versions.clone(),
        cipher_suites: scenario.offered_suites(),
        extended_master_secret: scenario.extended_master_secret,
        groups: scenario.offered_groups(),
        key_shares: scenario.shared_groups(),
        sends_server_name: scenario.sends_server_name,
        application_protocols: protocols(&scenario.client_alpn),
        trust_anchors: vec![parse(&root)?],
        psk_modes: match scenario.psk_mode {
            PskMode::WithDhe => vec![PskKeyExchangeMode::PSK_DHE_KE],
            PskMode::Alone => vec![PskKeyExchangeMode::PSK_KE],
            PskMode::Either => vec![PskKeyExchangeMode::PSK_KE, PskKeyExchangeMode::PSK_DHE_KE],
        },
        signature_schemes: scenario.accepted_schemes(&scenario.client_schemes),
        early_data: !scenario.client_says_early.is_empty(),
        record_size_limit: scenario.client_record_limit,
        compatibility: scenario.compatibility,
        grease: scenario.grease,
        fallback: scenario.fallback,
        records: scenario.client_records,
        ..ClientConfig::plain(scenario.server_name.clone(), now, entropy.clone())
    };
    let identity = Identity { certificate_chain: read_chain(&chain)?, certificate_key: leaf_key };
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
        ..ServerConfig::plain(identity, now, entropy.clone())
    };
    if scenario.client_authentication != ClientAuthentication::None {
        authenticate_client(scenario, &entropy, kind, &mut client, &mut server)?;
    }
    match scenario.psk {
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
    if scenario.psk == Psk::Both {
        let psk = external_key(scenario, &client.entropy);
        client.psks.push(psk.clone());
        server.psks.push(psk);
    }
    Some((client, server))
}

/// The key that both were given by other means. RFC 8446 §2.2.
fn external_key(scenario: &Scenario, entropy: &Entropy) -> PreSharedKey {
    PreSharedKey {
        origin: PskOrigin::External,
        identity: EXTERNAL_IDENTITY.to_vec(),
        value: entropy.bytes::<32>("external psk").to_vec(),
        // RFC 8446 §4.2.11: without another hash, SHA-256.
        suite: CipherSuite::TLS_AES_128_GCM_SHA256,
        application_protocol: None,
        server_name: None,
        max_early_data_size: scenario.max_early_data,
        issued: None,
    }
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

fn protocols(names: &[String]) -> Vec<Vec<u8>> {
    names.iter().map(|name| name.clone().into_bytes()).collect()
}
