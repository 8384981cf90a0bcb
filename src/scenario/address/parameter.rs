//! The parameters of a link: what each is called, how it is read, and how it is written.

use super::edits;
use super::laboratory::{self, Name};
use super::read::{choice, list, text};
use super::write::{chosen, escaped, listed};
use super::{Address, Depth, Layer, Layout, Problem, Selection, Tab, Theme, value};
use crate::crypto::rare;
use crate::scenario::{
    CertificateFlaw, CertificateKey, ClientAuthentication, KeyUpdate, Psk, PskMode, ServerPsk, TicketKind, preset,
};
use crate::tls::registry::{CipherSuite, NamedGroup, ProtocolVersion, SignatureScheme};

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

impl Parameter {
    /// One that only the whole of the program understands: without it, the parameter says so and no more.
    const fn rare(self) -> Self {
        if rare::BUILT {
            return self;
        }
        Self { name: self.name, default: "", read: |_, _| Err(Problem::NotBuilt), write: |_| None }
    }
}

/// The parameter that names a preset.
pub(super) const PRESET: &str = "preset";

/// All parameters, in the order in which they are written.
pub(super) const PARAMETERS: [Parameter; 78] = [
    // The first, because the others change what it names.
    Parameter {
        name: PRESET,
        default: "the default",
        read: |address, raw| {
            address.scenario = preset(raw).ok_or(Problem::NotAPreset)?.scenario;
            Ok(())
        },
        // Written in place of others, not beside them.
        write: |_| None,
    }
    .rare(),
    Parameter {
        name: "versions",
        default: "1.3",
        read: |address, raw| {
            address.scenario.client_versions = versions(raw)?;
            // A preset's list of which nothing is of these versions is no list any more.
            let suites = address.scenario.client_suites.take();
            address.scenario.client_suites = suites.filter(|suites| has_any(suites, &address.scenario.client_versions));
            Ok(())
        },
        write: |address| several(&address.scenario.client_versions),
    }
    .rare(),
    Parameter {
        name: "sversions",
        default: "1.3",
        read: |address, raw| versions(raw).map(|versions| address.scenario.server_versions = versions),
        write: |address| several(&address.scenario.server_versions),
    }
    .rare(),
    Parameter {
        name: "ems",
        default: "yes",
        read: |address, raw| choice(raw).map(|value| address.scenario.extended_master_secret = value),
        write: |address| chosen(&address.scenario.extended_master_secret),
    }
    .rare(),
    Parameter {
        name: "again",
        default: "no",
        read: |address, raw| choice(raw).map(|value| address.scenario.asks_again = value),
        write: |address| chosen(&address.scenario.asks_again),
    }
    .rare(),
    Parameter {
        name: "downgrade",
        default: "no",
        read: |address, raw| choice(raw).map(|value| address.scenario.downgrade = value),
        write: |address| chosen(&address.scenario.downgrade),
    }
    .rare(),
    Parameter {
        name: "fallback",
        default: "no",
        read: |address, raw| choice(raw).map(|value| address.scenario.fallback = value),
        write: |address| chosen(&address.scenario.fallback),
    }
    .rare(),
    Parameter {
        name: "replay",
        default: "no",
        read: |address, raw| choice(raw).map(|value| address.scenario.replay = value),
        write: |address| chosen(&address.scenario.replay),
    }
    .rare(),
    Parameter {
        name: "suite",
        default: "aes128gcm",
        read: |address, raw| choice(raw).map(|suite| address.scenario.cipher_suite = suite),
        write: |address| chosen(&address.scenario.cipher_suite),
    }
    .rare(),
    Parameter {
        name: "group",
        default: "x25519",
        read: |address, raw| choice(raw).map(|group| address.scenario.group = group),
        write: |address| chosen(&address.scenario.group),
    }
    .rare(),
    Parameter {
        name: "suites",
        default: "all that are usual, the preferred one first",
        read: |address, raw| {
            let suites: Vec<CipherSuite> = some(raw)?;
            let is_offered = has_any(&suites, &address.scenario.client_versions);
            address.scenario.client_suites = Some(suites);
            if is_offered { Ok(()) } else { Err(Problem::OfNoVersion) }
        },
        write: |address| several(address.scenario.client_suites.as_ref()?),
    }
    .rare(),
    Parameter {
        name: "ssuites",
        default: "all that are usual",
        read: |address, raw| some(raw).map(|suites| address.scenario.server_suites = Some(suites)),
        write: |address| several(address.scenario.server_suites.as_ref()?),
    }
    .rare(),
    Parameter {
        name: "groups",
        default: "all that are usual, the preferred one first",
        read: |address, raw| some(raw).map(|groups| address.scenario.client_groups = Some(groups)),
        write: |address| several(address.scenario.client_groups.as_ref()?),
    }
    .rare(),
    Parameter {
        name: "schemes",
        default: "all",
        read: |address, raw| some(raw).map(|schemes| address.scenario.client_schemes = schemes),
        write: |address| several(&address.scenario.client_schemes),
    }
    .rare(),
    Parameter {
        name: "sschemes",
        default: "all that the client knows",
        read: |address, raw| some(raw).map(|schemes| address.scenario.server_schemes = schemes),
        write: |address| several(&address.scenario.server_schemes),
    }
    .rare(),
    Parameter {
        name: "sni",
        default: "yes",
        read: |address, raw| choice(raw).map(|value| address.scenario.sends_server_name = value),
        write: |address| chosen(&address.scenario.sends_server_name),
    }
    .rare(),
    Parameter {
        name: "cert",
        default: "p256",
        read: |address, raw| choice(raw).map(|key| address.scenario.certificate_key = key),
        write: |address| chosen(&address.scenario.certificate_key),
    }
    .rare(),
    Parameter {
        name: "name",
        default: "example.com",
        read: |address, raw| text(raw, value::host).map(|name| address.scenario.server_name = name),
        write: |address| Some(escaped(&address.scenario.server_name)),
    },
    Parameter {
        name: "certname",
        default: "the server name",
        read: |address, raw| {
            text(raw, value::certificate_name).map(|name| address.scenario.certificate_name = Some(name))
        },
        write: |address| Some(escaped(address.scenario.certificate_name.as_ref()?)),
    }
    .rare(),
    Parameter {
        name: "serves",
        default: "every name",
        read: |address, raw| names(raw).map(|names| address.scenario.server_names = names),
        write: |address| Some(listed(&address.scenario.server_names)),
    }
    .rare(),
    Parameter {
        name: "flaw",
        default: "none",
        read: |address, raw| choice(raw).map(|flaw| address.scenario.certificate_flaw = flaw),
        write: |address| chosen(&address.scenario.certificate_flaw),
    }
    .rare(),
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
    }
    .rare(),
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
        name: "sgroups",
        default: "all that the client knows",
        read: |address, raw| choices(raw).map(|groups| address.scenario.server_groups = groups),
        write: |address| several(&address.scenario.server_groups),
    }
    .rare(),
    Parameter {
        name: "shares",
        default: "one of the group",
        read: |address, raw| choices(raw).map(|groups| address.scenario.key_shares = Some(groups)),
        write: |address| several(address.scenario.key_shares.as_ref()?),
    }
    .rare(),
    Parameter {
        name: "cookie",
        default: "no",
        read: |address, raw| choice(raw).map(|value| address.scenario.cookie = value),
        write: |address| chosen(&address.scenario.cookie),
    }
    .rare(),
    Parameter {
        name: "clientauth",
        default: "none",
        read: |address, raw| choice(raw).map(|value| address.scenario.client_authentication = value),
        write: |address| chosen(&address.scenario.client_authentication),
    }
    .rare(),
    Parameter {
        name: "clientcert",
        default: "no certificate",
        read: |address, raw| text(raw, value::server_name).map(|name| address.scenario.client_certificate = Some(name)),
        write: |address| Some(escaped(address.scenario.client_certificate.as_ref()?)),
    }
    .rare(),
    Parameter {
        name: "newkeys",
        default: "none",
        read: |address, raw| choice(raw).map(|value| address.scenario.client_key_update = value),
        write: |address| chosen(&address.scenario.client_key_update),
    }
    .rare(),
    Parameter {
        name: "snewkeys",
        default: "none",
        read: |address, raw| choice(raw).map(|value| address.scenario.server_key_update = value),
        write: |address| chosen(&address.scenario.server_key_update),
    }
    .rare(),
    Parameter {
        name: "compat",
        default: "no",
        read: |address, raw| choice(raw).map(|value| address.scenario.compatibility = value),
        write: |address| chosen(&address.scenario.compatibility),
    }
    .rare(),
    Parameter {
        name: "fragment",
        default: "0",
        read: |address, raw| number(raw, 0, 16384).map(|value| address.scenario.client_records.fragment = value),
        write: |address| Some(address.scenario.client_records.fragment.to_string()),
    }
    .rare(),
    Parameter {
        name: "sfragment",
        default: "0",
        read: |address, raw| number(raw, 0, 16384).map(|value| address.scenario.server_records.fragment = value),
        write: |address| Some(address.scenario.server_records.fragment.to_string()),
    }
    .rare(),
    Parameter {
        name: "padding",
        default: "0",
        read: |address, raw| number(raw, 0, 16384).map(|value| address.scenario.client_records.padding = value),
        write: |address| Some(address.scenario.client_records.padding.to_string()),
    }
    .rare(),
    Parameter {
        name: "spadding",
        default: "0",
        read: |address, raw| number(raw, 0, 16384).map(|value| address.scenario.server_records.padding = value),
        write: |address| Some(address.scenario.server_records.padding.to_string()),
    }
    .rare(),
    Parameter {
        name: "coalesce",
        default: "no",
        read: |address, raw| choice(raw).map(|value| address.scenario.client_records.coalesce = value),
        write: |address| chosen(&address.scenario.client_records.coalesce),
    }
    .rare(),
    Parameter {
        name: "scoalesce",
        default: "no",
        read: |address, raw| choice(raw).map(|value| address.scenario.server_records.coalesce = value),
        write: |address| chosen(&address.scenario.server_records.coalesce),
    }
    .rare(),
    Parameter {
        name: "limit",
        default: "no limit",
        read: |address, raw| {
            number(raw, RECORD_LIMITS.0, RECORD_LIMITS.1)
                .map(|limit| address.scenario.client_record_limit = Some(limit))
        },
        write: |address| address.scenario.client_record_limit.map(|limit| limit.to_string()),
    }
    .rare(),
    Parameter {
        name: "slimit",
        default: "no limit",
        read: |address, raw| {
            number(raw, RECORD_LIMITS.0, RECORD_LIMITS.1)
                .map(|limit| address.scenario.server_record_limit = Some(limit))
        },
        write: |address| address.scenario.server_record_limit.map(|limit| limit.to_string()),
    }
    .rare(),
    Parameter {
        name: "psk",
        default: "none",
        read: |address, raw| choice(raw).map(|value| address.scenario.psk = value),
        write: |address| chosen(&address.scenario.psk),
    }
    .rare(),
    Parameter {
        name: "pskmode",
        default: "dhe",
        read: |address, raw| choice(raw).map(|value| address.scenario.psk_mode = value),
        write: |address| chosen(&address.scenario.psk_mode),
    }
    .rare(),
    Parameter {
        name: "spsk",
        default: "same",
        read: |address, raw| choice(raw).map(|value| address.scenario.server_psk = value),
        write: |address| chosen(&address.scenario.server_psk),
    }
    .rare(),
    Parameter {
        name: "ticket",
        default: "stored",
        read: |address, raw| choice(raw).map(|value| address.scenario.ticket_kind = value),
        write: |address| chosen(&address.scenario.ticket_kind),
    }
    .rare(),
    Parameter {
        name: "pause",
        default: "60",
        read: |address, raw| number(raw, 0, SECONDS).map(|value| address.scenario.pause = value),
        write: |address| Some(address.scenario.pause.to_string()),
    }
    .rare(),
    Parameter {
        name: "early",
        default: "nothing",
        read: |address, raw| text(raw, value::speech).map(|words| address.scenario.client_says_early = words),
        write: |address| Some(escaped(&address.scenario.client_says_early)),
    }
    .rare(),
    Parameter {
        name: "maxearly",
        default: "0",
        read: |address, raw| number(raw, 0, 16384).map(|value| address.scenario.max_early_data = value),
        write: |address| Some(address.scenario.max_early_data.to_string()),
    }
    .rare(),
    Parameter {
        name: "takeearly",
        default: "yes",
        read: |address, raw| choice(raw).map(|value| address.scenario.accepts_early_data = value),
        write: |address| chosen(&address.scenario.accepts_early_data),
    }
    .rare(),
    Parameter {
        name: "delay",
        default: "0",
        read: |address, raw| number(raw, 0, SECONDS).map(|value| address.scenario.delay = value),
        write: |address| Some(address.scenario.delay.to_string()),
    }
    .rare(),
    Parameter {
        name: "grease",
        default: "no",
        read: |address, raw| choice(raw).map(|value| address.scenario.grease = value),
        write: |address| chosen(&address.scenario.grease),
    }
    .rare(),
    Parameter {
        name: "exporter",
        default: "no",
        read: |address, raw| choice(raw).map(|value| address.scenario.exporter = value),
        write: |address| chosen(&address.scenario.exporter),
    }
    .rare(),
    Parameter {
        name: "omits",
        default: "nothing",
        read: |address, raw| laboratory::read(Name::Omits, address, raw),
        write: |address| laboratory::write(Name::Omits, address),
    }
    .rare(),
    Parameter {
        name: "impostor",
        default: "nobody",
        read: |address, raw| laboratory::read(Name::Impostor, address, raw),
        write: |address| laboratory::write(Name::Impostor, address),
    }
    .rare(),
    Parameter { name: "attack", default: "nobody on the way", read: edits::read, write: edits::write }.rare(),
    Parameter {
        name: "stolen",
        default: "nothing",
        read: |address, raw| laboratory::read(Name::Stolen, address, raw),
        write: |address| laboratory::write(Name::Stolen, address),
    }
    .rare(),
    Parameter {
        name: "randomness",
        default: "sound",
        read: |address, raw| laboratory::read(Name::Randomness, address, raw),
        write: |address| laboratory::write(Name::Randomness, address),
    }
    .rare(),
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
    Parameter {
        name: "compare",
        default: "no comparison",
        read: |address, raw| laboratory::read(Name::Compare, address, raw),
        write: |address| laboratory::write(Name::Compare, address),
    }
    .rare(),
    Parameter {
        name: "connections",
        default: "last,last",
        read: |address, raw| laboratory::read(Name::Connections, address, raw),
        write: |address| laboratory::write(Name::Connections, address),
    }
    .rare(),
    Parameter {
        name: "latency",
        default: "100",
        read: |address, raw| laboratory::read(Name::Latency, address, raw),
        write: |address| laboratory::write(Name::Latency, address),
    }
    .rare(),
    Parameter {
        name: "bandwidth",
        default: "10000",
        read: |address, raw| laboratory::read(Name::Bandwidth, address, raw),
        write: |address| laboratory::write(Name::Bandwidth, address),
    }
    .rare(),
    Parameter {
        name: "loss",
        default: "0",
        read: |address, raw| laboratory::read(Name::Loss, address, raw),
        write: |address| laboratory::write(Name::Loss, address),
    }
    .rare(),
    Parameter {
        name: "predict",
        default: "no questions",
        read: |address, raw| laboratory::read(Name::Predict, address, raw),
        write: |address| laboratory::write(Name::Predict, address),
    }
    .rare(),
    Parameter {
        name: "lesson",
        default: "no lesson",
        read: |address, raw| laboratory::read(Name::Lesson, address, raw),
        write: |address| laboratory::write(Name::Lesson, address),
    }
    .rare(),
    Parameter {
        name: "part",
        default: "the first part",
        read: |address, raw| laboratory::read(Name::Part, address, raw),
        write: |address| laboratory::write(Name::Part, address),
    }
    .rare(),
    Parameter {
        name: "experiment",
        default: "no experiment",
        read: |address, raw| laboratory::read(Name::Experiment, address, raw),
        write: |address| laboratory::write(Name::Experiment, address),
    }
    .rare(),
    Parameter {
        name: "phase",
        default: "question",
        read: |address, raw| laboratory::read(Name::Phase, address, raw),
        write: |address| laboratory::write(Name::Phase, address),
    }
    .rare(),
    Parameter {
        name: "attacker",
        default: "no",
        read: |address, raw| laboratory::read(Name::Attacker, address, raw),
        write: |address| laboratory::write(Name::Attacker, address),
    }
    .rare(),
];

/// The greatest number of a step that is looked at; a run has some dozens.
pub(super) const STEPS: usize = 9_999;

/// The longest time between two connections, or for a message on its way, in seconds: 30 days.
const SECONDS: usize = 2_592_000;

/// The least and the greatest limit of records, in bytes. RFC 8449 §4.
const RECORD_LIMITS: (usize, usize) = (64, 16_385);

/// Reads a number that fits.
fn number<T: TryFrom<usize>>(raw: &str, from: usize, to: usize) -> Result<T, Problem> {
    T::try_from(value::number(raw, from, to)?).map_err(|_| Problem::NotANumber { from, to })
}

/// Reads some of a few words, with commas between, each once.
pub(super) fn choices<T: Words>(raw: &str) -> Result<Vec<T>, Problem> {
    let mut values: Vec<T> = Vec::new();
    let words = raw.split(',').filter(|word| !word.is_empty());
    for (number, word) in (1..).zip(words).take(T::WORDS.len() + 1) {
        let value = choice(word).map_err(|_| Problem::NotOneOfAt(number, T::WORDS))?;
        if values.contains(&value) {
            return Err(Problem::RepeatedAt(number));
        }
        values.push(value);
    }
    Ok(values)
}

/// The same, and at least one.
fn some<T: Words>(raw: &str) -> Result<Vec<T>, Problem> {
    choices(raw).and_then(|values| if values.is_empty() { Err(Problem::Empty) } else { Ok(values) })
}

/// Reads versions; whatever their order, the newest comes first.
fn versions(raw: &str) -> Result<Vec<ProtocolVersion>, Problem> {
    let mut versions: Vec<ProtocolVersion> = some(raw)?;
    versions.sort_unstable_by(|one, other| other.cmp(one));
    Ok(versions)
}

/// Whether one of the suites is of one of the versions.
fn has_any(suites: &[CipherSuite], versions: &[ProtocolVersion]) -> bool {
    suites.iter().any(|suite| versions.contains(&suite.version()))
}

/// Reads names of hosts with commas between.
fn names(raw: &str) -> Result<Vec<String>, Problem> {
    let items = raw.split(',').filter(|item| !item.is_empty()).take(value::NAMES + 1);
    let names: Vec<String> = items.map(|item| text(item, value::server_name)).collect::<Result<_, _>>()?;
    if names.len() > value::NAMES { Err(Problem::NotANumber { from: 0, to: value::NAMES }) } else { Ok(names) }
}

/// The words for some values, with commas between.
pub(super) fn several<T: Words>(values: &[T]) -> Option<String> {
    let words: Option<Vec<String>> = values.iter().map(chosen).collect();
    Some(words?.join(","))
}

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
    ProtocolVersion: "1.3" = Self::TLS13, "1.2" = Self::TLS12;
    CipherSuite: "aes128gcm" = Self::TLS_AES_128_GCM_SHA256, "aes256gcm" = Self::TLS_AES_256_GCM_SHA384,
        "chacha20poly1305" = Self::TLS_CHACHA20_POLY1305_SHA256,
        "ecdhe-ecdsa-aes128gcm" = Self::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        "ecdhe-ecdsa-aes256gcm" = Self::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        "ecdhe-ecdsa-chacha20poly1305" = Self::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        "ecdhe-rsa-aes128gcm" = Self::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        "ecdhe-rsa-aes256gcm" = Self::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        "ecdhe-rsa-chacha20poly1305" = Self::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        "rsa-aes128gcm" = Self::TLS_RSA_WITH_AES_128_GCM_SHA256, "rsa-aes256gcm" = Self::TLS_RSA_WITH_AES_256_GCM_SHA384;
    NamedGroup: "x25519" = Self::X25519, "secp256r1" = Self::SECP256R1, "secp384r1" = Self::SECP384R1,
        "x25519mlkem768" = Self::X25519MLKEM768;
    SignatureScheme: "ed25519" = Self::ED25519, "ecdsa_secp256r1_sha256" = Self::ECDSA_SECP256R1_SHA256,
        "ecdsa_secp384r1_sha384" = Self::ECDSA_SECP384R1_SHA384, "rsa_pss_rsae_sha256" = Self::RSA_PSS_RSAE_SHA256,
        "rsa_pss_rsae_sha384" = Self::RSA_PSS_RSAE_SHA384, "rsa_pss_rsae_sha512" = Self::RSA_PSS_RSAE_SHA512,
        "rsa_pkcs1_sha256" = Self::RSA_PKCS1_SHA256, "rsa_pkcs1_sha384" = Self::RSA_PKCS1_SHA384,
        "rsa_pkcs1_sha512" = Self::RSA_PKCS1_SHA512;
    bool: "no" = false, "yes" = true;
    ClientAuthentication: "none" = Self::None, "requested" = Self::Requested, "required" = Self::Required;
    KeyUpdate: "none" = Self::None, "own" = Self::Own, "both" = Self::Both;
    Psk: "none" = Self::None, "ticket" = Self::Ticket, "external" = Self::External, "both" = Self::Both;
    PskMode: "dhe" = Self::WithDhe, "alone" = Self::Alone, "either" = Self::Either;
    ServerPsk: "same" = Self::Same, "unknown" = Self::Unknown, "other" = Self::Other;
    TicketKind: "stored" = Self::Stored, "sealed" = Self::Sealed;
    CertificateFlaw: "none" = Self::None, "root" = Self::UnknownRoot, "missing" = Self::MissingIntermediate,
        "order" = Self::WrongOrder, "pathlen" = Self::PathTooLong, "ca" = Self::NotAuthority,
        "certsign" = Self::NoKeyCertSign, "keyusage" = Self::NoDigitalSignature, "purpose" = Self::WrongPurpose,
        "critical" = Self::UnknownCritical, "weak" = Self::WeakAlgorithm, "unknown" = Self::UnknownAlgorithm,
        "signature" = Self::BrokenSignature;
    CertificateKey: "ed25519" = Self::Ed25519, "p256" = Self::EcdsaP256, "p384" = Self::EcdsaP384, "rsa" = Self::Rsa;
    Tab: "message" = Self::Message, "keys" = Self::Keys, "transcript" = Self::Transcript,
        "certificate" = Self::Certificate, "states" = Self::States, "knowledge" = Self::Knowledge;
    Layer: "wire" = Self::Wire, "opened" = Self::Opened;
    Depth: "simple" = Self::Simple, "technical" = Self::Technical;
    Layout: "full" = Self::Full, "embed" = Self::Embed;
    Theme: "auto" = Self::Auto, "light" = Self::Light, "dark" = Self::Dark;
}
