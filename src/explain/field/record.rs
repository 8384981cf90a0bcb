//! The fields of records.

use super::Place::{Anywhere, DirectlyIn, Inside};
use super::{Row, row};
use crate::explain::citation as cite;

/// What each field is for; where a name stands in several places, the narrower row comes first.
pub(super) const ROWS: &[Row] = &[
    row(
        "TLSPlaintext",
        Anywhere,
        "A record that is not sealed: a header of five bytes, then what it carries.",
        cite::RECORD_LAYER,
    ),
    row(
        "TLSCiphertext",
        Anywhere,
        "A sealed record: a header that anyone can read, then bytes that only the holder of the key can open.",
        cite::RECORD_PROTECTION,
    ),
    row(
        "TLSInnerPlaintext",
        Anywhere,
        "What is inside a sealed record: the content, its true type, and zeros that may hide its length.",
        cite::RECORD_PROTECTION,
    ),
    row(
        "type",
        Inside("TLSInnerPlaintext"),
        "What the content really is. It is sealed too, so from outside all sealed records look alike.",
        cite::RECORD_PROTECTION,
    ),
    row(
        "type",
        Inside("TLSPlaintext"),
        "What the record carries: handshake messages, an alert or a change_cipher_spec.",
        cite::RECORD_LAYER,
    ),
    row(
        "opaque_type",
        Anywhere,
        "Always application_data, whatever is inside, so that old equipment on the way lets it pass.",
        cite::RECORD_PROTECTION,
    ),
    row(
        "legacy_record_version",
        Anywhere,
        "A version number without meaning, kept for old equipment on the way. Every receiver ignores it.",
        cite::RECORD_LAYER,
    ),
    row(
        "length",
        DirectlyIn("TLSPlaintext"),
        "How many bytes of content follow in this record: at most 16384.",
        cite::RECORD_LAYER,
    ),
    row(
        "length",
        DirectlyIn("TLSCiphertext"),
        "How many sealed bytes follow: content, one byte for its type, padding, and the tag. At most 16640.",
        cite::RECORD_PROTECTION,
    ),
    row("fragment", Anywhere, "What the record carries: one or more messages, or a part of one.", cite::RECORD_LAYER),
    row(
        "encrypted_record",
        Anywhere,
        "The sealed bytes: the encrypted content, then the tag that shows that nothing was changed.",
        cite::RECORD_PROTECTION,
    ),
    row(
        "ciphertext",
        Anywhere,
        "The content, its type and the padding, encrypted. Without the key nobody can read it.",
        cite::RECORD_PROTECTION,
    ),
    row(
        "authentication tag",
        Anywhere,
        "Computed from the key, the header and every encrypted byte. If one bit was changed on the way, it does not \
         fit and the record is refused.",
        cite::RECORD_PROTECTION,
    ),
    row(
        "content",
        Inside("TLSInnerPlaintext"),
        "The message itself, as it was before it was sealed.",
        cite::RECORD_PROTECTION,
    ),
    row(
        "zeros",
        Anywhere,
        "Padding: any number of zero bytes that hide the true length of the content.",
        cite::PADDING,
    ),
];
