//! Extensions. RFC 5280 §4.2.

use super::der::{self, Tag, element};
use super::general_name::{NameForm, general_name};
#[cfg(feature = "rare")]
use super::name_constraints::{GeneralName, NameConstraints};
use super::oid;
use crate::crypto::rare;
use crate::wire::{DecodeError, Reader, Value};

/// What the extensions say, of those that are known here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extensions {
    /// §4.2.1.1: the `keyIdentifier` of the key that signed the certificate, if it is given.
    pub authority_key_identifier: Option<Vec<u8>>,
    /// §4.2.1.2: a name for the certificate's own key.
    pub subject_key_identifier: Option<Vec<u8>>,
    /// §4.2.1.3: what the key may be used for.
    pub key_usage: Option<KeyUsage>,
    /// §4.2.1.6: whom the certificate is for.
    pub subject_alt_name: Option<SubjectAltName>,
    /// §4.2.1.9: whether the certificate may issue others.
    pub basic_constraints: Option<BasicConstraints>,
    /// §4.2.1.10: for which names it may issue certificates.
    #[cfg(feature = "rare")]
    pub name_constraints: Option<NameConstraints>,
    /// §4.2.1.12: the content octets of the object identifiers of the purposes.
    pub extended_key_usage: Option<Vec<Vec<u8>>>,
    /// The content octets of the object identifiers of critical extensions that are not known here.
    pub unknown_critical: Vec<Vec<u8>>,
}

/// Whether a certificate may issue others. §4.2.1.9.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasicConstraints {
    /// It may.
    pub ca: bool,
    /// How many certificates that issue others may follow it, the leaf not counted; `None` for no limit.
    pub path_len_constraint: Option<u64>,
}

/// What a key may be used for. §4.2.1.3: the first bit of the BIT STRING is the highest of the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUsage(pub u16);

/// The names of the bits of [`KeyUsage`], the highest first.
const KEY_USAGES: [&str; 9] = [
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
];

impl KeyUsage {
    /// `digitalSignature`
    pub const DIGITAL_SIGNATURE: Self = Self(1 << 15);
    /// `keyEncipherment`
    pub const KEY_ENCIPHERMENT: Self = Self(1 << 13);
    /// `keyCertSign`
    pub const KEY_CERT_SIGN: Self = Self(1 << 10);
    /// `cRLSign`
    pub const CRL_SIGN: Self = Self(1 << 9);

    /// Whether all bits of `other` are set.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// These bits and those of `other`.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The names of the bits that are set.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        let set = KEY_USAGES.iter().enumerate().filter(|(bit, _)| self.0 & (1 << 15) >> bit != 0);
        set.map(|(_, name)| *name).collect()
    }

    /// A name for the bits together, of the combinations that are usual.
    fn usual_name(self) -> Option<&'static str> {
        const CERT_AND_CRL: KeyUsage = KeyUsage::KEY_CERT_SIGN.union(KeyUsage::CRL_SIGN);
        const SIGNATURE_AND_ENCIPHERMENT: KeyUsage = KeyUsage::DIGITAL_SIGNATURE.union(KeyUsage::KEY_ENCIPHERMENT);
        const ALL_THREE: KeyUsage = KeyUsage::DIGITAL_SIGNATURE.union(CERT_AND_CRL);
        match self {
            Self::DIGITAL_SIGNATURE => Some("digitalSignature"),
            Self::KEY_CERT_SIGN => Some("keyCertSign"),
            Self::CRL_SIGN => Some("cRLSign"),
            CERT_AND_CRL => Some("keyCertSign, cRLSign"),
            ALL_THREE => Some("digitalSignature, keyCertSign, cRLSign"),
            SIGNATURE_AND_ENCIPHERMENT => Some("digitalSignature, keyEncipherment"),
            _ => None,
        }
    }
}

/// Whom a certificate is for: the names that can be a server's. §4.2.1.6.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubjectAltName {
    /// DNS names; the leftmost label may be `*`.
    pub dns_names: Vec<String>,
    /// IP addresses: 4 or 16 bytes each.
    pub ip_addresses: Vec<Vec<u8>>,
    /// All others, which can be constrained.
    #[cfg(feature = "rare")]
    pub others: Vec<GeneralName>,
}

impl Extensions {
    /// Reads `extensions`, with its tag `[3]`.
    pub(super) fn read(reader: &mut Reader) -> Result<Self, DecodeError> {
        let mut extensions = Self::default();
        let mut seen = Vec::new();
        element(reader, "extensions", Tag::constructed_context(3), |reader| {
            element(reader, "Extensions", Tag::SEQUENCE, |reader| {
                reader.list(|reader| {
                    let problem = reader.illegal("Extension", "each extension once");
                    let id = extensions.extension(reader)?;
                    if seen.contains(&id) {
                        return Err(problem());
                    }
                    seen.push(id);
                    Ok(())
                })
            })
        })?;
        Ok(extensions)
    }

    fn extension<'a>(&mut self, reader: &mut Reader<'a>) -> Result<&'a [u8], DecodeError> {
        element(reader, "Extension", Tag::SEQUENCE, |reader| {
            let id = der::object_identifier(reader, "extnID")?;
            let critical = der::boolean_default_false(reader, "critical")?;
            element(reader, "extnValue", Tag::OCTET_STRING, |reader| self.value(reader, id, critical))?;
            Ok(id)
        })
    }

    fn value(&mut self, reader: &mut Reader, id: &[u8], critical: bool) -> Result<(), DecodeError> {
        match id {
            oid::ID_CE_AUTHORITY_KEY_IDENTIFIER => self.authority_key_identifier = authority_key_identifier(reader)?,
            oid::ID_CE_SUBJECT_KEY_IDENTIFIER => {
                let identifier = der::primitive(reader, "KeyIdentifier", Tag::OCTET_STRING, |_| Value::Opaque)?;
                self.subject_key_identifier = Some(identifier.to_vec());
            }
            oid::ID_CE_KEY_USAGE => self.key_usage = Some(key_usage(reader)?),
            oid::ID_CE_SUBJECT_ALT_NAME => {
                self.subject_alt_name = Some(general_names(reader, "GeneralNames", Tag::SEQUENCE)?);
            }
            oid::ID_CE_BASIC_CONSTRAINTS => self.basic_constraints = Some(basic_constraints(reader)?),
            #[cfg(feature = "rare")]
            oid::ID_CE_NAME_CONSTRAINTS => self.name_constraints = Some(NameConstraints::read(reader)?),
            oid::ID_CE_EXT_KEY_USAGE => self.extended_key_usage = Some(ext_key_usage(reader)?),
            _ => {
                let value = match reader.remaining() {
                    0 => &[],
                    length => reader.opaque("extnValue", length)?,
                };
                if critical && !(rare::BUILT && asks_for_no_policy(id, value)) {
                    self.unknown_critical.push(id.to_vec());
                }
            }
        }
        Ok(())
    }
}

/// Whether an extension is about policies, and asks for none: then there is nothing to process.
///
/// Any policy will do here (RFC 5280 §6.1.1 (c)), and that there is one is wanted only below a requireExplicitPolicy: without it
/// `explicit_policy` begins with n + 1 and never gets to 0 (§6.1.2 (d), §6.1.5), and what the policies are called, which of them
/// are mapped to which, and whether anyPolicy counts decides nothing. A mapping to or from anyPolicy is none: §6.1.4 (a).
fn asks_for_no_policy(id: &[u8], value: &[u8]) -> bool {
    // The type and the length of a value of less than 128 bytes, then its identifier.
    const ANY_POLICY: [u8; 6] = [0x06, 4, 0x55, 0x1d, 0x20, 0];
    match id {
        oid::ID_CE_CERTIFICATE_POLICIES => true,
        oid::ID_CE_POLICY_MAPPINGS => {
            value.first() == Some(&Tag::SEQUENCE.0) && !value.windows(ANY_POLICY.len()).any(|it| it == ANY_POLICY)
        }
        // Nothing but inhibitPolicyMapping, [1].
        oid::ID_CE_POLICY_CONSTRAINTS => matches!(value, [0x30, 3, 0x81, 1, 0..=0x7f]),
        oid::ID_CE_INHIBIT_ANY_POLICY => matches!(value, [0x02, 1, 0..=0x7f]),
        _ => false,
    }
}

fn authority_key_identifier(reader: &mut Reader) -> Result<Option<Vec<u8>>, DecodeError> {
    element(reader, "AuthorityKeyIdentifier", Tag::SEQUENCE, |reader| {
        let mut key_identifier = None;
        if der::starts_with(reader, Tag::context(0)) {
            let identifier = der::primitive(reader, "keyIdentifier", Tag::context(0), |_| Value::Opaque)?;
            key_identifier = Some(identifier.to_vec());
        }
        if der::starts_with(reader, Tag::constructed_context(1)) {
            general_names(reader, "authorityCertIssuer", Tag::constructed_context(1))?;
        }
        if der::starts_with(reader, Tag::context(2)) {
            der::tagged_integer(reader, "authorityCertSerialNumber", Tag::context(2))?;
        }
        Ok(key_identifier)
    })
}

fn key_usage(reader: &mut Reader) -> Result<KeyUsage, DecodeError> {
    element(reader, "KeyUsage", Tag::BIT_STRING, |reader| {
        let problem = reader.illegal("KeyUsage", "1 to 9 bits");
        let unused = reader.u8("unused bits")?;
        let bits =
            |bytes: &[u8]| KeyUsage(bytes.iter().take(2).rev().fold(0, |sum, byte| sum >> 8 | u16::from(*byte) << 8));
        let Some(length @ 1..=2) = Some(reader.remaining()) else {
            return Err(problem());
        };
        let bytes = reader.rest();
        let usage = bits(bytes);
        let value = usage.usual_name().map_or(Value::Opaque, |name| Value::Named { code: u64::from(bytes[0]), name });
        reader.leaf("KeyUsage", length, value)?;
        // The ninth bit is the last that has a name. In DER the last one of the list would be set (X.690 §11.2.2), but roots
        // that all systems trust have zeros at the end.
        let last = bytes[length - 1];
        let legal = unused < 8 && last.trailing_zeros() >= u32::from(unused) && usage.0.trailing_zeros() >= 7;
        if legal { Ok(usage) } else { Err(problem()) }
    })
}

fn basic_constraints(reader: &mut Reader) -> Result<BasicConstraints, DecodeError> {
    element(reader, "BasicConstraints", Tag::SEQUENCE, |reader| {
        let ca = der::boolean_default_false(reader, "cA")?;
        let mut path_len_constraint = None;
        if reader.remaining() > 0 {
            let problem = reader.illegal("pathLenConstraint", "an integer of 0 or more");
            let content = der::integer(reader, "pathLenConstraint")?;
            path_len_constraint = Some(der::unsigned(content).ok_or_else(problem)?);
        }
        Ok(BasicConstraints { ca, path_len_constraint })
    })
}

fn ext_key_usage(reader: &mut Reader) -> Result<Vec<Vec<u8>>, DecodeError> {
    element(reader, "ExtKeyUsageSyntax", Tag::SEQUENCE, |reader| {
        reader.list(|reader| der::object_identifier(reader, "KeyPurposeId").map(<[u8]>::to_vec))
    })
}

fn general_names(reader: &mut Reader, name: &'static str, tag: Tag) -> Result<SubjectAltName, DecodeError> {
    element(reader, name, tag, |reader| {
        let mut names = SubjectAltName::default();
        while reader.remaining() > 0 {
            let (form, content) = general_name(reader)?;
            names.add(form, content);
        }
        Ok(names)
    })
}

impl SubjectAltName {
    /// Adds a name. A `dNSName` that is not ASCII and an `iPAddress` of another length than an address has are nobody's.
    fn add(&mut self, form: NameForm, content: &[u8]) {
        match (form, core::str::from_utf8(content)) {
            (NameForm::DNS_NAME, Ok(name)) if name.is_ascii() => self.dns_names.push(name.to_owned()),
            (NameForm::IP_ADDRESS, _) if matches!(content.len(), 4 | 16) => self.ip_addresses.push(content.to_vec()),
            #[cfg(feature = "rare")]
            _ => self.others.push(GeneralName { form, content: content.to_vec() }),
            #[cfg(not(feature = "rare"))]
            _ => {}
        }
    }
}
