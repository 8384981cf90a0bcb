//! The end of the client's handshake, and what comes after. RFC 8446 §4.4, §4.5, §4.6.

use super::super::action::{Action, Actions};
use super::super::certificate::{certificate_secret, send_certificate, send_certificate_verify};
use super::super::proof::{check_finished, common_scheme, names, schemes_of, send_finished};
use super::super::psk::{Issued, PreSharedKey};
use super::extensions::check_answers;
use super::{Client, Connected, Next, WaitFinished};
use crate::tls::extension::{Extension, Place, find};
use crate::tls::message::{CertificateRequest, Finished, HandshakeMessage, KeyUpdateRequest, NewSessionTicket};
use crate::tls::registry::{ExtensionType, ProtocolVersion};
use crate::trace::{Choice, ChoiceName, Direction, MessageName, PskOrigin, Reason, Side, State};

/// The longest time for which a ticket may be used, in seconds: seven days. RFC 8446 §4.6.1.
const LONGEST_LIFETIME: u32 = 604_800;

impl WaitFinished {
    /// RFC 8446 §4.4.4.
    pub(super) fn finished(self, message: &Finished, bytes: &[u8]) -> Next {
        let mut handshake = self.handshake;
        let keys = &mut handshake.keys;
        let check = check_finished(&keys.server_finished_key, keys.transcript.point(), &message.verify_data);
        let mut actions = Actions::default().check(check.unless(&handshake.config.omissions))?;
        keys.transcript.add(Side::Server, MessageName::Finished, bytes);
        let (master_secret, application, traffic) = keys.master_secret(&mut actions);
        actions.install(Direction::Read, traffic.server);
        if let Some(next) = handshake.next_write {
            // RFC 8446 §4.5: the last message under the early keys.
            let sent = actions.send(&HandshakeMessage::EndOfEarlyData);
            keys.transcript.add(Side::Client, MessageName::EndOfEarlyData, &sent);
            actions.install(Direction::Write, next);
        }
        let config = &handshake.config;
        // RFC 8446 Appendix D.4: before the second flight, unless it was sent with an earlier one.
        if config.compatibility && !handshake.compatibility_done {
            actions.send_change_cipher_spec();
        }
        if let Some(request) = &self.request {
            authenticate(&mut actions, config, request, &mut keys.transcript);
        }
        send_finished(&mut actions, &keys.client_finished_key, Side::Client, &mut keys.transcript);
        actions.install(Direction::Write, traffic.client);

        let resumption_master_secret = master_secret.resumption_master_secret(&keys.transcript.point());
        actions.derived(resumption_master_secret.secret());
        actions.entered(State::Connected);
        let next = Connected {
            now: config.now,
            suite: keys.suite,
            application_protocol: handshake.application_protocol,
            resumption_master_secret,
            application,
            tickets: 0,
        };
        Ok(actions.into(Client::Connected(Box::new(next))))
    }
}

/// Shows the certificate that was asked for, or that there is none. RFC 8446 §4.4.2, §4.4.3.
fn authenticate(
    actions: &mut Actions,
    config: &super::ClientConfig,
    request: &CertificateRequest,
    transcript: &mut crate::tls::transcript::Transcript,
) {
    let accepted = match find(&request.extensions, ExtensionType::SIGNATURE_ALGORITHMS) {
        Some(Extension::SignatureAlgorithms(schemes)) => schemes.as_slice(),
        _ => &[],
    };
    let context = &request.certificate_request_context;
    let identity = config.identity.as_ref();
    let fitting = identity.and_then(|identity| {
        Some((identity, common_scheme(ProtocolVersion::TLS13, identity.certificate_key.kind(), accepted)?))
    });
    let Some((identity, scheme)) = fitting else {
        let reason = if identity.is_some() { Reason::NoCommonSignatureScheme } else { Reason::NoCertificate };
        actions.declined(ChoiceName::ClientCertificate, reason);
        send_certificate(actions, Side::Client, context, &[], transcript);
        return;
    };
    let own = schemes_of(ProtocolVersion::TLS13, identity.certificate_key.kind());
    actions.negotiated(Choice {
        name: ChoiceName::ClientSignatureScheme,
        offered: names(&own),
        accepted: names(accepted),
        chosen: Some(scheme.name().into()),
    });
    actions.derived(&certificate_secret(Side::Client, &identity.certificate_key));
    send_certificate(actions, Side::Client, context, &identity.certificate_chain, transcript);
    send_certificate_verify(actions, Side::Client, (&identity.certificate_key, scheme), transcript);
}

impl Connected {
    /// RFC 8446 §4.6.1.
    pub(super) fn new_session_ticket(mut self, message: &NewSessionTicket) -> Next {
        let mut actions = Actions::default();
        let known: Vec<_> = message.extensions.iter().map(Extension::extension_type).collect();
        // Unknown extensions of a ticket are ignored; those of another place, and repeated ones, are not.
        check_answers(&message.extensions, Place::NewSessionTicket, &known)?;
        let psk = self.resumption_master_secret.psk(self.tickets, &message.ticket_nonce);
        actions.derived(&psk);
        let max_early_data_size = match find(&message.extensions, ExtensionType::EARLY_DATA) {
            Some(Extension::MaxEarlyDataSize(size)) => *size,
            _ => 0,
        };
        // A lifetime of zero: to be discarded at once.
        if message.ticket_lifetime > 0 {
            actions.push(Action::KeepPsk(PreSharedKey {
                origin: PskOrigin::Ticket { ticket: self.tickets },
                identity: message.ticket.clone(),
                value: psk.value,
                suite: self.suite.suite,
                application_protocol: self.application_protocol.clone(),
                server_name: None,
                max_early_data_size,
                issued: Some(Issued {
                    at: self.now,
                    lifetime: message.ticket_lifetime.min(LONGEST_LIFETIME),
                    age_add: message.ticket_age_add,
                }),
            }));
        }
        self.tickets = self.tickets.saturating_add(1);
        Ok(actions.into(Client::Connected(Box::new(self))))
    }

    /// RFC 8446 §4.6.3.
    pub(super) fn key_update(mut self, request: KeyUpdateRequest) -> Next {
        let actions = self.application.key_update(Side::Client, request)?;
        Ok(actions.into(Client::Connected(Box::new(self))))
    }
}
