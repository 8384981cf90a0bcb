//! The certificate chains and what their receivers make of them.

use super::bytes::{Source, subtree_end};
use super::view::View;
use crate::crypto::x509::{address_text, read_certificate};
use crate::explain;
use crate::tls::message::unpacked;
use crate::trace::{
    Check, CheckName, ChoiceName, Effect, Evidence, EvidenceValue, Message, MessageName, Note, Omission, Outcome,
    Proof, Side,
};
use crate::ui::action::Action;
use crate::ui::markup::{CROSS, Markup, TICK};
use crate::ui::part;
use crate::wire::{Field, Value, decode};

/// The spaces in front of what `CertificateVerify` signs. RFC 8446 §4.4.3.
const SPACES: usize = 64;

/// Whether that is said to the receiver of what was captured; never of a run, and so not in the page's first part.
fn is_noted(view: View, receiver: Side, note: &Note) -> bool {
    part::WHOLE
        && view
            .steps()
            .any(|(_, step)| step.effects_of(receiver).any(|effect| matches!(effect, Effect::Noted(it) if it == note)))
}

/// Writes the panel.
pub(super) fn paint(view: View, markup: &mut Markup) {
    let Some(sent) = view.certificate(Side::Server) else {
        none_yet(view, markup);
        return;
    };
    chain(view, sent, markup);
    // A client that has none says so with an empty list.
    if part::WHOLE
        && let Some(sent) =
            view.certificate(Side::Client).filter(|(_, message)| is_compressed(message) || has_some(message))
    {
        markup.raw("<h3>The client's certificates</h3>");
        chain(view, sent, markup);
    }
}

/// Writes a chain that was sent, and what its receiver makes of it.
fn chain(view: View, (step, message): (usize, &Message), markup: &mut Markup) {
    // In the page's first part nobody but the server sends one.
    let sender = if part::WHOLE { message.sender } else { Side::Server };
    let receiver = sender.peer();
    let shown = &*unpacked(message);
    let source = markup.add_source(&shown.fields, &shown.bytes, view.version());
    let entries = entries(&source);
    let in_order = !part::WHOLE || is_in_order(&source, &entries);
    markup.raw("<p class='lead'>The ").raw(sender.name()).raw(" sent ");
    if is_compressed(shown) {
        markup.raw("certificates that do not unpack here,");
    } else {
        markup.count(entries.len(), "certificate");
    }
    markup.raw(" in ");
    markup.link(Action::message(step), message.name.name());
    if is_compressed(message) && !is_compressed(shown) {
        markup.raw(", compressed, and unpacked here");
    }
    markup.raw(". Each should be vouched for by the one above it, up to a root that the ");
    markup.raw(receiver.name()).raw(" trusted before.");
    if !in_order {
        markup
            .raw(" Here not each is followed by the one that issued it; the first counts as the ")
            .raw(sender.name())
            .raw("'s own.");
    }
    markup.raw("</p><ol class='chain'>");
    let checks = checks(view, receiver);
    root(&checks, receiver, view.version(), markup);
    for (place, entry) in entries.iter().enumerate().rev() {
        certificate(&source, *entry, role(place, in_order)[0], markup);
    }
    markup.raw("</ol>");
    let is_proof = |check: &Check| matches!(check.name, CheckName::CertificateVerify | CheckName::ServerKeyExchange);
    let (proofs, path): (Vec<_>, Vec<_>) = checks.into_iter().partition(|(_, check)| is_proof(check));
    markup.raw("<h3>What the ").raw(receiver.name()).raw(" checks</h3>");
    if path.iter().all(|(_, check)| is_of_packing(check)) && is_noted(view, receiver, &Note::ChainNotJudged) {
        markup.raw("<p class='empty'>Not judged here: which roots the ").raw(receiver.name());
        markup.raw(" trusts is not said on the wire.</p>");
        if !path.is_empty() {
            lines(view, path, in_order, markup);
        }
    } else if path.is_empty() {
        markup.raw("<p class='empty'>Nothing so far: the ").raw(receiver.name());
        markup.raw(" checks the chain once it has it.</p>");
    } else {
        lines(view, path, in_order, markup);
    }
    possession(view, sender, markup);
    if view.trace.is_tls12(view.cursor) && sender == Side::Server && has_no_signature(view) {
        return;
    }
    if let Some(proof) = proof(view, sender) {
        signed_content(proof, markup);
    }
    if proofs.is_empty() && is_noted(view, receiver, &Note::ProofNotJudged) {
        not_judged(shown, markup);
    } else if proofs.is_empty() {
        markup.empty("Not verified yet.");
    } else {
        lines(view, proofs, in_order, markup);
    }
}

/// Why a copy of the certificate is not enough, and what shows that the sender has the private key.
fn possession(view: View, sender: Side, markup: &mut Markup) {
    let is_older = view.trace.is_tls12(view.cursor);
    if part::WHOLE && sender == Side::Client {
        markup.raw("<h3>The client's CertificateVerify</h3>");
    } else if is_older && has_no_signature(view) {
        markup.raw(
            "<h3>ClientKeyExchange</h3><p class='lead'>Nothing is signed in this key exchange. Only the owner of the ",
        );
        markup.raw("private key can decrypt the secret, and Finished shows that it did.</p>");
        return;
    } else if is_older {
        markup.raw(
            "<h3>ServerKeyExchange</h3><p class='lead'>Anyone can copy a certificate. A signature over both random ",
        );
        markup.raw(
            "values and the server's public key shows that the server has the private key of the certificate.</p>",
        );
        return;
    } else {
        markup.raw("<h3>CertificateVerify</h3>");
    }
    markup.raw("<p class='lead'>Anyone can copy a certificate. A signature over this very transcript shows that the ");
    markup.raw(sender.name()).raw(" has the private key that goes with it.</p>");
}

/// Why it is not said whether the proof is right.
fn not_judged(message: &Message, markup: &mut Markup) {
    #[cfg(feature = "whole")]
    if let Some(bits) = explain::short_key(message) {
        markup.raw("<p class='empty'>Not judged here: the key is RSA with ").number(bits);
        markup.raw(" bits, and shorter than 2048 is not checked here.</p>");
        return;
    }
    let _ = message;
    markup.empty(
        "Not judged here: something that it covers, or its key, is not known, or of a kind that is not built here.",
    );
}

fn none_yet(view: View, markup: &mut Markup) {
    if !view.tells_ahead() {
        markup.empty("No certificate yet.");
        return;
    }
    let span = view.trace.span(view.cursor);
    let messages = || view.trace.messages().filter(|(step, _)| span.contains(step));
    let mut sent = messages().filter(|(_, message)| message.name.shows_certificates());
    let Some((step, _)) = sent.find(|(step, _)| *step > view.cursor) else {
        markup.raw("<p class='empty'>No certificate is sent in this connection.");
        if part::WHOLE && messages().any(|(_, message)| message.name == MessageName::Finished) {
            markup.raw(" Each side shows that it knows a secret which both have from before, and that stands for one.");
        }
        markup.raw("</p>");
        return;
    };
    markup.raw("<p class='empty'>No certificate yet. The server sends its chain in ");
    markup.open_button("link", Action::step(step)).raw("step ").number(step + 1).raw("</button>.</p>");
}

/// The checks of the chain and of `CertificateVerify` so far.
fn checks(view: View<'_>, receiver: Side) -> Vec<(usize, &Check)> {
    view.steps()
        .flat_map(|(number, step)| {
            step.effects_of(receiver).filter_map(move |effect| match effect {
                Effect::Checked(check) => Some((number, check)),
                _ => None,
            })
        })
        .filter(|(_, check)| {
            if is_of_packing(check) {
                return true;
            }
            let about = Omission::of(check.name);
            matches!(about, Some(Omission::Chain | Omission::Name | Omission::Validity | Omission::Signature))
        })
        .collect()
}

/// Whether the secret is encrypted for the certificate's key, which then signs nothing: the RSA key exchange of TLS 1.2.
fn has_no_signature(view: View) -> bool {
    let suite = view.trace.steps[view.trace.span(view.cursor)].iter().flat_map(|step| &step.occurrences).find_map(
        |occurrence| match &occurrence.effect {
            Effect::Negotiated(choice) if choice.name == ChoiceName::CipherSuite => choice.chosen.as_deref(),
            _ => None,
        },
    );
    suite.is_some_and(|suite| suite.starts_with("TLS_RSA_WITH_"))
}

/// The signature as its sender made it or the receiver verified it.
fn proof(view: View<'_>, sender: Side) -> Option<&Proof> {
    view.trace.until(view.cursor).find_map(|occurrence| match &occurrence.effect {
        Effect::Proved(proof) if occurrence.side == sender => Some(proof).filter(|proof| is_signature(proof)),
        Effect::Checked(Check { proof: Some(proof), .. }) if occurrence.side != sender => {
            Some(proof).filter(|proof| is_signature(proof))
        }
        _ => None,
    })
}

fn is_signature(proof: &Proof) -> bool {
    match proof {
        Proof::Signature { .. } | Proof::Params { .. } | Proof::Messages { .. } => true,
        Proof::VerifyData { .. } | Proof::Mac { .. } | Proof::Binder { .. } => false,
    }
}

/// What a certificate is in the chain, as a heading and in a line; if the chain is in no order, when it was sent.
fn role(place: usize, in_order: bool) -> [&'static str; 2] {
    if !part::WHOLE || in_order {
        return if place == 0 { ["Leaf", "leaf"] } else { ["Intermediate", "intermediate"] };
    }
    match place {
        0 => ["Sent first", "sent first"],
        1 => ["Sent second", "sent second"],
        2 => ["Sent third", "sent third"],
        _ => ["Sent later", "sent later"],
    }
}

/// The certificate's place in the chain that a check is about.
fn place(name: CheckName) -> Option<usize> {
    match name {
        CheckName::CertificateSignature { certificate }
        | CheckName::Validity { certificate }
        | CheckName::NameConstraints { certificate }
        | CheckName::BasicConstraints { certificate }
        | CheckName::KeyUsage { certificate }
        | CheckName::CriticalExtensions { certificate } => Some(certificate),
        CheckName::ExtendedKeyUsage
        | CheckName::ServerName
        | CheckName::CertificateVerify
        | CheckName::ServerKeyExchange => Some(0),
        #[cfg(feature = "rare")]
        CheckName::CompressedCertificate => None,
        CheckName::SessionIdEcho
        | CheckName::VersionOffered
        | CheckName::CipherSuiteOffered
        | CheckName::GroupOffered
        | CheckName::RetryChangesHello
        | CheckName::RetrySuite
        | CheckName::SecondHello
        | CheckName::Downgrade
        | CheckName::RenegotiationInfo
        | CheckName::RenegotiatedConnection
        | CheckName::SessionParameters
        | CheckName::Cookie
        | CheckName::PskOffered
        | CheckName::Binder
        | CheckName::EarlyDataParameters
        | CheckName::TrustAnchor
        | CheckName::Finished => None,
    }
}

fn lines(view: View, checks: Vec<(usize, &Check)>, in_order: bool, markup: &mut Markup) {
    markup.raw("<ul class='checks'>");
    for (step, check) in checks {
        line(view, step, (check, in_order), markup);
    }
    markup.raw("</ul>");
}

fn line(view: View, step: usize, (check, in_order): (&Check, bool), markup: &mut Markup) {
    let entry = explain::check(check.name);
    markup.raw("<li><details><summary>").raw(if check.outcome == Outcome::Passed { TICK } else { CROSS });
    markup.raw("<span class='grow'>").text(entry.title);
    if let Some(place) = place(check.name) {
        markup.raw(" <span class='meta'>").raw(role(place, in_order)[1]).raw("</span>");
    }
    markup.raw("</span>");
    match check.outcome {
        Outcome::Passed => markup.raw("<span class='verdict'>passed</span>"),
        Outcome::Ignored(alert) if part::WHOLE => {
            markup.raw("<span class='verdict bad'>failed, ignored: ").raw(alert.name()).raw("</span>")
        }
        Outcome::Failed(alert) | Outcome::Ignored(alert) => {
            markup.raw("<span class='verdict bad'>failed: ").raw(alert.name()).raw("</span>")
        }
    };
    markup.raw("</summary>").words(&entry, view.depth);
    if !check.evidence.is_empty() {
        markup.raw("<dl class='facts'>");
        for Evidence { name, value } in &check.evidence {
            markup.raw("<div><dt>").text(name).raw("</dt><dd>");
            match value {
                EvidenceValue::Text(text) => markup.text(text),
                EvidenceValue::Bytes(bytes) => markup.value(name, bytes),
            };
            markup.raw("</dd></div>");
        }
        markup.raw("</dl>");
    }
    markup.raw("<p class='meta'>in ").open_button("link", Action::step(step)).raw("step ").number(step + 1);
    markup.raw("</button></p></details></li>");
}

fn signed_content(proof: &Proof, markup: &mut Markup) {
    if let Proof::Params { scheme, content } = proof {
        markup.raw("<p>What is signed, with ").text(scheme).raw(": ").count(content.len(), "byte").raw(" ");
        markup.copy("the signed content", Action::CopyHex(content.clone())).raw("</p>");
        return;
    }
    if let (true, Proof::Messages { scheme, length, covers }) = (part::WHOLE, proof) {
        markup.raw("<p>What is signed, with ").text(scheme).raw(": ");
        if covers.is_empty() {
            markup.raw("no message, for this side is broken on purpose.</p>");
        } else {
            markup.raw("messages 1 to ").number(covers.messages).raw(", through ").raw(covers.through.name()).raw(", ");
            markup.count(*length, "byte").raw(" in all.</p>");
        }
        return;
    }
    let Proof::Signature { scheme, content, covers } = proof else { return };
    markup.raw("<p>What is signed, with ").text(scheme).raw(", is not the hash alone but ");
    markup.count(content.len(), "byte").raw(": ").copy("the signed content", Action::CopyHex(content.clone()));
    markup.raw("</p><ol class='signed'>");
    let spaces = content.iter().take_while(|byte| **byte == b' ').count();
    let zero = content.iter().position(|byte| *byte == 0).unwrap_or(content.len());
    markup.raw("<li><b>").number(spaces).raw(" spaces</b> <code class='spaces'>");
    for _ in 0..spaces {
        markup.raw("·\u{200b}");
    }
    markup.raw("</code>");
    if spaces != SPACES {
        markup.raw(" <span class='meta'>the standard wants 64</span>");
    }
    markup.raw("</li><li><b>context string</b> <code>");
    markup.text(&String::from_utf8_lossy(&content[spaces.min(zero)..zero])).raw("</code></li>");
    markup.raw("<li><b>a zero byte</b> <code>").hex(content.get(zero..=zero).unwrap_or_default()).raw("</code></li>");
    markup.raw("<li><b>transcript hash</b> <span class='meta'>");
    if part::WHOLE && covers.is_empty() {
        markup.raw("of no message: this side is broken on purpose");
    } else {
        markup.raw("of messages 1 to ").number(covers.messages).raw(", through ").raw(covers.through.name());
    }
    markup.raw("</span> ").value("the transcript hash", &covers.hash).raw("</li></ol>");
}

/// The places of the fields that hold one certificate each.
fn entries(source: &Source) -> Vec<usize> {
    let fields = source.fields.fields().iter().enumerate();
    fields.filter(|(_, field)| is_entry(field)).map(|(index, _)| index).collect()
}

/// Whether each but the last names the next one as its issuer.
fn is_in_order(source: &Source, entries: &[usize]) -> bool {
    let name = |entry: usize, part| {
        let facts = Facts { source, range: entry..subtree_end(&source.fields, entry) };
        facts.group(part).map(|index| source.fields.fields()[index].span.of(&source.bytes))
    };
    entries.windows(2).all(|pair| name(pair[0], "issuer") == name(pair[1], "subject"))
}

/// Whether the certificates in it are compressed; never in the page's first part.
fn is_compressed(message: &Message) -> bool {
    part::WHOLE && message.name != MessageName::Certificate
}

/// Whether it is about how certificates were compressed; never in the page's first part.
fn is_of_packing(check: &Check) -> bool {
    #[cfg(feature = "rare")]
    if check.name == CheckName::CompressedCertificate {
        return true;
    }
    let _ = check;
    false
}

/// Whether that message has a certificate.
fn has_some(message: &Message) -> bool {
    message.fields.fields().iter().any(is_entry)
}

fn is_entry(field: &Field) -> bool {
    matches!(field.name, "CertificateEntry" | "ASN.1Cert")
}

/// What the receiver knows of the root, once it has looked for it.
fn root(checks: &[(usize, &Check)], receiver: Side, version: explain::Version, markup: &mut Markup) {
    let Some((_, check)) = checks.iter().find(|(_, check)| check.name == CheckName::TrustAnchor) else {
        markup.raw("<li class='cert unborn'><h4>Root <span class='meta'>not sent: the ").raw(receiver.name());
        markup.raw(" has its own list</span></h4></li>");
        return;
    };
    markup.raw("<li class='cert'><h4>").raw(if check.outcome == Outcome::Passed { TICK } else { CROSS });
    let [before, after] = match check.outcome {
        Outcome::Passed => ["not sent: from the ", "'s own list"],
        Outcome::Failed(_) | Outcome::Ignored(_) => ["none of the ", "'s list fits"],
    };
    markup.raw("Root <span class='meta'>").raw(before).raw(receiver.name()).raw(after);
    match check.evidence.last() {
        // The evidence walks up the chain; behind it stands the anchor, if there is one.
        Some(Evidence { value: EvidenceValue::Bytes(der), .. }) => {
            let fields = decode(der, "cert_data", |reader| read_certificate(reader, der.len())).fields;
            let source = markup.add_source(&fields, der, version);
            markup.raw(", ");
            content(&source, 0, markup);
        }
        Some(Evidence { name, value: EvidenceValue::Text(text) }) => {
            markup.raw("</span></h4><dl class='facts'><div><dt>").text(name).raw("</dt><dd>").text(text);
            markup.raw("</dd></div></dl></li>");
        }
        None => {
            markup.raw("</span></h4></li>");
        }
    }
}

/// A certificate: its main facts, and all of its bytes behind a switch.
fn certificate(source: &Source, entry: usize, role: &'static str, markup: &mut Markup) {
    markup.raw("<li class='cert'><h4>").raw(role).raw(" <span class='meta'>");
    content(source, entry, markup);
}

/// Writes how long a certificate is, what it says, and its bytes.
fn content(source: &Source, entry: usize, markup: &mut Markup) {
    let facts = Facts { source, range: entry..subtree_end(&source.fields, entry) };
    let fields = source.fields.fields();
    let cert_data = facts.group("cert_data").unwrap_or(entry);
    let span = fields[cert_data].span;
    markup.count(span.len(), "byte").raw("</span> ");
    let der = facts.group("Certificate").map_or(span, |index| fields[index].span);
    markup.copy("the certificate", Action::CopyHex(der.of(&source.bytes).to_vec())).raw("</h4><dl class='facts'>");
    facts.line("subject", "for", |field| field.value == Value::Text, markup);
    facts.line("GeneralNames", "names", |field| (field.name, field.value) == ("dNSName", Value::Text), markup);
    if part::WHOLE {
        facts.addresses(markup);
    }
    facts.line("issuer", "issued by", |field| field.value == Value::Text, markup);
    facts.line("notBefore", "from", |field| field.value == Value::Time, markup);
    facts.line("notAfter", "to", |field| field.value == Value::Time, markup);
    facts.line("subjectPublicKeyInfo", "key", |field| matches!(field.value, Value::ObjectIdentifier(_)), markup);
    facts.line("signatureAlgorithm", "signed with", |field| matches!(field.value, Value::ObjectIdentifier(_)), markup);
    markup.raw("</dl><details class='bytes' data-bytes='").number(source.base + cert_data);
    markup.raw("'><summary>All of its bytes and fields</summary><div></div></details></li>");
}

/// Writes the bytes and fields of the certificate whose `cert_data` has the place `cert_data`.
pub(super) fn paint_bytes(source: &Source, cert_data: usize, markup: &mut Markup) {
    let span = source.fields.fields()[cert_data].span;
    markup.hex_view(source, span).tree_view(source, cert_data, "Fields of the certificate");
}

/// The fields of one certificate.
struct Facts<'a> {
    source: &'a Source,
    range: core::ops::Range<usize>,
}

impl Facts<'_> {
    /// The first field with that name.
    fn group(&self, name: &str) -> Option<usize> {
        self.range.clone().find(|index| self.source.fields.fields()[*index].name == name)
    }

    /// Writes the IP addresses that the certificate is for.
    fn addresses(&self, markup: &mut Markup) {
        let fields = self.source.fields.fields();
        let is_address = |index: &usize| (fields[*index].name, fields[*index].value) == ("iPAddress", Value::Opaque);
        for (count, index) in self.range.clone().filter(is_address).enumerate() {
            markup.raw(if count == 0 { "<div><dt>addresses</dt><dd>" } else { ", " });
            markup.open_button("link plain", Action::Field(self.source.base + index));
            markup.text(&address_text(fields[index].span.of(&self.source.bytes))).raw("</button>");
        }
        markup.raw(if self.range.clone().any(|index| is_address(&index)) { "</dd></div>" } else { "" });
    }

    /// Writes the values inside of the first field with that name for which `wanted` holds.
    fn line(&self, name: &str, label: &'static str, wanted: fn(&Field) -> bool, markup: &mut Markup) {
        let fields = &self.source.fields;
        let Some(group) = self.group(name) else { return };
        let mut leaves =
            (group..subtree_end(fields, group)).filter(|index| wanted(&fields.fields()[*index])).peekable();
        if leaves.peek().is_none() {
            return;
        }
        markup.raw("<div><dt>").raw(label).raw("</dt><dd>");
        let mut first = true;
        for index in leaves {
            markup.raw(if first { "" } else { ", " });
            markup.open_button("link plain", Action::Field(self.source.base + index));
            markup.text(&explain::field_value(fields, index, &self.source.bytes)).raw("</button>");
            first = false;
        }
        markup.raw("</dd></div>");
    }
}
