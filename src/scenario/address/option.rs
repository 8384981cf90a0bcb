//! The options of a scenario by the names of their parameters, as a person types and reads them.

use super::parameter::{PARAMETERS, Parameter};
use super::write::escaped;
use super::{Address, Problem};
use crate::scenario::Scenario;

fn parameter(name: &str) -> Option<&'static Parameter> {
    PARAMETERS.iter().find(|parameter| parameter.name == name)
}

impl Scenario {
    /// The value of an option that is a word, a number, or a list of words, as a link has it; empty if it has none.
    #[must_use]
    pub fn option(&self, name: &str) -> String {
        let address = Address { scenario: self.clone(), ..Address::default() };
        parameter(name).and_then(|parameter| (parameter.write)(&address)).unwrap_or_default()
    }

    /// Takes an option as it was typed; spaces between the items of a list do no harm.
    ///
    /// # Errors
    /// If a link could not have it either. Then the scenario is as before.
    pub fn set_option(&mut self, name: &str, typed: &str) -> Result<(), Problem> {
        let parameter = parameter(name).ok_or(Problem::Unknown)?;
        let items: Vec<_> = typed.split(',').map(|item| escaped(item.trim())).collect();
        let mut address = Address { scenario: self.clone(), ..Address::default() };
        (parameter.read)(&mut address, &items.join(","))?;
        *self = address.scenario;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tls::registry::NamedGroup;

    #[test]
    fn what_is_shown_can_be_typed() {
        let scenario = Scenario::default();
        for name in ["suite", "versions", "sgroups", "schemes", "sni", "tickets", "pause", "padding", "psk", "delay"] {
            let mut same = scenario.clone();
            assert_eq!(same.set_option(name, &scenario.option(name)), Ok(()), "{name}");
            assert_eq!(same, scenario, "{name}");
        }
    }

    #[test]
    fn lists_may_have_spaces_and_name_the_wrong_item() {
        let mut scenario = Scenario::default();
        assert_eq!(scenario.set_option("groups", " secp256r1 , x25519 "), Ok(()));
        assert_eq!(scenario.offered_groups(), [NamedGroup::SECP256R1, NamedGroup::X25519]);
        let before = scenario.clone();
        let wrong = scenario.set_option("groups", "x25519, x448").map_err(|problem| problem.to_string());
        assert_eq!(
            wrong,
            Err("must list, with commas between, x25519, secp256r1, secp384r1 or x25519mlkem768; number 2 is something else".into())
        );
        assert_eq!(scenario.set_option("groups", "x25519, x25519"), Err(Problem::RepeatedAt(2)));
        assert_eq!(scenario.set_option("shares", "x25519, secp384r1"), Err(Problem::NotOffered(2)));
        assert_eq!(scenario.set_option("groups", " "), Err(Problem::Empty));
        assert_eq!(scenario.set_option("padding", "many"), Err(Problem::NotANumber { from: 0, to: 16_384 }));
        assert_eq!(scenario.set_option("nothing", ""), Err(Problem::Unknown));
        assert_eq!(scenario, before);
    }
}
