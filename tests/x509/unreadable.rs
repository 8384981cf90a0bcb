//! Certificates of a chain that are no X.509.

use super::certificate;
use super::verdicts::NOW;
use handshake::crypto::entropy::Entropy;
use handshake::crypto::signature::KeyKind;
use handshake::crypto::x509::{Certificate, Fault, IssuedChain, issue, verify_server_chain};
use handshake::tls::message::{CertificateEntry, CertificateMessage, HandshakeMessage};

fn issued() -> IssuedChain {
    issue(&Entropy::from_seed("hello"), KeyKind::EcdsaP256, "example.com").unwrap()
}

/// The chain as it is read from a message of these certificates, whose fields tile it.
fn received(ders: &[Vec<u8>]) -> Vec<Certificate> {
    let readable = certificate(&issued().root);
    let entry = |der: &Vec<u8>| {
        let certificate = Certificate { der: der.clone(), ..readable.clone() };
        CertificateEntry { certificate, extensions: vec![] }
    };
    let certificate_list = ders.iter().map(entry).collect();
    let message = CertificateMessage { certificate_request_context: vec![], certificate_list };
    let bytes = HandshakeMessage::Certificate(message).encode();
    let decoded = HandshakeMessage::decode(&bytes);
    let mut end = 0;
    for (_, leaf) in decoded.fields.leaves() {
        assert_eq!(leaf.span.start, end, "{}", leaf.name);
        end = leaf.span.end;
    }
    assert_eq!(end, bytes.len());
    let message = decoded.result.unwrap();
    assert_eq!(message.encode(), bytes);
    let HandshakeMessage::Certificate(message) = message else { panic!("a Certificate") };
    message.certificate_list.into_iter().map(|entry| entry.certificate).collect()
}

#[test]
fn only_what_is_needed_must_be_read() {
    let IssuedChain { chain, root, .. } = issued();
    let verdict = |ders: &[Vec<u8>]| {
        let report = verify_server_chain(&received(ders), &[certificate(&root)], "example.com", NOW);
        report.fault().map_or(Ok(()), Err)
    };
    let garbage = b"garbage".to_vec();
    assert_eq!(verdict(&chain), Ok(()));
    assert_eq!(verdict(&[chain[0].clone(), garbage.clone(), chain[1].clone()]), Ok(()));
    assert_eq!(verdict(&[chain[0].clone(), chain[1].clone(), garbage.clone()]), Ok(()));
    assert_eq!(verdict(&[chain[0].clone(), garbage.clone()]), Err(Fault::NoTrustAnchor));
    assert_eq!(verdict(&[garbage.clone(), chain[1].clone()]), Err(Fault::Unreadable));
    assert_eq!(verdict(&[garbage.clone(), garbage]), Err(Fault::Unreadable));
}

#[test]
fn wherever_a_certificate_breaks_the_fields_tile_the_message() {
    let chain = issued().chain;
    for cut in 1..chain[1].len() {
        let read = received(&[chain[0].clone(), chain[1][..cut].to_vec()]);
        assert!(read[0].unreadable.is_none() && read[1].unreadable.is_some(), "{cut}");
        assert_eq!(read[1].der, chain[1][..cut]);
    }
    for at in 0..chain[1].len() {
        let mut flipped = chain[1].clone();
        flipped[at] ^= 0x21;
        assert_eq!(received(&[chain[0].clone(), flipped.clone()])[1].der, flipped);
    }
}
