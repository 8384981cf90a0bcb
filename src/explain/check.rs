//! Checks.

use super::citation as cite;
use super::{Entry, entry};
use crate::trace::CheckName;

/// The words for a check.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one arm for each kind, in the order of the enum")]
pub fn check(name: CheckName) -> Entry {
    match name {
        CheckName::SessionIdEcho => entry(
            "Session id sent back",
            "The server must send back the session id of the client unchanged.",
            "legacy_session_id_echo must equal the legacy_session_id of the ClientHello; otherwise the client ends \
             with illegal_parameter.",
            &[cite::SERVER_HELLO],
        ),
        CheckName::VersionOffered => entry(
            "Version was offered",
            "The server may only pick an edition of TLS that the client has on its list.",
            "selected_version must be TLS 1.3 or later and one of the versions in the client's supported_versions; \
             otherwise illegal_parameter. Without the extension an older version is meant: protocol_version.",
            &[cite::SUPPORTED_VERSIONS],
        ),
        CheckName::CipherSuiteOffered => entry(
            "Cipher suite was offered",
            "The server may only pick a cipher suite that the client has on its list.",
            "A cipher_suite that was not in the ClientHello makes the client end with illegal_parameter.",
            &[cite::SERVER_HELLO],
        ),
        CheckName::GroupOffered => entry(
            "Group was offered",
            "The server's public key must be of the kind of which the client sent one.",
            "The group of server_share must be one for which the client sent a KeyShareEntry.",
            &[cite::KEY_SHARE],
        ),
        CheckName::RetryChangesHello => entry(
            "Retry asks for something new",
            "The server may ask for a second hello only if that one will differ from the first.",
            "selected_group must be in supported_groups and not among the shares sent, or there must be a cookie; \
             otherwise illegal_parameter.",
            &[cite::HELLO_RETRY_REQUEST, cite::KEY_SHARE],
        )
        .rare(),
        CheckName::RetrySuite => entry(
            "Same cipher suite as before",
            "The way of sealing that the server named when it asked again must be the one it picks now.",
            "cipher_suite of the ServerHello must be that of the HelloRetryRequest; otherwise illegal_parameter.",
            &[cite::HELLO_RETRY_REQUEST],
        )
        .rare(),
        CheckName::SecondHello => entry(
            "Second hello is the first one",
            "The second hello must say what the first one said, but for what the server asked for.",
            "Only key_share, cookie, early_data, pre_shared_key and padding may differ, each as the standard says; \
             otherwise the server ends with illegal_parameter.",
            &[cite::CLIENT_HELLO],
        )
        .rare(),
        CheckName::Cookie => entry(
            "Cookie came back",
            "The client must send back the bytes that the server handed out. So the server knows that its messages \
             reach the client.",
            "The cookie of the second ClientHello must be a copy of that in the HelloRetryRequest.",
            &[cite::COOKIE],
        )
        .rare(),
        CheckName::PskOffered => entry(
            "Pre-shared key was offered",
            "The server may only go on with a key that the client showed, and in a way that the client accepts.",
            "selected_identity must be in range, the cipher suite must have the hash of that PSK, and key_share must \
             be there or not as psk_key_exchange_modes demands; otherwise illegal_parameter.",
            &[cite::PRE_SHARED_KEY, cite::PSK_MODES],
        )
        .rare(),
        CheckName::Binder => entry(
            "Client holds the pre-shared key",
            "Which key the client means can be read, and said again, by anyone who sees it. The binder shows that the client \
             has that key, and ties it to this hello.",
            "The server computes the HMAC over the transcript up to the list of binders itself; a difference ends \
             the connection with decrypt_error.",
            &[cite::BINDER, cite::PRE_SHARED_KEY],
        )
        .rare(),
        CheckName::EarlyDataParameters => entry(
            "Early data fits its key",
            "Early data was written for the terms that go with its key. The server may take it only if they still hold.",
            "With early_data in EncryptedExtensions, the PSK must be the first one, and cipher suite and application \
             protocol must be those of that PSK; otherwise illegal_parameter.",
            &[cite::EARLY_DATA],
        )
        .rare(),
        CheckName::Downgrade => entry(
            "No sign of a downgrade",
            "A server that knows a newer edition and was made to use an older one leaves a mark in its random number. \
             If the client asked for the newer one, somebody on the way has hidden that.",
            "A server that negotiates TLS 1.2 although it knows TLS 1.3 ends its random with 44 4F 57 4E 47 52 44 01 \
             (DOWNGRD and 1); one that negotiates an older version still, with DOWNGRD and 0. A client that offered TLS 1.3 \
             must end with illegal_parameter if it sees either.",
            &[cite::SERVER_HELLO],
        )
        .rare(),
        CheckName::RenegotiationInfo => entry(
            "First handshake for both",
            "Both must agree that this handshake is the first one of its connection, and no continuation of another.",
            "renegotiated_connection must be empty in the first handshake; otherwise handshake_failure.",
            &[cite::RENEGOTIATION_CLIENT, cite::RENEGOTIATION],
        )
        .rare(),
        CheckName::RenegotiatedConnection => entry(
            "Goes on from the handshake before",
            "Both must mean the same handshake, that before this one in their connection. The proofs of that one, said again, \
             show it.",
            "renegotiated_connection must be the client's verify_data of the handshake before, and in the ServerHello the \
             server's after it; otherwise handshake_failure. The suite TLS_EMPTY_RENEGOTIATION_INFO_SCSV must not be there.",
            &[cite::RENEGOTIATION_CLIENT_LATER, cite::RENEGOTIATION_SERVER_LATER],
        )
        .rare(),
        CheckName::SessionParameters => entry(
            "Same terms as the session",
            "Who comes back to an earlier session must seal in the same way as then, and make keys in the same way.",
            "A resumed session keeps its cipher suite, and extended_master_secret must be there if the session was \
             made with it; otherwise the side that sees it ends with handshake_failure.",
            &[cite::SERVER_HELLO_12, cite::SESSION_RESUMPTION],
        )
        .rare(),
        CheckName::ServerKeyExchange => entry(
            "Public key is the server's",
            "The server's public key for this connection must be signed with the key of its certificate. So nobody in \
             the middle can put another in its place.",
            "Verified with the leaf's public key over ClientHello.random, ServerHello.random and params; otherwise \
             decrypt_error.",
            &[cite::SIGNED_PARAMS, cite::SERVER_KEY_EXCHANGE],
        )
        .rare(),
        #[cfg(feature = "rare")]
        CheckName::CompressedCertificate => entry(
            "Certificates unpack as they should",
            "They must be compressed in a way that the receiver has said it can undo, and come out as long as the message \
             says, to the byte.",
            "algorithm must be one of the receiver's compress_certificate. What cannot be decompressed, or not to exactly \
             uncompressed_length bytes, ends the connection with bad_certificate.",
            &[cite::COMPRESSED_CERTIFICATE, cite::COMPRESSION],
        ),
        CheckName::TrustAnchor => entry(
            "Chain leads to a trusted root",
            "Each certificate is vouched for by the next; the last must be vouched for by a root that the \
             receiver trusted beforehand.",
            "Builds the certification path from the sender's certificate to a trust anchor by matching issuer and \
             subject. Without an anchor the receiver ends with unknown_ca, and with bad_certificate if the sender's own \
             certificate cannot be read.",
            &[cite::X509_VALIDATION, cite::X509_PATHS],
        ),
        CheckName::CertificateSignature { .. } => entry(
            "Certificate's signature",
            "The signature on the certificate must really be its issuer's, made in a way that is still safe and that the \
             receiver knows. So nobody has changed a byte of it.",
            "signatureValue is verified over the DER bytes of tbsCertificate with the public key of the issuer. \
             With MD5 or SHA-1, and if it does not verify: bad_certificate; with an algorithm that is not \
             implemented: unsupported_certificate.",
            &[cite::X509_PROCESSING, cite::X509_SIGNATURE_VALUE, cite::RECEIVING_CERTIFICATE],
        ),
        CheckName::Validity { .. } => entry(
            "Valid on this date",
            "A certificate is good from one date to another. Today must lie between the two.",
            "The current time must lie within notBefore and notAfter, both included; otherwise the receiver ends with \
             certificate_expired, which also stands for not yet valid.",
            &[cite::X509_PROCESSING, cite::X509_VALIDITY, cite::ERROR_ALERTS],
        ),
        CheckName::NameConstraints { .. } => entry(
            "Names are within the issuer's limits",
            "An authority may be allowed to vouch for some names only, such as those of one company. No name in a certificate \
             below it may be another one.",
            "If a certificate above has nameConstraints, each name of this one, its subject included, must be within one \
             of the permittedSubtrees of its form, if there are any, and within none of the excludedSubtrees. A name of \
             a form that is constrained and cannot be compared is refused.",
            &[cite::X509_PROCESSING, cite::X509_NAME_CONSTRAINTS],
        )
        .rare(),
        CheckName::BasicConstraints { .. } => entry(
            "May issue certificates",
            "Not every certificate may vouch for others: the issuer's must say that it may, and for whom, other authorities \
             too or not. Otherwise any website could make certificates for all others.",
            "An issuing certificate of version 3 must have basicConstraints with cA true, and pathLenConstraint, if \
             present, must not be exceeded.",
            &[cite::X509_NEXT, cite::X509_BASIC_CONSTRAINTS],
        ),
        CheckName::KeyUsage { .. } => entry(
            "Key may be used for this",
            "A certificate can say what its key is for. Here it must allow what the key is used for.",
            "If keyUsage is present, an issuer's must assert keyCertSign, and the leaf's digitalSignature, because its key \
             signs (keyEncipherment in the RSA key exchange of TLS 1.2).",
            &[cite::X509_KEY_USAGE, cite::CERTIFICATE_SELECTION],
        ),
        CheckName::CriticalExtensions { .. } => entry(
            "Nothing critical is unknown",
            "An entry that is marked critical must be understood. Whoever skipped it could overlook a limit.",
            "A certificate with a critical extension that the receiver does not process must be refused.",
            &[cite::X509_EXTENSION_FORM, cite::X509_NEXT],
        ),
        CheckName::ExtendedKeyUsage => entry(
            "May act in this role",
            "The certificate must be meant for a web server (or, if a client shows it, for a client), not, say, for \
             signing e-mail.",
            "If extKeyUsage is present, in the leaf or in a certificate that issues others, it must list \
             id-kp-serverAuth, or id-kp-clientAuth for a client (or anyExtendedKeyUsage, where that is accepted).",
            &[cite::X509_EXTENDED_KEY_USAGE],
        ),
        CheckName::ServerName => entry(
            "Name matches",
            "The certificate must be for the name that the client asked for. A good certificate for another name \
             proves nothing here.",
            "A dNSName in subjectAltName must match the reference identifier: label by label, without regard to \
             case; a wildcard may stand for the whole left-most label only. An IP address must equal an iPAddress.",
            &[cite::DNS_MATCHING, cite::X509_ALT_NAME],
        ),
        CheckName::CertificateVerify => entry(
            "Sender holds the private key",
            "The signature must fit the public key in the certificate and the messages that the receiver itself saw.",
            "Verified with the leaf's public key over 64 spaces, the context string, a zero byte and \
             Transcript-Hash(ClientHello...Certificate), in TLS 1.2 over all messages so far; otherwise decrypt_error.",
            &[cite::CERTIFICATE_VERIFY],
        ),
        CheckName::Finished => entry(
            "Both saw the same messages",
            "The receiver makes the same proof itself, from the messages it saw. Only if both are equal was nothing \
             changed on the way.",
            "The receiver computes verify_data itself, from the transcript hash and the sender's finished_key (in TLS 1.2 the \
             master secret); a difference ends the connection with decrypt_error.",
            &[cite::FINISHED],
        ),
    }
}
