//! The one piece of global state of the page.

use std::sync::Arc;

use leptos::prelude::*;

use crate::scenario::address::{Depth, Layer, Layout, Selection, Tab, Theme};
use crate::scenario::{Scenario, run};
use crate::trace::{Step, Trace};

/// What the page is a function of: the scenario and its trace, the cursor, the selection, and how to look at it.
#[derive(Clone, Copy)]
pub struct Session {
    /// The scenario.
    pub scenario: RwSignal<Scenario>,
    /// Its run, recomputed when the scenario changes.
    pub trace: Memo<Arc<Trace>>,
    /// The step that is shown, the first being 0; always a step of the trace.
    pub cursor: RwSignal<usize>,
    /// What the reader points at.
    pub selection: RwSignal<Option<Selection>>,
    /// The page of the inspector.
    pub tab: RwSignal<Tab>,
    /// Which bytes of a message are shown.
    pub layer: RwSignal<Layer>,
    /// How deep the words go.
    pub depth: RwSignal<Depth>,
    /// The layout.
    pub layout: RwSignal<Layout>,
    /// The colours.
    pub theme: RwSignal<Theme>,
}

impl Session {
    /// The session that the views around share.
    ///
    /// # Panics
    /// Outside of the page's root, which provides it.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// Starts on the first step of `scenario`.
    #[must_use]
    pub fn new(scenario: Scenario) -> Self {
        let scenario = RwSignal::new(scenario);
        Self {
            scenario,
            trace: Memo::new(move |_| scenario.with(|scenario| Arc::new(run(scenario)))),
            cursor: RwSignal::new(0),
            selection: RwSignal::new(None),
            tab: RwSignal::new(Tab::default()),
            layer: RwSignal::new(Layer::default()),
            depth: RwSignal::new(Depth::default()),
            layout: RwSignal::new(Layout::default()),
            theme: RwSignal::new(Theme::default()),
        }
    }

    /// Calls `with` with the step that is shown.
    pub fn with_step<T>(self, with: impl FnOnce(&Trace, usize, &Step) -> T) -> Option<T> {
        let trace = self.trace.get();
        let cursor = self.cursor.get();
        trace.steps.get(cursor).map(|step| with(&trace, cursor, step))
    }
}
