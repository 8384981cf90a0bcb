//! `supported_groups`. RFC 8446 §4.2.7.

use crate::tls::registry::NamedGroup;
use crate::wire::{DecodeError, Problem, Reader, Writer};

pub(super) fn encode(writer: &mut Writer, groups: &[NamedGroup]) {
    writer.vector(2, |writer| groups.iter().for_each(|group| writer.u16(group.0)));
}

pub(super) fn decode(reader: &mut Reader) -> Result<Vec<NamedGroup>, DecodeError> {
    reader.vector("named_group_list", 2, |reader| {
        if reader.remaining() == 0 {
            return Err(reader.error("named_group_list", Problem::BadLength { length: 0 }));
        }
        reader.list(|reader| reader.named_u16("named_group", |code| NamedGroup(code).name()).map(NamedGroup))
    })
}
