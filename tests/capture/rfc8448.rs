//! The traces of RFC 8448, opened with the private keys that it gives.

use super::notes;
use super::rfc8448_vectors::steps;
use handshake::capture::{Sample, samples};
use handshake::trace::{ChoiceName, Effect, MessageName, Note, SecretName, Side, StepKind, Trace};

/// The sections that a sample shows.
fn sections(sample: &Sample) -> &'static [u64] {
    match sample.name {
        "rfc8448-simple" => &[3],
        "rfc8448-resumed" => &[3, 4],
        "rfc8448-retry" => &[5],
        "rfc8448-client-authentication" => &[6],
        "rfc8448-compatibility" => &[7],
        other => panic!("{other}"),
    }
}

/// The values that somebody came to hold in a connection, private keys apart.
fn values(trace: &Trace, connection: usize) -> Vec<&[u8]> {
    let both = trace.secrets(Side::Client).chain(trace.secrets(Side::Server));
    both.filter(|(step, _)| trace.connection(*step) == connection).map(|(_, secret)| &*secret.value).collect()
}

#[test]
fn all_five_traces_open_with_every_value() {
    assert_eq!(samples().len(), 5);
    let mut compared = 0;
    for sample in samples() {
        let opened = sample.open();
        let trace = &opened.trace;
        assert_eq!(opened.faults, [], "{}", sample.name);
        assert_eq!(trace.later.len() + 1, sections(sample).len());
        let mut records = trace.records().map(|(_, record)| (record.id.sender, &*record.bytes)).collect::<Vec<_>>();
        for (connection, section) in sections(sample).iter().enumerate() {
            let known = values(trace, connection);
            for step in steps(*section) {
                for (field, value) in &step.fields {
                    let sent = records.first().copied();
                    match &**field {
                        "complete record" => {
                            // What shares no direction may be in another order.
                            let at = records.iter().position(|(sender, _)| *sender == step.who).unwrap();
                            assert_eq!(records.remove(at).1, value, "{} {sent:?}", sample.name);
                        }
                        "secret" | "expanded" | "key expanded" | "iv expanded" | "PRK" | "private key"
                            // The exporter secret of §4's early data, and of what nobody uses, is there too.
                            if !value.is_empty() =>
                        {
                            let derived = known.contains(&&**value);
                            let unused = step.what.contains("P-256") || step.what.contains("x25519");
                            assert!(derived || unused, "{}: §{section} {} {field}", sample.name, step.what);
                        }
                        _ => continue,
                    }
                    compared += 1;
                }
            }
        }
        assert!(records.is_empty(), "{}", sample.name);
        // Nothing stays sealed. Of the certificates three have RSA keys of 1024 bits, which nobody should take.
        for note in notes(trace) {
            assert!(matches!(note, Note::ChainNotJudged | Note::ProofNotJudged), "{}: {note:?}", sample.name);
        }
        let finished = trace.occurrences().filter(|item| {
            matches!(&item.effect, Effect::Checked(check)
                if check.name == handshake::trace::CheckName::Finished && check.outcome == handshake::trace::Outcome::Passed)
        });
        assert_eq!(finished.count(), 2 * sections(sample).len(), "{}", sample.name);
        for side in [Side::Client, Side::Server] {
            assert!(trace.secret(side, SecretName::ResumptionMasterSecret, 0).is_some(), "{}", sample.name);
        }
    }
    println!("RFC 8448: {compared} records and secrets compared");
    assert!(compared > 150);
}

#[test]
fn the_early_data_of_section_4_is_opened() {
    let opened = handshake::capture::sample("rfc8448-resumed").unwrap().open();
    let early = opened
        .trace
        .messages()
        .find(|(step, message)| opened.trace.connection(*step) == 1 && message.name == MessageName::ApplicationData);
    assert_eq!(early.unwrap().1.bytes, *b"ABCDEF");
}

#[test]
fn what_the_client_learned_is_told_as_what_came_of_it() {
    for sample in samples() {
        let trace = sample.open().trace;
        let told = handshake::explain::negotiations(&trace);
        let suite = told.iter().find(|it| it.name == ChoiceName::CipherSuite).unwrap();
        assert_eq!(suite.chosen.as_deref(), Some("TLS_AES_128_GCM_SHA256"), "{}", sample.name);
        assert_eq!((suite.client.len(), suite.server.len()), (3, 0), "{}", sample.name);
        for negotiation in &told {
            let words = match negotiation.name {
                // Both say theirs.
                ChoiceName::RecordSizeLimit => {
                    assert_eq!(
                        (&*negotiation.client, &*negotiation.server),
                        (&["16385".into()][..], &["16385".into()][..])
                    );
                    "Nobody decides: each says what it can take, and the other keeps to that."
                }
                _ => "The server decides; what else it would take is not said on the wire.",
            };
            assert_eq!(negotiation.decision, words, "{}", sample.name);
        }
        let early = told.iter().any(|it| it.name == ChoiceName::EarlyData);
        assert_eq!(early, sample.name == "rfc8448-resumed");
    }
}

#[test]
fn a_key_that_is_too_short_is_why_the_signature_is_not_judged() {
    let said = "the key is RSA with 1024 bits";
    for sample in samples() {
        let trace = sample.open().trace;
        let mut signed = 0;
        for (step, happened) in trace.steps.iter().enumerate() {
            let words = handshake::explain::step(&trace, step);
            let is_signed = happened.kind == StepKind::Message(MessageName::CertificateVerify);
            let not_judged = happened.occurrences.iter().any(|it| it.effect == Effect::Noted(Note::ProofNotJudged));
            let told = |lines: &[String]| lines.iter().any(|line| line.contains(said));
            let expected = is_signed && not_judged;
            assert_eq!((told(&words.simple), told(&words.technical)), (expected, expected), "{} {step}", sample.name);
            signed += usize::from(expected);
        }
        assert!(signed > 0, "{}", sample.name);
    }
}
