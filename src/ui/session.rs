//! The one piece of global state of the page.

use std::sync::Arc;
#[cfg(feature = "whole")]
use std::sync::OnceLock;

use super::controls::NORMAL;
use super::inspector::bytes_shown;
use super::outline::{Outline, outline};
use super::signal::Signal;
#[cfg(feature = "whole")]
use crate::explain::{self, Haul};
#[cfg(feature = "whole")]
use crate::scenario::Theft;
use crate::scenario::address::{Address, Depth, Layer, Layout, Notice, Parsed, Problem, Selection, Tab, Theme};
use crate::scenario::{Rehearsal, Scenario};
#[cfg(feature = "whole")]
use crate::trace::Side;
use crate::trace::{Bytes, Parting, Trace};

/// What the page is a function of: the scenario, its run, and where in it the reader is.
#[derive(Clone, Copy)]
pub struct Session {
    /// The scenario.
    pub scenario: Signal<Scenario>,
    /// Its run, or one that was opened and is shown in its place.
    pub run: Signal<Arc<Run>>,
    /// Where the reader is; changed by [`Session::update`] only. The page is painted when this is set, as it is, too, after
    /// another scenario.
    pub state: Signal<State>,
}

/// A run.
#[derive(Debug)]
pub struct Run {
    /// Everything that happened.
    pub trace: Trace,
    /// The same in lines, one for each step.
    pub outline: Outline,
    /// Whether somebody on the way does more than to look on, or gets something later.
    #[cfg(feature = "whole")]
    pub has_attacker: bool,
    /// Whether the client, and the server, is broken on purpose.
    #[cfg(feature = "whole")]
    pub broken: [bool; 2],
    /// What another run with the same certificates needs.
    rehearsal: Option<Arc<Rehearsal>>,
    /// What is stolen when all is over.
    #[cfg(feature = "whole")]
    thefts: Vec<Theft>,
    /// What that leads to, once it was asked for.
    #[cfg(feature = "whole")]
    haul: OnceLock<Haul>,
    /// Where it comes from, if it was opened and not computed here.
    pub origin: Option<Origin>,
}

/// Where a run comes from that was opened.
#[derive(Clone, Debug)]
pub struct Origin {
    /// What it is about.
    pub title: String,
    /// When it began, in seconds from 1970-01-01T00:00:00Z.
    pub began: u64,
    /// The certificates that the sides trusted beforehand, in DER, as far as that is known.
    pub trust_anchors: Vec<Bytes>,
    /// Its name, if it is one that everybody has.
    pub sample: Option<&'static str>,
    /// The file's name and what is in it, to be opened again with other secrets.
    pub content: Option<(String, Arc<Vec<u8>>)>,
}

/// Where in the run the reader is, and how they look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The step that is shown, the first being 0; a step of the trace.
    pub cursor: usize,
    /// Whether the steps follow each other by themselves.
    pub playing: bool,
    /// How fast they do: a place in [`super::controls::SPEEDS`].
    pub speed: usize,
    /// Whether the keys do something.
    pub shortcuts: bool,
    /// What the reader points at.
    pub selection: Option<Selection>,
    /// The page of the inspector.
    pub tab: Tab,
    /// Which bytes of a message are shown.
    pub layer: Layer,
    /// How deep the words go.
    pub depth: Depth,
    /// The layout.
    pub layout: Layout,
    /// The colours.
    pub theme: Theme,
    /// Where this run parts from the one before, if a choice made it another; the inner `None` if it does not.
    pub parting: Option<Option<Parting>>,
    /// Comparing, predicting and lessons.
    #[cfg(feature = "whole")]
    pub bench: super::laboratory::Bench,
    /// What of the address could not be used.
    pub notices: Vec<Notice>,
    /// The step and the layer of the bytes last shown, to which a selected field belongs.
    bytes: Option<(usize, Layer)>,
}

impl Run {
    /// The run of a scenario.
    fn of(scenario: &Scenario) -> Self {
        Self::rehearsed(scenario, Arc::new(Rehearsal::new(scenario)))
    }

    /// The run of another scenario; if its certificates are the same, they are not issued anew.
    pub(super) fn after(&self, scenario: &Scenario) -> Self {
        match self.rehearsal.as_ref().filter(|rehearsal| rehearsal.is_for(scenario)) {
            Some(rehearsal) => Self::rehearsed(scenario, Arc::clone(rehearsal)),
            None => Self::of(scenario),
        }
    }

    /// The run of a scenario with the certificates of `rehearsal`.
    pub(super) fn rehearsed(scenario: &Scenario, rehearsal: Arc<Rehearsal>) -> Self {
        let trace = rehearsal.run(scenario);
        Self {
            outline: outline(&trace),
            trace,
            #[cfg(feature = "whole")]
            has_attacker: scenario.is_attacked() || !scenario.thefts.is_empty(),
            #[cfg(feature = "whole")]
            broken: [Side::Client, Side::Server]
                .map(|side| scenario.omissions.iter().any(|(broken, _)| *broken == side)),
            rehearsal: Some(rehearsal),
            #[cfg(feature = "whole")]
            thefts: scenario.thefts.clone(),
            #[cfg(feature = "whole")]
            haul: OnceLock::new(),
            origin: None,
        }
    }

    /// A run that was opened.
    #[cfg(feature = "whole")]
    #[must_use]
    pub fn opened(trace: Trace, origin: Origin) -> Self {
        Self {
            outline: outline(&trace),
            trace,
            has_attacker: false,
            broken: [false; 2],
            rehearsal: None,
            thefts: Vec::new(),
            haul: OnceLock::new(),
            origin: Some(origin),
        }
    }

    /// What opens of it later, if something is stolen.
    #[cfg(feature = "whole")]
    #[must_use]
    pub fn haul(&self) -> Option<&Haul> {
        let is_robbed = !self.thefts.is_empty();
        is_robbed.then(|| self.haul.get_or_init(|| explain::haul(&self.trace, &self.thefts)))
    }

    /// Whether it was opened, and not computed here.
    #[must_use]
    pub fn is_opened(&self) -> bool {
        self.origin.is_some()
    }

    /// The number of the last step; 0 if there is none.
    #[must_use]
    pub fn last_step(&self) -> usize {
        self.trace.steps.len().saturating_sub(1)
    }
}

impl State {
    /// Whether a question waits for its answer.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        #[cfg(feature = "whole")]
        return self.bench.limit().is_some();
        #[cfg(not(feature = "whole"))]
        false
    }

    /// Goes to a step. A selected field, being one of the step before, is let go.
    pub fn go(&mut self, step: usize) {
        if step != self.cursor && matches!(self.selection, Some(Selection::Field(_))) {
            self.selection = None;
        }
        self.cursor = step;
    }
}

impl Session {
    /// Starts where a link leads, in the run of its scenario or in one that was opened.
    #[must_use]
    pub fn new(parsed: Parsed, run: Run) -> Self {
        let scenario = parsed.address.scenario.clone();
        let state = State {
            cursor: 0,
            playing: false,
            speed: NORMAL,
            shortcuts: true,
            selection: None,
            tab: Tab::default(),
            layer: Layer::default(),
            depth: Depth::default(),
            layout: Layout::default(),
            theme: Theme::default(),
            parting: None,
            #[cfg(feature = "whole")]
            bench: super::laboratory::Bench::default(),
            notices: Vec::new(),
            bytes: None,
        };
        let session =
            Self { scenario: Signal::new(scenario), run: Signal::new(Arc::new(run)), state: Signal::new(state) };
        session.look(parsed);
        session
    }

    /// Goes where another link leads.
    pub fn open(self, parsed: Parsed, opened: Option<Run>) {
        let scenario = parsed.address.scenario.clone();
        self.run.set(Arc::new(opened.unwrap_or_else(|| Run::of(&scenario))));
        self.scenario.set(scenario);
        self.look(parsed);
    }

    /// Looks at the run as a link says.
    fn look(self, parsed: Parsed) {
        let Parsed { address, notices } = parsed;
        let last = self.run.get().last_step();
        self.renew(|state| {
            state.playing = false;
            state.cursor = address.step.min(last);
            state.tab = address.tab;
            state.layer = address.layer;
            state.depth = address.depth;
            state.layout = address.layout;
            state.theme = address.theme;
            state.notices = notices;
            #[cfg(feature = "whole")]
            {
                state.bench =
                    super::laboratory::Bench { said: address.laboratory, ..super::laboratory::Bench::default() };
            }
            state.parting = None;
            state.bytes = None;
            state.selection = address.selection;
            if address.step > last {
                let problem = Problem::BeyondTheRun(last + 1);
                let instead = Some("the last step".into());
                state.notices.push(Notice { parameter: "step".into(), problem, instead });
            }
        });
    }

    /// What a link to here holds.
    #[must_use]
    pub fn address(self) -> Address {
        let state = self.state.get();
        Address {
            scenario: self.scenario.get(),
            step: state.cursor,
            selection: state.selection,
            tab: state.tab,
            layer: state.layer,
            depth: state.depth,
            layout: state.layout,
            theme: state.theme,
            #[cfg(feature = "whole")]
            laboratory: state.bench.said,
            #[cfg(not(feature = "whole"))]
            laboratory: crate::scenario::address::Laboratory::default(),
        }
    }

    /// The part after `#` of a link to here; `None` if no link leads here, because the run was opened from a file.
    #[cfg(feature = "whole")]
    #[must_use]
    pub fn hash(self) -> Option<String> {
        self.hash_of(&self.address())
    }

    /// The same for another place in the run.
    #[cfg(feature = "whole")]
    #[must_use]
    pub fn hash_of(self, address: &Address) -> Option<String> {
        let run = self.run.get();
        let Some(origin) = &run.origin else { return Some(address.to_hash()) };
        let name = origin.sample?;
        let others = Address { scenario: Scenario::default(), ..address.clone() }.to_hash();
        let between = if others.is_empty() { "" } else { "&" };
        Some(format!("preset={name}{between}{others}"))
    }

    /// Changes where the reader is; a step beyond the run is its last.
    ///
    /// A selected field is dropped when other bytes come to be shown, unless the selection came with them.
    pub fn update(self, change: impl FnOnce(&mut State)) {
        let before = self.state.get();
        let mut now = before.clone();
        change(&mut now);
        if now != before {
            self.put(&before, now);
        }
    }

    /// Changes where the reader is in another run, which is painted in any case.
    fn renew(self, change: impl FnOnce(&mut State)) {
        let before = self.state.get();
        let mut now = before.clone();
        change(&mut now);
        #[cfg(feature = "whole")]
        {
            now.bench.predict = self.asking(&now);
        }
        self.put(&before, now);
    }

    fn put(self, before: &State, mut now: State) {
        let run = self.run.get();
        now.cursor = now.cursor.min(run.last_step());
        #[cfg(feature = "whole")]
        {
            let limit = now.bench.limit();
            now.cursor = now.cursor.min(limit.unwrap_or(now.cursor));
            now.playing &= limit.is_none_or(|limit| now.cursor < limit);
        }
        if let Some(bytes) = bytes_shown(&run.trace, &now) {
            let others = now.bytes.is_some_and(|before| before != bytes);
            if others && now.selection == before.selection && matches!(now.selection, Some(Selection::Field(_))) {
                now.selection = None;
            }
            now.bytes = Some(bytes);
        }
        self.state.set(now);
    }

    /// Goes to a step because the reader says so, which ends the playing.
    pub fn jump(self, step: usize) {
        let last = self.run.get().last_step();
        self.update(|state| {
            state.playing = false;
            state.go(step.min(last));
        });
        #[cfg(feature = "whole")]
        super::predict::insist(self, step.min(last));
    }

    /// Goes to where the run parts from another, and to the field in which it does.
    pub fn show_parting(self, parting: Parting) {
        let run = self.run.get();
        let message = run.trace.steps.get(parting.step).and_then(|step| step.sent());
        let field = message.zip(parting.byte).and_then(|(message, byte)| message.fields.leaf_at(byte));
        self.jump(parting.step);
        self.update(|state| {
            let layer = if parting.is_framing { Layer::Wire } else { Layer::Opened };
            (state.tab, state.layer) = (Tab::Message, layer);
            state.selection = field.map(Selection::Field);
        });
    }

    /// The questions about the steps after the one that is shown.
    #[cfg(feature = "whole")]
    pub(super) fn asking(self, state: &State) -> super::predict::Asking {
        let run = self.run.get();
        let seed = self.scenario.with(|scenario| scenario.seed.clone());
        if state.bench.said.lesson.is_some() {
            // A lesson leads through the run itself.
            return super::predict::Asking::default();
        }
        super::predict::Asking::new(&run, &state.bench.said.predict, &seed, state.cursor)
    }

    /// Asks anew from the step on that is shown.
    #[cfg(feature = "whole")]
    pub fn ask_anew(self) {
        self.renew(|_| ());
    }

    /// Runs another scenario, and stays at the same point of the story where the new run has it.
    pub fn change(self, scenario: Scenario) {
        let was_opened = self.run.get().is_opened();
        if !was_opened && self.scenario.with(|current| *current == scenario) {
            return;
        }
        #[cfg(feature = "whole")]
        let old = self.scenario.get();
        let before = self.run.get();
        let after = Arc::new(before.after(&scenario));
        self.scenario.set(scenario);
        self.run.set(Arc::clone(&after));
        self.renew(|state| {
            state.go(after.outline.counterpart(&before.outline, state.cursor));
            state.parting = if was_opened { None } else { Some(after.trace.parts_from(&before.trace)) };
            #[cfg(feature = "whole")]
            if !state.bench.is_kept {
                state.bench.before = Some(Box::new(old));
            }
        });
    }

    /// Shows a run that was opened, from its start.
    #[cfg(feature = "whole")]
    pub fn show(self, run: Run) {
        super::experiments::end(self);
        self.show_again(Arc::new(run));
    }

    /// The same with one that was shown before.
    #[cfg(feature = "whole")]
    pub fn show_again(self, run: Arc<Run>) {
        self.run.set(run);
        self.renew(|state| {
            state.playing = false;
            state.cursor = 0;
            state.selection = None;
            state.bytes = None;
            state.parting = None;
            state.notices.clear();
        });
    }
}
