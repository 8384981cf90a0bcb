//! Options that clients and servers have in common, and the values of options. What is said of them here is the text of
//! `--help`.
#![expect(clippy::doc_markdown, reason = "backticks would be shown as they stand")]

use super::problem::Problem;
use crate::crypto::hash::HashAlgorithm;
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::registry::{CipherSuite, ProtocolVersion};
use crate::tls::v13::PreSharedKey;
use clap::Args;
use std::path::PathBuf;

/// How much early data a side sends or takes with an external key, which says nothing of it, in bytes: a full record.
pub(super) const EARLY_DATA: u32 = 1 << 14;

/// Who a client is, and what it does beyond a first handshake.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(super) struct ClientExtras {
    /// A PEM file with the client's certificate, then those that lead to a root, for a server that asks for it
    #[arg(long, value_name = "FILE", help_heading = "Identity")]
    pub client_cert: Option<PathBuf>,
    /// A PEM file with the private key of the certificate [default: the file of --client-cert]
    #[arg(long, value_name = "FILE", requires = "client_cert", help_heading = "Identity")]
    pub client_key: Option<PathBuf>,
    /// A key that both were given before, for TLS 1.3: a name, a colon, hexadecimal digits, and the hash that it goes with
    /// [default: sha256; else :sha384]; can be given several times
    #[arg(long, value_name = "IDENTITY:HEX[:HASH]", value_parser = external_key, help_heading = "Meeting again")]
    pub psk: Vec<ExternalKey>,
    /// Connect twice: once only to get a ticket, and then with it
    #[arg(long, help_heading = "Meeting again")]
    pub resume: bool,
    /// Send the text or the request before the server has answered, with the key of the ticket or of --psk
    #[arg(long, help_heading = "Meeting again")]
    pub early_data: bool,
    /// Say that a newer version did not get through (TLS_FALLBACK_SCSV): who speaks one refuses
    #[arg(long, help_heading = "Offer")]
    pub fallback: bool,
    /// Take new keys before anything is said, and ask the server to do so too
    #[arg(long, help_heading = "Data")]
    pub key_update: bool,
}

/// Whom a server asks who they are, whom it knows again, and what it does beyond a first handshake.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(super) struct ServerExtras {
    /// A PEM file of the certificates that lead to a client's
    #[arg(long, value_name = "FILE", help_heading = "Clients")]
    pub ca: Option<PathBuf>,
    /// Ask clients for a certificate, and go on without
    #[arg(long, requires = "ca", help_heading = "Clients")]
    pub request_client_cert: bool,
    /// Ask clients for a certificate, and go on only with one
    #[arg(long, requires = "ca", conflicts_with = "request_client_cert", help_heading = "Clients")]
    pub require_client_cert: bool,
    /// A key that a client was given before, for TLS 1.3: a name, a colon, hexadecimal digits, and the hash that it goes with
    /// [default: sha256; else :sha384]; can be given several times
    #[arg(long, value_name = "IDENTITY:HEX[:HASH]", value_parser = external_key, help_heading = "Meeting again")]
    pub psk: Vec<ExternalKey>,
    /// How many tickets to send to a client that takes them
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=16), help_heading = "Meeting again")]
    pub tickets: u8,
    /// Seal what a ticket stands for into the ticket, and keep nothing
    #[arg(long, help_heading = "Meeting again")]
    pub sealed_tickets: bool,
    /// Take what clients with a ticket or an external key say before they were answered, up to so many bytes
    #[arg(long, value_name = "BYTES", num_args = 0..=1, default_missing_value = "16384", value_parser = clap::value_parser!(u32).range(1..), help_heading = "Meeting again")]
    pub early_data: Option<u32>,
    /// Take new keys before anything is said, and ask the client to do so too
    #[arg(long, help_heading = "Data")]
    pub key_update: bool,
}

/// A key that both sides were given by other means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ExternalKey {
    identity: String,
    value: Vec<u8>,
    /// The one hash that it goes with. RFC 8446 §4.2.11.
    hash: HashAlgorithm,
}

impl ExternalKey {
    /// The key for the engine, with which so much early data may be sent, in that protocol and with the first of the suites that
    /// has its hash.
    pub(super) fn psk(
        &self,
        max_early_data_size: u32,
        protocol: Option<&Vec<u8>>,
        suites: &[CipherSuite],
    ) -> PreSharedKey {
        let key = PreSharedKey::external(self.identity.clone().into_bytes(), self.value.clone()).with_hash(self.hash);
        let suite = suites.iter().copied().find(|suite| self.goes_with(*suite)).unwrap_or(key.suite);
        PreSharedKey { application_protocol: protocol.cloned(), max_early_data_size, suite, ..key }
    }

    /// Whether it goes with that suite: by its hash. RFC 8446 §4.2.11.
    fn goes_with(&self, suite: CipherSuite) -> bool {
        SuiteParameters::of(suite).is_some_and(|known| known.hash == self.hash)
    }
}

/// The hashes that a key can go with, as they are written behind it.
const HASHES: [(&str, HashAlgorithm); 2] = [(":sha256", HashAlgorithm::Sha256), (":sha384", HashAlgorithm::Sha384)];

/// The most bytes of an identity; RFC 8446 §4.2.11 has room for 65535, but in that hello there would be none for anything else.
const IDENTITY: usize = 1024;
/// The most keys of one side.
const KEYS: usize = 32;

/// RFC 8446 §4.2.11.
pub(super) fn external_key(text: &str) -> Result<ExternalKey, &'static str> {
    // A hash is no hexadecimal number, so it cannot be the key of a name with a colon.
    let (text, hash) = HASHES
        .into_iter()
        .find_map(|(end, hash)| Some((text.strip_suffix(end)?, hash)))
        .unwrap_or((text, HashAlgorithm::Sha256));
    let (identity, digits) = text.rsplit_once(':').ok_or("a name, a colon and hexadecimal digits are needed")?;
    if identity.is_empty() || identity.len() > IDENTITY {
        return Err("the name before the colon has 1 to 1024 bytes");
    }
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    };
    let value: Option<Vec<u8>> = digits.as_bytes().chunks(2).map(pair).collect();
    match value {
        Some(value) if (1..=255).contains(&value.len()) => Ok(ExternalKey { identity: identity.into(), value, hash }),
        _ => Err("after the colon stand 2 to 510 hexadecimal digits, an even number, then nothing, :sha256 or :sha384"),
    }
}

/// Refuses keys that could never be used, or too many of them.
fn check_keys(keys: &[ExternalKey], suites: &[CipherSuite]) -> Result<(), Problem> {
    let what = if keys.len() > KEYS {
        "--psk can be given 32 times at most"
    } else if keys.iter().any(|key| !suites.iter().any(|suite| key.goes_with(*suite))) {
        "a key of --psk goes with a cipher suite of TLS 1.3 that has its hash (SHA-256 if it names none), and --suites leaves them \
         out"
    } else {
        return Ok(());
    };
    Err(Problem::Options { what })
}

/// Refuses what only TLS 1.3 has where that is not spoken.
fn check_newer(versions: &[ProtocolVersion], has_psk: bool, key_update: bool) -> Result<(), Problem> {
    let what = if versions.contains(&ProtocolVersion::TLS13) {
        return Ok(());
    } else if has_psk {
        "--psk is for TLS 1.3, and --versions or --suites leave it out"
    } else if key_update {
        "--key-update is for TLS 1.3, and --versions or --suites leave it out"
    } else {
        return Ok(());
    };
    Err(Problem::Options { what })
}

impl ServerExtras {
    /// What cannot go together, beyond what the parser sees.
    pub(super) fn check(&self, versions: &[ProtocolVersion], suites: &[CipherSuite]) -> Result<(), Problem> {
        if self.ca.is_some() && !self.request_client_cert && !self.require_client_cert {
            let what =
                "--ca is for clients' certificates: --request-client-cert or --require-client-cert asks for them";
            return Err(Problem::Options { what });
        }
        if self.require_client_cert && !self.psk.is_empty() {
            // RFC 8446 §4.3.2: who is let in by a key is not asked for a certificate.
            let what = "--psk lets clients in without a certificate, which --require-client-cert asks all of them for";
            return Err(Problem::Options { what });
        }
        if self.early_data.is_some() && !versions.contains(&ProtocolVersion::TLS13) {
            let what = "--early-data is for TLS 1.3, and --versions or --suites leave it out";
            return Err(Problem::Options { what });
        }
        if self.tickets == 0 && self.sealed_tickets {
            return Err(Problem::Options {
                what: "--sealed-tickets says how tickets are made, and --tickets 0 sends none",
            });
        }
        if self.tickets == 0 && self.early_data.is_some() && self.psk.is_empty() {
            let what =
                "--early-data needs a key from before: that of a ticket, and --tickets 0 sends none, or one of --psk";
            return Err(Problem::Options { what });
        }
        check_newer(versions, !self.psk.is_empty(), self.key_update)?;
        check_keys(&self.psk, suites)
    }
}

impl ClientExtras {
    /// What cannot go together, beyond what the parser sees.
    pub(super) fn check(
        &self,
        has_words: bool,
        versions: &[ProtocolVersion],
        suites: &[CipherSuite],
    ) -> Result<(), Problem> {
        check_newer(versions, !self.psk.is_empty(), self.key_update)?;
        check_keys(&self.psk, suites)?;
        let what = if !self.early_data {
            return Ok(());
        } else if !versions.contains(&ProtocolVersion::TLS13) {
            "--early-data is for TLS 1.3, and --versions or --suites leave it out"
        } else if !has_words {
            "--early-data sends the text of --send or the request of --http, and neither is there"
        } else if !self.resume && self.psk.is_empty() {
            "--early-data needs a key from before: that of a ticket, with --resume, or one of --psk"
        } else {
            return Ok(());
        };
        Err(Problem::Options { what })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        let read = |text| external_key(text).map(|key| (key.identity, key.value));
        assert_eq!(read("Client_identity:00fF"), Ok(("Client_identity".into(), vec![0, 255])));
        assert_eq!(read("a:b:12"), Ok(("a:b".into(), vec![0x12])));
        let hash = |text| external_key(text).map(|key| (key.identity, key.hash));
        assert_eq!(hash("a:12"), Ok(("a".into(), HashAlgorithm::Sha256)));
        assert_eq!(hash("a:12:sha256"), Ok(("a".into(), HashAlgorithm::Sha256)));
        assert_eq!(hash("a:sha384:12:sha384"), Ok(("a:sha384".into(), HashAlgorithm::Sha384)));
        for bad in [
            "",
            "name",
            "name:",
            ":12",
            "name:1",
            "name:123",
            "name:xy",
            "name:+1",
            "name:é",
            "a:12:sha512",
            "a:sha384",
        ] {
            assert!(external_key(bad).is_err(), "{bad}");
        }
    }
}
