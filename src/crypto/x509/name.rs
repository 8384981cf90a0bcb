//! Distinguished names. RFC 5280 §4.1.2.4.

use super::der::{self, Tag, element, with_bytes};
use super::oid;
use crate::wire::{DecodeError, Reader};

/// A distinguished name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The DER encoding, by which names are compared.
    pub der: Vec<u8>,
    /// The last `commonName` in it.
    pub common_name: Option<String>,
}

impl Name {
    /// Reads a `Name`.
    pub(super) fn read(reader: &mut Reader, name: &'static str) -> Result<Self, DecodeError> {
        let mut common_name = None;
        let ((), der) = with_bytes(reader, |reader| {
            element(reader, name, Tag::SEQUENCE, |reader| {
                while reader.remaining() > 0 {
                    relative_distinguished_name(reader, &mut common_name)?;
                }
                Ok(())
            })
        })?;
        Ok(Self { der: der.to_vec(), common_name })
    }

    /// What to call it: its common name, if it has one.
    #[must_use]
    pub fn text(&self) -> &str {
        self.common_name.as_deref().unwrap_or("a name without commonName")
    }
}

fn relative_distinguished_name(reader: &mut Reader, common_name: &mut Option<String>) -> Result<(), DecodeError> {
    const NAME: &str = "RelativeDistinguishedName";
    element(reader, NAME, Tag::SET, |reader| {
        let mut previous: &[u8] = &[];
        loop {
            let problem = reader.illegal(NAME, "the members of a SET OF in order");
            let (attribute, der) = with_bytes(reader, attribute)?;
            *common_name = attribute.or(common_name.take());
            if der < previous {
                return Err(problem());
            }
            previous = der;
            if reader.remaining() == 0 {
                return Ok(());
            }
        }
    })
}

/// Reads an `AttributeTypeAndValue`; returns the value if it is a common name.
fn attribute(reader: &mut Reader) -> Result<Option<String>, DecodeError> {
    element(reader, "AttributeTypeAndValue", Tag::SEQUENCE, |reader| {
        let kind = der::object_identifier(reader, "type")?;
        let value = der::any(reader, value_name(kind))?;
        Ok((kind == oid::ID_AT_COMMON_NAME).then(|| String::from_utf8_lossy(value).into_owned()))
    })
}

fn value_name(kind: &[u8]) -> &'static str {
    oid::name(kind).and_then(|name| name.strip_prefix("id-at-").or_else(|| name.strip_prefix("id-"))).unwrap_or("value")
}
