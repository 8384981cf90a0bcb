//! Handshakes in which the server asks for another hello.

use super::Row;
use crate::tls::registry::NamedGroup;

pub(super) static ROWS: &[Row] = &[
    ("hello-retry-request", "The client guesses the wrong kind of key, and the server asks for another.", |scenario| {
        scenario.server_groups = vec![NamedGroup::SECP256R1];
    }),
    ("no-key-share", "The client sends no key at first and lets the server say which kind it wants.", |scenario| {
        scenario.key_shares = Some(Vec::new());
    }),
    ("two-key-shares", "The client sends keys of two kinds, so that one of them will do.", |scenario| {
        scenario.key_shares = Some(vec![NamedGroup::X25519, NamedGroup::SECP256R1]);
        scenario.server_groups = vec![NamedGroup::SECP256R1];
    }),
    ("cookie", "Before it does any work, the server makes sure that the client can be reached.", |scenario| {
        scenario.cookie = true;
    }),
];
