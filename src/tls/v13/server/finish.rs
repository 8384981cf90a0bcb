//! The client's part of the handshake, and what comes after. RFC 8446 §4.4.4, §4.5, §4.6.

use super::super::action::{Action, Actions};
use super::super::config::ClientAuthentication;
use super::super::proof::check_finished;
use super::super::psk::{Issued, PreSharedKey};
use super::{Connected, Flight, Next, Server, Transition, WaitCertificate, WaitEndOfEarlyData, WaitFinished};
use crate::tls::extension::Extension;
use crate::tls::message::{Finished, HandshakeMessage, KeyUpdateRequest, NewSessionTicket};
use crate::trace::{Bytes, Derivation, Direction, Effect, MessageName, PskOrigin, Secret, SecretName, Side, State};

/// How long a ticket of this server may be used, in seconds: two hours, well below the seven days of RFC 8446 §4.6.1.
pub(in crate::tls) const TICKET_LIFETIME: u32 = 7200;

impl WaitEndOfEarlyData {
    /// RFC 8446 §4.5.
    pub(super) fn end_of_early_data(mut self, bytes: &[u8]) -> Transition<Server> {
        let mut actions = Actions::default();
        self.flight.keys.transcript.add(Side::Client, MessageName::EndOfEarlyData, bytes);
        actions.install(Direction::Read, self.next_read);
        actions.entered(State::WaitFlight2);
        let next = self.flight.wait_for_client(&mut actions, false);
        actions.into(next)
    }
}

impl Flight {
    /// What comes next from the client: its certificate, if it was asked for one, or its `Finished`.
    pub(super) fn wait_for_client(self, actions: &mut Actions, asked: bool) -> Server {
        if asked && self.config.client_authentication != ClientAuthentication::None {
            actions.entered(State::WaitCertificate);
            return Server::WaitCertificate(Box::new(WaitCertificate { flight: self }));
        }
        actions.entered(State::WaitFinished);
        Server::WaitFinished(Box::new(WaitFinished { flight: self }))
    }
}

impl WaitFinished {
    /// RFC 8446 §4.4.4.
    pub(super) fn finished(self, message: &Finished, bytes: &[u8]) -> Next {
        let Flight { config, mut keys, master_secret, application, traffic, takes_tickets, application_protocol } =
            self.flight;
        let check = check_finished(&keys.client_finished_key, keys.transcript.point(), &message.verify_data);
        let mut actions = Actions::default().check(check.unless(&config.omissions))?;
        keys.transcript.add(Side::Client, MessageName::Finished, bytes);
        actions.install(Direction::Read, traffic.client);
        let resumption_master_secret = master_secret.resumption_master_secret(&keys.transcript.point());
        actions.derived(resumption_master_secret.secret());
        actions.entered(State::Connected);
        if takes_tickets {
            let sealing = config.ticket_key.filter(|_| config.tickets > 0);
            if let Some(key) = sealing {
                actions.derived(&ticket_key(key));
            }
            for number in 0..config.tickets {
                let psk = resumption_master_secret.psk(number, &[number]);
                let ticket = PreSharedKey {
                    origin: PskOrigin::Ticket { ticket: number },
                    identity: Vec::new(),
                    value: psk.value.clone(),
                    suite: keys.suite.suite,
                    application_protocol: application_protocol.clone(),
                    server_name: None,
                    max_early_data_size: config.max_early_data_size,
                    issued: None,
                };
                send_ticket(&mut actions, &config, number, ticket, &psk);
            }
        }
        Ok(actions.into(Server::Connected(Box::new(Connected { application }))))
    }
}

/// The key with which a server seals its tickets, as its secret.
pub(in crate::tls) fn ticket_key(key: [u8; 16]) -> Secret {
    let derivation = Derivation::Entropy { label: "ticket key", public: Vec::new() };
    Secret { name: SecretName::TicketKey, value: key.to_vec(), derivation }
}

/// RFC 8446 §4.6.1. The ticket is a handle under which the server finds the PSK again, or holds it, sealed.
fn send_ticket(
    actions: &mut Actions,
    config: &super::ServerConfig,
    number: u8,
    mut ticket: PreSharedKey,
    psk: &Secret,
) {
    let age_add = u32::from_be_bytes(config.entropy.bytes(&numbered("ticket_age_add ", number)));
    ticket.issued = Some(Issued { at: config.now, lifetime: TICKET_LIFETIME, age_add });
    let identity: Bytes = match config.ticket_key {
        None => config.entropy.bytes::<32>(&numbered("ticket ", number)).to_vec(),
        Some(key) => ticket.seal(key, config.entropy.bytes(&numbered("ticket nonce ", number))),
    };
    if config.ticket_key.is_none() {
        actions.note(Effect::DrewRandom { purpose: "NewSessionTicket.ticket", value: identity.clone() });
    }
    actions.derived(psk);
    let extensions = match config.max_early_data_size {
        0 => Vec::new(),
        size => vec![Extension::MaxEarlyDataSize(size)],
    };
    actions.send(&HandshakeMessage::NewSessionTicket(NewSessionTicket {
        ticket_lifetime: TICKET_LIFETIME,
        ticket_age_add: age_add,
        ticket_nonce: vec![number],
        ticket: identity.clone(),
        extensions,
    }));
    if config.ticket_key.is_none() {
        actions.push(Action::KeepPsk(PreSharedKey { identity, ..ticket }));
    }
}

fn numbered(label: &str, number: u8) -> String {
    let mut text = label.to_owned();
    text += &number.to_string();
    text
}

impl Connected {
    /// RFC 8446 §4.6.3.
    pub(super) fn key_update(mut self, request: KeyUpdateRequest) -> Next {
        let actions = self.application.key_update(Side::Server, request)?;
        Ok(actions.into(Server::Connected(Box::new(self))))
    }
}
