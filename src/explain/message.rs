//! Kinds of messages.

use super::citation as cite;
use super::{Entry, Version, entry};
use crate::trace::MessageName;

/// The words for a kind of message.
#[must_use]
pub fn message(name: MessageName, version: Version) -> Entry {
    if version.is_older() { older(name).unwrap_or_else(|| newer(name)) } else { newer(name) }
}

/// The words for what has another meaning in TLS 1.2.
fn older(name: MessageName) -> Option<Entry> {
    Some(match name {
        MessageName::ClientHello => entry(
            "ClientHello",
            "The first message. The client lists everything it can do, and names the server it wants. Nobody has a shared key \
             yet, so anyone on the way can read it.",
            "Carries client_version, the client's random, perhaps the ID of an earlier session, the cipher suites and the \
             extensions.",
            &[cite::CLIENT_HELLO_12],
        ),
        MessageName::ServerHello => entry(
            "ServerHello",
            "The server's first answer: what it picked from the client's lists. Its key for this connection, if it sends one, \
             comes later.",
            "Carries server_version, the server's random, a session ID, the cipher suite and the answers to the client's \
             extensions.",
            &[cite::SERVER_HELLO_12],
        ),
        MessageName::CertificateRequest => entry(
            "CertificateRequest",
            "The server wants to know who the client is, and asks for its certificate.",
            "Comes before ServerHelloDone and says which kinds of key, signature and authority the server accepts.",
            &[cite::CERTIFICATE_REQUEST_12],
        ),
        MessageName::CertificateVerify => entry(
            "CertificateVerify",
            "Anyone can copy a certificate. With this signature the client proves that it holds the private key that belongs to \
             it, and that it saw the same messages as the server.",
            "A signature with the certificate's private key over all handshake messages so far.",
            &[cite::CERTIFICATE_VERIFY_12],
        ),
        MessageName::Finished => entry(
            "Finished",
            "A short proof, made with a secret that only the two can have, that the sender saw exactly the same messages as the \
             receiver. It is its sender's first sealed message.",
            "verify_data is PRF(master_secret, finished_label, Hash(handshake_messages)), 12 bytes.",
            &[cite::FINISHED_12],
        ),
        MessageName::NewSessionTicket => entry(
            "NewSessionTicket",
            "A ticket that the client may show the next time, to start again without certificates.",
            "An opaque ticket that stands for the session's state, the master secret among it. The server sends it before its \
             change_cipher_spec.",
            &[cite::TICKET_12],
        ),
        MessageName::ChangeCipherSpec => entry(
            "change_cipher_spec",
            "The sender says: all that I send from now on is sealed.",
            "A single byte 0x01 in a record of its own, no handshake message. The records after it are under the newly \
             negotiated keys.",
            &[cite::CHANGE_CIPHER_SPEC],
        ),
        #[cfg(feature = "rare")]
        MessageName::CompressedCertificate => return None,
        MessageName::HelloRetryRequest
        | MessageName::EncryptedExtensions
        | MessageName::Certificate
        | MessageName::EndOfEarlyData
        | MessageName::KeyUpdate
        | MessageName::HelloRequest
        | MessageName::ServerKeyExchange
        | MessageName::ServerHelloDone
        | MessageName::ClientKeyExchange
        | MessageName::OtherHandshake(_)
        | MessageName::SealedRecord
        | MessageName::ApplicationData
        | MessageName::Alert => return None,
    })
}

#[expect(clippy::too_many_lines, reason = "one arm for each kind, in the order of the enum")]
fn newer(name: MessageName) -> Entry {
    match name {
        MessageName::ClientHello => entry(
            "ClientHello",
            "The first message. The client lists everything it can do, sends its public key for this connection, and \
             names the server it wants. Nobody has a shared key yet, so anyone on the way can read it.",
            "Carries the client's random, its cipher suites and its extensions. Fields whose name starts with \
             legacy_ keep the layout of TLS 1.2; what is new stands in extensions.",
            &[cite::CLIENT_HELLO],
        ),
        MessageName::ServerHello => entry(
            "ServerHello",
            "The server's first answer: what it picked from the client's lists, and its part of the key exchange, \
             from which both sides compute the same secret.",
            "Carries only what both sides need before they have keys: random, cipher suite, selected version and the \
             server's key share. All other answers follow encrypted, in EncryptedExtensions.",
            &[cite::SERVER_HELLO],
        ),
        MessageName::HelloRetryRequest => entry(
            "HelloRetryRequest",
            "The server asks the client to say hello once more: with another kind of public key, or with a few bytes \
             that it hands out here.",
            "A ServerHello whose random is SHA-256 of \"HelloRetryRequest\". Its extensions say what the second \
             ClientHello needs: selected_group in key_share, a cookie, or both. It may be sent once.",
            &[cite::HELLO_RETRY_REQUEST, cite::COOKIE],
        )
        .rare(),
        MessageName::EncryptedExtensions => entry(
            "EncryptedExtensions",
            "The server's first sealed message: those of its answers that need not be public.",
            "Holds responses to ClientHello extensions that are not required to determine the cryptographic \
             parameters and do not belong to one certificate. Sealed with keys from \
             server_handshake_traffic_secret.",
            &[cite::ENCRYPTED_EXTENSIONS],
        ),
        MessageName::CertificateRequest => entry(
            "CertificateRequest",
            "The server wants to know who the client is, and asks for its certificate.",
            "Follows EncryptedExtensions. signature_algorithms says what the server can verify; \
             certificate_request_context is empty in a handshake. Not sent where a PSK authenticates.",
            &[cite::CERTIFICATE_REQUEST],
        )
        .rare(),
        MessageName::Certificate => entry(
            "Certificate",
            "The server shows who it is: its certificate, and the certificates that vouch for it up to one that the \
             client already trusts.",
            "certificate_list holds the sender's certificate first; each following one should certify the one before \
             it. The trust anchor itself may be left out, because the client must have it already.",
            &[cite::CERTIFICATE],
        ),
        MessageName::CertificateVerify => entry(
            "CertificateVerify",
            "Anyone can copy a certificate. With this signature the server proves that it holds the private key that \
             belongs to it, and that it saw the same messages as the client.",
            "A signature with the certificate's private key over 64 spaces, a context string, a zero byte and the \
             transcript hash up to and including Certificate.",
            &[cite::CERTIFICATE_VERIFY],
        ),
        MessageName::Finished => entry(
            "Finished",
            "A short proof, made with a key that only the two can have, that the sender saw exactly the same messages \
             as the receiver.",
            "verify_data is HMAC(finished_key, transcript hash) over all handshake messages before it. It confirms \
             the keys and authenticates the whole handshake.",
            &[cite::FINISHED],
        ),
        MessageName::EndOfEarlyData => entry(
            "EndOfEarlyData",
            "The client says that its early data ends here. What follows is sealed with other keys.",
            "An empty message, the last one under client_early_traffic_secret; sent after the server's Finished, and \
             only if the server accepted early data.",
            &[cite::END_OF_EARLY_DATA],
        )
        .rare(),
        MessageName::NewSessionTicket => entry(
            "NewSessionTicket",
            "A ticket that the client may show the next time, to start again without certificates.",
            "Ties an opaque ticket to a pre-shared key that both sides derive from resumption_master_secret and \
             ticket_nonce. Only the server sends it, after the client's Finished.",
            &[cite::NEW_SESSION_TICKET, cite::RESUMPTION],
        ),
        MessageName::KeyUpdate => entry(
            "KeyUpdate",
            "The sender says that it goes on with a new key. It can ask the other side to do the same.",
            "The last record under application_traffic_secret_N of its sender; the next is sealed with N+1. With \
             update_requested the receiver must send a KeyUpdate of its own before its next application data.",
            &[cite::KEY_UPDATE, cite::UPDATED_SECRETS],
        )
        .rare(),
        #[cfg(feature = "rare")]
        MessageName::CompressedCertificate => entry(
            "CompressedCertificate",
            "Shows who its sender is, as Certificate does, in fewer bytes: the certificates are compressed.",
            "A Certificate message, compressed with one of the algorithms in the receiver's compress_certificate. It takes \
             the place of Certificate, in the transcript as well.",
            &[cite::COMPRESSED_CERTIFICATE, cite::COMPRESSION],
        ),
        MessageName::HelloRequest => entry(
            "HelloRequest",
            "The server asks the client to begin a second handshake inside the connection, as TLS 1.2 allows.",
            "An empty message, never part of the transcript. The client may begin anew, ignore it, or answer with the \
             warning no_renegotiation. TLS 1.3 has no renegotiation.",
            &[cite::HELLO_REQUEST],
        )
        .rare(),
        MessageName::ServerKeyExchange => entry(
            "ServerKeyExchange",
            "The server's public key for this connection, signed with the key of its certificate.",
            "ServerECDHParams: the named curve and the ephemeral public key, and a signature over both randoms and \
             these parameters.",
            &[cite::SERVER_KEY_EXCHANGE, cite::SIGNED_PARAMS],
        )
        .rare(),
        MessageName::ServerHelloDone => entry(
            "ServerHelloDone",
            "The server says that it has said everything, and waits for the client.",
            "An empty message: the end of ServerHello and the messages that go with it.",
            &[cite::SERVER_HELLO_DONE],
        )
        .rare(),
        MessageName::ClientKeyExchange => entry(
            "ClientKeyExchange",
            "The client's public key for this connection, or, in the old way, the secret itself, encrypted for the server. \
             Now both can compute the same keys.",
            "ecdh_Yc, the client's ephemeral public key on the server's curve; in the RSA key exchange \
             EncryptedPreMasterSecret. The premaster secret follows from it.",
            &[cite::CLIENT_KEY_EXCHANGE, cite::CLIENT_PUBLIC_12, cite::RSA_PREMASTER],
        )
        .rare(),
        MessageName::OtherHandshake(_) => OTHER_HANDSHAKE,
        MessageName::ChangeCipherSpec => CHANGE_CIPHER_SPEC,
        MessageName::SealedRecord => entry(
            "Sealed record",
            "A record that stays closed here, because the key to it was not given.",
            "A TLSCiphertext: its encrypted_record can be opened by who has the traffic secret only. Its real content \
             type is inside too.",
            &[cite::RECORD_PROTECTION],
        )
        .rare(),
        MessageName::ApplicationData => entry(
            "application_data",
            "What the two wanted to say all along, sealed so that nobody on the way can read or change it unnoticed.",
            "Bytes of the application protocol. They have no structure for TLS, are always encrypted, and are not \
             part of the transcript.",
            &[cite::RECORD_PROTOCOL, cite::RECORD_PROTECTION],
        ),
        MessageName::Alert => entry(
            "Alert",
            "A short notice: either a polite goodbye, or that something is wrong and the connection ends here.",
            "Two bytes: level and description. In TLS 1.3 the description alone decides; every error alert ends the \
             connection at once.",
            &[cite::ALERT_PROTOCOL],
        ),
    }
}

/// The words for a handshake message that the two do not use.
pub(super) const OTHER_HANDSHAKE: Entry = entry(
    "Another handshake message",
    "A message of a kind that these two do not use.",
    "A handshake message whose msg_type is none of those that this client and server speak; a side that does \
     not expect it answers with unexpected_message.",
    &[cite::HANDSHAKE_PROTOCOL],
);

/// The words for the message that means nothing.
pub(super) const CHANGE_CIPHER_SPEC: Entry = entry(
    "change_cipher_spec",
    "A leftover of older versions that means nothing now. Some sides send it so that old equipment on the way \
     recognises the conversation.",
    "A single byte 0x01 in a record of its own. TLS 1.3 drops it without further processing; it exists for \
     middlebox compatibility and is not part of the transcript.",
    &[cite::MIDDLEBOX, cite::RECORD_PROTOCOL],
);
