//! (EC)DHE. RFC 7748; RFC 8446 §4.2.8.

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
}

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

    /// The private key, 32 bytes.
    #[must_use]
    pub fn private_bytes(&self) -> Vec<u8> {
        match &self.private {
            PrivateKey::X25519(key) => key.to_bytes().to_vec(),
            PrivateKey::Secp256r1(key) => key.to_bytes().to_vec(),
        }
    }

    /// The public key as it stands in a `KeyShareEntry`: 32 bytes for x25519, an uncompressed point of 65 for secp256r1.
    #[must_use]
    pub fn public_bytes(&self) -> &[u8] {
        &self.public
    }

    /// Computes the shared secret, 32 bytes: the x25519 output, or the x coordinate of the shared point.
    ///
    /// # Errors
    /// [`InvalidPublicKey`], also for an all-zero x25519 output. RFC 8446 §7.4.
    pub fn agree(&self, peer_public: &[u8]) -> Result<Vec<u8>, InvalidPublicKey> {
        match &self.private {
            PrivateKey::X25519(key) => {
                let peer = <[u8; 32]>::try_from(peer_public).map_err(|_| InvalidPublicKey)?;
                let shared = key.diffie_hellman(&x25519_dalek::PublicKey::from(peer));
                if shared.was_contributory() { Ok(shared.to_bytes().to_vec()) } else { Err(InvalidPublicKey) }
            }
            PrivateKey::Secp256r1(key) => {
                // RFC 8446 §4.2.8.2: uncompressed points only.
                let peer = p256_public_key(peer_public).ok_or(InvalidPublicKey)?;
                let shared = p256::ecdh::diffie_hellman(key.to_nonzero_scalar(), peer.as_affine());
                Ok(shared.raw_secret_bytes().to_vec())
            }
        }
    }
}
