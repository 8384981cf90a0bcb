//! (EC)DHE. RFC 7748; RFC 8446 §4.2.8.

use p256::elliptic_curve::sec1::ToSec1Point;
use x25519_dalek::StaticSecret;

/// A public key that is no point of the group, or leads to an all-zero secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidPublicKey;

/// The private half of an ephemeral key pair.
#[derive(Clone)]
pub enum EphemeralKey {
    /// x25519. RFC 7748 §5.
    X25519(StaticSecret),
    /// secp256r1. FIPS 186-4.
    Secp256r1(p256::SecretKey),
}

impl EphemeralKey {
    /// Makes an x25519 key of 32 random bytes.
    #[must_use]
    pub fn x25519(random: [u8; 32]) -> Self {
        Self::X25519(StaticSecret::from(random))
    }

    /// The private key, 32 bytes.
    #[must_use]
    pub fn private_bytes(&self) -> Vec<u8> {
        match self {
            Self::X25519(key) => key.to_bytes().to_vec(),
            Self::Secp256r1(key) => key.to_bytes().to_vec(),
        }
    }

    /// The public key as it stands in a `KeyShareEntry`: 32 bytes for x25519, an uncompressed point of 65 for secp256r1.
    #[must_use]
    pub fn public_bytes(&self) -> Vec<u8> {
        match self {
            Self::X25519(key) => x25519_dalek::PublicKey::from(key).to_bytes().to_vec(),
            Self::Secp256r1(key) => key.public_key().to_sec1_point(false).as_bytes().to_vec(),
        }
    }

    /// Computes the shared secret, 32 bytes: the x25519 output, or the x coordinate of the shared point.
    ///
    /// # Errors
    /// [`InvalidPublicKey`], also for an all-zero x25519 output. RFC 8446 §7.4.
    pub fn agree(&self, peer_public: &[u8]) -> Result<Vec<u8>, InvalidPublicKey> {
        match self {
            Self::X25519(key) => {
                let peer = <[u8; 32]>::try_from(peer_public).map_err(|_| InvalidPublicKey)?;
                let shared = key.diffie_hellman(&x25519_dalek::PublicKey::from(peer));
                if shared.was_contributory() { Ok(shared.to_bytes().to_vec()) } else { Err(InvalidPublicKey) }
            }
            Self::Secp256r1(key) => {
                // RFC 8446 §4.2.8.2: uncompressed points only.
                if peer_public.first() != Some(&4) {
                    return Err(InvalidPublicKey);
                }
                let peer = p256::PublicKey::from_sec1_bytes(peer_public).map_err(|_| InvalidPublicKey)?;
                let shared = p256::ecdh::diffie_hellman(key.to_nonzero_scalar(), peer.as_affine());
                Ok(shared.raw_secret_bytes().to_vec())
            }
        }
    }
}
