//! The parameters of RSASSA-PSS, which say with which hash and with how much salt. RFC 4055 §3.1.

use super::der::{self, Tag, element};
use super::oid;
use super::public_key::algorithm_identifier;
use crate::crypto::rare::RsaScheme;
use crate::wire::{self, DecodeError, Reader};

/// The scheme that an `AlgorithmIdentifier` of RSASSA-PSS names; `None` if it is none of RFC 8446 §4.2.3.
///
/// Those have the same hash for the message and in MGF1, and a salt as long as the hash. What is left out stands for SHA-1.
pub(super) fn pss_scheme(algorithm_identifier: &[u8]) -> Option<RsaScheme> {
    let parameters = wire::read(algorithm_identifier, "signature", |reader| {
        element(reader, "signature", Tag::SEQUENCE, |reader| {
            der::object_identifier(reader, "algorithm")?;
            pss_parameters(reader)
        })
    });
    let Parameters { hash, mask_hash, salt_length, trailer_field } = parameters.ok()?;
    let (scheme, length) = match hash? {
        oid::ID_SHA256 => (RsaScheme::PssSha256, 32),
        oid::ID_SHA384 => (RsaScheme::PssSha384, 48),
        oid::ID_SHA512 => (RsaScheme::PssSha512, 64),
        _ => return None,
    };
    let fits = mask_hash == hash && salt_length == Some(length) && trailer_field == Some(1);
    fits.then_some(scheme)
}

/// An `RSASSA-PSS-params`.
pub(super) struct Parameters<'a> {
    /// The content of the hash's object identifier.
    hash: Option<&'a [u8]>,
    /// That of the hash in MGF1; `None` also for another function.
    mask_hash: Option<&'a [u8]>,
    /// In bytes; `None` for the 20 of SHA-1.
    salt_length: Option<u64>,
    /// 1 for the only one that there is.
    trailer_field: Option<u64>,
}

/// Reads an `RSASSA-PSS-params`.
pub(super) fn pss_parameters<'a>(reader: &mut Reader<'a>) -> Result<Parameters<'a>, DecodeError> {
    element(reader, "RSASSA-PSS-params", Tag::SEQUENCE, |reader| {
        let hash = tagged(reader, "hashAlgorithm", 0, |reader| algorithm_identifier(reader, "HashAlgorithm"))?;
        let mask_hash = tagged(reader, "maskGenAlgorithm", 1, |reader| {
            element(reader, "MaskGenAlgorithm", Tag::SEQUENCE, |reader| {
                let function = der::object_identifier(reader, "algorithm")?;
                let hash = algorithm_identifier(reader, "HashAlgorithm")?;
                Ok((function == oid::ID_MGF1).then_some(hash))
            })
        })?;
        let number = |reader: &mut Reader, name| der::integer(reader, name).map(der::unsigned);
        let salt_length = tagged(reader, "saltLength", 2, |reader| number(reader, "saltLength"))?;
        let trailer_field = tagged(reader, "trailerField", 3, |reader| number(reader, "trailerField"))?;
        Ok(Parameters {
            hash,
            mask_hash: mask_hash.flatten(),
            salt_length: salt_length.flatten(),
            trailer_field: trailer_field.unwrap_or(Some(1)),
        })
    })
}

/// Reads an element that may be left out, inside of one with that number.
fn tagged<'a, T>(
    reader: &mut Reader<'a>,
    name: &'static str,
    number: u8,
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>,
) -> Result<Option<T>, DecodeError> {
    let tag = Tag::constructed_context(number);
    if der::starts_with(reader, tag) { element(reader, name, tag, read).map(Some) } else { Ok(None) }
}
