//! What each side offers and accepts, where the scenario leaves lists as usual.

use super::{CertificateKey, Scenario};
use crate::crypto::rare;
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::registry::{CipherSuite, NamedGroup, ProtocolVersion, SignatureScheme};

impl Scenario {
    /// The cipher suites that the client offers, in its order.
    #[must_use]
    pub fn offered_suites(&self) -> Vec<CipherSuite> {
        match &self.client_suites {
            Some(suites) => of_versions(suites, &self.client_versions),
            None => usual_suites(self.cipher_suite, self.certificate_key, &self.client_versions),
        }
    }

    /// The cipher suites that the server accepts.
    #[must_use]
    pub fn accepted_suites(&self) -> Vec<CipherSuite> {
        let is_old = CipherSuite::OLD_TLS12.contains(&self.cipher_suite);
        if let Some(suites) = &self.server_suites {
            return of_versions(suites, &self.server_versions);
        }
        // It takes the client's order; an old suite it accepts only if the scenario is about that.
        let preferred = if is_old { self.cipher_suite } else { CipherSuite::ALL[0] };
        usual_suites(preferred, self.certificate_key, &self.server_versions)
    }

    /// The groups that the client offers, in its order.
    #[must_use]
    pub fn offered_groups(&self) -> Vec<NamedGroup> {
        if let Some(groups) = &self.client_groups {
            return groups.clone();
        }
        // All that are always there, and what few use only where the scenario is about that.
        let mut groups = preferred_first(self.group, &NamedGroup::ALL);
        for group in self.key_shares.iter().flatten().chain(&self.server_groups) {
            if !groups.contains(group) {
                groups.push(*group);
            }
        }
        // RFC 8422 §5.1: in TLS 1.2 a certificate's curve must be among them.
        let is_older = rare::BUILT && self.client_versions.contains(&ProtocolVersion::TLS12);
        let curve = NamedGroup::SECP384R1;
        if is_older && self.certificate_key == CertificateKey::EcdsaP384 && !groups.contains(&curve) {
            groups.push(curve);
        }
        groups
    }

    /// The groups that the server accepts: if all that are always there, then that of the client as well.
    #[must_use]
    pub fn accepted_groups(&self) -> Vec<NamedGroup> {
        let mut groups = self.server_groups.clone();
        if groups == NamedGroup::ALL && !groups.contains(&self.group) {
            groups.insert(0, self.group);
        }
        groups
    }

    /// The groups for which the client sends shares at first, in the order in which it offers them. RFC 8446 §4.2.8.
    #[must_use]
    pub fn shared_groups(&self) -> Vec<NamedGroup> {
        let mut offered = self.offered_groups();
        match &self.key_shares {
            None => offered.truncate(1),
            Some(groups) => offered.retain(|group| groups.contains(group)),
        }
        offered
    }

    /// The signature schemes that a side accepts: if all that are always there, then those for the certificates' keys as
    /// well, first.
    #[must_use]
    pub fn accepted_schemes(&self, accepted: &[SignatureScheme]) -> Vec<SignatureScheme> {
        let kind = self.certificate_key.kind();
        let fits = |scheme: &SignatureScheme| scheme.algorithm().is_some_and(|algorithm| algorithm.kind() == kind);
        let rare = SignatureScheme::RARE.into_iter().filter(|_| accepted == SignatureScheme::ALL).filter(fits);
        rare.chain(accepted.iter().copied()).collect()
    }
}

fn of_versions(suites: &[CipherSuite], versions: &[ProtocolVersion]) -> Vec<CipherSuite> {
    suites.iter().copied().filter(|suite| versions.contains(&suite.version())).collect()
}

impl CipherSuite {
    /// The version that it is of, as far as it is built here.
    pub(super) fn version(self) -> ProtocolVersion {
        if Self::ALL.contains(&self) { ProtocolVersion::TLS13 } else { ProtocolVersion::TLS12 }
    }
}

/// The suites of those versions, the one that seals as the preferred one does in front of each; with RSA certificates those
/// for them as well, and the old ones only if one of them is preferred.
fn usual_suites(preferred: CipherSuite, key: CertificateKey, versions: &[ProtocolVersion]) -> Vec<CipherSuite> {
    let aead = |suite| SuiteParameters::of(suite).or_else(|| SuiteParameters::of_tls12(suite)).map(|known| known.aead);
    let same = |suite: &CipherSuite| aead(*suite) == aead(preferred);
    let of = |all: [CipherSuite; 3]| {
        let first = all.into_iter().filter(same).collect::<Vec<_>>();
        first.into_iter().chain(all.into_iter().filter(move |suite| !same(suite)))
    };
    let newer = of(CipherSuite::ALL).filter(|_| versions.contains(&ProtocolVersion::TLS13));
    let old = CipherSuite::OLD_TLS12.into_iter().filter(|suite| *suite == preferred);
    let rsa = of(CipherSuite::RARE_TLS12).filter(|_| key == CertificateKey::Rsa);
    let older = old.chain(rsa).chain(of(CipherSuite::ALL_TLS12));
    newer.chain(older.filter(|_| versions.contains(&ProtocolVersion::TLS12))).collect()
}

fn preferred_first<T: Copy + PartialEq>(preferred: T, all: &[T]) -> Vec<T> {
    core::iter::once(preferred).chain(all.iter().copied().filter(|item| *item != preferred)).collect()
}
