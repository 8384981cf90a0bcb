//! The page: a function of the [`Session`].
//!
//! Each view writes itself once as HTML (see [`markup`]). One effect then tells the views what has changed, and each mends
//! only that of itself; one listener takes the events of all of them (see [`events`]).

mod action;
#[cfg(feature = "whole")]
mod attack;
mod browser;
mod change;
#[cfg(feature = "whole")]
mod compare;
mod controls;
mod dialog;
mod events;
#[cfg(feature = "whole")]
mod experiments;
mod export;
mod frame;
mod header;
mod help;
mod icon;
mod inspector;
#[cfg(feature = "whole")]
mod laboratory;
#[cfg(feature = "whole")]
mod lessons;
mod link;
mod markup;
mod notices;
#[cfg(feature = "whole")]
mod open;
mod outline;
mod part;
mod player;
#[cfg(feature = "whole")]
mod predict;
mod presets;
mod session;
mod settings;
mod share;
mod signal;
mod stage;
mod story;
mod timer;

pub use frame::mount;
pub use session::{Run, Session, State};
