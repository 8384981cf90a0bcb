//! `psk_key_exchange_modes`. RFC 8446 §4.2.9.

use crate::wire::{DecodeError, Problem, Reader, Writer};

/// How a pre-shared key may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PskKeyExchangeMode(pub u8);

impl PskKeyExchangeMode {
    /// `psk_ke`: alone.
    pub const PSK_KE: Self = Self(0);
    /// `psk_dhe_ke`: together with (EC)DHE.
    pub const PSK_DHE_KE: Self = Self(1);

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            0 => "psk_ke",
            1 => "psk_dhe_ke",
            _ => "unknown mode",
        }
    }
}

pub(super) fn encode(writer: &mut Writer, modes: &[PskKeyExchangeMode]) {
    writer.vector(1, |writer| modes.iter().for_each(|mode| writer.u8(mode.0)));
}

pub(super) fn decode(reader: &mut Reader) -> Result<Vec<PskKeyExchangeMode>, DecodeError> {
    reader.vector("ke_modes", 1, |reader| {
        if reader.remaining() == 0 {
            return Err(reader.error("ke_modes", Problem::BadLength { length: 0 }));
        }
        reader.list(|reader| reader.named_u8("ke_mode", |code| PskKeyExchangeMode(code).name()).map(PskKeyExchangeMode))
    })
}
