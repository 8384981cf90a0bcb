//! Whatever one edit does to whichever record of whichever preset, nobody panics, and no two sides end with different secrets.
//!
//! Some hundred and seventy thousand runs, for which this crate too is to be optimised:
//!
//! ```text
//! scripts/every-byte
//! ```

#[path = "common/verdict.rs"]
mod verdict;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;

use handshake::scenario::attack::{Change, Edit, Until};
use handshake::scenario::{Preset, Rehearsal, Scenario, presets};
use handshake::trace::{Arrival, Record, Trace, Verdict};
use verdict::summary;

/// How often each thing came of an edit.
type Outcomes = BTreeMap<&'static str, usize>;

/// Every byte of a record, flipped with a mask that depends on its place, and every other kind of edit once.
fn edits_of(record: &Record) -> Vec<Edit> {
    let length = record.bytes.len();
    let flips = (0..length).map(|offset| Change::Flip { offset, mask: 1 << ((offset + record.id.number) % 8) });
    let others = [
        Change::Set { offset: length / 2, bytes: vec![0, 0xff] },
        Change::Drop,
        Change::Repeat,
        Change::Delay(Until::Records(1)),
        Change::Delay(Until::NextFlight),
        Change::Cut { length: length - 1 },
        Change::Split { at: 1 },
        Change::Inject { bytes: vec![21, 3, 3, 0, 2, 2, 40] },
        Change::Replay { after: record.id.number + 1 },
    ];
    flips.chain(others).map(|change| Edit { record: record.id, change }).collect()
}

/// What must hold of a run with somebody on the way, whatever they do.
///
/// It ends in an alert, or somebody waits, or nobody noticed and then all that was said has arrived as it was said. That a
/// side completes the handshake with other secrets than the other, which does too, never is.
fn judge(name: &str, honest: &Trace, trace: &Trace, edit: &Edit) -> Verdict {
    let verdict = trace.verdict(honest);
    let told = || format!("{name} {edit}: {}", summary(&verdict));
    assert!(verdict.interfered.is_some(), "{}", told());
    assert_eq!(trace.disagreements(), [], "{}", told());
    assert!(verdict.client_said != Arrival::Changed && verdict.server_said != Arrival::Changed, "{}", told());
    let is_whole = (verdict.client_said, verdict.server_said) == (Arrival::Whole, Arrival::Whole);
    let is_seen = verdict.noticed.is_some() || verdict.misled.is_some() || !verdict.waiting.is_empty();
    assert!(is_whole || is_seen, "{}", told());
    verdict
}

/// Tries all edits of a run, and says what came of those that change a byte, and of the others.
fn tried(name: &str, scenario: &Scenario) -> [Outcomes; 2] {
    let rehearsal = Rehearsal::new(scenario);
    let honest = rehearsal.run(scenario);
    let mut outcomes = [Outcomes::new(), Outcomes::new()];
    for edit in honest.records().flat_map(|(_, record)| edits_of(record)) {
        let trace = rehearsal.run(&Scenario { attack: vec![edit.clone()], ..scenario.clone() });
        let is_flip = matches!(edit.change, Change::Flip { .. });
        // No record is split that has one byte, and none is replayed after the last.
        if !is_flip && trace.interferences().next().is_none() {
            continue;
        }
        let verdict = judge(name, &honest, &trace, &edit);
        let outcome = match (&verdict.noticed, verdict.misled, &verdict.waiting[..]) {
            (Some(_), _, _) => "noticed",
            (None, Some(_), _) => "misled",
            (None, None, [_, ..]) => "waiting",
            (None, None, []) => "unnoticed",
        };
        *outcomes[usize::from(!is_flip)].entry(outcome).or_default() += 1;
    }
    outcomes
}

/// Whether nobody else is on the way: who spoils the early data that somebody else has recorded makes room for the recording,
/// which then comes to the server as the first of its kind (RFC 8446 §8).
fn is_alone(preset: &Preset) -> bool {
    !preset.scenario.replay
}

#[test]
#[ignore = "takes a quarter of an hour unless it is optimised: scripts/every-byte"]
fn every_edit_of_every_run_is_under_guard() {
    let presets: Vec<Preset> = presets().into_iter().filter(is_alone).collect();
    assert!(presets.len() > 70, "{}", presets.len());
    let next = Mutex::new(presets.iter());
    let total = Mutex::new([Outcomes::new(), Outcomes::new()]);
    let work = || {
        while let Some(preset) = { next.lock().unwrap().next() } {
            let outcomes = tried(preset.name, &preset.scenario);
            let [flips, others] = &outcomes;
            println!("{:44} {flips:?}, other edits {others:?}", preset.name);
            if ["default", "tls12"].contains(&preset.name) {
                assert!(flips["noticed"] > 1500, "{flips:?}");
                // The header of the first records says a version that nobody looks at: RFC 8446 §5.1.
                assert!((1..=20).contains(&flips["unnoticed"]), "{flips:?}");
            }
            for (total, outcomes) in total.lock().unwrap().iter_mut().zip(outcomes) {
                for (outcome, count) in outcomes {
                    *total.entry(outcome).or_default() += count;
                }
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let [flips, others] = total.into_inner().unwrap();
    let sum = |outcomes: &Outcomes| outcomes.values().sum::<usize>();
    println!("{} bytes of {} runs: {flips:?}; {} other edits: {others:?}", sum(&flips), presets.len(), sum(&others));
    assert!(sum(&flips) > 150_000, "{flips:?}");
}
