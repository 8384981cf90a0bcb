//! The values of RFC 8448, as `vectors/rfc8448.json` has them.

use std::collections::BTreeMap;

use handshake::trace::Side;
use serde_json::Value;

/// Something that a side does, with the values that the RFC prints for it.
pub struct Step {
    pub who: Side,
    pub what: String,
    pub fields: BTreeMap<String, Vec<u8>>,
}

/// The sections that have a trace.
pub const SECTIONS: [u64; 5] = [3, 4, 5, 6, 7];

/// The steps of a section's trace.
pub fn steps(section: u64) -> Vec<Step> {
    let json: Value = serde_json::from_str(include_str!("../vectors/rfc8448.json")).unwrap();
    let step = |step: &Value| Step {
        who: if step["who"] == "client" { Side::Client } else { Side::Server },
        what: step["what"].as_str().unwrap().to_owned(),
        fields: step["fields"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, field)| (name.clone(), hex(field["hex"].as_str().unwrap())))
            .collect(),
    };
    let trace = json.as_array().unwrap().iter().find(|trace| trace["n"] == section).unwrap();
    trace["steps"].as_array().unwrap().iter().map(step).collect()
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}
