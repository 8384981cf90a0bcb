//! Certificates that are signed with RSASSA-PSS: our verdict beside those of rustls-webpki and OpenSSL.

use super::verdicts::{NOW, webpki_verdict};
use super::{certificate, openssl, read};
use handshake::crypto::entropy::Entropy;
use handshake::crypto::rare::RsaScheme;
use handshake::crypto::signature::{Algorithm, KeyKind, SigningKey};
use handshake::crypto::x509::{ChainTemplate, Fault, issue_chain, verify_server_chain};
use handshake::wire::Value;

/// An element of DER, whose content is shorter than 64 KB.
fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let [high, low] = u16::try_from(content.len()).unwrap().to_be_bytes();
    let header = match (high, low) {
        (0, 0..0x80) => vec![tag, low],
        (0, _) => vec![tag, 0x81, low],
        _ => vec![tag, 0x82, high, low],
    };
    [&header, content].concat()
}

/// The `AlgorithmIdentifier` of SHA-256, SHA-384 or SHA-512, with NULL as its parameters.
fn hash(last: u8) -> Vec<u8> {
    element(
        0x30,
        &[&element(0x06, &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, last])[..], &[0x05, 0x00]].concat(),
    )
}

/// The `AlgorithmIdentifier` of RSASSA-PSS with that hash, that one in MGF1, and a salt of that many bytes.
fn pss(hash: &[u8], mask_hash: &[u8], salt_length: u8) -> Vec<u8> {
    let pkcs1 = |last| element(0x06, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, last]);
    let mask = element(0x30, &[&pkcs1(8), mask_hash].concat());
    let parameters = [element(0xa0, hash), element(0xa1, &mask), element(0xa2, &[0x02, 0x01, salt_length])].concat();
    element(0x30, &[pkcs1(10), element(0x30, &parameters)].concat())
}

/// The certificate as it would be if it were signed so.
fn signed_with(der: &[u8], identifier: &[u8], scheme: RsaScheme, issuer: &str) -> Vec<u8> {
    const SHA256_WITH_RSA: [u8; 15] = [0x30, 13, 0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11, 0x05, 0x00];
    let tbs = certificate(der).tbs_certificate;
    let at = tbs.windows(15).position(|window| window == SHA256_WITH_RSA).unwrap();
    // Tag and length are of four bytes: there is a key of RSA in it.
    let tbs = element(0x30, &[&tbs[4..at], identifier, &tbs[at + 15..]].concat());
    let key = SigningKey::from_entropy(KeyKind::Rsa, &Entropy::from_seed("hello"), &[issuer, " private key"].concat());
    let signature = key.sign_with(Algorithm::Rsa(scheme), &tbs).unwrap();
    element(0x30, &[&tbs, identifier, &element(0x03, &[&[0], &signature[..]].concat())].concat())
}

#[test]
fn others_come_to_the_same_verdict_about_pss() {
    use RsaScheme::{PssSha256, PssSha384, PssSha512};
    let issued =
        issue_chain(&Entropy::from_seed("hello"), KeyKind::Rsa, &ChainTemplate::for_server("example.com")).unwrap();
    let unsupported = Err(Fault::UnsupportedAlgorithm);
    let bare = element(0x30, &hash(1)[2..13]);
    let mut wrong = Vec::new();
    for (name, identifier, scheme, expected, [webpki_agrees, openssl_agrees]) in [
        ("SHA-256", pss(&hash(1), &hash(1), 32), PssSha256, Ok(()), [true, true]),
        ("SHA-384", pss(&hash(2), &hash(2), 48), PssSha384, Ok(()), [true, true]),
        ("SHA-512", pss(&hash(3), &hash(3), 64), PssSha512, Ok(()), [true, true]),
        ("signed with another hash", pss(&hash(2), &hash(2), 48), PssSha256, Err(Fault::BadSignature), [true, true]),
        ("another salt", pss(&hash(1), &hash(1), 20), PssSha256, unsupported, [true, true]),
        ("another hash in MGF1", pss(&hash(1), &hash(2), 32), PssSha256, unsupported, [true, true]),
        // RFC 4055 §2.1: whoever reads it must take both forms. webpki compares bytes.
        ("no NULL", pss(&bare, &bare, 32), PssSha256, Ok(()), [false, true]),
    ] {
        let leaf = signed_with(&issued.chain[0], &identifier, scheme, "intermediate");
        let intermediate = signed_with(&issued.chain[1], &identifier, scheme, "root");
        for chain in [[leaf, issued.chain[1].clone()], [issued.chain[0].clone(), intermediate]] {
            let parsed = chain.each_ref().map(|der| certificate(der));
            let report = verify_server_chain(&parsed, &[certificate(&issued.root)], "example.com", NOW);
            let ours = report.fault().map_or(Ok(()), Err);
            let webpki = webpki_verdict(&chain, &[&issued.root], "example.com", NOW);
            let openssl = openssl::verify("pss", &chain, &issued.root, "example.com", NOW, &[]);
            let as_expected = ours == expected
                && (webpki.is_ok() == ours.is_ok()) == webpki_agrees
                && (openssl.is_ok() == ours.is_ok()) == openssl_agrees;
            if !as_expected {
                wrong.push(format!("{name}: ours {ours:?}, webpki {webpki:?}, openssl {openssl:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_parameters_have_fields_of_their_own() {
    let issued =
        issue_chain(&Entropy::from_seed("hello"), KeyKind::Rsa, &ChainTemplate::for_server("example.com")).unwrap();
    let der = signed_with(&issued.chain[0], &pss(&hash(1), &hash(1), 32), RsaScheme::PssSha256, "intermediate");
    let fields = read(&der).fields;
    let salt = fields.leaves().filter(|(_, leaf)| leaf.name == "saltLength" && leaf.value == Value::Integer(32));
    assert_eq!(salt.count(), 2);
    openssl::assert_same_structure(&der, &fields);
}
