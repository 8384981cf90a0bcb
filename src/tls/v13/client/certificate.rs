//! Whom the client speaks to: the chain, and the proof that the server holds its key. RFC 8446 §4.4.2, §4.4.3.

use super::super::action::Actions;
use super::super::config::ClientConfig;
use super::super::proof::{names, scheme_of};
use super::{Client, Next, WaitCertificateOrRequest, WaitCertificateVerify, WaitFinished, check_answers};
use crate::crypto::signature::PublicKey;
use crate::crypto::x509::{
    Certificate, CertificateAlert, Fault, PathCheck, PathCheckKind, PathReport, verify_server_chain,
};
use crate::tls::extension::Place;
use crate::tls::message::{CertificateMessage, CertificateVerify};
use crate::tls::registry::SignatureScheme;
use crate::trace::{
    AlertDescription, Check, CheckName, Choice, ChoiceName, Evidence, EvidenceValue, Failure, MessageName, Outcome,
    Proof, Side, State,
};

impl WaitCertificateOrRequest {
    /// RFC 8446 §4.4.2.4; the path is checked as RFC 5280 §6 says, the name as RFC 6125 §6.4 says.
    pub(super) fn certificate(mut self, message: CertificateMessage, bytes: &[u8]) -> Next {
        if !message.certificate_request_context.is_empty() {
            return Err(Failure::IllegalParameter { field: "certificate_request_context" }.into());
        }
        if message.certificate_list.is_empty() {
            return Err(Failure::NoCertificate.into());
        }
        for entry in &message.certificate_list {
            // This client offers nothing that is answered here: status_request or signed_certificate_timestamp.
            check_answers(&entry.extensions, Place::Certificate, &[])?;
        }
        let chain: Vec<Certificate> = message.certificate_list.into_iter().map(|entry| entry.certificate).collect();
        let ClientConfig { trust_anchors, server_name, now, .. } = &self.config;
        let report = if self.config.checks_chain {
            verify_server_chain(&chain, trust_anchors, server_name, *now)
        } else {
            let supported = |key: &PublicKey| key.kind().is_some();
            PathReport { checks: Vec::new(), leaf_key: chain[0].public_key().ok().filter(supported) }
        };
        let mut actions = Actions::default();
        for check in report.checks {
            actions = actions.check(path_check(check))?;
        }
        let Some(server_key) = report.leaf_key else {
            return Err(actions.halt(Failure::CheckFailed {
                check: CheckName::KeyUsage { certificate: 0 },
                alert: AlertDescription::UnsupportedCertificate,
            }));
        };
        self.keys.transcript.add(Side::Server, MessageName::Certificate, bytes);
        actions.entered(State::WaitCertificateVerify);
        let next = WaitCertificateVerify { config: self.config, keys: self.keys, server_key };
        Ok(actions.into(Client::WaitCertificateVerify(Box::new(next))))
    }
}

impl WaitCertificateVerify {
    /// RFC 8446 §4.4.3.
    pub(super) fn certificate_verify(mut self, message: &CertificateVerify, bytes: &[u8]) -> Next {
        // The scheme must be one that was offered, and the one that fits the certificate's key.
        let fits = self.server_key.kind().map(scheme_of) == Some(message.algorithm);
        if !fits || !self.config.signature_schemes.contains(&message.algorithm) {
            return Err(Failure::IllegalParameter { field: "algorithm" }.into());
        }
        let covers = self.keys.transcript.point();
        let content = CertificateVerify::content(Side::Server, &covers.hash);
        let verified = self.server_key.verify(&content, &message.signature).is_ok();
        let scheme = message.algorithm.name();
        let mut actions = Actions::default().check(Check {
            name: CheckName::CertificateVerify,
            outcome: if verified { Outcome::Passed } else { Outcome::Failed(AlertDescription::DecryptError) },
            evidence: vec![Evidence { name: "signature", value: EvidenceValue::Bytes(message.signature.clone()) }],
            proof: Some(Proof::Signature { scheme, content, covers }),
        })?;
        actions.negotiated(Choice {
            name: ChoiceName::SignatureScheme,
            offered: names(&self.config.signature_schemes, SignatureScheme::name),
            accepted: Vec::new(),
            chosen: Some(scheme.into()),
        });
        self.keys.transcript.add(Side::Server, MessageName::CertificateVerify, bytes);
        actions.entered(State::WaitFinished);
        Ok(actions.into(Client::WaitFinished(Box::new(WaitFinished { keys: self.keys }))))
    }
}

/// A check of the path in the words of the trace, with its alert. RFC 8446 §6.2.
fn path_check(check: PathCheck) -> Check {
    let name = match check.kind {
        PathCheckKind::TrustAnchor => CheckName::TrustAnchor,
        PathCheckKind::CertificateSignature { certificate } => CheckName::CertificateSignature { certificate },
        PathCheckKind::Validity { certificate } => CheckName::Validity { certificate },
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
