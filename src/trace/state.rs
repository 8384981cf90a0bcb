//! The states of both sides.

/// A state of a client or a server by its name in RFC 8446 Appendix A.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Nothing was sent or received yet.
    Start,
    /// The client waits for the `ServerHello`.
    WaitServerHello,
    /// The client waits for the `EncryptedExtensions`.
    WaitEncryptedExtensions,
    /// The client waits for a `Certificate` or a `CertificateRequest`.
    WaitCertificateOrRequest,
    /// Waits for the peer's `Certificate`: the client when it was asked for one of its own, the server when it asked.
    WaitCertificate,
    /// Waits for the peer's `CertificateVerify`.
    WaitCertificateVerify,
    /// The server has received the `ClientHello` and chooses.
    ReceivedClientHello,
    /// The server has chosen the parameters.
    Negotiated,
    /// The server has sent its flight and waits for the client's.
    WaitFlight2,
    /// The server takes early data and waits for its end.
    WaitEndOfEarlyData,
    /// The client waits for the `ServerKeyExchange`, in TLS 1.2.
    WaitServerKeyExchange,
    /// The client waits for a `CertificateRequest` or the `ServerHelloDone`, in TLS 1.2.
    WaitRequestOrDone,
    /// The client waits for the `ServerHelloDone`, in TLS 1.2.
    WaitServerHelloDone,
    /// The server waits for the `ClientKeyExchange`, in TLS 1.2.
    WaitClientKeyExchange,
    /// The client waits for the `NewSessionTicket`, in TLS 1.2.
    WaitNewSessionTicket,
    /// Waits for the peer's `change_cipher_spec`, in TLS 1.2.
    WaitChangeCipherSpec,
    /// Waits for the peer's `Finished`.
    WaitFinished,
    /// The handshake is complete.
    Connected,
    /// Both directions were closed with `close_notify`, or an alert ended the connection. (Not in Appendix A.)
    Closed,
}

impl State {
    /// The name in RFC 8446 Appendix A; the states of TLS 1.2 alone, of which no RFC has names, are named alike.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "START",
            Self::WaitServerHello => "WAIT_SH",
            Self::WaitEncryptedExtensions => "WAIT_EE",
            Self::WaitCertificateOrRequest => "WAIT_CERT_CR",
            Self::WaitCertificate => "WAIT_CERT",
            Self::WaitCertificateVerify => "WAIT_CV",
            Self::ReceivedClientHello => "RECVD_CH",
            Self::Negotiated => "NEGOTIATED",
            Self::WaitFlight2 => "WAIT_FLIGHT2",
            Self::WaitEndOfEarlyData => "WAIT_EOED",
            Self::WaitServerKeyExchange => "WAIT_SKE",
            Self::WaitRequestOrDone => "WAIT_CR_SHD",
            Self::WaitServerHelloDone => "WAIT_SHD",
            Self::WaitClientKeyExchange => "WAIT_CKE",
            Self::WaitNewSessionTicket => "WAIT_NST",
            Self::WaitChangeCipherSpec => "WAIT_CCS",
            Self::WaitFinished => "WAIT_FINISHED",
            Self::Connected => "CONNECTED",
            Self::Closed => "CLOSED",
        }
    }
}
