//! The one piece of global state of the page.

use std::sync::Arc;

use leptos::prelude::*;

use super::outline::{Outline, outline};
use crate::scenario::address::{Address, Depth, Layer, Layout, Notice, Parsed, Problem, Selection, Tab, Theme};
use crate::scenario::{Scenario, run};
use crate::trace::{Step, Trace};

/// What the page is a function of: the scenario and its trace, the cursor, the selection, and how to look at it.
#[derive(Clone, Copy)]
pub struct Session {
    /// The scenario.
    pub scenario: RwSignal<Scenario>,
    /// Its run, recomputed when the scenario changes.
    pub trace: Memo<Arc<Trace>>,
    /// The run in lines, one for each step.
    pub outline: Memo<Arc<Outline>>,
    /// The step that is shown, the first being 0; always a step of the trace.
    pub cursor: RwSignal<usize>,
    /// Whether the steps follow each other by themselves.
    pub playing: RwSignal<bool>,
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
    /// What of the address could not be used.
    pub notices: RwSignal<Vec<Notice>>,
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

    /// Starts where a link leads.
    #[must_use]
    pub fn new(parsed: Parsed) -> Self {
        let Parsed { address, notices } = parsed;
        let scenario = RwSignal::new(address.scenario);
        let trace = Memo::new(move |_| scenario.with(|scenario| Arc::new(run(scenario))));
        let session = Self {
            scenario,
            trace,
            outline: Memo::new(move |_| Arc::new(outline(&trace.get()))),
            cursor: RwSignal::new(0),
            playing: RwSignal::new(false),
            selection: RwSignal::new(address.selection),
            tab: RwSignal::new(address.tab),
            layer: RwSignal::new(address.layer),
            depth: RwSignal::new(address.depth),
            layout: RwSignal::new(address.layout),
            theme: RwSignal::new(address.theme),
            notices: RwSignal::new(notices),
        };
        session.clamp_to(address.step);
        session
    }

    /// Goes where another link leads.
    pub fn open(self, parsed: Parsed) {
        let Parsed { address, notices } = parsed;
        self.playing.set(false);
        self.scenario.set(address.scenario);
        self.selection.set(address.selection);
        self.tab.set(address.tab);
        self.layer.set(address.layer);
        self.depth.set(address.depth);
        self.layout.set(address.layout);
        self.theme.set(address.theme);
        self.notices.set(notices);
        self.clamp_to(address.step);
    }

    /// What a link to here holds. Tracks nothing.
    #[must_use]
    pub fn address(self) -> Address {
        Address {
            scenario: self.scenario.get_untracked(),
            step: self.cursor.get_untracked(),
            selection: self.selection.get_untracked(),
            tab: self.tab.get_untracked(),
            layer: self.layer.get_untracked(),
            depth: self.depth.get_untracked(),
            layout: self.layout.get_untracked(),
            theme: self.theme.get_untracked(),
        }
    }

    /// Goes to a step, or to the last if there are fewer. A selected field, being one of the step before, is let go.
    pub fn go(self, step: usize) {
        let step = step.min(self.last_step());
        if step == self.cursor.get_untracked() {
            return;
        }
        if matches!(self.selection.get_untracked(), Some(Selection::Field(_))) {
            self.selection.set(None);
        }
        self.cursor.set(step);
    }

    /// Runs another scenario, and stays at the same point of the story where the new run has it.
    pub fn change(self, scenario: Scenario) {
        if self.scenario.with_untracked(|current| *current == scenario) {
            return;
        }
        let before = self.outline.get_untracked();
        self.scenario.set(scenario);
        let cursor = self.cursor.get_untracked();
        let after = self.outline.get_untracked().counterpart(&before, cursor);
        if after == cursor {
            return;
        }
        self.go(after);
    }

    /// The number of the last step; 0 if there is none.
    #[must_use]
    pub fn last_step(self) -> usize {
        self.trace.with_untracked(|trace| trace.steps.len().saturating_sub(1))
    }

    /// Calls `with` with the step that is shown.
    pub fn with_step<T>(self, with: impl FnOnce(&Trace, usize, &Step) -> T) -> Option<T> {
        let trace = self.trace.get();
        let cursor = self.cursor.get();
        trace.steps.get(cursor).map(|step| with(&trace, cursor, step))
    }

    fn clamp_to(self, step: usize) {
        let last = self.last_step();
        self.cursor.set(step.min(last));
        if step > last {
            let problem = Problem::BeyondTheRun(last + 1);
            let instead = Some("the last step".into());
            self.notices.update(|notices| notices.push(Notice { parameter: "step".into(), problem, instead }));
        }
    }
}
