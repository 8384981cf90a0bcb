//! DER: tag, length, content. X.690 §8, §10; only definite, minimal lengths.

use super::oid;
use crate::crypto::rare;
use crate::wire::{DecodeError, Open, Problem, Reader, Value};

/// The identifier octet of an element: class, constructed or not, and a number below 31.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag(pub u8);

impl Tag {
    pub const BOOLEAN: Self = Self(0x01);
    pub const INTEGER: Self = Self(0x02);
    pub const BIT_STRING: Self = Self(0x03);
    pub const OCTET_STRING: Self = Self(0x04);
    pub const NULL: Self = Self(0x05);
    pub const OBJECT_IDENTIFIER: Self = Self(0x06);
    pub const UTF8_STRING: Self = Self(0x0c);
    pub const PRINTABLE_STRING: Self = Self(0x13);
    pub const IA5_STRING: Self = Self(0x16);
    pub const UTC_TIME: Self = Self(0x17);
    pub const GENERALIZED_TIME: Self = Self(0x18);
    pub const SEQUENCE: Self = Self(0x30);
    pub const SET: Self = Self(0x31);

    /// A context-specific tag of a primitive element.
    pub const fn context(number: u8) -> Self {
        Self(0x80 | number)
    }

    /// A context-specific tag of a constructed element.
    pub const fn constructed_context(number: u8) -> Self {
        Self(0xa0 | number)
    }

    fn name(self) -> &'static str {
        const CONTEXT: [&str; 10] = ["[0]", "[1]", "[2]", "[3]", "[4]", "[5]", "[6]", "[7]", "[8]", "[9]"];
        match self.0 {
            0x01 => "BOOLEAN",
            0x02 => "INTEGER",
            0x03 => "BIT STRING",
            0x04 => "OCTET STRING",
            0x05 => "NULL",
            0x06 => "OBJECT IDENTIFIER",
            0x0a => "ENUMERATED",
            0x0c => "UTF8String",
            0x13 => "PrintableString",
            0x14 => "TeletexString",
            0x16 => "IA5String",
            0x17 => "UTCTime",
            0x18 => "GeneralizedTime",
            0x1c => "UniversalString",
            0x1e => "BMPString",
            0x30 => "SEQUENCE",
            0x31 => "SET",
            tag @ (0x80..=0x89 | 0xa0..=0xa9) => CONTEXT[usize::from(tag & 0x0f)],
            _ => "another tag",
        }
    }

    fn expected(self) -> &'static str {
        match self {
            Self::SEQUENCE => "a SEQUENCE",
            Self::SET => "a SET",
            Self::INTEGER => "an INTEGER",
            Self::BOOLEAN => "a BOOLEAN",
            Self::BIT_STRING => "a BIT STRING",
            Self::OCTET_STRING => "an OCTET STRING",
            Self::OBJECT_IDENTIFIER => "an OBJECT IDENTIFIER",
            Self::UTC_TIME | Self::GENERALIZED_TIME => "a UTCTime or GeneralizedTime",
            _ => "an element with another tag",
        }
    }
}

/// Whether the next element has that tag.
pub(super) fn starts_with(reader: &Reader, tag: Tag) -> bool {
    reader.rest().first() == Some(&tag.0)
}

/// Reads an element with that tag, the content of which `read` reads to its end.
pub(super) fn element<'a, T>(
    reader: &mut Reader<'a>,
    name: &'static str,
    tag: Tag,
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    let open = open(reader, name, Some(tag))?;
    let value = read(reader)?;
    reader.close(&open)?;
    Ok(value)
}

/// Opens an element: reads its tag and length, and lets the reader end where the content ends.
fn open(reader: &mut Reader, name: &'static str, tag: Option<Tag>) -> Result<Open, DecodeError> {
    let open = reader.open(name);
    let length = header(reader, name, tag)?;
    reader.limit(name, length)?;
    Ok(open)
}

/// Reads an element whose content has no inner structure, to be shown as `value` says of the content.
pub(super) fn primitive<'a>(
    reader: &mut Reader<'a>,
    name: &'static str,
    tag: Tag,
    value: impl FnOnce(&[u8]) -> Value,
) -> Result<&'a [u8], DecodeError> {
    element(reader, name, tag, |reader| content(reader, name, value))
}

/// Reads an element with any tag without looking into it, and returns its content.
pub(super) fn any<'a>(reader: &mut Reader<'a>, name: &'static str) -> Result<&'a [u8], DecodeError> {
    let text = matches!(
        reader.rest().first().copied().map(Tag),
        Some(Tag::UTF8_STRING | Tag::PRINTABLE_STRING | Tag::IA5_STRING)
    );
    let open = open(reader, name, None)?;
    let bytes = content(reader, name, |_| if text { Value::Text } else { Value::Opaque })?;
    reader.close(&open)?;
    Ok(bytes)
}

/// Reads what is left of the innermost element as one field, or as none if nothing is left.
fn content<'a>(
    reader: &mut Reader<'a>,
    name: &'static str,
    value: impl FnOnce(&[u8]) -> Value,
) -> Result<&'a [u8], DecodeError> {
    match reader.rest() {
        [] => Ok(&[]),
        bytes => reader.leaf(name, bytes.len(), value(bytes)),
    }
}

/// Reads with `read`, and returns also the bytes that it read.
pub(super) fn with_bytes<'a, T>(
    reader: &mut Reader<'a>,
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>,
) -> Result<(T, &'a [u8]), DecodeError> {
    let (start, bytes) = (reader.position(), reader.rest());
    let value = read(reader)?;
    Ok((value, &bytes[..reader.position() - start]))
}

/// Reads an OBJECT IDENTIFIER and returns its content.
pub(super) fn object_identifier<'a>(reader: &mut Reader<'a>, name: &'static str) -> Result<&'a [u8], DecodeError> {
    element(reader, name, Tag::OBJECT_IDENTIFIER, |reader| {
        let problem = reader.illegal(name, "an object identifier in as few bytes as it needs");
        let bytes = content(reader, name, |bytes| Value::ObjectIdentifier(oid::name(bytes)))?;
        let ends = bytes.last().is_some_and(|byte| byte & 0x80 == 0);
        let padded =
            bytes.first() == Some(&0x80) || bytes.windows(2).any(|pair| pair[0] & 0x80 == 0 && pair[1] == 0x80);
        if ends && !padded { Ok(bytes) } else { Err(problem()) }
    })
}

/// Reads an INTEGER and returns its content: two's complement, big-endian.
pub(super) fn integer<'a>(reader: &mut Reader<'a>, name: &'static str) -> Result<&'a [u8], DecodeError> {
    tagged_integer(reader, name, Tag::INTEGER)
}

/// Reads an INTEGER with an implicit tag and returns its content: two's complement, big-endian.
pub(super) fn tagged_integer<'a>(
    reader: &mut Reader<'a>,
    name: &'static str,
    tag: Tag,
) -> Result<&'a [u8], DecodeError> {
    element(reader, name, tag, |reader| {
        let problem = reader.illegal(name, "an integer in as few bytes as it needs");
        let bytes = content(reader, name, |bytes| unsigned(bytes).map_or(Value::Opaque, Value::Integer))?;
        let minimal = match bytes {
            [] | [0x00, 0x00..=0x7f, ..] | [0xff, 0x80..=0xff, ..] => false,
            [..] => true,
        };
        if minimal { Ok(bytes) } else { Err(problem()) }
    })
}

/// The value of an INTEGER's content if it is not negative and below 2^63.
pub(super) fn unsigned(content: &[u8]) -> Option<u64> {
    let fits = content.len() <= 8 && content.first().is_some_and(|byte| byte & 0x80 == 0);
    fits.then(|| content.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}

/// Reads a BOOLEAN that is FALSE if it is left out. One that says FALSE itself is no DER (X.690 §11.5), but some authorities
/// write it, and it does no harm.
pub(super) fn boolean_default_false(reader: &mut Reader, name: &'static str) -> Result<bool, DecodeError> {
    if !starts_with(reader, Tag::BOOLEAN) {
        return Ok(false);
    }
    element(reader, name, Tag::BOOLEAN, |reader| {
        let problem = reader.illegal(name, "TRUE (0xff), since FALSE is left out");
        let value = content(reader, name, |bytes| match bytes {
            [0xff] => Value::Named { code: 0xff, name: "TRUE" },
            [0x00] if rare::BUILT => Value::Named { code: 0, name: "FALSE" },
            _ => Value::Opaque,
        })?;
        match value {
            [0xff] => Ok(true),
            [0x00] if rare::BUILT => Ok(false),
            _ => Err(problem()),
        }
    })
}

/// Reads the octet that says how many bits at the end of a BIT STRING are not used, in whole octets: 0.
pub(super) fn no_unused_bits(reader: &mut Reader, name: &'static str) -> Result<(), DecodeError> {
    let problem = reader.illegal(name, "a string of whole octets");
    match reader.u8("unused bits")? {
        0 => Ok(()),
        _ => Err(problem()),
    }
}

/// Reads a tag and a length, and returns the length: that of the content, in bytes, all of which is there.
fn header(reader: &mut Reader, name: &'static str, expected: Option<Tag>) -> Result<usize, DecodeError> {
    let bytes = reader.rest();
    let truncated = |wanted| Problem::Truncated { wanted, available: bytes.len() };
    let [tag, first, rest @ ..] = bytes else {
        return Err(reader.error(name, truncated(2)));
    };
    let tag = Tag(*tag);
    if let Some(expected) = expected.filter(|expected| *expected != tag) {
        return Err(reader.error(name, Problem::IllegalValue { expected: expected.expected() }));
    }
    if tag.0 & 0x1f == 0x1f {
        return Err(reader.error(name, Problem::IllegalValue { expected: "a tag with a number below 31" }));
    }
    let minimal = Problem::IllegalValue { expected: "a definite length in as few bytes as it needs" };
    let (width, length) = match *first {
        length @ 0..=0x7f => (0, usize::from(length)),
        // Four bytes of length say more than any message can hold.
        first @ 0x81..=0x84 => {
            let width = usize::from(first & 0x7f);
            let Some(octets) = rest.get(..width) else {
                return Err(reader.error(name, truncated(2 + width)));
            };
            let length = octets.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
            if octets[0] == 0 || length < 0x80 {
                return Err(reader.error(name, minimal));
            }
            (width, usize::try_from(length).unwrap_or(usize::MAX))
        }
        _ => return Err(reader.error(name, minimal)),
    };
    reader.leaf("tag and length", 2 + width, Value::DerHeader { tag: tag.name(), length: length as u64 })?;
    Ok(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Decoded, decode};

    fn reads<'a, T>(bytes: &'a [u8], read: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>) -> bool {
        decode(bytes, "test", read).result.is_ok()
    }

    #[test]
    fn lengths_are_definite_minimal_and_within_the_input() {
        let long = [&[0x04, 0x81, 0x80][..], &[7; 0x80]].concat();
        let longer = [&[0x04, 0x82, 0x01, 0x00][..], &[7; 0x100]].concat();
        for good in [&[0x04, 0x00][..], &[0x04, 0x01, 0x07], &long, &longer] {
            assert!(reads(good, |reader| any(reader, "string")));
        }
        let not_minimal = [&[0x04, 0x82, 0x00, 0x80][..], &[7; 0x80]].concat();
        for bad in [
            &[][..],
            &[0x04],
            &[0x04, 0x02, 0x07],
            &[0x04, 0x81],
            &[0x04, 0x81, 0x01, 0x07],
            &not_minimal,
            &[0x04, 0x80, 0x00, 0x00],
            &[0x04, 0x85, 0x01, 0x00, 0x00, 0x00, 0x00],
            &[0x04, 0x84, 0xff, 0xff, 0xff, 0xff],
            &[0x1f, 0x81, 0x01, 0x00],
        ] {
            assert!(!reads(bad, |reader| any(reader, "string")), "{bad:02x?}");
        }
    }

    #[test]
    fn a_header_is_a_field_of_its_own() {
        let Decoded { fields, result } = decode(&[0x02, 0x01, 0x05], "test", |reader| integer(reader, "serialNumber"));
        assert_eq!(result, Ok(&[0x05][..]));
        let leaves: Vec<_> = fields.leaves().map(|(_, leaf)| (leaf.name, leaf.span.start, leaf.value)).collect();
        let header = Value::DerHeader { tag: "INTEGER", length: 1 };
        assert_eq!(leaves, [("tag and length", 0, header), ("serialNumber", 2, Value::Integer(5))]);
    }

    #[test]
    fn values_have_one_encoding() {
        for (content, good) in [
            (&[0x00][..], true),
            (&[0x00, 0x80], true),
            (&[0xff, 0x7f], true),
            (&[], false),
            (&[0x00, 0x7f], false),
            (&[0xff, 0x80], false),
        ] {
            let bytes = [&[0x02, u8::try_from(content.len()).unwrap()], content].concat();
            assert_eq!(reads(&bytes, |reader| integer(reader, "integer")), good, "{content:02x?}");
        }
        for (content, good) in [(&[0x55, 0x1d][..], true), (&[], false), (&[0x55, 0x80, 0x01], false), (&[0x85], false)]
        {
            let bytes = [&[0x06, u8::try_from(content.len()).unwrap()], content].concat();
            assert_eq!(reads(&bytes, |reader| object_identifier(reader, "id")), good, "{content:02x?}");
        }
        assert!(reads(&[0x01, 0x01, 0xff], |reader| boolean_default_false(reader, "critical")));
        assert!(reads(&[], |reader| boolean_default_false(reader, "critical")));
        assert_eq!(reads(&[0x01, 0x01, 0x00], |reader| boolean_default_false(reader, "critical")), rare::BUILT);
        assert!(!reads(&[0x01, 0x01, 0x01], |reader| boolean_default_false(reader, "critical")));
        assert!(!reads(&[0x30, 0x00], |reader| integer(reader, "integer")));
    }
}
