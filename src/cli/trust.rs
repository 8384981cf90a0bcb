//! Whom a client trusts: certificates from files.

use super::problem::{Problem, reason};
use crate::crypto::x509::{Certificate, read_certificate};
use crate::wire::{self, DecodeError};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::{Error, PemObject};
use std::path::{Path, PathBuf};

/// Where systems keep the roots that they trust.
const USUAL_PLACES: [&str; 5] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
    "/etc/ssl/ca-bundle.pem",
    "/usr/local/share/certs/ca-root-nss.crt",
];

/// Reads the certificates of a PEM file, in its order; at least one.
pub(super) fn read_certificates(path: &Path) -> Result<Vec<Certificate>, Problem> {
    let ders = read_pem(path)?;
    let mut certificates = Vec::with_capacity(ders.len());
    for (index, der) in ders.iter().enumerate() {
        let what = |error| format!("certificate {} of {} cannot be read: {error}", index + 1, ders.len());
        certificates.push(parse(der).map_err(|error| Problem::Content { path: path.into(), what: what(error) })?);
    }
    Ok(certificates)
}

/// Reads the roots that the system trusts: those of the file that `SSL_CERT_FILE` names, as for OpenSSL, else of the
/// first that is at one of the usual places. A certificate that cannot be read is trusted by nobody.
pub(super) fn system_roots() -> Result<Vec<Certificate>, Problem> {
    let named = std::env::var_os("SSL_CERT_FILE").map(PathBuf::from);
    let usual = USUAL_PLACES.iter().map(PathBuf::from).find(|path| path.exists());
    let path = named.or(usual).ok_or(Problem::NoTrustAnchors)?;
    Ok(read_pem(&path)?.iter().filter_map(|der| parse(der).ok()).collect())
}

fn read_pem(path: &Path) -> Result<Vec<CertificateDer<'static>>, Problem> {
    let certificates = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    match certificates {
        Ok(certificates) if certificates.is_empty() => {
            Err(Problem::Content { path: path.into(), what: "there is no certificate in PEM form in it".into() })
        }
        Ok(certificates) => Ok(certificates),
        Err(error) => Err(pem_problem(path, &error)),
    }
}

/// What is wrong with a file that should be PEM.
pub(super) fn pem_problem(path: &Path, error: &Error) -> Problem {
    match error {
        Error::Io(error) => Problem::File { path: path.into(), doing: "read", reason: reason(error) },
        Error::MissingSectionEnd { end_marker } => {
            let what = format!("this is not PEM: there is no END {} after BEGIN", String::from_utf8_lossy(end_marker));
            Problem::Content { path: path.into(), what }
        }
        Error::IllegalSectionStart { line } => {
            let what = format!("this is not PEM: the line {:?} begins nothing", String::from_utf8_lossy(line));
            Problem::Content { path: path.into(), what }
        }
        error => Problem::Content { path: path.into(), what: format!("this is not PEM: {error}") },
    }
}

/// Reads a certificate from DER.
pub(super) fn parse(der: &[u8]) -> Result<Certificate, DecodeError> {
    wire::read(der, "Certificate", |reader| read_certificate(reader, der.len()))
}
