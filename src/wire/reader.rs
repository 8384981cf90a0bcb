//! Reading bytes and recording, on the way, which bytes mean what.

use super::error::{DecodeError, Problem};
use super::field::{FieldTree, Value};

/// What came of reading a structure: the fields as far as they were read, and the value or the error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<T> {
    /// The fields read, up to the error if there was one.
    pub fields: FieldTree,
    /// The value, or why there is none.
    pub result: Result<T, DecodeError>,
}

/// Reads all of `bytes` as one structure.
pub fn decode<'a, T>(
    bytes: &'a [u8],
    name: &'static str,
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>,
) -> Decoded<T> {
    let mut reader = Reader::new(bytes);
    let result = reader.group(name, read).and_then(|value| reader.finish(name).map(|()| value));
    Decoded { fields: reader.into_fields(), result }
}

/// Reads all of `bytes` as one structure, of whose fields nobody wants to know.
///
/// # Errors
/// Those of `read`, and [`Problem::TrailingBytes`].
pub fn read<'a, T>(
    bytes: &'a [u8],
    name: &'static str,
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    let mut reader = Reader { is_silent: true, ..Reader::of_few_fields(bytes) };
    let value = read(&mut reader)?;
    reader.finish(name).map(|()| value)
}

/// A cursor over bytes that keeps a [`FieldTree`] of what it has read.
///
/// Every method that reads takes the field's name first and records the field. Inside of a
/// length-prefixed vector the reader ends where the vector ends. After an error it only gives up the fields read.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
    end: usize,
    depth: usize,
    fields: FieldTree,
    /// Whether it keeps no fields.
    is_silent: bool,
}

/// A structure that is being read: its field, and where the reader ends after it.
pub(crate) struct Open {
    name: &'static str,
    index: usize,
    end: usize,
}

impl<'a> Reader<'a> {
    /// Starts at the first of `bytes`.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { fields: FieldTree::with_room_for(bytes.len()), ..Self::of_few_fields(bytes) }
    }

    /// The same for bytes of which there are only a few fields to tell, however long they are.
    #[must_use]
    pub fn of_few_fields(bytes: &'a [u8]) -> Self {
        Self { bytes, position: 0, end: bytes.len(), depth: 0, fields: FieldTree::default(), is_silent: false }
    }

    /// The offset of the next byte.
    #[must_use]
    pub fn position(&self) -> usize {
        self.position
    }

    /// The number of bytes left in the innermost open vector.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.end - self.position
    }

    /// The bytes left in the innermost open vector, without reading them.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        &self.bytes[self.position..self.end]
    }

    /// Gives up the fields read.
    #[must_use]
    pub fn into_fields(mut self) -> FieldTree {
        self.fields.close_all(self.depth, self.position);
        self.fields.shrink();
        self.fields
    }

    /// The error that says `problem` of the field `name` at the next byte.
    #[must_use]
    pub fn error(&self, field: &'static str, problem: Problem) -> DecodeError {
        DecodeError::new(field, self.position, problem)
    }

    /// The error that `field`, which comes next, is not what is `expected`, should that turn out.
    pub fn illegal(&self, field: &'static str, expected: &'static str) -> impl Fn() -> DecodeError + use<> {
        let offset = self.position;
        move || DecodeError::new(field, offset, Problem::IllegalValue { expected })
    }

    /// Checks that nothing is left.
    ///
    /// # Errors
    /// [`Problem::TrailingBytes`] if bytes are left.
    pub fn finish(&self, name: &'static str) -> Result<(), DecodeError> {
        match self.remaining() {
            0 => Ok(()),
            count => Err(self.error(name, Problem::TrailingBytes { count })),
        }
    }

    /// Reads a structure whose fields `read` reads.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn group<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let open = self.open(name);
        let value = read(self)?;
        self.leave(&open);
        Ok(value)
    }

    /// Reads exactly `length` bytes as a structure whose fields `read` reads.
    ///
    /// # Errors
    /// [`Problem::Truncated`], [`Problem::TrailingBytes`], and those of `read`.
    pub fn sized<T>(
        &mut self,
        name: &'static str,
        length: usize,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        self.group(name, |reader| reader.within(name, length, read))
    }

    /// Limits `read` to the next `length` bytes, all of which it must read; records no field of its own.
    ///
    /// # Errors
    /// [`Problem::Truncated`], [`Problem::TrailingBytes`], and those of `read`.
    pub fn within<T>(
        &mut self,
        name: &'static str,
        length: usize,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let end = self.limit(name, length)?;
        let value = read(self)?;
        self.finish(name)?;
        self.end = end;
        Ok(value)
    }

    /// Reads all that is left with `read`, or, where that fails, what it did not read as bytes with that name.
    ///
    /// # Errors
    /// Those of `read`; the reader can go on.
    #[cfg(feature = "rare")]
    pub fn rest_or_opaque<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let (depth, end) = (self.depth, self.end);
        let value = read(self);
        if value.is_err() {
            self.fields.close_all(self.depth, self.position);
            (self.depth, self.end) = (depth, end);
            if self.remaining() > 0 {
                self.opaque(name, self.remaining())?;
            }
        }
        value
    }

    /// Reads a vector with a length prefix of `width` bytes.
    ///
    /// # Errors
    /// [`Problem::Truncated`], [`Problem::TrailingBytes`], and those of `read`.
    pub fn vector<T>(
        &mut self,
        name: &'static str,
        width: usize,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let open = self.open_vector(name, width)?;
        let value = read(self)?;
        self.close(&open)?;
        Ok(value)
    }

    fn open_vector(&mut self, name: &'static str, width: usize) -> Result<Open, DecodeError> {
        let open = self.open(name);
        let length = self.length(width)?;
        self.limit(name, length)?;
        Ok(open)
    }

    /// Opens a structure: what is read until it is closed are its fields.
    pub(crate) fn open(&mut self, name: &'static str) -> Open {
        let index = self.record(name, Value::Group);
        self.depth += 1;
        Open { name, index, end: self.end }
    }

    /// Ends the reader after the next `length` bytes; returns where it ended before.
    pub(crate) fn limit(&mut self, name: &'static str, length: usize) -> Result<usize, DecodeError> {
        self.need(name, length)?;
        Ok(core::mem::replace(&mut self.end, self.position + length))
    }

    /// Closes a structure that was read to its end.
    pub(crate) fn close(&mut self, open: &Open) -> Result<(), DecodeError> {
        self.finish(open.name)?;
        self.leave(open);
        Ok(())
    }

    fn leave(&mut self, open: &Open) {
        self.depth -= 1;
        self.end = open.end;
        self.fields.close(open.index, self.position);
    }

    /// Reads a vector of bytes with a length prefix of `width` bytes; an empty one has no inner field.
    ///
    /// # Errors
    /// [`Problem::Truncated`].
    pub fn opaque_vector(&mut self, name: &'static str, width: usize) -> Result<&'a [u8], DecodeError> {
        self.vector(name, width, |reader| match reader.remaining() {
            0 => Ok(&[][..]),
            length => reader.opaque(name, length),
        })
    }

    /// Reads items until the innermost open vector ends.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn list<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<Vec<T>, DecodeError> {
        let mut items = Vec::new();
        while self.remaining() > 0 {
            items.push(read(self)?);
        }
        Ok(items)
    }

    /// Reads a length prefix of `width` bytes as a field named `length`; the value is in bytes.
    ///
    /// # Errors
    /// [`Problem::Truncated`].
    pub fn length(&mut self, width: usize) -> Result<usize, DecodeError> {
        let value = self.big_endian("length", width, Value::Length)?;
        Ok(usize::try_from(value).unwrap_or(usize::MAX))
    }

    /// Reads a big-endian integer of `width` bytes, at most 8.
    ///
    /// # Errors
    /// [`Problem::Truncated`].
    pub fn integer(&mut self, name: &'static str, width: usize) -> Result<u64, DecodeError> {
        self.big_endian(name, width, Value::Integer)
    }

    /// Reads one byte as an integer.
    ///
    /// # Errors
    /// [`Problem::Truncated`].
    pub fn u8(&mut self, name: &'static str) -> Result<u8, DecodeError> {
        let [byte] = self.array(name, |[byte]| Value::Integer(u64::from(byte)))?;
        Ok(byte)
    }

    /// Reads two bytes as an integer.
    ///
    /// # Errors
    /// [`Problem::Truncated`].
    pub fn u16(&mut self, name: &'static str) -> Result<u16, DecodeError> {
        let bytes = self.array(name, |bytes| Value::Integer(u64::from(u16::from_be_bytes(bytes))))?;
        Ok(u16::from_be_bytes(bytes))
    }

    /// Reads one byte that a registry names.
    ///
    /// # Errors
    /// [`Problem::Truncated`].
    pub fn named_u8(&mut self, name: &'static str, registry: fn(u8) -> &'static str) -> Result<u8, DecodeError> {
        let place = self.fields.fields().len();
        let code = self.u8(name)?;
        self.fields.set_value(place, Value::Named { code: u64::from(code), name: registry(code) });
        Ok(code)
    }

    /// Reads two bytes that a registry names.
    ///
    /// # Errors
    /// [`Problem::Truncated`].
    pub fn named_u16(&mut self, name: &'static str, registry: fn(u16) -> &'static str) -> Result<u16, DecodeError> {
        let place = self.fields.fields().len();
        let code = self.u16(name)?;
        self.fields.set_value(place, Value::Named { code: u64::from(code), name: registry(code) });
        Ok(code)
    }

    /// Reads `length` bytes without inner structure.
    ///
    /// # Errors
    /// [`Problem::Truncated`].
    pub fn opaque(&mut self, name: &'static str, length: usize) -> Result<&'a [u8], DecodeError> {
        self.leaf(name, length, Value::Opaque)
    }

    /// Reads `length` bytes of text, which need not be valid UTF-8.
    ///
    /// # Errors
    /// [`Problem::Truncated`].
    pub fn text(&mut self, name: &'static str, length: usize) -> Result<&'a [u8], DecodeError> {
        self.leaf(name, length, Value::Text)
    }

    /// Reads `length` bytes to be shown as `value` says.
    ///
    /// # Errors
    /// [`Problem::Truncated`].
    pub fn leaf(&mut self, name: &'static str, length: usize, value: Value) -> Result<&'a [u8], DecodeError> {
        self.need(name, length)?;
        let index = self.record(name, value);
        let bytes = &self.bytes[self.position..self.position + length];
        self.position += length;
        self.fields.close(index, self.position);
        Ok(bytes)
    }

    /// Records that a field begins here; gives its place among the fields.
    fn record(&mut self, name: &'static str, value: Value) -> usize {
        let place = self.fields.fields().len();
        if !self.is_silent {
            self.fields.open(name, self.position, self.depth, value);
        }
        place
    }

    /// Reads `N` bytes to be shown as `value` says of them.
    ///
    /// # Errors
    /// [`Problem::Truncated`].
    ///
    /// # Panics
    /// Never: what is read is `N` bytes long.
    pub fn array<const N: usize>(
        &mut self,
        name: &'static str,
        value: impl FnOnce([u8; N]) -> Value,
    ) -> Result<[u8; N], DecodeError> {
        let place = self.fields.fields().len();
        let bytes = self.leaf(name, N, Value::Opaque)?;
        let array = <[u8; N]>::try_from(bytes).expect("leaf returned N bytes");
        self.fields.set_value(place, value(array));
        Ok(array)
    }

    fn big_endian(&mut self, name: &'static str, width: usize, value: fn(u64) -> Value) -> Result<u64, DecodeError> {
        let place = self.fields.fields().len();
        let bytes = self.leaf(name, width, Value::Opaque)?;
        let number = bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        self.fields.set_value(place, value(number));
        Ok(number)
    }

    fn need(&self, name: &'static str, wanted: usize) -> Result<(), DecodeError> {
        let available = self.remaining();
        if wanted > available {
            return Err(self.error(name, Problem::Truncated { wanted, available }));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_ends_where_its_length_says() {
        let decoded = decode(&[0, 2, 7, 8], "outer", |r| r.vector("list", 2, |r| r.list(|r| r.u8("item"))));
        assert_eq!(decoded.result, Ok(vec![7, 8]));
        let leaves: Vec<_> = decoded.fields.leaves().map(|(_, f)| (f.name, f.span.start, f.span.end)).collect();
        assert_eq!(leaves, [("length", 0, 2), ("item", 2, 3), ("item", 3, 4)]);
        assert_eq!(decoded.fields.path(3), ["outer", "list", "item"]);
    }

    #[test]
    fn without_fields_the_same_is_read() {
        for bytes in [&[0, 2, 7, 8][..], &[0, 3, 7], &[0, 1, 7, 8], &[]] {
            let list = |r: &mut Reader| r.vector("list", 2, |r| r.list(|r| r.named_u8("item", |_| "a name")));
            assert_eq!(read(bytes, "outer", list), decode(bytes, "outer", list).result);
        }
        let mut silent = Reader { is_silent: true, ..Reader::new(&[1, 2]) };
        silent.u16("item").unwrap();
        assert_eq!(silent.into_fields(), FieldTree::default());
    }

    #[test]
    fn an_error_names_the_bytes_it_wanted_and_keeps_what_was_read() {
        let decoded = decode(&[0, 5, 7], "outer", |r| r.opaque_vector("list", 2));
        let problem = Problem::Truncated { wanted: 5, available: 1 };
        assert_eq!(decoded.result, Err(DecodeError::new("list", 2, problem)));
        assert_eq!(decoded.fields.find("length"), Some(2));
    }
}
