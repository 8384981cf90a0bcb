//! Whom a client trusts: certificates from files.

use super::output::say;
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

/// Reads the certificates of a PEM file, in its order; at least one, and all of them.
pub(super) fn read_certificates(path: &Path) -> Result<Vec<Certificate>, Problem> {
    let ders = read_pem(path)?;
    let each = ders.iter().enumerate();
    each.map(|(index, der)| {
        parse(der).map_err(|error| {
            let what = format!("certificate {} of {} cannot be read: {error}", index + 1, ders.len());
            Problem::Content { path: path.into(), what }
        })
    })
    .collect()
}

/// Reads the certificates of a PEM file of those who are trusted. One that cannot be read is trusted by nobody, and said to be
/// left out; at least one can be read.
pub(super) fn read_roots(path: &Path) -> Result<Vec<Certificate>, Problem> {
    let ders = read_pem(path)?;
    let (mut roots, mut notes) = (Vec::new(), Vec::new());
    for (index, der) in ders.iter().enumerate() {
        match parse(der) {
            Ok(root) => roots.push(root),
            Err(error) => notes.push(format!("certificate {} of {} cannot be read: {error}", index + 1, ders.len())),
        }
    }
    if roots.is_empty() {
        return Err(Problem::Content { path: path.into(), what: notes.swap_remove(0) });
    }
    for note in notes {
        say(&format!("{}: {note}; it is left out", path.display()));
    }
    Ok(roots)
}

/// Reads the roots that the system trusts: those of the file that `SSL_CERT_FILE` names, as for OpenSSL, else of the
/// first that is at one of the usual places.
pub(super) fn system_roots() -> Result<Vec<Certificate>, Problem> {
    let named = std::env::var_os("SSL_CERT_FILE").map(PathBuf::from);
    let usual = USUAL_PLACES.iter().map(PathBuf::from).find(|path| path.exists());
    read_roots(&named.or(usual).ok_or(Problem::NoTrustAnchors)?)
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
