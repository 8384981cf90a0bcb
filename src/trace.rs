//! The vocabulary of what happened: the same for every protocol, plain data only.
//!
//! A [`Trace`] is a list of [`Step`]s, cut where the protocol has meaning: a computation, a message, a check.
//! Each step holds the [`Effect`]s of one or both sides in their order.

mod alert;
mod check;
mod derivation;
mod disagreement;
mod effect;
mod failure;
mod impersonation;
mod interference;
mod knowledge;
mod message;
mod note;
mod omission;
mod parting;
mod proof;
mod record;
mod secret;
mod side;
mod state;
mod step;
mod verdict;

pub use alert::AlertDescription;
pub use check::{Check, CheckName, Evidence, EvidenceValue, Outcome};
pub use derivation::{Context, Derivation, Giver, Input, PskOrigin, Seed, TranscriptPoint};
pub use disagreement::Disagreement;
pub use effect::{Choice, ChoiceName, Direction, Effect, Reason};
pub use failure::Failure;
pub use impersonation::Impersonation;
pub use interference::{Deed, Delivered, Interference};
pub use knowledge::{Observer, ReadableMessage, Recorded};
pub use message::{Message, MessageName, Placement};
#[cfg(feature = "rare")]
pub use note::Compressed;
pub use note::{Note, Sealed};
pub use omission::Omission;
pub use parting::Parting;
pub use proof::Proof;
pub use record::{Protection, Record, RecordId};
pub use secret::{Epoch, PskPart, Secret, SecretName};
pub use side::Side;
pub use state::State;
pub use step::{Occurrence, Step, StepKind, Trace};
pub use verdict::{Arrival, Misled, Noticed, Verdict, Waiting};

/// Bytes owned by the trace.
pub type Bytes = Vec<u8>;
