//! The server.

use super::arguments::{Serve, check_groups, versions_and_suites};
use super::connect::or_all;
use super::identity::Identity;
use super::journal::Journal;
use super::link::{Link, Received};
use super::memory::{Memory, Notes};
use super::place::Place;
use super::problem::{Problem, reason};
use super::recorder::Recorder;
use super::{authority, entropy, http, now, output, trust};
use crate::crypto::x509::Certificate;
use crate::tls::cipher_suite::{KeyExchange, SuiteParameters};
use crate::tls::connection::Connection;
use crate::tls::message::Alert;
use crate::tls::record::header;
use crate::tls::registry::{CipherSuite, ContentType, NamedGroup, ProtocolVersion, SignatureScheme};
use crate::tls::v13::{ClientAuthentication, PreSharedKey, ServerConfig};
use crate::trace::{AlertDescription, ChoiceName, Reason, Side};
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How many connections are served at the same time; a teaching tool needs no more.
const AT_ONCE: u64 = 64;

/// How long a connection on which nothing is said is kept: a person may be thinking at the other end.
const IDLE: Duration = Duration::from_mins(5);

/// What all connections share.
struct Server {
    options: Serve,
    identity: Identity,
    /// The certificates that lead to a client's.
    clients: Vec<Certificate>,
    memory: Memory,
    /// How many connections are open.
    open: AtomicU64,
    /// How many did not end well.
    failed: AtomicU64,
}

/// Listens, and serves whoever comes.
pub(super) fn serve(options: Serve) -> Result<(), Problem> {
    let (versions, suites) = versions_and_suites(&options.versions, &options.suites)?;
    options.extras.check(&versions, &suites)?;
    check_groups(&options.groups, &versions)?;
    http::protocols(&options.alpn, options.http)?;
    let identity = identity(&options)?;
    let kind = identity.certificate_key.kind();
    let can_use = |suite: &CipherSuite| SuiteParameters::of(*suite).is_some() || KeyExchange::of(*suite).fits(kind);
    if !suites.iter().any(can_use) {
        let what = "none of the --suites goes with the certificate: in TLS 1.2 a suite says of which kind its key is";
        return Err(Problem::Options { what });
    }
    let clients = options.extras.ca.as_deref().map_or(Ok(Vec::new()), trust::read_roots)?;
    let memory = Memory::new(&options.extras)?;
    // Only to see at once whether the files can be written.
    Journal::new(Side::Server, "", &options.common)?;
    if let Some(path) = &options.common.trace {
        Recorder::new(path, now(), String::new(), Vec::new())?;
    }
    let listener = listen(&options.place)?;
    let address = listener.local_addr().map_err(|error| network(&options.place, "listening", &error))?;
    let count = options.connections;
    let server =
        Arc::new(Server { options, identity, clients, memory, open: AtomicU64::new(0), failed: AtomicU64::new(0) });
    server.say(&format!("Listening on {address}"));
    if server.options.cert.is_none() && server.options.root.is_none() {
        server.say(
            "Nobody knows who issued this server's certificate: --root FILE writes what a client needs to trust it.",
        );
    }
    let mut threads: Vec<JoinHandle<()>> = Vec::new();
    let mut number = 0;
    while count.is_none_or(|count| number < count) {
        let Some((stream, peer)) = server.accept(&listener) else { continue };
        number += 1;
        threads.retain(|thread| !thread.is_finished());
        server.open.fetch_add(1, Ordering::Relaxed);
        let server = Arc::clone(&server);
        threads.push(std::thread::spawn(move || {
            if let Err(problem) = server.connection(stream, peer, number) {
                server.failed.fetch_add(1, Ordering::Relaxed);
                output::say(&format!("{number}: {problem}"));
            }
            server.open.fetch_sub(1, Ordering::Relaxed);
        }));
    }
    for thread in threads {
        if thread.join().is_err() {
            server.failed.fetch_add(1, Ordering::Relaxed);
        }
    }
    match server.failed.load(Ordering::Relaxed) {
        0 => Ok(()),
        failed => Err(Problem::Connections { failed, all: number }),
    }
}

fn identity(options: &Serve) -> Result<Identity, Problem> {
    if let Some(certificate) = &options.cert {
        return Identity::read(certificate, options.key.as_ref().unwrap_or(certificate));
    }
    let usual = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
    let names = or_all(&options.server_name, &usual);
    authority::issue(&entropy()?, options.certificate_key, &names, options.root.as_deref())
}

/// Says `internal_error`, since it is for no fault of the client's, and nothing else.
fn refuse(mut stream: TcpStream) {
    let alert = Alert::new(AlertDescription::InternalError).encode();
    let record = [&header(ContentType::ALERT, ProtocolVersion::TLS12, alert.len())[..], &alert].concat();
    // Whoever does not read it learns less, and nobody waits for them.
    let _ = stream.write_all(&record);
    let _ = stream.shutdown(Shutdown::Write);
    // What came already is taken: otherwise the alert would be lost to a reset.
    let _ = stream.set_read_timeout(Some(Duration::from_millis(20)));
    let _ = stream.read(&mut [0; 16 * 1024]);
}

fn listen(place: &Place) -> Result<TcpListener, Problem> {
    TcpListener::bind(&*place.addresses()?).map_err(|error| network(place, "listening", &error))
}

fn network(place: &Place, doing: &'static str, error: &std::io::Error) -> Problem {
    Problem::Network { place: place.to_string(), doing, reason: reason(error) }
}

impl Server {
    fn say(&self, line: &str) {
        if !self.options.common.quiet {
            output::say(line);
        }
    }

    /// Takes the next connection; `None` if there was none to be had.
    fn accept(&self, listener: &TcpListener) -> Option<(TcpStream, SocketAddr)> {
        match listener.accept() {
            Ok((stream, peer)) if self.open.load(Ordering::Relaxed) >= AT_ONCE => {
                output::say(&format!("{peer}: refused, since {AT_ONCE} connections are open"));
                refuse(stream);
                None
            }
            Ok(accepted) => Some(accepted),
            Err(error) => {
                // Such as too many open files: others may be closed soon.
                output::say(&format!("handshake: a connection could not be accepted: {}", reason(&error)));
                std::thread::sleep(Duration::from_millis(100));
                None
            }
        }
    }

    fn connection(&self, stream: TcpStream, peer: SocketAddr, number: u64) -> Result<(), Problem> {
        let timeout = Duration::from_secs(self.options.common.timeout);
        let started = Connection::server(self.config()?);
        let mut journal = Journal::new(Side::Server, &format!("{number}: "), &self.options.common)?;
        journal.recorder = self.recorder(number)?;
        let link = Link::new(stream, peer.to_string(), timeout, started, journal)?;
        let ended = link.handshake();
        // Whatever became of it: a ticket was used, early data was taken.
        let learned = self.memory.learn(&link);
        let result = ended.and(learned).and_then(|()| {
            let agreement = link.journal(agreed);
            self.say(&format!("{number}: {peer}: {agreement}"));
            // In TLS 1.2 there are none, which does not keep the client from being served.
            let updated = if self.options.extras.key_update { link.update_keys() } else { Ok(()) };
            let served = if self.options.http { http::answer(&link, timeout) } else { echo(&link) };
            served.and(updated)
        });
        // Also after a problem; where an alert has ended the connection there is nothing left to close.
        let closed = link.close();
        link.end();
        let written = link.take_recorder().map_or(Ok(()), |recorder| recorder.write());
        result.and(closed).and(written)
    }

    /// Begins the trace of a connection: the first in the file that was named, each other in one with its number.
    fn recorder(&self, number: u64) -> Result<Option<Recorder>, Problem> {
        let Some(path) = &self.options.common.trace else { return Ok(None) };
        let path = match number {
            1 => path.clone(),
            number => {
                let stem = path.file_stem().unwrap_or_default().to_string_lossy();
                let extension = path.extension().map(|extension| format!(".{}", extension.to_string_lossy()));
                path.with_file_name(format!("{stem}-{number}{}", extension.unwrap_or_default()))
            }
        };
        let mut recorder = Recorder::new(&path, now(), self.options.place.host.clone(), Vec::new())?;
        recorder.begin();
        Ok(Some(recorder))
    }

    fn config(&self) -> Result<ServerConfig, Problem> {
        let identity = self.identity.clone().for_engine();
        let extras = &self.options.extras;
        let early_data = extras.early_data.unwrap_or_default();
        let client_authentication = match (extras.require_client_cert, extras.request_client_cert) {
            (true, _) => ClientAuthentication::Required,
            (false, true) => ClientAuthentication::Requested,
            (false, false) => ClientAuthentication::None,
        };
        let mut application_protocols = http::protocols(&self.options.alpn, self.options.http)?;
        application_protocols.retain(|name| !self.options.http || http::is_spoken(&String::from_utf8_lossy(name)));
        let (_, suites) = versions_and_suites(&self.options.versions, &self.options.suites)?;
        let mut psks: Vec<PreSharedKey> =
            extras.psk.iter().map(|key| key.psk(early_data, application_protocols.first(), &suites)).collect();
        let Notes { kept, recorded } = self.memory.notes();
        psks.extend(kept);
        let (versions, cipher_suites) = versions_and_suites(&self.options.versions, &self.options.suites)?;
        Ok(ServerConfig {
            versions,
            cipher_suites,
            groups: or_all(&self.options.groups, &NamedGroup::available()),
            application_protocols,
            signature_schemes: or_all(&self.options.signature_schemes, &SignatureScheme::available()),
            client_authentication,
            trust_anchors: self.clients.clone(),
            psks,
            tickets: extras.tickets,
            ticket_key: self.memory.ticket_key,
            max_early_data_size: early_data,
            accepts_early_data: early_data > 0,
            recorded,
            record_size_limit: self.options.common.record_size_limit,
            ..ServerConfig::plain(identity, now(), entropy()?)
        })
    }
}

/// What was agreed on, with whom, and for which name.
fn agreed(journal: &Journal) -> String {
    let name = journal.chosen(ChoiceName::ServerName).map(|name| format!(", for {name:?}"));
    let client = journal.chain.first().map(|own| format!(", client {:?}", own.subject.text()));
    let refused = (ChoiceName::ClientCertificate, Reason::NoCertificate);
    let nobody = journal.declined.contains(&refused).then(|| ", client without a certificate".to_owned());
    [Some(journal.agreement()), name, client, nobody].into_iter().flatten().collect()
}

/// Sends back what comes, to its end.
fn echo(link: &Link) -> Result<(), Problem> {
    loop {
        match link.receive(Instant::now() + IDLE)? {
            Received::Data(data) => link.send(&data)?,
            Received::Closed => return Ok(()),
            Received::Nothing => {
                return Err(Problem::Timeout {
                    place: link.place.clone(),
                    doing: "waiting for data",
                    seconds: IDLE.as_secs(),
                });
            }
        }
    }
}
