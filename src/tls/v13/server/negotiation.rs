//! What the server chooses from the client's offer. RFC 8446 §4.1.1, §4.2.

use super::super::client::readable;
use super::super::config::ServerConfig;
use super::super::proof::{names, scheme_of};
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::extension::{Extension, KeyShareEntry, Place, PskKeyExchangeMode};
use crate::tls::message::ClientHello;
use crate::tls::registry::{CipherSuite, ExtensionType, NamedGroup, ProtocolVersion, SignatureScheme};
use crate::trace::{Bytes, Choice, ChoiceName, Failure};

/// The server's choices.
#[derive(Clone, Debug)]
pub(super) struct Negotiated {
    pub(super) suite: SuiteParameters,
    pub(super) client_share: KeyShareEntry,
    pub(super) signature_scheme: SignatureScheme,
    pub(super) server_name: Option<String>,
    pub(super) application_protocol: Option<Bytes>,
    pub(super) takes_tickets: bool,
}

/// Chooses, in the order version, cipher suite, group, signature scheme, name, application protocol.
///
/// The choices that were made come back also if the next one fails.
pub(super) fn negotiate(config: &ServerConfig, hello: &ClientHello) -> (Vec<Choice>, Result<Negotiated, Failure>) {
    let mut choices = Vec::new();
    let result = choose(config, &Offer { hello }, &mut choices);
    (choices, result)
}

fn choose(config: &ServerConfig, offer: &Offer, choices: &mut Vec<Choice>) -> Result<Negotiated, Failure> {
    offer.check_extensions()?;
    let versions = offer.versions();
    let own_versions = names(&[ProtocolVersion::TLS13], ProtocolVersion::name);
    note(choices, ChoiceName::Version, names(&versions, ProtocolVersion::name), own_versions);
    if !versions.contains(&ProtocolVersion::TLS13) {
        return Err(Failure::NoCommonVersion);
    }
    chosen(choices, ProtocolVersion::TLS13.name());
    // RFC 8446 §4.1.2: exactly one byte, set to zero.
    if offer.hello.legacy_compression_methods != [0] {
        return Err(Failure::IllegalParameter { field: "legacy_compression_methods" });
    }

    let suites = &offer.hello.cipher_suites;
    let accepted = names(&config.cipher_suites, CipherSuite::name);
    note(choices, ChoiceName::CipherSuite, names(suites, CipherSuite::name), accepted);
    let suite = suites
        .iter()
        .filter(|suite| config.cipher_suites.contains(suite))
        .find_map(|suite| SuiteParameters::of(*suite))
        .ok_or(Failure::NoCommonCipherSuite)?;
    chosen(choices, suite.suite.name());

    let client_share = choose_group(config, offer, choices)?;

    let schemes = offer
        .find(|extension| match extension {
            Extension::SignatureAlgorithms(schemes) => Some(schemes),
            _ => None,
        })
        .ok_or(missing(ExtensionType::SIGNATURE_ALGORITHMS))?;
    let signature_scheme = scheme_of(config.certificate_key.kind());
    let accepted = names(&[signature_scheme], SignatureScheme::name);
    note(choices, ChoiceName::SignatureScheme, names(schemes, SignatureScheme::name), accepted);
    if !schemes.contains(&signature_scheme) {
        return Err(Failure::NoCommonSignatureScheme);
    }
    chosen(choices, signature_scheme.name());

    let server_name = choose_name(config, offer, choices);
    let application_protocol = choose_application_protocol(config, offer, choices)?;
    // RFC 8446 §4.2.9: no ticket for a client that could not use one with (EC)DHE.
    let takes_tickets = offer
        .find(|extension| match extension {
            Extension::PskKeyExchangeModes(modes) => Some(modes),
            _ => None,
        })
        .is_some_and(|modes| modes.contains(&PskKeyExchangeMode::PSK_DHE_KE));
    Ok(Negotiated { suite, client_share, signature_scheme, server_name, application_protocol, takes_tickets })
}

/// The first of the client's shares that is for a group of both sides. RFC 8446 §4.2.7, §4.2.8.
fn choose_group(config: &ServerConfig, offer: &Offer, choices: &mut Vec<Choice>) -> Result<KeyShareEntry, Failure> {
    let groups = offer
        .find(|extension| match extension {
            Extension::SupportedGroups(groups) => Some(groups),
            _ => None,
        })
        .ok_or(missing(ExtensionType::SUPPORTED_GROUPS))?;
    let shares = offer
        .find(|extension| match extension {
            Extension::ClientShares(shares) => Some(shares),
            _ => None,
        })
        .ok_or(missing(ExtensionType::KEY_SHARE))?;
    let accepted = names(&config.groups, NamedGroup::name);
    note(choices, ChoiceName::Group, names(groups, NamedGroup::name), accepted);
    for (place, share) in shares.iter().enumerate() {
        let repeated = shares[..place].iter().any(|earlier| earlier.group == share.group);
        if repeated || !groups.contains(&share.group) {
            return Err(Failure::IllegalParameter { field: "key_share" });
        }
    }
    if !groups.iter().any(|group| config.groups.contains(group)) {
        return Err(Failure::NoCommonGroup);
    }
    let share = shares.iter().find(|share| config.groups.contains(&share.group));
    let share = share.ok_or(Failure::NoKeyShareForGroup)?;
    chosen(choices, share.group.name());
    Ok(share.clone())
}

/// The name that the client asked for. RFC 6066 §3: a server may go on with a certificate for another name, and leave
/// it to the client to refuse it.
fn choose_name(config: &ServerConfig, offer: &Offer, choices: &mut Vec<Choice>) -> Option<String> {
    let names = offer.find(|extension| match extension {
        Extension::ServerName(names) => Some(names),
        _ => None,
    })?;
    let name = names.iter().find(|name| name.name_type == 0)?;
    let name = readable(&name.name);
    let own = config.certificate_chain.first();
    let accepted =
        own.and_then(|leaf| leaf.extensions.subject_alt_name.clone()).map(|names| names.dns_names).unwrap_or_default();
    choices.push(Choice {
        name: ChoiceName::ServerName,
        offered: vec![name.clone()],
        accepted,
        chosen: Some(name.clone()),
    });
    Some(name)
}

/// The first of the server's protocols that the client offers. RFC 7301 §3.2.
fn choose_application_protocol(
    config: &ServerConfig,
    offer: &Offer,
    choices: &mut Vec<Choice>,
) -> Result<Option<Bytes>, Failure> {
    let Some(protocols) = offer.find(|extension| match extension {
        Extension::ApplicationLayerProtocolNegotiation(protocols) => Some(protocols),
        _ => None,
    }) else {
        return Ok(None);
    };
    let all_readable =
        |protocols: &[Bytes]| -> Vec<String> { protocols.iter().map(|protocol| readable(protocol)).collect() };
    let common = config.application_protocols.iter().find(|protocol| protocols.contains(protocol));
    choices.push(Choice {
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

/// The client's offer.
struct Offer<'a> {
    hello: &'a ClientHello,
}

impl<'a> Offer<'a> {
    fn find<T>(&self, pick: impl Fn(&'a Extension) -> Option<&'a T>) -> Option<&'a T>
    where
        T: ?Sized,
    {
        self.hello.extensions.iter().find_map(pick)
    }

    /// RFC 8446 §4.2.1: without `supported_versions` the client means `legacy_version`.
    fn versions(&self) -> Vec<ProtocolVersion> {
        self.find(|extension| match extension {
            Extension::SupportedVersions(versions) => Some(versions),
            _ => None,
        })
        .cloned()
        .unwrap_or_else(|| vec![self.hello.legacy_version])
    }

    /// No extension twice, none that belongs elsewhere. RFC 8446 §4.2.
    fn check_extensions(&self) -> Result<(), Failure> {
        for (place, extension) in self.hello.extensions.iter().enumerate() {
            let extension_type = extension.extension_type();
            if self.hello.extensions[..place].iter().any(|earlier| earlier.extension_type() == extension_type) {
                return Err(Failure::DuplicateExtension { extension: extension_type.0 });
            }
            if Place::ClientHello.allows(extension_type) == Some(false) {
                let message = Place::ClientHello.message();
                return Err(Failure::ForbiddenExtension { extension: extension_type.0, message });
            }
        }
        Ok(())
    }
}

fn missing(extension: ExtensionType) -> Failure {
    Failure::MissingExtension { extension: extension.name() }
}

fn note(choices: &mut Vec<Choice>, name: ChoiceName, offered: Vec<String>, accepted: Vec<String>) {
    choices.push(Choice { name, offered, accepted, chosen: None });
}

fn chosen(choices: &mut [Choice], value: &str) {
    if let Some(choice) = choices.last_mut() {
        choice.chosen = Some(value.into());
    }
}
