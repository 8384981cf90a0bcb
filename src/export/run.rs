//! A run, and what its trace does not say of it.

use crate::crypto::x509::Time;
use crate::explain;
use crate::scenario::address::Address;
use crate::scenario::{Scenario, configure};
use crate::tls::v13::{ClientConfig, ServerConfig};
use crate::trace::{Bytes, Epoch, Message, MessageName, Protection, Record, Trace};

/// The last second of the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

/// A run, and what its trace does not say of it.
#[derive(Clone, Debug)]
pub struct Run<'a> {
    /// What happened: on both sides, or on one side of a connection with somebody else.
    pub trace: &'a Trace,
    /// What it is about: the name of the server.
    pub title: String,
    /// When it began, in seconds from 1970-01-01T00:00:00Z.
    pub began: u64,
    /// How long after one connection the next one begins, in seconds.
    pub pause: u64,
    /// Whether it was computed here, and nobody recorded it.
    pub is_simulated: bool,
    /// The part after `#` of a link to the run; `None` if no link leads to it.
    pub address: Option<String>,
    /// The certificates that the sides trusted beforehand, the client's first, in DER.
    pub trust_anchors: Vec<Bytes>,
}

impl<'a> Run<'a> {
    /// The run of a scenario.
    #[must_use]
    pub fn of(scenario: &Scenario, trace: &'a Trace) -> Self {
        let anchors =
            |(client, server): (ClientConfig, ServerConfig)| [client.trust_anchors, server.trust_anchors].concat();
        let anchors = configure(scenario).map(anchors).unwrap_or_default();
        let address = Address { scenario: scenario.clone(), ..Address::default() };
        Self {
            trace,
            title: scenario.server_name.clone(),
            began: scenario.date.unix_time(),
            pause: scenario.pause.into(),
            is_simulated: true,
            address: Some(address.to_hash()),
            trust_anchors: anchors.into_iter().map(|certificate| certificate.der).collect(),
        }
    }

    /// A run that was recorded and not computed here, to which no link leads; `began` is 0 if that is not known.
    #[must_use]
    pub fn recorded(trace: &'a Trace, title: String, began: u64, trust_anchors: Vec<Bytes>) -> Self {
        Self { trace, title, began, pause: 0, is_simulated: false, address: None, trust_anchors }
    }

    /// When a connection began, the first being 0; in seconds from 1970-01-01T00:00:00Z.
    pub(super) fn began_connection(&self, connection: usize) -> u64 {
        let pauses = u64::try_from(connection).unwrap_or(u64::MAX);
        // A second at least, so that one comes after the other.
        self.began.saturating_add(self.pause.max(1).saturating_mul(pauses))
    }

    /// When it began, as RFC 3339 writes it; empty if that is not known (0), or after the year 9999.
    pub(super) fn began_at(&self) -> String {
        match i64::try_from(self.began) {
            Ok(0) if !self.is_simulated => String::new(),
            Ok(unix @ ..=LAST_SECOND) => Time { unix }.to_string().replace(" UTC", "Z").replace(' ', "T"),
            _ => String::new(),
        }
    }

    /// What is to be said in front of a step with which another connection than the first begins, or one with an impostor.
    pub(super) fn begins(&self, index: usize) -> Option<String> {
        let played = self.trace.impersonated(index);
        let is_first = self.trace.later.contains(&index) || (index == 0 && played.is_some());
        let role = played.map(|side| format!(", in which the attacker plays the {}", side.name())).unwrap_or_default();
        is_first.then(|| explain::connection(self.trace, self.trace.connection(index)) + &role)
    }

    /// The records that passed on the wire, in order, each once, with the number of the step in which it first appears.
    ///
    /// A trace of one side alone has what the other side sent as received only.
    pub(super) fn records(&self) -> Vec<(usize, &'a Record)> {
        let mut records: Vec<(usize, &Record)> = Vec::new();
        for (number, record) in self.trace.records() {
            if !records.iter().any(|(_, known)| known.id == record.id) {
                records.push((number, record));
            }
        }
        records
    }

    /// The message that goes from one side to the other in the step at `index`.
    pub(super) fn message(&self, index: usize) -> Option<&'a Message> {
        self.trace.steps.get(index)?.message()
    }

    /// Whether the records that carry a message are sealed, and with keys of which epoch.
    pub(super) fn seal(&self, message: &Message) -> Seal {
        match self.protection(message) {
            Some(protection) => Seal::Keys(protection.epoch),
            None if message.name == MessageName::SealedRecord => Seal::Unknown,
            None => Seal::None,
        }
    }

    /// How the records that carry a message are sealed; `None` if they are not, or nobody knows the key.
    fn protection(&self, message: &Message) -> Option<&'a Protection> {
        let carries = |record: &Record| message.placements.iter().any(|placement| placement.record == record.id);
        self.records()
            .into_iter()
            .find(|(_, record)| carries(record))
            .and_then(|(_, record)| record.protection.as_ref())
    }
}

/// How the records that carry a message are sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Seal {
    /// Not at all.
    None,
    /// With keys of that epoch.
    Keys(Epoch),
    /// With keys that are not known.
    Unknown,
}

impl Seal {
    pub(super) fn is_sealed(self) -> bool {
        self != Self::None
    }

    /// `sealed with handshake keys`; empty if it is not sealed.
    pub(super) fn words(self) -> String {
        match self {
            Self::None => String::new(),
            Self::Keys(epoch) => format!("sealed with {} keys", epoch.name()),
            Self::Unknown => "sealed with keys that are not known".into(),
        }
    }
}
