//! `NewSessionTicket`. RFC 8446 §4.6.1.

use crate::tls::extension::{Extension, Place, read_extensions, write_extensions};
use crate::wire::{DecodeError, Problem, Reader, Value, Writer};

/// A ticket with which the client can resume the session later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSessionTicket {
    /// How long the ticket may be used, in seconds; at most 604800.
    pub ticket_lifetime: u32,
    /// What the client adds to the ticket's age, in milliseconds, so that nobody can follow it.
    pub ticket_age_add: u32,
    /// Unlike that of any other ticket of this connection; 0 to 255 bytes.
    pub ticket_nonce: Vec<u8>,
    /// The ticket, which only the server understands; at least one byte.
    pub ticket: Vec<u8>,
    /// The extensions.
    pub extensions: Vec<Extension>,
}

impl NewSessionTicket {
    pub(super) fn encode(&self, writer: &mut Writer) {
        writer.u32(self.ticket_lifetime);
        writer.u32(self.ticket_age_add);
        writer.opaque_vector(1, &self.ticket_nonce);
        writer.opaque_vector(2, &self.ticket);
        write_extensions(writer, &self.extensions);
    }

    pub(super) fn decode(reader: &mut Reader) -> Result<Self, DecodeError> {
        let integer = |bytes: [u8; 4]| Value::Integer(u64::from(u32::from_be_bytes(bytes)));
        Ok(Self {
            ticket_lifetime: u32::from_be_bytes(reader.array("ticket_lifetime", integer)?),
            ticket_age_add: u32::from_be_bytes(reader.array("ticket_age_add", integer)?),
            ticket_nonce: reader.opaque_vector("ticket_nonce", 1)?.to_vec(),
            ticket: {
                let ticket = reader.opaque_vector("ticket", 2)?;
                if ticket.is_empty() {
                    return Err(reader.error("ticket", Problem::BadLength { length: 0 }));
                }
                ticket.to_vec()
            },
            extensions: read_extensions(reader, Place::NewSessionTicket)?,
        })
    }
}
