//! What holds of all bytes: leaves tile messages, decoding undoes encoding, nothing makes either side panic, the key
//! log of a run opens its records.

use handshake::crypto::aead::AeadAlgorithm;
use handshake::crypto::hash::HashAlgorithm;
use handshake::crypto::hkdf::hkdf_expand;
use handshake::export::key_log::key_log;
use handshake::scenario::{CertificateKey, Scenario, configure, preset, presets, run};
use handshake::tls::connection::Connection;
use handshake::tls::message::{Alert, HandshakeMessage};
use handshake::tls::record::{Deframer, RecordProtection, record_fields};
use handshake::tls::registry::{CipherSuite, NamedGroup, ProtocolVersion};
use handshake::tls::schedule::{TrafficKeys, hkdf_label};
use handshake::tls::v13::client::Client;
use handshake::trace::{AlertDescription, Derivation, Effect, Epoch, RecordId, Secret, SecretName, Side, State, Trace};
use handshake::wire::FieldTree;
use proptest::prelude::*;

/// Those in which nobody but client and server sends anything.
fn of_two_sides() -> impl Iterator<Item = Scenario> {
    scenarios().into_iter().filter(|scenario| !scenario.replay)
}

fn scenarios() -> Vec<Scenario> {
    let default = Scenario::default();
    let (group, certificate_key) = (NamedGroup::SECP256R1, CertificateKey::Ed25519);
    vec![
        Scenario { cipher_suite: CipherSuite::TLS_CHACHA20_POLY1305_SHA256, tickets: 3, ..default.clone() },
        Scenario { cipher_suite: CipherSuite::TLS_AES_256_GCM_SHA384, group, certificate_key, ..default.clone() },
        Scenario { client_alpn: vec![], client_says: String::new(), ..default.clone() },
        Scenario { client_alpn: vec!["h3".into()], ..default.clone() },
        Scenario { certificate_name: Some("*.example.org".into()), ..default.clone() },
        default,
    ]
    .into_iter()
    .chain(presets().into_iter().map(|preset| preset.scenario))
    .collect()
}

fn assert_tiled(fields: &FieldTree, length: usize, what: &str) {
    let mut next = 0;
    for (_, leaf) in fields.leaves() {
        assert_eq!(leaf.span.start, next, "{what}: {} does not start where the last one ended", leaf.name);
        assert!(
            !leaf.span.is_empty() || length == 0 || leaf.value == handshake::wire::Value::Group,
            "{what}: {}",
            leaf.name
        );
        next = leaf.span.end;
    }
    assert_eq!(next, length, "{what}: bytes after the last leaf");
}

#[test]
fn leaves_tile_every_message_and_record_of_every_run() {
    for scenario in scenarios() {
        let trace = run(&scenario);
        for (_, message) in trace.messages() {
            assert_eq!(message.error, None);
            assert_tiled(&message.fields, message.bytes.len(), message.name.name());
        }
        for (_, record) in trace.records() {
            assert_tiled(&record.fields, record.bytes.len(), "record");
            if let Some(protection) = &record.protection {
                assert_tiled(&protection.inner_fields, protection.inner.len(), "inner plaintext");
            }
        }
    }
}

#[test]
fn decoding_undoes_encoding_for_every_handshake_message() {
    for scenario in scenarios() {
        let trace = run(&scenario);
        for (step, message) in trace.messages().filter(|(_, message)| message.name.is_handshake()) {
            let version = if trace.is_tls12(step) { ProtocolVersion::TLS12 } else { ProtocolVersion::TLS13 };
            let decoded = HandshakeMessage::decode_as(version, &message.bytes).result.unwrap();
            assert_eq!(decoded.encode(), message.bytes);
            assert_eq!(HandshakeMessage::decode_as(version, &decoded.encode()).result.unwrap(), decoded);
        }
    }
}

/// Decodes in both versions; whatever was read must lie within the bytes.
fn decode_anything(bytes: &[u8]) {
    for version in ProtocolVersion::ALL {
        decode_anything_as(version, bytes);
    }
}

fn decode_anything_as(version: ProtocolVersion, bytes: &[u8]) {
    let decoded = HandshakeMessage::decode_as(version, bytes);
    for field in decoded.fields.fields() {
        assert!(field.span.start <= field.span.end && field.span.end <= bytes.len(), "{field:?}");
    }
    match decoded.result {
        Ok(message) => assert_tiled(&decoded.fields, bytes.len(), message.name().name()),
        Err(error) => assert!(error.offset() <= bytes.len(), "{error}"),
    }
}

#[test]
fn no_truncation_or_flip_of_any_message_makes_the_decoder_panic() {
    for scenario in scenarios() {
        for (_, message) in run(&scenario).messages().filter(|(_, message)| message.name.is_handshake()) {
            for end in 0..message.bytes.len() {
                decode_anything(&message.bytes[..end]);
            }
            let mut bytes = message.bytes.clone();
            for place in 0..bytes.len() {
                for flip in [0x01, 0x80, 0xff] {
                    bytes[place] ^= flip;
                    decode_anything(&bytes);
                    bytes[place] ^= flip;
                }
            }
        }
    }
}

/// The messages of the server's flight, as the client's state machine gets them.
fn server_flight(trace: &Trace) -> Vec<Vec<u8>> {
    trace
        .messages()
        .filter(|(_, message)| message.sender == Side::Server && message.name.is_handshake())
        .map(|(_, message)| message.bytes.clone())
        .collect()
}

/// Any flipped byte of any message is noticed: in the message itself or by a MAC or signature over it.
#[test]
fn a_client_that_gets_a_changed_flight_never_connects() {
    let scenario = Scenario { certificate_key: CertificateKey::Ed25519, tickets: 0, ..Scenario::default() };
    let flight = server_flight(&run(&scenario));
    let (config, _) = configure(&scenario).unwrap();
    let start = Client::start(config).unwrap().next;
    let mut before = start;
    for number in 0..flight.len() {
        let mut bytes = flight[number].clone();
        for place in 0..bytes.len() {
            bytes[place] ^= 1;
            let mut client = Some(before.clone());
            let changed = std::iter::once(&bytes).chain(&flight[number + 1..]);
            for message in changed {
                let decoded = HandshakeMessage::decode(message).result;
                client = client
                    .zip(decoded.ok())
                    .and_then(|(client, decoded)| client.receive(decoded, message).ok())
                    .map(|next| next.next);
            }
            let state = client.map(|client| client.state());
            assert_ne!(state, Some(State::Connected), "message {number}, byte {place}");
            bytes[place] ^= 1;
        }
        let message = HandshakeMessage::decode(&bytes).result.unwrap();
        before = before.receive(message, &bytes).unwrap().next;
    }
    assert_eq!(before.state(), State::Connected);
}

/// Flips each byte of each record on its way: nobody panics, and what was sealed does not open.
#[test]
fn no_flip_of_any_record_on_the_wire_goes_unnoticed_or_panics() {
    assert!(flip_every_byte(&Scenario::default()) > 1500);
    for name in ["hello-retry-request", "client-certificate", "external-psk", "coalesced", "tls12-client-certificate"] {
        assert!(flip_every_byte(&preset(name).unwrap().scenario) > 500, "{name}");
    }
}

/// Returns how many bytes were flipped, one at a time.
fn flip_every_byte(scenario: &Scenario) -> usize {
    let (client, server) = configure(scenario).unwrap();
    let (mut client, _) = Connection::client(client).unwrap();
    let (mut server, _) = Connection::server(server);
    let mut tried = 0;
    for round in 0..8 {
        let (from, to) = if round % 2 == 0 { (&mut client, &mut server) } else { (&mut server, &mut client) };
        let bytes = from.take_outgoing();
        let mut deframer = Deframer::default();
        deframer.push(&bytes);
        while let Some(record) = deframer.next_record().unwrap() {
            for place in 0..record.bytes.len() {
                let mut changed = record.bytes.clone();
                changed[place] ^= 1;
                let mut receiver = to.clone();
                let _ = receiver.receive(&changed);
                let sealed = record.bytes[0] == 23;
                // Type and length: the record may wait for more, or be of another kind; a sealed body does not open.
                if sealed && place >= 5 {
                    assert_eq!(receiver.alert(), Some(AlertDescription::BadRecordMac), "byte {place}");
                }
                tried += 1;
                let mut receiver = to.clone();
                assert!(receiver.receive(&record.bytes[..place]).is_empty(), "a part of a record does nothing");
            }
            let _ = to.receive(&record.bytes);
        }
    }
    assert_eq!((client.state(), server.state()), (State::Connected, State::Connected));
    tried
}

fn secret(name: SecretName, value: Vec<u8>) -> Secret {
    Secret { name, value, derivation: Derivation::Entropy { label: "key log", public: Vec::new() } }
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// Opens every sealed record with nothing but its bytes, the key log, and the cipher suite.
#[test]
fn the_key_log_of_a_run_opens_its_records() {
    for scenario in of_two_sides() {
        let trace = run(&scenario);
        let log = key_log(&trace);
        let (aead, hash) = match scenario.cipher_suite {
            CipherSuite::TLS_AES_128_GCM_SHA256 => (AeadAlgorithm::Aes128Gcm, HashAlgorithm::Sha256),
            CipherSuite::TLS_AES_256_GCM_SHA384 => (AeadAlgorithm::Aes256Gcm, HashAlgorithm::Sha384),
            _ => (AeadAlgorithm::ChaCha20Poly1305, HashAlgorithm::Sha256),
        };
        for first in std::iter::once(0).chain(trace.later.clone()) {
            let span = trace.span(first);
            let (_, hello) = trace.messages().find(|(step, _)| *step >= first).unwrap();
            let random = hex(&hello.bytes[6..38]);
            let keys = |label: &str, writer: Side, epoch: Epoch| {
                let words = |line: &&str| line.starts_with(label) && line.split(' ').nth(1) == Some(&random);
                let traffic_secret = unhex(log.lines().find(words)?.split(' ').nth(2).unwrap());
                let expand =
                    |label, length| hkdf_expand(hash, &traffic_secret, &hkdf_label(length, label, &[]), length);
                let key = secret(SecretName::WriteKey { writer, epoch }, expand("key", aead.key_length()));
                let iv = secret(SecretName::WriteIv { writer, epoch }, expand("iv", 12));
                Some(RecordProtection::new(TrafficKeys { aead, writer, epoch, key, iv }))
            };
            if trace.is_tls12(first) {
                let words = |line: &&str| line.starts_with("CLIENT_RANDOM ") && line.contains(&random);
                let logged = log.lines().find(words).map(|line| line.split(' ').nth(2).unwrap().to_owned());
                let held = trace.secret(Side::Client, SecretName::SessionMasterSecret, first);
                assert_eq!(logged, held.map(|(_, secret)| hex(&secret.value)));
                continue;
            }
            for side in [Side::Client, Side::Server] {
                let name = side.name().to_ascii_uppercase();
                let labels = [
                    (format!("{name}_EARLY_TRAFFIC_SECRET "), Epoch::EarlyData),
                    (format!("{name}_HANDSHAKE_TRAFFIC_SECRET "), Epoch::Handshake),
                    (format!("{name}_TRAFFIC_SECRET_0 "), Epoch::Application),
                    (format!("{name}_TRAFFIC_SECRET_1 "), Epoch::Updated(1)),
                    (format!("{name}_TRAFFIC_SECRET_2 "), Epoch::Updated(2)),
                ];
                let mut protections: Vec<_> =
                    labels.iter().filter_map(|(label, epoch)| keys(label, side, *epoch)).collect();
                let records = trace.records().filter(|(step, _)| span.contains(step));
                for (_, record) in records.filter(|(_, record)| record.id.sender == side) {
                    let Some(protection) = &record.protection else { continue };
                    let mut deframer = Deframer::default();
                    deframer.push(&record.bytes);
                    let wire = deframer.next_record().unwrap().unwrap();
                    let opened = loop {
                        let current = protections.first_mut().expect("some key of the log opens the record");
                        match current.open(&wire) {
                            Ok(opened) => break opened,
                            Err(_) => drop(protections.remove(0)),
                        }
                    };
                    assert_eq!(opened.protection.inner, protection.inner);
                    assert_eq!(opened.protection.sequence, protection.sequence);
                    assert_eq!(opened.protection.epoch, protection.epoch);
                }
            }
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0x0f]);
    digits.map(|digit| char::from_digit(digit.into(), 16).unwrap()).collect()
}

proptest! {
    #[test]
    fn no_bytes_make_a_decoder_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), kind in 0_u8..25) {
        decode_anything(&bytes);
        let length = u32::try_from(bytes.len()).unwrap().to_be_bytes();
        let framed = [&[kind, length[1], length[2], length[3]], &bytes[..]].concat();
        decode_anything(&framed);
        let _ = Alert::decode(&bytes);
        let _ = record_fields(&bytes, true);
        let _ = record_fields(&bytes, false);
    }

    #[test]
    fn no_bytes_make_a_connection_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600), kind in 20_u8..24) {
        let (client, server) = configure(&Scenario::default()).unwrap();
        for (mut connection, _) in [Connection::client(client).unwrap(), Connection::server(server)] {
            let length = u16::try_from(bytes.len()).unwrap().to_be_bytes();
            let framed = [&[kind, 3, 3, length[0], length[1]], &bytes[..]].concat();
            let mut other = connection.clone();
            let _ = connection.receive(&bytes);
            let _ = other.receive(&framed);
            let _ = other.close();
        }
    }

    #[test]
    fn what_is_sealed_opens_to_the_same(content in proptest::collection::vec(any::<u8>(), 0..2000), iv in any::<[u8; 12]>(), records in 1_usize..4) {
        for aead in [AeadAlgorithm::Aes128Gcm, AeadAlgorithm::Aes256Gcm, AeadAlgorithm::ChaCha20Poly1305] {
            let (writer, epoch) = (Side::Client, Epoch::Application);
            let key = secret(SecretName::WriteKey { writer, epoch }, vec![7; aead.key_length()]);
            let keys = TrafficKeys { aead, writer, epoch, key, iv: secret(SecretName::WriteIv { writer, epoch }, iv.to_vec()) };
            let (mut sealing, mut opening) = (RecordProtection::new(keys.clone()), RecordProtection::new(keys));
            for number in 0..records {
                let record = sealing.seal(RecordId { sender: writer, number }, handshake::tls::registry::ContentType::APPLICATION_DATA, &content);
                let mut deframer = Deframer::default();
                deframer.push(&record.bytes);
                let opened = opening.open(&deframer.next_record().unwrap().unwrap()).unwrap();
                prop_assert_eq!(&opened.content, &content);
            }
        }
    }
}

/// The words "sent" and "received" of a trace agree on every message, in every run.
#[test]
fn every_message_that_is_sent_is_received_once() {
    for scenario in of_two_sides() {
        let trace = run(&scenario);
        let received = trace
            .occurrences()
            .filter(|o| matches!(&o.effect, Effect::Received(_) | Effect::EarlyDataSkipped(_)))
            .count();
        assert_eq!(received, trace.messages().count());
    }
}
