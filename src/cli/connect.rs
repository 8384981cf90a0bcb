//! The client.

use super::arguments::{Connect, name, versions_and_suites};
use super::journal::Journal;
use super::link::{Link, Received};
use super::problem::{Problem, reason};
use super::{entropy, http, now, output, trust};
use crate::tls::connection::Connection;
use crate::tls::registry::{NamedGroup, SignatureScheme};
use crate::tls::v13::ClientConfig;
use crate::trace::{ChoiceName, Failure, Side};
use std::io::Read;
use std::net::TcpStream;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How often is looked whether standard input has ended.
const TICK: Duration = Duration::from_millis(200);

/// Connects, talks, and ends.
pub(super) fn connect(options: &Connect) -> Result<(), Problem> {
    let timeout = Duration::from_secs(options.common.timeout);
    let config = configure(options)?;
    let place = options.place.to_string();
    // The key log is opened first: without it there is no point in going on.
    let journal = Journal::new("", &options.common)?;
    let stream = dial(options, timeout)?;
    let started = Connection::client(config).map_err(|failure: Failure| Problem::Refused {
        place: place.clone(),
        peer: Side::Server,
        failure: Box::new(failure),
        check: None,
    })?;
    let link = Arc::new(Link::new(stream, place, timeout, started, journal)?);
    let result = link.handshake().and_then(|()| {
        if !options.common.quiet {
            report(&link, options);
        }
        talk(&link, options, timeout)
    });
    link.end();
    result
}

fn configure(options: &Connect) -> Result<ClientConfig, Problem> {
    let server_name = match &options.server_name {
        Some(name) => name.clone(),
        None => name(&options.place.host).map_err(|what| Problem::Name {
            name: options.place.host.clone(),
            what: format!("{what} (--server-name gives another)"),
        })?,
    };
    let trust_anchors = match &options.ca {
        Some(path) => trust::read_certificates(path)?,
        None if options.insecure => Vec::new(),
        None => trust::system_roots()?,
    };
    let (versions, cipher_suites) = versions_and_suites(&options.versions, &options.suites);
    let groups = or_all(&options.groups, &NamedGroup::available());
    let application_protocols = http::protocols(&options.alpn, options.http.is_some());
    Ok(ClientConfig {
        versions,
        cipher_suites,
        key_shares: vec![groups[0]],
        groups,
        signature_schemes: or_all(&options.signature_schemes, &SignatureScheme::available()),
        application_protocols,
        checks_chain: !options.insecure,
        trust_anchors,
        ..ClientConfig::plain(server_name, now(), entropy()?)
    })
}

/// What was asked for, or all if nothing was.
pub(super) fn or_all<T: Clone>(wanted: &[T], all: &[T]) -> Vec<T> {
    if wanted.is_empty() { all.to_vec() } else { wanted.to_vec() }
}

/// Connects to the first of the host's addresses that answers.
fn dial(options: &Connect, timeout: Duration) -> Result<TcpStream, Problem> {
    let place = options.place.to_string();
    let mut problem = None;
    for address in options.place.addresses()? {
        match TcpStream::connect_timeout(&address, timeout) {
            Ok(stream) => return Ok(stream),
            Err(error) if error.kind() == std::io::ErrorKind::TimedOut => {
                problem =
                    Some(Problem::Timeout { place: place.clone(), doing: "connecting", seconds: timeout.as_secs() });
            }
            Err(error) => {
                problem = Some(Problem::Network { place: place.clone(), doing: "connecting", reason: reason(&error) });
            }
        }
    }
    Err(problem.unwrap_or(Problem::UnknownHost { host: place }))
}

/// Tells who was reached, and what was agreed on.
fn report(link: &Link, options: &Connect) {
    link.journal(|journal| {
        output::say(&format!("Connected to {}: {}", link.place, journal.agreement()));
        if journal.chosen(ChoiceName::ApplicationProtocol).is_none() && !options.alpn.is_empty() {
            output::say("The server chose no application protocol.");
        }
        if let Some(own) = journal.chain.first() {
            let (subject, issuer) = (own.subject.text(), own.issuer.text());
            let until = own.validity.not_after;
            output::say(&format!("Certificate of {subject:?}, issued by {issuer:?}, valid until {until}"));
        }
        if options.insecure {
            output::say("The certificate was not checked (--insecure): this may be anyone.");
        }
    });
}

/// What has come of sending.
enum Sending {
    /// It goes on.
    Open,
    /// All was sent, at that time.
    Ended(Instant),
    /// It could not go on.
    Failed(Problem),
}

impl Sending {
    /// Takes away why it could not go on.
    fn failure(&mut self) -> Option<Problem> {
        match std::mem::replace(self, Self::Open) {
            Self::Failed(problem) => Some(problem),
            other => {
                *self = other;
                None
            }
        }
    }
}

/// Sends what is to be sent while printing what comes, to the end.
fn talk(link: &Arc<Link>, options: &Connect, timeout: Duration) -> Result<(), Problem> {
    let sending = Arc::new(Mutex::new(Sending::Open));
    if let Some(path) = &options.http {
        let name = options.server_name.as_deref().unwrap_or(&options.place.host);
        // Not closed yet: many servers take that for a lost interest in the answer.
        link.send(http::request(name, options.place.port, path).as_bytes())?;
        *lock(&sending) = Sending::Ended(Instant::now());
    } else if let Some(text) = &options.send {
        link.send(text.as_bytes())?;
        link.close()?;
        *lock(&sending) = Sending::Ended(Instant::now());
    } else {
        let (link, sending) = (Arc::clone(link), Arc::clone(&sending));
        // Not waited for: it may be waiting for a keyboard when everything else is over.
        std::thread::spawn(move || {
            let result = send_input(&link);
            *lock(&sending) = result.map_or_else(Sending::Failed, |()| Sending::Ended(Instant::now()));
        });
    }
    receive(link, &sending, timeout)
}

/// Prints what comes, until the server ends the connection.
fn receive(link: &Link, sending: &Mutex<Sending>, timeout: Duration) -> Result<(), Problem> {
    let mut heard = Instant::now();
    loop {
        match link.receive(Instant::now() + TICK) {
            Ok(Received::Data(data)) => {
                heard = Instant::now();
                output::print(&data)?;
            }
            Ok(Received::Closed) => {
                let closed = link.close();
                return lock(sending).failure().map_or(closed, Err);
            }
            Ok(Received::Nothing) => {
                let mut state = lock(sending);
                if let Some(problem) = state.failure() {
                    return Err(problem);
                }
                if let Sending::Ended(ended) = *state
                    && heard.max(ended).elapsed() >= timeout
                {
                    return Err(link.timeout("waiting for the server to end the connection"));
                }
            }
            // Why sending failed is often in what came, and else tells more than that nothing comes any more.
            Err(problem @ (Problem::Alert { .. } | Problem::Refused { .. })) => return Err(problem),
            Err(problem) => return Err(lock(sending).failure().unwrap_or(problem)),
        }
    }
}

fn lock(sending: &Mutex<Sending>) -> MutexGuard<'_, Sending> {
    sending.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sends standard input to its end, and says that it was the end.
fn send_input(link: &Link) -> Result<(), Problem> {
    let mut input = std::io::stdin().lock();
    let mut buffer = [0; 16 * 1024];
    loop {
        match input.read(&mut buffer) {
            Ok(0) => return link.close(),
            Ok(length) => link.send(&buffer[..length])?,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Problem::Input { reason: reason(&error) }),
        }
    }
}
