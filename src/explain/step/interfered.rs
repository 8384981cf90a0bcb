//! What somebody on the way does: only runs with such a one have these words, and so the page's first part goes without.

use super::facts::Facts;
use super::telling::Telling;
use crate::explain::citation as cite;
use crate::tls::record::HEADER_LENGTH;
use crate::trace::{Deed, Effect, Interference, Message, Record, RecordId};

/// Whether these words are there.
const BUILT: bool = cfg!(feature = "whole");

/// A record that does not go on as it was sent.
pub(super) fn interfere(facts: Facts, words: &mut Telling) {
    if !BUILT {
        return;
    }
    let done: Vec<&Interference> = facts
        .step
        .occurrences
        .iter()
        .filter_map(|occurrence| match &occurrence.effect {
            Effect::Interfered(interference) => Some(interference),
            _ => None,
        })
        .collect();
    let Some(first) = done.first() else { return };
    let record = facts.trace.record(first.record).map(|(_, record)| record);
    let carried = carried(facts, first.record);
    head(first.deed, done.len(), words);
    for interference in &done {
        simple(interference, &carried, record, words);
    }
    words.say(" {The} knows nothing of it.");
    arrives(facts, words);
    for interference in &done {
        technical(interference, &carried, record, words);
    }
}

/// The messages that a record carries, at least in part, as they were sent.
fn carried(facts: Facts<'_>, id: RecordId) -> Vec<&Message> {
    let carries = |message: &Message| message.placements.iter().any(|placement| placement.record == id);
    facts.trace.messages().map(|(_, message)| message).filter(|message| carries(message)).collect()
}

fn head(deed: Deed, deeds: usize, words: &mut Telling) {
    let several = deeds > 1;
    let (label, title) = match deed {
        _ if several => ("changed on the way", "Somebody on the way changes what {the} sent"),
        Deed::Flipped { .. } | Deed::Replaced { .. } => {
            ("changed on the way", "Somebody on the way changes what {the} sent")
        }
        Deed::Dropped => ("taken away", "Somebody on the way takes away what {the} sent"),
        Deed::Repeated => ("sent on twice", "Somebody on the way sends on twice what {the} sent"),
        Deed::HeldBack => ("held back", "Somebody on the way holds back what {the} sent"),
        Deed::Released => ("sent on late", "What was held back of {the}'s goes on"),
        Deed::CutOff { .. } => ("cut off", "Somebody on the way cuts off what {the} sent"),
        Deed::Split { .. } => ("made two", "Somebody on the way makes two records of {the}'s one"),
        Deed::Injected { .. } => ("something put in", "Somebody on the way puts in what {the} never sent"),
        Deed::Replayed => ("sent again", "Somebody on the way sends again what {the} had sent before"),
    };
    let why = match deed {
        Deed::Dropped | Deed::HeldBack | Deed::Released | Deed::CutOff { .. } => {
            "Nobody can force a network to deliver. A protocol can see to it that what is missing is missed: then an \
             attacker can stop a conversation, but not shorten it unnoticed."
        }
        Deed::Repeated | Deed::Replayed => {
            "Whoever has recorded something can send it again, sealed or not. So a receiver must be able to tell what is \
             new from what has come before."
        }
        Deed::Flipped { .. } | Deed::Replaced { .. } | Deed::Split { .. } | Deed::Injected { .. } => {
            "Whoever stands on the way can change anything that passes. The standard takes this for granted: what is changed \
             must be noticed by who receives it, sooner or later."
        }
    };
    words.head(label, title, why, &[cite::SECURITY_HANDSHAKE]);
    match deed {
        Deed::Split { .. } => words.cite(&[cite::RECORD_LAYER]),
        Deed::Dropped | Deed::HeldBack | Deed::Released | Deed::Repeated | Deed::Replayed => words.cite(&[cite::NONCE]),
        Deed::Flipped { .. } | Deed::Replaced { .. } | Deed::CutOff { .. } | Deed::Injected { .. } => {
            words.cite(&[cite::RECORD_PROTECTION]);
        }
    }
}

/// What was done, for who has never seen the standard.
fn simple(interference: &Interference, carried: &[&Message], record: Option<&Record>, words: &mut Telling) {
    let names: Vec<&str> = carried.iter().map(|message| message.name.name()).collect();
    match interference.deed {
        Deed::Flipped { mask, .. } => {
            words.simple("Of the record with {the}'s ").list(&names, " and ");
            words.say(", {} of one byte ").count(bits(mask), "bit");
            words.say(if bits(mask) == 1 { "is now another." } else { "are now others." });
        }
        Deed::Replaced { length, .. } => {
            words.simple("Of the record with {the}'s ").list(&names, " and ");
            words.say(" somebody has replaced {}.").count(length, "byte");
        }
        Deed::Dropped => {
            words.simple("The record with {the}'s ").list(&names, " and ");
            words.say(" does not go on.");
        }
        Deed::Repeated => {
            words.simple("The record with {the}'s ").list(&names, " and ");
            words.say(" goes on twice.");
        }
        Deed::HeldBack => {
            words.simple("The record with {the}'s ").list(&names, " and ");
            words.say(" waits, while others may pass.");
        }
        Deed::Released => {
            words.simple("The record with {the}'s ").list(&names, " and ");
            words.say(" goes on only now.");
        }
        Deed::CutOff { length } => {
            words.simple("Of the record with {the}'s ").list(&names, " and ");
            words
                .say(
                    " no more than {} can pass. Its header still says how long it was, so whatever comes next will be \
                       taken for the rest.",
                )
                .count(length, "byte");
        }
        Deed::Split { .. } => {
            words.simple("Of the record with {the}'s ").list(&names, " and ");
            words.say(" two are made, with the same content one after the other.");
        }
        Deed::Injected { length } => {
            words.simple("In front of the record with {the}'s ").list(&names, " and ");
            words.say(" somebody puts {} that {the} never sent.").count(length, "byte");
        }
        Deed::Replayed => {
            words.simple("The record with {the}'s ").list(&names, " and ");
            words.say(", which had been recorded, comes once more.");
        }
    }
    if record.is_some_and(|record| record.protection.is_some())
        && matches!(interference.deed, Deed::Flipped { .. } | Deed::Replaced { .. })
    {
        words.say(" It is sealed: they change bytes without knowing what these mean.");
    }
}

/// What comes of it at the receiver, as far as this step tells.
fn arrives(facts: Facts, words: &mut Telling) {
    let peer = facts.step.side.peer();
    let (mut came, mut sealed) = (0, 0);
    for effect in facts.step.effects_of(peer) {
        if let Effect::RecordReceived(record) = effect {
            came += 1;
            sealed += usize::from(record.protection.is_none() && is_sealed(facts, record.id));
        }
    }
    let goes_on = facts.step.occurrences.iter().rev().find_map(|occurrence| match &occurrence.effect {
        Effect::Interfered(interference) => Some(!interference.after.is_empty()),
        _ => None,
    });
    if goes_on != Some(true) {
        words.simple("Nothing of it reaches the {peer}.");
    } else if came == 0 {
        words.simple("The {peer} makes nothing of it: it has stopped listening, or it waits for the rest of a record.");
    } else if sealed > 0 {
        words.simple("The {peer} cannot open what arrives.");
    } else {
        words.simple("The {peer} takes what arrives for {the}'s.");
    }
}

/// Whether a record was sealed when it was sent.
fn is_sealed(facts: Facts, id: RecordId) -> bool {
    facts.trace.record(id).is_some_and(|(_, record)| record.protection.is_some())
}

/// The same in the standard's terms, with the bytes.
fn technical(interference: &Interference, carried: &[&Message], record: Option<&Record>, words: &mut Telling) {
    let Interference { record: id, deed, before, after } = interference;
    words.technical("Record {} of {the}'s (the first being 0): ").number(id.number);
    match deed {
        Deed::Flipped { offset, mask } => {
            let byte = |bytes: &[u8]| bytes.get(*offset).copied().unwrap_or_default();
            words.say("byte {}, in {}, was 0x{}, with ").number(*offset).value(field(record, carried, *offset));
            words.value(&hex(byte(before))).say("the mask 0x{} it is 0x{}.").value(&hex(*mask)).value(&hex(byte(after)))
        }
        Deed::Replaced { offset, length } => {
            words.say("others for {}, from byte {} on, in {}.").count(*length, "byte").number(*offset);
            words.value(field(record, carried, *offset))
        }
        Deed::Dropped => words.say("{} are dropped.").count(before.len(), "byte"),
        Deed::Repeated => words.say("{} go on instead of {}.").count(after.len(), "byte").number(before.len()),
        Deed::HeldBack => words.say("{} are held back.").count(before.len(), "byte"),
        Deed::Released => words.say("{} that were held back go on.").count(after.len(), "byte"),
        Deed::CutOff { length } => words.say("cut to {}, of {}.").count(*length, "byte").number(before.len()),
        Deed::Split { at } => {
            words.say("the first {} of its fragment in one record, the rest in another.").count(*at, "byte")
        }
        Deed::Injected { length } => words.say("behind {} put in front of it.").count(*length, "byte"),
        Deed::Replayed => words.say("its {} come once more, as they were sent.").count(after.len(), "byte"),
    };
}

/// The innermost field in which a byte of a record lies: the message's, where anyone can read it, else the record's.
fn field<'a>(record: Option<&'a Record>, carried: &[&'a Message], offset: usize) -> &'a str {
    let Some(record) = record else { return "what was sent" };
    let inner = offset.checked_sub(HEADER_LENGTH).filter(|_| record.protection.is_none());
    if let Some((message, place)) = inner.and_then(|inner| place(record.id, carried, inner)) {
        let leaf = message.fields.leaves().find(|(_, field)| field.span.start <= place && place < field.span.end);
        if let Some((_, field)) = leaf {
            return field.name;
        }
    }
    let leaf = record.fields.leaves().find(|(_, field)| field.span.start <= offset && offset < field.span.end);
    leaf.map_or("what comes after it", |(_, field)| field.name)
}

/// The message to which a byte of a record's content belongs, and the byte's place in it.
fn place<'a>(id: RecordId, carried: &[&'a Message], inner: usize) -> Option<(&'a Message, usize)> {
    carried.iter().find_map(|message| {
        let mut before = 0;
        for placement in &message.placements {
            let span = placement.span;
            if placement.record == id && (span.start..span.end).contains(&inner) {
                return Some((*message, before + inner - span.start));
            }
            before += span.len();
        }
        None
    })
}

fn hex(byte: u8) -> String {
    format!("{byte:02x}")
}

fn bits(mask: u8) -> usize {
    mask.count_ones().try_into().unwrap_or_default()
}
