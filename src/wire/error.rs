//! Why bytes could not be read.

/// What was wrong with the bytes, and where.
///
/// As small as a pointer, because each of the many functions that read hands it on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError(Box<Details>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    field: &'static str,
    offset: usize,
    problem: Problem,
}

impl DecodeError {
    /// Says `problem` of the field `field`, which begins `offset` bytes from the start of the input.
    #[must_use]
    pub fn new(field: &'static str, offset: usize, problem: Problem) -> Self {
        Self(Box::new(Details { field, offset, problem }))
    }

    /// The field that was being read, by its name in the standard.
    #[must_use]
    pub fn field(&self) -> &'static str {
        self.0.field
    }

    /// Where the field begins, in bytes from the start of the input.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.0.offset
    }
}

/// What was wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The field wanted more bytes than were there.
    Truncated {
        /// Bytes that the field needs.
        wanted: usize,
        /// Bytes that were left.
        available: usize,
    },
    /// Bytes were left over after the last field of a structure.
    TrailingBytes {
        /// How many.
        count: usize,
    },
    /// The length prefix is outside of what the structure allows, in bytes.
    BadLength {
        /// The length that stood there.
        length: usize,
    },
    /// The value is not one that the standard allows here.
    IllegalValue {
        /// What the standard wants, as a phrase that follows "expected".
        expected: &'static str,
    },
}

impl core::fmt::Display for DecodeError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Details { field, offset, problem } = &*self.0;
        match problem {
            Problem::Truncated { wanted, available } => {
                write!(f, "{field} at byte {offset} needs {wanted} bytes, but {available} are left")
            }
            Problem::TrailingBytes { count } => {
                write!(f, "{count} bytes are left over after {field}, from byte {offset}")
            }
            Problem::BadLength { length } => {
                write!(f, "{field} at byte {offset} cannot be {length} bytes long")
            }
            Problem::IllegalValue { expected } => {
                write!(f, "{field} at byte {offset} is not what was expected: {expected}")
            }
        }
    }
}

impl core::error::Error for DecodeError {}
