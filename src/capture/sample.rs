//! The traces of RFC 8448, opened as any other capture is: records, and the private keys that the RFC gives.
//!
//! The files hold the RFC's own bytes; `tests/capture.rs` compares them with what the RFC says.

use super::{Opened, open, read_private_keys};
use crate::tls::observer::Given;

/// A handshake of somebody else's that everybody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its name: lower-case letters, digits and hyphens.
    pub name: &'static str,
    /// What is to be seen, in one sentence.
    pub sentence: &'static str,
    /// The records, connection after connection.
    parts: &'static [&'static str],
}

const SIMPLE: &str = include_str!("sample/simple.txt");

const SAMPLES: [Sample; 5] = [
    Sample {
        name: "rfc8448-simple",
        sentence: "RFC 8448 §3: the handshake with which every implementation of TLS 1.3 is checked.",
        parts: &[SIMPLE],
    },
    Sample {
        name: "rfc8448-resumed",
        sentence: "RFC 8448 §4: the client comes back with its ticket, and sends data at once.",
        parts: &[SIMPLE, include_str!("sample/resumed.txt")],
    },
    Sample {
        name: "rfc8448-retry",
        sentence: "RFC 8448 §5: the server asks for another kind of key.",
        parts: &[include_str!("sample/retry.txt")],
    },
    Sample {
        name: "rfc8448-client-authentication",
        sentence: "RFC 8448 §6: the client shows a certificate too.",
        parts: &[include_str!("sample/client-authentication.txt")],
    },
    Sample {
        name: "rfc8448-compatibility",
        sentence: "RFC 8448 §7: a handshake in the disguise of TLS 1.2, for the sake of old equipment on the way.",
        parts: &[include_str!("sample/compatibility.txt")],
    },
];

/// All of them.
#[must_use]
pub fn samples() -> &'static [Sample] {
    &SAMPLES
}

/// The one with that name.
#[must_use]
pub fn sample(name: &str) -> Option<Sample> {
    SAMPLES.into_iter().find(|sample| sample.name == name)
}

impl Sample {
    /// The records as text.
    #[must_use]
    pub fn records(&self) -> String {
        self.parts.join("\n")
    }

    /// The private keys of all of them, as text.
    #[must_use]
    pub fn keys() -> &'static str {
        include_str!("sample/keys.txt")
    }

    /// Opens it.
    ///
    /// # Panics
    /// Never: the files are part of the program, and tests open each.
    #[must_use]
    pub fn open(&self) -> Opened {
        let mut given = Given::default();
        read_private_keys(Self::keys().as_bytes(), &mut given).expect("the RFC's keys are keys");
        let opened = open(self.records().as_bytes(), &given).expect("the RFC's records are records");
        Opened { title: self.name.to_owned(), ..opened }
    }
}
