//! Public keys: reading them, and verifying with them.

use super::{Algorithm, KeyKind};
use crate::crypto::hash::HashAlgorithm;
use crate::crypto::rare::{self, Operation};
use crate::crypto::x509;
use crate::wire::decode;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use p256::elliptic_curve::point::AffineCoordinates as _;

/// Reads an uncompressed point that is not the one at infinity: 4, then X and Y. SEC 1 §2.3.4.
///
/// Only this form occurs (RFC 8446 §4.2.8.2, RFC 5480 §2.2), so the square roots of the others are not in the program.
pub(in crate::crypto) fn p256_public_key(point: &[u8]) -> Option<p256::PublicKey> {
    let (x, y) = point.strip_prefix(&[4])?.split_first_chunk::<32>()?;
    let y: &[u8; 32] = y.try_into().ok()?;
    let point = Option::from(p256::AffinePoint::from_coordinates(x.into(), y.into()))?;
    p256::PublicKey::from_affine(point).ok()
}

/// Reads a DER `ECDSA-Sig-Value`.
fn ecdsa_signature(der: &[u8]) -> Option<p256::ecdsa::Signature> {
    let [r, s] = decode(der, "signature", x509::ecdsa_sig_value).result.ok()?.map(scalar);
    p256::ecdsa::Signature::from_scalars(r?, s?).ok()
}

/// Reads a DER `ECDSA-Sig-Value` of P-384: r and s, 48 bytes each.
fn p384_signature(der: &[u8]) -> Option<Vec<u8>> {
    let [r, s] = decode(der, "signature", x509::ecdsa_sig_value).result.ok()?.map(scalar::<48>);
    Some([r?, s?].concat())
}

/// The `N` bytes of a number from the content of a DER INTEGER; `None` if it is negative or longer.
fn scalar<const N: usize>(integer: &[u8]) -> Option<[u8; N]> {
    let negative = integer.first().is_some_and(|byte| *byte >= 0x80);
    let digits = integer.strip_prefix(&[0]).unwrap_or(integer);
    let mut scalar = [0; N];
    scalar[N.checked_sub(digits.len())?..].copy_from_slice(digits);
    (!negative).then_some(scalar)
}

/// What comes before the 32 bytes of an Ed25519 key in its `SubjectPublicKeyInfo`. RFC 8410 §4.
const ED25519_PREFIX: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// What comes before the 65 bytes of an uncompressed P-256 point in its `SubjectPublicKeyInfo`. RFC 5480 §2.
const P256_PREFIX: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

/// What comes before the 97 bytes of an uncompressed P-384 point in its `SubjectPublicKeyInfo`. RFC 5480 §2.
const P384_PREFIX: [u8; 23] = [
    0x30, 0x76, 0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00,
    0x22, 0x03, 0x62, 0x00,
];

/// Where an RSA key of 2048 bits or more begins in its `SubjectPublicKeyInfo`: after three headers with two bytes of
/// length, of which one ends with the number of unused bits, and after [`RSA_ENCRYPTION`].
const RSA_KEY_START: usize = 24;

/// The `AlgorithmIdentifier` of RSA keys: `rsaEncryption` with `NULL`. RFC 3279 §2.3.1.
const RSA_ENCRYPTION: [u8; 15] =
    [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];

/// A public key that verifies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicKey {
    /// Ed25519.
    Ed25519(ed25519_dalek::VerifyingKey),
    /// ECDSA with P-256 and SHA-256.
    EcdsaP256(p256::ecdsa::VerifyingKey),
    /// ECDSA with P-384 and SHA-384: an uncompressed point.
    EcdsaP384(Vec<u8>),
    /// RSA of 2048 to 8192 bits: the whole `SubjectPublicKeyInfo`.
    Rsa(Vec<u8>),
    /// A key of another kind, or one that is too short or too long: nothing verifies with it here.
    Unsupported,
}

impl PublicKey {
    /// Reads a DER `SubjectPublicKeyInfo`.
    ///
    /// DER has one encoding for each algorithm identifier, so the kind of key is told by what comes before it.
    ///
    /// # Errors
    /// [`InvalidPublicKey`] if the key is of a kind known here, but no point of its curve.
    pub fn from_spki_der(der: &[u8]) -> Result<Self, InvalidPublicKey> {
        if let Some(point @ [4, ..]) = der.strip_prefix(&P256_PREFIX) {
            let key = p256_public_key(point).ok_or(InvalidPublicKey)?;
            Ok(Self::EcdsaP256(key.into()))
        } else if !rare::BUILT {
            Ok(Self::Unsupported)
        } else if let Some(point) = der.strip_prefix(&ED25519_PREFIX) {
            let point = point.try_into().map_err(|_| InvalidPublicKey)?;
            let key = ed25519_dalek::VerifyingKey::from_bytes(point).map_err(|_| InvalidPublicKey)?;
            Ok(Self::Ed25519(key))
        } else if let Some(point @ [4, ..]) = der.strip_prefix(&P384_PREFIX) {
            let good = rare::holds(Operation::P384Check, &[point]);
            if good { Ok(Self::EcdsaP384(point.to_vec())) } else { Err(InvalidPublicKey) }
        } else if der.get(4..19) == Some(&RSA_ENCRYPTION) && rare::holds(Operation::RsaCheck, &[der]) {
            Ok(Self::Rsa(der.to_vec()))
        } else {
            Ok(Self::Unsupported)
        }
    }

    /// The DER `SubjectPublicKeyInfo`; `None` for a key of another kind.
    #[must_use]
    pub fn to_spki_der(&self) -> Option<Vec<u8>> {
        let prefix: &[u8] = match self {
            Self::Ed25519(_) => &ED25519_PREFIX,
            Self::EcdsaP256(_) => &P256_PREFIX,
            Self::EcdsaP384(_) => &P384_PREFIX,
            Self::Rsa(der) => return Some(der.clone()),
            Self::Unsupported => return None,
        };
        Some([prefix, &self.key_bytes()].concat())
    }

    /// The content of `subjectPublicKey`: 32 bytes, an uncompressed point, or an `RSAPublicKey`; empty for a key of another
    /// kind.
    #[must_use]
    pub fn key_bytes(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => key.as_bytes().to_vec(),
            Self::EcdsaP256(key) => key.to_sec1_point(false).as_bytes().to_vec(),
            Self::EcdsaP384(point) => point.clone(),
            Self::Rsa(der) => der[RSA_KEY_START..].to_vec(),
            Self::Unsupported => Vec::new(),
        }
    }

    /// The kind of key; `None` if it is another one.
    #[must_use]
    pub fn kind(&self) -> Option<KeyKind> {
        match self {
            Self::Ed25519(_) => Some(KeyKind::Ed25519),
            Self::EcdsaP256(_) => Some(KeyKind::EcdsaP256),
            Self::EcdsaP384(_) => Some(KeyKind::EcdsaP384),
            Self::Rsa(_) => Some(KeyKind::Rsa),
            Self::Unsupported => None,
        }
    }

    /// Encrypts with RSA and PKCS #1, with padding from random bytes; `None` for a key of another kind. RFC 8017 §7.2.1.
    #[must_use]
    pub fn encrypt(&self, random: [u8; 32], message: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Rsa(der) => rare::compute(Operation::RsaEncrypt, &[der, &random, message]),
            _ => None,
        }
    }

    /// Verifies a signature in the form that [`SigningKey::sign`] gives.
    ///
    /// Ed25519 is verified as RFC 8032 §5.1.7 says (without the cofactor), which does not refuse keys of small order.
    ///
    /// # Errors
    /// [`BadSignature`] if the signature is not one of that message by that key.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        self.kind().ok_or(BadSignature).and_then(|kind| self.verify_with(kind.algorithm(), message, signature))
    }

    /// Verifies a signature that was made in that way.
    ///
    /// # Errors
    /// [`BadSignature`] also if keys of another kind sign so.
    pub fn verify_with(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        let verdict = |good: bool| if good { Ok(()) } else { Err(BadSignature) };
        match (self, algorithm) {
            (Self::Ed25519(key), Algorithm::Ed25519) if rare::BUILT => {
                let signature = ed25519_dalek::Signature::from_slice(signature).map_err(|_| BadSignature)?;
                key.verify(message, &signature).map_err(|_| BadSignature)
            }
            (Self::EcdsaP256(key), Algorithm::EcdsaP256Sha256) => {
                let signature = ecdsa_signature(signature).ok_or(BadSignature)?;
                key.verify(message, &signature).map_err(|_| BadSignature)
            }
            (Self::EcdsaP256(key), Algorithm::EcdsaP256Sha384) if rare::BUILT => {
                let signature = ecdsa_signature(signature).ok_or(BadSignature)?;
                let hash = HashAlgorithm::Sha384.digest(message);
                key.verify_prehash(&hash, &signature).map_err(|_| BadSignature)
            }
            (Self::EcdsaP384(point), Algorithm::EcdsaP384Sha384 | Algorithm::EcdsaP384Sha256) => {
                let signature = p384_signature(signature).ok_or(BadSignature)?;
                let hash = algorithm.hash_of_p384().digest(message);
                verdict(rare::holds(Operation::P384Verify, &[point, &hash, &signature]))
            }
            (Self::Rsa(der), Algorithm::Rsa(scheme)) => {
                verdict(rare::holds(Operation::RsaVerify(scheme), &[der, message, signature]))
            }
            _ => Err(BadSignature),
        }
    }
}

/// A signature that does not verify.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadSignature;

impl core::fmt::Display for BadSignature {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("the signature does not verify")
    }
}

impl core::error::Error for BadSignature {}

/// A public key that is no point of its curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidPublicKey;

impl core::fmt::Display for InvalidPublicKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("the public key is not a point of its curve")
    }
}

impl core::error::Error for InvalidPublicKey {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_are_no_points_are_refused_and_others_are_unsupported() {
        let p256 = [&P256_PREFIX[..], &[4], &[7; 64]].concat();
        assert_eq!(PublicKey::from_spki_der(&p256), Err(InvalidPublicKey));
        assert_eq!(PublicKey::from_spki_der(&ED25519_PREFIX), Err(InvalidPublicKey));
        assert_eq!(PublicKey::from_spki_der(&[0x30, 0]), Ok(PublicKey::Unsupported));
        assert_eq!(PublicKey::Unsupported.verify(b"", b""), Err(BadSignature));
    }
}
