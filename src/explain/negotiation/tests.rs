use super::*;
use crate::scenario::{Scenario, preset, presets, run};
use crate::tls::registry::SignatureScheme;

fn of(scenario: &Scenario, name: ChoiceName) -> Negotiation {
    let all = negotiations(&run(scenario));
    all.into_iter().find(|negotiation| negotiation.name == name).unwrap()
}

fn named(name: &str) -> Scenario {
    preset(name).unwrap().scenario
}

#[test]
fn the_default_tells_of_six() {
    let all = negotiations(&run(&Scenario::default()));
    let names: Vec<_> = all.iter().map(|negotiation| negotiation.name).collect();
    let expected = [
        ChoiceName::Version,
        ChoiceName::CipherSuite,
        ChoiceName::Group,
        ChoiceName::SignatureScheme,
        ChoiceName::ServerName,
        ChoiceName::ApplicationProtocol,
    ];
    assert_eq!(names, expected);
    assert!(all.iter().all(|negotiation| negotiation.chosen.is_some()));
}

#[test]
fn what_was_passed_over_is_named() {
    let mut scenario = Scenario::default();
    assert!(of(&scenario, ChoiceName::CipherSuite).decision.ends_with("is the client's favourite."));
    scenario.server_suites = Some(scenario.accepted_suites()[1..].to_vec());
    let suite = of(&scenario, ChoiceName::CipherSuite);
    assert!(
        suite
            .decision
            .ends_with("TLS_AES_256_GCM_SHA384 comes after TLS_AES_128_GCM_SHA256, which the server does not accept."),
        "{}",
        suite.decision
    );
    let group = of(&named("hello-retry-request"), ChoiceName::Group);
    assert_eq!(group.chosen.as_deref(), Some("secp256r1"));
    assert!(group.decision.contains("second hello"), "{}", group.decision);
    let mut other = Scenario::default();
    other.client_groups = Some(vec![other.offered_groups()[1], other.offered_groups()[0]]);
    other.key_shares = Some(vec![other.offered_groups()[1]]);
    let group = of(&other, ChoiceName::Group);
    assert!(group.decision.ends_with("for it the client sent a key already."), "{}", group.decision);
    let none = of(&named("no-common-protocol"), ChoiceName::ApplicationProtocol);
    assert!(none.chosen.is_none() && none.decision.ends_with("The two have none in common."));
}

#[test]
fn the_side_that_decides_tells_of_it() {
    let scenario = Scenario { server_alpn: vec!["imap".into(), "http/1.1".into()], ..Scenario::default() };
    let protocol = of(&scenario, ChoiceName::ApplicationProtocol);
    assert_eq!(protocol.server, ["imap", "http/1.1"]);
    assert!(
        protocol.decision.ends_with("http/1.1 comes after imap, which the client does not offer."),
        "{}",
        protocol.decision
    );
    let group = of(&scenario, ChoiceName::Group);
    assert_eq!(protocol.step, group.step);
    let limit = of(&named("record-size-limit"), ChoiceName::RecordSizeLimit);
    assert_eq!((limit.client, limit.server), (vec!["256".into()], vec!["16385".into()]));
    let early = of(&named("early-data"), ChoiceName::EarlyData);
    assert!(early.server.iter().any(|item| item.starts_with("age of the ticket")), "{:?}", early.server);
}

#[test]
fn what_is_of_the_other_version_is_passed_over() {
    let suite = of(&named("downgrade"), ChoiceName::CipherSuite).decision;
    assert!(suite.ends_with("TLS_CHACHA20_POLY1305_SHA256, which TLS 1.2 does not have."), "{suite}");
    let version = of(&named("downgrade"), ChoiceName::Version).decision;
    assert!(
        version.ends_with("Somebody changed the client's hello on the way, and this is what arrived."),
        "{version}"
    );
    let mut both = named("both-versions");
    let mut suites = both.offered_suites();
    suites.reverse();
    both.client_suites = Some(suites);
    let suite = of(&both, ChoiceName::CipherSuite).decision;
    assert!(suite.ends_with(", which TLS 1.3 does not have."), "{suite}");
    for name in ["tls12", "old-server", "old-client"] {
        let group = of(&named(name), ChoiceName::Group).decision;
        let rule = "The server decides: the first group of the client's list that it accepts too.";
        assert!(group.starts_with(rule), "{name}: {group}");
    }
    for preset in presets() {
        for negotiation in negotiations(&run(&preset.scenario)) {
            let words = negotiation.decision;
            assert!(!words.contains("changed the client's hello") || preset.name == "downgrade", "{}", preset.name);
            assert!(negotiation.name == ChoiceName::Group || !words.contains("sent a key"), "{}: {words}", preset.name);
        }
    }
}

#[test]
fn what_is_not_agreed_on_says_so() {
    let name = of(&named("unrecognized-name"), ChoiceName::ServerName).decision;
    let ended =
        "The client says which name it wants. No host of that name lives here, so the server ends the handshake.";
    assert_eq!(name, ended);
    let extended = of(&named("tls12-without-extended-master-secret"), ChoiceName::ExtendedMasterSecret).decision;
    assert_eq!(extended, "The client does not offer it.");
    for (client, words) in
        [(true, "The client offers it, but the server does not know it."), (false, "Neither of the two knows it.")]
    {
        let mut scenario = named("tls12");
        (scenario.extended_master_secret, scenario.server_extended_master_secret) = (client, false);
        assert_eq!(of(&scenario, ChoiceName::ExtendedMasterSecret).decision, words);
    }
    let mut unfit = named("client-certificate");
    unfit.server_schemes = vec![SignatureScheme::ED25519];
    let shown = of(&unfit, ChoiceName::ClientCertificate).decision;
    assert!(shown.ends_with(reason(Reason::NoCommonSignatureScheme).simple), "{shown}");
    let mut silent = named("default");
    silent.server_alpn = Vec::new();
    let protocol = of(&silent, ChoiceName::ApplicationProtocol).decision;
    assert!(protocol.starts_with("The server knows no names of protocols"), "{protocol}");
    let session = of(&named("tls12-session-forgotten"), ChoiceName::Session);
    assert_eq!(session.chosen, None);
    assert!(session.decision.ends_with(reason(Reason::UnknownSession).simple), "{}", session.decision);
    let mut dressed = named("old-server");
    dressed.compatibility = true;
    let compatible = negotiations(&run(&dressed));
    assert!(compatible.iter().all(|negotiation| negotiation.name != ChoiceName::Session));
}

#[test]
fn what_was_declined_says_why() {
    for (name, because) in [
        ("early-data-refused", Reason::Policy),
        ("early-data-late", Reason::TicketAge),
        ("early-data-retry", Reason::Retry),
    ] {
        let early = of(&named(name), ChoiceName::EarlyData);
        assert!(early.decision.ends_with(reason(because).simple), "{name}: {}", early.decision);
    }
    let ticket = of(&named("ticket-expired"), ChoiceName::PreSharedKey);
    assert!(ticket.decision.ends_with(reason(Reason::TicketExpired).simple));
    let certificate = of(&named("client-certificate-declined"), ChoiceName::ClientCertificate);
    assert!(certificate.decision.ends_with(reason(Reason::NoCertificate).simple));
}

#[test]
fn every_choice_of_every_preset_is_told() {
    for preset in presets() {
        let trace = run(&preset.scenario);
        for negotiation in negotiations(&trace) {
            assert!(negotiation.decision.ends_with('.'), "{}: {}", preset.name, negotiation.decision);
            assert!(trace.span(trace.steps.len() - 1).contains(&negotiation.step));
        }
    }
}

#[test]
fn a_limit_that_is_not_answered_is_told() {
    for name in ["record-size-limit", "tls12-record-size-limit"] {
        let mut scenario = named(name);
        scenario.server_record_limit = None;
        let limit = of(&scenario, ChoiceName::RecordSizeLimit);
        assert_eq!((limit.client.len(), limit.server.len(), limit.chosen), (1, 0, None), "{name}");
        assert!(limit.decision.contains("neither of them is bound"), "{name}: {}", limit.decision);
        // What only a server would say it does not say, and has it all the same.
        let server = Scenario { server_record_limit: Some(500), client_record_limit: None, ..scenario };
        let limit = of(&server, ChoiceName::RecordSizeLimit);
        assert_eq!((limit.client.len(), &limit.server[..], limit.chosen), (0, &["500".to_owned()][..], None), "{name}");
        assert!(limit.decision.contains("the client says none"), "{name}: {}", limit.decision);
    }
}

#[test]
fn who_comes_back_without_a_ticket_is_told_why() {
    for (name, of_version) in [("resumption", ChoiceName::PreSharedKey), ("tls12-session-ticket", ChoiceName::Session)]
    {
        let taken = of(&named(name), of_version);
        assert!(taken.chosen.is_some(), "{name}");
        let none = of(&Scenario { tickets: 0, ..named(name) }, of_version);
        assert!(none.chosen.is_none() && none.decision.contains("no ticket before"), "{name}: {}", none.decision);
    }
    // Who comes for the first time does not come back.
    let first = negotiations(&run(&Scenario { tickets: 0, ..named("default") }));
    assert!(first.iter().all(|it| it.name != ChoiceName::PreSharedKey));
}
