//! Fields: a value for readers and a sentence for each.

mod extension;
mod hybrid;
mod length;
mod message;
mod older;
mod record;
mod rows;
mod value;
mod x509;

use super::extension::named as extension_named;
use super::{Citation, FieldWords, Version};
use crate::crypto::rare;
use crate::wire::FieldTree;

/// The words for the field at `index` of the fields of a message, record or certificate whose bytes are `bytes`.
#[must_use]
pub fn field(fields: &FieldTree, index: usize, bytes: &[u8], version: Version) -> FieldWords {
    let path = fields.path(index);
    // A certificate on its own and the message that carries certificates have the same name.
    let bare_certificate =
        path.len() == 1 && fields.find("certificate_list").is_none() && fields.find("tbsCertificate").is_some();
    // A client that offers TLS 1.3 too says hello as one of TLS 1.3.
    let is_older = version.is_older() && fields.find("key_share").is_none();
    let is_hybrid = rare::BUILT && fields.find("ciphertext").is_some() && fields.find("x25519_public_key").is_some();
    let special = match path.split_last() {
        Some((name, outer)) if is_older => older::ROWS.find(name, outer),
        Some((name, outer)) if is_hybrid => hybrid::ROWS.find(name, outer),
        _ => None,
    };
    let meaning = if bare_certificate { x509::ROWS.find(path[0], &[]) } else { special.or_else(|| meaning(&path)) };
    FieldWords {
        value: field_value(fields, index, bytes),
        sentence: meaning.map_or("", |(sentence, _)| sentence),
        citation: meaning.map(|(_, citation)| citation),
    }
}

/// The value of the field at `index` for readers, in whatever version.
#[must_use]
pub fn field_value(fields: &FieldTree, index: usize, bytes: &[u8]) -> String {
    value::value(fields, index, bytes)
}

/// What the field at the end of `path` (outermost name first) is for.
#[must_use]
pub fn field_sentence(path: &[&'static str]) -> Option<&'static str> {
    meaning(path).map(|(sentence, _)| sentence)
}

fn meaning(path: &[&'static str]) -> Option<(&'static str, Citation)> {
    let (name, outer) = path.split_last()?;
    let of_certificate = ["cert_data", "tbsCertificate", "signatureAlgorithm", "signatureValue"];
    let bare = path.starts_with(&["Certificate", "Certificate"]) || *name == "tag and length";
    if bare || *name != "length" && *name != "cert_data" && path.iter().any(|name| of_certificate.contains(name)) {
        return x509::ROWS.find(name, outer);
    }
    if outer.last() == Some(&"extensions") && *name != "length" {
        let entry = extension_named(name);
        return entry.citations.first().map(|citation| (entry.simple, *citation));
    }
    [record::ROWS, message::ROWS, extension::ROWS, length::ROWS].iter().find_map(|rows| rows.find(name, outer))
}

#[cfg(test)]
mod tests;
