//! The page as a whole: header, stage, story, inspector, player.

use core::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, Event};

use super::browser::{document, window};
use super::change::{Change, Picture};
use super::inspector::Inspector;
use super::markup::Markup;
#[cfg(feature = "whole")]
use super::open;
use super::stage::{self, actors, ladder};
use super::timer::Timer;
use super::{
    Run, Session, browser, controls, dialog, events, header, link, notices, part, player, presets, settings, story,
};
use crate::scenario::Rehearsal;
#[cfg(not(feature = "whole"))]
use crate::scenario::address::Address;
use crate::scenario::address::{Layout, Theme};

/// What the largest runs take, one after the other, in bytes. Asked for at once and given back, it is there when they come: memory
/// that grows bit by bit lies in pieces.
#[cfg(feature = "whole")]
const RESERVE: usize = 768 << 10;

/// Puts the page in place of the still frame that `index.html` shows until then.
pub fn mount() {
    let Some((app, before)) = part::place() else { return };
    #[cfg(feature = "whole")]
    core::hint::black_box(Vec::<u8>::with_capacity(RESERVE));
    #[cfg(feature = "whole")]
    let (parsed, opened) = open::arrive(&browser::parameters());
    #[cfg(not(feature = "whole"))]
    let (parsed, opened) = (Address::parse(&browser::parameters()), None);
    #[cfg(not(feature = "whole"))]
    if parsed.needs_whole() && !part::is_alone() {
        part::ask("");
        part::once_alone(mount);
        return;
    }
    if let Some(run) = opened {
        return show(Session::new(parsed, run), &app, &before);
    }
    // Certificates, run and page each in a task of its own: what a visitor does meanwhile waits for one of them only.
    let rehearsal = Arc::new(Rehearsal::new(&parsed.address.scenario));
    browser::soon(move || {
        let run = Run::rehearsed(&parsed.address.scenario, rehearsal);
        let session = Session::new(parsed, run);
        browser::soon(move || show(session, &app, &before));
    });
}

/// Shows the page.
fn show(session: Session, app: &Element, before: &Element) {
    app.set_id("app");
    app.set_inner_html(page().html());
    let _ = before.replace_with_with_node_1(app);
    start(app, session);
    part::go_on(session, app);
    #[cfg(feature = "whole")]
    super::laboratory::open(session);
}

fn page() -> Markup {
    let mut markup = Markup::default();
    #[cfg(feature = "whole")]
    super::laboratory::write_styles(&mut markup);
    header::write(&mut markup);
    notices::write(&mut markup);
    markup.raw("<main>");
    stage::write(&mut markup);
    markup.raw("<div class='side'>");
    story::write(&mut markup);
    Inspector::write(&mut markup);
    markup.raw("</div></main>");
    player::write(&mut markup);
    dialog::write(&mut markup, "presets", "Presets");
    dialog::write(&mut markup, "settings", "Client &amp; server");
    if part::WHOLE {
        dialog::write(&mut markup, "open", "Open");
    }
    #[cfg(feature = "whole")]
    super::laboratory::write_dialogs(&mut markup);
    dialog::write(&mut markup, "share", "Share");
    dialog::write(&mut markup, "help", "Help");
    markup
}

fn start(app: &Element, session: Session) {
    let page = Page::new(session);
    listen(app, session, &page.follower);
    // The state alone is followed: another scenario sets it as well, when its run is there.
    session.state.follow(move || page.paint(session, &Picture::of(session)));
}

fn listen(app: &Element, session: Session, follower: &Rc<Follower>) {
    let follower = Rc::clone(follower);
    // Not FnMut: what it does may move the focus, and so call it again.
    let listener = Closure::<dyn Fn(Event)>::new(move |event| events::handle(session, &follower.inspector, &event));
    let callback = listener.as_ref().unchecked_ref();
    for kind in events::EVENTS {
        let _ = app.add_event_listener_with_callback_and_bool(kind, callback, kind == "close");
    }
    let kinds: &[&str] =
        if part::WHOLE { &["hashchange", "resize", "pagehide", "blur"] } else { &["hashchange", "resize"] };
    for kind in kinds {
        let _ = window().add_event_listener_with_callback(kind, callback);
    }
    listener.forget();
}

/// What is kept beside the session, all of it about what is on the page.
struct Page {
    painted: RefCell<Option<Picture>>,
    /// The words of the step, as HTML.
    told: RefCell<String>,
    player: Timer,
    follower: Rc<Follower>,
    /// When the follower comes: at the second frame from now. At the next one `soon` sets `then`.
    soon: Timer,
    then: Rc<Timer>,
}

impl Page {
    fn new(session: Session) -> Self {
        let follower = Rc::new(Follower::new(session));
        let follow = Rc::clone(&follower);
        let then = Rc::new(Timer::new(Box::new(move || follow.paint(&Picture::of(session)))));
        let next = Rc::clone(&then);
        let soon = Timer::new(Box::new(move || next.next_frame()));
        Self {
            painted: RefCell::default(),
            told: RefCell::default(),
            player: controls::player(session),
            follower,
            soon,
            then,
        }
    }

    fn paint(&self, session: Session, now: &Picture) {
        let before = self.painted.replace(Some(now.clone()));
        let change = Change::new(before.as_ref(), now);
        story::rewind(&change);
        dress(&change);
        header::paint(session, &change);
        presets::paint(session, &change);
        notices::paint(&change);
        ladder::paint(&change);
        story::paint(&change, &self.told);
        #[cfg(feature = "whole")]
        super::predict::paint(session, &change);
        #[cfg(feature = "whole")]
        super::attack::paint(session, &change);
        player::paint(&change);
        controls::paint(&change, &self.player);
        self.then.stop();
        if before.is_some() && change.step_is_new() {
            self.soon.next_frame();
        } else {
            self.soon.stop();
            self.follower.paint(now);
        }
        ladder::keep_in_view(&change);
    }
}

/// What follows the reader to a step a frame later, when they stay at it: the bytes are most of a step, and without them
/// the rest of it is there sooner. Who rushes through the steps sees the bytes of where they arrive.
struct Follower {
    session: Session,
    painted: RefCell<Option<Picture>>,
    inspector: Inspector,
    address: Timer,
}

impl Follower {
    fn new(session: Session) -> Self {
        let address = link::writer(session);
        Self { session, painted: RefCell::default(), inspector: Inspector::default(), address }
    }

    fn paint(&self, now: &Picture) {
        let before = self.painted.replace(Some(now.clone()));
        let change = Change::new(before.as_ref(), now);
        ladder::travel(&change);
        actors::paint(&change);
        self.inspector.paint(&change);
        if part::WHOLE {
            settings::paint(self.session, &change);
        }
        #[cfg(feature = "whole")]
        super::laboratory::paint(self.session, &change);
        story::announce(&change);
        link::write_later(&self.address);
    }
}

/// Lets the style sheets know the colours, the layout and the speed.
fn dress(change: &Change) {
    if !change.is_new(|state| (state.theme, state.layout, state.speed)) {
        return;
    }
    let Some(root) = document().document_element() else { return };
    let _ = root.set_attribute(
        "data-theme",
        match change.state.theme {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        },
    );
    let _ = root.set_attribute(
        "data-ui",
        match change.state.layout {
            Layout::Full => "full",
            Layout::Embed => "embed",
        },
    );
    let mut speed = Markup::default();
    speed.raw("--speed:").raw(controls::SPEEDS[change.state.speed].0);
    browser::set("app", "style", speed.html());
}
