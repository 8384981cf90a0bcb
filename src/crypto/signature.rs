//! Signatures: the kinds of key that certificates have here.

mod public_key;

pub(super) use public_key::p256_public_key;
pub use public_key::{BadSignature, InvalidPublicKey, PublicKey};

use super::entropy::Entropy;
use super::hash::HashAlgorithm;
use super::rare::{self, Operation, RsaScheme};
use super::x509;
use ed25519_dalek::Signer as _;
use p256::ecdsa::signature::hazmat::PrehashSigner as _;

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
    /// ECDSA with P-256 and SHA-384, in certificates and in TLS 1.2.
    EcdsaP256Sha384,
    /// ECDSA with P-384 and SHA-384.
    EcdsaP384Sha384,
    /// ECDSA with P-384 and SHA-256, in certificates and in TLS 1.2.
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

    /// The hash with which a key of P-384 signs.
    fn hash_of_p384(self) -> HashAlgorithm {
        if self == Self::EcdsaP384Sha256 { HashAlgorithm::Sha256 } else { HashAlgorithm::Sha384 }
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
            (Self::EcdsaP256(key), Algorithm::EcdsaP256Sha384) if rare::BUILT => {
                let hash = HashAlgorithm::Sha384.digest(message);
                let signature: p256::ecdsa::Signature = key.sign_prehash(&hash).ok()?;
                let (r, s) = signature.split_bytes();
                x509::encode_ecdsa_sig_value(&r, &s).ok()
            }
            (Self::Rare(key), Algorithm::EcdsaP384Sha384 | Algorithm::EcdsaP384Sha256)
                if self.kind() == KeyKind::EcdsaP384 =>
            {
                let hash = algorithm.hash_of_p384().digest(message);
                let signature = rare::compute(Operation::P384Sign, &[&key.private, &hash])?;
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

    /// RFC 8446 §4.2.3: so ECDSA does in certificates and in TLS 1.2.
    #[test]
    fn any_hash_goes_with_any_curve() {
        let entropy = Entropy::from_seed("hello");
        let p256 = [Algorithm::EcdsaP256Sha256, Algorithm::EcdsaP256Sha384];
        let p384 = [Algorithm::EcdsaP384Sha384, Algorithm::EcdsaP384Sha256];
        for [own, other] in [p256, p384] {
            let key = SigningKey::from_entropy(own.kind(), &entropy, "private key");
            let public_key = key.public_key();
            assert_eq!(key.sign_with(own, b"message"), Some(key.sign(b"message")));
            let signature = key.sign_with(other, b"message").unwrap();
            assert_eq!(public_key.verify_with(other, b"message", &signature), Ok(()));
            assert_eq!(public_key.verify_with(own, b"message", &signature), Err(BadSignature));
            assert_eq!(public_key.verify_with(other, b"massage", &signature), Err(BadSignature));
            assert_eq!(key.sign_with(Algorithm::Ed25519, b"message"), None);
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
}
