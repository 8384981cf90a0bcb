//! Records that were pasted as hexadecimal text.
//!
//! White space, `:`, `,` and `0x` between the digits do not matter; what follows `#` in a line is a remark. A line that
//! begins with `>` or `client:` is the client's, one with `<` or `server:` the server's, and so are the lines that follow until
//! the next such mark. The forms of `hexdump -C` and `xxd` are read too.
//!
//! Without marks the sides are told apart by what the records are: some messages only a client sends, others only a
//! server. A sealed record is of the side whose keys open it; if none does, of the side that sent the record before, or,
//! where a blank line begins a new paragraph, of the other one.

use super::problem::{Fault, Place, Problem};
use crate::trace::{Bytes, Side};

/// Reads hexadecimal digits without anything between them.
pub(super) fn hex(digits: &str) -> Option<Bytes> {
    if !digits.len().is_multiple_of(2) || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok()).collect()
}

/// Bytes that were pasted together: of one side, if that was marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub side: Option<Side>,
    pub bytes: Bytes,
}

/// Reads a text.
///
/// # Errors
/// The line, and what is wrong there; of a text in which no line begins with a byte, that this is another format.
pub(super) fn read(text: &str) -> Result<Vec<Paragraph>, Fault> {
    let mut said = text.lines().map(without_remark).filter(|line| !line.trim().is_empty()).peekable();
    if said.peek().is_some() && !said.any(begins_with_byte) {
        return Err(Fault::of_all(Problem::UnknownFormat));
    }
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut side = None;
    let mut digits = String::new();
    let mut begun = 0;
    let mut dumped = 0;
    let mut end = |digits: &mut String, side, begun: usize| {
        let text = core::mem::take(digits);
        if text.is_empty() {
            return Ok(());
        }
        let bytes = hex(&text).ok_or(Fault::at(Place::Line(begun), Problem::HalfByte))?;
        paragraphs.push(Paragraph { side, bytes });
        Ok(())
    };
    for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = without_remark(line);
        if line.trim().is_empty() {
            end(&mut digits, side, begun)?;
            dumped = 0;
            continue;
        }
        let (mark, rest) = marked(line);
        if let Some(mark) = mark {
            end(&mut digits, side, begun)?;
            side = Some(mark);
            dumped = 0;
        }
        if digits.is_empty() {
            begun = number + 1;
        }
        let content = match dump_line(rest, dumped) {
            Some(content) => {
                // A dump begins anew: the bytes before it were another's.
                if offset(rest).is_some_and(|(at, _)| at == 0) {
                    end(&mut digits, side, begun)?;
                    begun = number + 1;
                }
                content
            }
            None => rest,
        };
        let before = digits.len();
        push_digits(content, &mut digits).map_err(|problem| Fault::at(Place::Line(number + 1), problem))?;
        dumped = if offset(rest).is_some() && content.len() != rest.len() {
            dumped + (digits.len() - before) / 2
        } else {
            0
        };
    }
    end(&mut digits, side, begun)?;
    Ok(paragraphs)
}

fn without_remark(line: &str) -> &str {
    line.split('#').next().unwrap_or_default()
}

/// Whether the first that stands in a line, after its mark, is two digits.
fn begins_with_byte(line: &str) -> bool {
    let (_, rest) = marked(line);
    let rest = rest.trim_start();
    let rest = rest.strip_prefix("0x").or(rest.strip_prefix("0X")).unwrap_or(rest);
    rest.bytes().take_while(u8::is_ascii_hexdigit).count() >= 2
}

/// The side that a line is marked with, and the rest of the line.
fn marked(line: &str) -> (Option<Side>, &str) {
    let line = line.trim_start();
    for (side, marks) in [
        (Side::Client, ["client:", "client>", "c:", "c>", ">"]),
        (Side::Server, ["server:", "server<", "s:", "s<", "<"]),
    ] {
        for mark in marks {
            if let Some(start) = line.get(..mark.len())
                && start.eq_ignore_ascii_case(mark)
            {
                return (Some(side), &line[mark.len()..]);
            }
        }
    }
    (None, line)
}

/// The offset with which a line of a dump begins, and the rest of the line.
fn offset(line: &str) -> Option<(usize, &str)> {
    let line = line.trim_start();
    let end = line.find(|letter: char| !letter.is_ascii_hexdigit()).unwrap_or(line.len());
    let at = usize::from_str_radix(line.get(..end)?, 16).ok().filter(|_| (4..=16).contains(&end))?;
    let rest = &line[end..];
    Some((at, rest.strip_prefix(':').unwrap_or(rest)))
}

/// The digits of a line of a dump, of which so many bytes came before; `None` if it is no such line.
fn dump_line(line: &str, before: usize) -> Option<&str> {
    let (at, rest) = offset(line)?;
    let colon = line.trim_start().find(':').is_some_and(|colon| colon <= 16);
    if at != 0 && at != before || !(colon || rest.starts_with("  ")) && at == 0 {
        return None;
    }
    if let Some((digits, letters)) = rest.split_once('|')
        && (!colon || are_letters(digits, letters))
    {
        return Some(digits);
    }
    let rest = rest.trim_start();
    // The letters stand after two spaces, where the digits stand in groups without such.
    let end = if colon { rest.find("  ").unwrap_or(rest.len()) } else { rest.len() };
    Some(&rest[..end])
}

/// Whether what follows a `|` is the letters of those digits, one for each byte, up to another `|`: it may also be a letter itself.
fn are_letters(digits: &str, letters: &str) -> bool {
    let count = digits.bytes().filter(u8::is_ascii_hexdigit).count();
    letters.trim_end().strip_suffix('|').is_some_and(|letters| 2 * letters.chars().count() == count)
}

fn push_digits(text: &str, digits: &mut String) -> Result<(), Problem> {
    for word in text.split(|letter: char| letter.is_whitespace() || letter == ':' || letter == ',') {
        let word = word.strip_prefix("0x").or(word.strip_prefix("0X")).unwrap_or(word);
        match word.chars().find(|letter| !letter.is_ascii_hexdigit()) {
            Some(character) => return Err(Problem::NotHex { character }),
            None => digits.push_str(word),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Vec<u8> {
        let read = read(text).unwrap();
        assert_eq!(read.len(), 1, "{read:?}");
        read[0].bytes.clone()
    }

    #[test]
    fn dumps_are_read() {
        let bytes: Vec<u8> = (0x10..0x34).collect();
        let dump = "00000000  10 11 12 13 14 15 16 17  18 19 1a 1b 1c 1d 1e 1f  |................|\n\
                    00000010  20 21 22 23 24 25 26 27  28 29 2a 2b 2c 2d 2e 2f  | !\"#$%&'()*+,-./|\n\
                    00000020  30 31 32 33                                       |0123|\n";
        assert_eq!(one(dump), bytes);
        let xxd = "00000000: 1011 1213 1415 1617 1819 1a1b 1c1d 1e1f  ................\n\
                   00000010: 2021 2223 2425 2627 2829 2a2b 2c2d 2e2f   !\"#$%&'()*+,-./\n\
                   00000020: 3031 3233                                0123\n";
        assert_eq!(one(xxd), bytes);
    }

    #[test]
    fn a_bar_among_the_letters_of_a_dump_is_a_letter() {
        let xxd = "00000000: 7c11 1213 1415 1617 1819 1a1b 1c1d 1e7c  |..............|\n\
                   00000010: 6162 7c63 6420 207c 2020 7c61 6263 647c  ab|cd  |  |abcd|\n\
                   00000020: 2020 7c31 7c7c                             |1||\n";
        let bytes =
            [&b"|\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e|"[..], b"ab|cd  |  |abcd|", b"  |1||"];
        assert_eq!(one(xxd), bytes.concat());
        assert_eq!(one("00000000: 7c7c  ||\n"), b"||");
        // Every byte in its turn, beside a bar.
        for byte in 0..=255_u8 {
            let letter = |byte: u8| if (0x20..0x7f).contains(&byte) { char::from(byte) } else { '.' };
            let line =
                format!("00000000: {byte:02x}7c {byte:02x}                                {0}|{0}\n", letter(byte));
            assert_eq!(one(&line), [byte, 0x7c, byte], "{line}");
        }
        // Bars around the letters, and an offset with a colon.
        let framed = "00000000: 7c 11 12 13 14 15 16 17  18 19 7c 1b 1c 1d 1e 7c  ||.........|....||\n\
                      00000010: 20 7c 22                                          | |\"|\n";
        let bytes = [&b"|\x11\x12\x13\x14\x15\x16\x17\x18\x19|\x1b\x1c\x1d\x1e|"[..], b" |\""];
        assert_eq!(one(framed), bytes.concat());
    }

    #[test]
    fn digits_may_stand_in_any_way() {
        assert_eq!(one("16:03:01 # a remark\n0x00, 0x05\t01"), [0x16, 3, 1, 0, 5, 1]);
        let sides = read("> 1603\n01\n< 16 03\n\nserver: 03").unwrap();
        let sides: Vec<_> = sides.into_iter().map(|item| (item.side.unwrap(), item.bytes.len())).collect();
        assert_eq!(sides, [(Side::Client, 3), (Side::Server, 2), (Side::Server, 1)]);
    }

    #[test]
    fn what_is_no_digit_is_named_with_its_line() {
        let fault = read("1603\n01zz").unwrap_err();
        assert_eq!(fault.to_string(), "line 2: 'z' is no hexadecimal digit");
        assert_eq!(read("1603z").unwrap_err().to_string(), "line 1: 'z' is no hexadecimal digit");
        assert_eq!(read("# nothing\n \n").unwrap(), []);
        assert_eq!(read("\n160").unwrap_err().to_string(), "line 2: a hexadecimal digit is missing: two make a byte");
    }
}
