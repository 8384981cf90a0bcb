//! The fields that have another meaning in TLS 1.2 than in TLS 1.3, under the same name.

use super::rows::rows;

rows! {
    "ClientHello", CLIENT_HELLO_12, rare:
        "The client's first message: everything it offers.";
    "ServerHello", SERVER_HELLO_12, rare:
        "The server's first message: what it picked.";
    "extensions" within "ServerHello", SERVER_HELLO_12, rare:
        "The server's answers to the client's extensions.";
    "extensions" within "ClientHello", CLIENT_HELLO_12, rare:
        "The rest of the offer.";
    "random" within "ClientHello", CLIENT_HELLO_12, rare:
        "32 random bytes of the client. They go into the keys, so that recorded answers of an earlier handshake do not fit.";
    "random" within "ServerHello", SERVER_HELLO_12, rare:
        "32 random bytes of the server, which go into the keys. If it could speak TLS 1.3, the last eight tell the client \
         so.";
    "cipher_suite" within "ServerHello", SERVER_HELLO_12, rare:
        "The way of agreeing on keys, of signing and of sealing that the server picked from the client's list.";
    "cipher_suite", CLIENT_HELLO_12, rare:
        "One way of agreeing on keys, of signing and of sealing.";
    "length" of "certificate_list", SERVER_CERTIFICATE_12, rare:
        "How many bytes all certificates have together, each with its own length.";
    "signature" within "CertificateVerify", CERTIFICATE_VERIFY_12, rare:
        "Made with the certificate's private key over all handshake messages so far.";
    "CertificateVerify", CERTIFICATE_VERIFY_12, rare:
        "The client's proof that it holds the private key of its certificate.";
    "Finished", FINISHED_12, rare:
        "The sender's proof that it saw the same handshake.";
    "verify_data", FINISHED_12, rare:
        "The first 12 bytes of what the PRF makes of the master secret, a label and the hash of all messages before this one.";
    "change_cipher_spec", CHANGE_CIPHER_SPEC, rare:
        "A single byte 0x01: what the sender sends from now on is sealed.";
    "type" within "change_cipher_spec", CHANGE_CIPHER_SPEC, rare:
        "Always 1, the only value there is.";
    "ticket", TICKET_12, rare:
        "What the client will show next time. To the client it is only bytes; the server finds the session's secret with it.";
    "level", ERROR_ALERTS_12, rare:
        "Warning or fatal. After a fatal alert the connection ends at once.";
    // Records.
    "legacy_record_version", RECORD_12, rare:
        "The version of TLS that is spoken. Before the two have agreed on one, it may be an older one, for old servers.";
    "length" of "TLSCiphertext", AEAD_CIPHERS, rare:
        "How many bytes follow: the part of the nonce that is sent, if any, the encrypted content, and the tag. At most \
         18432.";
    "ciphertext", AEAD_CIPHERS, rare:
        "The content, encrypted. Without the key nobody can read it.";
}
