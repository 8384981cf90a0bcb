//! The page as a whole: header, stage, story, inspector, player.

use leptos::mount::mount_to_body;
use leptos::prelude::*;

use super::controls::{self, Controls};
use super::{Inspector, Session, browser, header, help, link, notices, player, settings, share, stage, story};
use crate::scenario::address::{Address, Layout, Theme};

/// Mounts the page in place of the still frame that `index.html` shows until then.
pub fn mount() {
    console_error_panic_hook::set_once();
    mount_to_body(page);
    if let Some(still) = document().get_element_by_id("still") {
        still.remove();
    }
}

fn page() -> AnyView {
    let session = Session::new(Address::parse(&browser::parameters()));
    let controls = Controls::new();
    provide_context(session);
    provide_context(controls);
    link::keep_in_step(session);
    controls::play_on(session, controls);
    dress(session);
    view! {
        <div class="app" style:--speed=move || controls::SPEEDS[controls.speed.get()].0>
            {header::header()}
            {notices::notices()}
            <main>
                {stage::stage()}
                <div class="side">
                    {story::story()}
                    <Inspector />
                </div>
            </main>
            {player::player()}
            {settings::settings()}
            {share::share()}
            {help::help()}
        </div>
    }
    .into_any()
}

/// Lets the style sheets know the colours and the layout.
fn dress(session: Session) {
    Effect::new(move |_| {
        let Some(root) = document().document_element() else { return };
        let theme = match session.theme.get() {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        let layout = match session.layout.get() {
            Layout::Full => "full",
            Layout::Embed => "embed",
        };
        let _ = root.set_attribute("data-theme", theme);
        let _ = root.set_attribute("data-ui", layout);
    });
}
