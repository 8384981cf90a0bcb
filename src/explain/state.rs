//! States of both sides.

use super::citation as cite;
use super::{Citation, Entry, Version, entry};
use crate::crypto::rare;
use crate::trace::{Side, State};

/// A title, simple words and technical ones.
type Words = (&'static str, &'static str, &'static str);

/// The words for a state of a side.
#[must_use]
pub fn state(side: Side, state: State, version: Version) -> Entry {
    let ((title, simple, technical), citations) = match side {
        Side::Client => client(state),
        Side::Server => server(state),
    };
    if !version.is_older() {
        return entry(title, simple, technical, citations);
    }
    let (simple, technical) = older(side, state).unwrap_or((simple, technical));
    // RFC 5246 draws no states; they follow from its figures of the messages.
    entry(title, simple, technical, &[cite::OVERVIEW_12])
}

/// The words for what has another meaning in TLS 1.2, simple and technical.
fn older(side: Side, state: State) -> Option<(&'static str, &'static str)> {
    Some(match (side, state) {
        (Side::Client, State::Start) => {
            ("The client has not said anything yet.", "Next the client sends its ClientHello.")
        }
        (Side::Client, State::WaitServerHello) => (
            "The client has sent its offer and waits for the server's answer.",
            "Expects a ServerHello: it says whether a session is resumed or a new one begins.",
        ),
        (Side::Client, State::WaitCertificate) => {
            ("The client knows what the server chose and waits for its certificate.", "Expects a Certificate.")
        }
        (Side::Client, State::WaitFinished) => (
            "The server has gone over to the keys. The client waits for the proof that nothing was changed on the way.",
            "Expects the server's Finished, whose verify_data covers every handshake message before it.",
        ),
        (_, State::Connected) => {
            ("The handshake is complete on this side.", "Application data may be sent and received.")
        }
        (Side::Server, State::Negotiated) => (
            "The server has chosen and sends its answers in one go.",
            "In a full handshake it sends ServerHello to ServerHelloDone, all in the clear. To resume a session it sends \
             ServerHello, change_cipher_spec and Finished.",
        ),
        (Side::Server, State::WaitCertificate) => (
            "The server has asked who the client is and waits for its certificate.",
            "Expects the client's Certificate. An empty one leads to WAIT_CKE, or to handshake_failure.",
        ),
        (Side::Server, State::WaitCertificateVerify) => (
            "The server has the client's certificate and waits for the proof that it is really the client's.",
            "Expects a CertificateVerify whose signature covers ClientHello...ClientKeyExchange.",
        ),
        (Side::Server, State::WaitFinished) => (
            "The server waits for the client's proof that it saw the same messages.",
            "Expects the client's Finished, the first record under the client's keys.",
        ),
        (
            Side::Client,
            State::WaitEncryptedExtensions
            | State::WaitCertificateOrRequest
            | State::WaitCertificateVerify
            | State::ReceivedClientHello
            | State::Negotiated,
        )
        | (
            Side::Server,
            State::Start
            | State::WaitServerHello
            | State::WaitEncryptedExtensions
            | State::WaitCertificateOrRequest
            | State::ReceivedClientHello,
        )
        | (
            _,
            State::WaitServerKeyExchange
            | State::WaitRequestOrDone
            | State::WaitServerHelloDone
            | State::WaitNewSessionTicket
            | State::WaitChangeCipherSpec
            | State::WaitFlight2
            | State::WaitEndOfEarlyData
            | State::WaitClientKeyExchange
            | State::Closed,
        ) => return None,
    })
}

fn client(state: State) -> (Words, &'static [Citation]) {
    let words = match state {
        // Of TLS 1.2, which the page's first part never shows.
        State::WaitServerKeyExchange
        | State::WaitRequestOrDone
        | State::WaitServerHelloDone
        | State::WaitNewSessionTicket
        | State::WaitChangeCipherSpec
            if !rare::BUILT =>
        {
            only_the_other(state)
        }
        State::Start => (
            "START",
            "The client has not said hello yet, or is to say it once more.",
            "Next the client sends its ClientHello and keeps the private key that goes with its key share.",
        ),
        State::WaitServerHello => (
            "WAIT_SH",
            "The client has sent its offer and waits for the server's answer.",
            "Expects a ServerHello, in the clear. On it the client can compute the handshake keys.",
        ),
        State::WaitEncryptedExtensions => (
            "WAIT_EE",
            "The client has the first keys and waits for the first sealed message.",
            "Reads with keys from server_handshake_traffic_secret and expects EncryptedExtensions.",
        ),
        State::WaitCertificateOrRequest => (
            "WAIT_CERT_CR",
            "The client waits for the server to show who it is.",
            "Expects a Certificate. The standard also allows a CertificateRequest here, with which a server asks the \
             client for a certificate.",
        ),
        State::WaitCertificate => (
            "WAIT_CERT",
            "The server has asked for the client's certificate; now the client waits for the server's own.",
            "After a CertificateRequest: expects a Certificate.",
        ),
        State::WaitCertificateVerify => (
            "WAIT_CV",
            "The client has the server's certificate and waits for the proof that it is really the server's.",
            "Expects a CertificateVerify whose signature covers ClientHello...Certificate.",
        ),
        State::WaitServerKeyExchange => (
            "WAIT_SKE",
            "The client has the server's certificate and waits for the server's signed public key.",
            "TLS 1.2: expects a ServerKeyExchange whose signature covers both randoms and the public key.",
        ),
        State::WaitRequestOrDone => (
            "WAIT_CR_SHD",
            "The client has the server's public key. When the server has said everything, the client sends its own part.",
            "TLS 1.2: expects a ServerHelloDone, or before it a CertificateRequest.",
        ),
        State::WaitServerHelloDone => (
            "WAIT_SHD",
            "The server has asked for the client's certificate and will say that it has finished.",
            "TLS 1.2: expects a ServerHelloDone.",
        ),
        State::WaitNewSessionTicket => (
            "WAIT_NST",
            "The server has announced a ticket; the client waits for it.",
            "TLS 1.2: expects a NewSessionTicket, because the ServerHello held session_ticket.",
        ),
        State::WaitChangeCipherSpec => (
            "WAIT_CCS",
            "The client has said its part and waits for the server to go over to the keys.",
            "TLS 1.2: expects change_cipher_spec; what comes after it is sealed.",
        ),
        State::WaitFinished => (
            "WAIT_FINISHED",
            "The client knows whom it talks to and waits for the proof that nothing was changed on the way.",
            "Expects the server's Finished, whose MAC covers every handshake message before it.",
        ),
        State::Connected => (
            "CONNECTED",
            "The handshake is complete on the client's side.",
            "Application data may be sent and received; NewSessionTicket may arrive at any time.",
        ),
        State::Closed => (
            "CLOSED",
            "The connection has ended. Nothing more is sent or read.",
            "Reached after close_notify in both directions or after an error alert. The standard's diagrams do not \
             name this state.",
        ),
        State::ReceivedClientHello
        | State::Negotiated
        | State::WaitFlight2
        | State::WaitEndOfEarlyData
        | State::WaitClientKeyExchange => only_the_other(state),
    };
    (words, &[cite::STATES_CLIENT])
}

fn server(state: State) -> (Words, &'static [Citation]) {
    let words = match state {
        // Of TLS 1.2, which the page's first part never shows.
        State::WaitClientKeyExchange | State::WaitChangeCipherSpec if !rare::BUILT => only_the_other(state),
        State::Start => (
            "START",
            "The server waits for someone to speak to it, or to say hello once more.",
            "Expects a ClientHello.",
        ),
        State::ReceivedClientHello => (
            "RECVD_CH",
            "The server has the client's offer and chooses from it.",
            "Selects version, cipher suite, group, signature scheme and certificate, or ends with an alert.",
        ),
        State::Negotiated => (
            "NEGOTIATED",
            "The server has chosen and sends its answers in one go.",
            "Sends ServerHello, EncryptedExtensions, without a pre-shared key also Certificate and CertificateVerify \
             (before them CertificateRequest, if it asks for one), and Finished; after ServerHello it writes with handshake \
             keys, after Finished with application keys.",
        ),
        State::WaitFlight2 => (
            "WAIT_FLIGHT2",
            "The server has said everything and waits for the client's part.",
            "Without a client certificate, the client's second flight is its Finished alone, so this state leads \
             straight to WAIT_FINISHED.",
        ),
        State::WaitEndOfEarlyData => (
            "WAIT_EOED",
            "The server reads the client's early data and waits for its end.",
            "Reads with keys from client_early_traffic_secret. EndOfEarlyData changes them for those of the handshake.",
        ),
        State::WaitCertificate => (
            "WAIT_CERT",
            "The server has asked who the client is and waits for its certificate.",
            "Expects the client's Certificate. An empty one leads to WAIT_FINISHED, or to certificate_required.",
        ),
        State::WaitCertificateVerify => (
            "WAIT_CV",
            "The server has the client's certificate and waits for the proof that it is really the client's.",
            "Expects a CertificateVerify whose signature covers ClientHello...the client's Certificate.",
        ),
        State::WaitClientKeyExchange => (
            "WAIT_CKE",
            "The server waits for the client's public key, or for the encrypted secret.",
            "TLS 1.2: expects a ClientKeyExchange.",
        ),
        State::WaitChangeCipherSpec => (
            "WAIT_CCS",
            "The server waits for the client to go over to the keys.",
            "TLS 1.2: expects change_cipher_spec; what comes after it is sealed.",
        ),
        State::WaitFinished => (
            "WAIT_FINISHED",
            "The server waits for the client's proof that it saw the same messages.",
            "Expects the client's Finished, sealed with keys from client_handshake_traffic_secret.",
        ),
        State::Connected => (
            "CONNECTED",
            "The handshake is complete on the server's side.",
            "Application data may be sent and received; the server may send NewSessionTicket.",
        ),
        State::Closed => (
            "CLOSED",
            "The connection has ended. Nothing more is sent or read.",
            "Reached after close_notify in both directions or after an error alert. The standard's diagrams do not \
             name this state.",
        ),
        State::WaitServerHello
        | State::WaitEncryptedExtensions
        | State::WaitCertificateOrRequest
        | State::WaitServerKeyExchange
        | State::WaitRequestOrDone
        | State::WaitServerHelloDone
        | State::WaitNewSessionTicket => only_the_other(state),
    };
    (words, &[cite::STATES_SERVER])
}

fn only_the_other(state: State) -> Words {
    (state.name(), "A state that only the other side can be in.", "Not a state of this side's machine.")
}
