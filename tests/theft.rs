//! What opens of a recorded run when something is stolen later: found out by looking at the records with that alone.
#![cfg(feature = "whole")]

use handshake::explain::{Haul, Outlook, haul};
use handshake::scenario::address::Address;
use handshake::scenario::{Loot, Reading, Theft, opened, presets, run};
use handshake::trace::{Epoch, MessageName, Sealed, SecretName, Side, Trace};

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

/// What is said of the run of a link, and the run.
fn told(link: &str) -> (Trace, Haul) {
    let scenario = Address::parse(link).address.scenario;
    let trace = run(&scenario);
    let haul = haul(&trace, &scenario.thefts);
    (trace, haul)
}

/// The bundles of records that end so, each as what is in them.
fn contents(haul: &Haul, outlook: Outlook) -> Vec<Vec<MessageName>> {
    let bundles = haul.bundles.iter().filter(|bundle| bundle.outlook == outlook);
    bundles.map(|bundle| bundle.messages.iter().map(|(_, name)| *name).collect()).collect()
}

/// What is said agrees with what was found out record by record, for each theft from each preset: the words name each record once,
/// and each place that is named is one where a side comes to hold that secret.
#[test]
fn what_is_said_of_a_theft_is_what_was_found_out() {
    for preset in presets() {
        let trace = run(&preset.scenario);
        for theft in Theft::ALL {
            let what = format!("{} {theft:?}", preset.name);
            let (haul, loot) = (haul(&trace, &[theft]), opened(&trace, &[theft]));
            let mut named: Vec<_> = haul
                .bundles
                .iter()
                .flat_map(|bundle| bundle.records.iter().map(|(step, id)| (*step, *id, bundle.outlook)))
                .collect();
            named.sort_by_key(|(step, id, _)| (*step, id.number));
            let mut found: Vec<_> = loot
                .fates
                .iter()
                .map(|fate| {
                    let outlook = match fate.reading {
                        Reading::Clear => Outlook::Clear,
                        Reading::Opens { .. } => Outlook::Opens,
                        Reading::Sealed(_) => Outlook::Sealed,
                    };
                    (fate.step, fate.record, outlook)
                })
                .collect();
            found.sort_by_key(|(step, id, _)| (*step, id.number));
            assert_eq!(named, found, "{what}");
            let ways = haul.bundles.iter().flat_map(|bundle| &bundle.way);
            let places = haul.stolen.iter().flat_map(|stolen| &stolen.secrets).chain(&haul.follows).chain(ways);
            for place in places {
                let is_born = |side| trace.secrets(side).any(|(step, it)| (step, it.name) == (place.step, place.name));
                assert!(is_born(Side::Client) || is_born(Side::Server), "{what}: {place:?}");
            }
            for bundle in &haul.bundles {
                assert_eq!(bundle.why.is_empty(), bundle.outlook == Outlook::Opens, "{what}: {bundle:?}");
                assert_eq!(bundle.way.is_empty(), bundle.outlook == Outlook::Clear, "{what}: {bundle:?}");
                for (step, _) in &bundle.messages {
                    assert_eq!(trace.connection(*step), bundle.connection, "{what}: {bundle:?}");
                }
            }
            // What opens begins with what is stolen, or with what an earlier connection left, which follows from it.
            for bundle in haul.bundles.iter().filter(|bundle| bundle.outlook == Outlook::Opens) {
                let first = bundle.way.first().unwrap();
                let is_stolen = haul.stolen[0].secrets.iter().any(|place| place.name == first.name);
                let is_kept = matches!(first.name, SecretName::PreSharedKey | SecretName::SessionMasterSecret);
                let follows = haul.follows.iter().any(|place| place.name == first.name);
                assert!(is_stolen || is_kept && follows, "{what}: {bundle:?}");
            }
            if haul.bundles.iter().all(|bundle| bundle.outlook != Outlook::Opens) && !trace.steps.is_empty() {
                assert!(!haul.outcome.contains("all of"), "{what}: {}", haul.outcome);
            }
        }
    }
}

/// RFC 5246 §7.4.7.1, §F.1.1.2: with RSA key exchange all follows from the key of the certificate.
#[test]
fn of_rsa_key_exchange_it_is_said_that_everything_opens() {
    let (_, haul) = told(&format!("{OLDER}&suite=rsa-aes128gcm&cert=rsa&stolen=server-key"));
    assert!(haul.outcome.contains("With it all of the 6 sealed records open."), "{}", haul.outcome);
    assert!(haul.outcome.contains("What the two say to each other is among them."), "{}", haul.outcome);
    assert_eq!(haul.stolen[0].title(), "The server's private key");
    assert_eq!(haul.stolen[0].remark, "The client encrypted the premaster secret for it.");
    let names: Vec<_> = haul.follows.iter().map(|place| place.name).collect();
    assert_eq!(names[..3], [SecretName::PremasterSecret, SecretName::SessionMasterSecret, SecretName::KeyBlock]);
    assert_eq!(contents(&haul, Outlook::Sealed), [[]; 0]);
    for bundle in haul.bundles.iter().filter(|bundle| bundle.outlook == Outlook::Opens) {
        assert_eq!(bundle.way[0].name, SecretName::CertificatePrivateKey(Side::Server));
    }
}

/// Forward secrecy: with (EC)DHE the stolen key leads to nothing, and it is said what would be needed. RFC 8446 Appendix E.1.
#[test]
fn of_ecdhe_it_is_said_that_nothing_opens() {
    for (link, remark) in [
        ("stolen=server-key", "This key can sign, and decrypt nothing."),
        ("cert=rsa&stolen=server-key", "In this run it only signed: nothing was encrypted for it."),
        (
            "versions=1.2&sversions=1.2&cert=rsa&stolen=server-key",
            "In this run it only signed: nothing was encrypted for it.",
        ),
    ] {
        let (_, haul) = told(link);
        assert!(haul.outcome.contains("With it none of the "), "{link}: {}", haul.outcome);
        assert!(haul.outcome.ends_with("What the two say to each other stays sealed."), "{link}: {}", haul.outcome);
        assert_eq!(haul.stolen[0].secrets.len(), 1, "{link}");
        assert_eq!(haul.stolen[0].remark, remark, "{link}");
        assert_eq!(haul.follows, [], "{link}");
        assert_eq!(contents(&haul, Outlook::Opens), [[]; 0], "{link}");
        let sealed: Vec<_> = haul.bundles.iter().filter(|bundle| bundle.outlook == Outlook::Sealed).collect();
        assert!(!sealed.is_empty(), "{link}");
        for bundle in sealed {
            let root = bundle.way[0].name;
            assert!(matches!(root, SecretName::EphemeralPrivateKey(_)), "{link}: {root:?}");
            assert_eq!(bundle.why, format!("Its key comes from {}, which was not stolen.", root.name()), "{link}");
        }
    }
}

/// With an ephemeral key, or with known randomness, everything opens; of the hybrid a quantum computer has a half.
#[test]
fn of_stolen_ephemeral_keys_it_is_said_that_everything_opens() {
    for theft in ["ephemeral-keys", "drawn-numbers", "quantum-computer"] {
        for older in ["", "&versions=1.2&sversions=1.2"] {
            let (_, haul) = told(&format!("stolen={theft}{older}"));
            assert!(haul.outcome.contains("With it all of the "), "{theft}{older}: {}", haul.outcome);
            let names: Vec<_> = haul.stolen[0].secrets.iter().map(|place| place.name).collect();
            let both = [SecretName::EphemeralPrivateKey(Side::Client), SecretName::EphemeralPrivateKey(Side::Server)];
            assert!(both.iter().all(|name| names.contains(name)), "{theft}{older}: {names:?}");
            assert!(contents(&haul, Outlook::Opens).concat().contains(&MessageName::ApplicationData));
            // What everybody can compute does not follow from a theft.
            assert!(haul.follows.iter().all(|place| place.name != SecretName::EarlySecret), "{theft}{older}");
            assert!(haul.follows.len() > 5, "{theft}{older}");
        }
    }
    let (_, haul) = told("group=x25519mlkem768&stolen=quantum-computer");
    assert_eq!(haul.stolen[0].remark, "Of the keys of X25519MLKEM768 it finds the half of x25519 alone.");
    let sealed = haul.bundles.iter().find(|bundle| bundle.outlook == Outlook::Sealed).unwrap();
    assert!(sealed.why.ends_with(", of which only a half is found."), "{}", sealed.why);
    // The secrets of a session open what is said in it, and nothing of its handshake.
    let (_, haul) = told("stolen=session-secrets");
    assert!(contents(&haul, Outlook::Opens).concat().contains(&MessageName::ApplicationData));
    assert!(contents(&haul, Outlook::Sealed).concat().contains(&MessageName::CertificateVerify));
    let (_, haul) = told("stolen=ticket-key");
    assert_eq!(haul.stolen[0].remark, "This server seals no tickets, and has no such key.");
}
