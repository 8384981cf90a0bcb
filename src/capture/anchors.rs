//! The certificates that a side trusts, beside a capture.

use super::pem::blocks;
use super::problem::{Fault, Problem};
use crate::crypto::x509::read_certificate;
use crate::tls::observer::Given;
use crate::wire;

/// Adds the certificates of a PEM text to what is given, as those that both sides trust.
///
/// # Errors
/// The line, if there is one, and what is wrong there; also if there is no certificate.
pub fn read_trust_anchors(content: &[u8], given: &mut Given) -> Result<(), Fault> {
    let text = String::from_utf8_lossy(content);
    let mut any = false;
    for block in blocks(&text)?.into_iter().filter(|block| block.label == "CERTIFICATE") {
        let read = wire::read(&block.der, "Certificate", |reader| read_certificate(reader, block.der.len()));
        let certificate = read.map_err(|_| {
            Fault::at(block.line, Problem::BadPem { what: "this certificate cannot be read: it is no DER of X.509" })
        })?;
        given.trust_anchors.push(certificate);
        any = true;
    }
    if any { Ok(()) } else { Err(Fault::of_all(Problem::BadPem { what: "there is no certificate in PEM form in it" })) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Run, pem::pem};
    use crate::scenario::{Scenario, run};

    #[test]
    fn what_is_exported_is_read() {
        let scenario = Scenario::default();
        let trace = run(&scenario);
        let text = pem(&Run::of(&scenario, &trace));
        let mut given = Given::default();
        assert_eq!(read_trust_anchors(text.as_bytes(), &mut given), Ok(()));
        assert_eq!(given.trust_anchors.len(), 3);
        let fault = |text: &str| read_trust_anchors(text.as_bytes(), &mut Given::default()).unwrap_err().to_string();
        assert_eq!(fault("nothing"), "there is no certificate in PEM form in it");
        assert!(fault(&text[..text.rfind("-----END").unwrap()]).ends_with("this PEM block has no end"));
        assert!(fault(&text.replacen("MII", "AII", 1)).contains("this certificate cannot be read"));
    }
}
