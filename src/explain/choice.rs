//! Negotiated parameters.

use super::citation as cite;
use super::{Entry, entry};
use crate::crypto::rare;
use crate::trace::{ChoiceName, Reason};

/// The words for a negotiated parameter.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one arm for each kind, in the order of the enum")]
pub fn choice(name: ChoiceName) -> Entry {
    match name {
        ChoiceName::Version => entry(
            "Protocol version",
            "Which edition of TLS both will speak.",
            "The client lists its versions in supported_versions; the server answers with selected_version. \
             legacy_version no longer takes part.",
            &[cite::SUPPORTED_VERSIONS],
        ),
        ChoiceName::CipherSuite => entry(
            "Cipher suite",
            "How records are sealed, and which hash function makes the keys.",
            "In TLS 1.3 a cipher suite names only an AEAD algorithm and a hash function. Key exchange and signature \
             are negotiated on their own.",
            &[cite::NEGOTIATION, cite::CIPHER_SUITES],
        ),
        ChoiceName::Group => entry(
            "Group",
            "The kind of arithmetic with which the two agree on a secret in front of everyone.",
            "The elliptic curve or finite field of the (EC)DHE key exchange, or a hybrid of one with ML-KEM: offered in \
             supported_groups, used in key_share.",
            &[cite::SUPPORTED_GROUPS, cite::KEY_SHARE],
        ),
        ChoiceName::SignatureScheme => entry(
            "Signature scheme",
            "The way in which the server signs to prove who it is.",
            "Algorithm and hash function of CertificateVerify: one that the client lists in signature_algorithms and \
             that fits the key in the server's certificate.",
            &[cite::SIGNATURE_ALGORITHMS, cite::CERTIFICATE_VERIFY],
        ),
        ChoiceName::ServerName => entry(
            "Server name",
            "Which of the hosts behind one address the client wants to talk to.",
            "The host_name of server_name. It lets the server choose a fitting certificate; in the ClientHello it \
             stands in the clear.",
            &[cite::SNI, cite::CERTIFICATE_SELECTION],
        ),
        ChoiceName::ApplicationProtocol => entry(
            "Application protocol",
            "Which language the two will speak once the connection stands, such as HTTP/2 or HTTP/1.1.",
            "The client lists protocol names in its order of preference; the server selects one and says so in \
             EncryptedExtensions. If they have none in common, the server ends with no_application_protocol.",
            &[cite::ALPN, cite::ALPN_SELECTION],
        ),
        ChoiceName::PreSharedKey => entry(
            "Pre-shared key",
            "Which key from before the two go on with, if they do.",
            "The client lists identities in pre_shared_key; the server selects the first that it knows and that goes \
             with the hash of the cipher suite, or none, and then goes on with certificates.",
            &[cite::PRE_SHARED_KEY, cite::RESUMPTION],
        )
        .rare(),
        ChoiceName::PskMode => entry(
            "PSK key exchange mode",
            "Whether the two agree on a fresh secret besides the key they share already.",
            "psk_dhe_ke adds (EC)DHE, which keeps forward secrecy; psk_ke does without. The client lists the modes \
             it accepts in psk_key_exchange_modes.",
            &[cite::PSK_MODES],
        )
        .rare(),
        ChoiceName::EarlyData => entry(
            "Early data",
            "Whether the server reads what the client sent before the handshake was complete.",
            "Accepted only with the first identity, the cipher suite and application protocol of the PSK, and a \
             ticket whose age is plausible; said with early_data in EncryptedExtensions.",
            &[cite::EARLY_DATA, cite::FRESHNESS],
        )
        .rare(),
        ChoiceName::ClientCertificate => entry(
            "Client certificate",
            "Who the client is, if the server wants to know.",
            "The leaf of the client's Certificate. A client without one sends an empty certificate_list, and the \
             server goes on or ends with certificate_required.",
            &[cite::CLIENT_CERTIFICATE, cite::RECEIVING_CERTIFICATE],
        )
        .rare(),
        ChoiceName::ClientSignatureScheme => entry(
            "Client's signature scheme",
            "The way in which the client signs to prove who it is.",
            "One that the server lists in CertificateRequest and that fits the key of the client's certificate.",
            &[cite::SIGNATURE_ALGORITHMS, cite::CERTIFICATE_VERIFY],
        )
        .rare(),
        ChoiceName::ExtendedMasterSecret => entry(
            "Extended master secret",
            "Whether all that was said so far goes into the keys, and not just the two random numbers.",
            "With extended_master_secret in both hellos the seed of the master secret is the hash of the handshake \
             messages; without, it is the two randoms.",
            &[cite::EXTENDED_MASTER_SECRET, cite::SESSION_HASH],
        )
        .rare(),
        ChoiceName::Session => entry(
            "Session",
            "Whether the two go on with the secret of an earlier connection.",
            "The client names the session by session_id, or shows it in session_ticket. A server that resumes it sends \
             the session_id back, and both go straight to Finished.",
            &[cite::OVERVIEW_12, cite::SESSION_TICKET],
        )
        .rare(),
        ChoiceName::RecordSizeLimit => entry(
            "Record size limit",
            "The longest records that each side is ready to receive.",
            "Each side says its limit in record_size_limit and keeps to that of the other. In TLS 1.3 it counts the bytes of \
             TLSInnerPlaintext: content, content type and padding; in TLS 1.2 those of the content.",
            &[cite::RECORD_SIZE_LIMIT],
        )
        .rare(),
    }
}

/// The words for why something that was offered is not done.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one arm for each reason, in the order of the enum")]
pub fn reason(reason: Reason) -> Entry {
    // Who offers nothing that can be declined needs no words for it: see Scenario::needs_rare.
    if !rare::BUILT {
        return entry("", "", "", &[]);
    }
    match reason {
        Reason::UnknownIdentity => entry(
            "Unknown key",
            "The server does not know the key that the client shows, so the two begin as strangers. If that is a ticket which it \
             kept itself: such a one it forgets once it was used, so that nobody can come with it twice.",
            "No identity stands for a PSK that the server has or can open; unknown identities are ignored and a full \
             handshake follows. A ticket that is a database key here is for a single use.",
            &[cite::PRE_SHARED_KEY, cite::SINGLE_USE],
        ),
        Reason::TicketExpired => entry(
            "Ticket too old",
            "The ticket is too old. A client should throw such a one away; this one shows it all the same.",
            "More than ticket_lifetime seconds have passed since it was issued; a client must not use it then.",
            &[cite::NEW_SESSION_TICKET],
        ),
        Reason::OtherHash => entry(
            "Key of another hash",
            "The key from before goes with another hash function than the one that was just chosen.",
            "A PSK is tied to one hash; it cannot be used with a cipher suite that has another.",
            &[cite::PRE_SHARED_KEY],
        ),
        Reason::NoCommonMode => entry(
            "No common way to use the key",
            "The two do not agree on how to use a key from before.",
            "psk_key_exchange_modes holds no mode that the server accepts.",
            &[cite::PSK_MODES],
        ),
        Reason::Policy => entry(
            "The server does not want to",
            "The server is set up not to take early data.",
            "A server may decline 0-RTT data for any reason: it leaves early_data out of EncryptedExtensions and \
             skips the records.",
            &[cite::EARLY_DATA],
        ),
        Reason::WithoutPsk => entry(
            "No key to read it",
            "The key from before was not taken, so there is nothing to read the early data with.",
            "0-RTT data is sealed with keys from the first PSK offered; without selecting that one a server cannot \
             accept it.",
            &[cite::EARLY_DATA, cite::ZERO_RTT],
        ),
        Reason::TicketAge => entry(
            "Maybe a replay",
            "By the client's count the ticket is much younger or older than by the server's. So this hello may be an \
             old one, sent again by somebody else.",
            "The age from obfuscated_ticket_age and the server's own differ by more than is allowed; 0-RTT is \
             declined, and the handshake goes on.",
            &[cite::FRESHNESS, cite::TICKET_AGE],
        ),
        Reason::Replay => entry(
            "A replay",
            "The very same hello came before, and what the client said with it was read then. Somebody has recorded it and \
             sent it again, so it is not read twice.",
            "A server records something that no other ClientHello has, here the binder that it verified, for as long as \
             the age of the ticket fits. A second hello with it is taken without its 0-RTT data.",
            &[cite::HELLO_RECORDING, cite::FRESHNESS],
        ),
        Reason::Retry => entry(
            "A second hello is needed",
            "The server needs a second hello first, and after that there is no early data any more.",
            "Early data is not permitted after a HelloRetryRequest; records of it are skipped.",
            &[cite::EARLY_DATA, cite::HELLO_RETRY_REQUEST],
        ),
        Reason::OtherParameters => entry(
            "Other parameters",
            "Early data is written for the cipher suite and the application protocol that go with the key from before, and \
             this time others were chosen.",
            "The selected cipher suite and application protocol must be those associated with the PSK. With an external key \
             here goes no application protocol.",
            &[cite::EARLY_DATA],
        ),
        Reason::UnknownSession => entry(
            "Unknown session",
            "The server does not know the session that the client comes back to, so the two begin as strangers.",
            "The session_id is that of no session that the server has kept, or it cannot open the ticket. It answers with \
             another session_id, and a full handshake follows.",
            &[cite::OVERVIEW_12],
        ),
        Reason::OtherTerms => entry(
            "Session on other terms",
            "The session was made on other terms than the client offers now, so the two begin as strangers.",
            "A session is resumed only for the same server name, with a cipher suite that is offered again, and with an \
             extended master secret on both sides if it was made with one.",
            &[cite::CLIENT_HELLO_12, cite::SNI, cite::SESSION_RESUMPTION],
        ),
        Reason::NoCertificate => entry(
            "No certificate",
            "The client shows no certificate, and says so.",
            "An empty certificate_list, and no CertificateVerify.",
            &[cite::CERTIFICATE, cite::CLIENT_CERTIFICATE],
        ),
        Reason::NoCommonSignatureScheme => entry(
            "No signature that the server can verify",
            "The client's certificate signs in a way that the server cannot verify, so it is not shown.",
            "No scheme of the CertificateRequest fits the key of the client's certificate.",
            &[cite::CLIENT_CERTIFICATE],
        ),
    }
}
