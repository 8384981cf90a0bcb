//! The fields of records.

use super::rows::rows;

rows! {
    "TLSPlaintext", RECORD_LAYER:
        "A record that is not sealed: a header of five bytes, then what it carries.";
    "TLSCiphertext", RECORD_PROTECTION:
        "A sealed record: a header that anyone can read, then bytes that only the holder of the key can open.";
    "TLSInnerPlaintext", RECORD_PROTECTION:
        "What is inside a sealed record: the content, its true type, and zeros that may hide its length.";
    "type" within "TLSInnerPlaintext", RECORD_PROTECTION:
        "What the content really is. It is sealed too, so from outside all sealed records look alike.";
    "type" within "TLSPlaintext", RECORD_LAYER:
        "What the record carries: handshake messages, an alert or a change_cipher_spec.";
    "type" within "TLSCiphertext", AEAD_CIPHERS, rare:
        "What the record carries. In TLS 1.2 this is not hidden: handshake messages, alerts and data can be told apart.";
    "GenericAEADCipher", AEAD_CIPHERS, rare:
        "What is sealed, as the AEAD algorithm of the cipher suite seals it.";
    "nonce_explicit", GCM_NONCE, rare:
        "The part of the nonce that is sent with the record. It must never be the same twice: many take the \
         sequence number.";
    "content" within "GenericAEADCipher", AEAD_CIPHERS, rare:
        "The message itself, as it was before it was sealed.";
    "opaque_type", RECORD_PROTECTION:
        "Always application_data, whatever is inside, so that old equipment on the way lets it pass.";
    "legacy_record_version", RECORD_LAYER:
        "A version number without meaning, kept for old equipment on the way. Every receiver ignores it.";
    "length" of "TLSPlaintext", RECORD_LAYER:
        "How many bytes of content follow in this record: at most 16384.";
    "length" of "TLSCiphertext", RECORD_PROTECTION:
        "How many sealed bytes follow: content, one byte for its type, padding, and the tag. At most 16640.";
    "fragment", RECORD_LAYER:
        "What the record carries: one or more messages, or a part of one.";
    "encrypted_record", RECORD_PROTECTION:
        "The sealed bytes: the encrypted content, then the tag that shows that nothing was changed.";
    "ciphertext", RECORD_PROTECTION:
        "The content, its type and the padding, encrypted. Without the key nobody can read it.";
    "authentication tag", RECORD_PROTECTION:
        "Computed from the key, the header and every encrypted byte. If one bit was changed on the way, it does not \
         fit and the record is refused.";
    "content" within "TLSInnerPlaintext", RECORD_PROTECTION:
        "The message itself, as it was before it was sealed.";
    "zeros", PADDING, rare:
        "Padding: any number of zero bytes that hide the true length of the content.";
}
