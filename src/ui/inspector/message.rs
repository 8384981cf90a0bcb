//! The message of this step: as records on the wire, and opened.

use super::view::View;
use crate::scenario::address::{Layer, Selection};
use crate::trace::{Message, MessageName, Placement, Protection, Record, StepKind};
use crate::ui::action::Action;
use crate::ui::markup::{LOCK, Markup, OPEN_LOCK};
use crate::ui::outline::route;
use crate::ui::part::WHOLE;
use crate::ui::stage::epoch_class;
use crate::wire::Span;

/// Writes the panel.
pub(super) fn paint(view: View, markup: &mut Markup) {
    let Some((step, message)) = view.message() else {
        markup.raw("<p class='empty'>In this connection no message is on the wire yet.");
        let mut ahead = view.trace.messages().filter(|(step, _)| *step > view.cursor);
        if let Some((first, message)) = ahead.next().filter(|_| view.tells_ahead()) {
            markup.raw(" The first message is ").link(Action::step(first), message.name.name());
            markup.raw(", in step ").number(first + 1).raw(".");
        }
        markup.raw("</p>");
        return;
    };
    heading(view, step, message, markup);
    match view.layer {
        Layer::Wire => {
            for placement in &message.placements {
                if let Some((_, record)) = view.trace.record(placement.record) {
                    record_on_the_wire(view, message, *placement, record, markup);
                }
            }
        }
        Layer::Opened => opened(view, message, markup),
    }
}

fn heading(view: View, step: usize, message: &Message, markup: &mut Markup) {
    let is_message_step =
        view.trace.steps.get(view.cursor).is_some_and(|step| matches!(step.kind, StepKind::Message(_)));
    if step != view.cursor || !is_message_step {
        markup.raw("<p class='aside'>This step puts nothing on the wire. Below is the message before it, from ");
        markup.open_button("link", Action::step(step)).raw("step ").number(step + 1).raw("</button>.</p>");
    }
    markup.raw("<h3 class='title'>").text(message.name.name()).raw(" <span class='meta'>");
    let played = if WHOLE { view.trace.impersonated(step) } else { None };
    markup.raw(route(message.sender, played));
    markup.raw(" · ").count(message.bytes.len(), "byte");
    markup.raw(" in ").count(message.placements.len(), "record").raw("</span></h3>");
}

fn opened(view: View, message: &Message, markup: &mut Markup) {
    let whole = Span { start: 0, end: message.bytes.len() };
    let source = markup.add_source(&message.fields, &message.bytes, view.version());
    markup.raw("<section class='layer'>");
    if message.bytes.is_empty() {
        markup.raw("<p class='aside'>This message has no bytes of its own.</p>");
    } else {
        markup.raw("<div class='bar'><span class='meta'>");
        markup.raw(if message.name.is_handshake() { "Handshake message" } else { "Content" });
        markup.raw(", records taken off</span>");
        markup.open_button("button", Action::CopyHex(message.bytes.clone())).raw("Copy hex</button></div>");
        markup.hex_view(&source, whole);
    }
    if let Some(error) = &message.error {
        markup.raw("<p class='trouble'>It could not be read further: ").text(&error.to_string()).raw(".</p>");
    }
    if !message.fields.fields().is_empty() {
        markup.tree_view(&source, 0, "Fields of the message");
    }
    markup.raw("</section>");
    for placement in &message.placements {
        let Some((_, record)) = view.trace.record(placement.record) else { continue };
        if let Some(protection) = &record.protection {
            inner_plaintext(view, message, *placement, record, protection, markup);
        } else if message.name == MessageName::SealedRecord {
            markup.raw("<p class='aside'>It stays sealed in ");
            record_name(record, markup);
            markup.raw(". ").link(to_record(record), "See the record").raw("</p>");
        } else {
            markup.raw("<p class='aside'>It travels in the clear, as the fragment of ");
            record_name(record, markup);
            markup.raw(". ").link(to_record(record), "See the record").raw("</p>");
        }
    }
}

fn inner_plaintext(
    view: View,
    message: &Message,
    placement: Placement,
    record: &Record,
    protection: &Protection,
    markup: &mut Markup,
) {
    let source = markup.add_source(&protection.inner_fields, &protection.inner, view.version());
    markup.raw("<section class='layer inner ").raw(epoch_class(protection.epoch)).raw("'><div class='bar'><h4>");
    let older = protection.epoch.is_tls12();
    markup.raw(OPEN_LOCK).raw(if older { "Content" } else { "TLSInnerPlaintext" }).raw(" <span class='meta'>");
    record_name(record, markup);
    markup.raw(" opened, ").count(protection.inner.len(), "byte").raw("</span></h4>");
    markup.link(to_record(record), "See it sealed").raw("</div>");
    strip(&source.fields, &[], markup);
    part_of(message, placement, protection.inner_fields.find("content").is_some(), markup);
    if !source.fields.fields().is_empty() {
        markup.tree_view(&source, 0, "Fields of the opened record");
    }
    sealed_with(protection, record, markup);
    markup.raw("</section>");
}

fn record_on_the_wire(view: View, message: &Message, placement: Placement, record: &Record, markup: &mut Markup) {
    let source = markup.add_source(&record.fields, &record.bytes, view.version());
    let sealed = record.protection.as_ref();
    let closed = sealed.is_some() || message.name == MessageName::SealedRecord;
    let epoch = sealed.map_or(crate::trace::Epoch::Plaintext, |protection| protection.epoch);
    markup.raw("<section class='layer record").raw(if closed { " closed" } else { "" }).raw(" ");
    markup.raw(epoch_class(epoch)).raw("'").anchor(Selection::Record(record.id));
    markup.raw("><div class='bar'><h4>").raw(if closed { LOCK } else { "" });
    record_name(record, markup);
    markup.raw(" <span class='meta'>").count(record.bytes.len(), "byte");
    match sealed {
        Some(protection) => markup.raw(", sealed with ").text(protection.algorithm),
        None if closed => markup.raw(", sealed with a key that is not known here"),
        None => markup.raw(", in the clear"),
    };
    markup.raw("</span></h4>");
    markup.open_button("button", Action::CopyHex(record.bytes.clone())).raw("Copy hex</button></div>");
    strip(&record.fields, &["type", "opaque_type", "legacy_record_version", "length"], markup);
    markup.hex_view(&source, Span { start: 0, end: record.bytes.len() });
    if sealed.is_none() {
        part_of(message, placement, true, markup);
    }
    if !record.fields.fields().is_empty() {
        markup.tree_view(&source, 0, "Fields of the record");
    }
    if let Some(protection) = sealed {
        how_sealed(view, protection, record, markup);
    }
    #[cfg(feature = "whole")]
    if view.may_interfere {
        crate::ui::attack::tools(record, markup);
    }
    markup.raw("</section>");
}

/// A record as blocks, the header's fields as one.
fn strip(fields: &crate::wire::FieldTree, header: &[&str], markup: &mut Markup) {
    markup.raw("<div class='strip' aria-hidden='true'>");
    let mut header_length = 0;
    let mut parts = Vec::new();
    for (_, field) in fields.leaves() {
        if header.contains(&field.name) {
            header_length += field.span.len();
        } else {
            parts.push((field.name, field.span.len()));
        }
    }
    if header_length > 0 {
        parts.insert(0, ("record header", header_length));
    }
    for (name, length) in parts {
        let class = match name {
            "record header" => "<span class='head'>",
            "ciphertext" => "<span class='cipher'>",
            "authentication tag" => "<span class='tag'>",
            "content" | "fragment" => "<span class='content'>",
            _ => "<span>",
        };
        markup.raw(class).text(name).raw(" <b>").number(length).raw("</b></span>");
    }
    markup.raw("</div>");
}

/// How much of the message a record carries, if the two are not the same bytes.
fn part_of(message: &Message, placement: Placement, has_content: bool, markup: &mut Markup) {
    if !has_content {
        return;
    }
    if placement.span.len() < message.bytes.len() {
        markup.raw("<p class='aside'>This record carries ").number(placement.span.len()).raw(" of the message's ");
        markup.count(message.bytes.len(), "byte").raw(".</p>");
    } else if placement.span.start > 0 {
        markup.raw("<p class='aside'>The message starts at byte ").number(placement.span.start);
        markup.raw(" of this record's content; another stands before it.</p>");
    }
}

fn record_name(record: &Record, markup: &mut Markup) {
    markup.text(record.id.sender.name()).raw(" record ").number(record.id.number + 1);
}

fn to_record(record: &Record) -> Action {
    Action::Go { step: None, tab: None, layer: Some(Layer::Wire), selection: Some(Selection::Record(record.id)) }
}

/// The key of a record in one line.
fn sealed_with(protection: &Protection, record: &Record, markup: &mut Markup) {
    markup.raw("<p class='aside'>Sealed with ").text(protection.algorithm).raw(" under ");
    markup.link(Action::secret(protection.key), protection.key.name());
    markup.raw(" from ");
    let secret = protection.traffic_secret(record.id.sender);
    markup.link(Action::secret(secret), secret.name());
    markup.raw(", sequence number ").text(&protection.sequence.to_string()).raw(".</p>");
}

/// The key, the nonce and how it arises, and what is authenticated beside the ciphertext.
fn how_sealed(view: View, protection: &Protection, record: &Record, markup: &mut Markup) {
    markup.raw("<h5>How it was sealed</h5><dl class='facts'><div><dt>key</dt><dd>");
    markup.link(Action::secret(protection.key), protection.key.name());
    if let Some(key) = view.secret(protection.key) {
        markup.value("the key", &key.value);
    }
    markup.raw("</dd></div><div><dt>from</dt><dd>");
    let traffic_secret = protection.traffic_secret(record.id.sender);
    markup.link(Action::secret(traffic_secret), traffic_secret.name());
    markup.raw(" <span class='meta'>epoch: ").raw(protection.epoch.name()).raw("</span></dd></div>");
    markup.raw("<div class='wide'><dt>nonce</dt><dd><table class='xor'><tbody><tr><th scope='row'>");
    markup.link(Action::secret(protection.iv), "IV").raw("</th><td><code>");
    if let Some(iv) = view.secret(protection.iv) {
        markup.hex(&iv.value);
    }
    let salt = view.secret(protection.iv).is_some_and(|iv| iv.value.len() < protection.nonce.len());
    if salt {
        markup.raw("</code></td></tr><tr><th scope='row'>and what is sent with the record</th><td><code>");
        markup.hex(protection.nonce.get(4..).unwrap_or_default());
    } else {
        markup.raw("</code></td></tr><tr><th scope='row'>XOR sequence number&nbsp;");
        markup.text(&protection.sequence.to_string()).raw("</th><td><code>");
        markup.hex(&[0; 4]).raw(" ").hex(&protection.sequence.to_be_bytes());
    }
    markup.raw("</code></td></tr><tr class='sum'><th scope='row'>= nonce</th><td>");
    markup.value("the nonce", &protection.nonce);
    markup.raw("</td></tr></tbody></table></dd></div><div><dt>additional data</dt><dd>");
    markup.value("the additional data", &protection.additional_data);
    markup.raw(if protection.epoch.is_tls12() {
        " <span class='meta'>sequence number, type, version and length: any change to them breaks the tag</span>"
    } else {
        " <span class='meta'>the record header: sent in the clear, but any change to it breaks the tag</span>"
    });
    markup.raw("</dd></div></dl>");
}
