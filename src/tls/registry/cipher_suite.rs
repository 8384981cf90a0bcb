//! Cipher suites.

#[cfg(feature = "rare")]
mod suites;

use super::is_grease;

/// A cipher suite. RFC 8446 Appendix B.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CipherSuite(pub u16);

impl CipherSuite {
    /// `TLS_AES_128_GCM_SHA256`
    pub const TLS_AES_128_GCM_SHA256: Self = Self(0x1301);
    /// `TLS_AES_256_GCM_SHA384`
    pub const TLS_AES_256_GCM_SHA384: Self = Self(0x1302);
    /// `TLS_CHACHA20_POLY1305_SHA256`
    pub const TLS_CHACHA20_POLY1305_SHA256: Self = Self(0x1303);
    /// `TLS_EMPTY_RENEGOTIATION_INFO_SCSV`, no suite but a signal. RFC 5746 §3.3.
    pub const TLS_EMPTY_RENEGOTIATION_INFO_SCSV: Self = Self(0x00ff);
    /// `TLS_FALLBACK_SCSV`, no suite but a signal. RFC 7507 §2.
    pub const TLS_FALLBACK_SCSV: Self = Self(0x5600);
    /// `TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256`
    pub const TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: Self = Self(0xc02b);
    /// `TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384`
    pub const TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384: Self = Self(0xc02c);
    /// `TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256`
    pub const TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256: Self = Self(0xcca9);
    /// The suites of TLS 1.2 that are built here.
    pub const ALL_TLS12: [Self; 3] = [
        Self::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        Self::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        Self::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    ];
    /// `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`
    pub const TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: Self = Self(0xc02f);
    /// `TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384`
    pub const TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384: Self = Self(0xc030);
    /// `TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256`
    pub const TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256: Self = Self(0xcca8);
    /// `TLS_RSA_WITH_AES_128_GCM_SHA256`, without forward secrecy.
    pub const TLS_RSA_WITH_AES_128_GCM_SHA256: Self = Self(0x009c);
    /// `TLS_RSA_WITH_AES_256_GCM_SHA384`, without forward secrecy.
    pub const TLS_RSA_WITH_AES_256_GCM_SHA384: Self = Self(0x009d);
    /// The suites of TLS 1.2 with certificates of RSA, which are there if [`rare`](crate::crypto::rare) algorithms are.
    pub const RARE_TLS12: [Self; 3] = [
        Self::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        Self::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        Self::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ];
    /// Those without forward secrecy, which are history: offered only by who asks for them.
    pub const OLD_TLS12: [Self; 2] = [Self::TLS_RSA_WITH_AES_128_GCM_SHA256, Self::TLS_RSA_WITH_AES_256_GCM_SHA384];
    /// The suites of TLS 1.3 that are built here.
    pub const ALL: [Self; 3] =
        [Self::TLS_AES_128_GCM_SHA256, Self::TLS_AES_256_GCM_SHA384, Self::TLS_CHACHA20_POLY1305_SHA256];

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            0x009c => "TLS_RSA_WITH_AES_128_GCM_SHA256",
            0x009d => "TLS_RSA_WITH_AES_256_GCM_SHA384",
            0x00ff => "TLS_EMPTY_RENEGOTIATION_INFO_SCSV",
            0x1301 => "TLS_AES_128_GCM_SHA256",
            0x1302 => "TLS_AES_256_GCM_SHA384",
            0x1303 => "TLS_CHACHA20_POLY1305_SHA256",
            0x1304 => "TLS_AES_128_CCM_SHA256",
            0x1305 => "TLS_AES_128_CCM_8_SHA256",
            0x5600 => "TLS_FALLBACK_SCSV",
            0xc02b => "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            0xc02c => "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            0xc02f => "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            0xc030 => "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            0xcca8 => "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            0xcca9 => "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            code if is_grease(code) => "GREASE",
            code => elsewhere(code).unwrap_or("unknown cipher suite"),
        }
    }
}

/// The name of a suite that is not built here.
#[cfg(feature = "rare")]
fn elsewhere(code: u16) -> Option<&'static str> {
    suites::name(code)
}

/// Only hellos of other programs have such suites.
#[cfg(not(feature = "rare"))]
fn elsewhere(_: u16) -> Option<&'static str> {
    None
}
