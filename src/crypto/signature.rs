//! Signatures: the two kinds of key that certificates have here.

use super::entropy::Entropy;
use super::x509;
use crate::wire::decode;
use ed25519_dalek::Signer as _;
use p256::ecdsa::signature::Verifier as _;
use p256::elliptic_curve::point::AffineCoordinates as _;

/// The kinds of key that can sign here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// Ed25519. RFC 8032 §5.1.
    Ed25519,
    /// ECDSA with P-256 and SHA-256. FIPS 186-5 §6.
    EcdsaP256,
}

/// A private key that signs.
#[derive(Clone, Debug)]
pub enum SigningKey {
    /// Ed25519.
    Ed25519(ed25519_dalek::SigningKey),
    /// ECDSA with P-256 and SHA-256.
    EcdsaP256(p256::ecdsa::SigningKey),
}

impl SigningKey {
    /// Takes the key of that kind from the entropy for `label`.
    #[must_use]
    pub fn from_entropy(kind: KeyKind, entropy: &Entropy, label: &str) -> Self {
        match kind {
            KeyKind::Ed25519 => Self::Ed25519(ed25519_dalek::SigningKey::from_bytes(&entropy.bytes(label))),
            KeyKind::EcdsaP256 => Self::EcdsaP256(p256_secret_key(entropy, label).into()),
        }
    }

    /// The kind of key.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        match self {
            Self::Ed25519(_) => KeyKind::Ed25519,
            Self::EcdsaP256(_) => KeyKind::EcdsaP256,
        }
    }

    /// The 32 bytes of the private key: the seed of RFC 8032 §5.1.5, or the scalar.
    #[must_use]
    pub fn private_bytes(&self) -> [u8; 32] {
        match self {
            Self::Ed25519(key) => key.to_bytes(),
            Self::EcdsaP256(key) => key.to_bytes().into(),
        }
    }

    /// The public key that belongs to it.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        match self {
            Self::Ed25519(key) => PublicKey::Ed25519(key.verifying_key()),
            Self::EcdsaP256(key) => PublicKey::EcdsaP256(*key.verifying_key()),
        }
    }

    /// Signs a message.
    ///
    /// Ed25519 gives R and S in 64 bytes, ECDSA a DER `ECDSA-Sig-Value`. Both are deterministic: RFC 8032 §5.1.6,
    /// RFC 6979 §3.2. Checked against RFC 8032 §7.1 and RFC 6979 §A.2.5.
    ///
    /// # Panics
    /// Never: two numbers of 32 bytes fit a DER `ECDSA-Sig-Value`.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
            Self::EcdsaP256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(message);
                let (r, s) = signature.split_bytes();
                x509::encode_ecdsa_sig_value(&r, &s).expect("two numbers of 32 bytes fit")
            }
        }
    }
}

/// Takes a P-256 scalar, uniform among 1..n-1, from the entropy for `label`.
///
/// Candidates that are zero or not below n are refused: FIPS 186-5 §A.2.2.
///
/// # Panics
/// If 256 candidates in a row are refused, each of which is once in 2^32 times: never.
#[must_use]
pub fn p256_secret_key(entropy: &Entropy, label: &str) -> p256::SecretKey {
    (0..=u8::MAX)
        .find_map(|attempt| p256::SecretKey::from_slice(&entropy.candidate::<32>(label, attempt)).ok())
        .expect("one of 256 candidates is below n")
}

/// Reads an uncompressed point that is not the one at infinity: 4, then X and Y. SEC 1 §2.3.4.
///
/// Only this form occurs (RFC 8446 §4.2.8.2, RFC 5480 §2.2), so the square roots of the others are not in the program.
pub(super) fn p256_public_key(point: &[u8]) -> Option<p256::PublicKey> {
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

/// The 32 bytes of a number from the content of a DER INTEGER; `None` if it is negative or longer.
fn scalar(integer: &[u8]) -> Option<[u8; 32]> {
    let negative = integer.first().is_some_and(|byte| *byte >= 0x80);
    let digits = integer.strip_prefix(&[0]).unwrap_or(integer);
    let mut scalar = [0; 32];
    scalar[32_usize.checked_sub(digits.len())?..].copy_from_slice(digits);
    (!negative).then_some(scalar)
}

/// What comes before the 32 bytes of an Ed25519 key in its `SubjectPublicKeyInfo`. RFC 8410 §4.
const ED25519_PREFIX: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// What comes before the 65 bytes of an uncompressed P-256 point in its `SubjectPublicKeyInfo`. RFC 5480 §2.
const P256_PREFIX: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

/// A public key that verifies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicKey {
    /// Ed25519.
    Ed25519(ed25519_dalek::VerifyingKey),
    /// ECDSA with P-256 and SHA-256.
    EcdsaP256(p256::ecdsa::VerifyingKey),
    /// A key of another kind, such as RSA: nothing verifies with it here.
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
        if let Some(point) = der.strip_prefix(&ED25519_PREFIX) {
            let point = point.try_into().map_err(|_| InvalidPublicKey)?;
            let key = ed25519_dalek::VerifyingKey::from_bytes(point).map_err(|_| InvalidPublicKey)?;
            Ok(Self::Ed25519(key))
        } else if let Some(point @ [4, ..]) = der.strip_prefix(&P256_PREFIX) {
            let key = p256_public_key(point).ok_or(InvalidPublicKey)?;
            Ok(Self::EcdsaP256(key.into()))
        } else {
            Ok(Self::Unsupported)
        }
    }

    /// The DER `SubjectPublicKeyInfo`; `None` for a key of another kind.
    #[must_use]
    pub fn to_spki_der(&self) -> Option<Vec<u8>> {
        let prefix: &[u8] = match self.kind()? {
            KeyKind::Ed25519 => &ED25519_PREFIX,
            KeyKind::EcdsaP256 => &P256_PREFIX,
        };
        Some([prefix, &self.key_bytes()].concat())
    }

    /// The content of `subjectPublicKey`: 32 bytes, or an uncompressed point; empty for a key of another kind.
    #[must_use]
    pub fn key_bytes(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => key.as_bytes().to_vec(),
            Self::EcdsaP256(key) => key.to_sec1_point(false).as_bytes().to_vec(),
            Self::Unsupported => Vec::new(),
        }
    }

    /// The kind of key; `None` if it is another one.
    #[must_use]
    pub fn kind(&self) -> Option<KeyKind> {
        match self {
            Self::Ed25519(_) => Some(KeyKind::Ed25519),
            Self::EcdsaP256(_) => Some(KeyKind::EcdsaP256),
            Self::Unsupported => None,
        }
    }

    /// Verifies a signature in the form that [`SigningKey::sign`] gives.
    ///
    /// Ed25519 is verified as RFC 8032 §5.1.7 says (without the cofactor), which does not refuse keys of small order.
    ///
    /// # Errors
    /// [`BadSignature`] if the signature is not one of that message by that key.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        match self {
            Self::Ed25519(key) => {
                let signature = ed25519_dalek::Signature::from_slice(signature).map_err(|_| BadSignature)?;
                key.verify(message, &signature).map_err(|_| BadSignature)
            }
            Self::EcdsaP256(key) => {
                let signature = ecdsa_signature(signature).ok_or(BadSignature)?;
                key.verify(message, &signature).map_err(|_| BadSignature)
            }
            Self::Unsupported => Err(BadSignature),
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

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
    }

    #[test]
    fn what_a_key_signs_its_public_key_verifies() {
        let entropy = Entropy::from_seed("hello");
        for kind in [KeyKind::Ed25519, KeyKind::EcdsaP256] {
            let key = SigningKey::from_entropy(kind, &entropy, "private key");
            let spki = key.public_key().to_spki_der().unwrap();
            let public_key = PublicKey::from_spki_der(&spki).unwrap();
            assert_eq!(public_key, key.public_key());
            assert_eq!(public_key.kind(), Some(kind));
            let signature = key.sign(b"message");
            assert_eq!(signature, key.sign(b"message"), "signing is deterministic");
            assert_eq!(public_key.verify(b"message", &signature), Ok(()));
            assert_eq!(public_key.verify(b"massage", &signature), Err(BadSignature));
            for at in 0..signature.len() {
                let mut flipped = signature.clone();
                flipped[at] ^= 1;
                assert_eq!(public_key.verify(b"message", &flipped), Err(BadSignature));
                assert_eq!(public_key.verify(b"message", &signature[..at]), Err(BadSignature));
            }
        }
    }

    /// RFC 8032 §7.1, TEST 3.
    #[test]
    fn ed25519_signs_as_rfc_8032_says() {
        let seed = hex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
        let key = SigningKey::Ed25519(ed25519_dalek::SigningKey::from_bytes(&seed.clone().try_into().unwrap()));
        assert_eq!(key.private_bytes()[..], seed);
        let spki = key.public_key().to_spki_der().unwrap();
        assert_eq!(spki[12..], hex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"));
        let signature = "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac\
                         18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a";
        assert_eq!(key.sign(&[0xaf, 0x82]), hex(signature));
    }

    /// RFC 6979 §A.2.5, SHA-256, message "sample".
    #[test]
    fn ecdsa_signs_as_rfc_6979_says() {
        let scalar = hex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
        let key = SigningKey::EcdsaP256(p256::ecdsa::SigningKey::from_slice(&scalar).unwrap());
        assert_eq!(key.private_bytes()[..], scalar);
        let signature = "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716\
                         022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
        assert_eq!(key.sign(b"sample"), hex(signature));
    }

    #[test]
    fn keys_that_are_no_points_are_refused_and_others_are_unsupported() {
        let p256 = [&P256_PREFIX[..], &[4], &[7; 64]].concat();
        assert_eq!(PublicKey::from_spki_der(&p256), Err(InvalidPublicKey));
        assert_eq!(PublicKey::from_spki_der(&ED25519_PREFIX), Err(InvalidPublicKey));
        assert_eq!(PublicKey::from_spki_der(&[0x30, 0]), Ok(PublicKey::Unsupported));
        assert_eq!(PublicKey::Unsupported.verify(b"", b""), Err(BadSignature));
    }
}
