//! The hellos. RFC 5246 §7.4.1; RFC 8446 §4.1.3 for what a client checks that could have had TLS 1.3.

use super::super::is_downgrade_sentinel;
use super::super::session::{Agreed, Keys, Said};
use super::{Client, Handshake, Next, WaitFinished, WaitServerHello};
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::extension::{Extension, Place, UNCOMPRESSED, find};
use crate::tls::message::{HandshakeMessage, ServerHello};
use crate::tls::registry::{ExtensionType, ProtocolVersion};
use crate::tls::schedule::Randoms;
use crate::tls::v13::action::{Actions, Transition};
use crate::tls::v13::client::extensions::{check_answers, take_record_size_limit};
use crate::tls::v13::client::hello::first_hello;
use crate::tls::v13::client::server_hello::version_names;
use crate::tls::v13::client::{WaitServerHello as NewerWaitServerHello, readable};
use crate::tls::v13::proof::{names, plain_check};
use crate::tls::v13::{ClientConfig, PreSharedKey};
use crate::trace::{AlertDescription, Bytes, CheckName, Choice, ChoiceName, Failure, Secret, SecretName, State};

impl Client {
    /// Sends a `ClientHello` for TLS 1.2 alone. RFC 5246 §7.4.1.2.
    ///
    /// # Errors
    /// None: without shares nothing can be missing.
    pub fn start(config: ClientConfig) -> Result<Transition<Self>, Failure> {
        let mut actions = Actions::default();
        let (hello, _) = first_hello(&mut actions, &config)?;
        let hello_bytes = actions.send(&HandshakeMessage::ClientHello(hello.clone()));
        actions.entered(State::WaitServerHello);
        Ok(actions.into(Self::WaitServerHello(Box::new(WaitServerHello { config, hello, hello_bytes }))))
    }

    /// Goes on for a client that offered TLS 1.3 too, if the server's hello is one of TLS 1.2; else gives it back.
    ///
    /// # Errors
    /// The client as it was.
    pub(in crate::tls) fn instead(
        newer: Box<NewerWaitServerHello>,
        answer: &ServerHello,
    ) -> Result<Self, Box<NewerWaitServerHello>> {
        let is_older = find(&answer.extensions, ExtensionType::SUPPORTED_VERSIONS).is_none()
            && !answer.is_hello_retry_request()
            && newer.retry.is_none();
        if !is_older || !newer.config.versions.contains(&ProtocolVersion::TLS12) {
            return Err(newer);
        }
        let NewerWaitServerHello { config, hello, hello_bytes, .. } = *newer;
        Ok(Self::WaitServerHello(Box::new(WaitServerHello { config, hello, hello_bytes })))
    }
}

impl WaitServerHello {
    /// RFC 5246 §7.4.1.3.
    pub(super) fn server_hello(self, message: &ServerHello, bytes: &[u8]) -> Next {
        let mut actions = Actions::default();
        let (agreed, session) = match self.check_answer(&mut actions, message) {
            Ok(checked) => checked,
            Err(failure) => return Err(actions.halt(failure)),
        };
        for choice in self.outcomes(&agreed, session.as_ref()) {
            actions.negotiated(choice);
        }
        let limit = self.config.record_size_limit_12();
        if let Err(failure) = take_record_size_limit(&mut actions, limit, &message.extensions) {
            return Err(actions.halt(failure));
        }
        let said = Said::new((agreed.suite, self.config.binding()), &self.hello_bytes, bytes);
        let ticket_follows = find(&message.extensions, ExtensionType::SESSION_TICKET).is_some();
        let session_id = message.legacy_session_id_echo.clone();
        let handshake = Handshake { config: self.config, agreed, said, session_id, ticket_follows };
        let Some(session) = session else {
            actions.entered(State::WaitCertificate);
            return Ok(actions.into(Client::WaitCertificate(Box::new(handshake))));
        };
        let secret = Secret { name: SecretName::SessionMasterSecret, ..session.secret(0) };
        let keys = Keys::resume(&mut actions, &handshake.agreed, secret);
        let next = WaitFinished { handshake, keys, session: Some(session), ticket: None };
        Ok(next.wait(actions))
    }

    /// What was agreed on, and the session if the server resumes it.
    fn check_answer(
        &self,
        actions: &mut Actions,
        message: &ServerHello,
    ) -> Result<(Agreed, Option<PreSharedKey>), Failure> {
        let illegal = AlertDescription::IllegalParameter;
        let version = message.legacy_version;
        actions.checked(plain_check(
            CheckName::VersionOffered,
            version == ProtocolVersion::TLS12,
            AlertDescription::ProtocolVersion,
            vec![("offered", version_names(&self.hello).join(", ")), ("selected", version.name().into())],
        ))?;
        if self.config.versions.contains(&ProtocolVersion::TLS13) {
            let last = &message.random[24..];
            let evidence = vec![("last 8 bytes of the random", readable_hex(last))];
            let check = plain_check(CheckName::Downgrade, !is_downgrade_sentinel(last), illegal, evidence);
            actions.checked(check.unless(&self.config.omissions))?;
        }
        let offered: Vec<_> = self.hello.extensions.iter().map(Extension::extension_type).collect();
        check_answers(&message.extensions, Place::ServerHello12, &offered)?;
        if message.legacy_compression_method != 0 {
            return Err(Failure::IllegalParameter { field: "compression_method" });
        }
        let suite = SuiteParameters::of_tls12(message.cipher_suite)
            .filter(|known| self.hello.cipher_suites.contains(&known.suite));
        let suites: Vec<_> = self.hello.cipher_suites.iter().map(|suite| suite.name()).collect();
        actions.checked(plain_check(
            CheckName::CipherSuiteOffered,
            suite.is_some(),
            illegal,
            vec![("offered", suites.join(", ")), ("selected", message.cipher_suite.name().into())],
        ))?;
        let suite = suite.ok_or(Failure::IllegalParameter { field: "cipher_suite" })?;
        // RFC 8422 §5.2: if the list is there, the one format that is left must be in it.
        if let Some(Extension::EcPointFormats(formats)) = find(&message.extensions, ExtensionType::EC_POINT_FORMATS)
            && !formats.contains(&UNCOMPRESSED)
        {
            return Err(Failure::IllegalParameter { field: "ec_point_format_list" });
        }
        if let Some(Extension::RenegotiationInfo(data)) = find(&message.extensions, ExtensionType::RENEGOTIATION_INFO) {
            let alert = AlertDescription::HandshakeFailure;
            actions.checked(plain_check(CheckName::RenegotiationInfo, data.is_empty(), alert, Vec::new()))?;
        }
        let extended = find(&message.extensions, ExtensionType::EXTENDED_MASTER_SECRET).is_some();
        let session = self.resumed(actions, message, suite, extended)?;
        let application_protocol = self.application_protocol(message)?;
        let randoms = Randoms { client: self.hello.random, server: message.random };
        Ok((Agreed { suite, randoms, extended, application_protocol }, session))
    }

    /// The session, if the server resumes it: it sends back the session ID. RFC 5246 §7.4.1.3, RFC 5077 §3.4.
    fn resumed(
        &self,
        actions: &mut Actions,
        message: &ServerHello,
        suite: SuiteParameters,
        extended: bool,
    ) -> Result<Option<PreSharedKey>, Failure> {
        let sent = &self.hello.legacy_session_id;
        if sent.is_empty() || message.legacy_session_id_echo != *sent {
            return Ok(None);
        }
        // What was sent for the sake of middleboxes names no session. RFC 8446 Appendix D.4.
        let session = self.config.session().cloned().ok_or(Failure::IllegalParameter { field: "session_id" })?;
        // This client keeps no session without an extended master secret: RFC 7627 §5.3, §5.4.
        let evidence = vec![
            ("cipher suite of the session", session.suite.name().into()),
            ("selected", suite.suite.name().into()),
            ("extended master secret", if extended { "yes" } else { "no" }.into()),
        ];
        let passed = session.suite == suite.suite && extended;
        let alert = AlertDescription::HandshakeFailure;
        actions.checked(plain_check(CheckName::SessionParameters, passed, alert, evidence))?;
        Ok(Some(session))
    }

    /// RFC 7301 §3.1: exactly one, and one that was offered.
    fn application_protocol(&self, message: &ServerHello) -> Result<Option<Bytes>, Failure> {
        match find(&message.extensions, ExtensionType::APPLICATION_LAYER_PROTOCOL_NEGOTIATION) {
            Some(Extension::ApplicationLayerProtocolNegotiation(protocols)) => match protocols.as_slice() {
                [protocol] if self.config.application_protocols.contains(protocol) => Ok(Some(protocol.clone())),
                _ => Err(Failure::IllegalParameter { field: "application_layer_protocol_negotiation" }),
            },
            _ => Ok(None),
        }
    }

    /// What the client learns of what was negotiated.
    fn outcomes(&self, agreed: &Agreed, session: Option<&PreSharedKey>) -> Vec<Choice> {
        let learned =
            |name, offered: Vec<String>, chosen: Option<String>| Choice { name, offered, accepted: Vec::new(), chosen };
        let versions = version_names(&self.hello);
        let suites = names(&self.hello.cipher_suites);
        let mut outcomes = vec![
            learned(ChoiceName::Version, versions, Some(ProtocolVersion::TLS12.name().into())),
            learned(ChoiceName::CipherSuite, suites, Some(agreed.suite.suite.name().into())),
        ];
        if !self.config.application_protocols.is_empty() {
            let offered = self.config.application_protocols.iter().map(|name| readable(name)).collect();
            let chosen = agreed.application_protocol.as_deref().map(readable);
            outcomes.push(learned(ChoiceName::ApplicationProtocol, offered, chosen));
        }
        if self.config.extended_master_secret {
            let name = ExtensionType::EXTENDED_MASTER_SECRET.name();
            let chosen = agreed.extended.then(|| name.into());
            outcomes.push(learned(ChoiceName::ExtendedMasterSecret, vec![name.into()], chosen));
        }
        if !self.hello.legacy_session_id.is_empty() && !self.config.psks.is_empty() {
            let offered = vec!["a session of an earlier connection".to_owned()];
            let chosen = session.map(|_| offered[0].clone());
            outcomes.push(learned(ChoiceName::Session, offered, chosen));
        }
        outcomes
    }
}

fn readable_hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('?');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0x0f)]).collect()
}
