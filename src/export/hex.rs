//! Hexadecimal digits.

/// Appends two digits for each byte.
pub(super) fn push_hex(text: &mut String, bytes: &[u8]) {
    for nibble in bytes.iter().flat_map(|byte| [byte >> 4, byte & 0x0f]) {
        text.push(char::from_digit(u32::from(nibble), 16).expect("half a byte is a hexadecimal digit"));
    }
}

/// Two digits for each byte.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    push_hex(&mut text, bytes);
    text
}
