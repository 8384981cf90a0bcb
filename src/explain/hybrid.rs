//! What the secrets of a hybrid group are made of.

use crate::crypto::key_exchange::{CIPHERTEXT_LENGTH, ENCAPSULATION_KEY_LENGTH};
use crate::tls::registry::NamedGroup;
use crate::trace::{Derivation, Secret, SecretName};

/// The length of an x25519 key, private or public, and of what two agree on with it, in bytes.
const X25519_LENGTH: usize = 32;

/// A part of a secret, with its name.
pub type Half<'a> = (&'static str, &'a [u8]);

/// The parts of a private key or a shared secret of X25519MLKEM768; `None` for any other secret.
///
/// draft-ietf-tls-ecdhe-mlkem; RFC 9954 §3.3: in each of them what belongs to x25519 comes last.
#[must_use]
pub fn halves(secret: &Secret) -> Option<[Half<'_>; 2]> {
    let (first, second) = match (&secret.derivation, secret.name) {
        (Derivation::KeyAgreement { group, .. }, SecretName::SharedSecret)
            if *group == NamedGroup::X25519MLKEM768.name() =>
        {
            ("ML-KEM-768 shared secret", "x25519 shared secret")
        }
        (
            Derivation::Entropy { public, .. },
            SecretName::EphemeralPrivateKey(_) | SecretName::FurtherPrivateKey { .. },
        ) => match public.len().checked_sub(X25519_LENGTH) {
            Some(ENCAPSULATION_KEY_LENGTH) => ("ML-KEM-768 seeds d and z", "x25519 private key"),
            Some(CIPHERTEXT_LENGTH) => ("randomness m of the ciphertext", "x25519 private key"),
            _ => return None,
        },
        _ => return None,
    };
    let at = secret.value.len().checked_sub(X25519_LENGTH)?;
    let (mlkem, x25519) = secret.value.split_at(at);
    Some([(first, mlkem), (second, x25519)])
}
