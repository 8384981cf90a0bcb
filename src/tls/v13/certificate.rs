//! Certificates, shown and checked alike on both sides. RFC 8446 §4.4.2, §4.4.3.

use super::action::Actions;
use super::proof::signs;
use crate::crypto::rare;
use crate::crypto::signature::{KeyKind, PublicKey, SigningKey};
use crate::crypto::x509::{Certificate, CertificateAlert, Fault, PathCheck, PathCheckKind, PathReport, Tolerance};
use crate::tls::message::{CertificateEntry, CertificateMessage, CertificateVerify, HandshakeMessage};
use crate::tls::registry::{ProtocolVersion, SignatureScheme};
use crate::tls::transcript::Transcript;
use crate::trace::{
    AlertDescription, Check, CheckName, Derivation, Effect, Evidence, EvidenceValue, Failure, MessageName, Note,
    Omission, Outcome, Proof, Secret, SecretName, Side, TranscriptPoint,
};

/// The private key of a certificate, as the side's own secret.
pub(in crate::tls) fn certificate_secret(side: Side, key: &SigningKey) -> Secret {
    let public = key.public_key().to_spki_der().unwrap_or_default();
    let label = match side {
        _ if key.kind() == KeyKind::Rsa => "RSA key for teaching",
        Side::Client => "client leaf private key",
        Side::Server => "leaf private key",
    };
    Secret {
        name: SecretName::CertificatePrivateKey(side),
        value: key.private_bytes(),
        derivation: Derivation::Entropy { label, public },
    }
}

/// RFC 8446 §4.4.2. An empty chain says that there is none to show.
pub(in crate::tls) fn send_certificate(
    actions: &mut Actions,
    sender: Side,
    certificate_request_context: &[u8],
    chain: &[Certificate],
    transcript: &mut Transcript,
) {
    let entry = |certificate: &_| CertificateEntry { certificate: Clone::clone(certificate), extensions: vec![] };
    let message = HandshakeMessage::Certificate(CertificateMessage {
        certificate_request_context: certificate_request_context.to_vec(),
        certificate_list: chain.iter().map(entry).collect(),
    });
    let sent = actions.send(&message);
    transcript.add(sender, MessageName::Certificate, &sent);
}

/// RFC 8446 §4.4.3.
pub(in crate::tls) fn send_certificate_verify(
    actions: &mut Actions,
    sender: Side,
    (key, algorithm): (&SigningKey, SignatureScheme),
    transcript: &mut Transcript,
) {
    let covers = transcript.point();
    let content = CertificateVerify::content(sender, &covers.hash);
    let how = algorithm.algorithm().unwrap_or(key.kind().algorithm());
    let signature = key.sign_with(how, &content).expect("the scheme was chosen for the key");
    actions.proved(Proof::Signature { scheme: algorithm.name(), content, covers });
    let sent = actions.send(&HandshakeMessage::CertificateVerify(CertificateVerify { algorithm, signature }));
    transcript.add(sender, MessageName::CertificateVerify, &sent);
}

/// Sends the proof of another server in place of an own one, as an attacker does who has none.
pub(in crate::tls) fn pass_on_certificate_verify(
    actions: &mut Actions,
    proof: CertificateVerify,
    transcript: &mut Transcript,
) {
    let sent = actions.send(&HandshakeMessage::CertificateVerify(proof));
    actions.note(Effect::Noted(Note::SignatureOfAnother));
    transcript.add(Side::Server, MessageName::CertificateVerify, &sent);
}

/// Notes the checks of the path; the leaf's key, if all passed that are not omitted.
pub(in crate::tls) fn check_chain(
    actions: &mut Actions,
    report: PathReport,
    omitted: &[Omission],
) -> Result<PublicKey, Failure> {
    let last = report.checks.len().saturating_sub(1);
    for (place, check) in report.checks.into_iter().enumerate() {
        // Whatever a side omits, without a key it cannot go on.
        let omitted = if place == last && report.leaf_key.is_none() { &[] } else { omitted };
        let mut check = path_check(check);
        if let Some(der) = report.anchor.as_ref().filter(|_| check.name == CheckName::TrustAnchor) {
            check.evidence.push(Evidence { name: "certificate", value: EvidenceValue::Bytes(der.clone()) });
        }
        actions.checked(check.unless(omitted))?;
    }
    let (check, alert) = (CheckName::KeyUsage { certificate: 0 }, AlertDescription::UnsupportedCertificate);
    report.leaf_key.ok_or(Failure::CheckFailed { check, alert })
}

/// With which faults of a chain a side goes on that omits that.
pub(in crate::tls) fn tolerance(omitted: &[Omission]) -> Tolerance {
    let omits = |omission| rare::BREAKABLE && omitted.contains(&omission);
    Tolerance { chain: omits(Omission::Chain), validity: omits(Omission::Validity), name: omits(Omission::Name) }
}

/// Checks the signature with which the peer proves that it holds its certificate's key.
pub(in crate::tls) fn check_signature(
    actions: &mut Actions,
    (signer, key): (Side, &PublicKey),
    offered: &[SignatureScheme],
    message: &CertificateVerify,
    (covers, omitted): (TranscriptPoint, &[Omission]),
) -> Result<(), Failure> {
    // The scheme must be one that was offered, and the one that fits the certificate's key.
    let fits = key.kind().is_some_and(|kind| signs(ProtocolVersion::TLS13, kind, message.algorithm));
    let how = message.algorithm.algorithm().filter(|_| fits && offered.contains(&message.algorithm));
    let Some(how) = how else { return Err(Failure::IllegalParameter { field: "algorithm" }) };
    let content = CertificateVerify::content(signer, &covers.hash);
    let verified = key.verify_with(how, &content, &message.signature).is_ok();
    let scheme = message.algorithm.name();
    let check = Check {
        name: CheckName::CertificateVerify,
        outcome: if verified { Outcome::Passed } else { Outcome::Failed(AlertDescription::DecryptError) },
        evidence: vec![Evidence { name: "signature", value: EvidenceValue::Bytes(message.signature.clone()) }],
        proof: Some(Proof::Signature { scheme, content, covers }),
    };
    actions.checked(check.unless(omitted))
}

/// A check of the path in the words of the trace, with its alert. RFC 8446 §6.2.
fn path_check(check: PathCheck) -> Check {
    let name = match check.kind {
        PathCheckKind::TrustAnchor => CheckName::TrustAnchor,
        PathCheckKind::CertificateSignature { certificate } => CheckName::CertificateSignature { certificate },
        PathCheckKind::Validity { certificate } => CheckName::Validity { certificate },
        PathCheckKind::NameConstraints { certificate } => CheckName::NameConstraints { certificate },
        PathCheckKind::BasicConstraints { certificate } => CheckName::BasicConstraints { certificate },
        PathCheckKind::KeyUsage { certificate } => CheckName::KeyUsage { certificate },
        PathCheckKind::CriticalExtensions { certificate } => CheckName::CriticalExtensions { certificate },
        PathCheckKind::ExtendedKeyUsage => CheckName::ExtendedKeyUsage,
        PathCheckKind::ServerName => CheckName::ServerName,
    };
    let outcome = match check.result.map_err(Fault::alert) {
        Ok(()) => Outcome::Passed,
        Err(CertificateAlert::BadCertificate) => Outcome::Failed(AlertDescription::BadCertificate),
        Err(CertificateAlert::UnsupportedCertificate) => Outcome::Failed(AlertDescription::UnsupportedCertificate),
        Err(CertificateAlert::CertificateExpired) => Outcome::Failed(AlertDescription::CertificateExpired),
        Err(CertificateAlert::CertificateUnknown) => Outcome::Failed(AlertDescription::CertificateUnknown),
        Err(CertificateAlert::UnknownCa) => Outcome::Failed(AlertDescription::UnknownCa),
    };
    let evidence = check.evidence.into_iter();
    let evidence = evidence.map(|(name, text)| Evidence { name, value: EvidenceValue::Text(text) }).collect();
    Check { name, outcome, evidence, proof: None }
}
