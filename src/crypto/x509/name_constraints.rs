//! Names that an authority may issue certificates for, and those that it may not. RFC 5280 §4.2.1.10.

use super::certificate::Certificate;
use super::der::{self, Tag, element};
use super::general_name::{NameForm, general_name};
use super::name::Name;
use super::path::address_text;
use crate::wire::{self, DecodeError, Reader};

/// A name of some form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneralName {
    /// Its form.
    pub form: NameForm,
    /// Its content: text, an address, or a `Name` in DER.
    pub content: Vec<u8>,
}

/// What the names of all certificates below must be: for each form within one of the permitted subtrees, if there is one of
/// that form, and within none of the excluded ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameConstraints {
    /// The bases of `permittedSubtrees`.
    pub permitted: Vec<GeneralName>,
    /// The bases of `excludedSubtrees`.
    pub excluded: Vec<GeneralName>,
}

impl NameConstraints {
    /// Reads the extension.
    pub(super) fn read(reader: &mut Reader) -> Result<Self, DecodeError> {
        element(reader, "NameConstraints", Tag::SEQUENCE, |reader| {
            let permitted = subtrees(reader, "permittedSubtrees", Tag::constructed_context(0))?;
            let excluded = subtrees(reader, "excludedSubtrees", Tag::constructed_context(1))?;
            Ok(Self { permitted, excluded })
        })
    }

    fn permits(&self, name: &GeneralName) -> bool {
        let mut permitted = self.permitted.iter().filter(|base| base.form == name.form).peekable();
        let mut excluded = self.excluded.iter().filter(|base| base.form == name.form);
        (permitted.peek().is_none() || permitted.any(|base| name.lies_within(base) == Some(true)))
            && excluded.all(|base| name.reaches_into(base) == Some(false))
    }
}

fn subtrees(reader: &mut Reader, name: &'static str, tag: Tag) -> Result<Vec<GeneralName>, DecodeError> {
    if !der::starts_with(reader, tag) {
        return Ok(Vec::new());
    }
    element(reader, name, tag, |reader| {
        reader.list(|reader| {
            element(reader, "GeneralSubtree", Tag::SEQUENCE, |reader| {
                let (form, content) = general_name(reader)?;
                if der::starts_with(reader, Tag::context(0)) {
                    let problem = reader.illegal("minimum", "0, which is left out");
                    let minimum = der::tagged_integer(reader, "minimum", Tag::context(0))?;
                    if minimum != [0] {
                        return Err(problem());
                    }
                }
                Ok(GeneralName { form, content: content.to_vec() })
            })
        })
    })
}

/// Whether all constraints from above permit each name of the certificate, its subject included, and what was looked at.
pub(super) fn check(above: &[&NameConstraints], certificate: &Certificate) -> (bool, Vec<(&'static str, String)>) {
    let mut evidence = Vec::new();
    for constraints in above {
        evidence.extend(constraints.permitted.iter().map(|base| ("permittedSubtrees", base.text())));
        evidence.extend(constraints.excluded.iter().map(|base| ("excludedSubtrees", base.text())));
    }
    let mut all_permitted = true;
    for name in names(certificate) {
        let permitted = above.iter().all(|constraints| constraints.permits(&name));
        evidence.push((if permitted { "permitted name" } else { "name that is not permitted" }, name.text()));
        all_permitted &= permitted;
    }
    (all_permitted, evidence)
}

/// The subject, if it is not empty, and the names of `subjectAltName`.
fn names(certificate: &Certificate) -> Vec<GeneralName> {
    let name = |form, content: &[u8]| GeneralName { form, content: content.to_vec() };
    let subject = &certificate.subject.der;
    let mut names = Vec::new();
    if !name_content(subject).is_empty() {
        names.push(name(NameForm::DIRECTORY_NAME, subject));
    }
    if let Some(alt_names) = &certificate.extensions.subject_alt_name {
        names.extend(alt_names.dns_names.iter().map(|text| name(NameForm::DNS_NAME, text.as_bytes())));
        names.extend(alt_names.ip_addresses.iter().map(|address| name(NameForm::IP_ADDRESS, address)));
        names.extend(alt_names.others.iter().cloned());
    }
    names
}

impl GeneralName {
    /// Whether all that the name stands for lies in the subtree; `None` if that cannot be told.
    fn lies_within(&self, base: &Self) -> Option<bool> {
        match self.form {
            NameForm::DNS_NAME => {
                let (name, base) = (dns_name(&self.content)?, dns_base(&base.content)?);
                Some(is_below(name.strip_prefix("*").unwrap_or(&name), &base))
            }
            NameForm::IP_ADDRESS => address_within(&self.content, &base.content),
            // Another encoding may mean the same name: RFC 5280 §7.1.
            NameForm::DIRECTORY_NAME => {
                name_content(&self.content).starts_with(name_content(&base.content)).then_some(true)
            }
            _ => None,
        }
    }

    /// Whether something that the name stands for lies in the subtree; `None` if that cannot be told.
    fn reaches_into(&self, base: &Self) -> Option<bool> {
        if self.form == NameForm::DNS_NAME
            && let Some(parent) = dns_name(&self.content)?.strip_prefix('*')
        {
            let base = dns_base(&base.content)?;
            // The wildcard stands for one label.
            let one = base.split_once('.').is_some_and(|(_, rest)| rest == &parent[1..]);
            return Some(is_below(parent, &base) || one);
        }
        self.lies_within(base)
    }

    /// The form and the name, for people.
    fn text(&self) -> String {
        const FORMS: [&str; 9] = [
            "otherName",
            "rfc822Name",
            "dNSName",
            "x400Address",
            "directoryName",
            "ediPartyName",
            "uniformResourceIdentifier",
            "iPAddress",
            "registeredID",
        ];
        let form = FORMS.get(usize::from(self.form.0)).copied().unwrap_or("another form");
        let text = match (self.form, &self.content[..]) {
            (NameForm(1 | 2 | 6), text) => String::from_utf8_lossy(text).into_owned(),
            (NameForm::IP_ADDRESS, address @ ([_, _, _, _] | [_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _])) => {
                address_text(address)
            }
            (NameForm::IP_ADDRESS, range) if matches!(range.len(), 8 | 32) => {
                let (address, mask) = range.split_at(range.len() / 2);
                let bits: u32 = mask.iter().map(|byte| byte.count_ones()).sum();
                format!("{}/{bits}", address_text(address))
            }
            (NameForm::DIRECTORY_NAME, der) => wire::read(der, "Name", |reader| Name::read(reader, "Name"))
                .map_or_else(|_| String::new(), |name| name.text().to_owned()),
            (_, content) => format!("{} bytes", content.len()),
        };
        format!("{form} {text}")
    }
}

/// A presented DNS name in small letters, perhaps with `*` as its leftmost label; `None` if it is no such name.
fn dns_name(content: &[u8]) -> Option<String> {
    let name = core::str::from_utf8(content).ok()?.to_ascii_lowercase();
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(known);
    let rest = name.strip_prefix("*.").unwrap_or(&name);
    rest.split('.').all(is_label).then_some(name)
}

/// The base of a subtree of DNS names in small letters: empty for all names, and with a dot before it, which is usual although RFC 5280
/// does not have it, for all below it.
fn dns_base(content: &[u8]) -> Option<String> {
    if content.is_empty() {
        return Some(String::new());
    }
    let (dot, rest) = content.strip_prefix(b".").map_or(("", content), |rest| (".", rest));
    dns_name(rest).filter(|name| !name.starts_with('*')).map(|name| [dot, &name].concat())
}

/// Whether a name is the base, or has labels before it. What stands for a wildcard begins with a dot.
fn is_below(name: &str, base: &str) -> bool {
    let is_label_before = |before: &str| base.is_empty() || base.starts_with('.') || before.ends_with('.');
    name.strip_suffix(base).is_some_and(|before| before.is_empty() && !base.starts_with('.') || is_label_before(before))
}

/// Whether an address is in a range: an address and a mask of ones, then zeros.
fn address_within(address: &[u8], range: &[u8]) -> Option<bool> {
    let (base, mask) = range.split_at(range.len() / 2);
    let number = |bytes: &[u8]| bytes.iter().fold(0, |sum: u128, byte| sum << 8 | u128::from(*byte));
    let bits = 8 * u32::try_from(mask.len()).ok()?;
    let ones = number(mask).count_ones();
    let is_prefix = matches!(range.len(), 8 | 32) && number(mask).trailing_zeros().min(bits) == bits - ones;
    match address.len() {
        4 | 16 if !is_prefix => None,
        4 | 16 if address.len() == mask.len() => Some(number(address) & number(mask) == number(base) & number(mask)),
        4 | 16 => Some(false),
        _ => None,
    }
}

/// What stands in a `Name`: its relative distinguished names, one after the other.
fn name_content(der: &[u8]) -> &[u8] {
    let header = match der.get(1) {
        Some(length @ 0x80..) => 2 + usize::from(length & 0x7f),
        _ => 2,
    };
    der.get(header..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(form: NameForm, content: &[u8]) -> GeneralName {
        GeneralName { form, content: content.to_vec() }
    }

    #[test]
    fn dns_names_lie_within_subtrees() {
        for (presented, base, within, reaches) in [
            ("example.com", "example.com", true, true),
            ("WWW.example.com", "Example.com", true, true),
            ("badexample.com", "example.com", false, false),
            ("example.com", ".example.com", false, false),
            ("www.example.com", ".example.com", true, true),
            ("example.com", "www.example.com", false, false),
            ("*.example.com", "example.com", true, true),
            ("*.example.com", ".example.com", true, true),
            ("*.example.com", "www.example.com", false, true),
            ("*.example.com", "a.b.example.com", false, false),
            ("*.example.com", "example.org", false, false),
            ("example.com", "", true, true),
            ("*.example.com", "", true, true),
        ] {
            let [presented, base] = [presented, base].map(|text| name(NameForm::DNS_NAME, text.as_bytes()));
            assert_eq!(presented.lies_within(&base), Some(within), "{presented:?} {base:?}");
            assert_eq!(presented.reaches_into(&base), Some(reaches), "{presented:?} {base:?}");
        }
        for (presented, base) in [("ex ample.com", "com"), ("a..com", "com"), ("a.com.", "com"), ("a.com", "*.com")] {
            let [presented, base] = [presented, base].map(|text| name(NameForm::DNS_NAME, text.as_bytes()));
            assert_eq!((presented.lies_within(&base), presented.reaches_into(&base)), (None, None), "{presented:?}");
        }
    }

    #[test]
    fn addresses_lie_within_ranges() {
        let range = [192, 0, 2, 0, 255, 255, 255, 0];
        for (address, range, expected) in [
            (&[192, 0, 2, 7][..], &range[..], Some(true)),
            (&[192, 0, 3, 7], &range, Some(false)),
            (&[192, 0, 3, 7], &[0; 8], Some(true)),
            (&[192, 0, 2, 7], &[192, 0, 2, 7, 255, 255, 255, 255], Some(true)),
            (&[192, 0, 2, 7], &[192, 0, 2, 7, 255, 0, 255, 0], None),
            (&[192, 0, 2, 7], &[0; 32], Some(false)),
            (&[0; 16], &[0; 32], Some(true)),
            (&[0; 16], &range, Some(false)),
            (&[0; 16], &[255; 32], Some(false)),
            (&[192, 0, 2], &range, None),
            (&[192, 0, 2, 7], &[], None),
            (&[192, 0, 2, 7], &[1, 2, 3], None),
        ] {
            let [address, range] = [address, range].map(|bytes| name(NameForm::IP_ADDRESS, bytes));
            assert_eq!(address.lies_within(&range), expected, "{} {}", address.text(), range.text());
        }
    }
}
