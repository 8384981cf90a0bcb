//! The certificates of RFC 8448: §3 (also in §5 and §7) and §6, the server's.

use super::{certificate, openssl, read};
use handshake::crypto::signature::{BadSignature, KeyKind, PublicKey};
use handshake::crypto::x509::{KeyUsage, SignatureAlgorithm};
use handshake::wire::Value;

/// RFC 8448 §3, "construct a Certificate handshake message": the `cert_data`.
pub const RSA: &str = "\
    308201ac30820115a003020102020102300d06092a864886f70d01010b0500300e310c300a06035504031303727361301e170d31363037\
    33303031323335395a170d3236303733303031323335395a300e310c300a0603550403130372736130819f300d06092a864886f70d0101\
    01050003818d0030818902818100b4bb498f8279303d980836399b36c6988c0c68de55e1bdb826d3901a2461eafd2de49a91d015abbc9a\
    95137ace6c1af19eaa6af98c7ced43120998e187a80ee0ccb0524b1b018c3e0b63264d449a6d38e22a5fda430846748030530ef0461c8c\
    a9d9efbfae8ea6d1d03e2bd193eff0ab9a8002c47428a6d35a8d88d79f7f1e3f0203010001a31a301830090603551d1304023000300b06\
    03551d0f0404030205a0300d06092a864886f70d01010b05000381810085aad2a0e5b9276b908c65f73a7267170618a54c5f8a7b337d2d\
    f7a594365417f2eae8f8a58c8f8172f9319cf36b7fd6c55b80f21a03015156726096fd335e5e67f2dbf102702e608ccae6bec1fc63a42a\
    99be5c3eb7107c3c54e9b9eb2bd5203b1c3b84e0a8b2f759409ba3eac9d91d402dcc0cc8f8961229ac9187b42b4de1";

/// RFC 8448 §6, "construct a Certificate handshake message" by the server: the `cert_data`.
pub const ECDSA: &str = "\
    3082012e3081d5a003020102020107300a06082a8648ce3d04030230133111300f060355040313086563647361323536301e170d313630\
    3733303031323430305a170d3236303733303031323430305a30133111300f0603550403130865636473613235363059301306072a8648\
    ce3d020106082a8648ce3d0301070342000408d530161575f4cfe7f154ee3448180086001e88431a79ee62ee6e2f83ef38ba61e9fb37f3\
    4e007a7df4d2f5b56d1f04ece45d621f468406f5c3a15158948dd0a31a301830090603551d1304023000300b0603551d0f040403020780\
    300a06082a8648ce3d0403020348003045022100df30fd4507f5edd22c1a6ff86db479ca693feeca3b71b3f9ef556b2937c0594d022062\
    e2a47250d320fea83c7e2dcb5b76a50e0200c09adbd13fee946e513e011d11";

pub fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn the_rsa_certificate_parses_down_to_modulus_and_exponent() {
    let der = bytes(RSA);
    let decoded = read(&der);
    openssl::assert_same_structure(&der, &decoded.fields);
    let rsa = decoded.result.unwrap();
    assert_eq!(rsa.subject.text(), "rsa");
    assert_eq!(rsa.serial_number, [2]);
    assert_eq!(rsa.validity.not_before.to_string(), "2016-07-30 01:23:59 UTC");
    assert_eq!(rsa.validity.not_after.to_string(), "2026-07-30 01:23:59 UTC");
    assert_eq!(rsa.signature_algorithm, SignatureAlgorithm::Sha256WithRsa);
    assert_eq!(rsa.signature_algorithm.name(), "sha256WithRSAEncryption");
    // 1024 bits are too few.
    assert_eq!(rsa.public_key(), Ok(PublicKey::Unsupported));
    assert_eq!(rsa.extensions.key_usage.unwrap().names(), ["digitalSignature", "keyEncipherment"]);
    assert!(!rsa.extensions.basic_constraints.unwrap().ca);
    let leaf = |name: &str| decoded.fields.leaves().find(|(_, field)| field.name == name).unwrap().1;
    // 1024 bits, with a zero before them that says that the number is positive.
    assert_eq!(leaf("modulus").span.len(), 129);
    assert_eq!(leaf("publicExponent").value, Value::Integer(65_537));
    assert_eq!(leaf("algorithm").value, Value::ObjectIdentifier(Some("sha256WithRSAEncryption")));
}

#[test]
fn the_ecdsa_certificate_verifies_with_its_own_key() {
    let der = bytes(ECDSA);
    let decoded = read(&der);
    openssl::assert_same_structure(&der, &decoded.fields);
    let ecdsa = certificate(&der);
    assert_eq!(ecdsa.subject.text(), "ecdsa256");
    assert_eq!(ecdsa.issuer, ecdsa.subject);
    assert_eq!(ecdsa.signature_algorithm, SignatureAlgorithm::EcdsaWithSha256);
    assert_eq!(ecdsa.extensions.key_usage, Some(KeyUsage::DIGITAL_SIGNATURE));
    let key = ecdsa.public_key().unwrap();
    assert_eq!(key.kind(), Some(KeyKind::EcdsaP256));
    assert_eq!(key.verify(&ecdsa.tbs_certificate, &ecdsa.signature_value), Ok(()));
    assert_eq!(key.verify(&ecdsa.tbs_certificate[1..], &ecdsa.signature_value), Err(BadSignature));
    let names: Vec<_> = decoded.fields.leaves().map(|(_, field)| field.name).collect();
    for name in ["commonName", "namedCurve", "X", "Y", "KeyUsage", "r", "s"] {
        assert!(names.contains(&name), "{name}");
    }
}

#[test]
fn no_truncation_and_no_flip_of_a_byte_panics() {
    for der in [bytes(RSA), bytes(ECDSA)] {
        for at in 0..der.len() {
            assert!(read(&der[..at]).result.is_err());
            for flip in 1..=255 {
                let mut flipped = der.clone();
                flipped[at] ^= flip;
                let decoded = read(&flipped);
                if decoded.result.is_ok() {
                    let covered: usize = decoded.fields.leaves().map(|(_, leaf)| leaf.span.len()).sum();
                    assert_eq!(covered, der.len());
                }
            }
        }
    }
}
