//! Ways of compressing certificates.

use super::is_grease;

/// A way of compressing certificates. RFC 8879 §3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CertificateCompressionAlgorithm(pub u16);

impl CertificateCompressionAlgorithm {
    /// RFC 1950.
    pub const ZLIB: Self = Self(1);
    /// RFC 7932.
    pub const BROTLI: Self = Self(2);
    /// RFC 8478.
    pub const ZSTD: Self = Self(3);

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ZLIB => "zlib",
            Self::BROTLI => "brotli",
            Self::ZSTD => "zstd",
            Self(code) if is_grease(code) => "GREASE",
            Self(_) => "unknown algorithm",
        }
    }
}
