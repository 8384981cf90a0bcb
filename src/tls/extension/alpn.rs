//! `application_layer_protocol_negotiation`. RFC 7301 §3.1.

use crate::wire::{DecodeError, Problem, Reader, Writer};

pub(super) fn encode(writer: &mut Writer, protocols: &[Vec<u8>]) {
    writer.vector(2, |writer| protocols.iter().for_each(|protocol| writer.opaque_vector(1, protocol)));
}

pub(super) fn decode(reader: &mut Reader) -> Result<Vec<Vec<u8>>, DecodeError> {
    reader.vector("protocol_name_list", 2, |reader| {
        if reader.remaining() == 0 {
            return Err(reader.error("protocol_name_list", Problem::BadLength { length: 0 }));
        }
        reader.list(|reader| {
            reader.vector("ProtocolName", 1, |reader| match reader.remaining() {
                0 => Err(reader.error("ProtocolName", Problem::BadLength { length: 0 })),
                length => reader.text("name", length).map(<[u8]>::to_vec),
            })
        })
    })
}
