//! Messages, records, secrets, and what they are made of.

use super::{At, Read, names, words};
use crate::scenario::Date;
use crate::tls::observer::{message_fields, unread_fields};
use crate::tls::record::{content_fields, inner_plaintext_fields, record_fields, record_fields12};
use crate::tls::registry::ProtocolVersion;
use crate::trace::{
    Context, Derivation, Giver, Input, Message, Placement, Proof, Protection, PskOrigin, Record, RecordId, Secret,
    SecretName, Seed, Side, TranscriptPoint,
};
use crate::wire::{FieldTree, Span};
use serde_json::Value;

pub(super) fn message(item: &At) -> Read<Message> {
    let name = item.at("name")?.named(names::message)?;
    let bytes = item.at("hex")?.bytes()?;
    let newer = message_fields(name, ProtocolVersion::TLS13, &bytes);
    let older = message_fields(name, ProtocolVersion::TLS12, &bytes);
    let foreign = unread_fields(&bytes);
    let (fields, error) = fitting(item, [newer, older, foreign], |(fields, _)| fields);
    let placement = |place: &At| {
        let span = span(place)?;
        Ok(Placement { record: record_id(&place.at("record")?)?, span })
    };
    Ok(Message {
        name,
        sender: item.at("sender")?.side()?,
        fields,
        error,
        placements: item.at("records")?.list()?.iter().map(placement).collect::<Read<_>>()?,
        bytes,
    })
}

/// Of some ways to read bytes the one that gives the fields that stand there.
fn fitting<T, const N: usize>(item: &At, ways: [T; N], fields: impl Fn(&T) -> &FieldTree) -> T {
    let mut written = Vec::new();
    if let Some(list) = item.get("fields") {
        flatten(list.value, &mut written);
    }
    let fits = |way: &T| {
        let tree = fields(way).fields();
        tree.len() == written.len() && tree.iter().zip(&written).all(|(field, name)| field.name == *name)
    };
    let place = ways.iter().position(fits).unwrap_or(0);
    let mut ways: Vec<T> = ways.into();
    ways.swap_remove(place)
}

/// The names of fields, those of inner ones after that of the outer one.
fn flatten<'a>(list: &'a Value, names: &mut Vec<&'a str>) {
    for field in list.as_array().into_iter().flatten() {
        names.push(field.get("name").and_then(Value::as_str).unwrap_or_default());
        if let Some(inside) = field.get("fields") {
            flatten(inside, names);
        }
    }
}

/// A span; its end is not before its start.
fn span(item: &At) -> Read<Span> {
    let (start, end) = (item.at("start")?.number()?, item.at("end")?.number()?);
    if start > end {
        return Err(item.wrong("ends before it starts"));
    }
    Ok(Span { start, end })
}

pub(super) fn record_id(item: &At) -> Read<RecordId> {
    item.named(|text| {
        let (side, number) = text.split_once(' ')?;
        let sender = [Side::Client, Side::Server].into_iter().find(|known| known.name() == side)?;
        Some(RecordId { sender, number: number.parse().ok()? })
    })
}

pub(super) fn record(item: &At) -> Read<Record> {
    let bytes = item.at("hex")?.bytes()?;
    // The explicit part of a nonce has 8 bytes, where there is one. RFC 5288 §3.
    let ways = [
        record_fields(&bytes, false),
        record_fields(&bytes, true),
        record_fields12(&bytes, 8),
        record_fields12(&bytes, 0),
    ];
    let fields = fitting(item, ways, |fields| fields);
    let protection = item.get("protection").map(|protection| sealed(&protection)).transpose()?;
    Ok(Record { id: record_id(&item.at("id")?)?, bytes, fields, protection })
}

fn sealed(item: &At) -> Read<Protection> {
    let epoch = item.at("epoch")?.named(names::epoch)?;
    let inner = item.at("opened")?.bytes()?;
    let inner_fields = if epoch.is_tls12() { content_fields(&inner) } else { inner_plaintext_fields(&inner) };
    Ok(Protection {
        epoch,
        algorithm: item.at("algorithm")?.named(words::known)?,
        key: secret_name(&item.at("key")?)?,
        iv: secret_name(&item.at("iv")?)?,
        sequence: item.at("sequence_number")?.number()?,
        nonce: item.at("nonce")?.bytes()?,
        additional_data: item.at("additional_data")?.bytes()?,
        inner,
        inner_fields,
    })
}

fn secret_name(item: &At) -> Read<SecretName> {
    item.named(names::secret)
}

pub(super) fn secret(item: &At) -> Read<Secret> {
    Ok(Secret {
        name: secret_name(&item.at("name")?)?,
        value: item.at("hex")?.bytes()?,
        derivation: derivation(&item.at("derivation")?)?,
    })
}

fn derivation(item: &At) -> Read<Derivation> {
    let public = || item.get("public").map(|public| public.bytes()).transpose().map(Option::unwrap_or_default);
    let label = || item.at("label")?.named(words::known);
    let hash = || item.at("hash")?.named(words::known);
    Ok(match item.at("function")?.text()? {
        "entropy" => Derivation::Entropy { label: label()?, public: public()? },
        "given" => {
            let by = match item.at("by")?.text()? {
                "private_key" => Giver::PrivateKey,
                "earlier_handshake" => Giver::EarlierHandshake,
                _ => Giver::KeyLog,
            };
            Derivation::Given { by, public: public()? }
        }
        "pre_shared" => {
            let origin = match item.at("origin")?.text()? {
                "ticket" => PskOrigin::Ticket { ticket: 0 },
                "session" => PskOrigin::Session,
                _ => PskOrigin::External,
            };
            Derivation::PreShared { origin, identity: item.at("identity")?.bytes()? }
        }
        "key_agreement" => Derivation::KeyAgreement {
            group: item.at("group")?.named(words::known)?,
            private: secret_name(&item.at("private")?)?,
            peer_public: item.at("peer_public")?.bytes()?,
        },
        "RSA_decryption" => Derivation::Decryption {
            private: secret_name(&item.at("private")?)?,
            ciphertext: item.at("ciphertext")?.bytes()?,
        },
        "PRF" => Derivation::Prf {
            hash: hash()?,
            secret: secret_name(&item.at("secret")?)?,
            label: label()?,
            seed: seed(&item.at("seed")?)?,
        },
        "part" => Derivation::Part { of: secret_name(&item.at("secret")?)?, span: span(item)? },
        "HKDF-Extract" => {
            Derivation::Extract { hash: hash()?, salt: input(&item.at("salt")?)?, ikm: input(&item.at("ikm")?)? }
        }
        "HKDF-Expand-Label" => Derivation::ExpandLabel {
            hash: hash()?,
            secret: secret_name(&item.at("secret")?)?,
            label: label()?,
            context: context(&item.at("context")?)?,
            hkdf_label: item.at("hkdf_label")?.bytes()?,
        },
        _ => return Err(item.at("function")?.wrong("is a name that is not known here")),
    })
}

fn seed(item: &At) -> Read<Seed> {
    Ok(match item.at("kind")?.text()? {
        "randoms" => Seed::Randoms { first: item.at("first")?.side()?, bytes: item.at("hex")?.bytes()? },
        _ => Seed::Session(transcript(&item.at("transcript")?)?),
    })
}

fn input(item: &At) -> Read<Input> {
    match item.get("zeros") {
        Some(count) => count.number().map(Input::Zeros),
        None => secret_name(&item.at("secret")?).map(Input::Secret),
    }
}

fn context(item: &At) -> Read<Context> {
    Ok(match item.at("kind")?.text()? {
        "empty" => Context::Empty,
        "hash_of_nothing" => Context::HashOfNothing(item.at("hash")?.bytes()?),
        "transcript" => Context::Transcript(transcript(&item.at("transcript")?)?),
        "ticket_nonce" => Context::TicketNonce(item.at("nonce")?.bytes()?),
        "exporter" => {
            Context::ExporterContext { context: item.at("context")?.bytes()?, hash: item.at("hash")?.bytes()? }
        }
        _ => return Err(item.at("kind")?.wrong("is a name that is not known here")),
    })
}

fn transcript(item: &At) -> Read<TranscriptPoint> {
    Ok(TranscriptPoint {
        messages: item.at("messages")?.number()?,
        through: item.at("through")?.named(names::message)?,
        sender: item.at("sender")?.side()?,
        hash: item.at("hash")?.bytes()?,
    })
}

pub(super) fn proof(item: &At) -> Read<Proof> {
    let covers = || transcript(&item.at("covers")?);
    let scheme = || item.at("scheme")?.named(words::known);
    Ok(match item.at("kind")?.text()? {
        "signature" => Proof::Signature { scheme: scheme()?, content: item.at("content")?.bytes()?, covers: covers()? },
        "signed_params" => Proof::Params { scheme: scheme()?, content: item.at("content")?.bytes()? },
        "signed_messages" => {
            Proof::Messages { scheme: scheme()?, length: item.at("length")?.number()?, covers: covers()? }
        }
        "verify_data" => Proof::VerifyData {
            label: item.at("label")?.named(words::known)?,
            covers: covers()?,
            verify_data: item.at("verify_data")?.bytes()?,
        },
        "mac" => Proof::Mac {
            key: secret_name(&item.at("key")?)?,
            covers: covers()?,
            verify_data: item.at("verify_data")?.bytes()?,
        },
        "binder" => Proof::Binder {
            key: secret_name(&item.at("key")?)?,
            covers: covers()?,
            partial: item.at("partial")?.number()?,
            binder: item.at("binder")?.bytes()?,
        },
        _ => return Err(item.at("kind")?.wrong("is a name that is not known here")),
    })
}

/// The seconds from 1970-01-01T00:00:00Z to a time as RFC 3339 writes it, without a fraction and in UTC.
pub(super) fn time(text: &str) -> Option<u64> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let noon = Date::parse(date)?.unix_time();
    let mut parts = time.split(':').map(|part| part.parse::<u64>().ok());
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
    let of_day = (hours < 24 && minutes < 60 && seconds < 60).then_some(hours * 3600 + minutes * 60 + seconds)?;
    (noon + of_day).checked_sub(43_200)
}
