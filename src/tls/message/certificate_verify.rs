//! `CertificateVerify`. RFC 8446 §4.4.3.

use crate::tls::registry::SignatureScheme;
use crate::trace::Side;
use crate::wire::{DecodeError, Reader, Writer};

/// A signature over the transcript with the key of the sender's certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateVerify {
    /// The signature scheme.
    pub algorithm: SignatureScheme,
    /// The signature.
    pub signature: Vec<u8>,
}

impl CertificateVerify {
    pub(super) fn encode(&self, writer: &mut Writer) {
        writer.u16(self.algorithm.0);
        writer.opaque_vector(2, &self.signature);
    }

    pub(super) fn decode(reader: &mut Reader) -> Result<Self, DecodeError> {
        Ok(Self {
            algorithm: SignatureScheme(reader.named_u16("algorithm", |code| SignatureScheme(code).name())?),
            signature: reader.opaque_vector("signature", 2)?.to_vec(),
        })
    }

    /// The bytes that the signature covers: 64 spaces, the context string, a zero byte, the transcript hash.
    ///
    /// `transcript_hash` is `Transcript-Hash(Handshake Context, Certificate)`: from the `ClientHello` to the
    /// signer's `Certificate`.
    ///
    /// RFC 8446 §4.4.3.
    #[must_use]
    pub fn content(signer: Side, transcript_hash: &[u8]) -> Vec<u8> {
        let context: &[u8] = match signer {
            Side::Client => b"TLS 1.3, client CertificateVerify",
            Side::Server => b"TLS 1.3, server CertificateVerify",
        };
        [&[0x20; 64], context, &[0], transcript_hash].concat()
    }
}
