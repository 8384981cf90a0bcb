//! Content types of records.

/// The content type of a record. RFC 8446 §5.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentType(pub u8);

impl ContentType {
    /// `change_cipher_spec`
    pub const CHANGE_CIPHER_SPEC: Self = Self(20);
    /// `alert`
    pub const ALERT: Self = Self(21);
    /// `handshake`
    pub const HANDSHAKE: Self = Self(22);
    /// `application_data`
    pub const APPLICATION_DATA: Self = Self(23);

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            20 => "change_cipher_spec",
            21 => "alert",
            22 => "handshake",
            23 => "application_data",
            _ => "unknown content type",
        }
    }
}
