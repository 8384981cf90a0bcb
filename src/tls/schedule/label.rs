//! `HKDF-Expand-Label`. RFC 8446 §7.1.

use crate::crypto::hash::HashAlgorithm;
use crate::crypto::hkdf::hkdf_expand;
use crate::trace::{Bytes, Context, Derivation, Secret, SecretName};
use crate::wire::Writer;

/// Writes the `HkdfLabel` structure.
///
/// ```text
/// struct {
///     uint16 length = Length;
///     opaque label<7..255> = "tls13 " + Label;
///     opaque context<0..255> = Context;
/// } HkdfLabel;
/// ```
///
/// `length` is that of the output, in bytes. RFC 8446 §7.1; checked against RFC 8448 §3.
///
/// # Panics
/// If the length does not fit its two bytes, or the label or context its one; all are fixed by the key schedule.
#[must_use]
pub fn hkdf_label(length: usize, label: &str, context: &[u8]) -> Bytes {
    let mut writer = Writer::new();
    writer.u16(u16::try_from(length).expect("a key or hash is shorter than 64 KiB"));
    writer.vector(1, |writer| {
        writer.bytes(b"tls13 ");
        writer.bytes(label.as_bytes());
    });
    writer.opaque_vector(1, context);
    writer.into_bytes()
}

/// `HKDF-Expand-Label(secret, label, context, length)`; the length is in bytes.
///
/// With a transcript hash as the context and the hash's length this is `Derive-Secret(secret, label, messages)`.
///
/// RFC 8446 §7.1; checked against RFC 8448 §3.
#[must_use]
pub fn expand_label(
    hash: HashAlgorithm,
    secret: &Secret,
    name: SecretName,
    label: &'static str,
    context: Context,
    length: usize,
) -> Secret {
    let context_bytes: &[u8] = match &context {
        Context::Empty => &[],
        Context::HashOfNothing(bytes) | Context::TicketNonce(bytes) | Context::ExporterContext { hash: bytes, .. } => {
            bytes
        }
        Context::Transcript(point) => &point.hash,
    };
    let info = hkdf_label(length, label, context_bytes);
    let value = hkdf_expand(hash, &secret.value, &info, length);
    let derivation =
        Derivation::ExpandLabel { hash: hash.name(), secret: secret.name, label, context, hkdf_label: info };
    Secret { name, value, derivation }
}
