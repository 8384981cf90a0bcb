//! What the server chooses from the client's offer. RFC 5246 §7.4.1; RFC 8422 §5.1; RFC 5746 §3.6.

use super::super::proof::common_scheme;
use crate::crypto::signature::KeyKind;
use crate::tls::cipher_suite::{KeyExchange, SuiteParameters};
use crate::tls::extension::{Extension, UNCOMPRESSED, find};
use crate::tls::message::ClientHello;
use crate::tls::registry::{ExtensionType, NamedGroup, ProtocolVersion, SignatureScheme};
use crate::tls::v13::action::Actions;
use crate::tls::v13::client::readable;
use crate::tls::v13::config::LONGEST_RECORD_12;
use crate::tls::v13::proof::{names, plain_check};
use crate::tls::v13::server::finish::ticket_key;
use crate::tls::v13::server::negotiation::{
    check_extensions, choose_application_protocol, choose_name, choose_record_size_limit, choose_version,
    offered_versions,
};
use crate::tls::v13::server::session::identity_text;
use crate::tls::v13::{PreSharedKey, ServerConfig};
use crate::trace::{AlertDescription, Bytes, CheckName, Choice, ChoiceName, Failure, PskOrigin, Reason};

/// The server's choices.
pub(super) struct Negotiated {
    pub(super) suite: SuiteParameters,
    /// The session that is resumed.
    pub(super) session: Option<PreSharedKey>,
    /// The group of the key exchange and how the server signs its key; `None` if a session is resumed, or the client
    /// encrypts for the key of the certificate.
    pub(super) exchange: Option<(NamedGroup, SignatureScheme)>,
    pub(super) server_name: Option<String>,
    pub(super) application_protocol: Option<Bytes>,
    pub(super) extended: bool,
    /// The server's own limit, if both have one.
    pub(super) record_size_limit: Option<u16>,
}

/// Chooses, in the order version, cipher suite, session, group, signature scheme, name, application protocol.
pub(super) fn negotiate(
    actions: &mut Actions,
    config: &ServerConfig,
    hello: &ClientHello,
) -> Result<Negotiated, Failure> {
    check_extensions(hello)?;
    if let Some(Extension::RenegotiationInfo(data)) = find(&hello.extensions, ExtensionType::RENEGOTIATION_INFO) {
        let alert = AlertDescription::HandshakeFailure;
        actions.checked(plain_check(CheckName::RenegotiationInfo, data.is_empty(), alert, Vec::new()))?;
    }
    choose_version(actions, config, hello)?;
    // RFC 5246 §7.4.1.2: null must be there.
    if !hello.legacy_compression_methods.contains(&0) {
        return Err(Failure::IllegalParameter { field: "compression_methods" });
    }
    if let Some(Extension::EcPointFormats(formats)) = find(&hello.extensions, ExtensionType::EC_POINT_FORMATS)
        && !formats.contains(&UNCOMPRESSED)
    {
        return Err(Failure::IllegalParameter { field: "ec_point_format_list" });
    }
    let is_offered = find(&hello.extensions, ExtensionType::EXTENDED_MASTER_SECRET).is_some();
    let extended = is_offered && config.extended_master_secret;
    let suite = choose_suite(actions, config, hello)?;
    let session = choose_session(actions, config, hello, extended)?;
    let (suite, exchange) = if let Some((_, suite)) = &session {
        (*suite, None)
    } else {
        let exchange = match KeyExchange::of(suite.suite) {
            KeyExchange::Rsa => None,
            KeyExchange::EcdheEcdsa | KeyExchange::EcdheRsa => {
                let group = choose_group(actions, config, hello)?;
                Some((group, choose_signature_scheme(actions, config, hello)?))
            }
        };
        (suite, exchange)
    };
    let name = ExtensionType::EXTENDED_MASTER_SECRET.name();
    let told = |is_known| vec![if is_known { name } else { "none" }.into()];
    actions.negotiated(Choice {
        name: ChoiceName::ExtendedMasterSecret,
        offered: told(is_offered),
        accepted: told(config.extended_master_secret),
        chosen: extended.then(|| name.into()),
    });
    let server_name = choose_name(actions, config, hello)?;
    let application_protocol = choose_application_protocol(actions, config, hello)?;
    let record_size_limit = choose_record_size_limit(actions, config, hello, LONGEST_RECORD_12)?;
    let session = session.map(|(session, _)| session);
    Ok(Negotiated { suite, session, exchange, server_name, application_protocol, extended, record_size_limit })
}

/// The first of the client's suites that the server accepts too, and whose key exchange the two can do.
///
/// RFC 8422 §5.1: no suite with ephemeral keys without a group for them, or without a signature that the client takes. Where it
/// fails by that alone, the first suite stands, so that what is missing is named.
fn choose_suite(actions: &mut Actions, config: &ServerConfig, hello: &ClientHello) -> Result<SuiteParameters, Failure> {
    let kind = config.certificate_key.kind();
    let common = hello.cipher_suites.iter().filter(|suite| config.cipher_suites.contains(suite));
    let common = common
        .filter_map(|suite| SuiteParameters::of_tls12(*suite).filter(|known| KeyExchange::of(known.suite).fits(kind)));
    let common: Vec<_> = common.collect();
    let may_agree = common_group(config, groups(hello).unwrap_or(&config.groups)).is_some();
    let may_sign = signature_scheme(config, hello).0.is_some();
    let can = |known: &&SuiteParameters| KeyExchange::of(known.suite) == KeyExchange::Rsa || may_agree && may_sign;
    let suite = common.iter().find(can).or(common.first()).copied();
    actions.negotiated(Choice {
        name: ChoiceName::CipherSuite,
        offered: names(&hello.cipher_suites),
        accepted: names(&config.cipher_suites),
        chosen: suite.map(|suite| suite.suite.name().into()),
    });
    suite.ok_or(Failure::NoCommonCipherSuite)
}

/// The session that the client comes back to, by ticket or by ID, if it can be resumed. RFC 5246 §7.3, RFC 5077 §3.4.
///
/// RFC 7627 §5.3: one with an extended master secret, as all that are kept here have, only if the client offers that; if it does
/// not, the handshake is aborted, where other terms lead to a full one.
fn choose_session(
    actions: &mut Actions,
    config: &ServerConfig,
    hello: &ClientHello,
    extended: bool,
) -> Result<Option<(PreSharedKey, SuiteParameters)>, Failure> {
    let ticket = match find(&hello.extensions, ExtensionType::SESSION_TICKET) {
        Some(Extension::SessionTicket(ticket)) if !ticket.is_empty() => Some(ticket),
        _ => None,
    };
    let id = &hello.legacy_session_id;
    let by_id = |psk: &&PreSharedKey| psk.origin == PskOrigin::Session && psk.identity == *id;
    let identity = match (ticket, id.is_empty()) {
        (Some(ticket), _) => ticket,
        (None, false) => id,
        (None, true) => return Ok(None),
    };
    let found = match (ticket, config.ticket_key) {
        (Some(ticket), Some(key)) => {
            actions.derived(&ticket_key(key));
            PreSharedKey::open(key, ticket)
        }
        (Some(_), None) => None,
        (None, _) => config.psks.iter().find(by_id).cloned(),
    };
    // What a client of TLS 1.3 sends for the sake of middleboxes names no session, and is no news.
    let may_be_dress = offered_versions(hello).contains(&ProtocolVersion::TLS13);
    if found.is_none() && ticket.is_none() && config.psks.is_empty() && may_be_dress {
        return Ok(None);
    }
    let reason = match &found {
        None => Some(Reason::UnknownSession),
        Some(session) if session.issued.is_some_and(|issued| issued.is_over(config.now)) => Some(Reason::TicketExpired),
        Some(session)
            if !extended
                || session.server_name != asked_for(hello)
                || !hello.cipher_suites.contains(&session.suite)
                || !config.cipher_suites.contains(&session.suite) =>
        {
            Some(Reason::OtherTerms)
        }
        Some(_) => None,
    };
    let is_offered = find(&hello.extensions, ExtensionType::EXTENDED_MASTER_SECRET).is_some();
    let breaks_terms = reason == Some(Reason::OtherTerms) && !is_offered;
    let session = found.filter(|_| reason.is_none());
    let session = session.and_then(|session| Some((SuiteParameters::of_tls12(session.suite)?, session)));
    let mut accepted: Vec<String> = config.psks.iter().map(|psk| identity_text(&psk.identity)).collect();
    if config.ticket_key.is_some() {
        accepted.push("tickets that it sealed".into());
    }
    let text = identity_text(identity);
    actions.negotiated(Choice {
        name: ChoiceName::Session,
        offered: vec![text.clone()],
        accepted,
        chosen: session.as_ref().map(|_| text),
    });
    if breaks_terms {
        let evidence = vec![("extended master secret", "no".into())];
        let alert = AlertDescription::HandshakeFailure;
        actions.checked(plain_check(CheckName::SessionParameters, false, alert, evidence))?;
    }
    if let Some(reason) = reason {
        actions.declined(ChoiceName::Session, reason);
    }
    Ok(session.map(|(suite, session)| (session, suite)))
}

/// The name that the client asks for. RFC 6066 §3: a session is not resumed for another one.
fn asked_for(hello: &ClientHello) -> Option<String> {
    match find(&hello.extensions, ExtensionType::SERVER_NAME) {
        Some(Extension::ServerName(names)) => {
            names.iter().find(|name| name.name_type == 0).map(|name| readable(&name.name))
        }
        _ => None,
    }
}

/// The groups that the client lists. RFC 8422 §4: a client that lists none takes any.
fn groups(hello: &ClientHello) -> Option<&Vec<NamedGroup>> {
    match find(&hello.extensions, ExtensionType::SUPPORTED_GROUPS) {
        Some(Extension::SupportedGroups(groups)) => Some(groups),
        _ => None,
    }
}

/// The first group of both sides in the client's order.
fn common_group(config: &ServerConfig, groups: &[NamedGroup]) -> Option<NamedGroup> {
    groups.iter().copied().find(|group| config.groups.contains(group) && group.is_of_tls12())
}

fn choose_group(actions: &mut Actions, config: &ServerConfig, hello: &ClientHello) -> Result<NamedGroup, Failure> {
    let groups = groups(hello).unwrap_or(&config.groups);
    let common = common_group(config, groups);
    actions.negotiated(Choice {
        name: ChoiceName::Group,
        offered: names(groups),
        accepted: names(&config.groups),
        chosen: common.map(|group| group.name().into()),
    });
    common.ok_or(Failure::NoCommonGroup)
}

/// The schemes that the client lists. RFC 5246 §7.4.1.4.1: a client that lists none means SHA-1, which is not built here.
fn schemes(hello: &ClientHello) -> &[SignatureScheme] {
    match find(&hello.extensions, ExtensionType::SIGNATURE_ALGORITHMS) {
        Some(Extension::SignatureAlgorithms(schemes)) => schemes,
        _ => &[],
    }
}

/// The scheme in which the server signs, and what it accepts.
///
/// RFC 8422 §5.1, §5.3: a key of ECDSA only if its curve is among the groups of a client that lists any.
fn signature_scheme(config: &ServerConfig, hello: &ClientHello) -> (Option<SignatureScheme>, Vec<SignatureScheme>) {
    let kind = config.certificate_key.kind();
    let curve = match kind {
        KeyKind::EcdsaP256 => Some(NamedGroup::SECP256R1),
        KeyKind::EcdsaP384 => Some(NamedGroup::SECP384R1),
        KeyKind::Ed25519 | KeyKind::Rsa => None,
    };
    let knows_key = curve.is_none_or(|curve| groups(hello).is_none_or(|groups| groups.contains(&curve)));
    let (scheme, own) = common_scheme(kind, schemes(hello));
    (scheme.filter(|_| knows_key), own)
}

fn choose_signature_scheme(
    actions: &mut Actions,
    config: &ServerConfig,
    hello: &ClientHello,
) -> Result<SignatureScheme, Failure> {
    let (scheme, own) = signature_scheme(config, hello);
    actions.negotiated(Choice {
        name: ChoiceName::SignatureScheme,
        offered: names(schemes(hello)),
        accepted: names(&own),
        chosen: scheme.map(|scheme| scheme.name().into()),
    });
    scheme.ok_or(Failure::NoCommonSignatureScheme)
}
