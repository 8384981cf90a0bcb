//! Somebody else's handshake, told from a capture.

use super::arguments::Open;
use super::problem::{Problem, reason};
use super::trust::read_roots;
use super::{output, run};
use crate::capture::{self, Fault, Opened, read_key_log, read_private_keys};
use crate::explain;
use crate::export::{self, Format};
use crate::tls::observer::Given;
use crate::trace::{Derivation, Effect, Giver, Note, PskOrigin, Sealed, Trace};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Opens a capture or a trace, and tells it.
pub(super) fn open(options: &Open) -> Result<(), Problem> {
    let content = read(&options.capture)?;
    let is_given =
        !(options.keylog.is_empty() && options.key.is_empty() && options.psk.is_empty() && options.ca.is_none());
    if is_given && content.trim_ascii_start().starts_with(b"{") {
        let what =
            "a trace in JSON holds all that is known of its run: --keylog, --key, --psk and --ca are for captures";
        return Err(Problem::Options { what });
    }
    let mut given = Given::default();
    for path in &options.keylog {
        let (logged, faults) = read_key_log(&read(path)?);
        match &faults[..] {
            [] => {}
            [first, ..] if logged.is_empty() => return Err(content_problem(path, first)),
            [first] => warn(path, first),
            [first, rest @ ..] => warn(path, &format!("{first}, and the same of {} more lines", rest.len())),
        }
        given.logged.extend(logged);
    }
    for path in &options.key {
        read_private_keys(&read(path)?, &mut given).map_err(|fault| content_problem(path, &fault))?;
    }
    let has_keys = !(given.private_keys.is_empty() && given.certificate_keys.is_empty());
    let has_psks = !(options.psk.is_empty() && given.psks.is_empty());
    given.psks.extend(options.psk.iter().map(|key| key.psk(0, None, &[])));
    if let Some(path) = &options.ca {
        given.trust_anchors = read_roots(path)?;
    }
    let opened = capture::open(&content, &given).map_err(|fault| content_problem(&options.capture, &fault))?;
    tell(options, &opened)?;
    let mut broken = None;
    for fault in &opened.faults {
        if fault.problem.breaks() && broken.is_none() {
            broken = Some(content_problem(&options.capture, fault));
        } else {
            warn(&options.capture, fault);
        }
    }
    broken.map_or_else(|| fits(options, (has_keys, has_psks), &opened.trace), Err)
}

/// Fails if secrets were given, and none of them is of what was opened.
fn fits(options: &Open, (has_keys, has_psks): (bool, bool), trace: &Trace) -> Result<(), Problem> {
    let has = |is_it: &dyn Fn(&Derivation) -> bool| {
        trace.occurrences().any(|it| matches!(&it.effect, Effect::Derived(secret) if is_it(&secret.derivation)))
    };
    let gave = |wanted| has(&|derivation| matches!(derivation, Derivation::Given { by, .. } if *by == wanted));
    let is_external =
        |derivation: &Derivation| matches!(derivation, Derivation::PreShared { origin: PskOrigin::External, .. });
    let what = if !options.keylog.is_empty() && !gave(Giver::KeyLog) {
        match stays_sealed(trace) {
            Some(Sealed::SuiteNotBuilt { .. }) => {
                "the key log opens nothing in it: its cipher suite or version is none that is built here"
            }
            Some(Sealed::NoHello) => "the key log opens nothing in it: the hellos of the connection are missing",
            _ => "no secret of the key log is of a connection in it",
        }
    } else if has_keys && !gave(Giver::PrivateKey) {
        "no private key that was given is one of its keys"
    } else if has_psks && !has(&is_external) {
        "no client in it offers a pre-shared key of that name"
    } else {
        return Ok(());
    };
    Err(Problem::Content { path: named(&options.capture), what: what.into() })
}

/// Why the first record that stays sealed does.
fn stays_sealed(trace: &Trace) -> Option<Sealed> {
    trace.occurrences().find_map(|it| match it.effect {
        Effect::Noted(Note::Sealed { why, .. }) => Some(why),
        _ => None,
    })
}

fn tell(options: &Open, opened: &Opened) -> Result<(), Problem> {
    let Opened { trace, title, began, .. } = opened;
    if options.json {
        let trust_anchors = opened.trust_anchors.clone();
        let run = export::Run::recorded(trace, title.clone(), *began, trust_anchors);
        return output::print(&Format::Json.write(&run));
    }
    let mut text = format!("{title}\n");
    for index in 0..trace.steps.len() {
        if trace.later.contains(&index) {
            text.push('\n');
            text.push_str(&explain::connection(trace, trace.connection(index)));
            text.push('\n');
        }
        text.push_str(&run::step(trace, index, options.technical));
    }
    output::print(text.as_bytes())
}

/// Reads a file, or standard input where it is called `-`; of what has no end, as much as shows that it is too big.
fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    let mut content = Vec::new();
    let limit = capture::LIMIT as u64 + 1;
    if path.as_os_str() == "-" {
        let read = std::io::stdin().lock().take(limit).read_to_end(&mut content);
        return read.map(|_| content).map_err(|error| Problem::Input { reason: reason(&error) });
    }
    let read = std::fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut content));
    let problem = |error| Problem::File { path: path.into(), doing: "read", reason: reason(&error) };
    read.map(|_| content).map_err(problem)
}

fn named(path: &Path) -> PathBuf {
    if path.as_os_str() == "-" { "standard input".into() } else { path.into() }
}

fn content_problem(path: &Path, fault: &Fault) -> Problem {
    Problem::Content { path: named(path), what: fault.to_string() }
}

fn warn(path: &Path, fault: &impl core::fmt::Display) {
    output::say(&format!("handshake: {}: {fault}", named(path).display()));
}
