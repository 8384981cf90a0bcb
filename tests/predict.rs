//! Questions about every step of every preset: one answer is right, and the trace says so by another way than the questions
//! were made.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;

use handshake::crypto::aead::AeadAlgorithm;
use handshake::crypto::hash::HashAlgorithm;
use handshake::explain::predict::{Circle, Claim, Question, QuestionKind, Reach, Verdict, plan, question};
use handshake::scenario::address::Depth;
use handshake::scenario::{Impostor, Psk, Scenario, preset, presets, run};
use handshake::tls::registry::CipherSuite;
use handshake::trace::{Check, ChoiceName, Effect, Message, MessageName, Outcome, Proof, SecretName, Side, Trace};
use handshake::wire::Value;

const DEPTHS: [Depth; 2] = [Depth::Simple, Depth::Technical];

fn runs() -> Vec<(&'static str, Trace)> {
    presets().into_iter().map(|preset| (preset.name, run(&preset.scenario))).collect()
}

fn all(trace: &Trace, depth: Depth, seed: &str) -> Vec<Question> {
    let steps = 0..trace.steps.len();
    steps
        .flat_map(|step| QuestionKind::ALL.iter().filter_map(move |kind| question(trace, step, *kind, depth, seed)))
        .collect()
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len().max(1)).any(|window| window == needle)
}

/// Whether the run bears a claim out, read off bytes and effects.
fn holds(trace: &Trace, step: usize, claim: &Claim) -> bool {
    let happened = &trace.steps[step];
    match claim {
        Claim::Next { sender, name } => {
            let sent = trace.messages().find(|(at, _)| *at >= step).expect("a message is asked about").1;
            sent.sender == *sender && sent.name == *name
        }
        Claim::Readers(circle) => *circle == readers(trace, step),
        Claim::Key(key) => *key == sealing_key(trace, step),
        Claim::Cover(reach) => covers(trace, step, *reach),
        Claim::Holders { secret, circle } => *circle == holders(trace, step, *secret),
        Claim::Choice { name, chosen } => happened.effects_of(Side::Server).any(
            |effect| matches!(effect, Effect::Negotiated(choice) if choice.name == *name && choice.chosen == *chosen),
        ),
        Claim::Check(verdict) => {
            let failed = checks(trace, step).into_iter().find(|check| check.outcome != Outcome::Passed);
            match (failed, verdict) {
                (None, Verdict::Passes) => true,
                (Some(failed), Verdict::Fails(name)) => failed.name == *name,
                _ => false,
            }
        }
    }
}

fn checks(trace: &Trace, step: usize) -> Vec<&Check> {
    let effects = trace.steps[step].effects_of(trace.steps[step].side);
    effects.filter_map(|effect| if let Effect::Checked(check) = effect { Some(check) } else { None }).collect()
}

/// Anyone reads what stands in the records as it is; the receiver what it says it received; the sender what it said.
fn readers(trace: &Trace, step: usize) -> Circle {
    let message = trace.steps[step].sent().unwrap();
    // What is sealed is longer than what is in it, even where its nonce happens to look like the message.
    let content = |id| {
        let placements = trace.messages().flat_map(|(_, message)| &message.placements);
        placements.filter(|it| it.record == id).map(|it| it.span.end).max().unwrap()
    };
    let wire = message.placements.iter().all(|placement| {
        let record = trace.record(placement.record).unwrap().1;
        let fragment = &record.bytes[5..];
        content(record.id) == fragment.len() && contains(&message.bytes, placement.span.of(fragment))
    });
    // Where messages share a record, it comes with the last of them.
    let mut effects = trace.steps.iter().flat_map(|step| step.effects_of(message.sender.peer()));
    let id = message.placements[0].record;
    let received = effects.any(|effect| {
        // One that was skipped was received too, and never opened.
        matches!(effect, Effect::RecordReceived(record) if record.id == id && record.protection.is_some())
    });
    let side = |side| side == message.sender || received || wire;
    Circle { client: side(Side::Client), server: side(Side::Server), wire }
}

/// The key whose value opens the record of a step's message, found by trying all that the sender holds.
fn sealing_key(trace: &Trace, step: usize) -> Option<SecretName> {
    let message = trace.steps[step].sent().unwrap();
    let record = trace.record(message.placements[0].record).unwrap().1;
    let protection = record.protection.as_ref()?;
    let all = [AeadAlgorithm::Aes128Gcm, AeadAlgorithm::Aes256Gcm, AeadAlgorithm::ChaCha20Poly1305];
    let aead = all.into_iter().find(|aead| aead.name() == protection.algorithm).expect("an algorithm of ours");
    // TLS 1.2 with AES-GCM sends half of the nonce in front. RFC 5288 §3.
    let sends_nonce = protection.additional_data.len() == 13 && aead != AeadAlgorithm::ChaCha20Poly1305;
    let sealed = &record.bytes[if sends_nonce { 13 } else { 5 }..];
    let span = trace.span(step);
    let opens = |key: &[u8]| {
        let nonce = protection.nonce.clone().try_into().unwrap();
        key.len() == aead.key_length() && aead.key(key).open(nonce, &protection.additional_data, sealed).is_ok()
    };
    let held = trace.secrets(message.sender).filter(|(at, _)| span.contains(at));
    let found: BTreeSet<_> = held.filter(|(_, secret)| opens(&secret.value)).map(|(_, secret)| secret.name).collect();
    assert_eq!(found.len(), 1, "step {step}: {found:?}");
    found.into_iter().next()
}

fn holders(trace: &Trace, step: usize, secret: SecretName) -> Circle {
    let span = trace.span(step).start..step + 1;
    let of = |side| {
        trace.secrets(side).filter(|(at, own)| span.contains(at) && own.name == secret).map(|(_, own)| &own.value)
    };
    let value = of(Side::Client).chain(of(Side::Server)).next().expect("somebody holds it");
    let wire = trace.records().any(|(_, record)| contains(&record.bytes, value));
    Circle { client: of(Side::Client).count() > 0, server: of(Side::Server).count() > 0, wire }
}

/// Whether the proof of a step is over that, by hashing it anew.
fn covers(trace: &Trace, step: usize, reach: Reach) -> bool {
    let message = trace.steps[step].sent().unwrap();
    let proof = trace.steps[step].effects_of(message.sender).find_map(|effect| match effect {
        Effect::Proved(proof) => Some(proof),
        _ => None,
    });
    let span = trace.span(step);
    let said: Vec<&Message> = trace
        .messages()
        .filter(|(at, it)| span.contains(at) && it.name.is_handshake() && it.name != MessageName::HelloRequest)
        .map(|(_, it)| it)
        .collect();
    match (proof.unwrap(), reach) {
        (Proof::Params { content, .. }, Reach::Params) => {
            let random = |name| &said.iter().find(|it| it.name == name).unwrap().bytes[6..38];
            content.starts_with(&[random(MessageName::ClientHello), random(MessageName::ServerHello)].concat())
        }
        (Proof::Params { .. }, _) => false,
        (Proof::Binder { covers, partial, .. }, Reach::BeforeBinders(count)) => {
            *partial < message.bytes.len() && covers.hash == hash(&said, count, Some(*partial), covers.hash.len())
        }
        (Proof::Binder { covers, .. }, Reach::Messages(count)) => {
            covers.hash == hash(&said, count, None, covers.hash.len())
        }
        (Proof::Messages { length, .. }, Reach::Messages(count)) => {
            said[..count].iter().map(|it| it.bytes.len()).sum::<usize>() == *length
        }
        (proof, Reach::Messages(count)) => {
            let covers = proof.covers().unwrap();
            covers.hash == hash(&said, count, None, covers.hash.len())
        }
        _ => false,
    }
}

/// RFC 8446 §4.4.1, with the first hello as a hash where there is a second.
fn hash(said: &[&Message], count: usize, partial: Option<usize>, length: usize) -> Vec<u8> {
    let algorithm = if length == 48 { HashAlgorithm::Sha384 } else { HashAlgorithm::Sha256 };
    let retries = said.get(1).is_some_and(|it| it.name == MessageName::HelloRetryRequest) && count > 1;
    let mut bytes = Vec::new();
    for (index, message) in said[..count].iter().enumerate() {
        if index == 0 && retries {
            bytes.extend([254, 0, 0, u8::try_from(length).unwrap()]);
            bytes.extend(algorithm.digest(&message.bytes));
        } else {
            let end = partial.filter(|_| index + 1 == count).unwrap_or(message.bytes.len());
            bytes.extend(&message.bytes[..end]);
        }
    }
    algorithm.digest(&bytes)
}

#[test]
fn exactly_one_answer_is_right() {
    let mut counts = [0; QuestionKind::ALL.len()];
    for (name, trace) in runs() {
        for question in all(&trace, Depth::Simple, "hello") {
            for (index, answer) in question.answers.iter().enumerate() {
                let is_right = holds(&trace, question.step, &answer.claim);
                assert_eq!(is_right, index == question.right, "{name}, step {}: {question:#?}", question.step);
            }
            counts[QuestionKind::ALL.iter().position(|kind| *kind == question.kind).unwrap()] += 1;
        }
    }
    assert!(counts.iter().all(|count| *count > 70), "{counts:?}");
}

/// What is said of why a suite, a group or a protocol is chosen is said of the two lists, and they bear it out.
#[test]
fn the_rule_that_is_quoted_is_the_one_that_chose() {
    let given_key =
        Scenario { psk: Psk::External, cipher_suite: CipherSuite::TLS_AES_256_GCM_SHA384, ..Scenario::default() };
    let mut quoted = 0;
    for (name, trace) in runs().into_iter().chain([("a key that was given", run(&given_key))]) {
        for question in all(&trace, Depth::Simple, "hello").iter().filter(|it| it.kind == QuestionKind::Choice) {
            let Claim::Choice { name: parameter, chosen } = &question.answers[question.right].claim else { panic!() };
            let mut choices = trace.steps[question.step].effects_of(Side::Server);
            let (offered, accepted) = choices
                .find_map(|effect| match effect {
                    Effect::Negotiated(choice) if choice.name == *parameter => {
                        Some((&choice.offered, &choice.accepted))
                    }
                    _ => None,
                })
                .unwrap();
            for answer in &question.answers {
                let (Claim::Choice { chosen: Some(other), .. }, Some(chosen)) = (&answer.claim, chosen) else {
                    continue;
                };
                let place = |list: &[String], item| list.iter().position(|it| it == item).unwrap();
                let order = if answer.why.contains("the first of the client's list that it accepts:") {
                    offered
                } else if answer.why.contains("the first of its own list that the client offers:") {
                    accepted
                } else {
                    continue;
                };
                assert!(place(order, chosen) < place(order, other), "{name}: {question:#?}");
                quoted += 1;
            }
        }
    }
    assert!(quoted > 20, "{quoted}");
}

/// In a connection of an impostor nobody is told that the real server can read what is sealed there.
#[test]
fn who_is_played_by_the_attacker_is_called_so() {
    let scenario = Scenario { impostor: Some(Impostor::CompromisedAuthority), ..Scenario::default() };
    let trace = run(&scenario);
    let mut called = 0;
    for question in all(&trace, Depth::Simple, "hello") {
        let (Claim::Readers(circle) | Claim::Holders { circle, .. }) = question.answers[question.right].claim else {
            continue;
        };
        let right = &question.answers[question.right];
        let played = trace.impersonated(question.step).expect("each connection has an impostor");
        let holds = if played == Side::Client { circle.client } else { circle.server };
        assert_eq!(right.text.contains("attacker (as the "), holds && !circle.wire, "{question:#?}");
        called += usize::from(holds && !circle.wire);
    }
    assert!(called > 10, "{called}");
}

#[test]
fn answers_are_few_and_differ_and_each_is_explained() {
    for (name, trace) in runs() {
        for depth in DEPTHS {
            for question in all(&trace, depth, "hello") {
                let what = format!("{name}: {question:#?}");
                assert!((3..=4).contains(&question.answers.len()), "{what}");
                let texts: BTreeSet<_> = question.answers.iter().map(|answer| &answer.text).collect();
                assert_eq!(texts.len(), question.answers.len(), "{what}");
                assert!(question.text.ends_with('?'), "{what}");
                for answer in &question.answers {
                    assert!(answer.why.len() > 15 && answer.why.ends_with(['.', ')']), "{what}");
                    assert!(!answer.why.contains("  ") && !answer.text.is_empty(), "{what}");
                    assert!(
                        answer.why.starts_with(char::is_uppercase) || answer.why.starts_with("application_data"),
                        "{what}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_same_seed_asks_the_same_and_another_one_in_another_order() {
    let trace = run(&Scenario::default());
    let (once, again) = (all(&trace, Depth::Simple, "a"), all(&trace, Depth::Simple, "a"));
    assert_eq!(once, again);
    assert_ne!(once, all(&trace, Depth::Simple, "b"));
    let places: BTreeSet<_> = once.iter().map(|question| question.right).collect();
    assert_eq!(places.into_iter().collect::<Vec<_>>(), [0, 1, 2, 3]);
}

/// What is said of the group that is chosen holds of the keys that the client has sent.
#[test]
fn a_group_is_explained_by_the_keys_that_the_client_sent() {
    let (mut sent, mut asked_for) = (0, 0);
    for name in
        ["hello-retry-request", "x25519mlkem768-retry", "no-key-share", "cookie", "two-key-shares", "resumption"]
    {
        let mut scenario = preset(name).unwrap().scenario;
        let suite = Some(vec![scenario.cipher_suite]);
        (scenario.client_suites, scenario.server_suites) = (suite.clone(), suite);
        let trace = run(&scenario);
        for step in 0..trace.steps.len() {
            let Some(question) = question(&trace, step, QuestionKind::Choice, Depth::Simple, "hello") else { continue };
            let Claim::Choice { name: ChoiceName::Group, chosen: Some(chosen) } =
                &question.answers[question.right].claim
            else {
                continue;
            };
            let offered =
                trace.messages().filter(|(at, message)| *at < step && message.name == MessageName::ClientHello);
            let hello = offered.last().expect("the client has said hello").1;
            let shares = hello.fields.fields().iter().filter(|field| field.name == "group");
            let has_sent =
                shares.into_iter().any(|field| matches!(field.value, Value::Named { name, .. } if name == chosen));
            for answer in &question.answers {
                let why = &answer.why;
                assert!(!why.contains("key that the client sent") || has_sent, "{name}: {question:#?}");
                assert!(!why.contains("got no key") || !has_sent, "{name}: {question:#?}");
            }
            *if has_sent { &mut sent } else { &mut asked_for } += 1;
        }
    }
    assert!(sent > 0 && asked_for > 0, "{sent} {asked_for}");
}

/// Of several schemes of one key the client's order decides, and that is what is said.
#[test]
fn a_signature_scheme_is_explained_by_the_client_s_list() {
    let mut scenario = preset("rsa-sha512").unwrap().scenario;
    (scenario.client_suites, scenario.server_suites) =
        (Some(vec![scenario.cipher_suite]), Some(vec![scenario.cipher_suite]));
    let turned =
        Scenario { client_schemes: scenario.client_schemes.iter().rev().copied().collect(), ..scenario.clone() };
    for (scenario, expected) in [(scenario, "rsa_pss_rsae_sha512"), (turned, "rsa_pss_rsae_sha256")] {
        let trace = run(&scenario);
        let mut asked = (0..trace.steps.len())
            .filter_map(|step| question(&trace, step, QuestionKind::Choice, Depth::Simple, "hello"));
        let question = asked.next().expect("the schemes are asked about");
        assert_eq!(question.answers[question.right].text, expected);
        assert!(question.answers[question.right].why.contains("first of the client's list"), "{question:#?}");
    }
}

/// A hello is never said to come before any answer where the server has asked for another one.
#[test]
fn a_binder_covers_no_public_key_of_the_server() {
    for name in ["resumption", "resumption-with-retry"] {
        let trace = run(&preset(name).unwrap().scenario);
        let mut seen = 0;
        for (step, message) in trace.messages().filter(|(_, message)| message.name == MessageName::ClientHello) {
            for seed in ["1", "2", "3", "4"] {
                let Some(question) = question(&trace, step, QuestionKind::Cover, Depth::Simple, seed) else { continue };
                for answer in question.answers.iter().filter(|answer| answer.claim == Claim::Cover(Reach::Params)) {
                    let start = trace.span(step).start;
                    let is_share = |(at, said): &(usize, &Message)| {
                        (start..step).contains(at) && said.name == MessageName::ServerHello
                    };
                    assert!(!trace.messages().any(|said| is_share(&said)), "{name}");
                    assert_eq!(answer.why, "The server has not sent its public key yet.", "{message:?}");
                    seen += 1;
                }
            }
        }
        assert!(seen > 0, "{name}");
    }
}

/// Other bytes, the same questions: each with the same right claim.
#[test]
fn a_run_of_another_seed_asks_the_same() {
    for name in ["default", "tls12", "early-data", "client-certificate", "expired"] {
        let scenario = preset(name).unwrap().scenario;
        let asked = |seed: &str| {
            let trace = run(&Scenario { seed: seed.into(), ..scenario.clone() });
            let plan = plan(&trace, QuestionKind::ALL, "questions");
            let right = |(step, kind): &(usize, QuestionKind)| {
                let question = question(&trace, *step, *kind, Depth::Technical, "questions").unwrap();
                (question.text.clone(), question.answers[question.right].claim.clone())
            };
            plan.iter().map(right).collect::<Vec<_>>()
        };
        assert_eq!(asked("one"), asked("two"), "{name}");
    }
}

#[test]
fn a_plan_asks_at_most_once_a_step_and_all_kinds_that_were_chosen() {
    for (name, trace) in runs() {
        let whole = plan(&trace, QuestionKind::ALL, "hello");
        assert!(whole.windows(2).all(|pair| pair[0].0 < pair[1].0), "{name}");
        assert!(whole.len() >= 2, "{name}: {whole:?}");
        for kind in QuestionKind::ALL {
            let only = plan(&trace, &[*kind], "hello");
            assert!(only.iter().all(|(_, asked)| asked == kind), "{name}");
        }
    }
    let trace = run(&Scenario::default());
    let kinds: BTreeSet<_> = plan(&trace, QuestionKind::ALL, "hello").into_iter().map(|(_, kind)| kind).collect();
    assert_eq!(kinds.len(), QuestionKind::ALL.len());
    assert_eq!(plan(&trace, &[], "hello"), []);
}
