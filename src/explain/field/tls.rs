//! The fields of records, messages and extensions.

use super::Place::{Anywhere, DirectlyIn, Inside};
use super::{Row, row};
use crate::explain::citation as cite;

/// What each field is for; where a name stands in several places, the narrower row comes first.
pub(super) const ROWS: &[Row] = &[
    // Records.
    row(
        "TLSPlaintext",
        Anywhere,
        "A record that is not sealed: a header of five bytes, then what it carries.",
        cite::RECORD_LAYER,
    ),
    row(
        "TLSCiphertext",
        Anywhere,
        "A sealed record: a header that anyone can read, then bytes that only the holder of the key can open.",
        cite::RECORD_PROTECTION,
    ),
    row(
        "TLSInnerPlaintext",
        Anywhere,
        "What is inside a sealed record: the content, its true type, and zeros that may hide its length.",
        cite::RECORD_PROTECTION,
    ),
    row(
        "type",
        Inside("TLSInnerPlaintext"),
        "What the content really is. It is sealed too, so from outside all sealed records look alike.",
        cite::RECORD_PROTECTION,
    ),
    row(
        "type",
        Inside("TLSPlaintext"),
        "What the record carries: handshake messages, an alert or a change_cipher_spec.",
        cite::RECORD_LAYER,
    ),
    row(
        "opaque_type",
        Anywhere,
        "Always application_data, whatever is inside, so that old equipment on the way lets it pass.",
        cite::RECORD_PROTECTION,
    ),
    row(
        "legacy_record_version",
        Anywhere,
        "A version number without meaning, kept for old equipment on the way. Every receiver ignores it.",
        cite::RECORD_LAYER,
    ),
    row(
        "length",
        DirectlyIn("TLSPlaintext"),
        "How many bytes of content follow in this record: at most 16384.",
        cite::RECORD_LAYER,
    ),
    row(
        "length",
        DirectlyIn("TLSCiphertext"),
        "How many sealed bytes follow: content, one byte for its type, padding, and the tag. At most 16640.",
        cite::RECORD_PROTECTION,
    ),
    row("fragment", Anywhere, "What the record carries: one or more messages, or a part of one.", cite::RECORD_LAYER),
    row(
        "encrypted_record",
        Anywhere,
        "The sealed bytes: the encrypted content, then the tag that shows that nothing was changed.",
        cite::RECORD_PROTECTION,
    ),
    row(
        "ciphertext",
        Anywhere,
        "The content, its type and the padding, encrypted. Without the key nobody can read it.",
        cite::RECORD_PROTECTION,
    ),
    row(
        "authentication tag",
        Anywhere,
        "Computed from the key, the header and every encrypted byte. If one bit was changed on the way, it does not \
         fit and the record is refused.",
        cite::RECORD_PROTECTION,
    ),
    row(
        "content",
        Inside("TLSInnerPlaintext"),
        "The message itself, as it was before it was sealed.",
        cite::RECORD_PROTECTION,
    ),
    row(
        "zeros",
        Anywhere,
        "Padding: any number of zero bytes that hide the true length of the content.",
        cite::PADDING,
    ),
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
        "Once named an earlier session. Now it is empty, or random bytes for the sake of old equipment on the way; \
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
    // Extensions.
    row(
        "extensions",
        Inside("ClientHello"),
        "The rest of the offer. In TLS 1.3 the versions, the groups and the public key all stand here.",
        cite::EXTENSIONS,
    ),
    row(
        "extensions",
        Inside("ServerHello"),
        "The answers that both sides need before they have keys: the version and the server's public key.",
        cite::SERVER_HELLO,
    ),
    row(
        "extensions",
        Inside("EncryptedExtensions"),
        "The answers to the client's extensions that need not be public.",
        cite::ENCRYPTED_EXTENSIONS,
    ),
    row(
        "extensions",
        Inside("CertificateEntry"),
        "Extensions that belong to this certificate alone, such as a proof that it was not withdrawn. Often none.",
        cite::CERTIFICATE,
    ),
    row(
        "extensions",
        Inside("NewSessionTicket"),
        "Extensions of the ticket. The one defined so far, early_data, would allow data before the next handshake is \
         complete.",
        cite::NEW_SESSION_TICKET,
    ),
    row("extensions", Anywhere, "A list of extensions: type, length and data of each.", cite::EXTENSIONS),
    row("Extension", Anywhere, "One extension: its type, its length, its data.", cite::EXTENSIONS),
    row("extension_type", Anywhere, "Which extension this is, by its number in the registry.", cite::EXTENSIONS),
    row(
        "extension_data",
        Inside("server_name"),
        "The name that is asked for; in the server's answer it is empty and only says that the name was used.",
        cite::SNI,
    ),
    row("extension_data", Anywhere, "What the extension says. Its structure depends on the type.", cite::EXTENSIONS),
    row("content", Anywhere, "The data of an extension whose structure is not known here.", cite::EXTENSIONS),
    row("server_name_list", Anywhere, "The names that the client asks for; in practice one.", cite::SNI),
    row("ServerName", Anywhere, "One name, with its kind.", cite::SNI),
    row("name_type", Anywhere, "The kind of name; host_name is the only one there is.", cite::SNI),
    row(
        "HostName",
        Anywhere,
        "The DNS name of the host that the client wants, in the clear: anyone on the way can read it.",
        cite::SNI,
    ),
    row(
        "name",
        Inside("HostName"),
        "The DNS name of the host that the client wants, in the clear: anyone on the way can read it.",
        cite::SNI,
    ),
    row(
        "named_group_list",
        Anywhere,
        "The groups for agreeing on a secret that the client can use, its favourite first.",
        cite::SUPPORTED_GROUPS,
    ),
    row(
        "named_group",
        Anywhere,
        "One group: a kind of arithmetic with which two can agree on a secret in front of everyone.",
        cite::SUPPORTED_GROUPS,
    ),
    row(
        "supported_signature_algorithms",
        Anywhere,
        "The kinds of signature that the client can verify, its favourite first.",
        cite::SIGNATURE_ALGORITHMS,
    ),
    row(
        "signature_scheme",
        Anywhere,
        "One kind of signature: the algorithm with its hash function or curve.",
        cite::SIGNATURE_ALGORITHMS,
    ),
    row(
        "protocol_name_list",
        Inside("EncryptedExtensions"),
        "The one protocol that the server picked for what comes after the handshake.",
        cite::ALPN,
    ),
    row(
        "protocol_name_list",
        Anywhere,
        "The protocols that the client would speak after the handshake, its favourite first.",
        cite::ALPN,
    ),
    row(
        "ProtocolName",
        Inside("EncryptedExtensions"),
        "The protocol that the server picked. Sealed, so nobody on the way learns it.",
        cite::ALPN,
    ),
    row("ProtocolName", Anywhere, "One protocol by its registered name, such as h2 for HTTP/2.", cite::ALPN),
    row(
        "name",
        Inside("EncryptedExtensions"),
        "The protocol that the server picked. Sealed, so nobody on the way learns it.",
        cite::ALPN,
    ),
    row("name", Inside("ProtocolName"), "One protocol by its registered name, such as h2 for HTTP/2.", cite::ALPN),
    row(
        "versions",
        Anywhere,
        "The versions of TLS that the client speaks, its favourite first.",
        cite::SUPPORTED_VERSIONS,
    ),
    row(
        "version",
        Anywhere,
        "One version of TLS that the client speaks. 0x0304 is TLS 1.3: the count goes on from SSL 3.0, which was \
         0x0300.",
        cite::SUPPORTED_VERSIONS,
    ),
    row(
        "selected_version",
        Anywhere,
        "The version that the server picked: here, and only here, the two agree on TLS 1.3.",
        cite::SUPPORTED_VERSIONS,
    ),
    row(
        "client_shares",
        Anywhere,
        "The client's public keys for this connection, at most one for each group. It guesses which group the server \
         will accept.",
        cite::KEY_SHARE,
    ),
    row(
        "server_share",
        Anywhere,
        "The server's public key for this connection, in the group of one of the client's.",
        cite::KEY_SHARE,
    ),
    row("KeyShareEntry", Anywhere, "One public key, with its group.", cite::KEY_SHARE),
    row("group", Anywhere, "The group that the public key belongs to.", cite::KEY_SHARE),
    row(
        "key_exchange",
        Anywhere,
        "The public key itself, made for this connection alone. Anyone may see it: the secret needs one of the two \
         private keys.",
        cite::ECDHE_PARAMETERS,
    ),
    row(
        "selected_group",
        Anywhere,
        "The group for which the server wants a share in a second ClientHello.",
        cite::KEY_SHARE,
    ),
    row("ke_modes", Anywhere, "How the client is ready to use tickets.", cite::PSK_MODES),
    row(
        "ke_mode",
        Anywhere,
        "psk_dhe_ke: a ticket together with a fresh key exchange, so that forward secrecy is kept. psk_ke: the \
         ticket alone.",
        cite::PSK_MODES,
    ),
    row("cookie", Anywhere, "Bytes that a server hands out and wants to see again before it does work.", cite::COOKIE),
    row(
        "max_early_data_size",
        Anywhere,
        "How many bytes of early data the client may send with this ticket.",
        cite::NEW_SESSION_TICKET,
    ),
    row(
        "record_size_limit",
        Anywhere,
        "The longest record, in bytes of plaintext, that the sender is ready to receive.",
        cite::RECORD_SIZE_LIMIT,
    ),
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
    // Length prefixes, by what they are the length of ('@': directly inside).
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
