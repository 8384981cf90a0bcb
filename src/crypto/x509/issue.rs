//! The built-in authority: a root, an intermediate and a leaf, built and signed from the seed.

use super::extension::{BasicConstraints, KeyUsage};
use super::oid;
use super::server_name::address_bytes;
use super::time::{Time, Validity};
use crate::crypto::entropy::Entropy;
use crate::crypto::signature::{KeyKind, PublicKey, SigningKey};
use core::time::Duration;
use der::asn1::{Any, BitString, GeneralizedTime, Ia5String, ObjectIdentifier, OctetString};
use der::{Decode, Encode, Tag};
use sha2::{Digest, Sha256};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{Builder, CertificateBuilder};
use x509_cert::certificate::{Rfc5280, TbsCertificate};
use x509_cert::ext::{Extension, pkix};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{
    AlgorithmIdentifierOwned, Document, DynSignatureAlgorithmIdentifier, EncodePublicKey, SignatureBitStringEncoding,
    SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef,
};

/// The longest common name in bytes: `ub-common-name`. RFC 5280 Appendix A.1.
const COMMON_NAME_LIMIT: usize = 64;

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

/// What a certificate is to say; its key, serial number, key identifiers and signature follow from the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateTemplate {
    /// The `commonName` of the subject; `None` for a subject without a name.
    pub common_name: Option<String>,
    /// When it may be used.
    pub validity: Validity,
    /// Whether it may issue others; `None` for no such extension.
    pub basic_constraints: Option<BasicConstraints>,
    /// What its key may be used for; `None` for no such extension.
    pub key_usage: Option<KeyUsage>,
    /// The purposes, as content octets of object identifiers; no such extension if there are none.
    pub extended_key_usage: Vec<&'static [u8]>,
    /// DNS names and IP addresses; no such extension if there are none.
    pub subject_alt_name: Vec<String>,
    /// More extensions.
    pub other_extensions: Vec<OtherExtension>,
}

/// An extension that the authority knows nothing about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherExtension {
    /// The content octets of its object identifier.
    pub id: &'static [u8],
    /// Whether those who do not know it must refuse the certificate.
    pub critical: bool,
    /// The content of `extnValue`.
    pub value: Vec<u8>,
}

/// What the certificates of a chain are to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainTemplate {
    /// What the client trusts.
    pub root: CertificateTemplate,
    /// What the root issues, then what each of these issues.
    pub intermediates: Vec<CertificateTemplate>,
    /// What the last of them issues, for the server.
    pub leaf: CertificateTemplate,
}

impl ChainTemplate {
    /// A chain without fault for a server with that DNS name or IP address.
    #[must_use]
    pub fn for_server(name: &str) -> Self {
        let authority = |name: &str, path_len_constraint, not_before, not_after| CertificateTemplate {
            common_name: Some(name.into()),
            validity: Validity { not_before, not_after },
            basic_constraints: Some(BasicConstraints { ca: true, path_len_constraint }),
            key_usage: Some(KeyUsage::KEY_CERT_SIGN.union(KeyUsage::CRL_SIGN)),
            extended_key_usage: vec![],
            subject_alt_name: vec![],
            other_extensions: vec![],
        };
        let [root_start, intermediate_start, leaf_start] = [2020, 2024, 2026].map(first_of_year);
        let [root_end, intermediate_end, leaf_end] = [2045, 2034, 2027].map(last_before_year);
        Self {
            root: authority("Handshake Simulator Root CA", None, root_start, root_end),
            intermediates: vec![authority(
                "Handshake Simulator Intermediate CA",
                Some(0),
                intermediate_start,
                intermediate_end,
            )],
            leaf: CertificateTemplate {
                common_name: Some(name.into()).filter(|name: &String| name.len() <= COMMON_NAME_LIMIT),
                validity: Validity { not_before: leaf_start, not_after: leaf_end },
                basic_constraints: Some(BasicConstraints { ca: false, path_len_constraint: None }),
                key_usage: Some(KeyUsage::DIGITAL_SIGNATURE),
                extended_key_usage: vec![oid::ID_KP_SERVER_AUTH],
                subject_alt_name: vec![name.into()],
                other_extensions: vec![],
            },
        }
    }
}

fn first_of_year(year: u16) -> Time {
    Time::from_calendar((year, 1, 1), (0, 0, 0)).expect("every year has a first of January")
}

fn last_before_year(year: u16) -> Time {
    Time { unix: first_of_year(year).unix - 1 }
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
    issue_chain(entropy, kind, &ChainTemplate::for_server(name))
}

/// Issues a chain that says what the template says.
///
/// # Errors
/// [`IssueError`] if a certificate cannot say it.
pub fn issue_chain(entropy: &Entropy, kind: KeyKind, template: &ChainTemplate) -> Result<IssuedChain, IssueError> {
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
    let leaf = Authority::new(entropy, kind, "leaf", &template.leaf)?;
    chain.push(issuer.issue(&leaf, &template.leaf)?);
    chain.reverse();
    Ok(IssuedChain { leaf_key: leaf.key.0, chain, root: root_der })
}

/// A subject with its key: the issuer of a certificate, and whom one is issued to.
struct Authority {
    name: Name,
    key: Signer,
    spki: SubjectPublicKeyInfoOwned,
    key_identifier: OctetString,
    serial_number: [u8; 16],
}

impl Authority {
    fn new(entropy: &Entropy, kind: KeyKind, role: &str, template: &CertificateTemplate) -> Result<Self, IssueError> {
        let key = SigningKey::from_entropy(kind, entropy, &[role, " private key"].concat());
        let spki = SubjectPublicKeyInfoOwned::from_der(&spki_der(&key.public_key()))?;
        // The leftmost 160 bits of the hash of the key: RFC 7093 §2 (1).
        let key_identifier = OctetString::new(&Sha256::digest(spki.subject_public_key.raw_bytes())[..20])?;
        let mut serial_number: [u8; 16] = entropy.bytes(&[role, " serial number"].concat());
        // Positive, and all of 16 bytes: the highest bit 0, the next 1.
        serial_number[0] = serial_number[0] & 0x7f | 0x40;
        Ok(Self {
            name: distinguished_name(template.common_name.as_deref())?,
            key: Signer(key),
            spki,
            key_identifier,
            serial_number,
        })
    }

    fn issue(&self, subject: &Self, template: &CertificateTemplate) -> Result<Vec<u8>, IssueError> {
        let profile = Profile {
            issuer: self.name.clone(),
            subject: subject.name.clone(),
            extensions: extensions(template, subject, self)?,
        };
        let serial_number = SerialNumber::new(&subject.serial_number)?;
        let validity = x509_cert::time::Validity::<Rfc5280>::new(
            asn1_time(template.validity.not_before)?,
            asn1_time(template.validity.not_after)?,
        );
        let certificate = CertificateBuilder::new(profile, serial_number, validity, subject.spki.clone())
            .and_then(|builder| builder.build::<_, Signature>(&self.key))
            .map_err(|_| IssueError::TooLong)?;
        Ok(certificate.to_der()?)
    }
}

fn spki_der(key: &PublicKey) -> Vec<u8> {
    key.to_spki_der().expect("the key belongs to a signing key, so it is of a kind known here")
}

fn distinguished_name(common_name: Option<&str>) -> Result<Name, IssueError> {
    let mut names = RdnSequence::default();
    if let Some(common_name) = common_name {
        let attribute = AttributeTypeAndValue {
            oid: object_identifier(oid::ID_AT_COMMON_NAME),
            value: Any::new(Tag::Utf8String, common_name.as_bytes())?,
        };
        let mut name = RelativeDistinguishedName::default();
        name.insert(attribute)?;
        names.push(name);
    }
    Ok(Name::from_der(&names.to_der()?)?)
}

fn asn1_time(time: Time) -> Result<x509_cert::time::Time, IssueError> {
    let seconds = u64::try_from(time.unix).map_err(|_| IssueError::InvalidTime)?;
    let time =
        GeneralizedTime::from_unix_duration(Duration::from_secs(seconds)).map_err(|_| IssueError::InvalidTime)?;
    Ok(time.into())
}

fn object_identifier(content: &[u8]) -> ObjectIdentifier {
    ObjectIdentifier::from_bytes(content).expect("the table of object identifiers holds valid ones")
}

/// The extensions in the order of RFC 5280 §4.2.1.
fn extensions(
    template: &CertificateTemplate,
    subject: &Authority,
    issuer: &Authority,
) -> Result<Vec<Extension>, IssueError> {
    let mut extensions = Vec::new();
    let mut add = |id: &[u8], critical: bool, value: Vec<u8>| -> Result<(), IssueError> {
        let extn_value = OctetString::new(value)?;
        extensions.push(Extension { extn_id: object_identifier(id), critical, extn_value });
        Ok(())
    };
    let authority = pkix::AuthorityKeyIdentifier {
        key_identifier: Some(issuer.key_identifier.clone()),
        authority_cert_issuer: None,
        authority_cert_serial_number: None,
    };
    add(oid::ID_CE_AUTHORITY_KEY_IDENTIFIER, false, authority.to_der()?)?;
    add(oid::ID_CE_SUBJECT_KEY_IDENTIFIER, false, subject.key_identifier.to_der()?)?;
    if let Some(usage) = template.key_usage {
        add(oid::ID_CE_KEY_USAGE, true, key_usage(usage)?)?;
    }
    if !template.subject_alt_name.is_empty() {
        let names = template.subject_alt_name.iter().map(|name| general_name(name)).collect::<Result<Vec<_>, _>>()?;
        // Critical if it alone says whom the certificate is for: §4.2.1.6.
        add(oid::ID_CE_SUBJECT_ALT_NAME, template.common_name.is_none(), names.to_der()?)?;
    }
    if let Some(BasicConstraints { ca, path_len_constraint }) = template.basic_constraints {
        let path_len_constraint = path_len_constraint.map(|limit| u8::try_from(limit).unwrap_or(u8::MAX));
        add(oid::ID_CE_BASIC_CONSTRAINTS, true, pkix::BasicConstraints { ca, path_len_constraint }.to_der()?)?;
    }
    if !template.extended_key_usage.is_empty() {
        let purposes: Vec<_> = template.extended_key_usage.iter().map(|id| object_identifier(id)).collect();
        add(oid::ID_CE_EXT_KEY_USAGE, false, purposes.to_der()?)?;
    }
    for OtherExtension { id, critical, value } in &template.other_extensions {
        add(id, *critical, value.clone())?;
    }
    Ok(extensions)
}

/// A `KeyUsage`: a named bit list, so the zeros at its end are left out. X.690 §11.2.2.
fn key_usage(KeyUsage(bits): KeyUsage) -> Result<Vec<u8>, IssueError> {
    let bytes = bits.to_be_bytes();
    let length = (16 - bits.trailing_zeros() as usize).div_ceil(8);
    let unused = u8::try_from(bits.trailing_zeros() % 8).unwrap_or(0);
    Ok(BitString::new(unused, &bytes[..length])?.to_der()?)
}

fn general_name(name: &str) -> Result<pkix::name::GeneralName, IssueError> {
    Ok(match address_bytes(name) {
        Some(address) => pkix::name::GeneralName::IpAddress(OctetString::new(address)?),
        None => pkix::name::GeneralName::DnsName(Ia5String::new(name).map_err(|_| IssueError::InvalidName)?),
    })
}

/// What the builder asks of a profile: names and extensions, which are known beforehand here.
struct Profile {
    issuer: Name,
    subject: Name,
    extensions: Vec<Extension>,
}

impl BuilderProfile for Profile {
    fn get_issuer(&self, _: &Name) -> Name {
        self.issuer.clone()
    }

    fn get_subject(&self) -> Name {
        self.subject.clone()
    }

    fn build_extensions(
        &self,
        _: SubjectPublicKeyInfoRef<'_>,
        _: SubjectPublicKeyInfoRef<'_>,
        _: &TbsCertificate,
    ) -> x509_cert::builder::Result<Vec<Extension>> {
        Ok(self.extensions.clone())
    }
}

/// A key of either kind as the builder wants one; a single type, so that the builder is compiled once.
struct Signer(SigningKey);

/// A signature of either kind.
struct Signature(Vec<u8>);

/// A public key of either kind.
#[derive(Clone)]
struct VerifyingKey(PublicKey);

impl p256::ecdsa::signature::Keypair for Signer {
    type VerifyingKey = VerifyingKey;

    fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.public_key())
    }
}

impl p256::ecdsa::signature::Signer<Signature> for Signer {
    fn try_sign(&self, message: &[u8]) -> Result<Signature, p256::ecdsa::signature::Error> {
        Ok(Signature(self.0.sign(message)))
    }
}

impl DynSignatureAlgorithmIdentifier for Signer {
    fn signature_algorithm_identifier(&self) -> x509_cert::spki::Result<AlgorithmIdentifierOwned> {
        let id = match self.0.kind() {
            KeyKind::Ed25519 => oid::ID_ED25519,
            KeyKind::EcdsaP256 => oid::ECDSA_WITH_SHA256,
        };
        Ok(AlgorithmIdentifierOwned { oid: object_identifier(id), parameters: None })
    }
}

impl SignatureBitStringEncoding for Signature {
    fn to_bitstring(&self) -> der::Result<BitString> {
        BitString::from_bytes(&self.0)
    }
}

impl EncodePublicKey for VerifyingKey {
    fn to_public_key_der(&self) -> x509_cert::spki::Result<Document> {
        Ok(Document::from_der(&spki_der(&self.0))?)
    }
}
