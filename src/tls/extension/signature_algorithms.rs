//! `signature_algorithms`. RFC 8446 §4.2.3.

use crate::tls::registry::SignatureScheme;
use crate::wire::{DecodeError, Problem, Reader, Writer};

pub(super) fn encode(writer: &mut Writer, schemes: &[SignatureScheme]) {
    writer.vector(2, |writer| schemes.iter().for_each(|scheme| writer.u16(scheme.0)));
}

pub(super) fn decode(reader: &mut Reader) -> Result<Vec<SignatureScheme>, DecodeError> {
    reader.vector("supported_signature_algorithms", 2, |reader| {
        if reader.remaining() == 0 {
            return Err(reader.error("supported_signature_algorithms", Problem::BadLength { length: 0 }));
        }
        reader.list(|reader| {
            reader.named_u16("signature_scheme", |code| SignatureScheme(code).name()).map(SignatureScheme)
        })
    })
}
