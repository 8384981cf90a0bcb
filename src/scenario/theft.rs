//! What somebody who has recorded every record gets later, and what of it then opens.
//!
//! The records are looked at as those of a capture are, by somebody who is given what was stolen and nothing else. So what
//! opens is found out with the same parsers, key schedules and record protection as everything else.

use super::Cutter;
use crate::crypto::signature::SigningKey;
use crate::tls::observer::{Given, Kept, Logged, Observer};
use crate::tls::record::WireRecord;
use crate::tls::registry::ContentType;
use crate::trace::{
    Bytes, Derivation, Effect, Epoch, Input, MessageName, Note, RecordId, Sealed, Secret, SecretName, Side, Trace,
};

/// What somebody gets when all is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Theft {
    /// The private key of the server's certificate.
    ServerKey,
    /// The key with which the server seals its tickets.
    TicketKey,
    /// The first application traffic secrets of both directions of the last connection; in TLS 1.2 its master secret.
    SessionSecrets,
    /// The ephemeral private keys of both sides in the first connection.
    EphemeralKeys,
    /// All that both sides drew for their key exchanges, because their random numbers can be predicted.
    Randomness,
    /// A quantum computer: the private key to each public key of x25519, P-256, P-384 and RSA, but to none of ML-KEM.
    QuantumComputer,
}

impl Theft {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::ServerKey,
        Self::TicketKey,
        Self::SessionSecrets,
        Self::EphemeralKeys,
        Self::Randomness,
        Self::QuantumComputer,
    ];
}

/// What becomes of a recorded record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// The step that sends it.
    pub step: usize,
    /// The record.
    pub record: RecordId,
    /// What can be read of it.
    pub reading: Reading,
}

/// What can be read of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It was never sealed.
    Clear,
    /// It opens.
    Opens {
        /// What is inside, without content type and padding.
        content: Bytes,
        /// How the thief comes to the key: from what was stolen up to the key.
        path: Vec<SecretName>,
    },
    /// It stays sealed.
    Sealed(Sealed),
}

/// A secret and the step in which a side comes to hold it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The step of the run.
    pub step: usize,
    /// The secret.
    pub name: SecretName,
}

/// What somebody sees with what was stolen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loot {
    /// The run as they see it.
    pub trace: Trace,
    /// What becomes of each record, in the order in which they passed.
    pub fates: Vec<Fate>,
    /// The secrets that follow from what was stolen, in the order in which they do. What follows from nothing, and is the same
    /// in every run, is not among them.
    pub follows: Vec<Place>,
}

impl Loot {
    /// The application data of that sender that opens, of all connections.
    #[must_use]
    pub fn application_data(&self, sender: Side) -> Bytes {
        let said = self.trace.messages().map(|(_, message)| message);
        said.filter(|message| message.name == MessageName::ApplicationData && message.sender == sender)
            .flat_map(|message| message.bytes.clone())
            .collect()
    }
}

/// Looks at the records of a run with what was stolen.
#[must_use]
pub fn opened(trace: &Trace, thefts: &[Theft]) -> Loot {
    let mut given = Given::default();
    for theft in thefts {
        theft.give(trace, &mut given);
    }
    let seen = observe(trace, &given);
    let fates = trace.records().map(|(step, record)| {
        let reading = match seen.record(record.id) {
            _ if record.protection.is_none() => Reading::Clear,
            Some((at, record)) if record.protection.is_some() => opens(&seen, at, record.id),
            _ => Reading::Sealed(why(&seen, record.id)),
        };
        Fate { step, record: record.id, reading }
    });
    let fates = fates.collect();
    let follows = follows(trace, &seen);
    Loot { trace: seen, fates, follows }
}

/// What the key of a sealed record comes from in the run: from what was drawn, or kept from before, up to the key.
#[must_use]
pub fn way_to_key(trace: &Trace, id: RecordId) -> Vec<SecretName> {
    let Some((step, record)) = trace.record(id) else { return Vec::new() };
    record.protection.as_ref().map(|protection| way(trace, protection.key, id.sender, step)).unwrap_or_default()
}

impl Theft {
    /// The secrets that it takes, each once.
    #[must_use]
    pub fn takes(self, trace: &Trace) -> Vec<(usize, &Secret)> {
        let last = trace.connection(trace.steps.len().saturating_sub(1));
        let both =
            [Side::Client, Side::Server].into_iter().flat_map(|side| trace.secrets(side).map(move |it| (side, it)));
        let mut taken: Vec<(usize, &Secret)> = Vec::new();
        for (side, (step, secret)) in both {
            let connection = trace.connection(step);
            let is_known = taken.iter().any(|(_, known)| known.name == secret.name && known.value == secret.value);
            if !is_known && self.is_about(side, secret, (connection, last)) {
                taken.push((step, secret));
            }
        }
        taken.sort_by_key(|(step, _)| *step);
        taken
    }

    /// Whether it takes a secret of a side in that connection, of which the other number is the last.
    fn is_about(self, side: Side, secret: &Secret, (connection, last): (usize, usize)) -> bool {
        let is_rsa = || SigningKey::rsa(&secret.value).is_some();
        let is_drawn = matches!(secret.derivation, Derivation::Entropy { .. });
        match (self, secret.name) {
            (Self::ServerKey, SecretName::CertificatePrivateKey(Side::Server))
            | (Self::TicketKey, SecretName::TicketKey) => side == Side::Server,
            (
                Self::SessionSecrets,
                SecretName::TrafficSecret { epoch: Epoch::Application, .. } | SecretName::SessionMasterSecret,
            ) => side == Side::Client && connection == last,
            (Self::EphemeralKeys, name) => is_ephemeral(name) && connection == 0,
            // With RSA key exchange the client draws the premaster secret itself.
            (Self::Randomness, name) => is_ephemeral(name) || (name == SecretName::PremasterSecret && is_drawn),
            // The private key of a certificate, if it is one of RSA; others only sign, and open nothing.
            (Self::QuantumComputer, SecretName::CertificatePrivateKey(Side::Server)) => {
                side == Side::Server && is_rsa()
            }
            (Self::QuantumComputer, name) => is_ephemeral(name),
            _ => false,
        }
    }

    fn give(self, trace: &Trace, given: &mut Given) {
        for (step, secret) in self.takes(trace) {
            match (secret.name, &secret.derivation) {
                (SecretName::CertificatePrivateKey(_), _) => {
                    given.certificate_keys.extend(SigningKey::rsa(&secret.value));
                }
                (SecretName::TicketKey, _) => given.ticket_keys.extend(<[u8; 16]>::try_from(&secret.value[..]).ok()),
                (name, Derivation::Entropy { public, .. }) if is_ephemeral(name) => {
                    let is_computed = self == Self::QuantumComputer;
                    let key = if is_computed { logarithm(public, &secret.value) } else { secret.value.clone() };
                    given.private_keys.push(key);
                }
                (name, _) => {
                    if let Some((label, about)) = label(name).zip(client_random(trace, step)) {
                        given.logged.push(Logged { label: label.into(), about, secret: secret.value.clone() });
                    }
                }
            }
        }
    }
}

/// What a key log calls a secret that is stolen.
fn label(name: SecretName) -> Option<&'static str> {
    match name {
        SecretName::TrafficSecret { writer: Side::Client, epoch: Epoch::Application } => {
            Some("CLIENT_TRAFFIC_SECRET_0")
        }
        SecretName::TrafficSecret { writer: Side::Server, epoch: Epoch::Application } => {
            Some("SERVER_TRAFFIC_SECRET_0")
        }
        SecretName::SessionMasterSecret => Some("CLIENT_RANDOM"),
        SecretName::PremasterSecret => Some("PMS_CLIENT_RANDOM"),
        _ => None,
    }
}

/// Whether a quantum computer finds only a part of the key that belongs to a public key, because the other part is one of ML-KEM.
#[must_use]
pub fn holds_against_quantum(secret: &Secret) -> bool {
    matches!(&secret.derivation, Derivation::Entropy { public, .. } if is_ephemeral(secret.name) && public.len() > LONGEST_POINT)
}

/// What a quantum computer makes of a public key: of X25519MLKEM768 the part of x25519 alone, which stands last.
fn logarithm(public: &[u8], private: &[u8]) -> Bytes {
    let is_hybrid = public.len() > LONGEST_POINT;
    let start = if is_hybrid { private.len().saturating_sub(X25519_LENGTH) } else { 0 };
    private[start..].to_vec()
}

/// The longest public key of an elliptic curve, in bytes: an uncompressed point of P-384.
const LONGEST_POINT: usize = 97;
/// The length of a private key of x25519, in bytes. RFC 7748 §5.
const X25519_LENGTH: usize = 32;
/// Where the random stands in a `ClientHello`, header included. RFC 8446 §4.1.2.
const RANDOM: core::ops::Range<usize> = 6..38;

/// The random of the client's hello in the connection of a step, by which key logs name it.
fn client_random(trace: &Trace, within: usize) -> Option<Bytes> {
    let span = trace.span(within);
    let mut hellos =
        trace.messages().filter(|(step, message)| span.contains(step) && message.name == MessageName::ClientHello);
    hellos.next().and_then(|(_, hello)| hello.bytes.get(RANDOM)).map(<[u8]>::to_vec)
}

/// What of the run's secrets somebody comes to who sees it like that.
fn follows(trace: &Trace, seen: &Trace) -> Vec<Place> {
    let starts: Vec<usize> = core::iter::once(0).chain(trace.later.iter().copied()).collect();
    let mut found: Vec<Place> = Vec::new();
    for (at, step) in seen.steps.iter().enumerate() {
        let Some(start) = starts.get(seen.connection(at)) else { continue };
        for occurrence in &step.occurrences {
            let Effect::Derived(secret) = &occurrence.effect else { continue };
            let known = trace.secret(occurrence.side, secret.name, *start);
            let Some((step, _)) = known.filter(|(_, known)| known.value == secret.value) else { continue };
            let place = Place { step, name: secret.name };
            let is_given = matches!(secret.derivation, Derivation::Given { .. });
            let is_found = || {
                found
                    .iter()
                    .any(|other| other.name == place.name && trace.connection(other.step) == trace.connection(step))
            };
            if !is_given && !is_found() && !is_public(seen, secret.name, occurrence.side, at) {
                found.push(place);
            }
        }
    }
    found
}

/// Whether a secret follows from zeros alone.
fn is_public(seen: &Trace, name: SecretName, side: Side, within: usize) -> bool {
    let root = way(seen, name, side, within).first().copied().unwrap_or(name);
    let held = |side| seen.secret(side, root, within).map(|(_, secret)| secret);
    let first = held(side).or_else(|| held(side.peer()));
    first.is_some_and(|secret| matches!(secret.derivation, Derivation::Extract { .. }))
}

/// Looks at all connections of a run, one after the other.
fn observe(trace: &Trace, given: &Given) -> Trace {
    let mut cutter = Cutter::default();
    let mut kept = Kept::default();
    for connection in 0..=trace.later.len() {
        if connection > 0 {
            cutter.next_connection();
        }
        let records: Vec<(Side, WireRecord)> = trace
            .records()
            .filter(|(step, _)| trace.connection(*step) == connection)
            .filter_map(|(_, record)| {
                let content_type = ContentType(*record.bytes.first()?);
                Some((record.id.sender, WireRecord { content_type, bytes: record.bytes.clone() }))
            })
            .collect();
        let before = kept.clone();
        let (mut effects, refuses) = look(&records, given, &mut kept, false);
        if refuses {
            kept = before;
            (effects, _) = look(&records, given, &mut kept, true);
        }
        for (side, effect) in effects {
            cutter.add(side, effect);
        }
    }
    cutter.finish()
}

/// Looks at one connection; says also whether the server was seen not to take early data.
fn look(
    records: &[(Side, WireRecord)],
    given: &Given,
    kept: &mut Kept,
    skips_early_data: bool,
) -> (Vec<(Side, Effect)>, bool) {
    let mut observer = Observer::new(given, kept, skips_early_data);
    let mut effects = Vec::new();
    for (sender, record) in records {
        effects.extend(observer.record(*sender, record.clone()));
    }
    effects.extend(observer.finish());
    let refuses = observer.refuses_early_data();
    (effects, refuses)
}

/// What is inside of a record that opens, and the way to its key.
fn opens(seen: &Trace, step: usize, id: RecordId) -> Reading {
    let protection = seen.record(id).and_then(|(_, record)| record.protection.as_ref());
    let Some(protection) = protection else { return Reading::Clear };
    let mut content = protection.inner.clone();
    if protection.epoch != Epoch::Connection {
        // RFC 8446 §5.4: zeros, and before them the content type.
        let end = content.iter().rposition(|byte| *byte != 0).unwrap_or_default();
        content.truncate(end);
    }
    let path = way(seen, protection.key, id.sender, step);
    Reading::Opens { content, path }
}

/// From what a secret was made, and that was, and so on: from the first of these up to the secret itself.
fn way(seen: &Trace, name: SecretName, side: Side, within: usize) -> Vec<SecretName> {
    let mut path = vec![name];
    while let Some(next) = path.last().and_then(|name| source(seen, *name, side, within)) {
        if path.contains(&next) {
            break;
        }
        path.push(next);
    }
    path.reverse();
    path
}

/// What a secret was made of.
fn source(seen: &Trace, name: SecretName, side: Side, within: usize) -> Option<SecretName> {
    let of = |side| seen.secret(side, name, within).map(|(_, secret)| secret);
    let secret = of(side).or_else(|| of(side.peer()))?;
    let secret_of = |input| match input {
        Input::Secret(name) => Some(name),
        Input::Zeros(_) => None,
    };
    match &secret.derivation {
        Derivation::Entropy { .. } | Derivation::Given { .. } => None,
        // From a ticket that was opened, unless an earlier connection gave it away.
        Derivation::PreShared { .. } => {
            seen.elsewhere(&secret.value, within).is_empty().then_some(SecretName::TicketKey)
        }
        Derivation::KeyAgreement { .. } => {
            let keys = [Side::Client, Side::Server].into_iter().flat_map(|side| seen.secrets(side));
            let span = seen.span(within);
            let mut stolen = keys.filter(|(step, secret)| span.contains(step) && is_ephemeral(secret.name));
            stolen.next().map(|(_, secret)| secret.name)
        }
        Derivation::Decryption { private, .. } => Some(*private),
        Derivation::Prf { secret, .. } | Derivation::ExpandLabel { secret, .. } => Some(*secret),
        Derivation::Part { of, .. } => Some(*of),
        Derivation::Extract { salt, ikm, .. } => secret_of(*ikm).or_else(|| secret_of(*salt)),
    }
}

fn is_ephemeral(name: SecretName) -> bool {
    matches!(name, SecretName::EphemeralPrivateKey(_) | SecretName::FurtherPrivateKey { .. })
}

/// Why a record stays sealed.
fn why(seen: &Trace, id: RecordId) -> Sealed {
    let remarks = seen.occurrences().find_map(|occurrence| match occurrence.effect {
        Effect::Noted(Note::Sealed { record, why }) if record == id => Some(why),
        _ => None,
    });
    remarks.unwrap_or(Sealed::NoHello)
}
