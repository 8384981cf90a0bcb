//! What either side refuses where P-384, the hybrid of x25519 with ML-KEM-768 and RSA come in, and with which alert.

#![cfg(feature = "rare")]

use handshake::crypto::entropy::Entropy;
use handshake::crypto::signature::KeyKind;
use handshake::crypto::x509::{
    ChainTemplate, Fault, KeyUsage, issue_chain, read_certificate, verify_decrypting_server_chain, verify_server_chain,
};
use handshake::scenario::{CertificateKey, Scenario, configure, preset, run};
use handshake::tls::connection::Connection;
use handshake::tls::extension::Extension;
use handshake::tls::message::{CertificateVerify, ClientKeyExchange, HandshakeMessage};
use handshake::tls::registry::{ExtensionType, NamedGroup, ProtocolVersion, SignatureScheme};
use handshake::tls::v12;
use handshake::tls::v13::Action;
use handshake::tls::v13::client::Client;
use handshake::tls::v13::server::Server;
use handshake::trace::{AlertDescription, CheckName, Effect, Failure, MessageName, Omission, Secret, SecretName, Side};

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
    let (mut client, _) = Connection::client(client).unwrap();
    let (mut server, _) = Connection::server(server);
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

/// The RSA key exchange of TLS 1.2.
fn old() -> Scenario {
    preset("tls12-rsa-key-exchange").unwrap().scenario
}

/// RFC 5246 §7.4.7.1: a bad ciphertext is not told from a good one until `Finished` does not open.
#[test]
fn a_bad_premaster_secret_is_found_out_late() {
    for place in [0, 100, 255] {
        let (client, server) = configure(&old()).unwrap();
        let (mut client, _) = Connection::client(client).unwrap();
        let (mut server, _) = Connection::server(server);
        server.receive(&client.take_outgoing());
        client.receive(&server.take_outgoing());
        let mut flight = client.take_outgoing();
        // After the headers of record and message, and the length.
        flight[5 + 4 + 2 + place] ^= 1;
        server.receive(&flight);
        assert_eq!(server.alert(), Some(AlertDescription::BadRecordMac), "{place}");
    }
}

fn decode12(bytes: &[u8]) -> HandshakeMessage {
    HandshakeMessage::decode_as(ProtocolVersion::TLS12, bytes).result.unwrap()
}

/// What a server of TLS 1.2 makes of that `ClientKeyExchange`: the premaster secret, or why it gives up.
fn server_decrypts(scenario: &Scenario, message: ClientKeyExchange) -> Result<Vec<u8>, Failure> {
    let (_, config) = configure(scenario).unwrap();
    let trace = run(scenario);
    let (_, hello) = trace.messages().find(|(_, message)| message.name == MessageName::ClientHello).unwrap();
    let server = v12::server::Server::waiting(config).receive(decode12(&hello.bytes), &hello.bytes).unwrap().next;
    let message = HandshakeMessage::ClientKeyExchange(message);
    let bytes = message.encode();
    assert_eq!(decode12(&bytes), message);
    let transition = server.receive(message, &bytes).map_err(|halt| halt.failure)?;
    let premaster = transition.actions.into_iter().find_map(|action| match action {
        Action::Note(Effect::Derived(Secret { name: SecretName::PremasterSecret, value, .. })) => Some(value),
        _ => None,
    });
    Ok(premaster.unwrap())
}

#[test]
fn what_is_decrypted_has_the_version_of_the_hello() {
    let (_, config) = configure(&old()).unwrap();
    let key = config.certificate_key.public_key();
    let encrypted =
        |message: &[u8]| ClientKeyExchange::EncryptedPremasterSecret(key.encrypt([1; 32], message).unwrap());
    let good = [&[3, 3][..], &[7; 46]].concat();
    assert_eq!(server_decrypts(&old(), encrypted(&good)), Ok(good.clone()));
    // Another version, of somebody who plays one version against the other.
    assert_eq!(server_decrypts(&old(), encrypted(&[&[3, 1][..], &[7; 46]].concat())), Ok(good.clone()));
    for bad in [&good[..47], &[&good[..], &[0]].concat(), &[]] {
        let random = server_decrypts(&old(), encrypted(bad)).unwrap();
        assert_eq!((random.len(), &random[..2]), (48, &[3, 3][..]));
        assert_ne!(random[2..], [7; 46]);
    }
    let garbage = server_decrypts(&old(), ClientKeyExchange::EncryptedPremasterSecret(vec![0xff; 300])).unwrap();
    assert_eq!(garbage.len(), 48);
    // Neither takes the form of the other.
    let illegal = Err(Failure::IllegalParameter { field: "exchange_keys" });
    assert_eq!(server_decrypts(&old(), ClientKeyExchange::Public(vec![9; 32])), illegal);
    assert_eq!(server_decrypts(&preset("tls12-rsa").unwrap().scenario, encrypted(&good)), illegal);
}

/// RFC 5246 §7.4.2: the certificate must be of the kind that the suite is for.
#[test]
fn a_certificate_that_does_not_fit_the_suite_is_refused() {
    for (name, other) in [("tls12-rsa", "tls12"), ("tls12-rsa-key-exchange", "tls12"), ("tls12", "tls12-rsa")] {
        let [scenario, other] = [name, other].map(|name| preset(name).unwrap().scenario);
        let (mut config, _) = configure(&scenario).unwrap();
        config.omissions = vec![Omission::Chain, Omission::Name, Omission::Validity];
        let mut client = v12::client::Client::start(config).unwrap().next;
        let hello = run(&scenario);
        let (_, hello) = hello.messages().find(|(_, message)| message.name == MessageName::ServerHello).unwrap();
        client = client.receive(decode12(&hello.bytes), &hello.bytes).unwrap().next;
        let certificate = run(&other);
        let (_, certificate) =
            certificate.messages().find(|(_, message)| message.name == MessageName::Certificate).unwrap();
        let failure = client.receive(decode12(&certificate.bytes), &certificate.bytes).err().unwrap().failure;
        assert_eq!(failure, Failure::IllegalParameter { field: "certificate" }, "{name}");
    }
}

#[test]
fn a_key_that_may_only_sign_is_not_used_to_decrypt() {
    let parse = |der: &Vec<u8>| {
        handshake::wire::decode(der, "Certificate", |reader| read_certificate(reader, der.len())).result.unwrap()
    };
    let now = Scenario::default().date.unix_time();
    for (usage, signs, decrypts) in [
        (KeyUsage::DIGITAL_SIGNATURE, Ok(()), Err(Fault::NoKeyEncipherment)),
        (KeyUsage::KEY_ENCIPHERMENT, Err(Fault::NoDigitalSignature), Ok(())),
        (KeyUsage::DIGITAL_SIGNATURE.union(KeyUsage::KEY_ENCIPHERMENT), Ok(()), Ok(())),
    ] {
        let mut template = ChainTemplate::for_server("example.com");
        template.leaf.key_usage = Some(usage);
        let issued = issue_chain(&Entropy::from_seed("hello"), KeyKind::Rsa, &template).unwrap();
        let chain: Vec<_> = issued.chain.iter().map(parse).collect();
        let root = [parse(&issued.root)];
        let verdict = |report: handshake::crypto::x509::PathReport| report.fault().map_or(Ok(()), Err);
        assert_eq!(verdict(verify_server_chain(&chain, &root, "example.com", now)), signs);
        assert_eq!(verdict(verify_decrypting_server_chain(&chain, &root, "example.com", now)), decrypts);
    }
}
