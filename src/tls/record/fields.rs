//! Which bytes of a record mean what.

use super::HEADER_LENGTH;
use crate::crypto::aead::TAG_LENGTH;
use crate::tls::registry::{ContentType, ProtocolVersion};
use crate::wire::{DecodeError, FieldTree, Reader};

/// The fields of a record as it is on the wire; `sealed` says whether its fragment is ciphertext and tag.
///
/// RFC 8446 §5.1 (`TLSPlaintext`), §5.2 (`TLSCiphertext`).
#[must_use]
pub fn record_fields(bytes: &[u8], sealed: bool) -> FieldTree {
    let mut reader = Reader::of_few_fields(bytes);
    // What does not fit leaves the tree as far as it was read.
    let _ = if sealed { read_ciphertext(&mut reader) } else { read_plaintext(&mut reader) };
    reader.into_fields()
}

fn read_plaintext(reader: &mut Reader) -> Result<(), DecodeError> {
    reader.group("TLSPlaintext", |reader| {
        reader.named_u8("type", |code| ContentType(code).name())?;
        read_version_and_length(reader)?;
        if reader.remaining() > 0 {
            reader.opaque("fragment", reader.remaining())?;
        }
        Ok(())
    })
}

fn read_ciphertext(reader: &mut Reader) -> Result<(), DecodeError> {
    reader.group("TLSCiphertext", |reader| {
        reader.named_u8("opaque_type", |code| ContentType(code).name())?;
        read_version_and_length(reader)?;
        reader.group("encrypted_record", read_sealed)
    })
}

/// The fields of a sealed record of TLS 1.2, of which so many bytes are the explicit part of the nonce.
///
/// RFC 5246 §6.2.3.3 (`GenericAEADCipher`).
#[must_use]
pub fn record_fields12(bytes: &[u8], explicit: usize) -> FieldTree {
    let mut reader = Reader::of_few_fields(bytes);
    let _ = reader.group("TLSCiphertext", |reader| {
        reader.named_u8("type", |code| ContentType(code).name())?;
        read_version_and_length(reader)?;
        reader.group("GenericAEADCipher", |reader| {
            if explicit > 0 {
                reader.opaque("nonce_explicit", explicit)?;
            }
            read_sealed(reader)
        })
    });
    reader.into_fields()
}

/// The field of what was sealed in a record of TLS 1.2.
#[must_use]
pub fn content_fields(bytes: &[u8]) -> FieldTree {
    let mut reader = Reader::of_few_fields(bytes);
    let _ = reader.group("GenericAEADCipher", |reader| match reader.remaining() {
        0 => Ok(()),
        length => reader.opaque("content", length).map(|_| ()),
    });
    reader.into_fields()
}

fn read_sealed(reader: &mut Reader) -> Result<(), DecodeError> {
    let ciphertext = reader.remaining().saturating_sub(TAG_LENGTH);
    if ciphertext > 0 {
        reader.opaque("ciphertext", ciphertext)?;
    }
    if reader.remaining() > 0 {
        reader.opaque("authentication tag", reader.remaining())?;
    }
    Ok(())
}

fn read_version_and_length(reader: &mut Reader) -> Result<usize, DecodeError> {
    reader.named_u16("legacy_record_version", |code| ProtocolVersion(code).name())?;
    reader.length(2)
}

/// The fields of an opened record, `TLSInnerPlaintext`. RFC 8446 §5.2.
#[must_use]
pub fn inner_plaintext_fields(bytes: &[u8]) -> FieldTree {
    let mut reader = Reader::of_few_fields(bytes);
    let content = bytes.iter().rposition(|byte| *byte != 0).unwrap_or(0);
    let _ = reader.group("TLSInnerPlaintext", |reader| {
        if content > 0 {
            reader.opaque("content", content)?;
        }
        if reader.remaining() > 0 {
            reader.named_u8("type", |code| ContentType(code).name())?;
        }
        if reader.remaining() > 0 {
            reader.opaque("zeros", reader.remaining())?;
        }
        Ok::<(), DecodeError>(())
    });
    reader.into_fields()
}

/// The bytes of a record's header with that content type and length of fragment. RFC 8446 §5.1.
///
/// # Panics
/// If the length, in bytes, does not fit its two bytes; a fragment is at most 2^14 + 256 bytes long.
#[must_use]
pub fn header(content_type: ContentType, version: ProtocolVersion, length: usize) -> [u8; HEADER_LENGTH] {
    let [version_high, version_low] = version.0.to_be_bytes();
    let length = u16::try_from(length).expect("a fragment is at most 2^14 + 256 bytes long");
    let [length_high, length_low] = length.to_be_bytes();
    [content_type.0, version_high, version_low, length_high, length_low]
}
