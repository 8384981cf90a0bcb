//! `GeneralName`: a name of one of nine forms. RFC 5280 §4.2.1.6.

use super::der::{self, Tag, element, with_bytes};
use super::name::Name;
use crate::wire::{DecodeError, Reader, Value};

/// The form of a name: the number of its tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameForm(pub u8);

impl NameForm {
    /// `dNSName`
    pub const DNS_NAME: Self = Self(2);
    /// `directoryName`
    pub const DIRECTORY_NAME: Self = Self(4);
    /// `iPAddress`
    pub const IP_ADDRESS: Self = Self(7);
}

/// Reads a name; returns its form and its content, of a `directoryName` the `Name`.
pub(super) fn general_name<'a>(reader: &mut Reader<'a>) -> Result<(NameForm, &'a [u8]), DecodeError> {
    let text = |_: &[u8]| Value::Text;
    let tag = reader.rest().first().copied().unwrap_or_default();
    let content = match tag {
        0x81 => der::primitive(reader, "rfc822Name", Tag::context(1), text)?,
        0x82 => der::primitive(reader, "dNSName", Tag::context(2), text)?,
        0xa4 => element(reader, "directoryName", Tag::constructed_context(4), |reader| {
            with_bytes(reader, |reader| Name::read(reader, "Name")).map(|(_, bytes)| bytes)
        })?,
        0x86 => der::primitive(reader, "uniformResourceIdentifier", Tag::context(6), text)?,
        0x87 => der::primitive(reader, "iPAddress", Tag::context(7), |_| Value::Opaque)?,
        _ => der::any(reader, "GeneralName")?,
    };
    Ok((NameForm(tag & 0x1f), content))
}
