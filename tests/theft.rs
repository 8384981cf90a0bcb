//! What opens of a recorded run when something is stolen later: found out by looking at the records with that alone.

use handshake::scenario::address::Address;
use handshake::scenario::{Loot, Reading, Theft, opened, presets, run};
use handshake::trace::{Epoch, Sealed, SecretName, Side, Trace};

/// The run of a link, all of which must be right, and what opens of it with what the link says is stolen.
fn robbed(link: &str) -> (Trace, Loot) {
    let parsed = Address::parse(link);
    assert_eq!(parsed.notices, [], "{link}");
    let scenario = parsed.address.scenario;
    let trace = run(&scenario);
    let loot = opened(&trace, &scenario.thefts);
    (trace, loot)
}

/// The connections of which some application data opens, in both directions.
fn connections_read(trace: &Trace, loot: &Loot) -> Vec<usize> {
    (0..=trace.later.len())
        .filter(|connection| {
            [Side::Client, Side::Server].into_iter().all(|sender| {
                loot.fates.iter().any(|fate| {
                    let (_, record) = trace.record(fate.record).unwrap();
                    let epoch = record.protection.as_ref().map(|protection| protection.epoch);
                    let said = matches!(epoch, Some(Epoch::Application | Epoch::Connection | Epoch::Updated(_)));
                    let data = record.bytes[0] == 23;
                    trace.connection(fate.step) == *connection
                        && fate.record.sender == sender
                        && said
                        && data
                        && matches!(fate.reading, Reading::Opens { .. })
                })
            })
        })
        .collect()
}

/// Whatever is stolen, what opens is what was sealed, and the way to it begins with something that was given.
fn assert_honest(trace: &Trace, loot: &Loot, what: &str) {
    assert_eq!(loot.fates.len(), trace.records().count(), "{what}");
    for fate in &loot.fates {
        let (_, record) = trace.record(fate.record).unwrap();
        let protection = record.protection.as_ref();
        assert_eq!(protection.is_none(), fate.reading == Reading::Clear, "{what}");
        if let (Some(protection), Reading::Opens { content, path }) = (protection, &fate.reading) {
            assert!(protection.inner.starts_with(content), "{what}");
            assert!(protection.inner.len() > content.len() || protection.epoch == Epoch::Connection, "{what}");
            assert_eq!(path.last(), Some(&protection.key), "{what}");
            assert!(path.len() > 1, "{what}: {path:?}");
        }
    }
}

/// No connection.
const NONE: [usize; 0] = [];
const OLDER: &str = "versions=1.2&sversions=1.2";

/// RFC 8446 Appendix E.1, forward secrecy: a key that only signs opens nothing, one that decrypts opens all.
#[test]
fn a_stolen_key_of_the_server_opens_rsa_key_exchange_alone() {
    let (trace, loot) = robbed(&format!("{OLDER}&suite=rsa-aes128gcm&cert=rsa&stolen=server-key"));
    assert_eq!(connections_read(&trace, &loot), [0]);
    assert_eq!(loot.application_data(Side::Client), b"GET / HTTP/1.1\r\nHost: example.com\r\n\r\n");
    assert!(loot.application_data(Side::Server).ends_with(b"Hello, world!"));
    let sealed = loot.fates.iter().filter(|fate| matches!(fate.reading, Reading::Sealed(_))).count();
    assert_eq!(sealed, 0);
    let paths = loot.fates.iter().filter_map(|fate| match &fate.reading {
        Reading::Opens { path, .. } => Some(path),
        _ => None,
    });
    for path in paths {
        let way = [
            SecretName::CertificatePrivateKey(Side::Server),
            SecretName::PremasterSecret,
            SecretName::SessionMasterSecret,
            SecretName::KeyBlock,
        ];
        assert_eq!(path[..4], way, "{path:?}");
    }
    for link in ["cert=rsa", "", "versions=1.2&sversions=1.2", "versions=1.2&sversions=1.2&cert=rsa"] {
        let (trace, loot) = robbed(&format!("{link}&stolen=server-key"));
        assert_eq!(connections_read(&trace, &loot), NONE, "{link}");
        assert!(loot.fates.iter().all(|fate| !matches!(fate.reading, Reading::Opens { .. })), "{link}");
        assert!(loot.fates.iter().any(|fate| matches!(fate.reading, Reading::Sealed(Sealed::NoSecret(_)))), "{link}");
        assert_eq!(loot.application_data(Side::Client), b"", "{link}");
    }
}

/// Store now, decrypt later: all that rests on discrete logarithms or on factors opens, the hybrid does not.
#[test]
fn a_quantum_computer_opens_all_but_the_hybrid() {
    for group in ["x25519", "secp256r1", "secp384r1"] {
        for older in ["", "&versions=1.2&sversions=1.2"] {
            let (trace, loot) = robbed(&format!("group={group}{older}&stolen=quantum-computer"));
            assert_eq!(connections_read(&trace, &loot), [0], "{group}{older}");
            let sealed = loot.fates.iter().filter(|fate| matches!(fate.reading, Reading::Sealed(_))).count();
            assert_eq!(sealed, 0, "{group}{older}");
        }
    }
    let (trace, loot) = robbed(&format!("{OLDER}&suite=rsa-aes128gcm&cert=rsa&stolen=quantum-computer"));
    assert_eq!(connections_read(&trace, &loot), [0]);
    let (trace, loot) = robbed("group=x25519mlkem768&stolen=quantum-computer");
    assert_eq!(connections_read(&trace, &loot), NONE);
    let (trace, loot) = robbed("group=x25519mlkem768&stolen=ephemeral-keys");
    assert_eq!(connections_read(&trace, &loot), [0], "with the keys themselves the hybrid opens too");
}

/// Ephemeral keys open one connection, and another only if they are used again.
#[test]
fn keys_that_are_used_again_open_the_next_connection() {
    for link in ["psk=ticket", "psk=ticket&spsk=unknown"] {
        let read = |randomness: &str| {
            let (trace, loot) = robbed(&format!("{link}&stolen=ephemeral-keys&randomness={randomness}"));
            assert_eq!(trace.later.len(), 1);
            connections_read(&trace, &loot)
        };
        assert_eq!(read("sound"), [0], "{link}");
        assert_eq!(read("client-reuses"), [0, 1], "{link}");
        assert_eq!(read("server-reuses"), [0, 1], "{link}");
        let (trace, loot) = robbed(&format!("{link}&stolen=drawn-numbers"));
        assert_eq!(connections_read(&trace, &loot), [0, 1], "{link}");
    }
    // A sound run draws what it always drew.
    let default = Address::parse("psk=ticket").address.scenario;
    let reused = Address::parse("psk=ticket&randomness=client-reuses").address.scenario;
    let (default, reused) = (run(&default), run(&reused));
    let share = |trace: &Trace, within| {
        trace
            .secret(Side::Client, SecretName::EphemeralPrivateKey(Side::Client), within)
            .map(|(_, secret)| secret.value.clone())
    };
    assert_eq!(share(&default, 0), share(&reused, 0));
    assert_ne!(share(&default, 0), share(&default, default.later[0]));
    assert_eq!(share(&reused, 0), share(&reused, reused.later[0]));
    // RSA key exchange: the client draws the premaster secret.
    let (trace, loot) = robbed(&format!("{OLDER}&suite=rsa-aes128gcm&cert=rsa&stolen=drawn-numbers"));
    assert_eq!(connections_read(&trace, &loot), [0]);
}

/// RFC 8446 §2.2, §8.1, Appendix E.1: who has the ticket key has the PSK of each ticket, and so early data, and without (EC)DHE all.
#[test]
fn a_ticket_key_opens_early_data_and_resumption_without_ecdhe() {
    let early = "psk=ticket&ticket=sealed&maxearly=1000&early=secret%20words";
    let (trace, loot) = robbed(&format!("{early}&stolen=ticket-key"));
    assert_eq!(connections_read(&trace, &loot), NONE);
    assert_eq!(loot.application_data(Side::Client), b"secret words");
    let opens = loot.fates.iter().find_map(|fate| match &fate.reading {
        Reading::Opens { path, .. } => Some(path.clone()),
        _ => None,
    });
    assert_eq!(opens.unwrap()[..2], [SecretName::TicketKey, SecretName::PreSharedKey]);
    let (trace, loot) = robbed("psk=ticket&ticket=sealed&pskmode=alone&stolen=ticket-key");
    assert_eq!(connections_read(&trace, &loot), [1]);
    let (trace, loot) = robbed("psk=ticket&ticket=sealed&stolen=ticket-key");
    assert_eq!(connections_read(&trace, &loot), NONE);
    // In TLS 1.2 a ticket is the master secret itself.
    let (trace, loot) = robbed(&format!("{OLDER}&psk=ticket&ticket=sealed&stolen=ticket-key"));
    assert!(connections_read(&trace, &loot).contains(&1));
    // A server that keeps what its tickets stand for has no such key.
    let (trace, loot) = robbed("psk=ticket&stolen=ticket-key");
    assert_eq!(connections_read(&trace, &loot), NONE);
}

/// The secrets of a session open that one, and in TLS 1.3 its application data alone.
#[test]
fn the_secrets_of_a_session_open_that_session() {
    let (trace, loot) = robbed("psk=ticket&stolen=session-secrets");
    assert_eq!(connections_read(&trace, &loot), [1]);
    let handshake = loot.fates.iter().filter(|fate| {
        let (_, record) = trace.record(fate.record).unwrap();
        record.protection.as_ref().is_some_and(|protection| protection.epoch == Epoch::Handshake)
    });
    assert!(handshake.clone().count() > 0);
    assert!(handshake.into_iter().all(|fate| matches!(fate.reading, Reading::Sealed(_))));
    let (trace, loot) = robbed("newkeys=both&stolen=session-secrets");
    assert_eq!(connections_read(&trace, &loot), [0]);
    assert_eq!(
        loot.application_data(Side::Client),
        b"GET / HTTP/1.1\r\nHost: example.com\r\n\r\n",
        "after new keys too"
    );
    let (trace, loot) = robbed(&format!("{OLDER}&stolen=session-secrets"));
    assert_eq!(connections_read(&trace, &loot), [0]);
}

/// Every preset, with nothing and with everything: no panic, nothing opens without a key, and what opens is what was sealed.
#[test]
fn every_preset_can_be_robbed() {
    for preset in presets() {
        let trace = run(&preset.scenario);
        for thefts in [&[][..], &Theft::ALL, &[Theft::QuantumComputer], &[Theft::ServerKey, Theft::TicketKey]] {
            let loot = opened(&trace, thefts);
            assert_honest(&trace, &loot, &format!("{} {thefts:?}", preset.name));
            if thefts.is_empty() {
                assert!(
                    loot.fates.iter().all(|fate| !matches!(fate.reading, Reading::Opens { .. })),
                    "{}",
                    preset.name
                );
            }
        }
    }
}
