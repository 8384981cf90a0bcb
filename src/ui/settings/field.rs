//! One field of the options.

use leptos::prelude::*;

use crate::scenario::Scenario;
use crate::scenario::address::Problem;
use crate::ui::Session;

/// A choice of a few.
pub(super) struct Choice {
    pub id: &'static str,
    pub label: &'static str,
    pub words: &'static [&'static str],
    pub chosen: fn(&Scenario) -> usize,
    pub choose: fn(&mut Scenario, usize),
}

pub(super) fn choice(session: Session, choice: &'static Choice) -> AnyView {
    let options: Vec<AnyView> = choice
        .words
        .iter()
        .enumerate()
        .map(|(index, word)| {
            let selected = move || session.scenario.with(choice.chosen) == index;
            view! { <option value=index.to_string() prop:selected=selected>{*word}</option> }.into_any()
        })
        .collect();
    let change = move |text: String| {
        if let Some(index) = text.parse().ok().filter(|index| *index < choice.words.len()) {
            let mut scenario = session.scenario.get_untracked();
            (choice.choose)(&mut scenario, index);
            session.change(scenario);
        }
    };
    view! {
        <div class="field">
            <label for=choice.id>{choice.label}</label>
            <select id=choice.id on:change:target=move |event| change(event.target().value())>{options}</select>
        </div>
    }
    .into_any()
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
    pub label: &'static str,
    pub hint: &'static str,
    pub input: Input,
    pub show: fn(&Scenario) -> String,
    pub apply: fn(&mut Scenario, &str) -> Result<(), Problem>,
}

pub(super) fn text_field(session: Session, field: &'static TextField) -> AnyView {
    let typed = RwSignal::new(session.scenario.with_untracked(field.show));
    let problem = RwSignal::new(None::<Problem>);
    // What is typed stays as it is typed as long as it means what the scenario says.
    Effect::new(move |_| {
        session.scenario.with(|scenario| {
            let mut meant = scenario.clone();
            let applied = (field.apply)(&mut meant, &typed.get_untracked());
            if applied.is_ok() && meant != *scenario {
                typed.set((field.show)(scenario));
                problem.set(None);
            }
        });
    });
    let change = move |text: String| {
        let mut scenario = session.scenario.get_untracked();
        let result = (field.apply)(&mut scenario, &text);
        typed.set(text);
        match result {
            Ok(()) => {
                problem.set(None);
                session.change(scenario);
            }
            Err(wrong) => problem.set(Some(wrong)),
        }
    };
    let invalid = move || problem.with(Option::is_some).then_some("true");
    let note = format!("{}-note", field.id);
    let input = match field.input {
        Input::Lines => view! {
            <textarea
                id=field.id
                rows="4"
                spellcheck="false"
                aria-describedby=note.clone()
                aria-invalid=invalid
                prop:value=move || typed.get()
                on:input:target=move |event| change(event.target().value())
            ></textarea>
        }
        .into_any(),
        Input::Line | Input::Date => view! {
            <input
                id=field.id
                type=if matches!(field.input, Input::Date) { "date" } else { "text" }
                min="1970-01-01"
                max="2049-12-31"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-describedby=note.clone()
                aria-invalid=invalid
                prop:value=move || typed.get()
                on:input:target=move |event| change(event.target().value())
            />
        }
        .into_any(),
    };
    view! {
        <div class="field">
            <label for=field.id>{field.label}</label>
            {input}
            <p class="note" id=note role="status" data-wrong=invalid>
                {move || match problem.get() {
                    Some(problem) => format!("This {problem}. The run still uses the last valid value."),
                    None => field.hint.into(),
                }}
            </p>
        </div>
    }
    .into_any()
}
