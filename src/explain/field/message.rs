//! The fields of messages.

use super::Place::{Anywhere, Inside};
use super::{Row, row};
use crate::explain::citation as cite;

/// What each field is for; where a name stands in several places, the narrower row comes first.
pub(super) const ROWS: &[Row] = &[
    // Messages.
    row("msg_type", Anywhere, "Which handshake message this is.", cite::HANDSHAKE_PROTOCOL),
    row(
        "ClientHello",
        Anywhere,
        "The client's first message: everything it offers, and its public key.",
        cite::CLIENT_HELLO,
    ),
    row("ServerHello", Anywhere, "The server's first message: what it picked, and its public key.", cite::SERVER_HELLO),
    row(
        "EncryptedExtensions",
        Anywhere,
        "The server's remaining answers, the first message under lock.",
        cite::ENCRYPTED_EXTENSIONS,
    ),
    row(
        "Certificate",
        Anywhere,
        "The message in which the server shows its certificate and those that vouch for it.",
        cite::CERTIFICATE,
    ),
    row(
        "CertificateVerify",
        Anywhere,
        "The server's proof that it holds the private key of its certificate.",
        cite::CERTIFICATE_VERIFY,
    ),
    row("Finished", Anywhere, "The sender's proof that it saw the same handshake.", cite::FINISHED),
    row("NewSessionTicket", Anywhere, "A ticket for a shorter handshake next time.", cite::NEW_SESSION_TICKET),
    row(
        "Alert",
        Anywhere,
        "A notice of two bytes: a goodbye, or an error that ends the connection.",
        cite::ALERT_PROTOCOL,
    ),
    row("application_data", Anywhere, "What the application says. TLS does not look inside.", cite::RECORD_PROTOCOL),
    row(
        "data",
        Inside("application_data"),
        "What the application says. To TLS these are only bytes, to be carried unread and unchanged.",
        cite::RECORD_PROTOCOL,
    ),
    row(
        "change_cipher_spec",
        Anywhere,
        "A single byte 0x01 without meaning, for old equipment on the way. The receiver drops it.",
        cite::MIDDLEBOX,
    ),
    row("Handshake", Anywhere, "A handshake message: its type, its length, its body.", cite::HANDSHAKE_PROTOCOL),
    row(
        "another handshake message",
        Anywhere,
        "A handshake message of a type that these two do not use.",
        cite::HANDSHAKE_PROTOCOL,
    ),
    row("body", Anywhere, "The body of a message whose structure is not known here.", cite::HANDSHAKE_PROTOCOL),
    // Hellos.
    row(
        "legacy_version",
        Inside("ClientHello"),
        "Says TLS 1.2 for the sake of old servers. The true offer stands in supported_versions.",
        cite::CLIENT_HELLO,
    ),
    row(
        "legacy_version",
        Inside("ServerHello"),
        "Says TLS 1.2 for the sake of old equipment on the way. The true choice stands in supported_versions.",
        cite::SERVER_HELLO,
    ),
    row(
        "random",
        Inside("ClientHello"),
        "32 random bytes that make this handshake unlike any other: recorded answers from an earlier one do not fit \
         it.",
        cite::CLIENT_HELLO,
    ),
    row(
        "random",
        Inside("ServerHello"),
        "32 random bytes of the server. Its last eight would tell the client if the server, though able to speak TLS \
         1.3, had been made to use an older version.",
        cite::SERVER_HELLO,
    ),
    row(
        "legacy_session_id",
        Anywhere,
        "Once named an earlier session. Now it is empty, or any bytes for the sake of old equipment on the way; \
         tickets took over its work.",
        cite::CLIENT_HELLO,
    ),
    row("legacy_session_id_echo", Anywhere, "The client's legacy_session_id, sent back unchanged.", cite::SERVER_HELLO),
    row(
        "cipher_suites",
        Anywhere,
        "The ways of sealing that the client can use, its favourite first.",
        cite::CLIENT_HELLO,
    ),
    row(
        "cipher_suite",
        Inside("ServerHello"),
        "The way of sealing that the server picked from the client's list, with the hash function for all keys.",
        cite::SERVER_HELLO,
    ),
    row(
        "cipher_suite",
        Anywhere,
        "One way of sealing records, with the hash function that makes the keys.",
        cite::CIPHER_SUITES,
    ),
    row(
        "legacy_compression_methods",
        Anywhere,
        "Must hold exactly one byte, zero: no compression. Compressing before encrypting could give secrets away, so \
         TLS 1.3 has none.",
        cite::CLIENT_HELLO,
    ),
    row(
        "compression_method",
        Anywhere,
        "Zero: no compression, the only value that TLS 1.3 allows.",
        cite::CLIENT_HELLO,
    ),
    row("legacy_compression_method", Anywhere, "Must be zero: no compression.", cite::SERVER_HELLO),
    // Certificate and proofs.
    row(
        "certificate_request_context",
        Anywhere,
        "Ties an answer to a request for a certificate. Empty when a server shows its own.",
        cite::CERTIFICATE,
    ),
    row(
        "certificate_list",
        Anywhere,
        "The certificates: the server's own first, then each that vouches for the one before. The root may be left \
         out, because the client has it.",
        cite::CERTIFICATE,
    ),
    row("CertificateEntry", Anywhere, "One certificate, with the extensions that belong to it.", cite::CERTIFICATE),
    row(
        "cert_data",
        Anywhere,
        "The certificate in DER, the exact bytes over which its issuer signed.",
        cite::CERTIFICATE,
    ),
    row(
        "algorithm",
        Anywhere,
        "The kind of signature: one of those that the client listed in signature_algorithms.",
        cite::CERTIFICATE_VERIFY,
    ),
    row(
        "signature",
        Anywhere,
        "Made with the certificate's private key over 64 spaces, a context string, a zero byte and the hash of all \
         messages so far.",
        cite::CERTIFICATE_VERIFY,
    ),
    row(
        "verify_data",
        Anywhere,
        "An HMAC with the sender's finished_key over the hash of all messages before this one.",
        cite::FINISHED,
    ),
    // Tickets.
    row(
        "ticket_lifetime",
        Anywhere,
        "How long the ticket is good for, counted from now: at most seven days.",
        cite::NEW_SESSION_TICKET,
    ),
    row(
        "ticket_age_add",
        Anywhere,
        "A random number that the client adds to the age of the ticket when it shows it, so that nobody on the way \
         can tell which visits belong together.",
        cite::NEW_SESSION_TICKET,
    ),
    row(
        "ticket_nonce",
        Anywhere,
        "Different for each ticket of a connection, so that each has a key of its own.",
        cite::NEW_SESSION_TICKET,
    ),
    row(
        "ticket",
        Anywhere,
        "What the client will show next time. To the client it is only bytes; the server finds or computes the key \
         from it.",
        cite::NEW_SESSION_TICKET,
    ),
    // Alerts.
    row(
        "level",
        Anywhere,
        "Warning or fatal. In TLS 1.3 the description alone decides, and this byte can be ignored.",
        cite::ALERT_PROTOCOL,
    ),
    row("description", Anywhere, "What the notice says.", cite::ALERT_PROTOCOL),
];
