//! Whom the client speaks to, and with which public key. RFC 5246 §7.4.2, §7.4.4; RFC 8422 §5.3, §5.4.

use super::super::proof::check_signature;
use super::{Client, Handshake, Next, ServerShare, WaitServerHelloDone, WaitServerKeyExchange};
use crate::crypto::x509::{LeafUse, verify_chain};
use crate::tls::cipher_suite::KeyExchange;
use crate::tls::message::{CertificateList12, CertificateRequest12, NAMED_CURVE, ServerKeyExchange};
use crate::tls::v13::ClientConfig;
use crate::tls::v13::action::{Actions, Transition};
use crate::tls::v13::certificate::{check_chain, tolerance};
use crate::tls::v13::proof::{names, plain_check};
use crate::trace::{AlertDescription, CheckName, Choice, ChoiceName, Failure, MessageName, Proof, Side, State};

impl Handshake {
    /// RFC 5246 §7.4.2; the path is checked as RFC 5280 §6 says, the name as RFC 9525 §6.3 says.
    pub(super) fn certificate(mut self, message: CertificateList12, bytes: &[u8]) -> Next {
        let chain = message.certificate_list;
        if chain.is_empty() {
            return Err(Failure::NoCertificate.into());
        }
        let ClientConfig { trust_anchors, server_name, now, omissions, .. } = &self.config;
        let key_exchange = KeyExchange::of(self.agreed.suite.suite);
        let leaf_use = if key_exchange == KeyExchange::Rsa { LeafUse::Encipherment } else { LeafUse::Signature };
        let server = (Some(&server_name[..]), leaf_use);
        let report = verify_chain(&chain, trust_anchors, server, *now, tolerance(omissions));
        let mut actions = Actions::default();
        let server_key = match check_chain(&mut actions, report, omissions) {
            Ok(key) => key,
            Err(failure) => return Err(actions.halt(failure)),
        };
        // RFC 5246 §7.4.2: the key must be of the kind that the suite is for.
        if !server_key.kind().is_some_and(|kind| key_exchange.fits(kind)) {
            return Err(actions.halt(Failure::IllegalParameter { field: "certificate" }));
        }
        self.said.add(Side::Server, MessageName::Certificate, bytes);
        if key_exchange == KeyExchange::Rsa {
            actions.entered(State::WaitRequestOrDone);
            let exchange = ServerShare::Certificate(server_key);
            let next = WaitServerHelloDone { handshake: self, exchange, request: None };
            return Ok(actions.into(Client::WaitRequestOrDone(Box::new(next))));
        }
        actions.entered(State::WaitServerKeyExchange);
        let next = WaitServerKeyExchange { handshake: self, server_key };
        Ok(actions.into(Client::WaitServerKeyExchange(Box::new(next))))
    }
}

impl WaitServerKeyExchange {
    /// RFC 8422 §5.4.
    pub(super) fn server_key_exchange(mut self, message: ServerKeyExchange, bytes: &[u8]) -> Next {
        let mut actions = Actions::default();
        if let Err(failure) = self.check(&mut actions, &message) {
            return Err(actions.halt(failure));
        }
        let config = &self.handshake.config;
        actions.negotiated(Choice {
            name: ChoiceName::Group,
            offered: names(&config.groups),
            accepted: Vec::new(),
            chosen: Some(message.params.group.name().into()),
        });
        actions.negotiated(Choice {
            name: ChoiceName::SignatureScheme,
            offered: names(&config.signature_schemes),
            accepted: Vec::new(),
            chosen: Some(message.algorithm.name().into()),
        });
        self.handshake.said.add(Side::Server, MessageName::ServerKeyExchange, bytes);
        actions.entered(State::WaitRequestOrDone);
        let next = {
            let exchange = ServerShare::Ephemeral(message.params);
            WaitServerHelloDone { handshake: self.handshake, exchange, request: None }
        };
        Ok(actions.into(Client::WaitRequestOrDone(Box::new(next))))
    }

    fn check(&self, actions: &mut Actions, message: &ServerKeyExchange) -> Result<(), Failure> {
        let config = &self.handshake.config;
        let params = &message.params;
        if params.curve_type != NAMED_CURVE {
            return Err(Failure::IllegalParameter { field: "curve_type" });
        }
        let groups: Vec<_> = config.groups.iter().map(|group| group.name()).collect();
        actions.checked(plain_check(
            CheckName::GroupOffered,
            config.groups.contains(&params.group) && params.group.is_of_tls12(),
            AlertDescription::IllegalParameter,
            vec![("offered", groups.join(", ")), ("selected", params.group.name().into())],
        ))?;
        let randoms = &self.handshake.agreed.randoms;
        let content = params.content(&randoms.client, &randoms.server);
        let proof = Proof::Params { scheme: message.algorithm.name(), content: content.clone() };
        let (name, offered) = (CheckName::ServerKeyExchange, &config.signature_schemes);
        let signed = (message.algorithm, &message.signature[..]);
        let content = (&content[..], proof);
        check_signature(actions, name, &self.server_key, offered, signed, content, &config.omissions)
    }
}

impl WaitServerHelloDone {
    /// RFC 5246 §7.4.4.
    pub(super) fn certificate_request(mut self, message: CertificateRequest12, bytes: &[u8]) -> Transition<Client> {
        let mut actions = Actions::default();
        self.handshake.said.add(Side::Server, MessageName::CertificateRequest, bytes);
        self.request = Some(message);
        actions.entered(State::WaitServerHelloDone);
        actions.into(Client::WaitServerHelloDone(Box::new(self)))
    }
}
