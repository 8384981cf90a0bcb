//! Writing bytes.

/// Builds bytes from the first to the last.
#[derive(Clone, Debug)]
pub struct Writer {
    bytes: Vec<u8>,
}

/// How many bytes there is room for at first: an `HkdfLabel` and most messages.
const ROOM: usize = 128;

impl Default for Writer {
    fn default() -> Self {
        Self { bytes: Vec::with_capacity(ROOM) }
    }
}

impl Writer {
    /// Starts with no bytes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The bytes written.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Writes one byte.
    pub fn u8(&mut self, value: u8) {
        self.bytes.push(value);
    }

    /// Writes two bytes, big-endian.
    pub fn u16(&mut self, value: u16) {
        self.bytes.extend(value.to_be_bytes());
    }

    /// Writes four bytes, big-endian.
    pub fn u32(&mut self, value: u32) {
        self.bytes.extend(value.to_be_bytes());
    }

    /// Writes bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Writes a vector: a length prefix of `width` bytes, then what `write` writes.
    ///
    /// # Panics
    /// If what `write` wrote does not fit the prefix: callers bound what they put into a vector.
    pub fn vector(&mut self, width: usize, write: impl FnOnce(&mut Self)) {
        let prefix = self.bytes.len();
        self.bytes.resize(prefix + width, 0);
        write(self);
        let length = (self.bytes.len() - prefix - width) as u64;
        let big_endian = length.to_be_bytes();
        let (unused, used) = big_endian.split_at(8 - width);
        assert!(unused.iter().all(|byte| *byte == 0), "the content of a vector fits its length prefix");
        self.bytes[prefix..prefix + width].copy_from_slice(used);
    }

    /// Writes a vector of bytes with a length prefix of `width` bytes.
    pub fn opaque_vector(&mut self, width: usize, bytes: &[u8]) {
        self.vector(width, |writer| writer.bytes(bytes));
    }
}
