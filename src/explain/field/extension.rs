//! The fields of extensions.

use super::rows::rows;

rows! {
    "extensions" within "ClientHello", EXTENSIONS:
        "The rest of the offer. In TLS 1.3 the versions, the groups and the public key all stand here.";
    "extensions" within "ServerHello", SERVER_HELLO:
        "The answers that both sides need before they have keys: the version and the server's public key.";
    "extensions" within "HelloRetryRequest", HELLO_RETRY_REQUEST, rare:
        "What the server wants in the second ClientHello.";
    "extensions" within "CertificateRequest", CERTIFICATE_REQUEST, rare:
        "What the client's certificate and signature must be like.";
    "extensions" within "EncryptedExtensions", ENCRYPTED_EXTENSIONS:
        "The answers to the client's extensions that need not be public.";
    "extensions" within "CertificateEntry", CERTIFICATE:
        "Extensions that belong to this certificate alone, such as a proof that it was not withdrawn. Often none.";
    "extensions" within "NewSessionTicket", NEW_SESSION_TICKET:
        "Extensions of the ticket. The one defined so far, early_data, would allow data before the next handshake is \
         complete.";
    "extensions", EXTENSIONS, rare:
        "A list of extensions: type, length and data of each.";
    "Extension", EXTENSIONS, rare:
        "One extension: its type, its length, its data.";
    "extension_type", EXTENSIONS:
        "Which extension this is, by its number in the registry.";
    "extension_data" within "server_name", SNI:
        "The name that is asked for; in the server's answer it is empty and only says that the name was used.";
    "extension_data", EXTENSIONS:
        "What the extension says. Its structure depends on the type.";
    "content", EXTENSIONS, rare:
        "The data of an extension whose structure is not known here.";
    "server_name_list", SNI:
        "The names that the client asks for; in practice one.";
    "ServerName", SNI:
        "One name, with its kind.";
    "name_type", SNI:
        "The kind of name; host_name is the only one there is.";
    "HostName", SNI:
        "The DNS name of the host that the client wants, in the clear: anyone on the way can read it.";
    "name" within "HostName", SNI:
        "The DNS name of the host that the client wants, in the clear: anyone on the way can read it.";
    "named_group_list", SUPPORTED_GROUPS:
        "The groups for agreeing on a secret that the client can use, its favourite first.";
    "named_group", SUPPORTED_GROUPS:
        "One group: a kind of arithmetic with which two can agree on a secret in front of everyone.";
    "supported_signature_algorithms" within "CertificateRequest", CERTIFICATE_REQUEST, rare:
        "The kinds of signature that the server can verify, its favourite first.";
    "supported_signature_algorithms", SIGNATURE_ALGORITHMS:
        "The kinds of signature that the client can verify, its favourite first.";
    "signature_scheme", SIGNATURE_ALGORITHMS:
        "One kind of signature: the algorithm with its hash function or curve.";
    "protocol_name_list" within "EncryptedExtensions", ALPN:
        "The one protocol that the server picked for what comes after the handshake.";
    "protocol_name_list" within "ServerHello", ALPN, rare:
        "The one protocol that the server picked for what comes after the handshake.";
    "protocol_name_list", ALPN:
        "The protocols that the client would speak after the handshake, its favourite first.";
    "ProtocolName" within "EncryptedExtensions", ALPN:
        "The protocol that the server picked. Sealed, so nobody on the way learns it.";
    "ProtocolName" within "ServerHello", ALPN, rare:
        "The protocol that the server picked, in the clear.";
    "ProtocolName", ALPN:
        "One protocol by its registered name, such as h2 for HTTP/2.";
    "name" within "EncryptedExtensions", ALPN:
        "The protocol that the server picked. Sealed, so nobody on the way learns it.";
    "name" within "ServerHello", ALPN, rare:
        "The protocol that the server picked, in the clear.";
    "name" within "ProtocolName", ALPN:
        "One protocol by its registered name, such as h2 for HTTP/2.";
    "versions", SUPPORTED_VERSIONS:
        "The versions of TLS that the client speaks, its favourite first.";
    "version", SUPPORTED_VERSIONS:
        "One version of TLS that the client speaks. 0x0304 is TLS 1.3: the count goes on from SSL 3.0, which was \
         0x0300.";
    "selected_version", SUPPORTED_VERSIONS:
        "The version that the server picked: here, and only here, the two agree on TLS 1.3.";
    "client_shares", KEY_SHARE:
        "The client's public keys for this connection, at most one for each group. It guesses which group the server \
         will accept.";
    "server_share", KEY_SHARE:
        "The server's public key for this connection, in the group of one of the client's.";
    "KeyShareEntry", KEY_SHARE:
        "One public key, with its group.";
    "group", KEY_SHARE:
        "The group of the public key.";
    "key_exchange", ECDHE_PARAMETERS:
        "The public key itself, made for this connection alone. Anyone may see it: the secret needs one of the two \
         private keys.";
    "encapsulation_key", ECDHE_MLKEM, rare:
        "The client's ML-KEM-768 key. With it the server can wrap up a secret that only the client can unwrap, even in \
         a time of quantum computers.";
    "ciphertext", ECDHE_MLKEM, rare:
        "A secret that the server has drawn, wrapped up with the client's ML-KEM-768 key. Only the client can unwrap it.";
    "x25519_public_key", ECDHE_MLKEM, rare:
        "The other half of the share: an x25519 public key, as it would stand there alone.";
    "selected_group", KEY_SHARE, rare:
        "The group for which the server wants a share in a second ClientHello.";
    "ke_modes", PSK_MODES:
        "How the client is ready to use tickets.";
    "ke_mode", PSK_MODES:
        "psk_dhe_ke: a ticket together with a fresh key exchange, so that forward secrecy is kept. psk_ke: the ticket \
         alone.";
    "identities", PRE_SHARED_KEY, rare:
        "The keys that the client has from before, its favourite first. Only their names are sent, never the keys.";
    "PskIdentity", PRE_SHARED_KEY, rare:
        "One key by its name: a ticket, or what the two call a key that they were given.";
    "identity", PRE_SHARED_KEY, rare:
        "The ticket as the server gave it out, or the name of an external key.";
    "obfuscated_ticket_age", TICKET_AGE, rare:
        "How long ago the ticket came, in milliseconds, plus the ticket_age_add that came with it. 0 for an external \
         key.";
    "binders", BINDER, rare:
        "A proof for each key that the client really has it. They cover the hello up to this list.";
    "PskBinderEntry", BINDER, rare:
        "An HMAC with a key from the pre-shared key, over the hello before the list of binders and all that came \
         before it.";
    "selected_identity", PRE_SHARED_KEY, rare:
        "Which of the client's keys the server goes on with, counted from 0.";
    "cookie", COOKIE, rare:
        "Bytes that a server hands out and wants to see again before it does work.";
    "max_early_data_size", NEW_SESSION_TICKET, rare:
        "How many bytes of early data the client may send with this ticket.";
    "ec_point_format_list", POINT_FORMATS, rare:
        "The ways of writing down a point on a curve that the sender understands.";
    "ec_point_format", POINT_FORMATS, rare:
        "uncompressed: both coordinates. The other ways are not used any more.";
    "renegotiated_connection", RENEGOTIATION, rare:
        "Empty in the first handshake of a connection; in a second one, the proofs of the first.";
    "ticket" within "session_ticket", SESSION_TICKET, rare:
        "A ticket from an earlier connection: the session, sealed for the server.";
    "algorithms", COMPRESSION, rare:
        "The ways of compressing certificates that the sender can undo.";
    "record_size_limit", RECORD_SIZE_LIMIT, rare:
        "The longest record, in bytes of plaintext, that the sender is ready to receive.";
}
