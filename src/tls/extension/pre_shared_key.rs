//! `pre_shared_key`. RFC 8446 §4.2.11.

use crate::wire::{DecodeError, Problem, Reader, Value, Writer};

/// A pre-shared key that the client offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PskIdentity {
    /// The ticket, or the name of an external key; at least one byte.
    pub identity: Vec<u8>,
    /// The ticket's age in milliseconds plus its `ticket_age_add`, modulo 2^32; 0 for an external key.
    pub obfuscated_ticket_age: u32,
}

/// What the client offers: keys, and a proof for each that it holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfferedPsks {
    /// The keys, the client's favourite first.
    pub identities: Vec<PskIdentity>,
    /// A MAC for each, 32 to 255 bytes.
    pub binders: Vec<Vec<u8>>,
}

impl OfferedPsks {
    /// The length of the list of binders in bytes, its length prefix included.
    ///
    /// That list is the end of the `ClientHello`, and binders cover all that comes before it. RFC 8446 §4.2.11.2.
    #[must_use]
    pub fn binders_length(&self) -> usize {
        2 + self.binders.iter().map(|binder| 1 + binder.len()).sum::<usize>()
    }
}

pub(super) fn encode(writer: &mut Writer, offer: &OfferedPsks) {
    writer.vector(2, |writer| {
        for item in &offer.identities {
            writer.opaque_vector(2, &item.identity);
            writer.u32(item.obfuscated_ticket_age);
        }
    });
    writer.vector(2, |writer| offer.binders.iter().for_each(|binder| writer.opaque_vector(1, binder)));
}

pub(super) fn decode(reader: &mut Reader) -> Result<OfferedPsks, DecodeError> {
    let identities = reader.vector("identities", 2, |reader| {
        if reader.remaining() == 0 {
            return Err(reader.error("identities", Problem::BadLength { length: 0 }));
        }
        reader.list(|reader| {
            reader.group("PskIdentity", |reader| {
                let identity = reader.opaque_vector("identity", 2)?.to_vec();
                if identity.is_empty() {
                    return Err(reader.error("identity", Problem::BadLength { length: 0 }));
                }
                let age = |bytes| Value::Integer(u64::from(u32::from_be_bytes(bytes)));
                let obfuscated_ticket_age = u32::from_be_bytes(reader.array("obfuscated_ticket_age", age)?);
                Ok(PskIdentity { identity, obfuscated_ticket_age })
            })
        })
    })?;
    let binders = reader.vector("binders", 2, |reader| {
        if reader.remaining() == 0 {
            return Err(reader.error("binders", Problem::BadLength { length: 0 }));
        }
        reader.list(|reader| {
            let binder = reader.opaque_vector("PskBinderEntry", 1)?.to_vec();
            if binder.len() < 32 {
                return Err(reader.error("PskBinderEntry", Problem::BadLength { length: binder.len() }));
            }
            Ok(binder)
        })
    })?;
    Ok(OfferedPsks { identities, binders })
}
