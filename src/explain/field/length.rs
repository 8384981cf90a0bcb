//! The length prefixes, by what they are the length of.

use super::Place::{Anywhere, DirectlyIn};
use super::{Row, row};
use crate::explain::citation as cite;

/// What each field is for; where a name stands in several places, the narrower row comes first.
pub(super) const ROWS: &[Row] = &[
    row(
        "length",
        DirectlyIn("extension_data"),
        "How many bytes of data this extension has. Whoever does not know the type can skip them.",
        cite::EXTENSIONS,
    ),
    row("length", DirectlyIn("extensions"), "How many bytes all extensions have together.", cite::EXTENSIONS),
    row(
        "length",
        DirectlyIn("cipher_suites"),
        "How many bytes the list has: two for each cipher suite.",
        cite::CLIENT_HELLO,
    ),
    row(
        "length",
        DirectlyIn("legacy_session_id"),
        "How many bytes the session id has: none, or up to 32.",
        cite::CLIENT_HELLO,
    ),
    row(
        "length",
        DirectlyIn("legacy_session_id_echo"),
        "How many bytes are sent back: as many as the client sent.",
        cite::SERVER_HELLO,
    ),
    row("length", DirectlyIn("legacy_compression_methods"), "How many methods follow: one.", cite::CLIENT_HELLO),
    row(
        "length",
        DirectlyIn("certificate_list"),
        "How many bytes all certificates have together, their extensions included.",
        cite::CERTIFICATE,
    ),
    row(
        "length",
        DirectlyIn("certificate_request_context"),
        "How many bytes the context has: none when a server shows its own certificate.",
        cite::CERTIFICATE,
    ),
    row("length", DirectlyIn("cert_data"), "How many bytes this certificate has.", cite::CERTIFICATE),
    row(
        "length",
        DirectlyIn("key_exchange"),
        "How many bytes the public key has. The group decides it.",
        cite::KEY_SHARE,
    ),
    row("length", DirectlyIn("signature"), "How many bytes the signature has.", cite::CERTIFICATE_VERIFY),
    row("length", DirectlyIn("ticket"), "How many bytes the ticket has.", cite::NEW_SESSION_TICKET),
    row("length", DirectlyIn("ticket_nonce"), "How many bytes the nonce has.", cite::NEW_SESSION_TICKET),
    row(
        "length",
        DirectlyIn("named_group_list"),
        "How many bytes the list has: two for each group.",
        cite::SUPPORTED_GROUPS,
    ),
    row(
        "length",
        DirectlyIn("supported_signature_algorithms"),
        "How many bytes the list has: two for each scheme.",
        cite::SIGNATURE_ALGORITHMS,
    ),
    row(
        "length",
        DirectlyIn("versions"),
        "How many bytes the list has: two for each version.",
        cite::SUPPORTED_VERSIONS,
    ),
    row("length", DirectlyIn("ke_modes"), "How many modes follow, one byte each.", cite::PSK_MODES),
    row("length", DirectlyIn("server_name_list"), "How many bytes the list of names has.", cite::SNI),
    row("length", DirectlyIn("HostName"), "How many bytes the name has.", cite::SNI),
    row("length", DirectlyIn("protocol_name_list"), "How many bytes the list of protocols has.", cite::ALPN),
    row("length", DirectlyIn("ProtocolName"), "How many bytes this protocol's name has.", cite::ALPN),
    row("length", DirectlyIn("client_shares"), "How many bytes all shares have together.", cite::KEY_SHARE),
    row("length", DirectlyIn("ClientHello"), "How many bytes of the message follow.", cite::HANDSHAKE_PROTOCOL),
    row("length", DirectlyIn("ServerHello"), "How many bytes of the message follow.", cite::HANDSHAKE_PROTOCOL),
    row("length", DirectlyIn("EncryptedExtensions"), "How many bytes of the message follow.", cite::HANDSHAKE_PROTOCOL),
    row("length", DirectlyIn("Certificate"), "How many bytes of the message follow.", cite::HANDSHAKE_PROTOCOL),
    row("length", DirectlyIn("CertificateVerify"), "How many bytes of the message follow.", cite::HANDSHAKE_PROTOCOL),
    row("length", DirectlyIn("Finished"), "How many bytes of the message follow.", cite::HANDSHAKE_PROTOCOL),
    row("length", DirectlyIn("NewSessionTicket"), "How many bytes of the message follow.", cite::HANDSHAKE_PROTOCOL),
    row("length", DirectlyIn("Handshake"), "How many bytes of the message follow.", cite::HANDSHAKE_PROTOCOL),
    row(
        "length",
        DirectlyIn("another handshake message"),
        "How many bytes of the message follow.",
        cite::HANDSHAKE_PROTOCOL,
    ),
    row("length", Anywhere, "How many bytes follow.", cite::VECTORS),
];
