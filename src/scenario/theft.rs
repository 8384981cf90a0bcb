//! What somebody who has recorded every record gets later, and what of it then opens.
//!
//! The records are looked at as those of a capture are, by somebody who is given what was stolen and nothing else. So what
//! opens is found out with the same parsers, key schedules and record protection as everything else.

use super::Cutter;
use crate::crypto::signature::SigningKey;
use crate::tls::observer::{Given, Kept, Logged, Observer};
use crate::tls::record::WireRecord;
use crate::tls::registry::ContentType;
use crate::tls::transcript::Binding;
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

/// What somebody sees with what was stolen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loot {
    /// The run as they see it.
    pub trace: Trace,
    /// What becomes of each record, in the order in which they passed.
    pub fates: Vec<Fate>,
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
    let mut given = Given { binding: binding(trace), ..Given::default() };
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
    Loot { trace: seen, fates }
}

/// What the hashes of both sides cover: who steals from broken sides knows that they are.
fn binding(trace: &Trace) -> Binding {
    let is_broken = |side| trace.leaves_out_transcript(side, 0..trace.steps.len()).is_some();
    if [Side::Client, Side::Server].into_iter().all(is_broken) { Binding::Nothing } else { Binding::Messages }
}

impl Theft {
    fn give(self, trace: &Trace, given: &mut Given) {
        let held = |side: Side| trace.secrets(side).map(move |(step, secret)| (trace.connection(step), secret));
        let server = || held(Side::Server).map(|(_, secret)| secret);
        let both = || held(Side::Client).chain(held(Side::Server));
        match self {
            Self::ServerKey => given.certificate_keys.extend(server().filter_map(rsa_key)),
            Self::TicketKey => {
                let keys = server().filter(|secret| secret.name == SecretName::TicketKey);
                given.ticket_keys.extend(keys.filter_map(|secret| <[u8; 16]>::try_from(&secret.value[..]).ok()));
            }
            Self::SessionSecrets => session_secrets(trace, given),
            Self::EphemeralKeys => {
                let first = both().filter(|(connection, _)| *connection == 0);
                given.private_keys.extend(first.filter_map(|(_, secret)| ephemeral(secret)).map(|(_, key)| key));
            }
            Self::Randomness => {
                given.private_keys.extend(both().filter_map(|(_, secret)| ephemeral(secret)).map(|(_, key)| key));
                premaster_secrets(trace, given);
            }
            Self::QuantumComputer => {
                let logarithms =
                    both().filter_map(|(_, secret)| ephemeral(secret)).map(|(public, key)| logarithm(public, &key));
                given.private_keys.extend(logarithms);
                given.certificate_keys.extend(server().filter_map(rsa_key));
            }
        }
    }
}

/// The private key of a certificate, if it is one of RSA; others only sign, and open nothing.
fn rsa_key(secret: &Secret) -> Option<SigningKey> {
    let is_key = secret.name == SecretName::CertificatePrivateKey(Side::Server);
    is_key.then(|| SigningKey::rsa(&secret.value)).flatten()
}

/// An ephemeral private key, and the public one that was sent.
fn ephemeral(secret: &Secret) -> Option<(&[u8], Bytes)> {
    let is_key = matches!(secret.name, SecretName::EphemeralPrivateKey(_) | SecretName::FurtherPrivateKey { .. });
    match &secret.derivation {
        Derivation::Entropy { public, .. } if is_key => Some((public, secret.value.clone())),
        _ => None,
    }
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

fn session_secrets(trace: &Trace, given: &mut Given) {
    let last = trace.steps.len().saturating_sub(1);
    let Some(about) = client_random(trace, last) else { return };
    let mut give = |label: &str, name| {
        if let Some((_, secret)) = trace.secret(Side::Client, name, last) {
            given.logged.push(Logged { label: label.into(), about: about.clone(), secret: secret.value.clone() });
        }
    };
    for (writer, label) in [(Side::Client, "CLIENT_TRAFFIC_SECRET_0"), (Side::Server, "SERVER_TRAFFIC_SECRET_0")] {
        give(label, SecretName::TrafficSecret { writer, epoch: Epoch::Application });
    }
    give("CLIENT_RANDOM", SecretName::SessionMasterSecret);
}

/// With RSA key exchange the client draws the premaster secret itself.
fn premaster_secrets(trace: &Trace, given: &mut Given) {
    for (step, secret) in trace.secrets(Side::Client) {
        let drawn = matches!(secret.derivation, Derivation::Entropy { .. });
        if secret.name == SecretName::PremasterSecret
            && drawn
            && let Some(about) = client_random(trace, step)
        {
            given.logged.push(Logged { label: "PMS_CLIENT_RANDOM".into(), about, secret: secret.value.clone() });
        }
    }
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
    let mut path = vec![protection.key];
    while let Some(next) = path.last().and_then(|name| source(seen, *name, id.sender, step)) {
        if path.contains(&next) {
            break;
        }
        path.push(next);
    }
    path.reverse();
    Reading::Opens { content, path }
}

/// What a secret that the thief came to was made of.
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
