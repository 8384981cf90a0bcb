//! All randomness, from a seed, by label.

use hkdf::Hkdf;
use sha2::Sha256;

/// A source of bytes that look random and depend on a seed and a label only.
///
/// ```text
/// PRK   = HKDF-Extract(salt = "handshake simulator", IKM = seed)
/// bytes = HKDF-Expand(PRK, info = label, L)
/// ```
///
/// Because each use has a label of its own, one more use does not change the bytes of the others.
///
/// RFC 5869, with SHA-256.
#[derive(Clone)]
pub struct Entropy {
    pseudorandom_key: Hkdf<Sha256>,
}

impl Entropy {
    /// Extracts the pseudorandom key from a seed.
    #[must_use]
    pub fn from_seed(seed: &str) -> Self {
        Self { pseudorandom_key: Hkdf::new(Some(b"handshake simulator"), seed.as_bytes()) }
    }

    /// A source of its own for a part of the run, whose labels do not meet those of the whole.
    #[must_use]
    pub fn part(&self, label: &str) -> Self {
        let seed: [u8; 32] = self.bytes(label);
        Self { pseudorandom_key: Hkdf::new(Some(b"handshake simulator"), &seed) }
    }

    /// Expands the `N` bytes for a label, such as `client random`.
    #[must_use]
    pub fn bytes<const N: usize>(&self, label: &str) -> [u8; N] {
        self.candidate(label, 0)
    }

    /// The bytes to be taken if `attempt` earlier ones for the same label could not be used.
    pub(super) fn candidate<const N: usize>(&self, label: &str, attempt: u8) -> [u8; N] {
        const { assert!(N <= 255 * 32, "HKDF-Expand gives at most 255 hashes") }
        let mut bytes = [0; N];
        let again: &[u8] = if attempt == 0 { &[] } else { &[attempt] };
        self.pseudorandom_key
            .expand_multi_info(&[label.as_bytes(), again], &mut bytes)
            .expect("N is at most what HKDF-Expand gives");
        bytes
    }
}

impl core::fmt::Debug for Entropy {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Entropy").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_depend_on_seed_and_label_only() {
        let entropy = Entropy::from_seed("hello");
        let first: [u8; 32] = entropy.bytes("client random");
        assert_eq!(first, Entropy::from_seed("hello").bytes("client random"));
        assert_ne!(first, entropy.bytes("server random"));
        assert_ne!(first, Entropy::from_seed("hullo").bytes("client random"));
        assert_ne!(first, entropy.candidate("client random", 1));
        assert_eq!(first[..16], entropy.bytes::<16>("client random"));
    }

    /// Computed with `openssl kdf -keylen 16 -kdfopt digest:SHA256 -kdfopt key:hello
    /// -kdfopt 'salt:handshake simulator' -kdfopt 'info:client random' HKDF`.
    #[test]
    fn bytes_are_those_of_hkdf() {
        let expected = [0x33, 0xee, 0x32, 0xdb, 0x35, 0x35, 0x73, 0x32, 0x90, 0x78, 0x6d, 0x24, 0xa3, 0x01, 0xb3, 0x35];
        assert_eq!(Entropy::from_seed("hello").bytes::<16>("client random"), expected);
    }
}
