//! The page.

mod session;

pub use session::Session;

use leptos::prelude::*;

/// Mounts the page into the document's body.
pub fn mount() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(|| view! { <button>"Next"</button> });
}
