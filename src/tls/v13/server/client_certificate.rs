//! Whom the server speaks to, where it asked. RFC 8446 §4.3.2, §4.4.2.4.

use super::super::action::Actions;
use super::super::certificate::{check_chain, check_signature, tolerance};
use super::super::config::ClientAuthentication;
use super::{Next, Server, ServerConfig, WaitCertificate, WaitCertificateVerify, WaitFinished};
use crate::crypto::x509::{Certificate, LeafUse, verify_chain};
use crate::tls::extension::Extension;
use crate::tls::message::{CertificateMessage, CertificateRequest, CertificateVerify, HandshakeMessage};
use crate::trace::{Choice, ChoiceName, Failure, MessageName, Reason, Side, State};

/// RFC 8446 §4.3.2.
pub(super) fn send_request(actions: &mut Actions, config: &ServerConfig, keys: &mut super::HandshakeKeys) {
    let message = HandshakeMessage::CertificateRequest(CertificateRequest {
        certificate_request_context: Vec::new(),
        extensions: vec![Extension::SignatureAlgorithms(config.signature_schemes.clone())],
    });
    let sent = actions.send(&message);
    keys.transcript.add(Side::Server, MessageName::CertificateRequest, &sent);
}

impl WaitCertificate {
    /// RFC 8446 §4.4.2.4.
    pub(super) fn certificate(self, message: CertificateMessage, bytes: &[u8]) -> Next {
        let Self { mut flight } = self;
        if !message.certificate_request_context.is_empty() {
            return Err(Failure::IllegalParameter { field: "certificate_request_context" }.into());
        }
        // This server asks for nothing that is answered here.
        if let Some(extension) = message.certificate_list.iter().find_map(|entry| entry.extensions.first()) {
            return Err(Failure::UnsolicitedExtension { extension: extension.extension_type().0 }.into());
        }
        let mut actions = Actions::default();
        let chain: Vec<Certificate> = message.certificate_list.into_iter().map(|entry| entry.certificate).collect();
        flight.keys.transcript.add(Side::Client, MessageName::Certificate, bytes);
        let Some(leaf) = chain.first() else {
            actions.declined(ChoiceName::ClientCertificate, Reason::NoCertificate);
            if flight.config.client_authentication == ClientAuthentication::Required {
                return Err(actions.halt(Failure::CertificateRequired));
            }
            actions.entered(State::WaitFinished);
            return Ok(actions.into(Server::WaitFinished(Box::new(WaitFinished { flight }))));
        };
        let subject = leaf.subject.text().to_owned();
        let names = leaf.extensions.subject_alt_name.clone().map(|names| names.dns_names).unwrap_or_default();
        let ServerConfig { trust_anchors, now, omissions, .. } = &flight.config;
        let client = (None, LeafUse::Signature);
        let report = verify_chain(&chain, trust_anchors, client, *now, tolerance(omissions));
        let client_key = match check_chain(&mut actions, report, omissions) {
            Ok(key) => key,
            Err(failure) => return Err(actions.halt(failure)),
        };
        actions.negotiated(Choice {
            name: ChoiceName::ClientCertificate,
            offered: names.clone(),
            accepted: flight.config.trust_anchors.iter().map(anchor_name).collect(),
            chosen: names.into_iter().next().or(Some(subject)),
        });
        actions.entered(State::WaitCertificateVerify);
        let next = WaitCertificateVerify { flight, client_key };
        Ok(actions.into(Server::WaitCertificateVerify(Box::new(next))))
    }
}

fn anchor_name(anchor: &Certificate) -> String {
    anchor.subject.text().to_owned()
}

impl WaitCertificateVerify {
    /// RFC 8446 §4.4.3.
    pub(super) fn certificate_verify(self, message: &CertificateVerify, bytes: &[u8]) -> Next {
        let Self { mut flight, client_key } = self;
        let mut actions = Actions::default();
        let offered = &flight.config.signature_schemes;
        let content = (flight.keys.transcript.point(), &flight.config.omissions[..]);
        if let Err(failure) = check_signature(&mut actions, (Side::Client, &client_key), offered, message, content) {
            return Err(actions.halt(failure));
        }
        flight.keys.transcript.add(Side::Client, MessageName::CertificateVerify, bytes);
        actions.entered(State::WaitFinished);
        Ok(actions.into(Server::WaitFinished(Box::new(WaitFinished { flight }))))
    }
}
