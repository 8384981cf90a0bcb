//! The value of a field, for readers.

use crate::wire::{FieldTree, Value};

/// The longest run of bytes that is shown whole.
const SHORT: usize = 8;

/// The value of the field at `index`, whose bytes are in `bytes`.
pub(super) fn value(fields: &FieldTree, index: usize, bytes: &[u8]) -> String {
    let Some(field) = fields.fields().get(index) else { return String::new() };
    let content = field.span.of(bytes);
    match field.value {
        Value::Group => group(fields, index, bytes),
        Value::Length(length) => count(length, "byte", "bytes"),
        Value::Integer(number) => integer(field.name, number),
        Value::Named { code, name } => named(code, name, field.span.len()),
        Value::Text => quoted(content),
        Value::Opaque => opaque(content),
        Value::ObjectIdentifier(name) => match name {
            Some(name) => format!("{} {name}", dotted(content)),
            None => dotted(content),
        },
        Value::Time => time(content).unwrap_or_else(|| quoted(content)),
        Value::DerHeader { tag, length } => format!("{tag}, {}", count(length, "byte", "bytes")),
    }
}

fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn integer(name: &str, number: u64) -> String {
    match name {
        "ticket_lifetime" => match number % 3600 {
            0 => format!("{number} seconds ({})", count(number / 3600, "hour", "hours")),
            _ => count(number, "second", "seconds"),
        },
        "max_early_data_size" | "record_size_limit" => count(number, "byte", "bytes"),
        _ => number.to_string(),
    }
}

/// The name; with the code where the name stands for many codes.
fn named(code: u64, name: &str, width: usize) -> String {
    if name == "GREASE" || ["unknown ", "unassigned ", "not "].iter().any(|prefix| name.starts_with(prefix)) {
        format!("{name} (0x{code:0digits$x})", digits = width * 2)
    } else {
        name.to_owned()
    }
}

/// Text in quotation marks, with what cannot be seen written as escapes.
fn quoted(bytes: &[u8]) -> String {
    let mut text = String::from("\"");
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
            text.push_str(&hex(&[*byte]));
        }
    }
    text.push('"');
    text
}

/// Whether a letter would not be seen, or would change how its neighbours are seen.
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 3);
    for (place, byte) in bytes.iter().enumerate() {
        if place > 0 {
            text.push(' ');
        }
        for digit in [byte >> 4, byte & 0x0f] {
            text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
        }
    }
    text
}

fn opaque(bytes: &[u8]) -> String {
    let length = count(bytes.len() as u64, "byte", "bytes");
    match bytes.len() {
        0 => "empty".to_owned(),
        1..=SHORT => format!("{length}: {}", hex(bytes)),
        _ => format!("{length}: {} …", hex(&bytes[..4])),
    }
}

/// The dotted form of the content octets of an OBJECT IDENTIFIER. X.690 §8.19.
fn dotted(bytes: &[u8]) -> String {
    let mut arcs = Vec::new();
    let mut arc = 0_u64;
    for byte in bytes {
        arc = arc.wrapping_shl(7) | u64::from(byte & 0x7f);
        if byte & 0x80 != 0 {
            continue;
        }
        if arcs.is_empty() {
            // The first two arcs share a number.
            let root = (arc / 40).min(2);
            arcs.push(root.to_string());
            arc -= root * 40;
        }
        arcs.push(arc.to_string());
        arc = 0;
    }
    arcs.join(".")
}

/// A `UTCTime` or `GeneralizedTime` as ISO 8601. A two-digit year from 50 on is of the 20th century. RFC 5280 §4.1.2.5.1.
fn time(bytes: &[u8]) -> Option<String> {
    let (digits, zone) = core::str::from_utf8(bytes).ok()?.split_at_checked(bytes.len().checked_sub(1)?)?;
    if zone != "Z" || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (century, rest) = match digits.len() {
        12 if digits < "50" => ("20", digits),
        12 => ("19", digits),
        14 => digits.split_at(2),
        _ => return None,
    };
    let [year, month, day, hour, minute, second] = [0, 2, 4, 6, 8, 10].map(|place| &rest[place..place + 2]);
    Some(format!("{century}{year}-{month}-{day} {hour}:{minute}:{second} UTC"))
}

/// The longest list of values, in bytes of text, that stands beside the name of a group.
const FITS: usize = 80;

/// What a list counts, and whether its items are short enough to be named.
fn noun(name: &str) -> Option<(&'static str, &'static str, bool)> {
    Some(match name {
        "cipher_suites" => ("suite", "suites", true),
        "extensions" | "Extensions" => ("extension", "extensions", false),
        "named_group_list" => ("group", "groups", true),
        "supported_signature_algorithms" => ("scheme", "schemes", true),
        "versions" => ("version", "versions", true),
        "client_shares" => ("share", "shares", false),
        "ke_modes" => ("mode", "modes", true),
        "protocol_name_list" => ("protocol", "protocols", true),
        "server_name_list" => ("name", "names", false),
        "certificate_list" => ("certificate", "certificates", false),
        "legacy_compression_methods" => ("method", "methods", true),
        _ => return None,
    })
}

/// A summary of what is inside: how many items, the values if they are few, or how many bytes.
fn group(fields: &FieldTree, index: usize, bytes: &[u8]) -> String {
    let all = fields.fields();
    let this = &all[index];
    let size = || count(this.span.len() as u64, "byte", "bytes");
    let inside: Vec<_> = (index + 1..all.len()).take_while(|place| all[*place].depth > this.depth).collect();
    let children: Vec<_> = inside.iter().copied().filter(|place| is_content(fields, index, *place)).collect();
    let values = |places: &[usize]| {
        let values: Vec<_> = places.iter().map(|place| value(fields, *place, bytes)).collect();
        values.join(", ")
    };
    if this.depth == 0 {
        return size();
    }
    match (this.name, children.as_slice()) {
        // The list of a certificate's extensions has a tag of its own around it.
        ("extensions", [list]) if all[*list].name == "Extensions" => value(fields, *list, bytes),
        ("issuer" | "subject" | "GeneralNames", _) => {
            let texts: Vec<_> = inside.iter().copied().filter(|place| all[*place].value == Value::Text).collect();
            if texts.is_empty() { size() } else { values(&texts) }
        }
        ("Extension", [id, ..]) => value(fields, *id, bytes),
        (name, items) => {
            if let Some((one, many, short)) = noun(name) {
                let number = count(items.len() as u64, one, many);
                let named = values(items);
                return if short && !items.is_empty() && named.len() <= FITS {
                    format!("{number}: {named}")
                } else {
                    number
                };
            }
            match items {
                [] => "empty".to_owned(),
                [item] => value(fields, *item, bytes),
                _ if all[items[0]].name == "extension_type" => {
                    items.get(1).map_or_else(size, |data| value(fields, *data, bytes))
                }
                [_, _] => Some(values(items)).filter(|text| text.len() <= FITS).unwrap_or_else(size),
                _ => size(),
            }
        }
    }
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

    #[test]
    fn text_shows_what_cannot_be_seen() {
        assert_eq!(quoted(b"GET /\r\n\x00\xff\""), r#""GET /\r\n\u{0}\xff\"""#);
        assert_eq!(quoted("a\u{202e}é".as_bytes()), "\"a\\u{202e}é\"");
    }

    #[test]
    fn object_identifiers_are_dotted() {
        assert_eq!(dotted(&[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]), "1.2.840.10045.3.1.7");
        assert_eq!(dotted(&[0x2b, 0x65, 0x70]), "1.3.101.112");
        assert_eq!(dotted(&[0x55, 0x1d, 0x11]), "2.5.29.17");
    }

    #[test]
    fn times_are_iso() {
        assert_eq!(time(b"260615120000Z").as_deref(), Some("2026-06-15 12:00:00 UTC"));
        assert_eq!(time(b"991231235959Z").as_deref(), Some("1999-12-31 23:59:59 UTC"));
        assert_eq!(time(b"20500101000000Z").as_deref(), Some("2050-01-01 00:00:00 UTC"));
        for bad in [&b"2606151200Z"[..], b"", b"Z", "é6061512000Z".as_bytes(), b"260615120000"] {
            assert_eq!(time(bad), None);
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
        assert_eq!(opaque(&[]), "empty");
        assert_eq!(opaque(&[0xab]), "1 byte: ab");
        assert_eq!(opaque(&[7; 32]), "32 bytes: 07 07 07 07 …");
    }
}
