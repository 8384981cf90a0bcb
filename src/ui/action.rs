//! What the buttons of a panel do.

use super::markup::dense_hex;
use super::{Session, browser};
use crate::scenario::address::{Layer, Selection, Tab};
use crate::trace::{Bytes, RecordId, SecretName};

/// What a button of a panel does.
#[derive(Clone, Debug)]
pub(super) enum Action {
    /// Goes somewhere; what is `None` stays as it is.
    Go {
        /// The step.
        step: Option<usize>,
        /// The page of the inspector.
        tab: Option<Tab>,
        /// Which bytes are shown.
        layer: Option<Layer>,
        /// What is selected there.
        selection: Option<Selection>,
    },
    /// Selects a secret, or nothing if it is selected.
    ToggleSecret(SecretName),
    /// Selects a field by its number.
    Field(usize),
    /// Copies bytes in hex.
    CopyHex(Bytes),
    /// Copies text.
    CopyText(String),
}

impl Action {
    /// Goes to a step and shows its message.
    pub fn message(step: usize) -> Self {
        Self::Go { step: Some(step), tab: Some(Tab::Message), layer: None, selection: None }
    }

    /// Goes to a record as it is on the wire, in the step that sends it.
    pub fn record(step: usize, id: RecordId) -> Self {
        let selection = Some(Selection::Record(id));
        Self::Go { step: Some(step), tab: Some(Tab::Message), layer: Some(Layer::Wire), selection }
    }

    /// Goes to a secret in the key schedule.
    pub fn secret(name: SecretName) -> Self {
        Self::Go { step: None, tab: Some(Tab::Keys), layer: None, selection: Some(Selection::Secret(name)) }
    }

    /// Goes to a secret in the key schedule, in the step in which it is born.
    #[cfg(feature = "whole")]
    pub fn secret_at(step: usize, name: SecretName) -> Self {
        Self::Go { step: Some(step), tab: Some(Tab::Keys), layer: None, selection: Some(Selection::Secret(name)) }
    }

    /// Goes to a step.
    pub fn step(step: usize) -> Self {
        Self::Go { step: Some(step), tab: None, layer: None, selection: None }
    }

    /// Goes to a page of the inspector.
    pub fn tab(tab: Tab) -> Self {
        Self::Go { step: None, tab: Some(tab), layer: None, selection: None }
    }

    /// Does it.
    pub fn perform(self, session: Session) {
        match self {
            Self::Go { step, tab, layer, selection } => session.update(|state| {
                state.cursor = step.unwrap_or(state.cursor);
                state.tab = tab.unwrap_or(state.tab);
                state.layer = layer.unwrap_or(state.layer);
                state.selection = selection;
            }),
            Self::ToggleSecret(name) => session.update(|state| {
                let this = Some(Selection::Secret(name));
                state.selection = if state.selection == this { None } else { this };
            }),
            Self::Field(number) => session.update(|state| state.selection = Some(Selection::Field(number))),
            Self::CopyHex(bytes) => copy(dense_hex(&bytes)),
            Self::CopyText(text) => copy(text),
        }
    }
}

fn copy(text: String) {
    browser::copy(text, "inspector-said", browser::copy_by_selection);
}
