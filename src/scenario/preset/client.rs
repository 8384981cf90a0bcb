//! Handshakes in which the server asks who the client is.

use super::Row;
use crate::scenario::{CertificateFlaw, ClientAuthentication};

pub(super) static ROWS: &[Row] = &[
    ("client-certificate", "The server asks who the client is, and the client shows its certificate.", |scenario| {
        scenario.client_authentication = ClientAuthentication::Required;
        scenario.client_certificate = Some("client.example".into());
    }),
    (
        "client-certificate-declined",
        "The server asks who the client is; the client does not say, and that will do.",
        |scenario| scenario.client_authentication = ClientAuthentication::Requested,
    ),
    ("client-certificate-required", "The server insists on a certificate that the client does not have.", |scenario| {
        scenario.client_authentication = ClientAuthentication::Required;
    }),
    (
        "client-certificate-untrusted",
        "The client shows a certificate of an authority that the server does not trust, and the server refuses it.",
        |scenario| {
            scenario.client_authentication = ClientAuthentication::Required;
            scenario.client_certificate = Some("client.example".into());
            scenario.client_flaw = CertificateFlaw::UnknownRoot;
        },
    ),
];
