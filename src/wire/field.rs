//! The field tree: which bytes mean what.

/// A half-open range of byte offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset just past the last byte.
    pub end: usize,
}

impl Span {
    /// The number of bytes covered.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether no byte is covered.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the byte at `offset` is covered.
    #[must_use]
    pub fn contains(self, offset: usize) -> bool {
        (self.start..self.end).contains(&offset)
    }

    /// The same span, `offset` bytes further on.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self { start: self.start + offset, end: self.end + offset }
    }

    /// The bytes covered, or what there is of them.
    #[must_use]
    pub fn of(self, bytes: &[u8]) -> &[u8] {
        bytes.get(self.start..self.end.min(bytes.len())).unwrap_or_default()
    }
}

/// How to read the bytes of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// A structure or vector: its children say what is inside.
    Group,
    /// A length prefix; the number of bytes (or of what the field's name says) that follow.
    Length(u64),
    /// An unsigned integer.
    Integer(u64),
    /// An integer from a registry, with the name it has there.
    Named {
        /// The integer.
        code: u64,
        /// Its name in the registry.
        name: &'static str,
    },
    /// Text in UTF-8 or ASCII.
    Text,
    /// Bytes without inner structure.
    Opaque,
    /// The content octets of a DER OBJECT IDENTIFIER, with the name of the object if it is known.
    ObjectIdentifier(Option<&'static str>),
    /// A DER `UTCTime` or `GeneralizedTime`: ASCII digits and a Z.
    Time,
    /// A DER tag and length, with the name of the tag.
    DerHeader {
        /// The universal or context tag's name.
        tag: &'static str,
        /// The content's length in bytes.
        length: u64,
    },
}

/// One field: a name, the bytes it covers, and how to read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name in the standard.
    pub name: &'static str,
    /// The bytes covered.
    pub span: Span,
    /// How many fields this one is inside of.
    pub depth: usize,
    /// How to read the bytes.
    pub value: Value,
}

/// The fields of a message in the order of their first byte, parents before children.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldTree {
    fields: Vec<Field>,
}

impl FieldTree {
    /// All fields, parents before children.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The fields that have no children, with their places in [`FieldTree::fields`].
    pub fn leaves(&self) -> impl Iterator<Item = (usize, &Field)> {
        self.fields.iter().enumerate().filter(|(index, _)| !self.has_children(*index))
    }

    /// Whether the field at `index` has children.
    #[must_use]
    pub fn has_children(&self, index: usize) -> bool {
        match (self.fields.get(index), self.fields.get(index + 1)) {
            (Some(field), Some(next)) => next.depth > field.depth,
            _ => false,
        }
    }

    /// The place of the field that the field at `index` is directly inside of.
    #[must_use]
    pub fn parent(&self, index: usize) -> Option<usize> {
        let depth = self.fields.get(index)?.depth;
        self.fields[..index].iter().rposition(|field| field.depth < depth)
    }

    /// The names from the outermost field down to the field at `index`.
    #[must_use]
    pub fn path(&self, index: usize) -> Vec<&'static str> {
        let mut names = Vec::new();
        let mut at = Some(index);
        while let Some(here) = at.filter(|here| *here < self.fields.len()) {
            names.push(self.fields[here].name);
            at = self.parent(here);
        }
        names.reverse();
        names
    }

    /// The place of the leaf that covers the byte at `offset`.
    #[must_use]
    pub fn leaf_at(&self, offset: usize) -> Option<usize> {
        self.leaves().find(|(_, field)| field.span.contains(offset)).map(|(index, _)| index)
    }

    /// The place of the first field with that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// No fields yet, but room for as many as so many bytes of a handshake usually have, so that it need not grow often.
    pub(super) fn with_room_for(bytes: usize) -> Self {
        Self { fields: Vec::with_capacity((bytes / 3).clamp(8, 256)) }
    }

    /// Gives back the room that was not needed: traces are kept.
    pub(super) fn shrink(&mut self) {
        self.fields.shrink_to_fit();
    }

    pub(super) fn open(&mut self, name: &'static str, start: usize, depth: usize, value: Value) {
        self.fields.push(Field { name, span: Span { start, end: start }, depth, value });
    }

    /// Closes a field, if it was recorded.
    pub(super) fn close(&mut self, index: usize, end: usize) {
        if let Some(field) = self.fields.get_mut(index) {
            field.span.end = end;
        }
    }

    /// Closes, at `end`, the innermost field of each depth below `depth`.
    pub(super) fn close_all(&mut self, mut depth: usize, end: usize) {
        for field in self.fields.iter_mut().rev() {
            if field.depth < depth {
                depth = field.depth;
                field.span.end = end;
            }
        }
    }

    /// Says how to read a field's bytes, if it was recorded.
    pub(super) fn set_value(&mut self, index: usize, value: Value) {
        if let Some(field) = self.fields.get_mut(index) {
            field.value = value;
        }
    }
}
