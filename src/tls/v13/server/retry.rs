//! The server asks for a second `ClientHello`, and checks it. RFC 8446 §4.1.2, §4.1.4, §4.2.2.

use super::super::action::{Action, Actions};
use super::super::proof::plain_check;
use super::super::psk::offered;
use super::{Retry, Server, Start, Transition};
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::extension::{Extension, KeyShareEntry, find};
use crate::tls::message::{ClientHello, HELLO_RETRY_REQUEST_RANDOM, HandshakeMessage, ServerHello};
use crate::tls::registry::{ExtensionType, NamedGroup, ProtocolVersion};
use crate::tls::transcript::Transcript;
use crate::trace::{AlertDescription, CheckName, ChoiceName, Effect, Failure, Reason, State};

/// How much early data a server skips that has never allowed any, in bytes of content: a full record.
const LEAST_SKIPPED: usize = 1 << 14;

impl Start {
    /// RFC 8446 §4.1.4.
    pub(super) fn hello_retry_request(
        mut self,
        mut actions: Actions,
        hello: &ClientHello,
        bytes: &[u8],
        (suite, group): (SuiteParameters, Option<NamedGroup>),
    ) -> Transition<Server> {
        let mut extensions = vec![Extension::SelectedVersion(ProtocolVersion::TLS13)];
        extensions.extend(group.map(Extension::SelectedGroup));
        let cookie = self.config.cookie.then(|| self.config.entropy.bytes::<32>("cookie").to_vec());
        if let Some(cookie) = &cookie {
            actions.note(Effect::DrewRandom { purpose: "HelloRetryRequest.cookie", value: cookie.clone() });
            extensions.push(Extension::Cookie(cookie.clone()));
        }
        let sent = actions.send(&HandshakeMessage::ServerHello(ServerHello {
            legacy_version: ProtocolVersion::TLS12,
            random: HELLO_RETRY_REQUEST_RANDOM,
            legacy_session_id_echo: hello.legacy_session_id.clone(),
            cipher_suite: suite.suite,
            legacy_compression_method: 0,
            extensions,
        }));
        if !hello.legacy_session_id.is_empty() {
            actions.send_change_cipher_spec();
        }
        if find(&hello.extensions, ExtensionType::EARLY_DATA).is_some() {
            actions.declined(ChoiceName::EarlyData, Reason::Retry);
            actions.push(skip_early_data(&self.config));
        }
        actions.entered(State::Start);
        let transcript = Transcript::after_retry(suite.hash, self.config.binding(), bytes, &sent);
        self.retry = Some(Retry { first: hello.clone(), transcript, group, cookie });
        actions.into(Server::Start(Box::new(self)))
    }

    /// The second `ClientHello` is the first with what was asked for, and nothing else. RFC 8446 §4.1.2.
    pub(super) fn check_second_hello(&self, actions: &mut Actions, hello: &ClientHello) -> Result<(), Failure> {
        let Some(retry) = &self.retry else { return Ok(()) };
        let asked = Asked { group: retry.group, cookie: retry.cookie.as_deref() };
        asked.check(actions, &retry.first, hello)
    }
}

/// Early data that is not taken is skipped. RFC 8446 §4.2.10.
pub(super) fn skip_early_data(config: &super::ServerConfig) -> Action {
    let allowed = usize::try_from(config.max_early_data_size).unwrap_or(usize::MAX);
    Action::SkipEarlyData { limit: allowed.max(LEAST_SKIPPED) }
}

/// What a `HelloRetryRequest` asks for.
pub(in crate::tls) struct Asked<'a> {
    pub(in crate::tls) group: Option<NamedGroup>,
    pub(in crate::tls) cookie: Option<&'a [u8]>,
}

impl Asked<'_> {
    /// Checks the second `ClientHello` against the first.
    pub(in crate::tls) fn check(
        &self,
        actions: &mut Actions,
        first: &ClientHello,
        hello: &ClientHello,
    ) -> Result<(), Failure> {
        let illegal = AlertDescription::IllegalParameter;
        if let Some(cookie) = self.cookie {
            let same = match find(&hello.extensions, ExtensionType::COOKIE) {
                Some(Extension::Cookie(back)) => back == cookie,
                _ => false,
            };
            actions.checked(plain_check(CheckName::Cookie, same, illegal, Vec::new()))?;
        }
        let changed = self.changed(first, hello);
        let evidence = changed.map(|field| ("changed", field.to_owned())).into_iter().collect();
        actions.checked(plain_check(CheckName::SecondHello, changed.is_none(), illegal, evidence))
    }

    /// The first thing that differs from the first `ClientHello` and must not.
    fn changed(&self, first: &ClientHello, hello: &ClientHello) -> Option<&'static str> {
        if (hello.legacy_version, hello.random) != (first.legacy_version, first.random) {
            return Some("random");
        }
        if hello.legacy_session_id != first.legacy_session_id {
            return Some("legacy_session_id");
        }
        if hello.cipher_suites != first.cipher_suites {
            return Some("cipher_suites");
        }
        let shares = match find(&hello.extensions, ExtensionType::KEY_SHARE) {
            Some(Extension::ClientShares(shares)) => shares.as_slice(),
            _ => &[],
        };
        let as_asked = match self.group {
            Some(group) => matches!(shares, [KeyShareEntry { group: sent, .. }] if *sent == group),
            None => {
                find(&first.extensions, ExtensionType::KEY_SHARE) == find(&hello.extensions, ExtensionType::KEY_SHARE)
            }
        };
        if !as_asked {
            return Some("key_share");
        }
        // A pre-shared key may be left out, but none be added; early data is no more.
        if offered(hello).is_some() && offered(first).is_none() {
            return Some("pre_shared_key");
        }
        if find(&hello.extensions, ExtensionType::EARLY_DATA).is_some() {
            return Some("early_data");
        }
        let kept = |extension: &&Extension| !may_change(extension.extension_type());
        let same = first.extensions.iter().filter(kept).all(|extension| hello.extensions.contains(extension))
            && first.extensions.iter().filter(kept).count() == hello.extensions.iter().filter(kept).count();
        if same { None } else { Some("extensions") }
    }
}

/// RFC 8446 §4.1.2; padding (21) is that of RFC 7685.
fn may_change(extension_type: ExtensionType) -> bool {
    const PADDING: ExtensionType = ExtensionType(21);
    matches!(
        extension_type,
        ExtensionType::KEY_SHARE
            | ExtensionType::EARLY_DATA
            | ExtensionType::COOKIE
            | ExtensionType::PRE_SHARED_KEY
            | PADDING
    )
}
