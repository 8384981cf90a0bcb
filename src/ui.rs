//! The page: a function of the [`Session`].
//!
//! Each view writes itself once as HTML (see [`markup`]). One effect then tells the views what has changed, and each mends
//! only that of itself; one listener takes the events of all of them (see [`events`]).

mod action;
mod browser;
mod change;
mod controls;
mod dialog;
mod events;
mod export;
mod frame;
mod header;
mod help;
mod icon;
mod inspector;
mod link;
mod markup;
mod notices;
#[cfg(feature = "whole")]
mod open;
mod outline;
mod part;
mod player;
mod presets;
mod session;
mod settings;
mod share;
mod stage;
mod story;
mod timer;

pub use frame::mount;
pub use session::{Run, Session, State};
