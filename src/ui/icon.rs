//! Icons, drawn in a square of 24.

use super::markup::Markup;

pub(super) const PLAY: &str = "M8 5v14l11-7z";
pub(super) const PAUSE: &str = "M7 5h4v14H7zM13 5h4v14h-4z";
pub(super) const FIRST: &str = "M6 5h2v14H6zM17 4.5 18.5 6l-6 6 6 6-1.5 1.5L9.5 12z";
pub(super) const PREVIOUS: &str = "M15 4.5 16.5 6l-6 6 6 6-1.5 1.5L7.5 12z";
pub(super) const NEXT: &str = "M9 4.5 7.5 6l6 6-6 6L9 19.5l7.5-7.5z";
pub(super) const LAST: &str = "M18 5h-2v14h2zM7 4.5 5.5 6l6 6-6 6L7 19.5l7.5-7.5z";
pub(super) const CLOSE: &str =
    "M6.4 5 5 6.4l5.6 5.6L5 17.6 6.4 19l5.6-5.6 5.6 5.6 1.4-1.4-5.6-5.6L19 6.4 17.6 5 12 10.6z";
pub(super) const SHARE: &str =
    "M12 2.5 7.5 7l1.4 1.4L11 6.3V15h2V6.3l2.1 2.1L16.5 7zM5 11v10h14V11h-3v2h1v6H7v-6h1v-2z";
pub(super) const SETTINGS: &str = "M4 6h8.2a3 3 0 0 0 5.6 0H20V4.5h-2.2a3 3 0 0 0-5.6 0H4zM4 19.5h8.2a3 3 0 0 0 5.6 0H20V18h-2.2a3 3 0 0 0-5.6 0H4zM4 12.8h2.2a3 3 0 0 0 5.6 0H20v-1.5h-8.2a3 3 0 0 0-5.6 0H4z";
pub(super) const OUT: &str = "M14 4v2h2.6l-7.3 7.3 1.4 1.4L18 7.4V10h2V4zM5 6v13h13v-6h-2v4H7V8h4V6z";
/// Half of it is dark.
pub(super) const THEME: &str = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2v14a7 7 0 0 1 0-14z";

impl Markup {
    /// Writes an icon; it says nothing, the button around it has a name.
    pub fn icon(&mut self, path: &'static str) -> &mut Self {
        self.raw("<svg class='icon' viewBox='0 0 24 24' aria-hidden='true'><path d='").raw(path).raw("'/></svg>")
    }
}

/// A lock in two pieces, so that it can be seen to close.
pub(super) const LOCK: &str = "<span class='lock' aria-hidden='true'><span class='shackle'><svg viewBox='0 0 12 8'>\
    <path d='M3 8V4a3 3 0 0 1 6 0v4'/></svg></span><svg class='body' viewBox='0 0 12 8'>\
    <rect width='12' height='8' rx='1.5'/></svg></span>";
