//! The text for people, the certificates, and the names of files.

use super::{Temporary, all_runs, hex};
use handshake::explain;
use handshake::export::mermaid::mermaid;
use handshake::export::pcapng::pcapng;
use handshake::export::pem::pem;
use handshake::export::svg::svg;
use handshake::export::text::text;
use handshake::export::{Format, Run};
use handshake::scenario::address::Address;
use handshake::scenario::{CertificateFlaw as Flaw, Scenario, run};
use handshake::tls::message::HandshakeMessage;
use handshake::tls::registry::ProtocolVersion;
use handshake::trace::{Effect, MessageName};
use std::process::Command;

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_text_tells_every_step_and_shows_every_secret_and_byte() {
    for (name, scenario, trace) in all_runs() {
        let text = text(&Run::of(&scenario, &trace));
        let flowing = words(&text);
        let solid: String = text.split_whitespace().collect();
        for index in 0..trace.steps.len() {
            let step = explain::step(&trace, index);
            assert!(flowing.contains(&format!("{}. {}", index + 1, step.title)), "{name}: {}", step.title);
            for paragraph in step.simple.iter().chain(&step.technical) {
                assert!(flowing.contains(&words(paragraph)), "{name}: {paragraph}");
            }
        }
        for occurrence in trace.occurrences() {
            match &occurrence.effect {
                Effect::Derived(secret) => assert!(solid.contains(&hex(&secret.value)), "{name}"),
                Effect::RecordSent(record) => {
                    for line in record.bytes.chunks(16) {
                        let digits: Vec<String> = line.iter().map(|byte| format!("{byte:02x}")).collect();
                        assert!(text.contains(&digits.join(" ")), "{name}");
                    }
                }
                _ => {}
            }
        }
        let longest = text.lines().map(|line| line.chars().count()).max();
        assert!(longest <= Some(100), "{name}: {longest:?}");
        assert!(text.lines().all(|line| !line.ends_with(' ')), "{name}");
    }
}

/// How many certificates a message shows.
fn certificates_in(bytes: &[u8]) -> usize {
    let versions = [ProtocolVersion::TLS13, ProtocolVersion::TLS12];
    let read = versions.map(|version| match HandshakeMessage::decode_as(version, bytes).result {
        Ok(HandshakeMessage::Certificate(message)) => message.certificate_list.len(),
        Ok(HandshakeMessage::Certificate12(message)) => message.certificate_list.len(),
        _ => 0,
    });
    read.into_iter().max().unwrap_or_default()
}

/// OpenSSL takes the file, and finds that the certificates lead to the trust anchor among them; but not those that do not.
#[test]
fn openssl_verifies_the_certificates() {
    let mut clients = 0;
    for (name, scenario, trace) in all_runs() {
        let exported = Run::of(&scenario, &trace);
        let (text, anchors) = (pem(&exported), exported.trust_anchors.len());
        let marker = "-----BEGIN CERTIFICATE-----";
        let shown: usize = trace.messages().map(|(_, message)| certificates_in(&message.bytes)).sum();
        let count = text.matches(marker).count();
        assert_eq!(count, shown + anchors, "{name}");
        if shown == 0 {
            continue;
        }
        let parts: Vec<String> = text.split(marker).skip(1).map(|part| format!("{marker}{part}")).collect();
        let file = |part: &str, content: &str| Temporary::file(&format!("{name}-{part}.pem"), content.as_bytes());
        let (leaf, chain, root) =
            (file("leaf", &parts[0]), file("chain", &text), file("root", &parts[shown..].concat()));
        let output = Command::new("openssl")
            .args(["verify", "-no_check_time", "-CAfile"])
            .arg(&root.0)
            .arg("-untrusted")
            .arg(&chain.0)
            .arg(&leaf.0)
            .output()
            .expect("these tests need the command `openssl` (OpenSSL 3) on the PATH");
        // It is not asked what the key is for, nor which certificate is the server's.
        let good = matches!(
            scenario.certificate_flaw,
            Flaw::None | Flaw::WrongOrder | Flaw::NoDigitalSignature | Flaw::WrongPurpose
        );
        assert_eq!(output.status.success(), good, "{name}: {}", String::from_utf8_lossy(&output.stderr));
        // The client's own certificate leads to the anchor that the server has.
        let role = "sent by the client\n";
        let Some(client) = text.split("Certificate 1 of ").find(|part| part.contains(role)) else { continue };
        let client = file("client", client);
        let arguments = ["verify", "-no_check_time", "-purpose", "sslclient", "-CAfile"];
        let command = Command::new("openssl")
            .args(arguments)
            .arg(&root.0)
            .arg("-untrusted")
            .arg(&chain.0)
            .arg(&client.0)
            .output();
        let output = command.unwrap();
        let good = scenario.client_flaw == Flaw::None;
        assert_eq!(output.status.success(), good, "{name}: {}", String::from_utf8_lossy(&output.stderr));
        clients += 1;
    }
    assert!(clients > 1, "{clients}");
}

/// What nobody can open is sealed all the same, in every format that people read.
#[test]
fn what_stays_sealed_is_not_called_plain() {
    let scenario = Scenario::default();
    let trace = run(&scenario);
    let capture = pcapng(&Run::of(&scenario, &trace));
    // Without its secrets: the block that holds them is of type 10.
    let mut bare = Vec::new();
    let mut rest = &capture[..];
    while let Some(length) = rest.get(4..8) {
        let length = u32::from_be_bytes(length.try_into().unwrap()) as usize;
        if rest[..4] != [0, 0, 0, 10] {
            bare.extend(&rest[..length]);
        }
        rest = &rest[length..];
    }
    let opened = handshake::capture::open(&bare, &handshake::tls::observer::Given::default()).unwrap();
    let sealed = opened.trace.messages().filter(|(_, message)| message.name == MessageName::SealedRecord).count();
    assert!(sealed > 5, "{sealed}");
    let run = Run::recorded(&opened.trace, opened.title.clone(), 0, vec![]);
    let unknown = "sealed with keys that are not known";
    let (svg, mermaid, text) = (svg(&run), mermaid(&run), text(&run));
    // Once each in the description of the picture, and once in its legend.
    assert_eq!(svg.matches(unknown).count(), sealed + 1);
    assert_eq!(mermaid.matches(unknown).count(), sealed);
    assert_eq!(text.matches(&format!(", {unknown}:")).count(), sealed);
    assert!(!text.contains("1970") && !svg.contains("1970"), "nobody knows when it was");
    assert!(!text.contains("simulated"));
}

/// What somebody on the way does is not told of one of the two sides.
#[test]
fn the_attacker_is_called_so() {
    let attacked = Address::parse("attack=s1-flip-20-01").address.scenario;
    let trace = run(&attacked);
    let run = Run::of(&attacked, &trace);
    assert!(svg(&run).contains(": the attacker: ") && svg(&run).contains(">The attacker: "));
    assert!(mermaid(&run).contains("Note over client,server: The attacker: "));
    let impostor = Address::parse("impostor=compromised-authority").address.scenario;
    let trace = handshake::scenario::run(&impostor);
    let run = Run::of(&impostor, &trace);
    for said in [svg(&run), mermaid(&run), text(&run)] {
        for played in [
            "Connection 1, in which the attacker plays the server",
            "Connection 2, in which the attacker plays the client",
        ] {
            assert!(said.contains(played), "{played}");
        }
    }
}

#[test]
fn files_have_names_that_any_system_takes() {
    let scenario = Scenario { server_name: "example.com".into(), ..Scenario::default() };
    let trace = run(&scenario);
    let plain = Run::of(&scenario, &trace);
    let names: Vec<String> = Format::ALL.iter().map(|format| format.file_name(&plain)).collect();
    let endings = ["pcapng", "keylog", "json", "txt", "svg", "mmd", "pem"];
    assert_eq!(names, endings.map(|ending| format!("handshake-example.com.{ending}")));
    let odd = Run { title: "../a b:c*\u{0}?é".repeat(50), ..plain };
    for format in Format::ALL {
        let name = format.file_name(&odd);
        assert!(
            name.len() < 128 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte)),
            "{name}"
        );
        assert_eq!(Format::parse(format.name()), Some(format));
        assert!(!format.media_type().is_empty());
    }
    assert_eq!(Format::parse("docx"), None);
}

/// A run that never began has nothing to show, and every format says so in its way.
#[test]
fn a_run_without_steps_is_written_too() {
    let scenario = Scenario { server_name: "é".into(), ..Scenario::default() };
    let trace = run(&scenario);
    assert!(trace.steps.is_empty());
    for format in Format::ALL {
        let written = format.write(&Run::of(&scenario, &trace));
        assert_eq!(written.is_empty(), matches!(format, Format::KeyLog | Format::Pem), "{}", format.name());
    }
}
