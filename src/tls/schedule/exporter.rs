//! Exporters: keying material for the application. RFC 8446 §7.5.

use super::expand_label;
use crate::crypto::hash::HashAlgorithm;
use crate::trace::{Context, Secret, SecretName};

/// Exports `length` bytes for `label` and `context`; also returns the secret in between.
///
/// ```text
/// TLS-Exporter(label, context_value, key_length) =
///     HKDF-Expand-Label(Derive-Secret(Secret, label, ""), "exporter", Hash(context_value), key_length)
/// ```
///
/// RFC 8446 §7.5.
#[must_use]
pub fn export(
    hash: HashAlgorithm,
    exporter_master_secret: &Secret,
    label: &'static str,
    context: &[u8],
    length: usize,
) -> [Secret; 2] {
    let nothing = hash.digest(&[]);
    let from = Context::HashOfNothing(nothing.clone());
    let secret =
        expand_label(hash, exporter_master_secret, SecretName::ExporterSecret, label, from, hash.output_length());
    let context = match context {
        [] => Context::HashOfNothing(nothing),
        context => Context::ExporterContext { context: context.to_vec(), hash: hash.digest(context) },
    };
    let exported = expand_label(hash, &secret, SecretName::ExportedKey, "exporter", context, length);
    [secret, exported]
}
