//! TLS 1.2.

use super::Row;
use crate::scenario::{CertificateKey, ClientAuthentication, Psk, Scenario, ServerPsk, TicketKind};
use crate::tls::registry::{CipherSuite, NamedGroup, ProtocolVersion};

pub(super) static ROWS: &[Row] = &[
    ("tls12", "The older edition, TLS 1.2: two round trips, and most of the handshake in the clear.", tls12),
    (
        "tls12-chacha20-poly1305",
        "TLS 1.2 with ChaCha20-Poly1305, whose records send no part of the nonce.",
        |scenario| {
            tls12(scenario);
            scenario.cipher_suite = CipherSuite::TLS_CHACHA20_POLY1305_SHA256;
            scenario.group = NamedGroup::SECP256R1;
        },
    ),
    (
        "tls12-rsa",
        "TLS 1.2 with RSA certificates: the server signs its key for this connection with RSA.",
        |scenario| {
            tls12(scenario);
            scenario.certificate_key = CertificateKey::Rsa;
        },
    ),
    (
        "tls12-rsa-key-exchange",
        "History: the secret is encrypted with the certificate's key, and whoever steals that later can read it all.",
        |scenario| {
            tls12(scenario);
            scenario.certificate_key = CertificateKey::Rsa;
            scenario.cipher_suite = CipherSuite::TLS_RSA_WITH_AES_128_GCM_SHA256;
        },
    ),
    (
        "tls12-without-extended-master-secret",
        "TLS 1.2 as it was before 2015: of all that was said, only the two random numbers go into the keys.",
        |scenario| {
            tls12(scenario);
            scenario.extended_master_secret = false;
        },
    ),
    (
        "tls12-server-without-extended-master-secret",
        "In TLS 1.2 the client offers keys that depend on all that was said, but the server is too old for them.",
        |scenario| {
            tls12(scenario);
            scenario.server_extended_master_secret = false;
        },
    ),
    ("tls12-client-certificate", "TLS 1.2 with a client certificate, which anyone on the way can read.", |scenario| {
        tls12(scenario);
        scenario.client_authentication = ClientAuthentication::Required;
        scenario.client_certificate = Some("client.example".into());
    }),
    (
        "tls12-client-certificate-required",
        "In TLS 1.2 the server insists on a certificate that the client does not have.",
        |scenario| {
            tls12(scenario);
            scenario.client_authentication = ClientAuthentication::Required;
        },
    ),
    ("tls12-session-id", "The two have met before in TLS 1.2, and both have kept the session.", |scenario| {
        tls12(scenario);
        scenario.psk = Psk::Ticket;
    }),
    (
        "tls12-session-ticket",
        "The two have met before in TLS 1.2: the session itself is sealed in the ticket.",
        |scenario| {
            tls12(scenario);
            scenario.psk = Psk::Ticket;
            scenario.ticket_kind = TicketKind::Sealed;
        },
    ),
    (
        "tls12-session-forgotten",
        "The client comes back to a session of TLS 1.2 that the server has forgotten.",
        |scenario| {
            tls12(scenario);
            scenario.psk = Psk::Ticket;
            scenario.server_psk = ServerPsk::Unknown;
        },
    ),
    ("tls12-record-size-limit", "In TLS 1.2, too, a small device can ask for short records.", |scenario| {
        tls12(scenario);
        scenario.client_record_limit = Some(128);
        scenario.server_record_limit = Some(16_384);
    }),
    (
        "tls12-renegotiation",
        "The server of TLS 1.2 asks for a second handshake, and the client declines.",
        |scenario| {
            tls12(scenario);
            scenario.asks_again = true;
        },
    ),
];

/// Both sides speak TLS 1.2 alone.
fn tls12(scenario: &mut Scenario) {
    scenario.client_versions = vec![ProtocolVersion::TLS12];
    scenario.server_versions = vec![ProtocolVersion::TLS12];
}
