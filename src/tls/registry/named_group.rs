//! Groups for the key exchange.

use super::is_grease;
use crate::crypto::rare;

/// A group for the key exchange. RFC 8446 §4.2.7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamedGroup(pub u16);

impl NamedGroup {
    /// `secp256r1`
    pub const SECP256R1: Self = Self(0x0017);
    /// `x25519`
    pub const X25519: Self = Self(0x001d);
    /// `secp384r1`
    pub const SECP384R1: Self = Self(0x0018);
    /// `X25519MLKEM768`. draft-ietf-tls-ecdhe-mlkem.
    pub const X25519MLKEM768: Self = Self(0x11ec);
    /// The groups that are always there.
    pub const ALL: [Self; 2] = [Self::X25519, Self::SECP256R1];
    /// The groups that are there if [`rare`](crate::crypto::rare) algorithms are.
    pub const RARE: [Self; 2] = [Self::X25519MLKEM768, Self::SECP384R1];

    /// Whether TLS 1.2 may use the group, too: hybrids came later. draft-ietf-tls-ecdhe-mlkem.
    #[must_use]
    pub fn is_of_tls12(self) -> bool {
        self != Self::X25519MLKEM768
    }

    /// The groups that are there.
    #[must_use]
    pub fn available() -> Vec<Self> {
        let rare: &[Self] = if rare::BUILT { &Self::RARE } else { &[] };
        [&Self::ALL, rare].concat()
    }

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            0x0017 => "secp256r1",
            0x0018 => "secp384r1",
            0x0019 => "secp521r1",
            0x001d => "x25519",
            0x001e => "x448",
            0x0100 => "ffdhe2048",
            0x0101 => "ffdhe3072",
            0x0102 => "ffdhe4096",
            0x0103 => "ffdhe6144",
            0x0104 => "ffdhe8192",
            0x11ec => "X25519MLKEM768",
            code if is_grease(code) => "GREASE",
            _ => "unknown group",
        }
    }
}
