//! What either side refuses where P-384, the hybrid of x25519 with ML-KEM-768 and RSA come in, and with which alert.

use handshake::scenario::{CertificateKey, Scenario, configure, run};
use handshake::tls::extension::Extension;
use handshake::tls::message::{CertificateVerify, HandshakeMessage};
use handshake::tls::registry::{ExtensionType, NamedGroup, SignatureScheme};
use handshake::tls::v13::client::Client;
use handshake::tls::v13::server::Server;
use handshake::trace::{AlertDescription, CheckName, Failure, MessageName, Side};

type Change = fn(&mut Vec<u8>);

/// Changes to a share of secp384r1, none of which leaves a good one.
const POINTS: [(&str, Change); 7] = [
    ("another x", |share| share[1] ^= 1),
    ("another y", |share| share[96] ^= 1),
    ("compressed", |share| {
        share[0] = 2 + (share[96] & 1);
        share.truncate(49);
    }),
    ("the point at infinity", |share| *share = vec![0]),
    ("x is not below p", |share| share[1..49].fill(0xff)),
    ("a byte short", |share| share.truncate(96)),
    ("a byte long", |share| share.push(0)),
];

/// Changes to a client's hybrid share.
const KEYS: [(&str, Change); 6] = [
    ("a byte short", |share| share.truncate(1215)),
    ("a byte long", |share| share.push(0)),
    ("no x25519 key", |share| share.truncate(1184)),
    ("as long as a server's", |share| share.truncate(1120)),
    // FIPS 203 §7.2: each coefficient of the key must be below q = 3329.
    ("coefficients that are too large", |share| share[..3].fill(0xff)),
    ("an x25519 key of small order", |share| share[1184..].fill(0)),
];

/// Changes to a server's.
const CIPHERTEXTS: [(&str, Change); 5] = [
    ("a byte short", |share| share.truncate(1119)),
    ("a byte long", |share| share.push(0)),
    ("no x25519 key", |share| share.truncate(1088)),
    ("half a ciphertext", |share| drop(share.drain(..544))),
    ("an x25519 key of small order", |share| share[1088..].fill(0)),
];

fn sent(scenario: &Scenario, side: Side, name: MessageName) -> HandshakeMessage {
    let trace = run(scenario);
    let (_, message) = trace.messages().find(|(_, message)| (message.sender, message.name) == (side, name)).unwrap();
    HandshakeMessage::decode(&message.bytes).result.unwrap()
}

/// What a server makes of a hello with a changed share.
fn server_gets(group: NamedGroup, change: Change) -> Failure {
    let scenario = Scenario { group, ..Scenario::default() };
    let HandshakeMessage::ClientHello(mut hello) = sent(&scenario, Side::Client, MessageName::ClientHello) else {
        panic!("a ClientHello decodes to one")
    };
    for extension in &mut hello.extensions {
        if let Extension::ClientShares(shares) = extension {
            change(&mut shares[0].key_exchange);
        }
    }
    let message = HandshakeMessage::ClientHello(hello);
    let (_, config) = configure(&scenario).unwrap();
    Server::start(config).next.receive(message.clone(), &message.encode()).err().expect("the server gives up").failure
}

/// What a client makes of a hello with a changed share.
fn client_gets(group: NamedGroup, change: Change) -> Failure {
    let scenario = Scenario { group, ..Scenario::default() };
    let HandshakeMessage::ServerHello(mut hello) = sent(&scenario, Side::Server, MessageName::ServerHello) else {
        panic!("a ServerHello decodes to one")
    };
    for extension in &mut hello.extensions {
        if let Extension::ServerShare(share) = extension {
            change(&mut share.key_exchange);
        }
    }
    assert!(hello.extensions.iter().any(|extension| extension.extension_type() == ExtensionType::KEY_SHARE));
    let message = HandshakeMessage::ServerHello(hello);
    let (config, _) = configure(&scenario).unwrap();
    let client = Client::start(config).unwrap().next;
    client.receive(message.clone(), &message.encode()).err().expect("the client gives up").failure
}

#[test]
fn no_bad_share_is_taken() {
    for (what, change) in POINTS {
        assert_eq!(server_gets(NamedGroup::SECP384R1, change), Failure::InvalidKeyShare, "{what}");
        assert_eq!(client_gets(NamedGroup::SECP384R1, change), Failure::InvalidKeyShare, "{what}");
    }
    for (what, change) in KEYS {
        assert_eq!(server_gets(NamedGroup::X25519MLKEM768, change), Failure::InvalidKeyShare, "{what}");
    }
    for (what, change) in CIPHERTEXTS {
        assert_eq!(client_gets(NamedGroup::X25519MLKEM768, change), Failure::InvalidKeyShare, "{what}");
    }
    assert_eq!(Failure::InvalidKeyShare.alert(), AlertDescription::IllegalParameter);
}

/// FIPS 203 §6.3: a ciphertext that was changed leads to another secret, not to an error, so that nobody learns anything
/// from one; what is sealed with it does not open.
#[test]
fn a_changed_ciphertext_leads_to_another_secret() {
    let scenario = Scenario { group: NamedGroup::X25519MLKEM768, ..Scenario::default() };
    let trace = run(&scenario);
    let (_, message) = trace.messages().find(|(_, message)| message.name == MessageName::ServerHello).unwrap();
    let place = message.fields.fields().iter().find(|field| field.name == "ciphertext").unwrap().span.start;
    let (client, server) = configure(&scenario).unwrap();
    let (mut client, _) = handshake::tls::connection::Connection::client(client).unwrap();
    let (mut server, _) = handshake::tls::connection::Connection::server(server);
    server.receive(&client.take_outgoing());
    let mut flight = server.take_outgoing();
    // After the header of the record.
    flight[5 + place] ^= 1;
    client.receive(&flight);
    assert_eq!(client.alert(), Some(AlertDescription::BadRecordMac));
}

type Forgery = fn(&mut CertificateVerify);

/// What a client makes of a `CertificateVerify` that is not the server's.
fn client_hears(scenario: &Scenario, change: Forgery) -> Failure {
    let (config, _) = configure(scenario).unwrap();
    let mut client = Client::start(config).unwrap().next;
    let trace = run(scenario);
    for (_, message) in trace.messages().filter(|(_, message)| message.sender == Side::Server) {
        let decoded = HandshakeMessage::decode(&message.bytes).result.unwrap();
        if let HandshakeMessage::CertificateVerify(mut verify) = decoded {
            change(&mut verify);
            let message = HandshakeMessage::CertificateVerify(verify);
            let bytes = message.encode();
            return client.receive(message, &bytes).err().expect("the client gives up").failure;
        }
        client = client.receive(decoded, &message.bytes).unwrap().next;
    }
    panic!("the server signs")
}

#[test]
fn no_other_signature_is_taken() {
    let rsa = Scenario { certificate_key: CertificateKey::Rsa, ..Scenario::default() };
    let p384 = Scenario { certificate_key: CertificateKey::EcdsaP384, ..Scenario::default() };
    let illegal = Failure::IllegalParameter { field: "algorithm" };
    let bad = Failure::CheckFailed { check: CheckName::CertificateVerify, alert: AlertDescription::DecryptError };
    let cases: [(&Scenario, Forgery, &Failure); 8] = [
        // RFC 8446 §4.2.3: with PKCS #1 certificates are signed, and no handshake.
        (&rsa, |verify| verify.algorithm = SignatureScheme::RSA_PKCS1_SHA256, &illegal),
        (&rsa, |verify| verify.algorithm = SignatureScheme::ECDSA_SECP384R1_SHA384, &illegal),
        // rsa_pss_pss_sha256 is for keys that are for PSS alone, and was not offered.
        (&rsa, |verify| verify.algorithm = SignatureScheme(0x0809), &illegal),
        // Offered, but it signed with another.
        (&rsa, |verify| verify.algorithm = SignatureScheme::RSA_PSS_RSAE_SHA384, &bad),
        (&rsa, |verify| verify.signature[100] ^= 1, &bad),
        (&rsa, |verify| verify.signature.truncate(255), &bad),
        // In TLS 1.3 a scheme of ECDSA is one of a curve.
        (&p384, |verify| verify.algorithm = SignatureScheme::ECDSA_SECP256R1_SHA256, &illegal),
        (&p384, |verify| *verify.signature.last_mut().unwrap() ^= 1, &bad),
    ];
    for (place, (scenario, change, failure)) in cases.into_iter().enumerate() {
        assert_eq!(client_hears(scenario, change), *failure, "{place}");
    }
    // Not offered.
    let only = Scenario {
        client_schemes: vec![SignatureScheme::RSA_PSS_RSAE_SHA256, SignatureScheme::RSA_PKCS1_SHA256],
        ..rsa
    };
    let change: Forgery = |verify| verify.algorithm = SignatureScheme::RSA_PSS_RSAE_SHA512;
    assert_eq!(client_hears(&only, change), illegal);
}
