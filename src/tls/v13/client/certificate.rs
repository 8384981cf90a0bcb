//! Whom the client speaks to: the chain, and the proof that the server holds its key. RFC 8446 §4.4.2, §4.4.3.

use super::super::action::Actions;
use super::super::certificate::{check_chain, check_signature, tolerance};
use super::super::config::ClientConfig;
use super::super::proof::names;
use super::extensions::check_answers;
use super::{Client, Next, WaitCertificateOrRequest, WaitCertificateVerify, WaitFinished};
use crate::crypto::x509::{Certificate, LeafUse, verify_chain};
use crate::tls::extension::{Extension, Place, find};
use crate::tls::message::{CertificateMessage, CertificateRequest, CertificateVerify};
use crate::tls::registry::ExtensionType;
use crate::trace::{Choice, ChoiceName, Failure, MessageName, Side, State};

impl WaitCertificateOrRequest {
    /// RFC 8446 §4.3.2.
    pub(super) fn certificate_request(mut self, message: CertificateRequest, bytes: &[u8]) -> Next {
        let mut actions = Actions::default();
        // Only a request after the handshake has a context.
        if !message.certificate_request_context.is_empty() {
            return Err(Failure::IllegalParameter { field: "certificate_request_context" }.into());
        }
        let offered: Vec<_> = message.extensions.iter().map(Extension::extension_type).collect();
        check_answers(&message.extensions, Place::CertificateRequest, &offered)?;
        if find(&message.extensions, ExtensionType::SIGNATURE_ALGORITHMS).is_none() {
            let extension = ExtensionType::SIGNATURE_ALGORITHMS.name();
            return Err(Failure::MissingExtension { extension }.into());
        }
        self.handshake.keys.transcript.add(Side::Server, MessageName::CertificateRequest, bytes);
        self.request = Some(message);
        actions.entered(State::WaitCertificate);
        Ok(actions.into(Client::WaitCertificate(Box::new(self))))
    }

    /// RFC 8446 §4.4.2.4; the path is checked as RFC 5280 §6 says, the name as RFC 9525 §6.3 says.
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
        let ClientConfig { trust_anchors, server_name, now, omissions, .. } = &self.handshake.config;
        let server = (Some(&server_name[..]), LeafUse::Signature);
        let report = verify_chain(&chain, trust_anchors, server, *now, tolerance(omissions));
        let mut actions = Actions::default();
        let server_key = match check_chain(&mut actions, report, omissions) {
            Ok(key) => key,
            Err(failure) => return Err(actions.halt(failure)),
        };
        self.handshake.keys.transcript.add(Side::Server, MessageName::Certificate, bytes);
        actions.entered(State::WaitCertificateVerify);
        let next = WaitCertificateVerify { handshake: self.handshake, request: self.request, server_key };
        Ok(actions.into(Client::WaitCertificateVerify(Box::new(next))))
    }
}

impl WaitCertificateVerify {
    /// RFC 8446 §4.4.3.
    pub(super) fn certificate_verify(mut self, message: &CertificateVerify, bytes: &[u8]) -> Next {
        let mut actions = Actions::default();
        let offered = &self.handshake.config.signature_schemes;
        let content = (self.handshake.keys.transcript.point(), &self.handshake.config.omissions[..]);
        let signer = (Side::Server, &self.server_key);
        if let Err(failure) = check_signature(&mut actions, signer, offered, message, content) {
            return Err(actions.halt(failure));
        }
        actions.negotiated(Choice {
            name: ChoiceName::SignatureScheme,
            offered: names(offered),
            accepted: Vec::new(),
            chosen: Some(message.algorithm.name().into()),
        });
        self.handshake.keys.transcript.add(Side::Server, MessageName::CertificateVerify, bytes);
        actions.entered(State::WaitFinished);
        let next = WaitFinished { handshake: self.handshake, request: self.request };
        Ok(actions.into(Client::WaitFinished(Box::new(next))))
    }
}
