//! Fields: a value for readers and a sentence for each.

mod extension;
mod length;
mod message;
mod record;
mod value;
mod x509;

use super::extension::named as extension_named;
use super::{Citation, FieldWords};
use crate::wire::FieldTree;

/// Where a field stands for a row to be about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Anywhere.
    Anywhere,
    /// Somewhere inside of a field with that name.
    Inside(&'static str),
    /// Directly inside of a field with that name.
    DirectlyIn(&'static str),
}

/// What a field is for.
#[derive(Clone, Copy, Debug)]
struct Row {
    name: &'static str,
    place: Place,
    sentence: &'static str,
    citation: Citation,
}

const fn row(name: &'static str, place: Place, sentence: &'static str, citation: Citation) -> Row {
    Row { name, place, sentence, citation }
}

impl Row {
    fn is_about(&self, name: &str, outer: &[&str]) -> bool {
        self.name == name
            && match self.place {
                Place::Anywhere => true,
                Place::Inside(place) => outer.contains(&place),
                Place::DirectlyIn(place) => outer.last() == Some(&place),
            }
    }
}

/// The words for the field at `index` of the fields of a message, record or certificate whose bytes are `bytes`.
#[must_use]
pub fn field(fields: &FieldTree, index: usize, bytes: &[u8]) -> FieldWords {
    let path = fields.path(index);
    // A certificate on its own and the message that carries certificates have the same name.
    let bare_certificate =
        path.len() == 1 && fields.find("certificate_list").is_none() && fields.find("tbsCertificate").is_some();
    let meaning = if bare_certificate { find(x509::ROWS, path[0], &[]) } else { meaning(&path) };
    FieldWords {
        value: value::value(fields, index, bytes),
        sentence: meaning.map_or("", |(sentence, _)| sentence),
        citation: meaning.map(|(_, citation)| citation),
    }
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
        return find(x509::ROWS, name, outer);
    }
    if outer.last() == Some(&"extensions") && *name != "length" {
        let entry = extension_named(name);
        return entry.citations.first().map(|citation| (entry.simple, *citation));
    }
    [record::ROWS, message::ROWS, extension::ROWS, length::ROWS].iter().find_map(|rows| find(rows, name, outer))
}

fn find(rows: &[Row], name: &str, outer: &[&str]) -> Option<(&'static str, Citation)> {
    rows.iter().find(|row| row.is_about(name, outer)).map(|row| (row.sentence, row.citation))
}

#[cfg(test)]
mod tests;
