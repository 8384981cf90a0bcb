//! Alerts, by the names of the registry.

macro_rules! alert_descriptions {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $name:literal;)*) => {
        /// What an alert says. RFC 8446 §6; codes that the standard does not name survive.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum AlertDescription {
            $($(#[$doc])* $variant,)*
            /// A code that RFC 8446 does not name.
            Unknown(u8),
        }

        impl AlertDescription {
            /// The descriptions that RFC 8446 names, in its order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code on the wire.
            #[must_use]
            pub fn code(self) -> u8 {
                match self {
                    $(Self::$variant => $code,)*
                    Self::Unknown(code) => code,
                }
            }

            /// The description with that code.
            #[must_use]
            pub fn from_code(code: u8) -> Self {
                match code {
                    $($code => Self::$variant,)*
                    code => Self::Unknown(code),
                }
            }

            /// The name in the standard.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::Unknown(_) => "unassigned alert",
                }
            }
        }
    };
}

alert_descriptions! {
    /// The sender will send no more on this connection.
    CloseNotify = 0, "close_notify";
    /// A message that is not allowed in this state.
    UnexpectedMessage = 10, "unexpected_message";
    /// A record whose authentication tag is wrong.
    BadRecordMac = 20, "bad_record_mac";
    /// A record longer than allowed.
    RecordOverflow = 22, "record_overflow";
    /// No common set of parameters.
    HandshakeFailure = 40, "handshake_failure";
    /// A certificate was corrupt, or its signature wrong.
    BadCertificate = 42, "bad_certificate";
    /// A certificate of an unsupported type.
    UnsupportedCertificate = 43, "unsupported_certificate";
    /// A certificate was revoked.
    CertificateRevoked = 44, "certificate_revoked";
    /// A certificate is expired or not yet valid.
    CertificateExpired = 45, "certificate_expired";
    /// Some other trouble with a certificate.
    CertificateUnknown = 46, "certificate_unknown";
    /// A field out of range or inconsistent with others.
    IllegalParameter = 47, "illegal_parameter";
    /// No trust anchor leads to the certificate.
    UnknownCa = 48, "unknown_ca";
    /// A valid certificate, but access is refused.
    AccessDenied = 49, "access_denied";
    /// A message could not be parsed.
    DecodeError = 50, "decode_error";
    /// A handshake cryptographic operation failed.
    DecryptError = 51, "decrypt_error";
    /// The version is recognised but not supported.
    ProtocolVersion = 70, "protocol_version";
    /// The server wants more secure parameters.
    InsufficientSecurity = 71, "insufficient_security";
    /// An error unrelated to the peer.
    InternalError = 80, "internal_error";
    /// A retry at a lower version although a higher is possible.
    InappropriateFallback = 86, "inappropriate_fallback";
    /// The user cancelled the handshake.
    UserCanceled = 90, "user_canceled";
    /// A second handshake inside the connection is refused. RFC 5246 §7.2.2; TLS 1.3 has none.
    NoRenegotiation = 100, "no_renegotiation";
    /// A mandatory extension is missing.
    MissingExtension = 109, "missing_extension";
    /// An extension that was not asked for.
    UnsupportedExtension = 110, "unsupported_extension";
    /// No server by that name.
    UnrecognizedName = 112, "unrecognized_name";
    /// An invalid OCSP response.
    BadCertificateStatusResponse = 113, "bad_certificate_status_response";
    /// No acceptable pre-shared key identity.
    UnknownPskIdentity = 115, "unknown_psk_identity";
    /// The server wants a client certificate.
    CertificateRequired = 116, "certificate_required";
    /// No common application protocol.
    NoApplicationProtocol = 120, "no_application_protocol";
}
