//! A connection over TCP: what the engine does without input or output, done with a socket and with deadlines.

use super::journal::Journal;
use super::problem::{Problem, reason};
use super::recorder::Recorder;
use crate::tls::connection::Connection;
use crate::tls::message::KeyUpdateRequest;
use crate::tls::record::HEADER_LENGTH;
use crate::tls::registry::ProtocolVersion;
use crate::tls::v13::{PreSharedKey, RecordedHello};
use crate::trace::{AlertDescription, Bytes, Check, ChoiceName, Effect, Failure, Outcome, State};
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The most that a peer may send before the handshake is complete, in bytes: several times what the longest of chains and
/// hellos take.
const HANDSHAKE_LIMIT: usize = 256 * 1024;

/// How long the rest of what the peer sends is taken after the end, so that our last bytes are not lost to a reset.
const LINGER: Duration = Duration::from_millis(500);

/// How much of it is taken, in bytes.
const LINGER_LIMIT: usize = 1 << 20;

/// One end of a connection over TCP. Two threads may use it at once, one that receives and one that sends.
pub(super) struct Link {
    stream: TcpStream,
    engine: Mutex<Engine>,
    backlog: Mutex<Backlog>,
    /// Held while bytes go out, so that they go in the order in which they were sealed.
    writing: Mutex<()>,
    /// The peer, for people.
    pub place: String,
    timeout: Duration,
}

struct Engine {
    connection: Connection,
    journal: Journal,
}

/// What came and has not been looked at.
///
/// The engine gets it record by record, so that what a peer asks for is answered before its `close_notify` is heard: after that
/// nothing more may be sent in TLS 1.2 (RFC 5246 §7.2.1).
#[derive(Default)]
struct Backlog {
    bytes: Bytes,
    /// How much of the record at hand is to come, in bytes.
    left: usize,
}

impl Backlog {
    /// The rest of the record at hand or the next one, as far as it came; `None` if even its header did not.
    fn next(&mut self) -> Option<Bytes> {
        if self.left == 0 {
            let &[.., high, low] = self.bytes.first_chunk::<HEADER_LENGTH>()?;
            self.left = HEADER_LENGTH + usize::from(u16::from_be_bytes([high, low]));
        }
        let length = self.left.min(self.bytes.len());
        self.left -= length;
        Some(self.bytes.drain(..length).collect()).filter(|piece: &Bytes| !piece.is_empty())
    }
}

/// What came.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Received {
    /// Application data, perhaps none.
    Data(Bytes),
    /// The peer has said that nothing follows.
    Closed,
    /// Nothing, until the time was up.
    Nothing,
}

impl Link {
    /// Begins with what the engine did when it was made.
    pub(super) fn new(
        stream: TcpStream,
        place: String,
        timeout: Duration,
        (connection, effects): (Connection, Vec<Effect>),
        mut journal: Journal,
    ) -> Result<Self, Problem> {
        let refused = |doing| {
            let place = place.clone();
            move |error: std::io::Error| Problem::Network { place, doing, reason: reason(&error) }
        };
        stream.set_write_timeout(Some(timeout)).map_err(refused("setting a deadline"))?;
        // Whole flights are written at once, so waiting for more would only cost time.
        stream.set_nodelay(true).map_err(refused("asking for no delay"))?;
        journal.note(effects)?;
        let engine = Mutex::new(Engine { connection, journal });
        Ok(Self { stream, engine, backlog: Mutex::default(), writing: Mutex::new(()), place, timeout })
    }

    fn engine(&self) -> MutexGuard<'_, Engine> {
        self.engine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks into the notes.
    pub(super) fn journal<T>(&self, look: impl FnOnce(&Journal) -> T) -> T {
        look(&self.engine().journal)
    }

    /// Sends application data with the first flight.
    pub(super) fn send_early_data(&self, data: &[u8]) -> Result<(), Problem> {
        let mut refused = false;
        self.write(|connection| {
            let sent = connection.send_early_data(data);
            refused = sent.is_err();
            sent.unwrap_or_default()
        })?;
        if refused {
            self.stop(AlertDescription::UserCanceled)?;
            Err(self.not_done("the key from before does not allow so much early data, or none"))
        } else {
            Ok(())
        }
    }

    /// Goes on with new keys for sending, and asks the peer to do so too.
    pub(super) fn update_keys(&self) -> Result<(), Problem> {
        if self.journal(|journal| journal.chosen(ChoiceName::Version) != Some(ProtocolVersion::TLS13.name())) {
            return Err(self.not_done("TLS 1.2 has no new keys within a connection"));
        }
        self.write(|connection| connection.update_keys(KeyUpdateRequest::REQUESTED).unwrap_or_default())
    }

    /// Takes the tickets and sessions that came, or that this side keeps.
    pub(super) fn take_psks(&self) -> Vec<PreSharedKey> {
        self.engine().connection.take_psks()
    }

    /// Takes what a server is to remember: tickets that were used, hellos whose early data was taken, and what new tickets
    /// and sessions stand for.
    pub(super) fn take_memories(&self) -> (Vec<Bytes>, Vec<RecordedHello>, Vec<PreSharedKey>) {
        let connection = &mut self.engine().connection;
        (connection.take_used(), connection.take_recorded(), connection.take_psks())
    }

    /// Takes what was noted for a trace.
    pub(super) fn take_recorder(&self) -> Option<Recorder> {
        self.engine().journal.recorder.take()
    }

    /// Something that was asked for did not come about.
    pub(super) fn not_done(&self, what: &'static str) -> Problem {
        Problem::NotDone { place: self.place.clone(), what }
    }

    /// Carries bytes until the handshake is complete.
    pub(super) fn handshake(&self) -> Result<(), Problem> {
        let until = Instant::now() + self.timeout;
        let mut received = 0;
        self.flush()?;
        while self.engine().connection.state() != State::Connected {
            let Some(bytes) = self.next(until)? else {
                self.stop(AlertDescription::UserCanceled)?;
                return Err(self.timeout("waiting for the handshake"));
            };
            received += bytes.len();
            self.take(&bytes)?;
            if received > HANDSHAKE_LIMIT && self.engine().connection.state() != State::Connected {
                let peer = self.engine().connection.side().peer();
                self.stop(AlertDescription::InternalError)?;
                return Err(Problem::TooMuch { place: self.place.clone(), peer, limit: HANDSHAKE_LIMIT });
            }
        }
        Ok(())
    }

    /// Gives up a handshake, and tells the peer so: `user_canceled` or `internal_error`, neither of which is about what it did.
    fn stop(&self, alert: AlertDescription) -> Result<(), Problem> {
        self.write(|connection| connection.stop(alert))
    }

    /// Receives once, or until the time is up.
    pub(super) fn receive(&self, until: Instant) -> Result<Received, Problem> {
        let mut data = self.engine().connection.take_application_data();
        if data.is_empty() {
            if self.engine().journal.peer_closed {
                return Ok(Received::Closed);
            }
            let Some(bytes) = self.next(until)? else { return Ok(Received::Nothing) };
            self.take(&bytes)?;
            data = self.engine().connection.take_application_data();
        }
        Ok(Received::Data(data))
    }

    /// Sends application data.
    pub(super) fn send(&self, data: &[u8]) -> Result<(), Problem> {
        // Other messages come as no data, and need no answer.
        if data.is_empty() {
            return Ok(());
        }
        self.write(|connection| connection.send_application_data(data).unwrap_or_default())
    }

    /// Says that nothing follows; what the peer sends is still received.
    pub(super) fn close(&self) -> Result<(), Problem> {
        self.write(|connection| connection.close().unwrap_or_default())?;
        self.shut(Shutdown::Write);
        Ok(())
    }

    /// Ends the transport: no more is sent, and what comes within a short time is dropped.
    pub(super) fn end(&self) {
        self.shut(Shutdown::Write);
        let until = Instant::now() + LINGER;
        let mut dropped = 0;
        while dropped < LINGER_LIMIT
            && let Ok(Some(bytes)) = self.read(until)
        {
            dropped += bytes.len();
        }
        self.shut(Shutdown::Both);
    }

    /// Too much time passed while `doing`.
    pub(super) fn timeout(&self, doing: &'static str) -> Problem {
        Problem::Timeout { place: self.place.clone(), doing, seconds: self.timeout.as_secs() }
    }

    fn shut(&self, how: Shutdown) {
        // It may be shut already, by either side.
        let _ = self.stream.shutdown(how);
    }

    fn network(&self, doing: &'static str, error: &std::io::Error) -> Problem {
        Problem::Network { place: self.place.clone(), doing, reason: reason(error) }
    }

    /// What comes next, of one record at most; `None` when the time is up.
    fn next(&self, until: Instant) -> Result<Option<Bytes>, Problem> {
        let mut backlog = self.backlog.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(piece) = backlog.next() {
                return Ok(Some(piece));
            }
            let Some(bytes) = self.read(until)? else { return Ok(None) };
            backlog.bytes.extend_from_slice(&bytes);
        }
    }

    /// Reads from the socket; `None` when the time is up.
    fn read(&self, until: Instant) -> Result<Option<Bytes>, Problem> {
        let mut buffer = [0; 16 * 1024];
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(None);
            }
            let result = self.stream.set_read_timeout(Some(left)).and_then(|()| (&self.stream).read(&mut buffer));
            match result {
                Ok(0) => return Err(self.cut_off()),
                Ok(length) => return Ok(Some(buffer[..length].to_vec())),
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => {}
                    _ => return Err(self.network("waiting for data", &error)),
                },
            }
        }
    }

    fn cut_off(&self) -> Problem {
        let connection = &self.engine().connection;
        let connected = connection.state() == State::Connected;
        Problem::CutOff { place: self.place.clone(), peer: connection.side().peer(), connected }
    }

    /// Hands bytes of the peer's to the engine, and sends what it answers.
    fn take(&self, bytes: &[u8]) -> Result<(), Problem> {
        let answers = {
            let engine = &mut *self.engine();
            let effects = engine.connection.receive(bytes);
            let answers = effects.iter().any(|effect| matches!(effect, Effect::RecordSent(_)));
            engine.journal.note(effects)?;
            answers
        };
        let sent = if answers { self.flush() } else { Ok(()) };
        // Why the connection ended says more than that an alert could not be sent.
        self.verdict()?;
        sent
    }

    /// Whether an alert has ended the connection.
    fn verdict(&self) -> Result<(), Problem> {
        let engine = self.engine();
        let (place, peer) = (self.place.clone(), engine.connection.side().peer());
        if let Some(failure) = &engine.journal.failure {
            let failed = |check: &&Check| {
                matches!(failure, Failure::CheckFailed { check: name, .. } if *name == check.name)
                    && matches!(check.outcome, Outcome::Failed(_))
            };
            let check = engine.journal.checks.iter().find(failed).cloned().map(Box::new);
            return Err(Problem::Refused { place, peer, failure: Box::new(failure.clone()), check });
        }
        // RFC 5246 §7.2.2: after a warning a connection can go on.
        match engine.journal.alert.filter(|alert| engine.connection.alert() == Some(*alert)) {
            Some(alert) => Err(Problem::Alert { place, peer, alert }),
            None => Ok(()),
        }
    }

    fn flush(&self) -> Result<(), Problem> {
        self.write(|_| Vec::new())
    }

    /// Lets the engine do something, and writes all that is to go out.
    fn write(&self, act: impl FnOnce(&mut Connection) -> Vec<Effect>) -> Result<(), Problem> {
        let _in_order = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let outgoing = {
            let engine = &mut *self.engine();
            let effects = act(&mut engine.connection);
            engine.journal.note(effects)?;
            engine.connection.take_outgoing()
        };
        (&self.stream).write_all(&outgoing).map_err(|error| match error.kind() {
            ErrorKind::WouldBlock | ErrorKind::TimedOut => self.timeout("waiting to send"),
            _ => self.network("sending", &error),
        })
    }
}
