//! HMAC and HKDF. RFC 2104, RFC 5869.

use ::hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::hash::HashAlgorithm;
use super::rare::Sha384;

/// `HMAC-Hash(key, data)`. RFC 2104.
///
/// # Panics
/// Never: HMAC takes keys of any length.
#[must_use]
pub fn hmac(hash: HashAlgorithm, key: &[u8], data: &[u8]) -> Vec<u8> {
    match hash {
        HashAlgorithm::Sha256 => {
            let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
            mac.update(data);
            mac.finalize().into_bytes().to_vec()
        }
        HashAlgorithm::Sha384 => {
            let mut mac = Hmac::<Sha384>::new_from_slice(key).expect("HMAC takes keys of any length");
            mac.update(data);
            mac.finalize().into_bytes().to_vec()
        }
    }
}

/// `HKDF-Extract(salt, ikm)`; the result is as long as the hash. RFC 5869 §2.2.
#[must_use]
pub fn hkdf_extract(hash: HashAlgorithm, salt: &[u8], ikm: &[u8]) -> Vec<u8> {
    match hash {
        HashAlgorithm::Sha256 => Hkdf::<Sha256>::extract(Some(salt), ikm).0.to_vec(),
        HashAlgorithm::Sha384 => Hkdf::<Sha384>::extract(Some(salt), ikm).0.to_vec(),
    }
}

/// `HKDF-Expand(prk, info, length)`. RFC 5869 §2.3.
///
/// # Panics
/// If `prk` is shorter than the hash or `length`, in bytes, exceeds 255 hashes; both are fixed by the callers.
#[must_use]
pub fn hkdf_expand(hash: HashAlgorithm, prk: &[u8], info: &[u8], length: usize) -> Vec<u8> {
    let mut output = vec![0; length];
    let filled = match hash {
        HashAlgorithm::Sha256 => {
            Hkdf::<Sha256>::from_prk(prk).expect("a PRK is as long as the hash").expand(info, &mut output)
        }
        HashAlgorithm::Sha384 => {
            Hkdf::<Sha384>::from_prk(prk).expect("a PRK is as long as the hash").expand(info, &mut output)
        }
    };
    filled.expect("at most 255 blocks are asked for");
    output
}
