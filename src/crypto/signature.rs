//! Signatures: the kinds of key that certificates have here.

use super::entropy::Entropy;
use super::hash::HashAlgorithm;
use super::rare::{self, Operation, RsaScheme};
use super::x509;
use crate::wire::decode;
use ed25519_dalek::Signer as _;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use p256::elliptic_curve::point::AffineCoordinates as _;

/// The kinds of key that can sign here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// Ed25519. RFC 8032 §5.1.
    Ed25519,
    /// ECDSA with P-256 and SHA-256. FIPS 186-5 §6.
    EcdsaP256,
    /// ECDSA with P-384 and SHA-384.
    EcdsaP384,
    /// RSA of 2048 bits or more. RFC 8017.
    Rsa,
}

/// How a message is signed: for most kinds of key there is one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// Ed25519.
    Ed25519,
    /// ECDSA with P-256 and SHA-256.
    EcdsaP256Sha256,
    /// ECDSA with P-256 and SHA-384, in certificates only.
    EcdsaP256Sha384,
    /// ECDSA with P-384 and SHA-384.
    EcdsaP384Sha384,
    /// ECDSA with P-384 and SHA-256, in certificates only.
    EcdsaP384Sha256,
    /// RSA.
    Rsa(RsaScheme),
}

impl Algorithm {
    /// The kind of key that signs so.
    #[must_use]
    pub fn kind(self) -> KeyKind {
        match self {
            Self::Ed25519 => KeyKind::Ed25519,
            Self::EcdsaP256Sha256 | Self::EcdsaP256Sha384 => KeyKind::EcdsaP256,
            Self::EcdsaP384Sha384 | Self::EcdsaP384Sha256 => KeyKind::EcdsaP384,
            Self::Rsa(_) => KeyKind::Rsa,
        }
    }
}

impl KeyKind {
    /// How a key of this kind signs if nothing else was agreed on: RSA with PSS and SHA-256.
    #[must_use]
    pub fn algorithm(self) -> Algorithm {
        match self {
            Self::Ed25519 => Algorithm::Ed25519,
            Self::EcdsaP256 => Algorithm::EcdsaP256Sha256,
            Self::EcdsaP384 => Algorithm::EcdsaP384Sha384,
            Self::Rsa => Algorithm::Rsa(RsaScheme::PssSha256),
        }
    }
}

/// A private key that signs.
#[derive(Clone, Debug)]
pub enum SigningKey {
    /// Ed25519.
    Ed25519(ed25519_dalek::SigningKey),
    /// ECDSA with P-256 and SHA-256.
    EcdsaP256(p256::ecdsa::SigningKey),
    /// Of a kind that few certificates have.
    Rare(RareKey),
}

/// A private key of a kind that few certificates have, with its public one.
#[derive(Clone, PartialEq, Eq)]
pub struct RareKey {
    private: Vec<u8>,
    public: PublicKey,
}

impl core::fmt::Debug for RareKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("RareKey").field("public", &self.public).finish_non_exhaustive()
    }
}

impl SigningKey {
    /// An Ed25519 key of its seed; `None` if Ed25519 is not there. RFC 8032 §5.1.5.
    #[must_use]
    pub fn ed25519(seed: &[u8; 32]) -> Option<Self> {
        rare::BUILT.then(|| Self::Ed25519(ed25519_dalek::SigningKey::from_bytes(seed)))
    }

    /// A P-384 key of a scalar of 48 bytes; `None` if it is none of 1..n-1.
    #[must_use]
    pub fn ecdsa_p384(scalar: &[u8]) -> Option<Self> {
        let public = PublicKey::EcdsaP384(rare::compute(Operation::P384PublicKey, &[scalar])?);
        Some(Self::Rare(RareKey { private: scalar.to_vec(), public }))
    }

    /// An RSA key in the form of a DER `RSAPrivateKey`; `None` if it is none of 2048 to 8192 bits. RFC 8017 §A.1.2.
    #[must_use]
    pub fn rsa(private: &[u8]) -> Option<Self> {
        let public = rare::compute(Operation::RsaPublicKey, &[private])?;
        let good = rare::holds(Operation::RsaCheck, &[&public]);
        good.then(|| Self::Rare(RareKey { private: private.to_vec(), public: PublicKey::Rsa(public) }))
    }

    /// Takes the key of that kind from the entropy for `label`; an RSA key, which nobody makes quickly, is one that
    /// everybody has.
    ///
    /// # Panics
    /// If the kind is one of those that are not always there, and they are not.
    #[must_use]
    pub fn from_entropy(kind: KeyKind, entropy: &Entropy, label: &str) -> Self {
        match kind {
            KeyKind::Ed25519 => Self::ed25519(&entropy.bytes(label)).expect("Ed25519 is there"),
            KeyKind::EcdsaP256 => Self::EcdsaP256(p256_secret_key(entropy, label).into()),
            KeyKind::EcdsaP384 => {
                Self::ecdsa_p384(&p384_private_key(entropy, label)).expect("it was found to be a scalar")
            }
            KeyKind::Rsa => Self::rsa(rare::teaching_key(label)).expect("a teaching key is an RSA key of 2048 bits"),
        }
    }

    /// The kind of key.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        match self {
            Self::Ed25519(_) => KeyKind::Ed25519,
            Self::EcdsaP256(_) => KeyKind::EcdsaP256,
            Self::Rare(RareKey { public: PublicKey::Rsa(_), .. }) => KeyKind::Rsa,
            Self::Rare(_) => KeyKind::EcdsaP384,
        }
    }

    /// The private key: the seed of RFC 8032 §5.1.5, the scalar, or a DER `RSAPrivateKey`.
    #[must_use]
    pub fn private_bytes(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => key.to_bytes().to_vec(),
            Self::EcdsaP256(key) => key.to_bytes().to_vec(),
            Self::Rare(key) => key.private.clone(),
        }
    }

    /// The public key that belongs to it.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        match self {
            Self::Ed25519(key) => PublicKey::Ed25519(key.verifying_key()),
            Self::EcdsaP256(key) => PublicKey::EcdsaP256(*key.verifying_key()),
            Self::Rare(key) => key.public.clone(),
        }
    }

    /// Signs a message as a key of this kind does if nothing else was agreed on.
    ///
    /// Ed25519 gives R and S in 64 bytes, ECDSA a DER `ECDSA-Sig-Value`. Both are deterministic: RFC 8032 §5.1.6,
    /// RFC 6979 §3.2; and so are the salts of RSA here. Checked against RFC 8032 §7.1 and RFC 6979 §A.2.5.
    ///
    /// # Panics
    /// Never: a key signs in the way of its kind.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.sign_with(self.kind().algorithm(), message).expect("a key signs in the way of its kind")
    }

    /// Signs a message in that way; `None` if keys of another kind do so.
    #[must_use]
    pub fn sign_with(&self, algorithm: Algorithm, message: &[u8]) -> Option<Vec<u8>> {
        match (self, algorithm) {
            (Self::Ed25519(key), Algorithm::Ed25519) if rare::BUILT => Some(key.sign(message).to_bytes().to_vec()),
            (Self::EcdsaP256(key), Algorithm::EcdsaP256Sha256) => {
                let signature: p256::ecdsa::Signature = key.sign(message);
                let (r, s) = signature.split_bytes();
                x509::encode_ecdsa_sig_value(&r, &s).ok()
            }
            (Self::Rare(key), Algorithm::EcdsaP384Sha384) if self.kind() == KeyKind::EcdsaP384 => {
                let signature = rare::compute(Operation::P384Sign, &[&key.private, message])?;
                let (r, s) = signature.split_at_checked(48)?;
                x509::encode_ecdsa_sig_value(r, s).ok()
            }
            (Self::Rare(key), Algorithm::Rsa(scheme)) if self.kind() == KeyKind::Rsa => {
                rare::compute(Operation::RsaSign(scheme), &[&key.private, message])
            }
            _ => None,
        }
    }
}

impl SigningKey {
    /// Decrypts with RSA and PKCS #1; `None` for a key of another kind, or if the padding is wrong. RFC 8017 §7.2.2.
    #[must_use]
    pub fn decrypt(&self, ciphertext: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Rare(key) if self.kind() == KeyKind::Rsa => {
                rare::compute(Operation::RsaDecrypt, &[&key.private, ciphertext])
            }
            _ => None,
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

/// Takes a P-384 scalar, uniform among 1..n-1, from the entropy for `label`: candidates are refused as for P-256.
///
/// # Panics
/// If the algorithms that are not always there are not there.
#[must_use]
pub fn p384_private_key(entropy: &Entropy, label: &str) -> [u8; 48] {
    (0..=u8::MAX)
        .map(|attempt| entropy.candidate::<48>(label, attempt))
        .find(|scalar| rare::holds(Operation::P384PublicKey, &[scalar]))
        .expect("P-384 is there, and one of 256 candidates is below n")
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
                let hash =
                    if algorithm == Algorithm::EcdsaP384Sha384 { HashAlgorithm::Sha384 } else { HashAlgorithm::Sha256 };
                verdict(rare::holds(Operation::P384Verify, &[point, &hash.digest(message), &signature]))
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

#[cfg(all(test, feature = "rare"))]
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
