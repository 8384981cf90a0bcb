//! Alerts. RFC 8446 §6.

use crate::trace::AlertDescription;
use crate::wire::{Decoded, Writer, decode};

/// The level of an alert, which TLS 1.3 ignores. RFC 8446 §6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AlertLevel(pub u8);

impl AlertLevel {
    /// `warning`
    pub const WARNING: Self = Self(1);
    /// `fatal`
    pub const FATAL: Self = Self(2);

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            1 => "warning",
            2 => "fatal",
            _ => "unknown level",
        }
    }
}

/// An alert: that the connection ends, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alert {
    /// The level.
    pub level: AlertLevel,
    /// What it says.
    pub description: AlertDescription,
}

impl Alert {
    /// The alert with the level that RFC 8446 §6 wants: `warning` for those that close, `fatal` for all others; that a
    /// second handshake is refused is a warning too, RFC 5246 §7.2.2.
    #[must_use]
    pub fn new(description: AlertDescription) -> Self {
        let level = match description {
            AlertDescription::CloseNotify | AlertDescription::UserCanceled | AlertDescription::NoRenegotiation => {
                AlertLevel::WARNING
            }
            _ => AlertLevel::FATAL,
        };
        Self { level, description }
    }

    /// Writes the two bytes.
    #[must_use]
    pub fn encode(self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.u8(self.level.0);
        writer.u8(self.description.code());
        writer.into_bytes()
    }

    /// Reads the two bytes.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decode(bytes, "Alert", |reader| {
            Ok(Self {
                level: AlertLevel(reader.named_u8("level", |code| AlertLevel(code).name())?),
                description: AlertDescription::from_code(
                    reader.named_u8("description", |code| AlertDescription::from_code(code).name())?,
                ),
            })
        })
    }
}
