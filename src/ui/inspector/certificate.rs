//! The certificate chain and what the client makes of it.

use super::bytes::{Source, subtree_end};
use super::view::View;
use crate::explain;
use crate::trace::{
    Check, CheckName, ChoiceName, Effect, Evidence, EvidenceValue, MessageName, Note, Omission, Outcome, Proof, Side,
};
use crate::ui::action::Action;
use crate::ui::markup::{CROSS, Markup, TICK};
use crate::ui::part;
use crate::wire::Value;

/// The spaces in front of what `CertificateVerify` signs. RFC 8446 §4.4.3.
const SPACES: usize = 64;

/// Whether that is said of what was captured; never of a run, and so not in the page's first part.
fn is_noted(view: View, note: Note) -> bool {
    part::WHOLE
        && view.steps().any(|(_, step)| step.effects_of(Side::Client).any(|effect| *effect == Effect::Noted(note)))
}

/// Writes the panel.
pub(super) fn paint(view: View, markup: &mut Markup) {
    let checks = checks(view);
    let Some((step, message)) = view.certificate() else {
        none_yet(view, markup);
        return;
    };
    let source = markup.add_source(&message.fields, &message.bytes, view.version());
    let entries = entries(&source);
    markup.raw("<p class='lead'>The server sent ").count(entries.len(), "certificate").raw(" in ");
    markup.link(Action::message(step), message.name.name());
    markup.raw(". Each is vouched for by the next; the last by a root that the client trusted before.</p>");
    markup.raw("<ol class='chain'>");
    root(&checks, markup);
    for (place, entry) in entries.iter().enumerate().rev() {
        certificate(&source, *entry, place, markup);
    }
    markup.raw("</ol>");
    let is_proof = |check: &Check| matches!(check.name, CheckName::CertificateVerify | CheckName::ServerKeyExchange);
    let (proofs, path): (Vec<_>, Vec<_>) = checks.into_iter().partition(|(_, check)| is_proof(check));
    markup.raw("<h3>What the client checks</h3>");
    if path.is_empty() && is_noted(view, Note::ChainNotJudged) {
        markup.empty("Not judged here: which roots the client trusts is not said on the wire.");
    } else if path.is_empty() {
        markup.empty("Nothing so far: the client checks the chain once it has it.");
    } else {
        markup.raw("<ul class='checks'>");
        for (step, check) in path {
            line(view, step, check, markup);
        }
        markup.raw("</ul>");
    }
    if view.trace.is_tls12(view.cursor) && has_no_signature(view) {
        markup.raw(
            "<h3>ClientKeyExchange</h3><p class='lead'>Nothing is signed in this key exchange. Only the owner of the ",
        );
        markup.raw("private key can decrypt the secret, and Finished shows that it did.</p>");
        return;
    }
    if view.trace.is_tls12(view.cursor) {
        markup.raw(
            "<h3>ServerKeyExchange</h3><p class='lead'>Anyone can copy a certificate. A signature over both random ",
        );
        markup.raw("values and the server's public key shows that it has the private key of the certificate.</p>");
    } else {
        markup.raw(
            "<h3>CertificateVerify</h3><p class='lead'>Anyone can copy a certificate. A signature over this very ",
        );
        markup.raw("transcript shows that the server has the private key that goes with it.</p>");
    }
    if let Some(proof) = proof(view) {
        signed_content(proof, markup);
    }
    if proofs.is_empty() && is_noted(view, Note::ProofNotJudged) {
        markup.empty(
            "Not judged here: something that it covers, or its key, is not known, or of a kind that is not built here.",
        );
    } else if proofs.is_empty() {
        markup.empty("Not verified yet.");
    } else {
        markup.raw("<ul class='checks'>");
        for (step, check) in proofs {
            line(view, step, check, markup);
        }
        markup.raw("</ul>");
    }
}

fn none_yet(view: View, markup: &mut Markup) {
    if !view.tells_ahead() {
        markup.empty("No certificate yet.");
        return;
    }
    let mut sent = view.trace.messages().filter(|(_, message)| message.name == MessageName::Certificate);
    let Some((step, _)) = sent.find(|(step, _)| *step > view.cursor) else {
        markup.raw("<p class='empty'>No certificate is sent in this run.");
        if part::WHOLE && view.trace.messages().any(|(_, message)| message.name == MessageName::Finished) {
            markup.raw(" Each side shows that it knows a secret which both have from before, and that stands for one.");
        }
        markup.raw("</p>");
        return;
    };
    markup.raw("<p class='empty'>No certificate yet. The server sends its chain in ");
    markup.open_button("link", Action::step(step)).raw("step ").number(step + 1).raw("</button>.</p>");
}

/// The checks of the chain and of `CertificateVerify` so far.
fn checks(view: View<'_>) -> Vec<(usize, &Check)> {
    view.steps()
        .flat_map(|(number, step)| {
            step.effects_of(Side::Client).filter_map(move |effect| match effect {
                Effect::Checked(check) => Some((number, check)),
                _ => None,
            })
        })
        .filter(|(_, check)| {
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

/// The signature as the server made it or the client verified it.
fn proof(view: View<'_>) -> Option<&Proof> {
    view.trace.until(view.cursor).find_map(|occurrence| match &occurrence.effect {
        Effect::Proved(proof @ (Proof::Signature { .. } | Proof::Params { .. }))
        | Effect::Checked(Check { proof: Some(proof @ (Proof::Signature { .. } | Proof::Params { .. })), .. }) => {
            Some(proof)
        }
        _ => None,
    })
}

/// The certificate's place in the chain that a check is about.
fn place(name: CheckName) -> Option<usize> {
    match name {
        CheckName::CertificateSignature { certificate }
        | CheckName::Validity { certificate }
        | CheckName::BasicConstraints { certificate }
        | CheckName::KeyUsage { certificate }
        | CheckName::CriticalExtensions { certificate } => Some(certificate),
        CheckName::ExtendedKeyUsage
        | CheckName::ServerName
        | CheckName::CertificateVerify
        | CheckName::ServerKeyExchange => Some(0),
        CheckName::SessionIdEcho
        | CheckName::VersionOffered
        | CheckName::CipherSuiteOffered
        | CheckName::GroupOffered
        | CheckName::RetryChangesHello
        | CheckName::RetrySuite
        | CheckName::SecondHello
        | CheckName::Downgrade
        | CheckName::RenegotiationInfo
        | CheckName::SessionParameters
        | CheckName::Cookie
        | CheckName::PskOffered
        | CheckName::Binder
        | CheckName::EarlyDataParameters
        | CheckName::TrustAnchor
        | CheckName::Finished => None,
    }
}

fn line(view: View, step: usize, check: &Check, markup: &mut Markup) {
    let entry = explain::check(check.name);
    markup.raw("<li><details><summary>").raw(if check.outcome == Outcome::Passed { TICK } else { CROSS });
    markup.raw("<span class='grow'>").text(entry.title);
    if let Some(place) = place(check.name) {
        markup.raw(" <span class='meta'>").raw(if place == 0 { "leaf" } else { "intermediate" }).raw("</span>");
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
    fields.filter(|(_, field)| matches!(field.name, "CertificateEntry" | "ASN.1Cert")).map(|(index, _)| index).collect()
}

/// What the client knows of the root, once it has looked for it.
fn root(checks: &[(usize, &Check)], markup: &mut Markup) {
    let Some((_, check)) = checks.iter().find(|(_, check)| check.name == CheckName::TrustAnchor) else {
        markup.raw("<li class='cert unborn'><h4>Root <span class='meta'>not sent: the client has its own list</span></h4></li>");
        return;
    };
    markup.raw("<li class='cert'><h4>").raw(if check.outcome == Outcome::Passed { TICK } else { CROSS });
    markup.raw("Root <span class='meta'>").raw(match check.outcome {
        Outcome::Passed => "not sent: from the client's own list",
        Outcome::Failed(_) | Outcome::Ignored(_) => "none of the client's list fits",
    });
    markup.raw("</span></h4><dl class='facts'>");
    // The evidence walks up the chain; its last entry is the anchor.
    if let Some(Evidence { name, value: EvidenceValue::Text(text) }) = check.evidence.last() {
        markup.raw("<div><dt>").text(name).raw("</dt><dd>").text(text).raw("</dd></div>");
    }
    markup.raw("</dl></li>");
}

/// A certificate: its main facts, and all of its bytes behind a switch.
fn certificate(source: &Source, entry: usize, place: usize, markup: &mut Markup) {
    let facts = Facts { source, range: entry..subtree_end(&source.fields, entry) };
    let fields = source.fields.fields();
    let cert_data = facts.group("cert_data").unwrap_or(entry);
    let span = fields[cert_data].span;
    markup.raw("<li class='cert'><h4>").raw(if place == 0 { "Leaf" } else { "Intermediate" });
    markup.raw(" <span class='meta'>").count(span.len(), "byte").raw("</span> ");
    let der = facts.group("Certificate").map_or(span, |index| fields[index].span);
    markup.copy("the certificate", Action::CopyHex(der.of(&source.bytes).to_vec())).raw("</h4><dl class='facts'>");
    facts.line("subject", "for", |value| *value == Value::Text, markup);
    facts.line("dNSName", "names", |value| *value == Value::Text, markup);
    facts.line("issuer", "issued by", |value| *value == Value::Text, markup);
    facts.line("notBefore", "from", |value| *value == Value::Time, markup);
    facts.line("notAfter", "to", |value| *value == Value::Time, markup);
    facts.line("subjectPublicKeyInfo", "key", |value| matches!(value, Value::ObjectIdentifier(_)), markup);
    facts.line("signatureAlgorithm", "signed with", |value| matches!(value, Value::ObjectIdentifier(_)), markup);
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

    /// Writes the values inside of the first field with that name for which `wanted` holds.
    fn line(&self, name: &str, label: &'static str, wanted: fn(&Value) -> bool, markup: &mut Markup) {
        let fields = &self.source.fields;
        let Some(group) = self.group(name) else { return };
        let mut leaves =
            (group..subtree_end(fields, group)).filter(|index| wanted(&fields.fields()[*index].value)).peekable();
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
