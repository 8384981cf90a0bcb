//! What is issued, read back.

use super::*;
use crate::crypto::entropy::Entropy;
use crate::crypto::signature::{KeyKind, PublicKey};
use crate::wire::{Decoded, Reader, decode};

const KINDS: [KeyKind; 2] = [KeyKind::Ed25519, KeyKind::EcdsaP256];

fn read(der: &[u8]) -> Decoded<Certificate> {
    decode(der, "cert_data", |reader: &mut Reader| read_certificate(reader, der.len()))
}

fn issued(kind: KeyKind) -> IssuedChain {
    issue(&Entropy::from_seed("hello"), kind, "example.com").unwrap()
}

fn assert_tiled(decoded: &Decoded<Certificate>, length: usize) {
    let mut position = 0;
    for (_, leaf) in decoded.fields.leaves() {
        assert_eq!(leaf.span.start, position, "{}", leaf.name);
        assert!(!leaf.span.is_empty(), "{}", leaf.name);
        position = leaf.span.end;
    }
    assert_eq!(position, length);
}

#[test]
fn what_is_issued_reads_back() {
    for kind in KINDS {
        let issued = issued(kind);
        let [leaf, intermediate] = [0, 1].map(|index| read(&issued.chain[index]).result.unwrap());
        let root = read(&issued.root).result.unwrap();
        assert_eq!(leaf.der, issued.chain[0]);
        assert_eq!(leaf.subject.common_name.as_deref(), Some("example.com"));
        assert_eq!(leaf.issuer, intermediate.subject);
        assert_eq!(intermediate.issuer, root.subject);
        assert_eq!(root.issuer, root.subject);
        assert_eq!(root.subject.text(), "Handshake Simulator Root CA");
        assert_eq!(intermediate.subject.text(), "Handshake Simulator Intermediate CA");
        assert_eq!(leaf.public_key(), Ok(issued.leaf_key.public_key()));
        assert_eq!(leaf.serial_number.len(), 16);
        assert_eq!(leaf.validity.not_before.to_string(), "2026-01-01 00:00:00 UTC");
        assert_eq!(leaf.validity.not_after.to_string(), "2026-12-31 23:59:59 UTC");
        assert_eq!(root.validity.not_after.to_string(), "2044-12-31 23:59:59 UTC");
        let extensions = &leaf.extensions;
        assert_eq!(extensions.authority_key_identifier, intermediate.extensions.subject_key_identifier);
        assert_eq!(extensions.key_usage, Some(KeyUsage::DIGITAL_SIGNATURE));
        assert_eq!(extensions.extended_key_usage, Some(vec![oid::ID_KP_SERVER_AUTH.to_vec()]));
        assert_eq!(extensions.basic_constraints, Some(BasicConstraints { ca: false, path_len_constraint: None }));
        assert_eq!(extensions.subject_alt_name.as_ref().unwrap().dns_names, ["example.com"]);
        let usage = intermediate.extensions.key_usage.unwrap();
        assert_eq!(usage.names(), ["keyCertSign", "cRLSign"]);
        let limit = intermediate.extensions.basic_constraints.unwrap().path_len_constraint;
        assert_eq!(limit, Some(0));
    }
}

#[test]
fn leaves_tile_what_is_issued() {
    for kind in KINDS {
        let issued = issued(kind);
        for der in issued.chain.iter().chain([&issued.root]) {
            assert_tiled(&read(der), der.len());
        }
    }
}

#[test]
fn spans_count_from_the_start_of_the_message() {
    let der = issued(KeyKind::Ed25519).root;
    let message = [&[1, 2, 3][..], &der, &[4]].concat();
    let mut reader = Reader::new(&message);
    reader.opaque("before", 3).unwrap();
    let certificate = read_certificate(&mut reader, der.len()).unwrap();
    assert_eq!(certificate.der, der);
    assert_eq!(reader.remaining(), 1);
    let fields = reader.into_fields();
    let index = fields.find("signatureValue").unwrap();
    assert_eq!(fields.fields()[index].span.end, 3 + der.len());
}

#[test]
fn a_good_chain_passes_every_check() {
    for kind in KINDS {
        let issued = issued(kind);
        let chain: Vec<_> = issued.chain.iter().map(|der| read(der).result.unwrap()).collect();
        let root = read(&issued.root).result.unwrap();
        let report = verify_server_chain(&chain, &[root], "example.com", 1_781_524_800);
        assert_eq!(report.fault(), None);
        let kinds: Vec<_> = report.checks.iter().map(|check| check.kind).collect();
        assert_eq!(
            kinds,
            [
                PathCheckKind::TrustAnchor,
                PathCheckKind::CertificateSignature { certificate: 1 },
                PathCheckKind::Validity { certificate: 1 },
                PathCheckKind::BasicConstraints { certificate: 1 },
                PathCheckKind::KeyUsage { certificate: 1 },
                PathCheckKind::CriticalExtensions { certificate: 1 },
                PathCheckKind::CertificateSignature { certificate: 0 },
                PathCheckKind::Validity { certificate: 0 },
                PathCheckKind::KeyUsage { certificate: 0 },
                PathCheckKind::CriticalExtensions { certificate: 0 },
                PathCheckKind::ExtendedKeyUsage,
                PathCheckKind::ServerName,
            ]
        );
        assert_eq!(report.leaf_key, Some(issued.leaf_key.public_key()));
    }
}

#[test]
fn no_chain_leads_nowhere() {
    let report = verify_server_chain(&[], &[], "example.com", 0);
    assert_eq!(report.fault(), Some(Fault::NoTrustAnchor));
    assert_eq!(report.leaf_key, None::<PublicKey>);
}

#[test]
fn no_truncation_and_no_flip_of_any_bit_panics() {
    for kind in KINDS {
        let issued = issued(kind);
        let root = read(&issued.root).result.unwrap();
        let intermediate = read(&issued.chain[1]).result.unwrap();
        let der = &issued.chain[0];
        for end in 0..der.len() {
            assert!(read(&der[..end]).result.is_err());
        }
        for at in 0..der.len() {
            for flip in [0x01, 0x02, 0x20, 0x80, 0xff] {
                let mut flipped = der.clone();
                flipped[at] ^= flip;
                let decoded = read(&flipped);
                let Ok(leaf) = decoded.result.clone() else { continue };
                assert_tiled(&decoded, der.len());
                // The signature covers all but itself, so any flip is found; a few verifications are enough to see it.
                if flip == 0x01 && at % 7 == 0 {
                    let chain = [leaf, intermediate.clone()];
                    let report =
                        verify_server_chain(&chain, core::slice::from_ref(&root), "example.com", 1_781_524_800);
                    assert!(report.fault().is_some(), "byte {at}");
                }
            }
        }
    }
}

#[test]
fn a_long_name_is_left_out_of_the_subject_and_other_names_are_refused() {
    let entropy = Entropy::from_seed("hello");
    let name = ["a".repeat(60), "example.com".into()].join(".");
    let leaf = read(&issue(&entropy, KeyKind::Ed25519, &name).unwrap().chain[0]).result.unwrap();
    assert_eq!(leaf.subject.common_name, None);
    assert_eq!(leaf.extensions.subject_alt_name.unwrap().dns_names, [name]);
    let leaf = read(&issue(&entropy, KeyKind::Ed25519, "192.0.2.1").unwrap().chain[0]).result.unwrap();
    assert_eq!(leaf.extensions.subject_alt_name.unwrap().ip_addresses, [[192, 0, 2, 1]]);
    assert_eq!(issue(&entropy, KeyKind::Ed25519, "exämple.com").unwrap_err(), IssueError::InvalidName);
}
