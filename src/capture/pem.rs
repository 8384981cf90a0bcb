//! PEM: binary things as text. RFC 7468.

use super::problem::{Fault, Place, Problem};

/// A block of a PEM text.
pub(super) struct Block<'a> {
    /// What it is: `CERTIFICATE`, `PRIVATE KEY`.
    pub label: &'a str,
    pub der: Vec<u8>,
    /// Where it begins.
    pub line: Place,
}

/// The blocks of a text, in its order; what stands between them is left alone.
///
/// # Errors
/// The line of a block that has no end or is not well formed.
pub(super) fn blocks(text: &str) -> Result<Vec<Block<'_>>, Fault> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("-----BEGIN") {
        let line = Place::Line(text[..text.len() - rest.len() + start].lines().count() + 1);
        let block = &rest[start..];
        let bad = |what| Fault::at(line, Problem::BadPem { what });
        let end = block.find("-----END").map(|end| end + block[end..].find('\n').unwrap_or(block[end..].len()));
        let end = end.ok_or_else(|| bad("this PEM block has no end"))?;
        let (label, der) = decoded(&block[..end]).ok_or_else(|| bad("this PEM block is not well formed"))?;
        blocks.push(Block { label, der, line });
        rest = &block[end..];
    }
    Ok(blocks)
}

/// The label of a PEM block and what is in it. RFC 7468 §3.
///
/// (The library's decoder, which also reads in pieces and in constant time, is 2 KB more in the page.)
fn decoded(block: &str) -> Option<(&str, Vec<u8>)> {
    let (first, rest) = block.split_once('\n')?;
    let label = first.trim_end().strip_prefix("-----BEGIN ")?.strip_suffix("-----")?;
    let (inside, last) = rest.split_once("-----END ")?;
    if last.trim_end().strip_suffix("-----")? != label {
        return None;
    }
    let digits: Vec<u8> = inside.bytes().filter(|letter| !letter.is_ascii_whitespace()).collect();
    let padding = digits.iter().rev().take_while(|letter| **letter == b'=').count();
    if padding > 2 || !digits.len().is_multiple_of(4) {
        return None;
    }
    let mut der = Vec::new();
    for four in digits.chunks(4) {
        let value = |letter: &u8| match letter {
            b'A'..=b'Z' => Some(letter - b'A'),
            b'a'..=b'z' => Some(letter - b'a' + 26),
            b'0'..=b'9' => Some(letter - b'0' + 52),
            b'+' => Some(62),
            b'/' => Some(63),
            b'=' => Some(0),
            _ => None,
        };
        let bits = four.iter().try_fold(0_u32, |bits, letter| Some(bits << 6 | u32::from(value(letter)?)))?;
        der.extend_from_slice(&bits.to_be_bytes()[1..]);
    }
    der.truncate(der.len() - padding);
    Some((label, der))
}
