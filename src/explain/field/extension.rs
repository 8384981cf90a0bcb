//! The fields of extensions.

use super::Place::{Anywhere, Inside};
use super::{Row, row};
use crate::explain::citation as cite;

/// What each field is for; where a name stands in several places, the narrower row comes first.
pub(super) const ROWS: &[Row] = &[
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
];
