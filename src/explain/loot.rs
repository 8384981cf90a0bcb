//! What opens of a recorded run when something is stolen later, and what does not, in words.

use super::experiment::Later;
use super::theft;
use crate::crypto::signature::SigningKey;
use crate::scenario::{Loot, Place, Reading, Theft, holds_against_quantum, opened, way_to_key};
use crate::tls::registry::CipherSuite;
use crate::trace::{Derivation, MessageName, RecordId, Sealed, SecretName, Side, Trace};

/// What a theft leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Haul {
    /// What opens of it all, in a few sentences.
    pub outcome: String,
    /// What is stolen.
    pub stolen: Vec<Stolen>,
    /// The secrets that follow from it.
    pub follows: Vec<Place>,
    /// All records, in bundles of which each has one fate.
    pub bundles: Vec<Bundle>,
    /// How many connections the run has.
    pub connections: usize,
}

/// Something that is stolen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stolen {
    /// What.
    pub theft: Theft,
    /// The secrets of this run that come with it.
    pub secrets: Vec<Place>,
    /// What they are good for in this run; empty if there is no more to say than for any run.
    pub remark: String,
}

/// What becomes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlook {
    /// It was never sealed.
    Clear,
    /// It opens.
    Opens,
    /// It stays sealed.
    Sealed,
}

/// Records of one sender that share their fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The connection, the first being 0.
    pub connection: usize,
    /// Who sends them.
    pub sender: Side,
    /// What becomes of them.
    pub outlook: Outlook,
    /// The records, each with the step that sends it.
    pub records: Vec<(usize, RecordId)>,
    /// What is in them, each with its step; of what stays sealed too, for the two know it.
    pub messages: Vec<(usize, MessageName)>,
    /// Why it is so.
    pub why: String,
    /// From what its key comes, up to the key: in the thief's hands if it opens, else in those of the two.
    pub way: Vec<Place>,
}

/// Says what opens of a run with what was stolen, and how.
#[must_use]
pub fn haul(trace: &Trace, thefts: &[Theft]) -> Haul {
    let loot = opened(trace, thefts);
    let stolen: Vec<Stolen> = thefts.iter().map(|theft| stolen(*theft, trace, &loot)).collect();
    Haul {
        outcome: Later::new(thefts, trace, &loot).words(),
        bundles: bundles(trace, &loot, &stolen),
        stolen,
        follows: loot.follows,
        connections: trace.later.len() + 1,
    }
}

fn stolen(theft: Theft, trace: &Trace, loot: &Loot) -> Stolen {
    let taken = theft.takes(trace);
    let remark = match theft {
        theft if taken.is_empty() => none(theft).into(),
        Theft::ServerKey => match taken.first().and_then(|(_, secret)| SigningKey::rsa(&secret.value)) {
            None => "This key can sign, and decrypt nothing.".into(),
            Some(_) if has_decrypted(loot) => "The client encrypted the premaster secret for it.".into(),
            Some(_) => "In this run it only signed: nothing was encrypted for it.".into(),
        },
        Theft::QuantumComputer if taken.iter().any(|(_, secret)| holds_against_quantum(secret)) => {
            "Of the keys of X25519MLKEM768 it finds the half of x25519 alone.".into()
        }
        Theft::TicketKey if loot.follows.is_empty() => "No ticket came back that it could open.".into(),
        Theft::TicketKey
        | Theft::SessionSecrets
        | Theft::EphemeralKeys
        | Theft::Randomness
        | Theft::QuantumComputer => String::new(),
    };
    let secrets = taken.into_iter().map(|(step, secret)| Place { step, name: secret.name }).collect();
    Stolen { theft, secrets, remark }
}

/// What is said where the run has nothing of the kind.
fn none(theft: Theft) -> &'static str {
    match theft {
        Theft::ServerKey => "The server of this run has no such key.",
        Theft::TicketKey => "This server seals no tickets, and has no such key.",
        Theft::SessionSecrets => "The last connection did not come to any.",
        Theft::EphemeralKeys => "The first connection has none.",
        Theft::Randomness => "Nothing was drawn for a key exchange.",
        Theft::QuantumComputer => "No key of the run rests on such a public key.",
    }
}

/// Whether a premaster secret was decrypted with what was stolen.
fn has_decrypted(loot: &Loot) -> bool {
    let mut secrets = loot.trace.secrets(Side::Server).chain(loot.trace.secrets(Side::Client));
    secrets.any(|(_, secret)| matches!(secret.derivation, Derivation::Decryption { .. }))
}

fn bundles(trace: &Trace, loot: &Loot, stolen: &[Stolen]) -> Vec<Bundle> {
    let mut bundles: Vec<Bundle> = Vec::new();
    for lost in &loot.fates {
        let connection = trace.connection(lost.step);
        let (outlook, names, why) = match &lost.reading {
            Reading::Clear => {
                (Outlook::Clear, Vec::new(), "It was never sealed, and everyone on the way could read it.".into())
            }
            Reading::Opens { path, .. } => (Outlook::Opens, path.clone(), String::new()),
            Reading::Sealed(why) => {
                let way = way_to_key(trace, lost.record);
                let why = stays_sealed(*why, way.first().copied(), stolen);
                (Outlook::Sealed, way, why)
            }
        };
        let way: Vec<Place> = names.into_iter().filter_map(|name| place(trace, name, lost.step)).collect();
        let messages = carried(trace, lost.record);
        let same = |bundle: &&mut Bundle| {
            (bundle.connection, bundle.sender, bundle.outlook) == (connection, lost.record.sender, outlook)
                && (&bundle.why, &bundle.way) == (&why, &way)
        };
        match bundles.iter_mut().find(same) {
            Some(bundle) => {
                bundle.records.push((lost.step, lost.record));
                let others: Vec<_> = messages.into_iter().filter(|it| !bundle.messages.contains(it)).collect();
                bundle.messages.extend(others);
            }
            None => bundles.push(Bundle {
                connection,
                sender: lost.record.sender,
                outlook,
                records: vec![(lost.step, lost.record)],
                messages,
                why,
                way,
            }),
        }
    }
    bundles
}

/// The messages that a record carries, or a part of.
fn carried(trace: &Trace, id: RecordId) -> Vec<(usize, MessageName)> {
    let carries = |placements: &[crate::trace::Placement]| placements.iter().any(|placement| placement.record == id);
    let all = trace.messages().filter(|(_, message)| carries(&message.placements));
    all.map(|(step, message)| (step, message.name)).collect()
}

/// Where a side comes to hold a secret, in the connection of that step or, of a key from before, in an earlier one.
fn place(trace: &Trace, name: SecretName, within: usize) -> Option<Place> {
    let held = |side, within| trace.secret(side, name, within).map(|(step, _)| Place { step, name });
    let by_either = |within| held(Side::Client, within).or_else(|| held(Side::Server, within));
    by_either(within).or_else(|| by_either(0))
}

/// Why a record stays sealed; `root` is what its key comes from in the run.
fn stays_sealed(why: Sealed, root: Option<SecretName>, stolen: &[Stolen]) -> String {
    match (why, root) {
        (Sealed::NoSecret(_), Some(root)) => {
            let half = stolen
                .iter()
                .any(|it| it.theft == Theft::QuantumComputer && it.secrets.iter().any(|place| place.name == root));
            let end = if half { ", of which only a half is found." } else { ", which was not stolen." };
            ["Its key comes from ", root.name(), end].concat()
        }
        (Sealed::NoSecret(name), None) => ["Its key comes from ", name.name(), ", which does not follow."].concat(),
        (Sealed::WrongSecret(name) | Sealed::AfterGap(name), _) => {
            ["It does not open with the key that follows from ", name.name(), "."].concat()
        }
        (Sealed::SuiteNotBuilt { suite }, _) => {
            ["It is sealed in a way that is not built here: ", CipherSuite(suite).name(), "."].concat()
        }
        (Sealed::SecondHandshake, _) => "It belongs to a second handshake, of which the beginning was not read.".into(),
        (Sealed::NoHello, _) => "The hellos, which say how it is sealed, did not pass.".into(),
    }
}

impl Stolen {
    /// Its name for readers.
    #[must_use]
    pub fn title(&self) -> &'static str {
        theft(self.theft).title
    }
}
