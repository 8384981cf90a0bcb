//! The hellos of TLS 1.2, held against each other, and those of a second handshake against the first. RFC 5246 §7.4.1.3.

use super::super::{Hello, Reaction};
use super::handshake::Handshake;
use crate::tls::extension::{Extension, find};
use crate::tls::message::{ClientHello, ServerHello};
use crate::tls::registry::{CipherSuite, ExtensionType, ProtocolVersion, Registered};
use crate::tls::v13::client::readable;
use crate::tls::v13::client::server_hello::version_names;
use crate::tls::v13::proof::{names, plain_check};
use crate::trace::{
    AlertDescription, Bytes, Check, CheckName, Choice, ChoiceName, Effect, Evidence, EvidenceValue, Outcome,
};

pub(super) fn learned(name: ChoiceName, offered: Vec<String>, chosen: Option<String>) -> Effect {
    Effect::Negotiated(Choice { name, offered, accepted: Vec::new(), chosen })
}

/// What a client checks of the server's hello. RFC 5246 §7.4.1.3, RFC 8446 §4.1.3.
pub(super) fn checks(hello: &Hello, answer: &ServerHello, reaction: &mut Reaction) {
    let client = &hello.message;
    let versions = version_names(client);
    let illegal = AlertDescription::IllegalParameter;
    let mut add = |name, passed, alert, evidence| {
        reaction.receiver.push(Effect::Checked(plain_check(name, passed, alert, evidence)));
    };
    let version = answer.legacy_version.told();
    add(
        CheckName::VersionOffered,
        versions.contains(&version) || answer.legacy_version <= client.legacy_version,
        AlertDescription::ProtocolVersion,
        vec![("offered", versions.join(", ")), ("selected", version)],
    );
    let suites = names(&client.cipher_suites).join(", ");
    add(
        CheckName::CipherSuiteOffered,
        client.cipher_suites.contains(&answer.cipher_suite),
        illegal,
        vec![("offered", suites), ("selected", answer.cipher_suite.told())],
    );
    if find(&client.extensions, ExtensionType::SUPPORTED_VERSIONS).is_some() && versions.len() > 1 {
        let says_so = crate::tls::v12::is_downgrade_sentinel(&answer.random[24..]);
        let newest = versions.iter().any(|offered| offered == ProtocolVersion::TLS13.name());
        add(CheckName::Downgrade, !(newest && says_so), illegal, Vec::new());
    }
}

/// What the client learns of what was negotiated.
pub(super) fn outcomes(
    hello: &Hello,
    answer: &ServerHello,
    (extended, protocol): (bool, Option<&[u8]>),
    reaction: &mut Reaction,
) {
    let client = &hello.message;
    let suites = names(&client.cipher_suites);
    let mut add = |name, offered, chosen| reaction.receiver.push(learned(name, offered, chosen));
    add(ChoiceName::Version, version_names(client), Some(answer.legacy_version.told()));
    add(ChoiceName::CipherSuite, suites, Some(answer.cipher_suite.told()));
    let offer = find(&client.extensions, ExtensionType::APPLICATION_LAYER_PROTOCOL_NEGOTIATION);
    if let Some(Extension::ApplicationLayerProtocolNegotiation(offered)) = offer {
        let offered = offered.iter().map(|name| readable(name)).collect();
        add(ChoiceName::ApplicationProtocol, offered, protocol.map(readable));
    }
    let name = ExtensionType::EXTENDED_MASTER_SECRET.name();
    if find(&client.extensions, ExtensionType::EXTENDED_MASTER_SECRET).is_some() {
        add(ChoiceName::ExtendedMasterSecret, vec![name.into()], extended.then(|| name.into()));
    }
}

/// What the server checks of the hello with which a second handshake begins: `renegotiated_connection` must be the first's
/// `client_verify_data`. `None` if the first handshake was one of sides that know nothing of it, or its `Finished` was not read.
///
/// RFC 5746 §3.7.
pub(super) fn client_continues(first: &Handshake, hello: &ClientHello) -> Option<Check> {
    let [client, _] = &first.verify_data;
    let info = renegotiation_info(&hello.extensions);
    // A client says it by the extension alone: the signaling suite would stand for a first handshake.
    let says_first = hello.cipher_suites.contains(&CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV);
    continues(first, info, ("client_verify_data", client.clone()?), says_first)
}

/// What the client checks of the server's answer to it: `renegotiated_connection` must be both sides' `verify_data` of the
/// first handshake, the client's before the server's. RFC 5746 §3.5.
pub(super) fn server_continues(first: &Handshake, answer: &ServerHello) -> Option<Check> {
    let [client, server] = &first.verify_data;
    let both = [client.clone()?, server.clone()?].concat();
    let info = renegotiation_info(&answer.extensions);
    continues(first, info, ("client_verify_data || server_verify_data", both), false)
}

fn continues(
    first: &Handshake,
    info: Option<&Bytes>,
    (name, expected): (&'static str, Bytes),
    says_first: bool,
) -> Option<Check> {
    if !first.secure && info.is_none() {
        return None;
    }
    let passed = info == Some(&expected) && !says_first;
    let bytes = |name, bytes: Bytes| Evidence { name, value: EvidenceValue::Bytes(bytes) };
    let received = info.map(|info| bytes("renegotiated_connection", info.clone()));
    Some(Check {
        name: CheckName::RenegotiatedConnection,
        outcome: if passed { Outcome::Passed } else { Outcome::Failed(AlertDescription::HandshakeFailure) },
        evidence: received.into_iter().chain([bytes(name, expected)]).collect(),
        proof: None,
    })
}

fn renegotiation_info(extensions: &[Extension]) -> Option<&Bytes> {
    match find(extensions, ExtensionType::RENEGOTIATION_INFO) {
        Some(Extension::RenegotiationInfo(info)) => Some(info),
        _ => None,
    }
}
