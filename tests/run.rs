//! Whole runs of scenarios: the story they tell, and how they end.

use handshake::scenario::address::Address;
use handshake::scenario::{CertificateKey, Date, Rehearsal, Scenario, presets, run};
use handshake::tls::registry::{CipherSuite, NamedGroup};
use handshake::trace::{AlertDescription, Effect, Failure, MessageName, Parting, Side, State, StepKind, Trace};

fn outline(trace: &Trace) -> Vec<String> {
    let name = |kind| match kind {
        StepKind::Message(name) => MessageName::name(name).to_owned(),
        kind => format!("{kind:?}"),
    };
    trace.steps.iter().map(|step| format!("{} {}", step.side.name(), name(step.kind))).collect()
}

fn every_choice() -> impl Iterator<Item = Scenario> {
    CipherSuite::ALL.into_iter().flat_map(|cipher_suite| {
        NamedGroup::ALL.into_iter().flat_map(move |group| {
            [CertificateKey::Ed25519, CertificateKey::EcdsaP256].map(move |certificate_key| Scenario {
                cipher_suite,
                group,
                certificate_key,
                ..Scenario::default()
            })
        })
    })
}

/// Both sides hold the same secrets, and everything that one sent the other received.
fn assert_agreement(trace: &Trace) {
    for (step, secret) in trace.secrets(Side::Client) {
        if let Some((_, other)) = trace.secret(Side::Server, secret.name, step) {
            assert_eq!(other.value, secret.value, "{}", secret.name.name());
        }
    }
    let (mut sent, mut received) = (Vec::new(), Vec::new());
    for occurrence in trace.occurrences() {
        match &occurrence.effect {
            Effect::Sent(message) => sent.push((message.sender, &message.bytes)),
            Effect::Received(message) => received.push((message.sender, &message.bytes)),
            _ => {}
        }
    }
    assert_eq!(sent, received);
}

#[test]
fn the_default_run_tells_the_whole_story() {
    let trace = run(&Scenario::default());
    let story = [
        "client Prepare",
        "client ClientHello",
        "server Negotiate",
        "server Prepare",
        "server ServerHello",
        "server Derive",
        "client Check",
        "client Derive",
        "server EncryptedExtensions",
        "server Certificate",
        "client Check",
        "server CertificateVerify",
        "client Check",
        "server Finished",
        "server Derive",
        "client Check",
        "client Derive",
        "client Finished",
        "client Derive",
        "server Check",
        "server Derive",
        "server NewSessionTicket",
        "client Derive",
        "client application_data",
        "server application_data",
        "client Alert",
        "server Alert",
    ];
    assert_eq!(outline(&trace), story);
    assert_agreement(&trace);
}

#[test]
fn every_suite_group_and_certificate_reaches_the_end() {
    for scenario in every_choice() {
        let trace = run(&scenario);
        let last = trace.steps.len() - 1;
        assert_agreement(&trace);
        for side in [Side::Client, Side::Server] {
            assert_eq!(trace.state(side, last), State::Closed);
            let connected = trace
                .occurrences()
                .any(|occurrence| occurrence.side == side && occurrence.effect == Effect::Entered(State::Connected));
            assert!(connected, "{scenario:?}");
        }
    }
}

#[test]
fn the_same_scenario_gives_the_same_trace_and_another_seed_another() {
    let scenario = Scenario::default();
    assert_eq!(run(&scenario), run(&scenario));
    assert_ne!(run(&scenario), run(&Scenario { seed: "hullo".into(), ..scenario }));
}

/// Switching on one thing leaves the bytes alone that have nothing to do with it.
#[test]
fn entropy_is_drawn_by_label() {
    let hello = |scenario: &Scenario| run(scenario).messages().next().unwrap().1.bytes.clone();
    let default = Scenario::default();
    assert_eq!(hello(&default), hello(&Scenario { tickets: 4, server_says: String::new(), ..default.clone() }));
}

fn ends_with(scenario: &Scenario, by: Side, failure: impl Fn(&Failure) -> bool, alert: AlertDescription) {
    let trace = run(scenario);
    let failed = trace.occurrences().find_map(|occurrence| match &occurrence.effect {
        Effect::Failed(failure) => Some((occurrence.side, failure)),
        _ => None,
    });
    let (side, reason) = failed.expect("the run fails");
    assert_eq!(side, by);
    assert!(failure(reason), "{reason:?}");
    assert_eq!(reason.alert(), alert);
    let last = trace.steps.last().unwrap();
    assert_eq!((last.kind, last.side), (StepKind::Message(MessageName::Alert), by), "{:?}", outline(&trace));
    assert_eq!(last.sent().unwrap().bytes, [2, alert.code()]);
    for side in [Side::Client, Side::Server] {
        assert_eq!(trace.state(side, trace.steps.len() - 1), State::Closed);
    }
}

#[test]
fn what_cannot_succeed_ends_with_the_right_alert() {
    let default = Scenario::default();
    let check = |failure: &Failure| matches!(failure, Failure::CheckFailed { .. });
    let expired = Scenario { date: Date { year: 2031, month: 1, day: 1 }, ..default.clone() };
    ends_with(&expired, Side::Client, check, AlertDescription::CertificateExpired);
    let other_name = Scenario { certificate_name: Some("example.org".into()), ..default.clone() };
    ends_with(&other_name, Side::Client, check, AlertDescription::BadCertificate);
    let other_protocol = Scenario { client_alpn: vec!["h3".into()], ..default };
    let protocol = |failure: &Failure| *failure == Failure::NoCommonApplicationProtocol;
    ends_with(&other_protocol, Side::Server, protocol, AlertDescription::NoApplicationProtocol);
}

#[test]
fn a_changed_run_parts_from_the_old_one_where_the_first_byte_differs() {
    let before = run(&Scenario::default());
    assert_eq!(before.parts_from(&before), None);
    let parting = |scenario| {
        let now = run(&scenario);
        now.parts_from(&before).map(|parting| {
            let message = now.steps[parting.step].sent().expect("runs part in a message");
            let leaf = parting.byte.and_then(|byte| message.fields.leaf_at(byte));
            (message.name, leaf.map(|leaf| message.fields.fields()[leaf].name))
        })
    };
    let default = Scenario::default;
    let suite = Scenario { cipher_suite: CipherSuite::ALL[1], ..default() };
    assert_eq!(parting(suite), Some((MessageName::ClientHello, Some("cipher_suite"))));
    let seed = Scenario { seed: "another".into(), ..default() };
    assert_eq!(parting(seed), Some((MessageName::ClientHello, Some("random"))));
    let answer = Scenario { server_says: "Hello\r\n".into(), ..default() };
    assert_eq!(parting(answer).map(|(name, _)| name), Some(MessageName::ApplicationData));

    // One ends where the other goes on.
    let mut shorter = before.clone();
    shorter.steps.truncate(5);
    assert_eq!(shorter.parts_from(&before), Some(Parting { step: 4, byte: None, is_framing: false }));
    let parting = before.parts_from(&shorter).expect("the longer run goes on");
    assert_eq!(
        (before.steps[parting.step].kind, parting.byte),
        (StepKind::Message(MessageName::EncryptedExtensions), None)
    );
}

/// What is prepared once for the same certificates gives the runs that are made from the start; and it is for no others.
#[test]
fn a_rehearsed_run_is_the_same_run() {
    for preset in presets() {
        let rehearsal = Rehearsal::new(&preset.scenario);
        for link in ["attack=c0-flip-11-01", "attack=s1-drop,c1-repeat"] {
            let attack = Address::parse(link).address.scenario.attack;
            let scenario = Scenario { attack, ..preset.scenario.clone() };
            assert!(rehearsal.is_for(&scenario), "{} {link}", preset.name);
            assert_eq!(rehearsal.run(&scenario), run(&scenario), "{} {link}", preset.name);
        }
    }
    let rehearsal = Rehearsal::new(&Scenario::default());
    for preset in presets() {
        assert_eq!(rehearsal.run(&preset.scenario), run(&preset.scenario), "{}", preset.name);
    }
    for link in [
        "suite=aes256gcm",
        "group=secp256r1",
        "say=Hello",
        "versions=1.2&sversions=1.2",
        "tickets=3",
        "impostor=self-signed",
    ] {
        let parsed = Address::parse(link);
        assert_eq!(parsed.notices, [], "{link}");
        assert!(rehearsal.is_for(&parsed.address.scenario), "{link}");
    }
    for link in ["seed=another", "cert=ed25519", "name=example.org", "flaw=root"] {
        let parsed = Address::parse(link);
        assert_eq!(parsed.notices, [], "{link}");
        assert!(!rehearsal.is_for(&parsed.address.scenario), "{link}");
    }
}
