//! `supported_versions`. RFC 8446 §4.2.1.

use crate::tls::registry::ProtocolVersion;
use crate::wire::{DecodeError, Problem, Reader, Writer};

pub(super) fn encode_offer(writer: &mut Writer, versions: &[ProtocolVersion]) {
    writer.vector(1, |writer| versions.iter().for_each(|version| writer.u16(version.0)));
}

pub(super) fn decode_offer(reader: &mut Reader) -> Result<Vec<ProtocolVersion>, DecodeError> {
    reader.vector("versions", 1, |reader| {
        if reader.remaining() == 0 {
            return Err(reader.error("versions", Problem::BadLength { length: 0 }));
        }
        reader.list(|reader| reader.named_u16("version", |code| ProtocolVersion(code).name()).map(ProtocolVersion))
    })
}

pub(super) fn decode_selected(reader: &mut Reader) -> Result<ProtocolVersion, DecodeError> {
    reader.named_u16("selected_version", |code| ProtocolVersion(code).name()).map(ProtocolVersion)
}
