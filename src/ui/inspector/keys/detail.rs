//! Everything about one secret.

use super::super::view::View;
use crate::explain::{self, Version};
use crate::scenario::address::{Selection, Tab};
use crate::trace::{
    Check, Context, Derivation, Effect, Giver, Input, MessageName, Proof, PskOrigin, Record, Secret, SecretName, Seed,
    Side,
};
use crate::ui::action::Action;
use crate::ui::markup::Markup;
use crate::ui::part;
use crate::wire::{FieldTree, Reader, Span};

/// Writes what there is to say about a secret that is born.
pub(in super::super) fn paint(view: View, name: SecretName, markup: &mut Markup) {
    let Some(secret) = view.secret(name) else { return };
    let entry = explain::secret(name);
    markup.raw("<h4>").raw(name.name());
    if entry.title != name.name() {
        markup.raw(" <span class='meta'>").text(entry.title).raw("</span>");
    }
    markup.raw("</h4>").words(&entry, view.depth);
    markup.raw("<dl class='facts'><div><dt>output</dt><dd><span class='meta'>").count(secret.value.len(), "byte");
    markup.raw("</span> ").value(name.name(), &secret.value).raw("</dd></div>");
    for side in [Side::Client, Side::Server] {
        let Some((step, mine)) = view.secret_of(side, name) else { continue };
        markup.raw("<div><dt>").letter(side).raw(" ").raw(side.name()).raw("</dt><dd>since ");
        markup.open_button("link", Action::step(step)).raw("step ").number(step + 1).raw("</button>");
        if mine.value != secret.value {
            markup.raw(", with another value: ").value("the other value", &mine.value);
        }
        if let Derivation::KeyAgreement { group, private, peer_public } = &mine.derivation {
            markup.raw(": ").text(group).raw("(").link(Action::secret(*private), private.name());
            markup.raw(", the peer's public key ").value("the peer's public key", peer_public).raw(")");
        }
        markup.raw("</dd></div>");
    }
    halves(secret, markup);
    derivation(view, secret, markup);
    leads_to(view, name, markup);
    elsewhere(view, secret, markup);
    protects(view, name, markup);
    markup.raw("</dl>");
}

/// The two parts of a secret of a hybrid group, if it is one.
fn halves(secret: &Secret, markup: &mut Markup) {
    for (name, part) in explain::halves(secret).into_iter().flatten() {
        markup.raw("<div><dt>").raw(name).raw("</dt><dd><span class='meta'>").count(part.len(), "byte");
        markup.raw("</span> ").value(name, part).raw("</dd></div>");
    }
}

fn derivation(view: View, secret: &Secret, markup: &mut Markup) {
    match &secret.derivation {
        Derivation::Entropy { label, public } => {
            markup.raw("<div><dt>drawn</dt><dd>from the seed of this run, under the label <code>\"").text(label);
            markup.raw("\"</code></dd></div>");
            if !public.is_empty() {
                markup.raw("<div><dt>public half</dt><dd>").value("the public half", public).raw("</dd></div>");
            }
        }
        // In the page's first part there are runs only, and a run derives all of its secrets.
        Derivation::Given { .. } if !part::WHOLE => {}
        Derivation::Given { by, public } => {
            markup.raw("<div><dt>given</dt><dd>").raw(match by {
                Giver::KeyLog => "by the key log; what it comes from is not known",
                Giver::PrivateKey => "as a private key",
                Giver::EarlierHandshake => "by the earlier handshake of this connection",
            });
            markup.raw("</dd></div>");
            if !public.is_empty() {
                markup.raw("<div><dt>public half</dt><dd>").value("the public half", public).raw("</dd></div>");
            }
        }
        Derivation::KeyAgreement { .. } => {}
        Derivation::Decryption { private, ciphertext } => {
            markup.raw("<div><dt>decrypted</dt><dd>by RSA with the ").link(Action::secret(*private), private.name());
            markup.raw(", out of ").value("what was encrypted", ciphertext).raw("</dd></div>");
        }
        Derivation::PreShared { origin, identity } => {
            markup.raw("<div><dt>from</dt><dd>").raw(match origin {
                PskOrigin::Ticket { .. } => "a ticket of an earlier connection",
                PskOrigin::Session => "a session of an earlier connection",
                PskOrigin::External => "other means, before this connection",
            });
            markup.raw("</dd></div><div><dt>identity</dt><dd>").value("the identity", identity).raw("</dd></div>");
        }
        Derivation::Prf { hash, secret: from, label, seed } => {
            markup.raw("<div><dt>function</dt><dd><code>PRF(").link(Action::secret(*from), from.name());
            markup.raw(", \"").text(label).raw("\", seed)</code> with ").text(hash).raw("</dd></div>");
            input(view, "secret", Input::Secret(*from), markup);
            match seed {
                Seed::Session(point) => context_line(&Context::Transcript(point.clone()), markup),
                Seed::Randoms { first, bytes } => {
                    markup.raw("<div><dt>seed</dt><dd>both randoms, that of the ").raw(first.name());
                    markup.raw(" first ").value("the seed", bytes).raw("</dd></div>");
                }
            }
        }
        Derivation::Part { of, span } => {
            markup.raw("<div><dt>cut out of</dt><dd>").link(Action::secret(*of), of.name()).raw(", ");
            markup.range(*span).raw("</dd></div>");
        }
        Derivation::Extract { hash, salt, ikm } => {
            markup.raw("<div><dt>function</dt><dd><code>HKDF-Extract(salt, IKM)</code> with ").text(hash);
            markup.raw("</dd></div>");
            input(view, "salt", *salt, markup);
            input(view, "IKM", *ikm, markup);
        }
        Derivation::ExpandLabel { hash, secret: from, label, context, hkdf_label } => {
            markup.raw("<div><dt>function</dt><dd><code>HKDF-Expand-Label(").link(Action::secret(*from), from.name());
            markup.raw(", \"").text(label).raw("\", ").raw(context_name(context)).raw(", ").number(secret.value.len());
            markup.raw(")</code> with ").text(hash).raw("</dd></div>");
            input(view, "secret", Input::Secret(*from), markup);
            context_line(context, markup);
            markup.raw("<div><dt>HkdfLabel</dt><dd><span class='meta'>what HKDF-Expand gets as info, ");
            markup.count(hkdf_label.len(), "byte").raw("</span> ");
            markup.copy("the HkdfLabel", Action::CopyHex(hkdf_label.clone()));
            hkdf_label_table(hkdf_label, markup);
            markup.raw("</dd></div>");
        }
    }
}

fn input(view: View, name: &'static str, input: Input, markup: &mut Markup) {
    markup.raw("<div><dt>").raw(name).raw("</dt><dd>");
    match input {
        Input::Zeros(0) => {
            markup.raw("no bytes");
        }
        Input::Zeros(count) => {
            markup.count(count, "zero byte");
        }
        Input::Secret(name) => {
            markup.link(Action::secret(name), name.name());
            if let Some(secret) = view.secret(name) {
                markup.value(name.name(), &secret.value);
            }
        }
    }
    markup.raw("</dd></div>");
}

fn context_name(context: &Context) -> &'static str {
    match context {
        Context::Empty => "\"\"",
        Context::HashOfNothing(_) => "Transcript-Hash(\"\")",
        Context::Transcript(_) => "Transcript-Hash",
        Context::TicketNonce(_) => "ticket_nonce",
        Context::ExporterContext { .. } => "Hash(context_value)",
    }
}

fn context_line(context: &Context, markup: &mut Markup) {
    match context {
        Context::Empty => {}
        Context::HashOfNothing(hash) => {
            markup.raw("<div><dt>context</dt><dd>hash of no message ").value("the hash", hash).raw("</dd></div>");
        }
        Context::TicketNonce(nonce) => {
            markup.raw("<div><dt>context</dt><dd>ticket_nonce ").value("the nonce", nonce).raw("</dd></div>");
        }
        Context::ExporterContext { context, hash } => {
            markup.raw("<div><dt>context</dt><dd>hash of ").value("the context", context);
            markup.value("the hash", hash).raw("</dd></div>");
        }
        Context::Transcript(point) if part::WHOLE && point.is_empty() => {
            context_line(&Context::HashOfNothing(point.hash.clone()), markup);
        }
        Context::Transcript(point) => {
            markup.raw("<div><dt>context</dt><dd>Transcript-Hash(ClientHello");
            if point.messages > 1 {
                markup.raw(" … ");
                if point.through == MessageName::Finished {
                    markup.raw(point.sender.name()).raw(" ");
                }
                markup.raw(point.through.name());
            }
            markup.raw("), ").count(point.messages, "message").raw(". ");
            markup.link(Action::tab(Tab::Transcript), "See the transcript").value("the hash", &point.hash);
            markup.raw("</dd></div>");
        }
    }
}

/// The fields of `HkdfLabel`. RFC 8446 §7.1.
fn hkdf_label_fields(bytes: &[u8]) -> FieldTree {
    let mut reader = Reader::new(bytes);
    // Bytes that do not fit leave the tree as far as it was read.
    let _ = reader
        .u16("length")
        .and_then(|_| reader.vector("label", 1, |reader| reader.text("label", reader.remaining())).map(drop))
        .and_then(|()| reader.opaque_vector("context", 1).map(drop));
    reader.into_fields()
}

fn hkdf_label_table(bytes: &[u8], markup: &mut Markup) {
    let fields = hkdf_label_fields(bytes);
    let source = markup.add_source(&fields, bytes, Version::Tls13);
    markup.hex_view(&source, Span { start: 0, end: bytes.len() });
    markup.raw("<table class='parts'><tbody>");
    for (index, field) in fields.leaves() {
        let value = field.span.of(bytes);
        let in_vector = field.depth > 0 && field.name == "length";
        markup.raw("<tr data-f='").number(source.base + index).raw("'><th scope='row'>");
        if in_vector {
            let of = fields.parent(index).map_or("", |parent| fields.fields()[parent].name);
            markup.raw("length of ").raw(of);
        } else {
            markup.raw(field.name);
        }
        markup.raw("</th><td><code>");
        match field.name {
            "label" => markup.raw("\"").text(&String::from_utf8_lossy(value)).raw("\""),
            "length" => markup.count(value.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)), "byte"),
            _ => markup.hex_start(value, 8),
        };
        markup.raw("</code></td><td class='range'>").range(field.span).raw("</td></tr>");
    }
    markup.raw("</tbody></table>");
}

/// The secrets that are made of this one so far.
/// Where the same secret is in other connections: a ticket's key of one is the pre-shared key of the next.
fn elsewhere(view: View, secret: &Secret, markup: &mut Markup) {
    if !part::WHOLE || !secret.name.crosses_connections() {
        return;
    }
    for (step, other) in view.trace.elsewhere(&secret.value, view.cursor) {
        let (selection, tab) = (Some(Selection::Secret(other.name)), Some(Tab::Keys));
        markup.raw("<div><dt>").raw(if step < view.cursor { "made as" } else { "used as" }).raw("</dt><dd>");
        markup.link(Action::Go { step: Some(step), tab, layer: None, selection }, other.name.name());
        let (tcp, handshake) = view.trace.within_tcp(view.trace.connection(step));
        markup.raw(" in connection ").number(tcp + 1);
        if handshake > 0 || view.trace.within_tcp(view.trace.connection(view.cursor)).1 > 0 {
            markup.raw(", handshake ").number(handshake + 1);
        }
        markup.raw("</dd></div>");
    }
}

fn leads_to(view: View, name: SecretName, markup: &mut Markup) {
    let born = view.secrets();
    let mut children = born
        .iter()
        .map(|(_, secret)| secret)
        .filter(|secret| match &secret.derivation {
            Derivation::Entropy { .. } | Derivation::Given { .. } | Derivation::PreShared { .. } => false,
            Derivation::Decryption { private, .. } => *private == name,
            Derivation::KeyAgreement { private, .. } => {
                *private == name
                    || [Side::Client, Side::Server].into_iter().any(|side| {
                        view.secret_of(side, secret.name).is_some_and(|(_, mine)| {
                        matches!(mine.derivation, Derivation::KeyAgreement { private, .. } if private == name)
                    })
                    })
            }
            Derivation::Extract { salt, ikm, .. } => [salt, ikm].into_iter().any(|input| *input == Input::Secret(name)),
            Derivation::ExpandLabel { secret, .. } | Derivation::Prf { secret, .. } => *secret == name,
            Derivation::Part { of, .. } => *of == name,
        })
        .peekable();
    if children.peek().is_none() {
        return;
    }
    markup.raw("<div><dt>leads to</dt><dd><ul class='links'>");
    for child in children {
        markup.raw("<li>").link(Action::secret(child.name), child.name.name()).raw("</li>");
    }
    markup.raw("</ul></dd></div>");
}

/// The records that are sealed with this secret or what comes of it, or the messages that it proves.
fn protects(view: View, name: SecretName, markup: &mut Markup) {
    let records: Vec<(usize, &Record)> = view
        .records()
        .filter(|(_, record)| {
            record.protection.as_ref().is_some_and(|protection| {
                [protection.key, protection.iv, protection.traffic_secret(record.id.sender)].contains(&name)
            })
        })
        .collect();
    if !records.is_empty() {
        markup.raw("<div><dt>protects</dt><dd><ul class='links'>");
        for (step, record) in records {
            markup.raw("<li>").open_button("link", Action::record(step, record.id));
            markup.raw(record.id.sender.name()).raw(" record ").number(record.id.number + 1).raw("</button>");
            markup.raw(" <span class='meta'>");
            for (_, message) in view.messages() {
                if message.placements.iter().any(|placement| placement.record == record.id) {
                    markup.raw(message.name.name()).raw(", ");
                }
            }
            markup.count(record.bytes.len(), "byte").raw("</span></li>");
        }
        markup.raw("</ul></dd></div>");
    } else if matches!(
        name,
        SecretName::TrafficSecret { .. } | SecretName::WriteKey { .. } | SecretName::WriteIv { .. }
    ) {
        markup.raw("<div><dt>protects</dt><dd>no record yet</dd></div>");
    }
    proves(view, name, markup);
}

/// The proof that is made with a finished key, or with a certificate's key.
fn proves(view: View, name: SecretName, markup: &mut Markup) {
    for (number, step) in view.steps() {
        for occurrence in &step.occurrences {
            let (proof, verb) = match &occurrence.effect {
                Effect::Proved(proof) => (proof, "made"),
                Effect::Checked(Check { proof: Some(proof), .. }) => (proof, "checked"),
                _ => continue,
            };
            let is_signed_here = name == SecretName::CertificatePrivateKey(occurrence.side) && verb == "made";
            let value = match proof {
                Proof::Mac { key, verify_data: value, .. } | Proof::Binder { key, binder: value, .. }
                    if *key == name =>
                {
                    Some(value)
                }
                Proof::VerifyData { verify_data, .. } if name == SecretName::SessionMasterSecret => Some(verify_data),
                Proof::Signature { content, .. } | Proof::Params { content, .. } if is_signed_here => Some(content),
                // All messages so far, which the transcript shows.
                Proof::Messages { .. } if is_signed_here => None,
                Proof::Mac { .. }
                | Proof::Signature { .. }
                | Proof::Binder { .. }
                | Proof::Params { .. }
                | Proof::Messages { .. }
                | Proof::VerifyData { .. } => continue,
            };
            markup.raw("<div><dt>").raw(if is_signed_here { "signs " } else { "MAC " }).raw(verb);
            markup.raw("</dt><dd>by the ").raw(occurrence.side.name()).raw(" in ");
            markup.open_button("link", Action::step(number)).raw("step ").number(number + 1).raw("</button> ");
            if let Some(value) = value {
                markup.value("it", value);
            }
            markup.raw("</dd></div>");
        }
    }
}
