//! One field of the options.

use web_sys::Element;

use crate::scenario::Scenario;
use crate::scenario::address::Problem;
use crate::ui::browser::{find, is_checked, set_checked, set_text, set_value, value};
use crate::ui::markup::Markup;

/// The choice of the suite that the client puts first.
const SUITE: &str = "suite";

/// An option. Its id is the name of its parameter in a link.
pub(super) enum Field {
    /// A choice of a few.
    Choice(Choice),
    /// Yes or no.
    Tick { id: &'static str, label: &'static str },
    /// Whether a list of words has that one, which is the field's id.
    Listed { list: &'static str, word: &'static str, label: &'static str },
    /// A text.
    Text(TextField),
}

impl Field {
    pub fn id(&self) -> &'static str {
        match self {
            Self::Choice(Choice { id, .. }) | Self::Tick { id, .. } | Self::Text(TextField { id, .. }) => id,
            Self::Listed { word, .. } => word,
        }
    }

    /// Whether the scenario has it as the default has it.
    pub fn is_default(&self, scenario: &Scenario) -> bool {
        match self {
            Self::Listed { list, word, .. } => {
                is_listed(scenario, list, word) == is_listed(&Scenario::default(), list, word)
            }
            _ => scenario.option(self.id()) == Scenario::default().option(self.id()),
        }
    }

    pub fn write(&self, scenario: &Scenario, markup: &mut Markup) {
        match self {
            Self::Choice(choice) => {
                let words = choice.words.iter().map(|(_, label)| *label);
                markup.select(choice.id, choice.label, words, choice.chosen(scenario));
            }
            Self::Tick { id, label } => tick(id, label, is_ticked(scenario, id), markup),
            Self::Listed { list, word, label } => tick(word, label, is_listed(scenario, list, word), markup),
            Self::Text(text) => text.write(scenario, markup),
        }
    }

    pub fn paint(&self, scenario: &Scenario) {
        match self {
            Self::Choice(choice) => {
                if let Some(list) = find(choice.id) {
                    set_value(&list, Markup::default().number(choice.chosen(scenario)).html());
                    if choice.id == SUITE {
                        choice.paint_fitting(&list, scenario);
                    }
                }
            }
            Self::Tick { id, .. } => set_checked(id, is_ticked(scenario, id)),
            Self::Listed { list, word, .. } => set_checked(word, is_listed(scenario, list, word)),
            Self::Text(text) => text.paint(scenario),
        }
    }

    /// Takes up what was chosen or typed, or says what is wrong with it.
    pub fn take(&self, scenario: &mut Scenario, field: &Element) -> bool {
        match self {
            Self::Choice(choice) => {
                let index: Option<usize> = value(field).parse().ok();
                let word = index.and_then(|index| choice.words.get(index));
                word.is_some_and(|(word, _)| choice.choose(scenario, word))
            }
            Self::Tick { id, .. } => scenario.set_option(id, if is_checked(id) { "yes" } else { "no" }).is_ok(),
            Self::Listed { list, word, .. } => {
                let before = scenario.option(list);
                let mut words: Vec<&str> =
                    before.split(',').filter(|other| !other.is_empty() && other != word).collect();
                if is_checked(word) {
                    words.push(word);
                }
                scenario.set_option(list, &words.join(",")).is_ok()
            }
            Self::Text(text) => {
                let result = (text.apply)(scenario, &value(field));
                text.say(field, result.as_ref().err());
                result.is_ok()
            }
        }
    }
}

fn is_listed(scenario: &Scenario, list: &str, word: &str) -> bool {
    scenario.option(list).split(',').any(|other| other == word)
}

fn tick(id: &'static str, label: &'static str, is_ticked: bool, markup: &mut Markup) {
    markup.raw("<label class='tick'><input type='checkbox' id='").raw(id);
    markup.raw(if is_ticked { "' checked>" } else { "'>" }).raw(label).raw("</label>");
}

fn is_ticked(scenario: &Scenario, id: &str) -> bool {
    scenario.option(id) == "yes"
}

/// A choice of a few.
pub(super) struct Choice {
    pub id: &'static str,
    pub label: &'static str,
    /// Each word as a link has it, and as readers see it.
    pub words: &'static [(&'static str, &'static str)],
}

impl Choice {
    fn chosen(&self, scenario: &Scenario) -> usize {
        let chosen = with_favourites(scenario.clone()).option(self.id);
        self.words.iter().position(|(word, _)| *word == chosen).unwrap_or_default()
    }

    /// Whether the client would put that suite first, which is of a version and goes with a certificate; of the rest all fits.
    fn fits(&self, scenario: &Scenario, word: &str) -> bool {
        let mut chosen = scenario.clone();
        self.id != SUITE
            || self.choose(&mut chosen, word) && chosen.offered_suites().first() == Some(&chosen.cipher_suite)
    }

    /// Shows which ones fit.
    fn paint_fitting(&self, list: &Element, scenario: &Scenario) {
        let mut option = list.first_element_child();
        for (word, _) in self.words {
            let Some(here) = option else { return };
            let _ = if self.fits(scenario, word) {
                here.remove_attribute("disabled")
            } else {
                here.set_attribute("disabled", "")
            };
            option = here.next_element_sibling();
        }
    }

    fn choose(&self, scenario: &mut Scenario, word: &str) -> bool {
        let mut chosen = with_favourites(scenario.clone());
        let is_valid = chosen.set_option(self.id, word).is_ok();
        if is_valid {
            // A list of which nothing is of these versions is no list any more.
            chosen.client_suites = chosen.client_suites.take().filter(|_| !chosen.offered_suites().is_empty());
            put_first(&mut chosen.client_suites, chosen.cipher_suite);
            put_first(&mut chosen.client_groups, chosen.group);
            *scenario = chosen;
        }
        is_valid
    }
}

/// The same scenario, in which the favourites are what the client's lists say.
fn with_favourites(mut scenario: Scenario) -> Scenario {
    let suite = scenario.offered_suites().first().copied();
    let group = scenario.offered_groups().first().copied();
    scenario.cipher_suite = suite.unwrap_or(scenario.cipher_suite);
    scenario.group = group.unwrap_or(scenario.group);
    scenario
}

fn put_first<T: PartialEq>(list: &mut Option<Vec<T>>, first: T) {
    if let Some(list) = list {
        list.retain(|item| *item != first);
        list.insert(0, first);
    }
}

impl Markup {
    /// Writes a list of options under its label.
    pub(in crate::ui) fn select(
        &mut self,
        id: &'static str,
        label: &'static str,
        words: impl Iterator<Item = &'static str>,
        chosen: usize,
    ) {
        self.raw("<div class='field'><label for='").raw(id).raw("'>").raw(label).raw("</label><select id='").raw(id);
        self.raw("'>");
        for (index, word) in words.enumerate() {
            self.raw("<option value='").number(index).raw(if index == chosen { "' selected>" } else { "'>" });
            self.raw(word).raw("</option>");
        }
        self.raw("</select></div>");
    }
}

/// What a text is typed into.
pub(super) enum Input {
    Line,
    Lines,
    Number,
    Date,
}

/// A text.
pub(super) struct TextField {
    pub id: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub input: Input,
    pub show: fn(&Scenario) -> String,
    pub apply: fn(&mut Scenario, &str) -> Result<(), Problem>,
}

impl TextField {
    pub fn write(&self, scenario: &Scenario, markup: &mut Markup) {
        let lines = matches!(self.input, Input::Lines);
        markup.raw("<div class='field'><label for='").raw(self.id).raw("'>").raw(self.label).raw("</label>");
        markup.raw(match self.input {
            Input::Line => "<input type='text'",
            Input::Lines => "<textarea rows='4'",
            Input::Number => "<input type='text' inputmode='numeric'",
            Input::Date => "<input type='date' min='1970-01-01' max='2049-12-31'",
        });
        markup.raw(" autocomplete='off' autocapitalize='off' spellcheck='false' aria-describedby='").raw(self.id);
        markup.raw("-note' id='").raw(self.id);
        // A browser drops the first line feed of a text area.
        markup.raw(if lines { "'>\n" } else { "' value='" }).text(&(self.show)(scenario));
        markup.raw(if lines { "</textarea>" } else { "'>" });
        markup.raw("<p class='note' role='status' id='").raw(self.id).raw("-note'>").raw(self.hint).raw("</p></div>");
    }

    /// Shows the scenario's value, unless what is typed means just that or means nothing yet.
    pub fn paint(&self, scenario: &Scenario) {
        let Some(field) = find(self.id) else { return };
        let mut meant = scenario.clone();
        if (self.apply)(&mut meant, &value(&field)).is_ok() && meant != *scenario {
            set_value(&field, &(self.show)(scenario));
            self.say(&field, None);
        }
    }

    /// Says what is wrong with what is typed, or the hint.
    pub fn say(&self, field: &Element, problem: Option<&Problem>) {
        let mut id = String::from(self.id);
        id.push_str("-note");
        let note = find(&id);
        let mut said = String::new();
        if let Some(problem) = problem {
            let _ = field.set_attribute("aria-invalid", "true");
            let _ = note.map(|note| note.set_attribute("data-wrong", "true"));
            said.push_str("This ");
            said.push_str(&problem.to_string());
            said.push_str(". The run still uses the last valid value.");
        } else {
            let _ = field.remove_attribute("aria-invalid");
            let _ = note.map(|note| note.remove_attribute("data-wrong"));
            said.push_str(self.hint);
        }
        set_text(&id, &said);
    }
}
