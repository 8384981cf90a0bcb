//! Who can know what, and whether there are words for it: in every preset, after every step.

use std::collections::BTreeSet;

use handshake::explain::{self, Entry, Version};
use handshake::scenario::{presets, run};
use handshake::trace::{AlertDescription, Effect, Epoch, Observer, Side, Trace};

const OBSERVERS: [Observer; 3] = [Observer::End(Side::Client), Observer::End(Side::Server), Observer::Wire];

fn runs() -> Vec<(&'static str, Trace)> {
    presets().into_iter().map(|preset| (preset.name, run(&preset.scenario))).collect()
}

#[test]
fn the_wire_reads_what_is_in_the_clear_and_holds_nothing() {
    for (name, trace) in runs() {
        for cursor in 0..trace.steps.len() {
            assert!(trace.held(Observer::Wire, cursor).is_empty(), "{name}");
            for message in trace.readable(Observer::Wire, cursor) {
                assert_eq!(message.readable, message.epoch == Epoch::Plaintext, "{name}, step {}", message.step);
            }
        }
    }
}

/// Who holds a secret never loses it within a connection, and reads what came under it.
#[test]
fn knowledge_only_grows_and_each_side_reads_what_it_sent() {
    for (name, trace) in runs() {
        for observer in OBSERVERS {
            let mut before = (0, BTreeSet::new(), 0);
            for cursor in 0..trace.steps.len() {
                let held: BTreeSet<_> = trace.held(observer, cursor).iter().map(|(_, secret)| secret.name).collect();
                assert!(held.iter().all(|secret| trace.holds(observer, *secret, cursor)));
                let messages = trace.readable(observer, cursor);
                let readable = messages.iter().filter(|message| message.readable).count();
                let start = trace.span(cursor).start;
                if start == before.0 {
                    assert!(before.1.is_subset(&held), "{name}, step {cursor}");
                    assert!(before.2 <= readable, "{name}, step {cursor}");
                }
                if let Observer::End(side) = observer {
                    assert!(messages.iter().all(|m| m.readable || m.message.sender != side), "{name}, step {cursor}");
                }
                before = (start, held, readable);
            }
        }
    }
}

fn assert_words(entry: &Entry, what: &str) {
    assert!(!entry.title.is_empty(), "{what}");
    for words in [&entry.simple, &entry.technical] {
        assert!(words.len() > 20 && words.ends_with(['.', '?', '!']), "{what}: {words}");
    }
    assert!(!entry.citations.is_empty(), "{what} cites nothing");
}

#[test]
fn there_are_words_for_all_that_a_run_can_show() {
    for alert in AlertDescription::ALL {
        assert_words(&explain::alert(*alert), alert.name());
    }
    for (name, trace) in runs() {
        for (step, message) in trace.messages() {
            assert_words(&explain::message(message.name, Version::at(&trace, step)), name);
        }
        for side in [Side::Client, Side::Server] {
            for (_, secret) in trace.secrets(side) {
                assert_words(&explain::secret(secret.name), name);
            }
            for cursor in 0..trace.steps.len() {
                assert_words(&explain::state(side, trace.state(side, cursor), Version::at(&trace, cursor)), name);
            }
        }
        for occurrence in trace.occurrences() {
            match &occurrence.effect {
                Effect::Failed(failure) => assert_words(&explain::failure(failure), name),
                Effect::Checked(check) => assert_words(&explain::check(check.name), name),
                Effect::Negotiated(choice) => assert_words(&explain::choice(choice.name), name),
                _ => {}
            }
        }
        for record in trace.records().filter_map(|(_, record)| record.protection.as_ref()) {
            assert_words(&explain::epoch(record.epoch), name);
        }
    }
}
