//! Algorithms that the plainest handshake does not need: AES-256, ChaCha20-Poly1305, SHA-384, Ed25519, P-384, ML-KEM-768, RSA.
//!
//! A program built without the feature `rare` is without them and still knows their names. Those that few handshakes need are
//! functions from bytes to bytes behind one door.

#[cfg(feature = "rare")]
#[path = "rare/linked.rs"]
mod provider;
#[cfg(not(feature = "rare"))]
#[path = "rare/absent.rs"]
mod provider;

pub(super) use provider::{Aes256Gcm, ChaCha20Poly1305, Sha384};

/// What can be asked of these algorithms: the inputs in order, then what comes of them.
///
/// Nothing comes of inputs that are not what they should be, nor of a check that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// A P-384 scalar of 48 bytes: its public point, uncompressed.
    P384PublicKey,
    /// An uncompressed P-384 point: nothing, if it is on the curve.
    P384Check,
    /// A P-384 scalar and the peer's point: the x coordinate of the shared one. SEC 1 §3.3.1.
    P384Agree,
    /// A P-384 scalar and the hash of a message: r and s, 48 bytes each, of ECDSA as RFC 6979 §3.2 says, whose HMAC is that of
    /// SHA-384 with any hash.
    P384Sign,
    /// A P-384 point, the hash of a message, and r and s: nothing, if the signature is good.
    P384Verify,
    /// The seeds d and z of ML-KEM-768, 64 bytes: the encapsulation key. FIPS 203 §7.1.
    MlKem768EncapsulationKey,
    /// An encapsulation key and 32 random bytes: the ciphertext of 1088 bytes, then the shared secret. FIPS 203 §7.2.
    MlKem768Encapsulate,
    /// The seeds d and z and a ciphertext: the shared secret. FIPS 203 §7.3.
    MlKem768Decapsulate,
    /// An `RSAPrivateKey`: its `SubjectPublicKeyInfo`.
    RsaPublicKey,
    /// A `SubjectPublicKeyInfo`: nothing, if it is a key of RSA of 2048 to 8192 bits.
    RsaCheck,
    /// A `SubjectPublicKeyInfo`, random bytes, and a message: the ciphertext of RSAES-PKCS1-v1_5. RFC 8017 §7.2.1.
    RsaEncrypt,
    /// An `RSAPrivateKey` and a ciphertext: the message.
    RsaDecrypt,
    /// An `RSAPrivateKey` and a message: the signature.
    RsaSign(RsaScheme),
    /// A `SubjectPublicKeyInfo`, a message and a signature: nothing, if the signature is good.
    RsaVerify(RsaScheme),
}

/// How RSA signs. RFC 8017 §8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RsaScheme {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Pkcs1Sha256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    Pkcs1Sha384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    Pkcs1Sha512,
    /// RSASSA-PSS with SHA-256, and a salt as long as the hash. RFC 8446 §4.2.3.
    PssSha256,
    /// RSASSA-PSS with SHA-384, and a salt as long as the hash.
    PssSha384,
    /// RSASSA-PSS with SHA-512, and a salt as long as the hash.
    PssSha512,
}

/// Whether these algorithms are there.
pub const BUILT: bool = cfg!(feature = "rare");

/// Whether a side can be told to go on in spite of a check that fails: everywhere but in the first part of the page.
pub const BREAKABLE: bool = cfg!(any(feature = "rare", not(target_arch = "wasm32")));

/// Does an operation, if these algorithms are there.
pub(super) fn compute(operation: Operation, inputs: &[&[u8]]) -> Option<Vec<u8>> {
    provider::compute(operation, inputs)
}

/// Whether an operation comes to a good end.
pub(super) fn holds(operation: Operation, inputs: &[&[u8]]) -> bool {
    compute(operation, inputs).is_some()
}

/// An RSA key that everybody has, a DER `RSAPrivateKey`: making one takes long, and would be another one on every machine.
///
/// Empty if these algorithms are not there.
#[must_use]
pub fn teaching_key(role: &str) -> &'static [u8] {
    provider::teaching_key(role)
}
