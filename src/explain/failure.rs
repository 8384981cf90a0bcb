//! Failures: why a side could not go on.

use super::citation as cite;
use super::{Entry, check, entry};
use crate::crypto::rare;
use crate::trace::Failure;

/// The words for a failure.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one arm for each kind, in the order of the enum")]
pub fn failure(failure: &Failure) -> Entry {
    match failure {
        Failure::UnexpectedMessage { .. } => entry(
            "A message out of place",
            "A message came that this side does not wait for now. The order of the handshake is fixed, so it stops.",
            "Handshake messages must come in the order of the standard; any other message in this state ends the \
             handshake with unexpected_message.",
            &[cite::HANDSHAKE_PROTOCOL],
        ),
        Failure::UnexpectedRecord { .. } => entry(
            "A record out of place",
            "A record of a kind that is not allowed now.",
            "A record of an unexpected content type ends the connection with unexpected_message.",
            &[cite::RECORD_PROTOCOL],
        ),
        Failure::MessageAcrossKeyChange => entry(
            "A message across a change of keys",
            "One message was begun under one key and would end under another. That is not allowed.",
            "Handshake messages must not span key changes: the message before a change must end with its record.",
            &[cite::RECORD_LAYER],
        ),
        Failure::RecordOverflow { .. } => entry(
            "A record too long",
            "A record is longer than the standard allows.",
            "The limit is 2^14 bytes for TLSPlaintext and for the content of a sealed record, and 2^14 + 256 for \
             TLSCiphertext.",
            &[cite::RECORD_LAYER, cite::RECORD_PROTECTION],
        ),
        Failure::BadRecordMac => entry(
            "A record that does not open",
            "The record does not open with the key. Either it was changed on the way, or the two do not have the \
             same key.",
            "AEAD decryption failed. A changed byte in ciphertext, tag or header gives this result, and so does a \
             wrong key or sequence number.",
            &[cite::RECORD_PROTECTION],
        ),
        Failure::Decode { .. } => entry(
            "A message that cannot be read",
            "The lengths or values in a message do not fit together, so it cannot be read.",
            "A message that cannot be parsed according to the syntax ends the connection with decode_error.",
            &[cite::ERROR_ALERTS],
        ),
        Failure::NoCommonVersion => entry(
            "No version in common",
            "The client does not offer an edition of TLS that the server speaks.",
            "Neither supported_versions nor, where it is absent, client_version offers a version that this server supports.",
            &[cite::SUPPORTED_VERSIONS, cite::CLIENT_HELLO],
        ),
        Failure::InappropriateFallback => entry(
            "A needless fallback",
            "The client says that it tries an older edition because a newer one did not get through. But the server speaks a \
             newer one, so somebody may have stood in the way.",
            "TLS_FALLBACK_SCSV stands among the cipher suites, and the highest version that the server supports is higher \
             than the one that the client offers.",
            &[cite::FALLBACK],
        ),
        Failure::NoCommonCipherSuite => entry(
            "No cipher suite in common",
            "The client does not offer a way of sealing that the server accepts.",
            "No cipher suite of the ClientHello is acceptable to the server.",
            &[cite::NEGOTIATION],
        ),
        Failure::NoCommonGroup => entry(
            "No group in common",
            "The client does not offer a way of agreeing on a secret that the server accepts.",
            "supported_groups and the server's groups have no overlap.",
            &[cite::NEGOTIATION],
        ),
        Failure::NoCommonSignatureScheme => entry(
            "No signature scheme in common",
            "The client cannot verify the kind of signature that the server's certificate makes.",
            if rare::BUILT {
                "No scheme of signature_algorithms fits the key of the server's certificate, or, in TLS 1.2, the curve of \
                 that key is not in supported_groups."
            } else {
                "No scheme of signature_algorithms fits the key of the server's certificate."
            },
            &[cite::CERTIFICATE_VERIFY, cite::SIGNATURE_ALGORITHMS],
        ),
        Failure::NoCommonApplicationProtocol => entry(
            "No application protocol in common",
            "The two have no language in common for what comes after the handshake.",
            "The server supports none of the protocols that the client lists, and must end with \
             no_application_protocol.",
            &[cite::ALPN_SELECTION],
        ),
        Failure::UnrecognizedName { .. } => entry(
            "No server of that name",
            "The client asks for a server that does not live here.",
            "The server does not recognise the host_name in server_name, and chooses to end with unrecognized_name.",
            &[cite::SNI],
        ),
        Failure::MissingExtension { .. } => entry(
            "An extension is missing",
            "Something that must be in the message is not there.",
            "An extension that is mandatory for what is being negotiated is absent.",
            &[cite::MANDATORY_EXTENSIONS],
        ),
        Failure::UnsolicitedExtension { .. } => entry(
            "An extension nobody asked for",
            "The message answers a question that was never asked.",
            "Extensions are answers: one whose request the receiver did not send ends the handshake with \
             unsupported_extension.",
            &[cite::EXTENSIONS],
        ),
        Failure::ForbiddenExtension { .. } => entry(
            "An extension in the wrong message",
            "The message holds an extension that does not belong there.",
            "The standard lists for each extension the messages it may stand in; anywhere else it ends the handshake \
             with illegal_parameter.",
            &[cite::EXTENSIONS],
        ),
        Failure::DuplicateExtension { .. } => entry(
            "An extension twice",
            "The same extension stands in one message twice.",
            "There must not be more than one extension of the same type in an extension block.",
            &[cite::EXTENSIONS],
        ),
        Failure::IllegalParameter { .. } => entry(
            "A value that is not allowed",
            "The message can be read, but a value in it is not allowed.",
            "A field is incorrect or inconsistent with other fields, although the syntax is right.",
            &[cite::ERROR_ALERTS],
        ),
        Failure::InvalidKeyShare => entry(
            "A public key that is not valid",
            "The other side's public key is not a usable one. With it, the secret could be guessed.",
            "A secp256r1 or secp384r1 share must be a point on the curve other than infinity; an X25519 result of all \
             zeros must be refused, and so must an ML-KEM key or ciphertext of the wrong form.",
            &[cite::ECDHE_PARAMETERS, cite::ECDHE, cite::ECDHE_MLKEM],
        ),
        Failure::NoCertificate => entry(
            "No certificate",
            "The server sent its message without any certificate in it.",
            "The server's certificate_list must be non-empty; the client ends with decode_error.",
            &[cite::RECEIVING_CERTIFICATE],
        ),
        Failure::CheckFailed { check: name, .. } => check(*name),
        Failure::CertificateRequired => entry(
            "Certificate required",
            "The server does not go on with a client that does not show who it is.",
            "The client's certificate_list is empty, and the server requires authentication: certificate_required.",
            &[cite::RECEIVING_CERTIFICATE],
        ),
        Failure::ClientCertificateMissing => entry(
            "Client certificate missing",
            "The server does not go on with a client that does not show who it is.",
            "The client's certificate_list is empty; a server of TLS 1.2 that requires a certificate may end with \
             handshake_failure.",
            &[cite::CLIENT_CERTIFICATE_12],
        ),
        Failure::TooMuchEarlyData { .. } => entry(
            "Too much early data",
            "The client sent more before the handshake was complete than its ticket allows.",
            "More than max_early_data_size bytes of 0-RTT data came; the server should end with unexpected_message.",
            &[cite::NEW_SESSION_TICKET, cite::EARLY_DATA],
        ),
    }
}
