//! What is noted of a connection while it goes on: for the key log, for who watches, and for who wants to know how it ended.

use super::arguments::Common;
use super::output;
use super::problem::{Problem, reason};
use super::recorder::Recorder;
use crate::crypto::x509::Certificate;
use crate::explain;
use crate::export::key_log::key_log;
use crate::tls::message::HandshakeMessage;
use crate::tls::registry::ProtocolVersion;
use crate::trace::{
    AlertDescription, Check, Choice, ChoiceName, Effect, Failure, Message, MessageName, Occurrence, Outcome, Reason,
    Side, Step, StepKind, Trace,
};
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

/// Notes of one connection.
pub(super) struct Journal {
    /// What stands in front of each line that is told.
    mark: String,
    verbose: bool,
    key_log: Option<KeyLog>,
    side: Side,
    /// The trace, if it is to be written.
    pub recorder: Option<Recorder>,
    /// What was agreed on.
    pub choices: Vec<Choice>,
    /// What was offered and not taken.
    pub declined: Vec<(ChoiceName, Reason)>,
    /// Whether the peer went on with new keys.
    pub peer_updated: bool,
    /// The peer's chain.
    pub chain: Vec<Certificate>,
    /// The checks that were made.
    pub checks: Vec<Check>,
    /// Why this side ended the connection.
    pub failure: Option<Failure>,
    /// The last alert of the peer's that is no farewell.
    pub alert: Option<AlertDescription>,
    /// Whether the peer said that no more data follows.
    pub peer_closed: bool,
}

/// The file that secrets are appended to.
struct KeyLog {
    path: PathBuf,
    file: File,
    /// What a key log is about, of all that happened: the hello, and the secrets of which no line is in the file yet; told as the
    /// client's, which holds the same as the server.
    trace: Trace,
}

impl Journal {
    /// Begins the notes of a connection.
    pub(super) fn new(side: Side, mark: &str, common: &Common) -> Result<Self, Problem> {
        let key_log = common.keylog.as_ref().map(|path| KeyLog::open(path.clone())).transpose()?;
        Ok(Self {
            mark: mark.to_owned(),
            verbose: common.verbose,
            key_log,
            side,
            recorder: None,
            declined: Vec::new(),
            peer_updated: false,
            choices: Vec::new(),
            chain: Vec::new(),
            checks: Vec::new(),
            failure: None,
            alert: None,
            peer_closed: false,
        })
    }

    /// What was chosen for `name`.
    pub(super) fn chosen(&self, name: ChoiceName) -> Option<&str> {
        self.choices.iter().rev().find(|choice| choice.name == name)?.chosen.as_deref()
    }

    /// What was agreed on, in a line.
    pub(super) fn agreement(&self) -> String {
        let names = [ChoiceName::Version, ChoiceName::CipherSuite, ChoiceName::Group, ChoiceName::SignatureScheme];
        let mut parts: Vec<String> = names.iter().filter_map(|name| self.chosen(*name)).map(str::to_owned).collect();
        parts.extend(self.chosen(ChoiceName::ApplicationProtocol).map(|name| format!("ALPN {name}")));
        parts.extend(self.resumed().then(|| "with a key from before".to_owned()));
        parts.extend(self.chosen(ChoiceName::EarlyData).map(|_| "early data taken".to_owned()));
        parts.join(", ")
    }

    /// Whether the connection goes back to an earlier one, or begins with an external key.
    pub(super) fn resumed(&self) -> bool {
        self.chosen(ChoiceName::PskMode).or(self.chosen(ChoiceName::Session)).is_some()
    }

    /// Notes what happened.
    pub(super) fn note(&mut self, effects: Vec<Effect>) -> Result<(), Problem> {
        for effect in effects {
            if self.verbose
                && let Some(line) = line(&effect)
            {
                output::say(&format!("{}{line}", self.mark));
            }
            if let Some(key_log) = &mut self.key_log {
                key_log.note(&effect);
            }
            if let Some(recorder) = &mut self.recorder {
                recorder.note(self.side, &effect);
            }
            match effect {
                Effect::Negotiated(choice) => {
                    if let (ChoiceName::ServerName, Some(name), Some(recorder)) =
                        (choice.name, &choice.chosen, &mut self.recorder)
                    {
                        recorder.name(name);
                    }
                    self.choices.push(choice);
                }
                Effect::Checked(check) => self.checks.push(check),
                Effect::Declined { name, reason } => self.declined.push((name, reason)),
                Effect::Failed(failure) => self.failure = Some(failure),
                Effect::Received(message) => self.received(&message),
                _ => {}
            }
        }
        self.key_log.as_mut().map_or(Ok(()), KeyLog::write)
    }

    fn received(&mut self, message: &Message) {
        match (message.name, &*message.bytes) {
            (MessageName::Alert, [_, code]) => match AlertDescription::from_code(*code) {
                AlertDescription::CloseNotify => self.peer_closed = true,
                // RFC 8446 §6.1: it announces a close_notify.
                AlertDescription::UserCanceled | AlertDescription::NoRenegotiation => {}
                alert => self.alert = Some(alert),
            },
            (MessageName::KeyUpdate, _) => self.peer_updated = true,
            (MessageName::Certificate, bytes) => {
                if let Ok(HandshakeMessage::Certificate(message)) = HandshakeMessage::decode(bytes).result {
                    self.chain = message.certificate_list.into_iter().map(|entry| entry.certificate).collect();
                } else if let Ok(HandshakeMessage::Certificate12(message)) =
                    HandshakeMessage::decode_as(ProtocolVersion::TLS12, bytes).result
                {
                    self.chain = message.certificate_list;
                }
                if let Some(recorder) = self.recorder.as_mut().filter(|_| self.side == Side::Client) {
                    recorder.chain(&self.chain);
                }
            }
            _ => {}
        }
    }
}

impl KeyLog {
    fn open(path: PathBuf) -> Result<Self, Problem> {
        let mut options = File::options();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&path) {
            Ok(file) => {
                let step = Step { kind: StepKind::Derive, side: Side::Client, occurrences: Vec::new() };
                Ok(Self { path, file, trace: Trace { steps: vec![step], ..Trace::default() } })
            }
            Err(error) => Err(Problem::File { path, doing: "written", reason: reason(&error) }),
        }
    }

    fn note(&mut self, effect: &Effect) {
        let [step] = &mut *self.trace.steps else { return };
        let effect = match effect {
            Effect::Derived(secret) => Effect::Derived(secret.clone()),
            // A second hello has the same random.
            Effect::Sent(message) | Effect::Received(message)
                if message.name == MessageName::ClientHello && !has_hello(step) =>
            {
                Effect::Sent(message.clone())
            }
            _ => return,
        };
        step.occurrences.push(Occurrence { side: step.side, effect });
    }

    /// Appends the lines that are new, in one go: several connections may share the file.
    fn write(&mut self) -> Result<(), Problem> {
        let lines = key_log(&self.trace);
        // Without a hello there are no lines of what is known already.
        if let [step] = &mut *self.trace.steps
            && has_hello(step)
        {
            step.occurrences.retain(|occurrence| matches!(occurrence.effect, Effect::Sent(_)));
        }
        if lines.is_empty() {
            return Ok(());
        }
        self.file.write_all(lines.as_bytes()).map_err(|error| Problem::File {
            path: self.path.clone(),
            doing: "written",
            reason: reason(&error),
        })
    }
}

fn has_hello(step: &Step) -> bool {
    step.occurrences.iter().any(|occurrence| matches!(occurrence.effect, Effect::Sent(_)))
}

/// What is told of an effect to who watches closely.
fn line(effect: &Effect) -> Option<String> {
    Some(match effect {
        Effect::Sent(message) => format!("> {}", told(message)),
        Effect::Received(message) => format!("< {}", told(message)),
        Effect::Negotiated(choice) => {
            let chosen = choice.chosen.as_deref().unwrap_or("none");
            format!("    {}: {chosen}", explain::choice(choice.name).title)
        }
        Effect::Declined { name, reason } => {
            format!("    {}: declined: {}", explain::choice(*name).title, explain::reason(*reason).title)
        }
        Effect::EarlyDataSkipped(_) => "    early data: skipped".to_owned(),
        Effect::Checked(check) => {
            let outcome = match check.outcome {
                Outcome::Passed => "passed",
                Outcome::Failed(_) => "FAILED",
                Outcome::Ignored(_) => "FAILED, ignored",
            };
            format!("    check: {}: {outcome}", explain::check(check.name).title)
        }
        Effect::Derived(secret) => format!("    holds: {}", secret.name.name()),
        Effect::Entered(state) => format!("    state: {}", state.name()),
        Effect::DrewRandom { .. }
        | Effect::Proved(_)
        | Effect::KeyInstalled { .. }
        | Effect::RecordSent(_)
        | Effect::RecordReceived(_)
        | Effect::Failed(_)
        | Effect::Noted(_)
        | Effect::Interfered(_) => return None,
    })
}

fn told(message: &Message) -> String {
    let alert = match (message.name, &*message.bytes) {
        (MessageName::Alert, [_, code]) => format!(" {}", AlertDescription::from_code(*code).name()),
        _ => String::new(),
    };
    let records = message.placements.len();
    let (length, records) =
        (message.bytes.len(), if records > 1 { format!(" in {records} records") } else { String::new() });
    format!("{}{alert} ({length} bytes{records})", message.name.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Scenario, run};

    #[test]
    fn what_is_in_the_file_is_not_kept_beside_it() {
        let path = std::env::temp_dir().join(format!("handshake-{}.log", std::process::id()));
        let mut log = KeyLog::open(path.clone()).expect("there is room for a file");
        let trace = run(&Scenario::default());
        for occurrence in trace.occurrences().filter(|occurrence| occurrence.side == Side::Client) {
            log.note(&occurrence.effect);
            log.write().expect("there is room in the file");
        }
        let written = std::fs::read_to_string(&path).expect("it was written");
        std::fs::remove_file(&path).expect("it is ours");
        assert_eq!(written, key_log(&trace));
        assert_eq!(log.trace.steps[0].occurrences.len(), 1, "the hello");
    }
}
