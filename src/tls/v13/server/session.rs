//! Which pre-shared key the server takes, and whether early data with it. RFC 8446 §4.2.9, §4.2.10, §4.2.11.

use super::super::action::{Action, Actions};
use super::super::client::readable;
use super::super::proof::names;
use super::super::psk::{AGE_TOLERANCE, BinderInput, PreSharedKey, offered};
use super::super::replay::RecordedHello;
use super::ServerConfig;
use super::finish::ticket_key;
use super::negotiation::missing;
use crate::crypto::rare;
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::extension::{Extension, OfferedPsks, PskKeyExchangeMode, find};
use crate::tls::message::ClientHello;
use crate::tls::registry::ExtensionType;
use crate::tls::schedule::EarlySecret;
use crate::tls::transcript::{Binding, Transcript};
use crate::trace::{
    AlertDescription, Bytes, Check, CheckName, Choice, ChoiceName, Evidence, EvidenceValue, Failure, Outcome, Proof,
    PskOrigin, Reason,
};

/// A pre-shared key that the server takes, if its binder is right.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) psk: PreSharedKey,
    pub(super) identity: u16,
    pub(super) mode: PskKeyExchangeMode,
    obfuscated_age: u32,
    binder: Bytes,
}

/// The modes in which the client is ready to use pre-shared keys.
pub(super) fn modes(hello: &ClientHello) -> Option<&[PskKeyExchangeMode]> {
    match find(&hello.extensions, ExtensionType::PSK_KEY_EXCHANGE_MODES) {
        Some(Extension::PskKeyExchangeModes(modes)) => Some(modes),
        _ => None,
    }
}

/// The first key of the client's that the server knows, if it is an external one.
pub(super) fn known_external(config: &ServerConfig, hello: &ClientHello) -> Option<PreSharedKey> {
    let first = offered(hello)?.identities.iter().find_map(|item| known(config, &item.identity))?;
    Some(first).filter(|psk| psk.origin == PskOrigin::External)
}

/// The key that an identity stands for.
fn known(config: &ServerConfig, identity: &[u8]) -> Option<PreSharedKey> {
    let kept = config.psks.iter().find(|psk| psk.identity == identity).cloned();
    kept.or_else(|| PreSharedKey::open(config.ticket_key?, identity))
}

/// Chooses the first pre-shared key of the client's that the server knows and can use with the suite.
pub(super) fn choose_psk(
    actions: &mut Actions,
    config: &ServerConfig,
    hello: &ClientHello,
    suite: SuiteParameters,
) -> Result<Option<Candidate>, Failure> {
    // RFC 8446 §4.2.11: a server need not take any.
    let Some(offer) = offered(hello).filter(|_| rare::BUILT) else { return Ok(None) };
    if hello.extensions.last().map(Extension::extension_type) != Some(ExtensionType::PRE_SHARED_KEY) {
        return Err(Failure::IllegalParameter { field: "pre_shared_key" });
    }
    if offer.binders.len() != offer.identities.len() {
        return Err(Failure::IllegalParameter { field: "binders" });
    }
    // RFC 8446 §4.2.9.
    let modes = modes(hello).ok_or(missing(ExtensionType::PSK_KEY_EXCHANGE_MODES))?;
    if let Some(key) = config.ticket_key {
        actions.derived(&ticket_key(key));
    }
    let mut choice = Choice {
        name: ChoiceName::PreSharedKey,
        offered: offer.identities.iter().map(|item| identity_text(&item.identity)).collect(),
        accepted: config.psks.iter().map(|psk| identity_text(&psk.identity)).collect(),
        chosen: None,
    };
    if config.ticket_key.is_some() {
        choice.accepted.push("tickets that it sealed".into());
    }
    let (found, reason) = search(config, offer, suite);
    let Some((place, psk)) = found else {
        actions.negotiated(choice);
        actions.declined(ChoiceName::PreSharedKey, reason);
        return Ok(None);
    };
    let mode = config.psk_modes.iter().find(|mode| modes.contains(mode)).copied();
    choice.chosen = mode.map(|_| identity_text(&psk.identity));
    actions.negotiated(choice);
    actions.negotiated(Choice {
        name: ChoiceName::PskMode,
        offered: names(modes),
        accepted: names(&config.psk_modes),
        chosen: mode.map(|mode| mode.name().into()),
    });
    let Some(mode) = mode else {
        actions.declined(ChoiceName::PreSharedKey, Reason::NoCommonMode);
        return Ok(None);
    };
    let obfuscated_age = offer.identities[place].obfuscated_ticket_age;
    let identity = u16::try_from(place).unwrap_or(u16::MAX);
    let binder = offer.binders[place].clone();
    Ok(Some(Candidate { psk, identity, mode, obfuscated_age, binder }))
}

/// The first identity that stands for a key that can be used, or why the last one does not.
fn search(
    config: &ServerConfig,
    offer: &OfferedPsks,
    suite: SuiteParameters,
) -> (Option<(usize, PreSharedKey)>, Reason) {
    let mut reason = Reason::UnknownIdentity;
    for (place, item) in offer.identities.iter().enumerate() {
        let Some(psk) = known(config, &item.identity) else { continue };
        if psk.issued.is_some_and(|issued| issued.is_over(config.now)) {
            reason = Reason::TicketExpired;
        } else if psk.hash() != Some(suite.hash) {
            reason = Reason::OtherHash;
        } else {
            return (Some((place, psk)), reason);
        }
    }
    (None, reason)
}

/// An identity for people: as text if it is some, else the first bytes in hex.
pub(in crate::tls) fn identity_text(identity: &[u8]) -> String {
    if identity.len() <= 40 && identity.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ') {
        return readable(identity);
    }
    let mut text = String::new();
    for nibble in identity.iter().take(8).flat_map(|byte| [byte >> 4, byte & 0x0f]) {
        text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('?'));
    }
    text + "…"
}

impl Candidate {
    /// Climbs to Early Secret and checks that the client holds the key too. RFC 8446 §4.2.11.2.
    pub(super) fn verify(
        &self,
        actions: &mut Actions,
        (suite, binding): (SuiteParameters, Binding),
        (hello, bytes): (&ClientHello, &[u8]),
        before: Option<&Transcript>,
    ) -> Result<EarlySecret, Failure> {
        let offer = offered(hello).ok_or(missing(ExtensionType::PRE_SHARED_KEY))?;
        let (early_secret, finished_key) = self.psk.early_secret(actions, suite.hash, self.identity.into());
        let received = &self.binder;
        let proof = BinderInput::new((suite.hash, binding), before, bytes, offer).proof(&finished_key);
        let passed = matches!(&proof, Proof::Binder { binder, .. } if binder == received);
        let alert = AlertDescription::DecryptError;
        actions.checked(Check {
            name: CheckName::Binder,
            outcome: if passed { Outcome::Passed } else { Outcome::Failed(alert) },
            evidence: vec![Evidence { name: "binder", value: EvidenceValue::Bytes(received.clone()) }],
            proof: Some(proof),
        })?;
        if matches!(self.psk.origin, PskOrigin::Ticket { .. }) {
            actions.push(Action::ForgetPsk(self.psk.identity.clone()));
        }
        Ok(early_secret)
    }
}

/// Decides about early data: `None` if it was not offered. RFC 8446 §4.2.10.
pub(super) fn choose_early_data(
    actions: &mut Actions,
    config: &ServerConfig,
    hello: &ClientHello,
    psk: Option<&Candidate>,
    (suite, protocol): (SuiteParameters, Option<&Bytes>),
) -> Option<bool> {
    find(&hello.extensions, ExtensionType::EARLY_DATA)?;
    let reason = match psk {
        None => Some(Reason::WithoutPsk),
        Some(candidate) if candidate.identity != 0 => Some(Reason::WithoutPsk),
        Some(_) if !config.accepts_early_data => Some(Reason::Policy),
        Some(candidate) if candidate.psk.max_early_data_size == 0 => Some(Reason::Policy),
        Some(candidate) if !candidate.is_for(suite, protocol) => Some(Reason::OtherParameters),
        Some(candidate) if !candidate.is_fresh(config.now) => Some(Reason::TicketAge),
        Some(candidate) if config.recorded.iter().any(|known| known.binder == candidate.binder) => Some(Reason::Replay),
        Some(_) => None,
    };
    let mut choice = Choice {
        name: ChoiceName::EarlyData,
        offered: vec!["early data".into()],
        accepted: vec![if config.accepts_early_data { "early data".into() } else { "none".into() }],
        chosen: if reason.is_none() { Some("early data".into()) } else { None },
    };
    if let Some((said, own)) = psk.and_then(|candidate| candidate.ages(config.now)) {
        choice.offered.push(milliseconds("age of the ticket ", said));
        choice.accepted.push(milliseconds("age of the ticket ", own));
        choice.accepted.push(milliseconds("give or take ", AGE_TOLERANCE));
    }
    actions.negotiated(choice);
    if let Some(reason) = reason {
        actions.declined(ChoiceName::EarlyData, reason);
    } else if let Some(candidate) = psk {
        let has_age = candidate.psk.issued.is_some();
        actions.push(Action::Remember(RecordedHello::now(candidate.binder.clone(), config.now, has_age)));
    }
    Some(reason.is_none())
}

impl Candidate {
    fn is_for(&self, suite: SuiteParameters, protocol: Option<&Bytes>) -> bool {
        self.psk.suite == suite.suite && self.psk.application_protocol.as_ref() == protocol
    }

    /// Whether the client's age of the ticket is about the server's: no replay from another time. RFC 8446 §8.3.
    fn is_fresh(&self, now: u64) -> bool {
        self.ages(now).is_none_or(|(said, own)| own.abs_diff(said) <= AGE_TOLERANCE)
    }

    /// The age of the ticket as the client says, and as the server knows, in milliseconds.
    fn ages(&self, now: u64) -> Option<(u32, u32)> {
        let issued = self.psk.issued?;
        Some((self.obfuscated_age.wrapping_sub(issued.age_add), issued.age(now)))
    }
}

fn milliseconds(about: &str, age: u32) -> String {
    let mut text = about.to_owned();
    text += &age.to_string();
    text += " ms";
    text
}
