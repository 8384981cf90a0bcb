//! The client.

use super::arguments::{Connect, check_groups, host_name, versions_and_suites};
use super::journal::Journal;
use super::link::{Link, Received};
use super::options::{ClientExtras, EARLY_DATA};
use super::problem::{Problem, reason};
use super::recorder::Recorder;
use super::{entropy, http, identity, now, output, trust};
use crate::tls::connection::Connection;
use crate::tls::registry::{NamedGroup, SignatureScheme};
use crate::tls::v13::{ClientConfig, PreSharedKey};
use crate::trace::{ChoiceName, Failure, Omission, Side};
use std::io::Read;
use std::net::TcpStream;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How often is looked whether standard input has ended.
const TICK: Duration = Duration::from_millis(200);

/// Connects, talks, and ends.
pub(super) fn connect(options: &Connect) -> Result<(), Problem> {
    let (versions, suites) = versions_and_suites(&options.versions, &options.suites)?;
    options.extras.check(options.send.is_some() || options.http.is_some(), &versions, &suites)?;
    check_groups(&options.groups, &versions)?;
    let mut client = Client::new(options)?;
    let result = client.connect();
    let written = client.recorder.map_or(Ok(()), |recorder| recorder.write());
    result.and(written)
}

/// A client that connects, perhaps twice.
struct Client<'a> {
    options: &'a Connect,
    config: ClientConfig,
    timeout: Duration,
    /// Between connections, if there is to be a trace.
    recorder: Option<Recorder>,
}

impl<'a> Client<'a> {
    fn new(options: &'a Connect) -> Result<Self, Problem> {
        let timeout = Duration::from_secs(options.common.timeout);
        let config = configure(options)?;
        let (began, title, anchors) = (config.now, config.server_name.clone(), config.trust_anchors.clone());
        let trace = options.common.trace.as_deref();
        let recorder = trace.map(|path| Recorder::new(path, began, title, anchors)).transpose()?;
        Ok(Self { options, config, timeout, recorder })
    }

    fn connect(&mut self) -> Result<(), Problem> {
        let mut config = self.config.clone();
        if self.options.extras.resume {
            config.psks = [self.ticket()?, config.psks].concat();
            (config.now, config.entropy) = (now(), entropy()?);
        }
        config.early_data = self.options.extras.early_data;
        let link = self.open(config)?;
        let result = self.converse(&link);
        self.end(&link);
        result
    }

    /// Connects only to get what the next connection can go back with.
    fn ticket(&mut self) -> Result<Vec<PreSharedKey>, Problem> {
        let link = self.open(self.config.clone())?;
        let result = link.handshake().and_then(|()| self.wait_for_ticket(&link));
        self.end(&link);
        result
    }

    fn wait_for_ticket(&self, link: &Link) -> Result<Vec<PreSharedKey>, Problem> {
        let until = Instant::now() + self.timeout;
        loop {
            let mut tickets = link.take_psks();
            // One is enough: others are for connections at the same time. RFC 8446 §4.6.1, Appendix C.4.
            tickets.truncate(1);
            if let Some(ticket) = tickets.first_mut() {
                if let Some(issued) = &mut ticket.issued {
                    issued.at = now();
                }
                self.say("There is a ticket or a session to come back with.");
                link.close()?;
                // To the server's end, which some servers leave out.
                while let Ok(Received::Data(_)) = link.receive(until) {}
                return Ok(tickets);
            }
            match link.receive(until)? {
                Received::Data(_) => {}
                Received::Closed => return Err(link.not_done("the server ended the first connection without a ticket")),
                Received::Nothing => return Err(link.not_done("the server sent no ticket to come back with")),
            }
        }
    }

    fn open(&mut self, config: ClientConfig) -> Result<Arc<Link>, Problem> {
        let place = self.options.place.to_string();
        // The key log is opened first: without it there is no point in going on.
        let mut journal = Journal::new(Side::Client, "", &self.options.common)?;
        let stream = dial(self.options, self.timeout)?;
        let started = Connection::client(config).map_err(|failure: Failure| Problem::Refused {
            place: place.clone(),
            peer: Side::Server,
            failure: Box::new(failure),
            check: None,
        })?;
        journal.recorder = self.recorder.take();
        if let Some(recorder) = &mut journal.recorder {
            recorder.begin();
        }
        Ok(Arc::new(Link::new(stream, place, self.timeout, started, journal)?))
    }

    fn end(&mut self, link: &Link) {
        link.end();
        self.recorder = link.take_recorder();
    }

    fn say(&self, line: &str) {
        if !self.options.common.quiet {
            output::say(line);
        }
    }

    /// Does what was asked for, and says what of it did not come about.
    fn converse(&self, link: &Arc<Link>) -> Result<(), Problem> {
        let extras = &self.options.extras;
        let words = words(self.options);
        if let Some(words) = words.as_deref().filter(|_| extras.early_data) {
            link.send_early_data(words)?;
        }
        link.handshake()?;
        let protocol = link.journal(|journal| journal.chosen(ChoiceName::ApplicationProtocol).map(str::to_owned));
        if self.options.http.is_some() && protocol.is_some_and(|protocol| !http::is_spoken(&protocol)) {
            return Err(link.not_done("the server chose another protocol than HTTP/1.1, which is what --http speaks"));
        }
        if !self.options.common.quiet {
            report(link, self.options);
        }
        if extras.key_update {
            link.update_keys()?;
        }
        let said = link.journal(|journal| journal.chosen(ChoiceName::EarlyData).is_some());
        talk(link, words.as_deref(), said, self.options.http.is_some(), self.timeout)?;
        link.journal(|journal| missing(extras, journal)).map_or(Ok(()), |what| Err(link.not_done(what)))
    }
}

/// What was asked for and did not come about.
fn missing(extras: &ClientExtras, journal: &Journal) -> Option<&'static str> {
    if !journal.resumed() && extras.resume {
        return Some("the server did not take the ticket or the session, and began anew");
    }
    if !journal.resumed() && !extras.psk.is_empty() {
        return Some("the server did not take the external key");
    }
    if extras.early_data && journal.chosen(ChoiceName::EarlyData).is_none() {
        return Some("the server did not take the early data, so it was sent again");
    }
    if extras.key_update && !journal.peer_updated {
        return Some("the server took no new keys, although it was asked to");
    }
    None
}

fn configure(options: &Connect) -> Result<ClientConfig, Problem> {
    let server_name = match &options.server_name {
        Some(name) => name.clone(),
        None => host_name(&options.place.host).map_err(|what| Problem::Name {
            name: options.place.host.clone(),
            what: format!("{what} (--server-name gives another)"),
        })?,
    };
    let extras = &options.extras;
    let trust_anchors = match &options.ca {
        Some(path) => trust::read_roots(path)?,
        None if options.insecure => Vec::new(),
        // With an external key no certificate may be needed.
        None if !extras.psk.is_empty() => trust::system_roots().unwrap_or_default(),
        None => trust::system_roots()?,
    };
    let identity = match &extras.client_cert {
        Some(certificate) => {
            let key = extras.client_key.as_ref().unwrap_or(certificate);
            Some(identity::Identity::read(certificate, key)?.for_engine())
        }
        None => None,
    };
    let (versions, suites) = versions_and_suites(&options.versions, &options.suites)?;
    let groups = or_all(&options.groups, &NamedGroup::available());
    let application_protocols = http::protocols(&options.alpn, options.http.is_some())?;
    let early_data = if extras.early_data { EARLY_DATA } else { 0 };
    // What is said early is in the client's favourite protocol.
    let psks = extras.psk.iter().map(|key| key.psk(early_data, application_protocols.first(), &suites)).collect();
    Ok(ClientConfig {
        versions,
        cipher_suites: suites,
        key_shares: vec![groups[0]],
        groups,
        signature_schemes: or_all(&options.signature_schemes, &SignatureScheme::available()),
        application_protocols,
        omissions: if options.insecure {
            vec![Omission::Chain, Omission::Name, Omission::Validity]
        } else {
            Vec::new()
        },
        trust_anchors,
        identity,
        psks,
        fallback: extras.fallback,
        record_size_limit: options.common.record_size_limit,
        ..ClientConfig::plain(server_name, now(), entropy()?)
    })
}

/// What is to be said, if it is known beforehand.
fn words(options: &Connect) -> Option<Vec<u8>> {
    if let Some(path) = &options.http {
        let name = options.server_name.as_deref().unwrap_or(&options.place.host);
        return Some(http::request(name, options.place.port, path).into_bytes());
    }
    options.send.clone().map(String::into_bytes)
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
        if options.insecure && !journal.resumed() {
            output::say("What the checks of the certificate say was ignored (--insecure): this may be anyone.");
        }
        if options.extras.client_cert.is_some() {
            output::say(shown(journal));
        }
    });
}

/// What has become of the client's certificate.
fn shown(journal: &Journal) -> &'static str {
    if journal.chosen(ChoiceName::ClientSignatureScheme).is_some() {
        "The server asked for the client's certificate, and got it."
    } else if journal.declined.iter().any(|(name, _)| *name == ChoiceName::ClientCertificate) {
        "The server asked for a certificate, but takes no signature of this key."
    } else if journal.resumed() {
        "The server knows the client by the key from before, and did not ask for its certificate."
    } else {
        "The server did not ask for the client's certificate."
    }
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

/// Sends what is to be sent, unless it was `said` already, while printing what comes, to the end.
fn talk(
    link: &Arc<Link>,
    words: Option<&[u8]>,
    said: bool,
    is_request: bool,
    timeout: Duration,
) -> Result<(), Problem> {
    let sending = Arc::new(Mutex::new(Sending::Open));
    if let Some(words) = words {
        if !said {
            link.send(words)?;
        }
        // After a request it is not closed yet: many servers take that for a lost interest in the answer.
        if !is_request {
            link.close()?;
        }
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
