//! What of the address could not be used, until the reader has seen it.

use super::browser::find;
use super::change::Change;
use super::icon;
use super::markup::Markup;
use super::part;

pub(super) fn write(markup: &mut Markup) {
    markup.raw("<div class='notices' id='notices' role='status' aria-label='Notices'></div>");
}

pub(super) fn paint(change: &Change) {
    let notices = &change.state.notices;
    // What is said of a file goes with its run.
    let stays = !(part::WHOLE && change.run_is_new());
    if stays && !change.is_new(|state| state.notices.clone()) {
        return;
    }
    let mut markup = Markup::default();
    if !notices.is_empty() {
        markup.raw("<div class='notice'><p>Part of this address could not be used:</p><ul>");
        for notice in notices {
            markup.raw("<li>").text(&notice.parameter).raw(" ").text(&notice.problem.to_string());
            if let Some(instead) = &notice.instead {
                markup.raw(". Used instead: ").text(instead);
            }
            markup.raw(".</li>");
        }
        markup.raw("</ul><button type='button' class='quiet' aria-label='Dismiss' data-do='dismiss'>");
        markup.icon(icon::CLOSE).raw("</button></div>");
    }
    if let Some(place) = find("notices") {
        place.set_inner_html(markup.html());
    }
}
