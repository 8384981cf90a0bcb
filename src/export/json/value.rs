//! JSON values and how they are written. RFC 8259.

use core::fmt::{self, Display, Formatter, Write};

/// Longer values are written with a line for each member.
const LINE: usize = 140;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Json {
    /// `null`: there is none.
    Null,
    /// A number.
    Number(u64),
    /// A string.
    Text(String),
    /// An array.
    Array(Vec<Json>),
    /// An object, its members in this order.
    Object(Vec<(&'static str, Json)>),
}

/// A number.
pub(super) fn number<T: TryInto<u64>>(value: T) -> Json {
    value.try_into().map_or(Json::Null, Json::Number)
}

/// A string.
pub(super) fn text(value: impl Into<String>) -> Json {
    Json::Text(value.into())
}

/// An array of what `write` makes of each item.
pub(super) fn array<T>(items: impl IntoIterator<Item = T>, write: impl FnMut(T) -> Json) -> Json {
    Json::Array(items.into_iter().map(write).collect())
}

/// An object without those members that are `null`.
pub(super) fn object(members: impl Into<Vec<(&'static str, Json)>>) -> Json {
    known(members.into())
}

fn known(mut members: Vec<(&'static str, Json)>) -> Json {
    members.retain(|(_, value)| *value != Json::Null);
    Json::Object(members)
}

impl Display for Json {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        self.write(f, 0)
    }
}

impl Json {
    fn write(&self, f: &mut Formatter, indent: usize) -> fmt::Result {
        match self {
            Self::Array(items) if self.is_long() => {
                lines(f, indent, ['[', ']'], items, |f, item| item.write(f, indent + 1))
            }
            Self::Object(members) if self.is_long() => lines(f, indent, ['{', '}'], members, |f, (name, value)| {
                write!(f, "\"{name}\": ")?;
                value.write(f, indent + 1)
            }),
            short => short.write_line(f),
        }
    }

    fn write_line(&self, f: &mut Formatter) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => quoted(f, text),
            Self::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    f.write_str(if index == 0 { "[" } else { ", " })?;
                    item.write_line(f)?;
                }
                f.write_str(if items.is_empty() { "[]" } else { "]" })
            }
            Self::Object(members) => {
                for (index, (name, value)) in members.iter().enumerate() {
                    write!(f, "{}\"{name}\": ", if index == 0 { "{" } else { ", " })?;
                    value.write_line(f)?;
                }
                f.write_str(if members.is_empty() { "{}" } else { "}" })
            }
        }
    }

    fn is_long(&self) -> bool {
        self.length_within(LINE).is_none()
    }

    /// What is left of `room` after this value on one line; `None` if it does not fit.
    fn length_within(&self, room: usize) -> Option<usize> {
        match self {
            Self::Null | Self::Number(_) => room.checked_sub(4),
            Self::Text(text) => room.checked_sub(text.len() + 4),
            Self::Array(items) => items.iter().try_fold(room.checked_sub(2)?, |room, item| item.length_within(room)),
            Self::Object(members) => members.iter().try_fold(room.checked_sub(2)?, |room, (name, value)| {
                value.length_within(room.checked_sub(name.len() + 4)?)
            }),
        }
    }
}

/// Writes items between brackets, each on a line of its own.
fn lines<T>(
    f: &mut Formatter,
    indent: usize,
    [open, close]: [char; 2],
    items: &[T],
    mut write: impl FnMut(&mut Formatter, &T) -> fmt::Result,
) -> fmt::Result {
    f.write_char(open)?;
    for (index, item) in items.iter().enumerate() {
        write!(f, "{}\n{:2$}", if index == 0 { "" } else { "," }, "", (indent + 1) * 2)?;
        write(f, item)?;
    }
    write!(f, "\n{:1$}{close}", "", indent * 2)
}

/// A string between quotation marks. RFC 8259 §7.
fn quoted(f: &mut Formatter, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for letter in text.chars() {
        match letter {
            '"' | '\\' => write!(f, "\\{letter}")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            letter if letter.is_control() => write!(f, "\\u{:04x}", u32::from(letter))?,
            letter => f.write_char(letter)?,
        }
    }
    f.write_char('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let long = "x".repeat(200);
        let value = object([
            ("a", number(7_u64)),
            ("nothing", Json::Null),
            ("b", text("\"quoted\" \\ \u{1} \u{9f} \n\r\t é 🔒")),
            ("c", array([1_u64, 2], number)),
            ("d", array([&*long, ""], text)),
            ("e", object([])),
            ("f", array([0_u64; 0], number)),
        ]);
        let read: serde_json::Value = serde_json::from_str(&value.to_string()).unwrap();
        assert_eq!(
            read,
            serde_json::json!({
                "a": 7, "b": "\"quoted\" \\ \u{1} \u{9f} \n\r\t é 🔒", "c": [1, 2], "d": [long, ""], "e": {}, "f": []
            })
        );
    }
}
