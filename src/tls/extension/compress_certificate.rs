//! `compress_certificate`. RFC 8879 §3.

use super::Extension;
use crate::tls::registry::{CertificateCompressionAlgorithm, ExtensionType};
use crate::wire::{DecodeError, Problem, Reader, Writer};

pub(super) fn encode(writer: &mut Writer, algorithms: &[CertificateCompressionAlgorithm]) {
    writer.vector(1, |writer| algorithms.iter().for_each(|algorithm| writer.u16(algorithm.0)));
}

/// Whoever does not know this extension takes it whatever it says, and so do client and server here: only who looks on reads it,
/// and what cannot be read keeps its bytes.
pub(super) fn decode(reader: &mut Reader) -> Extension {
    let extension_data = reader.rest().to_vec();
    let extension_type = ExtensionType::COMPRESS_CERTIFICATE;
    let read = reader.rest_or_opaque("content", |reader| {
        let algorithms = reader.vector("algorithms", 1, |reader| match reader.remaining() {
            0 => Err(reader.error("algorithms", Problem::BadLength { length: 0 })),
            _ => reader.list(algorithm),
        })?;
        reader.finish("algorithms").map(|()| algorithms)
    });
    read.map_or(Extension::Other { extension_type, extension_data }, Extension::CompressCertificate)
}

fn algorithm(reader: &mut Reader) -> Result<CertificateCompressionAlgorithm, DecodeError> {
    let name = |code| CertificateCompressionAlgorithm(code).name();
    reader.named_u16("algorithm", name).map(CertificateCompressionAlgorithm)
}
