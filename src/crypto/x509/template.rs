//! What the certificates of a chain are to say.

use super::extension::{BasicConstraints, KeyUsage};
use super::oid;
use super::time::{Time, Validity};
use crate::crypto::signature::KeyKind;

/// The longest common name in bytes: `ub-common-name`. RFC 5280 Appendix A.1.
const COMMON_NAME_LIMIT: usize = 64;

/// What a certificate is to say; its key, serial number, key identifiers and signature follow from the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateTemplate {
    /// The `commonName` of the subject; `None` for a subject without a name.
    pub common_name: Option<String>,
    /// When it may be used.
    pub validity: Validity,
    /// Whether it may issue others; `None` for no such extension.
    pub basic_constraints: Option<BasicConstraints>,
    /// What its key may be used for; `None` for no such extension.
    pub key_usage: Option<KeyUsage>,
    /// The purposes, as content octets of object identifiers; no such extension if there are none.
    pub extended_key_usage: Vec<&'static [u8]>,
    /// DNS names and IP addresses; no such extension if there are none.
    pub subject_alt_name: Vec<String>,
    /// More extensions.
    pub other_extensions: Vec<OtherExtension>,
    /// What the certificate says that it is signed with; `None` for what it is signed with.
    pub signature_algorithm: Option<&'static [u8]>,
}

/// An extension that the authority knows nothing about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherExtension {
    /// The content octets of its object identifier.
    pub id: &'static [u8],
    /// Whether those who do not know it must refuse the certificate.
    pub critical: bool,
    /// The content of `extnValue`.
    pub value: Vec<u8>,
}

/// What the certificates of a chain are to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainTemplate {
    /// What the client trusts.
    pub root: CertificateTemplate,
    /// What the root issues, then what each of these issues.
    pub intermediates: Vec<CertificateTemplate>,
    /// What the last of them issues, for the server or the client.
    pub leaf: CertificateTemplate,
}

impl ChainTemplate {
    /// A chain without fault for a client with that DNS name.
    #[must_use]
    pub fn for_client(name: &str) -> Self {
        let mut template = Self::for_server(name);
        template.root.common_name = Some("Handshake Simulator Client Root CA".into());
        template.intermediates[0].common_name = Some("Handshake Simulator Client CA".into());
        template.leaf.extended_key_usage = vec![oid::ID_KP_CLIENT_AUTH];
        template
    }

    /// A chain without fault for a server with that DNS name or IP address, whose key is of that kind.
    ///
    /// With RSA a server of TLS 1.2 may be asked to decrypt, too. RFC 5246 §7.4.2.
    #[must_use]
    pub fn for_server_with(kind: KeyKind, name: &str) -> Self {
        let mut template = Self::for_server(name);
        if kind == KeyKind::Rsa {
            template.leaf.key_usage = Some(KeyUsage::DIGITAL_SIGNATURE.union(KeyUsage::KEY_ENCIPHERMENT));
        }
        template
    }

    /// A chain without fault for a server with that DNS name or IP address.
    #[must_use]
    pub fn for_server(name: &str) -> Self {
        let authority = |name: &str, path_len_constraint, not_before, not_after| CertificateTemplate {
            common_name: Some(name.into()),
            validity: Validity { not_before, not_after },
            basic_constraints: Some(BasicConstraints { ca: true, path_len_constraint }),
            key_usage: Some(KeyUsage::KEY_CERT_SIGN.union(KeyUsage::CRL_SIGN)),
            extended_key_usage: vec![],
            subject_alt_name: vec![],
            other_extensions: vec![],
            signature_algorithm: None,
        };
        let [root_start, intermediate_start, leaf_start] = [2020, 2024, 2026].map(first_of_year);
        let [root_end, intermediate_end, leaf_end] = [2045, 2034, 2027].map(last_before_year);
        Self {
            root: authority("Handshake Simulator Root CA", None, root_start, root_end),
            intermediates: vec![authority(
                "Handshake Simulator Intermediate CA",
                Some(0),
                intermediate_start,
                intermediate_end,
            )],
            leaf: CertificateTemplate {
                common_name: Some(name.into()).filter(|name: &String| name.len() <= COMMON_NAME_LIMIT),
                validity: Validity { not_before: leaf_start, not_after: leaf_end },
                basic_constraints: Some(BasicConstraints { ca: false, path_len_constraint: None }),
                key_usage: Some(KeyUsage::DIGITAL_SIGNATURE),
                extended_key_usage: vec![oid::ID_KP_SERVER_AUTH],
                subject_alt_name: vec![name.into()],
                other_extensions: vec![],
                signature_algorithm: None,
            },
        }
    }
}

fn first_of_year(year: u16) -> Time {
    Time::from_calendar((year, 1, 1), (0, 0, 0)).expect("every year has a first of January")
}

fn last_before_year(year: u16) -> Time {
    Time { unix: first_of_year(year).unix - 1 }
}
