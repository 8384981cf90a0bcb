//! Certificates: read from DER with every field recorded. RFC 5280 §4.1.

use super::der::{self, Tag, element, with_bytes};
use super::extension::Extensions;
use super::name::Name;
use super::oid;
use super::public_key::{algorithm_identifier, structured_or, subject_public_key_info};
#[cfg(feature = "rare")]
use super::time::Time;
use super::time::Validity;
#[cfg(feature = "rare")]
use super::verified::Verified;
use crate::crypto::rare::RsaScheme;
use crate::crypto::signature::{Algorithm, InvalidPublicKey, KeyKind, PublicKey};
use crate::wire::{DecodeError, Reader, Value};

/// An algorithm with which certificates are signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignatureAlgorithm {
    /// `ecdsa-with-SHA256`. RFC 5758 §3.2.
    EcdsaWithSha256,
    /// `ecdsa-with-SHA384`.
    EcdsaWithSha384,
    /// `id-Ed25519`. RFC 8410 §3.
    Ed25519,
    /// `sha256WithRSAEncryption`. RFC 4055 §5.
    Sha256WithRsa,
    /// `sha384WithRSAEncryption`.
    Sha384WithRsa,
    /// `sha512WithRSAEncryption`.
    Sha512WithRsa,
    /// `id-RSASSA-PSS` with parameters as RFC 8446 §4.2.3 wants them. RFC 4055 §3.1.
    #[cfg(feature = "rare")]
    RsaPss(RsaScheme),
    /// Another one, by the content octets of its object identifier: no signature verifies with it here.
    Unknown(Vec<u8>),
}

impl SignatureAlgorithm {
    /// The algorithm of an `AlgorithmIdentifier`, given the content of the object identifier in it and all of it.
    #[cfg_attr(not(feature = "rare"), expect(unused_variables, reason = "only rare ones have parameters"))]
    fn of(content: &[u8], identifier: &[u8]) -> Self {
        #[cfg(feature = "rare")]
        if content == oid::ID_RSASSA_PSS
            && let Some(scheme) = super::pss::pss_scheme(identifier)
        {
            return Self::RsaPss(scheme);
        }
        match content {
            oid::ECDSA_WITH_SHA256 => Self::EcdsaWithSha256,
            oid::ECDSA_WITH_SHA384 => Self::EcdsaWithSha384,
            oid::ID_ED25519 => Self::Ed25519,
            oid::SHA256_WITH_RSA_ENCRYPTION => Self::Sha256WithRsa,
            oid::SHA384_WITH_RSA_ENCRYPTION => Self::Sha384WithRsa,
            oid::SHA512_WITH_RSA_ENCRYPTION => Self::Sha512WithRsa,
            other => Self::Unknown(other.to_vec()),
        }
    }

    /// How a key of that kind makes such a signature; `None` if it does not.
    pub(super) fn algorithm(&self, kind: KeyKind) -> Option<Algorithm> {
        Some(match (self, kind) {
            (Self::EcdsaWithSha256, KeyKind::EcdsaP256) => Algorithm::EcdsaP256Sha256,
            (Self::EcdsaWithSha256, KeyKind::EcdsaP384) => Algorithm::EcdsaP384Sha256,
            (Self::EcdsaWithSha384, KeyKind::EcdsaP256) => Algorithm::EcdsaP256Sha384,
            (Self::EcdsaWithSha384, KeyKind::EcdsaP384) => Algorithm::EcdsaP384Sha384,
            (Self::Ed25519, KeyKind::Ed25519) => Algorithm::Ed25519,
            (Self::Sha256WithRsa, KeyKind::Rsa) => Algorithm::Rsa(RsaScheme::Pkcs1Sha256),
            (Self::Sha384WithRsa, KeyKind::Rsa) => Algorithm::Rsa(RsaScheme::Pkcs1Sha384),
            (Self::Sha512WithRsa, KeyKind::Rsa) => Algorithm::Rsa(RsaScheme::Pkcs1Sha512),
            #[cfg(feature = "rare")]
            (Self::RsaPss(scheme), KeyKind::Rsa) => Algorithm::Rsa(*scheme),
            _ => return None,
        })
    }

    /// Whether it hashes with MD5 or SHA-1, of which nobody may accept certificates any more. RFC 8446 §4.4.2.4.
    #[must_use]
    pub fn is_weak(&self) -> bool {
        const WEAK: [&[u8]; 3] = [oid::ECDSA_WITH_SHA1, oid::SHA1_WITH_RSA_ENCRYPTION, oid::MD5_WITH_RSA_ENCRYPTION];
        matches!(self, Self::Unknown(content) if WEAK.contains(&&content[..]))
    }

    /// The name in the RFCs, or the numbers of the object identifier.
    #[must_use]
    pub fn name(&self) -> String {
        oid::name_or_numbers(match self {
            Self::EcdsaWithSha256 => oid::ECDSA_WITH_SHA256,
            Self::EcdsaWithSha384 => oid::ECDSA_WITH_SHA384,
            Self::Ed25519 => oid::ID_ED25519,
            Self::Sha256WithRsa => oid::SHA256_WITH_RSA_ENCRYPTION,
            Self::Sha384WithRsa => oid::SHA384_WITH_RSA_ENCRYPTION,
            Self::Sha512WithRsa => oid::SHA512_WITH_RSA_ENCRYPTION,
            #[cfg(feature = "rare")]
            Self::RsaPss(_) => oid::ID_RSASSA_PSS,
            Self::Unknown(content) => content,
        })
    }
}

/// A certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// All of it.
    pub der: Vec<u8>,
    /// The bytes that are signed: `tbsCertificate`, with its tag and length.
    pub tbs_certificate: Vec<u8>,
    /// The content octets of the serial number.
    pub serial_number: Vec<u8>,
    /// Who issued it.
    pub issuer: Name,
    /// When it may be used.
    pub validity: Validity,
    /// Whom it is for.
    pub subject: Name,
    /// The key, with its algorithm, in DER.
    pub subject_public_key_info: Vec<u8>,
    /// What the extensions say.
    pub extensions: Extensions,
    /// The algorithm with which it is signed.
    pub signature_algorithm: SignatureAlgorithm,
    /// The signature: the content of the BIT STRING.
    pub signature_value: Vec<u8>,
    /// Why it cannot be read, if it cannot: then there is nothing in it, and it is nobody's issuer.
    #[cfg(feature = "rare")]
    pub unreadable: Option<DecodeError>,
    /// What has verified below it, if it is a trust anchor that keeps that.
    #[cfg(feature = "rare")]
    pub verified: Verified,
}

impl Certificate {
    /// A certificate of a chain that cannot be read.
    #[cfg(feature = "rare")]
    #[must_use]
    pub fn unreadable(der: &[u8], error: DecodeError) -> Self {
        let name = Name { der: Vec::new(), common_name: None };
        let never = Time { unix: 0 };
        Self {
            der: der.to_vec(),
            tbs_certificate: Vec::new(),
            serial_number: Vec::new(),
            issuer: name.clone(),
            validity: Validity { not_before: never, not_after: never },
            subject: name,
            subject_public_key_info: Vec::new(),
            extensions: Extensions::default(),
            signature_algorithm: SignatureAlgorithm::Unknown(Vec::new()),
            signature_value: Vec::new(),
            unreadable: Some(error),
            verified: Verified::default(),
        }
    }

    /// The same certificate as a trust anchor that keeps which certificates below it have a signature that verifies: to verify
    /// the same chain again then takes no arithmetic.
    #[cfg(feature = "rare")]
    #[must_use]
    pub fn keeping_verified(self) -> Self {
        Self { verified: Verified::kept(), ..self }
    }

    /// The key that the certificate is about.
    ///
    /// # Errors
    /// [`InvalidPublicKey`] if the key is of a kind known here, but no point of its curve.
    pub fn public_key(&self) -> Result<PublicKey, InvalidPublicKey> {
        PublicKey::from_spki_der(&self.subject_public_key_info)
    }
}

/// Reads a certificate of `length` bytes.
///
/// # Errors
/// If the bytes are not the DER encoding of a certificate as RFC 5280 §4.1 wants it.
pub fn read_certificate(reader: &mut Reader, length: usize) -> Result<Certificate, DecodeError> {
    reader.within("Certificate", length, |reader| {
        let (mut certificate, der) =
            with_bytes(reader, |reader| element(reader, "Certificate", Tag::SEQUENCE, read_fields))?;
        certificate.der = der.to_vec();
        Ok(certificate)
    })
}

fn read_fields(reader: &mut Reader) -> Result<Certificate, DecodeError> {
    let ((mut certificate, inner_algorithm), tbs_certificate) = with_bytes(reader, read_tbs_certificate)?;
    certificate.tbs_certificate = tbs_certificate.to_vec();
    let problem = reader.illegal("signatureAlgorithm", "the same as in tbsCertificate");
    let (_, outer_algorithm) = with_bytes(reader, |reader| algorithm_identifier(reader, "signatureAlgorithm"))?;
    if outer_algorithm != inner_algorithm {
        return Err(problem());
    }
    certificate.signature_value = signature_value(reader, &certificate.signature_algorithm)?;
    Ok(certificate)
}

/// Reads `tbsCertificate`; returns the fields in it, and `signature` in DER.
fn read_tbs_certificate<'a>(reader: &mut Reader<'a>) -> Result<(Certificate, &'a [u8]), DecodeError> {
    element(reader, "tbsCertificate", Tag::SEQUENCE, |reader| {
        let version = version(reader)?;
        let serial_number = der::integer(reader, "serialNumber")?.to_vec();
        let (algorithm, signature) = with_bytes(reader, |reader| algorithm_identifier(reader, "signature"))?;
        let issuer = Name::read(reader, "issuer")?;
        let validity = Validity::read(reader)?;
        let subject = Name::read(reader, "subject")?;
        let ((), subject_public_key_info) = with_bytes(reader, subject_public_key_info)?;
        if version > 0 {
            unique_identifier(reader, "issuerUniqueID", Tag::context(1))?;
            unique_identifier(reader, "subjectUniqueID", Tag::context(2))?;
        }
        let extensions = if version == 2 && der::starts_with(reader, Tag::constructed_context(3)) {
            Extensions::read(reader)?
        } else {
            Extensions::default()
        };
        let certificate = Certificate {
            der: Vec::new(),
            tbs_certificate: Vec::new(),
            serial_number,
            issuer,
            validity,
            subject,
            subject_public_key_info: subject_public_key_info.to_vec(),
            extensions,
            signature_algorithm: SignatureAlgorithm::of(algorithm, signature),
            signature_value: Vec::new(),
            #[cfg(feature = "rare")]
            unreadable: None,
            #[cfg(feature = "rare")]
            verified: Verified::default(),
        };
        Ok((certificate, signature))
    })
}

/// Reads the version: 0 for v1, which is left out, 1 for v2, 2 for v3.
fn version(reader: &mut Reader) -> Result<u8, DecodeError> {
    if !der::starts_with(reader, Tag::constructed_context(0)) {
        return Ok(0);
    }
    element(reader, "version", Tag::constructed_context(0), |reader| {
        element(reader, "Version", Tag::INTEGER, |reader| {
            let problem = reader.illegal("Version", "v2 (1) or v3 (2), since v1 is left out");
            let [version] = reader.array("Version", |[version]| match version {
                1 => Value::Named { code: 1, name: "v2" },
                2 => Value::Named { code: 2, name: "v3" },
                other => Value::Integer(u64::from(other)),
            })?;
            if matches!(version, 1 | 2) { Ok(version) } else { Err(problem()) }
        })
    })
}

fn unique_identifier(reader: &mut Reader, name: &'static str, tag: Tag) -> Result<(), DecodeError> {
    if der::starts_with(reader, tag) {
        der::primitive(reader, name, tag, |_| Value::Opaque)?;
    }
    Ok(())
}

fn signature_value(reader: &mut Reader, algorithm: &SignatureAlgorithm) -> Result<Vec<u8>, DecodeError> {
    let whole = |reader: &mut Reader| match reader.remaining() {
        0 => Ok(()),
        length => reader.opaque("signatureValue", length).map(|_| ()),
    };
    element(reader, "signatureValue", Tag::BIT_STRING, |reader| {
        der::no_unused_bits(reader, "signatureValue")?;
        let signature = reader.rest().to_vec();
        match algorithm {
            SignatureAlgorithm::EcdsaWithSha256 => {
                structured_or(reader, |reader| ecdsa_sig_value(reader).map(|_| ()), whole)?;
            }
            _ => whole(reader)?,
        }
        Ok(signature)
    })
}

/// Reads an `ECDSA-Sig-Value` and returns the contents of `r` and `s`. RFC 3279 §2.2.3.
pub(in crate::crypto) fn ecdsa_sig_value<'a>(reader: &mut Reader<'a>) -> Result<[&'a [u8]; 2], DecodeError> {
    element(reader, "ECDSA-Sig-Value", Tag::SEQUENCE, |reader| {
        Ok([der::integer(reader, "r")?, der::integer(reader, "s")?])
    })
}
