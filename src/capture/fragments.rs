//! IP packets that came in fragments, put together. RFC 791 §3.2, RFC 8200 §4.5.

use core::net::IpAddr;

/// How many packets may wait for their fragments at once; the oldest gives way, as it would in a host after some seconds.
const WAITING: usize = 64;
/// The greatest length of what a packet carries, in bytes.
const LIMIT: usize = 0xffff;

/// What fragments of one packet have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub from: IpAddr,
    pub to: IpAddr,
    /// What the packet carries, by its number in the registry of IANA.
    pub protocol: u8,
    pub identification: u32,
}

/// A part of an IP packet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fragment<'a> {
    pub key: Key,
    /// Where it stands in what the packet carries, in bytes.
    pub offset: usize,
    /// Whether others come behind it.
    pub more: bool,
    pub data: &'a [u8],
}

/// A packet of which some fragments have come.
#[derive(Debug)]
struct Partial {
    key: Key,
    /// What has come, by place.
    pieces: Vec<(usize, Vec<u8>)>,
    /// The length of it all, once the last fragment has come.
    length: Option<usize>,
    fragments: usize,
}

/// Puts fragments together.
#[derive(Debug, Default)]
pub(super) struct Fragments {
    waiting: Vec<Partial>,
    /// How many fragments lead to no packet.
    lost: usize,
}

impl Fragments {
    /// Takes a fragment; returns what the packet carries if it is the last that was missing.
    ///
    /// Fragments that overlap, other than one that comes twice, are nobody's honest doing, and their packet is dropped:
    /// RFC 8200 §4.5, RFC 1858 §4.
    pub fn add(&mut self, fragment: &Fragment) -> Option<Vec<u8>> {
        let place = self.waiting.iter().position(|partial| partial.key == fragment.key).unwrap_or_else(|| {
            if self.waiting.len() == WAITING {
                self.lost += self.waiting.remove(0).fragments;
            }
            self.waiting.push(Partial { key: fragment.key, pieces: Vec::new(), length: None, fragments: 0 });
            self.waiting.len() - 1
        });
        let partial = &mut self.waiting[place];
        partial.fragments += 1;
        if partial.take(fragment).is_none() {
            self.lost += self.waiting.remove(place).fragments;
            return None;
        }
        let whole = partial.whole()?;
        self.waiting.remove(place);
        Some(whole)
    }

    /// Ends: how many fragments lead to no packet.
    pub fn finish(self) -> usize {
        self.lost + self.waiting.iter().map(|partial| partial.fragments).sum::<usize>()
    }
}

impl Partial {
    /// Takes a piece; `None` if it does not go with the others.
    fn take(&mut self, fragment: &Fragment) -> Option<()> {
        let end = fragment.offset.checked_add(fragment.data.len()).filter(|end| *end <= LIMIT)?;
        if !fragment.more && *self.length.get_or_insert(end) != end {
            return None;
        }
        if self.length.is_some_and(|length| end > length) {
            return None;
        }
        let place = self.pieces.partition_point(|(at, _)| *at < fragment.offset);
        if self.pieces.get(place).is_some_and(|(at, data)| (*at, &**data) == (fragment.offset, fragment.data)) {
            return Some(());
        }
        let before = place.checked_sub(1).map(|before| &self.pieces[before]);
        let overlaps = before.is_some_and(|(at, data)| at + data.len() > fragment.offset)
            || self.pieces.get(place).is_some_and(|(at, _)| *at < end);
        if overlaps {
            return None;
        }
        self.pieces.insert(place, (fragment.offset, fragment.data.to_vec()));
        Some(())
    }

    /// All of it, if it is there.
    fn whole(&self) -> Option<Vec<u8>> {
        let length = self.length?;
        // No two overlap, so that nothing is missing if it is so much.
        let there: usize = self.pieces.iter().map(|(_, data)| data.len()).sum();
        (there == length).then(|| self.pieces.iter().flat_map(|(_, data)| data.iter().copied()).collect())
    }
}
