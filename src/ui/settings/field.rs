//! One field of the options.

use web_sys::Element;

use crate::scenario::Scenario;
use crate::scenario::address::Problem;
use crate::ui::browser::{find, set_text, set_value, value};
use crate::ui::markup::Markup;

/// A choice of a few.
pub(super) struct Choice {
    pub id: &'static str,
    pub label: &'static str,
    pub words: &'static [&'static str],
    pub chosen: fn(&Scenario) -> usize,
    pub choose: fn(&mut Scenario, usize),
}

impl Markup {
    /// Writes a list of options under its label.
    pub(in crate::ui) fn select(
        &mut self,
        id: &'static str,
        label: &'static str,
        words: &[&'static str],
        chosen: usize,
    ) {
        self.raw("<div class='field'><label for='").raw(id).raw("'>").raw(label).raw("</label><select id='").raw(id);
        self.raw("'>");
        for (index, word) in words.iter().enumerate() {
            self.raw("<option value='").number(index).raw(if index == chosen { "' selected>" } else { "'>" });
            self.raw(word).raw("</option>");
        }
        self.raw("</select></div>");
    }
}

impl Choice {
    pub fn write(&self, scenario: &Scenario, markup: &mut Markup) {
        markup.select(self.id, self.label, self.words, (self.chosen)(scenario));
    }

    pub fn paint(&self, scenario: &Scenario) {
        if let Some(list) = find(self.id) {
            set_value(&list, Markup::default().number((self.chosen)(scenario)).html());
        }
    }
}

/// What a text is typed into.
pub(super) enum Input {
    Line,
    Lines,
    Date,
}

/// A text.
pub(super) struct TextField {
    pub id: &'static str,
    /// The id of what is said below it.
    pub note: &'static str,
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
            Input::Date => "<input type='date' min='1970-01-01' max='2049-12-31'",
        });
        markup.raw(" autocomplete='off' autocapitalize='off' spellcheck='false' aria-describedby='").raw(self.note);
        markup.raw("' id='").raw(self.id);
        // A browser drops the first line feed of a text area.
        markup.raw(if lines { "'>\n" } else { "' value='" }).text(&(self.show)(scenario));
        markup.raw(if lines { "</textarea>" } else { "'>" });
        markup.raw("<p class='note' role='status' id='").raw(self.note).raw("'>").raw(self.hint).raw("</p></div>");
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
        let note = find(self.note);
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
        set_text(self.note, &said);
    }
}
