//! Writing a link.

use super::Address;
use super::parameter::{PARAMETERS, PRESET};
use super::words::Words;
use crate::crypto::rare;
use crate::scenario::Preset;

impl Address {
    /// Writes what differs from the default: `suite=aes256gcm&step=6`, without a leading `#`. A scenario that has a name is
    /// written by it where that is shorter: `preset=early-data&step=6`.
    #[must_use]
    pub fn to_hash(&self) -> String {
        let options = self.beside(&Self::default());
        let Some(preset) = rare::BUILT.then(|| Preset::of(&self.scenario)).flatten() else { return options };
        let mut named = String::from(PRESET);
        named.push('=');
        named.push_str(preset.name);
        let others = self.beside(&Self { scenario: preset.scenario, ..Self::default() });
        if !others.is_empty() {
            named.push('&');
            named.push_str(&others);
        }
        if named.len() < options.len() { named } else { options }
    }

    /// Writes what differs from `base`.
    fn beside(&self, base: &Self) -> String {
        let mut hash = String::new();
        for parameter in &PARAMETERS {
            let value = (parameter.write)(self);
            if let Some(text) = &value
                && value != (parameter.write)(base)
            {
                hash.push_str(if hash.is_empty() { "" } else { "&" });
                hash.push_str(parameter.name);
                hash.push('=');
                hash.push_str(text);
            }
        }
        hash
    }
}

/// The word for a value; a value that has none is not one that this page can have.
pub(super) fn chosen<T: Words>(value: &T) -> Option<String> {
    let index = T::VALUES.iter().position(|other| other == value)?;
    T::WORDS.get(index).map(ToString::to_string)
}

/// Text with all escaped but letters, digits, and what stays itself in every address and in running text.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/:".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push('%');
            for digit in [byte >> 4, byte & 0x0f] {
                escaped.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
            }
        }
    }
    escaped
}

/// A comma stands between the items; one inside an item is escaped.
pub(super) fn listed(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| escaped(item)).collect();
    items.join(",")
}
