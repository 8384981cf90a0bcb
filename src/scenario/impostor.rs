//! Somebody who stands between the two and plays the server to the client, and the client to the server.

use super::Scenario;
use crate::crypto::entropy::Entropy;
use crate::crypto::rare;
use crate::crypto::signature::{KeyKind, SigningKey};
use crate::crypto::x509::{ChainTemplate, IssueError, IssuedChain, Validity, issue_chain_to, issue_self_signed};

/// What somebody between the two shows the client in place of the server's certificate. The private key that they sign with is
/// never that of the server's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Impostor {
    /// One for the right name that nobody but they themselves vouch for.
    SelfSigned,
    /// One for the right name from an authority of their own, which the client does not trust.
    UnknownAuthority,
    /// One from the authority that the client trusts, but for another name, which is really theirs.
    OtherName,
    /// One for the right name from the authority that the client trusts, which should not have issued it.
    CompromisedAuthority,
    /// An old one of the server's whose time was over before that of the present one began. They found its private key, which
    /// nobody guarded any more.
    ExpiredCertificate,
    /// The server's own, which everybody can have; its private key they do not have.
    StolenCertificate,
}

/// How long a certificate is valid, in seconds.
const YEAR: i64 = 365 * 86_400;

/// The name that really is the attacker's.
const OWN_NAME: &str = "attacker.example";

impl Impostor {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::SelfSigned,
        Self::UnknownAuthority,
        Self::OtherName,
        Self::CompromisedAuthority,
        Self::ExpiredCertificate,
        Self::StolenCertificate,
    ];

    /// The chain that the impostor shows, with the key that they have.
    pub(super) fn issue(self, scenario: &Scenario) -> Result<IssuedChain, IssueError> {
        let authority = Entropy::from_seed(&scenario.seed);
        let own = entropy(&authority);
        let kind = scenario.certificate_key.kind();
        let name = scenario.certificate_name.as_deref().unwrap_or(&scenario.server_name);
        let mut template = ChainTemplate::for_server_with(kind, name);
        let leaf = (&own, own_key(kind, &own));
        match self {
            Self::SelfSigned => issue_self_signed(leaf, &template.leaf),
            Self::UnknownAuthority => {
                template.root.common_name = Some("Root CA of Nobody You Trust".into());
                template.intermediates.clear();
                issue_chain_to(&own, kind, &template, leaf)
            }
            Self::OtherName => issue_chain_to(&authority, kind, &ChainTemplate::for_server_with(kind, OWN_NAME), leaf),
            Self::CompromisedAuthority => issue_chain_to(&authority, kind, &template, leaf),
            Self::ExpiredCertificate => {
                let Validity { not_before, not_after } = &mut template.leaf.validity;
                (*not_before, *not_after) = (not_before.earlier(YEAR), not_before.earlier(1));
                issue_chain_to(&authority, kind, &template, leaf)
            }
            Self::StolenCertificate => {
                let (_, leaf_key) = leaf;
                let stolen =
                    scenario.certificate_flaw.issue(&authority, kind, ChainTemplate::for_server_with(kind, name))?;
                Ok(IssuedChain { leaf_key, ..stolen })
            }
        }
    }
}

/// All that the impostor draws.
pub(super) fn entropy(whole: &Entropy) -> Entropy {
    whole.part("impostor")
}

/// The key that the impostor has. Of RSA it is another one of those that everybody has.
fn own_key(kind: KeyKind, entropy: &Entropy) -> SigningKey {
    let own = SigningKey::rsa(rare::teaching_key("client leaf private key")).filter(|_| kind == KeyKind::Rsa);
    own.unwrap_or_else(|| SigningKey::from_entropy(kind, entropy, "leaf private key"))
}
