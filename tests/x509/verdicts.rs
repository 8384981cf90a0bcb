//! A table of good and broken chains: our verdict beside those of rustls-webpki and OpenSSL.

use super::{certificate, constraints, odd, openssl};
use handshake::crypto::entropy::Entropy;
use handshake::crypto::signature::KeyKind;
use handshake::crypto::x509::{
    BasicConstraints, CertificateTemplate, ChainTemplate, Fault, KeyUsage, OtherExtension, issue_chain, oid,
    verify_server_chain,
};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};

/// Noon of 2026-06-15.
pub const NOW: u64 = 1_781_524_800;
/// The last second of 2026.
const LAST_SECOND: u64 = 1_798_761_599;

/// The object identifier 1.3.6.1.4.1.99999.1, that nobody knows.
const UNKNOWN: &[u8] = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x86, 0x8d, 0x1f, 0x01];

/// How another implementation's verdict compares with ours.
#[derive(Clone, Copy, PartialEq)]
pub enum Other {
    Agrees,
    /// It sees it the other way, and why that is no mistake of ours.
    Differs(&'static str),
}
pub use Other::{Agrees, Differs};

pub struct Case {
    pub name: &'static str,
    pub template: ChainTemplate,
    /// Where the root that the client trusts comes from, if not from the same seed as the chain.
    root: Option<(&'static str, ChainTemplate)>,
    pub rearrange: fn(&mut Vec<Vec<u8>>, &[u8]),
    pub server_name: &'static str,
    now: u64,
    expected: Result<(), Fault>,
    pub webpki: Other,
    pub openssl: Other,
}

pub fn case(name: &'static str, expected: Result<(), Fault>, change: impl FnOnce(&mut Case)) -> Case {
    let mut case = Case {
        name,
        template: ChainTemplate::for_server("example.com"),
        root: None,
        rearrange: |_, _| (),
        server_name: "example.com",
        now: NOW,
        expected,
        webpki: Agrees,
        openssl: Agrees,
    };
    change(&mut case);
    case
}

/// A certificate for `presented`, asked for `wanted`.
fn named(name: &'static str, expected: Result<(), Fault>, presented: &'static str, wanted: &'static str) -> Case {
    case(name, expected, |case| {
        case.template = ChainTemplate::for_server(presented);
        case.server_name = wanted;
    })
}

fn other_extension(critical: bool) -> OtherExtension {
    OtherExtension { id: UNKNOWN, critical, value: vec![0x05, 0x00] }
}

fn second_intermediate(template: &ChainTemplate) -> CertificateTemplate {
    let mut second = template.intermediates[0].clone();
    second.common_name = Some("Handshake Simulator Second Intermediate CA".into());
    second
}

fn names() -> Vec<Case> {
    let wrong = Err(Fault::WrongName);
    vec![
        named("wrong name", wrong, "example.com", "example.org"),
        named("name in capitals", Ok(()), "example.com", "EXAMPLE.com"),
        named("subdomain", wrong, "example.com", "www.example.com"),
        named("wildcard", Ok(()), "*.example.com", "www.example.com"),
        named("wildcard for its parent", wrong, "*.example.com", "example.com"),
        named("wildcard for two labels", wrong, "*.example.com", "a.b.example.com"),
        named("wildcard not leftmost", wrong, "www.*.com", "www.example.com"),
        case("wildcard in a part of a label", wrong, |case| {
            case.template = ChainTemplate::for_server("w*.example.com");
            case.server_name = "www.example.com";
            case.openssl = Differs("OpenSSL allows partial wildcards unless told not to");
        }),
        named("wildcard of a top-level domain", wrong, "*.com", "example.com"),
        named("address", Ok(()), "192.0.2.1", "192.0.2.1"),
        named("wrong address", wrong, "192.0.2.1", "192.0.2.2"),
        named("address of version 6", Ok(()), "2001:db8::1", "2001:db8::1"),
        named("address of version 6, written otherwise", Ok(()), "2001:db8::1", "2001:DB8:0:0:0:0:0:1"),
        named("wrong address of version 6", wrong, "2001:db8::1", "2001:db8::2"),
        named("address of version 4 as one of version 6", wrong, "192.0.2.1", "::ffff:192.0.2.1"),
        case("address as a DNS name", wrong, |case| {
            // Not an address to whoever issues it, since it has a dot at the end, and not equal without it.
            case.template = ChainTemplate::for_server("192.0.2.1.");
            case.server_name = "192.0.2.1";
        }),
        case("second of two names", Ok(()), |case| {
            case.template.leaf.subject_alt_name = vec!["example.org".into(), "example.com".into()];
        }),
        case("name in the subject only", wrong, |case| {
            case.template.leaf.subject_alt_name.clear();
            case.openssl = Differs("OpenSSL falls back to the commonName, which RFC 6125 §6.4.4 tolerates");
        }),
    ]
}

fn times() -> Vec<Case> {
    vec![
        case("last second", Ok(()), |case| {
            case.now = LAST_SECOND;
            case.openssl = Differs("OpenSSL stops a second early; RFC 5280 §4.1.2.5 includes notAfter");
        }),
        case("expired by a second", Err(Fault::Expired), |case| case.now = LAST_SECOND + 1),
        case("not yet valid by a second", Err(Fault::NotYetValid), |case| {
            case.now = u64::try_from(case.template.leaf.validity.not_before.unix).unwrap() - 1;
        }),
        case("expired intermediate", Err(Fault::Expired), |case| {
            case.template.intermediates[0].validity.not_after.unix = i64::try_from(NOW).unwrap() - 1;
        }),
        case("intermediate not yet valid", Err(Fault::NotYetValid), |case| {
            case.template.intermediates[0].validity.not_before.unix = i64::try_from(NOW).unwrap() + 1;
        }),
        case("expired anchor", Ok(()), |case| {
            case.template.root.validity.not_after.unix = i64::try_from(NOW).unwrap() - 1;
            case.openssl = Differs("OpenSSL checks the validity of the anchor; RFC 5280 §6.1 starts below it");
        }),
    ]
}

fn paths() -> Vec<Case> {
    let no_anchor = Err(Fault::NoTrustAnchor);
    let template = ChainTemplate::for_server("example.com");
    let mut other_root = template.clone();
    other_root.root.common_name = Some("Another Root CA".into());
    vec![
        case("good", Ok(()), |_| ()),
        case("another root", no_anchor, |case| case.root = Some(("hello", other_root))),
        case("another root of the same name", no_anchor, |case| case.root = Some(("other", template.clone()))),
        case("missing intermediate", no_anchor, |case| case.rearrange = |chain, _| chain.truncate(1)),
        case("issuer first", Err(Fault::NoDigitalSignature), |case| {
            case.rearrange = |chain, _| chain.reverse();
        }),
        case("no intermediate", Ok(()), |case| case.template.intermediates.clear()),
        case("anchor sent, too", Ok(()), |case| case.rearrange = |chain, root| chain.push(root.to_vec())),
        case("something else sent, too", Ok(()), |case| {
            case.rearrange = |chain, _| chain.insert(1, chain[0].clone());
        }),
        case("two intermediates", Ok(()), |case| {
            let second = second_intermediate(&case.template);
            case.template.intermediates[0].basic_constraints =
                Some(BasicConstraints { ca: true, path_len_constraint: Some(1) });
            case.template.intermediates.push(second);
        }),
        case("two intermediates in the other order", Ok(()), |case| {
            let second = second_intermediate(&case.template);
            case.template.intermediates[0].basic_constraints =
                Some(BasicConstraints { ca: true, path_len_constraint: None });
            case.template.intermediates.push(second);
            case.rearrange = |chain, _| chain.swap(1, 2);
        }),
        case("more intermediates than pathLenConstraint", Err(Fault::PathTooLong), |case| {
            let second = second_intermediate(&case.template);
            case.template.intermediates.push(second);
        }),
        case("flipped signature of the leaf", Err(Fault::BadSignature), |case| {
            case.rearrange = |chain, _| *chain[0].last_mut().unwrap() ^= 1;
        }),
        case("leaf signed with SHA-1", Err(Fault::WeakAlgorithm), |case| {
            case.template.leaf.signature_algorithm = Some(oid::ECDSA_WITH_SHA1);
        }),
        case("intermediate signed with SHA-1 and RSA", Err(Fault::WeakAlgorithm), |case| {
            case.template.intermediates[0].signature_algorithm = Some(oid::SHA1_WITH_RSA_ENCRYPTION);
        }),
        case("leaf signed with MD5", Err(Fault::WeakAlgorithm), |case| {
            case.template.leaf.signature_algorithm = Some(oid::MD5_WITH_RSA_ENCRYPTION);
        }),
        case("leaf signed with Ed448", Err(Fault::UnsupportedAlgorithm), |case| {
            case.template.leaf.signature_algorithm = Some(oid::ID_ED448);
        }),
        case("flipped signature of the intermediate", Err(Fault::BadSignature), |case| {
            case.rearrange = |chain, _| *chain[1].last_mut().unwrap() ^= 1;
        }),
    ]
}

fn permissions() -> Vec<Case> {
    let webpki_key_usage = Differs("webpki does not look at keyUsage; RFC 5280 §6.1.4 (n), RFC 8446 §4.4.2.2");
    vec![
        case("intermediate with cA FALSE", Err(Fault::NotAuthority), |case| {
            case.template.intermediates[0].basic_constraints =
                Some(BasicConstraints { ca: false, path_len_constraint: None });
        }),
        case("intermediate without basicConstraints", Err(Fault::NotAuthority), |case| {
            case.template.intermediates[0].basic_constraints = None;
        }),
        case("intermediate without keyCertSign", Err(Fault::NoKeyCertSign), |case| {
            case.template.intermediates[0].key_usage = Some(KeyUsage::CRL_SIGN);
            case.webpki = webpki_key_usage;
        }),
        case("intermediate without keyUsage", Ok(()), |case| case.template.intermediates[0].key_usage = None),
        case("leaf without digitalSignature", Err(Fault::NoDigitalSignature), |case| {
            case.template.leaf.key_usage = Some(KeyUsage::CRL_SIGN);
            case.webpki = webpki_key_usage;
        }),
        case("leaf for keyEncipherment", Err(Fault::NoDigitalSignature), |case| {
            case.template.leaf.key_usage = Some(KeyUsage::KEY_ENCIPHERMENT);
            case.webpki = webpki_key_usage;
            case.openssl =
                Differs("`openssl verify` knows no version of TLS, and RSA key exchange is for keyEncipherment");
        }),
        case("leaf without keyUsage", Ok(()), |case| case.template.leaf.key_usage = None),
        case("leaf that may issue", Ok(()), |case| {
            case.template.leaf.basic_constraints = Some(BasicConstraints { ca: true, path_len_constraint: None });
            case.webpki = Differs("webpki refuses authorities as servers, which RFC 5280 does not");
        }),
        case("leaf for clients", Err(Fault::NotForThatPurpose), |case| {
            case.template.leaf.extended_key_usage = vec![oid::ID_KP_CLIENT_AUTH];
        }),
        case("leaf for clients and servers", Ok(()), |case| {
            case.template.leaf.extended_key_usage = vec![oid::ID_KP_CLIENT_AUTH, oid::ID_KP_SERVER_AUTH];
        }),
        case("intermediate for clients", Err(Fault::NotForThatPurpose), |case| {
            case.template.intermediates[0].extended_key_usage = vec![oid::ID_KP_CLIENT_AUTH];
        }),
        case("intermediate for clients and servers", Ok(()), |case| {
            case.template.intermediates[0].extended_key_usage = vec![oid::ID_KP_CLIENT_AUTH, oid::ID_KP_SERVER_AUTH];
        }),
        case("intermediate for any purpose", Ok(()), |case| {
            case.template.intermediates[0].extended_key_usage = vec![oid::ANY_EXTENDED_KEY_USAGE];
            case.webpki = Differs("webpki does not take any purpose for this one; RFC 5280 §4.2.1.12 leaves it open");
            case.openssl = Differs("OpenSSL does not take any purpose for this one; RFC 5280 §4.2.1.12 leaves it open");
        }),
        case("leaf without extKeyUsage", Ok(()), |case| case.template.leaf.extended_key_usage.clear()),
        case("leaf with an unknown extension", Ok(()), |case| {
            case.template.leaf.other_extensions = vec![other_extension(false)];
        }),
        case("leaf with an unknown critical extension", Err(Fault::UnknownCriticalExtension), |case| {
            case.template.leaf.other_extensions = vec![other_extension(true)];
        }),
        case("intermediate with an unknown critical extension", Err(Fault::UnknownCriticalExtension), |case| {
            case.template.intermediates[0].other_extensions = vec![other_extension(true)];
        }),
    ]
}

pub fn webpki_verdict(chain: &[Vec<u8>], roots: &[&[u8]], server_name: &str, now: u64) -> Result<(), webpki::Error> {
    let chain: Vec<CertificateDer> = chain.iter().map(|der| CertificateDer::from(&der[..])).collect();
    let roots: Vec<CertificateDer> = roots.iter().map(|der| CertificateDer::from(*der)).collect();
    let anchors = roots.iter().map(webpki::anchor_from_trusted_cert).collect::<Result<Vec<_>, _>>()?;
    let leaf = webpki::EndEntityCert::try_from(&chain[0])?;
    leaf.verify_for_usage(
        webpki::ALL_VERIFICATION_ALGS,
        &anchors,
        &chain[1..],
        UnixTime::since_unix_epoch(core::time::Duration::from_secs(now)),
        webpki::KeyUsage::server_auth(),
        None,
        None,
    )?;
    leaf.verify_is_valid_for_subject_name(&ServerName::try_from(server_name).unwrap())
}

#[test]
fn others_come_to_the_same_verdict() {
    let mut compared = 0;
    let mut wrong = Vec::new();
    for kind in [KeyKind::Ed25519, KeyKind::EcdsaP256, KeyKind::EcdsaP384, KeyKind::Rsa] {
        for case in [names(), times(), paths(), permissions(), odd::cases(), constraints::cases()].into_iter().flatten()
        {
            // Another seed gives no other RSA keys.
            if kind == KeyKind::Rsa && case.root.is_some() {
                continue;
            }
            let issued = issue_chain(&Entropy::from_seed("hello"), kind, &case.template).unwrap();
            let root = case.root.as_ref().map_or(issued.root, |(seed, template)| {
                issue_chain(&Entropy::from_seed(seed), kind, template).unwrap().root
            });
            let mut chain = issued.chain;
            (case.rearrange)(&mut chain, &root);

            let parsed: Vec<_> = chain.iter().map(|der| certificate(der)).collect();
            let report = verify_server_chain(&parsed, &[certificate(&root)], case.server_name, case.now);
            let ours = report.fault().map_or(Ok(()), Err);
            assert_eq!(report.leaf_key.is_some(), ours.is_ok());
            let (last, others) = report.checks.split_last().unwrap();
            assert_eq!(last.result, ours);
            assert!(others.iter().all(|check| check.result.is_ok()));

            let webpki = webpki_verdict(&chain, &[&root], case.server_name, case.now);
            let openssl =
                openssl::verify(&format!("{kind:?}-{compared}"), &chain, &root, case.server_name, case.now, &[]);
            let as_expected = ours == case.expected
                && (webpki.is_ok() == ours.is_ok()) == (case.webpki == Agrees)
                && (openssl.is_ok() == ours.is_ok()) == (case.openssl == Agrees);
            if !as_expected {
                wrong.push(format!("{} ({kind:?}): ours {ours:?}, webpki {webpki:?}, openssl {openssl:?}", case.name));
            }
            if kind == KeyKind::Ed25519 {
                for (who, other) in [("webpki", case.webpki), ("OpenSSL", case.openssl)] {
                    if let Differs(why) = other {
                        println!("{}: {who} differs: {why}", case.name);
                    }
                }
            }
            compared += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{compared} chains: our verdicts compared with those of rustls-webpki and OpenSSL");
}
