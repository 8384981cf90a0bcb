//! The path from a server's certificate to a trust anchor, checked line by line. RFC 5280 §6.1, RFC 9525 §6.

#[cfg(feature = "rare")]
use super::build;
use super::build::{Path, is_self_issued, path};
use super::certificate::Certificate;
use super::extension::{BasicConstraints, KeyUsage};
#[cfg(feature = "rare")]
use super::name_constraints;
use super::oid;
use super::report::{Fault, PathCheck, PathCheckKind, PathReport};
use super::server_name::matches_server_name;
use crate::crypto::rare;
use crate::crypto::signature::PublicKey;

/// Checks that `chain`, the leaf first, leads to one of `anchors` and is for `server_name` at the time `now_unix`, in
/// seconds since 1970.
///
/// The order of the checks is that of RFC 5280 §6.1: from the trust anchor down to the leaf, and of each certificate
/// its signature, its validity, then what it may do. The first check that fails is the last one made. Certificates after
/// the leaf may come in any order, and those that do not belong to the path are left alone: RFC 8446 §4.4.2.
#[must_use]
pub fn verify_server_chain(
    chain: &[Certificate],
    anchors: &[Certificate],
    server_name: &str,
    now_unix: u64,
) -> PathReport {
    verify_chain(chain, anchors, (Some(server_name), LeafUse::Signature), now_unix, Tolerance::default())
}

/// Checks as [`verify_server_chain`] does, for a server whose key is to decrypt and not to sign. RFC 5246 §7.4.2.
#[must_use]
pub fn verify_decrypting_server_chain(
    chain: &[Certificate],
    anchors: &[Certificate],
    server_name: &str,
    now_unix: u64,
) -> PathReport {
    verify_chain(chain, anchors, (Some(server_name), LeafUse::Encipherment), now_unix, Tolerance::default())
}

/// With which faults a verifier that is broken on purpose goes on to the next check. A right one does with none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tolerance {
    /// With a chain that leads to no trust anchor, or with certificates that may not be what they are.
    pub chain: bool,
    /// With a certificate that is not valid at the time.
    pub validity: bool,
    /// With a certificate for other names.
    pub name: bool,
}

impl Tolerance {
    fn covers(self, kind: PathCheckKind) -> bool {
        rare::BREAKABLE
            && match kind {
                PathCheckKind::TrustAnchor
                | PathCheckKind::CertificateSignature { .. }
                | PathCheckKind::NameConstraints { .. }
                | PathCheckKind::BasicConstraints { .. }
                | PathCheckKind::KeyUsage { .. }
                | PathCheckKind::CriticalExtensions { .. }
                | PathCheckKind::ExtendedKeyUsage => self.chain,
                PathCheckKind::Validity { .. } => self.validity,
                PathCheckKind::ServerName => self.name,
            }
    }
}

/// What the key of the leaf is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafUse {
    /// To sign the handshake.
    Signature,
    /// To decrypt the premaster secret. RFC 5246 §7.4.2.
    Encipherment,
}

/// Checks as the others do, for a server (of that name) or for a client, and goes on with what is tolerated.
///
/// Of several paths the first that passes counts. The signature of a certificate whose issuer is not known cannot be checked, unless it names itself.
#[must_use]
pub fn verify_chain(
    chain: &[Certificate],
    anchors: &[Certificate],
    (server_name, leaf_use): (Option<&str>, LeafUse),
    now_unix: u64,
    tolerance: Tolerance,
) -> PathReport {
    let along = |path: &Path, tolerance| {
        let mut checks = Vec::new();
        let leaf_key = check_path(&mut checks, chain, path, (server_name, leaf_use), now_unix, tolerance);
        PathReport { checks, leaf_key, anchor: path.anchor.map(|anchor| anchor.der.clone()) }
    };
    let report = along(&path(chain, anchors), tolerance);
    #[cfg(feature = "rare")]
    if report.checks.iter().any(|check| check.result.is_err()) {
        // One on which all signatures verify says more of what is wrong than one on which they do not.
        let mut signed = None;
        let found = build::search(chain, anchors, |path| {
            signed.get_or_insert_with(|| path.clone());
            along(path, Tolerance::default()).leaf_key.is_some()
        });
        return found.or(signed).map_or(report, |path| along(&path, tolerance));
    }
    report
}

/// Checks as [`verify_server_chain`] does that `chain` leads to one of `anchors` and may authenticate a client; whom the
/// leaf names is for the application to judge.
#[must_use]
pub fn verify_client_chain(chain: &[Certificate], anchors: &[Certificate], now_unix: u64) -> PathReport {
    verify_chain(chain, anchors, (None, LeafUse::Signature), now_unix, Tolerance::default())
}

/// Makes the checks, for a client if there is no server's name; `None` after the one that failed.
fn check_path(
    checks: &mut Vec<PathCheck>,
    chain: &[Certificate],
    Path { certificates, anchor }: &Path,
    (server_name, leaf_use): (Option<&str>, LeafUse),
    now_unix: u64,
    tolerance: Tolerance,
) -> Option<PublicKey> {
    let mut check = |kind, result: Result<(), Fault>, evidence| {
        checks.push(PathCheck { kind, result, evidence });
        // With a key that is not built here nobody can go on.
        let tolerated = result != Err(Fault::UnsupportedKey) && tolerance.covers(kind);
        result.ok().or_else(|| tolerated.then_some(()))
    };
    let anchor = *anchor;
    #[cfg(feature = "rare")]
    if let Some(error) = chain.first().and_then(|leaf| leaf.unreadable.as_ref()) {
        let evidence = vec![("certificate that cannot be read", error.to_string())];
        check(PathCheckKind::TrustAnchor, Err(Fault::Unreadable), evidence);
        return None;
    }
    let evidence = trust_anchor_evidence(chain, certificates, anchor);
    check(PathCheckKind::TrustAnchor, anchor.map(|_| ()).ok_or(Fault::NoTrustAnchor), evidence)?;
    let leaf = chain.first()?;

    let mut issuer = anchor;
    let leaf_key = leaf.public_key();
    #[cfg(feature = "rare")]
    let mut constraints: Vec<_> =
        anchor.iter().filter_map(|anchor| anchor.extensions.name_constraints.as_ref()).collect();
    for (authorities_below, &index) in certificates.iter().enumerate().rev() {
        let certificate = &chain[index];
        if let Some(issuer) = issuer.or_else(|| Some(certificate).filter(|_| is_self_issued(certificate))) {
            let (result, evidence) = signature(certificate, issuer, anchor);
            check(PathCheckKind::CertificateSignature { certificate: index }, result, evidence)?;
        }
        let (result, evidence) = validity(certificate, now_unix);
        check(PathCheckKind::Validity { certificate: index }, result, evidence)?;
        #[cfg(feature = "rare")]
        {
            // Only for whom there are constraints, and not for a certificate with which an authority renews itself.
            if !constraints.is_empty() && (index == 0 || !is_self_issued(certificate)) {
                let (permitted, evidence) = name_constraints::check(&constraints, certificate);
                let result = verdict(permitted, Fault::NameNotPermitted);
                check(PathCheckKind::NameConstraints { certificate: index }, result, evidence)?;
            }
            constraints.extend(&certificate.extensions.name_constraints);
        }
        if index > 0 {
            let below = certificates[1..authorities_below].iter().filter(|below| !is_self_issued(&chain[**below]));
            let (result, evidence) = basic_constraints(certificate, below.count());
            check(PathCheckKind::BasicConstraints { certificate: index }, result, evidence)?;
        }
        let (result, evidence) = if index > 0 {
            authority_key_usage(certificate)
        } else {
            leaf_key_usage(certificate, leaf_key.as_ref().ok(), leaf_use)
        };
        check(PathCheckKind::KeyUsage { certificate: index }, result, evidence)?;
        let (result, evidence) = critical_extensions(certificate);
        check(PathCheckKind::CriticalExtensions { certificate: index }, result, evidence)?;
        issuer = Some(certificate);
    }

    let purpose = if server_name.is_some() { oid::ID_KP_SERVER_AUTH } else { oid::ID_KP_CLIENT_AUTH };
    let authorities = certificates.iter().skip(1).map(|index| &chain[*index]);
    let (result, evidence) = extended_key_usage(leaf, authorities, purpose);
    check(PathCheckKind::ExtendedKeyUsage, result, evidence)?;
    if let Some(server_name) = server_name {
        let (result, evidence) = name_of_server(leaf, server_name);
        check(PathCheckKind::ServerName, result, evidence)?;
    }
    leaf_key.ok()
}

type Checked = (Result<(), Fault>, Vec<(&'static str, String)>);

fn verdict(passed: bool, fault: Fault) -> Result<(), Fault> {
    if passed { Ok(()) } else { Err(fault) }
}

fn trust_anchor_evidence(
    chain: &[Certificate],
    certificates: &[usize],
    anchor: Option<&Certificate>,
) -> Vec<(&'static str, String)> {
    let mut evidence = Vec::new();
    for index in certificates {
        evidence.push(("subject", chain[*index].subject.text().to_owned()));
        evidence.push(("issuer", chain[*index].issuer.text().to_owned()));
    }
    if let Some(anchor) = anchor {
        evidence.push(("trust anchor", anchor.subject.text().to_owned()));
    }
    evidence
}

/// Checks a signature, unless `anchor` knows that it verifies.
pub(super) fn signature(certificate: &Certificate, issuer: &Certificate, anchor: Option<&Certificate>) -> Checked {
    let evidence = vec![
        ("subject", certificate.subject.text().to_owned()),
        ("signatureAlgorithm", certificate.signature_algorithm.name()),
        ("issuer", issuer.subject.text().to_owned()),
    ];
    #[cfg(feature = "rare")]
    if anchor.is_some_and(|anchor| anchor.verified.has(issuer, certificate)) {
        return (Ok(()), evidence);
    }
    let result = issuer.public_key().map_err(|_| Fault::BadSignature).and_then(|key| {
        let algorithm = key.kind().and_then(|kind| certificate.signature_algorithm.algorithm(kind));
        let unsupported =
            if certificate.signature_algorithm.is_weak() { Fault::WeakAlgorithm } else { Fault::UnsupportedAlgorithm };
        let verified =
            key.verify_with(algorithm.ok_or(unsupported)?, &certificate.tbs_certificate, &certificate.signature_value);
        verified.map_err(|_| Fault::BadSignature)
    });
    #[cfg(feature = "rare")]
    if let Some(anchor) = anchor.filter(|_| result.is_ok()) {
        anchor.verified.keep(issuer, certificate);
    }
    #[cfg(not(feature = "rare"))]
    let _ = anchor;
    (result, evidence)
}

fn validity(certificate: &Certificate, now_unix: u64) -> Checked {
    let now = super::time::Time { unix: i64::try_from(now_unix).unwrap_or(i64::MAX) };
    let super::time::Validity { not_before, not_after } = certificate.validity;
    let result = if now < not_before { Err(Fault::NotYetValid) } else { verdict(now <= not_after, Fault::Expired) };
    let evidence =
        vec![("notBefore", not_before.to_string()), ("now", now.to_string()), ("notAfter", not_after.to_string())];
    (result, evidence)
}

fn basic_constraints(certificate: &Certificate, authorities_below: usize) -> Checked {
    let Some(BasicConstraints { ca, path_len_constraint }) = certificate.extensions.basic_constraints else {
        return (Err(Fault::NotAuthority), vec![("basicConstraints", "absent".to_owned())]);
    };
    let mut evidence = vec![("cA", if ca { "TRUE" } else { "FALSE" }.to_owned())];
    let mut result = verdict(ca, Fault::NotAuthority);
    if let Some(limit) = path_len_constraint {
        evidence.push(("pathLenConstraint", limit.to_string()));
        evidence.push(("authorities below", authorities_below.to_string()));
        result = result.and(verdict(authorities_below as u64 <= limit, Fault::PathTooLong));
    }
    (result, evidence)
}

fn authority_key_usage(certificate: &Certificate) -> Checked {
    let (allowed, evidence) = key_usage(certificate, KeyUsage::KEY_CERT_SIGN);
    (verdict(allowed, Fault::NoKeyCertSign), evidence)
}

fn leaf_key_usage(certificate: &Certificate, key: Option<&PublicKey>, leaf_use: LeafUse) -> Checked {
    let (wanted, fault) = match leaf_use {
        LeafUse::Signature => (KeyUsage::DIGITAL_SIGNATURE, Fault::NoDigitalSignature),
        LeafUse::Encipherment => (KeyUsage::KEY_ENCIPHERMENT, Fault::NoKeyEncipherment),
    };
    let (allowed, mut evidence) = key_usage(certificate, wanted);
    let supported = key.is_some_and(|key| key.kind().is_some());
    if !supported {
        evidence.insert(0, ("key", "of a kind or length that is not supported".to_owned()));
    }
    let result = verdict(supported, Fault::UnsupportedKey).and(verdict(allowed, fault));
    (result, evidence)
}

/// Whether the key may be used so; a certificate without `keyUsage` sets no limit.
fn key_usage(certificate: &Certificate, wanted: KeyUsage) -> (bool, Vec<(&'static str, String)>) {
    let usage = certificate.extensions.key_usage;
    let text = usage.map_or_else(|| "absent: no limit".to_owned(), |usage| usage.names().join(", "));
    (usage.is_none_or(|usage| usage.contains(wanted)), vec![("keyUsage", text)])
}

fn critical_extensions(certificate: &Certificate) -> Checked {
    let unknown = &certificate.extensions.unknown_critical;
    let evidence = unknown.iter().map(|id| ("unknown critical extension", oid::name_or_numbers(id))).collect();
    (verdict(unknown.is_empty(), Fault::UnknownCriticalExtension), evidence)
}

/// Whether the leaf is for that purpose; and so must be what each authority below the anchor issues, if it says what for. RFC
/// 5280 knows no limit for others in an authority's `extKeyUsage`, but authorities write it so, and all look at it.
fn extended_key_usage<'a>(
    leaf: &Certificate,
    authorities: impl Iterator<Item = &'a Certificate>,
    purpose: &[u8],
) -> Checked {
    let (mut allowed, mut evidence) = match &leaf.extensions.extended_key_usage {
        Some(purposes) => (allows(purposes, purpose), purposes_evidence(purposes)),
        None => (true, vec![("extKeyUsage", "absent: no limit".to_owned())]),
    };
    if rare::BUILT {
        for authority in authorities {
            if let Some(purposes) = &authority.extensions.extended_key_usage {
                allowed &= allows(purposes, purpose);
                evidence.push(("authority", authority.subject.text().to_owned()));
                evidence.extend(purposes_evidence(purposes));
            }
        }
    }
    (verdict(allowed, Fault::NotForThatPurpose), evidence)
}

fn allows(purposes: &[Vec<u8>], purpose: &[u8]) -> bool {
    purposes.iter().any(|id| id == purpose || id == oid::ANY_EXTENDED_KEY_USAGE)
}

fn purposes_evidence(purposes: &[Vec<u8>]) -> Vec<(&'static str, String)> {
    purposes.iter().map(|id| ("extKeyUsage", oid::name_or_numbers(id))).collect()
}

fn name_of_server(leaf: &Certificate, server_name: &str) -> Checked {
    let mut evidence = vec![("server name", server_name.to_owned())];
    let Some(names) = &leaf.extensions.subject_alt_name else {
        evidence.push(("subjectAltName", "absent".to_owned()));
        return (Err(Fault::WrongName), evidence);
    };
    evidence.extend(names.dns_names.iter().map(|name| ("dNSName", name.clone())));
    evidence.extend(names.ip_addresses.iter().map(|address| ("iPAddress", address_text(address))));
    (verdict(matches_server_name(names, server_name), Fault::WrongName), evidence)
}

/// An IP address as it is written.
#[must_use]
pub fn address_text(address: &[u8]) -> String {
    match <[u8; 16]>::try_from(address) {
        Ok(octets) => core::net::Ipv6Addr::from(octets).to_string(),
        Err(_) => address.iter().map(u8::to_string).collect::<Vec<_>>().join("."),
    }
}
