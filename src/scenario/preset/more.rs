//! What fits nowhere else.

use super::Row;
use crate::scenario::{CertificateKey, ClientAuthentication, KeyUpdate, RecordOptions};
use crate::tls::registry::{CipherSuite, NamedGroup};

pub(super) static ROWS: &[Row] = &[
    (
        "grease",
        "The client offers values that nobody knows, so that servers do not forget how to ignore them.",
        |scenario| scenario.grease = true,
    ),
    ("exporter", "In the end both make a key for the application that fits this connection only.", |scenario| {
        scenario.exporter = true;
    }),
    (
        "everything",
        "Another suite, another curve, a retry, a client certificate, new keys and small records at once.",
        |scenario| {
            scenario.cipher_suite = CipherSuite::TLS_AES_256_GCM_SHA384;
            scenario.certificate_key = CertificateKey::Ed25519;
            scenario.server_groups = vec![NamedGroup::SECP256R1];
            scenario.client_authentication = ClientAuthentication::Required;
            scenario.client_certificate = Some("client.example".into());
            scenario.client_key_update = KeyUpdate::Both;
            scenario.compatibility = true;
            scenario.server_records = RecordOptions { fragment: 500, padding: 64, coalesce: true };
            scenario.grease = true;
            scenario.exporter = true;
        },
    ),
];
