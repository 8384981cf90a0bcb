//! Extensions.

use super::citation as cite;
use super::{Entry, entry};
use crate::crypto::rare;
use crate::tls::registry::ExtensionType;

/// The words for an extension.
#[must_use]
pub fn extension(extension: ExtensionType) -> Entry {
    named(extension.name())
}

/// The words for the extension with that name in the registry.
#[expect(clippy::too_many_lines, reason = "one arm for each kind, in the order of the registry")]
pub(super) fn named(name: &'static str) -> Entry {
    match name {
        "server_name" => entry(
            name,
            "The name of the host that the client wants. Many hosts can share one address, so the server needs it to \
             show the right certificate.",
            "A ServerNameList with one host_name, without a trailing dot. It travels in the clear. A server that used \
             it answers with an empty server_name in EncryptedExtensions.",
            &[cite::SNI],
        ),
        "max_fragment_length" => entry(
            name,
            "A wish for smaller records, for devices with little memory.",
            "Asks for a maximum plaintext fragment of 2^9 to 2^12 bytes; record_size_limit replaces it.",
            &[cite::MAX_FRAGMENT_LENGTH],
        )
        .rare(),
        "status_request" => entry(
            name,
            "Asks the server to bring proof that its certificate was not withdrawn.",
            "Asks for an OCSP response, which in TLS 1.3 travels as an extension of a CertificateEntry.",
            &[cite::STATUS_REQUEST, cite::OCSP_AND_SCT],
        )
        .rare(),
        "supported_groups" => entry(
            name,
            "The kinds of arithmetic with which the sender can agree on a secret, its favourite first.",
            "NamedGroupList in the client's order of preference. A server may send it in EncryptedExtensions to tell \
             what it would prefer next time.",
            &[cite::SUPPORTED_GROUPS],
        ),
        "ec_point_formats" => entry(
            name,
            "How points on a curve are written down in TLS 1.2. In TLS 1.3 each curve has one way.",
            "Point formats for elliptic curves in TLS 1.2 and below. In TLS 1.3 each group has one fixed format.",
            &[cite::POINT_FORMATS, cite::ECDHE_PARAMETERS],
        )
        .rare(),
        "signature_algorithms" => entry(
            name,
            "The kinds of signature that the sender can verify.",
            "SignatureSchemeList for CertificateVerify and, unless signature_algorithms_cert is present, for the \
             signatures in certificates.",
            &[cite::SIGNATURE_ALGORITHMS],
        ),
        "use_srtp"
        | "heartbeat"
        | "signed_certificate_timestamp"
        | "client_certificate_type"
        | "server_certificate_type"
        | "padding"
        | "encrypt_then_mac"
        | "session_ticket" => minor(name),
        "application_layer_protocol_negotiation" => entry(
            name,
            "The languages that the client would like to speak once the connection stands, such as h2 for HTTP/2. \
             The server picks one.",
            "ProtocolNameList. From the client: all names, in order of preference, in the clear. From the server: \
             exactly one, in EncryptedExtensions.",
            &[cite::ALPN, cite::ALPN_SELECTION],
        ),
        "extended_master_secret" => entry(
            name,
            "Ties the keys of TLS 1.2 to the whole handshake, not just to two random numbers. TLS 1.3 always does so.",
            "In TLS 1.2 and below, makes the master secret depend on the hash of the handshake messages.",
            &[cite::EXTENDED_MASTER_SECRET],
        )
        .rare(),
        "compress_certificate" if rare::BUILT => entry(
            name,
            "The sender can undo these ways of compressing certificates, which are most of what a handshake sends.",
            "A list of CertificateCompressionAlgorithm values. The other side may then send its Certificate as \
             CompressedCertificate; from a server it stands in CertificateRequest.",
            &[cite::COMPRESSION],
        ),
        "record_size_limit" => entry(
            name,
            "The longest record that the sender is ready to receive.",
            "RecordSizeLimit, in bytes of plaintext; in TLS 1.3 the content type and the padding count too.",
            &[cite::RECORD_SIZE_LIMIT],
        )
        .rare(),
        "pre_shared_key" => entry(
            name,
            "A key that both have already, from a ticket or by other means, named to skip certificates.",
            "Offers PSK identities with a binder for each; must be the last extension of the ClientHello.",
            &[cite::PRE_SHARED_KEY],
        )
        .rare(),
        "early_data" => entry(
            name,
            "Allows data to be sent before the handshake is complete.",
            "In ClientHello: 0-RTT data follows. In EncryptedExtensions: it is accepted. In NewSessionTicket: how \
             many bytes of it the ticket allows.",
            &[cite::EARLY_DATA],
        )
        .rare(),
        "supported_versions" => entry(
            name,
            "The editions of TLS that the client speaks. The server's answer says which one it picked.",
            "In ClientHello the list of versions in order of preference; in ServerHello selected_version. It replaces \
             the version field, which some servers and equipment on the way could not cope with.",
            &[cite::SUPPORTED_VERSIONS],
        ),
        "cookie" => entry(
            name,
            "Bytes that a server hands out and wants to see again before it does work.",
            "Sent in HelloRetryRequest and sent back in the second ClientHello: shows that the client is reachable, \
             and can hold the server's state.",
            &[cite::COOKIE],
        )
        .rare(),
        "psk_key_exchange_modes" => entry(
            name,
            "How the client is ready to use tickets: with a fresh key exchange as well, or without.",
            "psk_dhe_ke (with (EC)DHE) or psk_ke (PSK only). A client that offers a PSK must send it, and a server \
             should send only tickets that fit these modes.",
            &[cite::PSK_MODES],
        ),
        "certificate_authorities" => entry(
            name,
            "The roots that the sender trusts, so that the other side can choose a fitting certificate.",
            "Distinguished names of acceptable certification authorities.",
            &[cite::CERTIFICATE_AUTHORITIES],
        )
        .rare(),
        "oid_filters" => entry(
            name,
            "What the server wants to see in the client's certificate.",
            "Certificate extension OIDs and values that a client certificate should match; CertificateRequest only.",
            &[cite::OID_FILTERS],
        )
        .rare(),
        "post_handshake_auth" => entry(
            name,
            "The client is ready to show a certificate later if asked.",
            "Empty; permits the server to send CertificateRequest after the handshake.",
            &[cite::POST_HANDSHAKE_AUTH],
        )
        .rare(),
        "signature_algorithms_cert" => entry(
            name,
            "The kinds of signature that the sender accepts inside certificates.",
            "SignatureSchemeList for signatures in certificates, where it differs from signature_algorithms.",
            &[cite::SIGNATURE_ALGORITHMS],
        )
        .rare(),
        "encrypted_client_hello" => entry(
            name,
            "Another hello, sealed for the server, with the name that the client really wants; or random bytes that only look like \
             one. Who looks on cannot tell which.",
            "If the server can open it, the ClientHello in it is the one that counts, in the transcript too.",
            &[cite::EXTENSIONS],
        )
        .rare(),
        "key_share" => entry(
            name,
            "Public keys for this connection (in a HelloRetryRequest only the kind that is wanted). From one's own private key \
             and the other's public key, each side computes the same secret.",
            "In ClientHello a list of KeyShareEntry values, at most one for each group; in ServerHello the one that \
             answers. Each key_exchange is the sender's ephemeral public key.",
            &[cite::KEY_SHARE],
        ),
        "renegotiation_info" => entry(
            name,
            "Ties a second handshake inside a connection of TLS 1.2 to the first. TLS 1.3 has no second one.",
            "Ties a renegotiation to the handshake before it in TLS 1.2 and below. TLS 1.3 forbids renegotiation.",
            &[cite::RENEGOTIATION],
        )
        .rare(),
        "GREASE" => entry(
            name,
            "A number without meaning, sent on purpose, so that servers stay used to ignoring what they do not know.",
            "One of the reserved values 0x0a0a, 0x1a1a … 0xfafa. A server must treat it as any unknown extension.",
            &[cite::GREASE, cite::GREASE_CLIENT],
        )
        .rare(),
        _ => entry(
            name,
            "An extension that is not explained here. A server skips what it does not know.",
            "Unrecognised extensions of a ClientHello are ignored. The structure of its extension_data is not known \
             here.",
            &[cite::EXTENSIONS],
        )
        .rare(),
    }
}

fn minor(name: &'static str) -> Entry {
    let (simple, technical) = match name {
        "use_srtp" => (
            "Prepares encrypted audio or video beside this connection.",
            "Negotiates SRTP protection profiles for DTLS-SRTP (RFC 5764).",
        ),
        "heartbeat" => (
            "Offers to answer small messages that test whether the other side is still there.",
            "Heartbeat mode (RFC 6520).",
        ),
        "signed_certificate_timestamp" => (
            "Asks for proof that the certificate was entered in a public log.",
            "Certificate Transparency: a list of SignedCertificateTimestamp values (RFC 6962).",
        ),
        "client_certificate_type" | "server_certificate_type" => (
            "Which kind of certificate may be used: X.509, or a bare public key.",
            "Certificate types such as RawPublicKey (RFC 7250).",
        ),
        "padding" => (
            "Filler that makes the message longer.",
            "Zero bytes that bring a ClientHello to a wanted size (RFC 7685).",
        ),
        "encrypt_then_mac" => (
            "For block ciphers of TLS 1.2 and below: first encrypt, then protect against change.",
            "For block ciphers of TLS 1.2 and below (RFC 7366); TLS 1.3 has AEAD ciphers only.",
        ),
        _ => (
            "Tickets as TLS 1.2 has them: empty to ask for one, or the ticket that the client comes back with.",
            "Session tickets without server-side state (RFC 5077); TLS 1.3 uses pre_shared_key.",
        ),
    };
    entry(name, simple, technical, &[cite::EXTENSIONS])
}
