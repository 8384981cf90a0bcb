//! Messages, records and secrets, each whole.

use super::name;
use super::value::{Json, array, number, object, text};
use crate::explain;
use crate::export::hex::hex;
use crate::trace::{
    Context, Derivation, Input, Message, Proof, PskOrigin, Record, RecordId, Secret, Seed, TranscriptPoint,
};
use crate::wire::{FieldTree, Value};

/// A message.
pub(super) fn message(message: &Message) -> Json {
    object([
        ("name", text(name::message(message.name))),
        ("sender", text(message.sender.name())),
        ("hex", text(hex(&message.bytes))),
        ("fields", fields(&message.fields, &message.bytes)),
        ("error", message.error.as_ref().map_or(Json::Null, |error| text(error.to_string()))),
        (
            "records",
            array(&message.placements, |placement| {
                let span = placement.span;
                object([
                    ("record", record_id(placement.record)),
                    ("start", number(span.start)),
                    ("end", number(span.end)),
                ])
            }),
        ),
    ])
}

/// A record.
pub(super) fn record(record: &Record) -> Json {
    let protection = record.protection.as_ref().map(|protection| {
        object([
            ("epoch", text(name::epoch(protection.epoch))),
            ("algorithm", text(protection.algorithm)),
            ("key", text(name::secret(protection.key))),
            ("iv", text(name::secret(protection.iv))),
            ("sequence_number", number(protection.sequence)),
            ("nonce", text(hex(&protection.nonce))),
            ("additional_data", text(hex(&protection.additional_data))),
            ("opened", text(hex(&protection.inner))),
            ("opened_fields", fields(&protection.inner_fields, &protection.inner)),
        ])
    });
    object([
        ("id", record_id(record.id)),
        ("hex", text(hex(&record.bytes))),
        ("fields", fields(&record.fields, &record.bytes)),
        ("protection", protection.unwrap_or(Json::Null)),
    ])
}

/// The name of a record.
pub(super) fn record_id(id: RecordId) -> Json {
    text(format!("{} {}", id.sender.name(), id.number))
}

/// The outermost fields of a tree, with those inside of them.
fn fields(tree: &FieldTree, bytes: &[u8]) -> Json {
    let mut next = 0;
    siblings(tree, bytes, 0, &mut next)
}

/// The fields at `depth` from the place `next` on, with those inside of them.
fn siblings(tree: &FieldTree, bytes: &[u8], depth: usize, next: &mut usize) -> Json {
    let mut items = Vec::new();
    while let Some(field) = tree.fields().get(*next).filter(|field| field.depth >= depth) {
        let index = *next;
        *next += 1;
        let inside = siblings(tree, bytes, field.depth + 1, next);
        let mut members = vec![
            ("name", text(field.name)),
            ("start", number(field.span.start)),
            ("end", number(field.span.end)),
            ("type", text(value_type(field.value))),
        ];
        if field.value == Value::Group {
            members.push(("fields", inside));
        } else {
            let content = field.span.of(bytes);
            let value = match field.value {
                // The digits say it all.
                Value::Opaque => Json::Null,
                Value::Text => text(String::from_utf8_lossy(content)),
                _ => text(explain::field_value(tree, index, bytes)),
            };
            members.extend([("value", value), ("hex", text(hex(content)))]);
        }
        items.push(object(members));
    }
    Json::Array(items)
}

fn value_type(value: Value) -> &'static str {
    match value {
        Value::Group => "group",
        Value::Length(_) => "length",
        Value::Integer(_) => "integer",
        Value::Named { .. } => "named",
        Value::Text => "text",
        Value::Opaque => "opaque",
        Value::ObjectIdentifier(_) => "object_identifier",
        Value::Time => "time",
        Value::DerHeader { .. } => "der_header",
    }
}

/// A secret, and the first connection in which it comes up, counted from 0.
pub(super) fn secret(connection: usize, secret: &Secret) -> Json {
    object([
        ("name", text(name::secret(secret.name))),
        ("connection", number(connection + 1)),
        ("hex", text(hex(&secret.value))),
        ("derivation", derivation(&secret.derivation)),
    ])
}

fn derivation(derivation: &Derivation) -> Json {
    match derivation {
        Derivation::Entropy { label, public } => object([
            ("function", text("entropy")),
            ("label", text(*label)),
            ("public", if public.is_empty() { Json::Null } else { text(hex(public)) }),
        ]),
        Derivation::Given { by, public } => object([
            ("function", text("given")),
            ("by", text(name::giver(*by))),
            ("public", if public.is_empty() { Json::Null } else { text(hex(public)) }),
        ]),
        Derivation::PreShared { origin, identity } => object([
            ("function", text("pre_shared")),
            (
                "origin",
                text(match origin {
                    PskOrigin::Ticket { .. } => "ticket",
                    PskOrigin::Session => "session",
                    PskOrigin::External => "external",
                }),
            ),
            ("identity", text(hex(identity))),
        ]),
        Derivation::KeyAgreement { group, private, peer_public } => object([
            ("function", text("key_agreement")),
            ("group", text(*group)),
            ("private", text(name::secret(*private))),
            ("peer_public", text(hex(peer_public))),
        ]),
        Derivation::Decryption { private, ciphertext } => object([
            ("function", text("RSA_decryption")),
            ("private", text(name::secret(*private))),
            ("ciphertext", text(hex(ciphertext))),
        ]),
        Derivation::Prf { hash, secret, label, seed } => object([
            ("function", text("PRF")),
            ("hash", text(*hash)),
            ("secret", text(name::secret(*secret))),
            ("label", text(*label)),
            ("seed", prf_seed(seed)),
        ]),
        Derivation::Part { of, span } => object([
            ("function", text("part")),
            ("secret", text(name::secret(*of))),
            ("start", number(span.start)),
            ("end", number(span.end)),
        ]),
        Derivation::Extract { hash, salt, ikm } => object([
            ("function", text("HKDF-Extract")),
            ("hash", text(*hash)),
            ("salt", input(*salt)),
            ("ikm", input(*ikm)),
        ]),
        Derivation::ExpandLabel { hash, secret, label, context, hkdf_label } => object([
            ("function", text("HKDF-Expand-Label")),
            ("hash", text(*hash)),
            ("secret", text(name::secret(*secret))),
            ("label", text(*label)),
            ("context", expand_context(context)),
            ("hkdf_label", text(hex(hkdf_label))),
        ]),
    }
}

fn prf_seed(seed: &Seed) -> Json {
    match seed {
        Seed::Randoms { first, bytes } => {
            object([("kind", text("randoms")), ("first", text(first.name())), ("hex", text(hex(bytes)))])
        }
        Seed::Session(point) => object([("kind", text("transcript")), ("transcript", transcript(point))]),
    }
}

fn input(input: Input) -> Json {
    match input {
        Input::Zeros(count) => object([("zeros", number(count))]),
        Input::Secret(name) => object([("secret", text(name::secret(name)))]),
    }
}

fn expand_context(context: &Context) -> Json {
    match context {
        Context::Empty => object([("kind", text("empty"))]),
        Context::HashOfNothing(hash) => object([("kind", text("hash_of_nothing")), ("hash", text(hex(hash)))]),
        Context::Transcript(point) => object([("kind", text("transcript")), ("transcript", transcript(point))]),
        Context::TicketNonce(nonce) => object([("kind", text("ticket_nonce")), ("nonce", text(hex(nonce)))]),
        Context::ExporterContext { context, hash } => {
            object([("kind", text("exporter")), ("context", text(hex(context))), ("hash", text(hex(hash)))])
        }
    }
}

fn transcript(point: &TranscriptPoint) -> Json {
    object([
        ("messages", number(point.messages)),
        ("through", text(name::message(point.through))),
        ("sender", text(point.sender.name())),
        ("hash", text(hex(&point.hash))),
    ])
}

/// A proof that a message carries.
pub(super) fn proof(proof: &Proof) -> Json {
    match proof {
        Proof::Signature { scheme, content, covers } => object([
            ("kind", text("signature")),
            ("scheme", text(*scheme)),
            ("content", text(hex(content))),
            ("covers", transcript(covers)),
        ]),
        Proof::Params { scheme, content } => {
            object([("kind", text("signed_params")), ("scheme", text(*scheme)), ("content", text(hex(content)))])
        }
        Proof::Messages { scheme, length, covers } => object([
            ("kind", text("signed_messages")),
            ("scheme", text(*scheme)),
            ("length", number(*length)),
            ("covers", transcript(covers)),
        ]),
        Proof::VerifyData { label, covers, verify_data } => object([
            ("kind", text("verify_data")),
            ("label", text(*label)),
            ("covers", transcript(covers)),
            ("verify_data", text(hex(verify_data))),
        ]),
        Proof::Mac { key, covers, verify_data } => object([
            ("kind", text("mac")),
            ("key", text(name::secret(*key))),
            ("covers", transcript(covers)),
            ("verify_data", text(hex(verify_data))),
        ]),
        Proof::Binder { key, covers, partial, binder } => object([
            ("kind", text("binder")),
            ("key", text(name::secret(*key))),
            ("covers", transcript(covers)),
            ("partial", number(*partial)),
            ("binder", text(hex(binder))),
        ]),
    }
}
