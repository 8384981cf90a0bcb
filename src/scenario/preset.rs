//! Scenarios with a name.

mod again;
mod client;
mod first;
mod more;
mod older;
mod records;
mod retry;
mod versions;
mod wrong;

use super::Scenario;

/// A scenario with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preset {
    /// The name: lower-case letters, digits and hyphens.
    pub name: &'static str,
    /// What it shows, in one plain sentence.
    pub sentence: &'static str,
    /// The scenario.
    pub scenario: Scenario,
}

/// Name, sentence, and what of the default it changes.
type Row = (&'static str, &'static str, fn(&mut Scenario));

/// The list of presets: headings, and what stands below each.
static GROUPS: [(&str, &[Row]); 9] = [
    ("First meeting", first::ROWS),
    ("When one hello is not enough", retry::ROWS),
    ("Who is the client?", client::ROWS),
    ("Keys and records", records::ROWS),
    ("Meeting again", again::ROWS),
    ("And more", more::ROWS),
    ("The older edition, TLS 1.2", older::ROWS),
    ("Two editions, and which one they speak", versions::ROWS),
    ("Certificates, and when it goes wrong", wrong::ROWS),
];

/// What of the list is there: nothing in a program that is not whole.
fn groups() -> &'static [(&'static str, &'static [Row])] {
    if cfg!(feature = "whole") { &GROUPS } else { &[] }
}

impl Preset {
    /// The heading that stands before it in the list.
    #[must_use]
    pub fn heading(&self) -> Option<&'static str> {
        let is_first = |rows: &[Row]| rows.first().is_some_and(|(name, ..)| *name == self.name);
        groups().iter().find(|(_, rows)| is_first(rows)).map(|(heading, _)| *heading)
    }

    /// The preset that a scenario is, whatever its seed.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Option<Self> {
        presets().into_iter().find(|preset| {
            let same = Scenario { seed: scenario.seed.clone(), ..preset.scenario.clone() };
            same == *scenario
        })
    }
}

/// The preset with that name.
#[must_use]
pub fn preset(name: &str) -> Option<Preset> {
    presets().into_iter().find(|preset| preset.name == name)
}

/// All presets, from the plain ones to those that go wrong; none in a program that is not whole.
#[must_use]
pub fn presets() -> Vec<Preset> {
    let preset = |(name, sentence, change): &Row| {
        let mut scenario = Scenario::default();
        change(&mut scenario);
        Preset { name, sentence, scenario }
    };
    groups().iter().flat_map(|(_, rows)| *rows).map(preset).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::run;
    use crate::trace::{Side, State};

    #[test]
    fn names_are_plain_and_there_is_only_one_of_each() {
        let all = presets();
        for (index, preset) in all.iter().enumerate() {
            let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
            assert!(preset.name.chars().all(plain) && !preset.name.is_empty());
            assert!(preset.sentence.ends_with('.'), "{}", preset.name);
            for other in &all[..index] {
                assert_ne!(other.name, preset.name);
                assert_ne!(other.scenario, preset.scenario, "{} and {}", other.name, preset.name);
            }
        }
    }

    #[test]
    fn headings_stand_before_presets_from_the_first_on() {
        let headings: Vec<_> = presets().iter().filter_map(Preset::heading).collect();
        assert_eq!(headings, GROUPS.map(|(heading, _)| heading));
        assert!(presets()[0].heading().is_some());
    }

    #[test]
    fn a_scenario_is_its_preset_with_any_seed() {
        for preset in presets() {
            let other = Scenario { seed: "another".into(), ..preset.scenario.clone() };
            assert_eq!(Preset::of(&other), Some(preset));
        }
        assert_eq!(Preset::of(&Scenario { tickets: 3, ..Scenario::default() }), None);
    }

    #[test]
    fn every_preset_runs() {
        for preset in presets() {
            let trace = run(&preset.scenario);
            // A hello that somebody sends again leads to nothing: that is the last connection.
            let end = if preset.scenario.replay { trace.later.last().copied() } else { Some(trace.steps.len()) };
            let last = end.and_then(|end| end.checked_sub(1)).expect("a run has steps");
            for side in [Side::Client, Side::Server] {
                assert_eq!(trace.state(side, last), State::Closed, "{}", preset.name);
            }
        }
    }
}
