//! rustls as the other end.

use std::sync::Arc;

use handshake::crypto::signature::{KeyKind, SigningKey};
use handshake::scenario::Scenario;
use handshake::tls::registry::{CipherSuite, NamedGroup};
use handshake::tls::v13::{ClientConfig, ServerConfig};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, UnixTime};
use rustls::{RootCertStore, SupportedCipherSuite};

/// One suite, one group: those of the scenario.
pub fn provider(scenario: &Scenario) -> Arc<CryptoProvider> {
    let suite: SupportedCipherSuite = match scenario.cipher_suite {
        CipherSuite::TLS_AES_128_GCM_SHA256 => ring::cipher_suite::TLS13_AES_128_GCM_SHA256,
        CipherSuite::TLS_AES_256_GCM_SHA384 => ring::cipher_suite::TLS13_AES_256_GCM_SHA384,
        _ => ring::cipher_suite::TLS13_CHACHA20_POLY1305_SHA256,
    };
    let group = match scenario.group {
        NamedGroup::X25519 => ring::kx_group::X25519,
        NamedGroup::SECP384R1 => ring::kx_group::SECP384R1,
        _ => ring::kx_group::SECP256R1,
    };
    Arc::new(CryptoProvider { cipher_suites: vec![suite], kx_groups: vec![group], ..ring::default_provider() })
}

/// RFC 8410 §7 and RFC 5915 §3 within RFC 5208 §5.
pub fn pkcs8(key: &SigningKey) -> PrivateKeyDer<'static> {
    let spki = key.public_key().to_spki_der().expect("all kinds can be written");
    let private = key.private_bytes();
    let der = match key.kind() {
        KeyKind::Ed25519 => [&hex("302e020100300506032b657004220420")[..], &private].concat(),
        KeyKind::EcdsaP256 => [
            &hex("308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420")[..],
            &private,
            &hex("a144034200"),
            &spki[spki.len() - 65..],
        ]
        .concat(),
        KeyKind::EcdsaP384 => [
            &hex("3081b6020100301006072a8648ce3d020106052b8104002204819e30819b0201010430")[..],
            &private,
            &hex("a164036200"),
            &spki[spki.len() - 97..],
        ]
        .concat(),
        KeyKind::Rsa => return PrivatePkcs1KeyDer::from(private).into(),
    };
    PrivatePkcs8KeyDer::from(der).into()
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hex")).collect()
}

#[derive(Debug)]
pub struct Clock(pub u64);

impl rustls::time_provider::TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(std::time::Duration::from_secs(self.0)))
    }
}

/// A server with the certificate and the key of our server.
pub fn server_config(scenario: &Scenario, ours: &ServerConfig) -> Arc<rustls::ServerConfig> {
    let chain = ours.certificate_chain.iter().map(|c| CertificateDer::from(c.der.clone())).collect();
    let mut theirs = rustls::ServerConfig::builder_with_provider(provider(scenario))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .expect("the provider has a suite of TLS 1.3")
        .with_no_client_auth()
        .with_single_cert(chain, pkcs8(&ours.certificate_key))
        .expect("the key is the certificate's");
    theirs.alpn_protocols.clone_from(&ours.application_protocols);
    Arc::new(theirs)
}

/// A client that trusts whom our client trusts, on the day of the scenario.
pub fn client_config(scenario: &Scenario, ours: &ClientConfig) -> Arc<rustls::ClientConfig> {
    client_config_with(provider(scenario), scenario, ours)
}

/// The same, with other algorithms.
pub fn client_config_with(
    provider: Arc<CryptoProvider>,
    scenario: &Scenario,
    ours: &ClientConfig,
) -> Arc<rustls::ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(ours.trust_anchors[0].der.clone())).expect("a root");
    let clock = Arc::new(Clock(scenario.date.unix_time()));
    let mut theirs = rustls::ClientConfig::builder_with_details(provider, clock)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .expect("the provider has a suite of TLS 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth();
    theirs.alpn_protocols.clone_from(&ours.application_protocols);
    Arc::new(theirs)
}
