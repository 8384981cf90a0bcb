//! `x509-cert`, which has a type for all that RFC 5280 defines.

use super::certificate;
use handshake::crypto::entropy::Entropy;
use handshake::crypto::signature::KeyKind;
use handshake::crypto::x509::issue;
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAltName, SubjectKeyIdentifier,
};

#[test]
fn what_is_issued_is_the_der_of_what_it_says() {
    for kind in [KeyKind::Ed25519, KeyKind::EcdsaP256] {
        let issued = issue(&Entropy::from_seed("hello"), kind, "example.com").unwrap();
        for (index, der) in issued.chain.iter().chain([&issued.root]).enumerate() {
            let theirs = x509_cert::Certificate::from_der(der).unwrap();
            assert_eq!(theirs.to_der().unwrap(), *der);
            let tbs = theirs.tbs_certificate();
            let ours = certificate(der);
            assert_eq!(tbs.to_der().unwrap(), ours.tbs_certificate);
            assert_eq!(tbs.serial_number().as_bytes(), ours.serial_number);
            assert_eq!(tbs.subject().to_der().unwrap(), ours.subject.der);
            assert_eq!(tbs.subject_public_key_info().to_der().unwrap(), ours.subject_public_key_info);
            let seconds = tbs.validity().not_after.to_unix_duration().as_secs();
            assert_eq!(i64::try_from(seconds), Ok(ours.validity.not_after.unix));
            let (critical, constraints) = tbs.get_extension::<BasicConstraints>().unwrap().unwrap();
            assert!(critical);
            assert_eq!(constraints.ca, index > 0);
            let (critical, usage) = tbs.get_extension::<KeyUsage>().unwrap().unwrap();
            assert!(critical);
            assert_eq!((usage.key_cert_sign(), usage.digital_signature()), (index > 0, index == 0));
            let (_, subject) = tbs.get_extension::<SubjectKeyIdentifier>().unwrap().unwrap();
            assert_eq!(Some(subject.0.as_bytes()), ours.extensions.subject_key_identifier.as_deref());
            let (_, authority) = tbs.get_extension::<AuthorityKeyIdentifier>().unwrap().unwrap();
            let authority = authority.key_identifier.unwrap();
            assert_eq!(Some(authority.as_bytes()), ours.extensions.authority_key_identifier.as_deref());
        }
        let leaf = x509_cert::Certificate::from_der(&issued.chain[0]).unwrap();
        let (_, names) = leaf.tbs_certificate().get_extension::<SubjectAltName>().unwrap().unwrap();
        assert!(matches!(&names.0[..], [GeneralName::DnsName(name)] if name.as_str() == "example.com"));
        let (_, purposes) = leaf.tbs_certificate().get_extension::<ExtendedKeyUsage>().unwrap().unwrap();
        assert_eq!(purposes.0[0].to_string(), "1.3.6.1.5.5.7.3.1");
    }
}
