//! Building paths: which certificates may lead from the leaf to a trust anchor. RFC 5280 §6, RFC 8446 §4.4.2.

use super::certificate::Certificate;
#[cfg(feature = "rare")]
pub(super) use search::search;

/// A path: places in the chain from the leaf up, and the anchor that issued the last of them.
#[derive(Clone, Debug)]
pub(super) struct Path<'a> {
    pub certificates: Vec<usize>,
    pub anchor: Option<&'a Certificate>,
}

/// The path that names and key identifiers point at. It takes the first certificate that fits, and never goes back.
pub(super) fn path<'a>(chain: &[Certificate], anchors: &'a [Certificate]) -> Path<'a> {
    let mut certificates = Vec::new();
    let mut next = (!chain.is_empty()).then_some(0);
    while let Some(index) = next {
        certificates.push(index);
        let anchor = anchors.iter().find(|anchor| may_have_issued(anchor, &chain[index]));
        if anchor.is_some() {
            return Path { certificates, anchor };
        }
        next = (1..chain.len())
            .find(|other| !certificates.contains(other) && may_have_issued(&chain[*other], &chain[index]));
    }
    Path { certificates, anchor: None }
}

/// Whether the names and, where both are given, the key identifiers fit. RFC 5280 §4.1.2.4, §4.2.1.1.
fn may_have_issued(issuer: &Certificate, certificate: &Certificate) -> bool {
    issuer.subject.der == certificate.issuer.der && keys_fit(issuer, certificate)
}

fn keys_fit(issuer: &Certificate, certificate: &Certificate) -> bool {
    let identifiers = (&issuer.extensions.subject_key_identifier, &certificate.extensions.authority_key_identifier);
    match identifiers {
        (Some(subject), Some(authority)) => subject == authority,
        _ => true,
    }
}

pub(super) fn is_self_issued(certificate: &Certificate) -> bool {
    certificate.issuer.der == certificate.subject.der
}

/// All paths, where the first one does not do: an authority can have several certificates, and several can have one name.
#[cfg(feature = "rare")]
mod search {
    use super::super::path::signature;
    use super::{Certificate, Path, keys_fit};

    /// How many signatures are verified at most: chains of today need two or three, and a peer could send one in which
    /// everything might have issued everything.
    const SIGNATURES: usize = 64;

    /// Finds the first path on which all signatures verify and that `passes`, among those of the certificates that have the
    /// names; where the key identifiers fit, too, they come first.
    pub fn search<'a>(
        chain: &[Certificate],
        anchors: &'a [Certificate],
        passes: impl FnMut(&Path<'a>) -> bool,
    ) -> Option<Path<'a>> {
        let mut search = Search { chain, anchors, passes, signatures: SIGNATURES };
        if chain.is_empty() { None } else { search.from(&mut vec![0]) }
    }

    struct Search<'a, 'b, P> {
        chain: &'b [Certificate],
        anchors: &'a [Certificate],
        passes: P,
        /// How many may still be verified.
        signatures: usize,
    }

    impl<'a, P: FnMut(&Path<'a>) -> bool> Search<'a, '_, P> {
        /// Goes on upwards from the last of these.
        fn from(&mut self, certificates: &mut Vec<usize>) -> Option<Path<'a>> {
            let certificate = &self.chain[*certificates.last()?];
            for (_, anchor) in issuers(certificate, self.anchors) {
                if self.verifies(certificate, anchor) {
                    let path = Path { certificates: certificates.clone(), anchor: Some(anchor) };
                    // Whoever looks at the path verifies its signatures once more.
                    self.signatures = self.signatures.saturating_sub(certificates.len());
                    if (self.passes)(&path) {
                        return Some(path);
                    }
                }
            }
            for (index, issuer) in issuers(certificate, self.chain) {
                let is_there = certificates.iter().any(|other| is_same(&self.chain[*other], issuer));
                if !is_there && self.verifies(certificate, issuer) {
                    certificates.push(index);
                    if let Some(path) = self.from(certificates) {
                        return Some(path);
                    }
                    certificates.pop();
                }
            }
            None
        }

        fn verifies(&mut self, certificate: &Certificate, issuer: &Certificate) -> bool {
            let Some(left) = self.signatures.checked_sub(1) else { return false };
            self.signatures = left;
            signature(certificate, issuer, None).0.is_ok()
        }
    }

    /// Those of the name of the issuer with their places, the ones whose key identifier fits first. RFC 5280 §4.2.1.1.
    fn issuers<'c>(certificate: &Certificate, among: &'c [Certificate]) -> Vec<(usize, &'c Certificate)> {
        let has_name = |(_, issuer): &(usize, &Certificate)| issuer.subject.der == certificate.issuer.der;
        let mut issuers: Vec<_> = among.iter().enumerate().filter(has_name).collect();
        issuers.sort_by_key(|(_, issuer)| !keys_fit(issuer, certificate));
        issuers
    }

    /// Whether both are about the same key of the same name, which a path need not meet twice.
    fn is_same(one: &Certificate, other: &Certificate) -> bool {
        one.subject == other.subject && one.subject_public_key_info == other.subject_public_key_info
    }
}
