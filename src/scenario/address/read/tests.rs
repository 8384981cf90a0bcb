//! What is written is read back, and whatever else a link may say gets an answer.

use proptest::prelude::*;

use super::super::parameter::STEPS;
use super::super::{Depth, Laboratory, Layer, Layout, Selection, Tab, Theme};
use super::*;
use crate::crypto::hash::HashAlgorithm;
use crate::scenario::{
    CertificateKey, ClientAuthentication, Date, ExternalPsk, Impostor, KeyUpdate, Preset, Psk, Randomness,
    RecordOptions, Scenario, ServerPsk, Theft, TicketKind, presets,
};
use crate::tls::registry::{CipherSuite, NamedGroup, ProtocolVersion, SignatureScheme};
use crate::trace::{Epoch, Omission, RecordId, SecretName, Side};

fn one_of<T: Words + Clone + core::fmt::Debug>() -> impl Strategy<Value = T> {
    prop::sample::select(T::VALUES)
}

fn side() -> impl Strategy<Value = Side> {
    prop::sample::select(&[Side::Client, Side::Server][..])
}

fn selection() -> impl Strategy<Value = Option<Selection>> {
    let epoch = prop::sample::select(&[Epoch::Plaintext, Epoch::Handshake, Epoch::Application][..]);
    prop_oneof![
        Just(None),
        (0_usize..1000).prop_map(|index| Some(Selection::Field(index))),
        (side(), 0_usize..100).prop_map(|(sender, number)| Some(Selection::Record(RecordId { sender, number }))),
        any::<u8>().prop_map(|ticket| Some(Selection::Secret(SecretName::ResumptionPsk { ticket }))),
        (side(), epoch)
            .prop_map(|(writer, epoch)| Some(Selection::Secret(SecretName::TrafficSecret { writer, epoch }))),
        side().prop_map(|side| Some(Selection::Secret(SecretName::FinishedKey(side)))),
    ]
}

fn scenario() -> impl Strategy<Value = Scenario> {
    let name = "[a-z0-9]{1,12}(-[a-z0-9]{1,5})?(\\.[a-z][a-z0-9]{0,9}){1,3}";
    let protocols = || prop::collection::vec("[^\\p{C}]{1,12}", 0..=16);
    let choices = (one_of::<CipherSuite>(), one_of::<NamedGroup>(), one_of::<CertificateKey>());
    let date = (1970_u16..=2049, 1_u8..=12, 1_u8..=28).prop_map(|(year, month, day)| Date { year, month, day });
    let names = (name, prop::option::of(name), protocols(), protocols());
    let rest = ("[^\\p{Cc}]{1,64}", date, 0_u8..=4, any::<String>(), any::<String>());
    (choices, names, rest).prop_map(|(choices, names, rest)| Scenario {
        cipher_suite: choices.0,
        group: choices.1,
        certificate_key: choices.2,
        server_name: names.0,
        certificate_name: names.1,
        client_alpn: names.2,
        server_alpn: names.3,
        seed: rest.0,
        date: rest.1,
        tickets: rest.2,
        client_says: rest.3,
        server_says: rest.4,
        ..Scenario::default()
    })
}

fn groups() -> impl Strategy<Value = Vec<NamedGroup>> {
    prop::sample::subsequence(NamedGroup::VALUES, 0..=NamedGroup::VALUES.len())
}

fn versions() -> impl Strategy<Value = Vec<ProtocolVersion>> {
    prop::sample::subsequence(ProtocolVersion::VALUES, 1..=ProtocolVersion::VALUES.len())
}

fn records() -> impl Strategy<Value = RecordOptions> {
    (0_u16..=16_384, 0_u16..=16_384, any::<bool>()).prop_map(|(fragment, padding, coalesce)| RecordOptions {
        fragment,
        padding,
        coalesce,
    })
}

fn external_psk() -> impl Strategy<Value = ExternalPsk> {
    let value = prop::option::of(prop::collection::vec(any::<u8>(), 16..=64));
    ("[^\\p{Cc}]{1,63}", value, one_of::<HashAlgorithm>()).prop_map(|(identity, value, hash)| ExternalPsk {
        identity,
        value,
        hash,
    })
}

fn variant() -> impl Strategy<Value = Scenario> {
    let limit = || prop::option::of(64_u16..=16_385);
    let hello = (groups(), prop::option::of(groups()), any::<[bool; 11]>(), one_of::<ClientAuthentication>());
    let client = (prop::option::of("[a-z]{1,9}\\.example"), one_of::<KeyUpdate>(), one_of::<KeyUpdate>());
    let cut = (records(), records(), limit(), limit());
    let psk = (one_of::<Psk>(), (one_of(), one_of()), one_of::<ServerPsk>(), one_of::<TicketKind>(), external_psk());
    let names = (prop::collection::vec("[a-z]{1,9}\\.example", 0..=16), (one_of(), one_of()));
    let early = (0_u32..=2_592_000, any::<String>(), 0_u32..=16_384, 0_u32..=2_592_000);
    let suites = || prop::option::of(prop::sample::subsequence(CipherSuite::VALUES, 1..=CipherSuite::VALUES.len()));
    let some = prop::option::of(prop::sample::subsequence(NamedGroup::VALUES, 1..=NamedGroup::VALUES.len()));
    let schemes = || prop::sample::subsequence(SignatureScheme::VALUES, 1..=SignatureScheme::VALUES.len());
    let broken = || prop::sample::subsequence(&Omission::PLACES[..], 0..=Omission::PLACES.len());
    let thefts = || prop::sample::subsequence(&Theft::ALL[..], 0..=Theft::ALL.len());
    let randomness = prop::sample::select(&[Randomness::Sound, Randomness::ClientReuses, Randomness::ServerReuses][..]);
    let lists = (
        suites(),
        suites(),
        some,
        (schemes(), schemes()),
        any::<bool>(),
        (broken(), prop::option::of(prop::sample::select(&Impostor::ALL[..])), thefts(), randomness),
    );
    (scenario(), hello, client, cut, psk, early, (versions(), versions()), (names, lists)).prop_map(
        |(scenario, hello, client, cut, psk, early, versions, (names, lists))| Scenario {
            // Of a list there is always one of a version that is offered.
            client_suites: lists.0.filter(|suites| {
                let of = |suite: &CipherSuite| versions.0.contains(&suite.version());
                suites.iter().any(of)
            }),
            server_suites: lists.1,
            client_schemes: lists.3.0,
            server_schemes: lists.3.1,
            sends_server_name: lists.4,
            omissions: lists.5.0,
            impostor: lists.5.1,
            thefts: lists.5.2,
            randomness: lists.5.3,
            server_names: names.0,
            certificate_flaw: names.1.0,
            client_flaw: names.1.1,
            server_groups: hello.0,
            // Of groups that are listed, shares are of some.
            key_shares: hello.1.map(|shares| match &lists.2 {
                Some(groups) => shares.into_iter().filter(|group| groups.contains(group)).collect(),
                None => shares,
            }),
            client_groups: lists.2,
            cookie: hello.2[0],
            compatibility: hello.2[1],
            grease: hello.2[2],
            exporter: hello.2[3],
            accepts_early_data: hello.2[4],
            extended_master_secret: hello.2[5],
            server_extended_master_secret: hello.2[10],
            asks_again: hello.2[6],
            downgrade: hello.2[7],
            fallback: hello.2[8],
            replay: hello.2[9],
            client_versions: versions.0,
            server_versions: versions.1,
            client_authentication: hello.3,
            client_certificate: client.0,
            client_key_update: client.1,
            server_key_update: client.2,
            client_records: cut.0,
            server_records: cut.1,
            client_record_limit: cut.2,
            server_record_limit: cut.3,
            psk: psk.0,
            psk_mode: psk.1.0,
            server_psk_mode: psk.1.1,
            external_psk: psk.4,
            server_psk: psk.2,
            ticket_kind: psk.3,
            pause: early.0,
            client_says_early: early.1,
            max_early_data: early.2,
            delay: early.3,
            ..scenario
        },
    )
}

fn address() -> impl Strategy<Value = Address> {
    let view = (one_of::<Tab>(), one_of::<Layer>(), one_of::<Depth>(), one_of::<Layout>(), one_of::<Theme>());
    (variant(), 0_usize..STEPS, selection(), view).prop_map(|(scenario, step, selection, view)| Address {
        scenario,
        step,
        selection,
        tab: view.0,
        layer: view.1,
        depth: view.2,
        layout: view.3,
        theme: view.4,
        laboratory: Laboratory::default(),
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(address in address()) {
        let parsed = Address::parse(&address.to_hash());
        prop_assert_eq!(parsed.notices, vec![]);
        prop_assert_eq!(parsed.address, address);
    }

    #[test]
    fn no_text_panics(text in any::<String>(), index in 0..PARAMETERS.len()) {
        let _ = Address::parse(&text);
        let _ = Address::parse(&format!("#{}={text}", PARAMETERS[index].name));
    }
}

#[test]
fn the_default_is_written_as_nothing() {
    assert_eq!(Address::default().to_hash(), "");
    assert_eq!(Address::parse(""), Parsed::default());
    assert_eq!(Address::parse("#"), Parsed::default());
}

#[test]
fn presets_have_short_links_that_lead_back() {
    for Preset { name, scenario, .. } in presets() {
        let address = Address { scenario, step: 3, ..Address::default() };
        let hash = address.to_hash();
        assert!(hash.len() <= "preset=&step=4".len() + name.len(), "{hash}");
        assert_eq!(Address::parse(&hash).address, address, "{hash}");
        assert_eq!(Address::parse(&format!("step=4&preset={name}")).address, address, "{name}");
    }
    let other = Address::parse("preset=early-data&seed=x&tickets=2");
    assert_eq!(other.notices, vec![]);
    assert_eq!((&*other.address.scenario.seed, other.address.scenario.tickets), ("x", 2));
    assert_eq!(Address::parse("preset=early-data&seed=x").address.to_hash(), "preset=early-data&seed=x");
}

#[test]
fn the_stated_defaults_are_the_defaults() {
    for name in [
        "versions",
        "sversions",
        "suite",
        "group",
        "cert",
        "name",
        "alpn",
        "salpn",
        "seed",
        "date",
        "tab",
        "layer",
        "depth",
        "ui",
        "theme",
    ] {
        let parameter = PARAMETERS.iter().find(|parameter| parameter.name == name).unwrap();
        let parsed = Address::parse(&format!("{name}={}", parameter.default));
        assert_eq!(parsed, Parsed::default(), "{name}");
    }
}

#[test]
fn each_bad_parameter_gives_one_notice_and_its_default() {
    let bad = [
        "preset=none",
        "suite=rot13",
        "suites=",
        "groups=x25519,x25519",
        "schemes=md5",
        "sni=maybe",
        "group=",
        "versions=",
        "cert=dsa",
        "name=-x",
        "certname=",
        "serves=-x",
        "flaw=all",
        "alpn=,",
        "salpn=a,,b",
        "seed=",
        "date=2026-02-30",
        "tickets=5",
        "attack=",
        "attack=c0",
        "attack=c0-drop,",
        "attack=c0-flip-1-00",
        "step=0",
        "tab=x",
        "sel=x",
        "layer=x",
        "depth=deep",
        "ui=tiny",
        "theme=%64ark",
        "seed=%",
        "say=%ff",
        "name=a%00b",
        "seed=a&seed=b",
        "unknown=1",
        "step=99999999999999999999",
        "=",
        "step",
    ];
    for text in bad {
        let parsed = Address::parse(text);
        assert_eq!(parsed.address, Address::default(), "{text}");
        assert_eq!(parsed.notices.len(), 1, "{text}");
    }
    let long = format!("say={}", "a".repeat(4097));
    assert_eq!(Address::parse(&long).notices[0].problem, Problem::TooManyBytes(4096));
}

#[test]
fn good_parameters_survive_bad_neighbours() {
    let parsed = Address::parse("?suite=nonsense&step=6&depth=technical&utm_source=course");
    assert_eq!(parsed.address.step, 5);
    assert_eq!(parsed.address.depth, Depth::Technical);
    let named: Vec<&str> = parsed.notices.iter().map(|notice| notice.parameter.as_str()).collect();
    assert_eq!(named, ["utm_source", "suite"]);
}

#[test]
fn absurd_addresses_are_cheap_and_few_words_are_lost_on_them() {
    let megabyte = Address::parse(&"a=b&".repeat(262_144));
    assert_eq!(megabyte.notices.len(), 1);
    let many = Address::parse(&"a=b&".repeat(16_000));
    assert_eq!(many.notices.len(), NOTICES + 1);
    assert_eq!(many.notices[NOTICES].problem, Problem::More(16_000 - NOTICES));
    let name = Address::parse(&"x".repeat(60_000));
    assert!(name.notices[0].parameter.chars().count() <= NAME_CHARACTERS + 1);
}
