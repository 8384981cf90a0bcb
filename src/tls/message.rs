//! Handshake messages, alerts: one file each, decode and encode side by side. RFC 8446 §4.

mod alert;
mod certificate;
mod certificate_request;
mod certificate_verify;
mod client_hello;
mod client_key_exchange;
#[cfg(feature = "rare")]
mod compressed_certificate;
mod encrypted_extensions;
mod finished;
mod key_update;
mod new_session_ticket;
mod partial;
mod server_hello;
mod server_key_exchange;
mod tls12;

pub use alert::{Alert, AlertLevel};
pub use certificate::{CertificateEntry, CertificateMessage};
pub use certificate_request::CertificateRequest;
pub use certificate_verify::CertificateVerify;
pub use client_hello::ClientHello;
pub use client_key_exchange::ClientKeyExchange;
#[cfg(feature = "rare")]
pub use compressed_certificate::{CompressedCertificate, Packed, decode_unpacked, unpacked};
pub use encrypted_extensions::EncryptedExtensions;
pub use finished::Finished;
pub use key_update::KeyUpdateRequest;
pub use new_session_ticket::NewSessionTicket;
pub(in crate::tls) use partial::Partial;
pub use server_hello::{HELLO_RETRY_REQUEST_RANDOM, ServerHello};
pub use server_key_exchange::{NAMED_CURVE, ServerEcdhParams, ServerKeyExchange};
pub use tls12::{CertificateList12, CertificateRequest12, ECDSA_SIGN, NewSessionTicket12, RSA_SIGN};

use crate::tls::registry::{HandshakeType, ProtocolVersion};
use crate::trace::MessageName;
use crate::wire::{DecodeError, Decoded, Reader, Writer, decode};

/// The length of a handshake message's header in bytes: `msg_type` and `length`.
pub const HANDSHAKE_HEADER_LENGTH: usize = 4;

/// A handshake message. RFC 8446 §4.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandshakeMessage {
    /// `client_hello`
    ClientHello(ClientHello),
    /// `server_hello`
    ServerHello(ServerHello),
    /// `encrypted_extensions`
    EncryptedExtensions(EncryptedExtensions),
    /// `certificate_request`
    CertificateRequest(CertificateRequest),
    /// `certificate`
    Certificate(CertificateMessage),
    /// `certificate_verify`
    CertificateVerify(CertificateVerify),
    /// `finished`
    Finished(Finished),
    /// `end_of_early_data`
    EndOfEarlyData,
    /// `new_session_ticket`
    NewSessionTicket(NewSessionTicket),
    /// `key_update`
    KeyUpdate(KeyUpdateRequest),
    /// `compressed_certificate`
    #[cfg(feature = "rare")]
    CompressedCertificate(CompressedCertificate),
    /// `hello_request` of TLS 1.2
    HelloRequest,
    /// `certificate` of TLS 1.2
    Certificate12(CertificateList12),
    /// `server_key_exchange` of TLS 1.2
    ServerKeyExchange(ServerKeyExchange),
    /// `certificate_request` of TLS 1.2
    CertificateRequest12(CertificateRequest12),
    /// `server_hello_done` of TLS 1.2
    ServerHelloDone,
    /// `client_key_exchange` of TLS 1.2
    ClientKeyExchange(ClientKeyExchange),
    /// `new_session_ticket` of TLS 1.2
    NewSessionTicket12(NewSessionTicket12),
    /// A message of another type; no state of these two sides waits for one.
    Other {
        /// Its type.
        handshake_type: HandshakeType,
        /// Its body.
        body: Vec<u8>,
    },
}

impl HandshakeMessage {
    /// Its kind.
    #[must_use]
    pub fn name(&self) -> MessageName {
        match self {
            Self::ServerHello(hello) if hello.is_hello_retry_request() => MessageName::HelloRetryRequest,
            _ => name_of(self.handshake_type()),
        }
    }

    /// Its type.
    #[must_use]
    pub fn handshake_type(&self) -> HandshakeType {
        match self {
            Self::ClientHello(_) => HandshakeType::CLIENT_HELLO,
            Self::ServerHello(_) => HandshakeType::SERVER_HELLO,
            Self::EncryptedExtensions(_) => HandshakeType::ENCRYPTED_EXTENSIONS,
            Self::CertificateRequest(_) | Self::CertificateRequest12(_) => HandshakeType::CERTIFICATE_REQUEST,
            Self::Certificate(_) | Self::Certificate12(_) => HandshakeType::CERTIFICATE,
            Self::CertificateVerify(_) => HandshakeType::CERTIFICATE_VERIFY,
            Self::Finished(_) => HandshakeType::FINISHED,
            Self::EndOfEarlyData => HandshakeType::END_OF_EARLY_DATA,
            Self::NewSessionTicket(_) | Self::NewSessionTicket12(_) => HandshakeType::NEW_SESSION_TICKET,
            Self::HelloRequest => HandshakeType::HELLO_REQUEST,
            Self::ServerKeyExchange(_) => HandshakeType::SERVER_KEY_EXCHANGE,
            Self::ServerHelloDone => HandshakeType::SERVER_HELLO_DONE,
            Self::ClientKeyExchange(_) => HandshakeType::CLIENT_KEY_EXCHANGE,
            Self::KeyUpdate(_) => HandshakeType::KEY_UPDATE,
            #[cfg(feature = "rare")]
            Self::CompressedCertificate(_) => HandshakeType::COMPRESSED_CERTIFICATE,
            Self::Other { handshake_type, .. } => *handshake_type,
        }
    }

    /// Writes the message, header included.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.u8(self.handshake_type().0);
        writer.vector(3, |writer| match self {
            Self::ClientHello(message) => message.encode(writer),
            Self::ServerHello(message) => message.encode(writer),
            Self::EncryptedExtensions(message) => message.encode(writer),
            Self::CertificateRequest(message) => message.encode(writer),
            Self::Certificate(message) => message.encode(writer),
            Self::CertificateVerify(message) => message.encode(writer),
            Self::Finished(message) => message.encode(writer),
            Self::EndOfEarlyData | Self::HelloRequest | Self::ServerHelloDone => {}
            Self::NewSessionTicket(message) => message.encode(writer),
            Self::KeyUpdate(request) => writer.u8(request.0),
            #[cfg(feature = "rare")]
            Self::CompressedCertificate(message) => message.encode(writer),
            Self::Certificate12(message) => message.encode(writer),
            Self::ServerKeyExchange(message) => message.encode(writer),
            Self::CertificateRequest12(message) => message.encode(writer),
            Self::ClientKeyExchange(message) => message.encode(writer),
            Self::NewSessionTicket12(message) => message.encode(writer),
            Self::Other { body, .. } => writer.bytes(body),
        });
        writer.into_bytes()
    }

    /// Reads a whole message of TLS 1.3, header included.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Self::decode_as(ProtocolVersion::TLS13, bytes)
    }

    /// Reads a whole message of TLS 1.2 or 1.3, header included; the hellos are the same in both.
    #[must_use]
    pub fn decode_as(version: ProtocolVersion, bytes: &[u8]) -> Decoded<Self> {
        Self::decode_with(if version == ProtocolVersion::TLS12 { Self::body12 } else { Self::body }, bytes)
    }

    /// Reads the header of a message, and leaves its body as it is: that of a key exchange or a version that is not spoken here.
    #[must_use]
    pub fn decode_header(bytes: &[u8]) -> Decoded<Self> {
        Self::decode_with(Self::other, bytes)
    }

    fn decode_with(read: fn(HandshakeType, &mut Reader) -> Result<Self, DecodeError>, bytes: &[u8]) -> Decoded<Self> {
        let name = bytes.first().map_or("Handshake", |_| name_of_bytes(bytes).name());
        decode(bytes, name, |reader| {
            let handshake_type = HandshakeType(reader.named_u8("msg_type", |code| HandshakeType(code).name())?);
            let length = reader.length(3)?;
            reader.within(name, length, |reader| read(handshake_type, reader))
        })
    }

    /// RFC 5246 §7.4.
    fn body12(handshake_type: HandshakeType, reader: &mut Reader) -> Result<Self, DecodeError> {
        Ok(match handshake_type {
            HandshakeType::HELLO_REQUEST => Self::HelloRequest,
            HandshakeType::NEW_SESSION_TICKET => Self::NewSessionTicket12(NewSessionTicket12::decode(reader)?),
            HandshakeType::CERTIFICATE => Self::Certificate12(CertificateList12::decode(reader)?),
            HandshakeType::SERVER_KEY_EXCHANGE => Self::ServerKeyExchange(ServerKeyExchange::decode(reader)?),
            HandshakeType::CERTIFICATE_REQUEST => Self::CertificateRequest12(CertificateRequest12::decode(reader)?),
            HandshakeType::SERVER_HELLO_DONE => Self::ServerHelloDone,
            HandshakeType::CLIENT_KEY_EXCHANGE => Self::ClientKeyExchange(ClientKeyExchange::decode(reader)?),
            HandshakeType::ENCRYPTED_EXTENSIONS | HandshakeType::END_OF_EARLY_DATA | HandshakeType::KEY_UPDATE => {
                Self::other(handshake_type, reader)?
            }
            #[cfg(feature = "rare")]
            HandshakeType::COMPRESSED_CERTIFICATE => Self::other(handshake_type, reader)?,
            same => Self::body(same, reader)?,
        })
    }

    fn body(handshake_type: HandshakeType, reader: &mut Reader) -> Result<Self, DecodeError> {
        Ok(match handshake_type {
            HandshakeType::CLIENT_HELLO => Self::ClientHello(ClientHello::decode(reader)?),
            HandshakeType::SERVER_HELLO => Self::ServerHello(ServerHello::decode(reader)?),
            HandshakeType::ENCRYPTED_EXTENSIONS => Self::EncryptedExtensions(EncryptedExtensions::decode(reader)?),
            HandshakeType::CERTIFICATE_REQUEST => Self::CertificateRequest(CertificateRequest::decode(reader)?),
            HandshakeType::CERTIFICATE => Self::Certificate(CertificateMessage::decode(reader)?),
            HandshakeType::CERTIFICATE_VERIFY => Self::CertificateVerify(CertificateVerify::decode(reader)?),
            HandshakeType::FINISHED => Self::Finished(Finished::decode(reader)?),
            HandshakeType::END_OF_EARLY_DATA => Self::EndOfEarlyData,
            HandshakeType::KEY_UPDATE => Self::KeyUpdate(KeyUpdateRequest::decode(reader)?),
            HandshakeType::NEW_SESSION_TICKET => Self::NewSessionTicket(NewSessionTicket::decode(reader)?),
            #[cfg(feature = "rare")]
            HandshakeType::COMPRESSED_CERTIFICATE => {
                Self::CompressedCertificate(CompressedCertificate::decode(reader)?)
            }
            handshake_type => Self::other(handshake_type, reader)?,
        })
    }

    fn other(handshake_type: HandshakeType, reader: &mut Reader) -> Result<Self, DecodeError> {
        let body = match reader.remaining() {
            0 => Vec::new(),
            length => reader.opaque("body", length)?.to_vec(),
        };
        Ok(Self::Other { handshake_type, body })
    }
}

/// The message itself: nothing is unpacked here.
#[cfg(not(feature = "rare"))]
#[must_use]
pub fn unpacked(message: &crate::trace::Message) -> std::borrow::Cow<'_, crate::trace::Message> {
    std::borrow::Cow::Borrowed(message)
}

/// The kind of the handshake message that begins with these bytes, header included.
///
/// A `HelloRetryRequest` is a `ServerHello` with a random of its own. RFC 8446 §4.1.3.
#[must_use]
pub fn name_of_bytes(bytes: &[u8]) -> MessageName {
    let code = bytes.first().copied().unwrap_or(0);
    // Header and legacy_version come before the random.
    let random = bytes.get(HANDSHAKE_HEADER_LENGTH + 2..HANDSHAKE_HEADER_LENGTH + 34);
    match name_of(HandshakeType(code)) {
        MessageName::ServerHello if random == Some(&HELLO_RETRY_REQUEST_RANDOM) => MessageName::HelloRetryRequest,
        name => name,
    }
}

/// The kind of a handshake message of that type; a `HelloRetryRequest` has that of a `ServerHello`.
#[must_use]
pub fn name_of(handshake_type: HandshakeType) -> MessageName {
    match handshake_type {
        HandshakeType::CLIENT_HELLO => MessageName::ClientHello,
        HandshakeType::SERVER_HELLO => MessageName::ServerHello,
        HandshakeType::ENCRYPTED_EXTENSIONS => MessageName::EncryptedExtensions,
        HandshakeType::CERTIFICATE_REQUEST => MessageName::CertificateRequest,
        HandshakeType::CERTIFICATE => MessageName::Certificate,
        HandshakeType::CERTIFICATE_VERIFY => MessageName::CertificateVerify,
        HandshakeType::FINISHED => MessageName::Finished,
        HandshakeType::END_OF_EARLY_DATA => MessageName::EndOfEarlyData,
        HandshakeType::KEY_UPDATE => MessageName::KeyUpdate,
        HandshakeType::NEW_SESSION_TICKET => MessageName::NewSessionTicket,
        HandshakeType::HELLO_REQUEST => MessageName::HelloRequest,
        HandshakeType::SERVER_KEY_EXCHANGE => MessageName::ServerKeyExchange,
        HandshakeType::SERVER_HELLO_DONE => MessageName::ServerHelloDone,
        HandshakeType::CLIENT_KEY_EXCHANGE => MessageName::ClientKeyExchange,
        #[cfg(feature = "rare")]
        HandshakeType::COMPRESSED_CERTIFICATE => MessageName::CompressedCertificate,
        HandshakeType(code) => MessageName::OtherHandshake(code),
    }
}
