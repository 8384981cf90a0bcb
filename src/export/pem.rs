//! Certificates as text that every tool takes. RFC 7468.

use super::Run;
use crate::crypto::x509::read_certificate;
use crate::tls::message::unpacked;
use crate::trace::Message;
use crate::wire::{Field, Value, decode};

/// Writes the certificates that were shown, in the order in which they stood in their messages, then those that the
/// sides trusted beforehand; each with a line on what it is in front of it.
#[must_use]
pub fn pem(run: &Run) -> String {
    let mut text = String::new();
    for message in certificate_messages(run) {
        let message = unpacked(message);
        let chain = chain(&message);
        let last = chain.len();
        for (index, der) in chain.into_iter().enumerate() {
            let role = format!("Certificate {} of {last}, sent by the {}", index + 1, message.sender.name());
            push(&mut text, &role, der);
        }
    }
    for der in &run.trust_anchors {
        push(&mut text, "Trust anchor", der);
    }
    text
}

fn certificate_messages<'a>(run: &'a Run) -> impl Iterator<Item = &'a Message> {
    (0..run.trace.steps.len())
        .filter_map(|index| run.message(index))
        .filter(|message| message.name.shows_certificates())
}

/// The certificates of a `Certificate` message, in DER.
fn chain(message: &Message) -> Vec<&[u8]> {
    let fields = message.fields.fields();
    let content = |(group, next): (&Field, &Field)| match next.value {
        Value::Length(length) if group.name == "cert_data" => {
            let end = next.span.end.checked_add(usize::try_from(length).ok()?)?;
            message.bytes.get(next.span.end..end)
        }
        _ => None,
    };
    fields.iter().zip(fields.iter().skip(1)).filter_map(content).collect()
}

fn push(text: &mut String, role: &str, der: &[u8]) {
    text.push_str(role);
    text.push('\n');
    let decoded = decode(der, "Certificate", |reader| read_certificate(reader, der.len()));
    if let Ok(certificate) = decoded.result {
        for (name, value) in [("Subject", &certificate.subject), ("Issuer", &certificate.issuer)] {
            text.extend([name, ": ", value.text(), "\n"]);
        }
    }
    text.push_str("-----BEGIN CERTIFICATE-----");
    for (index, three) in der.chunks(3).enumerate() {
        if index * 4 % LINE == 0 {
            text.push('\n');
        }
        push_base64(text, three);
    }
    text.push_str("\n-----END CERTIFICATE-----\n\n");
}

/// The letters of a line. RFC 7468 §2.
const LINE: usize = 64;

/// Appends four letters for up to three bytes. RFC 4648 §4.
fn push_base64(text: &mut String, bytes: &[u8]) {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let byte = |index| u32::from(bytes.get(index).copied().unwrap_or_default());
    let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
    for (index, shift) in [18, 12, 6, 0].into_iter().enumerate() {
        let letter = LETTERS[(bits >> shift & 0x3f) as usize];
        text.push(if index > bytes.len() { '=' } else { char::from(letter) });
    }
}
