//! What somebody on the way does, in a link: `c0-flip-43-01,s3-drop`.

use super::{Address, Problem};

#[cfg(feature = "whole")]
pub(super) fn read(address: &mut Address, raw: &str) -> Result<(), Problem> {
    use crate::scenario::attack::{EDITS, Edit};
    if raw.is_empty() {
        return Err(Problem::Empty);
    }
    let mut edits = Vec::new();
    for (number, words) in (1..).zip(raw.split(',')) {
        if number > EDITS {
            return Err(Problem::TooManyEdits(EDITS));
        }
        edits.push(Edit::parse(words).map_err(|fault| Problem::NotAnEdit(number, fault))?);
    }
    address.scenario.attack = edits;
    Ok(())
}

#[cfg(feature = "whole")]
pub(super) fn write(address: &Address) -> Option<String> {
    let edits: Vec<String> = address.scenario.attack.iter().map(ToString::to_string).collect();
    (!edits.is_empty()).then(|| edits.join(","))
}

#[cfg(not(feature = "whole"))]
pub(super) fn read(_: &mut Address, _: &str) -> Result<(), Problem> {
    Err(Problem::NotBuilt)
}

#[cfg(not(feature = "whole"))]
pub(super) fn write(_: &Address) -> Option<String> {
    None
}
