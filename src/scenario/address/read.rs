//! Reading a link: anything at all may stand there.

use super::parameter::PARAMETERS;
use super::words::Words;
use super::{Address, Notice, Parsed, Problem, laboratory, value};

/// The most bytes of a link that are looked at; the longest that this page writes is about 50,000 bytes.
const ADDRESS_BYTES: usize = 65_536;
/// The most notices; those beyond are counted.
const NOTICES: usize = 10;
/// The most characters of a parameter's name in a notice.
const NAME_CHARACTERS: usize = 24;

impl Address {
    /// Reads `name=value` pairs with `&` between, with or without a leading `#` or `?`.
    ///
    /// What cannot be used stays at its default, with a notice.
    #[must_use]
    pub fn parse(text: &str) -> Parsed {
        let mut parsed = Parsed::default();
        if text.len() > ADDRESS_BYTES {
            let (parameter, instead) = ("The address".into(), Some("all defaults".into()));
            parsed.notices.push(Notice { parameter, problem: Problem::TooManyBytes(ADDRESS_BYTES), instead });
            return parsed;
        }
        let mut values: [Option<&str>; PARAMETERS.len()] = [None; PARAMETERS.len()];
        let mut repeated = [false; PARAMETERS.len()];
        let mut unknown = 0;
        let text = text.strip_prefix(['#', '?']).unwrap_or(text);
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match PARAMETERS.iter().position(|known| known.name == name) {
                Some(index) => {
                    repeated[index] |= values[index].is_some();
                    values[index] = Some(value);
                }
                None if unknown < NOTICES => {
                    unknown += 1;
                    parsed.notices.push(Notice {
                        parameter: shortened(name),
                        problem: Problem::Unknown,
                        instead: None,
                    });
                }
                None => unknown += 1,
            }
        }
        if unknown > NOTICES {
            let problem = Problem::More(unknown - NOTICES);
            parsed.notices.push(Notice { parameter: "Other parameters".into(), problem, instead: None });
        }
        for (parameter, (value, repeated)) in PARAMETERS.iter().zip(values.iter().zip(repeated)) {
            let Some(value) = *value else { continue };
            let before = parsed.address.clone();
            let mut result = match laboratory::lacks(parameter.name, |other| is_given(&values, other)) {
                _ if repeated => Err(Problem::Repeated),
                Some(problem) => Err(problem),
                None => (parameter.read)(&mut parsed.address, value),
            };
            if !parsed.address.scenario.is_built() {
                result = Err(Problem::NotBuilt);
            }
            if let Err(problem) = result {
                parsed.address = before;
                let instead = if parameter.default.is_empty() { "the default" } else { parameter.default };
                let instead = Some(instead.into()).filter(|_| !problem.is_idle());
                parsed.notices.push(Notice { parameter: parameter.name.into(), problem, instead });
            }
        }
        laboratory::settle(&mut parsed.address.laboratory);
        parsed
    }
}

/// Whether the parameter of that name is there.
fn is_given(values: &[Option<&str>], name: &str) -> bool {
    PARAMETERS.iter().zip(values).any(|(parameter, value)| parameter.name == name && value.is_some())
}

/// Reads one of a few words.
pub(super) fn choice<T: Words>(raw: &str) -> Result<T, Problem> {
    let index = T::WORDS.iter().position(|word| *word == raw);
    index.and_then(|index| T::VALUES.get(index)).copied().ok_or(Problem::NotOneOf(T::WORDS))
}

/// Reads text that `read` understands.
pub(super) fn text<T>(raw: &str, read: fn(&str) -> Result<T, Problem>) -> Result<T, Problem> {
    read(&decoded(raw)?)
}

/// Reads application protocols with commas between.
pub(super) fn list(raw: &str) -> Result<Vec<String>, Problem> {
    if raw.is_empty() {
        return Ok(Vec::new());
    }
    // One more than is allowed is enough to see that there are too many.
    let items: Result<Vec<String>, Problem> = raw.split(',').take(value::PROTOCOLS + 1).map(decoded).collect();
    value::protocols(items?)
}

/// Undoes percent-encoding.
fn decoded(raw: &str) -> Result<String, Problem> {
    let mut parts = raw.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let [high, low, rest @ ..] = part.as_bytes() else { return Err(Problem::Encoding) };
        bytes.push(digit(*high)? << 4 | digit(*low)?);
        bytes.extend_from_slice(rest);
    }
    String::from_utf8(bytes).map_err(|_| Problem::Encoding)
}

fn digit(letter: u8) -> Result<u8, Problem> {
    match letter {
        b'0'..=b'9' => Ok(letter - b'0'),
        b'a'..=b'f' => Ok(letter - b'a' + 10),
        b'A'..=b'F' => Ok(letter - b'A' + 10),
        _ => Err(Problem::Encoding),
    }
}

fn shortened(name: &str) -> String {
    let name = decoded(name).unwrap_or_else(|_| name.into());
    let mut short: String = name.chars().filter(|c| !c.is_control()).take(NAME_CHARACTERS).collect();
    if short.len() < name.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests;
