//! `CertificateRequest`. RFC 8446 §4.3.2.

use crate::tls::extension::{Extension, Place, read_extensions, write_extensions};
use crate::wire::{DecodeError, Reader, Writer};

/// The server asks for the client's certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateRequest {
    /// Empty in the handshake; the client's `Certificate` repeats it.
    pub certificate_request_context: Vec<u8>,
    /// What the certificate must be like; `signature_algorithms` at least.
    pub extensions: Vec<Extension>,
}

impl CertificateRequest {
    pub(super) fn encode(&self, writer: &mut Writer) {
        writer.opaque_vector(1, &self.certificate_request_context);
        write_extensions(writer, &self.extensions);
    }

    pub(super) fn decode(reader: &mut Reader) -> Result<Self, DecodeError> {
        Ok(Self {
            certificate_request_context: reader.opaque_vector("certificate_request_context", 1)?.to_vec(),
            extensions: read_extensions(reader, Place::CertificateRequest)?,
        })
    }
}
