//! Chains of certificates that are not quite as RFC 5280 has them, and do no harm.

use super::verdicts::{Case, case};
use handshake::crypto::x509::{Fault, OtherExtension, oid};

/// A good chain, but for an extension of the leaf that stands there in that form.
fn leaf(name: &'static str, expected: Result<(), Fault>, id: &'static [u8], value: &[u8]) -> Case {
    case(name, expected, |case| {
        let leaf = &mut case.template.leaf;
        match id {
            oid::ID_CE_KEY_USAGE => leaf.key_usage = None,
            oid::ID_CE_BASIC_CONSTRAINTS => leaf.basic_constraints = None,
            _ => leaf.subject_alt_name.clear(),
        }
        leaf.other_extensions = vec![OtherExtension { id, critical: false, value: value.to_vec() }];
    })
}

/// A `GeneralNames` of "example.com" and one more name.
fn names(other: &[u8]) -> Vec<u8> {
    let name = [&[0x82, 11], &b"example.com"[..], other].concat();
    [&[0x30, u8::try_from(name.len()).unwrap()], &name[..]].concat()
}

pub fn cases() -> Vec<Case> {
    let alt_name = |name, other: &[u8]| leaf(name, Ok(()), oid::ID_CE_SUBJECT_ALT_NAME, &names(other));
    vec![
        leaf("keyUsage with zeros at its end", Ok(()), oid::ID_CE_KEY_USAGE, &[0x03, 0x02, 0x00, 0x80]),
        leaf("keyUsage with a byte of zeros at its end", Ok(()), oid::ID_CE_KEY_USAGE, &[0x03, 0x03, 0x00, 0x80, 0x00]),
        leaf("cA FALSE that is not left out", Ok(()), oid::ID_CE_BASIC_CONSTRAINTS, &[0x30, 0x03, 0x01, 0x01, 0x00]),
        alt_name("address of three bytes beside the name", &[0x87, 0x03, 192, 0, 2]),
        alt_name("name that is not ASCII beside the name", &[0x82, 0x01, 0xff]),
        alt_name("names of other kinds beside the name", &[0x81, 0x03, b'a', b'@', b'b', 0x86, 0x03, b'a', b':', b'b']),
    ]
}
