//! `CompressedCertificate`. RFC 8879 §4.

mod unpack;

use super::{CertificateMessage, HandshakeMessage};
use crate::tls::registry::{CertificateCompressionAlgorithm, ProtocolVersion};
use crate::trace::{Message, MessageName};
use crate::wire::{DecodeError, Decoded, Problem, Reader, Value, Writer, decode};
use std::borrow::Cow;
pub use unpack::Packed;

/// A `Certificate` message, compressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompressedCertificate {
    /// How.
    pub algorithm: CertificateCompressionAlgorithm,
    /// The length of the `Certificate` in bytes, without a handshake header. Three bytes on the wire.
    pub uncompressed_length: usize,
    /// What the algorithm made of it.
    pub compressed_certificate_message: Vec<u8>,
}

impl CompressedCertificate {
    pub(super) fn encode(&self, writer: &mut Writer) {
        writer.u16(self.algorithm.0);
        let [.., high, middle, low] = self.uncompressed_length.to_be_bytes();
        writer.bytes(&[high, middle, low]);
        writer.opaque_vector(3, &self.compressed_certificate_message);
    }

    pub(super) fn decode(reader: &mut Reader) -> Result<Self, DecodeError> {
        let name = |code| CertificateCompressionAlgorithm(code).name();
        let length = |[high, middle, low]: [u8; 3]| u32::from_be_bytes([0, high, middle, low]);
        let algorithm = CertificateCompressionAlgorithm(reader.named_u16("algorithm", name)?);
        let bytes = reader.array("uncompressed_length", |bytes| Value::Integer(length(bytes).into()))?;
        let field = "compressed_certificate_message";
        let empty = reader.error(field, Problem::BadLength { length: 0 });
        let packed = reader.opaque_vector(field, 3)?.to_vec();
        if packed.is_empty() {
            return Err(empty);
        }
        let uncompressed_length = length(bytes) as usize;
        Ok(Self { algorithm, uncompressed_length, compressed_certificate_message: packed })
    }

    /// The body of the `Certificate` message, of exactly the length that was said.
    ///
    /// # Errors
    /// Why there is none.
    pub fn unpack(&self) -> Result<Vec<u8>, Packed> {
        unpack::unpack(self.algorithm, &self.compressed_certificate_message, self.uncompressed_length)
    }
}

/// Reads the body of a `Certificate` message, as it comes out of a compressed one.
#[must_use]
pub fn decode_unpacked(body: &[u8]) -> Decoded<CertificateMessage> {
    decode(body, MessageName::Certificate.name(), CertificateMessage::decode)
}

/// The message itself, or the `Certificate` that is compressed in it: its body, which stands in no record.
#[must_use]
pub fn unpacked(message: &Message) -> Cow<'_, Message> {
    let packed = match message.name {
        MessageName::CompressedCertificate => {
            HandshakeMessage::decode_as(ProtocolVersion::TLS13, &message.bytes).result
        }
        _ => return Cow::Borrowed(message),
    };
    let Ok(HandshakeMessage::CompressedCertificate(packed)) = packed else { return Cow::Borrowed(message) };
    let Ok(bytes) = packed.unpack() else { return Cow::Borrowed(message) };
    let Decoded { fields, result } = decode_unpacked(&bytes);
    let (name, sender, error) = (MessageName::Certificate, message.sender, result.err());
    Cow::Owned(Message { name, sender, bytes, fields, error, placements: Vec::new() })
}
