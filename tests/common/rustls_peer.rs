//! rustls as the other end.

use std::sync::Arc;

use handshake::crypto::signature::{KeyKind, SigningKey};
use handshake::crypto::x509::Certificate;
use handshake::scenario::{ClientAuthentication, Scenario};
use handshake::tls::registry::{CipherSuite, NamedGroup, ProtocolVersion};
use handshake::tls::v13::{ClientConfig, ServerConfig};
use rustls::crypto::{CryptoProvider, SupportedKxGroup, ring};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, UnixTime};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, SupportedCipherSuite, SupportedProtocolVersion};

/// One suite, one group: those of the scenario.
pub fn provider(scenario: &Scenario) -> Arc<CryptoProvider> {
    let suite: SupportedCipherSuite = match scenario.cipher_suite {
        CipherSuite::TLS_AES_128_GCM_SHA256 => ring::cipher_suite::TLS13_AES_128_GCM_SHA256,
        CipherSuite::TLS_AES_256_GCM_SHA384 => ring::cipher_suite::TLS13_AES_256_GCM_SHA384,
        _ => ring::cipher_suite::TLS13_CHACHA20_POLY1305_SHA256,
    };
    let kx_groups = vec![kx_group(scenario.group)];
    Arc::new(CryptoProvider { cipher_suites: vec![suite], kx_groups, ..ring::default_provider() })
}

/// The group, of those that ring has.
pub fn kx_group(group: NamedGroup) -> &'static dyn SupportedKxGroup {
    match group {
        NamedGroup::X25519 => ring::kx_group::X25519,
        NamedGroup::SECP256R1 => ring::kx_group::SECP256R1,
        NamedGroup::SECP384R1 => ring::kx_group::SECP384R1,
        other => panic!("ring has no {}", other.name()),
    }
}

fn versions(ours: &[ProtocolVersion]) -> Vec<&'static SupportedProtocolVersion> {
    let theirs = |version: &ProtocolVersion| match *version {
        ProtocolVersion::TLS12 => &rustls::version::TLS12,
        ProtocolVersion::TLS13 => &rustls::version::TLS13,
        other => panic!("rustls has no {}", other.name()),
    };
    ours.iter().map(theirs).collect()
}

fn der(certificates: &[Certificate]) -> Vec<CertificateDer<'static>> {
    certificates.iter().map(|certificate| CertificateDer::from(certificate.der.clone())).collect()
}

fn roots(certificates: &[Certificate]) -> Arc<RootCertStore> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(der(certificates));
    Arc::new(roots)
}

/// RFC 8410 §7 and RFC 5915 §3 within RFC 5208 §5.
fn pkcs8(key: &SigningKey) -> PrivateKeyDer<'static> {
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
struct Clock(u64);

impl rustls::time_provider::TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(std::time::Duration::from_secs(self.0)))
    }
}

/// A server with the certificate and the versions of ours, that treats clients' certificates as ours does.
pub fn server_config(provider: Arc<CryptoProvider>, ours: &ServerConfig) -> rustls::ServerConfig {
    let builder = rustls::ServerConfig::builder_with_details(provider.clone(), Arc::new(Clock(ours.now)))
        .with_protocol_versions(&versions(&ours.versions))
        .expect("the provider has a suite of these versions");
    let builder = match ours.client_authentication {
        ClientAuthentication::None => builder.with_no_client_auth(),
        asked => {
            // It wants a root, also for clients who show no certificate.
            let anchors = if ours.trust_anchors.is_empty() { &ours.certificate_chain } else { &ours.trust_anchors };
            let verifier = WebPkiClientVerifier::builder_with_provider(roots(anchors), provider);
            let is_optional = asked == ClientAuthentication::Requested;
            let verifier = if is_optional { verifier.allow_unauthenticated() } else { verifier };
            builder.with_client_cert_verifier(verifier.build().expect("there is a root"))
        }
    };
    let mut theirs = builder
        .with_single_cert(der(&ours.certificate_chain), pkcs8(&ours.certificate_key))
        .expect("the key is the certificate's");
    theirs.alpn_protocols.clone_from(&ours.application_protocols);
    theirs.max_early_data_size = ours.max_early_data_size;
    theirs
}

/// A client that trusts whom ours trusts, on its day, and shows the certificate of ours.
pub fn client_config(provider: Arc<CryptoProvider>, ours: &ClientConfig) -> rustls::ClientConfig {
    let builder = rustls::ClientConfig::builder_with_details(provider, Arc::new(Clock(ours.now)))
        .with_protocol_versions(&versions(&ours.versions))
        .expect("the provider has a suite of these versions")
        .with_root_certificates(roots(&ours.trust_anchors));
    let mut theirs = match &ours.identity {
        Some(identity) => builder
            .with_client_auth_cert(der(&identity.certificate_chain), pkcs8(&identity.certificate_key))
            .expect("the key is the certificate's"),
        None => builder.with_no_client_auth(),
    };
    theirs.alpn_protocols.clone_from(&ours.application_protocols);
    theirs.enable_early_data = ours.early_data;
    theirs
}
