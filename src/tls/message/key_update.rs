//! `KeyUpdate`. RFC 8446 §4.6.3.

use crate::wire::{DecodeError, Reader};

/// Whether the peer shall update its keys too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyUpdateRequest(pub u8);

impl KeyUpdateRequest {
    /// `update_not_requested`
    pub const NOT_REQUESTED: Self = Self(0);
    /// `update_requested`
    pub const REQUESTED: Self = Self(1);

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            0 => "update_not_requested",
            1 => "update_requested",
            _ => "unknown request",
        }
    }

    pub(super) fn decode(reader: &mut Reader) -> Result<Self, DecodeError> {
        reader.named_u8("request_update", |code| Self(code).name()).map(Self)
    }
}
