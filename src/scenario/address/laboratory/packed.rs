//! A lesson in a link: compressed (RFC 1951), then base64url without padding (RFC 4648 §5).

use super::LESSON_BYTES;
use crate::scenario::address::Problem;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// How hard it is tried to make a lesson small, of 10.
const EFFORT: u8 = 8;

/// Packs a text.
pub(super) fn pack(text: &str) -> String {
    let packed = miniz_oxide::deflate::compress_to_vec(text.as_bytes(), EFFORT);
    let mut written = String::with_capacity(packed.len().div_ceil(3) * 4);
    for chunk in packed.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let digit = (bits >> (18 - 6 * place)) & 63;
            written.push(char::from(DIGITS[usize::try_from(digit).unwrap_or_default()]));
        }
    }
    written
}

/// Unpacks a text.
pub(super) fn unpack(written: &str) -> Result<String, Problem> {
    let mut packed = Vec::with_capacity(written.len() / 4 * 3 + 2);
    for chunk in written.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for digit in chunk {
            let value = DIGITS.iter().position(|known| known == digit).ok_or(Problem::NotPacked)?;
            bits = bits << 6 | u32::try_from(value).unwrap_or_default();
        }
        bits <<= 6 * (4 - chunk.len());
        let [_, bytes @ ..] = bits.to_be_bytes();
        packed.extend(&bytes[..chunk.len() - 1]);
    }
    let text =
        miniz_oxide::inflate::decompress_to_vec_with_limit(&packed, LESSON_BYTES).map_err(|_| Problem::NotPacked)?;
    String::from_utf8(text).map_err(|_| Problem::Encoding)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(text in any::<String>()) {
            prop_assert_eq!(unpack(&pack(&text)), Ok(text));
        }

        #[test]
        fn nothing_panics(text in any::<String>(), digits in "[A-Za-z0-9_-]{0,200}") {
            let _ = unpack(&text);
            let _ = unpack(&digits);
        }
    }

    #[test]
    fn a_long_text_is_refused_before_it_is_unpacked_whole() {
        assert_eq!(unpack(&pack(&"a".repeat(LESSON_BYTES))).map(|text| text.len()), Ok(LESSON_BYTES));
        assert_eq!(unpack(&pack(&"a".repeat(LESSON_BYTES + 1))), Err(Problem::NotPacked));
    }

    /// RFC 4648 §10 and §5, of a stored block of RFC 1951 §3.2.4 around `hi`, as `zlib` writes it at level 0.
    #[test]
    fn others_pack_so_too() {
        assert_eq!(unpack("AQIA_f9oaQ").as_deref(), Ok("hi"));
    }
}
