//! The server asks for a second `ClientHello`. RFC 8446 §4.1.4.

use super::super::action::Actions;
use super::super::proof::{names, plain_check};
use super::super::psk::bind;
use super::hello::{offer, share};
use super::server_hello::{check_hello, selected_version};
use super::{Client, Next, OfferedPsk, Retry, WaitServerHello};
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::extension::{Extension, Place, find};
use crate::tls::message::{HandshakeMessage, ServerHello};
use crate::tls::registry::{ExtensionType, NamedGroup, Registered};
use crate::tls::transcript::Transcript;
use crate::trace::{AlertDescription, CheckName, Choice, ChoiceName, Failure, State};

impl WaitServerHello {
    /// Checks what the server asks for, and sends the `ClientHello` again with it. RFC 8446 §4.1.2, §4.1.4.
    pub(super) fn hello_retry_request(mut self, message: &ServerHello, bytes: &[u8]) -> Next {
        let mut actions = Actions::default();
        let suite = match self.check_request(&mut actions, message) {
            Ok(suite) => suite,
            Err(failure) => return Err(actions.halt(failure)),
        };
        actions.entered(State::Start);
        let transcript = Transcript::after_retry(suite.hash, self.config.binding(), &self.hello_bytes, bytes);
        self.stop_early_data(&mut actions);
        if let Some(Extension::SelectedGroup(group)) = find(&message.extensions, ExtensionType::KEY_SHARE)
            && let Err(failure) = self.replace_shares(&mut actions, *group)
        {
            return Err(actions.halt(failure));
        }
        if let Some(Extension::Cookie(cookie)) = find(&message.extensions, ExtensionType::COOKIE) {
            let last = self.hello.extensions.len();
            // RFC 8446 §4.2.11: pre_shared_key stays the last.
            let place = if self.psks.is_empty() { last } else { last - 1 };
            self.hello.extensions.insert(place, Extension::Cookie(cookie.clone()));
        }
        self.bind_again(&mut actions, suite, &transcript);
        // RFC 8446 Appendix D.4: before the second flight; with early data it was sent before that.
        if self.config.compatibility && !core::mem::replace(&mut self.compatibility_done, true) {
            actions.send_change_cipher_spec();
        }
        self.hello_bytes = actions.send(&HandshakeMessage::ClientHello(self.hello.clone()));
        actions.entered(State::WaitServerHello);
        self.retry = Some(Retry { suite, transcript });
        Ok(actions.into(Client::WaitServerHello(Box::new(self))))
    }

    fn check_request(&self, actions: &mut Actions, message: &ServerHello) -> Result<SuiteParameters, Failure> {
        let version = selected_version(message);
        let suite = check_hello(actions, &self.hello, message, version, Place::HelloRetryRequest)?;
        let sent: Vec<NamedGroup> = self.shares.iter().map(|share| share.group).collect();
        check_retry(actions, message, &self.config.groups, &sent)?;
        Ok(suite)
    }

    /// RFC 8446 §4.1.2: a single share, of the group that was asked for.
    fn replace_shares(&mut self, actions: &mut Actions, group: NamedGroup) -> Result<(), Failure> {
        let made = self.shares.len();
        self.shares = vec![share(actions, &self.config, group, made)?];
        let entries = vec![self.shares[0].entry()];
        for extension in &mut self.hello.extensions {
            if let Extension::ClientShares(shares) = extension {
                shares.clone_from(&entries);
            }
        }
        Ok(())
    }

    /// RFC 8446 §4.1.2: new ages and binders; pre-shared keys for another hash are offered no longer.
    fn bind_again(&mut self, actions: &mut Actions, suite: SuiteParameters, before: &Transcript) {
        if self.psks.is_empty() {
            return;
        }
        self.psks.retain(|psk| psk.hash == suite.hash);
        self.hello.extensions.pop();
        if self.psks.is_empty() {
            return;
        }
        self.hello.extensions.push(Extension::PreSharedKeys(offer(&self.psks, self.config.now)));
        bind(actions, &mut self.hello, self.psks.iter().map(OfferedPsk::binder_key), (Some(before), before.binding()));
    }
}

/// Checks that a `HelloRetryRequest` asks a client with these groups, that has sent these shares, for something that changes
/// its hello. RFC 8446 §4.1.4, §4.2.8.
pub(in crate::tls) fn check_retry(
    actions: &mut Actions,
    message: &ServerHello,
    groups: &[NamedGroup],
    sent: &[NamedGroup],
) -> Result<(), Failure> {
    let mut evidence = vec![("offered", names(groups).join(", ")), ("sent a share for", names(sent).join(", "))];
    let has_cookie = find(&message.extensions, ExtensionType::COOKIE).is_some();
    let passed = match find(&message.extensions, ExtensionType::KEY_SHARE) {
        Some(Extension::SelectedGroup(group)) => {
            evidence.push(("selected", group.told()));
            groups.contains(group) && !sent.contains(group)
        }
        _ => has_cookie,
    };
    if has_cookie {
        evidence.push(("cookie", "to be sent back".into()));
    }
    let alert = AlertDescription::IllegalParameter;
    actions.checked(plain_check(CheckName::RetryChangesHello, passed, alert, evidence))?;
    if let Some(Extension::SelectedGroup(group)) = find(&message.extensions, ExtensionType::KEY_SHARE) {
        actions.negotiated(Choice {
            name: ChoiceName::Group,
            offered: names(groups),
            accepted: Vec::new(),
            chosen: Some(group.told()),
        });
    }
    Ok(())
}
