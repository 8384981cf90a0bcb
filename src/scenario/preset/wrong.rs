//! Certificates that are refused, and what else goes wrong.

use super::Row;
use crate::scenario::{CertificateFlaw, Date};

pub(super) static ROWS: &[Row] = &[
    ("wrong-name", "The server's certificate is for another name, and the client refuses it.", |scenario| {
        scenario.certificate_name = Some("example.org".into());
    }),
    ("expired", "The certificate was good once, but its time is over, and the client refuses it.", |scenario| {
        scenario.date = Date { year: 2027, month: 6, day: 15 };
    }),
    ("not-yet-valid", "The certificate is good only later, and the client refuses it.", |scenario| {
        scenario.date = Date { year: 2025, month: 6, day: 15 };
    }),
    ("unrecognized-name", "The client asks for a host that does not live here, and the server says so.", |scenario| {
        scenario.server_names = vec!["example.org".into(), "www.example.org".into()];
    }),
    ("wildcard", "One certificate for every host right below a domain.", |scenario| {
        scenario.server_name = "www.example.com".into();
        scenario.certificate_name = Some("*.example.com".into());
    }),
    ("wildcard-too-deep", "A wildcard stands for one label, not for two, and the client refuses it.", |scenario| {
        scenario.server_name = "a.b.example.com".into();
        scenario.certificate_name = Some("*.example.com".into());
    }),
    ("ip-address", "The server has no name, only an IPv6 address, and its certificate is for that.", |scenario| {
        scenario.server_name = "2001:db8::1".into();
    }),
    ("unknown-root", "The certificates lead to a root that the client does not trust.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::UnknownRoot;
    }),
    ("missing-intermediate", "The server forgot to send the certificate in the middle.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::MissingIntermediate;
    }),
    ("wrong-order", "The server sends its authority's certificate first and its own last.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::WrongOrder;
    }),
    ("path-too-long", "An authority has made another authority although it may not.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::PathTooLong;
    }),
    ("not-an-authority", "Somebody with a certificate of their own has issued one for the server.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::NotAuthority;
    }),
    ("issuer-key-usage", "The issuer's key is for other things than signing certificates.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::NoKeyCertSign;
    }),
    ("key-usage", "The server's key is for other things than signing a handshake.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::NoDigitalSignature;
    }),
    ("extended-key-usage", "The certificate is for a client, and here a server shows it.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::WrongPurpose;
    }),
    ("unknown-critical-extension", "Something in the certificate must be understood, and nobody does.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::UnknownCritical;
    }),
    ("weak-signature", "The certificate says that it is signed with SHA-1, which can be forged.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::WeakAlgorithm;
    }),
    ("unknown-signature", "The certificate is signed in a way that the client does not know.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::UnknownAlgorithm;
    }),
    ("broken-signature", "One bit of the certificate's signature is wrong.", |scenario| {
        scenario.certificate_flaw = CertificateFlaw::BrokenSignature;
    }),
    (
        "no-common-protocol",
        "The two have no application protocol in common, and the server ends the handshake.",
        |scenario| {
            scenario.server_alpn = vec!["imap".into()];
        },
    ),
];
