//! Protocol versions.

use super::is_grease;

/// A protocol version. RFC 8446 §4.2.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProtocolVersion(pub u16);

impl ProtocolVersion {
    /// TLS 1.0, still the version of a first record.
    pub const TLS10: Self = Self(0x0301);
    /// TLS 1.2, what TLS 1.3 calls itself in fields that old machines read.
    pub const TLS12: Self = Self(0x0303);
    /// TLS 1.3.
    pub const TLS13: Self = Self(0x0304);
    /// The versions that are built here, the newest first.
    pub const ALL: [Self; 2] = [Self::TLS13, Self::TLS12];

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            0x0300 => "SSL 3.0",
            0x0301 => "TLS 1.0",
            0x0302 => "TLS 1.1",
            0x0303 => "TLS 1.2",
            0x0304 => "TLS 1.3",
            code if is_grease(code) => "GREASE",
            _ => "unknown version",
        }
    }
}
