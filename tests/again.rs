//! Who comes back: early data that is sent again by somebody else, and several keys in one hello.

use handshake::crypto::aead::AeadAlgorithm;
use handshake::crypto::hash::HashAlgorithm;
use handshake::scenario::{ExternalPsk, Psk, PskMode, Scenario, ServerPsk, TicketKind, configure, preset, resume, run};
use handshake::tls::connection::Connection;
use handshake::tls::extension::Extension;
use handshake::tls::message::HandshakeMessage;
use handshake::tls::record::RecordProtection;
use handshake::tls::registry::{CipherSuite, ContentType};
use handshake::tls::schedule::TrafficKeys;
use handshake::tls::v13::{ClientConfig, PreSharedKey, ServerConfig};
use handshake::trace::{
    AlertDescription, Bytes, CheckName, Choice, ChoiceName, Effect, Epoch, MessageName, Outcome, PskPart, Reason,
    RecordId, SecretName, Side, State, Trace,
};

/// Carries bytes until nothing is in flight.
fn drive(client: &mut Connection, server: &mut Connection) -> Vec<Effect> {
    let mut effects = Vec::new();
    loop {
        let (there, back) = (client.take_outgoing(), server.take_outgoing());
        if there.is_empty() && back.is_empty() {
            return effects;
        }
        effects.extend(server.receive(&there));
        effects.extend(client.receive(&back));
    }
}

/// The scenario's earlier connection; what both keep of it.
fn first(scenario: &Scenario) -> (Vec<PreSharedKey>, Vec<PreSharedKey>) {
    let (client, server) = configure(scenario).unwrap();
    let (mut client, mut server) = (Connection::client(client).unwrap().0, Connection::server(server).0);
    drive(&mut client, &mut server);
    (client.take_psks(), server.take_psks())
}

/// The connection that goes back to it.
fn again(scenario: &Scenario) -> (ClientConfig, ServerConfig) {
    let (tickets, kept) = first(scenario);
    resume(scenario, tickets.into_iter().next(), kept).unwrap()
}

fn declined(effects: &[Effect], choice: ChoiceName) -> Option<Reason> {
    effects.iter().find_map(|effect| match effect {
        Effect::Declined { name, reason } if *name == choice => Some(*reason),
        _ => None,
    })
}

fn early(ticket_kind: TicketKind) -> Scenario {
    Scenario { ticket_kind, ..preset("early-data").unwrap().scenario }
}

/// A client's first flight: hello and early data.
fn flight(config: ClientConfig) -> Bytes {
    let (mut client, _) = Connection::client(config).unwrap();
    client.send_early_data(b"pay ten euros").unwrap();
    client.take_outgoing()
}

#[test]
fn what_a_server_recorded_it_does_not_read_twice() {
    let (client, server) = again(&early(TicketKind::Sealed));
    let flight = flight(client);
    let (mut one, _) = Connection::server(server.clone());
    one.receive(&flight);
    assert_eq!(one.take_application_data(), b"pay ten euros");
    let recorded = one.take_recorded();
    let until = recorded.first().unwrap().until;
    // The ticket's age is right within ten seconds, and a hello may come ten seconds before its time.
    assert_eq!((recorded.len(), until), (1, server.now + 21));
    assert_eq!(one.take_used().len(), 1);

    // Nothing else in the hello gives it away: a server that remembers nothing reads it again.
    let (mut forgetful, _) = Connection::server(server.clone());
    forgetful.receive(&flight);
    assert_eq!(forgetful.take_application_data(), b"pay ten euros");

    let (mut careful, _) = Connection::server(ServerConfig { recorded: recorded.clone(), ..server.clone() });
    let effects = careful.receive(&flight);
    assert_eq!(declined(&effects, ChoiceName::EarlyData), Some(Reason::Replay));
    assert_eq!(careful.take_application_data(), b"");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::EarlyDataSkipped(_))));
    assert_eq!((careful.state(), careful.alert()), (State::WaitFinished, None));
    assert!(careful.take_recorded().is_empty());

    // When it need not be remembered any more, its age says enough.
    let (mut later, _) = Connection::server(ServerConfig { now: until + 1, recorded: Vec::new(), ..server });
    let effects = later.receive(&flight);
    assert_eq!(declined(&effects, ChoiceName::EarlyData), Some(Reason::TicketAge));
    assert_eq!(later.take_application_data(), b"");
}

#[test]
fn a_ticket_that_is_kept_is_good_once() {
    let (client, mut server) = again(&early(TicketKind::Stored));
    let flight = flight(client);
    let (mut one, _) = Connection::server(server.clone());
    one.receive(&flight);
    assert_eq!(one.take_application_data(), b"pay ten euros");
    let used = one.take_used();
    server.psks.retain(|psk| !used.contains(&psk.identity));
    let (mut next, _) = Connection::server(server);
    let effects = next.receive(&flight);
    assert_eq!(declined(&effects, ChoiceName::PreSharedKey), Some(Reason::UnknownIdentity));
    assert_eq!(declined(&effects, ChoiceName::EarlyData), Some(Reason::WithoutPsk));
    assert_eq!((next.take_application_data(), next.alert()), (vec![], None));
}

/// A client that is told that its hello was a replay goes on, and says it again later if it likes.
#[test]
fn an_honest_client_gets_through_all_the_same() {
    let (client, server) = again(&early(TicketKind::Sealed));
    let sent = flight(client.clone());
    let (mut one, _) = Connection::server(server.clone());
    one.receive(&sent);
    // Somebody was faster than the client, with the client's own words.
    let (mut client, _) = Connection::client(client).unwrap();
    client.send_early_data(b"pay ten euros").unwrap();
    let (mut other, _) = Connection::server(ServerConfig { recorded: one.take_recorded(), ..server });
    let effects = drive(&mut client, &mut other);
    assert_eq!(declined(&effects, ChoiceName::EarlyData), Some(Reason::Replay));
    assert_eq!((client.state(), other.state()), (State::Connected, State::Connected));
    assert_eq!(other.take_application_data(), b"");
}

fn both(server_psk: ServerPsk) -> Scenario {
    Scenario { psk: Psk::Both, server_psk, ..Scenario::default() }
}

/// The choice of the pre-shared key, in the second connection if there are two.
fn key(trace: &Trace) -> &Choice {
    let start = trace.later.first().copied().unwrap_or(0);
    let mut choices = trace.steps[start..].iter().flat_map(|step| step.effects_of(Side::Server));
    choices
        .find_map(|effect| match effect {
            Effect::Negotiated(choice) if choice.name == ChoiceName::PreSharedKey => Some(choice),
            _ => None,
        })
        .unwrap()
}

/// Both sides end with the same secrets, under the same names.
fn assert_agree(trace: &Trace, part: SecretName) {
    let last = trace.steps.len() - 1;
    for name in [part, SecretName::HandshakeSecret, SecretName::MasterSecret] {
        let value = |side| trace.secret(side, name, last).map(|(_, secret)| secret.value.clone());
        assert!(value(Side::Client).is_some(), "{}", name.name());
        assert_eq!(value(Side::Client), value(Side::Server), "{}", name.name());
    }
    for side in [Side::Client, Side::Server] {
        assert_eq!(trace.state(side, last), State::Closed);
    }
}

#[test]
fn the_server_chooses_among_the_keys_that_are_offered() {
    let trace = run(&both(ServerPsk::Same));
    let choice = key(&trace);
    assert_eq!((choice.offered.len(), choice.chosen.as_ref()), (2, choice.offered.first()));
    assert_agree(&trace, SecretName::PskEarlySecret);

    // It has forgotten the ticket, and takes the other key.
    let trace = run(&both(ServerPsk::Unknown));
    let choice = key(&trace);
    assert_eq!(choice.chosen.as_deref(), Some("the key of the two"));
    assert_agree(&trace, PskPart::EarlySecret.of(1));
    let last = trace.steps.len() - 1;
    assert!(trace.secret(Side::Server, SecretName::PskEarlySecret, last).is_none());
    let answer = trace.messages().filter(|(_, message)| message.name == MessageName::ServerHello).last().unwrap().1;
    let Ok(HandshakeMessage::ServerHello(answer)) = HandshakeMessage::decode(&answer.bytes).result else { panic!() };
    assert!(answer.extensions.contains(&Extension::SelectedIdentity(1)));
}

/// Each key has a proof of its own, made with its own hash; only that of the chosen one counts.
#[test]
fn each_key_has_its_own_binder() {
    let scenario = Scenario {
        cipher_suite: CipherSuite::TLS_AES_256_GCM_SHA384,
        server_suites: Some(CipherSuite::ALL.to_vec()),
        ..both(ServerPsk::Same)
    };
    let trace = run(&scenario);
    let hello = trace.messages().filter(|(_, message)| message.name == MessageName::ClientHello).last().unwrap().1;
    let Ok(HandshakeMessage::ClientHello(hello)) = HandshakeMessage::decode(&hello.bytes).result else { panic!() };
    let Some(Extension::PreSharedKeys(offer)) = hello.extensions.last() else { panic!() };
    assert_eq!(offer.binders.iter().map(Vec::len).collect::<Vec<_>>(), [48, 32]);
    assert_eq!(offer.identities[1].obfuscated_ticket_age, 0);
    assert_agree(&trace, SecretName::PskEarlySecret);

    // After a HelloRetryRequest only those that fit the suite are offered, with new binders.
    let trace = run(&Scenario { cookie: true, ..scenario });
    let hellos: Vec<_> = trace.messages().filter(|(_, message)| message.name == MessageName::ClientHello).collect();
    let Ok(HandshakeMessage::ClientHello(second)) = HandshakeMessage::decode(&hellos[2].1.bytes).result else {
        panic!()
    };
    let Some(Extension::PreSharedKeys(offer)) = second.extensions.last() else { panic!() };
    assert_eq!(offer.binders.iter().map(Vec::len).collect::<Vec<_>>(), [48]);
    assert_agree(&trace, SecretName::PskEarlySecret);
}

#[test]
fn a_wrong_key_in_front_ends_the_handshake_and_behind_does_no_harm() {
    let alert = |scenario: &Scenario| {
        let (client, server) = again(scenario);
        let (mut client, mut server) = (Connection::client(client).unwrap().0, Connection::server(server).0);
        let effects = drive(&mut client, &mut server);
        let failed = effects.iter().any(|effect| matches!(effect, Effect::Checked(check) if check.name == CheckName::Binder && check.outcome != Outcome::Passed));
        assert_eq!(failed, server.alert().is_some());
        server.alert()
    };
    assert_eq!(alert(&both(ServerPsk::Other)), Some(AlertDescription::DecryptError));
    assert_eq!(alert(&both(ServerPsk::Same)), None);
    for psk_mode in [PskMode::Alone, PskMode::Either] {
        assert_eq!(alert(&Scenario { psk_mode, ..both(ServerPsk::Unknown) }), None);
    }
}

/// A server that claims early data with another key than the first is refused. RFC 8446 §4.2.11.
#[test]
fn a_key_that_was_not_offered_cannot_be_chosen() {
    let trace = run(&both(ServerPsk::Unknown));
    let hello = trace.messages().filter(|(_, message)| message.name == MessageName::ServerHello).last().unwrap().1;
    let Ok(HandshakeMessage::ServerHello(mut answer)) = HandshakeMessage::decode(&hello.bytes).result else { panic!() };
    for extension in &mut answer.extensions {
        if matches!(extension, Extension::SelectedIdentity(_)) {
            *extension = Extension::SelectedIdentity(2);
        }
    }
    let (client, _) = again(&both(ServerPsk::Unknown));
    let (mut client, _) = Connection::client(client).unwrap();
    client.take_outgoing();
    let content = HandshakeMessage::ServerHello(answer).encode();
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    client.receive(&[&[22, 3, 3], &length[..], &content].concat());
    assert_eq!(client.alert(), Some(AlertDescription::IllegalParameter));
}

/// An external key makes the server prefer a suite with its hash. RFC 8446 §4.2.11.
#[test]
fn an_external_key_counts_when_the_suite_is_chosen() {
    let trace =
        run(&Scenario { psk: Psk::External, cipher_suite: CipherSuite::TLS_AES_256_GCM_SHA384, ..Scenario::default() });
    let chosen = |name| {
        trace.occurrences().find_map(|occurrence| match &occurrence.effect {
            Effect::Negotiated(choice) if choice.name == name => choice.chosen.clone(),
            _ => None,
        })
    };
    assert_eq!(chosen(ChoiceName::CipherSuite).as_deref(), Some("TLS_AES_128_GCM_SHA256"));
    assert_eq!(chosen(ChoiceName::PreSharedKey).as_deref(), Some("the key of the two"));
}

/// What both were given may be said: name, value and hash. RFC 8446 §4.2.11.
#[test]
fn an_external_key_is_the_one_that_was_given() {
    let value = vec![7; 48];
    let external_psk = ExternalPsk { identity: "ours".into(), value: Some(value.clone()), hash: HashAlgorithm::Sha384 };
    let scenario = Scenario { psk: Psk::External, external_psk, ..Scenario::default() };
    let trace = run(&scenario);
    assert_eq!(key(&trace).chosen.as_deref(), Some("ours"));
    let suite = trace.occurrences().find_map(|occurrence| match &occurrence.effect {
        Effect::Negotiated(choice) if choice.name == ChoiceName::CipherSuite => choice.chosen.as_deref(),
        _ => None,
    });
    assert_eq!(suite, Some("TLS_AES_256_GCM_SHA384"));
    let of = |name| trace.secrets(Side::Client).find(|(_, secret)| secret.name == name).map(|(_, secret)| secret);
    assert_eq!(of(SecretName::PreSharedKey).unwrap().value, value);
    assert_eq!(of(SecretName::PskEarlySecret).unwrap().value.len(), 48);
}

/// A client and a server that use a key in different ways go on as strangers. RFC 8446 §4.2.9.
#[test]
fn ways_to_use_a_key_are_agreed_on() {
    use PskMode::{Alone, Either, WithDhe};
    for client in [WithDhe, Alone, Either] {
        for server in [WithDhe, Alone, Either] {
            let (psk_mode, server_psk_mode) = (client, server);
            let trace = run(&Scenario { psk: Psk::External, psk_mode, server_psk_mode, ..Scenario::default() });
            let taken = key(&trace).chosen.is_some();
            let differ = matches!((client, server), (WithDhe, Alone) | (Alone, WithDhe));
            assert_eq!(taken, !differ, "{client:?}, {server:?}");
            let shares = trace.secrets(Side::Server).any(|(_, secret)| secret.name == SecretName::SharedSecret);
            let alone = !differ && (client == Alone || server == Alone);
            assert_eq!(shares, !alone, "{client:?}, {server:?}");
            let last = trace.steps.last().unwrap();
            assert_eq!(last.message().unwrap().name, MessageName::Alert, "{client:?}, {server:?}");
        }
    }
}

/// In TLS 1.2 the limit is of the content alone, and it holds for sealed records only. RFC 8449 §4.
#[test]
fn short_records_in_tls12() {
    let trace = run(&preset("tls12-record-size-limit").unwrap().scenario);
    let sealed: Vec<_> =
        trace.records().filter_map(|(_, record)| Some((record, record.protection.as_ref()?))).collect();
    let longest = |side| {
        let of = sealed.iter().filter(|(record, _)| record.id.sender == side);
        of.map(|(_, protection)| protection.inner.len()).max().unwrap()
    };
    let words = |side| {
        let data = trace.messages().filter(|(_, message)| message.sender == side);
        let data = data.filter(|(_, message)| message.name == MessageName::ApplicationData);
        data.map(|(_, message)| message.placements.len()).sum::<usize>()
    };
    let said = preset("tls12-record-size-limit").unwrap().scenario;
    assert!(said.server_says.len() < 128 && said.client_says.len() < 128);
    assert_eq!((words(Side::Client), words(Side::Server)), (1, 1));
    assert!(longest(Side::Server) <= 128);

    let long = "x".repeat(300);
    let scenario = Scenario { server_says: long.clone(), client_says: long, ..said };
    let trace = run(&scenario);
    let sealed: Vec<_> = trace
        .records()
        .filter_map(|(_, record)| Some((record.id.sender, record.protection.as_ref()?.inner.len())))
        .collect();
    let of = |side| sealed.iter().filter(|(sender, _)| *sender == side).map(|(_, length)| *length).max();
    // The content type does not count: 128 bytes of content fit, and the server has set no lower limit than the usual.
    assert_eq!((of(Side::Server), of(Side::Client)), (Some(128), Some(300)));
    // The certificates, in the clear, are longer.
    assert!(trace.records().any(|(_, record)| record.protection.is_none() && record.bytes.len() > 500));
    let last = trace.steps.len() - 1;
    assert_eq!((trace.state(Side::Client, last), trace.state(Side::Server, last)), (State::Closed, State::Closed));
}

/// Whoever sends longer records than agreed on is refused.
#[test]
fn a_record_over_the_limit_is_refused_in_tls12() {
    let scenario = preset("tls12-record-size-limit").unwrap().scenario;
    let (client, server) = configure(&scenario).unwrap();
    let (mut client, mut server) = (Connection::client(client).unwrap().0, Connection::server(server).0);
    let effects = drive(&mut client, &mut server);
    // The client may send more than it takes: 16384 bytes are the server's limit.
    client.send_application_data(&[0; 16_384]).unwrap();
    drive(&mut client, &mut server);
    assert_eq!((server.take_application_data().len(), server.alert()), (16_384, None));
    // A server that does not keep to the client's limit: its keys are what the client holds, its Finished came before.
    let secret = |name| {
        let mut held = effects.iter().filter_map(|effect| match effect {
            Effect::Derived(secret) if secret.name == name => Some(secret.clone()),
            _ => None,
        });
        held.next().unwrap()
    };
    let (writer, epoch) = (Side::Server, Epoch::Connection);
    let (key, iv) = (secret(SecretName::WriteKey { writer, epoch }), secret(SecretName::WriteIv { writer, epoch }));
    let mut keys = RecordProtection::new(TrafficKeys { aead: AeadAlgorithm::Aes128Gcm, writer, epoch, key, iv });
    let mut seal = |length| {
        let id = RecordId { sender: Side::Server, number: 0 };
        keys.seal(id, ContentType::APPLICATION_DATA, &vec![0; length]).bytes
    };
    let _its_finished = seal(16);
    client.receive(&seal(128));
    assert_eq!((client.take_application_data().len(), client.alert()), (128, None));
    client.receive(&seal(129));
    assert_eq!((client.take_application_data().len(), client.alert()), (0, Some(AlertDescription::RecordOverflow)));
}

/// The signal is an error only where the server knows something newer. RFC 7507 §3.
#[test]
fn a_fallback_is_refused_by_who_speaks_something_newer() {
    let scenario = preset("fallback").unwrap().scenario;
    let ends = |scenario: &Scenario| {
        let (client, server) = configure(scenario).unwrap();
        let (mut client, mut server) = (Connection::client(client).unwrap().0, Connection::server(server).0);
        drive(&mut client, &mut server);
        (server.alert(), client.alert())
    };
    let refused = Some(AlertDescription::InappropriateFallback);
    assert_eq!(ends(&scenario), (refused, refused));
    let older = Scenario { server_versions: scenario.client_versions.clone(), ..scenario.clone() };
    assert_eq!(ends(&older), (None, None));
    let newest = Scenario { client_versions: scenario.server_versions.clone(), ..scenario.clone() };
    assert_eq!(ends(&newest), (None, None));
    let unsaid = Scenario { fallback: false, ..scenario.clone() };
    assert_eq!(ends(&unsaid), (None, None));
    // Without a version in common that is what is said.
    let none = Scenario { server_versions: newest.client_versions[..1].to_vec(), ..scenario };
    assert_eq!(ends(&none).0, Some(AlertDescription::ProtocolVersion));
}

/// What one connection leaves to the next is found from either side.
#[test]
fn a_secret_of_one_connection_leads_to_the_next() {
    for (name, made, used) in [
        ("resumption", SecretName::ResumptionPsk { ticket: 0 }, SecretName::PreSharedKey),
        ("resumption-sealed-ticket", SecretName::ResumptionPsk { ticket: 0 }, SecretName::PreSharedKey),
        ("tls12-session-id", SecretName::SessionMasterSecret, SecretName::SessionMasterSecret),
        ("tls12-session-ticket", SecretName::SessionMasterSecret, SecretName::SessionMasterSecret),
    ] {
        let trace = run(&preset(name).unwrap().scenario);
        let (first, last) = (0, trace.steps.len() - 1);
        let of = |name, within| trace.secret(Side::Client, name, within).unwrap().1;
        let (there, back) = (of(made, first), of(used, last));
        assert_eq!(there.value, back.value, "{name}");
        let names = |found: Vec<(usize, &handshake::trace::Secret)>| {
            found.into_iter().map(|(step, secret)| (trace.connection(step), secret.name)).collect::<Vec<_>>()
        };
        assert_eq!(names(trace.elsewhere(&there.value, first)), [(1, used)], "{name}");
        assert_eq!(names(trace.elsewhere(&back.value, last)), [(0, made)], "{name}");
        assert!(made.crosses_connections() && used.crosses_connections());
    }
    let trace = run(&Scenario::default());
    assert!(trace.elsewhere(&trace.secret(Side::Client, SecretName::MasterSecret, 0).unwrap().1.value, 0).is_empty());
}

/// The first flight of the second connection comes once more, and the server alone is there.
#[test]
fn a_replay_in_a_run() {
    let scenario = preset("early-data-replayed").unwrap().scenario;
    let (sealed, stored) = (run(&scenario), run(&Scenario { ticket_kind: TicketKind::Stored, ..scenario.clone() }));
    let reasons = |trace: &Trace| {
        let effects = trace.steps[trace.later[1]..].iter().flat_map(|step| step.effects_of(Side::Server));
        let reason = |effect: &Effect| match effect {
            Effect::Declined { reason, .. } => Some(*reason),
            _ => None,
        };
        effects.filter_map(reason).collect::<Vec<_>>()
    };
    assert_eq!(reasons(&sealed), [Reason::Replay]);
    assert_eq!(reasons(&stored), [Reason::UnknownIdentity, Reason::WithoutPsk]);
    for trace in [sealed, stored] {
        assert_eq!(trace.later.len(), 2);
        let steps = &trace.steps[trace.later[1]..];
        assert!(
            steps.iter().all(|step| step.effects_of(Side::Client).next().is_none()),
            "the client has no part in it"
        );
        let arrived: Vec<&Bytes> = steps
            .iter()
            .flat_map(|step| step.effects_of(Side::Server))
            .filter_map(|effect| match effect {
                Effect::RecordReceived(record) => Some(&record.bytes),
                _ => None,
            })
            .collect();
        // ClientHello, perhaps change_cipher_spec, and early data: the first records of the connection before.
        let sent =
            trace.records().filter(|(step, record)| trace.connection(*step) == 1 && record.id.sender == Side::Client);
        let sent: Vec<&Bytes> = sent.map(|(_, record)| &record.bytes).take(arrived.len()).collect();
        assert!(arrived.len() >= 2 && arrived == sent);
        let data = steps
            .iter()
            .filter_map(|step| step.received())
            .filter(|message| message.name == MessageName::ApplicationData);
        assert_eq!(data.count(), 0, "nothing of it is read");
        let last = trace.steps.len() - 1;
        assert_eq!(trace.state(Side::Server, last), State::WaitFinished);
    }
    // Without early data there is nothing to gain, and nothing to refuse.
    let plain = run(&Scenario { replay: true, ..Scenario::default() });
    assert_eq!(plain.later.len(), 1);
    assert_eq!(plain.state(Side::Server, plain.steps.len() - 1), State::WaitFinished);
}
