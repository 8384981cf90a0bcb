//! What the server chooses from the client's offer. RFC 8446 §4.1.1, §4.2.

use super::super::action::{Action, Actions};
use super::super::client::{LEAST_RECORD_SIZE_LIMIT, readable};
use super::super::config::{LONGEST_RECORD_12, ServerConfig};
use super::super::proof::{common_scheme, names, schemes_of};
use super::super::psk::offered;
use super::session::{Candidate, choose_early_data, choose_psk, known_external, modes};
use crate::crypto::rare;
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::extension::{Extension, KeyShareEntry, Place, PskKeyExchangeMode, find};
use crate::tls::message::ClientHello;
use crate::tls::registry::{CipherSuite, ExtensionType, NamedGroup, ProtocolVersion, SignatureScheme};
use crate::tls::schedule::EarlySecret;
use crate::tls::transcript::Transcript;
use crate::trace::{Bytes, Choice, ChoiceName, Direction, Failure};

/// The server's choices.
#[derive(Clone, Debug)]
pub(super) struct Negotiated {
    pub(super) suite: SuiteParameters,
    /// The pre-shared key, and what follows from it.
    pub(super) psk: Option<(Candidate, EarlySecret)>,
    /// The client's share; `None` if the pre-shared key is to do alone.
    pub(super) client_share: Option<KeyShareEntry>,
    /// How the server signs; `None` if it shows no certificate.
    pub(super) signature_scheme: Option<SignatureScheme>,
    pub(super) server_name: Option<String>,
    pub(super) application_protocol: Option<Bytes>,
    /// Whether early data is taken; `None` if it was not offered.
    pub(super) early_data: Option<bool>,
    /// The server's own limit, if both have one.
    pub(super) record_size_limit: Option<u16>,
    pub(super) takes_tickets: bool,
}

/// What comes of the client's offer.
pub(super) enum Outcome {
    /// The handshake goes on.
    Negotiated(Box<Negotiated>),
    /// A second `ClientHello` is needed: with a share of that group, or with a cookie.
    Retry { suite: SuiteParameters, group: Option<NamedGroup> },
}

/// Chooses, in the order version, cipher suite, pre-shared key, group, signature scheme, name, application protocol,
/// early data.
///
/// `before` is the transcript before a second `ClientHello`, which is not asked for twice.
pub(super) fn negotiate(
    actions: &mut Actions,
    config: &ServerConfig,
    (hello, bytes): (&ClientHello, &[u8]),
    before: Option<&Transcript>,
) -> Result<Outcome, Failure> {
    check_extensions(hello)?;
    choose_version(actions, config, hello)?;
    // RFC 8446 §4.1.2: exactly one byte, set to zero.
    if hello.legacy_compression_methods != [0] {
        return Err(Failure::IllegalParameter { field: "legacy_compression_methods" });
    }
    let suite = choose_suite(actions, config, hello)?;
    let candidate = choose_psk(actions, config, hello, suite)?;
    let alone = candidate.as_ref().is_some_and(|candidate| candidate.mode == PskKeyExchangeMode::PSK_KE);
    let mut client_share = None;
    let mut missing_share = None;
    if alone {
        // RFC 8446 §9.2: neither without the other, even if no group is needed.
        let pair = [ExtensionType::SUPPORTED_GROUPS, ExtensionType::KEY_SHARE];
        let lacking: Vec<_> = pair.into_iter().filter(|name| find(&hello.extensions, *name).is_none()).collect();
        if let [lacking] = lacking[..] {
            return Err(missing(lacking));
        }
    } else {
        match choose_group(actions, config, hello)? {
            Ok(share) => client_share = Some(share),
            Err(group) => missing_share = Some(group),
        }
    }
    if before.is_none() && (missing_share.is_some() || config.cookie) {
        return Ok(Outcome::Retry { suite, group: missing_share });
    }
    if missing_share.is_some() {
        return Err(Failure::IllegalParameter { field: "key_share" });
    }
    let (psk, signature_scheme) = if let Some(candidate) = candidate {
        let early_secret = candidate.verify(actions, (suite, config.binding()), (hello, bytes), before)?;
        (Some((candidate, early_secret)), None)
    } else {
        (None, Some(choose_signature_scheme(actions, config, hello)?))
    };
    let server_name = choose_name(actions, config, hello)?;
    let application_protocol = choose_application_protocol(actions, config, hello)?;
    let record_size_limit = choose_record_size_limit(actions, config, hello, LONGEST_RECORD_12 + 1)?;
    let for_early_data = (suite, application_protocol.as_ref());
    let early_data =
        choose_early_data(actions, config, hello, psk.as_ref().map(|(candidate, _)| candidate), for_early_data);
    // RFC 8446 §4.2.9: no ticket for a client that could not use one.
    let modes = modes(hello).unwrap_or_default();
    let takes_tickets = modes.iter().any(|mode| config.psk_modes.contains(mode));
    Ok(Outcome::Negotiated(Box::new(Negotiated {
        suite,
        psk,
        client_share,
        signature_scheme,
        server_name,
        application_protocol,
        early_data,
        record_size_limit,
        takes_tickets,
    })))
}

/// The versions that a client offers.
///
/// RFC 8446 §4.2.1: without `supported_versions` it means `legacy_version`, and TLS 1.2 at most.
pub(in crate::tls) fn offered_versions(hello: &ClientHello) -> Vec<ProtocolVersion> {
    match find(&hello.extensions, ExtensionType::SUPPORTED_VERSIONS) {
        Some(Extension::SupportedVersions(versions)) => versions.clone(),
        _ => vec![hello.legacy_version.min(ProtocolVersion::TLS12)],
    }
}

/// The versions that a client offers, without those that nobody knows.
fn known_versions(hello: &ClientHello) -> Vec<ProtocolVersion> {
    offered_versions(hello).into_iter().filter(|version| *version <= ProtocolVersion::TLS13).collect()
}

/// The newest version that both speak, in whatever order they list them. RFC 8446 §4.2.1, §4.1.3: with an older one the server would
/// say that there was a downgrade.
pub(in crate::tls) fn common_version(config: &ServerConfig, hello: &ClientHello) -> Option<ProtocolVersion> {
    let offered = offered_versions(hello);
    config.versions.iter().copied().filter(|version| offered.contains(version)).max()
}

/// RFC 8446 §4.2.1.
pub(in crate::tls) fn choose_version(
    actions: &mut Actions,
    config: &ServerConfig,
    hello: &ClientHello,
) -> Result<(), Failure> {
    let common = common_version(config, hello);
    actions.negotiated(Choice {
        name: ChoiceName::Version,
        offered: names(&offered_versions(hello)),
        accepted: names(&config.versions),
        chosen: common.map(|version| version.name().into()),
    });
    if common.is_none() {
        return Err(Failure::NoCommonVersion);
    }
    // RFC 7507 §3: somebody may have stood in the way of the newer one.
    let falls_back = rare::BUILT && hello.cipher_suites.contains(&CipherSuite::TLS_FALLBACK_SCSV);
    let newest = |versions: &[ProtocolVersion]| versions.iter().copied().max();
    if falls_back && newest(&config.versions) > newest(&known_versions(hello)) {
        return Err(Failure::InappropriateFallback);
    }
    Ok(())
}

/// The first of the client's suites that the server accepts too.
///
/// RFC 8446 §4.2.11: external keys, which the client offers and the server knows, should influence the choice: one with
/// their hash comes first.
fn choose_suite(actions: &mut Actions, config: &ServerConfig, hello: &ClientHello) -> Result<SuiteParameters, Failure> {
    let common = hello.cipher_suites.iter().filter(|suite| config.cipher_suites.contains(suite));
    let common: Vec<_> = common.filter_map(|suite| SuiteParameters::of(*suite)).collect();
    let wanted = known_external(config, hello).and_then(|psk| psk.hash());
    let suite = common.iter().find(|suite| wanted == Some(suite.hash)).or(common.first()).copied();
    actions.negotiated(Choice {
        name: ChoiceName::CipherSuite,
        offered: names(&hello.cipher_suites),
        accepted: names(&config.cipher_suites),
        chosen: suite.map(|suite| suite.suite.name().into()),
    });
    suite.ok_or(Failure::NoCommonCipherSuite)
}

/// The first of the client's shares that is for a group of both sides, or else the first group of both sides in the
/// client's order. RFC 8446 §4.2.7, §4.2.8.
fn choose_group(
    actions: &mut Actions,
    config: &ServerConfig,
    hello: &ClientHello,
) -> Result<Result<KeyShareEntry, NamedGroup>, Failure> {
    let Some(Extension::SupportedGroups(groups)) = find(&hello.extensions, ExtensionType::SUPPORTED_GROUPS) else {
        let may_lack = is_for_key_alone(hello);
        return Err(if may_lack { Failure::NoCommonGroup } else { missing(ExtensionType::SUPPORTED_GROUPS) });
    };
    let Some(Extension::ClientShares(shares)) = find(&hello.extensions, ExtensionType::KEY_SHARE) else {
        return Err(missing(ExtensionType::KEY_SHARE));
    };
    let share = shares.iter().find(|share| config.groups.contains(&share.group));
    let common = groups.iter().find(|group| config.groups.contains(group));
    let (offered, accepted) = (names(groups), names(&config.groups));
    let mut choice = Choice { name: ChoiceName::Group, offered, accepted, chosen: None };
    for (place, share) in shares.iter().enumerate() {
        let repeated = shares[..place].iter().any(|earlier| earlier.group == share.group);
        if repeated || !groups.contains(&share.group) {
            actions.negotiated(choice);
            return Err(Failure::IllegalParameter { field: "key_share" });
        }
    }
    choice.chosen = share.map(|share| share.group).or(common.copied()).map(|group| group.name().into());
    actions.negotiated(choice);
    match (share, common) {
        (Some(share), _) => Ok(Ok(share.clone())),
        (None, Some(group)) => Ok(Err(*group)),
        (None, None) => Err(Failure::NoCommonGroup),
    }
}

/// Whether a client has nothing to offer but a pre-shared key that is used alone, for which it needs no group. Without that key
/// the two have nothing in common. RFC 8446 §9.2, §4.1.1.
fn is_for_key_alone(hello: &ClientHello) -> bool {
    rare::BUILT
        && offered(hello).is_some()
        && find(&hello.extensions, ExtensionType::KEY_SHARE).is_none()
        && modes(hello).is_some_and(|modes| !modes.contains(&PskKeyExchangeMode::PSK_DHE_KE))
}

/// The first of the client's schemes in which the server's key signs.
fn choose_signature_scheme(
    actions: &mut Actions,
    config: &ServerConfig,
    hello: &ClientHello,
) -> Result<SignatureScheme, Failure> {
    let extension = find(&hello.extensions, ExtensionType::SIGNATURE_ALGORITHMS);
    let Some(Extension::SignatureAlgorithms(schemes)) = extension else {
        // RFC 8446 §9.2, §4.1.1.
        let may_lack = rare::BUILT && offered(hello).is_some();
        return Err(if may_lack {
            Failure::NoCommonSignatureScheme
        } else {
            missing(ExtensionType::SIGNATURE_ALGORITHMS)
        });
    };
    let kind = config.certificate_key.kind();
    let scheme = common_scheme(ProtocolVersion::TLS13, kind, schemes);
    actions.negotiated(Choice {
        name: ChoiceName::SignatureScheme,
        offered: names(schemes),
        accepted: names(&schemes_of(ProtocolVersion::TLS13, kind)),
        chosen: scheme.map(|scheme| scheme.name().into()),
    });
    scheme.ok_or(Failure::NoCommonSignatureScheme)
}

/// The server's own limit, if it has one and the client too, for the server only answers; of a version whose records have so many bytes at most.
///
/// RFC 8449 §4.
pub(in crate::tls) fn choose_record_size_limit(
    actions: &mut Actions,
    config: &ServerConfig,
    hello: &ClientHello,
    longest: u16,
) -> Result<Option<u16>, Failure> {
    let extension = find(&hello.extensions, ExtensionType::RECORD_SIZE_LIMIT);
    let Some(Extension::RecordSizeLimit(theirs)) = extension else {
        if let Some(ours) = config.record_size_limit.filter(|_| rare::BUILT) {
            actions.negotiated(Choice {
                name: ChoiceName::RecordSizeLimit,
                offered: Vec::new(),
                accepted: vec![ours.min(longest).to_string()],
                chosen: None,
            });
        }
        return Ok(None);
    };
    if *theirs < LEAST_RECORD_SIZE_LIMIT {
        return Err(Failure::IllegalParameter { field: "record_size_limit" });
    }
    let Some(ours) = config.record_size_limit.map(|limit| limit.min(longest)) else { return Ok(None) };
    actions.negotiated(Choice {
        name: ChoiceName::RecordSizeLimit,
        offered: vec![theirs.to_string()],
        accepted: vec![ours.to_string()],
        chosen: Some(theirs.to_string()),
    });
    actions.push(Action::LimitRecords { direction: Direction::Write, limit: *theirs });
    actions.push(Action::LimitRecords { direction: Direction::Read, limit: ours });
    Ok(Some(ours))
}

/// The name that the client asked for. RFC 6066 §3: a server that does not know it may end the handshake, or go on with a
/// certificate for another name and leave it to the client to refuse it.
pub(in crate::tls) fn choose_name(
    actions: &mut Actions,
    config: &ServerConfig,
    hello: &ClientHello,
) -> Result<Option<String>, Failure> {
    let Some(Extension::ServerName(names)) = find(&hello.extensions, ExtensionType::SERVER_NAME) else {
        return Ok(None);
    };
    let Some(name) = names.iter().find(|name| name.name_type == 0) else { return Ok(None) };
    let name = readable(&name.name);
    let own = config.certificate_chain.first();
    let strict = !config.server_names.is_empty();
    let accepted = if strict {
        config.server_names.clone()
    } else {
        own.and_then(|leaf| leaf.extensions.subject_alt_name.clone()).map(|names| names.dns_names).unwrap_or_default()
    };
    let known = !strict || accepted.iter().any(|own| own.eq_ignore_ascii_case(&name));
    actions.negotiated(Choice {
        name: ChoiceName::ServerName,
        offered: vec![name.clone()],
        accepted,
        chosen: known.then(|| name.clone()),
    });
    if known { Ok(Some(name)) } else { Err(Failure::UnrecognizedName { name }) }
}

/// The first of the server's protocols that the client offers. RFC 7301 §3.2.
pub(in crate::tls) fn choose_application_protocol(
    actions: &mut Actions,
    config: &ServerConfig,
    hello: &ClientHello,
) -> Result<Option<Bytes>, Failure> {
    let extension = find(&hello.extensions, ExtensionType::APPLICATION_LAYER_PROTOCOL_NEGOTIATION);
    let Some(Extension::ApplicationLayerProtocolNegotiation(protocols)) = extension else { return Ok(None) };
    let all_readable =
        |protocols: &[Bytes]| -> Vec<String> { protocols.iter().map(|protocol| readable(protocol)).collect() };
    let common = config.application_protocols.iter().find(|protocol| protocols.contains(protocol));
    actions.negotiated(Choice {
        name: ChoiceName::ApplicationProtocol,
        offered: all_readable(protocols),
        accepted: all_readable(&config.application_protocols),
        chosen: common.map(|protocol| readable(protocol)),
    });
    match common {
        Some(protocol) => Ok(Some(protocol.clone())),
        // A server that speaks none ignores the extension.
        None if config.application_protocols.is_empty() => Ok(None),
        None => Err(Failure::NoCommonApplicationProtocol),
    }
}

/// No extension twice, none that belongs elsewhere: RFC 8446 §4.2. No two names of one type: RFC 6066 §3.
pub(in crate::tls) fn check_extensions(hello: &ClientHello) -> Result<(), Failure> {
    for (place, extension) in hello.extensions.iter().enumerate() {
        let extension_type = extension.extension_type();
        if hello.extensions[..place].iter().any(|earlier| earlier.extension_type() == extension_type) {
            return Err(Failure::DuplicateExtension { extension: extension_type.0 });
        }
        if Place::ClientHello.allows(extension_type) == Some(false) {
            let message = Place::ClientHello.message();
            return Err(Failure::ForbiddenExtension { extension: extension_type.0, message });
        }
        if rare::BUILT
            && let Extension::ServerName(names) = extension
            && (1..names.len()).any(|place| names[..place].iter().any(|name| name.name_type == names[place].name_type))
        {
            return Err(Failure::IllegalParameter { field: "server_name" });
        }
    }
    Ok(())
}

pub(super) fn missing(extension: ExtensionType) -> Failure {
    Failure::MissingExtension { extension: extension.name() }
}
