//! Alerts.

use super::citation as cite;
use super::{Citation, Entry, entry};
use crate::trace::AlertDescription;

const ERROR: &[Citation] = &[cite::ERROR_ALERTS];

/// The words for an alert.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one arm for each kind, in the order of the enum")]
pub fn alert(description: AlertDescription) -> Entry {
    let name = description.name();
    match description {
        AlertDescription::CloseNotify => entry(
            name,
            "A goodbye: the sender will send nothing more in this direction.",
            "Any data received after it is ignored. Without it, a receiver could not tell the end of the data from a \
             connection that somebody cut: a truncation attack.",
            &[cite::CLOSURE_ALERTS],
        ),
        AlertDescription::UnexpectedMessage => entry(
            name,
            "A message came that has no place at this point.",
            "An inappropriate message was received: a wrong handshake message, application data too early, or a \
             message across a change of keys.",
            ERROR,
        ),
        AlertDescription::BadRecordMac => entry(
            name,
            "A sealed record could not be opened: it was changed on the way, or sealed with another key.",
            "The AEAD decryption of a record failed. One alert stands for every such failure, so that it tells an \
             attacker nothing about the cause.",
            &[cite::ERROR_ALERTS, cite::RECORD_PROTECTION],
        ),
        AlertDescription::RecordOverflow => entry(
            name,
            "A record was longer than allowed.",
            "A TLSCiphertext longer than 2^14 + 256 bytes, or a plaintext longer than 2^14 bytes or another \
             negotiated limit.",
            ERROR,
        ),
        AlertDescription::HandshakeFailure => entry(
            name,
            "The two do not come to terms: something that one of them needs, the other does not have or does not show.",
            "The sender could not negotiate an acceptable set of parameters from the options available.",
            &[cite::ERROR_ALERTS, cite::NEGOTIATION],
        ),
        AlertDescription::BadCertificate => entry(
            name,
            "A certificate does not hold: it is damaged, a signature on it is wrong, or it is for another name.",
            "A certificate was corrupt, contained signatures that did not verify, or the like.",
            ERROR,
        ),
        AlertDescription::UnsupportedCertificate => entry(
            name,
            "A certificate is of a kind that cannot be used here.",
            "A certificate was of an unsupported type.",
            ERROR,
        ),
        AlertDescription::CertificateRevoked => entry(
            name,
            "A certificate was withdrawn by the one who issued it.",
            "A certificate was revoked by its signer.",
            ERROR,
        ),
        AlertDescription::CertificateExpired => entry(
            name,
            "A certificate is out of date, or not valid yet.",
            "A certificate has expired or is not currently valid.",
            ERROR,
        ),
        AlertDescription::CertificateUnknown => entry(
            name,
            "Something else is wrong with a certificate.",
            "Some other, unspecified issue arose in processing the certificate and made it unacceptable.",
            ERROR,
        ),
        AlertDescription::IllegalParameter => entry(
            name,
            "A message is well formed, but a value in it is not allowed.",
            "A field was incorrect or inconsistent with other fields, although the message conforms to the syntax.",
            ERROR,
        ),
        AlertDescription::UnknownCa => entry(
            name,
            "The certificates lead to no root that the receiver trusts.",
            "A chain was received, but its issuer could not be located or matched with a known trust anchor.",
            ERROR,
        ),
        AlertDescription::AccessDenied => entry(
            name,
            "The certificate is good, but its owner may not come in.",
            "A valid certificate or PSK was received, but access control decided not to proceed.",
            ERROR,
        ),
        AlertDescription::DecodeError => entry(
            name,
            "A message could not be read: its lengths or fields do not fit together.",
            "A message does not conform to the syntax: a field out of its range, or a wrong length.",
            ERROR,
        ),
        AlertDescription::DecryptError => entry(
            name,
            "A proof in the handshake was wrong: a signature, a Finished, or that of a key from before.",
            "A cryptographic operation of the handshake (not of the record layer) failed: a signature, a Finished or \
             a PSK binder did not verify.",
            ERROR,
        ),
        AlertDescription::ProtocolVersion => entry(
            name,
            "The two have no edition of TLS in common.",
            "The version that the peer tried to negotiate is recognised but not supported.",
            ERROR,
        ),
        AlertDescription::InsufficientSecurity => entry(
            name,
            "The server wants stronger methods than the client has.",
            "Sent instead of handshake_failure when the server requires parameters more secure than the client's.",
            ERROR,
        ),
        AlertDescription::InternalError => entry(
            name,
            "Something failed inside one side; the other did nothing wrong.",
            "An internal error unrelated to the peer or to the correctness of the protocol, such as a lack of memory.",
            ERROR,
        ),
        AlertDescription::InappropriateFallback => entry(
            name,
            "A client tried an older edition again although a newer one would have worked.",
            "Sent by a server in response to an invalid connection retry attempt from a client (RFC 7507).",
            ERROR,
        ),
        AlertDescription::UserCanceled => entry(
            name,
            "Somebody stopped the handshake; nothing in it was wrong.",
            "The handshake is cancelled for a reason unrelated to a protocol failure. close_notify should follow.",
            &[cite::CLOSURE_ALERTS],
        ),
        AlertDescription::NoRenegotiation => entry(
            name,
            "The sender does not want a second handshake inside the connection. The connection goes on as it is.",
            "A warning, in TLS 1.2: the answer of a client to HelloRequest, or of a server to a ClientHello after the \
             first handshake. Who asked decides whether to go on.",
            &[cite::ERROR_ALERTS_12, cite::HELLO_REQUEST],
        ),
        AlertDescription::MissingExtension => entry(
            name,
            "Something that must be in a message is not there.",
            "A handshake message lacks an extension that is mandatory for the offered version or for other \
             negotiated parameters.",
            &[cite::ERROR_ALERTS, cite::MANDATORY_EXTENSIONS],
        ),
        AlertDescription::UnsupportedExtension => entry(
            name,
            "An answer came to a question that nobody asked.",
            "A handshake message contains an extension that is prohibited there, or that the receiver did not offer \
             first.",
            &[cite::ERROR_ALERTS, cite::EXTENSIONS],
        ),
        AlertDescription::UnrecognizedName => entry(
            name,
            "There is no server of that name here.",
            "No server exists that is identified by the name in server_name.",
            &[cite::ERROR_ALERTS, cite::SNI],
        ),
        AlertDescription::BadCertificateStatusResponse => entry(
            name,
            "The note that a certificate was not withdrawn is missing or wrong.",
            "The OCSP response that the server provided for status_request is invalid or unacceptable.",
            ERROR,
        ),
        AlertDescription::UnknownPskIdentity => entry(
            name,
            "The server knows none of the tickets shown to it, and wants one.",
            "PSK key establishment is desired, but the client provides no acceptable PSK identity.",
            ERROR,
        ),
        AlertDescription::CertificateRequired => entry(
            name,
            "The server wants a certificate from the client, and got none.",
            "A client certificate is desired, but the client provided none.",
            ERROR,
        ),
        AlertDescription::NoApplicationProtocol => entry(
            name,
            "The two have no language in common for what comes after the handshake.",
            "application_layer_protocol_negotiation lists only protocols that the server does not support.",
            &[cite::ERROR_ALERTS, cite::ALPN_SELECTION],
        ),
        AlertDescription::Unknown(_) => entry(
            name,
            "A notice with a number that the standard does not name. It ends the connection all the same.",
            "Unknown alert types are treated as error alerts, whatever their level.",
            &[cite::ALERT_PROTOCOL],
        ),
    }
}
