//! The page: a function of the [`Session`].

mod browser;
mod controls;
mod dialog;
mod frame;
mod header;
mod help;
mod icon;
mod inspector;
mod link;
mod notices;
mod outline;
mod player;
mod session;
mod settings;
mod share;
mod stage;
mod story;

pub use frame::mount;
pub use inspector::Inspector;
pub use session::Session;
