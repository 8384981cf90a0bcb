//! Certificates: a small authority that issues them, a parser that explains them, a check of the path to a trust anchor.
//!
//! RFC 5280 (the profile), RFC 5480, RFC 8410 and RFC 3279 (keys and signatures), RFC 9525 (names of servers).

mod build;
mod certificate;
mod der;
mod extension;
mod general_name;
mod issue;
mod name;
#[cfg(feature = "rare")]
mod name_constraints;
pub mod oid;
mod path;
#[cfg(feature = "rare")]
mod pss;
mod public_key;
mod report;
mod server_name;
mod template;
mod time;
#[cfg(feature = "rare")]
mod verified;

pub(super) use certificate::ecdsa_sig_value;
pub use certificate::{Certificate, SignatureAlgorithm, read_certificate};
pub use extension::{BasicConstraints, Extensions, KeyUsage, SubjectAltName};
pub use general_name::NameForm;
pub(super) use issue::encode_ecdsa_sig_value;
pub use issue::{IssueError, IssuedChain, issue, issue_chain, issue_chain_to, issue_self_signed};
pub use name::Name;
#[cfg(feature = "rare")]
pub use name_constraints::{GeneralName, NameConstraints};
pub use path::{
    LeafUse, Tolerance, address_text, verify_chain, verify_client_chain, verify_decrypting_server_chain,
    verify_server_chain,
};
pub use report::{CertificateAlert, Fault, PathCheck, PathCheckKind, PathReport};
pub use server_name::{address_bytes, is_ip_address, matches_server_name};
pub use template::{CertificateTemplate, ChainTemplate, OtherExtension};
pub use time::{Time, Validity};
#[cfg(feature = "rare")]
pub use verified::Verified;

#[cfg(test)]
mod tests;
