//! The server's answers that need not be public. RFC 8446 §4.3.1.

use super::super::action::{Action, Actions};
use super::super::proof::plain_check;
use super::{Client, Next, WaitCertificateOrRequest, WaitEncryptedExtensions, WaitFinished, readable};
use crate::tls::extension::{Extension, Place, find};
use crate::tls::message::EncryptedExtensions;
use crate::tls::registry::{ExtensionType, is_grease};
use crate::trace::{
    AlertDescription, CheckName, Choice, ChoiceName, Direction, Effect, Failure, MessageName, Side, State,
};

/// The shortest limit that RFC 8449 §4 allows, in bytes.
pub(in crate::tls::v13) const LEAST_RECORD_SIZE_LIMIT: u16 = 64;

impl WaitEncryptedExtensions {
    /// RFC 8446 §4.3.1.
    pub(super) fn encrypted_extensions(mut self, message: &EncryptedExtensions, bytes: &[u8]) -> Next {
        let mut actions = Actions::default();
        if let Err(failure) = self.answers(&mut actions, message) {
            return Err(actions.halt(failure));
        }
        let mut handshake = self.handshake;
        handshake.keys.transcript.add(Side::Server, MessageName::EncryptedExtensions, bytes);
        if handshake.psk.is_some() {
            actions.entered(State::WaitFinished);
            return Ok(actions.into(Client::WaitFinished(Box::new(WaitFinished { handshake, request: None }))));
        }
        actions.entered(State::WaitCertificateOrRequest);
        let next = WaitCertificateOrRequest { handshake, request: None };
        Ok(actions.into(Client::WaitCertificateOrRequest(Box::new(next))))
    }

    fn answers(&mut self, actions: &mut Actions, message: &EncryptedExtensions) -> Result<(), Failure> {
        check_answers(&message.extensions, Place::EncryptedExtensions, &self.offered)?;
        self.application_protocol(actions, message)?;
        let ours = self.handshake.config.record_size_limit;
        take_record_size_limit(actions, ours, &message.extensions)?;
        self.early_data(actions, message)
    }

    fn application_protocol(&mut self, actions: &mut Actions, message: &EncryptedExtensions) -> Result<(), Failure> {
        let offered = &self.handshake.config.application_protocols;
        if offered.is_empty() {
            return Ok(());
        }
        let answer = find(&message.extensions, ExtensionType::APPLICATION_LAYER_PROTOCOL_NEGOTIATION);
        let chosen = match answer {
            Some(Extension::ApplicationLayerProtocolNegotiation(protocols)) => match protocols.as_slice() {
                [protocol] if offered.contains(protocol) => Some(protocol),
                // RFC 7301 §3.1: exactly one, and one that was offered.
                _ => {
                    let field = "application_layer_protocol_negotiation";
                    return Err(Failure::IllegalParameter { field });
                }
            },
            _ => None,
        };
        actions.negotiated(Choice {
            name: ChoiceName::ApplicationProtocol,
            offered: offered.iter().map(|name| readable(name)).collect(),
            accepted: Vec::new(),
            chosen: chosen.map(|name| readable(name)),
        });
        self.handshake.application_protocol = chosen.cloned();
        Ok(())
    }

    /// RFC 8446 §4.2.10.
    fn early_data(&mut self, actions: &mut Actions, message: &EncryptedExtensions) -> Result<(), Failure> {
        let Some(keys) = self.handshake.next_write.take() else { return Ok(()) };
        let accepted = find(&message.extensions, ExtensionType::EARLY_DATA).is_some();
        actions.note(Effect::Negotiated(Choice {
            name: ChoiceName::EarlyData,
            offered: vec!["early data".into()],
            accepted: Vec::new(),
            chosen: accepted.then(|| "early data".into()),
        }));
        if !accepted {
            actions.install(Direction::Write, keys);
            return Ok(());
        }
        self.handshake.next_write = Some(keys);
        let protocol = self.handshake.application_protocol.as_deref().map(readable).unwrap_or_default();
        let suite = self.handshake.keys.suite.suite;
        let (passed, of_psk) = match &self.handshake.psk {
            Some((place, psk)) => {
                // RFC 8446 §4.2.11: it is sealed with what follows from the first.
                let is_first = *place == 0;
                let same = psk.suite == suite && psk.application_protocol == self.handshake.application_protocol;
                let same = same && is_first;
                (same, psk.application_protocol.as_deref().map(readable).unwrap_or_default())
            }
            None => (false, String::new()),
        };
        let evidence =
            vec![("cipher suite", suite.name().into()), ("protocol", protocol), ("protocol of the PSK", of_psk)];
        let alert = AlertDescription::IllegalParameter;
        actions.checked(plain_check(CheckName::EarlyDataParameters, passed, alert, evidence))
    }
}

/// Takes the server's limit, if both have one. RFC 8449 §4.
pub(in crate::tls) fn take_record_size_limit(
    actions: &mut Actions,
    ours: Option<u16>,
    extensions: &[Extension],
) -> Result<(), Failure> {
    let Some(Extension::RecordSizeLimit(theirs)) = find(extensions, ExtensionType::RECORD_SIZE_LIMIT) else {
        return Ok(());
    };
    let Some(ours) = ours else { return Ok(()) };
    if *theirs < LEAST_RECORD_SIZE_LIMIT {
        return Err(Failure::IllegalParameter { field: "record_size_limit" });
    }
    actions.push(Action::LimitRecords { direction: Direction::Write, limit: *theirs });
    actions.push(Action::LimitRecords { direction: Direction::Read, limit: ours });
    actions.negotiated(Choice {
        name: ChoiceName::RecordSizeLimit,
        offered: vec![ours.to_string()],
        accepted: Vec::new(),
        chosen: Some(theirs.to_string()),
    });
    Ok(())
}

/// Checks that extensions answer what was offered and stand where they may. RFC 8446 §4.2.
pub(in crate::tls) fn check_answers(
    extensions: &[Extension],
    place: Place,
    offered: &[ExtensionType],
) -> Result<(), Failure> {
    let mut seen: Vec<ExtensionType> = Vec::new();
    for extension_type in extensions.iter().map(Extension::extension_type) {
        if seen.contains(&extension_type) {
            return Err(Failure::DuplicateExtension { extension: extension_type.0 });
        }
        if place.allows(extension_type) == Some(false) {
            return Err(Failure::ForbiddenExtension { extension: extension_type.0, message: place.message() });
        }
        // RFC 8446 §4.1.4: a cookie answers nothing. RFC 8701 §3.1: what nobody knows cannot be answered.
        let unasked = place == Place::HelloRetryRequest && extension_type == ExtensionType::COOKIE;
        if !unasked && (!offered.contains(&extension_type) || is_grease(extension_type.0)) {
            return Err(Failure::UnsolicitedExtension { extension: extension_type.0 });
        }
        seen.push(extension_type);
    }
    Ok(())
}
