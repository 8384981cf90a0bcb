//! Registries: newtypes over the integer on the wire, so that unknown values survive.

#[cfg(feature = "rare")]
mod suites;

use crate::crypto::rare::{self, RsaScheme};
use crate::crypto::signature::Algorithm;
use crate::tls::extension::PskKeyExchangeMode;

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

/// The content type of a record. RFC 8446 §5.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentType(pub u8);

impl ContentType {
    /// `change_cipher_spec`
    pub const CHANGE_CIPHER_SPEC: Self = Self(20);
    /// `alert`
    pub const ALERT: Self = Self(21);
    /// `handshake`
    pub const HANDSHAKE: Self = Self(22);
    /// `application_data`
    pub const APPLICATION_DATA: Self = Self(23);

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            20 => "change_cipher_spec",
            21 => "alert",
            22 => "handshake",
            23 => "application_data",
            _ => "unknown content type",
        }
    }
}

/// The type of a handshake message. RFC 8446 §4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HandshakeType(pub u8);

impl HandshakeType {
    /// `hello_request`
    pub const HELLO_REQUEST: Self = Self(0);
    /// `client_hello`
    pub const CLIENT_HELLO: Self = Self(1);
    /// `server_hello`
    pub const SERVER_HELLO: Self = Self(2);
    /// `new_session_ticket`
    pub const NEW_SESSION_TICKET: Self = Self(4);
    /// `end_of_early_data`
    pub const END_OF_EARLY_DATA: Self = Self(5);
    /// `encrypted_extensions`
    pub const ENCRYPTED_EXTENSIONS: Self = Self(8);
    /// `certificate`
    pub const CERTIFICATE: Self = Self(11);
    /// `server_key_exchange`
    pub const SERVER_KEY_EXCHANGE: Self = Self(12);
    /// `certificate_request`
    pub const CERTIFICATE_REQUEST: Self = Self(13);
    /// `server_hello_done`
    pub const SERVER_HELLO_DONE: Self = Self(14);
    /// `certificate_verify`
    pub const CERTIFICATE_VERIFY: Self = Self(15);
    /// `client_key_exchange`
    pub const CLIENT_KEY_EXCHANGE: Self = Self(16);
    /// `finished`
    pub const FINISHED: Self = Self(20);
    /// `key_update`
    pub const KEY_UPDATE: Self = Self(24);
    /// `message_hash`
    pub const MESSAGE_HASH: Self = Self(254);

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            0 => "hello_request",
            1 => "client_hello",
            2 => "server_hello",
            4 => "new_session_ticket",
            5 => "end_of_early_data",
            8 => "encrypted_extensions",
            11 => "certificate",
            12 => "server_key_exchange",
            13 => "certificate_request",
            14 => "server_hello_done",
            15 => "certificate_verify",
            16 => "client_key_exchange",
            20 => "finished",
            24 => "key_update",
            254 => "message_hash",
            _ => "unknown handshake type",
        }
    }
}

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

/// A signature scheme. RFC 8446 §4.2.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignatureScheme(pub u16);

impl SignatureScheme {
    /// `ecdsa_secp256r1_sha256`
    pub const ECDSA_SECP256R1_SHA256: Self = Self(0x0403);
    /// `ed25519`
    pub const ED25519: Self = Self(0x0807);
    /// `ecdsa_secp384r1_sha384`
    pub const ECDSA_SECP384R1_SHA384: Self = Self(0x0503);
    /// `rsa_pkcs1_sha256`
    pub const RSA_PKCS1_SHA256: Self = Self(0x0401);
    /// `rsa_pkcs1_sha384`
    pub const RSA_PKCS1_SHA384: Self = Self(0x0501);
    /// `rsa_pkcs1_sha512`
    pub const RSA_PKCS1_SHA512: Self = Self(0x0601);
    /// `rsa_pss_rsae_sha256`
    pub const RSA_PSS_RSAE_SHA256: Self = Self(0x0804);
    /// `rsa_pss_rsae_sha384`
    pub const RSA_PSS_RSAE_SHA384: Self = Self(0x0805);
    /// `rsa_pss_rsae_sha512`
    pub const RSA_PSS_RSAE_SHA512: Self = Self(0x0806);
    /// The schemes that are always there.
    pub const ALL: [Self; 2] = [Self::ED25519, Self::ECDSA_SECP256R1_SHA256];
    /// The schemes that are there if [`rare`](crate::crypto::rare) algorithms are. Those with PKCS #1 are for certificates
    /// only: RFC 8446 §4.2.3.
    pub const RARE: [Self; 7] = [
        Self::ECDSA_SECP384R1_SHA384,
        Self::RSA_PSS_RSAE_SHA256,
        Self::RSA_PSS_RSAE_SHA384,
        Self::RSA_PSS_RSAE_SHA512,
        Self::RSA_PKCS1_SHA256,
        Self::RSA_PKCS1_SHA384,
        Self::RSA_PKCS1_SHA512,
    ];
    /// The schemes of RSA with PKCS #1.
    pub const RSA_PKCS1: [Self; 3] = [Self::RSA_PKCS1_SHA256, Self::RSA_PKCS1_SHA384, Self::RSA_PKCS1_SHA512];

    /// The schemes that are there.
    #[must_use]
    pub fn available() -> Vec<Self> {
        let rare: &[Self] = if rare::BUILT { &Self::RARE } else { &[] };
        [&Self::ALL, rare].concat()
    }

    /// How a message is signed so; `None` for a scheme that is not built here.
    #[must_use]
    pub fn algorithm(self) -> Option<Algorithm> {
        Some(match self {
            Self::ED25519 => Algorithm::Ed25519,
            Self::ECDSA_SECP256R1_SHA256 => Algorithm::EcdsaP256Sha256,
            Self::ECDSA_SECP384R1_SHA384 => Algorithm::EcdsaP384Sha384,
            Self::RSA_PKCS1_SHA256 => Algorithm::Rsa(RsaScheme::Pkcs1Sha256),
            Self::RSA_PKCS1_SHA384 => Algorithm::Rsa(RsaScheme::Pkcs1Sha384),
            Self::RSA_PKCS1_SHA512 => Algorithm::Rsa(RsaScheme::Pkcs1Sha512),
            Self::RSA_PSS_RSAE_SHA256 => Algorithm::Rsa(RsaScheme::PssSha256),
            Self::RSA_PSS_RSAE_SHA384 => Algorithm::Rsa(RsaScheme::PssSha384),
            Self::RSA_PSS_RSAE_SHA512 => Algorithm::Rsa(RsaScheme::PssSha512),
            _ => return None,
        })
    }

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            0x0201 => "rsa_pkcs1_sha1",
            0x0203 => "ecdsa_sha1",
            0x0401 => "rsa_pkcs1_sha256",
            0x0403 => "ecdsa_secp256r1_sha256",
            0x0501 => "rsa_pkcs1_sha384",
            0x0503 => "ecdsa_secp384r1_sha384",
            0x0601 => "rsa_pkcs1_sha512",
            0x0603 => "ecdsa_secp521r1_sha512",
            0x0804 => "rsa_pss_rsae_sha256",
            0x0805 => "rsa_pss_rsae_sha384",
            0x0806 => "rsa_pss_rsae_sha512",
            0x0807 => "ed25519",
            0x0808 => "ed448",
            0x0809 => "rsa_pss_pss_sha256",
            0x080a => "rsa_pss_pss_sha384",
            0x080b => "rsa_pss_pss_sha512",
            code if is_grease(code) => "GREASE",
            _ => "unknown signature scheme",
        }
    }
}

/// The type of an extension. RFC 8446 §4.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExtensionType(pub u16);

impl ExtensionType {
    /// `server_name`
    pub const SERVER_NAME: Self = Self(0);
    /// `supported_groups`
    pub const SUPPORTED_GROUPS: Self = Self(10);
    /// `ec_point_formats`
    pub const EC_POINT_FORMATS: Self = Self(11);
    /// `signature_algorithms`
    pub const SIGNATURE_ALGORITHMS: Self = Self(13);
    /// `application_layer_protocol_negotiation`
    pub const APPLICATION_LAYER_PROTOCOL_NEGOTIATION: Self = Self(16);
    /// `extended_master_secret`
    pub const EXTENDED_MASTER_SECRET: Self = Self(23);
    /// `record_size_limit`
    pub const RECORD_SIZE_LIMIT: Self = Self(28);
    /// `session_ticket`
    pub const SESSION_TICKET: Self = Self(35);
    /// `pre_shared_key`
    pub const PRE_SHARED_KEY: Self = Self(41);
    /// `early_data`
    pub const EARLY_DATA: Self = Self(42);
    /// `supported_versions`
    pub const SUPPORTED_VERSIONS: Self = Self(43);
    /// `cookie`
    pub const COOKIE: Self = Self(44);
    /// `psk_key_exchange_modes`
    pub const PSK_KEY_EXCHANGE_MODES: Self = Self(45);
    /// `key_share`
    pub const KEY_SHARE: Self = Self(51);
    /// `renegotiation_info`
    pub const RENEGOTIATION_INFO: Self = Self(0xff01);

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            0 => "server_name",
            1 => "max_fragment_length",
            5 => "status_request",
            10 => "supported_groups",
            11 => "ec_point_formats",
            13 => "signature_algorithms",
            14 => "use_srtp",
            15 => "heartbeat",
            16 => "application_layer_protocol_negotiation",
            18 => "signed_certificate_timestamp",
            19 => "client_certificate_type",
            20 => "server_certificate_type",
            21 => "padding",
            22 => "encrypt_then_mac",
            23 => "extended_master_secret",
            28 => "record_size_limit",
            35 => "session_ticket",
            41 => "pre_shared_key",
            42 => "early_data",
            43 => "supported_versions",
            44 => "cookie",
            45 => "psk_key_exchange_modes",
            47 => "certificate_authorities",
            48 => "oid_filters",
            49 => "post_handshake_auth",
            50 => "signature_algorithms_cert",
            51 => "key_share",
            0xff01 => "renegotiation_info",
            code if is_grease(code) => "GREASE",
            _ => "unknown extension",
        }
    }
}

/// A value of a registry, known or not.
pub trait Registered: Copy {
    /// As readers see it in a list: its name, and the code of what has none.
    #[must_use]
    fn told(self) -> String;
}

macro_rules! registered {
    ($($kind:ty),*) => {
        $(impl Registered for $kind {
            fn told(self) -> String {
                told(self.name(), self.0.into())
            }
        })*
    };
}

registered!(ProtocolVersion, CipherSuite, NamedGroup, SignatureScheme, PskKeyExchangeMode);

fn told(name: &str, code: u16) -> String {
    // Only hellos of other programs have what has no name.
    if cfg!(feature = "whole") && name.starts_with("unknown ") { format!("{name} {code:#06x}") } else { name.into() }
}

/// Whether a code is one of those reserved so that nobody gets used to a fixed set. RFC 8701 §2.
#[must_use]
pub fn is_grease(code: u16) -> bool {
    let [high, low] = code.to_be_bytes();
    high == low && low & 0x0f == 0x0a
}
