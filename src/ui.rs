//! The page.

mod session;

pub use session::Session;
