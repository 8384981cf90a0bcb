//! Signatures of certificates that have verified, kept for who verifies the same chain again.

use core::fmt;
use std::sync::{Arc, Mutex};

use super::certificate::Certificate;

/// How many are kept. The chain of a scenario has two, that of its client two more.
const KEPT: usize = 8;

/// The certificates whose signature has verified, each with the key that it verified with: a memory of a function's values, of which
/// whoever has the same trust anchor has a part. It makes no two certificates different.
#[derive(Clone, Default)]
pub struct Verified(Option<Arc<Mutex<Vec<Pair>>>>);

/// A `SubjectPublicKeyInfo` and the certificate that was signed with its key, both in DER.
type Pair = (Vec<u8>, Vec<u8>);

impl Verified {
    /// One that keeps what verifies; the default one keeps nothing.
    pub(super) fn kept() -> Self {
        Self(Some(Arc::default()))
    }

    pub(super) fn has(&self, issuer: &Certificate, certificate: &Certificate) -> bool {
        let is_that = |(key, der): &Pair| *der == certificate.der && *key == issuer.subject_public_key_info;
        self.0.as_ref().is_some_and(|pairs| pairs.lock().is_ok_and(|pairs| pairs.iter().any(is_that)))
    }

    pub(super) fn keep(&self, issuer: &Certificate, certificate: &Certificate) {
        if let Some(pairs) = &self.0
            && let Ok(mut pairs) = pairs.lock()
            && pairs.len() < KEPT
        {
            pairs.push((issuer.subject_public_key_info.clone(), certificate.der.clone()));
        }
    }
}

impl fmt::Debug for Verified {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("Verified")
    }
}

impl PartialEq for Verified {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Verified {}
