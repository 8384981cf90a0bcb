//! Who a side is: a chain and the private key of its first certificate.

use super::problem::Problem;
use super::trust::{pem_problem, read_certificates};
use crate::crypto::signature::SigningKey;
use crate::crypto::x509::Certificate;
use ed25519_dalek::pkcs8::DecodePrivateKey;
use rsa::pkcs1::EncodeRsaPrivateKey;
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::{Error, PemObject};
use std::path::Path;

/// A chain, the side's own certificate first, and its key.
#[derive(Clone)]
pub(super) struct Identity {
    pub certificate_chain: Vec<Certificate>,
    pub certificate_key: SigningKey,
}

impl Identity {
    /// As the engine takes it.
    pub(super) fn for_engine(self) -> crate::tls::v13::Identity {
        let Self { certificate_chain, certificate_key } = self;
        crate::tls::v13::Identity { certificate_chain, certificate_key }
    }

    /// Reads a chain and a key from PEM files, which may be the same one.
    pub(super) fn read(certificate: &Path, key: &Path) -> Result<Self, Problem> {
        let certificate_chain = read_certificates(certificate)?;
        let certificate_key = read_key(key)?;
        let own = certificate_chain[0].public_key().ok();
        if own.as_ref().is_none_or(|own| own.kind().is_none()) {
            let what = "the key in its first certificate is neither Ed25519, nor ECDSA with P-256 or P-384, nor RSA (rsaEncryption) \
                        of 2048 to 8192 bits";
            return Err(Problem::Content { path: certificate.into(), what: what.into() });
        }
        if own.is_none_or(|own| own != certificate_key.public_key()) {
            let what = format!("this is not the key of the first certificate in {}", certificate.display());
            return Err(Problem::Content { path: key.into(), what });
        }
        Ok(Self { certificate_chain, certificate_key })
    }
}

fn read_key(path: &Path) -> Result<SigningKey, Problem> {
    let problem = |what: &str| Problem::Content { path: path.into(), what: what.into() };
    let key = match PrivateKeyDer::from_pem_file(path) {
        Ok(key) => key,
        Err(Error::NoItemsFound) => {
            return Err(problem("there is no private key in PEM form in it (nor can one with a passphrase be read)"));
        }
        // RFC 1421 §4.6.1.1.
        Err(_) if std::fs::read(path).is_ok_and(|pem| pem.windows(9).any(|it| it == b"ENCRYPTED")) => {
            return Err(problem("the private key in it is encrypted, and one with a passphrase cannot be read"));
        }
        Err(error) => return Err(pem_problem(path, &error)),
    };
    let signing_key = match &key {
        PrivateKeyDer::Pkcs8(key) => pkcs8(key.secret_pkcs8_der()),
        PrivateKeyDer::Sec1(key) => p256::SecretKey::from_sec1_der(key.secret_sec1_der())
            .map(p256_key)
            .ok()
            .or_else(|| p384_key(&p384::SecretKey::from_sec1_der(key.secret_sec1_der()).ok()?)),
        PrivateKeyDer::Pkcs1(key) => SigningKey::rsa(key.secret_pkcs1_der()),
        _ => None,
    };
    signing_key.ok_or_else(|| {
        problem("this private key is neither Ed25519, nor ECDSA with P-256 or P-384, nor RSA of 2048 to 8192 bits")
    })
}

/// RFC 5208 §5, with a key as RFC 8410 §7 or RFC 5915 §3 says.
fn pkcs8(der: &[u8]) -> Option<SigningKey> {
    let ed25519 = ed25519_dalek::SigningKey::from_pkcs8_der(der).ok().map(SigningKey::Ed25519);
    ed25519
        .or_else(|| p256::SecretKey::from_pkcs8_der(der).ok().map(p256_key))
        .or_else(|| p384_key(&p384::SecretKey::from_pkcs8_der(der).ok()?))
        .or_else(|| SigningKey::rsa(rsa::PrivateKey::from_pkcs8_der(der).ok()?.to_pkcs1_der().ok()?.as_bytes()))
}

fn p384_key(key: &p384::SecretKey) -> Option<SigningKey> {
    SigningKey::ecdsa_p384(&key.to_bytes())
}

fn p256_key(key: p256::SecretKey) -> SigningKey {
    SigningKey::EcdsaP256(key.into())
}
