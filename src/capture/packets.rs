//! What a capture file holds, whatever its format.

use super::problem::Fault;

/// A packet as it was captured.
#[derive(Clone, Copy, Debug)]
pub(super) struct Packet<'a> {
    /// The link layer, by its number in the registry of tcpdump.org.
    pub link_type: u16,
    /// The bytes that were captured.
    pub bytes: &'a [u8],
    /// When, in seconds from 1970-01-01T00:00:00Z.
    pub seconds: u64,
}

/// All packets of a file, in order, and the key logs inside of it.
#[derive(Debug, Default)]
pub(super) struct Packets<'a> {
    pub all: Vec<Packet<'a>>,
    pub key_logs: Vec<&'a [u8]>,
    /// Where reading ended early, or what was left out.
    pub faults: Vec<Fault>,
}

/// How numbers stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Big,
    Little,
}

impl Order {
    /// The number of two bytes at `at`.
    pub fn u16(self, bytes: &[u8], at: usize) -> Option<u16> {
        let bytes = bytes.get(at..)?.first_chunk()?;
        Some(match self {
            Self::Big => u16::from_be_bytes(*bytes),
            Self::Little => u16::from_le_bytes(*bytes),
        })
    }

    /// The number of four bytes at `at`.
    pub fn u32(self, bytes: &[u8], at: usize) -> Option<u32> {
        let bytes = bytes.get(at..)?.first_chunk()?;
        Some(match self {
            Self::Big => u32::from_be_bytes(*bytes),
            Self::Little => u32::from_le_bytes(*bytes),
        })
    }

    /// The number of four bytes at `at`, as a length.
    pub fn length(self, bytes: &[u8], at: usize) -> Option<usize> {
        usize::try_from(self.u32(bytes, at)?).ok()
    }
}
