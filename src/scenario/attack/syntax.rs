//! Edits as words: `c0-flip-43-01`, `s3-drop`.

use core::fmt::{self, Display, Formatter};

use super::{Change, EDIT_BYTES, Edit, LAST_OFFSET, LAST_RECORD, LONGEST_DELAY, Until};
use crate::scenario::address::value::number;
use crate::trace::{Bytes, RecordId, Side};

/// What is wrong with the words for an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It does not begin with a record.
    Record,
    /// It does not say what is done, or nothing that is known.
    Change,
    /// What is done needs other values: those of this example.
    Values(&'static str),
    /// A number is not of the range that it is for.
    Range {
        /// What the number is.
        what: &'static str,
        /// The least.
        from: usize,
        /// The greatest.
        to: usize,
    },
    /// Bytes are not written as pairs of hexadecimal digits, or are none, or too many.
    Bytes,
    /// A record can be sent again only after a later one.
    NotLater,
    /// A mask without a bit flips nothing.
    FlipsNothing,
}

impl Display for Fault {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Record => f.write_str(
                "it must begin with a record: c or s for the client's or the server's, and how many that side had sent \
                 before, such as s3",
            ),
            Self::Change => {
                f.write_str("after the record it must say flip, set, drop, repeat, delay, cut, split, inject or replay")
            }
            Self::Values(example) => write!(f, "it must be written like {example}"),
            Self::Range { what, from, to } => write!(f, "{what} must be a whole number from {from} to {to}"),
            Self::Bytes => write!(f, "its bytes must be 1 to {EDIT_BYTES} pairs of hexadecimal digits"),
            Self::FlipsNothing => f.write_str("00 flips nothing: at least one bit of the two digits must be 1"),
            Self::NotLater => f.write_str("a record can be sent again only after a later one"),
        }
    }
}

impl Edit {
    /// Reads the words for an edit.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let mut words = text.split('-');
        let record = record(words.next().unwrap_or_default())?;
        let name = words.next().unwrap_or_default();
        let values: Vec<&str> = words.collect();
        let change = match (name, &values[..]) {
            ("flip", [offset, mask]) => {
                let offset = place(offset)?;
                match bytes(mask)?[..] {
                    [mask] if mask != 0 => Change::Flip { offset, mask },
                    [_] => return Err(Fault::FlipsNothing),
                    _ => return Err(example("flip")),
                }
            }
            ("set", [offset, hex]) => Change::Set { offset: place(offset)?, bytes: bytes(hex)? },
            ("drop", []) => Change::Drop,
            ("repeat", []) => Change::Repeat,
            ("delay", ["flight"]) => Change::Delay(Until::NextFlight),
            ("delay", [count]) => {
                Change::Delay(Until::Records(in_range(count, "the number of records to wait for", 1, LONGEST_DELAY)?))
            }
            ("cut", [length]) => Change::Cut { length: in_range(length, "what is left", 1, LAST_OFFSET)? },
            ("split", [at]) => Change::Split { at: in_range(at, "where it is split", 1, LAST_OFFSET)? },
            ("inject", [hex]) => Change::Inject { bytes: bytes(hex)? },
            ("replay", [after]) => {
                let after = in_range(after, "the record after which it comes again", 0, LAST_RECORD)?;
                if after <= record.number {
                    return Err(Fault::NotLater);
                }
                Change::Replay { after }
            }
            (known, _) => return Err(example(known)),
        };
        Ok(Self { record, change })
    }
}

/// How that change is written.
fn example(name: &str) -> Fault {
    Fault::Values(match name {
        "flip" => "c0-flip-43-01",
        "set" => "c0-set-43-0a0b",
        "drop" => "s3-drop",
        "repeat" => "s3-repeat",
        "delay" => "s3-delay-1 or s3-delay-flight",
        "cut" => "s3-cut-20",
        "split" => "c0-split-100",
        "inject" => "c1-inject-15030300020200",
        "replay" => "c2-replay-3",
        _ => return Fault::Change,
    })
}

impl Display for Edit {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let sender = match self.record.sender {
            Side::Client => 'c',
            Side::Server => 's',
        };
        write!(f, "{sender}{}-", self.record.number)?;
        match &self.change {
            Change::Flip { offset, mask } => write!(f, "flip-{offset}-{mask:02x}"),
            Change::Set { offset, bytes } => {
                write!(f, "set-{offset}-")?;
                f.write_str(&hex(bytes))
            }
            Change::Drop => f.write_str("drop"),
            Change::Repeat => f.write_str("repeat"),
            Change::Delay(Until::NextFlight) => f.write_str("delay-flight"),
            Change::Delay(Until::Records(count)) => write!(f, "delay-{count}"),
            Change::Cut { length } => write!(f, "cut-{length}"),
            Change::Split { at } => write!(f, "split-{at}"),
            Change::Inject { bytes } => {
                f.write_str("inject-")?;
                f.write_str(&hex(bytes))
            }
            Change::Replay { after } => write!(f, "replay-{after}"),
        }
    }
}

fn record(word: &str) -> Result<RecordId, Fault> {
    let (sender, digits) = match (word.strip_prefix('c'), word.strip_prefix('s')) {
        (Some(digits), _) => (Side::Client, digits),
        (_, Some(digits)) => (Side::Server, digits),
        _ => return Err(Fault::Record),
    };
    Ok(RecordId { sender, number: number(digits, 0, LAST_RECORD).map_err(|_| Fault::Record)? })
}

fn in_range(digits: &str, what: &'static str, from: usize, to: usize) -> Result<usize, Fault> {
    number(digits, from, to).map_err(|_| Fault::Range { what, from, to })
}

fn place(digits: &str) -> Result<usize, Fault> {
    in_range(digits, "the place of the byte", 0, LAST_OFFSET)
}

/// Reads bytes as a link and a reader have them.
pub(super) fn bytes(text: &str) -> Result<Bytes, Fault> {
    pairs(text, EDIT_BYTES).ok_or(Fault::Bytes)
}

/// Reads bytes that are written as pairs of hexadecimal digits; `None` for other text, no bytes, or more than `most`.
pub(in crate::scenario) fn pairs(text: &str, most: usize) -> Option<Bytes> {
    let digits = text.as_bytes();
    if digits.is_empty() || !digits.len().is_multiple_of(2) || digits.len() > 2 * most {
        return None;
    }
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    digits.chunks(2).map(|pair| Some(value(pair[0])? << 4 | value(pair[1])?)).collect()
}

/// Writes bytes so.
pub(in crate::scenario) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_read_and_written() {
        for text in [
            "c0-flip-43-01",
            "s3-drop",
            "s3-repeat",
            "c0-set-43-0a0b",
            "s2-delay-1",
            "s2-delay-flight",
            "s3-cut-20",
            "c0-split-100",
            "c1-inject-15030300020200",
            "c2-replay-3",
            "c9999-flip-16644-ff",
        ] {
            assert_eq!(Edit::parse(text).map(|edit| edit.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn bad_edits_are_told_what_is_wrong() {
        for (text, fault) in [
            ("", Fault::Record),
            ("x0-drop", Fault::Record),
            ("c-drop", Fault::Record),
            ("c10000-drop", Fault::Record),
            ("é", Fault::Record),
            ("c0", Fault::Change),
            ("c0-", Fault::Change),
            ("c0-explode", Fault::Change),
            ("c0-drop-1", Fault::Values("s3-drop")),
            ("c0-flip-1", Fault::Values("c0-flip-43-01")),
            ("c0-flip-1-00", Fault::FlipsNothing),
            ("c0-flip-1-0g", Fault::Bytes),
            ("c0-flip-1-é", Fault::Bytes),
            ("c0-flip-16645-01", Fault::Range { what: "the place of the byte", from: 0, to: 16_644 }),
            ("c0-set-1-", Fault::Bytes),
            ("c0-set-1-0", Fault::Bytes),
            ("c0-delay-0", Fault::Range { what: "the number of records to wait for", from: 1, to: 99 }),
            ("c1-replay-1", Fault::NotLater),
            ("c0-split-0", Fault::Range { what: "where it is split", from: 1, to: 16_644 }),
        ] {
            assert_eq!(Edit::parse(text), Err(fault), "{text}");
        }
        let long = ["c0-inject-", &"00".repeat(EDIT_BYTES + 1)].concat();
        assert_eq!(Edit::parse(&long), Err(Fault::Bytes));
    }
}
