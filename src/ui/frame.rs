//! The page as a whole: header, stage, story, inspector, player.

use core::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::reactive::effect::ImmediateEffect;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, Event};

use super::change::{Change, Picture};
use super::inspector::Inspector;
use super::markup::Markup;
use super::stage::{self, actors, ladder};
use super::timer::Timer;
use super::{Session, browser, controls, dialog, events, header, link, notices, player, presets, settings, story};
use crate::scenario::address::{Address, Layout, Theme};

/// Puts the page in place of the still frame that `index.html` shows until then.
pub fn mount() {
    console_error_panic_hook::set_once();
    let Some(app) = browser::find("still") else { return };
    app.set_id("app");
    app.set_inner_html(whole().html());
    let owner = Owner::new();
    owner.with(|| start(&app));
    // The page lives as long as its window.
    core::mem::forget(owner);
}

fn whole() -> Markup {
    let mut markup = Markup::default();
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
    dialog::write(&mut markup, "share", "Share");
    dialog::write(&mut markup, "help", "Help");
    markup
}

fn start(app: &Element) {
    let session = Session::new(Address::parse(&browser::parameters()));
    let page = Rc::new(Page::new(session));
    listen(app, session, &page);
    let page = StoredValue::new_local(page);
    ImmediateEffect::new_scoped(move || {
        let now = Picture { run: session.run.get(), state: session.state.get() };
        page.with_value(Rc::clone).paint(session, &now);
    });
}

fn listen(app: &Element, session: Session, page: &Rc<Page>) {
    let page = Rc::clone(page);
    // Not FnMut: what it does may move the focus, and so call it again.
    let listener = Closure::<dyn Fn(Event)>::new(move |event| events::handle(session, &page.inspector, &event));
    let callback = listener.as_ref().unchecked_ref();
    for kind in events::EVENTS {
        let _ = app.add_event_listener_with_callback_and_bool(kind, callback, kind == "close");
    }
    let _ = window().add_event_listener_with_callback("hashchange", callback);
    listener.forget();
}

/// What is kept beside the session, all of it about what is on the page.
struct Page {
    painted: RefCell<Option<Picture>>,
    inspector: Inspector,
    address: Timer,
    player: Timer,
    keeper_in_view: Timer,
}

impl Page {
    fn new(session: Session) -> Self {
        Self {
            painted: RefCell::default(),
            inspector: Inspector::default(),
            address: link::writer(session),
            player: controls::player(session),
            keeper_in_view: ladder::keeper_in_view(session),
        }
    }

    fn paint(&self, session: Session, now: &Picture) {
        let before = self.painted.replace(Some(now.clone()));
        let change = Change::new(before.as_ref(), now);
        dress(&change);
        header::paint(session, &change);
        presets::paint(session, &change);
        notices::paint(&change);
        ladder::paint(&change, &self.keeper_in_view);
        actors::paint(&change);
        story::paint(&change);
        player::paint(&change);
        self.inspector.paint(&change);
        settings::paint(session, &change);
        controls::paint(&change, &self.player);
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
