//! The keys of TLS 1.2. RFC 5246 §5, §6.3, §8.1; RFC 7627 §4.
//!
//! ```text
//! premaster secret
//!       |
//!      PRF(., "extended master secret", session_hash)
//!       |     or "master secret", ClientHello.random || ServerHello.random
//! master secret
//!       +-----> PRF(., "key expansion", ServerHello.random || ClientHello.random) = key block = keys and IVs
//!       +-----> PRF(., "client finished" | "server finished", Hash(handshake_messages))
//! ```

use super::TrafficKeys;
use crate::crypto::aead::{AeadAlgorithm, NONCE_LENGTH};
use crate::crypto::hash::HashAlgorithm;
use crate::crypto::hkdf::hmac;
use crate::trace::{Bytes, Derivation, Epoch, Proof, Secret, SecretName, Seed, Side, TranscriptPoint};
use crate::wire::Span;

/// The length of a master secret in bytes. RFC 5246 §8.1.
const MASTER_SECRET_LENGTH: usize = 48;

/// The length of `verify_data` in bytes, for all suites that are built here. RFC 5246 §7.4.9.
const VERIFY_DATA_LENGTH: usize = 12;

/// The length of the part of an AES-GCM nonce that is not sent, in bytes. RFC 5288 §3.
pub const SALT_LENGTH: usize = 4;

/// `PRF(secret, label, seed)` to `length` bytes.
///
/// ```text
/// PRF(secret, label, seed) = P_hash(secret, label + seed)
/// P_hash(secret, seed)     = HMAC_hash(secret, A(1) + seed) + HMAC_hash(secret, A(2) + seed) + ...
/// A(0) = seed, A(i) = HMAC_hash(secret, A(i-1))
/// ```
///
/// RFC 5246 §5.
#[must_use]
pub fn prf(hash: HashAlgorithm, secret: &[u8], label: &str, seed: &[u8], length: usize) -> Bytes {
    let seed = [label.as_bytes(), seed].concat();
    let mut output = Vec::new();
    let mut a = hmac(hash, secret, &seed);
    while output.len() < length {
        output.extend(hmac(hash, secret, &[&a[..], &seed].concat()));
        a = hmac(hash, secret, &a);
    }
    output.truncate(length);
    output
}

/// The randoms of both hellos.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Randoms {
    /// `ClientHello.random`
    pub client: [u8; 32],
    /// `ServerHello.random`
    pub server: [u8; 32],
}

impl Randoms {
    fn seed(&self, first: Side) -> Seed {
        let bytes = match first {
            Side::Client => [self.client, self.server],
            Side::Server => [self.server, self.client],
        };
        Seed::Randoms { first, bytes: bytes.concat() }
    }
}

/// The master secret of a session.
#[derive(Clone, Debug)]
pub struct SessionMasterSecret {
    hash: HashAlgorithm,
    secret: Secret,
}

impl SessionMasterSecret {
    /// Derives it from the premaster secret and the handshake up to and with the `ClientKeyExchange`. RFC 7627 §4.
    #[must_use]
    pub fn extended(hash: HashAlgorithm, premaster: &Secret, session_hash: &TranscriptPoint) -> Self {
        Self::derive(hash, premaster, "extended master secret", Seed::Session(session_hash.clone()))
    }

    /// Derives it from the premaster secret and both randoms. RFC 5246 §8.1.
    #[must_use]
    pub fn plain(hash: HashAlgorithm, premaster: &Secret, randoms: &Randoms) -> Self {
        Self::derive(hash, premaster, "master secret", randoms.seed(Side::Client))
    }

    /// Takes that of an earlier connection.
    #[must_use]
    pub fn resumed(hash: HashAlgorithm, secret: Secret) -> Self {
        Self { hash, secret }
    }

    fn derive(hash: HashAlgorithm, premaster: &Secret, label: &'static str, seed: Seed) -> Self {
        let name = SecretName::SessionMasterSecret;
        Self { hash, secret: expand(hash, premaster, name, label, seed, MASTER_SECRET_LENGTH) }
    }

    /// The secret.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Derives the key block and cuts it into the keys of the client and those of the server. RFC 5246 §6.3.
    ///
    /// ```text
    /// key_block = client_write_key || server_write_key || client_write_IV || server_write_IV
    /// ```
    ///
    /// An AEAD algorithm needs no MAC keys. The IV of AES-GCM is its salt, the first 4 bytes of each nonce (RFC 5288
    /// §3); that of ChaCha20-Poly1305 has 12 bytes (RFC 7905 §2).
    #[must_use]
    pub fn keys(&self, aead: AeadAlgorithm, randoms: &Randoms) -> (Secret, TrafficKeys, TrafficKeys) {
        let (key_length, iv_length) = (aead.key_length(), iv_length(aead));
        let length = 2 * (key_length + iv_length);
        let seed = randoms.seed(Side::Server);
        let block = expand(self.hash, &self.secret, SecretName::KeyBlock, "key expansion", seed, length);
        let keys = |writer, place: usize| {
            let epoch = Epoch::Connection;
            let key = part(&block, SecretName::WriteKey { writer, epoch }, place * key_length, key_length);
            let start = 2 * key_length + place * iv_length;
            let iv = part(&block, SecretName::WriteIv { writer, epoch }, start, iv_length);
            TrafficKeys { aead, writer, epoch, key, iv }
        };
        let (client, server) = (keys(Side::Client, 0), keys(Side::Server, 1));
        (block, client, server)
    }

    /// Computes what that side's `Finished` holds; `covers` reaches to the last message before it. RFC 5246 §7.4.9.
    #[must_use]
    pub fn verify_data(&self, sender: Side, covers: TranscriptPoint) -> Proof {
        let label = match sender {
            Side::Client => "client finished",
            Side::Server => "server finished",
        };
        let verify_data = prf(self.hash, &self.secret.value, label, &covers.hash, VERIFY_DATA_LENGTH);
        Proof::VerifyData { label, covers, verify_data }
    }

    /// Exports `length` bytes for `label` and `context`: none is something else than one of no bytes. RFC 5705 §4.
    ///
    /// # Panics
    /// If the context has more than 65,535 bytes.
    #[must_use]
    pub fn export(&self, label: &'static str, context: Option<&[u8]>, randoms: &Randoms, length: usize) -> Secret {
        let mut seed = randoms.seed(Side::Client);
        if let (Seed::Randoms { bytes, .. }, Some(context)) = (&mut seed, context) {
            bytes.extend(u16::try_from(context.len()).expect("the connection takes no longer one").to_be_bytes());
            bytes.extend(context);
        }
        expand(self.hash, &self.secret, SecretName::ExportedKey, label, seed, length)
    }
}

/// The length in bytes of the IV that comes from the key block.
fn iv_length(aead: AeadAlgorithm) -> usize {
    match aead {
        AeadAlgorithm::Aes128Gcm | AeadAlgorithm::Aes256Gcm => SALT_LENGTH,
        AeadAlgorithm::ChaCha20Poly1305 => NONCE_LENGTH,
    }
}

fn expand(
    hash: HashAlgorithm,
    from: &Secret,
    name: SecretName,
    label: &'static str,
    seed: Seed,
    length: usize,
) -> Secret {
    let bytes: &[u8] = match &seed {
        Seed::Randoms { bytes, .. } => bytes,
        Seed::Session(point) => &point.hash,
    };
    let value = prf(hash, &from.value, label, bytes, length);
    Secret { name, value, derivation: Derivation::Prf { hash: hash.name(), secret: from.name, label, seed } }
}

fn part(of: &Secret, name: SecretName, start: usize, length: usize) -> Secret {
    let span = Span { start, end: start + length };
    Secret { name, value: span.of(&of.value).to_vec(), derivation: Derivation::Part { of: of.name, span } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Bytes {
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
    }

    /// The vectors of the TLS working group's list ("Test vectors for TLS 1.2 PRF", 2009), recomputed with `openssl kdf -kdfopt digest:... -kdfopt hexsecret:... -kdfopt hexseed:... TLS1-PRF`.
    #[test]
    fn the_prf_gives_the_known_bytes() {
        let sha256 = prf(
            HashAlgorithm::Sha256,
            &hex("9bbe436ba940f017b17652849a71db35"),
            "test label",
            &hex("a0ba9f936cda311827a6f796ffd5198c"),
            100,
        );
        assert_eq!(
            sha256,
            hex("e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af0fa0\
                 22f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff70187347b66")
        );
        let sha384 = prf(
            HashAlgorithm::Sha384,
            &hex("b80b733d6ceefcdc71566ea48e5567df"),
            "test label",
            &hex("cd665cf6a8447dd6ff8b27555edb7465"),
            148,
        );
        assert_eq!(
            sha384,
            hex("7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cde9ca0faa60be9fe34f82b1233c9146a0e534\
                 cb400fed2700884f9dc236f80edd8bfa961144c9e8d792eca722a7b32fc3d416d473ebc2c5fd4abfdad05d9184259b5bf8cd\
                 4d90fa0d31e2dec479e4f1a26066f2eea9a69236a3e52655c9e9aee691c8f3a26854308d5eaa3be85e0990703d73e56f")
        );
    }
}
