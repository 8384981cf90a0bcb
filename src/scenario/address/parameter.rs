//! The parameters of a link: what each is called, how it is read, and how it is written.

use super::read::{choice, list, text};
use super::write::{chosen, escaped, listed};
use super::{Address, Depth, Layer, Layout, Problem, Selection, Tab, Theme, value};
use crate::scenario::CertificateKey;
use crate::tls::registry::{CipherSuite, NamedGroup};

/// A parameter of a link.
pub(super) struct Parameter {
    pub name: &'static str,
    /// What it is when it is not given, for readers.
    pub default: &'static str,
    /// Reads what stands after the equals sign into the address.
    pub read: fn(&mut Address, &str) -> Result<(), Problem>,
    /// What to write after the equals sign; nothing for what the address does not have.
    pub write: fn(&Address) -> Option<String>,
}

/// All parameters, in the order in which they are written.
pub(super) const PARAMETERS: [Parameter; 19] = [
    Parameter {
        name: "suite",
        default: "aes128gcm",
        read: |address, raw| choice(raw).map(|suite| address.scenario.cipher_suite = suite),
        write: |address| chosen(&address.scenario.cipher_suite),
    },
    Parameter {
        name: "group",
        default: "x25519",
        read: |address, raw| choice(raw).map(|group| address.scenario.group = group),
        write: |address| chosen(&address.scenario.group),
    },
    Parameter {
        name: "cert",
        default: "p256",
        read: |address, raw| choice(raw).map(|key| address.scenario.certificate_key = key),
        write: |address| chosen(&address.scenario.certificate_key),
    },
    Parameter {
        name: "name",
        default: "example.com",
        read: |address, raw| text(raw, value::server_name).map(|name| address.scenario.server_name = name),
        write: |address| Some(escaped(&address.scenario.server_name)),
    },
    Parameter {
        name: "certname",
        default: "the server name",
        read: |address, raw| text(raw, value::server_name).map(|name| address.scenario.certificate_name = Some(name)),
        write: |address| Some(escaped(address.scenario.certificate_name.as_ref()?)),
    },
    Parameter {
        name: "alpn",
        default: "h2,http/1.1",
        read: |address, raw| list(raw).map(|protocols| address.scenario.client_alpn = protocols),
        write: |address| Some(listed(&address.scenario.client_alpn)),
    },
    Parameter {
        name: "salpn",
        default: "http/1.1",
        read: |address, raw| list(raw).map(|protocols| address.scenario.server_alpn = protocols),
        write: |address| Some(listed(&address.scenario.server_alpn)),
    },
    Parameter {
        name: "seed",
        default: "hello",
        read: |address, raw| text(raw, value::seed).map(|seed| address.scenario.seed = seed),
        write: |address| Some(escaped(&address.scenario.seed)),
    },
    Parameter {
        name: "date",
        default: "2026-06-15",
        read: |address, raw| text(raw, value::date).map(|date| address.scenario.date = date),
        write: |address| Some(address.scenario.date.to_string()),
    },
    Parameter {
        name: "tickets",
        default: "1 ticket",
        read: |address, raw| value::tickets(raw).map(|tickets| address.scenario.tickets = tickets),
        write: |address| Some(address.scenario.tickets.to_string()),
    },
    Parameter {
        name: "say",
        default: "a request for /",
        read: |address, raw| text(raw, value::speech).map(|words| address.scenario.client_says = words),
        write: |address| Some(escaped(&address.scenario.client_says)),
    },
    Parameter {
        name: "reply",
        default: "Hello, world!",
        read: |address, raw| text(raw, value::speech).map(|words| address.scenario.server_says = words),
        write: |address| Some(escaped(&address.scenario.server_says)),
    },
    Parameter {
        name: "step",
        default: "the first step",
        read: |address, raw| value::number(raw, 1, STEPS).map(|step| address.step = step - 1),
        write: |address| Some((address.step + 1).to_string()),
    },
    Parameter {
        name: "tab",
        default: "message",
        read: |address, raw| choice(raw).map(|tab| address.tab = tab),
        write: |address| chosen(&address.tab),
    },
    Parameter {
        name: "sel",
        default: "no selection",
        read: |address, raw| text(raw, selection).map(|selection| address.selection = Some(selection)),
        write: |address| address.selection.map(Selection::slug),
    },
    Parameter {
        name: "layer",
        default: "opened",
        read: |address, raw| choice(raw).map(|layer| address.layer = layer),
        write: |address| chosen(&address.layer),
    },
    Parameter {
        name: "depth",
        default: "simple",
        read: |address, raw| choice(raw).map(|depth| address.depth = depth),
        write: |address| chosen(&address.depth),
    },
    Parameter {
        name: "ui",
        default: "full",
        read: |address, raw| choice(raw).map(|layout| address.layout = layout),
        write: |address| chosen(&address.layout),
    },
    Parameter {
        name: "theme",
        default: "auto",
        read: |address, raw| choice(raw).map(|theme| address.theme = theme),
        write: |address| chosen(&address.theme),
    },
];

/// The greatest number of a step that is looked at; a run has some dozens.
pub(super) const STEPS: usize = 9_999;

fn selection(slug: &str) -> Result<Selection, Problem> {
    Selection::from_slug(slug).ok_or(Problem::NotASelection)
}

/// A word for each value of a parameter, the words in the order of `WORDS`.
pub(super) trait Words: Copy + PartialEq + 'static {
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
