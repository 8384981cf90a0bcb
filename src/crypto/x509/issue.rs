//! The built-in authority: a root, intermediates and a leaf, built and signed from the seed.
//!
//! Each element is encoded by `der`; which elements a certificate has is written here as RFC 5280 §4.1 writes it. A whole
//! model of X.509 costs 20 KB more in the browser.

use super::extension::{BasicConstraints, KeyUsage};
use super::oid;
use super::server_name::address_bytes;
use super::template::{CertificateTemplate, ChainTemplate, OtherExtension};
use super::time::Time;
use crate::crypto::entropy::Entropy;
use crate::crypto::rare::RsaScheme;
use crate::crypto::signature::{Algorithm, KeyKind, SigningKey};
use der::asn1::AnyRef;
use der::{Encode, Tag, TagNumber};
use sha2::{Digest, Sha256};

/// DER, of one element or of several in a row.
type Der = Vec<u8>;

/// A chain that was issued.
#[derive(Clone, Debug)]
pub struct IssuedChain {
    /// The private key of the leaf.
    pub leaf_key: SigningKey,
    /// What the server sends, in DER: the leaf, then each certificate's issuer up to the one that the root issued.
    pub chain: Vec<Vec<u8>>,
    /// What the client trusts, in DER.
    pub root: Vec<u8>,
}

/// Why a certificate could not be issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueError {
    /// A DNS name that is not ASCII: internationalised names must be in their `xn--` form. RFC 5280 §7.2.
    InvalidName,
    /// A time before 1970 or after 9999.
    InvalidTime,
    /// A certificate too long for its lengths.
    TooLong,
}

impl core::fmt::Display for IssueError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::InvalidName => "a certificate cannot be for a DNS name that is not ASCII",
            Self::InvalidTime => "a certificate's validity is from 1970 to 9999",
            Self::TooLong => "the certificate is too long",
        })
    }
}

impl core::error::Error for IssueError {}

impl From<der::Error> for IssueError {
    fn from(_: der::Error) -> Self {
        Self::TooLong
    }
}

/// Issues a chain without fault for a server with that DNS name or IP address.
///
/// # Errors
/// [`IssueError::InvalidName`] if the name is not ASCII.
pub fn issue(entropy: &Entropy, kind: KeyKind, name: &str) -> Result<IssuedChain, IssueError> {
    issue_chain(entropy, kind, &ChainTemplate::for_server_with(kind, name))
}

/// Issues a chain that says what the template says.
///
/// # Errors
/// [`IssueError`] if a certificate cannot say it.
pub fn issue_chain(entropy: &Entropy, kind: KeyKind, template: &ChainTemplate) -> Result<IssuedChain, IssueError> {
    issue_from_root(entropy, kind, template, None)
}

/// Issues a chain whose leaf is for a key of somebody else's, with the entropy of that one.
///
/// # Errors
/// [`IssueError`] if a certificate cannot say what the template says.
pub fn issue_chain_to(
    entropy: &Entropy,
    kind: KeyKind,
    template: &ChainTemplate,
    leaf: (&Entropy, SigningKey),
) -> Result<IssuedChain, IssueError> {
    issue_from_root(entropy, kind, template, Some(leaf))
}

/// Issues a certificate that its own key signs.
///
/// # Errors
/// [`IssueError`] if a certificate cannot say what the template says.
pub fn issue_self_signed(
    (entropy, key): (&Entropy, SigningKey),
    template: &CertificateTemplate,
) -> Result<IssuedChain, IssueError> {
    let leaf = Authority::with_key(entropy, key, "leaf", template)?;
    let root = leaf.issue(&leaf, template)?;
    Ok(IssuedChain { leaf_key: leaf.key, chain: vec![root.clone()], root })
}

fn issue_from_root(
    entropy: &Entropy,
    kind: KeyKind,
    template: &ChainTemplate,
    leaf: Option<(&Entropy, SigningKey)>,
) -> Result<IssuedChain, IssueError> {
    let root = Authority::new(entropy, kind, "root", &template.root)?;
    let root_der = root.issue(&root, &template.root)?;
    let mut chain = Vec::new();
    let mut issuer = root;
    for (above, intermediate) in template.intermediates.iter().enumerate() {
        let role = if above == 0 { "intermediate".to_owned() } else { format!("intermediate {}", above + 1) };
        let authority = Authority::new(entropy, kind, &role, intermediate)?;
        chain.push(issuer.issue(&authority, intermediate)?);
        issuer = authority;
    }
    let leaf = match leaf {
        Some((entropy, key)) => Authority::with_key(entropy, key, "leaf", &template.leaf)?,
        None => Authority::new(entropy, kind, "leaf", &template.leaf)?,
    };
    chain.push(issuer.issue(&leaf, &template.leaf)?);
    chain.reverse();
    Ok(IssuedChain { leaf_key: leaf.key, chain, root: root_der })
}

/// A subject with its key: the issuer of a certificate, and whom one is issued to.
struct Authority {
    name: Der,
    key: SigningKey,
    subject_public_key_info: Der,
    key_identifier: [u8; 20],
    serial_number: [u8; 16],
}

impl Authority {
    fn new(entropy: &Entropy, kind: KeyKind, role: &str, template: &CertificateTemplate) -> Result<Self, IssueError> {
        let of_client = kind == KeyKind::Rsa && template.extended_key_usage.contains(&oid::ID_KP_CLIENT_AUTH);
        // All others follow from the entropy, which is another one for the client.
        let whose = if of_client { "client " } else { "" };
        let key = SigningKey::from_entropy(kind, entropy, &[whose, role, " private key"].concat());
        Self::with_key(entropy, key, role, template)
    }

    fn with_key(
        entropy: &Entropy,
        key: SigningKey,
        role: &str,
        template: &CertificateTemplate,
    ) -> Result<Self, IssueError> {
        let public_key = key.public_key();
        let mut serial_number: [u8; 16] = entropy.bytes(&[role, " serial number"].concat());
        // Positive, and all of 16 bytes: the highest bit 0, the next 1.
        serial_number[0] = serial_number[0] & 0x7f | 0x40;
        // The leftmost 160 bits of the hash of the key: RFC 7093 §2 (1).
        let hash = Sha256::digest(public_key.key_bytes());
        let (key_identifier, _) = hash.split_first_chunk().expect("a SHA-256 hash has more than 20 bytes");
        Ok(Self {
            name: name(template.common_name.as_deref())?,
            subject_public_key_info: public_key.to_spki_der().expect("a signing key is of a kind known here"),
            key_identifier: *key_identifier,
            serial_number,
            key,
        })
    }

    /// Issues a certificate to `subject`: `Certificate`, RFC 5280 §4.1.
    fn issue(&self, subject: &Self, template: &CertificateTemplate) -> Result<Der, IssueError> {
        let (id, how) = match self.key.kind() {
            KeyKind::Ed25519 => (oid::ID_ED25519, Algorithm::Ed25519),
            KeyKind::EcdsaP256 => (oid::ECDSA_WITH_SHA256, Algorithm::EcdsaP256Sha256),
            KeyKind::EcdsaP384 => (oid::ECDSA_WITH_SHA384, Algorithm::EcdsaP384Sha384),
            KeyKind::Rsa => (oid::SHA256_WITH_RSA_ENCRYPTION, Algorithm::Rsa(RsaScheme::Pkcs1Sha256)),
        };
        // RFC 4055 §5: with RSA the parameters are NULL; with the others there are none.
        let parameters = if self.key.kind() == KeyKind::Rsa { element(Tag::Null, &[])? } else { Der::new() };
        let algorithm = sequence(&[&object_identifier(template.signature_algorithm.unwrap_or(id))?, &parameters])?;
        let tbs_certificate = sequence(&[
            &explicit(0, &element(Tag::Integer, &[2])?)?,
            &element(Tag::Integer, &subject.serial_number)?,
            &algorithm,
            &self.name,
            &sequence(&[&time(template.validity.not_before)?, &time(template.validity.not_after)?])?,
            &subject.name,
            &subject.subject_public_key_info,
            &explicit(3, &element(Tag::Sequence, &extensions(template, subject, self)?)?)?,
        ])?;
        let signature = self.key.sign_with(how, &tbs_certificate).expect("a key signs in the way of its kind");
        let signature = bit_string(0, &signature)?;
        sequence(&[&tbs_certificate, &algorithm, &signature])
    }
}

fn element(tag: Tag, content: &[u8]) -> Result<Der, IssueError> {
    Ok(AnyRef::new(tag, content)?.to_der()?)
}

/// An `ECDSA-Sig-Value` of two numbers, big-endian. RFC 3279 §2.2.3.
pub(in crate::crypto) fn encode_ecdsa_sig_value(r: &[u8], s: &[u8]) -> Result<Der, IssueError> {
    let integer = |number: &[u8]| {
        let zeros = number.iter().take_while(|byte| **byte == 0).count();
        let digits = &number[zeros..];
        // A zero says that the number is not negative.
        let sign: &[u8] = if digits.first().is_none_or(|byte| *byte >= 0x80) { &[0] } else { &[] };
        element(Tag::Integer, &[sign, digits].concat())
    };
    sequence(&[&integer(r)?, &integer(s)?])
}

fn sequence(elements: &[&[u8]]) -> Result<Der, IssueError> {
    element(Tag::Sequence, &elements.concat())
}

fn explicit(number: u32, content: &[u8]) -> Result<Der, IssueError> {
    element(Tag::ContextSpecific { constructed: true, number: TagNumber(number) }, content)
}

fn implicit(number: u32, content: &[u8]) -> Result<Der, IssueError> {
    element(Tag::ContextSpecific { constructed: false, number: TagNumber(number) }, content)
}

fn object_identifier(content: &[u8]) -> Result<Der, IssueError> {
    element(Tag::ObjectIdentifier, content)
}

fn bit_string(unused_bits: u8, bytes: &[u8]) -> Result<Der, IssueError> {
    element(Tag::BitString, &[&[unused_bits], bytes].concat())
}

/// A `Name` with a `commonName`, or an empty one.
fn name(common_name: Option<&str>) -> Result<Der, IssueError> {
    let Some(common_name) = common_name else {
        return sequence(&[]);
    };
    let value = element(Tag::Utf8String, common_name.as_bytes())?;
    let attribute = sequence(&[&object_identifier(oid::ID_AT_COMMON_NAME)?, &value])?;
    sequence(&[&element(Tag::Set, &attribute)?])
}

/// A `Time`: `UTCTime` through 2049, `GeneralizedTime` after. RFC 5280 §4.1.2.5.
fn time(time: Time) -> Result<Der, IssueError> {
    // The digits are those of the time as it is printed: from the year, four of them, to the second.
    let mut text = time.to_string();
    text.retain(|character| character.is_ascii_digit());
    if time.unix < 0 || text.len() != "YYYYMMDDhhmmss".len() {
        return Err(IssueError::InvalidTime);
    }
    text.push('Z');
    if *text < *"2050" {
        element(Tag::UtcTime, &text.as_bytes()[2..])
    } else {
        element(Tag::GeneralizedTime, text.as_bytes())
    }
}

/// The extensions, one after the other, in the order of RFC 5280 §4.2.1.
fn extensions(template: &CertificateTemplate, subject: &Authority, issuer: &Authority) -> Result<Der, IssueError> {
    let mut extensions = vec![
        extension(oid::ID_CE_AUTHORITY_KEY_IDENTIFIER, false, &sequence(&[&implicit(0, &issuer.key_identifier)?])?)?,
        extension(oid::ID_CE_SUBJECT_KEY_IDENTIFIER, false, &element(Tag::OctetString, &subject.key_identifier)?)?,
    ];
    if let Some(usage) = template.key_usage {
        extensions.push(extension(oid::ID_CE_KEY_USAGE, true, &key_usage(usage)?)?);
    }
    if !template.subject_alt_name.is_empty() {
        let names: Vec<Der> =
            template.subject_alt_name.iter().map(|name| general_name(name)).collect::<Result<_, _>>()?;
        // Critical if it alone says whom the certificate is for: §4.2.1.6.
        let critical = template.common_name.is_none();
        extensions.push(extension(oid::ID_CE_SUBJECT_ALT_NAME, critical, &element(Tag::Sequence, &names.concat())?)?);
    }
    if let Some(constraints) = template.basic_constraints {
        extensions.push(extension(oid::ID_CE_BASIC_CONSTRAINTS, true, &basic_constraints(constraints)?)?);
    }
    if !template.extended_key_usage.is_empty() {
        let purposes: Vec<Der> =
            template.extended_key_usage.iter().map(|id| object_identifier(id)).collect::<Result<_, _>>()?;
        extensions.push(extension(oid::ID_CE_EXT_KEY_USAGE, false, &element(Tag::Sequence, &purposes.concat())?)?);
    }
    for OtherExtension { id, critical, value } in &template.other_extensions {
        extensions.push(extension(id, *critical, value)?);
    }
    Ok(extensions.concat())
}

/// An `Extension`; `critical` is left out if it is FALSE.
fn extension(id: &[u8], critical: bool, value: &[u8]) -> Result<Der, IssueError> {
    let critical = if critical { element(Tag::Boolean, &[0xff])? } else { Der::new() };
    sequence(&[&object_identifier(id)?, &critical, &element(Tag::OctetString, value)?])
}

/// A `BasicConstraints`; `cA` is left out if it is FALSE.
fn basic_constraints(constraints: BasicConstraints) -> Result<Der, IssueError> {
    let ca = if constraints.ca { element(Tag::Boolean, &[0xff])? } else { Der::new() };
    let limit = constraints.path_len_constraint.map_or(Ok(Der::new()), |limit| limit.to_der())?;
    sequence(&[&ca, &limit])
}

/// A `KeyUsage`: a named bit list, so the zeros at its end are left out. X.690 §11.2.2.
fn key_usage(KeyUsage(bits): KeyUsage) -> Result<Der, IssueError> {
    let unused = bits.trailing_zeros();
    let bytes = bits.to_be_bytes();
    bit_string((unused % 8) as u8, &bytes[..2 - (unused / 8) as usize])
}

/// A `GeneralName`: `iPAddress` or `dNSName`.
fn general_name(name: &str) -> Result<Der, IssueError> {
    match address_bytes(name) {
        Some(address) => implicit(7, &address),
        None if name.is_ascii() => implicit(2, name.as_bytes()),
        None => Err(IssueError::InvalidName),
    }
}
