//! An authority for one server: it issues a chain when the server starts, and is forgotten with it.

use super::identity::Identity;
use super::problem::{Problem, reason};
use super::{now, trust};
use crate::crypto::entropy::Entropy;
use crate::crypto::signature::KeyKind;
use crate::crypto::x509::{ChainTemplate, IssuedChain, Time, Validity, issue_chain};
use pem_rfc7468::{LineEnding, encode_string};
use std::path::Path;

const DAY: i64 = 86_400;

/// How long the certificates are good, in days: less than the 398 that browsers allow a server's.
const DAYS: i64 = 90;

/// Issues a chain for a server with those names, and writes the root in PEM form where `root` says.
pub(super) fn issue(
    entropy: &Entropy,
    kind: KeyKind,
    names: &[String],
    root: Option<&Path>,
) -> Result<Identity, Problem> {
    let first = names.first().map_or("localhost", String::as_str);
    let now = i64::try_from(now()).unwrap_or(i64::MAX / 2);
    // A client's clock may be a little behind.
    let validity = Validity { not_before: Time { unix: now - DAY }, not_after: Time { unix: now + DAYS * DAY } };
    let mut template = ChainTemplate::for_server(first);
    template.root.validity = validity;
    template.leaf.validity = validity;
    for intermediate in &mut template.intermediates {
        intermediate.validity = validity;
    }
    template.leaf.subject_alt_name = names.to_vec();

    let problem = |what: String| Problem::Name { name: names.join(", "), what };
    let IssuedChain { leaf_key, chain, root: root_der } =
        issue_chain(entropy, kind, &template).map_err(|error| problem(error.to_string()))?;
    let certificate_chain = chain
        .iter()
        .map(|der| trust::parse(der))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| problem(error.to_string()))?;
    if let Some(path) = root {
        let text = encode_string("CERTIFICATE", LineEnding::LF, &root_der).expect("any bytes have a textual form");
        std::fs::write(path, text).map_err(|error| Problem::File {
            path: path.into(),
            doing: "written",
            reason: reason(&error),
        })?;
    }
    Ok(Identity { certificate_chain, certificate_key: leaf_key })
}
