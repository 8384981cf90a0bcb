//! Tables of what fields are for.

use crate::crypto::rare;
use crate::explain::Citation;

/// A table of what fields are for: one text, because a hundred addresses of sentences would weigh more than the rows.
pub(super) struct Rows {
    /// For each row `name`, `name within place` or `name of place`, and after a line feed the sentence.
    pub text: &'static str,
    /// The bytes of each row.
    pub lengths: &'static [u8],
    /// Where the standard says so, for each row.
    pub citations: &'static [Citation],
}

/// Writes a table, row by row: the field's name, where it stands, the place in the standard, the sentence.
///
/// `within` a place is anywhere inside of the field with that name, `of` it is directly inside. Where a name stands in
/// several places, the narrower row comes first. A row that is `rare` is about a field that the first part never shows, and
/// is empty there.
macro_rules! rows {
    ($($name:literal $(within $within:literal)? $(of $of:literal)?, $citation:ident $(, $rare:ident)?: $sentence:literal;)*) => {
        const EACH: &[&str] = &[$($crate::explain::field::rows::kept(
            concat!($name, $(" within ", $within,)? $(" of ", $of,)? "\n", $sentence),
            &[$(stringify!($rare))?],
        )),*];
        const TEXT: [u8; $crate::explain::field::rows::total(EACH)] = $crate::explain::field::rows::joined(EACH);
        /// What each field is for.
        pub(super) const ROWS: $crate::explain::field::rows::Rows = $crate::explain::field::rows::Rows {
            text: match core::str::from_utf8(&TEXT) {
                Ok(text) => text,
                Err(_) => "",
            },
            lengths: &[$($crate::explain::field::rows::length($crate::explain::field::rows::kept(
                concat!($name, $(" within ", $within,)? $(" of ", $of,)? "\n", $sentence),
                &[$(stringify!($rare))?],
            ))),*],
            citations: &[$($crate::explain::citation::$citation),*],
        };
    };
}
pub(super) use rows;

/// A row, or nothing of one that is rare where what it is about is not there.
pub(super) const fn kept(row: &'static str, rare: &[&str]) -> &'static str {
    if rare.is_empty() || rare::BUILT { row } else { "" }
}

/// The length of all rows together in bytes.
pub(super) const fn total(rows: &[&str]) -> usize {
    let (mut total, mut place) = (0, 0);
    while place < rows.len() {
        total += rows[place].len();
        place += 1;
    }
    total
}

/// All rows, one after the other.
pub(super) const fn joined<const LENGTH: usize>(rows: &[&str]) -> [u8; LENGTH] {
    let mut text = [0; LENGTH];
    let (mut rest, mut place): (&mut [u8], usize) = (&mut text, 0);
    while place < rows.len() {
        let (row, after) = rest.split_at_mut(rows[place].len());
        row.copy_from_slice(rows[place].as_bytes());
        rest = after;
        place += 1;
    }
    text
}

/// The length of a row in bytes.
#[expect(clippy::cast_possible_truncation, reason = "checked, and when compiling")]
pub(super) const fn length(row: &str) -> u8 {
    assert!(row.len() <= u8::MAX as usize, "a row has at most 255 bytes");
    row.len() as u8
}

impl Rows {
    /// Every row, and where the standard says so.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Citation)> {
        let mut rest = self.text;
        self.lengths.iter().zip(self.citations).map_while(move |(length, citation)| {
            let (row, after) = rest.split_at_checked(usize::from(*length))?;
            rest = after;
            Some((row, *citation))
        })
    }

    /// What the field `name` is for that is inside of the fields `outer`, outermost first.
    pub fn find(&self, name: &str, outer: &[&str]) -> Option<(&'static str, Citation)> {
        self.iter().find_map(|(row, citation)| {
            let (place, sentence) = row.strip_prefix(name)?.split_once('\n')?;
            let is_about = match (place.strip_prefix(" of "), place.strip_prefix(" within ")) {
                (Some(place), _) => outer.last() == Some(&place),
                (_, Some(place)) => outer.contains(&place),
                _ => place.is_empty(),
            };
            is_about.then_some((sentence, citation))
        })
    }
}
