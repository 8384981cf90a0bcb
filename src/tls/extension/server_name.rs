//! `server_name`. RFC 6066 §3.

use crate::wire::{DecodeError, Problem, Reader, Writer};

/// A name that the client asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerName {
    /// 0 is `host_name`, and nothing else was ever defined.
    pub name_type: u8,
    /// The name: for `host_name` a DNS name in ASCII without a dot at the end.
    pub name: Vec<u8>,
}

pub(super) fn encode(writer: &mut Writer, names: &[ServerName]) {
    writer.vector(2, |writer| {
        for name in names {
            writer.u8(name.name_type);
            writer.opaque_vector(2, &name.name);
        }
    });
}

pub(super) fn decode(reader: &mut Reader) -> Result<Vec<ServerName>, DecodeError> {
    reader.vector("server_name_list", 2, |reader| {
        if reader.remaining() == 0 {
            return Err(reader.error("server_name_list", Problem::BadLength { length: 0 }));
        }
        reader.list(|reader| {
            reader.group("ServerName", |reader| {
                let name_type =
                    reader.named_u8("name_type", |code| if code == 0 { "host_name" } else { "unknown name type" })?;
                let name = reader.vector("HostName", 2, |reader| match reader.remaining() {
                    0 => Err(reader.error("HostName", Problem::BadLength { length: 0 })),
                    length => reader.text("name", length),
                })?;
                Ok(ServerName { name_type, name: name.to_vec() })
            })
        })
    })
}
