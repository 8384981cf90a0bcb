//! The value of a field, for readers.

use crate::crypto::rare;
use crate::wire::{FieldTree, Value};

/// The longest run of bytes that is shown whole.
const SHORT: usize = 8;

/// The value of the field at `index`, whose bytes are in `bytes`.
pub(super) fn value(fields: &FieldTree, index: usize, bytes: &[u8]) -> String {
    let mut text = String::new();
    write(&mut text, fields, index, bytes);
    text
}

fn write(text: &mut String, fields: &FieldTree, index: usize, bytes: &[u8]) {
    let Some(field) = fields.fields().get(index) else { return };
    let content = field.span.of(bytes);
    match field.value {
        Value::Group => group(text, fields, index, bytes),
        Value::Length(length) => count(text, length, "byte"),
        Value::Integer(number) => integer(text, field.name, number),
        Value::Named { code, name } => named(text, code, name, field.span.len()),
        Value::Text => quoted(text, content),
        Value::Opaque => opaque(text, content),
        Value::ObjectIdentifier(name) => {
            dotted(text, content);
            if let Some(name) = name {
                text.push(' ');
                text.push_str(name);
            }
        }
        Value::Time => time(text, content),
        Value::DerHeader { tag, length } => {
            text.push_str(tag);
            text.push_str(", ");
            count(text, length, "byte");
        }
    }
}

/// Writes a number and its noun, which takes an s.
fn count(text: &mut String, number: u64, noun: &str) {
    text.push_str(&number.to_string());
    text.push(' ');
    text.push_str(noun);
    if number != 1 {
        text.push('s');
    }
}

fn integer(text: &mut String, name: &str, number: u64) {
    match name {
        "ticket_lifetime" | "ticket_lifetime_hint" => {
            count(text, number, "second");
            if number.is_multiple_of(3600) {
                text.push_str(" (");
                count(text, number / 3600, "hour");
                text.push(')');
            }
        }
        "uncompressed_length" if rare::BUILT => count(text, number, "byte"),
        "max_early_data_size" | "record_size_limit" => count(text, number, "byte"),
        _ => text.push_str(&number.to_string()),
    }
}

/// Writes the name; with the code where the name stands for many codes.
fn named(text: &mut String, code: u64, name: &str, width: usize) {
    text.push_str(name);
    if name == "GREASE" || ["unknown ", "unassigned ", "not "].iter().any(|prefix| name.starts_with(prefix)) {
        text.push_str(" (0x");
        let code = code.to_be_bytes();
        for byte in &code[code.len().saturating_sub(width)..] {
            push_hex(text, *byte);
        }
        text.push(')');
    }
}

/// Writes text in quotation marks, with what cannot be seen written as escapes.
fn quoted(text: &mut String, bytes: &[u8]) {
    text.push('"');
    for part in bytes.utf8_chunks() {
        for letter in part.valid().chars() {
            match letter {
                '\r' => text.push_str("\\r"),
                '\n' => text.push_str("\\n"),
                '\t' => text.push_str("\\t"),
                '"' | '\\' => text.extend(['\\', letter]),
                letter if is_invisible(letter) => text.extend(letter.escape_unicode()),
                letter => text.push(letter),
            }
        }
        for byte in part.invalid() {
            text.push_str("\\x");
            push_hex(text, *byte);
        }
    }
    text.push('"');
}

/// Whether a letter would not be seen, or would change how its neighbours are seen.
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn push_hex(text: &mut String, byte: u8) {
    for digit in [byte >> 4, byte & 0x0f] {
        text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
    }
}

fn opaque(text: &mut String, bytes: &[u8]) {
    if bytes.is_empty() {
        text.push_str("empty");
        return;
    }
    let shown = if bytes.len() > SHORT { 4 } else { SHORT };
    count(text, bytes.len() as u64, "byte");
    text.push(':');
    for byte in bytes.iter().take(shown) {
        text.push(' ');
        push_hex(text, *byte);
    }
    if bytes.len() > shown {
        text.push_str(" …");
    }
}

/// Writes the dotted form of the content octets of an OBJECT IDENTIFIER. X.690 §8.19.
fn dotted(text: &mut String, bytes: &[u8]) {
    let mut is_first = true;
    let mut arc = 0_u64;
    for byte in bytes {
        arc = arc.wrapping_shl(7) | u64::from(byte & 0x7f);
        if byte & 0x80 != 0 {
            continue;
        }
        if is_first {
            // The first two arcs share a number.
            let root = (arc / 40).min(2);
            text.push_str(&root.to_string());
            arc -= root * 40;
            is_first = false;
        }
        text.push('.');
        text.push_str(&arc.to_string());
        arc = 0;
    }
}

/// Writes a `UTCTime` or `GeneralizedTime` as ISO 8601, or as it stands if it is none. A two-digit year from 50 on is of
/// the 20th century. RFC 5280 §4.1.2.5.1.
fn time(text: &mut String, bytes: &[u8]) {
    let digits = match bytes {
        [digits @ .., b'Z'] if matches!(digits.len(), 12 | 14) && digits.iter().all(u8::is_ascii_digit) => digits,
        _ => return quoted(text, bytes),
    };
    if digits.len() == 12 {
        text.push_str(if digits[0] < b'5' { "20" } else { "19" });
    }
    for (place, digit) in digits.iter().enumerate() {
        // Counted from the end, because the year is longer in one than in the other.
        match digits.len() - place {
            10 | 8 => text.push('-'),
            6 => text.push(' '),
            4 | 2 => text.push(':'),
            _ => {}
        }
        text.push(char::from(*digit));
    }
    text.push_str(" UTC");
}

/// The longest list of values, in bytes of text, that stands beside the name of a group.
const FITS: usize = 80;

/// What a list counts, and whether its items are short enough to be named.
fn noun(name: &str) -> Option<(&'static str, bool)> {
    Some(match name {
        "cipher_suites" => ("suite", true),
        "extensions" | "Extensions" => ("extension", false),
        "named_group_list" => ("group", true),
        "supported_signature_algorithms" => ("scheme", true),
        "versions" => ("version", true),
        "client_shares" => ("share", false),
        "ke_modes" => ("mode", true),
        "protocol_name_list" => ("protocol", true),
        "server_name_list" => ("name", false),
        "certificate_list" => ("certificate", false),
        "legacy_compression_methods" | "compression_methods" => ("method", true),
        "certificate_types" => ("type", true),
        "algorithms" if rare::BUILT => ("algorithm", true),
        "ec_point_format_list" => ("format", true),
        _ => return None,
    })
}

/// Writes a summary of what is inside: how many items, the values if they are few, or how many bytes.
fn group(text: &mut String, fields: &FieldTree, index: usize, bytes: &[u8]) {
    let all = fields.fields();
    let this = &all[index];
    let inside = (index + 1..all.len()).take_while(|place| all[*place].depth > this.depth);
    let is_names = matches!(this.name, "issuer" | "subject" | "GeneralNames");
    let items: Vec<usize> = inside
        .filter(|place| if is_names { all[*place].value == Value::Text } else { is_content(fields, index, *place) })
        .collect();
    let (shown, most): (&[usize], usize) = match (this.name, items.as_slice()) {
        _ if this.depth == 0 => (&[], 0),
        _ if is_names => (&items, usize::MAX),
        // The list of a certificate's extensions has a tag of its own around it.
        ("extensions", [list]) if all[*list].name == "Extensions" => (&items, usize::MAX),
        ("Extension", [_, ..]) => (&items[..1], usize::MAX),
        (name, _) => match (noun(name), items.len()) {
            (Some((noun, is_short)), number) => {
                count(text, number as u64, noun);
                let values = values(fields, &items, bytes);
                if is_short && number > 0 && values.len() <= FITS {
                    text.push_str(": ");
                    text.push_str(&values);
                }
                return;
            }
            (None, 0) => return text.push_str("empty"),
            (None, 1) => (&items, usize::MAX),
            (None, _) if all[items[0]].name == "extension_type" => (&items[1..2], usize::MAX),
            (None, 2) => (&items, FITS),
            (None, _) => (&[], 0),
        },
    };
    let values = values(fields, shown, bytes);
    if shown.is_empty() || values.len() > most {
        count(text, this.span.len() as u64, "byte");
    } else {
        text.push_str(&values);
    }
}

/// The values of fields, with commas between.
fn values(fields: &FieldTree, places: &[usize], bytes: &[u8]) -> String {
    let mut text = String::new();
    for (number, place) in places.iter().enumerate() {
        if number > 0 {
            text.push_str(", ");
        }
        write(&mut text, fields, *place, bytes);
    }
    text
}

/// Whether the field at `place` is directly inside of the one at `index`, and not only says how long it is.
fn is_content(fields: &FieldTree, index: usize, place: usize) -> bool {
    let field = &fields.fields()[place];
    field.depth == fields.fields()[index].depth + 1
        && field.name != "unused bits"
        && !matches!(field.value, Value::Length(_) | Value::DerHeader { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::decode;

    fn written(write: fn(&mut String, &[u8]), bytes: &[u8]) -> String {
        let mut text = String::new();
        write(&mut text, bytes);
        text
    }

    #[test]
    fn text_shows_what_cannot_be_seen() {
        assert_eq!(written(quoted, b"GET /\r\n\x00\xff\""), r#""GET /\r\n\u{0}\xff\"""#);
        assert_eq!(written(quoted, "a\u{202e}é".as_bytes()), "\"a\\u{202e}é\"");
    }

    #[test]
    fn object_identifiers_are_dotted() {
        assert_eq!(written(dotted, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]), "1.2.840.10045.3.1.7");
        assert_eq!(written(dotted, &[0x2b, 0x65, 0x70]), "1.3.101.112");
        assert_eq!(written(dotted, &[0x55, 0x1d, 0x11]), "2.5.29.17");
    }

    #[test]
    fn times_are_iso() {
        assert_eq!(written(time, b"260615120000Z"), "2026-06-15 12:00:00 UTC");
        assert_eq!(written(time, b"991231235959Z"), "1999-12-31 23:59:59 UTC");
        assert_eq!(written(time, b"20500101000000Z"), "2050-01-01 00:00:00 UTC");
        for bad in [&b"2606151200Z"[..], b"", b"Z", "é6061512000Z".as_bytes(), b"260615120000"] {
            assert_eq!(written(time, bad), written(quoted, bad));
        }
    }

    #[test]
    fn groups_are_summed_up() {
        let bytes = [0, 4, 0x13, 0x01, 0x13, 0x02];
        let decoded = decode(&bytes, "ClientHello", |r| {
            r.vector("cipher_suites", 2, |r| r.list(|r| r.named_u16("cipher_suite", |_| "some suite")))
        });
        assert_eq!(value(&decoded.fields, 0, &bytes), "6 bytes");
        assert_eq!(value(&decoded.fields, 1, &bytes), "2 suites: some suite, some suite");
        assert_eq!(value(&decoded.fields, 2, &bytes), "4 bytes");
        assert_eq!(value(&decoded.fields, 3, &bytes), "some suite");
        let bytes = [1, b'x'];
        let decoded = decode(&bytes, "outer", |r| r.vector("HostName", 1, |r| r.text("name", 1)));
        assert_eq!(value(&decoded.fields, 1, &bytes), "\"x\"");
        let decoded = decode(&[0], "outer", |r| r.opaque_vector("legacy_session_id", 1).map(<[u8]>::to_vec));
        assert_eq!(value(&decoded.fields, 1, &[0]), "empty");
    }

    #[test]
    fn bytes_are_counted_and_begun() {
        assert_eq!(written(opaque, &[]), "empty");
        assert_eq!(written(opaque, &[0xab]), "1 byte: ab");
        assert_eq!(written(opaque, &[7; 32]), "32 bytes: 07 07 07 07 …");
    }
}
