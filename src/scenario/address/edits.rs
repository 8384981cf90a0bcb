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

#[cfg(all(test, feature = "whole"))]
mod tests {
    use super::*;
    use crate::scenario::attack::{EDITS, Fault};

    fn problem(value: &str) -> Option<Problem> {
        let mut address = Address::default();
        read(&mut address, value).err()
    }

    #[test]
    fn edits_come_back_as_they_were_written() {
        let written = "c0-flip-43-01,s3-drop,s2-delay-flight,c1-inject-15030300020100,c2-replay-3";
        let hash = ["attack=", written].concat();
        let parsed = Address::parse(&hash);
        assert_eq!(parsed.notices, []);
        assert_eq!(parsed.address.scenario.attack.len(), 5);
        assert_eq!(parsed.address.to_hash(), hash);
    }

    #[test]
    fn who_writes_them_wrong_is_told_which_and_how() {
        assert_eq!(problem(""), Some(Problem::Empty));
        assert_eq!(problem("c0-drop,s1"), Some(Problem::NotAnEdit(2, Fault::Change)));
        assert_eq!(problem(&["c0-drop"; EDITS].join(",")), None);
        assert_eq!(problem(&["c0-drop"; EDITS + 1].join(",")), Some(Problem::TooManyEdits(EDITS)));
        let told = problem("c0-drop,s1-flip-1").map(|problem| problem.to_string());
        assert_eq!(told.as_deref(), Some("is wrong at edit number 2: it must be written like c0-flip-43-01"));
    }
}
