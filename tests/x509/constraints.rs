//! Chains whose authorities may issue certificates for some names only, or under some policy.

use super::verdicts::{Case, Differs, case};
use handshake::crypto::x509::{CertificateTemplate, Fault, OtherExtension, oid};

type Verdict = Result<(), Fault>;
const REFUSED: Verdict = Err(Fault::NameNotPermitted);

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    [&[tag, u8::try_from(content.len()).unwrap()], content].concat()
}

fn dns(name: &str) -> Vec<u8> {
    element(0x82, name.as_bytes())
}

/// A `directoryName` of one attribute, `commonName`.
fn directory(common_name: &str) -> Vec<u8> {
    let attribute = [element(0x06, oid::ID_AT_COMMON_NAME), element(0x0c, common_name.as_bytes())].concat();
    element(0xa4, &element(0x30, &element(0x31, &element(0x30, &attribute))))
}

/// A critical `nameConstraints` of that many bases that are permitted, and excluded ones after them.
fn constrain(template: &mut CertificateTemplate, permitted: &[Vec<u8>], excluded: &[Vec<u8>]) {
    let subtrees = |tag, bases: &[Vec<u8>]| {
        let subtrees: Vec<u8> = bases.iter().flat_map(|base| element(0x30, base)).collect();
        if subtrees.is_empty() { subtrees } else { element(tag, &subtrees) }
    };
    let value = element(0x30, &[subtrees(0xa0, permitted), subtrees(0xa1, excluded)].concat());
    template.other_extensions.push(OtherExtension { id: oid::ID_CE_NAME_CONSTRAINTS, critical: true, value });
}

/// The intermediate has these constraints.
fn limited(name: &'static str, expected: Verdict, permitted: &[Vec<u8>], excluded: &[Vec<u8>]) -> Case {
    case(name, expected, |case| constrain(&mut case.template.intermediates[0], permitted, excluded))
}

/// The intermediate has these constraints, and the leaf is for that address or name.
fn limited_for(
    (name, expected): (&'static str, Verdict),
    server_name: &'static str,
    presented: &str,
    permitted: &[Vec<u8>],
    excluded: &[Vec<u8>],
) -> Case {
    let mut case = limited(name, expected, permitted, excluded);
    case.template.leaf.subject_alt_name = vec![presented.into()];
    case.server_name = server_name;
    case
}

fn openssl_differs(mut case: Case, why: &'static str) -> Case {
    case.openssl = Differs(why);
    case
}

fn names() -> Vec<Case> {
    let range = |bytes: &[u8]| element(0x87, bytes);
    let documentation = [range(&[192, 0, 2, 0, 255, 255, 255, 0])];
    let with_gap = range(&[192, 0, 2, 0, 255, 0, 255, 0]);
    let version_6 = [range(&[&[0x20, 0x01, 0x0d, 0xb8][..], &[0; 12], &[0xff; 4], &[0; 12]].concat())];
    let wildcard = |name, expected, permitted: &[Vec<u8>], excluded: &[Vec<u8>]| {
        limited_for((name, expected), "www.example.com", "*.example.com", permitted, excluded)
    };
    vec![
        limited("name that is permitted", Ok(()), &[dns("example.com")], &[]),
        limited("name below one that is permitted", Ok(()), &[dns("com")], &[]),
        limited("name that is not permitted", REFUSED, &[dns("example.org")], &[]),
        limited("name above one that is permitted", REFUSED, &[dns("www.example.com")], &[]),
        limited("name that ends like one that is permitted", REFUSED, &[dns("ample.com")], &[]),
        limited("one of two names that are permitted", Ok(()), &[dns("example.org"), dns("example.com")], &[]),
        limited("name in other letters", Ok(()), &[dns("EXAMPLE.com")], &[]),
        limited("name that is excluded", REFUSED, &[], &[dns("example.com")]),
        limited("name below one that is excluded", REFUSED, &[dns("example.com")], &[dns("com")]),
        limited("name that is not excluded", Ok(()), &[], &[dns("example.org")]),
        limited("all names but addresses", Ok(()), &[dns("")], &[range(&[0; 8]), range(&[0; 32])]),
        limited("all names excluded", REFUSED, &[], &[dns("")]),
        limited("name where only an address is permitted", Ok(()), &documentation, &[]),
        wildcard("wildcard that is permitted", Ok(()), &[dns("example.com")], &[]),
        wildcard("wildcard that is permitted in part", REFUSED, &[dns("www.example.com")], &[]),
        openssl_differs(
            wildcard("wildcard that is excluded in part", REFUSED, &[], &[dns("www.example.com")]),
            "OpenSSL takes a wildcard for a label of its own; it stands for names that are excluded",
        ),
        wildcard("wildcard two labels above one that is excluded", Ok(()), &[], &[dns("a.b.example.com")]),
        limited_for(("address that is permitted", Ok(())), "192.0.2.1", "192.0.2.1", &documentation, &[]),
        limited_for(("address that is not", REFUSED), "198.51.100.1", "198.51.100.1", &documentation, &[]),
        limited_for(("address that is excluded", REFUSED), "192.0.2.1", "192.0.2.1", &[], &documentation),
        limited_for(("version 6 that is permitted", Ok(())), "2001:db8::1", "2001:db8::1", &version_6, &[]),
        limited_for(("version 6 that is not", REFUSED), "2001:db9::1", "2001:db9::1", &version_6, &[]),
        limited_for(("version 6 where 4 is permitted", REFUSED), "::1", "::1", &documentation, &[]),
        openssl_differs(
            limited_for(("mask with a gap", REFUSED), "192.0.2.1", "192.0.2.1", &[with_gap], &[]),
            "OpenSSL takes any mask; RFC 5280 §4.2.1.10 wants one of RFC 4632, ones and then zeros",
        ),
    ]
}

/// The intermediate has a critical extension that is about policies.
fn policy(name: &'static str, expected: Verdict, id: &'static [u8], value: &[u8]) -> Case {
    case(name, expected, |case| {
        let extension = OtherExtension { id, critical: true, value: value.to_vec() };
        case.template.intermediates[0].other_extensions = vec![extension];
        if expected.is_ok() {
            case.webpki =
                Differs("webpki processes no policies; RFC 5280 §6.1.1 (c) takes any, if nobody asks for one");
        } else {
            case.openssl =
                Differs("OpenSSL processes what RFC 5280 §6.1.3 (d) says of policies; here as in webpki nobody does");
        }
    })
}

fn others() -> Vec<Case> {
    let no_directory = "webpki compares no directoryName, and refuses where one is constrained";
    let policies = element(0x30, &element(0x30, &element(0x06, &[0x2a, 0x03, 0x04])));
    let unknown = Err(Fault::UnknownCriticalExtension);
    let any_policy = [0x55, 0x1d, 0x20, 0];
    let mapping =
        |of: &[u8]| element(0x30, &element(0x30, &[element(0x06, &[0x2a, 0x03, 0x04]), element(0x06, of)].concat()));
    vec![
        case("two names, of which one is not permitted", REFUSED, |case| {
            constrain(&mut case.template.intermediates[0], &[dns("example.com")], &[]);
            case.template.leaf.subject_alt_name.push("example.org".into());
        }),
        case("constraints of the anchor", REFUSED, |case| {
            constrain(&mut case.template.root, &[dns("example.org")], &[]);
        }),
        case("constraints of both authorities", REFUSED, |case| {
            constrain(&mut case.template.root, &[dns("www.example.com")], &[]);
            constrain(&mut case.template.intermediates[0], &[dns("example.com")], &[]);
        }),
        case("constraints that the leaf itself has", Ok(()), |case| {
            constrain(&mut case.template.leaf, &[dns("example.org")], &[]);
        }),
        case("name that is not ASCII, where names are constrained", REFUSED, |case| {
            constrain(&mut case.template.intermediates[0], &[dns("example.com")], &[]);
            case.template.leaf.subject_alt_name.clear();
            let value = element(0x30, &[dns("example.com"), element(0x82, &[0xff])].concat());
            case.template.leaf.other_extensions =
                vec![OtherExtension { id: oid::ID_CE_SUBJECT_ALT_NAME, critical: false, value }];
        }),
        case("e-mail addresses constrained, and there are none", Ok(()), |case| {
            constrain(&mut case.template.intermediates[0], &[element(0x81, b"example.com")], &[]);
        }),
        case("subject that is permitted", Ok(()), |case| {
            constrain(&mut case.template.intermediates[0], &[directory("example.com")], &[]);
            case.webpki = Differs(no_directory);
        }),
        limited("subject that is not permitted", REFUSED, &[directory("example.org")], &[]),
        limited("subject that is excluded", REFUSED, &[], &[directory("example.com")]),
        case("another subject excluded", REFUSED, |case| {
            constrain(&mut case.template.intermediates[0], &[], &[directory("example.org")]);
            case.openssl =
                Differs("OpenSSL compares names in their canonical form; here no name is sure to be another");
        }),
        policy("critical certificatePolicies", Ok(()), oid::ID_CE_CERTIFICATE_POLICIES, &policies),
        policy("critical policyConstraints", unknown, oid::ID_CE_POLICY_CONSTRAINTS, &element(0x30, &[0x80, 1, 0])),
        policy("critical inhibitAnyPolicy", Ok(()), oid::ID_CE_INHIBIT_ANY_POLICY, &[0x02, 1, 0]),
        policy("critical inhibitPolicyMapping", Ok(()), oid::ID_CE_POLICY_CONSTRAINTS, &element(0x30, &[0x81, 1, 0])),
        policy("critical policyMappings", Ok(()), oid::ID_CE_POLICY_MAPPINGS, &mapping(&[0x2a, 0x03, 0x05])),
        policy("critical policyMappings of anyPolicy", unknown, oid::ID_CE_POLICY_MAPPINGS, &mapping(&any_policy)),
        policy(
            "critical policyConstraints with both",
            unknown,
            oid::ID_CE_POLICY_CONSTRAINTS,
            &element(0x30, &[0x80, 1, 0, 0x81, 1, 0]),
        ),
    ]
}

pub fn cases() -> Vec<Case> {
    [names(), others()].into_iter().flatten().collect()
}
