//! What becomes of keys and records.

use super::Row;
use crate::scenario::{KeyUpdate, RecordOptions};

pub(super) static ROWS: &[Row] = &[
    ("key-update", "In the middle of the conversation both take new keys.", |scenario| {
        scenario.client_key_update = KeyUpdate::Both;
        scenario.server_key_update = KeyUpdate::Own;
    }),
    (
        "compatibility",
        "The handshake dresses up as one of TLS 1.2, for the sake of old equipment on the way.",
        |scenario| scenario.compatibility = true,
    ),
    ("padding", "Records are filled up with zeros, so that their length tells less.", |scenario| {
        let records = RecordOptions { padding: 256, ..RecordOptions::default() };
        (scenario.client_records, scenario.server_records) = (records, records);
    }),
    ("fragments", "Messages are cut into small records and put together again.", |scenario| {
        let records = RecordOptions { fragment: 120, ..RecordOptions::default() };
        (scenario.client_records, scenario.server_records) = (records, records);
    }),
    ("coalesced", "Messages that follow each other share one record.", |scenario| {
        let records = RecordOptions { coalesce: true, ..RecordOptions::default() };
        (scenario.client_records, scenario.server_records) = (records, records);
    }),
    ("record-size-limit", "A small device asks for short records.", |scenario| {
        scenario.client_record_limit = Some(256);
        scenario.server_record_limit = Some(16_385);
    }),
];
