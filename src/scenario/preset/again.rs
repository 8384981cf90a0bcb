//! Two who have met before, or were given a key.

use super::Row;
use crate::scenario::{Psk, PskMode, Scenario, ServerPsk, TicketKind};

pub(super) static ROWS: &[Row] = &[
    ("resumption", "The two have met before: a ticket takes the place of certificate and signature.", |scenario| {
        scenario.psk = Psk::Ticket;
    }),
    (
        "resumption-sealed-ticket",
        "The server remembers nothing: all it needs to know is sealed in the ticket.",
        |scenario| {
            scenario.psk = Psk::Ticket;
            scenario.ticket_kind = TicketKind::Sealed;
            scenario.tickets = 2;
        },
    ),
    (
        "resumption-without-dhe",
        "The ticket alone, without a fresh secret: faster, but without forward secrecy.",
        |scenario| {
            scenario.psk = Psk::Ticket;
            scenario.psk_mode = PskMode::Alone;
        },
    ),
    ("resumption-with-retry", "A ticket and a second hello: the proof of the key is made twice.", |scenario| {
        scenario.psk = Psk::Ticket;
        scenario.cookie = true;
    }),
    ("ticket-expired", "The ticket is too old, so the two begin as strangers.", |scenario| {
        scenario.psk = Psk::Ticket;
        scenario.pause = 86_400;
    }),
    ("ticket-unknown", "The server has forgotten the ticket, so the two begin as strangers.", |scenario| {
        scenario.psk = Psk::Ticket;
        scenario.server_psk = ServerPsk::Unknown;
    }),
    ("external-psk", "The two were given a key by other means and need no certificate.", |scenario| {
        scenario.psk = Psk::External;
    }),
    (
        "two-keys",
        "The client offers a ticket and a key that both were given; the server has forgotten the ticket and takes the key.",
        |scenario| {
            scenario.psk = Psk::Both;
            scenario.server_psk = ServerPsk::Unknown;
        },
    ),
    ("wrong-psk", "The two were given different keys under the same name.", |scenario| {
        scenario.psk = Psk::External;
        scenario.server_psk = ServerPsk::Other;
    }),
    (
        "no-common-psk-mode",
        "The client would use a key from before alone, the server only with a fresh secret: they begin as strangers.",
        |scenario| {
            scenario.psk = Psk::External;
            scenario.psk_mode = PskMode::Alone;
            scenario.server_psk_mode = PskMode::WithDhe;
        },
    ),
    ("early-data", "With a ticket the client speaks at once, and the server reads it.", early_data),
    (
        "early-data-refused",
        "The client speaks at once, but the server does not take it, and the client says it again.",
        |scenario| {
            early_data(scenario);
            scenario.accepts_early_data = false;
        },
    ),
    (
        "early-data-late",
        "The first message comes an hour late, as if somebody had kept it and sent it again.",
        |scenario| {
            early_data(scenario);
            scenario.delay = 3600;
        },
    ),
    (
        "early-data-replayed",
        "Somebody records what the client says at once and sends it again, and the server does not read it twice.",
        |scenario| {
            early_data(scenario);
            scenario.ticket_kind = TicketKind::Sealed;
            scenario.replay = true;
        },
    ),
    ("early-data-retry", "The client speaks at once, but the server first wants a second hello.", |scenario| {
        early_data(scenario);
        scenario.cookie = true;
    }),
];

/// A client that comes back and speaks at once.
fn early_data(scenario: &mut Scenario) {
    scenario.psk = Psk::Ticket;
    scenario.max_early_data = 1024;
    scenario.client_says_early = "GET /hello HTTP/1.1\r\nHost: example.com\r\n\r\n".into();
}
