//! Every field that a run can show has a value, a sentence and a citation.

use std::collections::BTreeSet;

use super::*;
use crate::scenario::{CertificateKey, Scenario, presets, run};
use crate::tls::registry::{ExtensionType, NamedGroup};
use crate::trace::Effect;

fn missing(fields: &FieldTree, bytes: &[u8], version: Version, into: &mut BTreeSet<String>) -> usize {
    for index in 0..fields.fields().len() {
        let words = field(fields, index, bytes, version);
        if words.sentence.is_empty() || words.value.is_empty() || words.citation.is_none() {
            into.insert(format!("{:?}: {:?}", fields.path(index), words.value));
        }
    }
    fields.fields().len()
}

#[test]
fn every_field_of_every_run_is_explained() {
    let mut unexplained = BTreeSet::new();
    let mut seen = 0;
    let mut scenarios: Vec<Scenario> = presets().into_iter().map(|preset| preset.scenario).collect();
    for certificate_key in [CertificateKey::Ed25519, CertificateKey::EcdsaP256] {
        for group in NamedGroup::ALL {
            for client_alpn in [vec!["h2".into(), "http/1.1".into()], vec!["smtp".into()]] {
                scenarios.push(Scenario { group, certificate_key, client_alpn, ..Scenario::default() });
            }
        }
    }
    for group in NamedGroup::RARE {
        for certificate_key in [CertificateKey::EcdsaP384, CertificateKey::Rsa] {
            scenarios.push(Scenario { group, certificate_key, ..Scenario::default() });
        }
    }
    for scenario in scenarios {
        let trace = run(&scenario);
        let steps = trace.steps.iter().enumerate();
        let effects = steps.flat_map(|(index, step)| step.occurrences.iter().map(move |it| (index, &it.effect)));
        for (index, effect) in effects {
            let version = Version::at(&trace, index);
            match effect {
                Effect::Sent(message) => {
                    seen += missing(&message.fields, &message.bytes, version, &mut unexplained);
                }
                Effect::RecordSent(record) => {
                    seen += missing(&record.fields, &record.bytes, version, &mut unexplained);
                    if let Some(seal) = &record.protection {
                        seen += missing(&seal.inner_fields, &seal.inner, version, &mut unexplained);
                    }
                }
                _ => {}
            }
        }
    }
    assert!(unexplained.is_empty(), "{unexplained:#?}");
    assert!(seen > 1000, "{seen}");
}

#[test]
fn every_field_of_a_certificate_on_its_own_is_explained() {
    let mut unexplained = BTreeSet::new();
    for rows in [older::ROWS, record::ROWS, message::ROWS, extension::ROWS, length::ROWS, x509::ROWS] {
        assert_eq!(rows.iter().count(), rows.lengths.len());
        for (row, _) in rows.iter() {
            assert!(row.split_once('\n').is_some_and(|(about, sentence)| !about.is_empty() && !sentence.is_empty()));
        }
    }
    let trace = run(&Scenario::default());
    let message = trace.messages().find(|(_, message)| message.fields.find("cert_data").is_some()).unwrap().1;
    let fields = message.fields.fields();
    let outer = fields.iter().skip(1).find(|field| field.name == "Certificate").unwrap();
    let bytes = outer.span.of(&message.bytes);
    let decoded =
        crate::wire::decode(bytes, "Certificate", |reader| crate::crypto::x509::read_certificate(reader, bytes.len()));
    assert!(decoded.result.is_ok());
    missing(&decoded.fields, bytes, Version::Tls13, &mut unexplained);
    assert!(unexplained.is_empty(), "{unexplained:#?}");
    assert!(field(&decoded.fields, 0, bytes, Version::Tls13).sentence.starts_with("A certificate:"));
}

#[test]
fn every_extension_has_a_sentence() {
    for code in 0..=u16::MAX {
        let name = ExtensionType(code).name();
        assert!(field_sentence(&["ClientHello", "extensions", name]).is_some(), "{name}");
    }
}

#[test]
fn the_same_name_in_another_place_means_something_else() {
    let sentence = |path: &[&'static str]| field_sentence(path).unwrap();
    assert_ne!(
        sentence(&["CertificateVerify", "signature"]),
        sentence(&["Certificate", "tbsCertificate", "signature"])
    );
    assert_ne!(sentence(&["ClientHello", "extensions"]), sentence(&["ServerHello", "extensions"]));
    assert_ne!(sentence(&["TLSPlaintext", "type"]), sentence(&["TLSInnerPlaintext", "type"]));
    assert_ne!(sentence(&["ClientHello", "random"]), sentence(&["ServerHello", "random"]));
    let older = |name, outer: &[&'static str]| older::ROWS.find(name, outer).map(|(sentence, _)| sentence);
    assert!(older("length", &["Certificate", "certificate_list"]).is_some_and(|it| !it.contains("extensions")));
    assert!(older("cipher_suite", &["ClientHello", "cipher_suites"]).is_some_and(|it| it.contains("agreeing on keys")));
    assert_eq!(field_sentence(&["ClientHello", "no such field"]), None);
    assert_eq!(field_sentence(&[]), None);
}
