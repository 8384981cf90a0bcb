//! `AlgorithmIdentifier` and `SubjectPublicKeyInfo`. RFC 5280 §4.1.1.2, §4.1.2.7; RFC 3279 §2.3.1; RFC 5480 §2; RFC 8410.

use super::der::{self, Tag, element};
use super::oid;
use crate::wire::{DecodeError, Reader, Value};

/// Reads an `AlgorithmIdentifier` and returns the object identifier's content.
pub(super) fn algorithm_identifier<'a>(reader: &mut Reader<'a>, name: &'static str) -> Result<&'a [u8], DecodeError> {
    element(reader, name, Tag::SEQUENCE, |reader| {
        let algorithm = der::object_identifier(reader, "algorithm")?;
        if reader.remaining() > 0 {
            parameters(reader, algorithm)?;
        }
        Ok(algorithm)
    })
}

fn parameters(reader: &mut Reader, algorithm: &[u8]) -> Result<(), DecodeError> {
    if algorithm == oid::ID_EC_PUBLIC_KEY && der::starts_with(reader, Tag::OBJECT_IDENTIFIER) {
        der::object_identifier(reader, "namedCurve")?;
    } else if der::starts_with(reader, Tag::NULL) {
        element(reader, "parameters", Tag::NULL, |_| Ok(()))?;
    } else {
        #[cfg(feature = "rare")]
        if algorithm == oid::ID_RSASSA_PSS {
            let any = |reader: &mut Reader| der::any(reader, "parameters").map(|_| ());
            return structured_or(reader, |reader| super::pss::pss_parameters(reader).map(|_| ()), any);
        }
        der::any(reader, "parameters")?;
    }
    Ok(())
}

/// Reads a `SubjectPublicKeyInfo`.
pub(super) fn subject_public_key_info(reader: &mut Reader) -> Result<(), DecodeError> {
    element(reader, "subjectPublicKeyInfo", Tag::SEQUENCE, |reader| {
        let algorithm = algorithm_identifier(reader, "algorithm")?;
        element(reader, "subjectPublicKey", Tag::BIT_STRING, |reader| {
            der::no_unused_bits(reader, "subjectPublicKey")?;
            let read = match algorithm {
                oid::RSA_ENCRYPTION => rsa_public_key,
                oid::ID_EC_PUBLIC_KEY => ec_point,
                _ => whole,
            };
            structured_or(reader, read, whole)
        })
    })
}

/// Reads what is left with `read`, or, if it does not have that structure, with `otherwise`.
///
/// The content of a BIT STRING is not part of the certificate's own syntax: what is wrong in it is found when the key or
/// the signature is used.
pub(super) fn structured_or<'a>(
    reader: &mut Reader<'a>,
    read: impl Fn(&mut Reader<'a>) -> Result<(), DecodeError>,
    otherwise: impl Fn(&mut Reader<'a>) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    let mut trial = Reader::new(reader.rest());
    if read(&mut trial).is_ok() && trial.remaining() == 0 { read(reader) } else { otherwise(reader) }
}

fn whole(reader: &mut Reader) -> Result<(), DecodeError> {
    match reader.remaining() {
        0 => Ok(()),
        length => reader.opaque("subjectPublicKey", length).map(|_| ()),
    }
}

fn rsa_public_key(reader: &mut Reader) -> Result<(), DecodeError> {
    element(reader, "RSAPublicKey", Tag::SEQUENCE, |reader| {
        der::integer(reader, "modulus")?;
        der::integer(reader, "publicExponent")?;
        Ok(())
    })
}

/// Reads an uncompressed `ECPoint`: 4, then X and Y of the same length. RFC 5480 §2.2, SEC 1 §2.3.3.
fn ec_point(reader: &mut Reader) -> Result<(), DecodeError> {
    reader.group("ECPoint", |reader| {
        let coordinate = reader.remaining().saturating_sub(1) / 2;
        let problem = reader.illegal("ECPoint", "an uncompressed point: 4, then X and Y");
        let [form] = reader.array("form", |[form]| match form {
            4 => Value::Named { code: 4, name: "uncompressed" },
            form => Value::Integer(u64::from(form)),
        })?;
        if form != 4 || coordinate == 0 || reader.remaining() != 2 * coordinate {
            return Err(problem());
        }
        reader.opaque("X", coordinate)?;
        reader.opaque("Y", coordinate)?;
        Ok(())
    })
}
