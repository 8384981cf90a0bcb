//! Reading and writing what a link says of comparing, predicting, lessons and experiments.

use super::super::parameter::{choices, several};
use super::super::read::{choice, text};
use super::super::words::Words;
use super::super::write::{chosen, escaped};
use super::super::{Address, Problem, value};
use super::packed::{pack, unpack};
use super::{LESSON_BYTES, Laboratory, LessonSource, Name, PARTS, Phase, QuestionKind};
use crate::scenario::network::{BANDWIDTHS, LATENCIES, LOSSES, Link};
use crate::scenario::{Impostor, Preset, Randomness, Theft, preset};
use crate::trace::{Omission, Side};

impl Words for Option<Impostor> {
    const VALUES: &'static [Self] = &[
        None,
        Some(Impostor::SelfSigned),
        Some(Impostor::UnknownAuthority),
        Some(Impostor::OtherName),
        Some(Impostor::CompromisedAuthority),
        Some(Impostor::ExpiredCertificate),
        Some(Impostor::StolenCertificate),
    ];
    const WORDS: &'static [&'static str] = &[
        "nobody",
        "self-signed",
        "unknown-authority",
        "other-name",
        "compromised-authority",
        "expired-certificate",
        "stolen-certificate",
    ];
}

impl Words for Theft {
    const VALUES: &'static [Self] = &Theft::ALL;
    const WORDS: &'static [&'static str] =
        &["server-key", "ticket-key", "session-secrets", "ephemeral-keys", "drawn-numbers", "quantum-computer"];
}

impl Words for Randomness {
    const VALUES: &'static [Self] = &[Self::Sound, Self::ClientReuses, Self::ServerReuses];
    const WORDS: &'static [&'static str] = &["sound", "client-reuses", "server-reuses"];
}

impl Words for (Side, Omission) {
    const VALUES: &'static [Self] = &Omission::PLACES;
    const WORDS: &'static [&'static str] = &[
        "client-chain",
        "client-name",
        "client-validity",
        "client-signature",
        "client-finished",
        "client-downgrade",
        "client-transcript",
        "server-chain",
        "server-validity",
        "server-signature",
        "server-finished",
        "server-transcript",
        "server-replay",
    ];
}

/// The words for all kinds of questions at once.
const ALL: &str = "all";
/// What stands in front of a lesson that is in the link itself.
const PACKED: char = '~';
/// The words that `predict` may have.
const WORDS: &[&str] = &[ALL, "next", "read", "key", "covers", "holds", "choice", "check"];
/// The words that `phase` may have.
const PHASES: &[&str] = &["question", "run", "conclusion"];
/// The words that `attacker` may have.
const SHOWN: &[&str] = &["no", "yes"];
/// The most characters of a lesson's name or file, and of an experiment's name.
const NAME: usize = 120;

/// What is wrong with a parameter that says more of another one, which is not given.
pub(in crate::scenario::address) fn lacks(name: &str, is_given: impl Fn(&str) -> bool) -> Option<Problem> {
    let other = match name {
        "connections" | "latency" | "bandwidth" | "loss" => "compare",
        "part" => "lesson",
        "phase" => "experiment",
        _ => return None,
    };
    (!is_given(other)).then_some(Problem::Without(other))
}

/// Forgets what says more of what could not be read.
pub(in crate::scenario::address) fn settle(laboratory: &mut Laboratory) {
    if laboratory.compare.is_none() {
        (laboratory.connections, laboratory.link) = Default::default();
    }
    if laboratory.lesson.is_none() {
        laboratory.part = 0;
    }
    if laboratory.experiment.is_none() {
        laboratory.phase = Phase::default();
    }
}

pub(in crate::scenario::address) fn read(name: Name, address: &mut Address, raw: &str) -> Result<(), Problem> {
    let laboratory = &mut address.laboratory;
    match name {
        Name::Omits => address.scenario.omissions = choices(raw)?,
        Name::Impostor => address.scenario.impostor = choice(raw)?,
        Name::Stolen => address.scenario.thefts = choices(raw)?,
        Name::Randomness => address.scenario.randomness = choice(raw)?,
        Name::Compare => {
            let words = text(raw, |words| Ok(words.to_owned()))?;
            let scenario = match preset(&words) {
                Some(preset) => preset.scenario,
                None => options(&words)?.scenario,
            };
            laboratory.compare = Some(Box::new(scenario));
        }
        Name::Connections => laboratory.connections = connections(raw)?,
        Name::Latency => laboratory.link.latency = number(raw, LATENCIES)?,
        Name::Bandwidth => laboratory.link.bandwidth = number(raw, BANDWIDTHS)?,
        Name::Loss => laboratory.link.loss = number(raw, LOSSES)?,
        Name::Predict => laboratory.predict = kinds(raw)?,
        Name::Lesson => laboratory.lesson = Some(lesson(raw)?),
        Name::Part => laboratory.part = value::number(raw, 1, PARTS)? - 1,
        Name::Experiment => laboratory.experiment = Some(experiment(raw)?),
        Name::Phase => {
            let phase = Phase::ALL.into_iter().find(|phase| phase.word() == raw);
            laboratory.phase = phase.ok_or(Problem::NotOneOf(PHASES))?;
        }
        Name::Attacker => {
            let place = SHOWN.iter().position(|word| *word == raw);
            laboratory.attacker = place.ok_or(Problem::NotOneOf(SHOWN))? == 1;
        }
    }
    Ok(())
}

pub(in crate::scenario::address) fn write(name: Name, address: &Address) -> Option<String> {
    let laboratory = &address.laboratory;
    match name {
        Name::Omits => several(&address.scenario.omissions),
        Name::Impostor => chosen(&address.scenario.impostor),
        Name::Stolen => several(&address.scenario.thefts),
        Name::Randomness => chosen(&address.scenario.randomness),
        Name::Compare => {
            let scenario = laboratory.compare.as_deref()?;
            let preset = Preset::of(scenario).filter(|preset| preset.scenario == *scenario);
            Some(match preset {
                Some(preset) => preset.name.into(),
                None => escaped(&Address { scenario: scenario.clone(), ..Address::default() }.to_hash()),
            })
        }
        // What says more of another is written beside it alone, and only if it says another thing than nothing would.
        Name::Connections | Name::Latency | Name::Bandwidth | Name::Loss if laboratory.compare.is_none() => None,
        Name::Connections if laboratory.connections == [None; 2] => None,
        Name::Latency if laboratory.link.latency == Link::default().latency => None,
        Name::Bandwidth if laboratory.link.bandwidth == Link::default().bandwidth => None,
        Name::Loss if laboratory.link.loss == Link::default().loss => None,
        Name::Part if laboratory.lesson.is_none() || laboratory.part == 0 => None,
        Name::Phase if laboratory.experiment.is_none() || laboratory.phase == Phase::default() => None,
        Name::Connections => Some(laboratory.connections.map(connection_word).join(",")),
        Name::Latency => Some(laboratory.link.latency.to_string()),
        Name::Bandwidth => Some(laboratory.link.bandwidth.to_string()),
        Name::Loss => Some(laboratory.link.loss.to_string()),
        Name::Predict if laboratory.predict.is_empty() => None,
        Name::Predict if laboratory.predict == QuestionKind::ALL => Some(ALL.into()),
        Name::Predict => {
            let words: Vec<&str> = laboratory.predict.iter().map(|kind| kind.word()).collect();
            Some(words.join(","))
        }
        Name::Lesson => Some(match laboratory.lesson.as_ref()? {
            LessonSource::Shipped(name) => name.clone(),
            LessonSource::File(path) => path.clone(),
            LessonSource::Text(text) => {
                let mut packed = String::from(PACKED);
                packed.push_str(&pack(text));
                packed
            }
        }),
        Name::Part => Some((laboratory.part + 1).to_string()),
        Name::Experiment => laboratory.experiment.clone(),
        Name::Phase => Some(laboratory.phase.word().into()),
        Name::Attacker => Some(SHOWN[usize::from(laboratory.attacker)].into()),
    }
}

/// What stands for the last connection of a run.
const LAST: &str = "last";
/// The most connections of a run that a link can tell apart.
const CONNECTIONS: usize = 9;

/// Reads which connections are compared: `1,last`.
fn connections(raw: &str) -> Result<[Option<usize>; 2], Problem> {
    let (first, second) = raw.split_once(',').ok_or(Problem::NotConnections)?;
    let connection = |word: &str| {
        if word == LAST {
            return Ok(None);
        }
        value::number(word, 1, CONNECTIONS).map(|number| Some(number - 1)).map_err(|_| Problem::NotConnections)
    };
    Ok([connection(first)?, connection(second)?])
}

fn connection_word(connection: Option<usize>) -> String {
    connection.map_or_else(|| LAST.into(), |connection| (connection + 1).to_string())
}

fn number<T: TryFrom<usize>, L: TryInto<usize>>(raw: &str, (from, to): (L, L)) -> Result<T, Problem> {
    let (from, to) = (from.try_into().unwrap_or_default(), to.try_into().unwrap_or_default());
    T::try_from(value::number(raw, from, to)?).map_err(|_| Problem::NotANumber { from, to })
}

/// Reads the options of a scenario as a link has them, all of which must be right.
fn options(words: &str) -> Result<Address, Problem> {
    // Links within links would have no end.
    if words.contains("compare=") {
        return Err(Problem::NotAScenario);
    }
    let parsed = Address::parse(words);
    let alone = Address { scenario: parsed.address.scenario.clone(), ..Address::default() };
    if words.is_empty() || !parsed.notices.is_empty() || alone != parsed.address {
        return Err(Problem::NotAScenario);
    }
    Ok(alone)
}

/// Reads kinds of questions, in the order of all.
fn kinds(raw: &str) -> Result<Vec<QuestionKind>, Problem> {
    if raw == ALL {
        return Ok(QuestionKind::ALL.to_vec());
    }
    let mut kinds = Vec::new();
    for (number, word) in (1..).zip(raw.split(',')).take(QuestionKind::ALL.len() + 1) {
        let kind = QuestionKind::from_word(word).ok_or(Problem::NotOneOfAt(number, WORDS))?;
        if kinds.contains(&kind) {
            return Err(Problem::RepeatedAt(number));
        }
        kinds.push(kind);
    }
    kinds.sort_unstable();
    Ok(kinds)
}

/// Reads the name of an experiment, whether there is one of that name or not.
fn experiment(raw: &str) -> Result<String, Problem> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    match raw {
        "" => Err(Problem::Empty),
        name if name.len() > NAME => Err(Problem::TooManyCharacters(NAME)),
        name if name.bytes().all(is_plain) => Ok(name.into()),
        _ => Err(Problem::NotAnExperiment),
    }
}

/// Reads where a lesson comes from. A file is one beside the page or in a folder beside it, never somebody else's.
fn lesson(raw: &str) -> Result<LessonSource, Problem> {
    if let Some(packed) = raw.strip_prefix(PACKED) {
        let text = unpack(packed)?;
        return if text.len() > LESSON_BYTES {
            Err(Problem::TooManyBytes(LESSON_BYTES))
        } else {
            Ok(LessonSource::Text(text))
        };
    }
    let name = text(raw, |name| Ok(name.to_owned()))?;
    if name.is_empty() {
        return Err(Problem::Empty);
    }
    if name.len() > NAME {
        return Err(Problem::TooManyCharacters(NAME));
    }
    let is_plain = |part: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        !part.is_empty() && !part.starts_with('.') && part.bytes().all(plain)
    };
    if !name.split('/').all(is_plain) {
        return Err(Problem::NotALesson);
    }
    match (name.contains(['/', '.']), name.rsplit('.').next() == Some("md")) {
        (false, _) => Ok(LessonSource::Shipped(name)),
        (true, true) => Ok(LessonSource::File(name)),
        (true, false) => Err(Problem::NotALesson),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::scenario::address::{Notice, Parsed};
    use crate::scenario::{Scenario, presets};

    fn laboratory() -> impl Strategy<Value = Laboratory> {
        let scenarios: Vec<Scenario> = presets().into_iter().map(|preset| preset.scenario).collect();
        let scenario = (prop::sample::select(scenarios), "[a-z]{1,9}")
            .prop_map(|(scenario, seed)| Some(Box::new(Scenario { seed, ..scenario })));
        let compare = prop_oneof![Just(None), scenario];
        let link = (1_u16..=1000, 32_u32..=1_000_000, 0_u16..=300);
        let link = link.prop_map(|(latency, bandwidth, loss)| Link { latency, bandwidth, loss });
        let kinds = prop::sample::subsequence(QuestionKind::ALL, 0..=QuestionKind::ALL.len());
        let lesson = prop_oneof![
            Just(None),
            "[a-z-]{1,20}".prop_map(|name| Some(LessonSource::Shipped(name))),
            "[a-z]{1,9}(/[a-zA-Z0-9_-]{1,9}){0,3}\\.md".prop_map(|path| Some(LessonSource::File(path))),
            any::<String>().prop_map(|text| Some(LessonSource::Text(text))),
        ];
        let experiment = prop::option::of("[a-z0-9-]{1,20}");
        let connection = || prop::option::of(0..CONNECTIONS);
        let connections = (connection(), connection()).prop_map(|(first, second)| [first, second]);
        let rest = (experiment, prop::sample::select(&Phase::ALL[..]), any::<bool>(), connections);
        (compare, link, kinds, lesson, 0..PARTS, rest).prop_map(|(compare, link, predict, lesson, part, rest)| {
            let (experiment, phase, attacker, connections) = rest;
            let (connections, link) = if compare.is_some() { (connections, link) } else { Default::default() };
            let part = if lesson.is_some() { part } else { 0 };
            let phase = if experiment.is_some() { phase } else { Phase::Question };
            Laboratory { compare, connections, link, predict, lesson, part, experiment, phase, attacker }
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(laboratory in laboratory()) {
            let address = Address { laboratory, ..Address::default() };
            let parsed = Address::parse(&address.to_hash());
            prop_assert_eq!(parsed.notices, vec![]);
            prop_assert_eq!(parsed.address, address);
        }
    }

    #[test]
    fn nothing_is_written_that_goes_without_saying() {
        for link in
            ["compare=tls12", "lesson=keys", "experiment=flipped-bit", "compare=tls12&latency=40", "lesson=keys&part=2"]
        {
            assert_eq!(Address::parse(link).address.to_hash(), link);
        }
    }

    #[test]
    fn links_are_plain_to_write() {
        let parsed = Address::parse(
            "compare=tls12&connections=1,last&latency=40&bandwidth=500&loss=20&predict=next,key&lesson=lessons/mine.md&part=2",
        );
        assert_eq!(parsed.notices, []);
        let laboratory = parsed.address.laboratory;
        assert_eq!(*laboratory.compare.unwrap(), preset("tls12").unwrap().scenario);
        assert_eq!(laboratory.connections, [Some(0), None]);
        assert_eq!(laboratory.link, Link { latency: 40, bandwidth: 500, loss: 20 });
        assert_eq!(laboratory.predict, [QuestionKind::Next, QuestionKind::Key]);
        assert_eq!(laboratory.lesson, Some(LessonSource::File("lessons/mine.md".into())));
        assert_eq!(laboratory.part, 1);
        let all = Address::parse("predict=all&compare=suite%3Daes256gcm%26seed%3Dx").address.laboratory;
        assert_eq!(all.predict, QuestionKind::ALL);
        assert_eq!(all.compare.unwrap().seed, "x");
    }

    #[test]
    fn each_bad_parameter_gives_one_notice_and_its_default() {
        for bad in [
            "compare=",
            "compare=nothing",
            "compare=step%3D3",
            "compare=suite%3Drot13",
            "compare=compare%3Dtls12",
            "predict=",
            "predict=everything",
            "predict=next,next",
            "lesson=",
            "lesson=https://example.org/x.md",
            "lesson=//example.org/x.md",
            "lesson=/x.md",
            "lesson=../x.md",
            "lesson=a/../x.md",
            "lesson=lessons/x.html",
            "lesson=a%5Cb.md",
            "lesson=~%%",
            "lesson=~AAAA",
            "lesson=~*",
            "experiment=",
            "experiment=Flipped%20bit",
            "attacker=maybe",
        ] {
            let Parsed { address, notices } = Address::parse(bad);
            assert_eq!(address, Address::default(), "{bad}");
            assert_eq!(notices.len(), 1, "{bad}");
        }
    }

    #[test]
    fn what_says_more_of_another_is_read_beside_it_alone() {
        let beside = |others: &str| {
            let parsed = Address::parse(others);
            assert_eq!(parsed.notices, [], "{others}");
            parsed.address
        };
        for (other, good, bad) in [
            ("compare=tls12", "connections=1,last", "connections="),
            ("compare=tls12", "connections=1,last", "connections=1"),
            ("compare=tls12", "connections=1,last", "connections=0,1"),
            ("compare=tls12", "connections=1,last", "connections=1,2,3"),
            ("compare=tls12", "connections=1,last", "connections=10,last"),
            ("compare=tls12", "latency=40", "latency=0"),
            ("compare=tls12", "latency=40", "latency=fast"),
            ("compare=tls12", "bandwidth=500", "bandwidth=31"),
            ("compare=tls12", "loss=20", "loss=301"),
            ("lesson=keys", "part=2", "part=0"),
            ("lesson=keys", "part=2", "part=61"),
            ("experiment=flipped-bit", "phase=run", "phase="),
            ("experiment=flipped-bit", "phase=run", "phase=end"),
        ] {
            assert_ne!(beside(&[good, "&", other].concat()), beside(other), "{good}");
            let Parsed { address, notices } = Address::parse(&[other, "&", bad].concat());
            assert_eq!((&address, notices.len()), (&beside(other), 1), "{bad}");
            // With a bad one that is all that is said.
            let name = other.split('=').next().unwrap();
            let Parsed { address, notices } = Address::parse(&[name, "=%&", good].concat());
            assert_eq!((address, notices.len()), (Address::default(), 1), "{good}");
            let Parsed { address, notices } = Address::parse(good);
            assert_eq!(address, Address::default(), "{good}");
            let needed = other.split('=').next().unwrap();
            assert!(
                matches!(&notices[..], [Notice { problem: Problem::Without(other), .. }] if *other == needed),
                "{good}"
            );
        }
    }
}
