//! `Certificate`. RFC 8446 §4.4.2.

use crate::crypto::x509::{Certificate, read_certificate};
use crate::tls::extension::{Extension, Place, read_extensions, write_extensions};
use crate::wire::{DecodeError, Problem, Reader, Writer};

/// A certificate of the chain, with its extensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateEntry {
    /// The certificate.
    pub certificate: Certificate,
    /// Extensions that belong to this certificate.
    pub extensions: Vec<Extension>,
}

/// The sender's certificate and those that lead to a trust anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateMessage {
    /// Empty unless it answers a request after the handshake.
    pub certificate_request_context: Vec<u8>,
    /// The chain: the sender's own certificate first.
    pub certificate_list: Vec<CertificateEntry>,
}

impl CertificateMessage {
    pub(super) fn encode(&self, writer: &mut Writer) {
        writer.opaque_vector(1, &self.certificate_request_context);
        writer.vector(3, |writer| {
            for entry in &self.certificate_list {
                writer.opaque_vector(3, &entry.certificate.der);
                write_extensions(writer, &entry.extensions);
            }
        });
    }

    pub(super) fn decode(reader: &mut Reader) -> Result<Self, DecodeError> {
        Ok(Self {
            certificate_request_context: reader.opaque_vector("certificate_request_context", 1)?.to_vec(),
            certificate_list: reader.vector("certificate_list", 3, |reader| {
                reader.list(|reader| {
                    reader.group("CertificateEntry", |reader| {
                        Ok(CertificateEntry {
                            certificate: read_cert_data(reader)?,
                            extensions: read_extensions(reader, Place::Certificate)?,
                        })
                    })
                })
            })?,
        })
    }
}

/// Reads a certificate. One that is no X.509 does not spoil the message: only the sender's own must be read, and what else is
/// needed; the others may be anything. RFC 8446 §4.4.2.
pub(super) fn read_cert_data(reader: &mut Reader) -> Result<Certificate, DecodeError> {
    reader.vector("cert_data", 3, |reader| match reader.remaining() {
        0 => Err(reader.error("cert_data", Problem::BadLength { length: 0 })),
        #[cfg(not(feature = "rare"))]
        length => read_certificate(reader, length),
        #[cfg(feature = "rare")]
        length => {
            let der = reader.rest();
            let read = reader.rest_or_opaque("cert_data", |reader| read_certificate(reader, length));
            Ok(read.unwrap_or_else(|error| Certificate::unreadable(der, error)))
        }
    })
}
