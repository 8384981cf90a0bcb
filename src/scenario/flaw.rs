//! What can be wrong with a chain of certificates, and how it comes to be.

use crate::crypto::entropy::Entropy;
use crate::crypto::rare;
use crate::crypto::signature::KeyKind;
use crate::crypto::x509::{
    BasicConstraints, ChainTemplate, IssueError, IssuedChain, KeyUsage, OtherExtension, issue_chain, oid,
};

/// What is wrong with the chain of certificates that a side shows. RFC 5280 §6.1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertificateFlaw {
    /// Nothing.
    #[default]
    None,
    /// The other side trusts another root.
    UnknownRoot,
    /// The certificate between the root and the side's own is not sent.
    MissingIntermediate,
    /// The side's own certificate is not the first one.
    WrongOrder,
    /// There are more authorities in a row than the first of them may have below it.
    PathTooLong,
    /// The issuer is not a certification authority.
    NotAuthority,
    /// The issuer's key may not sign certificates.
    NoKeyCertSign,
    /// The side's key may not sign a handshake.
    NoDigitalSignature,
    /// The certificate is for the other role: a server's is for clients, and a client's for servers.
    WrongPurpose,
    /// A critical extension that nobody knows.
    UnknownCritical,
    /// The certificate is signed with SHA-1.
    WeakAlgorithm,
    /// The certificate is signed with an algorithm that nobody here has.
    UnknownAlgorithm,
    /// A bit of the signature is wrong.
    BrokenSignature,
}

/// An extension of a private arc that is only good for this: 1.3.6.1.4.1.99999.1.
const NOBODY_KNOWS: &[u8] = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x86, 0x8d, 0x1f, 0x01];

impl CertificateFlaw {
    /// Issues such a chain with this wrong about it; its root is the one that the other side trusts.
    pub(super) fn issue(
        self,
        entropy: &Entropy,
        kind: KeyKind,
        mut template: ChainTemplate,
    ) -> Result<IssuedChain, IssueError> {
        if rare::BUILT {
            self.change(&mut template);
        }
        let mut issued = issue_chain(entropy, kind, &template)?;
        match self {
            _ if !rare::BUILT => {}
            Self::UnknownRoot => {
                template.root.common_name = Some("Another Root CA".into());
                issued.root = issue_chain(&entropy.part("another root"), kind, &template)?.root;
            }
            Self::MissingIntermediate => issued.chain.truncate(1),
            Self::WrongOrder => issued.chain.reverse(),
            Self::BrokenSignature => {
                if let Some(last) = issued.chain.first_mut().and_then(|leaf| leaf.last_mut()) {
                    *last ^= 1;
                }
            }
            _ => {}
        }
        Ok(issued)
    }

    fn change(self, template: &mut ChainTemplate) {
        let intermediate = template.intermediates.first_mut();
        match self {
            Self::PathTooLong => {
                if let Some(first) = intermediate {
                    let mut second = first.clone();
                    second.common_name = Some("Handshake Simulator Second Intermediate CA".into());
                    template.intermediates.push(second);
                }
            }
            Self::NotAuthority => {
                let not = Some(BasicConstraints { ca: false, path_len_constraint: None });
                if let Some(authority) = intermediate {
                    authority.basic_constraints = not;
                }
            }
            Self::NoKeyCertSign => {
                if let Some(authority) = intermediate {
                    authority.key_usage = Some(KeyUsage::CRL_SIGN);
                }
            }
            Self::NoDigitalSignature => template.leaf.key_usage = Some(KeyUsage::KEY_ENCIPHERMENT),
            Self::WrongPurpose => {
                for purpose in &mut template.leaf.extended_key_usage {
                    let is_for_client = *purpose == oid::ID_KP_CLIENT_AUTH;
                    *purpose = if is_for_client { oid::ID_KP_SERVER_AUTH } else { oid::ID_KP_CLIENT_AUTH };
                }
            }
            Self::UnknownCritical => {
                let value = vec![0x05, 0x00];
                template.leaf.other_extensions = vec![OtherExtension { id: NOBODY_KNOWS, critical: true, value }];
            }
            Self::WeakAlgorithm => template.leaf.signature_algorithm = Some(oid::ECDSA_WITH_SHA1),
            Self::UnknownAlgorithm => template.leaf.signature_algorithm = Some(oid::ID_ED448),
            Self::None | Self::UnknownRoot | Self::MissingIntermediate | Self::WrongOrder | Self::BrokenSignature => {}
        }
    }
}
