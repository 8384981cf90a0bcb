//! The parameters of a link: what each is called, how it is read, and how it is written.

use super::edits;
use super::laboratory::{self, Name};
use super::read::{choice, list, text};
use super::words::Words;
use super::write::{chosen, escaped, listed};
use super::{Address, Problem, Selection, external, value};
use crate::crypto::rare;
use crate::scenario::preset;
use crate::tls::registry::{CipherSuite, NamedGroup, ProtocolVersion};

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

/// One that has a word for each value of a field of the scenario.
macro_rules! worded {
    ($name:literal, $default:literal, $($field:ident).+) => {
        Parameter {
            name: $name,
            default: $default,
            read: |address, raw| choice(raw).map(|value| address.scenario.$($field).+ = value),
            write: |address| chosen(&address.scenario.$($field).+),
        }
        .rare()
    };
}

/// One that is a number from 0 to a limit.
macro_rules! counted {
    ($name:literal, $default:literal, $most:expr, $($field:ident).+) => {
        Parameter {
            name: $name,
            default: $default,
            read: |address, raw| number(raw, 0, $most).map(|value| address.scenario.$($field).+ = value),
            write: |address| Some(address.scenario.$($field).+.to_string()),
        }
        .rare()
    };
}

/// One of the laboratory.
macro_rules! of_laboratory {
    ($name:literal, $default:literal, $which:ident) => {
        Parameter {
            name: $name,
            default: $default,
            read: |address, raw| laboratory::read(Name::$which, address, raw),
            write: |address| laboratory::write(Name::$which, address),
        }
        .rare()
    };
}

/// The parameter that names a preset.
pub(super) const PRESET: &str = "preset";

/// All parameters, in the order in which they are written.
pub(super) const PARAMETERS: [Parameter; 84] = [
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
    worded!("ems", "yes", extended_master_secret),
    worded!("sems", "yes", server_extended_master_secret),
    worded!("again", "no", asks_again),
    worded!("downgrade", "no", downgrade),
    worded!("fallback", "no", fallback),
    worded!("replay", "no", replay),
    worded!("suite", "aes128gcm", cipher_suite),
    worded!("group", "x25519", group),
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
    worded!("sni", "yes", sends_server_name),
    worded!("cert", "p256", certificate_key),
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
    worded!("flaw", "none", certificate_flaw),
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
        read: |address, raw| {
            let shares: Vec<NamedGroup> = choices(raw)?;
            let offered = address.scenario.client_groups.as_deref();
            let foreign = shares.iter().position(|group| offered.is_some_and(|offered| !offered.contains(group)));
            if let Some(place) = foreign {
                return Err(Problem::NotOffered(place + 1));
            }
            address.scenario.key_shares = Some(shares);
            Ok(())
        },
        write: |address| several(address.scenario.key_shares.as_ref()?),
    }
    .rare(),
    worded!("cookie", "no", cookie),
    worded!("clientauth", "none", client_authentication),
    Parameter {
        name: "clientcert",
        default: "no certificate",
        read: |address, raw| text(raw, value::server_name).map(|name| address.scenario.client_certificate = Some(name)),
        write: |address| Some(escaped(address.scenario.client_certificate.as_ref()?)),
    }
    .rare(),
    worded!("clientflaw", "none", client_flaw),
    worded!("newkeys", "none", client_key_update),
    worded!("snewkeys", "none", server_key_update),
    worded!("compat", "no", compatibility),
    counted!("fragment", "0", 16384, client_records.fragment),
    counted!("sfragment", "0", 16384, server_records.fragment),
    counted!("padding", "0", 16384, client_records.padding),
    counted!("spadding", "0", 16384, server_records.padding),
    worded!("coalesce", "no", client_records.coalesce),
    worded!("scoalesce", "no", server_records.coalesce),
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
    worded!("psk", "none", psk),
    worded!("pskmode", "dhe", psk_mode),
    worded!("spskmode", "either", server_psk_mode),
    Parameter {
        name: "pskname",
        default: "the key of the two",
        read: |address, raw| text(raw, value::psk_identity).map(|name| address.scenario.external_psk.identity = name),
        write: |address| Some(escaped(&address.scenario.external_psk.identity)),
    }
    .rare(),
    Parameter {
        name: "pskkey",
        default: "32 bytes that come of the seed",
        read: external::read,
        write: external::write,
    }
    .rare(),
    worded!("pskhash", "sha256", external_psk.hash),
    worded!("spsk", "same", server_psk),
    worded!("ticket", "stored", ticket_kind),
    counted!("pause", "60", SECONDS, pause),
    Parameter {
        name: "early",
        default: "nothing",
        read: |address, raw| text(raw, value::speech).map(|words| address.scenario.client_says_early = words),
        write: |address| Some(escaped(&address.scenario.client_says_early)),
    }
    .rare(),
    counted!("maxearly", "0", 16384, max_early_data),
    worded!("takeearly", "yes", accepts_early_data),
    counted!("delay", "0", SECONDS, delay),
    worded!("grease", "no", grease),
    worded!("exporter", "no", exporter),
    of_laboratory!("omits", "nothing", Omits),
    of_laboratory!("impostor", "nobody", Impostor),
    Parameter { name: "attack", default: "nobody on the way", read: edits::read, write: edits::write }.rare(),
    of_laboratory!("stolen", "nothing", Stolen),
    of_laboratory!("randomness", "sound", Randomness),
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
    of_laboratory!("compare", "no comparison", Compare),
    of_laboratory!("connections", "last,last", Connections),
    of_laboratory!("latency", "100", Latency),
    of_laboratory!("bandwidth", "10000", Bandwidth),
    of_laboratory!("loss", "0", Loss),
    of_laboratory!("predict", "no questions", Predict),
    of_laboratory!("lesson", "no lesson", Lesson),
    of_laboratory!("part", "the first part", Part),
    of_laboratory!("experiment", "no experiment", Experiment),
    of_laboratory!("phase", "question", Phase),
    of_laboratory!("attacker", "no", Attacker),
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
