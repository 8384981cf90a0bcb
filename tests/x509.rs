//! Certificates against three other implementations, OpenSSL 3, rustls-webpki and `x509-cert`, and against the traces of RFC 8448.

#![cfg(not(target_arch = "wasm32"))]

#[path = "x509/constraints.rs"]
mod constraints;
#[path = "x509/crossed.rs"]
mod crossed;
#[path = "x509/model.rs"]
mod model;
#[path = "x509/odd.rs"]
mod odd;
#[path = "x509/openssl.rs"]
mod openssl;
#[path = "x509/pss.rs"]
mod pss;
#[path = "x509/rfc8448.rs"]
mod rfc8448;
#[cfg(feature = "rare")]
#[path = "x509/unreadable.rs"]
mod unreadable;
#[path = "x509/verdicts.rs"]
mod verdicts;

use handshake::crypto::x509::{Certificate, read_certificate};
use handshake::wire::{Decoded, decode};

fn read(der: &[u8]) -> Decoded<Certificate> {
    decode(der, "cert_data", |reader| read_certificate(reader, der.len()))
}

fn certificate(der: &[u8]) -> Certificate {
    read(der).result.expect("the certificate parses")
}
