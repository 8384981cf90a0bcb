//! Connections of kinds that are not spoken here, as OpenSSL 3.0.19 makes them with itself: what they say must not be taken for
//! something else.
//!
//! `vectors/openssl-foreign.pcapng` was captured with dumpcap on a loopback device, `openssl s_client` to `openssl s_server`. First
//! connection: `-tls1_2` with `-cipher DHE-RSA-AES128-GCM-SHA256`; second: `-tls1_1`; third: TLS 1.3 with `-ciphersuites
//! TLS_AES_128_CCM_SHA256`.

use handshake::capture::{Opened, open};
use handshake::explain::{extension, step};
use handshake::tls::observer::Given;
use handshake::tls::registry::{ExtensionType, HandshakeType, SignatureScheme};
use handshake::trace::{CheckName, Effect, Message, MessageName, Outcome, Trace};

fn opened() -> Opened {
    let opened = open(include_bytes!("../vectors/openssl-foreign.pcapng"), &Given::default()).unwrap();
    assert_eq!(opened.faults, []);
    assert_eq!(opened.trace.later.len(), 2, "three connections");
    opened
}

fn message(trace: &Trace, connection: usize, name: MessageName) -> (usize, &Message) {
    let mut found = trace.messages().filter(|(step, it)| trace.connection(*step) == connection && it.name == name);
    found.next().unwrap_or_else(|| panic!("{name:?} in connection {connection}"))
}

fn has_field(message: &Message, name: &str) -> bool {
    message.fields.leaves().any(|(index, field)| field.name == name || message.fields.path(index).contains(&name))
}

#[test]
fn a_version_before_1_2_is_not_read_as_1_3() {
    let Opened { trace, .. } = opened();
    let (at, certificate) = message(&trace, 1, MessageName::Certificate);
    assert!(trace.is_tls12(at));
    assert!(has_field(certificate, "Certificate"), "{:?}", certificate.fields);
    assert_eq!(step(&trace, at).title, "The server shows who it is");
    // In TLS 1.1 nothing names the algorithm of the signature.
    let (at, exchange) = message(&trace, 1, MessageName::ServerKeyExchange);
    assert!(exchange.error.is_none() && has_field(exchange, "body"));
    assert_eq!(step(&trace, at).title, "The server sends its part of the key exchange");
}

#[test]
fn a_public_key_of_dhe_is_no_encrypted_secret() {
    let Opened { trace, .. } = opened();
    for name in [MessageName::ServerKeyExchange, MessageName::ClientKeyExchange] {
        let (at, exchange) = message(&trace, 0, name);
        assert!(exchange.error.is_none() && has_field(exchange, "body"), "{:?}", exchange.fields);
        assert!(step(&trace, at).title.ends_with("sends its part of the key exchange"));
    }
}

#[test]
fn a_suite_that_is_not_built_here_was_offered_all_the_same() {
    let Opened { trace, .. } = opened();
    let checks: Vec<_> = trace
        .occurrences()
        .filter_map(|occurrence| match &occurrence.effect {
            Effect::Checked(check) => Some(check),
            _ => None,
        })
        .collect();
    assert_eq!(checks.iter().filter(|check| check.name == CheckName::CipherSuiteOffered).count(), 3);
    assert!(checks.iter().all(|check| check.outcome == Outcome::Passed), "{checks:#?}");
}

/// What Chromium's hello has beyond the RFCs that are followed here has its names, and what hides another hello is explained.
#[test]
fn what_browsers_say_has_names() {
    let extensions = [27, 34, 0x4469, 0x44cd, 0xca34, 0xfe0d].map(|code| ExtensionType(code).name());
    let expected = [
        "compress_certificate",
        "delegated_credential",
        "application_settings",
        "application_settings",
        "trust_anchors",
        "encrypted_client_hello",
    ];
    assert_eq!(extensions, expected);
    let schemes = [0x0904, 0x0905, 0x0906].map(|code| SignatureScheme(code).name());
    assert_eq!(schemes, ["mldsa44", "mldsa65", "mldsa87"]);
    assert_eq!(HandshakeType(25).name(), "compressed_certificate");
    let hidden = extension(ExtensionType(0xfe0d));
    assert!(hidden.simple.contains("Another hello"), "{}", hidden.simple);
}
