//! Certificates that were compressed on their way. RFC 8879.

use super::super::given::Given;
use super::super::{Reaction, place};
use super::Newer;
use crate::tls::extension::{Extension, find};
use crate::tls::message::{CertificateMessage, CompressedCertificate, Packed, decode_unpacked};
use crate::tls::registry::{CertificateCompressionAlgorithm, ExtensionType, Registered};
use crate::trace::{
    AlertDescription, Check, CheckName, Compressed, Effect, Evidence, EvidenceValue, Message, Note, Outcome, Side,
};
use crate::wire::DecodeError;

/// Why no certificates come out of a compressed message.
enum Fault {
    Packed(Packed),
    Unreadable(DecodeError),
}

impl Newer {
    /// Certificates of the handshake. The transcript has the message as it was sent, compressed.
    pub(super) fn compressed(
        &mut self,
        given: &Given,
        sender: Side,
        (compressed, seen): (&CompressedCertificate, &Message),
        reaction: &mut Reaction,
    ) {
        self.end_early_data_for(sender);
        self.add(sender, seen);
        let unpacked = unpack(compressed);
        let extensions = match (sender, &self.requested) {
            (Side::Client, Some(request)) => &request.extensions,
            (Side::Client, None) => &Vec::new(),
            (Side::Server, _) => &self.hello.message.extensions,
        };
        reaction.receiver.push(told(compressed, offered(extensions), &unpacked));
        match unpacked {
            Ok(certificate) => self.shown(given, sender, &certificate, reaction),
            Err(_) => self.leaves[place(sender)] = None,
        }
    }

    /// Certificates with which a client answers after the handshake. Which question they answer stands in them.
    pub(super) fn compressed_later(
        &mut self,
        given: &Given,
        (compressed, seen): (&CompressedCertificate, &Message),
        reaction: &mut Reaction,
    ) {
        let unpacked = unpack(compressed);
        match &unpacked {
            Ok(certificate) => self.answer(&certificate.certificate_request_context, seen),
            Err(_) => self.answered = None,
        }
        let extensions = self.answered.as_ref().map_or(&[][..], |asked| &asked.request.extensions);
        reaction.receiver.push(told(compressed, offered(extensions), &unpacked));
        match unpacked {
            Ok(certificate) => self.chain(given, Side::Client, &certificate, reaction),
            Err(_) => self.leaves[place(Side::Client)] = None,
        }
    }
}

fn unpack(compressed: &CompressedCertificate) -> Result<CertificateMessage, Fault> {
    let body = compressed.unpack().map_err(Fault::Packed)?;
    decode_unpacked(&body).result.map_err(Fault::Unreadable)
}

/// The ways of compressing that somebody says it can undo, if it says so.
fn offered(extensions: &[Extension]) -> Option<&[CertificateCompressionAlgorithm]> {
    match find(extensions, ExtensionType::COMPRESS_CERTIFICATE) {
        Some(Extension::CompressCertificate(algorithms)) => Some(algorithms),
        _ => None,
    }
}

/// What came of it for the receiver, who must have offered to undo that.
fn told(
    compressed: &CompressedCertificate,
    offered: Option<&[CertificateCompressionAlgorithm]>,
    unpacked: &Result<CertificateMessage, Fault>,
) -> Effect {
    let CompressedCertificate { algorithm, uncompressed_length, compressed_certificate_message: packed } = compressed;
    match unpacked {
        Err(Fault::Packed(Packed::NotBuilt)) => {
            return Effect::Noted(Note::StaysCompressed(Compressed::NotBuilt { algorithm: algorithm.0 }));
        }
        Err(Fault::Packed(Packed::TooLong { limit })) => {
            return Effect::Noted(Note::StaysCompressed(Compressed::TooLong { limit: *limit }));
        }
        _ => {}
    }
    let outcome = match (offered, unpacked) {
        (None, _) => Outcome::Failed(AlertDescription::UnexpectedMessage),
        (Some(offered), _) if !offered.contains(algorithm) => Outcome::Failed(AlertDescription::IllegalParameter),
        (_, Ok(_)) => Outcome::Passed,
        (_, Err(Fault::Packed(_))) => Outcome::Failed(AlertDescription::BadCertificate),
        (_, Err(Fault::Unreadable(_))) => Outcome::Failed(AlertDescription::DecodeError),
    };
    let offered: Vec<String> = offered.unwrap_or_default().iter().map(|offered| offered.told()).collect();
    let came = match unpacked {
        Ok(_) => bytes(*uncompressed_length),
        Err(Fault::Packed(packed)) => packed.to_string(),
        Err(Fault::Unreadable(error)) => [bytes(*uncompressed_length), error.to_string()].join("; "),
    };
    let evidence = |name, text| Evidence { name, value: EvidenceValue::Text(text) };
    let evidence = vec![
        evidence("offered", if offered.is_empty() { "none".into() } else { offered.join(", ") }),
        evidence("algorithm", algorithm.told()),
        evidence("compressed", bytes(packed.len())),
        evidence("uncompressed_length", bytes(*uncompressed_length)),
        evidence("unpacked", came),
    ];
    Effect::Checked(Check { name: CheckName::CompressedCertificate, outcome, evidence, proof: None })
}

fn bytes(length: usize) -> String {
    if length == 1 { "1 byte".into() } else { format!("{length} bytes") }
}
