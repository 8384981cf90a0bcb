//! What is to be said of a side that leaves out of its hashes what was said.

use super::facts::Facts;
use super::telling::Telling;
use crate::crypto::rare;
use crate::explain::citation as cite;
use crate::trace::{CheckName, Effect, Failure, Side};

/// Why it matters that a proof covers nothing.
const COVERS_NOTHING: &str = "A proof that covers nothing of what was said shows no change on the way, and a signature of this kind \
                              can be taken into another connection.";

/// Adds that a side is broken on purpose, where it leaves out what it should hash.
pub(super) fn aside(facts: Facts, words: &mut Telling) {
    if !rare::BUILT {
        return;
    }
    let about = words.side;
    for side in [facts.step.side, facts.step.side.peer()] {
        let left_out: Vec<&Effect> =
            facts.step.effects_of(side).filter(|effect| effect.leaves_out_transcript()).collect();
        if left_out.is_empty() {
            continue;
        }
        words.side = side;
        words.covers_nothing();
        if left_out.iter().any(|effect| matches!(effect, Effect::Derived(_))) {
            words.why("Keys into which nothing of what was said goes fit whatever somebody on the way has made of it.");
            words.simple(
                "Into these keys should go what the two have said so far, so that they fit only if both have heard the same. \
                 {The} is broken on purpose: it puts in nothing of that.",
            );
        }
        if left_out.iter().any(|effect| matches!(effect, Effect::Proved(_))) {
            words.why(COVERS_NOTHING);
            words.simple(
                "The proof should cover everything that was said so far. {The} is broken on purpose: its proof covers \
                 nothing of that, and would fit any other conversation as well.",
            );
        }
        if left_out.iter().any(|effect| matches!(effect, Effect::Checked(_))) {
            words.why(COVERS_NOTHING);
            words.simple(
                "The proof should cover everything that was said so far. {The} is broken on purpose: it expects one that covers \
                 nothing of that, so this says nothing about what was changed on the way.",
            );
        }
        words.cite(&[cite::TRANSCRIPT_HASH]);
    }
    words.side = about;
}

/// Adds why keys or proofs differ, where one side hashes what was said and the other does not.
pub(super) fn differs(facts: Facts, cause: &Failure, words: &mut Telling) {
    let from_hashes = match cause {
        Failure::BadRecordMac => true,
        Failure::CheckFailed { check, .. } => {
            matches!(check, CheckName::Finished | CheckName::Binder | CheckName::CertificateVerify)
        }
        _ => false,
    };
    let so_far = facts.trace.span(facts.index).start..facts.index + 1;
    let is_broken = |side| facts.trace.leaves_out_transcript(side, so_far.clone()).is_some();
    let broken = match (is_broken(Side::Client), is_broken(Side::Server)) {
        (true, false) => Side::Client,
        (false, true) => Side::Server,
        (true, true) | (false, false) => return,
    };
    if !from_hashes {
        return;
    }
    let about = words.side;
    words.side = broken;
    words.simple(
        "What the two have made of the handshake differs, though nobody need have changed anything: {the} leaves out of its \
         hashes what was said, and the {peer} does not.",
    );
    words.cite(&[cite::TRANSCRIPT_HASH]);
    words.side = about;
}
