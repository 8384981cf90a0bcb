//! What one side sends: its records, opened with the keys at hand.

use super::Reaction;
use crate::crypto::aead::TAG_LENGTH;
use crate::tls::message::Partial;
use crate::tls::record::{OpenError, Opened, RecordProtection, WireRecord, record_fields};
use crate::tls::registry::ContentType;
use crate::tls::schedule::{TrafficKeys, TrafficSecret};
use crate::trace::{Bytes, Direction, Effect, Epoch, Message, Protection, Record, RecordId, Sealed, SecretName, Side};
use crate::wire::{DecodeError, FieldTree, Reader};

/// What is inside of a record.
#[derive(Debug)]
pub(super) enum Inside {
    /// What stands there: it is not sealed.
    Plain,
    /// This, and how it was sealed.
    Opened { content_type: ContentType, content: Bytes, protection: Protection, fields: FieldTree },
    /// It stays sealed.
    Sealed { why: Sealed, fields: FieldTree },
}

/// Handshake messages whose records have come, but that are not told yet: messages that share records are told together.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub records: Vec<Record>,
    pub messages: Vec<(Message, Reaction)>,
}

/// Keys that are known, of one epoch.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub epoch: Epoch,
    pub keys: TrafficKeys,
    /// What is to be told when they are first used, if it has not been yet.
    pub untold: Vec<Effect>,
}

/// What one side sends.
#[derive(Debug)]
pub(super) struct Stream {
    pub sender: Side,
    records: usize,
    pub partial: Partial,
    pub batch: Batch,
    /// The keys that are known, in the order of use.
    pub known: Vec<Known>,
    /// The epoch that is due by what was said; what is sealed is sealed with keys of it or of a later one.
    pub due: Epoch,
    protection: Option<RecordProtection>,
    /// How many records may be missing before the next one: the most that a gap can have held, and what stayed sealed since.
    missing: u64,
    /// How often a sequence number may still be tried.
    tries: u32,
    /// Whether something is missing right before the record at hand.
    pub after_gap: bool,
}

/// How many sequence numbers are tried in each direction of a connection: each costs as much as opening a record.
const TRIES: u32 = 4096;

/// The least length of a sealed record in bytes: header, a byte that says what is inside, and the tag. RFC 8446 §5.2.
const LEAST_SEALED: u64 = 5 + 1 + TAG_LENGTH as u64;

impl core::fmt::Debug for RecordProtection {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("RecordProtection").field("epoch", &self.epoch()).finish_non_exhaustive()
    }
}

impl Stream {
    pub fn new(sender: Side) -> Self {
        Self {
            sender,
            records: 0,
            partial: Partial::default(),
            batch: Batch::default(),
            known: Vec::new(),
            due: Epoch::Plaintext,
            protection: None,
            missing: 0,
            tries: TRIES,
            after_gap: false,
        }
    }

    /// So many bytes are missing, before which and after which a record may be there in part.
    pub fn lose(&mut self, bytes: u64) {
        self.missing = self.missing.saturating_add(2).saturating_add(bytes / LEAST_SEALED);
        self.after_gap = true;
    }

    /// The name of the record that comes.
    pub fn next_id(&mut self) -> RecordId {
        let id = RecordId { sender: self.sender, number: self.records };
        self.records += 1;
        id
    }

    /// Comes to know keys, of which this is still to be told when they are first used.
    pub fn learn(&mut self, keys: TrafficKeys, untold: Vec<Effect>) {
        let epoch = keys.epoch;
        // Early data may be sealed with one of several, which is found by trying.
        if epoch != Epoch::EarlyData {
            self.known.retain(|known| known.epoch != epoch);
        }
        let place = self.known.iter().position(|known| known.epoch > epoch).unwrap_or(self.known.len());
        self.known.insert(place, Known { epoch, keys, untold });
    }

    /// Goes on to an epoch; says so, as the side that writes, if its keys are known.
    pub fn install(&mut self, epoch: Epoch) -> Option<Effect> {
        self.due = epoch;
        self.protection = None;
        let known = self.known.iter_mut().find(|known| known.epoch == epoch)?;
        known.untold.clear();
        self.protection = Some(RecordProtection::new(known.keys.clone()));
        Some(Effect::KeyInstalled { direction: Direction::Write, writer: self.sender, epoch })
    }

    /// Goes on to keys of TLS 1.2.
    pub fn install12(&mut self, keys: Option<TrafficKeys>) {
        self.due = Epoch::Connection;
        self.protection = keys.map(RecordProtection::new);
    }

    /// Opens a record of TLS 1.3 with the keys that are due, or later ones that were not announced: where the announcement
    /// stays sealed they are found by trying. What is then to be told goes to `changes`.
    pub fn open13(&mut self, record: &WireRecord, changes: &mut Vec<Effect>) -> Inside {
        if record.content_type != ContentType::APPLICATION_DATA {
            return Inside::Plain;
        }
        let fields = record_fields(&record.bytes, true);
        let within = (self.missing, &mut self.tries);
        if let Some(protection) = &mut self.protection
            && let Some(inside) = open_later(protection, record, &fields, within)
        {
            self.missing = 0;
            return inside;
        }
        let due = self.due;
        for known in self.known.iter_mut().filter(|known| known.epoch >= due) {
            if self.protection.as_ref().is_some_and(|protection| protection.epoch() == known.epoch) {
                continue;
            }
            let mut protection = RecordProtection::new(known.keys.clone());
            if let Some(inside) = open_later(&mut protection, record, &fields, (self.missing, &mut self.tries)) {
                self.missing = 0;
                changes.append(&mut known.untold);
                let (direction, writer, epoch) = (Direction::Write, self.sender, known.epoch);
                changes.push(Effect::KeyInstalled { direction, writer, epoch });
                self.due = epoch;
                self.protection = Some(protection);
                return inside;
            }
        }
        let epoch = match (due, self.sender) {
            (Epoch::Plaintext, Side::Client) => Epoch::EarlyData,
            (Epoch::Plaintext, Side::Server) => Epoch::Handshake,
            (due, _) => due,
        };
        let secret = SecretName::TrafficSecret { writer: self.sender, epoch };
        let known = self.known.iter().any(|known| known.epoch == epoch);
        Inside::Sealed { why: self.why(known, secret), fields }
    }

    /// Why the record at hand stays sealed.
    fn why(&mut self, known: bool, secret: SecretName) -> Sealed {
        match (known, self.missing) {
            (false, _) => Sealed::NoSecret(secret),
            (true, 0) => Sealed::WrongSecret(secret),
            (true, _) => {
                self.missing = self.missing.saturating_add(1);
                Sealed::AfterGap(secret)
            }
        }
    }

    /// Whether a record opens with keys that are known.
    pub fn opens(&self, record: &WireRecord) -> bool {
        let mut ready = self.protection.iter().cloned();
        let later = self.known.iter().filter(|known| known.epoch >= self.due);
        ready.any(|mut protection| protection.open(record).is_ok())
            || later.into_iter().any(|known| RecordProtection::new(known.keys.clone()).open(record).is_ok())
    }

    /// Opens a record of TLS 1.2.
    pub fn open12(&mut self, record: &WireRecord) -> Inside {
        if self.due != Epoch::Connection {
            return Inside::Plain;
        }
        let Some(protection) = &mut self.protection else {
            let why = Sealed::NoSecret(SecretName::SessionMasterSecret);
            return Inside::Sealed { why, fields: record_fields(&record.bytes, true) };
        };
        let fields = protection.fields12(&record.bytes);
        match open_later(protection, record, &fields, (self.missing, &mut self.tries)) {
            Some(inside) => {
                self.missing = 0;
                inside
            }
            None => Inside::Sealed { why: self.why(true, SecretName::SessionMasterSecret), fields },
        }
    }
}

/// What is to be told of keys and where they come from.
pub(super) fn told_of(secret: &TrafficSecret, keys: &TrafficKeys) -> Vec<Effect> {
    [secret.secret(), &keys.key, &keys.iv].map(|secret| Effect::Derived(secret.clone())).into()
}

/// Opens a record before which so many may be missing, which have had their sequence numbers: which one it has is tried.
fn open_later(
    protection: &mut RecordProtection,
    record: &WireRecord,
    fields: &FieldTree,
    (missing, tries): (u64, &mut u32),
) -> Option<Inside> {
    let mut later = protection.clone();
    for number in 0..=missing {
        if let Some(inside) = opened(later.open(record), fields) {
            *protection = later;
            return Some(inside);
        }
        if number < missing {
            *tries = tries.checked_sub(1)?;
            later.skip();
        }
    }
    None
}

/// What a record that opened holds; one that holds nothing but padding, or too much, is opened all the same.
fn opened(result: Result<Opened, OpenError>, fields: &FieldTree) -> Option<Inside> {
    let fields = fields.clone();
    match result {
        Ok(Opened { content_type, content, protection }) => {
            Some(Inside::Opened { content_type, content, protection, fields })
        }
        Err(OpenError { protection, .. }) => {
            let protection = *protection?;
            let content = protection.inner.clone();
            Some(Inside::Opened { content_type: ContentType::APPLICATION_DATA, content, protection, fields })
        }
    }
}

/// The fields of what is in a record that stays sealed.
pub(super) fn sealed_fields(bytes: &[u8]) -> FieldTree {
    let mut reader = Reader::new(bytes);
    let _ = reader.group("encrypted_record", |reader| {
        let ciphertext = reader.remaining().saturating_sub(TAG_LENGTH);
        if ciphertext > 0 {
            reader.opaque("ciphertext", ciphertext)?;
        }
        if reader.remaining() > 0 {
            reader.opaque("authentication tag", reader.remaining())?;
        }
        Ok::<(), DecodeError>(())
    });
    reader.into_fields()
}
