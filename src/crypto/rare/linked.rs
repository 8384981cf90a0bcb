//! The algorithms themselves.

use super::{Operation, RsaScheme};
use hmac::{Hmac, KeyInit as _, Mac as _};
use ml_kem::kem::{Decapsulate as _, KeyExport as _};
use ml_kem::ml_kem_768::{DecapsulationKey, EncapsulationKey};
use p384::ecdsa::signature::hazmat::{PrehashSigner as _, PrehashVerifier as _};
use p384::elliptic_curve::point::AffineCoordinates as _;
use p384::elliptic_curve::sec1::ToSec1Point as _;
use rsa::pkcs1::DecodeRsaPrivateKey as _;
use rsa::pkcs8::{DecodePublicKey as _, EncodePublicKey as _};
use rsa::rand_core::{TryCryptoRng, TryRng};
use rsa::traits::PublicKeyParts as _;
use rsa::{Pkcs1v15Encrypt, Pkcs1v15Sign, Pss};
use sha2::{Digest as _, Sha256, Sha512};

pub use aes_gcm::Aes256Gcm;
pub use chacha20poly1305::ChaCha20Poly1305;
pub use sha2::Sha384;

/// Less is too weak (NIST SP 800-131A §3), more takes too long.
const RSA_BITS: core::ops::RangeInclusive<usize> = 2048..=8192;

pub(super) fn compute(operation: Operation, inputs: &[&[u8]]) -> Option<Vec<u8>> {
    match (operation, inputs) {
        (Operation::P384PublicKey, [private]) => {
            let key = p384::SecretKey::from_slice(private).ok()?;
            Some(key.public_key().to_sec1_point(false).as_bytes().to_vec())
        }
        (Operation::P384Check, [point]) => p384_point(point).map(|_| Vec::new()),
        (Operation::P384Agree, [private, peer]) => {
            let key = p384::SecretKey::from_slice(private).ok()?;
            let shared = p384::ecdh::diffie_hellman(key.to_nonzero_scalar(), p384_point(peer)?.as_affine());
            Some(shared.raw_secret_bytes().to_vec())
        }
        (Operation::P384Sign, [private, hash]) => {
            let key = p384::ecdsa::SigningKey::from_slice(private).ok()?;
            let signature: p384::ecdsa::Signature = key.sign_prehash(hash).ok()?;
            Some(signature.to_bytes().to_vec())
        }
        (Operation::P384Verify, [point, hash, signature]) => {
            let key = p384::ecdsa::VerifyingKey::from(p384_point(point)?);
            let signature = p384::ecdsa::Signature::from_slice(signature).ok()?;
            key.verify_prehash(hash, &signature).ok().map(|()| Vec::new())
        }
        (Operation::MlKem768EncapsulationKey, [seed]) => {
            let key = DecapsulationKey::from_seed((*seed).try_into().ok()?);
            Some(key.encapsulation_key().to_bytes().to_vec())
        }
        (Operation::MlKem768Encapsulate, [key, random]) => {
            let key = EncapsulationKey::new((*key).try_into().ok()?).ok()?;
            let (ciphertext, shared) = key.encapsulate_deterministic((*random).try_into().ok()?);
            Some([&ciphertext[..], &shared[..]].concat())
        }
        (Operation::MlKem768Decapsulate, [seed, ciphertext]) => {
            let key = DecapsulationKey::from_seed((*seed).try_into().ok()?);
            let ciphertext = (*ciphertext).try_into().ok()?;
            Some(key.decapsulate(ciphertext).to_vec())
        }
        (Operation::RsaPublicKey, [private]) => {
            let key = rsa::PrivateKey::from_pkcs1_der(private).ok()?;
            Some(key.to_public_key().to_public_key_der().ok()?.to_vec())
        }
        (Operation::RsaCheck, [public]) => rsa_public_key(public).map(|_| Vec::new()),
        (Operation::RsaEncrypt, [public, random, message]) => {
            rsa_public_key(public)?.encrypt(&mut Drawn::from(random, message), Pkcs1v15Encrypt, message).ok()
        }
        (Operation::RsaDecrypt, [private, ciphertext]) => {
            rsa::PrivateKey::from_pkcs1_der(private).ok()?.decrypt(Pkcs1v15Encrypt, ciphertext).ok()
        }
        (Operation::RsaSign(scheme), [private, message]) => rsa_sign(scheme, private, message),
        (Operation::RsaVerify(scheme), [public, message, signature]) => {
            rsa_verify(scheme, &rsa_public_key(public)?, message, signature).then(Vec::new)
        }
        _ => None,
    }
}

/// Reads an uncompressed point that is not the one at infinity. SEC 1 §2.3.4.
fn p384_point(point: &[u8]) -> Option<p384::PublicKey> {
    let (x, y) = point.strip_prefix(&[4])?.split_first_chunk::<48>()?;
    let y: &[u8; 48] = y.try_into().ok()?;
    let point = Option::from(p384::AffinePoint::from_coordinates(x.into(), y.into()))?;
    p384::PublicKey::from_affine(point).ok()
}

fn rsa_public_key(der: &[u8]) -> Option<rsa::PublicKey> {
    rsa::PublicKey::from_public_key_der(der).ok().filter(|key| RSA_BITS.contains(&(key.size() * 8)))
}

fn rsa_sign(scheme: RsaScheme, private: &[u8], message: &[u8]) -> Option<Vec<u8>> {
    let key = rsa::PrivateKey::from_pkcs1_der(private).ok()?;
    let mut salt = Drawn::from(private, message);
    match scheme {
        RsaScheme::Pkcs1Sha256 => key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message)),
        RsaScheme::Pkcs1Sha384 => key.sign(Pkcs1v15Sign::new::<Sha384>(), &Sha384::digest(message)),
        RsaScheme::Pkcs1Sha512 => key.sign(Pkcs1v15Sign::new::<Sha512>(), &Sha512::digest(message)),
        RsaScheme::PssSha256 => key.sign_with_rng(&mut salt, pss::<Sha256>(), &Sha256::digest(message)),
        RsaScheme::PssSha384 => key.sign_with_rng(&mut salt, pss::<Sha384>(), &Sha384::digest(message)),
        RsaScheme::PssSha512 => key.sign_with_rng(&mut salt, pss::<Sha512>(), &Sha512::digest(message)),
    }
    .ok()
}

fn rsa_verify(scheme: RsaScheme, key: &rsa::PublicKey, message: &[u8], signature: &[u8]) -> bool {
    match scheme {
        RsaScheme::Pkcs1Sha256 => key.verify(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message), signature),
        RsaScheme::Pkcs1Sha384 => key.verify(Pkcs1v15Sign::new::<Sha384>(), &Sha384::digest(message), signature),
        RsaScheme::Pkcs1Sha512 => key.verify(Pkcs1v15Sign::new::<Sha512>(), &Sha512::digest(message), signature),
        RsaScheme::PssSha256 => key.verify(pss::<Sha256>(), &Sha256::digest(message), signature),
        RsaScheme::PssSha384 => key.verify(pss::<Sha384>(), &Sha384::digest(message), signature),
        RsaScheme::PssSha512 => key.verify(pss::<Sha512>(), &Sha512::digest(message), signature),
    }
    .is_ok()
}

/// PSS with a salt as long as the hash. The bytes drawn are the salt, so there is no blinding with others.
fn pss<D: sha2::Digest>() -> Pss<D> {
    Pss { blinded: false, ..Pss::new() }
}

/// What is drawn for a signature or a ciphertext: it follows from a secret and the message, as the secret number of RFC 6979
/// does, so that the same run has the same bytes everywhere.
struct Drawn {
    /// The first bytes; others follow by HMAC, block after block.
    block: [u8; 64],
    used: usize,
}

impl Drawn {
    fn from(secret: &[u8], message: &[u8]) -> Self {
        Self { block: mac(secret, message), used: 0 }
    }
}

fn mac(key: &[u8], data: &[u8]) -> [u8; 64] {
    let mut mac = Hmac::<Sha512>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(data);
    mac.finalize().into_bytes().into()
}

impl TryRng for Drawn {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        for byte in bytes {
            if self.used == self.block.len() {
                *self = Self { block: mac(&self.block, b"next"), used: 0 };
            }
            *byte = self.block[self.used];
            self.used += 1;
        }
        Ok(())
    }
}

impl TryCryptoRng for Drawn {}

/// The teaching keys: `RSAPrivateKey`s of 2048 bits, made once with OpenSSL.
pub(super) fn teaching_key(role: &str) -> &'static [u8] {
    match role {
        "root private key" => include_bytes!("keys/root.der"),
        "leaf private key" => include_bytes!("keys/leaf.der"),
        "client leaf private key" => include_bytes!("keys/client-leaf.der"),
        _ => include_bytes!("keys/intermediate.der"),
    }
}
