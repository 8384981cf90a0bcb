//! Authorities with several certificates, and several authorities of one name: our verdict beside that of rustls-webpki.

use super::certificate;
use super::verdicts::{NOW, webpki_verdict};
use handshake::crypto::entropy::Entropy;
use handshake::crypto::signature::KeyKind;
use handshake::crypto::x509::{ChainTemplate, Fault, IssuedChain, issue_chain, oid, verify_server_chain};

const NAME: &str = "example.com";

/// A chain from that seed, whose root has that name.
fn issued(seed: &str, root: &str) -> IssuedChain {
    let mut template = ChainTemplate::for_server(NAME);
    template.root.common_name = Some(root.into());
    issue_chain(&Entropy::from_seed(seed), KeyKind::EcdsaP256, &template).unwrap()
}

/// The root without its key identifier: nobody looks at the signature of an anchor.
fn without_key_identifier(root: &[u8]) -> Vec<u8> {
    let mut root = root.to_vec();
    let at = root.windows(3).position(|window| window == oid::ID_CE_SUBJECT_KEY_IDENTIFIER).unwrap();
    root[at + 2] = 0x7f;
    root
}

/// Both come to that verdict.
fn assert_verdict(name: &str, chain: &[Vec<u8>], roots: &[&[u8]], expected: Result<(), Fault>) {
    let parsed: Vec<_> = chain.iter().map(|der| certificate(der)).collect();
    let anchors: Vec<_> = roots.iter().map(|der| certificate(der)).collect();
    let report = verify_server_chain(&parsed, &anchors, NAME, NOW);
    assert_eq!(report.fault().map_or(Ok(()), Err), expected, "{name}");
    let webpki = webpki_verdict(chain, roots, NAME, NOW);
    assert_eq!(webpki.is_ok(), expected.is_ok(), "{name}: webpki says {webpki:?}");
}

#[test]
fn an_authority_that_two_roots_have_signed_is_found_in_either_order() {
    // The same keys under both roots, which have other names.
    let [one, other] = ["One Root CA", "Another Root CA"].map(|root| issued("hello", root));
    let unrelated = issued("unrelated", "A Third Root CA").root;
    for intermediates in [[&one, &other], [&other, &one]] {
        let [first, second] = intermediates.map(|issued| issued.chain[1].clone());
        let chain = [one.chain[0].clone(), first, second];
        for root in [&one.root, &other.root] {
            assert_verdict("crossed", &chain, &[root], Ok(()));
            assert_verdict("crossed", &chain, &[&unrelated, root], Ok(()));
        }
        assert_verdict("crossed", &chain, &[&unrelated], Err(Fault::NoTrustAnchor));
    }
}

#[test]
fn one_of_two_roots_of_the_same_name_is_found() {
    let [one, other] = ["hello", "other"].map(|seed| issued(seed, "Root CA"));
    let bare = [&one.root, &other.root].map(|root| without_key_identifier(root));
    for roots in [[&one.root, &other.root], [&other.root, &one.root], [&bare[0], &bare[1]], [&bare[1], &bare[0]]] {
        for chain in [&one.chain, &other.chain] {
            assert_verdict("two roots", chain, &roots.map(|root| &root[..]), Ok(()));
        }
    }
    assert_verdict("the other root", &one.chain, &[&bare[1]], Err(Fault::BadSignature));
}

#[test]
fn a_key_identifier_that_does_not_fit_is_no_obstacle() {
    let one = issued("hello", "Root CA");
    let mut root = one.root.clone();
    let at = root.windows(3).position(|window| window == oid::ID_CE_SUBJECT_KEY_IDENTIFIER).unwrap();
    root[at + 10] ^= 1;
    assert_verdict("another key identifier", &one.chain, &[&root], Ok(()));
}

#[test]
fn an_expired_certificate_of_an_authority_does_not_hide_a_good_one() {
    let good = issued("hello", "Root CA");
    let mut template = ChainTemplate::for_server(NAME);
    template.root.common_name = Some("Root CA".into());
    template.intermediates[0].validity.not_after.unix = i64::try_from(NOW).unwrap() - 1;
    let expired = issue_chain(&Entropy::from_seed("hello"), KeyKind::EcdsaP256, &template).unwrap();
    let [leaf, intermediate] = [&good.chain[0], &good.chain[1]].map(Clone::clone);
    let chain = [leaf.clone(), expired.chain[1].clone(), intermediate];
    assert_verdict("expired first", &chain, &[&good.root], Ok(()));
    assert_verdict("expired only", &chain[..2], &[&good.root], Err(Fault::Expired));
    // What is wrong with the path that is signed throughout is what counts.
    let other = issued("other", "Root CA");
    let bare = without_key_identifier(&other.root);
    assert_verdict("expired, and another root", &chain[..2], &[&bare, &good.root], Err(Fault::Expired));
}

#[test]
fn a_crowd_of_one_name_costs_no_more_than_its_limit() {
    let good = issued("hello", "Root CA");
    let crowd = (0..200).map(|number| issued(&format!("seed {number}"), "Root CA").chain.swap_remove(1));
    let mut chain = vec![good.chain[0].clone()];
    chain.extend(crowd);
    let parsed: Vec<_> = chain.iter().map(|der| certificate(der)).collect();
    let anchors = [certificate(&good.root)];
    assert_eq!(verify_server_chain(&parsed, &anchors, NAME, NOW).fault(), Some(Fault::NoTrustAnchor));
    // The key identifier tells the right one.
    chain.push(good.chain[1].clone());
    let parsed: Vec<_> = chain.iter().map(|der| certificate(der)).collect();
    assert_eq!(verify_server_chain(&parsed, &anchors, NAME, NOW).fault(), None);
}
