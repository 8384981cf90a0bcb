//! Key logs, as `SSLKEYLOGFILE` and Decryption Secrets Blocks hold them. draft-ietf-tls-keylogfile.

use super::problem::{Fault, Place, Problem};
use super::text::hex;
use crate::tls::observer::Logged;

/// Reads a key log; returns the lines that could be read, and what is wrong with others.
///
/// Comments and empty lines are skipped, labels that nobody knows are kept.
#[must_use]
pub fn read_key_log(text: &[u8]) -> (Vec<Logged>, Vec<Fault>) {
    let text = String::from_utf8_lossy(text);
    let mut logged = Vec::new();
    let mut faults = Vec::new();
    for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match read_line(line) {
            Some(entry) => logged.push(entry),
            None => faults.push(Fault::at(Place::Line(number + 1), Problem::BadKeyLogLine)),
        }
    }
    (logged, faults)
}

fn read_line(line: &str) -> Option<Logged> {
    let mut words = line.split_ascii_whitespace();
    let label = words.next()?;
    let (about, secret) = (hex(words.next()?)?, hex(words.next()?)?);
    let named = label.bytes().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == b'_');
    let whole = words.next().is_none() && !secret.is_empty() && named;
    whole.then(|| Logged { label: label.to_owned(), about, secret })
}
