//! The stage: who is there, and what passes between them, time running downwards.

pub(super) mod actors;
#[cfg(feature = "whole")]
mod attacker;
pub(super) mod ladder;

use super::markup::Markup;
use super::part::WHOLE;
use crate::trace::{Epoch, Side};

pub(super) fn write(markup: &mut Markup) {
    markup.raw("<section class='stage' aria-label='Stage'><div class='actors' id='actors'>");
    actors::write(markup);
    markup.raw("</div><ol class='ladder' aria-label='Steps' id='ladder'></ol></section>");
}

/// The class that gives a thing the colours of an epoch.
pub(super) fn epoch_class(epoch: Epoch) -> &'static str {
    match epoch {
        Epoch::Plaintext => "epoch-plaintext",
        Epoch::EarlyData if WHOLE => "epoch-early",
        Epoch::EarlyData | Epoch::Handshake => "epoch-handshake",
        Epoch::Application | Epoch::Updated(_) | Epoch::Preceding | Epoch::Connection => "epoch-application",
    }
}

/// The class that gives a thing the colours of a side.
pub(super) fn side_class(side: Side) -> &'static str {
    match side {
        Side::Client => "side-client",
        Side::Server => "side-server",
    }
}
