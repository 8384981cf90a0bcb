//! The length prefixes, by what they are the length of.

use super::rows::rows;

rows! {
    "length" of "extension_data", EXTENSIONS:
        "How many bytes of data this extension has. Whoever does not know the type can skip them.";
    "length" of "extensions", EXTENSIONS:
        "How many bytes all extensions have together.";
    "length" of "cipher_suites", CLIENT_HELLO:
        "How many bytes the list has: two for each cipher suite.";
    "length" of "legacy_session_id", CLIENT_HELLO:
        "How many bytes the session id has: none, or up to 32.";
    "length" of "legacy_session_id_echo", SERVER_HELLO:
        "How many bytes are sent back: as many as the client sent.";
    "length" of "legacy_compression_methods", CLIENT_HELLO:
        "How many methods follow: one.";
    "length" of "identities", PRE_SHARED_KEY, rare:
        "How many bytes all identities have together.";
    "length" of "identity", PRE_SHARED_KEY, rare:
        "How many bytes the identity has.";
    "length" of "binders", BINDER, rare:
        "How many bytes all binders have together.";
    "length" of "PskBinderEntry", BINDER, rare:
        "How many bytes the binder has: the output length of the hash.";
    "length" of "cookie", COOKIE, rare:
        "How many bytes the cookie has.";
    "length" of "certificate_list", CERTIFICATE:
        "How many bytes all certificates have together, their extensions included.";
    "length" of "certificate_request_context", CERTIFICATE:
        "How many bytes the context has: none when a server shows its own certificate.";
    "length" of "cert_data", CERTIFICATE:
        "How many bytes this certificate has.";
    "length" of "key_exchange", KEY_SHARE:
        "How many bytes the public key has. The group decides it.";
    "length" of "signature", CERTIFICATE_VERIFY:
        "How many bytes the signature has.";
    "length" of "ticket", NEW_SESSION_TICKET:
        "How many bytes the ticket has.";
    "length" of "ticket_nonce", NEW_SESSION_TICKET:
        "How many bytes the nonce has.";
    "length" of "named_group_list", SUPPORTED_GROUPS:
        "How many bytes the list has: two for each group.";
    "length" of "supported_signature_algorithms", SIGNATURE_ALGORITHMS:
        "How many bytes the list has: two for each scheme.";
    "length" of "versions", SUPPORTED_VERSIONS:
        "How many bytes the list has: two for each version.";
    "length" of "ke_modes", PSK_MODES:
        "How many modes follow, one byte each.";
    "length" of "server_name_list", SNI:
        "How many bytes the list of names has.";
    "length" of "HostName", SNI:
        "How many bytes the name has.";
    "length" of "protocol_name_list", ALPN:
        "How many bytes the list of protocols has.";
    "length" of "ProtocolName", ALPN:
        "How many bytes this protocol's name has.";
    "length" of "client_shares", KEY_SHARE:
        "How many bytes all shares have together.";
    "length" of "ClientHello", HANDSHAKE_PROTOCOL:
        "How many bytes of the message follow.";
    "length" of "ServerHello", HANDSHAKE_PROTOCOL:
        "How many bytes of the message follow.";
    "length" of "EncryptedExtensions", HANDSHAKE_PROTOCOL:
        "How many bytes of the message follow.";
    "length" of "Certificate", HANDSHAKE_PROTOCOL:
        "How many bytes of the message follow.";
    "length" of "CertificateVerify", HANDSHAKE_PROTOCOL:
        "How many bytes of the message follow.";
    "length" of "Finished", HANDSHAKE_PROTOCOL:
        "How many bytes of the message follow.";
    "length" of "NewSessionTicket", HANDSHAKE_PROTOCOL:
        "How many bytes of the message follow.";
    "length" of "Handshake", HANDSHAKE_PROTOCOL:
        "How many bytes of the message follow.";
    "length" of "another handshake message", HANDSHAKE_PROTOCOL:
        "How many bytes of the message follow.";
    "length", VECTORS, rare:
        "How many bytes follow.";
}
