//! Sides that do not speak the same versions.

use super::Row;
use crate::tls::registry::ProtocolVersion;

pub(super) static ROWS: &[Row] = &[
    ("old-server", "The client speaks both editions, the server only TLS 1.2, and so they speak that.", |scenario| {
        scenario.client_versions = ProtocolVersion::ALL.to_vec();
        scenario.server_versions = vec![ProtocolVersion::TLS12];
    }),
    ("old-client", "The server speaks both editions, the client only TLS 1.2, and so they speak that.", |scenario| {
        scenario.client_versions = vec![ProtocolVersion::TLS12];
        scenario.server_versions = ProtocolVersion::ALL.to_vec();
    }),
    ("both-versions", "Both speak both editions, and so they speak TLS 1.3.", |scenario| {
        scenario.client_versions = ProtocolVersion::ALL.to_vec();
        scenario.server_versions = ProtocolVersion::ALL.to_vec();
    }),
    ("downgrade", "Somebody on the way hides that the client knows TLS 1.3, and the client finds out.", |scenario| {
        scenario.client_versions = ProtocolVersion::ALL.to_vec();
        scenario.server_versions = ProtocolVersion::ALL.to_vec();
        scenario.downgrade = true;
    }),
    (
        "fallback",
        "The client tries again with the older edition and says so, and the server, who speaks the newer one, stops it.",
        |scenario| {
            scenario.client_versions = vec![ProtocolVersion::TLS12];
            scenario.server_versions = ProtocolVersion::ALL.to_vec();
            scenario.fallback = true;
        },
    ),
    (
        "no-common-version",
        "The client speaks only TLS 1.2, the server only TLS 1.3: they have no edition in common.",
        |scenario| scenario.client_versions = vec![ProtocolVersion::TLS12],
    ),
    (
        "no-common-version-old-server",
        "The client speaks only TLS 1.3, the server only TLS 1.2: they have no edition in common.",
        |scenario| scenario.server_versions = vec![ProtocolVersion::TLS12],
    ),
];
