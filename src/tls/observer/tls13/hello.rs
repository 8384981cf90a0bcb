//! The hellos, and what a private key or a ticket makes of them. RFC 8446 §4.1.

use super::super::given::{Given, Kept, is_hybrid, private_key};
use super::super::stream::{Stream, told_of};
use super::super::{Reaction, noted, place};
use super::climb::Exchange;
use super::{Newer, learned};
use crate::crypto::hash::HashAlgorithm;
use crate::crypto::key_exchange::EphemeralKeyPair;
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::extension::{Extension, KeyShareEntry, OfferedPsks, Place, PskKeyExchangeMode, find};
use crate::tls::message::{ClientHello, ServerHello};
use crate::tls::registry::{CipherSuite, ExtensionType, NamedGroup, ProtocolVersion};
use crate::tls::schedule::{EarlySecret, TrafficSecret};
use crate::tls::transcript::{Binding, Transcript};
use crate::tls::v13::PreSharedKey;
use crate::tls::v13::action::Actions;
use crate::tls::v13::client::retry::check_retry;
use crate::tls::v13::client::server_hello::{check_hello, selected_version, version_names};
use crate::tls::v13::keys::early_keys;
use crate::tls::v13::proof::{names, plain_check};
use crate::tls::v13::psk::{BinderInput, offered, transcript_with};
use crate::tls::v13::server::retry::Asked;
use crate::trace::{
    AlertDescription, Check, CheckName, ChoiceName, Derivation, Effect, Epoch, Evidence, EvidenceValue, Outcome, Proof,
    Secret, SecretName, Side, State,
};

/// A share of the client's whose private key was given.
struct OwnShare {
    name: SecretName,
    entry: KeyShareEntry,
    pair: EphemeralKeyPair,
}

/// The shares of a hello.
fn shares(hello: &ClientHello) -> &[KeyShareEntry] {
    match find(&hello.extensions, ExtensionType::KEY_SHARE) {
        Some(Extension::ClientShares(shares)) => shares,
        _ => &[],
    }
}

/// The client's shares whose private keys were given, of the first hello and of a second one.
fn own_shares(given: &Given, hellos: &[&ClientHello]) -> Vec<OwnShare> {
    let mut own: Vec<OwnShare> = Vec::new();
    for entry in hellos.iter().flat_map(|hello| shares(hello)) {
        if own.iter().any(|known| known.entry == *entry) {
            continue;
        }
        if let Some(pair) = given.pair(&entry.key_exchange) {
            let name = match u8::try_from(own.len()).unwrap_or(u8::MAX) {
                0 => SecretName::EphemeralPrivateKey(Side::Client),
                number => SecretName::FurtherPrivateKey { number },
            };
            own.push(OwnShare { name, entry: entry.clone(), pair });
        }
    }
    own
}

/// The pre-shared keys that earlier connections left, that were given, or whose tickets can be opened, each with its place in
/// the client's list. Which hash goes with a key that was given, the length of its binder says.
fn known_psks((given, kept): (&Given, &Kept), hello: &ClientHello) -> Vec<(usize, PreSharedKey)> {
    let Some(OfferedPsks { identities, binders }) = offered(hello) else { return Vec::new() };
    let known = identities.iter().zip(binders).enumerate().filter_map(|(place, (item, binder))| {
        let kept = kept.psks.iter().find(|psk| psk.identity == item.identity);
        let given_with = |psk: &PreSharedKey| match binder.len() {
            48 => psk.clone().with_hash(HashAlgorithm::Sha384),
            _ => psk.clone().with_hash(HashAlgorithm::Sha256),
        };
        let known = kept.cloned().or_else(|| {
            let known = given.psks.iter().find(|psk| psk.identity == item.identity);
            known.map(given_with).or_else(|| given.open_ticket(&item.identity))
        });
        Some((place, known?))
    });
    known.collect()
}

/// A `ClientHello`, the last of these: whose private keys are known, what a ticket from before gives, and early keys.
pub(in crate::tls::observer) fn client_hello(
    (given, kept): (&Given, &Kept),
    (hellos, bytes): (&[&ClientHello], &[u8]),
    before: Option<&Transcript>,
    (streams, reaction): (&mut [Stream; 2], &mut Reaction),
) {
    let Some(hello) = hellos.last() else { return };
    let known_before = own_shares(given, &hellos[..hellos.len() - 1]).len();
    for share in own_shares(given, hellos).into_iter().skip(known_before) {
        let secret = private_key(share.name, share.pair.private_bytes(), share.pair.public_bytes());
        reaction.before(Side::Client, [Effect::Derived(secret)]);
    }
    reaction.sender.push(Effect::Entered(State::WaitServerHello));
    reaction.receiver.push(Effect::Entered(State::ReceivedClientHello));
    let mut early_secret = None;
    for (index, psk) in known_psks((given, kept), hello) {
        let (Some(suite), Some(offer)) = (SuiteParameters::of(psk.suite), offered(hello)) else { continue };
        // What the transcript is hashed with: RFC 8446 §4.1.2 wants no other hash in a second hello.
        if before.is_some_and(|before| before.point().hash.len() != suite.hash.output_length()) {
            continue;
        }
        let mut actions = Actions::default();
        let (early, finished_key) = psk.early_secret(&mut actions, suite.hash, index);
        if before.is_some() {
            // The secrets came up with the first hello.
            actions = Actions::default();
        }
        actions.proved(BinderInput::new((suite.hash, given.binding), before, bytes, offer).proof(&finished_key));
        reaction.before(Side::Client, noted(actions));
        // RFC 8446 §4.2.10: early data goes with the first.
        if index == 0 {
            early_secret = Some((early, suite.aead));
        }
    }
    if !hello.extensions.contains(&Extension::EarlyData) || before.is_some() {
        return;
    }
    let client = &mut streams[place(Side::Client)];
    client.due = Epoch::EarlyData;
    if let Some((early_secret, aead)) = early_secret {
        let mut actions = Actions::default();
        let keys = early_keys(&mut actions, &early_secret, aead, (bytes, given.binding));
        client.learn(keys, Vec::new());
        reaction.sender.extend(noted(actions));
        reaction.sender.extend(client.install(Epoch::EarlyData));
        return;
    }
    // A key log does not say with which suite the early data is sealed; it is one that the client offers.
    let secret = given.traffic(Side::Client, &hello.random).into_iter().find(|(epoch, _)| *epoch == Epoch::EarlyData);
    let Some((epoch, value)) = secret else { return };
    let suites = hello.cipher_suites.iter().filter_map(|suite| SuiteParameters::of(*suite));
    for suite in suites.filter(|suite| suite.hash.output_length() == value.len()) {
        let secret = TrafficSecret::given(suite.hash, Side::Client, epoch, value.clone());
        let keys = secret.keys(suite.aead);
        let untold = told_of(&secret, &keys);
        client.learn(keys, untold);
    }
}

/// The groups of a hello.
fn groups(hello: &ClientHello) -> &[NamedGroup] {
    match find(&hello.extensions, ExtensionType::SUPPORTED_GROUPS) {
        Some(Extension::SupportedGroups(groups)) => groups,
        _ => &[],
    }
}

/// The ways to use pre-shared keys that a hello allows.
fn modes(hello: &ClientHello) -> &[PskKeyExchangeMode] {
    match find(&hello.extensions, ExtensionType::PSK_KEY_EXCHANGE_MODES) {
        Some(Extension::PskKeyExchangeModes(modes)) => modes,
        _ => &[],
    }
}

/// What a server makes of a second hello. RFC 8446 §4.1.2, §4.2.2.
pub(super) fn check_second_hello(request: &ServerHello, first: &ClientHello, hello: &ClientHello) -> Vec<Effect> {
    let group = match find(&request.extensions, ExtensionType::KEY_SHARE) {
        Some(Extension::SelectedGroup(group)) => Some(*group),
        _ => None,
    };
    let cookie = match find(&request.extensions, ExtensionType::COOKIE) {
        Some(Extension::Cookie(cookie)) => Some(cookie.as_slice()),
        _ => None,
    };
    let mut actions = Actions::default();
    // What came of it stands in the checks.
    let _ = Asked { group, cookie }.check(&mut actions, first, hello);
    noted(actions)
}

impl Newer {
    /// What a client checks of a `ServerHello` beyond what it checks of a `HelloRetryRequest` too: that it keeps to what
    /// was agreed on before, to a share that was sent, and to a pre-shared key that was offered.
    fn check_answer(&self, actions: &mut Actions, answer: &ServerHello, sent: &[NamedGroup]) {
        let illegal = AlertDescription::IllegalParameter;
        if let Some(request) = &self.request {
            let suites = [request.cipher_suite, answer.cipher_suite];
            let evidence = vec![
                ("in HelloRetryRequest", suites[0].name().to_owned()),
                ("in ServerHello", suites[1].name().to_owned()),
            ];
            let _ = actions.checked(plain_check(CheckName::RetrySuite, suites[0] == suites[1], illegal, evidence));
        }
        let share = match find(&answer.extensions, ExtensionType::KEY_SHARE) {
            Some(Extension::ServerShare(share)) => Some(share.group),
            _ => None,
        };
        if let Some(Extension::SelectedIdentity(identity)) = find(&answer.extensions, ExtensionType::PRE_SHARED_KEY) {
            let mode = if share.is_some() { PskKeyExchangeMode::PSK_DHE_KE } else { PskKeyExchangeMode::PSK_KE };
            let count = offered(&self.hello.message).map_or(0, |offer| offer.identities.len());
            let passed = usize::from(*identity) < count && modes(&self.hello.message).contains(&mode);
            let evidence = vec![
                ("offered", count.to_string()),
                ("selected_identity", identity.to_string()),
                ("mode", mode.name().to_owned()),
            ];
            let _ = actions.checked(plain_check(CheckName::PskOffered, passed, illegal, evidence));
        }
        if let Some(group) = share {
            let evidence = vec![("offered a share for", names(sent).join(", ")), ("selected", group.name().to_owned())];
            let _ = actions.checked(plain_check(CheckName::GroupOffered, sent.contains(&group), illegal, evidence));
        }
    }

    /// A `ServerHello` or `HelloRetryRequest`.
    pub(in crate::tls::observer) fn server_hello(
        &mut self,
        (given, kept): (&Given, &Kept),
        (answer, bytes): (&ServerHello, &[u8]),
        streams: &mut [Stream; 2],
    ) -> Reaction {
        let mut reaction = Reaction::default();
        let suite = SuiteParameters::of(answer.cipher_suite);
        self.suite = suite;
        self.suite_code = answer.cipher_suite.0;
        let mut actions = Actions::default();
        let place_of = if answer.is_hello_retry_request() { Place::HelloRetryRequest } else { Place::ServerHello };
        // What came of it stands in the checks.
        let _ = check_hello(&mut actions, &self.hello.message, answer, selected_version(answer), place_of);
        let groups = groups(&self.hello.message);
        let sent: Vec<NamedGroup> = shares(&self.hello.message).iter().map(|share| share.group).collect();
        if answer.is_hello_retry_request() {
            let _ = check_retry(&mut actions, answer, groups, &sent);
        } else if !self.lost {
            // Otherwise it may answer another hello than the one that was read.
            self.check_answer(&mut actions, answer, &sent);
        }
        reaction.receiver.extend(noted(actions).into_iter().map(|effect| self.as_of_peer(effect, answer.cipher_suite)));
        let hash = suite.map(|suite| suite.hash);
        if answer.is_hello_retry_request() {
            self.request = Some(answer.clone());
            self.before = hash.map(|hash| Transcript::after_retry(hash, given.binding, &self.hello.bytes, bytes));
            self.retries = true;
            self.early_data.accepted = self.early_data.offered.then_some(false);
            reaction.sender.push(Effect::Entered(State::Start));
            return reaction;
        }
        let share = match find(&answer.extensions, ExtensionType::KEY_SHARE) {
            Some(Extension::ServerShare(share)) => Some(share),
            _ => None,
        };
        let identity = match find(&answer.extensions, ExtensionType::PRE_SHARED_KEY) {
            Some(Extension::SelectedIdentity(identity)) => Some(usize::from(*identity)),
            _ => None,
        };
        self.psk_selected = identity.is_some();
        if self.early_data.offered && !self.psk_selected {
            self.early_data.accepted = Some(false);
        }
        let Some(suite) = suite else {
            self.outcomes(answer.cipher_suite, share.map(|share| share.group), &mut reaction);
            return reaction;
        };
        let mut transcript = transcript_with((suite.hash, given.binding), self.before.as_ref(), &self.hello.bytes);
        transcript.add(Side::Server, crate::trace::MessageName::ServerHello, bytes);
        // After a retry that was not read from its beginning, the transcript is not known.
        let is_whole = !self.lost && (self.first.is_none() || self.before.is_some());
        self.transcript = is_whole.then_some(transcript);
        let psk =
            known_psks((given, kept), &self.hello.message).into_iter().find(|(place, _)| Some(*place) == identity);
        let early_secret = psk.map(|(place, psk)| self.takes_psk((place, &psk), (suite, given.binding), &mut reaction));
        reaction.before(Side::Server, [Effect::Entered(State::Negotiated)]);
        self.outcomes(answer.cipher_suite, share.map(|share| share.group), &mut reaction);
        let exchange = match share.map(|share| self.shared_secrets(given, share, &mut reaction)) {
            None => Exchange::None,
            Some(None) => Exchange::Unknown,
            Some(Some(secrets)) => Exchange::Shared(Box::new(secrets)),
        };
        self.climb(given, suite, (identity.is_some(), early_secret), exchange, (streams, &mut reaction));
        reaction.receiver.push(Effect::Entered(State::WaitEncryptedExtensions));
        reaction
    }

    /// The check of the suite as the client at hand made it: our own refuses what is not built here, theirs what it did not
    /// offer. RFC 8446 §4.1.3.
    fn as_of_peer(&self, effect: Effect, suite: CipherSuite) -> Effect {
        match effect {
            Effect::Checked(check)
                if check.name == CheckName::CipherSuiteOffered && self.hello.message.cipher_suites.contains(&suite) =>
            {
                Effect::Checked(Check { outcome: Outcome::Passed, ..check })
            }
            effect => effect,
        }
    }

    /// The server takes a pre-shared key that an earlier connection left: what follows from it, and the binder's check.
    fn takes_psk(
        &self,
        (place, psk): (usize, &PreSharedKey),
        (suite, binding): (SuiteParameters, Binding),
        reaction: &mut Reaction,
    ) -> EarlySecret {
        let mut actions = Actions::default();
        let (early_secret, finished_key) = psk.early_secret(&mut actions, suite.hash, place);
        if let Some(offer) = offered(&self.hello.message)
            && let Some(received) = offer.binders.get(place)
        {
            let input = BinderInput::new((suite.hash, binding), self.before.as_ref(), &self.hello.bytes, offer);
            let proof = input.proof(&finished_key);
            let computed = match &proof {
                Proof::Binder { binder, .. } => binder.clone(),
                _ => Vec::new(),
            };
            let outcome =
                if computed == *received { Outcome::Passed } else { Outcome::Failed(AlertDescription::DecryptError) };
            let evidence = vec![
                Evidence { name: "binder received", value: EvidenceValue::Bytes(received.clone()) },
                Evidence { name: "binder computed", value: EvidenceValue::Bytes(computed) },
            ];
            actions.note(Effect::Checked(Check { name: CheckName::Binder, outcome, evidence, proof: Some(proof) }));
        }
        reaction.before(Side::Server, noted(actions));
        early_secret
    }

    /// What the client learns of what was negotiated.
    fn outcomes(&self, suite: CipherSuite, group: Option<NamedGroup>, reaction: &mut Reaction) {
        let hello = &self.hello.message;
        let version = Some(ProtocolVersion::TLS13.name().into());
        reaction.receiver.push(learned(ChoiceName::Version, version_names(hello), version));
        let suites = names(&hello.cipher_suites);
        reaction.receiver.push(learned(ChoiceName::CipherSuite, suites, Some(suite.name().into())));
        if offered(hello).is_some() {
            let modes = names(modes(hello));
            let mode = if group.is_some() { PskKeyExchangeMode::PSK_DHE_KE } else { PskKeyExchangeMode::PSK_KE };
            let chosen = self.psk_selected.then(|| mode.name().into());
            reaction.receiver.push(learned(ChoiceName::PskMode, modes, chosen));
        }
        if let Some(group) = group {
            let offered = names(groups(hello));
            reaction.receiver.push(learned(ChoiceName::Group, offered, Some(group.name().into())));
        }
    }

    /// The (EC)DHE shared secret as the client has it and as the server has it, if a private key of either is known.
    fn shared_secrets(&self, given: &Given, share: &KeyShareEntry, reaction: &mut Reaction) -> Option<[Secret; 2]> {
        let hellos: Vec<&ClientHello> =
            self.first.iter().map(|first| &first.message).chain([&self.hello.message]).collect();
        let client_share = shares(&self.hello.message).iter().find(|entry| entry.group == share.group)?;
        let own = own_shares(given, &hellos).into_iter().find(|own| own.entry == *client_share);
        let name = own.as_ref().map_or(SecretName::EphemeralPrivateKey(Side::Client), |own| own.name);
        let from_client = own.and_then(|own| own.pair.agree(&share.key_exchange).ok());
        let from_server = if is_hybrid(share.group) {
            given.hybrid_answer(&share.key_exchange, &client_share.key_exchange)
        } else {
            given.pair(&share.key_exchange).and_then(|pair| {
                let shared = pair.agree(&client_share.key_exchange).ok()?;
                Some((pair.private_bytes(), shared))
            })
        };
        if let Some((private, _)) = &from_server {
            let name = SecretName::EphemeralPrivateKey(Side::Server);
            let secret = private_key(name, private.clone(), &share.key_exchange);
            reaction.before(Side::Server, [Effect::Derived(secret)]);
        }
        let value = from_client.or(from_server.map(|(_, shared)| shared))?;
        let agreed = |private, peer_public: &[u8]| {
            let (group, peer_public) = (share.group.name(), peer_public.to_vec());
            let derivation = Derivation::KeyAgreement { group, private, peer_public };
            Secret { name: SecretName::SharedSecret, value: value.clone(), derivation }
        };
        let server = SecretName::EphemeralPrivateKey(Side::Server);
        Some([agreed(name, &share.key_exchange), agreed(server, &client_share.key_exchange)])
    }
}
