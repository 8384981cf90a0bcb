//! Private keys: in hex, in PEM, or as they are in DER.

use super::key_log::read_key_log;
use super::pem::{Block, blocks};
use super::problem::{Fault, Place, Problem};
use super::text::hex;
use crate::crypto::signature::SigningKey;
use crate::tls::observer::Given;
use crate::tls::v13::PreSharedKey;

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;
const OBJECT_IDENTIFIER: u8 = 0x06;
/// RFC 8410 §3.
const ID_X25519: &[u8] = &[0x2b, 0x65, 0x6e];
/// RFC 5480 §2.1.1.
const ID_EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
/// RFC 8017 Appendix A.1.
const RSA_ENCRYPTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];

/// Adds the private keys in a file or a text to what is given: PEM of PKCS #8, SEC 1 or PKCS #1, DER, or lines of hex;
/// and pre-shared keys, each a line with a name, a colon and hex.
///
/// # Errors
/// The line, if there is one, and what is wrong there.
pub fn read_private_keys(content: &[u8], given: &mut Given) -> Result<(), Fault> {
    if content.first() == Some(&SEQUENCE) {
        return add_der(content, given).map_err(Fault::of_all);
    }
    let text = String::from_utf8_lossy(content);
    let text = text.trim_start_matches('\u{feff}');
    if text.contains("-----BEGIN") {
        return read_pem(text, given);
    }
    let mut any = false;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let digits: String = line.split(|letter: char| letter.is_whitespace() || letter == ':').collect();
        let place = Place::Line(number + 1);
        if let Some(key) = external_key(line, &digits) {
            given.psks.push(key);
            any = true;
            continue;
        }
        let neither = "this is neither a private key in hex or PEM nor the name and the hex of a pre-shared key";
        let bytes = hex(&digits).ok_or_else(|| Fault::at(place, bad(neither)))?;
        match bytes.len() {
            32 | 48 | 64 | 96 => given.private_keys.push(bytes),
            _ => add_der(&bytes, given).map_err(|problem| Fault::at(place, problem))?,
        }
        any = true;
    }
    if any { Ok(()) } else { Err(Fault::of_all(Problem::Empty)) }
}

/// A line with the name of a pre-shared key, a colon and its value in hex; what is hex throughout is none.
fn external_key(line: &str, digits: &str) -> Option<PreSharedKey> {
    if hex(digits).is_some() {
        return None;
    }
    let (identity, value) = line.rsplit_once(':')?;
    let value = hex(value.trim()).filter(|value| !value.is_empty() && !identity.is_empty())?;
    Some(PreSharedKey::external(identity.into(), value))
}

/// Adds what a text holds of secrets: lines of a key log, or private keys.
///
/// # Errors
/// The line, and what is wrong there.
pub fn read_secrets(content: &[u8], given: &mut Given) -> Result<(), Fault> {
    let (logged, faults) = read_key_log(content);
    if logged.is_empty() {
        return read_private_keys(content, given).map_err(|fault| match (&fault.problem, faults.into_iter().next()) {
            (Problem::BadPrivateKey { .. }, Some(line)) if line.place == fault.place => {
                Fault { problem: bad("this is neither a line of a key log nor a private key"), ..fault }
            }
            _ => fault,
        });
    }
    given.logged.extend(logged);
    faults.into_iter().next().map_or(Ok(()), Err)
}

fn bad(what: &'static str) -> Problem {
    Problem::BadPrivateKey { what }
}

fn read_pem(text: &str, given: &mut Given) -> Result<(), Fault> {
    let mut any = false;
    for Block { label, der, line } in blocks(text)?.into_iter().filter(|block| block.label.ends_with("PRIVATE KEY")) {
        if label.starts_with("ENCRYPTED") {
            return Err(Fault::at(line, bad("keys with a passphrase are not read here")));
        }
        add_der(&der, given).map_err(|problem| Fault::at(line, problem))?;
        any = true;
    }
    if any { Ok(()) } else { Err(Fault::of_all(bad("there is no private key in it"))) }
}

/// Adds a key in DER: PKCS #8 (RFC 5208 §5), SEC 1 (RFC 5915 §3) or PKCS #1 (RFC 8017 Appendix A.1.2).
fn add_der(der: &[u8], given: &mut Given) -> Result<(), Problem> {
    let unknown = || bad("this is no private key of X25519, P-256, P-384 or RSA in PKCS #8, SEC 1 or PKCS #1");
    let (outer, _) = element(SEQUENCE, der).ok_or_else(unknown)?;
    let (_, fields) = element(INTEGER, outer).ok_or_else(unknown)?;
    if let Some((algorithm, rest)) = element(SEQUENCE, fields) {
        let (identifier, _) = element(OBJECT_IDENTIFIER, algorithm).ok_or_else(unknown)?;
        let (key, _) = element(OCTET_STRING, rest).ok_or_else(unknown)?;
        return match identifier {
            ID_X25519 => {
                let (key, _) = element(OCTET_STRING, key).ok_or_else(unknown)?;
                given.private_keys.push(key.to_vec());
                Ok(())
            }
            ID_EC_PUBLIC_KEY => add_der(key, given),
            RSA_ENCRYPTION => add_rsa(key, given),
            _ => Err(unknown()),
        };
    }
    if let Some((key, _)) = element(OCTET_STRING, fields) {
        given.private_keys.push(key.to_vec());
        return Ok(());
    }
    add_rsa(der, given)
}

fn add_rsa(der: &[u8], given: &mut Given) -> Result<(), Problem> {
    let key = SigningKey::rsa(der).ok_or(bad("this is no RSA private key of 2048 to 8192 bits"))?;
    given.certificate_keys.push(key);
    Ok(())
}

/// The content of the DER element with that tag at the beginning, and what follows it. X.690 §8.1.
fn element(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x83 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    (found == tag).then_some((content, rest))
}
