//! (EC)DHE, and the hybrid of x25519 with ML-KEM-768. RFC 7748; RFC 8446 §4.2.8; draft-ietf-tls-ecdhe-mlkem.

use super::rare::{self, Operation};
use super::signature::p256_public_key;
use p256::elliptic_curve::sec1::ToSec1Point;
use x25519_dalek::StaticSecret;

/// A public key that is no point of the group, or leads to an all-zero secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidPublicKey;

/// An ephemeral key pair.
#[derive(Clone)]
pub struct EphemeralKeyPair {
    private: PrivateKey,
    public: Vec<u8>,
}

#[derive(Clone)]
enum PrivateKey {
    X25519(StaticSecret),
    Secp256r1(p256::SecretKey),
    Secp384r1([u8; 48]),
    /// The client's half of the hybrid: the seeds d and z of ML-KEM-768, then the x25519 key.
    Hybrid([u8; 64], StaticSecret),
}

/// The length of an ML-KEM-768 encapsulation key in bytes. FIPS 203 §8.
pub const ENCAPSULATION_KEY_LENGTH: usize = 1184;
/// The length of an ML-KEM-768 ciphertext in bytes.
pub const CIPHERTEXT_LENGTH: usize = 1088;

impl EphemeralKeyPair {
    /// Makes an x25519 key pair of 32 random bytes. RFC 7748 §5, §6.1.
    #[must_use]
    pub fn x25519(random: [u8; 32]) -> Self {
        let private = StaticSecret::from(random);
        let public = x25519_dalek::PublicKey::from(&private).to_bytes().to_vec();
        Self { private: PrivateKey::X25519(private), public }
    }

    /// Makes a secp256r1 key pair of a private key.
    #[must_use]
    pub fn secp256r1(private: p256::SecretKey) -> Self {
        let public = private.public_key().to_sec1_point(false).as_bytes().to_vec();
        Self { private: PrivateKey::Secp256r1(private), public }
    }

    /// Makes a secp384r1 key pair of a private key; `None` if it is no scalar, or P-384 is not there.
    #[must_use]
    pub fn secp384r1(private: [u8; 48]) -> Option<Self> {
        let public = rare::compute(Operation::P384PublicKey, &[&private])?;
        Some(Self { private: PrivateKey::Secp384r1(private), public })
    }

    /// Makes a client's X25519MLKEM768 key pair: the seeds d and z of ML-KEM-768, and 32 random bytes for x25519; `None`
    /// if ML-KEM is not there.
    ///
    /// The public key is the encapsulation key, then the x25519 key. draft-ietf-tls-ecdhe-mlkem.
    #[must_use]
    pub fn x25519_mlkem768(seeds: [u8; 64], random: [u8; 32]) -> Option<Self> {
        let mut public = rare::compute(Operation::MlKem768EncapsulationKey, &[&seeds])?;
        let private = StaticSecret::from(random);
        public.extend(x25519_dalek::PublicKey::from(&private).to_bytes());
        Some(Self { private: PrivateKey::Hybrid(seeds, private), public })
    }

    /// The key pairs of all groups in which these bytes are a private key, as [`EphemeralKeyPair::private_bytes`] gives it.
    #[must_use]
    pub fn candidates(private: &[u8]) -> Vec<Self> {
        let mut pairs = Vec::new();
        if let Ok(bytes) = <[u8; 32]>::try_from(private) {
            pairs.push(Self::x25519(bytes));
            pairs.extend(p256::SecretKey::from_slice(private).ok().map(Self::secp256r1));
        }
        if let Ok(bytes) = <[u8; 48]>::try_from(private) {
            pairs.extend(Self::secp384r1(bytes));
        }
        if let Some((seeds, Ok(random))) =
            private.split_first_chunk::<64>().map(|(seeds, rest)| (seeds, rest.try_into()))
        {
            pairs.extend(Self::x25519_mlkem768(*seeds, random));
        }
        pairs
    }

    /// The private key: 32 bytes, 48 for secp384r1, 96 for X25519MLKEM768.
    #[must_use]
    pub fn private_bytes(&self) -> Vec<u8> {
        match &self.private {
            PrivateKey::X25519(key) => key.to_bytes().to_vec(),
            PrivateKey::Secp256r1(key) => key.to_bytes().to_vec(),
            PrivateKey::Secp384r1(key) => key.to_vec(),
            PrivateKey::Hybrid(seeds, key) => [&seeds[..], &key.to_bytes()].concat(),
        }
    }

    /// The public key as it stands in a `KeyShareEntry`: 32 bytes for x25519, an uncompressed point of 65 for secp256r1
    /// and of 97 for secp384r1, 1216 bytes for X25519MLKEM768.
    #[must_use]
    pub fn public_bytes(&self) -> &[u8] {
        &self.public
    }

    /// Computes the shared secret: the x25519 output, or the x coordinate of the shared point; for X25519MLKEM768 that of
    /// ML-KEM, then that of x25519.
    ///
    /// # Errors
    /// [`InvalidPublicKey`], also for an all-zero x25519 output. RFC 8446 §7.4.
    pub fn agree(&self, peer_public: &[u8]) -> Result<Vec<u8>, InvalidPublicKey> {
        match &self.private {
            PrivateKey::X25519(key) => x25519(key, peer_public).map(Into::into),
            PrivateKey::Secp256r1(key) => {
                // RFC 8446 §4.2.8.2: uncompressed points only.
                let peer = p256_public_key(peer_public).ok_or(InvalidPublicKey)?;
                let shared = p256::ecdh::diffie_hellman(key.to_nonzero_scalar(), peer.as_affine());
                Ok(shared.raw_secret_bytes().to_vec())
            }
            PrivateKey::Secp384r1(key) => {
                rare::compute(Operation::P384Agree, &[key, peer_public]).ok_or(InvalidPublicKey)
            }
            PrivateKey::Hybrid(seeds, key) => {
                let (ciphertext, point) = peer_public.split_at_checked(CIPHERTEXT_LENGTH).ok_or(InvalidPublicKey)?;
                let second = x25519(key, point)?;
                let first = rare::compute(Operation::MlKem768Decapsulate, &[seeds, ciphertext]);
                Ok([&first.ok_or(InvalidPublicKey)?[..], &second].concat())
            }
        }
    }
}

/// What a server answers to a client's X25519MLKEM768 share, and what the two then share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HybridAnswer {
    /// The ciphertext, then the server's x25519 key.
    pub public: Vec<u8>,
    /// The shared secret of ML-KEM, then that of x25519: 64 bytes.
    pub shared_secret: Vec<u8>,
}

/// Encapsulates a secret to the client with 32 random bytes, and agrees on another with 32 for x25519.
///
/// draft-ietf-tls-ecdhe-mlkem; RFC 9954 §3.3.
///
/// # Errors
/// [`InvalidPublicKey`] if the client's share is not one: FIPS 203 §7.2, RFC 8446 §7.4.
pub fn answer_x25519_mlkem768(
    encapsulated: [u8; 32],
    private: [u8; 32],
    client_share: &[u8],
) -> Result<HybridAnswer, InvalidPublicKey> {
    let (key, point) = client_share.split_at_checked(ENCAPSULATION_KEY_LENGTH).ok_or(InvalidPublicKey)?;
    let private = StaticSecret::from(private);
    let second = x25519(&private, point)?;
    let mut public = rare::compute(Operation::MlKem768Encapsulate, &[key, &encapsulated]).ok_or(InvalidPublicKey)?;
    let mut shared_secret = public.split_off(CIPHERTEXT_LENGTH);
    public.extend(x25519_dalek::PublicKey::from(&private).to_bytes());
    shared_secret.extend(second);
    Ok(HybridAnswer { public, shared_secret })
}

fn x25519(private: &StaticSecret, peer_public: &[u8]) -> Result<[u8; 32], InvalidPublicKey> {
    let peer = <[u8; 32]>::try_from(peer_public).map_err(|_| InvalidPublicKey)?;
    let shared = private.diffie_hellman(&x25519_dalek::PublicKey::from(peer));
    if shared.was_contributory() { Ok(shared.to_bytes()) } else { Err(InvalidPublicKey) }
}
