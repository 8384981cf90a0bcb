//! Types of extensions.

use super::is_grease;
use crate::crypto::rare;

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
    /// `compress_certificate`
    pub const COMPRESS_CERTIFICATE: Self = Self(27);
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
            // What browsers say beyond the RFCs that are followed here.
            27 if rare::BUILT => "compress_certificate",
            34 if rare::BUILT => "delegated_credential",
            0x4469 | 0x44cd if rare::BUILT => "application_settings",
            0xca34 if rare::BUILT => "trust_anchors",
            0xfe0d if rare::BUILT => "encrypted_client_hello",
            _ => "unknown extension",
        }
    }
}
