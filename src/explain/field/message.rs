//! The fields of messages.

use super::rows::rows;

rows! {
    // Messages.
    "msg_type", HANDSHAKE_PROTOCOL:
        "Which handshake message this is.";
    "ClientHello", CLIENT_HELLO:
        "The client's first message: everything it offers, and its public key.";
    "ServerHello", SERVER_HELLO:
        "The server's first message: what it picked, and its public key.";
    "HelloRetryRequest", HELLO_RETRY_REQUEST, rare:
        "The server asks for a second ClientHello. On the wire it is a ServerHello with a random that everyone knows.";
    "CertificateRequest", CERTIFICATE_REQUEST, rare:
        "The server asks for the client's certificate.";
    "EndOfEarlyData", END_OF_EARLY_DATA, rare:
        "Early data ends here. The message has no content.";
    "KeyUpdate", KEY_UPDATE, rare:
        "The sender's last message under its present key.";
    "request_update", KEY_UPDATE, rare:
        "Whether the receiver is to take a new key too.";
    "EncryptedExtensions", ENCRYPTED_EXTENSIONS:
        "The server's remaining answers, its first message under lock.";
    "Certificate", CERTIFICATE:
        "The message in which the sender shows its certificate and those that vouch for it.";
    "CertificateVerify", CERTIFICATE_VERIFY:
        "The sender's proof that it holds the private key of its certificate.";
    "Finished", FINISHED:
        "The sender's proof that it saw the same handshake.";
    "NewSessionTicket", NEW_SESSION_TICKET:
        "A ticket for a shorter handshake next time.";
    "Alert", ALERT_PROTOCOL:
        "A notice of two bytes: a goodbye, or an error that ends the connection.";
    "application_data", RECORD_PROTOCOL:
        "What the application says. TLS does not look inside.";
    "data" within "application_data", RECORD_PROTOCOL:
        "What the application says. To TLS these are only bytes, to be carried unread and unchanged.";
    "change_cipher_spec", MIDDLEBOX, rare:
        "A single byte 0x01 without meaning, for old equipment on the way. The receiver drops it.";
    "type" within "change_cipher_spec", MIDDLEBOX, rare:
        "Always 1, the only value there is.";
    "Handshake", HANDSHAKE_PROTOCOL, rare:
        "A handshake message: its type, its length, its body.";
    "another handshake message", HANDSHAKE_PROTOCOL, rare:
        "A handshake message of a type that these two do not use.";
    "body", HANDSHAKE_PROTOCOL, rare:
        "The body of a message whose structure is not known here.";
    // Hellos.
    "legacy_version" within "ClientHello", CLIENT_HELLO:
        "Says TLS 1.2 for the sake of old servers. The true offer stands in supported_versions.";
    "legacy_version" within "ServerHello", SERVER_HELLO:
        "Says TLS 1.2 for the sake of old equipment on the way. The true choice stands in supported_versions.";
    "legacy_version" within "HelloRetryRequest", SERVER_HELLO, rare:
        "Says TLS 1.2 for the sake of old equipment on the way. The true choice stands in supported_versions.";
    "random" within "HelloRetryRequest", SERVER_HELLO, rare:
        "The SHA-256 hash of HelloRetryRequest: by this value the client sees that it is asked to try again.";
    "cipher_suite" within "HelloRetryRequest", HELLO_RETRY_REQUEST, rare:
        "The way of sealing that the server will pick. Its hash function is now known, and with it the transcript.";
    "random" within "ClientHello", CLIENT_HELLO:
        "32 random bytes that make this handshake unlike any other: recorded answers from an earlier one do not fit \
         it.";
    "random" within "ServerHello", SERVER_HELLO:
        "32 random bytes of the server. Its last eight would tell the client if the server, though able to speak TLS \
         1.3, had been made to use an older version.";
    "legacy_session_id", CLIENT_HELLO:
        "Once named an earlier session. Now it is empty, or any bytes for the sake of old equipment on the way; \
         tickets took over its work.";
    "legacy_session_id_echo", SERVER_HELLO:
        "The client's legacy_session_id, sent back unchanged.";
    "cipher_suites", CLIENT_HELLO:
        "The ways of sealing that the client can use, its favourite first.";
    "cipher_suite" within "ServerHello", SERVER_HELLO:
        "The way of sealing that the server picked from the client's list, with the hash function for all keys.";
    "cipher_suite", CIPHER_SUITES:
        "One way of sealing records, with the hash function that makes the keys.";
    "legacy_compression_methods", CLIENT_HELLO:
        "Must hold exactly one byte, zero: no compression. Compressing before encrypting could give secrets away, so \
         TLS 1.3 has none.";
    "compression_method", CLIENT_HELLO:
        "Zero: no compression, the only value that TLS 1.3 allows.";
    "legacy_compression_method", SERVER_HELLO:
        "Must be zero: no compression.";
    // Hellos of TLS 1.2.
    "client_version", CLIENT_HELLO_12, rare:
        "The newest version that the client speaks. TLS 1.3 moved the offer into supported_versions.";
    "server_version", SERVER_HELLO_12, rare:
        "The version that the server picked: the newest that both speak.";
    "session_id" within "ClientHello", CLIENT_HELLO_12, rare:
        "Names an earlier session that the client would like to resume; empty for a new one.";
    "session_id", SERVER_HELLO_12, rare:
        "The name of this session. If it is the one that the client sent, the two go on with that session's secret.";
    "compression_methods", CLIENT_HELLO_12, rare:
        "Must hold zero: no compression. Compressing before encrypting could give secrets away.";
    // Other messages of TLS 1.2.
    "HelloRequest", HELLO_REQUEST, rare:
        "The server asks for a second handshake. The message has no content.";
    "ServerKeyExchange", SERVER_KEY_EXCHANGE, rare:
        "The server's public key for this connection, signed.";
    "ServerHelloDone", SERVER_HELLO_DONE, rare:
        "The server has said its part. The message has no content.";
    "ClientKeyExchange", CLIENT_KEY_EXCHANGE, rare:
        "The client's public key for this connection, or, in the RSA key exchange, the encrypted secret.";
    "params", SIGNED_PARAMS, rare:
        "The part that is signed, together with both randoms: the curve and the public key.";
    "curve_params", SIGNED_PARAMS, rare:
        "Which curve the key exchange uses.";
    "curve_type", SIGNED_PARAMS, rare:
        "How the curve is given: named_curve, by its number in the registry. Nothing else is used any more.";
    "namedcurve", SIGNED_PARAMS, rare:
        "The curve that the server picked from the client's supported_groups.";
    "public", SIGNED_PARAMS, rare:
        "The server's public key for this connection. Anyone may see it: the secret needs one of the private keys.";
    "signed_params", SIGNED_PARAMS, rare:
        "The signature over both randoms and the parameters.";
    "EncryptedPreMasterSecret", RSA_PREMASTER, rare:
        "The premaster secret, encrypted with the public key of the server's certificate. Whoever has the private key, now \
         or in years, can read it.";
    "ecdh_Yc", CLIENT_PUBLIC_12, rare:
        "The client's public key for this connection, on the curve that the server picked.";
    "algorithm" within "signed_params", SIGNED_PARAMS, rare:
        "The kind of signature: one of those that the other side can verify, as it said.";
    "signature" within "signed_params", SIGNED_PARAMS, rare:
        "Made with the certificate's private key over both randoms and the parameters before it.";
    "ASN.1Cert", SERVER_CERTIFICATE_12, rare:
        "One certificate.";
    "certificate_types", CERTIFICATE_REQUEST_12, rare:
        "The kinds of key that the client's certificate may have.";
    "certificate_type", CERTIFICATE_REQUEST_12, rare:
        "One kind of key; ecdsa_sign stands for Ed25519 too.";
    "certificate_authorities", CERTIFICATE_REQUEST_12, rare:
        "The names of authorities that the server accepts. An empty list leaves it open.";
    "DistinguishedName", CERTIFICATE_REQUEST_12, rare:
        "The name of one authority, in DER.";
    "ticket_lifetime_hint", TICKET_12, rare:
        "How long the client may keep the ticket; 0 says nothing of that.";
    // Certificate and proofs.
    "certificate_request_context", CERTIFICATE:
        "Ties an answer to a request for a certificate. Empty when a server shows its own.";
    "certificate_list", CERTIFICATE:
        "The certificates: the sender's own first, then each that vouches for the one before. The root may be left \
         out, because the receiver has it.";
    "CertificateEntry", CERTIFICATE:
        "One certificate, with the extensions that belong to it.";
    "cert_data", CERTIFICATE:
        "The certificate in DER, the exact bytes over which its issuer signed.";
    "CompressedCertificate", COMPRESSED_CERTIFICATE, rare:
        "The message in which the sender shows its certificate and those that vouch for it, compressed.";
    "algorithm" within "CompressedCertificate", COMPRESSED_CERTIFICATE, rare:
        "How it is compressed: one of the ways that the receiver has said it can undo.";
    "uncompressed_length", COMPRESSED_CERTIFICATE, rare:
        "How long the Certificate message is that comes out, without its header. So the receiver knows before whether that \
         is too much.";
    "compressed_certificate_message", COMPRESSED_CERTIFICATE, rare:
        "The Certificate message, compressed.";
    "algorithm" within "compress_certificate", COMPRESSION, rare:
        "One way of compressing certificates that the sender can undo.";
    "algorithm", CERTIFICATE_VERIFY:
        "The kind of signature: one of those that the other side can verify, as it said.";
    "signature", CERTIFICATE_VERIFY:
        "Made with the certificate's private key over 64 spaces, a context string, a zero byte and the hash of all \
         messages so far.";
    "verify_data", FINISHED:
        "An HMAC with the sender's finished_key over the hash of all messages before this one.";
    // Tickets.
    "ticket_lifetime", NEW_SESSION_TICKET:
        "How long the ticket is good for, counted from now: at most seven days.";
    "ticket_age_add", NEW_SESSION_TICKET:
        "A random number that the client adds to the age of the ticket when it shows it, so that nobody on the way \
         can tell which visits belong together.";
    "ticket_nonce", NEW_SESSION_TICKET:
        "Different for each ticket of a connection, so that each has a key of its own.";
    "ticket", NEW_SESSION_TICKET:
        "What the client will show next time. To the client it is only bytes; the server finds or computes the key \
         from it.";
    // Alerts.
    "level", ALERT_PROTOCOL:
        "Warning or fatal. In TLS 1.3 the description alone decides, and this byte can be ignored.";
    "description", ALERT_PROTOCOL:
        "What the notice says.";
}
