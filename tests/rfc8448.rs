//! The five traces of RFC 8448, value by value. `vectors/rfc8448.json` holds the values of that RFC, parsed.

#[path = "common/rfc8448_vectors.rs"]
mod rfc8448_vectors;

use handshake::crypto::aead::AeadAlgorithm;
use handshake::crypto::hash::HashAlgorithm;
use handshake::crypto::hkdf::{hkdf_expand, hkdf_extract, hmac};
use handshake::crypto::key_exchange::EphemeralKeyPair;
use handshake::tls::message::{Alert, HandshakeMessage};
use handshake::tls::record::{Deframer, RecordProtection, record_fields};
use handshake::tls::registry::{ContentType, HandshakeType};
use handshake::tls::schedule::{EarlySecret, TrafficKeys, TrafficSecret, hkdf_label};
use handshake::tls::transcript::{Binding, Transcript};
use handshake::trace::{Derivation, Epoch, MessageName, RecordId, Secret, SecretName, Side};
use rfc8448_vectors::{SECTIONS, Step, steps};

const HASH: HashAlgorithm = HashAlgorithm::Sha256;
const AEAD: AeadAlgorithm = AeadAlgorithm::Aes128Gcm;

impl Step {
    fn at(&self, name: &str) -> &[u8] {
        self.fields.get(name).unwrap_or_else(|| panic!("{} has no {name}", self.what))
    }
}

fn traces() -> impl Iterator<Item = (u64, Vec<Step>)> {
    SECTIONS.into_iter().map(|section| (section, steps(section)))
}

/// Compares, and counts what was compared.
#[derive(Default)]
struct Tally {
    compared: usize,
}

impl Tally {
    fn same(&mut self, what: &str, ours: &[u8], theirs: &[u8]) {
        assert_eq!(ours, theirs, "{what}");
        self.compared += 1;
    }

    fn same_keys(&mut self, traffic: &TrafficSecret, step: &Step) {
        let keys = traffic.keys(AEAD);
        self.same(&step.what, &keys.key.value, step.at("key expanded"));
        self.same(&step.what, &keys.iv.value, step.at("iv expanded"));
    }
}

impl Drop for Tally {
    fn drop(&mut self) {
        println!("RFC 8448: {} values compared", self.compared);
    }
}

/// The label in a step such as `derive secret "tls13 c hs traffic"`.
fn label(what: &str) -> &str {
    what.split('"').nth(1).unwrap().trim_start_matches("tls13 ")
}

#[test]
fn every_extraction_expansion_and_key_of_all_five_traces() {
    let mut tally = Tally::default();
    for (number, steps) in traces() {
        for step in steps.iter().filter(|step| !step.fields.is_empty()) {
            let what = &format!("§{number} {}", step.what);
            if step.what.starts_with("create an ephemeral x25519") {
                let key = EphemeralKeyPair::x25519(step.at("private key").try_into().unwrap());
                tally.same(what, key.public_bytes(), step.at("public key"));
            } else if step.what.starts_with("create an ephemeral P-256") {
                let key = p256::SecretKey::from_slice(step.at("private key")).unwrap();
                tally.same(what, EphemeralKeyPair::secp256r1(key).public_bytes(), step.at("public key"));
            } else if step.what.starts_with("extract secret") {
                tally.same(what, &hkdf_extract(HASH, step.at("salt"), step.at("IKM")), step.at("secret"));
            } else if step.what.contains("traffic keys") {
                for (name, key_label, length) in [("key", "key", 16), ("iv", "iv", 12)] {
                    let info = hkdf_label(length, key_label, &[]);
                    tally.same(what, &info, step.at(&format!("{name} info")));
                    let expanded = hkdf_expand(HASH, step.at("PRK"), &info, length);
                    tally.same(what, &expanded, step.at(&format!("{name} expanded")));
                }
            } else if step.fields.contains_key("expanded") {
                let label = if step.what.contains('"') { label(&step.what) } else { "finished" };
                let info = hkdf_label(32, label, step.at("hash"));
                tally.same(what, &info, step.at("info"));
                tally.same(what, &hkdf_expand(HASH, step.at("PRK"), &info, 32), step.at("expanded"));
            }
            if let Some(binder_hash) = step.fields.get("binder hash") {
                tally.same(what, &HASH.digest(step.at("ClientHello prefix")), binder_hash);
                tally.same(what, &hmac(HASH, step.at("expanded"), binder_hash), step.at("finished"));
            }
        }
    }
    assert!(tally.compared > 200, "only {} values", tally.compared);
}

#[test]
fn every_message_of_all_five_traces_decodes_and_encodes_to_the_same_bytes() {
    let mut tally = Tally::default();
    for (number, steps) in traces() {
        for step in steps.iter().filter(|step| step.what.ends_with("handshake message")) {
            let bytes = step.fields.values().next().unwrap();
            let what = format!("§{number} {}", step.what);
            // The ClientHello of §4 is given without its binders first.
            if bytes.len() != 4 + usize::from(u16::from_be_bytes([bytes[2], bytes[3]])) {
                continue;
            }
            let decoded = HandshakeMessage::decode(bytes);
            let message = decoded.result.unwrap_or_else(|error| panic!("{what}: {error}"));
            tally.same(&what, &message.encode(), bytes);
            let covered: usize = decoded.fields.leaves().map(|(_, field)| field.span.len()).sum();
            assert_eq!(covered, bytes.len(), "{what}: leaves");
        }
    }
    assert!(tally.compared >= 25, "only {} messages", tally.compared);
}

fn keys(key: &[u8], iv: &[u8], writer: Side) -> TrafficKeys {
    let epoch = Epoch::Application;
    let secret = |name, value: &[u8]| Secret {
        name,
        value: value.to_vec(),
        derivation: Derivation::Entropy { label: "RFC 8448", public: Vec::new() },
    };
    TrafficKeys {
        aead: AEAD,
        writer,
        epoch,
        key: secret(SecretName::WriteKey { writer, epoch }, key),
        iv: secret(SecretName::WriteIv { writer, epoch }, iv),
    }
}

fn content_type(what: &str) -> ContentType {
    if what.contains("application_data") {
        ContentType::APPLICATION_DATA
    } else if what.contains("alert") {
        ContentType::ALERT
    } else {
        ContentType::HANDSHAKE
    }
}

#[test]
fn every_sealed_record_of_all_five_traces_opens_and_seals_to_the_same_bytes() {
    let mut tally = Tally::default();
    for (number, steps) in traces() {
        let pairs: Vec<(&[u8], &[u8])> = steps
            .iter()
            .filter(|step| step.fields.contains_key("key expanded"))
            .map(|step| (step.at("key expanded"), step.at("iv expanded")))
            .collect();
        for step in steps.iter().filter(|step| step.fields.contains_key("complete record")) {
            let what = format!("§{number} {} {}", step.who.name(), step.what);
            let record = step.at("complete record");
            if record[0] != ContentType::APPLICATION_DATA.0 {
                continue;
            }
            let mut deframer = Deframer::default();
            deframer.push(record);
            let wire = deframer.next_record().unwrap().unwrap();
            let id = RecordId { sender: step.who, number: 0 };
            let opening = pairs.iter().find_map(|(key, iv)| {
                let mut protection = RecordProtection::new(keys(key, iv, step.who));
                (0..4).find_map(|_| {
                    let mut sealing = protection.clone();
                    let opened = protection.clone().open(&wire).ok();
                    let _ = protection.seal(id, ContentType::ALERT, &[]);
                    opened.map(|opened| (opened, sealing.seal(id, content_type(&step.what), step.at("payload"))))
                })
            });
            let (opened, sealed) = opening.unwrap_or_else(|| panic!("{what}: no key opens it"));
            assert_eq!(opened.content_type, content_type(&step.what));
            tally.same(&what, &opened.content, step.at("payload"));
            tally.same(&what, &sealed.bytes, record);
            assert_eq!(
                record_fields(record, true).leaves().map(|(_, field)| field.span.len()).sum::<usize>(),
                record.len()
            );
        }
    }
    assert!(tally.compared >= 50, "only {} values", tally.compared);
}

/// Climbs the typed key schedule, in one go as the RFC draws it, with the messages of a full handshake without PSK.
#[test]
#[expect(clippy::too_many_lines, reason = "one climb")]
fn the_schedule_of_the_full_handshakes() {
    let mut tally = Tally::default();
    for (number, steps) in traces().filter(|(number, _)| [3, 5, 6, 7].contains(number)) {
        let find = |who: Side, what: &str| {
            steps
                .iter()
                .find(|step| step.who == who && step.what.starts_with(what) && !step.fields.is_empty())
                .unwrap_or_else(|| panic!("§{number}: no {what}"))
        };
        let value = |what: &str, field: &str| {
            steps.iter().find(|s| s.what == what && s.fields.contains_key(field)).unwrap().at(field).to_vec()
        };
        let messages: Vec<(Side, &[u8])> = steps
            .iter()
            .filter(|step| step.what.ends_with("handshake message"))
            .map(|step| (step.who, step.fields.values().next().unwrap().as_slice()))
            .collect();
        // §5: ClientHello, HelloRetryRequest, and the ClientHello again.
        let retried = number == 5;
        let mut transcript = if retried {
            Transcript::after_retry(HASH, Binding::Messages, messages[0].1, messages[1].1)
        } else {
            Transcript::new(HASH, Binding::Messages, messages[0].1)
        };
        let add_through = |transcript: &mut Transcript, sender: Side, last: u8, from: &mut usize| {
            loop {
                let (who, bytes) = messages[*from];
                *from += 1;
                let name = handshake::tls::message::name_of(HandshakeType(bytes[0]));
                transcript.add(who, name, bytes);
                if (who, bytes[0]) == (sender, last) {
                    break;
                }
            }
        };
        let mut next = if retried { 2 } else { 1 };
        add_through(&mut transcript, Side::Server, 2, &mut next);
        let hello = transcript.point();
        tally.same("hello hash", &hello.hash, &value("derive secret \"tls13 c hs traffic\"", "hash"));

        let kind = if retried { "create an ephemeral P-256" } else { "create an ephemeral x25519" };
        let private = find(Side::Client, kind).at("private key");
        let client = if retried {
            EphemeralKeyPair::secp256r1(p256::SecretKey::from_slice(private).unwrap())
        } else {
            EphemeralKeyPair::x25519(private.try_into().unwrap())
        };
        let server_public = find(Side::Server, kind).at("public key");
        let shared_secret = client.agree(server_public).unwrap();
        tally.same("shared secret", &shared_secret, &value("extract secret \"handshake\"", "IKM"));

        let early_secret = EarlySecret::without_psk(HASH);
        tally.same("early", &early_secret.secret().value, &value("extract secret \"early\"", "secret"));
        let derived = early_secret.derived();
        let what = "derive secret for handshake \"tls13 derived\"";
        tally.same(what, &derived.secret().value, &value(what, "expanded"));
        let handshake_secret = derived.handshake_secret(&shared_secret);
        tally.same("handshake", &handshake_secret.secret().value, &value("extract secret \"handshake\"", "secret"));
        let client_handshake = handshake_secret.traffic_secret(Side::Client, &hello);
        let server_handshake = handshake_secret.traffic_secret(Side::Server, &hello);
        let what = "derive secret \"tls13 c hs traffic\"";
        tally.same(what, &client_handshake.secret().value, &value(what, "expanded"));
        let what = "derive secret \"tls13 s hs traffic\"";
        tally.same(what, &server_handshake.secret().value, &value(what, "expanded"));
        let derived = handshake_secret.derived();
        let what = "derive secret for master \"tls13 derived\"";
        tally.same(what, &derived.secret().value, &value(what, "expanded"));
        let master_secret = derived.master_secret();
        tally.same("master", &master_secret.secret().value, &value("extract secret \"master\"", "secret"));

        tally.same_keys(&server_handshake, find(Side::Server, "derive write traffic keys for handshake data"));
        tally.same_keys(&client_handshake, find(Side::Server, "derive read traffic keys for handshake data"));

        // The server's Finished covers everything before it.
        let until_verify = {
            let mut transcript = transcript.clone();
            let mut next = next;
            add_through(&mut transcript, Side::Server, 15, &mut next);
            transcript.point()
        };
        assert_eq!(until_verify.through, MessageName::CertificateVerify);
        let finished = find(Side::Server, "calculate finished");
        let key = server_handshake.finished_key();
        tally.same("server finished key", &key.secret().value, finished.at("expanded"));
        tally.same("server Finished", &key.verify_data(&until_verify), finished.at("finished"));
        add_through(&mut transcript, Side::Server, 20, &mut next);
        let server_finished = transcript.point();

        let client_traffic = master_secret.traffic_secret(Side::Client, &server_finished);
        let server_traffic = master_secret.traffic_secret(Side::Server, &server_finished);
        let what = "derive secret \"tls13 c ap traffic\"";
        tally.same(what, &server_finished.hash, &value(what, "hash"));
        tally.same(what, &client_traffic.secret().value, &value(what, "expanded"));
        let what = "derive secret \"tls13 s ap traffic\"";
        tally.same(what, &server_traffic.secret().value, &value(what, "expanded"));
        let what = "derive secret \"tls13 exp master\"";
        tally.same(what, &master_secret.exporter_master_secret(&server_finished).value, &value(what, "expanded"));
        tally.same_keys(&server_traffic, find(Side::Server, "derive write traffic keys for application data"));
        tally.same_keys(&client_traffic, find(Side::Client, "derive write traffic keys for application data"));

        // With client authentication the client's Finished covers its Certificate and CertificateVerify too.
        let last_before_finished = messages.iter().rposition(|m| *m.1.first().unwrap() == 20 && m.0 == Side::Client);
        for (who, bytes) in &messages[next..last_before_finished.unwrap()] {
            transcript.add(*who, handshake::tls::message::name_of(HandshakeType(bytes[0])), bytes);
        }
        next = last_before_finished.unwrap();
        let finished = find(Side::Client, "calculate finished");
        let key = client_handshake.finished_key();
        tally.same("client finished key", &key.secret().value, finished.at("expanded"));
        tally.same("client Finished", &key.verify_data(&transcript.point()), finished.at("finished"));
        add_through(&mut transcript, Side::Client, 20, &mut next);
        let resumption = master_secret.resumption_master_secret(&transcript.point());
        let what = "derive secret \"tls13 res master\"";
        tally.same(what, &resumption.secret().value, &value(what, "expanded"));
        if let Some(step) = steps.iter().find(|s| s.what.starts_with("generate resumption") && !s.fields.is_empty()) {
            tally.same(&step.what, &resumption.psk(0, step.at("hash")).value, step.at("expanded"));
        }
    }
    assert!(tally.compared >= 4 * 24, "only {} values", tally.compared);
}

#[test]
fn alerts() {
    let mut tally = Tally::default();
    for (number, steps) in traces() {
        for step in steps.iter().filter(|step| step.what.starts_with("send alert")) {
            let alert = Alert::decode(step.at("payload")).result.unwrap();
            tally.same(&format!("§{number}"), &alert.encode(), step.at("payload"));
        }
    }
    assert!(tally.compared >= 10);
}
