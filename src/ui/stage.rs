//! The stage: who is there, and what passes between them, time running downwards.

mod actors;
mod ladder;

use leptos::prelude::*;

use super::Session;
use super::controls::{self, Controls};
use crate::trace::{Epoch, Side};

pub(super) fn stage() -> AnyView {
    let session = Session::expect();
    let all = Controls::expect();
    view! {
        <section class="stage" aria-label="Stage" on:keydown=move |event| controls::press(session, all, &event)>
            {actors::actors()}
            {ladder::ladder()}
        </section>
    }
    .into_any()
}

/// The class that gives a thing the colours of an epoch.
pub(super) fn epoch_class(epoch: Epoch) -> &'static str {
    match epoch {
        Epoch::Plaintext => "epoch-plaintext",
        Epoch::Handshake => "epoch-handshake",
        Epoch::Application => "epoch-application",
    }
}

/// The class that gives a thing the colours of a side.
pub(super) fn side_class(side: Side) -> &'static str {
    match side {
        Side::Client => "side-client",
        Side::Server => "side-server",
    }
}
