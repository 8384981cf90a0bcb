//! Writing a link.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Address, Depth, Layer, Layout, Tab, Theme};
use crate::scenario::CertificateKey;
use crate::tls::registry::{CipherSuite, NamedGroup};

/// What is escaped: all but letters, digits, and what stays itself in every address and in running text.
const ESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/').remove(b':');

/// A word for each value of a parameter, the words in the order of `WORDS`.
pub(super) trait Words: Sized + PartialEq + 'static {
    const VALUES: &'static [Self];
    const WORDS: &'static [&'static str];
}

macro_rules! words {
    ($($kind:ty: $($word:literal = $value:expr),*;)*) => {
        $(impl Words for $kind {
            const VALUES: &'static [Self] = &[$($value),*];
            const WORDS: &'static [&'static str] = &[$($word),*];
        })*
    };
}

words! {
    CipherSuite: "aes128gcm" = Self::TLS_AES_128_GCM_SHA256, "aes256gcm" = Self::TLS_AES_256_GCM_SHA384,
        "chacha20poly1305" = Self::TLS_CHACHA20_POLY1305_SHA256;
    NamedGroup: "x25519" = Self::X25519, "secp256r1" = Self::SECP256R1;
    CertificateKey: "ed25519" = Self::Ed25519, "p256" = Self::EcdsaP256;
    Tab: "message" = Self::Message, "keys" = Self::Keys, "transcript" = Self::Transcript,
        "certificate" = Self::Certificate, "states" = Self::States, "knowledge" = Self::Knowledge;
    Layer: "wire" = Self::Wire, "opened" = Self::Opened;
    Depth: "simple" = Self::Simple, "technical" = Self::Technical;
    Layout: "full" = Self::Full, "embed" = Self::Embed;
    Theme: "auto" = Self::Auto, "light" = Self::Light, "dark" = Self::Dark;
}

/// The word for a value; a value that has none is not one that this page can have.
fn word<T: Words>(value: &T) -> Option<&'static str> {
    T::VALUES.iter().position(|other| other == value).map(|index| T::WORDS[index])
}

impl Address {
    /// Writes what differs from the default: `suite=aes256gcm&step=6`, without a leading `#`.
    #[must_use]
    pub fn to_hash(&self) -> String {
        let default = Self::default();
        let (ours, theirs) = (&self.scenario, &default.scenario);
        let mut writer = Writer::default();
        writer.word("suite", &ours.cipher_suite, &theirs.cipher_suite);
        writer.word("group", &ours.group, &theirs.group);
        writer.word("cert", &ours.certificate_key, &theirs.certificate_key);
        writer.text("name", &ours.server_name, &theirs.server_name);
        if let Some(name) = &ours.certificate_name {
            writer.pair("certname", &escaped(name));
        }
        writer.list("alpn", &ours.client_alpn, &theirs.client_alpn);
        writer.list("salpn", &ours.server_alpn, &theirs.server_alpn);
        writer.text("seed", &ours.seed, &theirs.seed);
        if ours.date != theirs.date {
            writer.pair("date", &ours.date.to_string());
        }
        if ours.tickets != theirs.tickets {
            writer.pair("tickets", &ours.tickets.to_string());
        }
        writer.text("say", &ours.client_says, &theirs.client_says);
        writer.text("reply", &ours.server_says, &theirs.server_says);
        if self.step != 0 {
            writer.pair("step", &(self.step + 1).to_string());
        }
        writer.word("tab", &self.tab, &default.tab);
        if let Some(selection) = self.selection {
            writer.pair("sel", &selection.slug());
        }
        writer.word("layer", &self.layer, &default.layer);
        writer.word("depth", &self.depth, &default.depth);
        writer.word("ui", &self.layout, &default.layout);
        writer.word("theme", &self.theme, &default.theme);
        writer.hash
    }
}

#[derive(Default)]
struct Writer {
    hash: String,
}

impl Writer {
    fn pair(&mut self, name: &str, value: &str) {
        if !self.hash.is_empty() {
            self.hash.push('&');
        }
        self.hash.push_str(name);
        self.hash.push('=');
        self.hash.push_str(value);
    }

    fn word<T: Words>(&mut self, name: &str, value: &T, default: &T) {
        if let Some(word) = word(value).filter(|_| value != default) {
            self.pair(name, word);
        }
    }

    fn text(&mut self, name: &str, value: &str, default: &str) {
        if value != default {
            self.pair(name, &escaped(value));
        }
    }

    /// A comma stands between the items; one inside an item is escaped.
    fn list(&mut self, name: &str, value: &[String], default: &[String]) {
        if value != default {
            let items: Vec<String> = value.iter().map(|item| escaped(item)).collect();
            self.pair(name, &items.join(","));
        }
    }
}

fn escaped(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}
